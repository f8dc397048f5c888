"""Copyfitting: how high the words of a sheet will probably stand, reckoned from their number before any layout.

The figures are those of the stylesheets at their densest setting, in CSS pixels. They decide only where the press
begins to try; what counts is the layout. If a stylesheet changes, sheets stay right and take longer to fit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from factsheet.dossier import Dossier, Exhibit
from factsheet.pages.cards import CardText
from factsheet.records import Paper
from factsheet.topics import Item, Topic
from factsheet.wording import day, make_up_line, reply_line, source_line, sources_line

_TITLE_LINE = 29.4
_TEXT_LINE = 17.3
_QUOTE_LINE = 15.6
_LABEL_LINE = 15.6
_FIXED = 135.0
"""Head, rules, headings, paddings and gaps, which every sheet has; measured on printed sheets."""
_WIDTHS = {Paper.A4: 1.0, Paper.LETTER: 1.032}
"""How wide the text of a sheet is on each paper, as a share of that on A4."""
_EXHIBIT = 5.3
"""Padding of an exhibit."""
_TOPIC = 80.0
"""Head, rules, headings and gaps of a sheet about a topic."""
_ITEM = 8.0
"""Paddings and gaps of an entry on such a sheet."""
_REQUEST = 70.0
"""Rules, heading and paddings of what the publisher asks."""
CARD_ROOM = {"a4": 415.0, "letter": 382.0}
"""Sizes of paper, with the room that a quarter of it probably has above the foot of a card, in CSS pixels."""
_CARD = 63.0
"""Head, rules, heading, paddings and gaps of a card."""
_CARD_TITLE_LINE = 18.7
_CARD_QUOTE_LINE = 16.3
_CARD_LABEL_LINE = 15.4


def height(dossier: Dossier, exhibits: Sequence[Exhibit], paper: Paper = Paper.A4) -> float:
    """Take an entry, the exhibits to print and the paper; return the likely height of the words above the foot.

    It is in CSS pixels. The numbers are characters that a line of A4 holds, found by comparing with printed sheets.
    """
    claim = dossier.claim
    said = claim.reviewed
    wide = _WIDTHS[paper]
    who = f"{said.claimant.name}, {said.claimant.office}, {said.venue}, {day(said.date)}, in {said.source.publisher}"
    title = _lines(claim.fact, 50 * wide) * _TITLE_LINE
    box = _lines(said.quote.text if said.quote else f"{claim.claim} (reported …)", 103 * wide) * _TEXT_LINE
    box += _lines(who, 120 * wide) * _LABEL_LINE
    box += _lines(f"{claim.rating.label} {claim.rating_reason}", 112 * wide) * _LABEL_LINE
    box += _LABEL_LINE if claim.technique else 0
    summary = sum(_lines(paragraph, 101 * wide) for paragraph in claim.summary.split("\n\n")) * _TEXT_LINE
    known = max(_lines(text, 51 * wide) for text in (claim.unknowns, reply_line(claim))) * _QUOTE_LINE
    omitted = _LABEL_LINE if len(exhibits) < len(dossier.exhibits) else 0
    return _FIXED + title + box + summary + sum(_exhibit(exhibit, wide) for exhibit in exhibits) + known + omitted


def topic_height(topic: Topic, *, brief: bool = False) -> float:
    """Take a topic and return the likely height of the words above the foot of its sheet, in CSS pixels."""
    sheet = topic.sheet
    lead = sum(_lines(paragraph, 101) for paragraph in sheet.lead.split("\n\n")) * _TEXT_LINE
    title = _lines(sheet.fact, 50) * _TITLE_LINE
    asked = sheet.call_to_action.text.split("\n\n") if sheet.call_to_action else []
    request = sum(_lines(paragraph, 96) for paragraph in asked) * _TEXT_LINE + (_REQUEST if asked else 0)
    return _TOPIC + title + lead + sum(_item(item, brief=brief) for item in topic.items) + request


def card_height(dossier: Dossier, text: CardText) -> float:
    """Take an entry and what its card says; return the likely height of the words above the foot, in CSS pixels."""
    claim = dossier.claim
    said = claim.reviewed
    exact = said.quote if text.quotation else None
    ours = f"{claim.claim} (in our words; the exact words are in the full entry)"
    words = f"{exact.text} {exact.translation or ''}" if exact else ours
    who = f"{said.claimant.name}, {said.claimant.office or ''} · {said.venue} · {day(said.date)}"
    rating = f"{claim.rating.label}. {claim.rating_reason if text.reason else ''}"
    evidence = f"Evidence: {make_up_line(dossier.make_up, with_kinds=text.kinds)}"
    labels = _lines(who, 62) + _lines(rating, 67) + _lines(evidence, 67)
    height = _CARD + _lines(claim.fact, 41) * _CARD_TITLE_LINE
    return height + _lines(words, 57) * _CARD_QUOTE_LINE + labels * _CARD_LABEL_LINE


def _item(item: Item, *, brief: bool) -> float:
    claim, said = item.claim, item.claim.reviewed
    words = f"{said.quote.text} {said.quote.translation or ''}" if said.quote else f"{claim.claim} (reported …)"
    who = f"{said.claimant.name}, {said.claimant.office}, {day(said.date)}, {claim.id}"
    left = _lines(words, 46) * _QUOTE_LINE + _lines(who, 55) * _LABEL_LINE
    small = [f"{claim.rating.label} {claim.rating_reason}", f"Sources: {sources_line(item.dossier, brief=brief)}"]
    small += [f"In tension with {related.ref}: {related.why}" for related in item.tensions]
    right = _lines(claim.fact, 66) * _TEXT_LINE + sum(_lines(text, 82) for text in small) * _LABEL_LINE
    return max(left, right) + _ITEM


def _exhibit(exhibit: Exhibit, wide: float) -> float:
    quotes = [quote.text for quote in exhibit.quotes] or [exhibit.evidence.summary]
    quotes += [
        f"{quote.translation} (translation: {quote.translator})" for quote in exhibit.quotes if quote.translation
    ]
    source = f"{exhibit.evidence.publisher}, {source_line(exhibit.evidence)} · {exhibit.side}"
    left = sum(_lines(quote, 54 * wide) for quote in quotes) * _QUOTE_LINE + _lines(source, 64 * wide) * _LABEL_LINE
    bears = (f"Shows {exhibit.link.establishes}", f"Does not show {exhibit.link.does_not_establish}")
    right = sum(_lines(text, 47 * wide) for text in bears) * _LABEL_LINE
    return max(left, right) + _EXHIBIT


def _lines(text: str, width: float) -> int:
    return max(1, math.ceil(len(text) / width))
