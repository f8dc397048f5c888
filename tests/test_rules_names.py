"""The glossary: in its own words a collection uses one name for each thing."""

from __future__ import annotations

import pytest

from tests.faker import FakeCollection, link
from tests.workshop import edition, parsed, text_of

NAMES = [
    {"name": "Stonyford", "also": ["Kamenbrod", "Stony Ford"], "why": "The town’s own signs have it."},
    {"name": "Old Hill (Staro)", "also": ["Staro"], "why": "Both names stand on maps."},
]
RELATED = [{"ref": "BR-002", "relation": "repeats", "why": "It was said in Kamenbrod."}]


@pytest.fixture
def named(collection: FakeCollection) -> FakeCollection:
    """Return a collection with a glossary."""
    collection.project(names=NAMES)
    return collection


def places(collection: FakeCollection) -> list[str]:
    return [problem.partition(" warning: ")[0] for problem in collection.problems() if "[other-name]" in problem]


def test_another_name_in_own_words_is_named_with_the_one_to_use(named: FakeCollection) -> None:
    named.claim(unknowns="Who in Kamenbrod ordered it.")
    assert named.problems() == [
        "claims/BR-001.yaml:1:11: warning: 'Kamenbrod' stands here, and the collection's own words say 'Stonyford'; "
        "use that name; the others stand in quotations only [other-name]"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He said “Kamenbrod was open”.",
        'He said "Kamenbrod was open".',
        "See [the report](https://example.org/Kamenbrod).",
        "Kamenbrodians passed.",
        "On Old Hill (Staro) nobody passed.",
        "Nobody passed in Stonyford.",
    ],
)
def test_quotations_links_and_other_words_keep_their_names(named: FakeCollection, text: str) -> None:
    named.claim(explanation=text)
    assert places(named) == []


def test_every_text_of_our_own_is_read(named: FakeCollection) -> None:
    word = "Staro"
    fields = ("fact", "claim", "rating_reason", "summary", "explanation", "unknowns")
    named.claim("BR-002")
    named.claim(
        **{field: word for field in fields},
        places=[word],
        evidence=[link(establishes=word, does_not_establish=word)],
        related=RELATED,
    )
    named.evidence(summary=word, limits=word)
    sheet = {"id": "a", "title": word, "fact": word, "lead": word, "claims": ["BR-001"]}
    named.project(names=NAMES, sheets=[sheet | {"call_to_action": {"date": "2025-05-01", "text": word}}])
    assert len([place for place in places(named) if place.startswith("claims/BR-001")]) == len(fields) + 4
    assert len([place for place in places(named) if place.startswith("evidence/")]) == 2
    assert len([place for place in places(named) if place.startswith("factsheet.yaml")]) == 4


def test_the_method_page_gives_each_name_with_its_reason(named: FakeCollection) -> None:
    page = text_of(parsed(edition(named).website.method()))
    assert "Stonyford, also Kamenbrod, Stony FordThe town’s own signs have it." in page
    assert "Old Hill (Staro), also StaroBoth names stand on maps." in page


def test_a_collection_without_glossary_has_no_such_section(collection: FakeCollection) -> None:
    assert "goes by several" not in edition(collection).website.method()
    assert 'id="names"' not in edition(collection).website.method()


def test_a_name_that_is_used_is_no_other_name(collection: FakeCollection) -> None:
    names = [{"name": "Hill", "also": ["Staro"], "why": "a"}, {"name": "Staro", "also": ["Hill"], "why": "b"}]
    collection.project(names=names)
    assert [problem for problem in collection.problems() if "[name-clash]" in problem] == [
        "factsheet.yaml:4:5: error: 'Staro' is the name of a thing in this glossary, and cannot be another name here; "
        "remove one of the two [name-clash]",
        "factsheet.yaml:8:5: error: 'Hill' is the name of a thing in this glossary, and cannot be another name here; "
        "remove one of the two [name-clash]",
    ]
