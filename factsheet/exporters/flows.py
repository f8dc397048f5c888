"""What is printed on as many sides as it takes: large print, and booklets whose pages may be laid to be folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from factsheet import booklets, digests
from factsheet.booklets import Booklet
from factsheet.dossier import Dossier
from factsheet.enclosures import Enclosure
from factsheet.exporters.edition import PRINTS, SIZES, Edition
from factsheet.exporters.press import press
from factsheet.exporters.target import Made, Target
from factsheet.project import Sheet, print_name
from factsheet.records import Form, Paper
from factsheet.theme import BOOKLET_STYLESHEETS, LARGE_PRINT_STYLESHEETS


@dataclass(frozen=True)
class Flow:
    """Pages to be printed, and what goes with them."""

    page: str
    stylesheet: str
    enclosures: tuple[Enclosure, ...]
    folded_on: tuple[float, float] | None = None
    """Width and height in points of the sheets that are to be folded, if a file for that is wanted as well."""

    @property
    def needs(self) -> list[Any]:
        """Return what the bytes depend on beside the fonts and the programs."""
        texts = [self.page, self.stylesheet, *(enclosure.text for enclosure in self.enclosures)]
        return [*map(digests.of_text, texts), self.folded_on]


def print_flow(flow: Flow) -> Made:
    """Take pages to be printed and return them as a PDF, with a second one beside it if they are to be folded."""
    machine = press(flow.stylesheet)
    document = machine.lay_out(machine.read(flow.page))
    pdf = machine.write(document, flow.page, flow.enclosures)
    setting = {"sides": len(document.pages)}
    if flow.folded_on is None:
        return Made(pdf, setting=setting)
    from factsheet.exporters.imposition import fold  # here, because most files are not folded

    return Made(pdf, (fold(pdf, flow.folded_on),), setting=setting)


def large_print(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield the large print of each entry and topic for each paper."""
    for dossier, paper in edition.prints(Form.LARGE_PRINT):
        page = edition.pages.large_print(dossier, paper)
        yield _large(edition, page, paper, [dossier])
    for topic, paper in edition.topic_prints(Form.LARGE_PRINT):
        page = edition.pages.topic_large_print(topic, paper)
        yield _large(edition, page, paper, [item.dossier for item in topic.items], topic.sheet)


def _large(
    edition: Edition, page: str, paper: Paper, dossiers: Sequence[Dossier], sheet: Sheet | None = None
) -> Target:
    subject = sheet.id if sheet else dossiers[0].claim.id
    path = PRINTS / print_name(subject, Form.LARGE_PRINT, paper)
    stylesheet = edition.theme.stylesheet_for(page, LARGE_PRINT_STYLESHEETS)
    flow = Flow(page, stylesheet, edition.enclosures(path, dossiers))
    return Target(path, [flow.needs, *edition.press_needs], partial(print_flow, flow), slow=True, subject=subject)


def bound(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield the booklet of all entries and that of each topic, for each paper that is folded."""
    whole = booklets.of_collection(edition.project, edition.dossiers)
    if whole and Form.BOOKLET in edition.collection_forms:
        yield from (_booklet(edition, whole, paper, None) for paper in edition.papers)
    for topic, paper in edition.topic_prints(Form.BOOKLET):
        made = booklets.of_topic(topic.sheet, [item.dossier for item in topic.items])
        if made:
            yield _booklet(edition, made, paper, topic.sheet)


def _booklet(edition: Edition, booklet: Booklet, paper: Paper, sheet: Sheet | None) -> Target:
    subject = sheet.id if sheet else edition.project.id_prefix
    path = PRINTS / print_name(subject, Form.BOOKLET, paper)
    page = edition.pages.booklet(booklet, paper)
    stylesheet = edition.theme.stylesheet_for(page, BOOKLET_STYLESHEETS)
    folded = SIZES[paper] if edition.folds else None
    flow = Flow(page, stylesheet, edition.enclosures(path, booklet.dossiers), folded)
    beside = (PRINTS / print_name(subject, Form.BOOKLET, paper, folded=True),) if folded else ()
    return Target(
        path, [flow.needs, *edition.press_needs], partial(print_flow, flow), slow=True,
        subject=sheet.id if sheet else "", beside=beside,
    )  # fmt: skip
