"""One-page sheets: each entry as a PDF for each size of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factsheet.dossier import Dossier, Exhibit
from factsheet.exporters import copyfit
from factsheet.exporters.edition import PRINTS, Edition
from factsheet.exporters.fitting import SheetForm, Variant
from factsheet.exporters.previews import sheet_target
from factsheet.exporters.target import Target
from factsheet.project import print_name
from factsheet.records import Form, Paper
from factsheet.timeline import TimeLine, time_line

ROOM = {Paper.A4: 950.0, Paper.LETTER: 884.0}
"""The room that a sheet probably has above its foot, in CSS pixels."""
WIDTH = {Paper.A4: 680.3, Paper.LETTER: 702.2}
"""The width of the text on a sheet, in CSS pixels."""
HEADING = 26.0
"""Height of the heading of a time line with the gap above it, in CSS pixels."""
DENSEST_WITH_LINE = 5
"""What would have to be set more densely to have a time line as well is easier to read without one."""
FEWEST_EXHIBITS = 3
"""A sheet that showed fewer would no longer let its reader judge; the web edition always has all."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield a sheet for each entry and paper size."""
    for dossier, paper in edition.prints(Form.SHEET):
        form = sheet_form(edition, dossier, paper)
        path = PRINTS / print_name(dossier.claim.id, Form.SHEET, paper)
        yield sheet_target(edition, path, form, dossier.claim.id, previewed=paper is Paper.A4)


def sheet_form(edition: Edition, dossier: Dossier, paper: Paper) -> SheetForm:
    """Take an edition, an entry and a paper; return the sheet in every form that may be printed, fullest first."""
    choices = list(print_choices(dossier.exhibits))
    variants = [
        Variant(
            edition.pages.sheet(dossier, exhibits, paper),
            copyfit.height(dossier, exhibits, paper),
            ROOM[paper],
            left_out=tuple(other.evidence.id for other in dossier.exhibits if other not in exhibits),
        )
        for exhibits in choices
    ]
    enclosed = edition.enclosures(PRINTS / print_name(dossier.claim.id, Form.SHEET, paper), [dossier])
    if line := time_line(dossier, dossier.exhibits, WIDTH[paper]):
        variants.insert(0, _with_line(edition, dossier, paper, line))
    stylesheet = edition.theme.stylesheet_for(variants[0].page)
    return SheetForm(tuple(variants), stylesheet, tuple(_texts(dossier, choices[-1])), enclosed)


def _with_line(edition: Edition, dossier: Dossier, paper: Paper, line: TimeLine) -> Variant:
    """Take an entry and its time line; return the sheet with it, which may not be set densely to make room for it."""
    page = edition.pages.sheet(dossier, dossier.exhibits, paper, line)
    height = copyfit.height(dossier, dossier.exhibits, paper) + line.height + HEADING
    return Variant(page, height, ROOM[paper], densest=DENSEST_WITH_LINE, spacious=True)


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
