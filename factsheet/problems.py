"""What is wrong, and where: the values that every stage hands on instead of raising."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Unable(Exception):
    """A command cannot do what it was asked to, for a reason outside the records; the message says what to do."""


class Severity(StrEnum):
    """How much a problem matters: an error stops the build, a warning asks for a second look, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file: its path from the project's folder, and line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that a contributor should mend, at its place, with a remedy where one is known."""

    at: Location
    code: str
    message: str
    severity: Severity = Severity.ERROR
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.at}: {self.severity}: {self.message}{remedy} [{self.code}]"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Take a word and those that would have been right; return a question naming the nearest, or an empty text."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Take problems and return whether one of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
