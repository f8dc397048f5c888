"""The commands of the README's section on data: other people's programs, with our own collection."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.workshop import ROOT

README = (ROOT / "README.md").read_text("utf-8")
SECTION = README.partition("\n## Data\n")[2].partition("\n## ")[0]
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL) for line in block.splitlines()]
# What each program says when all is well, so that one that finds nothing to do is not taken for one that is content.
SAID = {
    "cffconvert": "Citation metadata are valid",
    "check-jsonschema": "ok -- validation done",
    "frictionless": "VALID",
    "sqlite-utils": "---",
}


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Take a command as it stands in the README and a collection's folder; run it with the tools of this Python."""
    name, *arguments = shlex.split(command)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [str(Path(sys.executable).with_name(name)), *arguments], cwd=folder, env=os.environ | {"PATH": path},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_what_the_section_says(real_build: Path, command: str) -> None:
    done = run(command, real_build)
    assert done.returncode == 0, done.stdout + done.stderr
    assert SAID[command.split()[0]] in done.stdout
    assert "INVALID" not in done.stdout


@pytest.mark.slow
def test_a_file_that_was_changed_is_found(real_build: Path, tmp_path: Path) -> None:
    data = tmp_path / "build" / "site" / "data"
    for path in sorted((real_build / "build" / "site" / "data").rglob("*")):
        if path.is_file():
            (copy := data / path.relative_to(real_build / "build" / "site" / "data")).parent.mkdir(
                parents=True, exist_ok=True
            )
            copy.write_bytes(path.read_bytes())
    claims = data / "csv" / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"mostly-false", b"mostly-true", 1))
    done = run("frictionless validate build/site/data/datapackage.json", tmp_path)
    assert (done.returncode, "INVALID" in done.stdout) == (1, True)


def test_every_file_of_the_data_is_named() -> None:
    from factsheet.exporters import data

    patterns = [*re.findall(r"`([^`\s]+)`", SECTION), "references.ris", "references.json"]
    assert [name for name in data.FILES if not any(fnmatch(name, pattern) for pattern in patterns)] == []
