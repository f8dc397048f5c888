"""What must hold within one claim: a record that breaks each rule, and its neighbours that do not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faker import EVIDENCE, FakeCollection, appearance, change, link, quote

NOWHERE = {"title": "Minutes of the council", "publisher": "Town of Stonyford"}


def problems(collection: FakeCollection, **fields: Any) -> list[str]:
    """Return the problems of the one claim with these fields, without the path of its file."""
    collection.claim(**fields)
    lines = [line.removeprefix("claims/BR-001.yaml:") for line in collection.problems()]
    return [line for line in lines if "[not-frozen]" not in line]  # no entry here is published for real


@pytest.mark.parametrize("name", ["BR-001.yaml", "BR-001-no-closing.yaml"])
def test_a_file_name_may_begin_with_the_id(collection: FakeCollection, name: str) -> None:
    collection.remove("claims/BR-001.yaml")
    collection.claim(file=name)
    assert collection.problems() == []


@pytest.mark.parametrize("name", ["BR-002.yaml", "BR-0011.yaml", "BR-001-.yaml", "no-closing.yaml", "BR-001_x.yaml"])
def test_a_file_name_must_begin_with_the_id(collection: FakeCollection, name: str) -> None:
    collection.remove("claims/BR-001.yaml")
    collection.claim(file=name, id="BR-001")
    assert collection.problems() == [
        f"claims/{name}:1:5: error: the id is 'BR-001' and the file is '{name}'; name the file "
        "BR-001-a-few-words.yaml [id-mismatch]"
    ]


@pytest.mark.parametrize(
    "fact",
    [
        "The bridge was open to everybody all year.",
        "“The bridge was open, to EVERYBODY, all year!”",
        "It is wrong that the bridge was open to everybody all year.",
        "The bridge was open.",
        "Nobody was ever kept from crossing.",
        "Nobody was ever kept",
    ],
)
def test_the_fact_may_not_repeat_the_claim_or_its_words(collection: FakeCollection, fact: str) -> None:
    assert problems(collection, fact=fact) == [
        "1:7: error: the fact repeats the claim; write the true state of affairs; readers remember the words of a "
        "title [fact-repeats-claim]"
    ]


@pytest.mark.parametrize("fact", ["The bridge was opened again in October.", "The bridges were open all year."])
def test_the_fact_may_share_words_with_the_claim(collection: FakeCollection, fact: str) -> None:
    assert problems(collection, fact=fact) == []


def test_a_recheck_comes_after_the_check(collection: FakeCollection) -> None:
    assert problems(collection, recheck_by="2026-05-01", checked_as_of="2026-05-01") == [
        "1:13: error: 'recheck_by' 2026-05-01 does not come after 'checked_as_of' 2026-05-01 [dates-out-of-order]"
    ]
    assert problems(collection, recheck_by="2026-05-02", checked_as_of="2026-05-01") == []


@pytest.mark.parametrize("asked", ["not-asked", "2025-03-02"])
def test_a_reply_comes_after_the_question(collection: FakeCollection, asked: str) -> None:
    assert problems(collection, reply={"received": "2025-03-01", "asked": asked, "text": "No."}) == [
        "2:13: error: a reply was received, and 'asked' names no earlier day [dates-out-of-order]"
    ]
    assert problems(collection, reply={"received": "2025-03-02", "asked": "2025-03-02", "text": "No."}) == []


def test_a_reply_that_was_received_is_given(collection: FakeCollection) -> None:
    assert problems(collection, reply={"received": "2025-03-02", "asked": "2025-03-02"}) == [
        "2:13: error: a reply was received, and 'text' does not give it; add 'text:' with the reply "
        "[reply-without-text]"
    ]


def test_a_withdrawn_entry_says_why(collection: FakeCollection) -> None:
    remedy = "a withdrawn entry ends with an item of level 'withdrawn' that says why, and no other entry does"
    assert problems(collection, status="withdrawn") == [
        "1:9: error: the status is 'withdrawn', and the last item of the history is 'published'; "
        f"{remedy} [withdrawal-unexplained]"
    ]
    last = change(version="2", level="withdrawn")
    assert problems(collection, status="withdrawn", history=[change(), last]) == []
    assert problems(collection, status="published", history=[change(), last]) == [
        "1:9: error: the status is 'published', and the last item of the history is 'withdrawn'; "
        f"{remedy} [withdrawal-unexplained]"
    ]


@pytest.mark.parametrize(
    ("rating", "relation", "reason"),
    [
        ("false", "context", "no evidence here contradicts the claim or a part of it"),
        ("mostly-false", "supports", "no evidence here contradicts the claim or a part of it"),
        ("true", "context", "no evidence here supports the claim or a part of it"),
        ("mostly-true", "partly-contradicts", "no evidence here supports the claim or a part of it"),
    ],
)
def test_a_rating_rests_on_evidence_of_its_side(
    collection: FakeCollection, rating: str, relation: str, reason: str
) -> None:
    assert problems(collection, rating=rating, evidence=[link(relation=relation)]) == [
        f"1:9: warning: the rating is '{rating}', and {reason} [unfounded-rating]"
    ]


def test_a_claim_that_evidence_contradicts_is_not_rated_true(collection: FakeCollection) -> None:
    collection.evidence("a-letter")
    assert problems(collection, rating="true", evidence=[link(relation="supports"), link("a-letter")]) == [
        "1:9: warning: the rating is 'true', and evidence here contradicts the claim [unfounded-rating]"
    ]


@pytest.mark.parametrize(
    ("rating", "relation"),
    [
        ("false", "contradicts"),
        ("mostly-false", "partly-contradicts"),
        ("mixed", "context"),
        ("mostly-true", "partly-supports"),
        ("true", "supports"),
        ("misleading", "context"),
        ("unproven", "context"),
        ("outdated", "context"),
    ],
)
def test_a_rating_that_rests_on_evidence_is_in_order(collection: FakeCollection, rating: str, relation: str) -> None:
    assert problems(collection, rating=rating, evidence=[link(EVIDENCE, relation=relation)]) == []


def test_words_of_a_claim_were_read_somewhere(collection: FakeCollection) -> None:
    assert problems(collection, appearances=[appearance(source=NOWHERE)]) == [
        "2:3: warning: neither an address nor 'verification' says where these words were read [no-address]"
    ]


@pytest.mark.parametrize(
    "said",
    [
        appearance(),
        appearance(source=NOWHERE, quote=None),
        appearance(source=NOWHERE, verification={"level": "not-read"}),
    ],
)
def test_an_address_or_a_verification_says_where_words_were_read(
    collection: FakeCollection, said: dict[str, Any]
) -> None:
    assert problems(collection, appearances=[said]) == []


@pytest.mark.parametrize(
    "archive",
    [
        "https://web.archive.org/web/20201103000000/https://town.example.org/minutes/2020-11-02",
        "https://web.archive.org/web/20201103000000if_/http://www.town.example.org/minutes/2020-11-02/#top",
        "https://archive.example.org/any-name",
    ],
)
def test_an_archived_copy_of_an_appearance_is_of_the_same_page(collection: FakeCollection, archive: str) -> None:
    source = appearance()["source"] | {"archive_url": archive}
    assert problems(collection, appearances=[appearance(source=source)]) == []


def test_an_archived_copy_of_another_page_is_noticed_in_an_appearance(collection: FakeCollection) -> None:
    source = {
        "archive_url": "https://web.archive.org/web/2020/https://town.example.org/",
        "title": "Minutes",
        "publisher": "Town of Stonyford",
        "url": "https://town.example.org/minutes",
    }
    said = {"source": source, "claimant": {"name": "Ada Crane"}, "date": "2020", "venue": "Council", "quote": quote()}
    assert problems(collection, appearances=[said]) == [
        "3:18: warning: this archive address is a copy of another page: https://town.example.org/; find the copy of "
        "this page [archive-mismatch]"
    ]
