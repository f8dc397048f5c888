"""The scale of a time line: what is far, how time is divided, how much room names need."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

import pytest

from factsheet.dates import MONTHS
from factsheet.records import Span
from factsheet.timeline import LEGEND
from factsheet.timescale import FAR, SHORTEST, Cell, Stretch, near_time, text_width, ticks
from tests.time_lines import NARROW, PRINT, real_width


@pytest.mark.parametrize(
    ("times", "claim", "near"),
    [
        # All the time on the nearer side is 31 days: 93 days without dates are not three times as long, 94 are more.
        ([(1000, 1001), (1030, 1031), (1124, 1125)], 0, (1000, 1125)),
        ([(1000, 1001), (1030, 1031), (1125, 1126)], 0, (1000, 1031)),
        ([(905, 906), (1000, 1001), (1030, 1031)], 1, (1000, 1031)),
        ([(906, 907), (1000, 1001), (1030, 1031)], 1, (906, 1031)),
        # Less than thirty days count as thirty.
        ([(1000, 1001), (1001, 1002), (1092, 1093)], 0, (1000, 1093)),
        ([(1000, 1001), (1001, 1002), (1093, 1094)], 0, (1000, 1002)),
        # Two of three dates stay.
        ([(1, 2), (2, 3), (5000, 5001)], 2, (1, 5001)),
        ([(1, 2), (2, 3), (5000, 5001), (5001, 5002), (5002, 5003)], 2, (1, 5003)),
        ([(1, 2), (2, 3), (5000, 5001), (5001, 5002), (5002, 5003), (5003, 5004)], 2, (5000, 5004)),
        # What is far on both sides; and the claim stays, however far it is from the exhibits.
        ([(1, 2), (5000, 5001), (5001, 5002), (5002, 5003), (5003, 5004), (9000, 9001)], 2, (5000, 5004)),
        ([(1, 2), (5000, 5001), (5001, 5002), (5002, 5003), (5003, 5004), (9000, 9001)], 0, (1, 9001)),
        ([(1, 2), (5000, 5001), (5001, 5002), (5002, 5003), (5003, 5004), (50_000, 50_001)], 0, (1, 5004)),
        # Dates that are given several times count as often.
        ([(1, 2), (5000, 5001), (5001, 5002), (5001, 5002), (5001, 5002)], 4, (5000, 5002)),
        # A stretch without dates is none if a date may mean any day of it.
        ([(1000, 1001), (1030, 1031), (1031, 1400), (1399, 1400)], 0, (1000, 1400)),
    ],
)  # fmt: skip
def test_what_is_far(times: list[tuple[int, int]], claim: int, near: tuple[int, int]) -> None:
    assert (FAR, SHORTEST) == (3, 30)
    stretches = [Stretch(*time) for time in times]
    for order in itertools.islice(itertools.permutations(stretches), 24):
        assert near_time(order, stretches[claim]) == Stretch(*near)


@pytest.mark.parametrize(
    ("first", "last", "width", "called"),
    [
        ("2022-12-28", "2023-01-05", PRINT,
         ["28 Dec", "29 Dec", "30 Dec", "31 Dec", "1 Jan", "2 Jan", "3 Jan", "4 Jan", "5 Jan"]),
        ("2022-12-20", "2023-01-12", PRINT, ["21 Dec", "26 Dec", "1 Jan", "6 Jan", "11 Jan"]),
        ("2023-02-03", "2023-05-20", PRINT,
         ["11 Feb", "21 Feb", "1 Mar", "11 Mar", "21 Mar", "1 Apr", "11 Apr", "21 Apr", "1 May", "11 May"]),
        ("2022-11-20", "2023-06-02", PRINT, ["Dec 2022", "Jan 2023", "Feb", "Mar", "Apr", "May"]),
        ("2022-11-20", "2023-06-02", NARROW, ["Jan 2023", "Apr"]),
        ("2021-11-20", "2023-06-02", PRINT, ["Jan 2022", "Apr", "Jul", "Oct", "Jan 2023", "Apr"]),
        ("2013-11-20", "2023-06-02", PRINT, [str(year) for year in range(2014, 2024)]),
        ("1983-11-20", "2023-06-02", PRINT, [str(year) for year in range(1985, 2025, 5)]),
        ("1683-11-20", "2023-06-02", PRINT, [str(year) for year in range(1680, 2001, 20)]),
    ],
)  # fmt: skip
def test_time_is_divided_as_finely_as_the_names_have_room(
    first: str, last: str, width: float, called: list[str]
) -> None:
    cell = Cell(Stretch(Stretch.of(Span(first)).first, Stretch.of(Span(last)).end), 0.0, width, "")
    named, small = ticks(cell)
    assert [tick.name for tick in named if tick.name] == called
    for tick in (*named[1:], *small):
        # Every tick is where a day begins.
        ordinal = cell.time.first + (tick.x - cell.at(cell.time.first)) / cell.day
        assert ordinal == pytest.approx(round(ordinal), abs=1e-6)


def test_a_tick_stands_at_the_day_it_names() -> None:
    cell = Cell(Stretch.of(Span("2022-12-20/2023-01-12")), 0.0, PRINT, "")
    named, _ = ticks(cell)
    places = {tick.name: tick.x for tick in named}
    assert places["1 Jan"] == cell.at(date(2023, 1, 1).toordinal())
    assert places["21 Dec"] == cell.at(date(2022, 12, 21).toordinal())


def words_of_labels() -> Iterator[tuple[str, int]]:
    """Yield words of every kind that labels have, with their weight."""
    months = [month[:3] for month in MONTHS]
    years = ["1915", "2000", "2023"]
    days = [f"{day} {month}" for day in (1, 9, 10, 28, 30, 31) for month in months]
    dates = [*years, *(f"{month} {year}" for month in months for year in years), *(f"{day} 2023" for day in days)]
    counts = ["", " (twice)", " (3 times)", " (12 times)"]
    yield from ((words, 400) for words in (*months, *days, *dates, *(f"{year}–{year}" for year in years), LEGEND))
    yield from ((f"{one}–{other} 2023", 400) for one in months for other in months)
    yield from ((f"{one} 2021–{other} 2023", 400) for one in months for other in months)
    yield from ((f"also {when}{count}", 400) for when in dates for count in counts)
    yield from ((f"Claim, {when}{count}", 600) for when in dates for count in counts)
    yield from ((str(number), 600) for number in range(1, 200))


def test_no_label_needs_more_room_than_it_is_given() -> None:
    wide = {words for words, weight in words_of_labels() if real_width(words, weight) > text_width(words)}
    assert wide == set()
