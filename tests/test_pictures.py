"""Pages of PDFs as pictures: exact sizes, few bytes, nothing but dots."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image

from factsheet import fonts
from factsheet.exporters.pictures import PLAIN, SMOOTH, picture
from factsheet.exporters.press import Press
from factsheet.exporters.target import CannotMake

STYLESHEET = """
@page { size: 300px 150px; margin: 0; }
body { margin: 0; font: 10px "IBM Plex Serif"; }
p { margin: 0; height: 50px; background: #000; }
p + p { background: #777; width: 150px; }
a { position: absolute; top: 100px; left: 0; width: 150px; height: 50px; background: #f00; }
section { break-before: page; height: 150px; background: #000; }
"""
PAGE = '<html lang="en"><title>x</title><body><p></p><p></p><a href="https://example.org/">.</a><section></section>'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    machine = Press(fonts.stylesheet(STYLESHEET, ""))
    return machine.write(machine.lay_out(machine.read(PAGE)), PAGE)


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each part of a PNG (section 5 of its specification)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(png):
        (length,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        yield name, png[at + 8 : at + 8 + length]
        at += 12 + length


def test_the_first_page_is_drawn_in_shades_of_grey(pdf: bytes) -> None:
    with Image.open(io.BytesIO(picture(pdf, SMOOTH, 600))) as opened:
        drawn = opened.convert("RGB")
    assert drawn.size == (600, 300)
    # Black, #777 as it is, white; red as bright as it looks, and without a frame around the link.
    places = [(300, 50), (100, 150), (400, 150), (200, 280), (599, 299)]
    assert [drawn.getpixel(place) for place in places] == [
        (0, 0, 0), (119, 119, 119), (255, 255, 255), (68, 68, 68), (255, 255, 255),
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1, 299, 300, 301, 1200])
def test_a_picture_is_as_wide_as_asked(pdf: bytes, width: int) -> None:
    with Image.open(io.BytesIO(picture(pdf, SMOOTH, width))) as opened:
        assert opened.width == width


def test_a_page_of_other_proportions_makes_no_picture(pdf: bytes) -> None:
    assert picture(pdf, SMOOTH, 600, 300) == picture(pdf, SMOOTH, 600)
    with pytest.raises(CannotMake) as caught:
        picture(pdf, SMOOTH, 600, 315)
    assert str(caught.value) == "the page makes a picture of 600 by 300 dots, not 600 by 315"


def test_a_picture_holds_nothing_but_its_dots(pdf: bytes) -> None:
    png = picture(pdf, SMOOTH, 600)
    assert picture(pdf, SMOOTH, 600) == png
    parts = dict(chunks(png))
    assert list(parts) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    # Four bits for a dot, which is a number of the palette, and no interlacing.
    assert parts[b"IHDR"] == struct.pack(">IIBBBBB", 600, 300, 4, 3, 0, 0, 0)
    assert parts[b"PLTE"] == bytes(shade * 17 for shade in range(SMOOTH) for _ in "rgb")
    assert len(zlib.decompress(parts[b"IDAT"])) == 300 * (1 + 600 // 2)


def test_a_picture_in_four_shades_needs_half_as_much_for_a_dot(pdf: bytes) -> None:
    png = picture(pdf, PLAIN, 600)
    parts = dict(chunks(png))
    assert parts[b"IHDR"][8] == 2
    assert parts[b"PLTE"] == bytes(shade for grey in (0, 85, 170, 255) for shade in (grey, grey, grey))
    with Image.open(io.BytesIO(png)) as opened:
        drawn = opened.convert("L")
    assert [drawn.getpixel(place) for place in [(300, 50), (100, 150), (400, 150)]] == [0, 85, 255]
