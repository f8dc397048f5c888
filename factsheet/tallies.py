"""The numbers of a survey by kind, as charts show them: entries, exhibits, documents, quotations, ages, sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from factsheet.records import (
    ClaimStatus,
    Evidence,
    EvidenceType,
    PartyRelation,
    Rating,
    Relation,
    SourceLevel,
    Term,
    VerificationLevel,
)
from factsheet.survey import Survey, Surveyed
from factsheet.wording import extent_line

NOT_PRINTED = "No sheets have been printed yet: 'factsheet build' does that, and then this report says how they fit."
NEXT_DAYS = 6
"""Days still to come that are listed at most."""
HARDEST = 3
"""Summaries of which the longest sentence is told."""
MOST_NAMES = 10
"""Names that a chart lists at most; the others are counted together."""
AGES = ((30, "up to 30 days ago"), (90, "31 to 90 days ago"), (180, "91 to 180 days ago"))
"""Last days of the groups of ages, and words for them; a further group is older."""
GRADES = (4, 15)
"""Grades below and above which texts are counted together."""


@dataclass(frozen=True)
class Bar:
    """One line of a chart."""

    name: str
    number: int


@dataclass(frozen=True)
class Chart:
    """Numbers of things by kind."""

    id: str
    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    """What a reader should know about it, in a sentence."""

    @property
    def total(self) -> int:
        """Return the number of all."""
        return sum(bar.number for bar in self.bars)

    @property
    def most(self) -> int:
        """Return the largest number."""
        return max((bar.number for bar in self.bars), default=0)

    def share(self, bar: Bar) -> str:
        """Take a bar and return what part of all it is, in per cent."""
        return f"{bar.number / self.total:.0%}" if self.total else ""


@dataclass(frozen=True)
class Balance:
    """Numbers of entries by rating, for the claims of each party apart."""

    sides: tuple[str, ...]
    """Names of the parties, then a word for all others."""
    rows: tuple[tuple[Rating, tuple[int, ...]], ...]
    """Each rating that occurs with the number of entries of each side."""

    @property
    def totals(self) -> tuple[int, ...]:
        """Return the number of entries of each side."""
        return tuple(sum(column) for column in zip(*(numbers for _, numbers in self.rows), strict=True))


def extent(survey: Survey) -> list[str]:
    """Take a survey and return sentences on how much it counts, and what it does not."""
    if not survey.entries:
        return ["There are no entries yet."]
    drafts = sum(entry.claim.status is ClaimStatus.DRAFT for entry in survey.entries)
    said = [f"{extent_line(len(survey.entries), len(survey.documents))}."]
    said += [f"{drafts} of the entries {'is a draft' if drafts == 1 else 'are drafts'}."] if drafts else []
    apart = [
        (survey.withdrawn, "withdrawn", "entry", "entries"),
        (survey.withheld, "withheld", "document", "documents"),
    ]
    left = [f"{number} {what} {one if number == 1 else many}" for number, what, one, many in apart if number]
    said += [f"No figure counts {' or '.join(left)}."] if left else []
    found = [_number(survey.warnings, "warning"), _number(survey.notes, "note")]
    return [*said, f"'factsheet check' has {' and '.join(found)}."]


def next_checks(survey: Survey) -> list[tuple[date, tuple[Surveyed, ...]]]:
    """Take a survey and return days by which entries should be checked again: all that have passed, then the next."""
    passed = [(when, entries) for when, entries in survey.recheck_days if when < survey.today]
    return passed + [found for found in survey.recheck_days if found not in passed][:NEXT_DAYS]


def distance(survey: Survey, when: date) -> str:
    """Take a survey and a day and return how far that is from the day of the survey, in words."""
    days = (when - survey.today).days
    if not days:
        return "today"
    return f"in {_number(days, 'day')}" if days > 0 else f"{_number(-days, 'day')} ago"


def of_entries(survey: Survey) -> tuple[Chart, ...]:
    """Take a survey and return the charts of its entries."""
    entries = survey.entries
    standings = [standing for standing in ClaimStatus if standing is not ClaimStatus.WITHDRAWN]
    claims = [entry.claim for entry in entries]
    names = Counter(claim.reviewed.claimant.name for claim in claims)
    return (
        _chart("ratings", "Entries by rating", Rating, [claim.rating for claim in claims]),
        _chart("standings", "Entries by where they stand", standings, [claim.status for claim in claims]),
        Chart("claimants", "Entries by who made the claim", _names(names), "The claimant of the claim that is rated."),
    )


def balance(survey: Survey) -> Balance:
    """Take a survey and return the entries by rating and by the party for which the claim was made."""
    parties = [*((party.id, party.name) for party in survey.project.parties), (None, "others")]
    counts = Counter((entry.party, entry.claim.rating) for entry in survey.entries)
    used = [rating for rating in Rating if any(entry.claim.rating is rating for entry in survey.entries)]
    rows = tuple((rating, tuple(counts[party, rating] for party, _ in parties)) for rating in used)
    return Balance(tuple(name for _, name in parties), rows)


def of_evidence(survey: Survey) -> tuple[Chart, ...]:
    """Take a survey and return the charts of what its entries rest on."""
    documents = survey.documents
    relations = [exhibit.link.relation for entry in survey.entries for exhibit in entry.dossier.exhibits]
    read, levels = [d.verification.level for d in documents], [d.level for d in documents]
    quoted = [document.verification.level for document in documents for _ in document.quotes]
    return (
        _chart("relations", "Exhibits by how they bear on the claim", Relation, relations,
               "A document is an exhibit of each entry that rests on it."),
        Chart("origins", "Documents by where they come from", _origins(survey, documents)),
        _chart("read", "Documents by where their words were read", VerificationLevel, read),
        _chart("quoted", "Quotations from documents by where they were read", VerificationLevel, quoted),
        Chart("said", "Claimants’ words by where they were read", _said(survey)),
        _chart("levels", "Documents by how near they are to what they report", SourceLevel, levels),
        _used("types", "Documents by type", EvidenceType, [document.type for document in documents]),
    )  # fmt: skip


def ages(survey: Survey) -> Chart:
    """Take a survey and return its entries by the time since their facts were checked."""
    ages = [entry.age for entry in survey.entries]
    last = AGES[-1][0]
    bars = [Bar(words, sum(first < age <= end for age in ages)) for (end, words), first in _with_starts()]
    bars.append(Bar(f"more than {last} days ago", sum(age > last for age in ages)))
    if future := sum(age < 0 for age in ages):
        bars.append(Bar("on a day still to come", future))
    return Chart("ages", "Entries by when their facts were last checked", tuple(bars))


def by_grade(survey: Survey) -> Chart:
    """Take a survey and return its entries by the whole grade of their summaries."""
    lowest, highest = GRADES
    known = [entry.prose.grade for entry in survey.entries if entry.prose.grade is not None]
    whole = Counter(min(max(int(grade), lowest), highest) for grade in known)
    ends = {lowest: f"below grade {lowest + 1}", highest: f"grade {highest} or higher"}
    steps = range(min(whole), max(whole) + 1) if whole else ()
    bars = tuple(Bar(ends.get(grade, f"grade {grade}"), whole[grade]) for grade in steps)
    return Chart("grades", "Summaries by the years of schooling that they ask of a reader", bars)


def densities(survey: Survey) -> Chart:
    """Take a survey and return the entries' sheets by how densely they are set."""
    counts = Counter(fit.density for fit in survey.fits)
    densest = max((fit.densest for fit in survey.fits), default=0)
    ends = {1: "1, the most generous", densest: f"{densest}, the densest"}
    bars = tuple(Bar(ends.get(density, str(density)), counts[density]) for density in range(1, densest + 1))
    return Chart("densities", "Sheets of entries by how densely they are set", bars)


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _with_starts() -> list[tuple[tuple[int, str], int]]:
    return list(zip(AGES, (-1, *(end for end, _ in AGES)), strict=False))


def _chart(name: str, title: str, kinds: Iterable[Term], found: Sequence[Term], note: str = "") -> Chart:
    counts = Counter(found)
    return Chart(name, title, tuple(Bar(_label(kind), counts[kind]) for kind in kinds), note)


def _used(name: str, title: str, kinds: Iterable[Term], found: Sequence[Term]) -> Chart:
    """Take a chart's name and title, kinds, and the kind of each thing; return a chart of what occurs, most first."""
    counts = Counter(found)
    used = sorted((kind for kind in kinds if counts[kind]), key=lambda kind: -counts[kind])
    return Chart(name, title, tuple(Bar(_label(kind), counts[kind]) for kind in used))


def _label(kind: Term) -> str:
    label = kind.plural if isinstance(kind, EvidenceType) else kind.label
    return label[:1].upper() + label[1:]


def _names(counts: Counter[str]) -> tuple[Bar, ...]:
    """Take how often each name occurs; return the most frequent as bars, and one for all others together."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold(), item[0]))
    if len(ordered) <= MOST_NAMES + 1:
        return tuple(Bar(name, number) for name, number in ordered)
    rest = ordered[MOST_NAMES:]
    most = rest[0][1]
    others = Bar(f"{len(rest)} others, {'1' if most == 1 else f'up to {most}'} each", sum(number for _, number in rest))
    return (*(Bar(name, number) for name, number in ordered[:MOST_NAMES]), others)


def _origins(survey: Survey, documents: Sequence[Evidence]) -> tuple[Bar, ...]:
    sides = Counter(document.party for document in documents if document.party_relation is PartyRelation.PARTY)
    counts = Counter(document.party_relation for document in documents)
    parties = [Bar(f"Side of {party.name}", sides[party.id]) for party in survey.project.parties]
    others = [relation for relation in PartyRelation if relation is not PartyRelation.PARTY]
    return (*parties, *(Bar(relation.label, counts[relation]) for relation in others))


def _said(survey: Survey) -> tuple[Bar, ...]:
    said = [a for entry in survey.entries for a in entry.claim.appearances if a.quote]
    counts = Counter(a.verification.level if a.verification else None for a in said)
    bars = [Bar(_label(level), counts[level]) for level in VerificationLevel]
    return (*bars, Bar("The record does not say", counts[None]))
