"""Topic sheets: several entries on one subject, as a PDF of one side or both sides of a leaf for each size of paper."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.exporters import copyfit
from factsheet.exporters.edition import PRINTS, Edition
from factsheet.exporters.fitting import SheetForm, Variant
from factsheet.exporters.previews import sheet_target
from factsheet.exporters.target import Target
from factsheet.project import print_name
from factsheet.records import Form, Paper
from factsheet.topics import Topic

ROOMS = {Paper.A4: (950.0, 1940.0), Paper.LETTER: (884.0, 1808.0)}
"""The room that one side and both sides probably have above the foot, in CSS pixels."""
DENSEST_ON_ONE_SIDE = 3
"""What would have to be set more densely to fit one side is easier to read on two."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield a sheet for each topic and each paper size that it may have."""
    for topic, paper in edition.topic_prints(Form.SHEET):
        form = sheet_form(edition, topic, paper)
        path = PRINTS / print_name(topic.sheet.id, Form.SHEET, paper)
        yield sheet_target(edition, path, form, topic.sheet.id, previewed=paper is topic.papers[0])


def sheet_form(edition: Edition, topic: Topic, paper: Paper) -> SheetForm:
    """Take an edition, a topic and a paper; return the sheet on one side, on two, and on two with fewer publishers."""
    height, (room, rooms) = copyfit.topic_height(topic), ROOMS[paper]
    variants = (
        Variant(edition.pages.topic_sheet(topic, paper, 1), height, room, densest=DENSEST_ON_ONE_SIDE),
        Variant(edition.pages.topic_sheet(topic, paper, 2), height, rooms, sides=2),
        Variant(
            edition.pages.topic_sheet(topic, paper, 2, brief=True),
            copyfit.topic_height(topic, brief=True),
            rooms,
            sides=2,
            left_out=("names of publishers",),
        ),
    )
    enclosed = edition.enclosures(
        PRINTS / print_name(topic.sheet.id, Form.SHEET, paper), [item.dossier for item in topic.items]
    )
    stylesheet = edition.theme.stylesheet_for(variants[0].page)
    return SheetForm(variants, stylesheet, tuple(_texts(topic)), enclosed)


def _texts(topic: Topic) -> Iterator[tuple[str, str]]:
    yield "lead", topic.sheet.lead
    if topic.sheet.call_to_action:
        yield "call_to_action", topic.sheet.call_to_action.text
    for claim in topic.claims:
        quote = claim.reviewed.quote
        yield f"the quotation of {claim.id}", f"{quote.text} {quote.translation or ''}" if quote else claim.claim
        yield f"rating_reason of {claim.id}", claim.rating_reason
        yield f"fact of {claim.id}", claim.fact
