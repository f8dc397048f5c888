"""What lists of documents say of them: what each is, where its words were read, where quotations stand."""

from __future__ import annotations

from typing import Any

import pytest

from factsheet.records import Evidence
from factsheet.wording import Place, extent_line, make_up_line, pinpoints, reading, reference
from tests.faker import EVIDENCE, FakeCollection, quote
from tests.workshop import dossiers, sound


def document(collection: FakeCollection, **fields: Any) -> Evidence:
    """Return a document with these fields."""
    collection.evidence(**fields)
    return sound(collection).corpus.evidence_by_id[EVIDENCE].record


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "Miller v. Town of Stonyford · 6 May 2020"),
        ({"authors": ["Bo Lund", "Cy Ode"]}, "Miller v. Town of Stonyford · by Bo Lund and Cy Ode · 6 May 2020"),
        (
            {"authors": ["Bo Lund", "Cy Ode", "Di Ash", "Ed Roe"]},
            "Miller v. Town of Stonyford · by Bo Lund and others · 6 May 2020",
        ),
        ({"authors": ["Court of the County"]}, "Miller v. Town of Stonyford · 6 May 2020"),
        (
            {"genre": "judgment", "container_title": "Reports", "number": "12/2020", "standing": "amended"},
            "Miller v. Town of Stonyford · judgment · in Reports · 12/2020 · 6 May 2020 · amended",
        ),
    ],
)
def test_what_a_list_of_documents_says(collection: FakeCollection, fields: dict[str, Any], line: str) -> None:
    assert reference(document(collection, **fields)) == line


ADDRESS = "https://court.example.org/2020/miller"
COPY = "https://www.copies.example.org/miller?page=2"


@pytest.mark.parametrize(
    ("level", "found_in", "words", "joint", "places"),
    [
        ("read-at-source", [ADDRESS], "Words read at the source", "; also read: ", []),
        (
            "read-at-source",
            [ADDRESS, f"{COPY} (the same words)"],
            "Words read at the source",
            "; also read: ",
            [Place(COPY, "copies.example.org", "(the same words)")],
        ),
        (
            "read-in-reproduction",
            [ADDRESS, COPY],
            "Words read in a reproduction, at this address",
            "; also read: ",
            [Place(COPY, "copies.example.org", "")],
        ),
        (
            "read-in-reproduction",
            [COPY, "a photocopy"],
            "Words read in a reproduction",
            ": ",
            [Place(COPY, "www.copies.example.org/miller?page=2", ""), Place("", "a photocopy", "")],
        ),
    ],
)
def test_where_words_were_read(
    collection: FakeCollection, level: str, found_in: list[str], words: str, joint: str, places: list[Place]
) -> None:
    read = reading(document(collection, verification={"level": level, "found_in": found_in}))
    assert (read.words, read.joint, list(read.places)) == (words, joint, places)


def test_where_quotations_stand(collection: FakeCollection) -> None:
    quotes = [quote(id="a", locator="para. 12"), quote(id="b"), quote(id="c", locator="para. 14")]
    assert pinpoints(document(collection, quotes=[*quotes, quote(id="d", locator="para. 12")]).quotes) == (
        "para. 12; para. 14"
    )


def test_numbers_of_entries_and_documents_in_words() -> None:
    assert (extent_line(1, 1), extent_line(2, 3)) == ("1 entry, 1 document", "2 entries, 3 documents")


def test_what_evidence_is_made_of_without_the_kinds(collection: FakeCollection) -> None:
    (entry,) = dossiers(collection)
    assert make_up_line(entry.make_up, with_kinds=False) == (
        "1 document. 1 independent of the parties; 0 from the side of The Town; 0 from the side of The Valley. "
        "Words read at the source for 1."
    )
