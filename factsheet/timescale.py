"""The scale of a time line: what is shown to scale and what beyond a break, how time is divided, where things stand."""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from factsheet.dates import MONTHS
from factsheet.records import PartialDate, Span

TYPE = 11.8
"""Size of all type in CSS pixels, like all lengths here: 8.85 pt, and labels may not be under 8.8 pt."""
CHARACTER = 0.56
"""Most room that a label needs for each of its characters on average, as a share of the size of type."""
FAR = 3
"""How many times as long as all the time on its nearer side a gap must be for the dates beyond it to be far."""
SHORTEST = 30
"""Days that the time on the nearer side counts for at least."""
PADDING = 8.0
"""Width at each end of the strip in which no date stands."""
BREAK = 9.0
"""Width of a break in the strip."""

_LAST = date.max.toordinal()
_LEAST_DAYS = 10
_LEAST_TICKS = 7.0
"""Least width between ticks that have no names."""
_ROOM_FOR_FAR = 200.0
"""Width of the strip for each cell of far dates on a side."""


@dataclass(frozen=True, order=True)
class Stretch:
    """A stretch of time by the ordinals of its first day and of the day after its last."""

    first: int
    end: int

    @classmethod
    def of(cls, when: PartialDate | Span) -> Stretch:
        """Take a date or a stretch of time from a record; return all the days that it may mean."""
        return cls(when.first.toordinal(), when.last.toordinal() + 1)

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return self.end - self.first

    @property
    def is_open(self) -> bool:
        """Return whether it has no end."""
        return self.end > _LAST


@dataclass(frozen=True)
class Cell:
    """A piece of the strip of time: the one that is to scale, or one for far dates, which has a name and is not."""

    time: Stretch
    x: float
    right: float
    name: str

    @property
    def day(self) -> float:
        """Return the width of a day."""
        return (self.right - self.x - 2 * PADDING) / self.time.days

    def at(self, ordinal: float) -> float:
        """Take a day's ordinal and return where the day begins; in a cell of far dates all stand in the middle."""
        if self.name:
            return (self.x + self.right) / 2
        return self.x + PADDING + (ordinal - self.time.first) * self.day


@dataclass(frozen=True, order=True)
class Spot:
    """Where a date stands: its middle, from where to where it may mean, and how many days that is to scale."""

    x: float
    start: float
    end: float
    days: int


@dataclass(frozen=True)
class Tick:
    """A line between two days, with the name of what begins there, if it is named."""

    x: float
    name: str = ""


@dataclass(frozen=True)
class _Step:
    """A way to divide time: at some days of every month, or of every so many months."""

    months: int
    days: tuple[int, ...]
    names_all: bool
    """Whether a name is true of a whole cell, or only of the day on which it begins."""
    part: _Step | None
    """The finer division, shown without names."""

    @property
    def length(self) -> float:
        """Return about how many days there are from tick to tick."""
        return 30.4 * self.months / len(self.days)

    def starts(self, first: int, end: int) -> list[int]:
        """Take two ordinals; return where cells begin: the last that does up to the first, and all before the end."""
        low, high = (day.year * 12 + day.month - 1 for day in (_date(first), _date(end)))
        indices = range(max(low // self.months * self.months, 12), high + 1, self.months)
        days = [
            date(index // 12, index % 12 + 1, day).toordinal()
            for index in indices
            for day in self.days
            if day <= calendar.monthrange(index // 12, index % 12 + 1)[1]
        ]
        return [max((day for day in days if day <= first), default=1), *(day for day in days if first < day < end)]

    def name(self, day: date, year: int | None) -> str:
        """Take the day on which a cell begins and the year that was last named; return what the cell is called."""
        if len(self.days) > 1:
            return f"{day.day} {_month(day)}"
        if self.months >= _YEAR.months:
            return str(day.year)
        return _month(day) if day.year == year else f"{_month(day)} {day.year}"


_DAY = _Step(1, tuple(range(1, 32)), names_all=True, part=None)
_MONTH = _Step(1, (1,), names_all=True, part=_DAY)
_YEAR = _Step(12, (1,), names_all=True, part=_MONTH)
_STEPS = (
    _DAY,
    _Step(1, (1, 6, 11, 16, 21, 26), names_all=False, part=_DAY),
    _Step(1, (1, 11, 21), names_all=False, part=_DAY),
    _MONTH,
    _Step(3, (1,), names_all=False, part=_MONTH),
    _YEAR,
    *(_Step(12 * years, (1,), names_all=False, part=_YEAR) for years in (5, 10, 20, 50, 100, 200, 500, 1000)),
)
"""Ways to divide time, from the finest."""


def text_width(words: str) -> float:
    """Take a label's words and return the most room that they need."""
    return len(words) * CHARACTER * TYPE


def scale(times: Sequence[Stretch], period: Stretch, width: float) -> list[Cell]:
    """Take the times of all marks, the claim's first, the time it is about, and a width; return the strip's cells."""
    first = Stretch(period.first, period.first + 1)
    # What has no end has no date there that could be shown.
    every = [*times, first] if period.is_open else [*times, first, Stretch(period.end - 1, period.end)]
    near = _widened(near_time(tuple(every), times[0]))
    most = max(1, int(width / _ROOM_FOR_FAR))
    before = _groups([time for time in every if time.end <= near.first], most)
    after = _groups([time for time in every if time.first >= near.end], most)
    names = {time: _far_name(time, near) for time in (*before, *after)}
    widths = {time: text_width(name) + 8 for time, name in names.items()}
    rest = width - sum(widths.values()) - BREAK * len(widths)
    cells, x = [], 0.0
    for time in (*before, near, *after):
        right = x + widths.get(time, rest)
        cells.append(Cell(time, x, right, names.get(time, "")))
        x = right + BREAK
    return cells


@lru_cache(maxsize=256)  # an entry's time line is drawn in several widths
def near_time(times: tuple[Stretch, ...], claim: Stretch) -> Stretch:
    """Take all the times to be shown, and among them that of the claim; return the time that is shown to scale.

    Dates are far, and shown beyond a break, if a gap parts them from all the time shown to scale that is more than
    `FAR` times as long as that time, and more than `FAR` times `SHORTEST` days: without the break, it would have less
    than a quarter of the strip. No more is shown to scale than must be, but the claim and two of three dates are.
    """
    ordered = sorted(times)
    windows = (ordered[start:end] for start, end in itertools.combinations(range(len(ordered) + 1), 2))
    likely = (window for window in windows if claim in window and 3 * len(window) >= 2 * len(ordered))
    return min((_whole(window) for window in likely if _is_apart(window, ordered)), key=lambda near: near.days)


def _is_apart(window: Sequence[Stretch], times: Iterable[Stretch]) -> bool:
    """Take some times and all; return whether what is none of the former is far from them."""
    near = _whole(window)
    gaps = [max(near.first - time.end, time.first - near.end) for time in times if time not in window]
    return min(gaps, default=0) > FAR * max(near.days, SHORTEST) or not gaps


def _whole(times: Iterable[Stretch]) -> Stretch:
    times = list(times)
    return Stretch(min(time.first for time in times), max(time.end for time in times))


def _widened(time: Stretch) -> Stretch:
    """Take the time that is to scale and return it, or the ten days around it if it is shorter."""
    missing = max(_LEAST_DAYS - time.days, 0)
    return Stretch(time.first - missing // 2, time.end + missing - missing // 2)


def _groups(far: Iterable[Stretch], most: int) -> list[Stretch]:
    """Take far times; return them by years, and the years that are nearest together as one if there are too many."""
    years: dict[int, Stretch] = {}
    for time in sorted(far):
        year = _date(time.first).year
        years[year] = _whole([years.get(year, time), time])
    groups = list(years.values())
    while len(groups) > most:
        _, n = min((later.first - earlier.end, n) for n, (earlier, later) in enumerate(itertools.pairwise(groups)))
        groups[n : n + 2] = [_whole(groups[n : n + 2])]
    return groups


def _far_name(time: Stretch, near: Stretch) -> str:
    """Take far dates and the time that is to scale; return the former's years, with months if both share one."""
    first, last = _date(time.first), _date(time.end - 1)
    if first.year > _date(near.end - 1).year or last.year < _date(near.first).year:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.year < last.year:
        return f"{_month(first)} {first.year}–{_month(last)} {last.year}"
    months = _month(first) if first.month == last.month else f"{_month(first)}–{_month(last)}"
    return f"{months} {last.year}"


def spots_of(dates: Iterable[PartialDate], cells: Sequence[Cell]) -> dict[PartialDate, Spot]:
    """Take dates and the strip's cells; return where each of the dates stands."""
    spots = {}
    for when in dates:
        time = Stretch.of(when)
        cell = next(cell for cell in cells if time.first < cell.time.end)
        days = 0 if cell.name else time.days
        spots[when] = Spot(cell.at((time.first + time.end) / 2), cell.at(time.first), cell.at(time.end), days)
    return spots


def ticks(cell: Cell) -> tuple[list[Tick], list[Tick]]:
    """Take the cell that is to scale; return its ticks, and small ones between them.

    It is divided as finely as there is room for all names, or by years if there is no room for any.
    """
    for step in _STEPS:
        # Anything finer need not be tried: no name is shorter than a year's.
        named = _named(step, cell) if step.length * cell.day >= text_width("1999") else []
        if any(tick.name for tick in named):
            return named, _parts(step, cell, named)
    return [Tick(x) for x in _places(_YEAR, cell)], []


def _named(step: _Step, cell: Cell) -> list[Tick]:
    """Take a division and the cell that is to scale; return the ticks, or none if there is no room for all names.

    What begins before the cell is named at its left edge, if the name is true there.
    """
    first, end = _seen(cell)
    found, year = [], None
    for start, stop in itertools.pairwise([*step.starts(first, end), end]):
        is_cut, words = start < first, step.name(_date(start), year)
        left, right = max(cell.at(start), cell.x), min(cell.at(stop), cell.right)
        has_room = right - left >= text_width(words) + 6 and (step.names_all or not is_cut)
        if has_room:
            year = _date(start).year
        elif not is_cut and stop < end:
            return []
        found.append(Tick(left, words if has_room else ""))
    return found


def _parts(step: _Step, cell: Cell, named: Sequence[Tick]) -> list[Tick]:
    if step.part is None or step.part.length * cell.day < _LEAST_TICKS:
        return []
    return [Tick(x) for x in _places(step.part, cell) if x not in {tick.x for tick in named}]


def _places(step: _Step, cell: Cell) -> list[float]:
    return [cell.at(start) for start in step.starts(*_seen(cell))[1:]]


def _seen(cell: Cell) -> tuple[int, int]:
    """Take the cell that is to scale; return the first day that is wholly in it, and the day after the last."""
    padding = int(PADDING / cell.day)
    return max(cell.time.first - padding, 1), min(cell.time.end + padding, _LAST)


def spread(middles: Iterable[float], widths: Sequence[float], room: float) -> list[float]:
    """Take where the middles of things should stand, in order, their widths, and the room; return where each begins.

    None overlap, and all stand as near their places as they can: those that touch are moved by the same on average.
    """
    blocks: list[tuple[list[float], list[float]]] = []
    """Things that touch: where each of them would have the first begin, and their widths."""
    for middle, width in zip(middles, widths, strict=True):
        wanted, parts = [middle - width / 2], [width]
        while blocks and _start(*blocks[-1], room) + sum(blocks[-1][1]) > _start(wanted, parts, room):
            earlier, earlier_parts = blocks.pop()
            wanted = [*earlier, *(start - sum(earlier_parts) for start in wanted)]
            parts = [*earlier_parts, *parts]
        blocks.append((wanted, parts))
    starts: list[float] = []
    for wanted, parts in blocks:
        starts += itertools.accumulate(parts[:-1], initial=_start(wanted, parts, room))
    return starts


def _start(wanted: Sequence[float], parts: Sequence[float], room: float) -> float:
    return min(max(sum(wanted) / len(wanted), 0.0), room - sum(parts))


def _date(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), _LAST))


def _month(day: date) -> str:
    return MONTHS[day.month - 1][:3]
