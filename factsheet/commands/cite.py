"""`factsheet cite`: prints citations of entries and documents, to be pasted or to be kept as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from factsheet.commands import options
from factsheet.commands.options import FAULTY, FINE
from factsheet.problems import Problem, Severity

if TYPE_CHECKING:
    from factsheet.corpus import Corpus
    from factsheet.referencing import Holdings


@click.command(short_help="Print citations of entries and documents.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--style", default="text", show_default=True, help="The form of the citations.", metavar="STYLE")
@click.option("--base-url", callback=options.base_address,
              help="Public address of the site, instead of the one in factsheet.yaml.")  # fmt: skip
@click.pass_obj
def cite(folder: Path, ids: tuple[str, ...], style: str, base_url: str | None) -> int:
    """Print citations of entries and documents, in the order of their IDs; an entry is cited as its very version.

    \b
    Styles:
      text      a plain sentence: who says what, where and when
      chicago   as a note in the Chicago Manual of Style
      apa       as a reference in APA style
      mla       as one of the works cited in MLA style
      bibtex    for LaTeX
      biblatex  for LaTeX with biblatex and biber
      ris       for EndNote, Mendeley, Citavi and most other programs for citing
      csl-json  for Zotero and pandoc
      FILE.csl  any other style in the Citation Style Language

    \b
    Examples:
      factsheet cite --style apa AB-001
      factsheet cite --style biblatex AB-001 AB-002 > sources.bib

    Nothing else goes to standard output. Errors in other records keep nobody from citing a sound one.
    """  # noqa: D301 - the lines behind \b are printed as they are
    from factsheet import loader, referencing, reports

    form = referencing.form_of(style)
    collection = loader.read(folder, date.today())
    faults = [problem for problem in collection.problems if problem.severity is Severity.ERROR]
    if collection.file is not None:
        faults = [problem for problem in faults if _is_about(problem, ids, collection.corpus)]
    if collection.file is None or faults:
        click.echo(f"{reports.as_text(faults)}\nNothing is cited: mend the errors first.", err=True)
        return FAULTY
    project = collection.file.project.model_copy(update={"base_url": base_url} if base_url else {})
    holdings = referencing.Holdings(project, collection.corpus, collection.published)
    items = [holdings.item(record_id) for record_id in dict.fromkeys(ids)]
    # Bytes, because a file for programs is UTF-8 with its own ends of lines on every machine.
    click.echo(referencing.citation(items, form, loader.known_references(folder / "build")).encode(), nl=False)
    for note in _notes(holdings, ids):
        click.echo(note, err=True)
    return FINE


def _is_about(problem: Problem, ids: Sequence[str], corpus: Corpus) -> bool:
    path = PurePosixPath(problem.at.path)
    paths = [entry.path for entry in corpus.claims if entry.record.id in ids]
    paths += [entry.path for entry in corpus.sources if entry.record.id in ids]
    # A file that could not be read may hold the record; a version's name is the entry's with its number.
    unread = path.stem in corpus.unread and any(path.stem == name or path.stem.startswith(f"{name}-") for name in ids)
    return unread or path in paths or path.name.partition(".v")[0] in ids


def _notes(holdings: Holdings, ids: Sequence[str]) -> list[str]:
    entries = [name for name in dict.fromkeys(ids) if name in holdings.corpus.claim_by_id]
    if entries and not holdings.project.base_url:
        return ["The collection has no public address, and entries are cited without one; name it with --base-url."]
    changing = ", ".join(filter(holdings.may_change, entries))
    return [f"Not published yet, so that the page cited may still change: {changing}."] if changing else []
