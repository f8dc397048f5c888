"""Entries and documents as CSL-JSON: what stands in an item, whether it is valid, and what pandoc makes of it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factsheet import citations, corpus
from factsheet.dossier import Dossier
from factsheet.pandoc import pandoc_path
from factsheet.records import Evidence, EvidenceType
from tests.faker import FakeCollection, change, link
from tests.workshop import ROOT, dossiers, sound, words

Item = dict[str, Any]

# The Citation Style Language, version 1.0.2: appendix III has the types, appendix IV the variables.
TYPES = {
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map",
    "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
}  # fmt: skip
NAMES = {"author"}
DATES = {"accessed", "event-date", "issued"}
TEXTS = {
    "authority", "collection-title", "container-title", "DOI", "genre", "id", "jurisdiction", "language", "note",
    "number", "publisher", "title", "type", "URL", "version",
}  # fmt: skip
"""The variables of the specification that entries and documents have a use for: of names, of dates, and of text."""


def faults(references: Any) -> Iterator[str]:
    """Take what a file of CSL-JSON holds and yield where it is not as the schema `csl-data.json` asks."""
    if not isinstance(references, list):
        yield "not an array"
        return
    for item in references:
        if item.get("type") not in TYPES or not item.get("id"):
            yield f"{item.get('id')}: type {item.get('type')}"
        for variable, value in item.items():
            if not _has_shape(variable, value):
                yield f"{item.get('id')}: {variable} {value}"


def _has_shape(variable: str, value: Any) -> bool:
    if variable in NAMES:
        return isinstance(value, list) and bool(value) and all(_is_name(name) for name in value)
    if variable in DATES:
        return isinstance(value, dict) and (_is_literal(value) or _is_date_parts(value))
    return variable in TEXTS and isinstance(value, str) and bool(value)


def _is_literal(value: Any) -> bool:
    return isinstance(value, dict) and list(value) == ["literal"] and isinstance(value["literal"], str)


def _is_name(value: Any) -> bool:
    return _is_literal(value) and bool(value["literal"].strip())


def _is_date_parts(value: dict[str, Any]) -> bool:
    dates = value.get("date-parts")
    return (
        list(value) == ["date-parts"]
        and isinstance(dates, list)
        and len(dates) in {1, 2}
        and all(1 <= len(date) <= 3 and all(type(part) is int and part > 0 for part in date) for date in dates)
    )


def references_of(entry: Dossier, address: str = "") -> list[Item]:
    """Take an entry and return its references."""
    documents = [exhibit.evidence for exhibit in entry.exhibits]
    return citations.items(
        entry.claim, documents, project_title="The Bridge", publisher="Friends of the Bridge", address=address
    )


def document(collection: FakeCollection, **fields: Any) -> Item:
    """Take fields in which a document differs from the invented one, and return its item."""
    collection.evidence(**fields)
    (entry,) = dossiers(collection)
    (exhibit,) = entry.exhibits
    return citations.document_item(exhibit.evidence)


def pandoc(references: list[Item], *arguments: str) -> str:
    """Take references and return what pandoc makes of their file; a warning fails."""
    done = subprocess.run(
        [pandoc_path(), "--fail-if-warnings", "--from", "csljson", *arguments],
        input=citations.as_json(references), capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def letters(text: str) -> str:
    """Take a text and return its letters and figures only: styles change capitals, quotation marks and spaces."""
    return re.sub(r"[\W_]", "", text).casefold()


@pytest.fixture(scope="module")
def real() -> list[Item]:
    """Return the references of all entries and documents of this repository's own collection, each once."""
    records, _ = corpus.load(ROOT)
    claims = [citations.entry_item(entry.record, "The Collection", "Its Publisher", "") for entry in records.claims]
    return claims + [citations.document_item(entry.record) for entry in records.sources]


def test_a_document_with_every_field(collection: FakeCollection) -> None:
    item = document(
        collection,
        type="dataset",
        title="Carts & oxen: “counted” {twice}",
        publisher="Statistics Office",
        authors=["Ada Crane", "Office of the Mayor"],
        issued="2020-05",
        event_date="2020-03-03/2020-04",
        accessed="2025-04-30",
        number="S/2020/6",
        container_title="Yearbook",
        genre="table",
        jurisdiction="Stonyford",
        language="fr",
        doi="10.1234/carts",
        archive_urls=["https://archive.example.org/a", "https://archive.example.org/b"],
    )
    assert item == {
        "id": "bridge-ruling",
        "type": "dataset",
        "title": "Carts & oxen: “counted” {twice}",
        "author": [{"literal": "Ada Crane"}, {"literal": "Office of the Mayor"}],
        "publisher": "Statistics Office",
        "container-title": "Yearbook",
        "genre": "table",
        "number": "S/2020/6",
        "jurisdiction": "Stonyford",
        "language": "fr",
        "issued": {"date-parts": [[2020, 5]]},
        "accessed": {"date-parts": [[2025, 4, 30]]},
        "URL": "https://court.example.org/2020/miller",
        "DOI": "10.1234/carts",
        "note": "Archived copy: https://archive.example.org/a\nArchived copy: https://archive.example.org/b",
    }


@pytest.mark.parametrize(
    ("level", "place", "note"),
    [
        ("read-in-reproduction", "https://court.example.org/2020/miller (a copy)",
         "Reproduced at: https://court.example.org/2020/miller"),
        ("read-in-reproduction", "https://paper.example.org/1", None),
        ("read-at-source", "https://court.example.org/2020/miller", None),
    ],
)  # fmt: skip
def test_an_item_says_if_its_address_leads_to_a_reproduction(
    collection: FakeCollection, level: str, place: str, note: str | None
) -> None:
    item = document(collection, verification={"level": level, "found_in": [place]})
    assert (item.get("note"), item["URL"]) == (note, "https://court.example.org/2020/miller")


def test_a_variable_stands_only_where_the_record_has_a_value(collection: FakeCollection) -> None:
    assert document(collection, language=None) == {
        "id": "bridge-ruling",
        "type": "legal_case",
        "title": "Miller v. Town of Stonyford",
        "authority": "Court of the County",
        "issued": {"date-parts": [[2020, 5, 6]]},
        "URL": "https://court.example.org/2020/miller",
    }


def test_an_entry_is_cited_with_its_version(collection: FakeCollection) -> None:
    second = change(version="2", date="2025-05-20", level="update", change="A letter was added.")
    collection.claim(history=[change(), second])
    (entry,) = dossiers(collection)
    item = citations.entry_item(entry.claim, "The Bridge", "Friends of the Bridge", "https://example.org/BR-001/")
    assert item == {
        "id": "BR-001",
        "type": "report",
        "title": "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
        "author": [{"literal": "Friends of the Bridge"}],
        "publisher": "Friends of the Bridge",
        "collection-title": "The Bridge",
        "genre": "Claim and evidence",
        "number": "BR-001",
        "version": "2",
        "issued": {"date-parts": [[2025, 5, 20]]},
        "URL": "https://example.org/BR-001/",
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": "court-decision"}, "legal_case"),
        ({"type": "treaty-or-agreement"}, "treaty"),
        ({"type": "legislation"}, "legislation"),
        ({"type": "legislation", "genre": "Bill as introduced"}, "bill"),
        ({"type": "parliamentary-record"}, "report"),
        ({"type": "parliamentary-record", "genre": "bill"}, "bill"),
        ({"type": "parliamentary-record", "genre": "hearing “The Bridge”"}, "hearing"),
        ({"type": "intergovernmental-document"}, "webpage"),
        ({"type": "intergovernmental-document", "number": "S/2020/6"}, "report"),
        ({"type": "intergovernmental-document", "number": "S/2020/6", "genre": "press release"}, "report"),
        ({"type": "intergovernmental-document", "genre": "interview"}, "interview"),
        ({"type": "official-statement"}, "webpage"),
        ({"type": "official-statement", "genre": "remarks"}, "speech"),
        ({"type": "official-statement", "genre": "report of a speech"}, "webpage"),
        ({"type": "humanitarian-statement"}, "webpage"),
        ({"type": "ngo-report"}, "report"),
        ({"type": "ngo-report", "genre": "press release"}, "webpage"),
        ({"type": "ngo-report", "genre": "blog post"}, "post-weblog"),
        ({"type": "expert-report"}, "report"),
        ({"type": "news-report"}, "article-newspaper"),
        ({"type": "news-report", "genre": "interview"}, "article-newspaper"),
        ({"type": "testimony"}, "interview"),
        ({"type": "testimony", "genre": "hearing"}, "hearing"),
        ({"type": "research", "container_title": "Journal of Bridges"}, "article-journal"),
        ({"type": "research"}, "report"),
        ({"type": "dataset"}, "dataset"),
        ({"type": "imagery"}, "graphic"),
        ({"type": "social-post"}, "post"),
        ({"type": "advocacy"}, "webpage"),
    ],
)
def test_the_type_fits_kind_and_genre(collection: FakeCollection, fields: dict[str, str], kind: str) -> None:
    assert document(collection, **fields)["type"] == kind


@pytest.mark.parametrize("kind", list(EvidenceType))
def test_every_kind_of_document_is_valid(collection: FakeCollection, kind: EvidenceType) -> None:
    item = document(collection, type=kind.value)
    assert list(faults([item])) == []
    assert "Court of the County" in {item.get("publisher"), item.get("authority")}


@pytest.mark.parametrize(
    ("fields", "authors"),
    [
        ({"type": "official-statement"}, ["Court of the County"]),
        ({"type": "official-statement", "authors": ["Ada Crane"]}, ["Ada Crane"]),
        ({"type": "dataset"}, ["Court of the County"]),
        ({"type": "parliamentary-record"}, ["Court of the County"]),
        ({"type": "parliamentary-record", "genre": "bill"}, []),
        ({"type": "court-decision"}, []),
        ({"type": "news-report"}, []),
        ({"type": "treaty-or-agreement"}, []),
        ({"type": "advocacy"}, []),
    ],
)
def test_a_body_that_speaks_is_the_author(
    collection: FakeCollection, fields: dict[str, Any], authors: list[str]
) -> None:
    assert document(collection, **fields).get("author", []) == [{"literal": name} for name in authors]


@pytest.mark.parametrize(
    ("fields", "container"),
    [
        ({"type": "news-report"}, "Court of the County"),
        ({"type": "news-report", "container_title": "The Carter"}, "The Carter"),
        ({"type": "official-statement"}, None),
    ],
)
def test_the_medium_of_a_news_report_is_what_it_stands_in(
    collection: FakeCollection, fields: dict[str, str], container: str | None
) -> None:
    item = document(collection, **fields)
    assert (item.get("container-title"), item["publisher"]) == (container, "Court of the County")


@pytest.mark.parametrize(("issued", "parts"), [("2020", [2020]), ("2020-03", [2020, 3]), ("2020-03-03", [2020, 3, 3])])
def test_dates_are_as_exact_as_the_record(collection: FakeCollection, issued: str, parts: list[int]) -> None:
    assert document(collection, issued=issued)["issued"] == {"date-parts": [parts]}


def test_the_time_that_a_document_is_about_is_no_date_of_the_document(collection: FakeCollection) -> None:
    assert "event-date" not in document(collection, event_date="2020-03-03/2020-04")


def test_documents_follow_the_entry_in_print_order_and_each_once(collection: FakeCollection) -> None:
    collection.evidence("letter")
    collection.evidence("census")
    collection.claim(evidence=[link("letter"), link(), link("census", relation="context")])
    (entry,) = dossiers(collection)
    documents = [exhibit.evidence for exhibit in entry.exhibits]
    made = citations.items(entry.claim, [*documents, documents[0]], project_title="B", publisher="F", address="")
    assert [item["id"] for item in made] == ["BR-001", "letter", "bridge-ruling", "census"]


def test_what_is_withheld_is_in_no_reference(collection: FakeCollection) -> None:
    collection.evidence("diary", title="Xanthippe’s diary", sensitivity="withheld")
    collection.claim(evidence=[link(), link("diary")])
    loaded = sound(collection)
    everything: list[Evidence] = [entry.record for entry in loaded.corpus.sources]
    assert "diary" in {evidence.id for evidence in everything}
    made = citations.items(loaded.corpus.claims[0].record, everything, project_title="B", publisher="F", address="")
    assert [item["id"] for item in made] == ["BR-001", "bridge-ruling"]


def test_the_file_has_sorted_keys_and_a_closing_newline() -> None:
    references = [{"type": "report", "id": "a", "title": '“Œ” & {B} "c" <d>'}, {"type": "post", "id": "b"}]
    assert citations.as_json(references) == (
        '[\n {\n  "id": "a",\n  "title": "“Œ” & {B} \\"c\\" <d>",\n  "type": "report"\n },\n'
        ' {\n  "id": "b",\n  "type": "post"\n }\n]\n'
    )


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        citations.as_json([{"id": "a", "number": float("nan")}])


def test_the_rules_of_the_schema_find_faults() -> None:
    wrong: list[Item] = [
        {"id": "a", "type": "court-decision"},
        {"id": "b", "type": "report", "author": [{"name": "Ada"}]},
        {"id": "c", "type": "report", "issued": {"date-parts": [["2020"]]}},
        {"id": "d", "type": "report", "issued": {"date-parts": [[2020, 1, 1, 1]]}},
        {"id": "e", "type": "report", "event_date": {"date-parts": [[2020]]}},
        {"id": "f", "type": "report", "number": ""},
    ]
    assert list(faults(wrong)) == [
        "a: type court-decision",
        "b: author [{'name': 'Ada'}]",
        "c: issued {'date-parts': [['2020']]}",
        "d: issued {'date-parts': [[2020, 1, 1, 1]]}",
        "e: event_date {'date-parts': [[2020]]}",
        "f: number ",
    ]
    assert list(faults({})) == ["not an array"]


def test_our_own_records_are_valid(real: list[Item]) -> None:
    assert list(faults(json.loads(citations.as_json(real)))) == []
    ids = [item["id"] for item in real]
    assert len(ids) == len(set(ids)) > 1


def test_pandoc_makes_a_reference_of_each_of_our_own_records(real: list[Item]) -> None:
    made = pandoc(real, "--to", "plain", "--citeproc", "--wrap", "none")
    lines = [letters(line) for line in made.splitlines() if line]
    assert len(lines) == len(real)
    assert [item["title"] for item in real if not any(letters(item["title"]) in line for line in lines)] == []


def test_pandoc_reads_every_date_as_it_is(real: list[Item]) -> None:
    read = {item["id"]: item for item in json.loads(pandoc(real, "--to", "csljson"))}
    exact = [
        (item["id"], variable, item[variable])
        for item in real
        for variable in sorted(DATES & item.keys())
        if "date-parts" in item[variable]
    ]
    assert len(exact) >= len(real)
    assert [(name, variable, read[name][variable]) for name, variable, _ in exact] == exact


def test_pandoc_keeps_signs_that_mean_something_elsewhere(collection: FakeCollection) -> None:
    # French, because styles set titles that are English in capitals.
    title = "{Carts} & oxen: 5 < 6, 100% of $3_000 \\emph{or} #1 ~ ^2 @miller [sic]"
    collection.evidence(type="ngo-report", title=title, language="fr")
    (entry,) = dossiers(collection)
    made = pandoc(references_of(entry), "--to", "plain", "--citeproc", "--wrap", "none")
    assert f"Court of the County. 2020. {title}. Court of the County." in made


def test_pandoc_cites_a_document(collection: FakeCollection, tmp_path: Path) -> None:
    collection.evidence(type="official-statement", publisher="Mayor’s Office", title="The bridge is open")
    (entry,) = dossiers(collection)
    library = tmp_path / "references.json"
    library.write_text(citations.as_json(references_of(entry)), "utf-8")
    done = subprocess.run(
        [pandoc_path(), "--fail-if-warnings", "--citeproc", "--bibliography", str(library), "--to", "plain"],
        input="As was said [@bridge-ruling].", capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert words(done.stdout) == (
        "As was said (Mayor’s Office 2020). Mayor’s Office. 2020. “The Bridge Is Open.” Mayor’s Office, May 6. "
        "https://court.example.org/2020/miller."
    )
