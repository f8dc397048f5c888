"""The parts that claims and evidence have in common: quotations, verification, people, history, translations."""

from __future__ import annotations

from pydantic import Field

from factsheet.records.fields import Day, Language, Line, Model, Orcid, Prose, Quote, ShortDigest
from factsheet.records.terms import ChangeLevel, VerificationLevel


class Quotation(Model):
    """Words as they were said or written, with a translation where they are in another language."""

    text: Quote
    """The exact words, at most 120 of them. `…` marks an omission, square brackets an insertion."""
    lang: Language
    """Language of the words, as a BCP 47 tag: en, fr, az, hy, ru."""
    translation: Quote | None = None
    """The words in the language of the collection."""
    translator: Line | None = None
    """Who translated them: a person, an outlet, or `the contributors`. Needed with a translation."""


class Verification(Model):
    """Where the quoted words were read; printed, and never better than the truth."""

    level: VerificationLevel
    """How near to the source the words were read."""
    found_in: tuple[Line, ...] = ()
    """Where they were read: addresses, or a description; a remark may follow in brackets."""
    note: Prose | None = None
    """What a reader should know about it, such as copies that differ."""


class Person(Model):
    """Somebody who wrote or reviewed a record."""

    name: Line
    """The name to be printed."""
    orcid: Orcid | None = None
    """The person's ORCID identifier, such as 0000-0002-1825-0097."""
    on: Day | None = None
    """The day of the work."""


class Change(Model):
    """One item of a record's history."""

    version: int = Field(ge=1, le=9999)
    """Number of the version, counted from 1."""
    date: Day
    """The day of the change."""
    level: ChangeLevel
    """How much the change matters."""
    change: Prose
    """What was changed and why, in words for readers."""


class TranslatedText(Model):
    """One field's text in another language."""

    text: Prose
    """The translated text."""
    of: ShortDigest
    """Digest of the text it was made from; `factsheet check` says when it no longer fits."""


class Translation(Model):
    """A record's texts in another language."""

    translator: Line
    """Who translated them."""
    texts: dict[str, TranslatedText]
    """The translated texts by the name of their field, such as `fact` or `summary`."""
