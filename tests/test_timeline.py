"""The time line: dates where they belong, labels that never touch, and the same for those who do not see it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import jinja2
import page as page_validation
import pikepdf
import pytest
import weasyprint
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTItem
from weasyprint.text.fonts import FontConfiguration

from factsheet.dates import MONTHS
from factsheet.dossier import Dossier, Exhibit
from factsheet.exporters.fetcher import ThemeFetcher
from factsheet.records import PartialDate, Span
from factsheet.theme import FACES, default_theme
from factsheet.timeline import LEGEND, STRIP, Box, Label, Line, TimeLine, time_line
from factsheet.timescale import FAR, SHORTEST, TYPE, Cell, Stretch, near_time, scale, spots_of, text_width, ticks
from tests.faker import FakeCollection
from tests.workshop import dossiers

PRINT, NARROW = 680.3, 320.0
"""Widths in CSS pixels: of the text on A4, and of a small telephone's screen."""
LETTER = 703.7
TALLEST = 0.8
"""Height of the tallest letters above the baseline as a share of the size of type; brackets and `g` reach 0.2 below."""


@pytest.fixture(scope="module")
def entry(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return dossiers(FakeCollection(tmp_path_factory.mktemp("entry")))[0]


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


def test_the_labels_are_never_too_small(entry: Dossier) -> None:
    line = sound(entry, ["2023-02-18"], ["2023-02-09"])
    assert TYPE * 72 / 96 >= 8.8
    assert svg(line).count("font-size=") == 1
    assert f'font-size="{TYPE}"' in svg(line)
    # A unit of the drawing is a CSS pixel.
    assert f'width="680.3" height="{line.height}" viewBox="0 {line.top} 680.3 {line.height}"' in svg(line)


@pytest.mark.parametrize("count", [1, 4, 8])
def test_a_usual_time_line_is_low(entry: Dossier, count: int) -> None:
    issued = ["2023-02-09", "2023-02", "2023-01-23", "2023-01-18", "2023-02-18", "2023-02-22", "2023-05", "2023-02"]
    line = sound(entry, ["2023-02-18"], issued[:count], "2022-12-12/2023-02-18")
    assert 16 <= line.height * 25.4 / 96 <= 19


def test_the_drawing_says_what_it_shows_and_needs_no_stylesheet(entry: Dossier) -> None:
    line = sound(entry, ["2023-02-18"], ["2023-02-09", "2023-02"], "2023-01-01/..")
    text = svg(line)
    assert text.count(line.alternative) == 2
    assert f'role="img" aria-label="{line.alternative}"' in text
    assert f"<title>{line.alternative}</title>" in text
    # WeasyPrint reads no custom properties in SVG, and greys that are mixed would not survive a photocopier.
    assert not [word for word in ("opacity", "style=", "var(", "id=", "url(") if word in text]
    assert text == svg(sound(entry, ["2023-02-18"], ["2023-02-09", "2023-02"], "2023-01-01/.."))


MANY = [str(date(2023, 1, 1) + timedelta(days=n * n % 97 * 3)) for n in range(30)]
EVENTS = {
    1: ["2023-02-09"],
    8: ["2023-02-09", "2023-02", "2023-01-23", "2023-01-18", "2023-02-18", "1991-02-22", "2023-05", "2023-02"],
    30: [*MANY[:26], "2023-04", "2023", "1991-10-24", "2031"],
}


@pytest.mark.slow
@pytest.mark.parametrize("count", EVENTS)
def test_the_words_of_a_printed_time_line_do_not_touch(entry: Dossier, tmp_path: Path, count: int) -> None:
    line = sound(entry, ["2023-02-18", "2023-05-05"], EVENTS[count], "2022-12-12/2023-02-18")
    path = tmp_path / "page.pdf"
    print_page(line, path)
    assert page_validation.validate_pdf(path, profile="ua1").failures == []
    characters = list(characters_of(path))
    assert {character.fontname.partition("+")[2][:23] for character in characters} == {"IBM-Plex-Sans-Condensed"}
    assert len(characters) == sum(len(label.words.replace(" ", "")) for label in labels_of(line))
    for one, other in itertools.combinations(characters, 2):
        apart = max(one.x0 - other.x1, other.x0 - one.x1) > -0.1 or abs(middle(one) - middle(other)) > 7
        assert apart, f"'{one.get_text()}' touches '{other.get_text()}'"
    assert min(character.size for character in characters) >= 8.8
    with pikepdf.open(path) as pdf:
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == [line.alternative]


def print_page(line: TimeLine, path: Path) -> None:
    """Print a page that holds nothing but the time line, as sheets are printed."""
    fonts, fetcher = FontConfiguration(), ThemeFetcher()
    stylesheet = weasyprint.CSS(
        string=default_theme().sheet_stylesheet, font_config=fonts, url_fetcher=fetcher, base_url="theme:"
    )
    head = '<!doctype html><html lang="en" data-paper="a4"><head><title>Page</title></head>'
    html = f"{head}<body>{svg(line)}</body></html>"
    weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="theme:").write_pdf(
        path, stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )


def characters_of(path: Path) -> Iterator[LTChar]:
    def within(item: LTItem) -> Iterator[LTChar]:
        if isinstance(item, LTChar) and not item.get_text().isspace():
            yield item
        elif isinstance(item, LTContainer):
            for part in item:
                yield from within(part)

    for sheet in extract_pages(path, laparams=LAParams()):
        yield from within(sheet)


def middle(character: LTChar) -> float:
    return (character.y0 + character.y1) / 2
