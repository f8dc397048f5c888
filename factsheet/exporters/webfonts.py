"""The fonts of the web edition: each face in two parts, of which browsers fetch what a page needs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Made, Target, text_target
from factsheet.theme import WEB_FONTS, WebFont

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDER = PurePosixPath("site", "assets", "fonts")
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "liga", "zero"]
"""What is kept of a Latin part's typographic features: composed letters, local forms, accents, kerning, ligatures, and
the zero with a stroke. What else the faces have (fractions, superiors, alternates) would weigh a tenth more."""
COPYRIGHT, SUBFAMILY, TRADEMARK, LICENCE, LICENCE_ADDRESS = 0, 2, 7, 13, 14
FAMILY, IDENTIFIER, FULL, VERSION, POSTSCRIPT, DESCRIPTION = 1, 3, 4, 5, 6, 10
"""Numbers of names in a font (OpenType, table `name`)."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield the parts of each face, and the licence that goes with them."""
    for font in WEB_FONTS:
        needs = [font.file, font.rule, edition.theme.fonts_digest, edition.tools]
        yield Target(FOLDER / font.file, needs, partial(web_font, font), slow=True)
    yield text_target(FOLDER / "LICENSE.txt", edition.theme.fonts_licence)


def web_font(font: WebFont) -> Made:
    """Take a part of a face and return its file as WOFF 2: its glyphs without hinting, under a name of our own."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    # Of what browsers draw, hinting is a quarter of the weight, and only some on low resolutions look at it.
    options = Options(
        layout_features=FEATURES if font.is_latin else ["*"], hinting=False, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += ["DSIG", "meta"]
    with TTFont(font.face.path, recalcTimestamp=False) as opened:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[code for block in font.characters for code in block])
        subsetter.subset(opened)
        _rename(opened, font)
        opened.flavor = "woff2"
        stream = io.BytesIO()
        opened.save(stream)
    return Made(stream.getvalue())


def _rename(opened: TTFont, font: WebFont) -> None:
    """Take a font and what it is a part of; give it the names of our own, and keep those of its owners and licence."""
    table = opened["name"]
    kept = {COPYRIGHT, SUBFAMILY, VERSION, TRADEMARK, LICENCE, LICENCE_ADDRESS}
    table.names = [record for record in table.names if record.nameID in kept]
    style = table.getDebugName(SUBFAMILY)
    postscript = f"{font.family}-{style}".replace(" ", "")
    described = f"Made of {font.face.family}: fewer glyphs, no hinting"
    for number, text in {
        FAMILY: font.family, IDENTIFIER: f"{table.getDebugName(VERSION)};{postscript}", FULL: f"{font.family} {style}",
        POSTSCRIPT: postscript, DESCRIPTION: described,
    }.items():  # fmt: skip
        table.setName(text, number, 3, 1, 0x409)
