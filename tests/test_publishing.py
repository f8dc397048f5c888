"""What is published stays: every way to change it without saying so is found, at the field that changed."""

from __future__ import annotations

from typing import Any

import pytest

from factsheet import publishing
from factsheet.publishing import Publication
from tests.faker import FakeCollection, change, evidence_fields, link, quote
from tests.workshop import sound

SECOND = change(version="2", date="2025-05-20", level="clarification", change="Said more clearly.")
QUOTES = [quote(id="carts", locator="para. 12"), quote(id="people", text="People on foot passed.")]
ANNOUNCE = "say in a new item of 'history', with version 2, what changed and why"


@pytest.fixture
def published(collection: FakeCollection) -> FakeCollection:
    """Return a collection whose one entry is published as version 1."""
    collection.claim(status="published")
    publish(collection)
    assert collection.problems() == []
    return collection


def publish(collection: FakeCollection) -> list[Publication]:
    """Publish every entry that has a newer version and return what was frozen."""
    loaded = sound(collection)
    ready, barred = publishing.prepare_all(loaded.corpus, loaded.published, ())
    assert barred == []
    for publication in ready:
        publishing.publish(collection.folder, publication)
    return ready


def silent(collection: FakeCollection) -> list[str]:
    """Return the place and the message of each problem, without its remedy."""
    return [problem.partition(";")[0] for problem in collection.problems()]


def test_nothing_is_wrong_with_what_was_just_published(published: FakeCollection) -> None:
    assert published.problems() == []


def test_a_published_entry_that_is_not_frozen_is_named(collection: FakeCollection) -> None:
    collection.claim(status="published")
    assert collection.problems() == [
        "claims/BR-001.yaml:1:9: warning: version 1 of 'BR-001' is not frozen yet; run 'factsheet publish BR-001' "
        "when it is ready [not-frozen]"
    ]


def test_a_changed_field_without_a_new_item_of_history_is_an_error_at_that_field(published: FakeCollection) -> None:
    published.claim(rating_reason="A court said so.", status="published")
    assert published.problems() == [
        f"claims/BR-001.yaml:1:16: error: 'rating_reason' differs from version 1 of 'BR-001', which is published; "
        f"{ANNOUNCE}; or take the change back [silent-edit]"
    ]


CHANGES: list[tuple[dict[str, Any], list[str]]] = [
    ({"fact": "Carts could not cross."}, ["1:7: error: 'fact' differs"]),
    ({"places": None}, ["1:1: error: 'places' differs"]),
    ({"places": ["Stonyford", "Hill"]}, ["2:1: error: 'places' differs"]),
    ({"places": ["Hill"]}, ["2:3: error: 'places 1' differs"]),
    ({"technique": ["overstatement"]}, ["2:1: error: 'technique' differs"]),
    ({"reply": {"asked": "2025-05-02"}}, ["2:10: error: 'reply asked' differs"]),
    ({"checked_as_of": "2025-05-02"}, ["1:16: error: 'checked_as_of' differs"]),
    ({"status": "under-review"}, ["1:9: error: 'status' differs"]),
    ({"evidence": [link(establishes="That carts were turned back.")]},
     ["4:16: error: 'establishes of bridge-ruling' differs"]),
    ({"evidence": [link(relation="partly-contradicts")]}, ["3:13: error: 'relation of bridge-ruling' differs"]),
    ({"evidence": [link(f"{'bridge-ruling'}#carts")]}, ["2:8: error: 'ref of bridge-ruling' differs"]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), CHANGES, ids=[next(iter(fields)) for fields, _ in CHANGES])
def test_no_field_of_a_published_claim_changes_silently(
    published: FakeCollection, fields: dict[str, Any], expected: list[str]
) -> None:
    published.claim(**fields | {"status": fields.get("status", "published")})
    whole = [f"claims/BR-001.yaml:{text} from version 1 of 'BR-001', which is published" for text in expected]
    assert silent(published) == whole


def test_a_link_that_was_added_or_dropped_is_no_silent_change(published: FakeCollection) -> None:
    published.evidence("letter")
    published.claim(evidence=[link(), link("letter")], status="published")
    rest = "differs from version 1 of 'BR-001', which is published"
    assert silent(published) == [f"claims/BR-001.yaml:2:1: error: 'evidence (with letter)' {rest}"]
    published.claim(evidence=[link("letter")], status="published")
    assert silent(published) == [
        f"claims/BR-001.yaml:2:1: error: 'evidence (without bridge-ruling, with letter)' {rest}",
        "evidence/bridge-ruling.yaml:1:5: warning: no claim uses this evidence",
    ]


def test_the_order_of_documents_and_of_their_quotations_is_content(collection: FakeCollection) -> None:
    collection.evidence("letter")
    collection.evidence(quotes=QUOTES)
    collection.claim(status="published", evidence=[link(), link("letter")])
    publish(collection)
    collection.claim(status="published", evidence=[link("letter"), link()])
    assert [problem.partition(" differs")[0] for problem in silent(collection)] == [
        "claims/BR-001.yaml:3:1: error: 'order of evidence'"
    ]
    collection.claim(status="published", evidence=[link(), link("letter")])
    collection.evidence(quotes=QUOTES[::-1])
    assert [problem.partition(" differs")[0] for problem in silent(collection)][1:] == [
        "evidence/bridge-ruling.yaml:2:1: error: 'order of quotes'"
    ]


def test_every_quotation_of_a_document_that_is_cited_twice_counts(collection: FakeCollection) -> None:
    collection.evidence(quotes=QUOTES)
    collection.claim(status="published", evidence=[link("bridge-ruling#carts"), link("bridge-ruling#people")])
    publish(collection)
    collection.evidence(quotes=[QUOTES[0] | {"text": "The carts were turned back."}, QUOTES[1]])
    assert "silent-edit]" in {problem.rpartition("[")[2] for problem in collection.problems()}


def test_a_field_may_change_once_the_history_says_so(published: FakeCollection) -> None:
    published.claim(fact="Carts could not cross.", status="published", history=[change(), SECOND])
    assert published.problems() == [
        "claims/BR-001.yaml:2:9: warning: version 2 of 'BR-001' is not frozen yet; run 'factsheet publish BR-001' "
        "when it is ready [not-frozen]"
    ]


def test_a_changed_document_needs_an_item_in_its_own_history_and_in_that_of_each_entry(
    published: FakeCollection,
) -> None:
    published.evidence(title="Miller and others v. Town of Stonyford")
    assert published.problems() == [
        "claims/BR-001.yaml:28:8: error: 'bridge-ruling' has changed since version 1 of this entry was published; read "
        "the link again, and say in a new item of 'history', with version 2, what changed [silent-edit]",
        f"evidence/bridge-ruling.yaml:1:8: error: 'title' differs from version 1 of this record, which is published; "
        f"{ANNOUNCE}; or take the change back [silent-edit]",
    ]
    published.evidence(title="Miller and others v. Town of Stonyford", history=[change(), SECOND])
    assert [problem.split(":")[0] for problem in published.problems()] == ["claims/BR-001.yaml"]
    published.claim(status="published", history=[change(), SECOND])
    assert [problem.rpartition("[")[2] for problem in published.problems()] == ["not-frozen]"]
    publish(published)
    assert published.problems() == []


def test_a_document_that_many_entries_rest_on_is_told_of_once(published: FakeCollection) -> None:
    published.claim("BR-002", status="published")
    publish(published)
    published.evidence(limits="It decided nothing else.")
    assert [problem.split(":")[0] for problem in published.problems()] == [
        "claims/BR-001.yaml",
        "claims/BR-002.yaml",
        "evidence/bridge-ruling.yaml",
    ]


def test_of_a_document_counts_what_the_entry_shows(collection: FakeCollection) -> None:
    collection.evidence(quotes=QUOTES)
    collection.claim(status="published", evidence=[link("bridge-ruling#carts")])
    publish(collection)
    collection.evidence(quotes=[QUOTES[0], QUOTES[1] | {"text": "Some people on foot passed."}])
    assert collection.problems() == []
    collection.evidence(quotes=[QUOTES[0] | {"text": "The carts were turned back."}, QUOTES[1]])
    assert [problem.partition(" of this")[0] for problem in silent(collection)] == [
        "claims/BR-001.yaml:3:8: error: 'bridge-ruling' has changed since version 1",
        "evidence/bridge-ruling.yaml:2:9: error: 'quotes carts text' differs from version 1",
    ]


def test_a_quotation_added_to_a_document_that_is_shown_whole_is_a_change(published: FakeCollection) -> None:
    published.evidence(quotes=QUOTES)
    assert "evidence/bridge-ruling.yaml:6:3: error: 'quotes people' differs" in silent(published)[1]


def test_how_a_record_is_kept_may_change(published: FakeCollection) -> None:
    published.evidence(
        accessed="2025-05-02",
        archive_urls=["https://web.archive.org/web/20200507/https://court.example.org/2020/miller"],
    )
    assert published.problems() == []
    published.claim(status="published", evidence=[link(seen="0" * 16)])
    assert [problem.rpartition("[")[2] for problem in published.problems()] == ["stale-seen]"]


def test_what_was_withheld_since_is_a_change_and_in_no_newer_version(published: FakeCollection) -> None:
    published.evidence("letter", summary="Kept from readers.")
    published.claim(status="published", evidence=[link(), link("letter")], history=[change(), SECOND])
    publish(published)
    published.evidence("letter", summary="Kept from readers.", sensitivity="withheld")
    assert [problem.partition(" differs")[0] for problem in silent(published)] == [
        "claims/BR-001.yaml:3:1: error: 'evidence (without letter)'"
    ]
    third = change(version="3", date="2025-05-21", change="A source was withheld.")
    published.claim(status="published", evidence=[link(), link("letter")], history=[change(), SECOND, third])
    [publication] = publish(published)
    assert "letter" not in publication.version.text
    assert "Kept" not in publication.version.text
    assert published.problems() == []


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([change(change="First.")], "2:3: error: item 1 of the history was published with version 1 and has changed or "
         "is gone; take it back, and add a new item instead"),
        ([change(), change(change="Another word.")], "6:12: error: this item has version 1, and the last that was "
         "published is 1; give it version 2, which may have several items"),
        ([change(), SECOND | {"version": "3"}], "6:12: error: this item has version 3, and the last that was published "
         "is 1; give it version 2, which may have several items"),
    ],
    ids=["changed", "same version", "version left out"],
)  # fmt: skip
def test_a_published_history_only_grows(published: FakeCollection, history: list[Any], expected: str) -> None:
    published.claim(history=history, status="published")
    assert f"claims/BR-001.yaml:{expected} [published-history]" in published.problems()


def test_the_history_of_a_published_document_only_grows(published: FakeCollection) -> None:
    published.evidence(history=[change(change="Something else.")])
    assert [problem.partition(" was")[0] for problem in published.problems()] == [
        "evidence/bridge-ruling.yaml:2:3: error: item 1 of the history"
    ]


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_what_was_published_does_not_become_a_draft_again(published: FakeCollection, status: str) -> None:
    published.claim(status=status)
    assert published.problems() == [
        f"claims/BR-001.yaml:1:9: error: version 1 of this entry was published, and its status is '{status}'; use "
        "'under-review' while it is examined, or 'withdrawn' [published-status]"
    ]


def test_what_was_published_is_not_deleted(published: FakeCollection) -> None:
    published.claim("BR-002")
    published.remove("claims/BR-001.yaml")
    assert published.problems() == [
        "claims/published/BR-001.v1.json:1:1: error: version 1 of 'BR-001' was published, and there is no such claim "
        "now; take the record back; an entry that is no longer relied upon is withdrawn, not deleted [published-gone]"
    ]


def test_a_claim_that_cannot_be_read_is_not_called_deleted(published: FakeCollection) -> None:
    published.write("claims/BR-001.yaml", "[")
    assert [problem.rpartition("[")[2] for problem in published.problems()] == ["not-yaml]"]


def test_a_withdrawn_entry_is_frozen_as_its_page_shows_it(published: FakeCollection) -> None:
    gone = change(version="2", date="2025-05-20", level="withdrawn", change="The ruling was quashed.")
    published.claim(status="withdrawn", history=[change(), gone])
    [publication] = publish(published)
    assert sorted(publication.version.entry) == ["claim", "history", "id", "status", "version"]
    assert [change.label for change in publication.changes] == ["status"]
    assert published.problems() == []


def test_of_a_claim_with_unknown_evidence_only_that_is_told(published: FakeCollection) -> None:
    published.claim(status="published", evidence=[link("ruling")])
    assert [problem.rpartition("[")[2] for problem in published.problems() if "claims/" in problem] == [
        "unknown-evidence]"
    ]


def test_a_publication_lists_what_changed_since_the_version_before(published: FakeCollection) -> None:
    published.evidence(title="Miller and others v. Town of Stonyford", history=[change(), SECOND])
    published.claim(
        status="published",
        fact="Carts could not cross.",
        recheck_by="2026-05-01",
        summary="The mayor said that it was open.\n\nA court found that carts were turned back.",
        evidence=[link(establishes="That carts were turned back.")],
        history=[change(), SECOND],
    )
    [publication] = publish(published)
    assert str(publication) == (
        "BR-001 version 2 of 2025-05-20: claims/published/BR-001.v2.json\n"
        "  since version 1 of 2025-05-01:\n"
        "  title of bridge-ruling\n"
        "    - Miller v. Town of Stonyford\n"
        "    + Miller and others v. Town of Stonyford\n"
        "  establishes of bridge-ruling\n"
        "    - Carts were turned back in May 2020.\n"
        "    + That carts were turned back.\n"
        "  fact\n"
        "    - Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.\n"
        "    + Carts could not cross.\n"
        "  recheck_by\n"
        "    - (not there)\n"
        "    + 2026-05-01\n"
        "  summary\n"
        "    - The mayor said that the bridge was open. A court found that carts were turned back.\n"
        "    + The mayor said that it was open.\n"
        "      \n"
        "      A court found that carts were turned back."
    )


def test_a_draft_among_the_related_is_no_change_when_it_is_shown(collection: FakeCollection) -> None:
    related = [{"ref": "BR-002", "relation": "repeats", "why": "It says the same."}]
    collection.claim("BR-002", status="draft")
    collection.claim(status="published", related=related)
    publish(collection)
    collection.claim("BR-002", status="in-review")
    assert collection.problems() == []


def test_every_field_of_a_document_counts_but_for_how_it_is_kept(published: FakeCollection) -> None:
    kept = {"id", "history"}
    changed: dict[str, Any] = {
        "title": "A", "publisher": "A", "type": "testimony", "party_relation": "neutral-body", "level": "secondary",
        "issued": "2020-05-07", "language": "fr", "url": "https://court.example.org/", "quotes": [quote(id="other")],
        "summary": "A.", "limits": "A.", "standing": "amended", "sensitivity": "redacted",
        "verification": {"level": "read-in-reproduction", "found_in": ["A"]},
    }  # fmt: skip
    assert changed.keys() == evidence_fields().keys() - kept
    for field, value in changed.items():
        published.evidence(**{field: value})
        places = [problem for problem in silent(published) if problem.startswith("evidence/")]
        assert places, field
        assert all(f"error: '{field}" in place for place in places), places
