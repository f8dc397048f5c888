"""What must hold within any record, claim or evidence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faker import FakeCollection, appearance, change, quote

READ = {"level": "read-at-source"}


def written(collection: FakeCollection, kind: str, **fields: Any) -> list[str]:
    """Write the one claim or evidence record with these fields and return the problems, without the path."""
    path = collection.claim(**fields) if kind == "claim" else collection.evidence(**fields)
    return [line.removeprefix(f"{path.relative_to(collection.folder)}:") for line in collection.problems()]


@pytest.mark.parametrize(
    ("kind", "fields", "place"),
    [
        ("evidence", {"quotes": [quote(id="a", translation="x")]}, "5:16"),
        ("claim", {"appearances": [{"quote": quote(translation="x"), **appearance(quote=None)}]}, "5:18"),
    ],
)
def test_a_translated_quotation_names_its_translator(
    collection: FakeCollection, kind: str, fields: dict[str, Any], place: str
) -> None:
    assert written(collection, kind, **fields) == [
        f"{place}: error: this translation does not name its translator; add 'translator:' beside it [no-translator]"
    ]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("evidence", {"quotes": [quote(id="a", translation="x", translator="the contributors")]}),
        ("claim", {"appearances": [appearance(quote=quote(translation="x", translator="the contributors"))]}),
    ],
)
def test_a_translation_with_its_translator_is_in_order(
    collection: FakeCollection, kind: str, fields: dict[str, Any]
) -> None:
    assert written(collection, kind, **fields) == []


@pytest.mark.parametrize("kind", ["claim", "evidence"])
@pytest.mark.parametrize(
    "after",
    [change(version="2", date="2025-04-30"), change(version="1", date="2025-05-02")],
    ids=["date", "version"],
)
def test_a_history_begins_with_its_oldest_item(collection: FakeCollection, kind: str, after: dict[str, Any]) -> None:
    before = change(version="2" if after["version"] == "1" else "1", date="2025-05-01")
    assert written(collection, kind, history=[before, after]) == [
        "6:3: error: this item of the history is older than the one before it; put the oldest first "
        "[history-out-of-order]"
    ]


@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_two_changes_on_one_day_and_within_one_version_are_in_order(collection: FakeCollection, kind: str) -> None:
    assert written(collection, kind, history=[change(), change(level="clarification"), change(version="2")]) == []


@pytest.mark.parametrize(
    ("level", "label"),
    [("read-at-source", "read at the source"), ("read-in-reproduction", "read in a reproduction")],
)
@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_words_that_were_read_were_read_somewhere(
    collection: FakeCollection, kind: str, level: str, label: str
) -> None:
    verification = {"level": level}
    fields = (
        {"verification": verification}
        if kind == "evidence"
        else {"appearances": [{"verification": verification, **appearance()}]}
    )
    assert written(collection, kind, **fields) == [
        f"{'2:3' if kind == 'evidence' else '3:5'}: error: the words are said to be {label}, and 'found_in' does not "
        "say where; list the addresses in 'found_in', or use 'not-read' [reading-place-missing]"
    ]


@pytest.mark.parametrize(
    "verification", [{"level": "not-read"}, {"level": "read-at-source", "found_in": ["https://example.org/"]}]
)
def test_words_that_were_not_read_need_no_place(collection: FakeCollection, verification: dict[str, Any]) -> None:
    assert written(collection, "evidence", verification=verification, quotes=[]) == []
    assert written(collection, "claim", appearances=[appearance(verification=verification)]) == []


@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_a_word_of_two_scripts_that_look_alike_is_noticed(collection: FakeCollection, kind: str) -> None:
    assert written(collection, kind, summary="The t\u043ewn closed it from 3 March to 30 September 2020.") == [
        "1:10: warning: the word 't\u043ewn' mixes letters of scripts that look alike; type it again in one script, if "
        "that is what the source has [mixed-scripts]"
    ]


def test_words_of_several_scripts_may_stand_side_by_side(collection: FakeCollection) -> None:
    assert written(collection, "evidence", title="Решение суда (Ruling of the court), որոշում") == []
