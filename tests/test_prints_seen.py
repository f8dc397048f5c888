"""What is seen on the sides of printed files: nothing cut off or covered, dark words on white paper, no blots.

Sides are laid out and drawn by pdfium, which has no part in making them. All are looked at; for contrast, which takes
longest, those of every entry, topic and form on A4 and A5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFilter

from factsheet.exporters.press import press
from factsheet.theme import default_theme
from tests import prints
from tests.prints import MILLIMETRE, Box, Mark, Print, marks, picture, sides

pytestmark = pytest.mark.slow

MARGIN = {"sheet": 12.0, "large-print": 12.0, "card": 6.0, "booklet": 12.0, "booklet-fold": 12.0}
"""Millimetres from the edge of the paper, of the card or at the fold within which no words stand."""
HEAD = 11.0
"""Millimetres from the upper edge within which no words stand in a booklet: running heads stand in the margin."""
CODE = 1.0
"""Millimetres by which a code may reach into the margin, because the margin is a part of its quiet zone."""
KNIFE = 0.5
"""Millimetres beside the lines on which cards are cut apart that hold the marks for it."""
HAIR = 0.5
"""Points by which lines may meet: a slanted letter leans over the one beside it."""
LEDGE = 2.0
"""Millimetres by which a rule may be longer than the longest line of words above or below it."""
SMALLEST = {"sheet": 7.6, "large-print": 16.0, "card": 7.6, "booklet": 7.6, "booklet-fold": 7.6}
"""The smallest type of each form, in points: that of its foot."""
CONTRAST = 4.5
"""The least contrast of words (WCAG 2.2, 1.4.3)."""
INK = 0.12
"""The greatest part of a side that is black. Sides full of words have some 8 %, cards with their codes have 10 %."""
DARK = 200
"""Where less light than this is seen, from 0 for black to 255, ink is: the fields of time lines are lighter."""
BARE = 250
"""What is seen of bare paper."""
BLOT = 5
"""Half the width in pixels of 0.5 mm, less a half, of a square that shows bare paper everywhere: some 6 mm.

Copiers make spots and bands of larger dark areas, and use much toner. Strokes of titles and marks of ratings are
smaller, and a code has white modules in each such square.
"""


@cache
def drawn(printed: Print) -> tuple[tuple[Mark, ...], ...]:
    """Take a printed file and return what is drawn on each of its sides."""
    return tuple(tuple(marks(side)) for side in sides(printed))


def room(printed: Print, part: Box) -> Box:
    """Take a printed file and the place of a page on its sides; return where words may stand."""
    inside = part.inset(MARGIN[printed.form] * MILLIMETRE)
    return inside._replace(top=part.top - HEAD * MILLIMETRE) if "booklet" in printed.form else inside


def part_of(printed: Print, mark: Mark) -> Box | None:
    """Take a printed file and something on it; return the place of the page that it is on, if it is on one."""
    return next((part for part in printed.parts() if part.has(*mark.box.middle)), None)


def told(number: int, mark: Mark) -> str:
    """Take the number of a side and something on it; return it in words."""
    place = ", ".join(f"{length / MILLIMETRE:.1f}" for length in mark.box)
    return f"side {number}: '{mark.words[:40]}' at {place} mm"


def test_no_words_stand_in_margins(all_prints: list[Print]) -> None:
    assert faults(all_prints, words_in_margins) == {}


def words_in_margins(printed: Print) -> Iterator[str]:
    for number, side in enumerate(drawn(printed), start=1):
        for mark in side:
            part = part_of(printed, mark)
            if mark.words and not (part and room(printed, part).holds(mark.box)):
                yield told(number, mark)


def test_lines_do_not_cover_one_another(all_prints: list[Print]) -> None:
    assert faults(all_prints, covered) == {}


def covered(printed: Print) -> Iterator[str]:
    for number, side in enumerate(drawn(printed), start=1):
        yield from (f"{told(number, line)} and '{other.words[:40]}'" for line, other in meeting(side))


def meeting(side: tuple[Mark, ...]) -> Iterator[tuple[Mark, Mark]]:
    """Take what is on a side and yield each two pieces of words of which one stands on the other."""
    lines = sorted((mark for mark in side if mark.words), key=lambda mark: mark.box.bottom)
    for place, line in enumerate(lines, start=1):
        for other in lines[place:]:
            if other.box.bottom > line.box.top - HAIR:
                break
            if min(line.box.right, other.box.right) - max(line.box.left, other.box.left) > HAIR:
                yield line, other


def test_no_rule_is_longer_than_the_lines(all_prints: list[Print]) -> None:
    assert faults(all_prints, long_rules) == {}


def long_rules(printed: Print) -> Iterator[str]:
    # Left and right pages of a booklet have margins of their own, and so have the columns of a folded sheet.
    columns: dict[tuple[Box, int], list[tuple[int, Mark]]] = {}
    for number, side in enumerate(drawn(printed), start=1):
        for mark in side:
            if (part := part_of(printed, mark)) and not is_cut_mark(printed, mark):
                place = part, number % 2 if printed.form == "booklet" else 0
                columns.setdefault(place, []).append((number, mark))
    for found in columns.values():
        lines = [mark.box for _, mark in found if mark.words]
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        for number, mark in found:
            if max(left - mark.box.left, mark.box.right - right) > LEDGE * MILLIMETRE:
                yield told(number, mark)


def is_cut_mark(printed: Print, mark: Mark) -> bool:
    """Take a printed file and a drawing on it; return whether it is that which shows where cards are cut apart."""
    return printed.form == "card" and mark.box.width > printed.parts()[0].width


def test_type_is_large_enough(all_prints: list[Print]) -> None:
    assert faults(all_prints, small_type) == {}


def small_type(printed: Print) -> Iterator[str]:
    for number, side in enumerate(drawn(printed), start=1):
        # Sizes are rounded on their way into the file. Raised numbers are as small as they need to be.
        small = [mark for mark in side if mark.words and mark.size < SMALLEST[printed.form] - 0.05]
        yield from (f"{told(number, mark)}: {mark.size:.1f} pt" for mark in small if not mark.words.isdigit())


@dataclass(frozen=True)
class Look:
    """What is seen of a side in grey."""

    ink: float
    """The part of it that is black, with grey counted by its darkness."""
    has_blot: bool
    """Whether a square is dark all over."""
    inked: tuple[Box, ...]
    """On each page of it, the smallest box that holds all ink."""


@cache
def looks(printed: Print) -> tuple[Look, ...]:
    """Take a printed file and return what is seen of each of its sides."""
    return tuple(looked_at(side, printed) for side in sides(printed))


def looked_at(side: Any, printed: Print) -> Look:
    """Take a side and the printed file that it is of; return what is seen of it."""
    seen = picture(side, 100)
    parts = [part.inset(KNIFE * MILLIMETRE if printed.form == "card" else 0) for part in printed.parts()]
    return Look(ink(seen), has_blot(seen), tuple(ink_within(side, part) for part in parts))


def ink(seen: Image.Image) -> float:
    """Take a picture and return which part of it is black, with grey counted by its darkness."""
    light = sum(value * count for value, count in enumerate(seen.histogram()))
    return 1 - light / 255 / (seen.width * seen.height)


def has_blot(seen: Image.Image) -> bool:
    """Take a picture of 100 dots per inch and return whether a square of it is dark all over."""
    bare = seen.reduce(2).point(lambda value: 255 if value >= DARK else 0)
    (least, _) = bare.filter(ImageFilter.BoxBlur(BLOT)).getextrema()
    return least == 0


def ink_within(side: Any, part: Box) -> Box:
    """Take a side and a part of it; return the smallest box that holds all ink in that part."""
    dark = ImageChops.invert(picture(side, 100, part)).point(lambda value: value if value > 255 - BARE else 0)
    left, top, right, bottom = (pixels * 72 / 100 for pixels in dark.getbbox() or (0, 0, 0, 0))
    return Box(part.left + left, part.top - bottom, part.left + right, part.top - top)


def test_margins_are_white(all_prints: list[Print]) -> None:
    assert faults(all_prints, inked_margins) == {}


def inked_margins(printed: Print) -> Iterator[str]:
    for number, look in enumerate(looks(printed), start=1):
        for part, inked in zip(printed.parts(), look.inked, strict=True):
            if inked.height and not room(printed, part).inset(-CODE * MILLIMETRE).holds(inked):
                yield told(number, Mark("", inked, 0))


def test_sides_have_little_ink_and_no_blots(all_prints: list[Print]) -> None:
    assert faults(all_prints, too_much_ink) == {}


def too_much_ink(printed: Print) -> Iterator[str]:
    for number, look in enumerate(looks(printed), start=1):
        if look.ink > INK or look.has_blot:
            yield f"side {number}: {look.ink:.1%} ink{', with a blot' if look.has_blot else ''}"


def test_words_are_dark_on_light(all_prints: list[Print]) -> None:
    chosen = [printed for printed in all_prints if printed.paper in {"a4", "a5"} and printed.form != "booklet-fold"]
    assert faults(chosen, faint_words) == {}


def faint_words(printed: Print) -> Iterator[str]:
    for number, (side, found) in enumerate(zip(sides(printed), drawn(printed), strict=True), start=1):
        for mark, found_contrast in contrasts(side, found):
            if found_contrast < CONTRAST:
                yield f"{told(number, mark)}: {found_contrast:.2f}"


def contrasts(side: Any, found: tuple[Mark, ...]) -> Iterator[tuple[Mark, float]]:
    """Take a side and what is on it; yield each piece of words with its contrast.

    Within its box the darkest point of the picture is the core of a letter, and the lightest what is behind it. At 200
    dots per inch strokes of the smallest type are wider than a point. Pieces without letters or digits may be thinner.
    """
    seen, points = picture(side, 200), 72 / 200
    for mark in found:
        if any(character.isalnum() for character in mark.words):
            left, right = int(mark.box.left / points), int(mark.box.right / points) + 1
            top, bottom = int(seen.height - mark.box.top / points), int(seen.height - mark.box.bottom / points) + 1
            dark, light = seen.crop((left, top, right, bottom)).getextrema()
            yield mark, (luminance(light) + 0.05) / (luminance(dark) + 0.05)


def luminance(grey: Any) -> float:
    """Take a grey from 0 to 255 and return its relative luminance (WCAG 2.2)."""
    share = float(grey) / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def faults(files: list[Print], found_in: Any) -> dict[str, list[str]]:
    """Take printed files and a function that yields what is wrong with one; return the first faults by name."""
    found = {printed.name: list(found_in(printed)) for printed in files}
    return {name: these[:3] for name, these in found.items() if these}


# That the tests above see what they look for.

STYLE = """
    @page { size: 210mm 297mm; margin: 12mm } body { margin: 0; font: 11pt/1.2 "IBM Plex Serif" }
    p, div { margin: 0; position: absolute; left: 0 }"""

BARS = "".join(
    f"<div style='top: {top}mm; width: 180mm; height: 4mm; background: #111'></div>" for top in range(0, 270, 15)
)


def side_with(tmp_path: Path, body: str) -> Print:
    """Take the body of a page in HTML and return it as a printed sheet."""
    page = f"<html lang=en><meta charset=utf-8><title>Poor</title><style>{STYLE}</style><body>{body}</body></html>"
    machine = press(default_theme().sheet_stylesheet)
    path = tmp_path / "poor-a4.pdf"
    path.write_bytes(machine.write(machine.lay_out(machine.read(page)), page))
    return prints.named(path)


@pytest.mark.parametrize(
    ("body", "fault", "words"),
    [
        ("<p style='color: #777'>too faint", faint_words, "'too faint'"),
        ("<p style='background: #555; color: #aaa'>on dark", faint_words, "'on dark'"),
        ("<p>a line<p style='top: 1.5mm'>another", covered, "'another'"),
        ("<p style='left: -0.4mm'>outside", words_in_margins, "'outside'"),
        ("<p style='left: -2mm'>outside", inked_margins, "side 1"),
        ("<p style='top: 274mm'>below", inked_margins, "side 1"),
        ("<p style='font-size: 7.5pt'>small", small_type, "7.5 pt"),
        ("<p>words<div style='width: 90mm; height: 1pt; background: #111'></div>", long_rules, "side 1"),
        ("<div style='width: 7mm; height: 7mm; background: #bbb'></div>", too_much_ink, "with a blot"),
        (BARS, too_much_ink, "% ink"),
    ],
)
def test_what_is_poor_is_seen(tmp_path: Path, body: str, fault: Any, words: str) -> None:
    assert words in "".join(fault(side_with(tmp_path, body)))


def test_what_is_just_good_enough_is_not_held_against_a_sheet(tmp_path: Path) -> None:
    good = side_with(
        tmp_path,
        """<p style="color: #767676; font-size: 7.6pt">dark enough<p style="top: 10pt; width: 90mm">another line
        <div style="top: 30mm; width: 20mm; height: 1pt; background: #111"></div>
        <div style="top: 40mm; width: 4.5mm; height: 4.5mm; background: #000"></div>""",
    )
    for fault in (faint_words, covered, words_in_margins, inked_margins, small_type, long_rules, too_much_ink):
        assert list(fault(good)) == []
