"""A text for others to go on with: written once in plain blocks, and by pandoc as e-mail, as Markdown and as DOCX."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from factsheet import digests, pandoc
from factsheet.characters import direction

SCRIPT = Path(__file__).with_name("manuscript.lua")
_FIRST_DAY = date(1980, 1, 1)
"""The earliest day that the directory of a ZIP archive, which DOCX is, can hold."""


class Style(StrEnum):
    """The paragraph styles of `templates/text/reference.docx` that a block may have, by the names Word shows."""

    LINE = "Entry Line"
    """What a text is part of, and its standing."""
    CLAIM = "Claim"
    CLAIM_WORDS = "Claim Words"
    CLAIM_LINE = "Claim Line"
    """Who said it, where and when, and how it is rated."""
    TRANSLATION = "Translation"
    BEARING = "Bearing"
    """What a document shows, and what it does not."""
    SOURCE = "Source"
    REQUEST = "Request"
    """Who asks for what follows."""
    FOOT = "Foot"
    BODY = "Body Text"


class Kind(StrEnum):
    """What a block is."""

    TITLE = "title"
    SECTION = "section"
    """A heading in words of our own."""
    HEADING = "heading"
    """A heading below a section, in words of a record."""
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    MARKUP = "markup"
    """HTML of a text that a record gives in Markdown."""


@dataclass(frozen=True)
class Words:
    """Words in a line: set off or not, and where they lead, if they are a link."""

    text: str
    strong: bool = False
    address: str = ""
    apart: bool = False
    """Whether the words do without the address where they cannot lead there."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a quotation, or the HTML of a text in Markdown."""

    kind: Kind
    words: tuple[Words, ...] = ()
    style: str = ""
    language: str = ""
    direction: str = ""
    html: str = ""


@dataclass(frozen=True)
class Manuscript:
    """A text with what word processors show of it as a file."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    day: date
    """The day of its newest part, which its DOCX gives as that on which it was made."""
    blocks: tuple[Block, ...]

    @property
    def data(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self) | {"day": str(self.day), "seconds": str(_seconds(self.day))}


@dataclass(frozen=True)
class Written:
    """A manuscript in three forms."""

    plain: str
    """For e-mail: every paragraph is one line, with empty lines between them."""
    markdown: str
    """CommonMark without HTML."""
    docx: bytes


def title(text: str) -> Block:
    """Take the title of a text and return it as a block."""
    return Block(Kind.TITLE, (Words(text),))


def section(text: str) -> Block:
    """Take a heading in words of our own and return it as a block."""
    return Block(Kind.SECTION, (Words(text),))


def heading(text: str) -> Block:
    """Take a heading with words of a record, which no form may set in capitals; return it as a block."""
    return Block(Kind.HEADING, (Words(text),))


def paragraph(*parts: str | Words, style: Style = Style.BODY) -> Block:
    """Take words and return them as a paragraph; empty ones are left out."""
    words = (part if isinstance(part, Words) else Words(part) for part in parts)
    return Block(Kind.PARAGRAPH, tuple(part for part in words if part.text), style)


def quotation(text: str, language: str, style: str = "") -> Block:
    """Take words in their quotation marks, their language as a BCP 47 tag, and a style that is not a quotation's own.

    Return them as a block.
    """
    return Block(Kind.QUOTATION, (Words(text),), style, language, direction(language))


def markup(html: str) -> Block:
    """Take the HTML of a text that a record gives in Markdown, as `prose` made it; return it as a block."""
    return Block(Kind.MARKUP, html=html)


def strong(text: str) -> Words:
    """Take words and return them set off."""
    return Words(text, strong=True)


def linked(address: str, text: str = "") -> Words:
    """Take a web address, and words if they are to lead there instead of the address itself; return the link."""
    return Words(text or address, address=address)


def named(address: str, text: str) -> Words:
    """Take a web address and words that name it well enough for e-mail; return the link."""
    return Words(text, address=address, apart=True)


def needs(manuscript: Manuscript, reference: Path) -> list[Any]:
    """Take a manuscript and the document whose styles its DOCX has; return what the bytes depend on."""
    return [manuscript.data, pandoc.digest(SCRIPT), digests.of_bytes(reference.read_bytes())]


def write(manuscript: Manuscript, reference: Path) -> Written:
    """Take a manuscript and the document whose styles its DOCX has; return its forms. Raises PandocError."""
    request = manuscript.data | {"reference": str(reference)}
    made: dict[str, str] = pandoc.answer(SCRIPT, request, f"the text “{manuscript.title}”")
    return Written(made["plain"], made["markdown"], base64.b64decode(made["docx"].partition("base64,")[2]))


def _seconds(day: date) -> int:
    """Take a day and return its first second, counted as SOURCE_DATE_EPOCH is."""
    moment = max(day, _FIRST_DAY)
    return int(datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp())
