"""The collection as tables: the one definition of every column that CSV, SQLite and the data package are made from.

Nothing withheld and no draft is in a row, and of a withdrawn entry only its claim, its status and its history.
Translations are not part of any page yet, and of no table.
"""

from __future__ import annotations

from itertools import chain

from factsheet.register import Register
from factsheet.tables import claims, evidence, names, sheets
from factsheet.tables.shape import Column, Kind, Reference, Row, Table

NAMES = (*names.NAMES, *claims.NAMES, *evidence.NAMES, *sheets.NAMES)
"""The names of the tables, in their order."""


def tables(register: Register) -> tuple[Table, ...]:
    """Take what the collection lists and return its tables; each stands behind those that its rows refer to."""
    return tuple(chain(*(room.tables(register) for room in (names, claims, evidence, sheets))))


__all__ = ["NAMES", "Column", "Kind", "Reference", "Row", "Table", "tables"]
