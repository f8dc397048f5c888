"""Numbers and dates in an entry's own words: each stands in its evidence too, or a reader cannot check it.

A number of three digits or more counts, a year included, however its thousands are set apart: 100,417 is 100417,
100 417 and 100.417. A decimal such as 3.45 is not 345. Number words are not looked at. Dates in words are known in
English only: in a collection in another language numbers, and whole dates in figures, are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from factsheet import dates
from factsheet.dates import Mention, TextDate
from factsheet.problems import Location, Problem, Severity
from factsheet.records import Appearance, Claim, ClaimStatus, Evidence, PartialDate, Span
from factsheet.rules.collection import Collection

DIGITS = 3
"""The least number of digits of a number that is looked for."""


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text, and what it can mean: 3.450 is a fraction here, thousands there."""

    written: str
    values: frozenset[Decimal]
    apart: frozenset[Decimal] = frozenset()
    """The numbers that it would be if a space in it set two numbers apart: in 2022 100 people."""


@dataclass(frozen=True)
class Figures:
    """The numbers and dates of texts."""

    numbers: tuple[Number, ...]
    dates: tuple[TextDate, ...]


@dataclass(frozen=True)
class Sources:
    """What the evidence for some text gives: values of numbers, and dates."""

    values: frozenset[Decimal] = frozenset()
    dates: frozenset[TextDate] = frozenset()

    def __or__(self, other: Sources) -> Sources:
        return Sources(self.values | other.values, self.dates | other.dates)

    def give(self, number: Number) -> bool:
        """Take a number and return whether it stands here."""
        return not self.values.isdisjoint(number.values)

    def name(self, day: TextDate) -> bool:
        """Take a date and return whether it stands here."""
        return any(ours.carries(day) for ours in self.dates)


Read = Callable[[str], Figures]


def unsourced(collection: Collection) -> Iterator[Problem]:
    """A number or date in a title or a summary stands in the evidence of that entry, or of that sheet's entries."""
    read = in_english if collection.project.language.partition("-")[0] == "en" else in_any_language
    of_document = {entry.record.id: _of_evidence(entry.record, read) for entry in collection.corpus.sources}
    of_claim = {}
    hidden = {e.record.id for e in collection.corpus.claims if e.record.status in _NOT_ON_SHEETS}
    for entry in collection.corpus.claims:
        claim = entry.record
        if sources := _of_claim(claim, of_document, read):
            of_claim[claim.id] = sources
            for field, text in (("fact", claim.fact), ("summary", claim.summary)):
                yield from _missing(read(text), sources, entry.at(field), "this entry")
    for index, sheet in enumerate(collection.project.sheets):
        ids = {*sheet.claims, *(claim.id for claim in sheet.choose(entry.record for entry in collection.corpus.claims))}
        ids -= hidden
        if ids and ids <= of_claim.keys():
            of_sheet = _union(of_claim[claim_id] for claim_id in sorted(ids))
            for field, text in (("fact", sheet.fact), ("lead", sheet.lead)):
                at = collection.file.at("sheets", index, field)
                yield from _missing(read(text), of_sheet, at, "this sheet's entries")


def in_english(text: str) -> Figures:
    """Take an English text and return its numbers and its dates, in words or in figures."""
    return _figures(text, lambda words: dates.in_figures(words) + dates.in_words(words))


def in_any_language(text: str) -> Figures:
    """Take a text of any language and return its numbers and its dates in figures."""
    return _figures(text, dates.in_figures)


def _missing(figures: Figures, sources: Sources, at: Location, whose: str) -> Iterator[Problem]:
    absent = [f"date {day}" for day in figures.dates if not sources.name(day)]
    absent += [f"number {number.written}" for number in figures.numbers if not sources.give(number)]
    remedy = "quote the words that give it in the evidence record or say it in its 'summary', or leave it out here"
    for what in dict.fromkeys(absent):
        message = f"the {what} stands in no evidence of {whose}"
        yield Problem(at, "unsourced-figure", message, Severity.WARNING, remedy)


# Which records give the figures.


def _of_claim(claim: Claim, of_document: dict[str, Sources], read: Read) -> Sources | None:
    # Nothing if a document is missing: it may give what is looked for, and is reported by itself.
    ids = {link.evidence_id for link in claim.evidence}
    if not ids <= of_document.keys():
        return None
    sources = [of_document[evidence_id] for evidence_id in sorted(ids)]
    sources += [_of_appearance(appearance, read) for appearance in claim.appearances]
    if not claim.reviewed.quote:  # no words of the claimant were read, and this line alone gives what was said
        sources.append(_sources([claim.claim], [], read))
    return _union(sources)


def _of_evidence(evidence: Evidence, read: Read) -> Sources:
    if evidence.withheld:  # readers will not see it
        return Sources()
    texts = [evidence.title, evidence.summary, evidence.number, evidence.container_title]
    for quote in evidence.quotes:
        texts += [quote.text, quote.translation, quote.locator]
    return _sources(texts, [evidence.issued, evidence.concerns], read)


def _of_appearance(appearance: Appearance, read: Read) -> Sources:
    quote = appearance.quote
    texts = [quote.text, quote.translation] if quote else []
    texts += [appearance.venue, appearance.source.title, appearance.source.locator]
    return _sources(texts, [appearance.date], read)


def _sources(texts: Iterable[str | None], times: Iterable[PartialDate | Span], read: Read) -> Sources:
    figures = [read(text) for text in texts if text]
    numbers = [number for found in figures for number in found.numbers]
    values = {value for number in numbers for value in number.values | number.apart}
    days = {end for time in times for end in _ends(time)}
    years = {end.year for end in days if end.year}
    days |= {day for found in figures for day in found.dates}
    values |= {Decimal(day.year) for day in days if day.year}
    return Sources(frozenset(values), frozenset(full for day in days for full in _in_years(day, years)))


def _ends(time: PartialDate | Span) -> Iterator[TextDate]:
    for end in str(time).removesuffix("/..").split("/"):
        yield TextDate(*(int(part) for part in end.split("-")))


def _in_years(day: TextDate, years: Iterable[int]) -> Iterator[TextDate]:
    # A day without a year is of the year of its document, or of the one before: "on 12 December", written in January.
    yield day
    if not day.year:
        yield from (TextDate(year - back, day.month, day.day) for year in years for back in (0, 1))


def _union(all_sources: Iterable[Sources]) -> Sources:
    every = list(all_sources)
    values = frozenset[Decimal]().union(*(sources.values for sources in every))
    return Sources(values, frozenset[TextDate]().union(*(sources.dates for sources in every)))


# What stands in a text.


def _figures(text: str, find_dates: Callable[[str], list[Mention]]) -> Figures:
    words = _MARKUP.sub(" ", text)
    mentions = find_dates(words)
    for mention in mentions:
        words = words[: mention.start] + "|" * (mention.end - mention.start) + words[mention.end :]
    numbers = tuple(number for match in _NUMBER.finditer(words) if (number := _number(match)))
    return Figures(numbers, tuple(day for mention in mentions for day in mention.dates))


def _number(match: re.Match[str]) -> Number | None:
    written = match["number"]
    if sum(character.isdigit() for character in written) < DIGITS:
        return None
    plain = re.sub(rf"[{_SEPARATORS}]", "", match["whole"])
    values = {Decimal(plain + (match["fraction"] or ""))}
    if match["separator"] == "." and written.count(".") == 1:
        values.add(Decimal(written))
    apart = map(Decimal, written.split(" ")) if match["separator"] == " " else ()
    scale = _SCALES.get(match["scale"] or "", 1)
    return Number(written, frozenset(value * scale for value in values), frozenset(apart))


_NOT_ON_SHEETS = {ClaimStatus.DRAFT, ClaimStatus.WITHDRAWN}
_MARKUP = re.compile(r"\[@[^\[\]]*\]|\]\(\S*|https?://\S+|&#\w+;")
"""What has digits and is not read as them: citations of evidence, addresses, references to characters."""
_SEPARATORS = ",.'’ \u00a0\u2007\u2009\u202f"
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_NUMBER = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?P<number>(?P<whole>"
    rf"[0-9]{{1,3}}(?P<separator>[{_SEPARATORS}])[0-9]{{3}}(?:(?P=separator)[0-9]{{3}})*(?![0-9])|[0-9]+)"
    rf"(?P<fraction>\.[0-9]+)?)(?:\s(?P<scale>{'|'.join(_SCALES)})\b)?"
)
