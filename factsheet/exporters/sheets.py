"""One-page sheets: each entry as a PDF for each size of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from factsheet.dossier import Dossier, Exhibit
from factsheet.exporters import copyfit
from factsheet.exporters.edition import Edition, print_path
from factsheet.exporters.fitting import SheetForm, Variant, print_sheet
from factsheet.exporters.target import Target
from factsheet.records import Form, Paper

ROOM = {Paper.A4: 950.0, Paper.LETTER: 884.0}
"""The room that a sheet probably has above its foot, in CSS pixels."""
FEWEST_EXHIBITS = 3
"""A sheet that showed fewer would no longer let its reader judge; the web edition always has all."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield a sheet for each entry and paper size."""
    for dossier, paper in edition.prints(Form.SHEET):
        form = sheet_form(edition, dossier, paper)
        path, needs = print_path(dossier.claim.id, Form.SHEET, paper), [form.needs, *edition.press_needs]
        yield Target(path, needs, partial(print_sheet, form), slow=True, subject=dossier.claim.id)


def sheet_form(edition: Edition, dossier: Dossier, paper: Paper) -> SheetForm:
    """Take an edition, an entry and a paper; return the sheet in every form that may be printed, fullest first."""
    choices = list(print_choices(dossier.exhibits))
    variants = (
        Variant(
            edition.pages.sheet(dossier, exhibits, paper),
            copyfit.height(dossier, exhibits),
            ROOM[paper],
            left_out=tuple(other.evidence.id for other in dossier.exhibits if other not in exhibits),
        )
        for exhibits in choices
    )
    enclosed = edition.enclosures(print_path(dossier.claim.id, Form.SHEET, paper), [dossier])
    fullest, *_ = made = tuple(variants)
    stylesheet = edition.theme.stylesheet_for(fullest.page)
    return SheetForm(made, stylesheet, tuple(_texts(dossier, choices[-1])), enclosed)


def print_choices(exhibits: Sequence[Exhibit]) -> Iterator[tuple[Exhibit, ...]]:
    """Take an entry's exhibits and yield those to print: all, then fewer and fewer from the end of the author's order.

    The last exhibit that helps the claimant stays, and at least three do.
    """
    kept = list(exhibits)
    yield tuple(kept)
    while len(kept) > FEWEST_EXHIBITS:
        helping = [exhibit for exhibit in kept if exhibit.link.relation.helps_claimant]
        spare = [exhibit for exhibit in kept if helping != [exhibit]]
        kept.remove(spare[-1])
        yield tuple(kept)


def _texts(dossier: Dossier, exhibits: Sequence[Exhibit]) -> Iterator[tuple[str, str]]:
    claim = dossier.claim
    yield "the claim's quotation", claim.reviewed.quote.text if claim.reviewed.quote else claim.claim
    yield "summary", claim.summary
    yield "unknowns", claim.unknowns
    yield "rating_reason", claim.rating_reason
    yield "reply", claim.reply.text or ""
    for exhibit in exhibits:
        quotes = [f"{quote.text} {quote.translation or ''}" for quote in exhibit.quotes]
        yield f"quotations of {exhibit.link.ref}", " ".join(quotes)
        if not quotes:
            yield f"summary of {exhibit.link.ref}", exhibit.evidence.summary
        yield f"establishes of {exhibit.link.ref}", exhibit.link.establishes
        yield f"does_not_establish of {exhibit.link.ref}", exhibit.link.does_not_establish
