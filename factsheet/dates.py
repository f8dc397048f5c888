"""Dates as texts give them: the names of the months, and the days, months and years that stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class TextDate:
    """A date as far as a text gives it: a day of a month, a month of a year, a year, or a whole date."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def carries(self, other: TextDate) -> bool:
        """Take a date and return whether whoever gives this one has given that one too."""
        ours, theirs = (self.year, self.month, self.day), (other.year, other.month, other.day)
        return all(their in (None, our) for our, their in zip(ours, theirs, strict=True))

    def __str__(self) -> str:
        month = MONTHS[self.month - 1] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


@dataclass(frozen=True)
class Mention:
    """A place in a text, by the numbers of its first character and of the one behind its last, and its dates."""

    start: int
    end: int
    dates: tuple[TextDate, ...]


def in_figures(text: str) -> list[Mention]:
    """Take a text in any language; return its whole dates in figures: 2023-02-18 (ISO 8601) and 18.2.2023."""
    found = []
    for match in _FIGURES.finditer(text):
        numbers = [int(number) for number in re.findall(r"[0-9]+", match[0])]
        year, month, day = numbers if "-" in match[0] else reversed(numbers)
        if _is_date(year, month, day):
            found.append(Mention(match.start(), match.end(), (TextDate(year, month, day),)))
    return found


def in_words(text: str) -> list[Mention]:
    """Take an English text; return its dates in words: 18 February 2023, February 18, 3 and 4 May, May 2020."""
    found = []
    for match in _WORDS.finditer(text):
        parts = {name.rstrip("123"): part for name, part in match.groupdict().items() if part}
        month = next(number for number, name in enumerate(MONTHS, 1) if _same_month(parts["month"], name))
        year = int(parts["year"]) if "year" in parts else None
        days = [int(day) for day in re.findall(r"[0-9]+", parts.get("days", ""))]
        if all(_is_date(year or _LEAP_YEAR, month, day) for day in days):
            dates = [TextDate(year, month, day) for day in days] or [TextDate(year, month)]
            found.append(Mention(match.start(), match.end(), tuple(dates)))
    return found


_LEAP_YEAR = 2000
"""A year with all days, for dates that name none."""
_FIGURES = re.compile(
    r"(?<![0-9.,-])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?![0-9-]|[.,][0-9])"
)


def _alternatives() -> Iterator[str]:
    # Capitals tell the months from the words "may" and "march".
    for name in MONTHS:
        short = rf"|{name[:3]}" if name != "May" else ""
        yield rf"{name}|{name.upper()}{short}{'|Sept' if name == 'September' else ''}"


_MONTH = rf"\b(?:{'|'.join(_alternatives())})\b\.?"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_GAP = r"\s{1,3}"
# No more than a text would have, or a hostile one could make the search slow.
_DAYS = rf"{_DAY}(?:(?:\s?[–—,-]\s?|,?{_GAP}(?:and|or|to|until|through){_GAP}){_DAY}){{0,9}}"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![0-9]|[.,][0-9])"
_WORDS = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?P<days1>{_DAYS})(?:{_GAP}of)?{_GAP}(?P<month1>{_MONTH})(?:,?{_GAP}(?P<year1>{_YEAR}))?"
    rf"|(?P<month2>{_MONTH}){_GAP}(?P<days2>{_DAYS})(?![0-9]|[.,][0-9])(?:,?{_GAP}(?P<year2>{_YEAR}))?"
    rf"|(?P<month3>{_MONTH}),?(?:{_GAP}of)?{_GAP}(?P<year3>{_YEAR})"
)


def _same_month(written: str, name: str) -> bool:
    return name.lower().startswith(written.rstrip(".").lower())


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
