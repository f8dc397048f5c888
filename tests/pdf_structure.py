"""What a screen reader is given of a PDF: the text of its structure tree, in order, with the kind of each block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

BLOCKS = {"H1", "H2", "P", "BlockQuote", "LI"}
"""Elements that begin a new line of text."""


class MarkedText(PDFDevice):
    """Collects the text of a page by the number of the marked content it stands in."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.text: dict[int, str] = defaultdict(str)
        self.open: list[int | None] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # noqa: ARG002 - pdfminer's signature
        self.open.append(props.get("MCID") if isinstance(props, dict) else None)

    def end_tag(self) -> None:
        self.open.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:  # noqa: ARG002
        number = next((number for number in reversed(self.open) if number is not None), None)
        if number is not None:
            codes = [code for part in seq if isinstance(part, bytes) for code in textstate.font.decode(part)]
            self.text[number] += "".join(map(textstate.font.to_unichr, codes))


@cache
def blocks(path: Path) -> tuple[str, ...]:
    """Take a PDF and return its text as a screen reader meets it: a line for each block, with its kind."""
    text = marked_text(path)
    lines: list[list[str]] = []
    with pikepdf.open(path) as pdf:
        for block, words in walk(pdf.Root.StructTreeRoot.K, text, 0):
            lines += [[block]] if block else []
            lines[-1].append(words)
    return tuple(f"{kind}: {joined}" for kind, *parts in lines if (joined := " ".join(" ".join(parts).split())))


def marked_text(path: Path) -> dict[tuple[int, int], str]:
    """Take a PDF and return its text by the numbers of the page object and of the marked content it stands in."""
    resources = PDFResourceManager()
    text: dict[tuple[int, int], str] = defaultdict(str)
    with path.open("rb") as stream:
        for page in PDFPage.get_pages(stream):
            device = MarkedText(resources)
            PDFPageInterpreter(resources, device).process_page(page)
            text |= {(int(str(page.pageid)), number): words for number, words in device.text.items()}
    return text


def walk(item: Any, text: dict[tuple[int, int], str], page: int) -> Iterator[tuple[str, str]]:
    """Take a part of a structure tree, the text of marked content, and the page of the part above.

    Yields kinds of blocks, and the words in them.
    """
    if isinstance(item, pikepdf.Array):
        for child in item:
            yield from walk(child, text, page)
    elif isinstance(item, pikepdf.Dictionary):
        page = item.Pg.objgen[0] if "/Pg" in item else page
        kind = str(item.get("/S", "")).lstrip("/")
        if kind in BLOCKS:
            yield kind, ""
        if kind == "Figure":
            yield "", f"[{item.get('/Alt', '')}]"
        elif "/MCID" in item:
            yield "", text[page, int(item.MCID)]
        elif "/K" in item:
            yield from walk(item.K, text, page)
    else:
        yield "", text[page, int(item)]
