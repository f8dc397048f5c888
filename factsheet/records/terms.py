"""The controlled words of the records: each with the label that is printed and the meaning behind it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

AnyTerm = TypeVar("AnyTerm", bound="Term")


def _term(kind: type[AnyTerm], value: str, label: str, meaning: str) -> AnyTerm:
    # A function, because an enumeration takes __new__ away from its class: subclasses cannot call it through super().
    term = str.__new__(kind, value)
    term._value_ = value
    term.label = label
    term.meaning = meaning
    return term


class Term(StrEnum):
    """A word of a controlled list: what is typed in a record, the label that is printed, and what it means."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str) -> Term:
        """Take the word, its label and its meaning; return the term, which is equal to the word."""
        return _term(cls, value, label, meaning)


class ClaimStatus(Term):
    """Where an entry stands in its life."""

    DRAFT = "draft", "Draft", "Being written; not built."
    IN_REVIEW = "in-review", "In review", "Built, and marked as not yet published."
    PUBLISHED = "published", "Published", "Frozen as a version; changes need a new item in its history."
    UNDER_REVIEW = "under-review", "Under review", "Published, and being checked again after a doubt was raised."
    WITHDRAWN = "withdrawn", "Withdrawn", "Kept at its address with the reason for its withdrawal."


class Rating(Term):
    """How the evidence bears on a claim; it speaks about the evidence and never about motive."""

    number: int | None

    def __new__(cls, value: str, label: str, meaning: str, number: int | None = None) -> Rating:
        """Take the word, label, meaning and, for ratings on the scale, the number from 1 (false) to 5 (true)."""
        rating = _term(cls, value, label, meaning)
        rating.number = number
        return rating

    FALSE = "false", "Contradicted by the record", "Reliable evidence contradicts the claim in its substance.", 1
    MOSTLY_FALSE = (
        "mostly-false",
        "Mostly contradicted",
        "Evidence contradicts the main point of the claim, though a part of it holds.",
        2,
    )
    MIXED = "mixed", "Part true, part contradicted", "One part of the claim holds and another is contradicted.", 3
    MOSTLY_TRUE = (
        "mostly-true",
        "Mostly supported",
        "Evidence supports the main point of the claim, though a part is inexact or left out.",
        4,
    )
    TRUE = "true", "Supported by the record", "Reliable evidence supports the claim in its substance.", 5
    MISLEADING = (
        "misleading",
        "Accurate words, misleading use",
        "The words are accurate as far as they go, and what they leave out changes what a listener takes from them.",
    )
    UNPROVEN = (
        "unproven",
        "Not settled by available evidence",
        "The evidence found does not settle the claim: there is none, it conflicts, or only interested parties speak.",
    )
    OUTDATED = "outdated", "True then, not now", "The claim held when it was made and no longer does."


class Technique(Term):
    """How the wording of a claim misleads, where it does."""

    MISSING_CONTEXT = "missing-context", "Missing context", "Leaves out a fact that changes the meaning."
    CHANGED_DEFINITION = "changed-definition", "Changed definition", "Uses a word in a narrower or wider sense."
    CHERRY_PICKING = "cherry-picking", "Cherry-picking", "Picks the cases that fit and passes over the others."
    FALSE_EQUIVALENCE = "false-equivalence", "False equivalence", "Treats two unlike things as alike."
    OUTDATED_FIGURE = "outdated-figure", "Outdated figure", "Uses a figure that a later one has replaced."
    MISATTRIBUTION = "misattribution", "Misattribution", "Gives words or acts to somebody whose they are not."
    UNSUPPORTED_NUMBER = "unsupported-number", "Unsupported number", "Gives a number for which no source was found."
    OVERSTATEMENT = "overstatement", "Overstatement", "Says more than its own source does."


class Relation(Term):
    """How one document bears on a claim."""

    CONTRADICTS = (
        "contradicts",
        "Contradicts the claim",
        "Concerns the same time, place and matter, and cannot be true together with the claim.",
    )
    PARTLY_CONTRADICTS = (
        "partly-contradicts",
        "Contradicts part of the claim",
        "Cannot be true together with one part of the claim.",
    )
    SUPPORTS = "supports", "Supports the claim", "If true, the claim is true."
    PARTLY_SUPPORTS = "partly-supports", "Supports part of the claim", "If true, a part of the claim is true."
    CONTEXT = "context", "Context", "Bears on how the claim is understood, and settles no part of it."

    @property
    def helps_claimant(self) -> bool:
        """Return whether evidence so related speaks for the claim."""
        return self in {Relation.SUPPORTS, Relation.PARTLY_SUPPORTS}

    @property
    def contradicts(self) -> bool:
        """Return whether evidence so related speaks against the claim or a part of it."""
        return self in {Relation.CONTRADICTS, Relation.PARTLY_CONTRADICTS}


class Course(Term):
    """What became of a claim on one of the occasions on which it was made."""

    SAID = "said", "Said", "Said, and listed for itself."
    REPEATED = "repeated", "Repeated", "Said again as before, by the same or by another."
    SOFTENED = "softened", "Softened", "Said in weaker words, or of a smaller matter."
    STRENGTHENED = "strengthened", "Strengthened", "Said in stronger words, or of a larger matter."
    DROPPED = "dropped", "Dropped", "Taken back, or left out where it used to be said."


class RelatedAs(Term):
    """How one claim stands to another."""

    IN_TENSION_WITH = (
        "in-tension-with",
        "Hard to hold together with",
        "By one claimant; read plainly, the two cannot both hold.",
    )
    REPEATS = "repeats", "Repeats", "Says the same again."
    NARROWS = "narrows", "Narrows", "Says less than the other, or the same of a smaller matter."


class Paper(Term):
    """A size of paper."""

    A4 = "a4", "A4", "210 by 297 millimetres."
    LETTER = "letter", "US Letter", "8.5 by 11 inches."

    @property
    def half(self) -> str:
        """Return the name of the size that this paper has when it is folded once."""
        return "a5" if self is Paper.A4 else "half-letter"

    @property
    def half_label(self) -> str:
        """Return what readers call that size."""
        return "A5" if self is Paper.A4 else "US Half Letter"


class Form(Term):
    """A form in which something is printed."""

    SHEET = "sheet", "Sheet", "One side for an entry, two at most for a topic."
    LARGE_PRINT = "large-print", "Large print", "18 point type in one column, on as many sides as it takes."
    CARD = "card", "Pocket cards", "The fact and the claim on a quarter of a sheet; four cards to be cut apart."
    BOOKLET = "booklet", "Booklet", "Entries in full with contents, method and sources, on pages of half the paper."


class Nup(Term):
    """How several pages stand on a sheet of paper."""

    BOOKLET = "booklet", "To be folded", "Two pages on each side, in the order in which folded sheets need them."


class ChangeLevel(Term):
    """How much a change to a published record matters."""

    PUBLISHED = "published", "Published", "The first version."
    RATING_CHANGED = "rating-changed", "Rating changed", "The rating is another than before."
    FACTUAL = "factual", "Factual correction", "A statement of fact was wrong and was corrected."
    CLARIFICATION = "clarification", "Clarification", "Clearer words for the same facts."
    UPDATE = "update", "Update", "Something new was added."
    WITHDRAWN = "withdrawn", "Withdrawn", "The record is no longer relied upon."


class PartyRelation(Term):
    """Where a source stands in the dispute."""

    COURT = "court", "Court", "An international or national court."
    NEUTRAL_BODY = "neutral-body", "Neutral body", "A body bound to neutrality, such as the Red Cross or the UN."
    THIRD_PARTY = "third-party", "Third party", "A state, organisation or outlet that is not a party to the dispute."
    PARTY = "party", "Party to the dispute", "A party named in factsheet.yaml, or an outlet or group of its side."
    JOINT = "joint", "Joint act of the parties", "An agreement or statement that the parties made together."
    UNKNOWN = "unknown", "Unknown", "Not known; counted as not independent."


class SourceLevel(Term):
    """How near a source stands to what it reports."""

    PRIMARY = "primary", "Primary", "The act, decision, statement or observation itself."
    SECONDARY = "secondary", "Secondary", "A report of primary material."
    TERTIARY = "tertiary", "Tertiary", "A compilation of reports."


class VerificationLevel(Term):
    """Where the quoted words were read by those who compiled the record."""

    READ_AT_SOURCE = "read-at-source", "read at the source", "Read in the publisher’s own page or document."
    READ_IN_REPRODUCTION = (
        "read-in-reproduction",
        "read in a reproduction",
        "Read in a report, mirror or translation that reproduces the words.",
    )
    NOT_READ = "not-read", "not read", "Not read by those who compiled the record."


class Standing(Term):
    """Whether a source still stands."""

    CURRENT = "current", "Current", "In force or unchanged."
    AMENDED = "amended", "Amended", "Changed after it was issued."
    SUPERSEDED = "superseded", "Superseded", "Replaced by a later document."
    RETRACTED = "retracted", "Retracted", "Taken back by its publisher."
    OFFLINE = "offline", "Offline", "No longer to be found at its address."
    DISPUTED = "disputed", "Disputed", "Its accuracy is contested on stated grounds."


class Sensitivity(Term):
    """What of a source may be shown."""

    PUBLIC = "public", "Public", "May be shown."
    REDACTED = "redacted", "Redacted", "Shown with parts removed."
    WITHHELD = "withheld", "Withheld", "Never emitted in any output."


class EvidenceType(Term):
    """What kind of document a source is, with its plural."""

    plural: str

    def __new__(cls, value: str, label: str, plural: str, meaning: str) -> EvidenceType:
        """Take the word, its label in the singular and the plural, and the meaning."""
        kind = _term(cls, value, label, meaning)
        kind.plural = plural
        return kind

    COURT_DECISION = (
        "court-decision", "court decision", "court decisions",
        "A judgment, order or decision of a court.",
    )  # fmt: skip
    TREATY_OR_AGREEMENT = (
        "treaty-or-agreement", "treaty or agreement", "treaties or agreements",
        "A treaty, agreement or joint statement with undertakings.",
    )  # fmt: skip
    LEGISLATION = "legislation", "law", "laws", "A statute or a regulation."
    PARLIAMENTARY_RECORD = (
        "parliamentary-record", "parliamentary document", "parliamentary documents",
        "A resolution, report or debate of a parliament or parliamentary assembly.",
    )  # fmt: skip
    INTERGOVERNMENTAL_DOCUMENT = (
        "intergovernmental-document", "intergovernmental document", "intergovernmental documents",
        "A document or statement of the UN, the EU or another organisation of states.",
    )  # fmt: skip
    OFFICIAL_STATEMENT = (
        "official-statement", "government statement", "government statements",
        "A statement of a government or a public authority.",
    )  # fmt: skip
    HUMANITARIAN_STATEMENT = (
        "humanitarian-statement", "humanitarian statement", "humanitarian statements",
        "A statement of a humanitarian organisation.",
    )  # fmt: skip
    NGO_REPORT = (
        "ngo-report", "human-rights organisation’s report", "human-rights organisations’ reports",
        "A report or statement of a non-governmental organisation.",
    )  # fmt: skip
    EXPERT_REPORT = "expert-report", "expert report", "expert reports", "A report of named experts."
    NEWS_REPORT = "news-report", "news report", "news reports", "A report in a news medium."
    TESTIMONY = "testimony", "testimony", "testimonies", "What a witness said."
    RESEARCH = "research", "research paper", "research papers", "A scholarly publication."
    DATASET = "dataset", "data set", "data sets", "Published data."
    IMAGERY = "imagery", "image", "images", "Photographs, video or satellite pictures."
    SOCIAL_POST = "social-post", "social-media post", "social-media posts", "A post on a social medium."
    ADVOCACY = (
        "advocacy", "advocacy text", "advocacy texts",
        "A text published to win support for a cause.",
    )  # fmt: skip
