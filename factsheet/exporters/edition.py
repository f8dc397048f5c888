"""What an exporter is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from factsheet.dossier import Dossier
from factsheet.exporters.target import Target
from factsheet.pages import Pages
from factsheet.project import Project
from factsheet.theme import Theme
from factsheet.topics import Topic


@dataclass(frozen=True)
class Edition:
    """Everything that exporters need: entries and sheets about topics, their pages, the theme, the paper sizes."""

    project: Project
    dossiers: tuple[Dossier, ...]
    topics: tuple[Topic, ...]
    pages: Pages
    theme: Theme
    papers: tuple[str, ...]
    tools: tuple[tuple[str, str], ...]
    """Names and versions of the programs that decide the bytes of printed files."""


Exporter = Callable[[Edition], Iterator[Target]]
