"""`factsheet publish`: freezes entries as their next version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from factsheet.commands.options import FAULTY, FINE
from factsheet.problems import Severity, Unable, has_errors


@click.command(short_help="Freeze entries as their next version.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="Every entry that has a version which is not frozen yet.")
@click.option("--dry-run", is_flag=True, help="Only say what would be frozen, and what changed since the last version.")
@click.pass_obj
def publish(folder: Path, ids: tuple[str, ...], every: bool, dry_run: bool) -> int:
    """Freeze entries as their next version in claims/published, and list what changed since the one before.

    A frozen version is never edited. From then on, a change to the entry or to a document it rests on needs a new item
    in its history, and 'factsheet check' names each change that has none.
    """
    from factsheet import loader, publishing, reports

    if bool(ids) == every:
        raise click.UsageError("name the entries to be published, or use --all")
    collection = loader.load(folder, date.today(), loader.known_texts(folder / "build"))
    if collection.file is None or has_errors(collection.problems):
        click.echo(reports.as_text([p for p in collection.problems if p.severity is Severity.ERROR]))
        click.echo("Nothing was published: mend the errors first.", err=True)
        return FAULTY
    if sheets := [sheet.id for sheet in collection.file.project.sheets if sheet.id in ids]:
        raise Unable(
            f"'{sheets[0]}' is a sheet about a topic; publish its entries, of which it prints the newest versions"
        )
    ready, barred = publishing.prepare_all(collection.corpus, collection.published, ids)
    if barred:
        click.echo(reports.as_text(barred))
        click.echo("Nothing was published.", err=True)
        return FAULTY
    for publication in ready:
        if not dry_run:
            publishing.publish(folder, publication)
        click.echo(publication)
    click.echo(_published(len(ready), dry_run))
    return FINE


def _published(number: int, dry_run: bool) -> str:
    entries = f"{number} {'entry' if number == 1 else 'entries'}"
    if not number:
        return "Every version is published already."
    return f"{entries} would be published." if dry_run else f"Published {entries}. Commit claims/published with them."
