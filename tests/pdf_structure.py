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
from pdfminer.pdftypes import resolve1

BLOCKS = {"H1", "H2", "H3", "H4", "P", "BlockQuote", "LI"}
"""Elements that begin a new line of text."""

Text = dict[tuple[int, int], str]
"""Text by the number of the object that its marked content is in, a page or a form on it, and its number there."""


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


class TextOfForms(MarkedText):
    """Collects the text of a page also by the object that the marked content is in: the page, or a form drawn on it.

    A page that is laid on a sheet is a form with marked content of its own (ISO 32000-1, 14.7.4.2).
    """

    def __init__(self, resources: PDFResourceManager, page: PDFPage) -> None:
        super().__init__(resources)
        self.within: list[tuple[int, Any]] = [(int(str(page.pageid)), resolve1(page.resources))]
        self.owners: list[int] = []
        self.by_owner: Text = defaultdict(str)

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:  # noqa: ARG002
        _, resources = self.within[-1]
        form = resolve1(resolve1(resources.get("XObject", {})).get(name))
        self.within.append((form.objid, resolve1(form.get("Resources", resources))))

    def end_figure(self, name: str) -> None:  # noqa: ARG002
        self.within.pop()

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        super().begin_tag(tag, props)
        self.owners.append(self.within[-1][0])

    def end_tag(self) -> None:
        super().end_tag()
        self.owners.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.text.clear()
        super().render_string(textstate, seq, ncs, graphicstate)
        for number, words in self.text.items():
            owner = next(owner for owner, at in zip(self.owners[::-1], self.open[::-1], strict=True) if at is not None)
            self.by_owner[owner, number] += words


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


def marked_text(path: Path) -> Text:
    """Take a PDF and return its text by the numbers of the object and of the marked content it stands in."""
    resources = PDFResourceManager()
    text: Text = defaultdict(str)
    with path.open("rb") as stream:
        for page in PDFPage.get_pages(stream):
            device = TextOfForms(resources, page)
            PDFPageInterpreter(resources, device).process_page(page)
            text |= device.by_owner
    return text


def walk(item: Any, text: Text, page: int) -> Iterator[tuple[str, str]]:
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
            yield "", text[item.Stm.objgen[0] if "/Stm" in item else page, int(item.MCID)]
        elif "/K" in item:
            yield from walk(item.K, text, page)
    else:
        yield "", text[page, int(item)]
