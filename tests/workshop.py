"""What the tests of whole builds share: the real command, and folders compared file by file."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]

from factsheet import dossier, topics
from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from factsheet.loader import CheckedCollection
from factsheet.pages import Pages
from factsheet.project import Project
from factsheet.records import Claim, Paper
from factsheet.theme import default_theme
from tests.faker import FakeCollection

ROOT = Path(__file__).parent.parent
"""The repository, which is a collection too."""
WORKINGS = {".lock", ".partial", ".last-build.json"}
"""What a build keeps in its folder for itself."""

Stamp = tuple[int, int, bytes]
"""A file's inode, time of change in nanoseconds, and content."""


def factsheet(
    folder: Path, *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the real command in a collection's folder and return what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "factsheet", *map(str, arguments)],
        cwd=folder, env=os.environ | dict(environment or {}), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Take a folder and return the content of every file in it by path, without what a build keeps for itself."""
    # Never into the folder of partial files: a build that is going on takes it away again at any moment.
    tops = [top for top in folder.glob("*") if top.name not in WORKINGS]
    paths = {path for top in tops for path in (top.rglob("*") if top.is_dir() else [top]) if path.is_file()}
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(paths)}


def stamps(folder: Path) -> dict[str, Stamp]:
    """Take a folder and return what shows that a file was touched, for every file in it by path."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def touched(before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> list[str]:
    """Take the stamps of a folder before and after; return the paths of files that were made, changed or removed."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def paths(*names: str) -> list[PurePosixPath]:
    """Take paths as text and return them as a build reports them."""
    return [PurePosixPath(name) for name in names]


def dossiers(collection: FakeCollection) -> tuple[Dossier, ...]:
    """Take a collection without errors and return its entries."""
    loaded = sound(collection)
    return dossier.join(project_of(loaded), loaded.corpus)


def edition(collection: FakeCollection, papers: tuple[Paper, ...] = tuple(Paper)) -> Edition:
    """Take a collection without errors and return what exporters are given."""
    return dataclasses.replace(edition_of(sound(collection)), papers=papers)


def edition_of(loaded: CheckedCollection, base_url: str | None = None) -> Edition:
    """Take a loaded collection, and a public address if it is to have another; return what exporters are given."""
    project, theme = project_of(loaded), default_theme()
    if base_url is not None:
        project = project.model_copy(update={"base_url": base_url})
    entries = dossier.join(project, loaded.corpus)
    evidence = {evidence_id: entry.record for evidence_id, entry in loaded.corpus.evidence_by_id.items()}
    sheets = topics.join(project.sheets, entries, evidence)
    pages = Pages(theme, project, loaded.prose)
    return Edition(project, entries, sheets, pages, theme, tuple(Paper), (), loaded.published)


def sound(collection: FakeCollection) -> CheckedCollection:
    """Take a collection, make sure that it has no problems, and return it as loaded."""
    loaded = collection.load()
    assert [str(problem) for problem in loaded.problems if problem.severity == "error"] == []
    return loaded


def project_of(loaded: CheckedCollection) -> Project:
    """Take a loaded collection and return its project."""
    assert loaded.file is not None
    return loaded.file.project


def claim_of(collection: FakeCollection, claim_id: str = "BR-001") -> Claim:
    """Take a collection and return one of its claims."""
    return sound(collection).corpus.claim_by_id[claim_id].record


def real_collection(folder: Path) -> Path:
    """Copy this repository's own records into a folder and return it."""
    shutil.copytree(ROOT / "claims", folder / "claims")
    shutil.copytree(ROOT / "evidence", folder / "evidence")
    shutil.copy(ROOT / "factsheet.yaml", folder)
    return folder


def words(text: str) -> str:
    """Take text set in lines and return its words with single spaces between them."""
    return " ".join(text.split())


def parsed(html: str) -> Element:
    """Take a page and return its root element, as the HTML standard says that a browser must read it."""
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def text_of(element: Element) -> str:
    """Take an element and return the words in it."""
    return words("".join(element.itertext()))
