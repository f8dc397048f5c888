"""Printed pages as a reader meets them: lines that stand alone, headings left behind, letters with size and place."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from weasyprint.formatting_structure.boxes import BlockReplacedBox, LineBox, MarginBox

from factsheet import loader
from factsheet.exporters.edition import Edition
from factsheet.exporters.press import press
from factsheet.theme import default_theme
from tests.faker import TODAY
from tests.workshop import ROOT, edition_of

POINTS = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or drawing as far as it stands on one page."""

    element: Any
    page: int
    lines: int
    within: str
    """Tags and classes of the elements that it stands in, from the outermost: `body.entry > div.foot > p`."""


@dataclass(frozen=True)
class Letter:
    """A letter on a page: its size in points, and its edges in millimetres from the left and from the bottom."""

    text: str
    font: str
    size: float
    page: int
    left: float
    right: float
    bottom: float
    top: float


def real_edition(base_url: str = "") -> Edition:
    """Return what exporters are given of this repository's own collection, as if it were published at that address."""
    return edition_of(loader.load(ROOT, TODAY), base_url)


def squeezed(text: str) -> str:
    """Take text and return it without what setting it in lines and capitals changes."""
    return re.sub(r"\s+", "", text).casefold()


def laid_out(html: str, stylesheets: Sequence[str]) -> tuple[Any, bytes]:
    """Take a page and the names of its stylesheets; return it as it is laid out, and as a PDF."""
    machine = press(default_theme().stylesheet_for(html, stylesheets))
    document = machine.lay_out(machine.read(html))
    return document, machine.write(document, html)


def blocks_of(document: Any) -> list[Block]:
    """Take what was laid out and return its paragraphs, headings and drawings, without those in the margins."""
    return [
        Block(box.element, number, lines, within)
        for number, page in enumerate(document.pages, start=1)
        for box, lines, within in _with_lines(page._page_box, "")
    ]


def _with_lines(box: Any, above: str) -> Iterator[tuple[Any, int, str]]:
    children = [child for child in getattr(box, "children", ()) if not isinstance(child, MarginBox)]
    within = above if box.element is None else f"{above} > {_name(box.element)}"
    lines = sum(isinstance(child, LineBox) for child in children)
    if lines or isinstance(box, BlockReplacedBox):
        yield box, lines or 1, within
    for child in children:
        if not isinstance(child, LineBox):
            yield from _with_lines(child, within)


def lone_lines(document: Any) -> list[str]:
    """Take what was laid out and return the paragraphs that leave a single line on one side of a leaf."""
    parts = itertools.groupby(blocks_of(document), key=lambda block: block.element)
    broken = ((element, list(of_one)) for element, of_one in parts)
    return [
        "".join(element.itertext())[:60]
        for element, of_one in broken
        if len({block.page for block in of_one}) > 1 and min(block.lines for block in of_one) == 1
    ]


def last_on_pages(document: Any) -> list[str]:
    """Take what was laid out and return the tag, with the class if it has one, of what stands last on each page."""
    of_pages = itertools.groupby(blocks_of(document), key=lambda block: block.page)
    return [_name(list(of_page)[-1].element) for _, of_page in of_pages]


def first_on_pages(document: Any) -> list[str]:
    """Take what was laid out and return the tag, with the class if it has one, of what begins on top of each page."""
    blocks = blocks_of(document)
    of_pages = [list(of_page) for _, of_page in itertools.groupby(blocks, key=lambda block: block.page)]
    ends = [None, *(of_page[-1].element for of_page in of_pages)]
    return [_name(of[0].element) for end, of in zip(ends, of_pages, strict=False) if of[0].element is not end]


def _name(element: Any) -> str:
    return ".".join(part for part in [element.tag, element.get("class")] if part)


def letters(pdf: bytes) -> list[Letter]:
    """Take a PDF and return all its letters, in no particular order."""
    return [
        Letter(
            char.get_text(), char.fontname, round(char.size, 1), number,
            char.x0 / POINTS, char.x1 / POINTS, char.y0 / POINTS, char.y1 / POINTS,
        )
        for number, page in enumerate(_pages(pdf), start=1)
        for char in _characters(page)
        if char.get_text().strip()
    ]  # fmt: skip


def _pages(pdf: bytes) -> Iterator[Any]:
    # Without an analysis of lines and columns, which takes longer than everything else.
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
        yield device.get_result()


def _characters(part: Any) -> Iterator[LTChar]:
    if isinstance(part, LTChar):
        yield part
    elif isinstance(part, LTContainer):
        for child in part:
            yield from _characters(child)
