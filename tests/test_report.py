"""The report for editors: the whole of it for an invented collection, and the grades of texts of known difficulty."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from tests import report
from tests.faker import FakeCollection, appearance, link

EASY = "<p>The mayor shut the bridge. No cart could cross. Men on foot could. The court said so in May.</p>"
MIDDLE = (
    "<p>The mayor said that the bridge was open to everybody. The county court found in May that the carts of a "
    "miller had been turned back, and ordered the town to let them pass; it did not decide who had put up the "
    "barrier.</p>"
)
HARD = (
    "<p>Notwithstanding representations by municipal authorities concerning unrestricted accessibility, provisional "
    "judicial determinations established systematic obstruction of commercial transportation throughout the "
    "aforementioned administrative jurisdiction.</p>"
)


def printed(collection: FakeCollection) -> tuple[int, str]:
    """Return the exit code and what is printed, without the spaces that fill up lines."""
    console = Console(file=io.StringIO(), width=report.WIDTH)
    code = report.main(collection.folder, console)
    assert isinstance(console.file, io.StringIO)
    return code, "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_the_whole_report(collection: FakeCollection) -> None:
    collection.evidence("a-letter", party_relation="party", party="town", type="official-statement")
    collection.evidence("a-count", party_relation="neutral-body", verification={"level": "not-read"}, quotes=[])
    both = [link("a-letter", relation="partly-supports"), link("a-count", relation="context")]
    collection.claim(evidence=[link(), *both], recheck_by="2026-05-01")
    said = appearance(claimant={"name": "Brook Mill", "party": "valley"})
    collection.claim("BR-002", status="draft", appearances=[said], rating="true", evidence=[link(relation="supports")])
    collection.claim("BR-003", appearances=[appearance(claimant={"name": "A guide"})], recheck_by="2026-04-01")
    assert printed(collection) == (0, EXPECTED)


EXPECTED = """\
Entries

                           contra-         sup-        con-   inde-   words of sum-       check
entry  standing     rating   dicts a part ports a part text pendent of fact    mary grade again by
BR-001 in-review v1 false        1      ·     ·      1    1       2      15      16   2.3 2026-05-01
BR-002 draft v1     true         ·      ·     1      ·    ·       1      15      16   2.3 no day
BR-003 in-review v1 false        1      ·     ·      ·    ·       1      15      16   2.3 2026-04-01

Ratings by claimant

claims by  false true all
The Town       1    ·   1
The Valley     ·    1   1
others         1    ·   1

Relations of exhibits to claims

contradicts        2 40%
partly-contradicts 0  0%
supports           1 20%
partly-supports    1 20%
context            1 20%

Where the words of the documents were read

read-at-source       2 67%
read-in-reproduction 0  0%
not-read             1 33%

Where the documents come from

side of The Town         1 33%
side of The Valley       0  0%
court                    1 33%
neutral body             1 33%
third party              0  0%
joint act of the parties 0  0%
unknown                  0  0%

Grades of summaries: median 2.3; the aim is 9 to 11.
Easier: BR-001 (2.3), BR-002 (2.3), BR-003 (2.3).
To be checked again first: BR-003, by 2026-04-01."""


def test_errors_in_records_are_told_instead(collection: FakeCollection) -> None:
    collection.claim(rating="wrong")
    code, text = printed(collection)
    assert code == 1
    assert text.startswith("claims/BR-001.yaml:1:9: error: 'wrong' is not a word that may stand here")
    assert text.endswith("1 error, 0 warnings, 0 notes")


def test_a_collection_without_entries(collection: FakeCollection) -> None:
    collection.remove("claims/BR-001.yaml")
    assert printed(collection) == (0, "There are no entries yet.")


def test_grades_rise_with_long_words_and_sentences() -> None:
    easy, middle, hard = (report.read(text).grade for text in (EASY, MIDDLE, HARD))
    assert easy < 4
    assert 7 < middle < 12
    assert hard > 20


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p>It was shut <a href="#exhibit-1" class="citation">1</a>.</p>', 3),
        ("<p>It <em>was</em> shut – by 12 carts.</p>", 6),
        ("<p>One.</p><ul><li>Two words</li></ul>", 3),
    ],
)
def test_words_are_counted_as_a_reader_meets_them(html: str, words: int) -> None:
    assert report.read(html).words == words


def test_sentences_end_where_the_next_one_begins() -> None:
    # Two sentences in one block are as hard as the same two in blocks of their own.
    one = report.read("<p>He said: “It is open.” On 3.5 km it was not, e.g. at the mill. Why?</p>")
    parts = ("He said: “It is open.”", "On 3.5 km it was not, e.g. at the mill.", "Why?")
    assert one == report.read("".join(f"<p>{part}</p>" for part in parts))
