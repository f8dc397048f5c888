"""What pages say: dates, sources and people in words, and QR codes that lead to the entry."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pytest
import segno

from factsheet import wording
from factsheet.pages.markup import contact_link
from factsheet.records import PartialDate, Rating, Span
from factsheet.theme import Theme
from tests.faker import FakeCollection, appearance, change, link, quote
from tests.workshop import claim_of, dossiers, edition, parsed, sound, text_of

ADDRESS = "https://example.org/bridge/BR-001/"


@pytest.mark.parametrize(
    ("when", "in_words"),
    [
        (date(2023, 2, 18), "18 February 2023"),
        (PartialDate("2023-02-08"), "8 February 2023"),
        (PartialDate("2023-12"), "December 2023"),
        (PartialDate("2023"), "2023"),
        (Span("2023-05-01"), "1 May 2023"),
        (Span("2022-12-12/2023-04"), "12 December 2022 to April 2023"),
        (Span("2022/2023"), "2022 to 2023"),
        (Span("2022-12-12/.."), "since 12 December 2022"),
    ],
    ids=str,
)
def test_dates_in_words(when: date | PartialDate | Span, in_words: str) -> None:
    assert wording.day(when) == in_words


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("https://example.org/bridge/BR-001/", "example.org/bridge/BR-001"),
        ("http://example.org", "example.org"),
        ("https://example.org/a/?b=c#d", "example.org/a/?b=c#d"),
    ],
)
def test_addresses_as_print_shows_them(address: str, printed: str) -> None:
    assert wording.bare_address(address) == printed


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "Miller v. Town of Stonyford · 6 May 2020"),
        ({"title": "A" * 48}, f"{'A' * 48} · 6 May 2020"),
        ({"title": "A" * 49, "genre": "judgment"}, "judgment · 6 May 2020"),
        ({"title": "A" * 49}, "6 May 2020"),
        (
            {"issued": "2020-05", "verification": {"level": "read-in-reproduction", "found_in": ["a copy"]}},
            "Miller v. Town of Stonyford · May 2020†",
        ),
        ({"verification": {"level": "not-read"}, "quotes": []}, "Miller v. Town of Stonyford · 6 May 2020‡"),
        ({"standing": "retracted"}, "Miller v. Town of Stonyford · 6 May 2020 · retracted"),
        ({"standing": "offline"}, "Miller v. Town of Stonyford · 6 May 2020"),
    ],
)
def test_what_a_sheet_says_of_a_source(collection: FakeCollection, fields: dict[str, Any], line: str) -> None:
    collection.evidence(**fields)
    assert wording.source_line(sound(collection).corpus.evidence_by_id["bridge-ruling"].record) == line


def test_words_of_another_direction_turn_nothing_around(collection: FakeCollection) -> None:
    court, name, judgment = "\u2068محكمة\u2069", "\u2068עדה\u2069", "\u2068قرار\u2069"
    quotes, authors = [quote(id="carts", locator="ص ١")], ["עדה"]
    collection.evidence(
        publisher="محكمة", title="محكمة", genre="قرار", container_title="قرار", number="قرار", authors=authors,
        quotes=quotes,
    )  # fmt: skip
    collection.evidence("long", title="م" * 49, genre="قرار")
    source = {"title": "A speech", "publisher": "محكمة"}
    collection.claim(reviewers=[{"name": "עדה"}], appearances=[appearance(source=source)])
    loaded = sound(collection)
    evidence, claim = loaded.corpus.evidence_by_id["bridge-ruling"].record, loaded.corpus.claim_by_id["BR-001"].record
    said = f"{court} · by {name} · {judgment} · in {judgment} · {judgment} · 6 May 2020"
    assert wording.reference(evidence) == said
    assert wording.source_line(loaded.corpus.evidence_by_id["long"].record) == f"{judgment} · 6 May 2020"
    assert wording.pinpoints(evidence.quotes) == "\u2068ص ١\u2069"
    assert wording.review_status(claim) == f"reviewed by {name}"
    assert wording.said_in(claim) == f"in {court}"
    assert wording.sources_line(dossiers(collection)[0]) == f"{court} (1\u00a0document, 1\u00a0independent)"


@pytest.mark.parametrize(
    ("reviewers", "status"),
    [
        ([], "compiled from public sources, no independent reviewer yet"),
        ([{"name": "Bo Lund"}], "reviewed by Bo Lund"),
        ([{"name": "Bo Lund"}, {"name": "Cy Ode"}], "reviewed by Bo Lund, Cy Ode"),
    ],
)
def test_who_reviewed_an_entry(collection: FakeCollection, reviewers: list[dict[str, str]], status: str) -> None:
    collection.claim(reviewers=reviewers)
    assert wording.review_status(claim_of(collection)) == status


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        ({"asked": "not-asked"}, "The claimant was not asked."),
        ({"asked": "2025-04-01"}, "Asked on 1 April 2025; no reply by 1 May 2025."),
        (
            {"asked": "2025-04-01", "received": "2025-04-03", "text": "No comment."},
            "Asked on 1 April 2025, replied on 3 April 2025: No comment.",
        ),
        (
            {"asked": "not-asked", "text": "In June he said: “Nobody.”"},
            "The claimant was not asked. In June he said: “Nobody.”",
        ),
    ],
)
def test_the_reply_of_a_claimant(collection: FakeCollection, reply: dict[str, str], line: str) -> None:
    collection.claim(reply=reply)
    assert wording.reply_line(claim_of(collection)) == line


def test_what_the_mark_of_a_rating_means() -> None:
    assert [wording.rating_text(rating) for rating in (Rating.FALSE, Rating.TRUE, Rating.UNPROVEN)] == [
        "1 of 5 on the scale from contradicted (1) to supported (5)",
        "5 of 5 on the scale from contradicted (1) to supported (5)",
        "Off the scale from contradicted to supported",
    ]


def test_a_template_that_asks_for_what_there_is_not_fails(collection: FakeCollection, tmp_path: Path) -> None:
    collection.write("theme/web/method.html.j2", "{{ ratings[0].label }} {{ rating.label }}")
    website = dataclasses.replace(edition(collection).website, theme=Theme(tmp_path / "theme"))
    with pytest.raises(jinja2.UndefinedError) as caught:
        website.method()
    assert str(caught.value) == "'rating' is undefined"


def sheet(collection: FakeCollection) -> str:
    given = edition(collection)
    return given.pages.sheet(given.dossiers[0], given.dossiers[0].exhibits, "a4")


def test_the_qr_code_of_a_sheet_holds_the_address_of_its_entry(collection: FakeCollection) -> None:
    (code,) = [element for element in parsed(sheet(collection)).iter("div") if element.get("class") == "code"]
    (svg,) = code
    title, path = svg
    assert title.text == f"QR code: {ADDRESS}"
    expected = segno.make_qr(ADDRESS, error="q")
    size = len(expected.matrix)
    assert svg.get("viewBox") == f"0 0 {size + 8} {size + 8}"  # a quiet zone of four modules on each side
    assert dark_modules(path.get("d") or "") == {
        (row, column) for row, line in enumerate(expected.matrix) for column, dark in enumerate(line) if dark
    }


def dark_modules(path: str) -> set[tuple[int, int]]:
    """Take the path of a QR code's strokes, in a quiet zone of four, and return row and column of each dark module."""
    x = y = 0.0
    dark = set()
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(number) for number in re.findall(r"-?[0-9.]+", numbers)]
        if command == "h":
            dark |= {(int(y - 4), int(x - 4) + step) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = values if command == "M" else (x + values[0], y + values[1])
    return dark


def test_a_sheet_without_public_address_has_no_qr_code_and_no_address(collection: FakeCollection) -> None:
    collection.project(base_url="")
    page = parsed(sheet(collection))
    assert [element for element in page.iter("div") if "code" in (element.get("class") or "")] == []
    assert "QR code" not in text_of(page)
    assert "cite as BR-001, version 1" in text_of(page)


def test_a_sheet_says_how_many_sources_it_leaves_out(collection: FakeCollection) -> None:
    for name in ("letter", "census", "survey"):
        collection.evidence(name)
    collection.claim(evidence=[link(), link("letter"), link("census"), link("survey")])
    given = edition(collection)
    exhibits = given.dossiers[0].exhibits
    more = [
        [
            text_of(p)
            for p in parsed(given.pages.sheet(given.dossiers[0], shown, "a4")).iter("p")
            if p.get("class") == "more"
        ]
        for shown in (exhibits, exhibits[:3], exhibits[:2])
    ]
    assert more == [
        [],
        ["1 more source in the full entry at example.org/bridge/BR-001."],
        ["2 more sources in the full entry at example.org/bridge/BR-001."],
    ]


def test_a_withdrawn_entry_says_why_and_nothing_else(collection: FakeCollection) -> None:
    withdrawn = change(version="2", level="withdrawn", change="The minutes were misread.", date="2025-05-20")
    collection.claim(status="withdrawn", history=[change(), withdrawn])
    given = edition(collection)
    page = parsed(given.website.entry(given.dossiers[0]))
    assert "Version 2, 20 May 2025 · Withdrawn: The minutes were misread." in text_of(page)
    assert "Carts" not in text_of(page)
    (data,) = (json.loads(e.text or "") for e in page.iter("script") if e.get("type") == "application/ld+json")
    assert (data["creativeWorkStatus"], "reviewRating" in data) == ("Withdrawn", False)
    assert [correction["text"] for correction in data["correction"]] == ["The minutes were misread."]
    assert "BR-001 was withdrawn" in text_of(parsed(given.website.index()))


def test_a_claim_whose_words_were_not_read_is_marked_as_ours(collection: FakeCollection) -> None:
    collection.claim(appearances=[appearance(quote=None)])
    given = edition(collection)
    reported = "The bridge was open to everybody all year. (in our words; no verbatim text was read)"
    assert reported in text_of(parsed(sheet(collection)))
    assert reported in text_of(parsed(given.website.entry(given.dossiers[0])))


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("a@example.org", '<a href="mailto:a@example.org?subject=BR-001%20%26%20more">Report</a>'),
        ("https://example.org/write?a=1", '<a href="https://example.org/write?a=1">Report</a>'),
        ("By letter to the mill", "Report: By letter to the mill"),
        ("javascript:alert(1)", "Report: javascript:alert(1)"),
        ("https:///evil", "Report: https:///evil"),
        ("http://[bad", "Report: http://[bad"),
        ('"><b>@example.org', "Report: &#34;&gt;&lt;b&gt;@example.org"),
    ],
)
def test_corrections_go_to_a_mailbox_or_a_page_and_to_nothing_else(contact: str, link: str) -> None:
    assert contact_link(contact, "Report", "BR-001 & more") == link
