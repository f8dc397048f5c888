"""Problems as text for people, as JSON for programs, and as annotations for pull requests on GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict

from factsheet import characters
from factsheet.problems import Problem, Severity


def as_text(problems: Sequence[Problem]) -> str:
    """Take problems and return a line for each and a line that counts them."""
    counts = Counter(problem.severity for problem in problems)
    counted = [f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}" for severity in Severity]
    return "\n".join([*map(line, problems), ", ".join(counted)])


def line(problem: Problem) -> str:
    """Take a problem and return it as one line, in which no text of a record can move the cursor or begin a line."""
    return characters.visible(str(problem))


def as_json(problems: Sequence[Problem]) -> str:
    """Take problems and return a JSON object with the list of them and their number by severity."""
    counts = Counter(problem.severity for problem in problems)
    items = [{**asdict(problem.at), **asdict(problem)} for problem in problems]
    for item in items:
        del item["at"]
    data = {"problems": items, "counts": {severity: counts[severity] for severity in Severity}}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)


def as_github(problems: Sequence[Problem]) -> str:
    """Take problems and return GitHub's workflow commands, one a line, which mark the lines of a pull request."""
    return "\n".join(_workflow_command(problem) for problem in problems)


FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {"text": as_text, "json": as_json, "github": as_github}


def _workflow_command(problem: Problem) -> str:
    level = "notice" if problem.severity is Severity.NOTE else problem.severity.value
    message = f"{problem.message}; {problem.remedy}" if problem.remedy else problem.message
    at = problem.at
    place = f"file={_property(at.path)},line={at.line},col={at.column},title={_property(problem.code)}"
    return f"::{level} {place}::{_data(message)}"


def _data(text: str) -> str:
    # Escaped as GitHub's own toolkit does (actions/toolkit, command.ts), or a text could end the command.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
