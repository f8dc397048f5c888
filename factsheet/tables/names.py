"""The tables of those that others refer to by id: parties, topics, claimants."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet import records
from factsheet.register import Claimant, Register
from factsheet.tables.shape import Column, Kind, Table, field, key, place, table
from factsheet.tables.shared import numbered

NAMES = ("parties", "topics", "claimants", "claimant_addresses")


def tables(register: Register) -> Iterator[Table]:
    """Take what the collection lists and yield the tables of parties, topics and claimants."""
    yield _parties(register)
    yield _topics(register)
    yield _claimants(register)
    yield _claimant_addresses(register)


def _parties(register: Register) -> Table:
    return table(
        "parties", "The parties to the dispute.", ("id",),
        {party.id: party for party in register.project.parties}.values(),
        (Column("id", Kind.TEXT, "The word that stands for the party.", required=True), lambda party: party.id),
        (Column("name", Kind.TEXT, "The party’s name.", required=True), lambda party: party.name),
    )  # fmt: skip


def _topics(register: Register) -> Table:
    return table(
        "topics", "The topics of entries and documents.", ("id",), _named_topics(register).items(),
        (Column("id", Kind.TEXT, "The word that stands for the topic.", required=True), lambda topic: topic[0]),
        (Column("name", Kind.TEXT, "The topic’s name for readers.", required=True), lambda topic: topic[1]),
    )  # fmt: skip


def _named_topics(register: Register) -> dict[str, str]:
    named = {subject.id: subject.name for subject in register.subjects}
    for topic in sorted({topic for document in register.documents for topic in document.evidence.topics}):
        named.setdefault(topic, register.project.topic_name(topic))
    return named


def _claimants(register: Register) -> Table:
    return table(
        "claimants", "Those who made claims: persons and bodies.", ("id",),
        _by_slug(register),
        (
            Column("id", Kind.TEXT, "The claimant’s name in addresses of the web edition.", required=True),
            lambda claimant: claimant.slug,
        ),
        (field(records.Claimant, "name", required=True), lambda claimant: claimant.name),
    )  # fmt: skip


def _by_slug(register: Register) -> list[Claimant]:
    return sorted(register.claimants, key=lambda claimant: claimant.slug)


def _claimant_addresses(register: Register) -> Table:
    return table(
        "claimant_addresses", "Addresses that identify claimants, such as Wikidata items.", ("claimant", "number"),
        numbered((claimant.slug, _same_as(claimant)) for claimant in _by_slug(register)),
        (key("claimant", "Whom the address identifies.", "claimants"), lambda row: row[0]),
        (place("Place in the list of the claimant’s addresses."), lambda row: row[1]),
        (Column("url", Kind.ADDRESS, "The address; schema.org `sameAs`.", required=True), lambda row: row[2]),
    )  # fmt: skip


def _same_as(claimant: Claimant) -> list[str]:
    return list(dict.fromkeys(url for said in claimant.statements for url in said.appearance.claimant.same_as))
