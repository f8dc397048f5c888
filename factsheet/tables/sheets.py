"""The tables of sheets about topics."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.project import Sheet
from factsheet.records import Evidence
from factsheet.register import Register
from factsheet.tables.shape import Table, field, key, place, table
from factsheet.tables.shared import DOCUMENT, ENTRY, numbered
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
        numbered((topic.sheet.id, topic.claims) for topic in register.topics),
        (SHEET, lambda row: row[0]),
        (place("Place on the sheet."), lambda row: row[1]),
        (ENTRY, lambda row: row[2].id),
    )  # fmt: skip
    yield table(
        "sheet_reading", "Documents on the topic of a sheet with which a reader may go on.", ("sheet", "number"),
        numbered((topic.sheet.id, _reading(register, topic)) for topic in register.topics),
        (SHEET, lambda row: row[0]),
        (place("Place in the list for reading on."), lambda row: row[1]),
        (DOCUMENT, lambda row: row[2].id),
    )  # fmt: skip


def _reading(register: Register, topic: Topic) -> list[Evidence]:
    return [evidence for evidence in topic.further_reading if evidence.id in register.document_by_id]
