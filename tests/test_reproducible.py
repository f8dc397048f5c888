"""The same records give the same bytes, whoever builds them, where, when and in how many processes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workshop import contents, factsheet

pytestmark = pytest.mark.slow


def test_the_same_collection_gives_the_same_bytes_everywhere(real_build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "another folder, deeper" / "collection"
    shutil.copytree(real_build, folder, ignore=shutil.ignore_patterns("build"))
    surroundings = {
        "PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8",
        "SOURCE_DATE_EPOCH": "1", "HOME": str(tmp_path), "COLUMNS": "40", "PYTHONUTF8": "0",
    }  # fmt: skip
    done = factsheet(folder, "build", "--jobs", "3", environment=surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = contents(real_build / "build"), contents(folder / "build")
    assert len(one) > 40
    assert sorted(one) == sorted(other)
    assert [path for path, content in one.items() if content != other[path]] == []


def test_no_output_names_the_folder_or_the_machine(real_build: Path) -> None:
    names = [str(real_build).encode(), str(Path.home()).encode() + b"/"]
    found = [path for path, content in contents(real_build / "build").items() if any(name in content for name in names)]
    assert found == []
