"""The tables of entries: the claim with its rating, and what there are several of for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from factsheet.dossier import Dossier
from factsheet.records import (
    Appearance,
    AppearanceSource,
    Claim,
    Claimant,
    Person,
    Quotation,
    Related,
    Reply,
    Verification,
)
from factsheet.register import Register
from factsheet.tables.shape import Cell, Column, Kind, Reference, Table, field, key, place, table
from factsheet.tables.shared import ENTRY, Part, changes, end, numbered, start

NAMES = (
    "claims",
    "claim_topics",
    "claim_places",
    "claim_techniques",
    "claim_people",
    "claim_changes",
    "appearances",
    "appearance_places_read",
    "related_claims",
)


def tables(register: Register) -> Iterator[Table]:
    """Take what the collection lists and yield the tables of its entries."""
    yield _claims(register)
    yield _claim_topics(register)
    yield _claim_places(register)
    yield _claim_techniques(register)
    yield _claim_people(register)
    yield _claim_changes(register)
    yield _appearances(register)
    yield _appearance_places_read(register)
    yield _related_claims(register)


def _claims(register: Register) -> Table:
    return table(
        "claims",
        "Public claims, and how documented evidence bears on each. Of a withdrawn entry only the claim is told.",
        ("id",),
        register.dossiers,
        (Column("id", Kind.TEXT, "Identifier of the entry; never reused.", required=True), lambda d: d.claim.id),
        (field(Claim, "status", required=True), lambda d: d.claim.status),
        (
            Column("version", Kind.INTEGER, "Number of the newest version, counted from 1.", required=True),
            lambda d: d.claim.version,
        ),
        (field(Claim, "fact"), _shown(lambda claim: claim.fact)),
        (field(Claim, "claim", required=True), lambda d: d.claim.claim),
        *_matter(),
        *_reply(),
        (field(Claim, "checked_as_of", Kind.DAY), _shown(lambda claim: claim.checked_as_of)),
        (field(Claim, "recheck_by", Kind.DAY), _shown(lambda claim: claim.recheck_by)),
        (
            Column("url", Kind.ADDRESS, "Address of the entry’s page, if the collection has a public address."),
            lambda d: register.project.address(f"{d.claim.id}/"),
        ),
    )


def _matter() -> tuple[Cell[Dossier], ...]:
    starts = "Beginning of the stretch of time the claim is about."
    ends = "End of that stretch of time, the same as its beginning if it is one date; none if it is open."
    number = "Place of the rating on the scale from 1 (false) to 5 (true); none for ratings that are not on the scale."
    return (
        (Column("period_start", Kind.DATE, starts), _shown(lambda claim: start(claim.period))),
        (Column("period_end", Kind.DATE, ends), _shown(lambda claim: end(claim.period))),
        (field(Claim, "rating"), _shown(lambda claim: claim.rating)),
        (Column("rating_label", Kind.TEXT, "The rating in words for readers."), _shown(lambda c: c.rating.label)),
        (Column("rating_number", Kind.INTEGER, number), _shown(lambda claim: claim.rating.number)),
        (field(Claim, "rating_reason"), _shown(lambda claim: claim.rating_reason)),
        (field(Claim, "summary"), _shown(lambda claim: claim.summary)),
        (field(Claim, "explanation"), _shown(lambda claim: claim.explanation)),
        (field(Claim, "unknowns"), _shown(lambda claim: claim.unknowns)),
    )


def _reply() -> tuple[Cell[Dossier], ...]:
    asked = "The day on which the claimant was asked for a reply; none if nobody asked."
    return (
        (Column("reply_asked", Kind.DAY, asked), _shown(lambda claim: claim.reply.asked_on)),
        (field(Reply, "text", called="reply_text"), _shown(lambda claim: claim.reply.text)),
        (field(Reply, "received", Kind.DAY, called="reply_received"), _shown(lambda claim: claim.reply.received)),
    )


def _claim_topics(register: Register) -> Table:
    return table(
        "claim_topics", "The topics of each entry.", ("claim", "topic"),
        _parts(register, lambda claim: tuple(dict.fromkeys(claim.topics))),
        (ENTRY, lambda row: row[0]),
        (key("topic", "A topic of the entry.", "topics"), lambda row: row[2]),
    )  # fmt: skip


def _claim_places(register: Register) -> Table:
    return table(
        "claim_places", "The places that each claim is about.", ("claim", "number"),
        _parts(register, lambda claim: claim.places),
        (ENTRY, lambda row: row[0]),
        (place("Place in the list of the entry’s places."), lambda row: row[1]),
        (Column("place", Kind.TEXT, "A place that the claim is about.", required=True), lambda row: row[2]),
    )  # fmt: skip


def _claim_techniques(register: Register) -> Table:
    return table(
        "claim_techniques", "How the wording of each claim misleads, where it does.", ("claim", "technique"),
        _parts(register, lambda claim: tuple(dict.fromkeys(claim.technique))),
        (ENTRY, lambda row: row[0]),
        (field(Claim, "technique", required=True), lambda row: row[2]),
    )  # fmt: skip


def _claim_people(register: Register) -> Table:
    role = Column(
        "role", Kind.TEXT, "What the person did: wrote the entry, or reviewed it independently of its authors.",
        required=True, terms=("author", "reviewer"),
    )  # fmt: skip
    return table(
        "claim_people", "Who wrote and who reviewed each entry.", ("claim", "role", "number"), _people(register),
        (ENTRY, lambda row: row[0]),
        (role, lambda row: row[1]),
        (place("Place in the list of the entry’s authors, or of its reviewers."), lambda row: row[2]),
        (Column("name", Kind.TEXT, "The person’s name.", required=True), lambda row: row[3].name),
        (field(Person, "orcid"), lambda row: row[3].orcid),
        (field(Person, "on", Kind.DAY, called="day"), lambda row: row[3].on),
    )  # fmt: skip


def _people(register: Register) -> Iterator[tuple[str, str, int, Person]]:
    for dossier in register.shown:
        for role, people in (("author", dossier.claim.authors), ("reviewer", dossier.claim.reviewers)):
            for number, person in enumerate(people, start=1):
                yield dossier.claim.id, role, number, person


def _claim_changes(register: Register) -> Table:
    return table(
        "claim_changes", "The history of each entry, of withdrawn ones too.", ("claim", "number"),
        numbered((dossier.claim.id, dossier.claim.history) for dossier in register.dossiers),
        (ENTRY, lambda row: row[0]),
        *changes(),
    )  # fmt: skip


def _appearances(register: Register) -> Table:
    slugs = register.slugs
    return table(
        "appearances",
        "The occasions on which each claim was made.",
        ("claim", "number"),
        _parts(register, lambda claim: claim.appearances),
        (ENTRY, lambda row: row[0]),
        (place("Place in the list of occasions. The first is the one reviewed."), lambda row: row[1]),
        (key("claimant", "Who made the claim.", "claimants"), lambda row: slugs[row[2].claimant.name]),
        (field(Claimant, "office"), lambda row: row[2].claimant.office),
        (
            Column("party", Kind.TEXT, "The party that the claimant speaks for.", refers=("parties", "id")),
            lambda row: row[2].claimant.party,
        ),
        (field(Appearance, "date", Kind.DATE, required=True), lambda row: row[2].date),
        (field(Appearance, "venue", required=True), lambda row: row[2].venue),
        *_appearance_quote(),
        *_appearance_source(),
        *_appearance_reading(),
        (field(Appearance, "course"), lambda row: row[2].course),
    )


def _appearance_quote() -> tuple[Cell[tuple[str, int, Appearance]], ...]:
    return (
        (field(Appearance, "quote"), lambda row: row[2].quote and row[2].quote.text),
        (field(Quotation, "lang", called="quote_language"), lambda row: row[2].quote and row[2].quote.lang),
        (field(Quotation, "translation"), lambda row: row[2].quote and row[2].quote.translation),
        (field(Quotation, "translator"), lambda row: row[2].quote and row[2].quote.translator),
    )


def _appearance_source() -> tuple[Cell[tuple[str, int, Appearance]], ...]:
    return (
        (field(AppearanceSource, "title", required=True), lambda row: row[2].source.title),
        (field(AppearanceSource, "publisher", required=True), lambda row: row[2].source.publisher),
        (field(AppearanceSource, "url", Kind.ADDRESS), lambda row: row[2].source.url),
        (field(AppearanceSource, "archive_url", Kind.ADDRESS), lambda row: row[2].source.archive_url),
        (field(AppearanceSource, "locator"), lambda row: row[2].source.locator),
    )


def _appearance_reading() -> tuple[Cell[tuple[str, int, Appearance]], ...]:
    level = field(Verification, "level", called="verification_level")
    note = field(Verification, "note", called="verification_note")
    return (
        (level, lambda row: row[2].verification and row[2].verification.level),
        (note, lambda row: row[2].verification and row[2].verification.note),
    )


def _appearance_places_read(register: Register) -> Table:
    return table(
        "appearance_places_read", "Where those who compiled the collection read the words of each occasion.",
        ("claim", "appearance", "number"), _places_read(register),
        (ENTRY, lambda row: row[0]),
        (
            Column("appearance", Kind.INTEGER, "The occasion’s number among those of the claim.", required=True),
            lambda row: row[1],
        ),
        (place("Place in the list of places."), lambda row: row[2]),
        (Column("place", Kind.TEXT, "An address or a description.", required=True), lambda row: row[3]),
        joint=(Reference(("claim", "appearance"), "appearances", ("claim", "number")),),
    )  # fmt: skip


def _places_read(register: Register) -> Iterator[tuple[str, int, int, str]]:
    for claim_id, appearance, said in _parts(register, lambda claim: claim.appearances):
        for number, found in enumerate(said.verification.found_in if said.verification else (), start=1):
            yield claim_id, appearance, number, found


def _related_claims(register: Register) -> Table:
    return table(
        "related_claims", "Other entries that a reader should see beside an entry.", ("claim", "number"),
        numbered((dossier.claim.id, dossier.relatives) for dossier in register.shown),
        (ENTRY, lambda row: row[0]),
        (place("Place in the list of related entries."), lambda row: row[1]),
        (key("other", "The id of the other entry.", "claims"), lambda row: row[2].related.ref),
        (field(Related, "relation", required=True), lambda row: row[2].related.relation),
        (field(Related, "why", required=True), lambda row: row[2].related.why),
    )  # fmt: skip


def _shown(read: Callable[[Claim], Any]) -> Callable[[Dossier], Any]:
    """Take a call that reads a claim and return one that reads it from its entry, if that still stands."""
    return lambda dossier: None if dossier.withdrawn else read(dossier.claim)


def _parts(register: Register, several: Callable[[Claim], Sequence[Part]]) -> list[tuple[str, int, Part]]:
    """Take what the collection lists and what each claim has several of; return the claim, the number and each."""
    return numbered((dossier.claim.id, several(dossier.claim)) for dossier in register.shown)
