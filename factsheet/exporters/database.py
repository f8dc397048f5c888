"""The collection as an SQLite database: the tables of `tables`, an index of their words, and views for usual questions.

Whoever opens the file finds in the table `contents` what each table and view is for, and in the schema what each column
means. The same records make the same bytes with the same release of SQLite, whose number stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from factsheet import sqlite
from factsheet.exporters.edition import Edition
from factsheet.tables import Column, Kind, Table

DATABASE = "factsheet.sqlite"
FILES = (DATABASE,)
"""The files, below the site's folder of data."""
FORMAT = 1
"""Raised when a table, a view or a column changes its meaning or goes away; SQLite's `user_version`."""
VIEWS = Path(__file__).with_name("views.sql").read_text("utf-8")
SEARCHED = {
    "claims": ("fact", "claim", "rating_reason", "summary", "explanation", "unknowns"),
    "appearances": ("venue", "quote", "translation", "title", "publisher"),
    "evidence": ("title", "publisher", "number", "summary", "limits"),
    "quotes": ("text", "translation"),
}
"""Tables whose words can be searched, and the columns in which they stand."""

# What a machine's SQLite was compiled with would else decide the bytes. Encoding and page size come before any table.
_SETTINGS = f"""
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
PRAGMA auto_vacuum = NONE;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA user_version = {FORMAT};
"""


def files(edition: Edition) -> dict[str, bytes]:
    """Take an edition and return its database by its name in `FILES`; raises Unable as `sqlite.opened` does."""
    collected = edition.tables
    about = _about(edition)
    return {DATABASE: database([*collected, about, _contents([*collected, about])])}


def database(listed: Sequence[Table]) -> bytes:
    """Take the tables of a collection, each behind those it refers to, and return the content of an SQLite file.

    Raises Unable if this Python has no SQLite, or one that is too old or cannot search texts.
    """
    with closing(sqlite.opened()) as connection:
        connection.executescript(_SETTINGS)
        connection.execute("BEGIN")
        for table in listed:
            connection.execute(definition(table))
            for index in _indexes(table):
                connection.execute(index)
            marks = ", ".join("?" * len(table.columns))
            # The names are those of our own tables; whatever strangers wrote is a parameter.
            connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)  # noqa: S608
        for name, columns in SEARCHED.items():
            for statement in _search(name, columns):
                connection.execute(statement)
        connection.execute("COMMIT")
        connection.executescript(VIEWS)
        connection.execute("VACUUM")
        return connection.serialize()


def definition(table: Table) -> str:
    """Take a table and return the statement that creates it, with the meaning of each column as a comment."""
    lines = [(_column(column, in_key=column.name in table.key), column.meaning) for column in table.columns]
    lines.append((f"PRIMARY KEY ({', '.join(table.key)})", ""))
    for reference in table.references:
        columns, key = ", ".join(reference.columns), ", ".join(reference.key)
        lines.append((f"FOREIGN KEY ({columns}) REFERENCES {reference.table} ({key})", ""))
    commas = [","] * (len(lines) - 1) + [""]
    body = [f"  {sql}{comma}{_comment(meaning)}" for (sql, meaning), comma in zip(lines, commas, strict=True)]
    return "\n".join([f"CREATE TABLE {table.name} ({_comment(table.meaning)}", *body, ")"])


def _column(column: Column, *, in_key: bool) -> str:
    kind = "INTEGER" if column.kind is Kind.INTEGER else "TEXT"
    needed = " NOT NULL" if column.required or in_key else ""
    return f"{column.name} {kind}{needed}{_check(column)}"


def _check(column: Column) -> str:
    """Take a column and return the constraint on its values, if there is one; where there is no value, it holds."""
    name = column.name
    if column.terms:
        return f" CHECK ({name} IN ({', '.join(_literal(term) for term in column.terms)}))"
    if column.kind is Kind.INTEGER:
        return f" CHECK (typeof({name}) IN ('integer', 'null'))"
    if column.kind is Kind.DAY:
        return f" CHECK ({name} IS date({name}, '+0 days'))"
    if column.kind is Kind.DATE:
        # SQLite reads no month without a day, takes a year alone for a number of days, and the 31st of any month for a
        # day until it has to reckon with it.
        day = f"date(substr({name} || '-01-01', 1, 10), '+0 days')"
        return f" CHECK ({name} IS substr({day}, 1, length({name})))"
    return ""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _comment(meaning: str) -> str:
    """Take a meaning and return it as a comment, which ends with the line: no break in it may end it sooner."""
    words = " ".join(meaning.split())
    return f" -- {words}" if words else ""


def _indexes(table: Table) -> Iterator[str]:
    """Take a table and yield an index for each reference that the index of its key does not serve."""
    columns = dict.fromkeys(reference.columns for reference in table.references)
    for named in columns:
        served = (table.key, *(other for other in columns if other != named))
        if not any(other[: len(named)] == named for other in served):
            yield f"CREATE INDEX {table.name}_{'_'.join(named)} ON {table.name} ({', '.join(named)})"


def _search(table: str, columns: Sequence[str]) -> Iterator[str]:
    # The index holds no copy of the texts but looks them up by row. Datasette and sqlite-utils know it by `content=`.
    index = f"{table}_fts"
    yield (
        f"CREATE VIRTUAL TABLE {index} USING fts5 "
        f"""({", ".join(columns)}, content="{table}", tokenize='unicode61 remove_diacritics 2')"""
    )
    for command in ("rebuild", "optimize"):
        yield f"INSERT INTO {index} ({index}) VALUES ('{command}')"  # noqa: S608


def _about(edition: Edition) -> Table:
    project, newest = edition.project, edition.register.newest
    publisher, licence = project.publisher, project.licence
    cells: tuple[tuple[Column, str | int], ...] = (
        (Column("title", Kind.TEXT, "Title of the collection.", required=True), project.title),
        (Column("subtitle", Kind.TEXT, "One line about it."), project.subtitle),
        (Column("publisher", Kind.TEXT, "Who publishes it.", required=True), publisher.name),
        (Column("contact", Kind.TEXT, "Where to send corrections."), publisher.contact),
        (Column("statement", Kind.TEXT, "Who the publisher is and why this is published."), publisher.statement),
        (Column("licence", Kind.TEXT, "Terms of use of the records’ own texts.", required=True), licence.name),
        (Column("licence_url", Kind.ADDRESS, "Address of these terms."), licence.url),
        (Column("quotations", Kind.TEXT, "What holds for the quotations, which belong to others."), licence.quotations),
        (Column("format", Kind.INTEGER, "Raised when tables or columns change their meaning.", required=True), FORMAT),
        (Column("newest", Kind.DAY, "The day of the newest version of any entry."), str(newest) if newest else ""),
        (Column("url", Kind.ADDRESS, "Address of the web edition, if it has one."), project.address("")),
    )
    row = tuple(value or None for _, value in cells)
    return Table(
        "about", "What this collection is and who publishes it.", tuple(c for c, _ in cells), ("title",), (row,)
    )


def _contents(listed: Iterable[Table]) -> Table:
    """Take tables and return one that tells what each of them is for, and which question each view answers."""
    columns = (
        Column("name", Kind.TEXT, "Name of a table or view.", required=True),
        Column("kind", Kind.TEXT, "Which of both it is.", required=True, terms=("table", "view")),
        Column("meaning", Kind.TEXT, "What stands in it, or which question it answers.", required=True),
    )
    rows = [(table.name, "table", table.meaning) for table in listed]
    return Table("contents", "What is in this file.", columns, ("name",), (*sorted(_questions()), *rows))


def _questions() -> Iterator[tuple[str, str, str]]:
    for name, comment in re.findall(r"^CREATE VIEW (\w+) AS\n((?:-- .*\n)+)", VIEWS, re.MULTILINE):
        yield name, "view", " ".join(line.removeprefix("-- ") for line in comment.splitlines())
