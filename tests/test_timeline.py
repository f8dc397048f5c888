"""The time line: dates where they belong, labels that never touch, and the same for those who do not see it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.dossier import Dossier
from factsheet.records import PartialDate, Span
from factsheet.timeline import LEGEND, STRIP, Box, Line
from factsheet.timescale import Stretch, scale, spots_of
from tests.time_lines import LETTER, NARROW, PRINT, drawn, names, sound, words_above


@pytest.mark.parametrize(
    ("said", "issued", "compares"),
    [
        (["2023-02-18"], [], False),
        (["2023-02-18"], ["2023-02-18"], False),
        (["2023-02", "2023-02"], ["2023-02"], False),
        (["2023"], ["2023", "2023"], False),
        (["2023-02-18"], ["2023-02"], True),
        (["2023-02-18"], ["2023-02-19"], True),
        (["2023-02-18", "2023-02-19"], [], True),
    ],
)
def test_there_is_a_time_line_if_there_are_two_dates_to_compare(
    entry: Dossier, said: list[str], issued: list[str], compares: bool
) -> None:
    assert (drawn(entry, said, issued) is not None) is compares


def test_the_whole_of_a_small_time_line(entry: Dossier) -> None:
    line = sound(entry, ["2023-02-18"], ["2023-02-09", "2023-02"], "2022-12-12/2023-02-18")
    assert names(line) == ["21 Dec", "1 Jan", "11 Jan", "21 Jan", "1 Feb", "11 Feb", "21 Feb"]
    assert words_above(line) == ["Claim, 18 Feb 2023", LEGEND]
    assert [number.words for number in line.below.numbers] == ["1", "2"]
    (bar,) = line.below.bars
    (shade,) = line.strip.shades
    day = shade.width / 69
    assert bar.width == pytest.approx(28 * day - 1.4, abs=0.2)
    assert line.strip.head is None
    assert line.alternative == (
        "Time line from 12 December 2022 to 28 February 2023: claimed on 18 February 2023; "
        "exhibit 1 dated 9 February 2023; exhibit 2 dated February 2023; "
        "the claim is about 12 December 2022 to 18 February 2023."
    )


@pytest.mark.parametrize(
    ("said", "issued", "period", "sentence"),
    [
        (["2023-02-18", "2023-02-18"], ["2023-02-20"], "2023",
         "Time line from 1 January 2023 to 31 December 2023: claimed on 18 February 2023 (twice); "
         "exhibit 1 dated 20 February 2023; the claim is about 2023."),
        (["2023-05", "2022", "2023-05", "2023-05"], [], "1992-10-24/..",
         "Time line from 24 October 1992 to 31 May 2023: claimed in May 2023 (3 times), also in 2022; "
         "the claim is about the time since 24 October 1992."),
    ],
)  # fmt: skip
def test_the_alternative_says_all_that_is_drawn(
    entry: Dossier, said: list[str], issued: list[str], period: str, sentence: str
) -> None:
    assert sound(entry, said, issued, period).alternative == sentence


FIRST_DAY = date(1984, 2, 27)


@st.composite
def records(draw: st.DrawFn) -> tuple[list[str], list[str], str]:
    """Draw dates of a claim's appearances, at most eight, and of exhibits, at most thirty, and the claim's period."""
    length = draw(st.sampled_from([1, 2, 9, 40, 100, 400, 1500, 5000, 14600]))
    days = st.integers(0, length).map(lambda days: FIRST_DAY + timedelta(days))
    dates = st.builds(lambda day, part: day.isoformat()[:part], days, st.sampled_from([10, 10, 10, 7, 4]))
    far = st.sampled_from(["1815", "1901-07", "1956-03-03", "1956-11", "2031-05-05", "2032"])
    said = draw(st.lists(dates, min_size=1, max_size=8))
    issued = draw(st.lists(dates, max_size=26)) + draw(st.lists(far, max_size=4))
    ends = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    period = f"{ends[0]}/{draw(st.sampled_from([str(ends[1]), '..']))}"
    return said, draw(st.permutations(issued)), period


@pytest.mark.slow
@settings(max_examples=400)
@given(given_dates=records(), width=st.sampled_from([PRINT, LETTER, NARROW]))
def test_no_labels_touch_and_nothing_is_outside(
    entry: Dossier, given_dates: tuple[list[str], list[str], str], width: float
) -> None:
    said, issued, period = given_dates
    if len({*said, *issued}) > 1:
        line = sound(entry, said, issued, period, width)
        assert sorted(int(number.words) for number in line.below.numbers) == list(range(1, len(issued) + 1))
        assert words_above(line)[0].startswith("Claim, ")
        assert LEGEND in words_above(line)


@pytest.mark.slow
@settings(max_examples=200)
@given(given_dates=records(), width=st.sampled_from([PRINT, NARROW]))
def test_what_is_later_stands_further_right(
    entry: Dossier, given_dates: tuple[list[str], list[str], str], width: float
) -> None:
    said, issued, period = given_dates
    cells = scale([Stretch.of(PartialDate(when)) for when in (*said, *issued)], Stretch.of(Span(period)), width)
    spots = spots_of(map(PartialDate, (*said, *issued)), cells)
    days = sorted((when.first, spot.x, spot.days) for when, spot in spots.items() if when.first == when.last)
    for (_, x, to_scale), (_, later_x, later_to_scale) in itertools.pairwise(days):
        assert x < later_x if to_scale and later_to_scale else x <= later_x
    for when, spot in spots.items():
        assert spot.start <= spot.x <= spot.end, when
    if len({*said, *issued}) > 1:
        line = sound(entry, said, issued, period, width)
        order = [spots[PartialDate(issued[int(number.words) - 1])].x for number in line.below.numbers]
        first_row = [x for x, number in zip(order, line.below.numbers, strict=True)
                     if number.y == line.below.numbers[0].y]  # fmt: skip
        assert first_row == sorted(first_row)


@pytest.mark.parametrize("count", range(1, 31))
@pytest.mark.parametrize("width", [PRINT, NARROW])
def test_any_number_of_exhibits_of_one_day_or_one_month(entry: Dossier, count: int, width: float) -> None:
    sound(entry, ["2023-05-06"], ["2023-05-07"] * count, width=width)
    sound(entry, ["2023-05-06"], ["2023-05"] * count, width=width)
    sound(entry, ["2023-05-06"], [f"2023-05-{day:02}" for day in range(1, count + 1)], width=width)
    sound(entry, ["2023-05-06"] * count, ["2023-05-07"], width=width)
    sound(entry, [f"2023-05-{day:02}" for day in range(1, count + 1)], ["2023-06-07"], width=width)


@pytest.mark.parametrize("days", [1, 2, 5, 10, 30, 89, 90, 100, 365, 366, 1000, 3653, 14610, 300_000])
@pytest.mark.parametrize("width", [PRINT, NARROW])
def test_any_length_of_time(entry: Dossier, days: int, width: float) -> None:
    first, last = date(1200, 1, 1), date(1200, 1, 1) + timedelta(days)
    line = sound(entry, [str(last)], [str(first), str(last)], f"{first}/{last}", width)
    assert len(names(line)) >= 1


@pytest.mark.parametrize(
    ("said", "issued", "period"),
    [("0001-01-01", "0001", "0001"), ("9999-12-31", "9999", "9999"), ("0001", "9999-12-31", "0001/..")],
)
def test_the_ends_of_the_calendar(entry: Dossier, said: str, issued: str, period: str) -> None:
    sound(entry, [said], [issued], period)


def test_exhibits_of_one_date_stand_together_in_the_order_of_their_numbers(entry: Dossier) -> None:
    line = sound(entry, ["2023-05-30"], ["2023-05-20", "2023-05-02", "2023-05-20", "2023-05-01", "2023-05-20"])
    assert [number.words for number in line.below.numbers] == ["4", "2", "1", "3", "5"]
    assert len({number.y for number in line.below.numbers}) == 1
    leaders = [leader for leader in line.below.leaders if leader.y != leader.end_y]
    assert len(leaders) == 3


def test_exhibits_of_one_date_stand_in_rows_where_there_is_no_room(entry: Dossier) -> None:
    below = sound(entry, ["2023-05-01"], ["2023-05-02", *["2023-05-20"] * 29], width=NARROW).below
    rows = [[int(n.words) for n in row] for _, row in itertools.groupby(below.numbers[1:], key=lambda n: n.y)]
    assert rows == [[*range(2, 12)], [*range(12, 22)], [*range(22, 31)]]
    leaders = [leader for leader in below.leaders if leader.y != leader.end_y]
    assert len(leaders) == 2


def test_too_many_dates_stand_in_columns_in_order_of_time(entry: Dossier) -> None:
    issued = [f"2023-05-{day:02}" for day in range(1, 31)]
    numbers = sound(entry, ["2023-05-01"], issued, width=NARROW).below.numbers
    assert [int(number.words) for number in numbers] == [*range(1, 31)]
    assert len({number.x for number in numbers}) == 15
    assert len({number.y for number in numbers}) == 2


def test_the_leader_is_straight_where_it_can_be(entry: Dossier) -> None:
    issued = ["2023-05-02", "2023-05-15", "2023-05-15", "2023-05-28", *["2023-05-29"] * 8]
    below = sound(entry, ["2023-05-01"], issued).below
    leaders = [leader for leader in below.leaders if leader.y != leader.end_y]
    assert [leader.x == leader.end_x for leader in leaders] == [True, True, False, True]


def test_a_date_of_a_month_or_a_year_is_no_day(entry: Dossier) -> None:
    line = sound(entry, ["2023-03"], ["2023", "2023-03", "2023-07-01"], "2023")
    (above,) = line.above.bars
    months, years = sorted(line.below.bars, key=lambda bar: bar.width)
    assert (above.x, above.width) == (months.x, months.width)
    assert years.width / months.width == pytest.approx(365 / 31, rel=0.05)
    # The longer bar stands beyond the shorter, and both end before the discs begin.
    assert STRIP < months.y < months.y + months.height < years.y
    assert years.y + years.height < line.below.discs[0].y
    assert above.y + above.height < 0


def test_appearances_of_the_claim_are_named_where_there_is_room(entry: Dossier) -> None:
    line = sound(entry, ["2023-05-01", "2022-06-01", "2023-12-01", "2022-06-01"], ["2022-05-01"])
    assert words_above(line) == ["Claim, 1 May 2023", "also 1 Jun 2022 (twice)", "also 1 Dec 2023", LEGEND]
    assert [marker.half_width for marker in line.above.markers] == [5.4, 4.4, 4.4]


@pytest.mark.parametrize("width", [PRINT, NARROW])
def test_no_label_stands_above_the_marker_of_another(entry: Dossier, width: float) -> None:
    line = sound(entry, ["2023-06-01", "2023-01-01", "2023-12-01"], ["2023-05-01"], width=width)
    _, *others = line.above.markers
    row = {label.y for label in line.above.labels if label.words.startswith("Claim")}
    for label in line.above.labels:
        over = [other for other in others if label.left < other.x < label.right]
        assert label.y not in row or len(over) == label.words.startswith("also")


@pytest.mark.parametrize(
    ("far", "called"),
    [
        (["1991-05-06"], ["1991"]),
        (["1991"], ["1991"]),
        (["1991-05", "1991-10-24", "1992-03"], ["1991", "1992"]),
        (["1951", "1991", "1992-03", "2001"], ["1951", "1991–1992", "2001"]),
        (["2023-01-05"], ["Jan 2023"]),
        (["2023-01-05", "2023-02-01"], ["Jan–Feb 2023"]),
        (["2022-12-05", "2023-02-01"], ["2022", "Feb 2023"]),
        (["2026-12-05"], ["2026"]),
    ],
)
def test_far_dates_stand_beyond_a_break_and_are_named(entry: Dossier, far: list[str], called: list[str]) -> None:
    near = [f"2023-09-{day:02}" for day in range(1, 10)]
    line = sound(entry, ["2023-09-18"], [*near, *far], "2023-09-01/2023-09-18")
    centred = [label for label in line.strip.names if label.anchor == "middle"]
    assert [label.words for label in centred] == called
    strokes = [stroke for stroke in line.strip.frame if stroke.x != stroke.end_x and stroke.y != stroke.end_y]
    assert len(strokes) == 2 * len(called)
    starts = [leader.x for leader in line.below.leaders if leader.y != leader.end_y]
    assert {label.x for label in centred} <= set(starts)


def test_a_claim_without_exhibits_can_have_far_appearances(entry: Dossier) -> None:
    line = sound(entry, ["2023-05", "2022", "2023-05", "2023-05"], [], "1992-10-24/..")
    assert names(line) == ["Jan 2022", "Apr", "Jul", "Oct", "Jan 2023", "Apr", "1992"]
    assert line.below.discs == ()


def test_a_time_that_began_long_ago_comes_from_beyond_the_break(entry: Dossier) -> None:
    line = sound(entry, ["2023-09-18"], [f"2023-09-{day:02}" for day in range(1, 10)], "1915/2023-09-18")
    far, near = line.strip.shades
    assert names(line)[-1] == "1915"
    assert far.x == 0
    assert near.x == far.x + far.width + 9
    assert near.x + near.width < line.width


def test_a_time_without_end_goes_to_an_arrowhead(entry: Dossier) -> None:
    line = sound(entry, ["2023-02-18"], ["2022-12-05", "2023-03-01"], "2023-01-01/..")
    (shade,) = line.strip.shades
    assert line.strip.head == Box(shade.x + shade.width, 0.0, 7.0, STRIP)
    assert line.strip.head.x + line.strip.head.width == line.width
    ending = sound(entry, ["2023-02-18"], ["2022-12-05", "2023-03-01"], "2023-01-01/2023-03-01")
    assert ending.strip.head is None
    assert Line(line.width, 0.0, line.width, STRIP) in ending.strip.frame
    assert Line(line.width, 0.0, line.width, STRIP) not in line.strip.frame


def test_the_shortest_time_is_still_seen(entry: Dossier) -> None:
    line = sound(entry, ["2023-02-18"], [str(year) for year in range(1983, 2024)], "2023-02-18")
    (shade,) = line.strip.shades
    assert shade.width == 2.4
