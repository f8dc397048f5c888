"""The command line: the order of the stages, what is printed, and the exit codes.

Problems and results go to standard output, progress to standard error. Exit codes: 0 all is well, 1 the records have
errors or do not fit, 2 the command could not run or was misused.
"""

from __future__ import annotations

import io
import os
import sys
import time
import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from factsheet import characters
from factsheet.problems import Severity, Unable, has_errors

if TYPE_CHECKING:
    from factsheet.build import Report

FINE, FAULTY, UNABLE = 0, 1, 2


def _web_address(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    if not text:
        return text
    from factsheet.records.fields import web_address  # here, because most runs name no address

    try:
        return web_address(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _base_address(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    if not text:
        return text
    from factsheet.records.fields import BASE_ADDRESS_CHARACTERS, root_of_a_site

    if len(text) > BASE_ADDRESS_CHARACTERS:
        raise click.BadParameter(f"an address of more than {BASE_ADDRESS_CHARACTERS} characters makes no readable code")
    _web_address(context, option, text)
    try:
        return root_of_a_site(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="factsheet", message="%(prog)s %(version)s")
@click.option(
    "-C", "--project", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path(),
    help="Folder of the collection, with its factsheet.yaml.  [default: this folder]",
)  # fmt: skip
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Build fact sheets from paired records of public claims and documented evidence."""
    context.obj = folder


@main.command(short_help="Read and check every record.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help="How problems are printed.")  # fmt: skip
@click.pass_obj
def check(folder: Path, paths: tuple[Path, ...], form: str) -> int:
    """Read and check every record; print every problem, with its place and a remedy.

    With PATHs, print only the problems in those files and folders.
    """
    from factsheet import loader, production, reports

    out = folder / "build"
    collection = loader.load(folder, date.today(), loader.known_texts(out))
    problems = sorted([*collection.problems, *production.fit_notes(collection, out)])
    if paths:
        wanted = [_within(folder, path) for path in paths]
        problems = [p for p in problems if any(PurePosixPath(p.at.path).is_relative_to(path) for path in wanted)]
    if form == "github" and not folder.is_absolute():
        # Annotations land on files that are named from where the command runs.
        problems = [replace(p, at=replace(p.at, path=(PurePosixPath(folder) / p.at.path).as_posix())) for p in problems]
    click.echo(reports.FORMATS[form](problems))
    return FAULTY if has_errors(problems) else FINE


@main.command(short_help="Make the sheets, pages and data that changed.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--to", "formats", default="", metavar="FORMAT,…", help="Only these formats: pdf, html, json, schema.")
@click.option("--form", "forms", default="", metavar="FORM,…",
              help="Only these forms of print, of everything: sheet, large-print, card, booklet.")  # fmt: skip
@click.option("--paper", "papers", default="", metavar="SIZE,…", help="Only these sizes of paper: a4, letter.")
@click.option("--nup", type=click.Choice(["booklet"]), help="Also lay booklets on sheets of paper, to be folded.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Output folder.  [default: build]")
@click.option("--jobs", type=click.IntRange(min=1), help="Number of worker processes.  [default: one for each core]")
@click.option("--drafts", is_flag=True, help="Build drafts as well, marked as such.")
@click.option(
    "--base-url", callback=_base_address, help="Public address of the site, instead of the one in factsheet.yaml."
)
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


@main.command(short_help="Write a new record to be filled in.")
@click.argument("kind", type=click.Choice(["claim", "evidence"]))
@click.option(
    "--url",
    default="",
    callback=_web_address,
    help="Address of the page on which the claim was made, or of the document.",
)
@click.pass_obj
def new(folder: Path, kind: str, url: str) -> int:
    """Write a new record with comments that explain each field, under the next free id."""
    from factsheet import loader, scaffold

    file, _ = loader.load_project(folder)
    if file is None:
        click.echo("factsheet.yaml has errors; 'factsheet check' names them.", err=True)
        return FAULTY
    records = folder / ("claims" if kind == "claim" else "evidence")
    taken = {path.stem for path in records.glob("*.y*ml")}
    if kind == "claim":
        record_id, text = scaffold.new_claim(taken, file.project.id_prefix, date.today(), url)
    else:
        record_id, text = scaffold.new_evidence(taken, date.today(), url)
    path = records / f"{record_id}.yaml"
    with path.open("x", encoding="utf-8") as stream:  # never over a record that is there
        stream.write(text)
    click.echo(f"Wrote {path}: fill in its blanks, then run 'factsheet check {path}'.")
    return FINE


@main.command(short_help="Freeze entries as their next version.")
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


@main.command(short_help="Say whether a printed file is genuine and current.")
@click.argument("files", nargs=-1, required=True, metavar="FILE.pdf...", type=click.Path(path_type=Path))
@click.option(
    "--base-url", callback=_base_address, help="Public address of the site, if factsheet.yaml does not name it."
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


@main.command(short_help="Report what this machine lacks.")
@click.option("--install", is_flag=True, help="Install missing system libraries, as root on Debian and Ubuntu.")
def doctor(install: bool) -> int:
    """Report every part that a build needs, with its version, and how to get what is missing."""
    from factsheet import doctor

    parts = doctor.examine()
    if install and doctor.absent(parts):
        doctor.install(doctor.absent(parts))
        parts = doctor.examine()
    click.echo(doctor.report(parts))
    return UNABLE if doctor.missing(parts) else FINE


def _within(folder: Path, path: Path) -> PurePosixPath:
    # Without following links: a link among the records is a fault of its own, and keeps its name here.
    here, there = os.path.abspath(folder), os.path.abspath(path)  # noqa: PTH100
    if os.path.commonpath([here, there]) != here:
        raise Unable(f"'{path}' does not lie in the collection's folder")
    return PurePosixPath(os.path.relpath(there, here))


def _summary(report: Report, out: Path, seconds: float) -> str:
    failed = f", could not make {len(report.failed)}" if report.failed else ""
    counts = f"Made {len(report.made)}, kept {len(report.kept)}, removed {len(report.removed)}{failed}"
    return f"{counts} in {seconds:.1f} s. {_where(out)}"


def _published(number: int, dry_run: bool) -> str:
    entries = f"{number} {'entry' if number == 1 else 'entries'}"
    if not number:
        return "Every version is published already."
    return f"{entries} would be published." if dry_run else f"Published {entries}. Commit claims/published with them."


def _where(out: Path) -> str:
    index = out / "site" / "index.html"
    return f"Open {index}" if index.exists() else f"It is in {out}"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def run(arguments: list[str] | None = None) -> int:
    """Take the arguments of the command line and return the exit code; faults of the machine become one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows few characters is no reason to fail
    try:
        return main.main(arguments, prog_name="factsheet", standalone_mode=False) or FINE
    except click.ClickException as error:
        error.show()
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Whatever was written is whole; the same command does the rest.", err=True)
    except Unable as error:
        click.echo("\n".join(map(characters.visible, f"factsheet: {error}".splitlines())), err=True)
    except OSError as error:
        place = f" ({characters.visible(str(error.filename))})" if error.filename else ""
        click.echo(f"factsheet: {error.strerror or error}{place}", err=True)
    except Exception:
        traceback.print_exc()
        click.echo("factsheet: this is a fault of the program and not of the records; please report it", err=True)
    return UNABLE
