"""What the tests of the database share: our own collection, a database opened, and its rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from factsheet import corpus, project
from factsheet.exporters.database import NAME, files
from factsheet.exporters.edition import Edition
from factsheet.loader import CheckedCollection
from tests.faker import FakeCollection
from tests.workshop import edition, edition_of

Rows = list[tuple[Any, ...]]


def connect(content: bytes) -> Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(content)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def of(collection: FakeCollection) -> Connection:
    return connect(files(edition(collection))[NAME])


def rows(connection: Connection, query: str) -> Rows:
    return connection.execute(query).fetchall()


def records(connection: Connection, view: str) -> list[dict[str, Any]]:
    found = connection.execute(f"SELECT * FROM {view}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def names(connection: Connection, kind: str) -> list[str]:
    return [name for (name,) in rows(connection, f"SELECT name FROM sqlite_master WHERE type = '{kind}'")]


def unrendered(folder: Path) -> Edition:
    """Take a collection's folder and return its edition without texts as HTML, which no table holds."""
    file, _ = project.load(folder)
    assert file is not None
    read, _ = corpus.load(folder)
    return edition_of(CheckedCollection(file, read, {}, [], {}))
