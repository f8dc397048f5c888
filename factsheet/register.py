"""What the web edition lists beside its entries: sources and their uses, claimants, topics, dates, corrections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, groupby

from factsheet import digests
from factsheet.dossier import Dossier, Exhibit
from factsheet.project import Project, Sheet
from factsheet.records import Appearance, Change, ChangeLevel, Evidence, EvidenceType, Rating
from factsheet.records.fields import DEVICES
from factsheet.topics import Topic

_CORRECTIONS = {ChangeLevel.RATING_CHANGED, ChangeLevel.FACTUAL, ChangeLevel.WITHDRAWN}
"""Changes by which something that readers were told turned out wrong."""


@dataclass(frozen=True)
class Use:
    """One use of a document: the entry, and the exhibit that it is there."""

    dossier: Dossier
    exhibit: Exhibit


@dataclass(frozen=True)
class Document:
    """A document that may be shown, with the entries that rest on it and the sheets that name it for reading on."""

    evidence: Evidence
    uses: tuple[Use, ...]
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One occasion on which a claim was made, with its entry and its place in the course of the claim."""

    dossier: Dossier
    appearance: Appearance
    course: str
    """Words for what became of the claim on that occasion."""


@dataclass(frozen=True)
class Claimant:
    """Somebody who made claims, by name, with every occasion, oldest first."""

    name: str
    slug: str
    statements: tuple[Statement, ...]

    @property
    def offices(self) -> list[str]:
        """Return the offices held when the claims were made, each once."""
        offices = (statement.appearance.claimant.office for statement in self.statements)
        return list(dict.fromkeys(office for office in offices if office))

    @property
    def dossiers(self) -> list[Dossier]:
        """Return the entries, each once, in the order of the first occasion."""
        return list({statement.dossier.claim.id: statement.dossier for statement in self.statements}.values())


@dataclass(frozen=True)
class Subject:
    """A topic: the entries about it, and the documents with which a reader may go on."""

    id: str
    name: str
    dossiers: tuple[Dossier, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Event:
    """Something that happened on a date: a claim was made, or a document was issued."""

    date: str
    """ISO 8601 with the precision that is known."""
    statement: Statement | None = None
    document: Document | None = None

    @property
    def month(self) -> str:
        """Return the month, or the year if no month is known."""
        return self.date[:7]


@dataclass(frozen=True)
class Revised:
    """One item of the history of an entry or a document."""

    change: Change
    dossier: Dossier | None = None
    document: Document | None = None

    @property
    def is_correction(self) -> bool:
        """Return whether something that readers had been told turned out wrong."""
        return self.change.level in _CORRECTIONS

    @property
    def name(self) -> str:
        """Return the id of the entry or of the document."""
        return self.dossier.claim.id if self.dossier else self.document.evidence.id if self.document else ""


@dataclass(frozen=True)
class Register:
    """Everything that the web edition lists; withdrawn entries stand in `dossiers` and among the changes only."""

    project: Project
    dossiers: tuple[Dossier, ...]
    topics: tuple[Topic, ...]

    @cached_property
    def shown(self) -> tuple[Dossier, ...]:
        """The entries that still stand."""
        return tuple(dossier for dossier in self.dossiers if not dossier.withdrawn)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that entries rest on or sheets name, newest first, then by publisher."""
        return tuple(_documents(self.shown, self.topics))

    @cached_property
    def document_by_id(self) -> Mapping[str, Document]:
        """The documents by id."""
        return {document.evidence.id: document for document in self.documents}

    def repeated(self, document: Document) -> tuple[Document, ...]:
        """Take a document and return those that it repeats or relies on."""
        return self._known(document.evidence.derived_from)

    def repeating(self, document: Document) -> tuple[Document, ...]:
        """Take a document and return those that repeat it or rely on it."""
        return self._known(self._repeating.get(document.evidence.id, ()))

    def conflicting(self, document: Document) -> tuple[Document, ...]:
        """Take a document and return those that say otherwise, whichever of the two records names the other."""
        named, name = document.evidence.conflicts_with, document.evidence.id
        return self._known([*named, *self._conflicting.get(name, ())])

    @cached_property
    def _repeating(self) -> Mapping[str, Sequence[str]]:
        return _turned((d.evidence.id, d.evidence.derived_from) for d in self.documents)

    @cached_property
    def _conflicting(self) -> Mapping[str, Sequence[str]]:
        return _turned((d.evidence.id, d.evidence.conflicts_with) for d in self.documents)

    def _known(self, names: Iterable[str]) -> tuple[Document, ...]:
        return tuple(self.document_by_id[name] for name in dict.fromkeys(names) if name in self.document_by_id)

    @cached_property
    def kinds(self) -> tuple[tuple[EvidenceType, tuple[Document, ...]], ...]:
        """Each kind of document with those of that kind, newest first."""
        groups = ((kind, tuple(d for d in self.documents if d.evidence.type is kind)) for kind in EvidenceType)
        return tuple((kind, documents) for kind, documents in groups if documents)

    @cached_property
    def claimants(self) -> tuple[Claimant, ...]:
        """Those who made claims, those with most entries first."""
        return tuple(sorted(_claimants(self.shown), key=lambda c: (-len(c.dossiers), c.name.casefold(), c.name)))

    @cached_property
    def slugs(self) -> Mapping[str, str]:
        """The name in addresses of each claimant, by name."""
        return {claimant.name: claimant.slug for claimant in self.claimants}

    def found_by(self, dossier: Dossier) -> dict[str, str]:
        """Take an entry and return what filters find it by: values with spaces between them, by the filter's name."""
        if dossier.withdrawn:
            return {}
        said = dossier.claim.appearances
        return {
            "topic": " ".join(dossier.claim.topics),
            "claimant": " ".join(dict.fromkeys(self.slugs[appearance.claimant.name] for appearance in said)),
            "rating": str(dossier.claim.rating),
            "year": " ".join(sorted({str(appearance.date)[:4] for appearance in said})),
        }

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The topics that entries have, in the order of the settings and then of the alphabet."""
        return tuple(_subjects(self.project, self.shown, self.topics, self.document_by_id))

    @cached_property
    def ratings(self) -> tuple[tuple[Rating, tuple[Dossier, ...]], ...]:
        """Each rating with the entries that have it; some may have none."""
        return tuple((rating, tuple(d for d in self.shown if d.claim.rating is rating)) for rating in Rating)

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years in which claims were made."""
        dates = (appearance.date for dossier in self.shown for appearance in dossier.claim.appearances)
        return tuple(sorted({str(date)[:4] for date in dates}))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happened, oldest first; what is dated to a month or a year stands at its beginning."""
        said = [Event(str(s.appearance.date), statement=s) for c in self.claimants for s in c.statements]
        issued = [Event(str(document.evidence.issued), document=document) for document in self.documents]
        return tuple(sorted([*said, *issued], key=_moment))

    @cached_property
    def calendar(self) -> tuple[tuple[str, tuple[tuple[str, tuple[Event, ...]], ...]], ...]:
        """Each year with its months, and each month with what happened in it; first what has no known month."""
        months = ((month, tuple(events)) for month, events in groupby(self.events, lambda event: event.month))
        return tuple((year, tuple(found)) for year, found in groupby(months, lambda month: month[0][:4]))

    @cached_property
    def changes(self) -> tuple[Revised, ...]:
        """Every item of every history after the first, newest first."""
        entries = [Revised(c, dossier=d) for d in self.dossiers for c in d.claim.history if _is_change(c)]
        sources = [Revised(c, document=d) for d in self.documents for c in d.evidence.history if _is_change(c)]
        return tuple(sorted(chain(entries, sources), key=lambda r: (str(r.change.date), r.name), reverse=True))

    @property
    def newest(self) -> date | None:
        """Return the day of the newest version of any entry, or nothing if there are no entries."""
        return max((dossier.claim.history[-1].date for dossier in self.dossiers), default=None)

    @cached_property
    def corrections(self) -> tuple[Revised, ...]:
        """The changes by which something that readers had been told turned out wrong, newest first."""
        return tuple(change for change in self.changes if change.is_correction)


def statements(dossier: Dossier) -> tuple[Statement, ...]:
    """Take an entry and return the occasions on which its claim was made, oldest first, as far as they are known."""
    ordered = sorted(dossier.claim.appearances, key=lambda appearance: str(appearance.date))
    names = [appearance.claimant.name for appearance in ordered]
    return tuple(
        Statement(dossier, appearance, _course(appearance, names[:index])) for index, appearance in enumerate(ordered)
    )


def slug(name: str) -> str:
    """Take a name and return it as a part of an address: lower-case ASCII, or a digest if it has no such letters.

    What was lost on the way is told apart by a digest, so that no two names meet at one address.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    exact = re.fullmatch(r"[\w .,’'()-]+", plain, re.ASCII | re.IGNORECASE) and len(plain) <= len(words) + 8
    is_free = words and not DEVICES.fullmatch(words)
    return words if exact and is_free else f"{words or 'name'}-{digests.of_text(name)[:8]}"


def _course(appearance: Appearance, before: Sequence[str]) -> str:
    if appearance.course:
        return appearance.course.label
    if not before:
        return "First found"
    return "Said again" if appearance.claimant.name in before else "Also said"


def _is_change(change: Change) -> bool:
    return change.level is not ChangeLevel.PUBLISHED


def _turned(named: Iterable[tuple[str, Sequence[str]]]) -> dict[str, list[str]]:
    """Take names, each with those that it names; return names with those that name them."""
    turned: dict[str, list[str]] = {}
    for name, others in named:
        for other in others:
            turned.setdefault(other, []).append(name)
    return turned


def _moment(event: Event) -> tuple[str, bool, str]:
    # On one day the claim comes first, for the documents answer it.
    said, document = event.statement, event.document
    return event.date, said is None, said.dossier.claim.id if said else document.evidence.id if document else ""


def _documents(dossiers: Iterable[Dossier], topics: Iterable[Topic]) -> list[Document]:
    uses: dict[str, list[Use]] = {}
    records: dict[str, Evidence] = {}
    for dossier in dossiers:
        for exhibit in dossier.exhibits:
            records[exhibit.evidence.id] = exhibit.evidence
            uses.setdefault(exhibit.evidence.id, []).append(Use(dossier, exhibit))
    sheets: dict[str, list[Sheet]] = {}
    for topic in topics:
        for evidence in topic.further_reading:
            records.setdefault(evidence.id, evidence)
            sheets.setdefault(evidence.id, []).append(topic.sheet)
    documents = [
        Document(evidence, tuple(uses.get(name, ())), tuple(sheets.get(name, ())))
        for name, evidence in records.items()
        if not evidence.withheld
    ]
    by_publisher = sorted(documents, key=lambda d: (d.evidence.publisher.casefold(), d.evidence.id))
    return sorted(by_publisher, key=lambda document: str(document.evidence.issued), reverse=True)


def _claimants(dossiers: Iterable[Dossier]) -> Iterator[Claimant]:
    found: dict[str, list[Statement]] = {}
    for dossier in dossiers:
        for statement in statements(dossier):
            found.setdefault(statement.appearance.claimant.name, []).append(statement)
    taken: set[str] = set()
    for name, said in found.items():
        address = slug(name)
        while address in taken:  # two names may differ in capitals or spaces only, or one be like another's address
            address = f"{address}-{digests.of_text(name)[:8]}"
        taken.add(address)
        yield Claimant(name, address, tuple(sorted(said, key=lambda s: str(s.appearance.date))))


def _subjects(
    project: Project, dossiers: Sequence[Dossier], topics: Iterable[Topic], documents: Mapping[str, Document]
) -> Iterator[Subject]:
    names = [topic.id for topic in project.topics]
    used = sorted({topic for dossier in dossiers for topic in dossier.claim.topics})
    for subject in [*(name for name in names if name in used), *(name for name in used if name not in names)]:
        about = tuple(dossier for dossier in dossiers if subject in dossier.claim.topics)
        ids = {exhibit.evidence.id for dossier in about for exhibit in dossier.exhibits}
        sheets = [topic for topic in topics if subject in topic.sheet.topics]
        ids |= {evidence.id for topic in sheets for evidence in topic.further_reading}
        ids |= {name for name, document in documents.items() if subject in document.evidence.topics}
        yield Subject(
            subject, project.topic_name(subject), about, tuple(d for name, d in documents.items() if name in ids)
        )
