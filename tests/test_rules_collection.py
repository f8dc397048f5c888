"""What must hold between records, and between records and factsheet.yaml: each rule broken, and each rule kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.faker import FakeCollection, appearance, link, quote

RELATED = {"relation": "repeats", "why": "It says the same."}
PARTY = {"party_relation": "party"}


def test_two_claims_with_one_id_are_told_apart(collection: FakeCollection) -> None:
    collection.claim(file="BR-001-again.yaml", id="BR-001")
    assert collection.problems() == [
        "claims/BR-001.yaml:1:5: error: the id 'BR-001' is already used in claims/BR-001-again.yaml; give one of the "
        "two another id [duplicate-id]"
    ]


def test_a_claim_and_evidence_differ_in_more_than_capitals(collection: FakeCollection) -> None:
    collection.evidence("br-001")
    collection.claim(evidence=[link(), link("br-001")])
    assert collection.problems() == [
        "evidence/br-001.yaml:1:5: error: the id 'br-001' is already used in claims/BR-001.yaml; give one of the two "
        "another id [duplicate-id]"
    ]


def test_ids_begin_with_the_prefix_of_the_collection(collection: FakeCollection) -> None:
    collection.claim("NK-001")
    assert collection.problems() == [
        "claims/NK-001.yaml:1:5: error: the id 'NK-001' does not begin with 'BR-' [wrong-prefix]"
    ]


@pytest.mark.parametrize(
    ("ref", "problem"),
    [
        ("bridge-rulings", "there is no evidence 'bridge-rulings'; did you mean 'bridge-ruling'? [unknown-evidence]"),
        ("red-cross", "there is no evidence 'red-cross' [unknown-evidence]"),
        ("bridge-ruling#cart", "'bridge-ruling' has no quotation 'cart'; did you mean 'carts'? [unknown-quote]"),
        (
            "bridge-ruling#carts+order",
            "'bridge-ruling' has no quotation 'order'; it has carts, costs [unknown-quote]",
        ),
    ],
)
def test_a_reference_to_nothing_is_an_error(collection: FakeCollection, ref: str, problem: str) -> None:
    collection.evidence(quotes=[quote(id="carts"), quote(id="costs")])
    collection.claim(evidence=[link(ref), link(relation="context")])
    told = [line for line in collection.problems() if "same-document" not in line]
    assert told == [f"claims/BR-001.yaml:2:8: error: {problem}"]


@pytest.mark.parametrize("ref", ["bridge-ruling", "bridge-ruling#carts", "bridge-ruling#costs+carts"])
def test_a_reference_names_evidence_or_quotations_of_it(collection: FakeCollection, ref: str) -> None:
    collection.evidence(quotes=[quote(id="carts"), quote(id="costs")])
    collection.claim(evidence=[link(ref)])
    assert collection.problems() == []


@pytest.mark.parametrize("field", ["derived_from", "conflicts_with"])
@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ("bridge-ruling", "'{field}' names the record itself; remove it"),
        ("a-lettre", "there is no evidence 'a-lettre'; did you mean 'a-letter'?"),
    ],
)
def test_relatives_of_evidence_exist(collection: FakeCollection, field: str, other: str, problem: str) -> None:
    collection.evidence("a-letter")
    fields: dict[str, Any] = {field: ["a-letter", other]}
    collection.evidence(**fields)
    assert collection.problems() == [
        f"evidence/bridge-ruling.yaml:3:3: error: {problem.format(field=field)} [unknown-evidence]"
    ]


@pytest.mark.parametrize(
    ("ref", "problem"),
    [
        ("BR-003", "there is no other claim 'BR-003'; did you mean 'BR-002'? [unknown-claim]"),
        ("BR-001", "there is no other claim 'BR-001'; did you mean 'BR-002'? [unknown-claim]"),
    ],
)
def test_related_claims_are_other_claims_that_exist(collection: FakeCollection, ref: str, problem: str) -> None:
    collection.claim("BR-002")
    collection.claim(related=[{"ref": ref, **RELATED}])
    assert collection.problems() == [f"claims/BR-001.yaml:2:8: error: {problem}"]


@pytest.mark.parametrize(
    ("party", "remedy"),
    [("towns", "did you mean 'town'?"), ("shire", "the parties are town, valley")],
)
def test_parties_stand_in_the_project(collection: FakeCollection, party: str, remedy: str) -> None:
    collection.evidence(party=party, **PARTY)
    collection.claim(appearances=[{"claimant": {"name": "Ada Crane", "party": party}, **appearance(claimant=None)}])
    problem = f"'{party}' is no party in factsheet.yaml; {remedy} [unknown-party]"
    assert collection.problems() == [
        f"claims/BR-001.yaml:4:12: error: {problem}",
        f"evidence/bridge-ruling.yaml:1:8: error: {problem}",
    ]


def test_a_collection_without_parties_says_so(collection: FakeCollection) -> None:
    collection.project(parties=None)
    assert collection.problems() == [
        "claims/BR-001.yaml:9:12: error: 'town' is no party in factsheet.yaml; the parties are not named there "
        "[unknown-party]"
    ]


@pytest.mark.parametrize(
    ("status", "reviewers", "problems"),
    [
        (
            "published",
            1,
            [
                "claims/BR-001.yaml:1:9: error: published with 1 reviewers, and factsheet.yaml asks for 2; use "
                "'in-review' until it has them [too-few-reviewers]"
            ],
        ),
        ("published", 2, []),
        ("in-review", 0, []),
    ],
)
def test_a_published_entry_has_its_reviewers(
    collection: FakeCollection, status: str, reviewers: int, problems: list[str]
) -> None:
    collection.project(reviewers="2")
    collection.claim(status=status, reviewers=[{"name": f"Reviewer {number}"} for number in range(reviewers)])
    assert [problem for problem in collection.problems() if "[not-frozen]" not in problem] == problems


def test_evidence_that_nothing_uses_is_noticed(collection: FakeCollection) -> None:
    collection.evidence("a-letter")
    assert collection.problems() == [
        "evidence/a-letter.yaml:1:5: warning: no claim uses this evidence; link it, name it as 'further_reading' of a "
        "sheet, or remove it [orphan-evidence]"
    ]


def test_evidence_that_is_withheld_is_no_orphan(collection: FakeCollection) -> None:
    # Its record keeps the document out of published versions too, so that nobody may be told to remove it.
    collection.evidence("a-letter", sensitivity="withheld")
    assert collection.problems() == []


@pytest.mark.parametrize("field", ["derived_from", "conflicts_with"])
def test_evidence_that_used_evidence_names_is_no_orphan(collection: FakeCollection, field: str) -> None:
    collection.evidence("a-letter")
    fields: dict[str, Any] = {field: ["a-letter"]}
    collection.evidence(**fields)
    assert collection.problems() == []


def test_a_source_of_a_source_of_a_source_is_no_orphan_whatever_its_name(collection: FakeCollection) -> None:
    collection.evidence("z-letter", derived_from=["m-letter"])
    collection.evidence("m-letter", derived_from=["a-letter"])
    collection.evidence("a-letter")
    collection.evidence(derived_from=["z-letter"])
    assert collection.problems() == []


def test_orphans_that_name_one_another_are_still_orphans(collection: FakeCollection) -> None:
    collection.evidence("a-letter", conflicts_with=["b-letter"])
    collection.evidence("b-letter", conflicts_with=["a-letter"])
    remedy = (
        "warning: no claim uses this evidence; link it, name it as 'further_reading' of a sheet, or remove it "
        "[orphan-evidence]"
    )
    assert collection.problems() == [f"evidence/a-letter.yaml:3:5: {remedy}", f"evidence/b-letter.yaml:3:5: {remedy}"]


def test_an_entry_is_checked_again_by_its_day(collection: FakeCollection) -> None:
    collection.claim(recheck_by="2026-05-01")
    assert collection.problems(date(2026, 5, 1)) == []
    assert collection.problems(date(2026, 5, 2)) == [
        "claims/BR-001.yaml:1:13: warning: this entry was to be checked again by 2026-05-01; check the facts, then "
        "set 'checked_as_of' and 'recheck_by' [recheck-passed]"
    ]


def links_to(collection: FakeCollection, *fields: dict[str, Any]) -> None:
    """Write evidence records with these fields and a claim that links to all of them, one line each."""
    for number, overridden in enumerate(fields):
        collection.evidence(f"letter-{number}", **overridden)
    collection.claim(evidence=[link(), *(link(f"letter-{number}") for number in range(len(fields)))])


def test_one_document_is_one_exhibit(collection: FakeCollection) -> None:
    links_to(collection, {"url": "https://court.example.org/2020/miller"})
    remedy = "merge the links; 'ref: id#quote+quote' names several quotations [same-document]"
    assert collection.problems() == [
        "claims/BR-001.yaml:2:8: warning: the document of 'bridge-ruling' is cited twice for this claim; " + remedy,
        "claims/BR-001.yaml:6:8: warning: the document of 'letter-0' is cited twice for this claim; " + remedy,
    ]


def test_one_record_is_linked_once(collection: FakeCollection) -> None:
    collection.evidence(quotes=[quote(id="carts"), quote(id="costs")])
    collection.claim(evidence=[link("bridge-ruling#carts"), link("bridge-ruling#costs")])
    problem = (
        "warning: the document of 'bridge-ruling' is cited twice for this claim; merge the links; "
        "'ref: id#quote+quote' names several quotations [same-document]"
    )
    assert collection.problems() == [f"claims/BR-001.yaml:2:8: {problem}", f"claims/BR-001.yaml:6:8: {problem}"]


def test_documents_at_several_addresses_are_several_exhibits(collection: FakeCollection) -> None:
    links_to(collection, {}, {})
    assert collection.problems() == []


def test_links_to_unknown_evidence_are_not_called_one_document(collection: FakeCollection) -> None:
    collection.claim(evidence=[link(), link("zzz"), link("zzz", relation="context")])
    assert collection.problems() == [
        "claims/BR-001.yaml:6:8: error: there is no evidence 'zzz' [unknown-evidence]",
        "claims/BR-001.yaml:10:8: error: there is no evidence 'zzz' [unknown-evidence]",
    ]


def test_a_draft_is_checked_like_any_claim(collection: FakeCollection) -> None:
    collection.claim(status="draft", evidence=[link("zzz")])
    assert collection.problems() == [
        "claims/BR-001.yaml:3:8: error: there is no evidence 'zzz' [unknown-evidence]",
        "evidence/bridge-ruling.yaml:1:5: warning: no claim uses this evidence; link it, name it as "
        "'further_reading' of a sheet, or remove it [orphan-evidence]",
    ]
