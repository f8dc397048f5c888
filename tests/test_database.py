"""The collection as an SQLite database: the same bytes each time, all rows, and no more than may be shown."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest

from factsheet import digests, loader, sqlite
from factsheet.exporters.database import DATABASE, SEARCHED, definition, files
from factsheet.exporters.edition import Edition
from factsheet.tables import Column, Kind, Reference, Table, tables
from tests.databases import connect, names, of, records, rows
from tests.faker import TODAY, FakeCollection, appearance, change, link, quote
from tests.test_withheld import DIARY, DRAFT, WITHHELD
from tests.workshop import ROOT, edition, edition_of


def made(folder: Path) -> str:
    return digests.of_bytes(files(edition_of(loader.read(folder, TODAY)))[DATABASE])


@pytest.mark.slow
def test_the_same_records_make_the_same_bytes_in_any_process(real: Edition) -> None:
    expected = digests.of_bytes(files(real)[DATABASE])
    code = "from tests.test_database import *; print(made(ROOT))"
    printed = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "SQLITE_TMPDIR": "/nowhere"},
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    ]  # fmt: skip
    assert printed == [f"{expected}\n"] * 2


def test_the_file_is_whole_and_tells_its_format(opened: Connection) -> None:
    said = {
        name: rows(opened, f"PRAGMA {name}")
        for name in (
            "integrity_check", "foreign_key_check", "freelist_count", "page_size", "encoding", "user_version",
            "auto_vacuum",
        )
    }  # fmt: skip
    assert said == {
        "integrity_check": [("ok",)], "foreign_key_check": [], "freelist_count": [(0,)], "page_size": [(4096,)],
        "encoding": [("UTF-8",)], "user_version": [(1,)], "auto_vacuum": [(0,)],
    }  # fmt: skip
    # File format versions (sqlite.org/fileformat.html, section 1.3.3): a reader needs no second file beside this one.
    assert opened.serialize()[18:20] == b"\x01\x01"
    assert names(opened, "trigger") == []


def test_every_row_is_read_back_as_it_was(real: Edition, opened: Connection) -> None:
    listed = tables(real.register)
    assert len(listed) > 20
    for table in listed:
        columns = ", ".join(column.name for column in table.columns)
        assert rows(opened, f"SELECT {columns} FROM {table.name} ORDER BY rowid") == list(table.rows), table.name


def test_the_schema_tells_what_columns_mean_and_refer_to(real: Edition, opened: Connection) -> None:
    schema: dict[str, str] = dict(rows(opened, "SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    for table in tables(real.register):
        for column in table.columns:
            assert f"  {column.name} {'INTEGER' if column.kind is Kind.INTEGER else 'TEXT'}" in schema[table.name]
            assert f" -- {column.meaning}\n" in schema[table.name]
        found: dict[int, list[tuple[str, str, str]]] = {}
        for number, _, parent, child, key, *_ in rows(opened, f"PRAGMA foreign_key_list({table.name})"):
            found.setdefault(number, []).append((child, parent, key))
        expected = [[(c, r.table, k) for c, k in zip(r.columns, r.key, strict=True)] for r in table.references]
        assert sorted(found.values()) == sorted(expected)
        key = rows(opened, f"SELECT name FROM pragma_table_info('{table.name}') WHERE pk ORDER BY pk")
        assert key == [(name,) for name in table.key]


def test_every_reference_has_an_index(opened: Connection) -> None:
    for table in names(opened, "table"):
        if rows(opened, f"PRAGMA foreign_key_list({table})"):
            indexes = [name for _, name, *_ in rows(opened, f"PRAGMA index_list({table})")]
            indexed = {tuple(c for _, _, c in rows(opened, f"PRAGMA index_info({index})")) for index in indexes}
            references: dict[int, tuple[str, ...]] = {}
            for number, _, _, column, *_ in rows(opened, f"PRAGMA foreign_key_list({table})"):
                references[number] = (*references.get(number, ()), column)
            for columns in references.values():
                assert any(index[: len(columns)] == columns for index in indexed), (table, columns)


def test_no_row_that_others_refer_to_can_be_taken_away(real: Edition) -> None:
    tried = 0
    with closing(connect(files(real)[DATABASE])) as connection:
        for table in tables(real.register):
            for reference in table.references:
                columns = ", ".join(reference.columns)
                key = " AND ".join(f"{name} = ?" for name in reference.key)
                whole = " AND ".join(f"{name} IS NOT NULL" for name in reference.columns)
                for row in rows(connection, f"SELECT {columns} FROM {table.name} WHERE {whole} LIMIT 1"):
                    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
                        connection.execute(f"DELETE FROM {reference.table} WHERE {key}", row)
                    tried += 1
    assert tried > 20


def small(**fields: Any) -> Connection:
    column = Column(**{"name": "value", "kind": Kind.TEXT, "meaning": "A value."} | fields)
    number = Column("number", Kind.INTEGER, "A number.", required=True)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(definition(Table("things", "Some things.", (number, column), ("number",), ())))
    return connection


def accepted(connection: Connection, value: object) -> bool:
    try:
        connection.execute("INSERT INTO things (value, number) VALUES (?, abs(random()))", (value,))
    except sqlite3.DatabaseError:
        return False
    return True


@pytest.mark.parametrize(
    ("fields", "right", "wrong"),
    [
        ({"terms": ("open", "it's")}, ("open", "it's", None), ("Open", "", "shut", "open ")),
        ({"kind": Kind.DAY}, ("2023-02-28", "0001-01-01", None), ("2023-02-29", "2023-02", "now", "", "2459000.5")),
        (
            {"kind": Kind.DATE},
            ("2023", "2023-02", "2023-02-28", None),
            (
                "2023-02-29", "2023-13", "2023-2", "202", "", "now", "20230228", "2023-02-1", "2459000", "2023-",
                "2023-02-28 ", "2023-02-28 12:00", "12:00", "2459000.55",
            ),
        ),
        ({"kind": Kind.INTEGER}, (1, None), ("one", "1.5")),
        ({"required": True}, ("", "a"), (None,)),
    ],
)  # fmt: skip
def test_a_column_takes_nothing_but_its_kind(fields: dict[str, Any], right: Any, wrong: Any) -> None:
    with closing(small(**fields)) as connection:
        assert [value for value in right if not accepted(connection, value)] == []
        assert [value for value in wrong if accepted(connection, value)] == []


@pytest.mark.parametrize("meaning", ["a\n); DROP TABLE x; --", "*/ ' \" ` ] --", "a\r\nb\x85c\u2028d", "--", "/* "])
def test_no_meaning_ends_its_comment(meaning: str) -> None:
    one = Column("one", Kind.TEXT, meaning)
    two = Column("two", Kind.TEXT, meaning, refers=("things", "one"))
    table = Table("things", meaning, (one, two), ("one",), (), (Reference(("one", "two"), "things", ("one", "two")),))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(definition(table))
        assert [row[1] for row in rows(connection, "PRAGMA table_info(things)")] == ["one", "two"]
        assert len(rows(connection, "PRAGMA foreign_key_list(things)")) == 3


HOSTILE = "'); DROP TABLE claims; -- \" ` ]] \\ %s {} \t <b> “é” مرحبا"


def test_hostile_texts_stay_texts(collection: FakeCollection) -> None:
    said = appearance(claimant={"name": HOSTILE, "office": HOSTILE, "party": "town"}, venue=HOSTILE)
    text = f"{HOSTILE}\n\n--\n"
    collection.claim(
        claim=HOSTILE, appearances=[said], unknowns=text, rating_reason=text, places=[HOSTILE], evidence=[link()]
    )
    collection.evidence(title=HOSTILE, publisher=HOSTILE, quotes=[quote(id="a", text=text)], limits=text)
    with closing(of(collection)) as connection:
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]
        assert rows(connection, "SELECT claim, unknowns FROM claims") == [(HOSTILE, text.strip())]
        assert rows(connection, "SELECT title, publisher, limits FROM evidence") == [(HOSTILE, HOSTILE, text.strip())]
        assert rows(connection, "SELECT text FROM quotes") == [(text.strip(),)]
        assert rows(connection, "SELECT name FROM claimants") == [(HOSTILE,)]
        assert [len(records(connection, view)) for view in ("claim_overview", "quotes_with_sources")] == [1, 1]
        assert rows(connection, "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'drop e مرحبا'") == [(1,)]


def withhold(collection: FakeCollection, **diary: Any) -> str:
    collection.evidence("diary", **DIARY, **diary)
    collection.evidence("quagga-letter")
    collection.evidence(derived_from=["diary"], conflicts_with=["diary"])
    collection.claim(evidence=[link("diary"), link()])
    collection.claim("BR-002", status="draft", **DRAFT)
    gone = [change(), change(version="2", date="2025-05-02", level="withdrawn", change="It was never said.")]
    collection.claim("BR-003", status="withdrawn", history=gone, summary="Okapi.", fact="No okapi crossed.")
    return files(edition(collection))[DATABASE].decode("utf-8", "replace").lower()


def test_nothing_withheld_is_in_the_bytes(collection: FakeCollection) -> None:
    assert [word for word in WITHHELD if word not in withhold(collection)] == []
    content = withhold(collection, sensitivity="withheld")
    assert [word for word in (*WITHHELD, "quagga", "okapi", "br-002") if word in content] == []
    assert "it was never said" in content


def test_of_a_withdrawn_entry_views_show_what_its_page_shows(collection: FakeCollection) -> None:
    withhold(collection)
    with closing(of(collection)) as connection:
        shown = {claim["id"]: {name: value for name, value in claim.items() if value} for claim in
                 records(connection, "claim_overview")}  # fmt: skip
        assert shown["BR-003"] == {
            "id": "BR-003", "status": "withdrawn", "claim": "The bridge was open to everybody all year.", "version": 2,
            "changed": "2025-05-02", "url": "https://example.org/bridge/BR-003/",
        }  # fmt: skip
        views = ("claim_documents", "both_sides", "claims_by_claimant", "recheck_due")
        assert {row["claim"] for view in views for row in records(connection, view)} == {"BR-001"}


def test_words_are_found_without_their_accents_and_after_a_vacuum(collection: FakeCollection) -> None:
    collection.evidence(
        quotes=[quote(id="first", text="Nobody came."), quote(id="cafe", text="Das Café an der Brücke")]
    )
    with closing(of(collection)) as connection:
        for _ in range(2):
            found = "SELECT id FROM quotes JOIN quotes_fts ON quotes.rowid = quotes_fts.rowid WHERE quotes_fts MATCH "
            assert [rows(connection, f"{found}'{word}'") for word in ("cafe", "CAFÉ", "brucke")] == [[("cafe",)]] * 3
            for table in SEARCHED:
                connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
            connection.execute("VACUUM")


def test_the_file_says_what_it_is(collection: FakeCollection) -> None:
    with closing(of(collection)) as connection:
        assert records(connection, "about") == [
            {
                "title": "The Bridge at Stonyford",
                "subtitle": "What was said about the closing, and what the record shows",
                "publisher": "Friends of the Bridge",
                "contact": "corrections@example.org",
                "statement": "We compile *public* sources about the bridge.",
                "licence": "CC BY 4.0",
                "licence_url": "https://creativecommons.org/licenses/by/4.0/",
                "quotations": "quotations belong to their authors",
                "format": 1,
                "newest": "2025-05-01",
                "url": "https://example.org/bridge/",
            }
        ]
        listed = {(name, kind) for name, kind in rows(connection, "SELECT name, kind FROM contents")}
        own = {(name, "table") for name in names(connection, "table") if "_fts" not in name}
        assert listed == (own - {("contents", "table")}) | {(name, "view") for name in names(connection, "view")}


def test_a_machine_that_cannot_make_it_is_told_why() -> None:
    sqlite.opened().close()  # nothing is wrong with this one
    remedy = "use another Python, or name the forms to be built without 'data'"
    assert sqlite.unable((3, 27, 0), []) is None
    assert sqlite.unable((3, 24, 1), []) == f"the data needs SQLite 3.27 or newer, and this Python has 3.24.1; {remedy}"
    assert sqlite.unable((3, 40, 1), ["the search of texts called FTS5"]) == (
        "the data needs an SQLite with the search of texts called FTS5, and that of this Python lacks it; " + remedy
    )


@pytest.mark.slow
def test_sqlite_utils_opens_it(real: Edition, tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    path.write_bytes(files(real)[DATABASE])

    def asked(*arguments: str) -> Any:
        command = [sys.executable, "-m", "sqlite_utils", *arguments]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    listed = {row["table"]: row["count"] for row in asked("tables", str(path), "--counts")}
    assert {table.name: len(table.rows) for table in tables(real.register)}.items() <= listed.items()
    with closing(connect(path.read_bytes())) as connection:
        assert {row["view"] for row in asked("views", str(path))} == set(names(connection, "view"))
    for table, columns in SEARCHED.items():
        filled = f"SELECT {columns[-1]} AS x FROM {table} WHERE x IS NOT NULL LIMIT 1"
        word = max(str(asked("query", str(path), filled)[0]["x"]).split(), key=len)  # fmt: skip
        assert asked("search", str(path), table, word, "--quote")
    assert asked("query", str(path), "SELECT party, rating_label, claims FROM ratings_by_party")


def test_a_collection_without_entries_has_a_database(collection: FakeCollection) -> None:
    collection.claim(status="draft")
    with closing(of(collection)) as connection:
        assert rows(connection, "SELECT newest FROM about") == [(None,)]
        assert [name for name in names(connection, "view") if records(connection, name)] == []
