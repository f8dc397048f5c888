"""What is counted of a collection, what it lacks, and what is said to need work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from factsheet import gaps, survey, tallies
from factsheet.fits import Fit
from factsheet.overview import sentence
from factsheet.records import Paper, digest
from factsheet.survey import Survey
from factsheet.tallies import Chart
from tests.faker import TODAY, FakeCollection, appearance, change, link, quote
from tests.workshop import project_of, sound

# What of the invented entry needs work whatever a test is about.
ALWAYS = [
    "The only entry is not published (in review).",
    "The only entry is without an independent reviewer.",
    "The only entry says that the claimant was not asked for a reply.",
    "The only document is without an archived copy.",
]


def surveyed(
    collection: FakeCollection, today: date = TODAY, printed: Mapping[str, Mapping[str, Any]] | None = None
) -> Survey:
    """Return the survey of a collection without errors."""
    loaded = sound(collection)
    return survey.survey(
        project_of(loaded), loaded.corpus, loaded.prose, loaded.published,
        problems=loaded.problems, printed=printed or {}, today=today,
    )  # fmt: skip


def sentences(collection: FakeCollection, today: date = TODAY) -> list[str]:
    """Return what is said to need work."""
    return [sentence(need) for need in gaps.needs(surveyed(collection, today))]


def numbers(chart: Chart) -> dict[str, int]:
    """Return what a chart shows, without what there is none of."""
    return {bar.name: bar.number for bar in chart.bars if bar.number}


def sheet(name: str, density: str = "3 of 6", **setting: Any) -> dict[str, dict[str, Any]]:
    """Return what a manifest says of a sheet."""
    return {f"site/pdf/{name}.pdf": {"density": density, "sides": 1} | setting}


def test_what_needs_work_in_a_small_collection(collection: FakeCollection) -> None:
    said = sentences(collection)
    assert [words for words in said if words not in ALWAYS] == [
        "The only entry rests on at most one document that is independent of the parties (1).",
        "No entry is about a claim that was made for The Valley.",
    ]
    assert set(ALWAYS) <= set(said)


def test_records_are_named_unless_the_same_is_said_of_most(collection: FakeCollection) -> None:
    for number in range(13):
        copies = ["https://archive.example.org/copy"] if number < 7 else []
        collection.evidence(f"letter-{number:02}", archive_urls=copies)
    named = "letter-07, letter-08, letter-09, letter-10, letter-11"
    said = f"7 of 14 documents are without an archived copy: bridge-ruling, {named} and 1 more."
    assert said in sentences(collection)
    collection.evidence("letter-06")
    assert "8 of 14 documents are without an archived copy." in sentences(collection)


def test_nothing_is_said_of_what_is_well(collection: FakeCollection) -> None:
    collection.project(parties=[{"id": "town", "name": "The Town"}])
    collection.evidence(archive_urls=["https://archive.example.org/court.example.org/2020/miller"])
    collection.evidence("a-count", party_relation="neutral-body", archive_urls=["https://archive.example.org/count"])
    both = [link(), link("a-count")]
    person = [{"name": "Ben Wright"}]
    collection.claim(status="published", reviewers=person, reply={"asked": "2025-04-01"}, evidence=both)
    loaded = surveyed(collection)
    assert [sentence(need) for need in gaps.needs(loaded)] == [
        "The only entry has a version that waits for 'factsheet publish' (v1)."
    ]


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ("2025-05-31", "The only entry was to be checked again and is overdue (by 2025-05-31)."),
        ("2025-06-01", "The only entry is to be checked again within 90 days (by 2025-06-01)."),
        ("2025-08-30", "The only entry is to be checked again within 90 days (by 2025-08-30)."),
        ("2025-08-31", None),
    ],
)
def test_days_to_check_again(collection: FakeCollection, again: str, said: str | None) -> None:
    collection.claim(recheck_by=again)
    assert [words for words in sentences(collection) if "checked again" in words] == ([said] if said else [])


def test_a_check_grows_old(collection: FakeCollection) -> None:
    old = "The only entry was last checked more than 180 days ago (181 days)."
    assert old in sentences(collection, date(2025, 10, 29))
    assert not any("last checked" in words for words in sentences(collection, date(2025, 10, 28)))


def test_links_that_were_reviewed_before_a_change(collection: FakeCollection) -> None:
    now = digest(sound(collection).corpus.evidence_by_id["bridge-ruling"].record)
    collection.claim(evidence=[link(seen=now)])
    assert surveyed(collection).entries[0].changed == ()
    collection.claim(evidence=[link(seen="0123456789abcdef")])
    ending = "rests on a document that has changed since its link was reviewed (bridge-ruling)."
    assert f"The only entry {ending}" in sentences(collection)


def test_documents_that_were_replaced_and_those_that_nobody_read(collection: FakeCollection) -> None:
    collection.evidence(standing="superseded")
    collection.evidence("a-count", verification={"level": "not-read"}, quotes=[])
    collection.claim(evidence=[link(), link("a-count", relation="context")])
    said = sentences(collection)
    assert "The only entry rests on a document that was taken back or replaced (bridge-ruling)." in said
    assert "1 of 2 documents was not read: a-count." in said
    assert surveyed(collection).entries[0].unread is False


def test_an_entry_of_which_nothing_was_read_at_the_source(collection: FakeCollection) -> None:
    collection.evidence(verification={"level": "read-in-reproduction", "found_in": ["A newspaper"]})
    assert "The only entry is without a document that was read at the source." in sentences(collection)


def test_the_other_side_alone(collection: FakeCollection) -> None:
    letters = {"party_relation": "party", "party": "valley", "type": "official-statement"}
    collection.evidence(**letters)
    assert surveyed(collection).entries[0].is_one_sided
    assert "The only entry rests on the other side’s documents alone." in sentences(collection)
    collection.evidence(**letters | {"party": "town"})
    assert not surveyed(collection).entries[0].is_one_sided
    collection.evidence(**letters)
    collection.claim(appearances=[appearance(claimant={"name": "A guide"})])
    assert not surveyed(collection).entries[0].is_one_sided


def test_the_balance_of_the_parties(collection: FakeCollection) -> None:
    for number in (2, 3):
        collection.claim(f"BR-00{number}", rating="mostly-false")
    assert "All 3 claims that were made for The Town are rated contradicted or mostly contradicted." in sentences(
        collection
    )
    said = appearance(claimant={"name": "Brook Mill", "party": "valley"})
    collection.claim("BR-003", rating="true", evidence=[link(relation="supports")], appearances=[said])
    assert not any(" are rated " in words or words.startswith("No entry") for words in sentences(collection))
    balance = tallies.balance(surveyed(collection))
    assert balance.sides == ("The Town", "The Valley", "others")
    assert [(str(rating), row) for rating, row in balance.rows] == [
        ("false", (1, 0, 0)), ("mostly-false", (1, 0, 0)), ("true", (0, 1, 0)),
    ]  # fmt: skip
    assert balance.totals == (2, 1, 0)


def test_misleading_claims_stand_at_no_end_of_the_scale(collection: FakeCollection) -> None:
    for number in (2, 3):
        collection.claim(f"BR-00{number}", rating="misleading")
    assert not any(" are rated " in words for words in sentences(collection))


def test_many_are_counted_and_few_are_named(collection: FakeCollection) -> None:
    for number in range(2, 11):
        collection.claim(f"BR-{number:03}", status="published" if number > 8 else "draft")
    said = sentences(collection)
    # Of most the same is said, so that their number says all; where remarks differ, the first six are named.
    assert "8 of 10 entries are not published: BR-001 (in review), BR-002 (draft), BR-003 (draft), BR-004 (draft), " \
        "BR-005 (draft), BR-006 (draft) and 2 more." in said  # fmt: skip
    assert "2 of 10 entries have a version that waits for 'factsheet publish': BR-009 (v1), BR-010 (v1)." in said
    for number in range(2, 9):
        collection.claim(f"BR-{number:03}")
    assert "8 of 10 entries are not published." in sentences(collection)


def test_what_is_missing(collection: FakeCollection) -> None:
    quotes = [quote(id="carts", locator="para. 12"), quote(id="men"), quote(id="dogs")]
    collection.evidence(quotes=quotes)
    collection.evidence("a-letter", quotes=[], archive_urls=["https://archive.example.org/letter"])
    source = appearance()["source"] | {"archive_url": "https://archive.example.org/minutes"}
    collection.claim(appearances=[appearance(), appearance(quote=None), appearance(source=source)])
    collection.claim("BR-002", explanation="In full.", recheck_by="2026-01-01", authors=[{"name": "Ben Wright"}],
                     reviewers=[{"name": "Cay Wood"}], reply={"asked": "2025-04-01"}, status="draft")  # fmt: skip
    found = [(gap.number, gap.total, gap.what, list(map(str, gap.mentions))) for gap in gaps.gaps(surveyed(collection))]
    assert found == [
        (2, 3, "quotations that do not say where in their document they stand", ["bridge-ruling (2)"]),
        (1, 2, "documents without an archived copy", ["bridge-ruling"]),
        (1, 2, "documents from which no words are quoted", ["a-letter"]),
        (1, 2, "documents that no entry rests on", ["a-letter"]),
        (3, 4, "appearances of claims without an archived copy", ["BR-001 (2)", "BR-002 (draft)"]),
        (1, 4, "appearances of claims without the claimant’s words", ["BR-001"]),
        (1, 2, "entries in which the claimant was not asked for a reply", ["BR-001"]),
        (1, 2, "entries without a full explanation", ["BR-001"]),
        (1, 2, "entries without an independent reviewer", ["BR-001"]),
        (1, 2, "entries without a named author", ["BR-001"]),
        (1, 2, "entries without a day to be checked again", ["BR-001"]),
    ]
    assert "2 of 3 quotations do not say where they stand: bridge-ruling (2)." in sentences(collection)


def test_charts_count_every_thing_once(collection: FakeCollection) -> None:
    collection.evidence("a-letter", party_relation="party", party="town", type="official-statement", level="secondary")
    collection.evidence("a-count", party_relation="neutral-body", verification={"level": "not-read"}, quotes=[])
    both = [link("a-letter", relation="partly-supports"), link("a-count", relation="context")]
    collection.claim(evidence=[link(), *both])
    read = {"level": "read-at-source", "found_in": ["https://example.org/"]}
    said = appearance(claimant={"name": "Brook Mill", "party": "valley"}, verification=read)
    collection.claim("BR-002", status="draft", appearances=[said, appearance(quote=None)])
    found = surveyed(collection)
    ratings, standings, claimants = tallies.of_entries(found)
    assert numbers(ratings) == {"Contradicted by the record": 2}
    assert numbers(standings) == {"Draft": 1, "In review": 1}
    assert numbers(claimants) == {"Ada Crane": 1, "Brook Mill": 1}
    charts = {chart.id: numbers(chart) for chart in tallies.of_evidence(found)}
    assert charts == {
        "relations": {"Contradicts the claim": 2, "Supports part of the claim": 1, "Context": 1},
        "origins": {"Side of The Town": 1, "Court": 1, "Neutral body": 1},
        "read": {"Read at the source": 2, "Not read": 1},
        "quoted": {"Read at the source": 2},
        "said": {"Read at the source": 1, "The record does not say": 1},
        "levels": {"Primary": 2, "Secondary": 1},
        "types": {"Court decisions": 2, "Government statements": 1},
    }


def test_names_beyond_the_first_are_counted_together(collection: FakeCollection) -> None:
    for number in range(1, 14):
        who = {"name": f"Guide {number:02}" if number > 1 else "Ada Crane"}
        collection.claim(f"BR-{number:03}", appearances=[appearance(claimant=who)])
    collection.claim("BR-014")
    claimants = tallies.of_entries(surveyed(collection))[2]
    assert (claimants.bars[0].name, claimants.bars[0].number) == ("Ada Crane", 2)
    assert (claimants.bars[-1].name, claimants.bars[-1].number) == ("3 others, 1 each", 3)
    assert (len(claimants.bars), claimants.total) == (11, 14)
    for number in (12, 13):
        collection.remove(f"claims/BR-{number:03}.yaml")
    # One name takes no more room than a line for the others.
    bars = tallies.of_entries(surveyed(collection))[2].bars
    assert (len(bars), bars[-1].name) == (11, "Guide 11")


@pytest.mark.parametrize(
    ("today", "group"),
    [
        (date(2025, 5, 1), "up to 30 days ago"), (date(2025, 5, 31), "up to 30 days ago"),
        (date(2025, 6, 1), "31 to 90 days ago"), (date(2025, 7, 30), "31 to 90 days ago"),
        (date(2025, 7, 31), "91 to 180 days ago"), (date(2025, 10, 28), "91 to 180 days ago"),
        (date(2025, 10, 29), "more than 180 days ago"), (date(2025, 4, 30), "on a day still to come"),
    ],
)  # fmt: skip
def test_ages(collection: FakeCollection, today: date, group: str) -> None:
    assert numbers(tallies.ages(surveyed(collection, today))) == {group: 1}


def test_days_to_check_again_are_told_in_order(collection: FakeCollection) -> None:
    days = ("2025-06-02", "2025-05-31", "2025-06-01", "2025-05-31")
    for number, again in enumerate(days, start=1):
        collection.claim(f"BR-00{number}", recheck_by=again)
    for number in range(5, 13):
        collection.claim(f"BR-{number:03}", recheck_by=f"2026-{number:02}-01")
    found = surveyed(collection)
    told = [(tallies.distance(found, day), [e.id for e in entries]) for day, entries in tallies.next_checks(found)]
    assert told[:3] == [("1 day ago", ["BR-002", "BR-004"]), ("today", ["BR-003"]), ("in 1 day", ["BR-001"])]
    assert len(told) == 1 + tallies.NEXT_DAYS


def test_how_sheets_fit_is_read_from_the_last_build(collection: FakeCollection) -> None:
    collection.project(sheets=[{"id": "closing", "title": "The closing", "fact": "It was shut.", "lead": "A lead.",
                                "claims": ["BR-001"]}])  # fmt: skip
    collection.evidence("a-diary", sensitivity="withheld")
    left_out = ["bridge-ruling", "a-diary", "gone-since"]
    printed = sheet("BR-001-a4", "6 of 6", left_out=left_out) | sheet("BR-001-letter", spare=4)
    printed |= sheet("closing-a4") | sheet("BR-001-card-a4") | sheet("BR-009-a4")
    printed |= {"site/pdf/BR-001-large-print-a4.pdf": {"sides": 4}, "site/BR-001/index.html": {}}
    found = surveyed(collection, printed=printed)
    assert found.entries[0].fits == (
        Fit("BR-001", Paper.A4, 6, 6, ("bridge-ruling",)), Fit("BR-001", Paper.LETTER, 3, 6, (), 4),
    )  # fmt: skip
    assert found.topics == (Fit("closing", Paper.A4, 3, 6, ()),)
    assert found.is_printed
    assert numbers(tallies.densities(found)) == {"3": 1, "6, the densest": 1}
    said = [sentence(need) for need in gaps.needs(found)]
    assert "The only entry has a sheet without some of its documents for want of room (1)." in said
    tight = surveyed(collection, printed=sheet("BR-001-a4", "6 of 6"))
    ending = "a sheet that is set as densely as can be, though nothing is left out."
    assert f"The only entry has {ending}" in [sentence(need) for need in gaps.needs(tight)]


@pytest.mark.parametrize(
    "setting", [{}, {"density": 3}, {"density": "much"}, {"density": "0 of 6"}, {"density": "3 of 6 or so"}]
)
def test_a_damaged_manifest_tells_of_no_sheet(collection: FakeCollection, setting: dict[str, Any]) -> None:
    assert not surveyed(collection, printed={"site/pdf/BR-001-a4.pdf": setting}).is_printed


def test_damaged_settings_are_left_aside(collection: FakeCollection) -> None:
    (fit,) = surveyed(collection, printed=sheet("BR-001-a4", left_out=7, spare="much")).entries[0].fits
    assert fit == Fit("BR-001", Paper.A4, 3, 6, ())


def test_what_is_withdrawn_or_withheld_is_a_number(collection: FakeCollection) -> None:
    withdrawn = [change(), change(version="2", level="withdrawn", change="It was another bridge.")]
    collection.claim("BR-002", status="withdrawn", history=withdrawn)
    collection.claim("BR-003", status="draft")
    collection.evidence("a-diary", sensitivity="withheld")
    collection.evidence("a-letter")
    collection.claim(evidence=[link(), link("a-diary", relation="context")])
    found = surveyed(collection)
    assert [entry.id for entry in found.entries] == ["BR-001", "BR-003"]
    assert [document.id for document in found.documents] == ["a-letter", "bridge-ruling"]
    assert tallies.extent(found) == [
        "2 entries, 2 documents.",
        "1 of the entries is a draft.",
        "No figure counts 1 withdrawn entry or 1 withheld document.",
        "'factsheet check' has 2 warnings and 0 notes.",
    ]
    assert "a-diary" not in repr([gaps.needs(found), gaps.gaps(found), tallies.of_evidence(found)])


def test_hard_summaries_are_named_the_hardest_first(collection: FakeCollection) -> None:
    words = "Provisional judicial determinations established systematic obstruction of commercial transportation"
    collection.claim(summary=f"{words}.")
    collection.claim("BR-002", summary=f"{words}, notwithstanding representations by municipal authorities.")
    collection.claim("BR-003")
    found = surveyed(collection)
    assert [entry.id for entry in found.hardest] == ["BR-002", "BR-001", "BR-003"]
    first, second = (entry.prose.grade for entry in found.hardest[:2])
    ending = f"have a summary that is harder to read than grade 11: BR-002 ({first}), BR-001 ({second})."
    assert f"2 of 3 entries {ending}" in sentences(collection)
    chart = tallies.by_grade(found)
    assert (chart.bars[0].name, chart.bars[-1].name, chart.total) == ("below grade 5", "grade 15 or higher", 3)
    assert found.median == second
