"""`factsheet check`: reads every record and names every problem."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import click

from factsheet.commands.options import FAULTY, FINE
from factsheet.problems import Unable, has_errors


@click.command(short_help="Read and check every record.")
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


def _within(folder: Path, path: Path) -> PurePosixPath:
    # Without following links: a link among the records is a fault of its own, and keeps its name here.
    here, there = os.path.abspath(folder), os.path.abspath(path)  # noqa: PTH100
    if os.path.commonpath([here, there]) != here:
        raise Unable(f"'{path}' does not lie in the collection's folder")
    return PurePosixPath(os.path.relpath(there, here))
