"""`factsheet report`: shows those who maintain a collection how it stands."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from factsheet.commands.options import FAULTY, FINE
from factsheet.problems import Problem, Severity, has_errors

if TYPE_CHECKING:
    from factsheet.loader import CheckedCollection
    from factsheet.manifest import Manifest
    from factsheet.survey import Survey

SITE = PurePosixPath("site")


def _page_name(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    # A page in place of a record would destroy what nobody else may have.
    if path and path.suffix.lower() not in {".html", ".htm"}:
        raise click.BadParameter(f"'{path}' is no name of a page; let it end with .html")
    return path


@click.command(short_help="Show how the collection stands, and where it is weak.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), callback=_page_name, metavar="FILE.html",
              help="The page to write.  [default: build/report.html]")  # fmt: skip
@click.option("--entries", "with_entries", is_flag=True, help="Also print a line for each entry.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
              help="The day from which ages and days to check again are reckoned.  [default: today]")  # fmt: skip
@click.pass_obj
def report(folder: Path, out: Path | None, with_entries: bool, today: datetime | None) -> int:
    """Show how the collection stands: here in short, and with all its entries on one page for a browser.

    It is for those who maintain the collection: drafts are counted and marked. The page is no part of the site, needs
    no other file, and names no document that is withheld. How sheets fit is told as of the last build.
    """
    from factsheet import files, loader, overview, production, reports
    from factsheet.manifest import Manifest

    when, built = today.date() if today else date.today(), folder / "build"
    collection = loader.load(folder, when, loader.known_texts(built))
    if collection.file is None or has_errors(collection.problems):
        click.echo(reports.as_text([p for p in collection.problems if p.severity is Severity.ERROR]))
        click.echo("There is no report: mend the errors first.", err=True)
        return FAULTY
    manifest = Manifest.read(built)
    survey = _survey(collection, manifest, [*collection.problems, *production.fit_notes(collection, built)], when)
    columns = shutil.get_terminal_size().columns
    click.echo(overview.as_text(survey, columns, _block()), nl=False)
    if with_entries:
        click.echo(overview.entries_as_text(survey, columns), nl=False)
    out = out or built / "report.html"
    page = _page(survey, collection, manifest, _site(folder, built, out))
    files.write_whole(out.parent, PurePosixPath(out.name), page.encode())
    click.echo(f"Open {out}")
    return FINE


def _survey(collection: CheckedCollection, manifest: Manifest, problems: list[Problem], today: date) -> Survey:
    from factsheet.survey import survey

    assert collection.file is not None  # without it there are errors
    settings = {path: file.setting for path, file in manifest.files.items()}
    return survey(
        collection.file.project, collection.corpus, collection.prose, collection.published,
        problems=problems, printed=settings, today=today,
    )  # fmt: skip


def _page(survey: Survey, collection: CheckedCollection, manifest: Manifest, site: str) -> str:
    from factsheet.pages.surveys import Surveys
    from factsheet.theme import default_theme

    made = (PurePosixPath(path) for path in manifest.files)
    pages = frozenset(str(path.relative_to(SITE)) for path in made if path.is_relative_to(SITE))
    return Surveys(default_theme(), survey.project, collection.prose, site=site, made=pages).report(survey)


def _site(folder: Path, built: Path, out: Path) -> str:
    """Take the collection's folder, the output folder and the page; return the address of the site from the page.

    It is empty if there is no site, or the page lies elsewhere: no page tells in which folders of a machine things lie.
    """
    root, site, place = map(os.path.abspath, (folder, built / SITE, out.parent))
    if not Path(site).is_dir() or not Path(place).is_relative_to(root):
        return ""
    return quote(Path(os.path.relpath(site, place)).as_posix()) + "/"


def _block() -> str:
    from factsheet.overview import BLOCK

    try:
        BLOCK.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return "#"
    return BLOCK
