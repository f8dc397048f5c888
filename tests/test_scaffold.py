"""New records: what `factsheet new` writes is explained, valid but for its blanks, and never over another record."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from factsheet import cli, scaffold
from factsheet.source import Mapping, Scalar, parse
from tests.conftest import Expected
from tests.faker import FakeCollection

PAGE = "https://town.example.org/minutes?day=1&item=2#closing"

# The blanks in the order of the file, each with what a contributor might write.
CLAIM_BLANKS = [
    ("fact", "Carts could not cross."),
    ("claim", "The bridge was open."),
    ("name", "Ada Crane"),
    ("date", "2020-11-02"),
    ("venue", "Town council"),
    ("title", '"Minutes: the second day"'),
    ("publisher", "Town of Stonyford"),
    ("period", "2020"),
    ("topics", "bridge"),
    ("rating", "false"),
    ("rating_reason", "A court found otherwise."),
    ("summary", "A court found otherwise."),
    ("ref", "bridge-ruling"),
    ("relation", "contradicts"),
    ("establishes", "Carts were turned back."),
    ("does_not_establish", "Who turned them back."),
    ("unknowns", "Who turned them back."),
]
EVIDENCE_BLANKS = [
    ("title", "A letter of the town"),
    ("publisher", "Town of Stonyford"),
    ("type", "official-statement"),
    ("party_relation", "third-party"),
    ("level", "primary"),
    ("issued", "2020-05"),
    ("summary", "The town wrote that the bridge was open."),
    ("limits", "It does not say to whom."),
    ("level", "read-at-source"),
    ("found_in", '"https://town.example.org/"'),
]


def new(collection: FakeCollection, kind: str, *options: str) -> Path:
    """Run `factsheet new` and return the path of the one file that it wrote."""
    folder = collection.folder / ("claims" if kind == "claim" else "evidence")
    before = set(folder.iterdir())
    assert cli.run(["-C", str(collection.folder), "new", kind, *options]) == 0
    (path,) = set(folder.iterdir()) - before
    return path


def blanks(collection: FakeCollection) -> list[tuple[int, int, str]]:
    """Return line, column and field of each blank that `check` names; there must be no other error."""
    found = []
    for problem in collection.load().problems:
        if problem.severity == "error":
            assert problem.code == "empty", problem
            field = re.fullmatch(r"the field '(\w+)' has no value", problem.message)
            assert field, problem
            found.append((problem.at.line, problem.at.column, field[1]))
    return found


@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_a_new_record_explains_its_fields(collection: FakeCollection, expected: Expected, kind: str) -> None:
    path = new(collection, kind, "--url", PAGE)
    assert path.name == {"claim": "BR-002.yaml", "evidence": "town-1.yaml"}[kind]
    text = re.sub(r": \d{4}-\d{2}-\d{2}$", ": 2025-06-01", path.read_text("utf-8"), flags=re.MULTILINE)
    expected(f"scaffold/{kind}.yaml", text)


@pytest.mark.parametrize(("kind", "expected_blanks"), [("claim", CLAIM_BLANKS), ("evidence", EVIDENCE_BLANKS)])
def test_a_new_record_is_valid_once_its_blanks_and_no_more_are_filled(
    collection: FakeCollection, kind: str, expected_blanks: list[tuple[str, str]]
) -> None:
    path = new(collection, kind, "--url", PAGE)
    named = blanks(collection)
    assert [name for _, _, name in named] == [name for name, _ in expected_blanks]
    lines = path.read_text("utf-8").split("\n")
    for (line, column, _), (_, value) in zip(named, expected_blanks, strict=True):
        assert len(lines[line - 1]) == column - 1, "a blank ends its line"
        lines[line - 1] += f" {value}"
    path.write_text("\n".join(lines), "utf-8")
    remedy = "link it, name it as 'further_reading' of a sheet, or remove it"
    orphan = f"evidence/{path.name}:6:5: warning: no claim uses this evidence; {remedy} [orphan-evidence]"
    assert collection.problems() == ([] if kind == "claim" else [orphan])


@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_removing_the_hashes_gives_fields_that_there_are(collection: FakeCollection, kind: str) -> None:
    path = new(collection, kind, "--url", PAGE)
    text = path.read_text("utf-8")
    uncommented = re.sub(
        r"^( *)# ((?:[- ] )*(?:[a-z_]+:|-)|  +(?:- )?(?:[a-z_]+:|-))$", r"\1\2", text, flags=re.MULTILINE
    )
    assert uncommented != text
    path.write_text(uncommented, "utf-8")
    optional = {"office", "explanation", "recheck_by", "orcid"} if kind == "claim" else {"doi", "archive_urls", "note"}
    assert {name for _, _, name in blanks(collection)} >= optional


@pytest.mark.parametrize(
    ("others", "file"),
    [
        ([], "BR-002.yaml"),
        (["BR-002-more.yaml", "BR-007.yaml"], "BR-008.yaml"),
        (["BR-099.yaml"], "BR-100.yaml"),
        (["BR-999.yaml"], "BR-1000.yaml"),
    ],
)
def test_a_new_claim_gets_the_next_free_id(collection: FakeCollection, others: list[str], file: str) -> None:
    for other in others:
        collection.claim(other.removesuffix(".yaml")[:6], file=other)
    path = new(collection, "claim")
    assert path.name == file
    assert f"\nid: {path.stem}\n" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("", "source-1.yaml"),
        ("https://www.red-cross.example.org/en/x", "red-cross-1.yaml"),
        ("https://COURT.example.org/", "court-1.yaml"),
        ("https://müller.example.org/", "m-ller-1.yaml"),
        ("https://con/", "con-1.yaml"),
        ("http://[2001:db8::1]/", "2001-db8-1-1.yaml"),
        (f"https://{'a' * 63}.example.org/", f"{'a' * 60}-1.yaml"),
        (f"https://{'a' * 59}-bcd.example.org/", f"{'a' * 59}-1.yaml"),
    ],
)
def test_new_evidence_is_named_after_its_host(collection: FakeCollection, url: str, file: str) -> None:
    path = new(collection, "evidence", "--url", url)
    assert path.name == file
    assert f"\nid: {path.stem}\n" in path.read_text("utf-8")
    assert [name for _, _, name in blanks(collection) if name == "id"] == []


@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_new_records_are_never_written_over_one_another(collection: FakeCollection, kind: str) -> None:
    paths = [new(collection, kind) for _ in range(3)]
    names = ["BR-002.yaml", "BR-003.yaml", "BR-004.yaml"]
    assert [path.name for path in paths] == (names if kind == "claim" else [f"source-{n}.yaml" for n in (1, 2, 3)])


@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_a_file_that_is_there_stays_as_it_is_whatever_it_holds(collection: FakeCollection, kind: str) -> None:
    taken = collection.write("claims/BR-002.yaml" if kind == "claim" else "evidence/source-1.yaml", "not: a record")
    new(collection, kind)
    assert taken.read_text() == "not: a record"


def test_the_command_says_what_to_do_next(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    path = new(collection, "claim")
    printed = capsys.readouterr()
    assert printed.out == f"Wrote {path}: fill in its blanks, then run 'factsheet check {path}'.\n"
    assert printed.err == ""


def test_a_faulty_project_is_mended_first(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    collection.write("factsheet.yaml", "title: x: y\n")
    assert cli.run(["-C", str(collection.folder), "new", "claim"]) == 1
    assert capsys.readouterr().err == "factsheet.yaml has errors; 'factsheet check' names them.\n"
    assert [path.name for path in (collection.folder / "claims").iterdir()] == ["BR-001.yaml"]


def test_what_is_known_of_a_document_is_filled_in(expected: Expected) -> None:
    known: scaffold.Known = {
        "title": "The Road: “Closed”",
        "authors": ["Ada Crane", "O'Hara, B."],
        "type": "news-report",
        "issued": "2020-05",
        "topics": ["bridge", "road"],
        "url": PAGE,
        "archive_urls": ["https://archive.example.org/1", "https://archive.example.org/2"],
        "quotes": [{"id": "q1", "text": "Carts: none.\n\nAll #1."}, {"id": "q2", "text": "Back."}],
    }
    expected("scaffold/found.yaml", scaffold.found_evidence("town-road", date(2025, 6, 1), known, "From a.md, line 3."))


@pytest.mark.parametrize(
    "text",
    [
        "no", "Yes", "null", "1984", "1.5e3", "0x1F", "0b101", "0o17", "2020-05-06", "12:30", "- a", "-", " a",
        "a ", "a: b", "a #b", 'He said "no" \\ "yes"', "'a'", "one\ntwo\n\n  three\n", "a\tb", "#a", "[a]", "{a}",
        "*a", "&a", "!a", "|", ">", "? a", "%a", "@a", "---", "...", "\u0085\u2028\u2029", "\ufeff", "\x00\x1b\x7f",
        "a\u00a0b", "Дорога", "道路", "الطريق",
    ],
)  # fmt: skip
def test_any_text_stands_in_a_record_as_it_is(text: str) -> None:
    record = scaffold.found_evidence("a", date(2025, 6, 1), {"title": text, "authors": [text, "b"]}, "")
    loaded = yaml.safe_load(record)
    assert (loaded["title"], loaded["authors"]) == (text, [text, "b"])
    if text.isprintable() or "\n" in text:
        node, problems = parse(record, "a.yaml")
        title = node.value("title") if isinstance(node, Mapping) else None
        assert isinstance(title, Scalar), problems
        assert title.text == text
