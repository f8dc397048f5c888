"""The codes on printed files: each leads to its own address, is large enough, and can be read from a copy of a copy.

Sides are drawn by pdfium and codes are read by zxing. What comes out of a copier is reckoned from the picture, for
every entry, topic and form on A4 and A5.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from factsheet.exporters.press import press
from factsheet.pages.markup import quick_response_code
from factsheet.records.fields import BASE_ADDRESS_CHARACTERS
from factsheet.theme import default_theme
from tests import prints
from tests.faker import FakeCollection
from tests.prints import BASE_URL, MILLIMETRE, Box, Print, letters, picture, side_of, sides
from tests.workshop import factsheet

pytestmark = pytest.mark.slow

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
SCREEN = 150
"""Dots per inch at which a code is read, as a camera sees a sheet that fills its picture."""
COPIER = 300
"""Dots per inch at which a copier sees a sheet."""
FINE = 600
"""Dots per inch at which codes are measured."""
BARE = 250
"""What is seen of bare paper, from 0 for black to 255."""
LEAST = 20.0
"""Width in millimetres of a code without its quiet zone."""
HAIR = 0.5
"""Points within which edges are the same: less than a module."""
QUIET = 4
"""Width of the quiet zone in modules (ISO/IEC 18004, 6.3.8)."""
GENERATIONS = 2
"""How many times a sheet is copied, each time the copy of before."""


@dataclass(frozen=True)
class Code:
    """A code on a side: what it says, and where it stands."""

    address: str
    level: str
    """How much of it may be lost: L, M, Q or H."""
    modules: int
    """Its width in modules."""
    box: Box
    """Where it is, as exactly as the reader says."""


def codes(side: Any) -> list[Code]:
    """Take a side and return the codes on it."""
    return [code_of(found, side.get_height()) for found in zxingcpp.read_barcodes(picture(side, SCREEN), formats=QR)]


def code_of(found: zxingcpp.Barcode, height: float) -> Code:
    """Take a code that was read and the height of its side in points; return it with its place."""
    points, place = 72 / SCREEN, found.position
    left, bottom = place.top_left.x * points, height - place.bottom_right.y * points
    right, top = place.bottom_right.x * points, height - place.top_left.y * points
    version = int(dict(found.extra)["Version"])  # type: ignore[call-overload]
    return Code(found.text, found.ec_level, 17 + 4 * version, Box(left, bottom, right, top))


@pytest.fixture(scope="module")
def found(addressed_prints: list[Print]) -> dict[Print, list[tuple[int, Code]]]:
    """Return the codes on each printed file, with the number of the side that they are on."""
    return {printed: codes_on(printed) for printed in addressed_prints}


def codes_on(printed: Print) -> list[tuple[int, Code]]:
    """Take a printed file and return the codes on it, with the number of the side that they are on."""
    return [(number, code) for number, side in enumerate(sides(printed), start=1) for code in codes(side)]


def test_each_file_has_its_code_in_its_place(found: dict[Print, list[tuple[int, Code]]]) -> None:
    for printed, these in found.items():
        count = 4 if printed.form == "card" else 1
        assert [code.address for _, code in these] == [printed.address] * count, printed.name
        place = 1 if "booklet" in printed.form else sum(1 for _ in sides(printed))
        assert {number for number, _ in these} == {place}, printed.name


def test_a_code_can_lose_a_quarter_of_itself(found: dict[Print, list[tuple[int, Code]]]) -> None:
    # Q is asked for; a code in which H needs no more modules has that.
    assert {code.level for these in found.values() for _, code in these} <= {"Q", "H"}


def test_the_address_of_a_code_stands_on_the_same_side_in_words(found: dict[Print, list[tuple[int, Code]]]) -> None:
    for printed, these in found.items():
        for number, code in these:
            with side_of(printed, number) as side:
                words = letters(side.get_textpage().get_text_range())
            assert letters(code.address.removeprefix("https://")) in words, printed.name


def test_codes_are_large_enough_and_stand_in_white(found: dict[Print, list[tuple[int, Code]]]) -> None:
    faults = {printed.name: misprints(printed, these) for printed, these in found.items()}
    assert {name: these for name, these in faults.items() if these} == {}


def misprints(printed: Print, these: list[tuple[int, Code]]) -> list[str]:
    """Take a printed file and the codes on it; return what is wrong with their size and with what is around them."""
    faults = []
    for number, code in these:
        with side_of(printed, number) as side:
            faults += list(misprinted(side, code, printed.parts()))
    return faults


def misprinted(side: Any, code: Code, pages: list[Box]) -> Iterator[str]:
    """Take a side, a code on it, and the places of the pages on it; yield what is wrong."""
    exact = measured(side, code)
    zone = exact.inset(-QUIET * exact.width / code.modules)
    if exact.width < LEAST * MILLIMETRE:
        yield f"a code is {exact.width / MILLIMETRE:.1f} mm wide"
    if not any(page.holds(zone) for page in pages):
        yield "a quiet zone reaches beyond the page"
    # What touches the code is measured with it, and then it is no square.
    if apart(ink_within(side, zone), exact) > HAIR or abs(exact.width - exact.height) > HAIR:
        yield "something stands in a quiet zone"


def apart(one: Box, other: Box) -> float:
    """Take two boxes and return how far the edge that differs most is from that of the other, in points."""
    return max(abs(edge - same) for edge, same in zip(one, other, strict=True))


def measured(side: Any, code: Code) -> Box:
    """Take a side and a code on it; return its box as it is seen, without its quiet zone."""
    return ink_within(side, code.box.inset(-code.box.width / code.modules))


def ink_within(side: Any, part: Box) -> Box:
    """Take a side and a part of it; return the smallest box that holds all ink in that part, to a 600th of an inch."""
    points = 72 / FINE
    # On whole points of the picture, so that edges are not drawn anew between them.
    left, top = round(part.left / points) * points, round(part.top / points) * points
    seen = picture(side, FINE, part._replace(left=left, top=top))
    edges = ImageChops.invert(seen).point(lambda value: value if value > 255 - BARE else 0).getbbox()
    assert edges, "there is no code"
    return Box(left + edges[0] * points, top - edges[3] * points, left + edges[2] * points, top - edges[1] * points)


def test_a_copy_of_a_copy_can_be_read(found: dict[Print, list[tuple[int, Code]]]) -> None:
    chosen = {printed: these for printed, these in found.items() if printed.paper in {"a4", "a5"}}
    assert [printed.name for printed, these in chosen.items() if not are_read_from_copies(printed, these)] == []


def are_read_from_copies(printed: Print, these: list[tuple[int, Code]]) -> bool:
    for number, code in these:
        with side_of(printed, number) as side:
            if not is_read_from_copies(side, code):
                return False
    return True


def is_read_from_copies(side: Any, code: Code, *, blur: float = 0.12) -> bool:
    """Take a side and a code on it; return whether the code is read when that part of the side was copied."""
    around = code.box.inset(-10 * MILLIMETRE)
    width, height = side.get_size()
    part = Box(max(around.left, 0), max(around.bottom, 0), min(around.right, width), min(around.top, height))
    sheet = picture(side, COPIER, part)
    for generation in range(GENERATIONS):
        sheet = copied(sheet, seed=generation, blur=blur)
    return [read.text for read in zxingcpp.read_barcodes(sheet.reduce(COPIER // SCREEN), formats=QR)] == [code.address]


def copied(sheet: Image.Image, *, seed: int, blur: float) -> Image.Image:
    """Take a picture of 300 dots per inch; return what a poor copier makes of it, with noise from that seed.

    The sheet lay askew by one degree, the glass blurs what lies on it (by so many millimetres), a quarter of what is
    seen is noise, and the machine then makes dark darker and light lighter.
    """
    noise = Image.frombytes("L", sheet.size, random.Random(seed).randbytes(sheet.width * sheet.height))
    askew = sheet.rotate(1, Image.Resampling.BICUBIC, fillcolor=255)
    seen = askew.filter(ImageFilter.GaussianBlur(blur * COPIER / 25.4))
    return Image.blend(seen, noise, 0.25).point(lambda value: round(128 + (value - 128) * 1.6))


def test_files_without_an_address_have_no_code(plain_prints: list[Print]) -> None:
    # Codes are on the first or on the last side if there are any.
    for printed in plain_prints:
        with closing(pypdfium2.PdfDocument(printed.path)) as document:
            found = [codes(document[number]) for number in sorted({0, len(document) - 1})]
        assert not any(found), printed.name


SHORT, LONG = "https://a.io", f"https://example.org/{'a' * (BASE_ADDRESS_CHARACTERS - 20)}"


@pytest.mark.parametrize("address", [SHORT, LONG])
def test_codes_of_short_and_of_long_addresses(collection: FakeCollection, address: str) -> None:
    collection.project(sheets=[{"id": "bridge", "title": "T", "fact": "F.", "lead": "L.", "claims": ["BR-001"]}])
    forms = ("--form", "sheet,large-print,card,booklet", "--paper", "a4", "--jobs", "2")
    done = factsheet(collection.folder, "build", "--to", "pdf", *forms, "--base-url", address)
    assert done.returncode == 0, done.stdout + done.stderr
    for printed in prints.prints(prints.without_address(collection.folder)):
        these = codes_on(printed)
        wanted = printed.address.replace(prints.BASE_URL, address)
        assert {code.address for _, code in these} == {wanted}, printed.name
        assert (printed.name, misprints(printed, these)) == (printed.name, [])


# That the tests above see what they look for.


@pytest.mark.parametrize(
    ("width", "left", "beside", "fault"),
    [
        (28, 20, "left: 60mm", []),
        (24, 20, "left: 60mm", ["a code is 18.9 mm wide"]),
        (28, -2, "left: 60mm", ["a quiet zone reaches beyond the page"]),
        (28, 20, "left: 20.5mm", ["something stands in a quiet zone"]),
        (28, 20, "left: 21.8mm", ["something stands in a quiet zone"]),
    ],
)
def test_a_misprint_is_seen(tmp_path: Path, width: int, left: int, beside: str, fault: list[str]) -> None:
    style = "@page { size: 210mm 297mm; margin: 0 } div { position: absolute; top: 20mm }"
    code = quick_response_code(f"{BASE_URL}/")
    body = f"""<div style="left: {left}mm; width: {width}mm">{code}</div>
        <div style="{beside}; width: 0.4mm; height: 30mm; background: #111"></div>"""
    page = f"<html lang=en><meta charset=utf-8><title>Code</title><style>{style}</style><body>{body}</body></html>"
    machine = press(default_theme().sheet_stylesheet)
    path = tmp_path / "code-a4.pdf"
    path.write_bytes(machine.write(machine.lay_out(machine.read(page)), page))
    printed = prints.named(path)
    assert len(these := codes_on(printed)) == 1
    assert misprints(printed, these) == fault


def test_copies_are_poor(addressed_prints: list[Print]) -> None:
    # With twice the blur nothing is read any more: what the tests above make of a sheet is not far from that.
    sheet = next(printed for printed in addressed_prints if printed.form == "sheet")
    ((number, code),) = codes_on(sheet)
    with side_of(sheet, number) as side:
        assert is_read_from_copies(side, code)
        assert not is_read_from_copies(side, code, blur=0.25)
