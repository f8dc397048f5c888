"""The printed files of a build: what their names say, and what stands on their sides, as pdfium lays and draws it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from tests.workshop import ROOT, factsheet

BASE_URL = "https://example.org/collection"
MILLIMETRE = 72 / 25.4
"""Points in a millimetre."""
SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0), "a5": (419.53, 595.28), "half-letter": (396.0, 612.0)}
"""Width and height of pages in points."""
FORMS = {"sheet", "large-print", "card", "booklet", "booklet-fold"}
"""Forms of print as file names have them; a folded booklet is one of its own here."""
_ENTRY = re.compile(r"[A-Z]{2,8}-[0-9]{3,6}")
_COLLECTION = re.compile(r"[A-Z]{2,8}")
_NAME = re.compile(
    r"(?P<subject>.+?)(?:-(?P<form>large-print|card|booklet(?:-fold)?))?-(?P<paper>a4|letter|a5|half-letter)\.pdf"
)


class Box(NamedTuple):
    """A rectangle on a side, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def inset(self, by: float) -> Box:
        return Box(self.left + by, self.bottom + by, self.right - by, self.top - by)

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and other.right <= self.right
            and other.top <= self.top
        )

    def has(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True)
class Print:
    """One printed file and what its name says: about what it is, in which form, on which paper."""

    path: Path
    subject: str
    form: str
    paper: str

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_of_entry(self) -> bool:
        return bool(_ENTRY.fullmatch(self.subject))

    @property
    def is_of_topic(self) -> bool:
        return not (self.is_of_entry or _COLLECTION.fullmatch(self.subject))

    @property
    def address(self) -> str:
        """Return the public address of what it is about: of an entry, that of its version if that is published."""
        if self.is_of_topic:
            return f"{BASE_URL}/sheets/{self.subject}/"
        versions = len(list((ROOT / "claims" / "published").glob(f"{self.subject}.v*.json")))
        version = f"v{versions}/" if versions else ""
        return f"{BASE_URL}/{self.subject}/{version}" if self.is_of_entry else f"{BASE_URL}/"

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height of its sides in points."""
        width, height = SIZES[self.paper]
        return (height, width) if self.form == "booklet-fold" else (width, height)

    def parts(self) -> list[Box]:
        """Return where pages stand on a side: the quarters to be cut out, the halves to be folded, or all of it."""
        columns, rows = {"card": (2, 2), "booklet-fold": (2, 1)}.get(self.form, (1, 1))
        width, height = self.size[0] / columns, self.size[1] / rows
        return [
            Box(column * width, row * height, (column + 1) * width, (row + 1) * height)
            for row in reversed(range(rows))
            for column in range(columns)
        ]


def named(path: Path) -> Print:
    """Take the path of a printed file and return what its name says; a name that says nothing fails the test."""
    match = _NAME.fullmatch(path.name)
    assert match, f"the name {path.name} says no form or size of paper that the tests know"
    return Print(path, match["subject"], match["form"] or "sheet", match["paper"])


def prints(folder: Path) -> list[Print]:
    """Take a folder of printed files and return them by name."""
    return [named(path) for path in sorted(folder.iterdir())]


def without_address(build: Path) -> Path:
    """Take a copy of this collection that was built; return the folder of its printed files."""
    return build / "build" / "site" / "pdf"


@cache
def with_address(build: Path) -> Path:
    """Take a copy of this collection that was built; return a folder of its printed files for a public address.

    What must fit a side is printed on all sizes of paper, what takes as many sides as it needs on A4 only.
    """
    output = build.parent / f"{build.name}-with-address"
    for choice in (["--form", "sheet,card"], ["--form", "large-print,booklet", "--paper", "a4", "--nup", "booklet"]):
        done = factsheet(build, "build", "--to", "pdf", *choice, "--base-url", BASE_URL, "--out", output)
        assert done.returncode == 0, done.stdout + done.stderr
    return output / "site" / "pdf"


def entries_in(edition: Edition, printed: Print) -> list[Dossier]:
    """Take what exporters were given and a printed file; return the entries that it should hold, in its order."""
    if printed.is_of_entry:
        return [entry for entry in edition.dossiers if entry.claim.id == printed.subject]
    for topic in edition.topics:
        if topic.sheet.id == printed.subject:
            return [item.dossier for item in topic.items]
    assert printed.subject == edition.project.id_prefix, f"nobody knows what {printed.name} is about"
    return sorted(
        (entry for entry in edition.dossiers if not entry.withdrawn), key=lambda e: (len(e.claim.id), e.claim.id)
    )


def opened(files: list[Print]) -> Iterator[tuple[Print, pikepdf.Pdf]]:
    """Take printed files and yield each with its objects."""
    for printed in files:
        with pikepdf.open(printed.path) as pdf:
            yield printed, pdf


def sides(printed: Print) -> Iterator[Any]:
    """Take a printed file and yield its sides, which can be drawn."""
    with closing(pypdfium2.PdfDocument(printed.path)) as document:
        yield from document


@contextmanager
def side_of(printed: Print, number: int) -> Iterator[Any]:
    """Take a printed file and the number of a side, from 1; give that side, which can be drawn."""
    with closing(pypdfium2.PdfDocument(printed.path)) as document:
        yield document[number - 1]


def picture(side: Any, resolution: int, part: Box | None = None) -> Image.Image:
    """Take a side, dots per inch, and the part that is wanted; return it as it is seen in grey."""
    crop: tuple[float, ...] = (0, 0, 0, 0)
    if part:
        width, height = side.get_size()
        crop = (part.left, part.bottom, width - part.right, height - part.top)
    drawn: Image.Image = side.render(scale=resolution / 72, crop=crop, grayscale=True).to_pil()
    return drawn


@dataclass(frozen=True)
class Mark:
    """Something on a side: words of one style on one line, or a drawing, which has no words."""

    words: str
    box: Box
    size: float
    """Size of the type in points."""


def marks(side: Any) -> list[Mark]:
    """Take a side and return all that is drawn on it; of words, only those that leave ink."""
    text = side.get_textpage()
    found = []
    for item in side.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH], textpage=text):
        is_text = item.type == raw.FPDF_PAGEOBJ_TEXT
        words = item.extract().strip() if is_text else ""
        if words or not is_text:
            found.append(Mark(words, Box(*_on_side(item)), _size(item) if is_text else 0))
    return found


def _on_side(item: Any) -> tuple[float, float, float, float]:
    box: tuple[float, float, float, float] = item.get_bounds()
    while (item := item.container) is not None:
        box = item.get_matrix().on_rect(*box)
    return box


def _size(item: Any) -> float:
    size: float = item.get_font_size() * abs(item.get_matrix().d)
    while (item := item.container) is not None:
        size *= abs(item.get_matrix().d)
    return size


def letters(text: str) -> str:
    """Take text and return its letters and digits only, for pdfium leaves out hyphens at which lines are broken."""
    return "".join(character for character in text.casefold() if character.isalnum())
