"""Pocket cards: the fact, the claim and the way to the evidence, four to a sheet with marks for cutting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from factsheet.dossier import Dossier
from factsheet.exporters import copyfit
from factsheet.exporters.edition import PRINTS, SIZES, Edition
from factsheet.exporters.fitting import SheetForm, Variant, print_sheet
from factsheet.exporters.target import Made, Target
from factsheet.pages.cards import CARD_TEXTS, CardText
from factsheet.project import print_name
from factsheet.records import Form, Paper
from factsheet.theme import CARD_STYLESHEETS


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield a sheet of four cards for each entry and paper."""
    for dossier, paper in edition.prints(Form.CARD):
        form = card_form(edition, dossier, paper)
        path, needs = PRINTS / print_name(dossier.claim.id, Form.CARD, paper), [form.needs, *edition.press_needs]
        yield Target(path, needs, partial(print_cards, form, paper), slow=True, subject=dossier.claim.id)


def card_form(edition: Edition, dossier: Dossier, paper: Paper) -> SheetForm:
    """Take an edition, an entry and a paper; return the card with all that it may say, and with less and less."""
    pages = [edition.pages.card(dossier, paper, text) for text in CARD_TEXTS]
    variants = (
        Variant(page, copyfit.card_height(dossier, text), copyfit.CARD_ROOM[paper], left_out=tuple(_left_out(text)))
        for page, text in zip(pages, CARD_TEXTS, strict=True)
    )
    enclosed = edition.enclosures(PRINTS / print_name(dossier.claim.id, Form.CARD, paper), [dossier])
    stylesheet = edition.theme.stylesheet_for(pages[0], CARD_STYLESHEETS)
    return SheetForm(tuple(variants), stylesheet, tuple(_texts(dossier)), enclosed)


def _texts(dossier: Dossier) -> Iterator[tuple[str, str]]:
    claim = dossier.claim
    yield "fact", claim.fact
    yield "claim", claim.claim
    yield "rating_reason", claim.rating_reason
    if claim.reviewed.quote:
        yield "the claim's quotation", claim.reviewed.quote.text


def _left_out(text: CardText) -> Iterator[str]:
    if not text.kinds:
        yield "kinds of documents"
    if not text.reason:
        yield "reason of the rating"
    if not text.quotation:
        yield "exact words of the claim"


def print_cards(form: SheetForm, paper: Paper) -> Made:
    """Take a card and a paper; return a sheet with four of it. Raises CannotMake if the words do not fit a card."""
    from factsheet.exporters.imposition import four_up  # here, because it takes a moment to import

    card = print_sheet(form)
    return replace(card, content=four_up(card.content, SIZES[paper]))
