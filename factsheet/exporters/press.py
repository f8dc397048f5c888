"""The printing press: HTML to PDF with WeasyPrint, and the fitting of a sheet to the sides it may have.

A process keeps one press for each stylesheet: one font configuration, one parsed stylesheet. WeasyPrint is imported
when the first page is printed, because that takes longer than everything else a build does when nothing changed.
"""

from __future__ import annotations

import html as html_text
import logging
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath
from typing import Any

from factsheet import digests
from factsheet.exporters.target import CannotMake, Target
from factsheet.theme import FACES, Face

HEIGHTS = (1.0, 0.91, 0.845, 0.785, 0.738, 0.69)
"""Height of the same words at each density of `shared.css`, from the most generous, as a share of that at the first.

A guess that chooses which density to lay out; what counts is the layout.
"""
HOPELESS = 1.06
"""Share of the room beyond which a likely height makes a variant no good one to begin with."""
DOUBT = 0.02
"""Share by which a height reckoned from another density may be wrong."""
LINE = 17.3
"""Height of a line of running text at the densest setting, in CSS pixels."""
_TAG = re.compile(r"<(title|head|svg|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


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

    @property
    def needs(self) -> list[Any]:
        """Return what the sheet's bytes depend on beside the fonts and the programs; of long texts, their digests."""
        variants = [[digests.of_text(variant.page), variant.sides, variant.densest] for variant in self.variants]
        return [digests.of_text(self.stylesheet), variants]


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


def sheet_target(form: SheetForm, subject: str, paper: str, others: Sequence[Any]) -> Target:
    """Take a sheet, what it shows, its paper, and what else its bytes depend on; return the file to be printed."""
    return Target(
        PurePosixPath("site", "pdf", f"{subject}-{paper}.pdf"),
        needs=[form.needs, *others],
        make=partial(print_sheet, form),
        slow=True,
        subject=subject,
    )


def print_sheet(form: SheetForm) -> bytes:
    """Take a sheet and return it as a PDF/UA-1 file of no more sides than it may have, as generously set as fits.

    Raises CannotMake, with the lines that are over and the longest texts, if it fits in no setting that is allowed.
    """
    press = _press(form.stylesheet)
    variant, proof = _fullest(press, form)
    if proof.overflow > 0:
        raise CannotMake(_too_long(form, proof.overflow), "does-not-fit")
    return press.write(proof.document, variant.page)


def _fullest(press: Press, form: SheetForm) -> tuple[Variant, Proof]:
    """Take a press and a sheet; return the fullest variant that fits with its proof, or the last one if none does.

    The likely heights only say where to begin: a variant is passed over when a layout shows that it must be.
    """
    variants, last = form.variants, len(form.variants) - 1
    number = next((n for n, variant in enumerate(variants) if variant.looks_hopeful), last)
    proof = press.fit(variants[number])
    if proof.overflow > 0:
        while proof.overflow > 0 and number < last:
            number += 1
            proof = press.fit(variants[number])
    else:
        while number > 0 and (fuller := press.fit(variants[number - 1])).overflow <= 0:
            number, proof = number - 1, fuller
    return variants[number], proof


class Press:
    """WeasyPrint with one stylesheet and one set of fonts, which may be used for any number of pages."""

    def __init__(self, stylesheet: str) -> None:
        """Take the stylesheet of all pages to come."""
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        from factsheet.exporters.fetcher import ThemeFetcher

        self._weasyprint = weasyprint
        self._fetcher = ThemeFetcher()
        self._fonts = FontConfiguration()
        with _warnings_are_errors():
            self._stylesheet = weasyprint.CSS(
                string=stylesheet, font_config=self._fonts, url_fetcher=self._fetcher, base_url="theme:"
            )

    def fit(self, variant: Variant) -> Proof:
        """Take a way to print a sheet; return its proof at the loosest density that fits, or at its densest.

        What a layout measures tells which density to try next, so that most sheets need one or two.
        """
        _check_glyphs(variant.page)
        html = self._weasyprint.HTML(string=variant.page, url_fetcher=self._fetcher, base_url="theme:")
        proofs: dict[int, Proof] = {}
        too_loose, fitting = -1, variant.densest + 1
        density = min(_loosest(variant.likely_height, len(HEIGHTS) - 1, variant.likely_room), variant.densest)
        while too_loose < density < fitting:
            proof = proofs[density] = self.lay_out(html, density, variant.sides)
            if proof.overflow > 0:
                too_loose = density
            else:
                fitting = density
            likely = _loosest(proof.height * (1 - DOUBT), density, proof.room)
            density = min(max(likely, too_loose + 1), variant.densest)
        return proofs[min(fitting, variant.densest)]

    def lay_out(self, html: Any, density: int, sides: int) -> Proof:
        """Take a parsed page, a density and the sides there may be; return how high its words are, and their room."""
        html.etree_element.set("data-density", str(density))
        with _warnings_are_errors():
            document = html.render(stylesheets=[self._stylesheet], font_config=self._fonts, pdf_variant="pdf/ua-1")
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

    def write(self, document: Any, page: str) -> bytes:
        """Take a laid-out page and its HTML; return it as PDF/UA-1, whose identifier is the digest of the HTML."""
        with _warnings_are_errors():
            pdf = document.write_pdf(
                pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=digests.of_text(page)[:32].encode()
            )
        assert isinstance(pdf, bytes)  # no target was given
        return pdf


def _loosest(height: float, density: int, room: float) -> int:
    """Take the height of words at a density, and the room; return the loosest density at which they will likely fit."""
    heights = [height * share / HEIGHTS[density] for share in HEIGHTS]
    return next((likely for likely, expected in enumerate(heights) if expected <= room), len(HEIGHTS) - 1)


@cache
def _press(stylesheet: str) -> Press:
    return Press(stylesheet)


@cache
def _characters_with_glyphs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    def characters(face: Face) -> frozenset[int]:
        with TTFont(face.path, lazy=True) as font:
            return frozenset(font.getBestCmap())

    return frozenset.intersection(*map(characters, FACES))


def _check_glyphs(page: str) -> None:
    # A character that no packaged font has would be taken from whatever the machine has, or print as a box.
    text = html_text.unescape(_TAG.sub(" ", page))
    missing = sorted({character for character in text if not character.isspace()} - _printable())
    if missing:
        named = ", ".join(f"'{character}' (U+{ord(character):04X})" for character in missing[:10])
        raise CannotMake(
            f"the packaged fonts have no glyph for {named}; quote a transliteration or a translation", "no-glyph"
        )


@cache
def _printable() -> frozenset[str]:
    return frozenset(map(chr, _characters_with_glyphs()))


def _too_long(form: SheetForm, overflow: float) -> str:
    lines = math.ceil(overflow / LINE)
    longest = sorted(form.texts, key=lambda item: -len(item[1]))[:3]
    named = ", ".join(f"{name} ({len(text.split())} words)" for name, text in longest)
    sides = "one page" if form.variants[-1].sides == 1 else "two pages"
    return f"{lines} {'line' if lines == 1 else 'lines'} too long for {sides}; the longest texts are {named}"


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    """Raise CannotMake if WeasyPrint warns: a missing stylesheet or font is only a warning there, and a bad sheet."""
    from weasyprint.logger import LOGGER
    from weasyprint.urls import FatalURLFetchingError

    collector = _Collector()
    LOGGER.addHandler(collector)
    try:
        yield
    except FatalURLFetchingError as error:  # a BaseException, which would end the worker
        raise CannotMake(f"the page asks for what the theme does not have: {error}") from None
    finally:
        LOGGER.removeHandler(collector)
    if collector.messages:
        raise CannotMake(f"WeasyPrint warned: {'; '.join(collector.messages)}")
