"""`factsheet build`: brings the output folder in line with the records."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factsheet.commands import options
from factsheet.commands.options import FAULTY, FINE
from factsheet.problems import Severity, has_errors

if TYPE_CHECKING:
    from factsheet.build import Report


@click.command(short_help="Make the sheets, pages and data that changed.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--to", "formats", default="", metavar="FORMAT,…", help="Only these formats: pdf, html, data, text, schema."
)
@click.option("--form", "forms", default="", metavar="FORM,…",
              help="Only these forms of print, of everything: sheet, large-print, card, booklet.")  # fmt: skip
@click.option("--paper", "papers", default="", metavar="SIZE,…", help="Only these sizes of paper: a4, letter.")
@click.option("--nup", type=click.Choice(["booklet"]), help="Also lay booklets on sheets of paper, to be folded.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Output folder.  [default: build]")
@click.option("--jobs", type=click.IntRange(min=1), help="Number of worker processes.  [default: one for each core]")
@click.option("--drafts", is_flag=True, help="Build drafts as well, marked as such.")
@click.option("--base-url", callback=options.base_address,
              help="Public address of the site, instead of the one in factsheet.yaml.")  # fmt: skip
@click.pass_obj
def build(
    folder: Path, ids: tuple[str, ...], formats: str, forms: str, papers: str, nup: str | None, out: Path | None,
    jobs: int | None, drafts: bool, base_url: str | None,
) -> int:  # fmt: skip
    """Bring the output folder in line with the records: make what changed, remove what is gone.

    With IDs of entries or topic sheets, formats, forms or papers, make only those files and remove nothing.
    """
    from factsheet import inputs
    from factsheet.doctor import build_tools
    from factsheet.theme import default_theme

    started = time.perf_counter()
    out = out or folder / "build"
    listed = {"formats": _listed(formats), "forms": _listed(forms), "papers": _listed(papers)}
    choice: dict[str, Any] = {"ids": ids, "nup": nup or "", "drafts": drafts} | listed
    options = choice | {"base_url": base_url, "today": str(date.today()), "tools": build_tools()}
    read = inputs.digest(folder, default_theme(), options)
    if last := inputs.last_build(out, read):
        for note in last.notes:
            click.echo(note)
        click.echo(f"Nothing has changed ({time.perf_counter() - started:.1f} s). {_where(out)}")
        return FINE
    return _build(folder, out, choice, base_url, jobs or os.cpu_count() or 1, read, started)


def _build(
    folder: Path, out: Path, wanted: dict[str, Any], base_url: str | None, jobs: int, read: str, started: float
) -> int:
    from factsheet import loader, production, progress, reports

    collection = loader.load(folder, date.today(), loader.known_texts(out))
    if collection.file is None or has_errors(collection.problems):
        click.echo(reports.as_text(collection.problems))
        click.echo("Nothing was built: mend the errors first.", err=True)
        return FAULTY
    if base_url:
        project = collection.file.project.model_copy(update={"base_url": base_url})
        collection = replace(collection, file=replace(collection.file, project=project))
    choice = production.Choice(**wanted)
    with progress.shown() as show:
        report = production.produce(collection, choice, out, jobs, show)
    failures = production.problems(report, collection)
    notable = [problem for problem in collection.problems if problem.severity is not Severity.NOTE]
    for problem in sorted(failures + notable):
        click.echo(reports.line(problem))
    for path in report.strangers:
        click.echo(f"{out / path} is not from these records; delete it before you publish the folder.")
    if choice.is_whole and not failures and not report.strangers:
        production.remember(out, read, report, notable)
    click.echo(_summary(report, out, time.perf_counter() - started))
    return FAULTY if failures else FINE


def _summary(report: Report, out: Path, seconds: float) -> str:
    failed = f", could not make {len(report.failed)}" if report.failed else ""
    counts = f"Made {len(report.made)}, kept {len(report.kept)}, removed {len(report.removed)}{failed}"
    return f"{counts} in {seconds:.1f} s. {_where(out)}"


def _where(out: Path) -> str:
    index = out / "site" / "index.html"
    return f"Open {index}" if index.exists() else f"It is in {out}"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
