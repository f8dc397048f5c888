"""The time line of an entry: when the claim was made, above; when the exhibits were issued, below; what it is about."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from factsheet.dates import TextDate
from factsheet.dossier import Dossier, Exhibit
from factsheet.records import PartialDate, Span
from factsheet.timescale import BREAK, TYPE, Cell, Spot, Stretch, scale, spots_of, spread, text_width, ticks

LEGEND = "grey: time the claim is about"
STRIP = 16.0
"""Height of the strip of time, in CSS pixels like all lengths here."""
DISC = 15.6
"""Height of the disc around an exhibit's number."""

_BASE, _DISC_BASE = 12.1, 11.9  # from the tops of the strip and of a disc to the baseline of what stands in them
_ROW = 14.0  # from a row of labels to the next
_TIP, _LEADER = 8.4, 9.0  # heights of a marker, and of the room for leaders
_BAR, _LANE = 3.6, 4.6  # heights of a bar, and from a lane of bars to the next
_LEAST_BAR, _LEAST_SHADE = 4.0, 2.4  # widths: a shorter bar says nothing, a narrower shade is not seen
_MOST_ROWS = 3  # of exhibits of one date
_HEAD, _GAP, _APART = 7.0, 6.0, 2.0  # widths: of the arrowhead, between labels at least, between discs


@dataclass(frozen=True)
class Box:
    """A rectangle by its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x: float
    y: float
    end_x: float
    end_y: float

    @property
    def path(self) -> str:
        """Return the line as a path's data has it (SVG 2, section 9.3), in few characters."""
        across = f"H{self.end_x}" if self.y == self.end_y else f"L{self.end_x} {self.end_y}"
        return f"M{self.x} {self.y}" + (f"V{self.end_y}" if self.x == self.end_x else across)


@dataclass(frozen=True)
class Marker:
    """A triangle standing on its tip, which is where the claim was made."""

    x: float
    y: float
    half_width: float


@dataclass(frozen=True)
class Label:
    """Words on one line, by a point of their baseline: its start, middle or end."""

    x: float
    y: float
    words: str
    anchor: str = "middle"
    weight: int = 400

    @property
    def left(self) -> float:
        """Return where the words begin at the earliest."""
        return self.x - {"start": 0, "middle": 0.5, "end": 1}[self.anchor] * text_width(self.words)

    @property
    def right(self) -> float:
        """Return where the words end at the latest."""
        return self.left + text_width(self.words)


@dataclass(frozen=True)
class Strip:
    """The strip of time, the upper edge of which is at 0."""

    shades: tuple[Box, ...]
    """The time that the claim is about."""
    head: Box | None
    """The arrowhead in which that time ends if it has no end."""
    frame: tuple[Line, ...]
    """The edges, and the strokes where it is broken."""
    ticks: tuple[Line, ...]
    small_ticks: tuple[Line, ...]
    names: tuple[Label, ...]
    """What the days, months or years behind the ticks are called."""


@dataclass(frozen=True)
class Above:
    """The claim, above the strip."""

    bars: tuple[Box, ...]
    """What dates of months and years may mean."""
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Below:
    """The exhibits, below the strip."""

    bars: tuple[Box, ...]
    """What dates of months and years may mean."""
    leaders: tuple[Line, ...]
    """From the strip to the discs that belong there."""
    discs: tuple[Box, ...]
    numbers: tuple[Label, ...]
    """The number in each disc."""


@dataclass(frozen=True)
class TimeLine:
    """A drawing, all lengths in tenths of a CSS pixel, so that the same entry gives the same bytes."""

    width: float
    top: float
    height: float
    alternative: str
    """All that the drawing says, for those who do not see it."""
    strip: Strip
    above: Above
    below: Below

    @property
    def divisions(self) -> str:
        """Return the ticks as the data of one path."""
        return "".join(tick.path for tick in self.strip.ticks + self.strip.small_ticks)

    @property
    def outline(self) -> str:
        """Return the strip's edges and the leaders as the data of one path."""
        return "".join(line.path for line in self.strip.frame + self.below.leaders)


def time_line(dossier: Dossier, exhibits: Sequence[Exhibit], width: float) -> TimeLine | None:
    """Take an entry, the exhibits to show and the width, 300 or more; return their time line.

    None is returned if there are no two different dates to compare.
    """
    claim = dossier.claim
    said = [appearance.date for appearance in claim.appearances]
    # A document stands at its date of issue: that is the date printed beside the exhibit, by which a reader can check
    # the drawing. The time that a document reports about is mostly that of the claim, and would say little.
    issued = {exhibit.number: exhibit.evidence.issued for exhibit in exhibits}
    dates = [*said, *issued.values()]
    if len(set(dates)) < 2:
        return None
    period = Stretch.of(claim.period)
    cells = scale([Stretch.of(when) for when in dates], period, width - (_HEAD if period.is_open else 0.0))
    strip = _strip(cells, period)
    above, below = _above(said, cells, strip.shades, width), _below(issued, cells, width)
    top = _tenth(min(label.y for label in above.labels) - 0.93 * TYPE)
    bottom = max([STRIP + 2, *(disc.y + disc.height for disc in below.discs)]) + 0.6
    alternative = _alternative(said, issued, claim.period)
    return TimeLine(_tenth(width), top, _tenth(bottom - top), alternative, strip, above, below)


def _tenth(length: float) -> float:
    # The addition makes 0 of the -0 that small negative lengths are rounded to.
    return round(length, 1) + 0.0


_Part = TypeVar("_Part", Box, Line, Marker, Label)


def _tenths(parts: Iterable[_Part]) -> tuple[_Part, ...]:
    """Take parts of the drawing and return them with their lengths in tenths."""

    def rounded(part: _Part) -> _Part:
        # In the order of the fields, as `replace` would do it in several times the time.
        values: Any = (_tenth(value) if isinstance(value, float) else value for value in vars(part).values())
        return type(part)(*values)

    return tuple(map(rounded, parts))


def _strip(cells: Sequence[Cell], period: Stretch) -> Strip:
    """Take the strip's cells and the time the claim is about; return the strip."""
    named, small = ticks(next(cell for cell in cells if not cell.name))
    names = [Label(tick.x + 3.4, _BASE, tick.name, anchor="start") for tick in named if tick.name]
    names += [Label(cell.at(0), _BASE, cell.name) for cell in cells if cell.name]
    starts = {cell.x for cell in cells}
    return Strip(
        _tenths(_shades(cells, period)),
        _tenths([Box(cells[-1].right, 0.0, _HEAD, STRIP)])[0] if period.is_open else None,
        _tenths(_frame(cells, period)),
        _tenths(Line(tick.x, 0.0, tick.x, STRIP) for tick in named if tick.x not in starts),
        _tenths(Line(tick.x, STRIP - 2.4, tick.x, STRIP) for tick in small),
        _tenths(names),
    )


def _shades(cells: Sequence[Cell], period: Stretch) -> Iterator[Box]:
    """Take the strip's cells and the time the claim is about; yield what of each cell that time takes."""
    for cell in cells:
        if cell.time.end <= period.first or period.end <= cell.time.first:
            continue
        # A time that goes on beyond the cell fills it to its edge, as does one from the first of its far dates.
        far = int(bool(cell.name))
        x = cell.x if period.first < cell.time.first + far else cell.at(period.first)
        right = cell.right if period.end > cell.time.end - far else cell.at(period.end)
        missing = max(_LEAST_SHADE - (right - x), 0.0)
        yield Box(x - missing / 2, 0.0, right - x + missing, STRIP)


def _frame(cells: Sequence[Cell], period: Stretch) -> Iterator[Line]:
    """Take the strip's cells and the time the claim is about; yield the strip's edges, and the strokes of breaks."""
    for cell in cells:
        yield Line(cell.x, 0.0, cell.right, 0.0)
        yield Line(cell.x, STRIP, cell.right, STRIP)
    yield Line(cells[0].x, 0.0, cells[0].x, STRIP)
    if not period.is_open:
        yield Line(cells[-1].right, 0.0, cells[-1].right, STRIP)
    for cell in cells[:-1]:
        for x in (cell.right, cell.right + BREAK):
            yield Line(x + 2.0, -2.0, x - 2.0, STRIP + 2.0)


def _distances(spots: Iterable[Spot]) -> dict[Spot, float]:
    """Take where dates stand; return how far from the strip each is marked: on it, or at its bar if it has one.

    Months stand nearer the strip than years, and no two months or two years share a day.
    """
    spots = list(spots)
    lengths = sorted({spot.days > 31 for spot in spots if _has_bar(spot)})
    return {spot: _LANE * (lengths.index(spot.days > 31) + 0.6) if _has_bar(spot) else 0.0 for spot in spots}


def _has_bar(spot: Spot) -> bool:
    return spot.days > 1 and spot.end - spot.start >= _LEAST_BAR


def _bars(distances: Mapping[Spot, float], edge: float, side: int) -> Iterator[Box]:
    """Take how far from the strip dates are marked, the edge from which, and 1 or -1 for down or up; yield the bars."""
    for spot, distance in distances.items():
        if distance:
            yield Box(spot.start + 0.7, edge + side * distance - _BAR / 2, spot.end - spot.start - 1.4, _BAR)


def _above(said: Sequence[PartialDate], cells: Sequence[Cell], shades: Sequence[Box], width: float) -> Above:
    """Take when the claim was made, the reviewed time first, the strip's cells and shades, and the width; return it."""
    spots = spots_of(said, cells)
    distances = _distances(spots.values())
    sizes = {when: 5.4 if when == said[0] else 4.4 for when in spots}
    labels = _labels(said, spots, shades, -max(distances.values()) - _TIP - 4.0, width)
    return Above(
        _tenths(_bars(distances, 0.0, -1)),
        _tenths(Marker(spot.x, -distances[spot] - 0.8, sizes[when]) for when, spot in spots.items()),
        _tenths(labels),
    )


def _labels(
    said: Sequence[PartialDate], spots: Mapping[PartialDate, Spot], shades: Sequence[Box], base: float, width: float
) -> list[Label]:
    """Take when the claim was made and where that is, the shades, the baseline and the width; return the labels.

    The reviewed claim has one, and so have the shades, in a second row if there is no room in the first. The claim's
    other appearances have one each if there is room.
    """
    labels: list[Label] = []
    for when, spot in spots.items():
        name, weight = ("Claim,", 600) if when == said[0] else ("also", 400)
        label = Label(spot.x, base, f"{name} {_short(when)}{_count(said, when)}", weight=weight)
        shift = text_width(label.words) / 2 - 5
        # A label above another marker would seem to be the other's.
        others = [Label(other.x, base, "") for other in spots.values() if other.x != spot.x]
        placed = _free([_moved(label, by) for by in (0, shift, -shift)], [*labels, *others], width)
        labels += [placed] if placed else [] if labels else [_within(label, width)]
    legend = Label((shades[0].x + shades[-1].x + shades[-1].width) / 2, base, LEGEND)
    places = [legend, *(replace(legend, x=width * n / 8) for n in (0, 8, 4, 2, 6, 3, 5))]
    placed = _free(places, [*labels, *(Label(spot.x, base, "") for spot in spots.values())], width)
    return [*labels, placed or _moved(_within(legend, width), 0, -_ROW)]


def _moved(label: Label, by: float, down: float = 0) -> Label:
    return replace(label, x=label.x + by, y=label.y + down)


def _within(label: Label, width: float) -> Label:
    """Take a label and return it, at the edge if it would stand out of the width."""
    if label.left < 0:
        return replace(label, x=0.0, anchor="start")
    return replace(label, x=width, anchor="end") if label.right > width else label


def _free(places: Iterable[Label], others: Sequence[Label], width: float) -> Label | None:
    """Take a label at some places, and those that stand; return it at the first place that is free, or nothing."""
    moved = (_within(label, width) for label in places)

    def is_free(label: Label) -> bool:
        return all(label.right + _GAP <= other.left or other.right + _GAP <= label.left for other in others)

    return next(filter(is_free, moved), None)


@dataclass(frozen=True)
class _Block:
    """Exhibits whose discs stand together: those of one date, or a column of some that follow each other."""

    spots: tuple[Spot, ...]
    numbers: tuple[int, ...]
    columns: int

    @property
    def wanted(self) -> float:
        """Return where its middle should stand."""
        return sum(spot.x for spot in self.spots) / len(self.spots)

    def labels(self, x: float, y: float, pitch: float) -> Iterator[Label]:
        """Take where the first number stands and how far apart they are; yield the numbers row by row."""
        for n, number in enumerate(self.numbers):
            yield Label(x + n % self.columns * pitch, y + n // self.columns * pitch, str(number), weight=600)


def _below(issued: Mapping[int, PartialDate], cells: Sequence[Cell], width: float) -> Below:
    """Take when the exhibits were issued by their numbers, the strip's cells and the width; return the exhibits."""
    spots = spots_of(issued.values(), cells)
    distances = _distances(spots.values())
    pitch = max([DISC, *(text_width(str(number)) + 5.2 for number in issued)]) + _APART
    blocks = _blocks({number: spots[when] for number, when in issued.items()}, int(width / pitch))
    top = STRIP + max(distances.values(), default=0.0) + _LEADER
    leaders: list[Line] = []
    numbers: list[Label] = []
    starts = spread([block.wanted for block in blocks], [block.columns * pitch for block in blocks], width)
    for block, left in zip(blocks, starts, strict=True):
        first, last = left + pitch / 2, left + (block.columns - 0.5) * pitch
        for spot in block.spots:
            leaders.append(Line(spot.x, STRIP + distances[spot], min(max(spot.x, first), last), top))
        if block.columns > 1:
            leaders.append(Line(first, top, last, top))
        numbers += block.labels(first, top + _DISC_BASE, pitch)
    size = pitch - _APART
    return Below(
        _tenths(_bars(distances, STRIP, 1)),
        _tenths(leaders),
        _tenths(Box(number.x - size / 2, number.y - _DISC_BASE, size, DISC) for number in numbers),
        _tenths(numbers),
    )


def _blocks(spots: Mapping[int, Spot], most: int) -> list[_Block]:
    """Take where exhibits stand by their numbers, and how many have room side by side; return them in order of time.

    Those of one date stand side by side, or in rows if there is no room. With too many dates for that, all stand in
    columns, which may hold several dates.
    """
    ordered = sorted((spot, number) for number, spot in spots.items())
    groups = [tuple(number for _, number in group) for _, group in itertools.groupby(ordered, key=lambda item: item[0])]
    for rows in range(1, _MOST_ROWS + 1):
        columns = [-(-len(group) // rows) for group in groups]
        if sum(columns) <= most:
            return [_Block((spots[g[0]],), g, width) for g, width in zip(groups, columns, strict=True)]
    rows = -(-len(ordered) // most)
    mixed = (ordered[n : n + rows] for n in range(0, len(ordered), rows))
    return [_Block(tuple(dict.fromkeys(s for s, _ in group)), tuple(n for _, n in group), 1) for group in mixed]


def _short(when: PartialDate) -> str:
    """Take a date and return it as a label has it: 18 Feb 2023."""
    return " ".join(word[:3] if word.isalpha() else word for word in str(_text_date(when)).split())


def _text_date(when: PartialDate | date | str) -> TextDate:
    return TextDate(*map(int, str(when).split("-")))


def _count(said: Sequence[PartialDate], when: PartialDate) -> str:
    count = said.count(when)
    return "" if count == 1 else " (twice)" if count == 2 else f" ({count} times)"


def _alternative(said: Sequence[PartialDate], issued: Mapping[int, PartialDate], period: Span) -> str:
    """Take when the claim was made, when the exhibits were issued and the time the claim is about; say so."""
    start, _, end = str(period).partition("/")
    spans = [*said, *issued.values(), *([PartialDate(start)] if end == ".." else [period])]
    first, last = (_text_date(day) for day in (min(span.first for span in spans), max(span.last for span in spans)))
    times = [f"{'on' if _text_date(when).day else 'in'} {_text_date(when)}{_count(said, when)}" for when in said]
    about = " to ".join(str(_text_date(when)) for when in (start, end) if when not in {"", ".."})
    parts = [
        "claimed " + ", also ".join(dict.fromkeys(times)),
        *(f"exhibit {number} dated {_text_date(when)}" for number, when in issued.items()),
        f"the claim is about {'the time since ' if end == '..' else ''}{about}",
    ]
    return f"Time line from {first} to {last}: {'; '.join(parts)}."
