"""Reads a printed file that somebody was handed: the records it carries, and what stands on its pages.

The file may come from anybody: nothing in it is run, what is decoded has a limit, and all but the first look is meant
to be called within bounds.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from factsheet import characters, digests, enclosures, versions
from factsheet.bounds import Unreadable
from factsheet.problems import Unable
from factsheet.records.fields import BASE_ADDRESS_CHARACTERS, web_address
from factsheet.versions import Version

if TYPE_CHECKING:
    import pikepdf

Found = TypeVar("Found")
MAX_BYTES = 32 * 1024 * 1024
"""A larger file is refused: the largest form has a tenth of it."""
MAX_DECODED = 64 * 1024 * 1024
"""All attachments together may not decode to more."""
MAX_PAGES = 2_000
MAX_SIDE = 2_000.0
"""Points; sheets of A3, on which nothing of ours is printed, have 1,191."""
DOTS_PER_POINT = 1.0
"""The resolution at which pages are compared as pictures: a changed letter changes several dots."""


_ACTING = {"/AA", "/AcroForm", "/JS", "/JavaScript", "/Launch", "/OCProperties", "/OpenAction", "/RichMedia", "/XFA"}


class NoRecords(Unreadable):
    """A PDF that carries no records of this tool; the message says what is missing."""


@dataclass(frozen=True)
class Carried:
    """What a printed file says of itself."""

    versions: tuple[Version, ...]
    printed: dict[str, str]
    """The name of the file, and the address for which it was made."""


@dataclass(frozen=True)
class Page:
    """One page as a reader sees it."""

    words: tuple[str, ...]
    links: tuple[str, ...]
    picture: str
    """Digest of its dots in shades of grey."""


def read_bytes(path: Path) -> bytes:
    """Take the path of a PDF and return its bytes. Raises Unable if it is none, or too large to be one of ours."""
    name = characters.visible(str(path))
    if not path.is_file():
        raise Unable(f"'{name}' is not a file")
    if path.stat().st_size > MAX_BYTES:
        raise Unable(f"'{name}' has more than {MAX_BYTES // 1024 // 1024} MB, and no sheet has")
    content = path.read_bytes()
    if not content.startswith(b"%PDF-"):
        raise Unable(f"'{name}' is no PDF")
    return content


def carried(pdf: bytes) -> Carried:
    """Take a PDF and return what it says of itself. Raises NoRecords if it carries no records that can be read."""
    text = attachments(pdf).get(enclosures.RECORDS)
    if text is None:
        raise NoRecords("it carries no records")
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != enclosures.FORMAT:
            raise NoRecords(f"its records are not of format {enclosures.FORMAT}")
        found = tuple(map(versions.parse, data["entries"]))
        printed = {name: str(data["printed"][name]) for name in ("file", "base_url")}
        _check_address(printed["base_url"])
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        reason = fault if isinstance(fault, ValueError) and not isinstance(fault, json.JSONDecodeError) else "damaged"
        raise NoRecords(f"the records that it carries cannot be read: {reason}") from None
    if not found:
        raise NoRecords("it carries the records of no entry")
    if len({version.id for version in found}) < len(found):
        raise NoRecords("it carries the records of an entry twice")
    return Carried(found, printed)


def _check_address(address: str) -> None:
    if len(address) > BASE_ADDRESS_CHARACTERS:
        raise ValueError("its address is too long")
    if address:
        web_address(address)


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Take a PDF and return the contents of the files in it by name. Raises NoRecords if it cannot be read."""
    return _read(pdf, lambda opened: dict(_decoded_attachments(opened)))


def _decoded_attachments(opened: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    room = MAX_DECODED
    for name, spec in opened.attachments.items():
        content = _decoded(spec.obj.EF.F, room)
        room -= len(content)
        yield name, content


def _decoded(stream: Any, room: int) -> bytes:
    if stream.get("/Filter") != "/FlateDecode" or "/DecodeParms" in stream:
        raise NoRecords("what it carries is packed in an unknown way")
    unpacked = zlib.decompressobj()
    try:
        content = unpacked.decompress(stream.read_raw_bytes(), room + 1)
    except zlib.error:
        raise NoRecords("what it carries is damaged") from None
    if len(content) > room:
        raise NoRecords("what it carries is too large")
    return content


def pages(pdf: bytes) -> list[Page]:
    """Take a PDF and return its pages as a reader sees them. Raises NoRecords if they cannot be read."""
    import pypdfium2

    addresses = _read(
        pdf, lambda opened: [[_target(note) for note in page.obj.get("/Annots", ())] for page in opened.pages]
    )
    if len(addresses) > MAX_PAGES:
        raise NoRecords(f"it has more than {MAX_PAGES:,} pages")
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return [
                Page(_words(page), tuple(links), _picture(page))
                for page, links in zip(document, addresses, strict=True)
            ]
    except (pypdfium2.PdfiumError, ValueError) as fault:
        raise NoRecords(f"its pages cannot be read: {fault}") from None


def acting(pdf: bytes) -> list[str]:
    """Take a PDF and return the names of what in it runs, opens, or can be filled in; no sheet has any.

    Raises NoRecords if it cannot be read.
    """
    import pikepdf

    def names(opened: pikepdf.Pdf) -> set[str]:
        return {key for item in opened.objects if isinstance(item, pikepdf.Dictionary) for key in item.keys()}  # noqa: SIM118

    return sorted(name.removeprefix("/") for name in _read(pdf, names) & _ACTING)


def _read(pdf: bytes, find: Callable[[pikepdf.Pdf], Found]) -> Found:
    """Take a PDF and what to find in it; return what was found. Raises NoRecords if the file is not sound."""
    import pikepdf  # here, because builds do not read what they printed

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return find(opened)
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, KeyError, TypeError, ValueError) as fault:
        raise NoRecords(f"what it carries cannot be read: {fault}") from None


def _picture(page: Any) -> str:
    if not all(0 < side <= MAX_SIDE for side in page.get_size()):
        raise NoRecords("a page of it is smaller or larger than any sheet")
    return digests.of_bytes(page.render(scale=DOTS_PER_POINT, grayscale=True).to_pil().tobytes())


def _words(page: Any) -> tuple[str, ...]:
    return tuple(page.get_textpage().get_text_bounded().split())


def _target(note: Any) -> str:
    action = note.get("/A", {})
    if note.get("/Subtype") == "/Link" and action.get("/S") == "/URI":
        return str(action.get("/URI"))
    if note.get("/Subtype") == "/Link" and "/Dest" in note and not action:
        return "within the file"
    return f"{note.get('/Subtype')} {action.get('/S', '')}".strip()
