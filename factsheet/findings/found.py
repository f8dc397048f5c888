"""What a file of sources is found to hold: documents, and what of it is not taken, each with its line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Left(StrEnum):
    """What is not taken from a file, in the words in which it is told."""

    LINK = "refused"
    ARCHIVE = "archive address not taken"
    QUOTE = "block quote not placed"
    DETAIL = "left out"


@dataclass(frozen=True, order=True)
class Leftover:
    """Something that is not taken, and why."""

    line: int
    what: Left
    reason: str
    address: str = ""


@dataclass(frozen=True)
class Extract:
    """Words that the file quotes from a document."""

    line: int
    text: str


@dataclass(frozen=True)
class Document:
    """A document that the file names; what the file does not say is empty."""

    line: int
    url: str
    title: str = ""
    doi: str = ""
    archives: tuple[str, ...] = ()
    named_by_copy: bool = False
    """Whether the first of the archives' addresses was all that the file gave, and `url` is taken from within it."""
    extracts: tuple[Extract, ...] = ()
    topics: tuple[str, ...] = ()
    """Headings under which it stands."""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    kind: str = ""
    """The word for its type in records, if the file leaves no doubt which it is."""
    issued: str = ""
    accessed: str = ""
    number: str = ""
    container_title: str = ""
    genre: str = ""
    jurisdiction: str = ""
    language: str = ""

    @property
    def is_titled(self) -> bool:
        """Return whether it has a title of its own, and not just words that describe it."""
        return bool(self.title) and not self.title.startswith("[")

    @property
    def copies(self) -> tuple[str, ...]:
        """Return the addresses of archived copies that stand in the file beside its own."""
        return self.archives[1:] if self.named_by_copy else self.archives


@dataclass(frozen=True)
class Findings:
    """All that was found in a file, in the order of its lines."""

    unit: str
    """What is counted in such a file: `link` or `item`."""
    documents: tuple[Document, ...]
    leftovers: tuple[Leftover, ...]
