"""Fonts of the web edition: small parts, of which nothing is lost, under names that their licence allows."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from factsheet import fonts
from factsheet.exporters import webfonts
from factsheet.exporters.webfonts import web_font
from factsheet.theme import WEB_FONTS, WebFont, default_theme
from tests.faker import FakeCollection
from tests.workshop import edition

ROOT = Path(__file__).parent.parent
CSS = default_theme().site_stylesheet
LATIN = [font for font in WEB_FONTS if font.is_latin]
NAMES = {
    1: "family",
    3: "identifier",
    4: "full name",
    6: "PostScript name",
    16: "family",
    18: "full name",
    21: "family",
}
"""What a font is called by, of the names in it."""
EVERYDAY = "Əliyev, İstanbul, Iğdır, Şuşa, Łódź, Škoda, Țepeș, façade, Ærø: “‘…’” «» – — • † ‡ → ← € ™ № − § × ½"


@cache
def content(font: WebFont) -> bytes:
    return web_font(font).content


def opened(font: WebFont) -> TTFont:
    return TTFont(io.BytesIO(content(font)))


def characters(font: TTFont) -> set[int]:
    # Marks of control have no glyph that a browser would draw.
    return {code for code in font.getBestCmap() if code >= 0x20}


def outline(font: TTFont, character: int) -> Any:
    """Return what is drawn for a character, and how wide it is, without the names of glyphs."""
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[character]
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return glyphs[name].width, pen.value


@pytest.mark.slow
@pytest.mark.parametrize("latin", LATIN, ids=lambda font: font.file)
def test_the_parts_of_a_face_have_all_its_characters_and_draw_them_alike(latin: WebFont) -> None:
    further = next(font for font in WEB_FONTS if font.face is latin.face and font is not latin)
    with TTFont(latin.face.path) as whole, opened(latin) as one, opened(further) as other:
        assert characters(one) | characters(other) == characters(whole)
        for part, font in ((one, latin), (other, further)):
            asked = {code for block in font.characters for code in block}
            assert characters(part) == characters(whole) & asked
            assert [c for c in characters(part) if outline(part, c) != outline(whole, c)] == []
            assert {"fpgm", "prep", "cvt ", "DSIG"} & set(part.keys()) == set()


@pytest.mark.slow
def test_the_latin_parts_are_small_and_have_everyday_signs() -> None:
    sizes = {font.file: len(content(font)) for font in WEB_FONTS}
    assert [file for file, size in sizes.items() if size > (28_000 if "more" in file else 20_000)] == []
    assert sum(size for file, size in sizes.items() if "more" not in file) < 100_000
    for font in LATIN:
        with opened(font) as part:
            lacking = [character for character in EVERYDAY if ord(character) not in part.getBestCmap()]
            assert lacking == [], f"{font.file} lacks {lacking}"
            assert {record.FeatureTag for record in part["GPOS"].table.FeatureList.FeatureRecord} >= {"kern", "mark"}


@pytest.mark.slow
def test_a_part_does_not_bear_the_reserved_name_and_keeps_its_owners_and_licence() -> None:
    assert 'Reserved Font Name "Plex"' in default_theme().fonts_licence
    for font in WEB_FONTS:
        with opened(font) as part:
            names = {record.nameID: record.toUnicode() for record in part["name"].names}
            called = {NAMES[number]: name for number, name in names.items() if number in NAMES}
            assert [name for name in called.values() if "plex" in name.lower()] == []
            assert called["family"] == font.family
            assert names[0].startswith("Copyright 20")
            assert names[13].startswith("This Font Software is licensed under the SIL Open Font License, Version 1.1.")
            assert names[10] == f"Made of {font.face.family}: fewer glyphs, no hinting"
    assert "Plex" not in CSS
    assert not any("plex" in font.file.lower() for font in WEB_FONTS)


@pytest.mark.slow
def test_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib; from factsheet.exporters.webfonts import web_font; from factsheet.theme import WEB_FONTS;"
        "print(hashlib.sha256(b''.join(web_font(WEB_FONTS[n]).content for n in (4, 8))).hexdigest())"
    )
    here = hashlib.sha256(content(WEB_FONTS[4]) + content(WEB_FONTS[8])).hexdigest()
    for seed in ("1", "2"):
        ended = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert (ended.stdout.strip(), ended.stderr) == (here, "")


def test_every_part_has_one_rule_and_the_latin_ones_are_looked_at_first(collection: FakeCollection) -> None:
    rules = re.findall(
        r'@font-face\{font-family:"([^"]*)";(.*?)src:url\("fonts/([^"]*)"\);unicode-range:([^}]*)\}', CSS
    )
    assert [file for _, _, file, _ in rules] == [font.file for font in WEB_FONTS]
    assert len(rules) == CSS.count("@font-face") == 2 * len({font.face for font in WEB_FONTS})
    assert all("font-display:optional;" in settings for _, settings, _, _ in rules)
    # The last rule that names a character is the first to be looked at.
    assert [font.is_latin for font in WEB_FONTS] == sorted(font.is_latin for font in WEB_FONTS)
    made = [target.path for target in webfonts.export(edition(collection))]
    expected = [*(font.file for font in WEB_FONTS), "LICENSE.txt"]
    assert [path.as_posix() for path in made] == [f"site/assets/fonts/{name}" for name in expected]


def test_rules_tell_weight_and_style_and_are_short() -> None:
    serif = WebFont(next(face for face in fonts.FACES if (face.weight, face.style) == (600, "italic")), is_latin=True)
    assert serif.rule == (
        '@font-face{font-family:"Factsheet Serif";font-weight:600;font-style:italic;font-display:optional;'
        'src:url("fonts/serif-600-italic.woff2");unicode-range:'
        "U+0-24F,U+259,U+300-36F,U+2000-206F,U+20AC,U+2116-2122,U+2190-2193,U+2212}"
    )
    assert serif.characters[:2] == (range(0x250), range(0x259, 0x25A))
    assert sum(len(font.rule) + 1 for font in WEB_FONTS) < 3_000


def test_pages_are_set_in_the_families_that_the_rules_name() -> None:
    families = re.findall(r"--(serif|sans): ?([^;}]*)", CSS)
    assert families == [
        ("serif", '"Factsheet Serif",Georgia,"Times New Roman",serif'),
        ("sans", '"Factsheet Sans","Arial Narrow","Helvetica Neue",Arial,sans-serif'),
    ]
