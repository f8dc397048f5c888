"""Texts in plain blocks: whatever their words are, every form has these words, and no markup of theirs."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet import manuscript
from factsheet.exporters.texts import REFERENCE
from factsheet.manuscript import (
    Block,
    Manuscript,
    Written,
    heading,
    linked,
    markup,
    named,
    paragraph,
    quotation,
    section,
    strong,
    title,
)
from factsheet.theme import default_theme
from tests.handed_on import docx_lines, lines, links, tree

STYLES = default_theme().folder / REFERENCE


def written(*blocks: Block) -> Written:
    return manuscript.write(
        Manuscript("Title", "Author", "Subject", ("one", "two"), "en", date(2025, 5, 1), blocks), STYLES
    )


def test_words_at_the_beginning_of_a_line_make_no_list_heading_or_rule() -> None:
    starts = [
        "1. a",
        "1) a",
        "- a",
        "+ a",
        "* a",
        "# a",
        "a #",
        "> a",
        "---",
        "===",
        "***",
        "```",
        "~~~",
        "-",
        "+",
        "1.",
    ]
    starts += ["    a", "\ta", "a\n- b", "a\n===", "a\n\nb", "&lt;", "&#35; a", "a\\", "\\", "<b>", "[a]: b", "a  "]
    made = written(*(block for text in starts for block in (paragraph(text), heading(text), quotation(text, "en"))))
    expected = [" ".join(text.split()) for text in starts for _ in range(3)]
    assert lines(tree(made.markdown)) == expected
    assert [line.text for line in docx_lines(made.docx)] == expected
    assert [line.strip() for line in made.plain.splitlines() if line] == expected


SIGNS = st.text([*"\\`*_{}[]<>()#+-.!|&~$=:;'\"/^%@ \n0123456789abcXé“”…ش"], min_size=1, max_size=30)


@pytest.mark.slow
@settings(max_examples=20)
@given(st.lists(SIGNS.filter(lambda text: bool(text.split())), min_size=40, max_size=60))
def test_any_signs_are_read_back_as_they_are(found: list[str]) -> None:
    made = written(*(block for text in found for block in (paragraph(text), paragraph(strong("A"), f" {text}"))))
    expected = [line for text in found for line in (" ".join(text.split()), f"A {' '.join(text.split())}")]
    assert lines(tree(made.markdown)) == expected
    assert [line.text for line in docx_lines(made.docx)] == expected
    assert [line.strip() for line in made.plain.splitlines() if line] == expected


def test_links_lead_where_they_say() -> None:
    addresses = [
        "https://a.example/(x)", "https://a.example/x)(", "https://a.example/?a=1&lt;=2&copy=3",
        "https://a.example/a_b*c", "https://a.example/[x]", "http://a.example/#:~:text=a%20b",
    ]  # fmt: skip
    words = "words ] with ( signs"
    parts = [part for a in addresses for part in (linked(a), linked(a, words), named(a, "a.example"))]
    made = written(*(paragraph("see ", part) for part in parts))
    found = tree(made.markdown)
    assert links(found) == [address for address in addresses for _ in range(3)]
    assert lines(found) == [line for a in addresses for line in (f"see {a}", f"see {words}", "see a.example")]
    plain = [line for a in addresses for line in (f"see {a}", f"see {words} <{a}>", "see a.example")]
    assert [line for line in made.plain.splitlines() if line] == plain


def test_a_mailbox_in_a_text_is_a_link() -> None:
    link = '<a href="mailto:a@b.example">'
    made = written(markup(f"<p>{link}write</a> or {link}a@b.example</a></p>"))
    assert made.plain == "write <a@b.example> or a@b.example\n"
    assert links(tree(made.markdown)) == ["mailto:a@b.example"] * 2


def test_our_own_headings_are_in_capitals_in_plain_text_and_those_of_records_never() -> None:
    made = written(title("The iPhone"), section("Not known"), heading("An iPhone"))
    assert made.plain == "The iPhone\n\n\nNOT KNOWN\n\n\nAn iPhone\n"
    assert made.markdown == "# The iPhone\n\n## Not known\n\n### An iPhone\n"
    styles = [(line.style, line.text) for line in docx_lines(made.docx)]
    assert styles == [("heading 1", "The iPhone"), ("heading 2", "Not known"), ("heading 3", "An iPhone")]


def test_lists_and_quotations_of_a_text_are_real_ones() -> None:
    html = (
        "<ul><li>one</li><li><p>two</p></li></ul><ol start='3'><li>three</li></ol><blockquote><p>four</p></blockquote>"
    )
    made = written(markup(html))
    assert {block["t"] for block in tree(made.markdown)} == {"BulletList", "OrderedList", "BlockQuote"}
    assert [line.text for line in docx_lines(made.docx)] == ["one", "two", "three", "four"]
    assert "3.  three\n\n  four\n" in made.plain


def test_a_space_at_the_edge_of_words_that_are_set_off() -> None:
    made = written(markup("<p><strong>&#160;a&#8195;</strong>, b</p>"))
    assert made.markdown == "**&#160;a&#8195;**, b\n"
    assert lines(tree(made.markdown)) == ["a , b"]


@pytest.mark.parametrize(("day", "stamp"), [(date(2025, 5, 1), b"2025-05-01"), (date(1883, 8, 12), b"1980-01-01")])
def test_the_day_of_a_text_is_that_of_its_file(day: date, stamp: bytes) -> None:
    text = Manuscript("Title", "Author", "Subject", ("one",), "en", day, (paragraph("a"),))
    with zipfile.ZipFile(io.BytesIO(manuscript.write(text, STYLES).docx)) as package:
        core = package.read("docProps/core.xml")
    assert core.count(stamp + b"T00:00:00Z") == 2
