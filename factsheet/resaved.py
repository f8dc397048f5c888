"""Whether two PDFs hold the same, however each was saved.

Numbers of objects, their order and how they are packed do not count; all that a reader's program can be led to does
(ISO 32000-1, 7.3 and 7.5).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

_ROOTS = ("/Root", "/Info")
"""Entries of a file's trailer through which everything that it shows is reached."""
_PACKING = {"/Length", "/Filter", "/DecodeParms", "/DL"}
"""Entries of a stream that say how it is packed, and not what is in it."""

_Number = tuple[int, int]


def difference(pdf: bytes, expected: bytes) -> str:
    """Take a PDF and another that was made here; return where the first does not hold what the second does.

    That is the way from the trailer, such as `Root/Outlines/First/Title`, or an empty text if both hold the same.
    Raises pikepdf.PdfError if the first cannot be read.
    """
    with pikepdf.open(io.BytesIO(pdf)) as theirs, pikepdf.open(io.BytesIO(expected)) as ours:
        way = _first_difference(theirs, ours)
        return way.removeprefix("/") or ("its structure, which is damaged" if theirs.get_warnings() else "")


def _first_difference(theirs: pikepdf.Pdf, ours: pikepdf.Pdf) -> str:
    # Both are walked side by side, and each object of ours once: nothing in theirs can make the way longer.
    partners: dict[_Number, _Number] = {}
    waiting = [(name, theirs.trailer.get(name), ours.trailer.get(name)) for name in _ROOTS]
    while waiting:
        way, one, other = waiting.pop()
        number, partner = _number(other), _number(one)
        if number and partner and number in partners:
            if partners[number] != partner:
                return way
            continue
        if number and partner:
            partners[number] = partner
        if not _is_alike(one, other):
            return way
        waiting += _parts(way, one, other)
    return ""


def _number(value: Any) -> _Number | None:
    """Take a value and return its number if it is an object of its own, to which several others may refer."""
    return value.objgen if getattr(value, "is_indirect", False) else None


def _is_alike(one: Any, other: Any) -> bool:
    """Take two values and return whether they are the same, as far as can be said without looking at their parts."""
    if isinstance(other, pikepdf.Stream):
        return isinstance(one, pikepdf.Stream) and _keys(one) == _keys(other) and _content_is_alike(one, other)
    if isinstance(other, pikepdf.Dictionary):
        return isinstance(one, pikepdf.Dictionary) and _keys(one) == _keys(other)
    if isinstance(other, pikepdf.Array):
        return isinstance(one, pikepdf.Array) and len(one) == len(other)
    if isinstance(other, pikepdf.String):
        return isinstance(one, pikepdf.String) and bytes(one) == bytes(other)
    return type(one) is type(other) and bool(one == other)


def _keys(value: Any) -> set[str]:
    return set(value.keys()) - _PACKING if isinstance(value, pikepdf.Stream) else set(value.keys())


def _content_is_alike(one: pikepdf.Stream, other: pikepdf.Stream) -> bool:
    expected = other.read_bytes()
    if "/DecodeParms" in one:
        return False
    if "/Filter" not in one:
        return one.read_raw_bytes() == expected
    if one.get("/Filter") not in (pikepdf.Name.FlateDecode, pikepdf.Array([pikepdf.Name.FlateDecode])):
        return False
    unpacking = zlib.decompressobj()
    try:
        # One byte more than is expected, so that what unpacks to gigabytes is not unpacked.
        return unpacking.decompress(one.read_raw_bytes(), len(expected) + 1) == expected
    except zlib.error:
        return False


def _parts(way: str, one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    """Take the way to two values that are alike, and the values; yield their parts, each with the way to it."""
    if isinstance(other, pikepdf.Array):
        yield from ((f"{way}/{index}", *pair) for index, pair in enumerate(zip(one, other, strict=True)))
    elif isinstance(other, pikepdf.Dictionary | pikepdf.Stream):
        yield from ((f"{way}{key}", one.get(key), other.get(key)) for key in sorted(_keys(other)))
