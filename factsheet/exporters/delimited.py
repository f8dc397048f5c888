"""The tables as CSV (RFC 4180), one file for each, so that no program takes a cell for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata

from factsheet.exporters.edition import Edition
from factsheet.tables import NAMES, Table

FOLDER = "csv"
FILES = tuple(f"{FOLDER}/{name}.csv" for name in NAMES)
"""The files, below the site's folder of data."""
GUARD = "'"
GUARDED = (
    "Where a spreadsheet could take a cell for a formula, because it begins with = + - or @, an apostrophe stands in "
    "front of it, and so it does where a cell begins with an apostrophe itself. Take away one apostrophe at the "
    "beginning of each cell that has one, and you have the texts as they were. The JSON files and the database hold "
    "them unchanged."
)
"""What whoever reads the files must know."""

_STARTS = frozenset("=+-@")
_SPLITS = ("\t", "\r", "\n")


def files(edition: Edition) -> dict[str, bytes]:
    """Take an edition and return its tables as CSV, by their names in `FILES`."""
    return {f"{FOLDER}/{table.name}.csv": content(table) for table in edition.tables}


def content(table: Table) -> bytes:
    """Take a table and return it as CSV, RFC 4180: UTF-8 with the names of columns first; no value is an empty cell.

    No text in a table is empty, so that nothing else can be.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(guarded(value) if isinstance(value, str) else value for value in row)
    return stream.getvalue().encode()


def guarded(text: str) -> str:
    """Take a text and return it with an apostrophe in front if a spreadsheet could take it for a formula.

    A text that begins with an apostrophe gets a second one, so that to take one away gives every text back.
    """
    return GUARD + text if text.startswith((GUARD, *_SPLITS)) or _is_formula(text) else text


def _is_formula(text: str) -> bool:
    # Spreadsheets drop spaces and what prints as nothing, and some read full-width and small forms as the plain ones.
    first = next((character for character in text if not _is_blank(character)), "")
    return not _STARTS.isdisjoint(unicodedata.normalize("NFKC", first))


def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Mn"}
