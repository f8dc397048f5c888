"""Pandocs that stand in for the packaged one: none at all, scripts, and one that counts how often it is started."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from factsheet.pandoc import pandoc_path


def place(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Take an empty folder; return where the packaged pandoc is looked for now. None is there, nor anywhere else."""
    package = folder / "pypandoc"
    (package / "files").mkdir(parents=True)

    def not_found() -> str:
        raise OSError("No pandoc was found")

    module = SimpleNamespace(__file__=str(package / "__init__.py"), get_pandoc_path=not_found)
    patch.setitem(sys.modules, "pypandoc", module)
    return package / "files" / "pandoc"


def script(path: Path, lines: str) -> None:
    """Write lines of a shell as a program."""
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


def counted(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Put a pandoc in place that does its work and writes a line for each start; return the file of these lines."""
    real = pandoc_path()
    log = folder / "starts"
    log.write_text("")
    script(place(folder, patch), f'echo started >>"{log}"\nexec "{real}" "$@"')
    return log
