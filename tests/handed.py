"""Printed files as somebody might be handed them, and what `factsheet verify` says of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf

from factsheet import enclosures
from tests.workshop import factsheet

Alter = Callable[[pikepdf.Pdf], None]
"""Changes a sheet."""
GENUINE = "genuine and current\n  BR-001 version 1: current\n  pages: as printed from these records\n"


def verified(folder: Path, file: Path, *options: str) -> tuple[int, str]:
    """Return the exit code and what is said of a file, without its name."""
    done = factsheet(folder, "verify", file, *options)
    assert done.stderr == ""
    assert done.stdout.startswith(f"{file}: ")
    return done.returncode, done.stdout.removeprefix(f"{file}: ")


def altered(sheet: Path, folder: Path, alter: Alter) -> Path:
    """Save a changed copy of a sheet and return its path."""
    with pikepdf.open(sheet) as pdf:
        alter(pdf)
        pdf.save(folder / "handed.pdf", fix_metadata_version=False)
    return folder / "handed.pdf"


def with_records(sheet: Path, folder: Path, edit: Callable[[bytes], bytes]) -> Path:
    """Save a copy of a sheet whose attached records were edited and return its path."""

    def alter(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments[enclosures.RECORDS].obj.EF.F
        stream.write(edit(stream.read_bytes()))

    return altered(sheet, folder, alter)
