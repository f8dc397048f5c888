"""Numbers and dates in titles and summaries: which are looked for, and where they may stand to count as sourced."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.dates import MONTHS
from factsheet.records.fields import PROSE_CHARACTERS
from factsheet.rules.figures import in_any_language, in_english
from tests.faker import FakeCollection, appearance, change, link, quote

REMEDY = (
    "quote the words that give it in the evidence record or say it in its 'summary', or leave it out here "
    "[unsourced-figure]"
)
SHEET = {"id": "closing", "title": "The closing", "fact": "The bridge was closed.", "lead": "It was closed."}


def written(text: str) -> list[str]:
    """Return the numbers and then the dates of an English text, as a problem would name them."""
    figures = in_english(text)
    return [number.written for number in figures.numbers] + [str(day) for day in figures.dates]


def missing(collection: FakeCollection, told: str, **evidence: Any) -> list[str]:
    """Return what is said to have no source if a summary tells this and the one document has these fields."""
    collection.evidence(**evidence)
    collection.claim(summary=told, fact="Carts could not cross the bridge.")
    problems = [line for line in collection.problems() if line.endswith("[unsourced-figure]")]
    return [line.partition("warning: the ")[2].partition(" stands in")[0] for line in problems]


def test_a_number_and_a_date_without_source_are_told_at_their_field(collection: FakeCollection) -> None:
    collection.claim(
        fact="On 4 March 2020 the town turned back 1,250 carts.",
        summary="In 2019, 1,250 carts crossed; on 5 May 2020 none did.",
    )
    place = "claims/BR-001.yaml"
    assert collection.problems() == [
        f"{place}:1:7: warning: the date 4 March 2020 stands in no evidence of this entry; {REMEDY}",
        f"{place}:1:7: warning: the number 1,250 stands in no evidence of this entry; {REMEDY}",
        f"{place}:2:10: warning: the date 5 May 2020 stands in no evidence of this entry; {REMEDY}",
        f"{place}:2:10: warning: the number 1,250 stands in no evidence of this entry; {REMEDY}",
        f"{place}:2:10: warning: the number 2019 stands in no evidence of this entry; {REMEDY}",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("100,417 people", ["100,417"]),
        ("In 2022 and 2023", ["2022", "2023"]),
        ("in 2022–23", ["2022"]),
        ("13 votes to 2, and 99 carts", []),
        ("12.5 per cent of 3.45", ["12.5", "3.45"]),
        ("1.5 million", []),
        ("400 million", ["400"]),
        ("Resolution 68/262, para. 1204.", ["262", "1204"]),
        ("the 9228th meeting", ["9228"]),
        ("100–150 carts, 13,145 people", ["100", "150", "13,145"]),
        ("In 2022, 100 carts", ["2022", "100"]),
        ("In 2022 100 carts", ["2022", "100"]),
        ("1,234.56 tons", ["1,234.56"]),
        ("MH370", ["370"]),
        ("hundreds of thousands", []),
    ],
)
def test_numbers_of_three_digits_are_looked_for(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 18 February 2023", ["18 February 2023"]),
        ("on February 18, 2023", ["18 February 2023"]),
        ("on 18th of February", ["18 February"]),
        ("on 12 December", ["12 December"]),
        ("18 and 19 September 2023", ["18 September 2023", "19 September 2023"]),
        ("from 3 to 5 May", ["3 May", "5 May"]),
        ("on 3, 4 and 5 May 2020", ["3 May 2020", "4 May 2020", "5 May 2020"]),
        ("28 September–3 October 2023", ["28 September", "3 October 2023"]),
        ("ORDER OF 22 FEBRUARY 2023", ["22 February 2023"]),
        ("Sept. 18, 2023", ["18 September 2023"]),
        ("6 Jul 2023", ["6 July 2023"]),
        ("in February 2023", ["February 2023"]),
        ("in May 2020, 30 carts", ["May 2020"]),
        ("on 18 September, 2,000 carts", ["2,000", "18 September"]),
        ("on 2023-02-18 and 18.2.2023", ["18 February 2023", "18 February 2023"]),
        ("in September", []),
        ("you may 10 times march 25 miles", []),
        ("31 February 2023", ["2023"]),
        ("2023-13-40", ["2023"]),
    ],
)
def test_dates_are_looked_for(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    "text",
    ["[@un-2023-08-16]", "[the order](https://court.example.org/2020/118)", "<https://a.example.org/350>", "&#8217;"],
)
def test_what_is_no_text_is_not_read(text: str) -> None:
    assert written(f"Carts were turned back {text}.") == []


@pytest.mark.parametrize(
    "source",
    ["100417", "100,417", "100.417", "100 417", "100\u00a0417", "100\u2009417", "100\u202f417", "100’417", "100,417.0"],
)
@pytest.mark.parametrize("number", ["100417", "100,417", "100 417", "100\u202f417"])
def test_the_way_of_setting_thousands_apart_makes_no_difference(
    collection: FakeCollection, number: str, source: str
) -> None:
    assert missing(collection, f"There were {number} carts.", summary=f"The court counted {source} carts.") == []


@pytest.mark.parametrize(
    ("summary", "source", "told"),
    [
        ("345 carts", "3.45 carts", ["number 345"]),
        ("3.45 tons", "345 tons", ["number 3.45"]),
        ("417 carts", "100,417 carts", ["number 417"]),
        ("100,417 carts", "100 carts and 417 carts", ["number 100,417"]),
        ("100 carts", "In 2022 100 carts", []),
        ("120,000 carts", "120 thousand carts", []),
        ("120 thousand carts", "120,000 carts", []),
        ("120 million carts", "120,000 carts", ["number 120"]),
        ("12.50 tons", "12.5 tons", []),
    ],
)
def test_a_number_is_compared_by_its_value(
    collection: FakeCollection, summary: str, source: str, told: list[str]
) -> None:
    assert missing(collection, summary, summary=source) == told


@pytest.mark.parametrize(
    ("summary", "evidence", "told"),
    [
        ("18 May 2020", {"issued": "2020-05-18"}, []),
        ("May 2020", {"issued": "2020-05-18"}, []),
        ("2020", {"issued": "2020-05-18"}, []),
        ("18 May", {"issued": "2020-05-18"}, []),
        ("18 May 2020", {"issued": "2020-05"}, ["date 18 May 2020"]),
        ("May 2020", {"issued": "2020"}, ["date May 2020"]),
        ("2020", {"issued": "2020"}, []),
        ("3 and 5 May 2020", {"event_date": "2020-05-03/2020-05-05"}, []),
        ("4 May 2020", {"event_date": "2020-05-03/2020-05-05"}, ["date 4 May 2020"]),
        ("3 May 2020", {"event_date": "2020-05-03/.."}, []),
        ("18 May 2020", {"summary": "On May 18, 2020 it rained."}, []),
        ("18 May 2020", {"summary": "On 18 May it rained.", "issued": "2020-06-01"}, []),
        ("18 May 2020", {"summary": "On 18 May it rained.", "issued": "2021-01"}, []),
        ("18 May 2020", {"summary": "On 18 May it rained.", "issued": "2022-01"}, ["date 18 May 2020"]),
        ("18 May 2020", {"summary": "On 18 May 2021 it rained."}, ["date 18 May 2020"]),
        ("18 May", {"summary": "On 18 May 2021 it rained."}, []),
        ("19 May 2020", {"summary": "On 18 and 19 May 2020 it rained."}, []),
    ],
)
def test_a_date_is_carried_by_one_that_says_as_much(
    collection: FakeCollection, summary: str, evidence: dict[str, str], told: list[str]
) -> None:
    assert missing(collection, summary, **evidence) == told


@pytest.mark.parametrize(
    "evidence",
    [
        {"title": "Ruling of 1,250 words"},
        {"number": "T/1250"},
        {"container_title": "Reports 1250"},
        {"quotes": [quote(id="carts", text="1 250 carts")]},
        {"quotes": [quote(id="carts", text="بسیار", lang="fa", translation="1,250 carts", translator="The Court")]},
        {"quotes": [quote(id="carts", locator="para. 1250")]},
    ],
)
def test_a_number_may_stand_in_any_words_of_a_document(collection: FakeCollection, evidence: dict[str, Any]) -> None:
    assert missing(collection, "There were 1,250 carts.", **evidence) == []


@pytest.mark.parametrize("evidence", [{"limits": "Of 1,250 carts it says nothing."}, {"publisher": "Court 1250"}])
def test_our_remarks_on_a_document_are_no_source(collection: FakeCollection, evidence: dict[str, Any]) -> None:
    assert missing(collection, "There were 1,250 carts.", **evidence) == ["number 1,250"]


def test_a_document_that_is_withheld_gives_no_number(collection: FakeCollection) -> None:
    collection.evidence("letter", summary="1,250 carts", sensitivity="withheld")
    collection.claim(evidence=[link(), link("letter")], summary="There were 1,250 carts.")
    (problem,) = collection.problems()
    assert "the number 1,250 stands in no evidence of this entry" in problem


@pytest.mark.parametrize("reviewed", [True, False])
def test_words_and_day_of_an_appearance_count(collection: FakeCollection, *, reviewed: bool) -> None:
    said = appearance(date="2020-11-05", quote={"text": "All 1,250 carts crossed.", "lang": "en"})
    collection.claim(
        appearances=[said] if reviewed else [appearance(), said],
        summary="On 5 November 2020 the mayor said that 1,250 carts had crossed.",
    )
    assert collection.problems() == []


def test_the_line_of_a_claim_counts_only_where_no_words_were_read(collection: FakeCollection) -> None:
    fields = {"claim": "All 1,250 carts crossed.", "summary": "The mayor spoke of 1,250 carts."}
    collection.claim(**fields, appearances=[appearance(quote=None)])
    assert collection.problems() == []
    collection.claim(**fields)
    (problem,) = collection.problems()
    assert "the number 1,250 stands in no evidence of this entry" in problem


def test_a_document_that_cannot_be_read_may_give_the_number(collection: FakeCollection) -> None:
    collection.evidence(level="first", summary="1,250 carts")
    collection.claim(summary="There were 1,250 carts.")
    (problem,) = collection.problems()
    assert problem.endswith("[unknown-word]")


def test_a_sheet_is_compared_with_the_evidence_of_its_entries(collection: FakeCollection) -> None:
    collection.evidence("count", summary="The town counted 1,250 carts on 7 May 2020.")
    collection.claim("BR-002", evidence=[link("count", relation="context"), link()], topics=["carts"])
    texts = {"fact": "1,250 carts stood there.", "lead": "On 7 May 2020 there were 1,250, then 1,300."}
    fields = SHEET | texts
    problem = "1,300 stands in no evidence of this sheet's entries"
    for choice in ({"claims": ["BR-001", "BR-002"]}, {"topics": ["carts"]}):
        collection.project(sheets=[fields | choice])
        told = [line for line in collection.problems() if line.endswith("[unsourced-figure]")]
        assert told == [f"factsheet.yaml:5:9: warning: the number {problem}; {REMEDY}"]
    collection.project(sheets=[fields | {"claims": ["BR-001"]}])
    told = [line for line in collection.problems() if line.endswith("[unsourced-figure]")]
    assert [line.partition(" stands")[0] for line in told] == [
        "factsheet.yaml:4:9: warning: the number 1,250",
        "factsheet.yaml:5:9: warning: the date 7 May 2020",
        "factsheet.yaml:5:9: warning: the number 1,250",
        "factsheet.yaml:5:9: warning: the number 1,300",
    ]


def test_in_another_language_months_are_not_known(collection: FakeCollection) -> None:
    collection.project(language="fr")
    collection.claim(fact="Le 4 mars 2020, en mars 2021 et le 2020-03-05", summary="May 10, 2020")
    told = [line.partition("warning: the ")[2].partition(" stands")[0] for line in collection.problems()]
    assert told == ["date 5 March 2020", "number 2021"]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for read in (in_english, in_any_language):
        figures = read(text)
        assert all(number.written in text for number in figures.numbers)


def effort(text: str) -> float:
    """Return the processor's seconds that reading a text takes at the least."""
    spent = []
    for _ in range(3):
        started = time.process_time()
        in_english(text)
        spent.append(time.process_time() - started)
    return min(spent)


@pytest.mark.parametrize("part", ["1-", "1, and ", "1 ", "May 1, ", "111 ", "[@", "](", "1 thousand ", "2020-"])
def test_four_times_the_text_is_no_sixteen_times_the_work(part: str) -> None:
    # As long as a text may be. A search that tries every way from every place would grow with the square.
    long = part * (PROSE_CHARACTERS // len(part))
    assert effort(long) < 10 * effort(long[: len(long) // 4]) + 0.01


@given(st.integers(min_value=100, max_value=10**12), st.sampled_from([",", " ", "\u00a0", "\u2009", "\u202f", "’"]))
def test_any_number_is_read_however_it_is_grouped(number: int, separator: str) -> None:
    (found,) = in_english(f"about {f'{number:,}'.replace(',', separator)}.").numbers
    assert found.values == {number}


@given(st.dates())
def test_any_day_is_read_in_words_and_in_figures(day: date) -> None:
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if 1500 <= day.year < 2100:
        assert written(f"on {words}, then") == [words]
        assert written(f"on {MONTHS[day.month - 1]} {day.day}, {day.year}, then") == [words]
    assert written(f"on {day.isoformat()}, then") == [words]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_an_entry_that_is_on_no_sheet_gives_it_no_figures(collection: FakeCollection, status: str) -> None:
    last = {"version": "1", "date": "2025-05-01", "level": "withdrawn", "change": "Misread."}
    collection.evidence("count", summary="A clerk counted 1,300 carts.")
    collection.claim(
        "BR-002", status=status, evidence=[link("count")], history=[last] if status == "withdrawn" else [change()]
    )
    sheet = {
        "id": "a",
        "title": "b",
        "fact": "c",
        "lead": "A clerk counted 1,300 carts.",
        "claims": ["BR-001", "BR-002"],
    }
    collection.project(sheets=[sheet])
    assert [problem.partition(";")[0] for problem in collection.problems() if problem.startswith("factsheet.yaml")] == [
        "factsheet.yaml:5:9: warning: the number 1,300 stands in no evidence of this sheet's entries"
    ]
