"""The package that others install holds all it needs: templates, stylesheets, and scripts for pandoc and SQLite."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.faker import FakeCollection
from tests.workshop import ROOT, contents, factsheet

pytestmark = pytest.mark.slow

SOURCES = ("factsheet", "templates", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel that was built, without a network, from a copy of what it is made of."""
    folder = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy(source, folder)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=folder, capture_output=True, check=True
    )
    (built,) = (folder / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_holds_the_package_and_its_templates_and_nothing_else(unpacked: Path) -> None:
    modules = {f"factsheet/{name}" for name in source_files(ROOT / "factsheet")}
    templates = {f"factsheet/templates/{name}" for name in source_files(ROOT / "templates")}
    assert {Path(path).suffix for path in modules | templates} >= {".css", ".docx", ".j2", ".lua", ".py", ".sql"}
    assert {path for path in contents(unpacked) if ".dist-info/" not in path} == modules | templates


def source_files(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in found if not any(part.startswith((".", "__pycache__")) for part in path.parts)}


def test_the_wheel_brings_the_command_and_the_licence(unpacked: Path) -> None:
    (described,) = unpacked.glob("factsheet-*.dist-info")
    assert (described / "entry_points.txt").read_text() == "[console_scripts]\nfactsheet = factsheet.__main__:main\n"
    assert (described / "licenses" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_unpacked_package_builds_what_the_checkout_builds(collection: FakeCollection, unpacked: Path) -> None:
    arguments = ("build", "--paper", "a4")
    from_wheel = {"PYTHONPATH": str(unpacked)}
    where = [sys.executable, "-c", "import factsheet; print(factsheet.__file__)"]
    found = subprocess.run(where, cwd=collection.folder, env=from_wheel, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == str(unpacked / "factsheet" / "__init__.py")
    done = factsheet(collection.folder, *arguments, environment=from_wheel)
    assert done.returncode == 0, done.stdout + done.stderr
    assert factsheet(collection.folder, *arguments, "--out", "checkout").returncode == 0
    assert contents(collection.folder / "build") == contents(collection.folder / "checkout")


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "links.md", "--dry-run"),
        ("import", "sources.bib", "--dry-run"),
        ("report", "--today", "2025-06-01"),
        ("cite", "--style", "apa", "bridge-ruling"),
    ],
    ids=" ".join,
)
def test_the_unpacked_package_says_what_the_checkout_says(
    collection: FakeCollection, unpacked: Path, arguments: tuple[str, ...]
) -> None:
    collection.write("links.md", "# Tolls\n\n[A letter](https://archive.example.org/letter)\n")
    collection.write("sources.bib", "@misc{letter, title={A letter}, url={https://archive.example.org/letter}}\n")
    ours = factsheet(collection.folder, *arguments)
    theirs = factsheet(collection.folder, *arguments, environment={"PYTHONPATH": str(unpacked)})
    assert (ours.returncode, ours.stderr) == (0, "")
    assert (theirs.returncode, theirs.stdout, theirs.stderr) == (0, ours.stdout, "")
