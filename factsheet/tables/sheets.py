"""The tables of sheets about topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factsheet.project import Sheet
from factsheet.register import Register
from factsheet.tables.shape import Table, field, key, place, table
from factsheet.topics import Topic

SHEET = key("sheet", "The id of the sheet.", "sheets")
NAMES = ("sheets", "sheet_claims", "sheet_reading")


def tables(register: Register) -> Iterator[Table]:
    """Take what the collection lists and yield the tables of its sheets."""
    yield table(
        "sheets", "Sheets about a topic, on which several entries stand together.", ("id",), register.topics,
        (field(Sheet, "id", required=True), lambda topic: topic.sheet.id),
        (field(Sheet, "title", required=True), lambda topic: topic.sheet.title),
        (field(Sheet, "fact", required=True), lambda topic: topic.sheet.fact),
        (field(Sheet, "lead", required=True), lambda topic: topic.sheet.lead),
    )  # fmt: skip
    yield table(
        "sheet_claims", "The entries on each sheet.", ("sheet", "number"),
        _listed(register, lambda topic: [claim.id for claim in topic.claims]),
        (SHEET, lambda row: row[0]),
        (place("Place on the sheet."), lambda row: row[1]),
        (key("claim", "The id of the entry.", "claims"), lambda row: row[2]),
    )  # fmt: skip
    yield table(
        "sheet_reading", "Documents on the topic of a sheet with which a reader may go on.", ("sheet", "number"),
        _listed(register, lambda topic: [e.id for e in topic.further_reading if e.id in register.document_by_id]),
        (SHEET, lambda row: row[0]),
        (place("Place in the list for reading on."), lambda row: row[1]),
        (key("evidence", "The id of the document.", "evidence"), lambda row: row[2]),
    )  # fmt: skip


def _listed(register: Register, several: Callable[[Topic], list[str]]) -> list[tuple[str, int, str]]:
    """Take what the collection lists and what each sheet names; return the sheet, the number and each name."""
    return [
        (topic.sheet.id, number, name)
        for topic in register.topics
        for number, name in enumerate(several(topic), start=1)
    ]
