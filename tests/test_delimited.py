"""The tables as CSV: any program reads back what stands in them, and none takes a cell for a formula."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet.exporters import delimited
from factsheet.exporters.delimited import content, guarded
from factsheet.tables import Column, Kind, Table, tables
from tests.faker import FakeCollection, link, quote
from tests.test_pages_hostile import ATTACKS
from tests.test_tables import rich
from tests.workshop import edition

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("https://example.org/?"&A1,"more")',
    "=cmd|' /C calc'!A0",
    "\tTab",
    "\rReturn",
    "\nLine",
    "\uff1d1+1",  # full-width = + - @, which some spreadsheets take for the plain ones
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "\ufe661+1",  # the small forms of = + - @
    "\ufe621",
    "\ufe631",
    "\ufe6bSUM(A1)",
    " =1+1",  # behind what is stripped or not seen
    "\u00a0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u2060\u202e =1+1",
    "\u00ad=1+1",
    "\x00=1+1",
    "\u0301=1+1",
    "'=1+1",
    "'apostrophe",
    "''twice",
)
PLAIN = (
    "1+1=2",
    "a@example.org",
    "https://example.org/?a=1",
    "‘quoted’",
    "’s",
    "−1 °C",
    "– a dash",
    '"',
    ",",
    ";=1",
    "é",
)


def table(*texts: str | None) -> Table:
    """Take texts; return a table with a row for each, after a number."""
    columns = (Column("number", Kind.INTEGER, "A number."), Column("text", Kind.TEXT, "A text."))
    return Table("texts", "Texts.", columns, ("number",), tuple(enumerate(texts, start=1)))


def read(made: bytes) -> list[list[str]]:
    """Take CSV and return its cells as the standard library reads them, with one apostrophe less where one leads."""
    lines = list(csv.reader(io.StringIO(made.decode("utf-8"), newline="")))
    return [[cell.removeprefix("'") for cell in line] for line in lines]


def test_how_a_table_is_written() -> None:
    given_table = table("Plain", None, 'Said "no", and left', "Two\nlines", "Größe", "=1+1", "'s", " spaces ")
    assert content(given_table) == (
        b"number,text\r\n"
        b"1,Plain\r\n"
        b"2,\r\n"
        b'3,"Said ""no"", and left"\r\n'
        b'4,"Two\nlines"\r\n'
        b"5,Gr\xc3\xb6\xc3\x9fe\r\n"
        b"6,'=1+1\r\n"
        b"7,''s\r\n"
        b"8, spaces \r\n"
    )
    assert content(table()) == b"number,text\r\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_has_an_apostrophe_in_front(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert read(content(table(text)))[1] == ["1", text]


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stand_as_they_are(text: str) -> None:
    assert guarded(text) == text
    assert read(content(table(text)))[1] == ["1", text]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=5))
@example([*FORMULAS, *PLAIN, *ATTACKS])
@example(['"\r\n1,=1+1\r\n"', "\r\n", '"', "'", "''", "\x1a"])
def test_every_text_can_be_read_back(texts: list[str]) -> None:
    made = content(table(*texts))
    assert read(made) == [["number", "text"], *([str(number), text] for number, text in enumerate(texts, start=1))]


@given(st.text(), st.text())
def test_two_texts_never_look_the_same(one: str, other: str) -> None:
    assert (guarded(one) == guarded(other)) == (one == other)


def test_every_table_has_a_file_with_its_cells(collection: FakeCollection) -> None:
    rich(collection)
    made = edition(collection)
    files = delimited.files(made)
    assert tuple(files) == delimited.FILES
    assert "csv/claim_evidence_quotes.csv" in files
    for one in tables(made.register):
        cells = read(files[f"csv/{one.name}.csv"])
        assert cells[0] == [column.name for column in one.columns]
        assert cells[1:] == [["" if value is None else str(value) for value in row] for row in one.rows]


@pytest.mark.parametrize("text", [*ATTACKS, "=1+1", "@SUM(A1)", "'=1+1", '"",=1+1', "+1\n\n=1+1"])
def test_hostile_records_begin_no_formula(collection: FakeCollection, text: str) -> None:
    collection.claim(rating_reason=text, unknowns=text, evidence=[link(establishes=text, does_not_establish=text)])
    collection.evidence(
        summary=text, limits=text, quotes=[quote(id="carts", text=text, translation=text, translator="Us")]
    )
    files = delimited.files(edition(collection))
    lines = [line for made in files.values() for line in csv.reader(io.StringIO(made.decode(), newline=""))]
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))] == []
    assert sum(line.count(guarded(text)) for line in lines) == 8
    assert sum(line.count(text) for made in files.values() for line in read(made)) == 8


@pytest.mark.slow
def test_another_reader_reads_the_same(tmp_path: Path) -> None:
    texts = [text for text in (*FORMULAS, *PLAIN, *ATTACKS) if "\x00" not in text]
    path = tmp_path / "texts.csv"
    path.write_bytes(content(table(*texts)))
    program = (
        "import sys, json\n"
        "from frictionless import Dialect, Resource, Schema, fields\n"
        "schema = Schema(fields=[fields.IntegerField(name='number'), fields.StringField(name='text')])\n"
        "resource = Resource(path='texts.csv', schema=schema)\n"
        "print(json.dumps([row['text'] for row in resource.read_rows()]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [guarded(text) for text in texts]
