"""Whatever a contributor puts into a field, the answer is a record or problems in our own words, never a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet import source
from factsheet.project import Project
from factsheet.records import Claim, Evidence, Model
from factsheet.schema import read_record
from tests.faker import (
    appearance,
    as_yaml,
    change,
    claim_fields,
    evidence_fields,
    link,
    project_fields,
    quote,
)

VERIFICATION = {"level": "not-read", "found_in": ["a page"], "note": "x"}
EVERY_CLAIM_FIELD = claim_fields() | {
    "appearances": [
        appearance(
            claimant={"name": "A", "office": "B", "party": "town", "same_as": ["https://example.org/a"]},
            quote=quote(translation="x", translator="y"),
            verification=VERIFICATION,
        )
    ],
    "technique": ["overstatement"],
    "explanation": "x",
    "evidence": [link(seen="0123456789abcdef")],
    "reply": {"asked": "2020-01-01", "text": "x", "received": "2020-01-02"},
    "related": [{"ref": "BR-002", "relation": "repeats", "why": "x"}],
    "recheck_by": "2026-01-01",
    "authors": [{"name": "x", "orcid": "0000-0002-1825-0097", "on": "2020-01-01"}],
    "reviewers": [{"name": "x"}],
    "translations": {"fr": {"translator": "x", "texts": {"fact": {"text": "x", "of": "0123456789abcdef"}}}},
}
EVERY_EVIDENCE_FIELD = evidence_fields() | {
    "authors": ["x"],
    "party": "town",
    "event_date": "2020",
    "accessed": "2020-01-01",
    "number": "1",
    "container_title": "x",
    "genre": "x",
    "jurisdiction": "x",
    "topics": ["x"],
    "doi": "10.1000/1",
    "archive_urls": ["https://example.org/a"],
    "quotes": [quote(id="q", locator="x", note="x")],
    "verification": VERIFICATION,
    "derived_from": ["a"],
    "conflicts_with": ["b"],
    "history": [change()],
}
EVERY_PROJECT_FIELD = project_fields() | {
    "reviewers": "0",
    "names": [{"name": "x", "also": ["y"], "why": "z"}],
    "topics": [{"id": "x", "name": "y"}],
    "print": {"entry": ["sheet", "card"], "collection": ["booklet"], "nup": "booklet"},
    "sheets": [
        {
            "id": "a",
            "title": "b",
            "fact": "c",
            "claims": ["BR-001"],
            "topics": ["x"],
            "lead": "x",
            "further_reading": ["a"],
            "call_to_action": {"date": "2020-01-01", "text": "x"},
            "paper": ["a4"],
        }
    ],
}
RECORDS: list[tuple[type[Model], dict[str, Any]]] = [
    (Claim, EVERY_CLAIM_FIELD),
    (Evidence, EVERY_EVIDENCE_FIELD),
    (Project, EVERY_PROJECT_FIELD),
]
ODD_VALUES: list[Any] = [
    "x", "", " ", "-1", "1.5", "\n", "x" * 300, [], ["x"], [["x"]], [{}], {}, {"x": "y"}, {"": "x"}
]  # fmt: skip
VISIBLE_TEXT = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u115f\u1160\u2800\u3164\uffa0"), max_size=60
)


def paths(data: Any, prefix: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to each value in nested data."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*prefix, step)
        yield from paths(value, (*prefix, step))


def put(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """Return nested data with another value at the end of the path."""
    if not path:
        return value
    step, *rest = path
    if isinstance(data, dict):
        return {key: put(old, tuple(rest), value) if key == step else old for key, old in data.items()}
    return [put(old, tuple(rest), value) if index == step else old for index, old in enumerate(data)]


def check(model: type[Model], data: dict[str, Any]) -> None:
    """Read data as a record and look at the manner in which its faults are told."""
    text = as_yaml(data)
    node, problems = source.parse(text, "a.yaml")
    assert problems == []
    assert node is not None
    record, problems = read_record(model, node)
    assert (record is None) == bool(problems)
    for problem in problems:
        assert problem.at.line <= text.count("\n")
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem.code), f"a code of pydantic's own: {problem}"
        assert not problem.message.startswith("Input should"), f"a message of pydantic's own: {problem}"
        assert not re.search(r"(: |here are |meaning:)$", problem.remedy), f"a remedy without an end: {problem}"


@pytest.mark.parametrize(("model", "data"), RECORDS)
def test_a_record_with_every_field_is_valid_and_leaves_none_out(model: type[Model], data: dict[str, Any]) -> None:
    node, _ = source.parse(as_yaml(data), "a.yaml")
    assert node is not None
    record, problems = read_record(model, node)
    assert problems == []
    assert record is not None
    assert set(data) == set(model.model_fields)


@pytest.mark.slow
@pytest.mark.parametrize(("model", "data"), RECORDS)
def test_any_odd_value_in_any_field_is_a_record_or_a_problem(model: type[Model], data: dict[str, Any]) -> None:
    for path in paths(data):
        for value in ODD_VALUES:
            check(model, put(data, path, value))


@given(st.sampled_from(RECORDS), st.data())
def test_any_text_in_any_field_is_a_record_or_a_problem(
    record: tuple[type[Model], dict[str, Any]], data: st.DataObject
) -> None:
    model, fields = record
    path = data.draw(st.sampled_from(list(paths(fields))))
    check(model, put(fields, path, data.draw(VISIBLE_TEXT)))
