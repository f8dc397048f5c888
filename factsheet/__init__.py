"""Factsheet compiles paired records of public claims and documented evidence into fact sheets.

The way of the data, which never turns back:

    YAML text → nodes with places → records and problems → rules → dossiers → targets → files

The rooms, from the ground up. A module imports only from rows above its own; `tests/test_architecture.py` holds the
rows and the libraries that each room owns.

    digests      how this package says that two things are the same
    problems     what is wrong and where; why a command cannot run
    addresses    whether two lead to one page, and of which page an archive's is a copy
    dates        the names of the months, and the dates that a text gives
    characters   which characters may stand in a record
    collation    two states of a text set against each other, word by word
    fragments    addresses that land on quoted words
    bounds       calls that read what strangers made, with limits of memory and time
    files        files that are written whole or not at all
    fonts        what pages are printed with, and which characters it can print    (fontTools)
    sqlite       databases in memory, and whether this Python can make them      (sqlite3)
    pandoc       scripts that pandoc runs, with nothing but their input            (pypandoc)
    records      the models of claim and evidence, and their controlled words    (pydantic)
    source       YAML text to nodes that know their line and column              (PyYAML)
    schema       nodes to records; errors of validation to problems with remedies
    labels       what readers call the fields of the records
    fits         how sheets were set when they were last printed
    findings     what a list of links or a bibliography names: its documents, each with its line
    naming       ids made from titles and addresses
    project      factsheet.yaml: what the collection is and who publishes it
    corpus       all records of a project, each with the file it came from
    prose        Markdown to HTML, all texts in one process
    manuscript   a text in plain blocks, written for e-mail, as Markdown and as DOCX
    grades       how hard a text is to read                                    (readability)
    references   items of CSL-JSON as the guides of citation styles write them
    theme        the folder of templates and stylesheets
    rules        what must hold in records beyond their form, one generator for each rule
    dossier      a claim joined to its numbered exhibits
    citations    an entry and its documents as CSL-JSON
    bibliography such an item as BibTeX, for biblatex, as RIS, and as a plain sentence
    versions     published versions of entries, frozen in claims/published
    claimreview  an entry as schema.org ClaimReview
    timescale    dates as places on a line, and what stands far from the rest
    publishing   an entry to its next version; no silent edits
    topics       a sheet about a topic joined to its entries
    booklets     entries bound together, with their documents and publishers
    timeline     an entry's time line: what is drawn where
    wording      what pages say in words of their own: dates, sources, readers, reviewers
    enclosures   what a printed file carries beside its pages: records, citations, licence
    referencing  what may be cited by its id, at which address, and as what text
    survey       how a collection stands on a day: what was counted of it
    register     what the web edition lists: sources, claimants, topics, dates, corrections
    posts        an entry or a sheet as a post of 280 characters
    tallies      the numbers of a survey by kind, as charts show them
    gaps         what a survey finds missing, and what most needs work
    revisions    what changed between two published versions, in words for readers
    tables       the collection as tables: every column, its meaning, and the rows
    frozen       published versions joined again, with what changed since the one before
    pages        dossiers to HTML, for the web and for print                     (Jinja2, segno)
    printed      a printed file that somebody was handed, read within bounds     (pikepdf, pypdfium2)
    resaved      whether two such files hold the same, however each was saved    (pikepdf)
    comparison   what differs between such a file and the same printed again
    takeaway     an entry or a sheet as a text to go on with
    exporters    one module for each form of output
      target         what an exporter yields: where, from what, how
      bundle         what Pagefind makes, put in order so that the bytes are the same
      fetcher        what may be loaded while a page is printed                    (WeasyPrint)
      metadata       what makes a printed file PDF/A-3a and PDF/UA-1 at once
      edition        what an exporter is given
      copyfit        how high the words of a sheet will probably stand
      press          HTML to PDF                                                   (WeasyPrint)
      imposition     pages laid on sheets, to be folded or cut                     (pikepdf)
      pictures       pages as pictures                                             (pypdfium2, Pillow)
      search         the index of the site's search                                (Pagefind)
      shapes         what stands in the files of records, field by field, as JSON Schemas
      licences       what programs call a licence
      fitting        a sheet to the sides it may have
      previews       sheets with small pictures of their first pages
      sheets         one-page sheets of entries
      topics         topic sheets: several entries on one subject
      cards          pocket cards: the fact, the claim and the way to the evidence
      flows          large print and booklets, on as many sides as they take
      sharing        share cards: an entry as a picture for posts
      web            the pages of the web edition, and what they are dressed in
      finding        what the search finds: entries, sources, topic sheets with their words
      webfonts       the fonts of the web edition, in parts                        (fontTools)
      feeds          what programs that visit the site read: feeds, site maps
      schemas        JSON Schemas of the records, for editors
      texts          entries and sheets as texts to go on with, and as posts
      records        claims and documents as JSON
      reviews        the entries as a feed of fact-checks
      bibliographies references to every entry and document, for programs that cite
      delimited      the tables as CSV
      database       the tables as SQLite, with views that answer questions
      packages       what describes the data as a whole: a Data Package, CITATION.cff
      data           all that other people's programs read, made together
      catalogue      every form by its name
    progress     how a build's progress is shown                                 (rich)
    manifest     what stands in an output folder, and from what it was made
    workers      calls made in other processes
    parts        what a build needs of a machine, and how it is told               (ctypes)
    inputs       everything that a build reads, as one digest
    build        makes what changed, keeps the rest, removes what is gone
    loader       files to a checked collection
    doctor       what this machine has of what a build needs
    overview     a survey as plain text for a terminal                             (rich)
    reports      problems as text, JSON, GitHub annotations
    scaffold     new records to be filled in
    imports      what of a file's findings is new, and what the collection has already
    production   which forms of which entries are wanted, from dossiers to a finished build
    verification whether a printed file is genuine, and its entries are current
    commands     one module for each command: arguments, printing, exit codes    (click)
    cli          the command line as a whole, and how it tells faults            (click)

Where a newcomer puts something new: a field in `records` (its description becomes schema and scaffold); a rule in
`rules`, named in its tuples; a form of output as a module of `exporters`, named in its catalogue; a file of data as
such a module, named in `exporters.data`; a table in `tables`; a command as a module of `commands`, named in `cli`.
"""
