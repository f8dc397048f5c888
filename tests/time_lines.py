"""Time lines of an entry with any dates, and what must hold for every one of them."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from functools import cache

import jinja2
from fontTools.ttLib import TTFont

from factsheet.dossier import Dossier, Exhibit
from factsheet.records import PartialDate, Span
from factsheet.theme import FACES, default_theme
from factsheet.timeline import Box, Label, TimeLine, time_line
from factsheet.timescale import TYPE

PRINT, NARROW = 680.3, 320.0
"""Widths in CSS pixels: of the text on A4, and of a small telephone's screen."""
LETTER = 703.7
TALLEST = 0.8
"""Height of the tallest letters above the baseline as a share of the size of type; brackets and `g` reach 0.2 below."""


def drawn(
    entry: Dossier, said: Sequence[str], issued: Sequence[str], period: str = "2023", width: float = PRINT
) -> TimeLine | None:
    """Return the time line of an entry with these dates in the records."""
    appearance = entry.claim.reviewed
    appearances = tuple(appearance.model_copy(update={"date": PartialDate(when)}) for when in said)
    claim = entry.claim.model_copy(update={"appearances": appearances, "period": Span(period)})
    return time_line(dataclasses.replace(entry, claim=claim), exhibits(entry, issued), width)


def exhibits(entry: Dossier, issued: Sequence[str]) -> list[Exhibit]:
    (first,) = entry.exhibits
    return [
        dataclasses.replace(
            first, number=number, evidence=first.evidence.model_copy(update={"issued": PartialDate(when)})
        )
        for number, when in enumerate(issued, start=1)
    ]


def sound(
    entry: Dossier, said: Sequence[str], issued: Sequence[str], period: str = "2023", width: float = PRINT
) -> TimeLine:
    """Return the time line of an entry with these dates, after whatever must hold for every time line is checked."""
    line = drawn(entry, said, issued, period, width)
    assert line is not None
    check_labels(line)
    check_places(line)
    assert line == drawn(entry, said, issued, period, width)
    return line


def labels_of(line: TimeLine) -> list[Label]:
    return [*line.strip.names, *line.above.labels, *line.below.numbers]


@cache
def advances(weight: int) -> dict[str, float]:
    """Take a weight and return the real width of each character of the labels' face, as a share of the size of type."""
    face = next(
        face
        for face in FACES
        if (face.family, face.weight, face.style) == ("IBM Plex Sans Condensed", weight, "normal")
    )
    with TTFont(face.path) as font:
        characters, widths, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        return {chr(code): widths[name][0] / units for code, name in characters.items()}


def real_width(words: str, weight: int) -> float:
    return sum(advances(weight)[character] for character in words) * TYPE


def real_box(label: Label) -> Box:
    """Take a label and return the box that its words fill, by the metrics of their font."""
    width = real_width(label.words, label.weight)
    left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    return Box(left, label.y - TALLEST * TYPE, width, (TALLEST + 0.2) * TYPE)


def touch(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def check_labels(line: TimeLine) -> None:
    boxes = [(label.words, real_box(label)) for label in labels_of(line)]
    for (words, box), (other_words, other) in itertools.combinations(boxes, 2):
        assert not touch(box, other), f"'{words}' touches '{other_words}'"
    for words, box in boxes:
        assert box.x >= 0, f"'{words}' begins before the drawing"
        assert box.x + box.width <= line.width, f"'{words}' ends behind the drawing"
        assert line.top <= box.y, f"'{words}' stands above the drawing"
        assert box.y + box.height <= line.top + line.height, f"'{words}' stands below the drawing"
    for one, other in itertools.combinations(line.below.discs, 2):
        assert not touch(one, other)
    for disc, number in zip(line.below.discs, line.below.numbers, strict=True):
        box = real_box(number)
        assert disc.x < box.x
        assert box.x + box.width < disc.x + disc.width


def check_places(line: TimeLine) -> None:
    """Make sure that nothing that is drawn is outside the drawing, and that every length is in tenths."""
    strip, above, below = line.strip, line.above, line.below
    head = [strip.head] if strip.head else []
    for box in (*strip.shades, *head, *above.bars, *below.bars, *below.discs):
        assert 0 <= box.x <= box.x + box.width <= line.width + 0.05
        assert line.top <= box.y <= box.y + box.height <= line.top + line.height
    for stroke in (*strip.frame, *strip.ticks, *strip.small_ticks, *below.leaders):
        assert 0 <= stroke.x <= line.width
        assert 0 <= stroke.end_x <= line.width
        assert line.top <= min(stroke.y, stroke.end_y) <= max(stroke.y, stroke.end_y) <= line.top + line.height
    for marker in above.markers:
        assert marker.half_width <= marker.x <= line.width - marker.half_width
    for number in numbers_in(dataclasses.asdict(line)):
        assert number == round(number, 1)
        assert str(number) != "-0.0"


def numbers_in(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(part)


def svg(line: TimeLine) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(default_theme().folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    text: str = environment.get_template("timeline.svg.j2").module.drawing(line)  # type: ignore[attr-defined]
    return str(text)


def names(line: TimeLine) -> list[str]:
    return [label.words for label in line.strip.names]


def words_above(line: TimeLine) -> list[str]:
    return [label.words for label in line.above.labels]
