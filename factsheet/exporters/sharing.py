"""Share cards: the fact, the claim and its rating as a picture, for posts and messages that link to an entry."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from factsheet import digests
from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from factsheet.exporters.fitting import prove
from factsheet.exporters.pictures import SMOOTH, picture
from factsheet.exporters.press import Press, press
from factsheet.exporters.target import CannotMake, Made, Target
from factsheet.pages.sharing import Look
from factsheet.theme import SHARE_STYLESHEETS

FOLDER = PurePosixPath("site", "share")
WIDTH, HEIGHT = 1200, 630
"""Dots of a card; what the Open Graph protocol's readers ask for."""
DENSITIES = 7
"""Settings of `share/card.css`, from generous to dense."""
GAPS = 3
"""Places among which that stylesheet shares out the height that is left."""


@dataclass(frozen=True)
class ShareCard:
    """A card to be drawn in the first of its wordings that fits, fullest first."""

    pages: tuple[tuple[str, str], ...]
    """Each wording as HTML in a light and in a dark look."""
    stylesheet: str
    texts: tuple[tuple[str, str], ...]
    """Names and contents of the texts on the card, to tell which are longest."""

    @property
    def needs(self) -> list[Any]:
        """Return what the bytes depend on beside the fonts and the programs."""
        return [digests.of_text(text) for text in (self.stylesheet, *itertools.chain(*self.pages))]


@dataclass(frozen=True)
class Setting:
    """How a card is set: how densely, and how many CSS pixels of its height are left then."""

    density: int
    spare: float


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield a card in both looks for each entry that is not withdrawn."""
    for dossier in edition.dossiers:
        if not dossier.withdrawn:
            card, name = share_card(edition, dossier), dossier.claim.id
            yield Target(
                FOLDER / f"{name}.png", [card.needs, *edition.press_needs], partial(draw_card, card), slow=True,
                subject=name, beside=(FOLDER / f"{name}-dark.png",),
            )  # fmt: skip


def share_card(edition: Edition, dossier: Dossier) -> ShareCard:
    """Take an edition and an entry; return its share card, with and without the claimant's office."""
    claim, page = dossier.claim, partial(edition.website.share_card, dossier)
    pages = tuple((page(Look.LIGHT, brief=brief), page(Look.DARK, brief=brief)) for brief in (False, True))
    texts = {
        "fact": claim.fact, "claim": claim.claim, "name of the claimant": claim.reviewed.claimant.name,
        "title of the collection": edition.project.title, "name of the publisher": edition.project.publisher.name,
    }  # fmt: skip
    return ShareCard(pages, edition.theme.stylesheet_for(pages[0][0], SHARE_STYLESHEETS), tuple(texts.items()))


def draw_card(card: ShareCard) -> Made:
    """Take a card and return it as a light and a dark picture, as generously set as fits.

    Raises CannotMake, with the longest texts, if it fits in no setting.
    """
    machine = press(card.stylesheet)
    for light, dark in card.pages:
        if setting := _loosest(machine, light):
            return Made(_drawn(machine, light, setting), (_drawn(machine, dark, setting),))
    longest = sorted(card.texts, key=lambda item: -len(item[1]))[:3]
    named = ", ".join(f"{name} ({len(text)} characters)" for name, text in longest)
    raise CannotMake(f"the words do not fit a share card; the longest texts are {named}", "does-not-fit")


def _loosest(machine: Press, page: str) -> Setting | None:
    """Take a press and a card; return the most generous setting in which it fits, if it does in any."""
    html, spare = machine.read(page), {}

    def fits(density: int) -> bool:
        spare[density] = -prove(machine, html, density, 1).overflow
        return spare[density] >= 0

    density = bisect_left(range(DENSITIES), True, key=fits)
    return Setting(density, spare[density]) if density < DENSITIES else None


def _drawn(machine: Press, page: str, setting: Setting) -> bytes:
    """Take a press, a card and its setting; return its picture, with the spare height shared out."""
    html = machine.read(page)
    html.etree_element.set("style", f"--spare: {setting.spare / GAPS:.1f}px")
    document = prove(machine, html, setting.density, 1).document
    return picture(machine.write(document, page), SMOOTH, WIDTH, HEIGHT)
