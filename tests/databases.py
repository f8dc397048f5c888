"""What the tests of the database share: a database opened, and its rows."""

from __future__ import annotations

import sqlite3
from sqlite3 import Connection
from typing import Any

from factsheet.exporters.database import DATABASE, files
from tests.faker import FakeCollection
from tests.workshop import edition

Rows = list[tuple[Any, ...]]


def connect(content: bytes) -> Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(content)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def of(collection: FakeCollection) -> Connection:
    return connect(files(edition(collection))[DATABASE])


def rows(connection: Connection, query: str) -> Rows:
    return connection.execute(query).fetchall()


def records(connection: Connection, view: str) -> list[dict[str, Any]]:
    found = connection.execute(f"SELECT * FROM {view}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def names(connection: Connection, kind: str) -> list[str]:
    return [name for (name,) in rows(connection, f"SELECT name FROM sqlite_master WHERE type = '{kind}'")]
