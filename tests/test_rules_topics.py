"""What must hold of the sheets about topics in factsheet.yaml: each rule broken, and each rule kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faker import FakeCollection, change

SHEET = {"id": "closing", "title": "The closing", "fact": "The bridge was closed.", "lead": "A court said so."}
WITHDRAWN = change(level="withdrawn", change="Misread.")


def told(collection: FakeCollection, *sheets: dict[str, Any]) -> list[str]:
    """Write sheets into factsheet.yaml, each with the fields of SHEET and its own, and return all problems."""
    collection.project(sheets=[SHEET | sheet for sheet in sheets])
    return collection.problems()


def test_a_sheet_in_order_has_no_problems(collection: FakeCollection) -> None:
    collection.evidence("a-letter")
    sheet = {"claims": ["BR-001"], "topics": ["bridge"], "further_reading": ["a-letter"], "paper": ["a4"]}
    assert told(collection, sheet) == []


def test_sheets_name_claims_and_topics_that_exist(collection: FakeCollection) -> None:
    collection.claim("BR-002", topics=["closing", "bridge"])
    sheets: list[dict[str, Any]] = [{"claims": ["BR-002", "BR-012"]}, {"id": "again", "topics": ["closing", "bridges"]}]
    assert told(collection, *sheets) == [
        "factsheet.yaml:8:5: error: there is no claim 'BR-012'; did you mean 'BR-002'? [unknown-claim]",
        "factsheet.yaml:15:5: error: no claim has the topic 'bridges'; did you mean 'bridge'? [unknown-topic]",
    ]


def test_a_sheet_has_an_id_of_its_own(collection: FakeCollection) -> None:
    sheets: list[dict[str, Any]] = [{"claims": ["BR-001"], "id": sheet_id} for sheet_id in ("a", "br-001", "a")]
    assert told(collection, *sheets) == [
        "factsheet.yaml:8:7: error: the id 'br-001' is already used in claims/BR-001.yaml; give the sheet another id "
        "[duplicate-id]",
        "factsheet.yaml:14:7: error: the id 'a' is already used in line 2; give the sheet another id [duplicate-id]",
    ]


@pytest.mark.parametrize(
    ("claim", "sheet", "problems"),
    [
        ({}, {}, ["error: the sheet 'closing' has no entry to show; name entries in 'claims', or their topics in "
                  "'topics' [empty-sheet]"]),
        ({"status": "withdrawn", "history": [WITHDRAWN]}, {"claims": ["BR-001"]},
         ["error: the sheet 'closing' has no entry to show; name entries in 'claims', or their topics in 'topics' "
          "[empty-sheet]"]),
        ({"status": "draft"}, {"topics": ["bridge"]},
         ["warning: the sheet 'closing' has no entry to show but drafts, and is built with --drafts only "
          "[empty-sheet]"]),
        ({}, {"topics": ["bridge"]}, []),
    ],
    ids=["nothing named", "withdrawn", "draft", "topic"],
)  # fmt: skip
def test_a_sheet_has_entries_to_show(
    collection: FakeCollection, claim: dict[str, Any], sheet: dict[str, Any], problems: list[str]
) -> None:
    collection.claim(**claim)
    about_sheets = [problem for problem in told(collection, sheet) if problem.startswith("factsheet.yaml")]
    assert about_sheets == [f"factsheet.yaml:2:7: {problem}" for problem in problems]


def test_what_a_sheet_names_may_stand_in_a_file_that_cannot_be_read(collection: FakeCollection) -> None:
    collection.claim("BR-002", rating="no")
    problems = told(collection, {"claims": ["BR-002"]}, {"id": "other", "topics": ["other"]})
    assert [problem.rpartition(" ")[2] for problem in problems] == ["[unknown-word]"]


def test_further_reading_exists_may_be_shown_and_is_no_exhibit(collection: FakeCollection) -> None:
    collection.evidence("a-letter", sensitivity="withheld")
    sheet = {"claims": ["BR-001"], "further_reading": ["bridge-rulings", "a-letter", "bridge-ruling"]}
    assert told(collection, sheet) == [
        "factsheet.yaml:9:5: error: there is no evidence 'bridge-rulings'; did you mean 'bridge-ruling'? "
        "[unknown-evidence]",
        "factsheet.yaml:10:5: error: 'a-letter' is withheld, so it may not be listed; remove it [withheld-reading]",
        "factsheet.yaml:11:5: warning: 'bridge-ruling' is an exhibit of BR-001 on this sheet; remove it here "
        "[reading-is-exhibit]",
    ]


def test_nothing_is_named_twice_on_a_sheet(collection: FakeCollection) -> None:
    collection.evidence("a-letter")
    twice = {"claims": ["BR-001"] * 2, "further_reading": ["a-letter"] * 2, "paper": ["a4", "letter", "a4"]}
    assert [problem.partition("; ")[0] for problem in told(collection, twice)] == [
        "factsheet.yaml:8:5: error: 'BR-001' is named twice here",
        "factsheet.yaml:11:5: error: 'a-letter' is named twice here",
        "factsheet.yaml:15:5: error: 'a4' is named twice here",
    ]
