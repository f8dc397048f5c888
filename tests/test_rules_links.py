"""What must hold between a claim and the evidence it links to: time, sides, freshness, and what may be shown."""

from __future__ import annotations

from typing import Any

import pytest

from factsheet import digests
from factsheet.records import digest
from tests.faker import FakeCollection, appearance, change, claim_fields, link

TOWN = {"party_relation": "party", "party": "town"}
VALLEY = {"party_relation": "party", "party": "valley"}
ONE_SIDED = (
    "claims/BR-001.yaml:2:1: warning: all evidence is from the opposing side; add what a court, a neutral body or a "
    "third party says, or say in 'unknowns' that there is none [one-sided]"
)


@pytest.mark.parametrize(
    ("concerns", "period", "told"),
    [
        ({"issued": "2021-01-01"}, "2020-01-01/2020-12-31", "concerns 2021-01-01, and the claim is about 2020-01-01"),
        ({"issued": "2019-12"}, "2020-01-01/..", "concerns 2019-12, and the claim is about 2020-01-01/.."),
        (
            {"issued": "2020-05-06", "event_date": "2018/2019"},
            "2020",
            "concerns 2018/2019, and the claim is about 2020",
        ),
    ],
)
@pytest.mark.parametrize("relation", ["contradicts", "partly-contradicts"])
def test_evidence_about_another_time_does_not_contradict(
    collection: FakeCollection, concerns: dict[str, str], period: str, told: str, relation: str
) -> None:
    collection.evidence(**concerns)
    collection.claim(evidence=[link(relation=relation)], period=period)
    (problem,) = collection.problems()
    assert problem.startswith(f"claims/BR-001.yaml:3:13: warning: 'bridge-ruling' {told}")
    assert problem.endswith(
        "; use 'context', or set 'event_date' in the evidence to the time it reports about [anachronism]"
    )


@pytest.mark.parametrize(
    ("concerns", "relation"),
    [
        ({"issued": "2021-01-01"}, "context"),
        ({"issued": "2021-01-01"}, "supports"),
        ({"issued": "2021-01-01", "event_date": "2020-12-31/2021-01-01"}, "contradicts"),
        ({"issued": "2020"}, "contradicts"),
        ({"issued": "2019-12-31", "event_date": "2019-12-31/.."}, "contradicts"),
    ],
)
def test_evidence_about_the_same_time_may_contradict(
    collection: FakeCollection, concerns: dict[str, str], relation: str
) -> None:
    collection.evidence(**concerns)
    collection.claim(rating="mixed", evidence=[link(relation=relation)])
    assert collection.problems() == []


def test_a_claim_is_not_set_against_the_other_side_alone(collection: FakeCollection) -> None:
    collection.evidence(**VALLEY)
    collection.evidence("valley-letter", **VALLEY)
    collection.claim(evidence=[link(), link("valley-letter")])
    assert collection.problems() == [ONE_SIDED]


@pytest.mark.parametrize(
    "second", [{"party_relation": "third-party"}, {"party_relation": "joint"}, {"party_relation": "unknown"}, TOWN]
)
def test_one_source_from_elsewhere_is_enough(collection: FakeCollection, second: dict[str, str]) -> None:
    collection.evidence(**VALLEY)
    collection.evidence("letter", **second)
    collection.claim(evidence=[link(), link("letter")])
    assert collection.problems() == []


def test_a_claimant_of_no_party_has_no_other_side(collection: FakeCollection) -> None:
    collection.evidence(**VALLEY)
    collection.claim(appearances=[appearance(claimant={"name": "A traveller"})])
    assert collection.problems() == []


@pytest.mark.parametrize("standing", ["retracted", "superseded"])
def test_a_claim_does_not_rest_on_what_was_taken_back(collection: FakeCollection, standing: str) -> None:
    collection.evidence(standing=standing)
    collection.claim(evidence=[link()])
    assert collection.problems() == [
        f"claims/BR-001.yaml:2:8: warning: 'bridge-ruling' is {standing}; use what replaced it, or say so in "
        "'does_not_establish' [source-not-current]"
    ]


@pytest.mark.parametrize("standing", ["current", "amended", "offline", "disputed"])
def test_other_standings_are_no_problem_of_the_link(collection: FakeCollection, standing: str) -> None:
    collection.evidence(standing=standing)
    assert collection.problems() == []


def seen_digest(collection: FakeCollection) -> str:
    """Return the digest of the evidence as it stands now."""
    return digest(collection.load().corpus.evidence_by_id["bridge-ruling"].record)


def test_a_link_is_read_again_when_its_evidence_changed(collection: FakeCollection) -> None:
    before = seen_digest(collection)
    collection.claim(evidence=[link(seen=before)])
    assert collection.problems() == []
    collection.evidence(limits="The court did not decide who had put up the barrier, or why.")
    assert collection.problems() == [
        "claims/BR-001.yaml:6:9: warning: 'bridge-ruling' has changed since this link was reviewed; read the link "
        f"again, then set 'seen: {seen_digest(collection)}' [stale-seen]"
    ]


def test_a_claim_has_evidence_that_may_be_shown(collection: FakeCollection) -> None:
    collection.evidence(sensitivity="withheld")
    collection.claim(evidence=[link()], fact="Carts could not cross the bridge.")
    assert collection.problems() == [
        "claims/BR-001.yaml:2:1: error: all evidence of this claim is withheld, so nothing can be shown; keep the "
        "claim a draft [nothing-to-show]"
    ]
    collection.evidence("letter")
    collection.claim(evidence=[link(), link("letter")])
    assert collection.problems() == []


def test_an_entry_may_be_withdrawn_because_all_its_evidence_is_withheld(collection: FakeCollection) -> None:
    collection.evidence(sensitivity="withheld")
    withdrawal = change(version="2", date="2025-05-02", level="withdrawn", change="Its source asked for it.")
    collection.claim(status="withdrawn", fact="Carts could not cross the bridge.", history=[change(), withdrawal])
    assert [problem for problem in collection.problems() if "nothing-to-show" in problem] == []


def translated(field: str, of: str) -> dict[str, Any]:
    """Return the `translations` of a claim with one field in French, made from the text with that digest."""
    return {"fr": {"texts": {field: {"of": of, "text": "Le pont était fermé."}}, "translator": "the contributors"}}


def test_a_translation_is_mended_when_its_text_changed(collection: FakeCollection) -> None:
    now = digests.short(digests.of_text(claim_fields()["fact"]))
    collection.claim(translations=translated("fact", now))
    assert collection.problems() == []
    collection.claim(translations=translated("fact", "0123456789abcdef"))
    assert collection.problems() == [
        "claims/BR-001.yaml:5:9: warning: the text of 'fact' has changed since it was translated; mend the "
        f"translation, then set 'of: {now}' [stale-translation]"
    ]


@pytest.mark.parametrize("field", ["facts", "evidence", "explanation", "model_config"])
def test_a_translation_is_of_a_text_of_the_claim(collection: FakeCollection, field: str) -> None:
    collection.claim(translations=translated(field, "0123456789abcdef"))
    assert collection.problems() == [f"claims/BR-001.yaml:5:9: error: '{field}' is no text of a claim [unknown-field]"]
