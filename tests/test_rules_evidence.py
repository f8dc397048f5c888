"""What must hold within one evidence record: a record that breaks each rule, and its neighbours that do not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faker import FakeCollection, quote

PAGE = "https://court.example.org/2020/miller"


def problems(collection: FakeCollection, **fields: Any) -> list[str]:
    """Return the problems of the one evidence record with these fields, without the path of its file."""
    collection.evidence(**fields)
    return [line.removeprefix("evidence/bridge-ruling.yaml:") for line in collection.problems()]


def test_the_name_of_the_file_is_the_id(collection: FakeCollection) -> None:
    collection.remove("evidence/bridge-ruling.yaml")
    collection.evidence(file="ruling.yaml", id="bridge-ruling")
    assert collection.problems() == [
        "evidence/ruling.yaml:1:5: error: the id is 'bridge-ruling' and the file is 'ruling.yaml'; name the file "
        "bridge-ruling.yaml [id-mismatch]"
    ]


def test_a_party_says_which_it_is(collection: FakeCollection) -> None:
    assert problems(collection, party_relation="party") == [
        "1:17: error: 'party_relation' is 'party', and 'party' does not say which; add 'party:' with a party's id "
        "[party-missing]"
    ]
    assert problems(collection, party_relation="party", party="town") == []


@pytest.mark.parametrize("relation", ["court", "neutral-body", "third-party", "joint", "unknown"])
def test_what_is_no_party_names_none(collection: FakeCollection, relation: str) -> None:
    assert problems(collection, party_relation=relation, party="valley") == [
        f"2:8: error: 'party' is given, and 'party_relation' is '{relation}'; remove one of the two [party-missing]"
    ]
    assert problems(collection, party_relation=relation) == []


def test_quotations_have_ids_of_their_own(collection: FakeCollection) -> None:
    twice = [{"id": "carts", "text": "a", "lang": "en"}, {"id": "carts", "text": "b", "lang": "en"}]
    assert problems(collection, quotes=twice) == [
        "2:7: error: two quotations have the id 'carts'; rename one [duplicate-quote-id]",
        "5:7: error: two quotations have the id 'carts'; rename one [duplicate-quote-id]",
    ]
    assert problems(collection, quotes=[quote(id="carts"), quote(id="carts-2")]) == []


@pytest.mark.parametrize(
    "archive",
    [
        f"https://web.archive.org/web/20200507120000/{PAGE}",
        f"http://web.archive.org/web/20200507120000id_/{PAGE}/",
        "https://web.archive.org/web/20200507120000/http://www.court.example.org/2020/miller",
        "https://web.archive.org/web/20200507120000/https%3A%2F%2Fcourt.example.org%2F2020%2Fmiller",
        "https://archive.example.org/AbCdE",
    ],
)
def test_an_archived_copy_is_of_the_page_that_is_cited(collection: FakeCollection, archive: str) -> None:
    assert problems(collection, url=PAGE, archive_urls=[archive]) == []


@pytest.mark.parametrize(
    ("archive", "problem"),
    [
        (
            "https://web.archive.org/web/20200507120000/https://court.example.org/2020/cooper",
            "this archive address is a copy of another page: https://court.example.org/2020/cooper; find the copy of "
            "this page",
        ),
        (
            f"https://web.archive.org/web/*/{PAGE}",
            "this archive address is a search or a calendar, not one copy; open a copy and use its address",
        ),
        (
            f"https://web.archive.org/web/2020*/{PAGE}",
            "this archive address is a search or a calendar, not one copy; open a copy and use its address",
        ),
        (
            "https://web.archive.org/",
            "this archive address is a search or a calendar, not one copy; open a copy and use its address",
        ),
    ],
)
def test_an_archive_address_that_is_no_copy_of_the_page_is_noticed(
    collection: FakeCollection, archive: str, problem: str
) -> None:
    assert problems(collection, archive_urls=["https://archive.example.org/1", archive]) == [
        f"3:3: warning: {problem} [archive-mismatch]"
    ]


PROVIDENCE = "https://providencemag.com"
HERITAGE = f"{PROVIDENCE}/2022/12/azerbaijan-desecrates-armenian-cultural-and-religious-heritage/"
SIEGED = f"{PROVIDENCE}/2023/05/sieged-and-starved-120000-armenians/"
CORNELL = "https://news.cornell.edu/stories/2022/09/report-shows-near-total-erasure-armenian-heritage-sites"


@pytest.mark.parametrize(
    ("url", "archive", "problem"),
    [
        (
            HERITAGE,
            f"https://web.archive.org/web/20230604232614/{CORNELL}",
            f"this archive address is a copy of another page: {CORNELL}; find the copy of this page",
        ),
        (
            SIEGED,
            f"https://web.archive.org/web/20230000000000*/{SIEGED}",
            "this archive address is a search or a calendar, not one copy; open a copy and use its address",
        ),
    ],
    ids=["the copy of the entry above it in a list", "a calendar"],
)
def test_archive_addresses_that_were_really_published_with_the_wrong_page_are_noticed(
    collection: FakeCollection, url: str, archive: str, problem: str
) -> None:
    assert problems(collection, url=url, archive_urls=[archive]) == [f"3:3: warning: {problem} [archive-mismatch]"]
