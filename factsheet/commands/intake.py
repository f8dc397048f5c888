"""`factsheet import`: makes new records of what a list of links or a bibliography names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from factsheet import characters
from factsheet.commands.options import FAULTY, FINE

if TYPE_CHECKING:
    from factsheet.findings import Document
    from factsheet.imports import Comparison, Duplicate, New

FORMS = ("markdown", "bibtex", "biblatex", "ris", "csl-json")


@click.command("import", short_help="Make records of a list of links or a bibliography.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "form", type=click.Choice(FORMS), help="Format of the file.  [default: by its ending]")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Folder for the new records.  [default: evidence, in the collection]")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would be imported.")
@click.pass_obj
def intake(folder: Path, file: Path, form: str | None, to: Path | None, dry_run: bool) -> int:
    """Make a new evidence record for each document that FILE names and the collection lacks.

    FILE is a list of links in Markdown (.md, .markdown, .txt), or a bibliography in BibTeX or for biblatex (.bib), in
    RIS (.ris) or in CSL-JSON (.json). A record has what the file says, and blanks for all else; nothing is fetched, and
    no record that is there is changed. Nothing can be built until the blanks are filled in; with --to, the new records
    wait in another folder until they are.

    What is not taken is listed with its line. The exit code is 0 if the collection now has every document that FILE
    names, 1 if something was refused or left out, or nothing was found, and 2 if FILE could not be read.
    """
    from factsheet import findings, imports, loader, reports

    text = findings.text_of(file)
    found = findings.read(text, findings.Form(form) if form else findings.form_of(file), str(file))
    project, _ = loader.load_project(folder)
    if project is None:
        click.echo("factsheet.yaml has errors; 'factsheet check' names them.", err=True)
        return FAULTY
    held = imports.holdings(folder, to)
    if held.problems:
        click.echo(reports.as_text(held.problems))
        click.echo("Nothing was imported: mend these records first, or it is not known what they hold.", err=True)
        return FAULTY
    topics = {topic.name.casefold(): topic.id for topic in project.project.topics}
    comparison = imports.compare(found, held, topics)
    _carry_out(comparison, file, None if dry_run else _writer(folder, to, file.name), str(to or "evidence"))
    return FAULTY if comparison.leftovers or not found.documents else FINE


def _writer(folder: Path, to: Path | None, name: str) -> Callable[[New], None]:
    from factsheet import files, imports, scaffold
    from factsheet.corpus import EVIDENCE

    # Partial files lie in the collection's folder, and not among its records.
    root, below = (to, PurePosixPath()) if to else (folder, EVIDENCE)

    def write(new: New) -> None:
        origin = f"From {characters.visible(name)}, line {new.document.line}."
        text = scaffold.found_evidence(new.id, date.today(), imports.known(new.document), origin)
        files.write_once(root, below / f"{new.id}.yaml", text.encode())

    return write


def _carry_out(comparison: Comparison, file: Path, write: Callable[[New], None] | None, where: str) -> None:
    """Write the new records, or nothing, and tell what becomes of each thing in the file, in the order of its lines."""
    for line, told, new in sorted(_told(comparison, where, is_dry=write is None), key=lambda item: item[:2]):
        if new and write:
            write(new)
        click.echo(characters.visible(f"{file}:{line}: {told}"))
    click.echo(_summary(comparison, is_dry=write is None))
    if not write:
        click.echo("Nothing was written.")
    elif comparison.new:
        click.echo(characters.visible(_next(where)))


def _told(comparison: Comparison, where: str, *, is_dry: bool) -> Iterator[tuple[int, str, New | None]]:
    """Yield what is told of each thing in the file: its line, the words, and the record that is written before."""
    imported = "would be imported as" if is_dry else "imported"
    for new in comparison.new:
        place = f"{where}/{new.id}.yaml"
        first, *others = new.mentions
        title = f" ({new.document.title})" if new.document.title else ""
        claim = f"; {new.appearance} names the same page as the source of a claim" if new.appearance else ""
        yield first.line, f"{imported} {place}{title}{claim}", new
        yield from ((other.line, f"duplicate of {place}, {_again(new, other)}", None) for other in others)
    for duplicate in comparison.duplicates:
        yield duplicate.document.line, _duplicate(duplicate), None
    for left in comparison.leftovers:
        yield left.line, f"{left.what}: {left.reason}" + (f": {left.address}" if left.address else ""), None


def _again(new: New, mention: Document) -> str:
    brought = [
        *(["this title"] if mention.title and mention.title == new.document.title else []),
        *(f"the archived copy {address}" for address in mention.copies),
        *(f"the block quote in line {extract.line}" for extract in mention.extracts),
    ]
    return f"from line {new.mentions[0].line}" + (f", which got {', '.join(brought)}" if brought else "")


def _duplicate(duplicate: Duplicate) -> str:
    lacking = [
        *(f"the archived copy {address}" for address in duplicate.archives),
        *(f"the block quote in line {line}" for line in duplicate.quotes),
    ]
    return f"duplicate of {duplicate.kept.at}" + (f", which lacks {', '.join(lacking)}" if lacking else "")


def _summary(comparison: Comparison, *, is_dry: bool) -> str:
    """Return how many links or items there are in the file, and what becomes of them; the numbers add up."""
    from factsheet.findings import Left

    mentions = [mention for new in comparison.new for mention in new.mentions]
    left = Counter(leftover.what for leftover in comparison.leftovers)
    parts = [
        (len(comparison.new), "to be imported" if is_dry else "imported"),
        (sum(len(mention.copies) for mention in mentions), "archived copies of these"),
        (len(mentions) - len(comparison.new) + len(comparison.duplicates), "duplicates"),
        (sum(len(duplicate.document.copies) for duplicate in comparison.duplicates), "archived copies of duplicates"),
        (left[Left.ARCHIVE], "archive addresses not taken"),
        (left[Left.LINK], "refused"),
    ]
    what = "Links" if comparison.unit == "link" else "Items and archived copies"
    told = "".join(f", {words} {number}" for number, words in parts if number)
    beside = [(left[Left.QUOTE], "Block quotes not placed"), (left[Left.DETAIL], "Details left out")]
    also = "".join(f" {words}: {number}." for number, words in beside if number)
    return f"{what}: {sum(number for number, _ in parts)}{told}.{also}"


def _next(where: str) -> str:
    if where == "evidence":
        return "Fill in the blanks of the new records; 'factsheet check' names them. Nothing can be built until then."
    return (
        f"Fill in the blanks of the new records and move them from {where} to evidence, where 'factsheet check' reads."
    )
