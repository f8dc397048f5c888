"""Sources to be laid on sheets, from our own press, and what can be found on pages and within forms."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pikepdf
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTComponent, LTContainer, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1

from factsheet.enclosures import Enclosure
from factsheet.exporters.press import press
from factsheet.theme import default_theme
from tests.pdf_structure import MarkedText

A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)
MILLIMETRE = 72 / 25.4
FONTS = "".join(re.findall(r"@font-face *{[^}]*}", default_theme().sheet_stylesheet))
RECORD = Enclosure("record.json", "The record of the bridge", '{"id": "BR-001"}', date(2026, 1, 1))


@cache
def printed(body: str, size: str) -> bytes:
    """Take the body of a page in HTML and the size of paper, and return it from our press, with a record attached."""
    style = f"""
        @page {{ size: {size}; margin: 12mm 10mm; font: 9pt "IBM Plex Sans Condensed" }}
        @page {{ @top-left {{ content: "Bridge" }} }}
        body {{ font: 9pt "IBM Plex Serif" }} section + section {{ break-before: page }}
        li::marker {{ font-family: "IBM Plex Serif" }} section {{ border: 1px solid #888 }}
        section.plain {{ border: none }}"""
    head = "<meta charset=utf-8><title>The bridge</title><meta name=author content='Ann Field'>"
    page = f"<html lang=en><head>{head}<style>{style}</style></head><body>{body}</body></html>"
    machine = press(FONTS)
    return machine.write(machine.lay_out(machine.read(page)), page, [RECORD])


def numbered(count: int, size: str = "a5") -> bytes:
    """Return pages that say no more than their number."""
    return printed("".join(f"<section class=plain>{number}</section>" for number in range(1, count + 1)), size)


SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "


def chapters(count: int, size: str = "a5") -> bytes:
    """Return pages with all that a sheet has: headings, lists, a table, a picture, links out and across pages."""
    picture = "<svg viewBox='0 0 9 9' width=20 height=20><title>A mark</title><path d='M0 0h9v9z'/></svg>"
    bodies = [
        f"""<section><h1 id="c{number}">Chapter {number}</h1><p>It <b>leads</b> to
        <a href="https://example.org/{number}">the outside of {number}</a> and to
        <a href="#c{number % count + 1}">what follows {number}</a>.</p><ul><li>one</li><li>two</li></ul>
        <table><tr><th>Carts<th>Days</tr><tr><td>{number}<td>many</tr></table>{picture}
        <p>{SENTENCE * 3}</p></section>"""
        for number in range(1, count + 1)
    ]
    return printed("".join(bodies), size)


def characters(item: LTComponent) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from characters(part)


def sides(pdf: bytes) -> list[list[LTChar]]:
    """Return the characters of each page as they stand there, also those within forms."""
    return [list(characters(side)) for side in layouts(pdf)]


def layouts(pdf: bytes) -> Iterator[LTPage]:
    """Yield what is drawn on each page, in the order of drawing."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        PDFPageInterpreter(resources, device).process_page(page)
        yield device.get_result()


def words(found: list[LTChar], left: float, bottom: float, right: float, top: float) -> str:
    """Return what is written within a rectangle."""
    inside = [
        char for char in found if left < (char.x0 + char.x1) / 2 < right and bottom < (char.y0 + char.y1) / 2 < top
    ]
    return "".join(char.get_text() for char in inside)


def halves(pdf: bytes, sheet: tuple[float, float]) -> list[tuple[str, str]]:
    """Return the numbers on the left and on the right of each side of a folded sheet."""
    width, height = max(sheet), min(sheet)
    texts = [[words(side, x, 0, x + width / 2, height) for x in (0, width / 2)] for side in sides(pdf)]
    return [(left.replace("Bridge", ""), right.replace("Bridge", "")) for left, right in texts]


def quarters(pdf: bytes, sheet: tuple[float, float]) -> list[tuple[str, ...]]:
    """Return what is written in each quarter of each side, in rows from the top."""
    width, height = sheet[0] / 2, sheet[1] / 2
    return [
        tuple(words(side, x, y, x + width, y + height).replace("Bridge", "") for y in (height, 0) for x in (0, width))
        for side in sides(pdf)
    ]


class TextOfForms(MarkedText):
    """Collects text by the form that it stands in and the number of the marked content."""

    def __init__(self, resources: PDFResourceManager, page: PDFPage) -> None:
        super().__init__(resources)
        self.forms = resolve1(resolve1(page.resources).get("XObject", {}))
        self.streams = [int(str(page.pageid))]
        self.by_stream: dict[tuple[int, int], str] = defaultdict(str)

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:  # noqa: ARG002 - pdfminer's signature
        form = self.forms.get(name)
        self.streams.append(form.objid if form is not None else self.streams[-1])

    def end_figure(self, name: str) -> None:  # noqa: ARG002
        self.streams.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.text.clear()
        super().render_string(textstate, seq, ncs, graphicstate)
        for number, text in self.text.items():
            self.by_stream[self.streams[-1], number] += text


def structure(pdf: bytes) -> list[tuple[str, str]]:
    """Return each element of a structure tree in order, with its text or the address of its link."""
    resources = PDFResourceManager()
    text: dict[tuple[int, int], str] = {}
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        device = TextOfForms(resources, page)
        PDFPageInterpreter(resources, device).process_page(page)
        text |= device.by_stream
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(elements(document.Root.StructTreeRoot.K, text, None))


def elements(item: Any, text: dict[tuple[int, int], str], page: Any) -> Iterator[tuple[str, str]]:
    if isinstance(item, pikepdf.Array):
        for child in item:
            yield from elements(child, text, page)
    elif not isinstance(item, pikepdf.Dictionary):
        yield "text", text.get((page.objgen[0], int(item)), "")
    elif "/MCID" in item:
        yield "text", text.get((item.get("/Stm", item.get("/Pg", page)).objgen[0], int(item.MCID)), "")
    elif "/Obj" in item:
        assert item.Obj.objgen in {note.objgen for note in item.Pg.Annots}
        yield "link", str(item.Obj.Contents)
    else:
        yield str(item.S), str(item.get("/Alt", ""))
        yield from elements(item.get("/K", pikepdf.Array()), text, item.get("/Pg", page))


def pictures(pdf: bytes) -> list[list[float]]:
    """Return the bounds of all pictures in the order of the structure tree."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [[float(number) for number in box] for box in bounds(document.Root.StructTreeRoot.K)]


def bounds(item: Any) -> Iterator[Any]:
    if isinstance(item, pikepdf.Array):
        for child in item:
            yield from bounds(child)
    elif isinstance(item, pikepdf.Dictionary):
        if item.get("/S") == "/Figure":
            yield item.A.BBox
        yield from bounds(item.get("/K"))


def linked(pdf: bytes) -> Counter[tuple[str, str]]:
    """Return the addresses of all links with the words under them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return Counter(
            (str(note.Contents), words(found, *sorted_box(note.Rect)))
            for side, found in zip(document.pages, sides(pdf), strict=True)
            for note in side.get("/Annots", [])
        )


def sorted_box(rectangle: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = map(float, rectangle)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
