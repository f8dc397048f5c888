"""Who said it, topics, ratings, dates, what can be printed, what was corrected: the lists of the web edition."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise

from factsheet.exporters import data
from factsheet.register import slug
from tests.faker import FakeCollection, appearance, change, link
from tests.site_pages import ENTRY, RULING, SHEET, claimant, every_page, links, main, section, shown
from tests.workshop import edition, parsed

WITHDRAWN = change(version="2", level="withdrawn", change="The minutes were misread.", date="2025-05-20")
FIXED = change(version="2", level="factual", change="The day was wrong.", date="2025-05-10")
CLEARER = change(version="2", level="clarification", change="Clearer words.", date="2025-05-11")


def test_what_somebody_said_stands_oldest_first_in_their_words(collection: FakeCollection) -> None:
    french = {"text": "Tout le monde passait.", "lang": "fr", "translation": "All passed.", "translator": "Bo Lund"}
    read = {"level": "read-in-reproduction", "found_in": ["a copy"]}
    source = {"title": "A letter", "publisher": "The Post", "locator": "p. 4", "archive_url": "https://a.example.org/1"}
    early = appearance(
        claimant={"name": "Ada Crane", "office": "Candidate"}, date="2019-12", venue="A letter to the editor",
        quote=french, source=source, verification=read,
    )  # fmt: skip
    unread = appearance(date="2021", venue="A meeting", quote=None, course="softened")
    collection.claim(appearances=[appearance(), early, unread])
    page = claimant(edition(collection).website)
    rated = ENTRY.partition("2020 Rating")[2].replace("of the claim", "Rating of the claim", 1).strip()
    entry = f"{rated} BR-001: Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
    assert shown(page) == (
        "Who said it Ada Crane Candidate; Mayor of Stonyford 1 entry, 3 statements, oldest first. "
        "A rating is about a claim and the evidence, never about who made it; "
        "which claims stand here is the publisher’s choice, and no measure of who said more that was wrong. "
        "December 2019 · First found · A letter to the editor · Candidate "
        "“Tout le monde passait.” “All passed.” (translation: Bo Lund) "
        "A letter (no address is known), The Post, p. 4 · archived copy · words read in a reproduction "
        f"{entry} "
        "2 November 2020 · Said again · Town council · Mayor of Stonyford “Nobody was ever kept from crossing.” "
        f"Minutes of the council, Town of Stonyford {entry} "
        "2021 · Softened · A meeting · Mayor of Stonyford "
        "The bridge was open to everybody all year. (in our words; no verbatim text was read) "
        f"Minutes of the council, Town of Stonyford {entry}"
    )
    assert links(page)[:2] == [
        ("archived copy", "https://a.example.org/1"),
        ("Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.", "../../BR-001/index.html"),
    ]
    assert [(quote.get("lang"), quote.get("cite")) for quote in main(page).iter("blockquote")] == [
        ("fr", None),
        ("en", "https://town.example.org/minutes/2020-11-02"),
    ]


def test_names_that_look_alike_or_have_no_latin_letters_have_addresses_of_their_own(collection: FakeCollection) -> None:
    names = ["Ada Crane", "Ada-Crane", "ADA CRANE", "Мэр Иванов", "עדה", "Hüseyn Əliyev", "Con"]
    collection.claim(appearances=[appearance(claimant={"name": name}) for name in names])
    website = edition(collection).website
    slugs = website.register.slugs
    assert list(slugs) == sorted(names, key=lambda name: (name.casefold(), name))
    alike = [slugs[name] for name in ("Ada Crane", "Ada-Crane", "ADA CRANE")]
    assert [re.sub("[0-9a-f]{8}$", "DIGEST", address) for address in alike] == [
        "ada-crane", "ada-crane-DIGEST", "ada-crane-DIGEST",
    ]  # fmt: skip
    assert len({address.casefold() for address in slugs.values()}) == len(names)
    assert [address for address in slugs.values() if not address.isascii() or " " in address] == []
    assert slugs["Мэр Иванов"].startswith("name-")
    assert slugs["Con"] != "con"
    listed = dict(links(website.claimants()))
    assert listed["Мэр Иванов"] == f"../claimants/{slugs['Мэр Иванов']}/index.html"
    # A name that is read from the right keeps its place in the line.
    assert listed["\u2068עדה\u2069"] == f"../claimants/{slugs['עדה']}/index.html"


def test_an_address_keeps_what_it_can_of_a_name() -> None:
    names = ["Ada Crane", "Émile Zola", "José Ortega y Gasset", "O’Brien, Pat", "x" * 90]
    assert [slug(name) for name in names[:4]] == ["ada-crane", "emile-zola", "jose-ortega-y-gasset", "o-brien-pat"]
    assert slug(names[4]).startswith(f"{'x' * 60}-")
    assert slug("х") != slug("ц")


def test_those_with_most_entries_stand_first(collection: FakeCollection) -> None:
    bo = {"name": "Bo Lund"}
    collection.claim(appearances=[appearance(), appearance(claimant=bo, date="2021-01-02")])
    collection.claim("BR-002", appearances=[appearance(claimant=bo)])
    website = edition(collection).website
    assert shown(website.claimants()) == (
        "Who said it 2 persons and bodies whose claims are set beside the record Those with most entries stand first. "
        "Which claims stand here is the publisher’s choice, and no measure of who said more that was wrong. "
        "Bo Lund 2 entries: BR-001, BR-002 · 2 statements, 2 November 2020 to 2 January 2021 "
        "Ada Crane, Mayor of Stonyford 1 entry: BR-001 · 1 statement, 2 November 2020"
    )
    assert links(website.claimants())[:3] == [
        ("Bo Lund", "../claimants/bo-lund/index.html"),
        ("BR-001", "../BR-001/index.html"),
        ("BR-002", "../BR-002/index.html"),
    ]


def test_an_entry_in_a_list_carries_what_filters_find_it_by(collection: FakeCollection) -> None:
    bo = appearance(claimant={"name": "Bo Lund"}, date="2022-03")
    again = appearance(date="2021")
    collection.claim(appearances=[appearance(), again, bo], topics=["toll", "bridge"])
    collection.claim("BR-002", status="withdrawn", history=[change(), WITHDRAWN])
    website = edition(collection).website
    pages = [website.subject(website.register.subjects[0]), website.ratings(), website.index()]
    found = [[item.attrib for item in main(page).iter("li") if "data-entry" in item.attrib] for page in pages]
    attributes = {
        "data-entry": "", "data-topic": "toll bridge", "data-claimant": "ada-crane bo-lund", "data-rating": "false",
        "data-year": "2020 2021 2022",
    }  # fmt: skip
    assert found == [[attributes], [attributes], [attributes, {"data-entry": ""}]]


def test_a_topic_has_its_entries_and_the_documents_to_read_on(collection: FakeCollection) -> None:
    collection.evidence("census", title="A census", issued="2021", archive_urls=["https://a.example.org/1"])
    collection.claim("BR-002", topics=["toll"], evidence=[link()])
    collection.project(
        topics=[{"id": "bridge", "name": "The bridge itself"}],
        sheets=[SHEET | {"topics": ["bridge"], "further_reading": ["census"]}],
    )
    website = edition(collection).website
    bridge, toll = website.register.subjects
    assert shown(website.subject(bridge)) == (
        f"Topic The bridge itself 1 entry {ENTRY} BR-001 · in review · 1 source, 1 independent of the parties "
        "Further reading The documents that these entries rest on, and those named for this topic; newest first. "
        "A census, Court of the County, 2021 original · archived copy · primary source, court, "
        "words read at the source · further reading on The closing "
        f"{RULING} original · primary source, court, words read at the source · used in BR-001, BR-002"
    )
    assert links(website.subject(bridge))[2:6] == [
        ("A census", "../../evidence/census/index.html"),
        ("original", "https://archive.example.org/census"),
        ("archived copy", "https://a.example.org/1"),
        ("The closing", "../../sheets/closing/index.html"),
    ]
    assert shown(website.subjects()) == (
        "Topics The bridge itself 1 entry, 2 documents Toll 1 entry, 1 document "
        "Topic sheets Each sets a handful of entries together, to be printed. The closing 1 entry"
    )
    assert links(website.subjects()) == [
        ("The bridge itself", "../topics/bridge/index.html"),
        ("Toll", "../topics/toll/index.html"),
        ("The closing", "../sheets/closing/index.html"),
    ]
    assert website.register.subjects[1] is toll


def test_every_rating_says_what_it_means_and_which_entries_have_it(collection: FakeCollection) -> None:
    collection.claim("BR-002", rating="mostly-false")
    page = edition(collection).website.ratings()
    entry = ENTRY.replace("1 of 5", "2 of 5").replace("Contradicted by the record", "Mostly contradicted")
    assert section(page, "mostly-false") == (
        "2 of 5 on the scale from contradicted (1) to supported (5) Mostly contradicted "
        "Evidence contradicts the main point of the claim, though a part of it holds. 1 entry. "
        f"{entry} BR-002 · in review · 1 source, 1 independent of the parties"
    )
    assert section(page, "outdated") == (
        "Off the scale from contradicted to supported True then, not now "
        "The claim held when it was made and no longer does. No entry has this rating."
    )
    ratings = ["false", "mostly-false", "mixed", "mostly-true", "true", "misleading", "unproven", "outdated"]
    assert [element.get("id") for element in main(page).iter("h2")] == ratings
    assert [address for _, address in links(page) if address.startswith("#")] == [f"#{rating}" for rating in ratings]


def test_the_time_line_tells_claims_from_documents_by_year_and_month(collection: FakeCollection) -> None:
    collection.evidence(issued="2020-11-02")
    collection.evidence("census", title="A census", issued="2020")
    collection.claim(evidence=[link(), link("census")], appearances=[appearance(), appearance(date="2021-01")])
    page = edition(collection).website.dates()
    claim = (
        "Ada Crane · Town council The bridge was open to everybody all year. "
        "1 of 5 on the scale from contradicted (1) to supported (5) Contradicted by the record: BR-001"
    )
    assert shown(page) == (
        "Dates Claims on the days on which they were made, documents on the days on which they were issued "
        "2020 November 2 2021 January 1 "
        "2020 2020, month not known Document · 2020 · Court of the County A census "
        f"November 2020 Claim, first found · 2 November 2020 · {claim} "
        "Document · 2 November 2020 · Court of the County Miller v. Town of Stonyford "
        f"2021 January 2021 Claim, said again · January 2021 · {claim}"
    )
    assert [address for _, address in links(page) if address.startswith("#")] == [
        "#y2020", "#d2020-11", "#y2021", "#d2021-01",
    ]  # fmt: skip
    assert [time.get("datetime") for time in main(page).iter("time")] == ["2020", "2020-11-02", "2020-11-02", "2021-01"]


def test_everything_that_can_be_printed_is_listed_with_pictures_of_what_has_one(collection: FakeCollection) -> None:
    collection.claim("BR-002", status="withdrawn", history=[change(), WITHDRAWN])
    collection.project(
        sheets=[SHEET | {"topics": ["bridge"], "forms": ["sheet", "booklet"], "paper": ["a4"]}],
        print={"entry": ["sheet", "card"], "collection": ["booklet"]},
    )
    website = edition(collection).website
    page = website.sheets()
    assert shown(page) == (
        "Sheets to print All files are PDF. A4 is the size for most countries, US Letter that for North America. "
        "Each sheet says to which day its facts were checked: print it anew before you hand it out. "
        "All entries together Booklet, A5 Booklet, US Half Letter "
        "By topic The closing 1 entry · in review Sheet, A4 Booklet, A5 "
        "By entry Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020. "
        "BR-001, version 1 · in review Sheet, A4 Sheet, US Letter Pocket cards, A4 Pocket cards, US Letter"
    )
    assert [address for _, address in links(page) if "/pdf/" in address] == [
        "../pdf/BR-booklet-a5.pdf", "../pdf/BR-booklet-half-letter.pdf", "../pdf/closing-a4.pdf",
        "../pdf/closing-booklet-a5.pdf", "../pdf/BR-001-a4.pdf", "../pdf/BR-001-letter.pdf",
        "../pdf/BR-001-card-a4.pdf", "../pdf/BR-001-card-letter.pdf",
    ]  # fmt: skip
    assert [image.attrib for image in main(page).iter("img")] == [
        {"loading": "lazy", "src": f"../previews/{name}.png", "width": "300", "height": "424", "alt": ""}
        for name in ("closing-a4", "BR-001-a4")
    ]
    assert list(main(dataclasses.replace(website, previews={}).sheets()).iter("img")) == []


def test_what_was_corrected_stands_before_what_was_changed(collection: FakeCollection) -> None:
    collection.claim(history=[change(), FIXED])
    collection.claim("BR-002", status="withdrawn", history=[change(), WITHDRAWN])
    collection.evidence(history=[change(), CLEARER])
    website = dataclasses.replace(edition(collection).website, published=frozenset({"BR-001/v2/"}))
    page = website.corrections()
    fixed = (
        "10 May 2025 · Factual correction · version 2 of BR-001: "
        "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020. The day was wrong."
    )
    withdrawn = "20 May 2025 · Withdrawn · version 2 of BR-002, which was withdrawn The minutes were misread."
    clearer = (
        "11 May 2025 · Clarification · version 2 of the record of a source: "
        "Miller v. Town of Stonyford, Court of the County Clearer words."
    )
    assert section(page, "corrections") == f"What was corrected {withdrawn} {fixed}"
    assert section(page, "changes") == f"All changes {withdrawn} {clearer} {fixed}"
    assert links(page)[:3] == [
        ("BR-002", "../BR-002/index.html"),
        ("version 2", "../BR-001/v2/index.html"),
        ("BR-001", "../BR-001/index.html"),
    ]
    assert ("Miller v. Town of Stonyford", "../evidence/bridge-ruling/index.html") in links(page)


def test_without_any_correction_the_page_says_so(collection: FakeCollection) -> None:
    page = edition(collection).website.corrections()
    assert section(page, "corrections") == "What was corrected No correction so far."
    assert (
        section(page, "changes")
        == "All changes No entry and no record of a source has changed since its first version."
    )
    assert section(page, "report") == (
        "How to report an error Please report errors to corrections@example.org. "
        "Name the entry or the source, the words that are wrong, and what shows it: best a document, with its address. "
        "An error that is found is put right in a new version, which says what was wrong; "
        "the version before is kept as it was."
    )
    assert links(page) == [
        ("corrections@example.org", "mailto:corrections@example.org"),
        ("corrections", "../corrections.atom"),
        ("entries", "../entries.atom"),
    ]


def test_a_withdrawn_entry_is_named_among_the_changes_only(collection: FakeCollection) -> None:
    collection.evidence("letter")
    collection.claim(
        "BR-002", status="withdrawn", history=[change(), WITHDRAWN], topics=["toll"], fact="It sank.",
        evidence=[link("letter")], appearances=[appearance(claimant={"name": "Bo Lund"}, date="1999")],
    )  # fmt: skip
    pages = every_page(edition(collection).website)
    assert [name for name, page in pages.items() if "BR-002" in page] == ["corrections"]
    assert [name for name, page in pages.items() if "It sank" in page or "Bo Lund" in page or "1999" in page] == []
    assert set(pages) & {"topics/toll", "evidence/letter", "claimants/bo-lund"} == set()


def test_a_collection_without_entries_has_every_list(collection: FakeCollection) -> None:
    collection.claim(status="withdrawn", history=[change(), WITHDRAWN])
    website = edition(collection).website
    pages = ["documents", "claimants", "subjects", "dates", "sheets"]
    assert [shown(getattr(website, page)()) for page in pages] == [
        "Sources 0 documents by kind, newest first No source so far.",
        "Who said it 0 persons and bodies whose claims are set beside the record Nobody so far.",
        "Topics No topic so far.",
        "Dates Claims on the days on which they were made, documents on the days on which they were issued "
        "Nothing so far.",
        "Sheets to print Nothing is printed so far.",
    ]


def test_the_page_about_the_collection(collection: FakeCollection) -> None:
    page = edition(collection).website.about()
    assert section(page, "who") == (
        "Who publishes this, and why Publisher: Friends of the Bridge We compile public sources about the bridge."
    )
    assert section(page, "citing").removesuffix(" Copy") == (
        "How to cite Cite the primary sources first: their pages and each entry have citations ready, in several "
        "styles. For the collection as a whole: Friends of the Bridge, The Bridge at Stonyford: What was said about "
        "the closing, and what the record shows, as of 1 May 2025, https://example.org/bridge/"
    )
    assert "It does not claim to be the work of a fact-checking organisation under any code of principles." in shown(
        page
    )
    assert "These pages set no cookies, count no visits, and load nothing from other servers." in section(
        page, "privacy"
    )
    assert links(page) == [
        ("Friends of the Bridge", "https://example.org/"),
        ("corrections@example.org", "mailto:corrections@example.org"),
        ("Corrections", "../corrections/index.html"),
        ("How entries are made", "../method/index.html"),
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ]


def test_without_contact_pages_say_so(collection: FakeCollection) -> None:
    website = edition(collection).website
    publisher = website.project.publisher.model_copy(update={"contact": "", "url": ""})
    silent = dataclasses.replace(website, project=website.project.model_copy(update={"publisher": publisher}))
    assert section(silent.about(), "errors") == (
        "Contact and errors No contact for corrections has been set yet. "
        "What was put right so far stands under Corrections."
    )


def test_the_page_of_files_for_programs_and_that_for_wrong_addresses(collection: FakeCollection) -> None:
    website = edition(collection).website
    named = {address.removeprefix("../data/") for _, address in links(website.data()) if "../data/" in address}
    assert named == set(data.FILES)
    # A server shows this page at any address, so that its links begin at the root of the host.
    assert links(website.not_found()) == [
        ("All entries", "/bridge/index.html"),
        ("All sources", "/bridge/evidence/index.html"),
        ("All topics", "/bridge/topics/index.html"),
        ("Everybody quoted", "/bridge/claimants/index.html"),
        ("Search", "/bridge/search/index.html"),
    ]


def test_files_that_a_browser_could_show_in_wrong_characters_are_saved_instead(collection: FakeCollection) -> None:
    """Many servers do not say that a text is UTF-8. Of JSON every browser knows it, and a table it saves by itself."""
    collection.claim()
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}])
    built = edition(collection)
    pages = [built.website.data(), built.website.entry(built.dossiers[0]), built.website.topic(built.topics[0])]
    texts = re.compile(r".*\.(txt|md|bib|ris|cff)")
    found = [
        (link.attrib["href"], "download" in link.attrib)
        for page in pages for link in main(page).iter("a") if texts.fullmatch(link.attrib["href"])
    ]  # fmt: skip
    assert len(found) == 4 + 3 + 3
    assert [address for address, is_saved in found if not is_saved] == []


def test_headings_descend_by_one_and_every_section_is_named_by_its_own(collection: FakeCollection) -> None:
    collection.claim(history=[change(), FIXED])
    collection.project(sheets=[SHEET | {"topics": ["bridge"]}], print={"entry": ["sheet"], "collection": ["booklet"]})
    for name, page in every_page(edition(collection).website).items():
        body = main(page)
        levels = [int(element.tag[1]) for element in body.iter() if element.tag in {"h1", "h2", "h3", "h4"}]
        assert (name, levels[0], levels.count(1)) == (name, 1, 1)
        assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
        ids = [element.get("id") for element in parsed(page).iter() if element.get("id")]
        assert (name, len(ids)) == (name, len(set(ids)))
        assert {part.get("aria-labelledby") for part in body.iter("section")} <= set(ids)
