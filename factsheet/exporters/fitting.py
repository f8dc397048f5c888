"""Fitting a sheet to the sides it may have: its settings from generous to dense, and what may be left out in print."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from factsheet import digests
from factsheet.enclosures import Enclosure
from factsheet.exporters.press import Press, press
from factsheet.exporters.target import CannotMake, Made

HEIGHTS = (1.0, 0.91, 0.845, 0.785, 0.738, 0.69)
"""Height of the same words at each density of `shared.css`, from the most generous, as a share of that at the first.

A guess that chooses which density to lay out; what counts is the layout.
"""
HOPELESS = 1.03
"""Share of the room beyond which a likely height makes a variant no good one to begin with."""
PLAINLY = 1.04
"""Share of the room beyond which a variant plainly does not fit, if most of its height was measured on another one."""
DOUBT = 0.02
"""Share by which a height reckoned from another density may be wrong."""
LINE = 17.3
"""Height of a line of running text at the densest setting, in CSS pixels."""
MILLIMETRES = 25.4 / 96
"""Millimetres of a CSS pixel."""
SIDES = {1: "one page", 2: "two pages"}


@dataclass(frozen=True)
class Variant:
    """One way to print a sheet: its HTML, how many sides it may have, and how densely it may be set."""

    page: str
    likely_height: float
    """How high its words will probably stand at the densest setting of all, in CSS pixels."""
    likely_room: float
    """Height there probably is for the words above the foot, on all sides together."""
    sides: int = 1
    densest: int = len(HEIGHTS) - 1
    left_out: tuple[str, ...] = ()
    """What is not on it and would be, were there room: ids of documents, or words for other parts."""
    spacious: bool = False
    """Whether it shows more than a sheet must, so that it is tried only where there is plainly room."""

    @property
    def looks_hopeful(self) -> bool:
        """Return whether the words may well fit, as far as the likely height and room tell."""
        return self.likely_height * HEIGHTS[self.densest] / HEIGHTS[-1] <= HOPELESS * self.likely_room


@dataclass(frozen=True)
class SheetForm:
    """A sheet to be printed in the first of its variants that fits: the fullest, or that of the fewest sides."""

    variants: tuple[Variant, ...]
    stylesheet: str
    texts: tuple[tuple[str, str], ...]
    """Names and contents of the texts on the sheet, to tell which are longest."""
    enclosures: tuple[Enclosure, ...] = ()
    """What the file carries beside its pages."""

    @property
    def needs(self) -> list[Any]:
        """Return what the sheet's bytes depend on beside the fonts and the programs; of long texts, their digests."""
        variants = [[digests.of_text(variant.page), variant.sides, variant.densest] for variant in self.variants]
        enclosed = [[enclosure.name, digests.of_text(enclosure.text)] for enclosure in self.enclosures]
        return [digests.of_text(self.stylesheet), variants, enclosed]


@dataclass(frozen=True)
class Proof:
    """A sheet laid out at one density."""

    density: int
    height: float
    """Height of the words above the foot, on all sides together, in CSS pixels."""
    room: float
    """Height there is for them."""
    behind_foot: float
    """By how many CSS pixels the words reach behind the foot, which stands on the side on which they end."""
    document: Any

    @property
    def overflow(self) -> float:
        """Return by how many CSS pixels the words run over; nothing or less if they fit."""
        return max(self.height - self.room, self.behind_foot)


def print_sheet(form: SheetForm) -> Made:
    """Take a sheet and return it as a PDF of no more sides than it may have, as generously set as fits.

    Raises CannotMake, with the lines that are over and the longest texts, if it fits in no setting that is allowed.
    """
    machine = press(form.stylesheet)
    variant, proof = _fullest(machine, form)
    if proof.overflow > 0:
        raise CannotMake(_too_long(form, proof.overflow), "does-not-fit")
    setting = {
        "density": f"{proof.density + 1} of {len(HEIGHTS)}",
        "sides": len(proof.document.pages),
        "spare": int(-proof.overflow * MILLIMETRES),
    }
    left_out = {"left_out": list(variant.left_out)} if variant.left_out else {}
    return Made(machine.write(proof.document, variant.page, form.enclosures), setting=setting | left_out)


def _fullest(machine: Press, form: SheetForm) -> tuple[Variant, Proof]:
    """Take a press and a sheet; return the fullest variant that fits with its proof, or the last one if none does.

    The likely heights only say where to begin: a variant is passed over when a layout shows that it must be, its own
    or that of the next, which leaves plainly no room for more.
    """
    variants, last = form.variants, len(form.variants) - 1
    number = next((n for n, variant in enumerate(variants) if variant.looks_hopeful and not variant.spacious), last)
    proof = fit(machine, variants[number])
    if proof.overflow > 0:
        while proof.overflow > 0 and number < last:
            number += 1
            proof = fit(machine, variants[number])
        return variants[number], proof
    while number > 0 and _may_fit(variants[number - 1], variants[number], proof):
        fuller = fit(machine, variants[number - 1])
        if fuller.overflow > 0:
            break
        number, proof = number - 1, fuller
    return variants[number], proof


def _may_fit(fuller: Variant, variant: Variant, proof: Proof) -> bool:
    """Take a fuller variant, and one that fits with its proof; return whether the fuller one is worth a layout.

    What a layout measured and only the rest reckoned, by the same measure, is right to some hundredths on every sheet
    of the collection.
    """
    measured = proof.height * HEIGHTS[fuller.densest] / HEIGHTS[proof.density]
    likely = measured * fuller.likely_height / variant.likely_height
    return likely <= proof.room * (1 if fuller.spacious else PLAINLY)


def fit(machine: Press, variant: Variant) -> Proof:
    """Take a press and a way to print a sheet; return its proof at the loosest density that fits, or at its densest.

    What a layout measures tells which density to try next, so that most sheets need one or two.
    """
    html = machine.read(variant.page)
    proofs: dict[int, Proof] = {}
    too_loose, fitting = -1, variant.densest + 1
    density = min(_loosest(variant.likely_height, len(HEIGHTS) - 1, variant.likely_room), variant.densest)
    while too_loose < density < fitting:
        proof = proofs[density] = prove(machine, html, density, variant.sides)
        if proof.overflow > 0:
            too_loose = density
        else:
            fitting = density
        likely = _loosest(proof.height * (1 - DOUBT), density, proof.room)
        density = min(max(likely, too_loose + 1), variant.densest)
    return proofs[min(fitting, variant.densest)]


def prove(machine: Press, html: Any, density: int, sides: int) -> Proof:
    """Take a press, a parsed page, a density and the sides there may be; return how high its words stand, and where."""
    html.etree_element.set("data-density", str(density))
    document = machine.lay_out(html)
    pages = document.pages
    margin = pages[0].anchors["start"][1]
    # What does not fit a page is moved to further ones, which begin where a running head ends, if there is one.
    tops = [page.anchors.get("again", (0, margin))[1] for page in pages]
    heights = [page.height - margin - top for page, top in zip(pages, tops, strict=True)]
    # The foot lies at the bottom of the page on which the words end.
    end, foot = pages[-1].anchors["end"][1], pages[-1].anchors["foot"][1]
    height = sum(heights[:-1]) + end - tops[-1]
    room = (sides - 1) * heights[0] + foot - tops[min(sides, len(pages)) - 1]
    return Proof(density, height, room, end - foot, document)


def _loosest(height: float, density: int, room: float) -> int:
    """Take the height of words at a density, and the room; return the loosest density at which they will likely fit."""
    heights = [height * share / HEIGHTS[density] for share in HEIGHTS]
    return next((likely for likely, expected in enumerate(heights) if expected <= room), len(HEIGHTS) - 1)


def _too_long(form: SheetForm, overflow: float) -> str:
    lines = math.ceil(overflow / LINE)
    longest = sorted(form.texts, key=lambda item: -len(item[1]))[:3]
    named = ", ".join(f"{name} ({len(text.split())} words)" for name, text in longest)
    sides = SIDES[form.variants[-1].sides]
    return f"{lines} {'line' if lines == 1 else 'lines'} too long for {sides}; the longest texts are {named}"
