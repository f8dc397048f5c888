"""What tables have in common: ids of entries and documents, numbered parts, histories, stretches of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from factsheet.records import Change, Span
from factsheet.tables.shape import Cell, Kind, field, key, place

Part = TypeVar("Part")
ENTRY = key("claim", "The id of the entry.", "claims")
DOCUMENT = key("evidence", "The id of the document.", "evidence")


def numbered(several: Iterable[tuple[str, Sequence[Part]]]) -> list[tuple[str, int, Part]]:
    """Take ids, each with what there are several of for it; return the id, the number from 1, and each of these."""
    return [(name, number, part) for name, parts in several for number, part in enumerate(parts, start=1)]


def changes() -> tuple[Cell[tuple[str, int, Change]], ...]:
    """Return the columns of a history but for the first, which says whose it is."""
    return (
        (place("Place in the history, oldest first."), lambda row: row[1]),
        (field(Change, "version", Kind.INTEGER, required=True), lambda row: row[2].version),
        (field(Change, "date", Kind.DAY, called="day", required=True), lambda row: row[2].date),
        (field(Change, "level", required=True), lambda row: row[2].level),
        (field(Change, "change", required=True), lambda row: row[2].change),
    )


def start(span: Span) -> str:
    """Take a stretch of time and return the date with which it begins, as precise as it is known."""
    return str(span).partition("/")[0]


def end(span: Span) -> str | None:
    """Take a stretch of time and return the date with which it ends, or nothing if it is open."""
    first, slash, last = str(span).partition("/")
    return None if last == ".." else last if slash else first
