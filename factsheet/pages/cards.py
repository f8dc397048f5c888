"""What a pocket card may leave out so that it fits, and in which order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CardText:
    """What a card says of its entry beside the fact, the claim and the rating."""

    kinds: bool = True
    """Of which kinds the documents are; their number, sides and where they were read always stand there."""
    reason: bool = True
    """The reason of the rating, which the fact above it mostly gives too."""
    quotation: bool = True
    """The claimant's own words; else the claim in ours, marked as such."""


CARD_TEXTS = (
    CardText(),
    CardText(kinds=False),
    CardText(kinds=False, reason=False),
    CardText(kinds=False, quotation=False),
    CardText(kinds=False, reason=False, quotation=False),
)
"""What a card says, fullest first. The exact words are the last to go, for the claim must not be a matter of ours."""
