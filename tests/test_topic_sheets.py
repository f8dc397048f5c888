"""Sheets about a topic: which entries stand on them, what they say, and how they fit one side or two."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from factsheet.exporters import topics
from factsheet.exporters.fitting import SheetForm, print_sheet
from factsheet.exporters.target import CannotMake
from factsheet.records import Paper
from factsheet.topics import Topic
from tests.conftest import Expected
from tests.faker import FakeCollection, appearance, change, link
from tests.pdf_structure import blocks
from tests.workshop import edition, parsed, text_of, words

SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "
REQUEST = {
    "date": "2025-05-02",
    "text": "Write to [the council](https://council.example.org/seats) or <https://example.org/>.\n\n- Be *brief*.",
}
SHEET = {
    "id": "closing",
    "title": "The closing of the bridge",
    "fact": "The bridge at Stonyford was closed to carts.",
    "lead": "A court said *so*; see [its ruling](https://court.example.org/2020/miller).",
}


def crowded(collection: FakeCollection, entries: int, *, quoted: int = 2, **fields: Any) -> FakeCollection:
    """Give the collection so many entries with so many sentences in their quotations, and a sheet of them all."""
    said = {"text": SENTENCE * quoted, "lang": "en"}
    for number in range(1, entries + 1):
        collection.claim(f"BR-{number:03}", appearances=[appearance(quote=said)], rating_reason=SENTENCE)
    collection.project(sheets=[SHEET | {"topics": ["bridge"]} | fields])
    return collection


def only(collection: FakeCollection) -> Topic:
    """Take a collection of one sheet and return it."""
    (topic,) = edition(collection).topics
    return topic


def form(collection: FakeCollection, paper: Paper = Paper.A4) -> SheetForm:
    given = edition(collection)
    return topics.sheet_form(given, given.topics[0], paper)


def printed(collection: FakeCollection, paper: Paper = Paper.A4) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(print_sheet(form(collection, paper)).content))


def printed_words(collection: FakeCollection) -> str:
    """Return the words of a sheet's HTML for two sides of A4."""
    given = edition(collection)
    return text_of(body(given.pages.topic_sheet(given.topics[0], "a4", 2)))


def body(html: str) -> Any:
    found = parsed(html).find("body")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sheet", "ids"),
    [
        ({"claims": ["BR-003", "BR-001"]}, ["BR-003", "BR-001"]),
        ({"topics": ["bridge"]}, ["BR-001", "BR-002", "BR-1000"]),
        ({"topics": ["bridge", "toll"]}, ["BR-001", "BR-002", "BR-003", "BR-1000"]),
        ({"claims": ["BR-003", "BR-002"], "topics": ["bridge"]}, ["BR-003", "BR-002", "BR-001", "BR-1000"]),
    ],
)
def test_which_entries_stand_on_a_sheet_and_in_which_order(
    collection: FakeCollection, sheet: dict[str, Any], ids: list[str]
) -> None:
    collection.claim("BR-1000")
    collection.claim("BR-002")
    collection.claim("BR-003", topics=["toll"])
    collection.project(sheets=[SHEET | sheet])
    assert [claim.id for claim in only(collection).claims] == ids


def test_drafts_and_withdrawn_entries_are_left_out(collection: FakeCollection) -> None:
    withdrawn = change(version="2", level="withdrawn", change="Misread.", date="2025-05-20")
    collection.claim("BR-002", status="withdrawn", history=[change(), withdrawn])
    collection.claim("BR-003", status="draft")
    collection.project(sheets=[SHEET | {"claims": ["BR-003", "BR-002", "BR-001"]}])
    assert [claim.id for claim in only(collection).claims] == ["BR-001"]


def test_a_sheet_says_which_entries_are_not_published(collection: FakeCollection) -> None:
    collection.claim("BR-002", status="published")
    collection.project(sheets=[SHEET | {"claims": ["BR-002", "BR-001"]}])
    text = printed_words(collection)
    assert "The Bridge at Stonyford · Topic sheet · Partly in review" in text
    assert ("BR-001 (in review) · Ada Crane" in text, "BR-002 · Ada Crane" in text) == (True, True)
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}])
    text = printed_words(collection)
    assert "The Bridge at Stonyford · Topic sheet · In review" in text
    assert "BR-001 · Ada Crane" in text


def test_a_sheet_of_drafts_is_not_made(collection: FakeCollection) -> None:
    collection.claim("BR-002", status="draft", topics=["toll"])
    collection.project(sheets=[SHEET | {"topics": ["toll"]}])
    assert edition(collection).topics == ()


@pytest.mark.parametrize("recorded_by", ["BR-001", "BR-002"])
def test_a_tension_is_told_once_at_the_lower_entry_whichever_records_it(
    collection: FakeCollection, recorded_by: str
) -> None:
    other = {"BR-001": "BR-002", "BR-002": "BR-001"}[recorded_by]
    tension = {"ref": other, "relation": "in-tension-with", "why": "It was open, or it was reopened."}
    collection.claim(other)
    collection.claim(recorded_by, related=[{"ref": other, "relation": "repeats", "why": "x"}, tension])
    collection.project(sheets=[SHEET | {"claims": ["BR-002", "BR-001"]}])
    assert [[related.ref for related in item.tensions] for item in only(collection).items] == [[], ["BR-002"]]
    text = printed_words(collection)
    assert text.count("In tension with") == 1
    assert "In tension with BR-002: It was open, or it was reopened." in text.partition("Sources")[2]


def test_a_long_reason_for_a_tension_stays_in_the_entries(collection: FakeCollection) -> None:
    tension = {"ref": "BR-001", "relation": "in-tension-with", "why": SENTENCE * 3}
    collection.claim("BR-002", related=[tension])
    collection.project(sheets=[SHEET | {"topics": ["bridge"]}])
    assert "In tension with BR-001 above." in printed_words(collection)


def test_what_is_asked_shows_its_date_and_addresses_that_paper_cannot_follow(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"claims": ["BR-001"], "call_to_action": REQUEST}])
    text = printed_words(collection)
    assert (
        "What the publisher asks Request of Friends of the Bridge, 2 May 2025. It is no part of the record above. "
        "Write to the council (council.example.org/seats) or example.org. Be brief."
    ) in text
    assert "see its ruling (court.example.org/2020/miller)." in text


@pytest.mark.parametrize(
    ("link_text", "shown"),
    [
        ("[our page](https://example.org/a?b=1&c=2)", "our page (example.org/a?b=1&c=2)"),
        ("[example.org](https://www.example.org/a/b)", "www.example.org/a/b"),
        ("[www.example.org/a](https://example.org/a/)", "example.org/a"),
        ("[Example.org](https://example.org)", "example.org"),
        ("[ample.org](https://example.org/a)", "ample.org (example.org/a)"),
        ("<council@example.org>", "council@example.org"),
        ("[write](mailto:council@example.org)", "write (council@example.org)"),
        ("[*the* page](https://example.org/a)", "the page (example.org/a)"),
    ],
)
def test_addresses_of_links_on_paper(collection: FakeCollection, link_text: str, shown: str) -> None:
    collection.project(sheets=[SHEET | {"claims": ["BR-001"], "lead": f"See {link_text}."}])
    assert f"See {shown}. What is said" in printed_words(collection)


def test_a_sheet_that_asks_for_nothing_has_no_box(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}])
    assert "What the publisher asks" not in printed_words(collection)


def test_a_claim_whose_words_were_not_read_is_marked_as_ours(collection: FakeCollection) -> None:
    collection.claim(appearances=[appearance(quote=None)])
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}])
    reported = "The bridge was open to everybody all year. (in our words; no verbatim text was read)"
    assert reported in printed_words(collection)


def test_the_foot_counts_from_the_oldest_check(collection: FakeCollection) -> None:
    collection.claim("BR-002", checked_as_of="2025-04-01", recheck_by="2026-02-01", reviewers=[{"name": "Bo Lund"}])
    collection.claim("BR-003", recheck_by="2026-01-01", history=[change(), change(version="2", level="update")])
    collection.project(sheets=[SHEET | {"topics": ["bridge"]}])
    assert (
        "Checked as of 1 April 2025 · look for a newer version after 1 January 2026 · BR-001, BR-003 compiled from "
        "public sources, no independent reviewer yet; BR-002 reviewed by Bo Lund · entries BR-001 v1, BR-002 v1, "
        "BR-003 v2"
    ) in printed_words(collection)


@pytest.mark.parametrize(
    ("publishers", "full", "brief"),
    [
        (["Court"], "Court (1 document, 1 independent)", "Court (1 document, 1 independent)"),
        (["Court", "Court"], "Court (2 documents, 2 independent)", "Court (2 documents, 2 independent)"),
        (
            ["Court", "Mill", "Inn", "Ferry"],
            "Court, Mill, Inn and others (4 documents, 4 independent)",
            "Court, Mill, Inn and others (4 documents, 4 independent)",
        ),
        (
            ["The Court of Appeal of the County", "The Guild of the Carters", "The Inn"],
            "The Court of Appeal of the County, The Guild of the Carters, The Inn (3 documents, 3 independent)",
            "The Court of Appeal of the County and others (3 documents, 3 independent)",
        ),
    ],
)
def test_the_first_publishers_are_named(
    collection: FakeCollection, publishers: list[str], full: str, brief: str
) -> None:
    for number, publisher in enumerate(publishers):
        collection.evidence(f"letter-{number}", publisher=publisher)
    collection.claim(evidence=[link(f"letter-{number}") for number in range(len(publishers))])
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}])
    given = edition(collection)
    pages = [given.pages.topic_sheet(given.topics[0], "a4", 2, brief=is_brief) for is_brief in (False, True)]
    assert [re.findall(r"Sources: (.*?)\. ?How", text_of(body(page))) for page in pages] == [[full], [brief]]


@pytest.mark.slow
@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize(("entries", "sides"), [(1, 1), (3, 1), (8, 2), (11, 2)])
def test_a_sheet_has_one_side_if_that_is_enough_and_two_at_most(
    collection: FakeCollection, entries: int, sides: int, paper: Paper
) -> None:
    with printed(crowded(collection, entries, call_to_action=REQUEST), paper) as pdf:
        assert len(pdf.pages) == sides


@pytest.mark.slow
def test_what_would_be_dense_on_one_side_is_set_loosely_on_two(collection: FakeCollection) -> None:
    given = form(crowded(collection, 8))
    assert [(variant.sides, variant.densest) for variant in given.variants] == [(1, 3), (2, 5), (2, 5)]
    with pikepdf.open(io.BytesIO(print_sheet(given).content)) as pdf:
        assert len(pdf.pages) == 2


@pytest.mark.slow
@pytest.mark.parametrize("entries", [3, 11])
def test_a_sheet_conforms_to_pdf_ua(collection: FakeCollection, tmp_path: Path, entries: int) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(print_sheet(form(crowded(collection, entries, call_to_action=REQUEST))).content)
    report = page_validation.validate_pdf(path, profile="ua1")
    assert (report.is_compliant, report.failures) == (True, [])


@pytest.mark.slow
def test_a_sheet_says_what_it_is(collection: FakeCollection) -> None:
    with printed(crowded(collection, 2, call_to_action=REQUEST)) as pdf:
        assert pdf.docinfo["/Title"] == "The bridge at Stonyford was closed to carts. (The closing of the bridge)"
        assert pdf.docinfo["/Author"] == "Friends of the Bridge"
        assert pdf.docinfo["/Keywords"] == "closing, bridge"
        assert pdf.Root.Lang == "en"
        with pdf.open_outline() as outline:
            (root,) = outline.root
            fact = "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
            headings = [f"BR-001: {fact}", f"BR-002: {fact}", "What the publisher asks"]
            assert (root.title, [child.title for child in root.children]) == (SHEET["fact"], headings)


@pytest.mark.slow
def test_a_sheet_that_does_not_fit_two_sides_says_by_how_much_and_what_to_cut(collection: FakeCollection) -> None:
    crowded(collection, 18, call_to_action=REQUEST | {"text": SENTENCE * 9}, lead=SENTENCE * 10)
    with pytest.raises(CannotMake) as caught:
        print_sheet(form(collection))
    assert caught.value.code == "does-not-fit"
    assert re.fullmatch(
        r"\d+ lines too long for two pages; the longest texts are lead \(150 words\), call_to_action \(135 words\), "
        r"the quotation of BR-001 \(30 words\)",
        str(caught.value),
    )


@pytest.mark.slow
def test_cutting_the_lines_that_are_over_makes_a_sheet_fit(collection: FakeCollection) -> None:
    crowded(collection, 14, lead=SENTENCE * 30)
    with pytest.raises(CannotMake) as caught:
        print_sheet(form(collection))
    lines = int(str(caught.value).partition(" ")[0])
    assert 1 <= lines <= 20
    # A line of the lead holds a little more than one of these sentences.
    crowded(collection, 14, lead=SENTENCE * (30 - lines - lines // 3))
    assert print_sheet(form(collection)).content.startswith(b"%PDF")


def test_the_page_of_a_sheet_leads_to_its_entries_and_further_reading(collection: FakeCollection) -> None:
    collection.evidence("a-letter", title="A letter", standing="superseded", archive_urls=["https://a.example.org/1"])
    sheet = {"claims": ["BR-001"], "further_reading": ["a-letter"], "call_to_action": REQUEST}
    collection.project(sheets=[SHEET | sheet])
    given = edition(collection)
    page = parsed(given.website.topic(given.topics[0]))
    links = [element.get("href") for element in page.iter("a")]
    assert {
        "../../BR-001/index.html", "https://archive.example.org/a-letter", "https://a.example.org/1",
        "https://council.example.org/seats", "../../pdf/closing-a4.pdf", "../../pdf/closing-letter.pdf",
    } <= set(links)  # fmt: skip
    assert "A letter, Court of the County, 6 May 2020 · superseded · archived copy" in text_of(page)
    assert "1 more document is listed at example.org/bridge/sheets/closing." in printed_words(collection)


def test_a_sheet_without_public_address_names_the_web_edition_and_has_no_code(collection: FakeCollection) -> None:
    for name in ("a-letter", "b-letter"):
        collection.evidence(name)
    collection.project(
        base_url="", sheets=[SHEET | {"claims": ["BR-001"], "further_reading": ["a-letter", "b-letter"]}]
    )
    text = printed_words(collection)
    assert "2 more documents are listed in the web edition." in text
    assert "QR code" not in text


def test_the_index_lists_the_sheets_before_the_entries(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"claims": ["BR-001"], "paper": ["a4"]}])
    given = edition(collection)
    text = text_of(parsed(given.website.index()))
    assert words(
        "Topic sheets The closing of the bridge 1 entry · in review 1 entry Words "
    ) in text  # fmt: skip
    assert "Topic sheets" not in text_of(parsed(dataclasses.replace(given, topics=()).website.index()))


@pytest.mark.slow
def test_the_whole_text_of_a_sheet(collection: FakeCollection, expected: Expected, tmp_path: Path) -> None:
    tension = {"ref": "BR-001", "relation": "in-tension-with", "why": "It was open, or it was reopened."}
    foreign = {"text": "Le pont est rouvert.", "lang": "fr", "translation": "The bridge is open again.",
               "translator": "Bo Lund"}  # fmt: skip
    collection.evidence("a-letter")
    collection.claim("BR-002", appearances=[appearance(quote=foreign)], related=[tension], status="published")
    sheet = {"topics": ["bridge"], "further_reading": ["a-letter"], "call_to_action": REQUEST}
    collection.project(sheets=[SHEET | sheet])
    path = tmp_path / "closing-a4.pdf"
    path.write_bytes(print_sheet(form(collection)).content)
    expected("topic-sheet.txt", "\n".join(blocks(path)) + "\n")
