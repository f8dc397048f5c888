"""The claim: what was said, where it appeared, how the record bears on it.

Terms follow schema.org's ClaimReview, so that exporting is a renaming.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from factsheet.records.fields import (
    ClaimId,
    Day,
    DayOrNotAsked,
    EvidenceRef,
    Fact,
    Identifier,
    Language,
    Line,
    Model,
    PartialDate,
    Prose,
    ShortDigest,
    Span,
    WebAddress,
)
from factsheet.records.shared import Change, Person, Quotation, Translation, Verification
from factsheet.records.terms import ClaimStatus, Course, Rating, RelatedAs, Relation, Technique


class Claimant(Model):
    """Who made the claim."""

    name: Line
    """Name of the person or body."""
    office: Line | None = None
    """Office held when the claim was made."""
    party: Identifier | None = None
    """Id of the party to the dispute that the claimant speaks for, from `parties` in factsheet.yaml."""
    same_as: tuple[WebAddress, ...] = ()
    """Addresses that identify the claimant, such as a Wikidata item; schema.org `sameAs`."""


class AppearanceSource(Model):
    """Where the words of an appearance can be read."""

    title: Line
    """Title of the page or document; in square brackets if it is descriptive."""
    publisher: Line
    """Who published it."""
    url: WebAddress | None = None
    """Its address."""
    archive_url: WebAddress | None = None
    """Address of an archived copy of that very page."""
    locator: Line | None = None
    """Page, paragraph or minute."""


class Appearance(Model):
    """One occasion on which the claim was made."""

    claimant: Claimant
    """Who made it."""
    date: PartialDate
    """When it was made."""
    venue: Line
    """Where it was made: the meeting, interview, page."""
    quote: Quotation | None = None
    """The claimant's own words; left out if only a report of them was read."""
    source: AppearanceSource
    """Where the words can be read."""
    verification: Verification | None = None
    """Where those who compiled the record read the words."""
    course: Course | None = None
    """What became of the claim: repeated, softened, dropped; if left out, only the order of the dates is told."""


class EvidenceLink(Model):
    """One use of one document: how it bears on the claim, what it shows and what it does not."""

    ref: EvidenceRef
    """Id of the evidence; `id#quote` prints that quotation only, `id#quote+quote` those."""
    relation: Relation
    """How the document bears on the claim."""
    establishes: Prose
    """What the document shows about the claim; printed as “Shows”."""
    does_not_establish: Prose
    """The strongest thing a careless reader would conclude and the source does not say; printed as “Does not show”."""
    seen: ShortDigest | None = None
    """Digest of the evidence record when this link was last reviewed; `factsheet check` says when it changed since."""

    @property
    def evidence_id(self) -> str:
        """Return the id of the evidence."""
        return self.ref.partition("#")[0]

    @property
    def quote_ids(self) -> tuple[str, ...]:
        """Return the ids of the quotations that are named; empty means all."""
        named = self.ref.partition("#")[2]
        return tuple(named.split("+")) if named else ()


class Reply(Model):
    """What the claimant answered when asked about the entry."""

    asked: DayOrNotAsked
    """The day on which the claimant was asked, or `not-asked`."""
    text: Prose | None = None
    """The answer, or what the claimant said elsewhere in defence of the claim."""
    received: Day | None = None
    """The day on which the answer came."""

    @property
    def asked_on(self) -> date | None:
        """Return the day on which the claimant was asked, or nothing."""
        return None if self.asked == "not-asked" else date.fromisoformat(self.asked)


class Related(Model):
    """Another claim that a reader should see beside this one."""

    ref: ClaimId
    """Id of the other claim."""
    relation: RelatedAs
    """How this claim stands to the other."""
    why: Prose
    """The reason, in one or two sentences."""


class Claim(Model):
    """A public claim and how documented evidence bears on it."""

    id: ClaimId
    """Identifier, PREFIX-NNN; never reused. The file name begins with it."""
    status: ClaimStatus
    """Where the entry stands in its life."""
    fact: Fact
    """The true state of affairs in one sentence; the title of the sheet. Never the claim or its denial."""
    claim: Line = Field(max_length=120)
    """The claim in one line; ClaimReview `claimReviewed`."""
    appearances: tuple[Appearance, ...] = Field(min_length=1)
    """Occasions on which the claim was made. The first is the one reviewed."""
    period: Span
    """The stretch of time the claim is about, as an ISO 8601 interval such as 2022-12-12/2023-02-18."""
    places: tuple[Line, ...] = ()
    """Places the claim is about."""
    topics: tuple[Identifier, ...] = Field(min_length=1)
    """Topics for grouping and filters, as short lower-case words."""
    rating: Rating
    """How the evidence bears on the claim."""
    rating_reason: Prose
    """Why, in one or two sentences."""
    technique: tuple[Technique, ...] = ()
    """How the wording misleads, where it does."""
    summary: Prose
    """The one-minute version in Markdown, printed on the sheet."""
    explanation: Prose | None = None
    """The full version in Markdown, for the web page; cites evidence as [@evidence-id]."""
    evidence: tuple[EvidenceLink, ...] = Field(min_length=1)
    """The documents that bear on the claim, in print order: best first."""
    unknowns: Prose
    """What is not known; printed in its own box."""
    reply: Reply
    """The claimant's reply, or that none was asked for."""
    related: tuple[Related, ...] = ()
    """Other claims that a reader should see beside this one."""
    checked_as_of: Day
    """The day to which the facts were checked; the date on the sheet."""
    recheck_by: Day | None = None
    """The day by which the facts should be checked again."""
    authors: tuple[Person, ...] = ()
    """Who wrote the entry."""
    reviewers: tuple[Person, ...] = ()
    """Who reviewed it, independently of its authors."""
    history: tuple[Change, ...] = Field(min_length=1)
    """What changed, oldest first."""
    translations: dict[Language, Translation] = Field(default_factory=dict)
    """The entry's texts in other languages, by language."""

    @property
    def reviewed(self) -> Appearance:
        """Return the appearance that is reviewed: the first."""
        return self.appearances[0]

    @property
    def version(self) -> int:
        """Return the number of the newest version."""
        return self.history[-1].version
