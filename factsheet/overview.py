"""A survey as plain text for a terminal: what needs work, charts, and what is missing, in lines of a given width."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from factsheet import gaps, tallies
from factsheet.characters import visible
from factsheet.gaps import Gap, Need
from factsheet.grades import AIM
from factsheet.records import Relation
from factsheet.survey import Survey, Surveyed
from factsheet.tallies import Balance, Chart
from factsheet.wording import day

WIDEST = 120
"""Columns beyond which lines become hard to follow."""
BLOCK = "█"
"""What bars are drawn with where there is nothing against it."""
_LONGEST_BAR = 24
_LETTERS = {
    Relation.CONTRADICTS: "C", Relation.PARTLY_CONTRADICTS: "c", Relation.SUPPORTS: "S",
    Relation.PARTLY_SUPPORTS: "s", Relation.CONTEXT: "o",
}  # fmt: skip
"""Heads of columns that have room for one letter."""

Part = tuple[str, list[RenderableType]]
"""A heading and what stands below it."""


def as_text(survey: Survey, width: int, block: str = BLOCK) -> str:
    """Take a survey, the columns of a line, and what bars are drawn with; return the survey as lines of text."""
    heading = f"{visible(survey.title)}: how the collection stands on {day(survey.today)}"
    parts: list[Part] = [(heading, [Text(" ".join(tallies.extent(survey)))])]
    if survey.entries:
        ratings, *others = tallies.of_entries(survey)
        parts += [
            ("What most needs work", [_needs(gaps.needs(survey))]),
            ("Entries", [*_charts([ratings], block), *_balance(tallies.balance(survey)), *_charts(others, block)]),
            ("Evidence", _charts(tallies.of_evidence(survey), block)),
            ("What is missing", [_gaps(gaps.gaps(survey))]),
            ("How hard the summaries are to read", [*_reading(survey, block)]),
            ("Age", [*_charts([tallies.ages(survey)], block), *_rechecks(survey)]),
            ("Sheets as last printed", [*_sheets(survey, block)]),
        ]
    return _printed(parts, width)


def entries_as_text(survey: Survey, width: int) -> str:
    """Take a survey and the columns of a line; return a table with a line for each entry."""
    table = _table()
    for name in ("entry", "standing", "rating"):
        table.add_column(name, no_wrap=name == "entry")
    for name in (*_LETTERS.values(), "ind", "fact", "text", "grade"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("again by", no_wrap=True)
    for surveyed in survey.entries:
        claim, words = surveyed.claim, (len(surveyed.claim.fact.split()), surveyed.prose.words)
        numbers = [*map(surveyed.bearing, _LETTERS), surveyed.dossier.make_up.independent, *words]
        grade = "" if surveyed.prose.grade is None else str(surveyed.prose.grade)
        standing, again = f"{claim.status} v{claim.version}", str(claim.recheck_by or "no day")
        table.add_row(claim.id, standing, claim.rating, *(str(n) if n else "·" for n in numbers), grade, again)
    meanings = [f"{letter} {relation.label.lower()}" for relation, letter in _LETTERS.items()]
    legend = f"Exhibits: {', '.join(meanings)}; ind: independent of the parties. Words of the fact and of the summary."
    return _printed([("All entries", [table, Text(legend)])], width) if survey.entries else ""


def sentence(need: Need) -> str:
    """Take something that needs work and return it as a sentence that names what it is about."""
    more = f" and {need.unnamed} more" if need.unnamed else ""
    return f"{need.words}: {', '.join(map(str, need.named))}{more}." if need.mentions else f"{need.words}."


def _printed(parts: Iterable[Part], width: int) -> str:
    # Into a text and not onto the terminal: so no line ends in spaces, and no terminal is sent anything but letters.
    console = Console(
        file=io.StringIO(), width=min(width, WIDEST), color_system=None, markup=False, emoji=False, highlight=False
    )
    for title, content in parts:
        with console.capture() as capture:
            console.print(Text(title))
            for block in content:
                console.print(Padding(block, (1, 0, 0, 0)))
        lines = [line.rstrip() for line in capture.get().splitlines()]
        heading = next(number for number, line in enumerate(lines) if not line)
        lines.insert(heading, "-" * max(map(len, lines[:heading])))
        console.file.write("\n".join([*lines, "", ""]))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))


def _grid(*justify: str) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for side in justify:
        grid.add_column(justify="right" if side == "right" else "left", overflow="fold")
    return grid


def _needs(needs: Iterable[Need]) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for need in needs:
        grid.add_row("-", visible(sentence(need)))
    return grid if grid.row_count else Text("Nothing that this report looks at.")


def _charts(charts: Iterable[Chart], block: str) -> list[RenderableType]:
    shown: list[RenderableType] = []
    for chart in charts:
        grid = _grid("left", "right", "right", "left")
        for bar in chart.bars:
            length = round(_LONGEST_BAR * bar.number / chart.most) if chart.most else 0
            line = block * max(length, bool(bar.number))
            grid.add_row(Text(visible(bar.name)), Text(str(bar.number)), Text(chart.share(bar)), Text(line))
        shown += [Text(chart.title), Padding(grid, (0, 0, 0, 2))]
    return shown


def _balance(balance: Balance) -> Iterator[RenderableType]:
    if len(balance.sides) < 2:
        return
    yield Text("Ratings by the party for which the claim was made")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for side in balance.sides:
        table.add_column(Text(visible(side)), justify="right", overflow="fold")
    for rating, numbers in balance.rows:
        shares = zip(numbers, balance.totals, strict=True)
        cells = [f"{number} ({number / total:.0%})" if number else "·" for number, total in shares]
        table.add_row(rating.label, *cells)
    table.add_row("all", *(f"{total} (100%)" if total else "·" for total in balance.totals))
    yield Padding(table, (0, 0, 0, 2))


def _gaps(found: Iterable[Gap]) -> RenderableType:
    grid = _grid("right", "left")
    for gap in found:
        grid.add_row(f"{gap.number} of {gap.total}", gap.what)
    return grid


def _reading(survey: Survey, block: str) -> Iterator[RenderableType]:
    if survey.median is None:
        yield Text("There are no grades: the formulas are for English.")
        return
    low, high = AIM
    yield Text(f"Half of the summaries have grade {survey.median} or less; the aim is {low} to {high}.")
    yield from _charts([tallies.by_grade(survey)], block)
    hardest = survey.hardest[: tallies.HARDEST]
    said = [f"grade {e.prose.grade}, {len(e.prose.longest.split())} words in its longest sentence" for e in hardest]
    yield Text(f"Hardest: {_named(hardest, said)}.")
    for words, those in (
        ("Harder than the aim", [e for e in survey.hardest if e.prose.is_hard]),
        ("Easier", [e for e in survey.entries if e.prose.is_easy]),
    ):
        if those:
            yield Text(f"{words}: {_named(those, [str(e.prose.grade) for e in those])}.")


def _named(entries: Iterable[Surveyed], remarks: Iterable[str]) -> str:
    return ", ".join(str(gaps.entry(entry, remark)) for entry, remark in zip(entries, remarks, strict=True))


def _rechecks(survey: Survey) -> Iterator[RenderableType]:
    grid = _grid("left", "left", "left")
    for when, entries in tallies.next_checks(survey):
        number = f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
        grid.add_row(day(when), tallies.distance(survey, when), f"{number}: {_some(entries)}")
    if grid.row_count:
        yield Text("Days to check again")
        yield Padding(grid, (0, 0, 0, 2))


def _some(entries: tuple[Surveyed, ...]) -> str:
    more = len(entries) - gaps.NAMED
    return ", ".join(str(gaps.entry(e)) for e in entries[: gaps.NAMED]) + (f" and {more} more" if more > 0 else "")


def _sheets(survey: Survey, block: str) -> Iterator[RenderableType]:
    if not survey.is_printed:
        yield Text(tallies.NOT_PRINTED)
        return
    yield from _charts([tallies.densities(survey)], block)
    grid = _grid("left", "left", "left")
    for fit in survey.topics:
        grid.add_row(fit.subject, fit.paper.label, f"{fit.density} of {fit.densest}")
    if grid.row_count:
        yield Text("Sheets about topics by how densely they are set")
        yield Padding(grid, (0, 0, 0, 2))
