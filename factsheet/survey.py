"""How a collection stands on a day: what was counted of its entries, its documents and the sheets as last printed.

It is for those who maintain the collection, so that drafts count like other entries. Withdrawn entries and documents
that are withheld are numbers and nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from factsheet import dossier, fits, grades
from factsheet.corpus import Corpus
from factsheet.dossier import Dossier
from factsheet.fits import Fit
from factsheet.grades import Prose
from factsheet.problems import Problem, Severity
from factsheet.project import Project
from factsheet.prose import Rendered
from factsheet.publishing import is_ready
from factsheet.records import Claim, Evidence, PartyRelation, Relation, Standing, VerificationLevel, digest
from factsheet.versions import Versions

SOON = 90
"""Days within which a day to check again is told."""
_REPLACED = {Standing.RETRACTED, Standing.SUPERSEDED}


@dataclass(frozen=True)
class Surveyed:
    """What was counted of one entry."""

    dossier: Dossier
    prose: Prose
    """Its summary as a reader meets it."""
    age: int
    """Days since its facts were checked; fewer than none if that day is still to come."""
    until_recheck: int | None
    """Days until it should be checked again; fewer than none if that day has passed, nothing if there is none."""
    is_pending: bool
    """Whether it has a newer version that is to be published."""
    fits: tuple[Fit, ...]
    """Its sheets as last printed, by size of paper."""

    @property
    def id(self) -> str:
        """Return the id of the entry."""
        return self.claim.id

    @property
    def claim(self) -> Claim:
        """Return the claim's record."""
        return self.dossier.claim

    @property
    def party(self) -> str | None:
        """Return the id of the party for which the claim that is reviewed was made, or nothing."""
        return self.claim.reviewed.claimant.party

    @property
    def documents(self) -> tuple[Evidence, ...]:
        """Return the documents that it rests on, in print order."""
        return tuple(exhibit.evidence for exhibit in self.dossier.exhibits)

    def bearing(self, relation: Relation) -> int:
        """Take a relation and return how many of its documents bear so on the claim."""
        return sum(exhibit.link.relation is relation for exhibit in self.dossier.exhibits)

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the ids of the documents that have changed since their links were reviewed."""
        links = [(exhibit.link, exhibit.evidence) for exhibit in self.dossier.exhibits]
        return tuple(evidence.id for link, evidence in links if link.seen and link.seen != digest(evidence))

    @property
    def replaced(self) -> tuple[str, ...]:
        """Return the ids of its documents that were taken back, or replaced by later ones."""
        return tuple(document.id for document in self.documents if document.standing in _REPLACED)

    @property
    def is_one_sided(self) -> bool:
        """Return whether all its documents come from the side that the claimant does not speak for."""
        sides = {document.party for document in self.documents}
        parties = {document.party_relation for document in self.documents}
        return self.party is not None and parties == {PartyRelation.PARTY} and self.party not in sides

    @property
    def unread(self) -> bool:
        """Return whether no words of its documents were read at the source."""
        return self.dossier.make_up.read_at_source == 0

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the ids of the documents that some sheet of it leaves out."""
        return tuple(dict.fromkeys(name for fit in self.fits for name in fit.left_out))

    @property
    def without_place(self) -> int:
        """Return how many quotations of its documents do not say where in their document they stand."""
        return sum(not quote.locator for exhibit in self.dossier.exhibits for quote in exhibit.quotes)


@dataclass(frozen=True)
class Survey:
    """How a collection stands on a day."""

    project: Project
    today: date
    entries: tuple[Surveyed, ...]
    """The entries that stand, drafts among them, in the order of their files."""
    withdrawn: int
    """Entries that were withdrawn, which no other figure counts."""
    documents: tuple[Evidence, ...]
    """Every document that may be shown, in the order of ids, whether an entry rests on it or not."""
    withheld: int
    """Documents that may not be shown, which no other figure counts."""
    topics: tuple[Fit, ...]
    """Sheets about topics as last printed."""
    is_printed: bool
    """Whether there are sheets from a build, of which it is told how they fit."""
    warnings: int
    notes: int
    """Of the check of the records."""

    @property
    def title(self) -> str:
        """Return the title of the collection."""
        return self.project.title

    @cached_property
    def used(self) -> frozenset[str]:
        """The ids of the documents that entries rest on."""
        return frozenset(document.id for entry in self.entries for document in entry.documents)

    @cached_property
    def median(self) -> float | None:
        """The grade of which half of the summaries are below, or nothing if no summary has one."""
        return grades.median(entry.prose for entry in self.entries)

    @property
    def fits(self) -> tuple[Fit, ...]:
        """Return how the sheets of entries were set."""
        return tuple(fit for entry in self.entries for fit in entry.fits)

    @property
    def hardest(self) -> tuple[Surveyed, ...]:
        """Return the entries whose summaries have a grade, the hardest first."""
        graded = [entry for entry in self.entries if entry.prose.grade is not None]
        return tuple(sorted(graded, key=lambda entry: -(entry.prose.grade or 0)))

    @property
    def rechecks(self) -> tuple[Surveyed, ...]:
        """Return the entries that name a day to be checked again, the first day first."""
        dated = [entry for entry in self.entries if entry.claim.recheck_by]
        return tuple(sorted(dated, key=lambda entry: entry.claim.recheck_by or self.today))

    @property
    def recheck_days(self) -> tuple[tuple[date, tuple[Surveyed, ...]], ...]:
        """Return the days by which entries should be checked again, first to last, each with its entries."""
        days = groupby(self.rechecks, lambda entry: entry.claim.recheck_by)
        return tuple((day, tuple(entries)) for day, entries in days if day)

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the ids of the documents that nobody who compiled the records has read."""
        return tuple(d.id for d in self.documents if d.verification.level is VerificationLevel.NOT_READ)


def survey(
    project: Project, corpus: Corpus, texts: Mapping[str, Rendered], published: Versions, *,
    problems: Sequence[Problem], printed: Mapping[str, Mapping[str, Any]], today: date,
) -> Survey:  # fmt: skip
    """Take a collection without errors, its rendered texts and published versions, and what its check found.

    Take also how the files of the last build were set, by path, and the day. Return how the collection stands.
    """
    sources = sorted((entry.record for entry in corpus.sources), key=lambda evidence: evidence.id)
    shown = tuple(evidence for evidence in sources if not evidence.withheld)
    joined = dossier.join(project, corpus, drafts=True)
    ids = {document.id for document in shown}
    settings = [_shown(fit, ids) for fit in fits.fits(printed)]
    entries = tuple(_entry(d, project, texts, published, settings, today) for d in joined if not d.withdrawn)
    topics = tuple(fit for sheet in project.sheets for fit in settings if fit.subject == sheet.id)
    return Survey(
        project=project,
        today=today,
        entries=entries,
        withdrawn=sum(entry.withdrawn for entry in joined),
        documents=shown,
        withheld=len(sources) - len(shown),
        topics=topics,
        is_printed=bool(topics) or any(entry.fits for entry in entries),
        warnings=_count(problems, Severity.WARNING),
        notes=_count(problems, Severity.NOTE),
    )


def _entry(
    entry: Dossier, project: Project, texts: Mapping[str, Rendered], published: Versions, settings: Iterable[Fit],
    today: date,
) -> Surveyed:  # fmt: skip
    claim = entry.claim
    return Surveyed(
        dossier=entry,
        prose=grades.read(texts[entry.passages["summary"].key].html, project.language),
        age=(today - claim.checked_as_of).days,
        until_recheck=(claim.recheck_by - today).days if claim.recheck_by else None,
        is_pending=is_ready(claim, published.get(claim.id, ())),
        fits=tuple(fit for fit in settings if fit.subject == claim.id),
    )


def _shown(fit: Fit, shown: Collection[str]) -> Fit:
    # What was left out may have been renamed, removed or withheld since; a card leaves out other things.
    return replace(fit, left_out=tuple(name for name in fit.left_out if name in shown))


def _count(problems: Iterable[Problem], severity: Severity) -> int:
    return sum(problem.severity is severity for problem in problems)
