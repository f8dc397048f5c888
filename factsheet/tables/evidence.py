"""The tables of documents, of the quotations from them, and of how they bear on claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from factsheet.records import Evidence, EvidenceLink, Sensitivity, SourceQuote, Verification
from factsheet.register import Register
from factsheet.tables.shape import Cell, Column, Kind, Reference, Table, field, key, place, table
from factsheet.tables.shared import DOCUMENT, ENTRY, Part, changes, end, numbered, start

NAMES = (
    "evidence",
    "evidence_authors",
    "evidence_topics",
    "evidence_archives",
    "evidence_places_read",
    "evidence_relations",
    "evidence_changes",
    "quotes",
    "claim_evidence",
    "claim_evidence_quotes",
)


def tables(register: Register) -> Iterator[Table]:
    """Take what the collection lists and yield the tables of its documents, none of which is withheld."""
    yield _evidence(register)
    yield _evidence_authors(register)
    yield _evidence_topics(register)
    yield _evidence_archives(register)
    yield _evidence_places_read(register)
    yield _evidence_relations(register)
    yield _evidence_changes(register)
    yield _quotes(register)
    yield _claim_evidence(register)
    yield _claim_evidence_quotes(register)


def _evidence(register: Register) -> Table:
    return table(
        "evidence", "The documents that entries rest on or sheets name for reading on.", ("id",), _records(register),
        (Column("id", Kind.TEXT, "Identifier of the document; never reused.", required=True), lambda e: e.id),
        (field(Evidence, "title", required=True), lambda e: e.title),
        (field(Evidence, "publisher", required=True), lambda e: e.publisher),
        (field(Evidence, "type", required=True), lambda e: e.type),
        (field(Evidence, "party_relation", required=True), lambda e: e.party_relation),
        (
            Column("party", Kind.TEXT, "The party of whose side its publisher is.", refers=("parties", "id")),
            lambda e: e.party,
        ),
        (field(Evidence, "level", required=True), lambda e: e.level),
        *_dates(),
        *_description(),
        (field(Evidence, "summary", required=True), lambda e: e.summary),
        (field(Evidence, "limits", required=True), lambda e: e.limits),
        (field(Verification, "level", called="verification_level", required=True), lambda e: e.verification.level),
        (field(Verification, "note", called="verification_note"), lambda e: e.verification.note),
        (field(Evidence, "standing", required=True), lambda e: e.standing),
        (_sensitivity(), lambda e: e.sensitivity),
    )  # fmt: skip


def _dates() -> tuple[Cell[Evidence], ...]:
    starts = "Beginning of the time it reports about, where that is not the day of issue."
    ends = "End of that time, the same as its beginning if it is one date; none if it is open."
    return (
        (field(Evidence, "issued", Kind.DATE, required=True), lambda e: e.issued),
        (Column("event_start", Kind.DATE, starts), lambda e: e.event_date and start(e.event_date)),
        (Column("event_end", Kind.DATE, ends), lambda e: e.event_date and end(e.event_date)),
        (field(Evidence, "accessed", Kind.DAY), lambda e: e.accessed),
    )


def _description() -> tuple[Cell[Evidence], ...]:
    return (
        (field(Evidence, "number"), lambda e: e.number),
        (field(Evidence, "container_title"), lambda e: e.container_title),
        (field(Evidence, "genre"), lambda e: e.genre),
        (field(Evidence, "jurisdiction"), lambda e: e.jurisdiction),
        (field(Evidence, "language"), lambda e: e.language),
        (field(Evidence, "url", Kind.ADDRESS, required=True), lambda e: e.url),
        (field(Evidence, "doi"), lambda e: e.doi),
    )


def _sensitivity() -> Column:
    shown = tuple(word for word in Sensitivity if word is not Sensitivity.WITHHELD)
    return replace(field(Evidence, "sensitivity", required=True), terms=shown)


def _evidence_authors(register: Register) -> Table:
    return table(
        "evidence_authors", "The named authors of each document.", ("evidence", "number"),
        _parts(register, lambda evidence: evidence.authors),
        (DOCUMENT, lambda row: row[0]),
        (place("Place in the list of the document’s authors."), lambda row: row[1]),
        (Column("name", Kind.TEXT, "The author’s name.", required=True), lambda row: row[2]),
    )  # fmt: skip


def _evidence_topics(register: Register) -> Table:
    return table(
        "evidence_topics",
        "Topics of documents, beside those of the entries that rest on them.",
        ("evidence", "topic"),
        _parts(register, lambda evidence: tuple(dict.fromkeys(evidence.topics))),
        (DOCUMENT, lambda row: row[0]),
        (key("topic", "A topic of the document.", "topics"), lambda row: row[2]),
    )


def _evidence_archives(register: Register) -> Table:
    return table(
        "evidence_archives", "Archived copies of documents.", ("evidence", "number"),
        _parts(register, lambda evidence: evidence.archive_urls),
        (DOCUMENT, lambda row: row[0]),
        (place("Place in the list of the document’s copies."), lambda row: row[1]),
        (Column("url", Kind.ADDRESS, "Address of an archived copy of that very page.", required=True), lambda r: r[2]),
    )  # fmt: skip


def _evidence_places_read(register: Register) -> Table:
    return table(
        "evidence_places_read", "Where those who compiled the collection read the words of each document.",
        ("evidence", "number"), _parts(register, lambda evidence: evidence.verification.found_in),
        (DOCUMENT, lambda row: row[0]),
        (place("Place in the list of places."), lambda row: row[1]),
        (Column("place", Kind.TEXT, "An address or a description.", required=True), lambda row: row[2]),
    )  # fmt: skip


def _evidence_relations(register: Register) -> Table:
    relation = Column(
        "relation", Kind.TEXT, "Whether the document repeats or relies on the other, or says otherwise.",
        required=True, terms=("derived-from", "conflicts-with"),
    )  # fmt: skip
    return table(
        "evidence_relations", "How documents stand to each other.", ("evidence", "relation", "other"),
        _relations(register),
        (DOCUMENT, lambda row: row[0]),
        (relation, lambda row: row[1]),
        (key("other", "The id of the other document.", "evidence"), lambda row: row[2]),
    )  # fmt: skip


def _relations(register: Register) -> Iterator[tuple[str, str, str]]:
    for evidence in _records(register):
        named = (("derived-from", evidence.derived_from), ("conflicts-with", evidence.conflicts_with))
        for relation, others in named:
            for other in dict.fromkeys(others):
                if other in register.document_by_id:
                    yield evidence.id, relation, other


def _evidence_changes(register: Register) -> Table:
    return table(
        "evidence_changes", "The history of each document’s record.", ("evidence", "number"),
        _parts(register, lambda evidence: evidence.history),
        (DOCUMENT, lambda row: row[0]),
        *changes(),
    )  # fmt: skip


def _quotes(register: Register) -> Table:
    return table(
        "quotes", "Extracts from documents, each short and exact.", ("evidence", "id"),
        _parts(register, lambda evidence: evidence.quotes),
        (DOCUMENT, lambda row: row[0]),
        (Column("id", Kind.TEXT, "Name of the quotation within its document.", required=True), lambda row: row[2].id),
        (field(SourceQuote, "text", required=True), lambda row: row[2].text),
        (field(SourceQuote, "lang", called="language", required=True), lambda row: row[2].lang),
        (field(SourceQuote, "locator"), lambda row: row[2].locator),
        (field(SourceQuote, "translation"), lambda row: row[2].translation),
        (field(SourceQuote, "translator"), lambda row: row[2].translator),
        (field(SourceQuote, "note"), lambda row: row[2].note),
    )  # fmt: skip


def _claim_evidence(register: Register) -> Table:
    exhibits = [(dossier.claim.id, exhibit) for dossier in register.shown for exhibit in dossier.exhibits]
    return table(
        "claim_evidence", "How documents bear on claims: one row for each exhibit of each entry.", ("claim", "number"),
        exhibits,
        (ENTRY, lambda row: row[0]),
        (place("Number of the exhibit in its entry."), lambda row: row[1].number),
        (DOCUMENT, lambda row: row[1].evidence.id),
        (field(EvidenceLink, "relation", required=True), lambda row: row[1].link.relation),
        (field(EvidenceLink, "establishes", required=True), lambda row: row[1].link.establishes),
        (field(EvidenceLink, "does_not_establish", required=True), lambda row: row[1].link.does_not_establish),
    )  # fmt: skip


def _claim_evidence_quotes(register: Register) -> Table:
    rows = [
        (dossier.claim.id, exhibit, quote)
        for dossier in register.shown
        for exhibit in dossier.exhibits
        for quote in exhibit.quotes
    ]
    return table(
        "claim_evidence_quotes", "Which quotations each exhibit shows.", ("claim", "number", "quote"), rows,
        (ENTRY, lambda row: row[0]),
        (place("Number of the exhibit in its entry."), lambda row: row[1].number),
        (DOCUMENT, lambda row: row[1].evidence.id),
        (Column("quote", Kind.TEXT, "Name of the quotation within its document.", required=True), lambda r: r[2].id),
        joint=(
            Reference(("claim", "number"), "claim_evidence", ("claim", "number")),
            Reference(("evidence", "quote"), "quotes", ("evidence", "id")),
        ),
    )  # fmt: skip


def _records(register: Register) -> list[Evidence]:
    return [register.document_by_id[name].evidence for name in sorted(register.document_by_id)]


def _parts(register: Register, several: Callable[[Evidence], Sequence[Part]]) -> list[tuple[str, int, Part]]:
    """Take what the collection lists and what each document has several of; return its id, the number and each."""
    return numbered((evidence.id, several(evidence)) for evidence in _records(register))
