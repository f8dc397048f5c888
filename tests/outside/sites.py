"""The sites that are tested: how they are built, and which of their pages stand for all of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
WITHDRAWN = "This entry was withdrawn"

PECULIAR: dict[str, Callable[[str], object]] = {
    "foreign words": re.compile(r'<(?:blockquote|q|p)[^>]* lang="(?!en)').search,
    "what changed": re.compile(r"<(?:ins|del)\b").search,
    "taken back": re.compile("Retracted").search,
    "not read": re.compile("not read").search,
}
"""What few pages have, by name: a call that finds it in the HTML."""


@dataclass(frozen=True)
class Site:
    """A built site, and the address at which it is served, which is its public address too."""

    folder: Path
    address: str

    @cached_property
    def pages(self) -> list[Path]:
        """The files of all pages, the largest first."""
        found = sorted(self.folder.rglob("*.html"), key=lambda page: (-page.stat().st_size, str(page)))
        assert self.folder / "index.html" in found
        return found

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The largest page of each kind, by the name of the kind: its path below the address."""
        return {name: self.path(pages[0]) for name, pages in sorted(self.by_kind.items())}

    @cached_property
    def sample(self) -> list[Path]:
        """The largest and the smallest page of each kind, and the largest page with each thing that few have.

        The page of 404 is not among them: it is made to be shown anywhere, and finds its styles on a server alone.
        """
        chosen = {page for pages in self.by_kind.values() for page in (pages[0], pages[-1])}
        return sorted((chosen | set(self.peculiar.values())) - {self.folder / "404.html"})

    @cached_property
    def peculiar(self) -> dict[str, Path]:
        """The largest page with each thing that few pages have, if there is one."""
        found: dict[str, Path] = {}
        for page in self.pages:
            html = page.read_text()
            for name in PECULIAR.keys() - found.keys():
                if PECULIAR[name](html):
                    found[name] = page
        return found

    @cached_property
    def entries(self) -> list[str]:
        """The paths of the pages of entries, of their earlier versions and of withdrawn entries."""
        pages = sorted(self.folder.rglob("[A-Z]*-[0-9]*/**/index.html"))
        assert pages
        return [self.path(page) for page in pages]

    def path(self, page: Path) -> str:
        """Take a page's file and return its path below the address."""
        return page.relative_to(self.folder).as_posix().removesuffix("index.html")

    @cached_property
    def by_kind(self) -> dict[str, list[Path]]:
        """The pages of each kind by its name, the largest first."""
        found: dict[str, list[Path]] = {}
        for page in self.pages:
            found.setdefault(kind(page.relative_to(self.folder), page.read_text()), []).append(page)
        return found


def kind(path: Path, html: str) -> str:
    """Take the path of a page below the site and its HTML; return what kind of page it is."""
    if f"<h1>{WITHDRAWN}</h1>" in html:
        return "withdrawn"
    parts = [re.sub("[A-Z]+-[0-9]+", "entry", part) for part in path.parent.parts]
    if parts[1:]:
        return f"{parts[0]}/{'version' if parts[0] == 'entry' else 'one'}"
    return parts[0] if parts else path.stem


def built(source: Path, out: Path, *options: str) -> Path:
    """Build a collection into a folder and return the folder; without it there is nothing to test."""
    command = [sys.executable, "-m", "factsheet", "-C", str(source), "build", "--out", str(out), *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        pytest.exit(f"The collection cannot be built:\n{ended.stdout}{ended.stderr}", returncode=1)
    return out


def rebuilt(source: Path, out: Path) -> Path:
    """Build a collection into a folder from what `make` left in its build folder, of which it takes what still holds.

    Nothing is made in the build folder itself, which may wait there to be published.
    """
    last = source / "build"
    if (last / "manifest.json").is_file():
        shutil.copytree(last, out, ignore=shutil.ignore_patterns(".lock", ".partial"))
    return built(source, out)
