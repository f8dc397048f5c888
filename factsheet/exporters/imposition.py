"""Imposition: the pages of a finished PDF laid on sheets of paper, which are folded to a booklet or cut into cards.

What makes a file fit for a screen reader goes with it: each page becomes a form with its own marked content
(ISO 32000-1, 14.7.4.2), and the structure tree, which keeps its order, the links, the bookmarks and the named places
lead to where the page now stands.

pikepdf takes a third of a second to import: whoever needs this room imports it when a file is made.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

TOLERANCE = 0.5
"""By how many points a page may be larger than its room and is still not made smaller: rounded sizes of paper."""
MILLIMETRE = 72 / 25.4
SAFE = 5 * MILLIMETRE
"""How far from the edge of a sheet printers begin to print, in points."""
MARK = 4 * MILLIMETRE
"""Length of a cut mark, in points."""
MARK_WIDTH = 0.25
"""Width of the lines of a cut mark, in points."""

_AXES = {"/XYZ": "xy", "/FitR": "xyxy", "/FitH": "y", "/FitBH": "y", "/FitV": "x", "/FitBV": "x"}
"""Along which axis each number of a destination is measured (ISO 32000-1, table 151)."""
_TAGGING = {"BMC", "BDC", "EMC", "MP", "DP"}
"""Operators of marked content."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a page or sheet, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """Where a page stands on its sheet: it is made smaller by the scale, then moved right and up by so many points."""

    scale: float
    right: float
    up: float

    def on_sheet(self, axes: str, numbers: Iterable[Any]) -> Array:
        """Take numbers on the page, and for each its axis, x or y; return them as measured on the sheet.

        Numbers without an axis, and what a destination leaves open, stay as they are.
        """
        moved = [
            number if number is None or axis is None else round(float(number) * self.scale + self._offset(axis), 4)
            for number, axis in zip_longest(numbers, axes)
        ]
        return Array(moved)

    def _offset(self, axis: str) -> float:
        return self.right if axis == "x" else self.up


@dataclass(frozen=True)
class Laid:
    """A page of the source as it is laid on a sheet."""

    box: Box
    form: Object
    """What is printed on it, as a form XObject."""
    side: Object
    """The side of the sheet, as a page of the new document."""
    place: Place


LaidPages = Mapping[tuple[int, int], Laid]
"""The pages of the source by the number and generation of their objects."""


def fold(pdf: bytes, sheet: tuple[float, float]) -> bytes:
    """Take a tagged PDF and the width and height of the paper, in points; return it as a booklet to be folded.

    Two pages stand on each side of the paper, which lies on its long edge. The sides are in the order in which a
    printer that turns the paper on its short edge needs them, and blank pages at the end make up whole sheets. A page
    is made smaller only if it is larger than half the paper.
    """
    width, height = max(sheet), min(sheet)
    rooms = [Box(left, 0, width / 2, height) for left in (0, width / 2)]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _impose(document, (width, height), rooms, list(_folded(len(document.pages))))
        document.Root.ViewerPreferences.Duplex = Name.DuplexFlipShortEdge
        return _saved(document)


def four_up(pdf: bytes, sheet: tuple[float, float]) -> bytes:
    """Take a tagged PDF and the width and height of the paper, in points; return it as cards to be cut, with marks.

    The pages stand four to a sheet, in rows, and the rest of the last sheet stays empty. A single page is printed four
    times: a screen reader meets the first, and the others as decoration.
    """
    width, height = sheet
    corners = [(left, bottom) for bottom in (height / 2, 0) for left in (0, width / 2)]
    rooms = [Box(*corner, width / 2, height / 2) for corner in corners]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        count = len(document.pages)
        plan = [[n if n < count else None for n in range(first, first + 4)] for first in range(0, count, 4)]
        (first, *_) = _impose(document, sheet, rooms, plan)
        if count == 1:
            _repeat(document, first, rooms[1:])
        marks = _artifact(f"{MARK_WIDTH} w 0 G", *_cut_marks(sheet), "S")
        for side in document.pages:
            side.contents_add(marks)
        return _saved(document)


def _folded(count: int) -> Iterator[list[int | None]]:
    """Take the number of pages and yield the left and the right page of each side, counted from 0; None is blank."""
    last = math.ceil(count / 4) * 4 - 1
    for side in range((last + 1) // 2):
        pair = (side, last - side) if side % 2 else (last - side, side)
        yield [number if number < count else None for number in pair]


def _impose(
    document: Pdf, sheet: tuple[float, float], rooms: Sequence[Box], plan: Sequence[Sequence[int | None]]
) -> list[Laid]:
    """Take a document, the size of its sheets, the rooms on each, and for each side the page that goes to each room.

    Replaces the document's pages by those sides; returns the pages as they are laid now, in the order of the plan.
    """
    if "/PageLabels" in document.Root:
        del document.Root.PageLabels
    sources = [page.obj for page in document.pages]
    del document.pages[:]
    laid: dict[tuple[int, int], Laid] = {}
    for numbers in plan:
        side = document.make_indirect(_empty_side(sheet))
        filled = [(room, sources[number]) for room, number in zip(rooms, numbers, strict=True) if number is not None]
        on_side = {page.objgen: _laid(page, side, room) for room, page in filled}
        _draw(document, side, list(on_side.values()))
        laid |= on_side
        document.pages.append(pikepdf.Page(side))
    _move_notes(sources, laid)
    _move_destinations(document, laid)
    _move_tags(document, laid)
    return list(laid.values())


def _empty_side(sheet: tuple[float, float]) -> Dictionary:
    return Dictionary(Type=Name.Page, MediaBox=Array([0, 0, *sheet]), Resources=Dictionary(), Tabs=Name.S)


def _laid(page: Object, side: Object, room: Box) -> Laid:
    left, bottom, right, top = (float(number) for number in pikepdf.Page(page).mediabox)
    box = Box(left, bottom, right - left, top - bottom)
    return Laid(box, _form(page), side, _place(box, room))


def _place(page: Box, room: Box) -> Place:
    """Take the box of a page and its room on a sheet; return the page's place in the middle of the room."""
    fits = page.width <= room.width + TOLERANCE and page.height <= room.height + TOLERANCE
    scale = 1.0 if fits else min(room.width / page.width, room.height / page.height)
    right = room.left + (room.width - page.width * scale) / 2 - page.left * scale
    up = room.bottom + (room.height - page.height * scale) / 2 - page.bottom * scale
    return Place(scale, right, up)


def _form(page: Object) -> Object:
    """Take a page and return what is printed on it as a form that answers to the page's part of the parent tree."""
    source = pikepdf.Page(page)
    source.contents_coalesce()
    form = page.Contents
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox, form.Resources = Array(source.mediabox), source.resources
    for key in ("/Group", "/StructParents"):
        if key in page:
            form[key] = page[key]
    return form


def _draw(document: Pdf, side: Object, pages: Sequence[Laid]) -> None:
    """Take an empty side and the pages to be laid on it, and draw them there."""
    names = {f"/P{number}": page for number, page in enumerate(pages, start=1)}
    side.Resources.XObject = Dictionary({name: page.form for name, page in names.items()})
    drawing = [_drawn(name, page.place) for name, page in names.items()]
    side.Contents = document.make_stream("\n".join(drawing).encode())


def _drawn(name: str, place: Place) -> str:
    scale = _number(place.scale)
    return f"q {scale} 0 0 {scale} {_number(place.right)} {_number(place.up)} cm {name} Do Q"


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _artifact(*operators: str) -> bytes:
    """Take operators that draw and return them as decoration, which no screen reader reads (ISO 32000-1, 14.8.2.2)."""
    return "\n".join(["/Artifact BMC", "q", *operators, "Q", "EMC", ""]).encode()


def _move_notes(sources: Sequence[Object], laid: LaidPages) -> None:
    """Take the pages of the source, and how they are laid; move their links to the sides."""
    for source in sources:
        page, notes = laid[source.objgen], source.get("/Annots", Array())
        for note in notes:
            note.Rect = page.place.on_sheet("xyxy", note.Rect)
            if "/QuadPoints" in note:
                note.QuadPoints = page.place.on_sheet("xy" * (len(note.QuadPoints) // 2), note.QuadPoints)
            if "/P" in note:
                note.P = page.side
            _redirect(note, laid)
        if len(notes):
            page.side.Annots = Array([*page.side.get("/Annots", Array()), *notes])


def _move_destinations(document: Pdf, laid: LaidPages) -> None:
    """Take a document and how its pages are laid; let its bookmarks and named places lead to the sides."""
    _redirect(document.Root, laid)
    if "/Outlines" in document.Root:
        for bookmark in _bookmarks(document.Root.Outlines):
            _redirect(bookmark, laid)
    if "/Dests" in document.Root.get("/Names", Dictionary()):
        _move_named(document.Root.Names.Dests, laid)


def _bookmarks(above: Object) -> Iterator[Object]:
    child = above.get("/First")
    while child is not None:
        yield child
        yield from _bookmarks(child)
        child = child.get("/Next")


def _move_named(node: Object, laid: LaidPages) -> None:
    """Take a node of the tree of named places and let all places below it lead to the sides."""
    for child in node.get("/Kids", Array()):
        _move_named(child, laid)
    names = node.get("/Names", Array())
    for number in range(1, len(names), 2):
        names[number] = _destination(names[number], laid)


def _redirect(holder: Object, laid: LaidPages) -> None:
    """Take a link, a bookmark, an action or the catalog, and how pages are laid; let it lead to the side."""
    for key in ("/Dest", "/A", "/D", "/OpenAction"):
        if key in holder:
            holder[key] = _destination(holder[key], laid)


def _destination(target: Object, laid: LaidPages) -> Object:
    """Take where a link leads to and return where that is now; names and other files are returned as they are."""
    if isinstance(target, Dictionary):
        _redirect(target, laid)
        return target
    page = _find(target[0], laid) if isinstance(target, Array) else None
    if page is None:
        return target
    if target[1] in (Name.Fit, Name.FitB):
        return Array([page.side, Name.FitR, *page.place.on_sheet("xyxy", page.form.BBox)])
    numbers = page.place.on_sheet(_AXES.get(str(target[1]), ""), list(target)[2:])
    return Array([page.side, target[1], *numbers])


def _find(page: Object | None, laid: LaidPages) -> Laid | None:
    return laid.get(page.objgen) if isinstance(page, Dictionary) else None


def _move_tags(document: Pdf, laid: LaidPages) -> None:
    """Take a document and how its pages are laid; let the elements of its structure tree name sides and forms.

    Goes through all objects, because elements of what repeats in margins are in the parent tree only.
    """
    for element in document.objects:
        if isinstance(element, Dictionary) and element.get("/Type") == Name.StructElem:
            page = _find(element.get("/Pg"), laid)
            if page is not None:
                _move_element(element, page, laid)


def _move_element(element: Object, page: Laid, laid: LaidPages) -> None:
    """Take a structure element and the page on which it stands; let it name the side, and its content the form."""
    element.Pg = page.side
    element.K = Array([_kid(kid, page, laid) for kid in element.get("/K", Array()).wrap_in_array()])
    if "/A" in element:
        for attributes in element.A.wrap_in_array():
            if isinstance(attributes, Dictionary) and "/BBox" in attributes:
                attributes.BBox = page.place.on_sheet("xyxy", attributes.BBox)


def _kid(kid: Object | int, page: Laid, laid: LaidPages) -> Object:
    """Take what a structure element holds, and the page it stands on; return it as part of the page's form."""
    if isinstance(kid, int):
        return Dictionary(Type=Name.MCR, Pg=page.side, Stm=page.form, MCID=kid)
    if kid.get("/Type") in (Name.MCR, Name.OBJR):
        page = _find(kid.get("/Pg"), laid) or page
        kid.Pg = page.side
        if kid.Type == Name.MCR and "/Stm" not in kid:
            kid.Stm = page.form
    return kid


def _repeat(document: Pdf, first: Laid, rooms: Sequence[Box]) -> None:
    """Take a page as it is laid and the other rooms on its side, and print it there as decoration."""
    untagged = [part for part in pikepdf.parse_content_stream(first.form) if str(part.operator) not in _TAGGING]
    copy = document.make_stream(pikepdf.unparse_content_stream(untagged))
    for key in ("/Type", "/Subtype", "/BBox", "/Resources", "/Group"):
        if key in first.form:
            copy[key] = first.form[key]
    first.side.Resources.XObject["/Copy"] = copy
    drawing = _artifact(*(_drawn("/Copy", _place(first.box, room)) for room in rooms))
    pikepdf.Page(first.side).contents_add(drawing)


def _cut_marks(sheet: tuple[float, float]) -> Iterator[str]:
    """Take the size of a sheet and yield the lines that show where it is cut in four.

    At each edge two marks follow one another, because many printers leave the outer one away.
    """
    width, height = sheet
    for near, far in ((0, MARK), (SAFE, SAFE + MARK)):
        for x1, x2 in ((near, far), (width - near, width - far)):
            yield _line(x1, height / 2, x2, height / 2)
        for y1, y2 in ((near, far), (height - near, height - far)):
            yield _line(width / 2, y1, width / 2, y2)
    yield _line((width - MARK) / 2, height / 2, (width + MARK) / 2, height / 2)
    yield _line(width / 2, (height - MARK) / 2, width / 2, (height + MARK) / 2)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{_number(x1)} {_number(y1)} m {_number(x2)} {_number(y2)} l"


def _saved(document: Pdf) -> bytes:
    """Take a document that was imposed and return it as bytes that depend on nothing else.

    The identifier of the source stays, and the second half of the new one is a digest of the content.
    """
    output = io.BytesIO()
    document.save(
        output,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return output.getvalue()
