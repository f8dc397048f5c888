"""What a table is: columns with their meaning, a key, references to other tables, and rows."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from factsheet.records import Model, PartialDate, Term

Item = TypeVar("Item")
Value = str | int | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    DAY = "day"
    """A day, YYYY-MM-DD."""
    DATE = "date"
    """A date of day, month or year precision: 2023-02-18, 2023-02 or 2023."""
    ADDRESS = "address"


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, what its values are, and what they mean."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    """Whether no row lacks a value."""
    refers: tuple[str, str] | None = None
    """The table and the column in which its values are found."""
    terms: tuple[str, ...] = ()
    """The words of which its values are, if the list of them is controlled."""


@dataclass(frozen=True)
class Reference:
    """Columns that together name a row of another table."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with its rows, in a fixed order; None stands for no value, and no text is empty."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[Row, ...]
    joint: tuple[Reference, ...] = ()
    """References of several columns together."""

    @property
    def references(self) -> tuple[Reference, ...]:
        """Return all references to other tables: those of single columns, and those of several together."""
        single = (Reference((c.name,), c.refers[0], (c.refers[1],)) for c in self.columns if c.refers)
        return (*single, *self.joint)


Cell = tuple[Column, Callable[[Item], Any]]
"""A column, and the call that takes what a row is about and returns the value."""


def table(
    name: str,
    meaning: str,
    key: tuple[str, ...],
    items: Iterable[Item],
    *cells: Cell[Item],
    joint: tuple[Reference, ...] = (),
) -> Table:
    """Take a table's name, meaning, key, what its rows are about, its columns, and joint references; return it."""
    columns = tuple(column for column, _ in cells)
    rows = tuple(tuple(_value(read(item)) for _, read in cells) for item in items)
    return Table(name, meaning, columns, key, rows, joint)


def field(
    model: type[Model],
    name: str,
    kind: Kind = Kind.TEXT,
    *,
    called: str = "",
    required: bool = False,
    refers: tuple[str, str] | None = None,
) -> Column:
    """Take a field of a model, the kind of its values and what else holds; return the column with its description."""
    described = model.model_fields[name]
    return Column(called or name, kind, described.description or "", required, refers, _terms(described.annotation))


def key(name: str, meaning: str, table: str, column: str = "id") -> Column:
    """Take the name and meaning of a column whose values every row has, and whose they are; return the column."""
    return Column(name, Kind.TEXT, meaning, required=True, refers=(table, column))


def place(meaning: str) -> Column:
    """Take the meaning of a place in a list, counted from 1, and return the column for it."""
    return Column("number", Kind.INTEGER, meaning, required=True)


def _value(value: object) -> Value:
    if isinstance(value, str | date | PartialDate):
        return str(value) or None
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"a cell cannot hold {value!r}")


def _terms(annotation: Any) -> tuple[str, ...]:
    found = [kind for kind in (annotation, *typing.get_args(annotation)) if isinstance(kind, type)]
    return tuple(word for kind in found if issubclass(kind, Term) for word in kind)
