"""Posts: as much as fits 280 characters, whole sentences only, and never without the standing of an entry."""

from __future__ import annotations

import pytest

from factsheet import posts
from factsheet.takeaway import Takeaways
from tests.faker import FakeCollection, change
from tests.test_takeaway import sheet
from tests.workshop import claim_of, edition


def post(collection: FakeCollection, number: int = 0) -> str:
    """Return the post of an entry by its number, or of the sheet about a topic that follows the entries."""
    found = edition(collection)
    made = Takeaways(found.pages)
    return [*(made.entry(dossier).post for dossier in found.dossiers), *(made.topic(t).post for t in found.topics)][
        number
    ]


def test_the_whole_post(collection: FakeCollection) -> None:
    assert post(collection) == (
        "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020. The Bridge at Stonyford, "
        "BR-001, version 1, in review, checked as of 1 May 2025: https://example.org/bridge/BR-001/"
    )
    sheet(collection)
    assert post(collection, 1).endswith(
        "The Bridge at Stonyford, BR-002, version 1, checked as of 1 May 2025: https://example.org/bridge/BR-002/v1/"
    )
    assert post(collection, 2) == (
        "The bridge was closed. The Bridge at Stonyford, topic sheet “The closing”, partly in review, checked as of "
        "1 May 2025: https://example.org/bridge/sheets/closing/"
    )


def test_a_post_without_an_address(collection: FakeCollection) -> None:
    collection.project(base_url="")
    assert post(collection).endswith("BR-001, version 1, in review, checked as of 1 May 2025.")


FACT = "Carts, as the court of the county wrote in May, could not cross the bridge at Stonyford from 3 March on"
LONG = f"{FACT}, and those who went on foot were told by men at the barrier to go back."[:159]
FAR = "https://example.org/" + "b" * 180


HAN = "公" * 160
SITE = "https://example.org/"


def test_the_end_of_the_line_counts_too(collection: FakeCollection) -> None:
    claim = claim_of(collection)
    found = [posts.of_entry(claim.model_copy(update={"fact": "a" * size}), "T", "", SITE) for size in range(190, 220)]
    full = [post for post in found if " T, BR-001, version 1, checked" in post]
    assert len(full) < len(found)
    assert max(map(posts.weight, full)) == 279


@pytest.mark.parametrize("mark", ["In review", "Under review", "Draft"])
@pytest.mark.parametrize(
    ("fact", "title", "site", "expected"),
    [
        (
            f"{FACT}.",
            "The Bridge",
            SITE,
            "{fact} The Bridge, BR-001, version 1, {mark}, checked as of 1 May 2025: {to}",
        ),
        (f"{LONG}.", "T" * 60, SITE, "{fact} BR-001, version 1, {mark}, checked as of 1 May 2025: {to}"),
        (f"{LONG}.", "The Bridge", SITE + "b" * 45, "{fact} BR-001, version 1, {mark}: {to}"),
        (f"{LONG}.", "The Bridge", SITE + "b" * 66, "{fact} BR-001, {mark}: {to}"),
        (f"{LONG}.", "The Bridge", FAR, "The Bridge, BR-001, {mark}: {to}"),
        (HAN, "The Bridge", SITE, "The Bridge, BR-001, {mark}: {to}"),
        (HAN, "T" * 300, FAR, "BR-001, {mark}: {to}"),
        (HAN, "T" * 300, SITE + HAN, "BR-001, {mark}."),
    ],
)
def test_a_post_says_what_fits_and_never_hides_the_standing(
    collection: FakeCollection, fact: str, title: str, site: str, expected: str, mark: str
) -> None:
    claim = claim_of(collection).model_copy(update={"fact": fact})
    made = posts.of_entry(claim, title, mark, f"{site}/BR-001/")
    assert made == expected.format(fact=fact, mark=mark.lower(), to=f"{site}/BR-001/")
    assert posts.weight(f"{made}\n") <= 280


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("a" * 280, 280),
        ("é“”–—‘’…", 8 + 1),
        ("公公", 4),
        ("\u2068a\u2069", 5),
        ("🚗", 2),
        ("e\u0323\u0302", 3),
        ("\ufb2c", 3),
        ("see a.co", 4 + 23),
        ("https://a.co/", 23),
        ("https://example.org/" + "b" * 80, 100),
        ("congress.gov and a.b.example", 23 + 5 + 23),
        ("He came. She went.", 18),
    ],
)
def test_what_a_post_weighs(text: str, weight: int) -> None:
    assert posts.weight(text) == weight


def test_the_longest_fact_and_address_that_records_allow(collection: FakeCollection) -> None:
    collection.project(base_url=FAR[:200], title="The Bridge at Stonyford " * 40)
    for letter in "aéẽ":
        collection.claim(fact=letter * 160, history=[change(version="9999")])
        text = post(collection)
        assert posts.weight(f"{text}\n") <= 280
        assert "in review" in text
        assert text.endswith(f"{FAR[:200]}/BR-001/")
