"""Evidence: one record for each document, with one or more quotations from it.

Bibliographic terms are those of CSL-JSON (the Citation Style Language's data format).
"""

from __future__ import annotations

from pydantic import Field

from factsheet.records.fields import (
    Day,
    Doi,
    EvidenceId,
    Identifier,
    Language,
    Line,
    Model,
    PartialDate,
    Prose,
    QuoteId,
    Span,
    WebAddress,
)
from factsheet.records.shared import Change, Quotation, Verification
from factsheet.records.terms import EvidenceType, PartyRelation, Sensitivity, SourceLevel, Standing, VerificationLevel


class SourceQuote(Quotation):
    """A short, exact extract from a document."""

    id: QuoteId
    """Name of the quotation within its record, for `ref: evidence-id#quote-id`."""
    locator: Line | None = None
    """Page, paragraph or point where the words stand."""
    note: Line | None = None
    """What is still to be found out about the place of the words, such as a paragraph number."""


class Evidence(Model):
    """A document that bears on claims."""

    id: EvidenceId
    """Identifier, the same as the file name; never reused."""
    title: Line
    """Title of the document; in square brackets if it is descriptive."""
    publisher: Line
    """Who issued it; CSL `publisher` or `authority`."""
    authors: tuple[Line, ...] = ()
    """Named authors; CSL `author`."""
    type: EvidenceType
    """What kind of document it is."""
    party_relation: PartyRelation
    """Where its publisher stands in the dispute."""
    party: Identifier | None = None
    """Id of the party, from `parties` in factsheet.yaml; needed if `party_relation` is `party`."""
    level: SourceLevel
    """How near the document stands to what it reports."""
    issued: PartialDate
    """When it was issued."""
    event_date: Span | None = None
    """The day or stretch of time it reports about, where that is not the day of issue."""
    accessed: Day | None = None
    """When it was last read at its address."""
    number: Line | None = None
    """Document number, such as S/2023/604."""
    container_title: Line | None = None
    """Title of what it stands in, such as a newspaper or the records of a meeting."""
    genre: Line | None = None
    """What the publisher calls it, such as “provisional measures” or “press release”."""
    jurisdiction: Line | None = None
    """Jurisdiction of a court or a law."""
    language: Language | None = None
    """Language of the document, as a BCP 47 tag."""
    topics: tuple[Identifier, ...] = ()
    """Topics it is about, as in claims; needed only for those of no claim that rests on it."""
    url: WebAddress
    """Where a reader should look for it."""
    doi: Doi | None = None
    """Digital object identifier, without address."""
    archive_urls: tuple[WebAddress, ...] = ()
    """Addresses of archived copies of that very page."""
    quotes: tuple[SourceQuote, ...] = ()
    """Extracts, each short and exact."""
    summary: Prose
    """What the document says, in one or two neutral sentences of our own."""
    limits: Prose
    """What this source cannot show."""
    verification: Verification
    """Where the words were read."""
    derived_from: tuple[EvidenceId, ...] = ()
    """Evidence it repeats or relies on: a relay of an agency's text is not an independent source."""
    conflicts_with: tuple[EvidenceId, ...] = ()
    """Evidence that says otherwise."""
    standing: Standing
    """Whether the document still stands."""
    sensitivity: Sensitivity
    """What of it may be shown."""
    history: tuple[Change, ...] = Field(min_length=1)
    """What changed, oldest first."""

    @property
    def concerns(self) -> Span:
        """Return the time the document reports about: `event_date`, or else the day of issue."""
        return self.event_date or Span(str(self.issued))

    @property
    def is_reproduced(self) -> bool:
        """Return whether its address leads to a reproduction, by its own record, and not to the document itself."""
        places = [place.partition(" ")[0] for place in self.verification.found_in]
        return self.verification.level is VerificationLevel.READ_IN_REPRODUCTION and self.url in places

    @property
    def withheld(self) -> bool:
        """Return whether nothing of the record may be shown."""
        return self.sensitivity is Sensitivity.WITHHELD
