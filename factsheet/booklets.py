"""A booklet: entries bound together, with the documents they use and the publishers of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from factsheet.dossier import Dossier, first_recheck, oldest_check
from factsheet.project import Project, Request, Sheet
from factsheet.records import Claim, Evidence


@dataclass(frozen=True)
class Document:
    """A document, once, with the ids of the entries that use it."""

    evidence: Evidence
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A publisher, with the ids of the entries that use its documents."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Booklet:
    """Entries bound together: the whole collection, or those on one topic."""

    title: str
    subtitle: str
    """One line about the collection, or the fact of the topic."""
    dossiers: tuple[Dossier, ...]
    path: str = ""
    """Where its page lies below the site: the index, or the page of the topic."""
    lead: str = ""
    """What the documents show on the topic and what they do not, in Markdown."""
    request: Request | None = None
    """What the publisher asks readers to do."""

    @property
    def claims(self) -> list[Claim]:
        """Return the claims in the booklet."""
        return [dossier.claim for dossier in self.dossiers]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the entries."""
        return tuple(claim.id for claim in self.claims)

    @property
    def checked_as_of(self) -> date:
        """Return the day to which all facts in the booklet were checked."""
        return oldest_check(self.claims)

    @property
    def recheck_by(self) -> date | None:
        """Return the first day by which an entry should be checked again, or nothing if none names a day."""
        return first_recheck(self.claims)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents by publisher and date, each once."""
        uses: dict[str, list[str]] = {}
        records: dict[str, Evidence] = {}
        for dossier in self.dossiers:
            for exhibit in dossier.exhibits:
                records[exhibit.evidence.id] = exhibit.evidence
                uses.setdefault(exhibit.evidence.id, []).append(dossier.claim.id)
        ordered = sorted(records.values(), key=_place)
        return tuple(Document(evidence, tuple(uses[evidence.id])) for evidence in ordered)

    @cached_property
    def publishers(self) -> tuple[Source, ...]:
        """The publishers in the order of the alphabet; their entries in the order of the booklet."""
        uses: dict[str, set[str]] = {}
        for document in self.documents:
            uses.setdefault(document.evidence.publisher, set()).update(document.ids)
        return tuple(Source(name, tuple(i for i in self.ids if i in ids)) for name, ids in uses.items())


def of_collection(project: Project, dossiers: Iterable[Dossier]) -> Booklet | None:
    """Take a project and its entries; return the booklet of them all, or nothing if there are none.

    Withdrawn entries are in no booklet.
    """
    shown = sorted(_shown(dossiers), key=lambda dossier: (len(dossier.claim.id), dossier.claim.id))
    return Booklet(project.title, project.subtitle, tuple(shown)) if shown else None


def of_topic(sheet: Sheet, dossiers: Iterable[Dossier]) -> Booklet | None:
    """Take a sheet about a topic and its entries; return the booklet of these in their order, or nothing."""
    shown = tuple(_shown(dossiers))
    if not shown:
        return None
    return Booklet(sheet.title, sheet.fact, shown, f"sheets/{sheet.id}/", sheet.lead, sheet.call_to_action)


def _shown(dossiers: Iterable[Dossier]) -> Iterable[Dossier]:
    return (dossier for dossier in dossiers if not dossier.withdrawn)


def _place(evidence: Evidence) -> tuple[str, str, str, str, str]:
    publisher = evidence.publisher
    return publisher.casefold(), publisher, str(evidence.issued), evidence.title.casefold(), evidence.id
