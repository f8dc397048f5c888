"""How hard texts are to read: words as a reader meets them, sentences, and the grades of texts of known difficulty."""

from __future__ import annotations

import pytest

from factsheet import grades
from factsheet.grades import Prose

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


def test_grades_rise_with_long_words_and_sentences() -> None:
    easy, middle, hard = (grades.read(text).grade or 100 for text in (EASY, MIDDLE, HARD))
    assert easy < 4
    assert 7 < middle < 12
    assert hard > 20


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p>It was shut <a href="#exhibit-1" class="citation">1</a>.</p>', 3),
        ('<p>It was <a href="https://example.org/">shut</a>.</p>', 3),
        ("<p>It <em>was</em> shut – by 12 carts.</p>", 6),
        ("<p>One.</p><ul><li>Two words</li></ul>", 3),
        ("<p>One<br />two &amp; three</p>", 3),
        ("<ul><li>One</li>\n<li><p>Two</p><ol><li>Three</li></ol></li></ul>", 3),
        ("<ul><li>One<ul><li>Two</li></ul></li></ul>", 2),
    ],
)
def test_words_are_counted_as_a_reader_meets_them(html: str, words: int) -> None:
    assert grades.read(html).words == words


def test_sentences_end_where_the_next_one_begins() -> None:
    # Two sentences in one block are as hard as the same two in blocks of their own.
    one = grades.read("<p>He said: “It is open.” On 3.5 km it was not, e.g. at the mill. Why?</p>")
    parts = ("He said: “It is open.”", "On 3.5 km it was not, e.g. at the mill.", "Why?")
    apart = grades.read("".join(f"<p>{part}</p>" for part in parts))
    assert (one.words, one.grade, one.longest) == (apart.words, apart.grade, apart.longest)
    assert one.longest == "On 3.5 km it was not, e.g. at the mill."


@pytest.mark.parametrize("html", ["", "<p>…</p>", "<ul></ul>"])
def test_a_text_without_words_has_no_grade(html: str) -> None:
    assert (grades.read(html).words, grades.read(html).grade) == (0, None)


@pytest.mark.parametrize(("language", "has_grade"), [("en", True), ("en-GB", True), ("fr", False), ("enm", False)])
def test_only_english_has_grades(language: str, has_grade: bool) -> None:
    assert (grades.read(EASY, language).grade is not None) == has_grade
    assert grades.read(EASY, language).words == 19


@pytest.mark.parametrize(
    ("grade", "is_easy", "is_hard"),
    [(8.9, True, False), (9.0, False, False), (11.0, False, False), (11.1, False, True), (None, False, False)],
)
def test_the_aim_includes_both_its_ends(grade: float | None, is_easy: bool, is_hard: bool) -> None:
    prose = Prose(100, grade, "")
    assert (prose.is_easy, prose.is_hard) == (is_easy, is_hard)


def test_the_median_is_that_of_the_texts_with_grades() -> None:
    assert grades.median([Prose(1, 9.0, ""), Prose(1, None, ""), Prose(1, 10.5, "")]) == 9.8
    assert grades.median([Prose(1, None, "")]) is None
