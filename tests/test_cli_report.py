"""`factsheet report`: the whole of it in a terminal, the page for a browser, and what stands in neither."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from factsheet import cli
from tests.faker import FakeCollection, appearance, change, link
from tests.workshop import contents, factsheet, parsed, text_of

pytestmark = pytest.mark.slow

TODAY = ("--today", "2025-06-01")


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def report(collection: FakeCollection, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the command and return its exit code and what it printed."""
    code = cli.run(["-C", str(collection.folder), "report", *(arguments or TODAY)])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def page(collection: FakeCollection) -> str:
    """Run the command and return the page that it wrote."""
    assert cli.run(["-C", str(collection.folder), "report", *TODAY]) == 0
    return (collection.folder / "build" / "report.html").read_text("utf-8")


def three(collection: FakeCollection) -> None:
    """Write three entries, one of them a draft, about claims of both parties and of another."""
    collection.evidence("a-letter", party_relation="party", party="town", type="official-statement")
    collection.evidence("a-count", party_relation="neutral-body", verification={"level": "not-read"}, quotes=[])
    both = [link("a-letter", relation="partly-supports"), link("a-count", relation="context")]
    collection.claim(evidence=[link(), *both], recheck_by="2026-05-01")
    said = appearance(claimant={"name": "Brook Mill", "party": "valley"})
    collection.claim("BR-002", status="draft", appearances=[said], rating="true", evidence=[link(relation="supports")])
    collection.claim("BR-003", appearances=[appearance(claimant={"name": "A guide"})], recheck_by="2025-06-30")


def built(collection: FakeCollection, *paths: str, **settings: Any) -> None:
    """Write what a build left: these pages, and the settings of these sheets."""
    files: dict[str, Any] = {f"site/{path}": {"from": "a", "is": "b"} for path in paths}
    files |= {f"site/pdf/{name}.pdf": {"from": "a", "is": "b", "setting": s} for name, s in settings.items()}
    collection.write("build/manifest.json", json.dumps({"files": files, "tools": {}}))
    for path in files:
        collection.write(f"build/{path}", "")


def test_the_whole_report(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    three(collection)
    built(
        collection, **{"BR-001-a4": {"density": "6 of 6", "left_out": ["a-letter"]}, "BR-003-a4": {"density": "2 of 6"}}
    )
    code, text = report(collection, capsys, *TODAY, "--entries")
    assert code == 0
    assert text == f"{EXPECTED}\nOpen {collection.folder / 'build' / 'report.html'}\n"


EXPECTED = """\
The Bridge at Stonyford: how the collection stands on 1 June 2025
-----------------------------------------------------------------

3 entries, 3 documents. 1 of the entries is a draft. 'factsheet check' has 0
warnings and 1 note.

What most needs work
--------------------

- 2 of 3 entries rest on at most one document that is independent of the
  parties: BR-002 (draft, 1), BR-003 (1).
- 1 of 3 documents was not read: a-count.
- All 3 entries are not published: BR-001 (in review), BR-002 (draft), BR-003
  (in review).
- All 3 entries are without an independent reviewer.
- All 3 entries say that the claimant was not asked for a reply.
- All 3 documents are without an archived copy.
- 1 of 3 entries is to be checked again within 90 days: BR-003 (by 2025-06-30).
- 1 of 3 entries has a sheet without some of its documents for want of room:
  BR-001 (1).

Entries
-------

Entries by rating

  Contradicted by the record         2  67%  ████████████████████████
  Mostly contradicted                0   0%
  Part true, part contradicted       0   0%
  Mostly supported                   0   0%
  Supported by the record            1  33%  ████████████
  Accurate words, misleading use     0   0%
  Not settled by available evidence  0   0%
  True then, not now                 0   0%

Ratings by the party for which the claim was made

                              The Town  The Valley    others
  Contradicted by the record  1 (100%)           ·  1 (100%)
  Supported by the record            ·    1 (100%)         ·
  all                         1 (100%)    1 (100%)  1 (100%)

Entries by where they stand

  Draft         1  33%  ████████████
  In review     2  67%  ████████████████████████
  Published     0   0%
  Under review  0   0%

Entries by who made the claim

  A guide     1  33%  ████████████████████████
  Ada Crane   1  33%  ████████████████████████
  Brook Mill  1  33%  ████████████████████████

Evidence
--------

Exhibits by how they bear on the claim

  Contradicts the claim          2  40%  ████████████████████████
  Contradicts part of the claim  0   0%
  Supports the claim             1  20%  ████████████
  Supports part of the claim     1  20%  ████████████
  Context                        1  20%  ████████████

Documents by where they come from

  Side of The Town          1  33%  ████████████████████████
  Side of The Valley        0   0%
  Court                     1  33%  ████████████████████████
  Neutral body              1  33%  ████████████████████████
  Third party               0   0%
  Joint act of the parties  0   0%
  Unknown                   0   0%

Documents by where their words were read

  Read at the source      2  67%  ████████████████████████
  Read in a reproduction  0   0%
  Not read                1  33%  ████████████

Quotations from documents by where they were read

  Read at the source      2  100%  ████████████████████████
  Read in a reproduction  0    0%
  Not read                0    0%

Claimants’ words by where they were read

  Read at the source       0    0%
  Read in a reproduction   0    0%
  Not read                 0    0%
  The record does not say  3  100%  ████████████████████████

Documents by how near they are to what they report

  Primary    3  100%  ████████████████████████
  Secondary  0    0%
  Tertiary   0    0%

Documents by type

  Court decisions        2  67%  ████████████████████████
  Government statements  1  33%  ████████████

What is missing
---------------

0 of 2  quotations that do not say where in their document they stand
3 of 3  documents without an archived copy
1 of 3  documents from which no words are quoted
0 of 3  documents that no entry rests on
3 of 3  appearances of claims without an archived copy
0 of 3  appearances of claims without the claimant’s words
3 of 3  entries in which the claimant was not asked for a reply
3 of 3  entries without a full explanation
3 of 3  entries without an independent reviewer
3 of 3  entries without a named author
1 of 3  entries without a day to be checked again

How hard the summaries are to read
----------------------------------

Half of the summaries have grade 2.3 or less; the aim is 9 to 11.

Summaries by the years of schooling that they ask of a reader

  below grade 5  3  100%  ████████████████████████

Hardest: BR-001 (grade 2.3, 8 words in its longest sentence), BR-002 (draft,
grade 2.3, 8 words in its longest sentence), BR-003 (grade 2.3, 8 words in its
longest sentence).

Easier: BR-001 (2.3), BR-002 (draft, 2.3), BR-003 (2.3).

Age
---

Entries by when their facts were last checked

  up to 30 days ago       0    0%
  31 to 90 days ago       3  100%  ████████████████████████
  91 to 180 days ago      0    0%
  more than 180 days ago  0    0%

Days to check again

  30 June 2025  in 29 days   1 entry: BR-003
  1 May 2026    in 334 days  1 entry: BR-001

Sheets as last printed
----------------------

Sheets of entries by how densely they are set

  1, the most generous  0   0%
  2                     1  50%  ████████████████████████
  3                     0   0%
  4                     0   0%
  5                     0   0%
  6, the densest        1  50%  ████████████████████████

All entries
-----------

entry  standing     rating C c S s o ind fact text grade again by
BR-001 in-review v1 false  1 · · 1 1   2   15   16   2.3 2026-05-01
BR-002 draft v1     true   · · 1 · ·   1   15   16   2.3 no day
BR-003 in-review v1 false  1 · · · ·   1   15   16   2.3 2025-06-30

Exhibits: C contradicts the claim, c contradicts part of the claim, S supports
the claim, s supports part of the claim, o context; ind: independent of the
parties. Words of the fact and of the summary.
"""


def test_the_width_of_the_terminal_is_kept(
    collection: FakeCollection, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    three(collection)
    collection.project(
        title="The Bridge " * 30, parties=[{"id": "town", "name": "The Town " * 20}, {"id": "valley", "name": "V"}]
    )
    for columns, most in (("40", 40), ("80", 80), ("120", 120), ("200", 120)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = report(collection, capsys, *TODAY, "--entries")[1].splitlines()[:-1]
        assert max(map(len, lines)) <= most
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(("encoding", "bar"), [("utf-8", "█"), ("iso-8859-1", "#")])
def test_whoever_reads_it_from_a_pipe_meets_no_escape_codes(
    collection: FakeCollection, encoding: str, bar: str
) -> None:
    three(collection)
    asked = {"COLUMNS": "80", "PYTHONIOENCODING": encoding, "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "factsheet", "report", *TODAY]
    done = subprocess.run(command, cwd=collection.folder, env=os.environ | asked, capture_output=True, check=False)
    text = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\x1b" not in text
    assert f"  Contradicted by the record         2  67%  {bar * 24}\n" in text


def test_errors_in_records_are_told_instead(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    page(collection)
    before = contents(collection.folder / "build")
    capsys.readouterr()
    collection.claim(rating="wrong")
    code, text = report(collection, capsys)
    assert code == 1
    assert text.startswith("claims/BR-001.yaml:1:9: error: 'wrong' is not a word that may stand here")
    assert text.endswith("1 error, 0 warnings, 0 notes\nThere is no report: mend the errors first.\n")
    assert contents(collection.folder / "build") == before


def test_a_collection_without_entries(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    collection.remove("claims/BR-001.yaml")
    code, text = report(collection, capsys, *TODAY, "--entries")
    assert (code, text) == (
        0,
        "The Bridge at Stonyford: how the collection stands on 1 June 2025\n"
        "-----------------------------------------------------------------\n\n"
        f"There are no entries yet.\n\nOpen {collection.folder / 'build' / 'report.html'}\n",
    )
    assert text_of(parsed(page(collection)).findall(".//header/p")[0]) == "There are no entries yet."


def test_sides_are_not_compared_where_there_are_none(
    collection: FakeCollection, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = "Ratings by the party for which the claim was made"
    assert heading in report(collection, capsys)[1]
    collection.project(parties=[])
    collection.claim(appearances=[appearance(claimant={"name": "Ada Crane"})])
    assert heading not in report(collection, capsys)[1]


def test_other_languages_have_no_grades(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    collection.project(language="fr")
    assert "There are no grades: the formulas are for English." in report(collection, capsys)[1]
    assert "There are no grades: the formulas are for English." in page(collection)


def test_the_page_goes_where_it_is_asked_to(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    place = collection.folder / "notes" / "today.html"
    assert report(collection, capsys, *TODAY, "--out", str(place))[1].endswith(f"\nOpen {place}\n")
    assert place.read_text("utf-8").startswith("<!doctype html>\n")
    assert not (collection.folder / "build").exists()
    record = collection.folder / "claims" / "BR-001.yaml"
    before = record.read_bytes()
    code, text = report(collection, capsys, *TODAY, "--out", str(record))
    assert (code, text.splitlines()[-1].endswith("is no name of a page; let it end with .html")) == (2, True), text
    assert record.read_bytes() == before
    code, text = report(collection, capsys, "--today", "yesterday")
    assert (code, text.splitlines()[-1][:33]) == (2, "Error: Invalid value for '--today'"[:33])


def test_the_same_input_makes_the_same_page(collection: FakeCollection, tmp_path: Path) -> None:
    three(collection)
    first = page(collection)
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "COLUMNS": "120"}
    done = factsheet(collection.folder, "report", *TODAY, environment=environment)
    assert done.returncode == 0
    assert (collection.folder / "build" / "report.html").read_text("utf-8") == first
    assert str(tmp_path) not in first
    assert "how the collection stands on 1 June 2025" in first


def test_nothing_that_is_withheld_is_named(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    collection.evidence("zebra-diary", title="Zebra’s diary", sensitivity="withheld", quotes=[], standing="retracted")
    collection.evidence(derived_from=["zebra-diary"], conflicts_with=["zebra-diary"])
    collection.claim(evidence=[link("zebra-diary", seen="0123456789abcdef"), link()])
    built(
        collection,
        "evidence/zebra-diary/index.html",
        **{"BR-001-a4": {"density": "6 of 6", "left_out": ["zebra-diary"]}},
    )
    _, text = report(collection, capsys, *TODAY, "--entries")
    everything = text + page(collection)
    assert "No figure counts 1 withheld document." in text
    assert "zebra" not in everything.lower()
    assert "has changed" not in everything


def test_withdrawn_entries_are_a_number(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    withdrawn = [change(), change(version="2", level="withdrawn", change="It was another bridge.")]
    collection.claim("BR-002", status="withdrawn", history=withdrawn)
    _, text = report(collection, capsys, *TODAY, "--entries")
    assert "No figure counts 1 withdrawn entry." in text
    assert "BR-002" not in text + page(collection)


def test_texts_of_records_move_no_cursor(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    collection.project(title="[bold]Bridge[/] :bomb: 1:2", parties=[{"id": "town", "name": "[red]Town[/red]"},
                                                              {"id": "valley", "name": "V"}])  # fmt: skip
    text = report(collection, capsys)[1]
    assert text.startswith("[bold]Bridge[/] :bomb: 1:2: how the collection stands on 1 June 2025\n")
    assert "[red]Town[/red]" in text
