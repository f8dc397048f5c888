"""SQLite as this Python has it, and whether it can make a database with an index of words."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from factsheet.problems import Unable

if TYPE_CHECKING:
    from sqlite3 import Connection

OLDEST = (3, 27)
"""The first release of SQLite whose index of words takes letters with marks for the same however they are written."""

_REMEDY = "use another Python, or name the forms to be built without 'data'"


def opened() -> Connection:
    """Return a new database in memory; raises Unable if this Python has no SQLite, or one that will not do."""
    try:
        # Some Pythons are built without it, and they can make everything else.
        import sqlite3
    except ImportError:
        raise Unable(f"the data needs SQLite, and this Python was built without it; {_REMEDY}") from None
    connection = sqlite3.connect(":memory:", isolation_level=None)
    lacking = [] if hasattr(connection, "serialize") else ["a way to hand over a database as bytes"]
    try:
        connection.execute("SELECT fts5_source_id()")
    except sqlite3.OperationalError:
        lacking.append("the search of texts called FTS5")
    if fault := unable(sqlite3.sqlite_version_info, lacking):
        connection.close()
        raise Unable(fault)
    return connection


def release() -> str:
    """Return the release of SQLite that makes the database; raises Unable if this Python has none that can."""
    with closing(opened()) as connection:
        found: str = connection.execute("SELECT sqlite_version()").fetchone()[0]
    return found


def unable(release: tuple[int, ...], lacking: Iterable[str]) -> str | None:
    """Take the release of SQLite and words for what it lacks; return why it cannot make the database, or nothing."""
    if release < OLDEST:
        needed, found = (".".join(str(number) for number in numbers) for numbers in (OLDEST, release))
        return f"the data needs SQLite {needed} or newer, and this Python has {found}; {_REMEDY}"
    for lacked in lacking:
        return f"the data needs an SQLite with {lacked}, and that of this Python lacks it; {_REMEDY}"
    return None
