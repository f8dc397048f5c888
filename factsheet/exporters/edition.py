"""What an exporter is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from factsheet import enclosures
from factsheet.dossier import Dossier
from factsheet.enclosures import Enclosure
from factsheet.exporters.target import Target
from factsheet.frozen import FrozenEntry
from factsheet.pages import Pages, Website
from factsheet.project import Project
from factsheet.records import Form, Nup, Paper
from factsheet.references import Formatted
from factsheet.register import Register
from factsheet.tables import Table, tables
from factsheet.theme import Theme
from factsheet.topics import Topic
from factsheet.versions import Versions, page_path

PRINTS = PurePosixPath("site", "pdf")
PREVIEW = 300
"""Width of a picture of a sheet's first page on pages, in CSS pixels."""
SIZES = {Paper.A4: (595.276, 841.89), Paper.LETTER: (612.0, 792.0)}
"""Width and height of each paper in points."""


@dataclass(frozen=True)
class Edition:
    """Everything that exporters need: entries and sheets about topics, their pages, the theme, forms and paper."""

    project: Project
    dossiers: tuple[Dossier, ...]
    topics: tuple[Topic, ...]
    pages: Pages
    theme: Theme
    papers: tuple[Paper, ...]
    tools: tuple[tuple[str, str], ...]
    """Names and versions of the programs that decide the bytes of printed files."""
    published: Versions = field(default_factory=dict)
    forms: tuple[Form, ...] = ()
    """Forms of print that are wanted of everything; none stands for those that the project names."""
    nup: Nup | None = None
    """How booklets are laid on sheets, if that is wanted beside what the project says."""
    frozen: tuple[FrozenEntry, ...] = ()
    """The published versions of which pages are wanted."""
    references: Mapping[str, Formatted] = field(default_factory=dict)
    """Formatted references by key."""

    @cached_property
    def register(self) -> Register:
        """What the web edition lists beside entries."""
        return Register(self.project, self.dossiers, self.topics)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """What the register lists, as tables."""
        return tables(self.register)

    @cached_property
    def website(self) -> Website:
        """The pages of the web edition."""
        pages, versions = self.pages, frozenset(page_path(entry.id, entry.number) for entry in self.frozen)
        return Website(
            pages.theme, self.project, pages.prose, pages.pending,
            register=self.register, references=self.references, published=versions, previews=dict(self._previews()),
        )  # fmt: skip

    def _previews(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the name of each picture of a sheet's first page, with its width and height on pages."""
        sheets = [(dossier.claim.id, Paper.A4) for dossier, paper in self.prints(Form.SHEET) if paper is Paper.A4]
        topics = [(topic.sheet.id, paper) for topic, paper in self.topic_prints(Form.SHEET) if paper is topic.papers[0]]
        for subject, paper in [*sheets, *topics]:
            width, height = SIZES[paper]
            yield f"{subject}-{paper}", (PREVIEW, round(PREVIEW * height / width))

    def prints(self, form: Form) -> Iterator[tuple[Dossier, Paper]]:
        """Take a form of print; yield each entry that is to be printed in it, with each paper."""
        if form in (self.forms or self.project.print.entry):
            for dossier in self.dossiers:
                yield from ((dossier, paper) for paper in self.papers if not dossier.withdrawn)

    def topic_prints(self, form: Form) -> Iterator[tuple[Topic, Paper]]:
        """Take a form of print; yield each topic that is to be printed in it, with each paper."""
        for topic in self.topics:
            if form in (self.forms or topic.sheet.forms):
                yield from ((topic, paper) for paper in self.papers if paper in topic.papers)

    @property
    def collection_forms(self) -> tuple[Form, ...]:
        """Return the forms in which all entries are printed together."""
        return self.forms or self.project.print.collection

    @property
    def folds(self) -> bool:
        """Return whether booklets are laid on sheets of paper that are to be folded."""
        return Nup.BOOKLET in {self.nup, self.project.print.nup}

    def enclosures(self, path: PurePosixPath, dossiers: Sequence[Dossier]) -> tuple[Enclosure, ...]:
        """Take the path of a printed file and the entries in it; return what it carries.

        With the records that is what another machine must know to print the same file again.
        """
        printed = {"file": path.name, "base_url": self.project.base_url}
        return enclosures.of_entries(self.project, dossiers, self.published, printed)

    @property
    def press_needs(self) -> list[Any]:
        """Return what the bytes of every printed file depend on: the fonts and the programs."""
        return [self.theme.fonts_digest, self.tools]


Exporter = Callable[[Edition], Iterator[Target]]
