"""What readers are told has changed: two published versions beside the whole list of revisions."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet import versions
from factsheet.collation import Kind, collated_items, collated_texts
from factsheet.labels import LABELS
from factsheet.records import Claim, Evidence, Model
from factsheet.revisions import Announcement, Revision, announcements, revisions
from factsheet.versions import Version
from tests.faker import FakeCollection, appearance, change, link, quote
from tests.workshop import sound

SIGNS = {Kind.KEPT: " ", Kind.REMOVED: "-", Kind.ADDED: "+"}
DOCUMENT = "document 1 (Court of the County, 6 May 2020)"
LETTER = "Rosa Miller, 1 April 2020"
COURT = "Court of the County, 6 May 2020"


def version(collection: FakeCollection, **fields: Any) -> Version:
    """Take a collection and fields in which its claim is to differ; return the entry frozen as it then is."""
    collection.claim(**{"status": "published"} | fields)
    loaded = sound(collection)
    evidence = {entry.record.id: entry.record for entry in loaded.corpus.sources}
    return versions.freeze(loaded.corpus.claim_by_id["BR-001"].record, evidence)


def lines(found: tuple[Revision, ...]) -> list[str]:
    """Take revisions and return each heading, and below it each piece with a sign for what became of it."""
    return [
        line
        for revision in found
        for line in (revision.heading, *(f"  {SIGNS[piece.kind]} {piece.text}" for piece in revision.pieces))
    ]


CLAIMS: list[tuple[dict[str, Any], list[str]]] = [
    ({"fact": "Carts could not cross the bridge at Stonyford from 4 March to 29 September 2020."},
     ["The fact", "    … cross the bridge at Stonyford from", "  - 3 March to 30", "  + 4 March to 29",
      "    September 2020."]),
    ({"status": "under-review"}, ["Where the entry stands", "  - Published", "  + Under review"]),
    ({"rating": "mixed"}, ["The rating", "  - Contradicted by the record", "  + Part true, part contradicted"]),
    ({"technique": ["overstatement"]}, ["How the wording misleads", "  + Overstatement"]),
    ({"period": "2020-03/.."}, ["The time that the claim is about", "  - 1 January 2020 to 31 December 2020",
                                "  + since March 2020"]),
    ({"places": ["Hill", "Stonyford"]}, ["The places that the claim is about", "  + Hill", "    Stonyford"]),
    ({"places": ["Hill"]}, ["The places that the claim is about, no. 1", "  - Stonyford", "  + Hill"]),
    ({"reply": {"asked": "2025-05-02", "text": "No."}},
     ["The claimant’s reply: when the claimant was asked", "  - not asked", "  + 2 May 2025",
      "The claimant’s reply: the answer", "  + No."]),
    ({"recheck_by": "2026-01-01"},
     ["The day by which the facts should be checked again", "  + 1 January 2026"]),
    ({"explanation": "It was\nso."}, ["The full explanation", "  + It was so."]),
    ({"unknowns": "Who ordered\n\nthe barrier."}, ["What is not known (only spaces and line breaks)"]),
    ({"authors": [{"name": "Bo Field", "on": "2025-05-01"}]}, ["Who wrote the entry", "  + Bo Field · 1 May 2025"]),
    ({"appearances": [appearance(venue="Town fair", course="repeated", quote=None)]},
     ["Where the claim was made, no. 1: what became of the claim", "  + Repeated",
      "Where the claim was made, no. 1: the claimant’s words", "  - the words: Nobody was ever kept from crossing.",
      "  - the language of the words: en",
      "Where the claim was made, no. 1: the occasion", "    Town", "  - council", "  + fair"]),
    ({"evidence": [link("bridge-ruling#carts", relation="context", establishes="Carts were turned back.")]},
     [f"What {DOCUMENT} shows", "    Carts were turned", "  - back in May 2020.", "  + back.",
      f"The quotations that are shown of {DOCUMENT}", "  - all quotations", "  + ‘carts’",
      f"How {DOCUMENT} bears on the claim", "  - Contradicts the claim", "  + Context"]),
    ({"evidence": [link("letter"), link()]},
     [f"The evidence: with {LETTER}", f"  + {LETTER}: A letter", f"    {COURT}: Miller v. Town of Stonyford"]),
    ({"evidence": [link("letter")]},
     [f"The evidence: with {LETTER}; without {COURT}", f"  - {COURT}: Miller v. Town of Stonyford",
      f"  + {LETTER}: A letter"]),
]  # fmt: skip
"""Fields in which the claim of the newer version differs, and what readers are told."""

QUOTES = [quote(id="carts", locator="para. 12"), quote(id="people", text="People on foot passed.")]
DOCUMENTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"standing": "amended"}, [f"{DOCUMENT}: whether it still stands", "  - Current", "  + Amended"]),
    ({"type": "testimony"}, [f"{DOCUMENT}: what kind of document it is", "  - Court decision", "  + Testimony"]),
    ({"issued": "2020-06"}, ["document 1 (Court of the County, June 2020): when it was issued", "  - 6 May 2020",
                             "  + June 2020"]),
    ({"quotes": QUOTES}, [f"the quotation ‘people’ of {DOCUMENT}", "  + the words: People on foot passed.",
                          "  + the language of the words: en"]),
    ({"quotes": [quote(id="carts", text="The carts of the miller were turned back.", locator="para. 13")]},
     [f"the quotation ‘carts’ of {DOCUMENT}: where the words stand", "    para.", "  - 12", "  + 13",
      f"the quotation ‘carts’ of {DOCUMENT}", "    The carts of the", "  - applicant", "  + miller",
      "    were turned back."]),
    ({"accessed": "2025-05-02"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), CLAIMS, ids=[",".join(fields) for fields, _ in CLAIMS])
def test_a_changed_claim(collection: FakeCollection, fields: dict[str, Any], expected: list[str]) -> None:
    collection.evidence("letter", title="A letter", publisher="Rosa Miller", issued="2020-04-01")
    before = version(collection)
    assert lines(revisions(before, version(collection, **fields))) == expected
    assert revisions(before, before) == ()


@pytest.mark.parametrize(("fields", "expected"), DOCUMENTS, ids=[",".join(fields) for fields, _ in DOCUMENTS])
def test_a_changed_document(collection: FakeCollection, fields: dict[str, Any], expected: list[str]) -> None:
    before = version(collection)
    collection.evidence(**fields)
    found = lines(revisions(before, version(collection)))
    assert found == [line if line.startswith(" ") else line[:1].upper() + line[1:] for line in expected]


def test_the_order_of_documents_and_of_quotations(collection: FakeCollection) -> None:
    collection.evidence("letter", title="A letter", publisher="Rosa Miller", issued="2020-04-01")
    collection.evidence(quotes=QUOTES)
    before = version(collection, evidence=[link(), link("letter")])
    collection.evidence(quotes=QUOTES[::-1])
    assert lines(revisions(before, version(collection, evidence=[link("letter"), link()]))) == [
        "The order of the evidence",
        f"  + {LETTER}: A letter",
        f"    {COURT}: Miller v. Town of Stonyford",
        f"  - {LETTER}: A letter",
        f"The order of the quotations of document 2 ({COURT})",
        "  + ‘people’",
        "    ‘carts’",
        "  - ‘people’",
    ]


def test_documents_are_named_where_others_name_them(collection: FakeCollection) -> None:
    collection.evidence("letter", title="A letter", publisher="Rosa Miller", issued="2020-04-01")
    links = [link(), link("letter")]
    before = version(collection, evidence=links)
    collection.evidence(conflicts_with=["letter"])
    assert lines(revisions(before, version(collection, evidence=links))) == [
        f"Document 1 ({COURT}): the documents that say otherwise",
        f"  + document 2 ({LETTER})",
    ]


def test_revisions_stand_in_the_order_of_the_page_and_those_of_a_document_together(collection: FakeCollection) -> None:
    before = version(collection)
    collection.evidence(title="Miller", standing="amended")
    link_now = link(relation="context", establishes="Little.")
    after = version(collection, unknowns="All.", evidence=[link_now], rating="mixed", claim="It was open.", fact="No.")
    assert [revision.heading for revision in revisions(before, after)] == [
        "The fact",
        "The claim",
        "The rating",
        f"What {DOCUMENT} shows",
        f"How {DOCUMENT} bears on the claim",
        f"Document 1 ({COURT}): whether it still stands",
        f"Document 1 ({COURT}): the title",
        "What is not known",
    ]


def test_a_withdrawal_is_one_revision_and_so_is_its_end(collection: FakeCollection) -> None:
    before = version(collection)
    items = [change(), change(version="2", level="withdrawn", change="The court reversed it.")]
    after = version(collection, status="withdrawn", history=items)
    assert lines(revisions(before, after)) == ["The entry was withdrawn", "  - Published", "  + Withdrawn"]
    assert lines(revisions(after, before)) == ["The entry was published again", "  - Withdrawn", "  + Published"]
    assert revisions(after, after) == ()
    said = Announcement("", "1 May 2025", "Withdrawn", "The court reversed it.")
    assert announcements(before, after) == (said,)


def test_what_the_histories_say_of_a_change(collection: FakeCollection) -> None:
    before = version(collection)
    collection.evidence(history=[change(), change(version="2", date="2025-05-03", level="factual", change="A title.")])
    collection.evidence("letter")
    items = [change(version="2", date="2025-05-04", level=level, change="More.") for level in ("update", "factual")]
    after = version(collection, evidence=[link(), link("letter")], history=[change(), *items])
    assert announcements(before, after) == (
        Announcement("", "4 May 2025", "Update", "More."),
        Announcement("", "4 May 2025", "Factual correction", "More."),
        Announcement(f"Document 1 ({COURT})", "3 May 2025", "Factual correction", "A title."),
    )


def models(model: type[Model]) -> Iterator[type[Model]]:
    """Take a model and yield it and all that its fields hold."""
    yield model
    for field in model.model_fields.values():
        yield from models_in(field.annotation)


def models_in(annotation: Any) -> Iterator[type[Model]]:
    """Take the type of a field and yield the models in it."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield from models(annotation)
    for argument in get_args(annotation):
        yield from models_in(argument)


def test_readers_have_words_for_every_field_of_every_record() -> None:
    found = {*models(Claim), *models(Evidence)}
    assert len(found) > 10
    assert {model.__name__: set(words) for model, words in LABELS.items()} == {
        model.__name__: set(model.model_fields) for model in found
    }
    for words in LABELS.values():
        assert len(set(words.values())) == len(words)
        assert not any("_" in label or label != label.strip() or not label for label in words.values())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)
FIELDS = st.sampled_from([*Claim.model_fields, "documents", "order of evidence", "a_field of\nolder <b>times</b>", "1"])


@pytest.mark.slow
@given(
    st.dictionaries(FIELDS, JSON, max_size=4), st.sampled_from([*Evidence.model_fields, "order of quotes", "x"]), JSON
)
def test_no_frozen_value_stops_the_page(fields: dict[str, Any], name: str, value: Any) -> None:
    before = hostile({}, {})
    for after in (hostile(fields, {}), hostile({}, {name: value}), hostile(fields, {name: value})):
        for found in (revisions(before, after), revisions(after, before)):
            assert all("\n" not in revision.heading for revision in found)
            assert all(isinstance(piece.text, str) for revision in found for piece in revision.pieces)
        announcements(before, after)


def hostile(fields: dict[str, Any], in_document: dict[str, Any]) -> Version:
    """Take fields of an entry and of its document, and return a version with what every version's file has."""
    item = {"version": 1, "date": "\u202eno day"}
    kept = {"id", "version", "history", "evidence", "exhibits"}
    fields = {name: value for name, value in fields.items() if name not in kept}
    in_document = {name: value for name, value in in_document.items() if name not in {"id", "history", "quotes"}}
    document = {"id": "a, b (2)", "history": [item], "quotes": [{"id": "x_y", "text": 1}]} | in_document
    links = [{"ref": "a, b (2)", "establishes": fields.get("fact")}]
    exhibits = [{"document": document}]
    entry = {"id": "BR-001", "version": 1, "history": [item], "evidence": links, "exhibits": exhibits}
    return Version(copy.deepcopy(fields | entry))


def test_what_cannot_be_seen_is_shown_by_its_code(collection: FakeCollection) -> None:
    before = version(collection)
    entry = copy.deepcopy(dict(before.entry)) | {"fact": "Carts \u202ecould\x07 pass.", "a\u202e_field": "<b>\u200b"}
    found = lines(revisions(Version(copy.deepcopy(dict(before.entry)) | {"fact": "Carts pass."}), Version(entry)))
    assert found == [
        "The fact",
        "    Carts",
        "  + \\u202ecould\\x07",
        "    pass.",
        "A\\u202e field",
        "  + <b>\\u200b",
    ]


LONG = " ".join(f"w{number}" for number in range(40))
TEXTS = [
    ("a b c", "a b c", []),
    ("a b c", "a\n b   c", []),
    ("", "a b", ["+ a b"]),
    ("a b", "", ["- a b"]),
    ("the road was open", "the road was closed", ["  the road was", "- open", "+ closed"]),
    (f"a {LONG} b", f"c {LONG} d", ["- a", "+ c", "  w0 w1 w2 w3 w4 w5 … w34 w35 w36 w37 w38 w39", "- b", "+ d"]),
    (f"{LONG} b", f"{LONG} d", ["  … w34 w35 w36 w37 w38 w39", "- b", "+ d"]),
    (f"a {LONG}", f"c {LONG}", ["- a", "+ c", "  w0 w1 w2 w3 w4 w5 …"]),
    # Two words between changes hold nothing together.
    ("x a b y end", "p a b q end", ["- x a b y", "+ p a b q", "  end"]),
    ("x a b c y end", "p a b c q end", ["- x", "+ p", "  a b c", "- y", "+ q", "  end"]),
    ("a b c d", "a b c b c d", ["  a b c", "+ b c", "  d"]),
    ("z a b c d y", "q a b c b c d p", ["- z", "+ q", "  a b c", "- d y", "+ b c d p"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), TEXTS)
def test_texts_are_set_against_each_other(before: str, after: str, expected: list[str]) -> None:
    assert [f"{SIGNS[piece.kind]} {piece.text}" for piece in collated_texts(before, after)] == expected


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=25)


@given(WORDS, WORDS)
def test_both_states_can_be_read_off_the_pieces(before: list[str], after: list[str]) -> None:
    pieces = collated_items(before, after)
    assert [piece.text for piece in pieces if piece.kind is not Kind.ADDED] == before
    assert [piece.text for piece in pieces if piece.kind is not Kind.REMOVED] == after
    texts = collated_texts(" ".join(before), " ".join(after))
    shortened = any("…" in piece.text for piece in texts)
    assert before == after or shortened or split(texts, Kind.ADDED) == before
    assert before == after or shortened or split(texts, Kind.REMOVED) == after


def split(pieces: Any, without: Kind) -> list[str]:
    """Take pieces of a text and return the words of all but those of one kind."""
    return [word for piece in pieces if piece.kind is not without for word in piece.text.split()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 10_000, "b " + "a " * 9_999),
        ("x " + "a " * 10_000, "y " + "a b " * 5_000),
        (
            " ".join(f"u{n} v{n} w{n} x{n}" for n in range(2_500)),
            " ".join(f"u{n} v{n} w{n} y{n}" for n in range(2_500)),
        ),
        (" ".join(f"u{n} v{n} w{n} x{n}" for n in range(800)), " ".join(f"u{n} v{n} w{n} y{n}" for n in range(800))),
        ("p " + " ".join(f"a b c x{n}" for n in range(2_000)), "q " + " ".join(f"a b c y{n}" for n in range(2_000))),
        ("p " + " ".join(f"a b c x{n}" for n in range(140)), "q " + " ".join(f"a b c y{n}" for n in range(140))),
    ],
    ids=["one word", "two words", "many changes", "fewer changes", "much that recurs", "less that recurs"],
)
def test_long_texts_do_not_hang(before: str, after: str) -> None:
    started = time.monotonic()
    assert collated_texts(before, after)
    assert time.monotonic() - started < 10
