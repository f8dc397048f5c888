"""`factsheet verify`: says whether a printed file is genuine and current."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from factsheet import characters
from factsheet.commands import options
from factsheet.commands.options import FAULTY, FINE, UNABLE
from factsheet.problems import Severity, has_errors


@click.command(short_help="Say whether a printed file is genuine and current.")
@click.argument("files", nargs=-1, required=True, metavar="FILE.pdf...", type=click.Path(path_type=Path))
@click.option(
    "--base-url", callback=options.base_address, help="Public address of the site, if factsheet.yaml does not name it."
)
@click.pass_obj
def verify(folder: Path, files: tuple[Path, ...], base_url: str | None) -> int:
    """Say whether a printed file is genuine, and how its entries stand to this collection.

    An entry is current, superseded, withdrawn, unknown or altered. The file is printed again from the published
    versions; it is genuine if it has the same bytes, and if not you are told what differs. Nothing is fetched. The
    exit code is 0 only if every file is genuine and current.
    """
    from factsheet import loader, printed, reports, verification

    contents = [printed.read_bytes(file) for file in files]
    collection = loader.load(folder, date.today(), loader.known_texts(folder / "build"))
    if collection.file is None or has_errors(collection.problems):
        click.echo(reports.as_text([p for p in collection.problems if p.severity is Severity.ERROR]))
        click.echo("Nothing was verified: mend the errors first.", err=True)
        return UNABLE
    fine = True
    for file, content in zip(files, contents, strict=True):
        verdict = verification.verify(content, collection, base_url or "")
        click.echo(f"{characters.visible(str(file))}: {verdict}")
        fine = fine and verdict.outcome is verification.Outcome.CURRENT
    return FINE if fine else FAULTY
