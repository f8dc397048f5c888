"""Nodes to records: every kind of fault in a field, with its place and its remedy."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from factsheet import source
from factsheet.problems import Location
from factsheet.records import Claim, Evidence, digest
from factsheet.schema import locate, read_record
from tests.faker import FakeCollection, appearance, as_yaml, change, claim_fields, evidence_fields, link, quote

WORDS_121 = " ".join(["word"] * 121)


def claim_problems(collection: FakeCollection, **fields: Any) -> list[str]:
    """Return the problems of the one claim with these fields, without the path of its file."""
    collection.claim(**fields)
    return [line.removeprefix("claims/BR-001.yaml:") for line in collection.problems()]


def evidence_problems(collection: FakeCollection, **fields: Any) -> list[str]:
    """Return the problems of the one evidence record with these fields, without the path of its file."""
    collection.evidence(**fields)
    return [line.removeprefix("evidence/bridge-ruling.yaml:") for line in collection.problems()]


def test_a_valid_collection_has_no_problems(collection: FakeCollection) -> None:
    assert collection.problems() == []


def test_a_record_holds_what_the_file_says() -> None:
    node, _ = source.parse(as_yaml(claim_fields()), "a.yaml")
    assert node is not None
    claim, problems = read_record(Claim, node)
    assert problems == []
    assert claim is not None
    assert claim.id == "BR-001"
    assert claim.rating.label == "Contradicted by the record"
    assert claim.reviewed.claimant.name == "Ada Crane"
    assert str(claim.checked_as_of) == "2025-05-01"
    assert claim.version == 1


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"evidense": "x"}, "1:1: error: unknown field 'evidense'; did you mean 'evidence'? [unknown-field]"),
        (
            {"reply": {"asked": "not-asked", "on": "2020"}},
            "3:3: error: unknown field 'on'; the fields here are asked, text, received [unknown-field]",
        ),
        (
            {"appearances": [appearance(venu="x")]},
            "15:3: error: unknown field 'venu'; did you mean 'venue'? [unknown-field]",
        ),
        (
            {"fact": None},
            "1:1: error: the field 'fact' is missing; add 'fact:' with this meaning: The true state of affairs in one "
            "sentence; the title of the sheet. Never the claim or its denial. [missing-field]",
        ),
        (
            {"evidence": [link(does_not_establish=None)]},
            "2:3: error: the field 'does_not_establish' is missing; add 'does_not_establish:' with this meaning: The "
            "strongest thing a careless reader would conclude and the source does not say; printed as “Does not "
            "show”. [missing-field]",
        ),
        (
            {"rating": "flase"},
            "1:9: error: 'flase' is not a word that may stand here; did you mean 'false'? [unknown-word]",
        ),
        (
            {"status": "live"},
            "1:9: error: 'live' is not a word that may stand here; use one of draft, in-review, published, "
            "under-review, withdrawn [unknown-word]",
        ),
        (
            {"id": "BR-1", "file": "BR-001.yaml"},
            "1:5: error: 'BR-1' does not have the right form; the field means: Identifier, PREFIX-NNN; never reused. "
            "The file name begins with it. [malformed]",
        ),
        (
            {"fact": "a" * 161},
            "1:7: error: this text has 161 characters, and at most 160 may stand here; cut it [too-long]",
        ),
        (
            {"claim": "a" * 121},
            "1:8: error: this text has 121 characters, and at most 120 may stand here; cut it [too-long]",
        ),
        (
            {"fact": "a\nb"},
            "1:7: error: this field holds one line of plain text, and here are several [not-one-line]",
        ),
        ({"summary": "  "}, "1:10: error: this field is empty [empty]"),
        (
            {"summary": ["a"]},
            "2:1: error: a text should stand here; the field means: The one-minute version in Markdown, printed on "
            "the sheet. [wrong-shape]",
        ),
        (
            {"topics": "bridge"},
            "1:9: error: a list should stand here; the field means: Topics for grouping and filters, as short "
            "lower-case words. [wrong-shape]",
        ),
        (
            {"reply": "not-asked"},
            "1:8: error: a group of fields should stand here; the field means: The claimant's reply, or that none was "
            "asked for. Its fields are asked, text, received. [wrong-shape]",
        ),
        ({"topics": []}, "1:9: error: at least one is needed here [empty-list]"),
        ({"evidence": []}, "1:11: error: at least one is needed here [empty-list]"),
        ({"history": []}, "1:10: error: at least one is needed here [empty-list]"),
        (
            {"checked_as_of": "2024-02-30"},
            "1:16: error: '2024-02-30' is not a day of the calendar [not-a-date]",
        ),
        (
            {"checked_as_of": "20240506"},
            "1:16: error: '20240506' is not a day written YYYY-MM-DD [not-a-date]",
        ),
        ({"checked_as_of": "2024-05"}, "1:16: error: '2024-05' is not a day written YYYY-MM-DD [not-a-date]"),
        (
            {"reply": {"asked": "yesterday"}},
            "2:10: error: 'yesterday' is not a day written YYYY-MM-DD [not-a-date]",
        ),
        (
            {"appearances": [appearance(date="2023-13")]},
            "6:9: error: '2023-13' is not a date of the calendar, written YYYY-MM-DD, YYYY-MM or YYYY [not-a-date]",
        ),
        (
            {"period": "2020-12-31/2020-01-01"},
            "1:9: error: the interval '2020-12-31/2020-01-01' ends before it begins [not-an-interval]",
        ),
        (
            {"period": "spring"},
            "1:9: error: 'spring' is neither a date nor an interval such as 2022-12-12/2023-04-30 [not-an-interval]",
        ),
        (
            {"history": [change(version="010")]},
            None,
        ),
        (
            {"history": [change(version="one")]},
            "2:12: error: 'one' is not a whole number [not-a-number]",
        ),
        (
            {"history": [change(version=[])]},
            "2:12: error: a whole number should stand here; the field means: Number of the version, counted from 1. "
            "[wrong-shape]",
        ),
        (
            {"checked_as_of": []},
            "1:16: error: a day written YYYY-MM-DD should stand here; the field means: The day to which the facts "
            "were checked; the date on the sheet. [wrong-shape]",
        ),
        (
            {"translations": {"fr": {"translater": "X", "translator": "X", "texts": {}}}},
            "3:5: error: unknown field 'translater'; did you mean 'translator'? [unknown-field]",
        ),
        (
            {"translations": {"fr": {"translator": "X", "texts": {"fact": {"text": "X"}}}}},
            "6:9: error: the field 'of' is missing; add 'of:' with this meaning: Digest of the text it was made from; "
            "`factsheet check` says when it no longer fits. [missing-field]",
        ),
        (
            {"translations": {"French": {"translator": "X", "texts": {}}}},
            "3:5: error: 'French' does not have the right form; the field means: The entry's texts in other "
            "languages, by language. [malformed]",
        ),
        (
            {"history": [change(version="0")]},
            "2:12: error: '0' is not a whole number from 1 [not-a-number]",
        ),
        (
            {"history": [change(version="9" * 5000)]},
            f"2:12: error: '{'9' * 40}' is not a whole number [not-a-number]",
        ),
        (
            {"appearances": [appearance(quote=quote(text=WORDS_121))]},
            "9:11: error: this quotation has 121 words, and at most 120 may be quoted [quote-too-long]",
        ),
        (
            {"related": [{"ref": "BR-2", "relation": "repeats", "why": "x"}]},
            "2:8: error: 'BR-2' does not have the right form; the field means: Id of the other claim. [malformed]",
        ),
        (
            {"evidence": [link("Bridge Ruling")]},
            "2:8: error: 'Bridge Ruling' does not have the right form; the field means: Id of the evidence; `id#quote` "
            "prints that quotation only, `id#quote+quote` those. [malformed]",
        ),
    ],
)
def test_faults_in_the_fields_of_a_claim(
    collection: FakeCollection, fields: dict[str, Any], problem: str | None
) -> None:
    assert claim_problems(collection, **fields) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"url": "ftp://example.org/"}, "1:6: error: 'ftp://example.org/' is not an http or https address"),
        ({"url": "javascript:alert(1)"}, "1:6: error: 'javascript:alert(1)' is not an http or https address"),
        ({"url": "www.example.org"}, "1:6: error: 'www.example.org' is not an http or https address"),
        ({"url": "//example.org/"}, "1:6: error: '//example.org/' is not an http or https address"),
        ({"url": "https://"}, "1:6: error: 'https://' is not an http or https address"),
        (
            {"url": "https://court.example.org@evil.example/"},
            "1:6: error: 'https://court.example.org@evil.example/' holds credentials, spaces or characters that "
            "deceive",
        ),
        (
            {"url": "https://example.org/a b"},
            "1:6: error: 'https://example.org/a b' holds credentials, spaces or characters that deceive",
        ),
        (
            {"url": "https:\\\\example.org"},
            "1:6: error: 'https:\\\\example.org' holds credentials, spaces or characters that deceive",
        ),
        (
            {"archive_urls": ["https://archive.example.org/1", "data:text/html,x"]},
            "3:3: error: 'data:text/html,x' is not an http or https address",
        ),
    ],
)
def test_addresses_that_are_not_plain_web_addresses(
    collection: FakeCollection, fields: dict[str, Any], problem: str
) -> None:
    assert evidence_problems(collection, **fields) == [f"{problem} [not-a-web-address]"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (
            {"doi": "https://doi.org/10.1000/1"},
            "1:6: error: 'https://doi.org/10.1000/1' does not have the right form; the field means: Digital object "
            "identifier, without address. [malformed]",
        ),
        (
            {"language": "English"},
            "1:11: error: 'English' does not have the right form; the field means: Language of the document, as a "
            "BCP 47 tag. [malformed]",
        ),
        ({"id": "con", "file": "con.yaml"}, "1:5: error: 'con' cannot be a file name on Windows [reserved-name]"),
        ({"party": "lpt1"}, "1:8: error: 'lpt1' cannot be a file name on Windows [reserved-name]"),
        (
            {"quotes": [quote(id="q", text=WORDS_121)]},
            "2:9: error: this quotation has 121 words, and at most 120 may be quoted [quote-too-long]",
        ),
        (
            {"quotes": [quote(id="q", translation=WORDS_121, translator="X")]},
            "5:16: error: this quotation has 121 words, and at most 120 may be quoted [quote-too-long]",
        ),
        (
            {"type": "newspaper"},
            "1:7: error: 'newspaper' is not a word that may stand here; use one of court-decision, "
            "treaty-or-agreement, legislation, parliamentary-record, intergovernmental-document, official-statement, "
            "humanitarian-statement, ngo-report, expert-report, news-report, testimony, research, dataset, imagery, "
            "social-post, advocacy [unknown-word]",
        ),
    ],
)
def test_faults_in_the_fields_of_evidence(collection: FakeCollection, fields: dict[str, Any], problem: str) -> None:
    file = fields.pop("file", "bridge-ruling.yaml")
    if file == "bridge-ruling.yaml":
        collection.remove("evidence/bridge-ruling.yaml")
    collection.evidence(file=file, **fields)
    assert collection.problems() == [f"evidence/{file}:{problem}"]


@pytest.mark.parametrize("blank", ["", " ~", " null", " # to be written"])
def test_a_blank_field_is_named_once_as_blank(collection: FakeCollection, blank: str) -> None:
    text = as_yaml(evidence_fields()).replace("publisher: Court of the County", f"publisher:{blank}")
    collection.write("evidence/bridge-ruling.yaml", text)
    column = {"": 11, " # to be written": 11}.get(blank, 12)
    assert collection.problems() == [
        f"evidence/bridge-ruling.yaml:3:{column}: error: the field 'publisher' has no value; fill it in: Who issued "
        "it; CSL `publisher` or `authority`. [empty]"
    ]


def test_a_blank_optional_field_and_a_blank_item_are_named(collection: FakeCollection) -> None:
    text = as_yaml(evidence_fields()) + "doi:\narchive_urls:\n  -\n"
    collection.write("evidence/bridge-ruling.yaml", text)
    remedy = "fill it in, or leave the field out [empty]"
    assert collection.problems() == [
        f"evidence/bridge-ruling.yaml:28:5: error: the field 'doi' has no value; {remedy}",
        f"evidence/bridge-ruling.yaml:30:4: error: the field 'archive_urls' has no value; {remedy}",
    ]


def test_all_faults_of_a_record_are_told_at_once(collection: FakeCollection) -> None:
    assert claim_problems(collection, rating="flase", checked_as_of="soon", evidense="x", unknowns=" ") == [
        "1:9: error: 'flase' is not a word that may stand here; did you mean 'false'? [unknown-word]",
        "2:16: error: 'soon' is not a day written YYYY-MM-DD [not-a-date]",
        "3:1: error: unknown field 'evidense'; did you mean 'evidence'? [unknown-field]",
        "4:11: error: this field is empty [empty]",
    ]


def test_a_path_that_leads_on_ends_at_the_last_place_that_is() -> None:
    node, _ = source.parse("reply:\n  asked: not-asked\nplaces: [a, b]\n", "a.yaml")
    assert node is not None
    assert locate(node, ("reply", "asked")) == Location("a.yaml", 2, 10)
    assert locate(node, ("reply", "received")) == Location("a.yaml", 2, 3)
    assert locate(node, ("places", 1)) == Location("a.yaml", 3, 13)
    assert locate(node, ("places", 2)) == Location("a.yaml", 3, 9)
    assert locate(node, ("fact",)) == Location("a.yaml", 1, 1)


def test_the_digest_of_a_record_follows_its_content_and_not_its_typing(collection: FakeCollection) -> None:
    def evidence_digest(text: str) -> str:
        collection.write("evidence/bridge-ruling.yaml", text)
        node, _ = source.read(collection.folder, PurePosixPath("evidence/bridge-ruling.yaml"))
        assert node is not None
        record, _ = read_record(Evidence, node)
        assert record is not None
        return digest(record)

    text = as_yaml(evidence_fields())
    first, *others = text.splitlines(keepends=True)
    assert evidence_digest("".join([*others, first])) == evidence_digest(text)
    assert evidence_digest(text + "archive_urls: []\n") == evidence_digest(text)
    assert evidence_digest(text.replace("para. 12", "para. 13")) != evidence_digest(text)
