from __future__ import annotations

import json

import pytest

from factsheet import reports
from factsheet.problems import Location, Problem, Severity, did_you_mean

ERROR = Problem(
    Location("claims/BR-001.yaml", 3, 7), "unknown-word", "'x' is not a word that may stand here", remedy="use y"
)
WARNING = Problem(Location("evidence/a.yaml"), "orphan-evidence", "no claim uses this evidence", Severity.WARNING)
NOTE = Problem(Location("factsheet.yaml", 7, 12), "no-contact", "“contact” is empty", Severity.NOTE, "set it")
HOSTILE = Problem(
    Location("claims/a,b:c%0A.yaml", 1, 2),
    "bad\n::error::x",
    "100 % of\r\n::set-output name=token::stolen",
    Severity.WARNING,
    "mend\n::stop-commands::x",
)


@pytest.mark.parametrize(
    ("problems", "text"),
    [
        ([], "0 errors, 0 warnings, 0 notes"),
        (
            [ERROR, WARNING, NOTE],
            "claims/BR-001.yaml:3:7: error: 'x' is not a word that may stand here; use y [unknown-word]\n"
            "evidence/a.yaml:1:1: warning: no claim uses this evidence [orphan-evidence]\n"
            "factsheet.yaml:7:12: note: “contact” is empty; set it [no-contact]\n"
            "1 error, 1 warning, 1 note",
        ),
        (
            [ERROR, ERROR],
            "claims/BR-001.yaml:3:7: error: 'x' is not a word that may stand here; use y [unknown-word]\n"
            "claims/BR-001.yaml:3:7: error: 'x' is not a word that may stand here; use y [unknown-word]\n"
            "2 errors, 0 warnings, 0 notes",
        ),
    ],
)
def test_text_for_people(problems: list[Problem], text: str) -> None:
    assert reports.as_text(problems) == text


def test_json_for_programs() -> None:
    assert reports.as_json([NOTE]) == (
        "{\n"
        ' "counts": {\n'
        '  "error": 0,\n'
        '  "note": 1,\n'
        '  "warning": 0\n'
        " },\n"
        ' "problems": [\n'
        "  {\n"
        '   "code": "no-contact",\n'
        '   "column": 12,\n'
        '   "line": 7,\n'
        '   "message": "“contact” is empty",\n'
        '   "path": "factsheet.yaml",\n'
        '   "remedy": "set it",\n'
        '   "severity": "note"\n'
        "  }\n"
        " ]\n"
        "}"
    )


def test_json_holds_any_text_unchanged() -> None:
    assert json.loads(reports.as_json([HOSTILE, ERROR])) == {
        "counts": {"error": 1, "note": 0, "warning": 1},
        "problems": [
            {
                "code": "bad\n::error::x",
                "column": 2,
                "line": 1,
                "message": "100 % of\r\n::set-output name=token::stolen",
                "path": "claims/a,b:c%0A.yaml",
                "remedy": "mend\n::stop-commands::x",
                "severity": "warning",
            },
            {
                "code": "unknown-word",
                "column": 7,
                "line": 3,
                "message": "'x' is not a word that may stand here",
                "path": "claims/BR-001.yaml",
                "remedy": "use y",
                "severity": "error",
            },
        ],
    }


def test_annotations_for_pull_requests() -> None:
    assert reports.as_github([ERROR, WARNING, NOTE]) == (
        "::error file=claims/BR-001.yaml,line=3,col=7,title=unknown-word::'x' is not a word that may stand here; "
        "use y\n"
        "::warning file=evidence/a.yaml,line=1,col=1,title=orphan-evidence::no claim uses this evidence\n"
        "::notice file=factsheet.yaml,line=7,col=12,title=no-contact::“contact” is empty; set it"
    )


def test_a_hostile_text_cannot_end_an_annotation() -> None:
    assert reports.as_github([HOSTILE]) == (
        "::warning file=claims/a%2Cb%3Ac%250A.yaml,line=1,col=2,title=bad%0A%3A%3Aerror%3A%3Ax::"
        "100 %25 of%0D%0A::set-output name=token::stolen; mend%0A::stop-commands::x"
    )


def test_a_problem_of_several_lines_stays_on_one_line_for_people() -> None:
    report = reports.as_text([HOSTILE])
    assert report.splitlines() == [
        "claims/a,b:c%0A.yaml:1:2: warning: 100 % of\\r\\n::set-output name=token::stolen; mend\\n::stop-commands::x "
        "[bad\\n::error::x]",
        "0 errors, 1 warning, 0 notes",
    ]


@pytest.mark.parametrize(
    ("word", "known", "question"),
    [
        ("evidense", ["evidence", "events"], "did you mean 'evidence'?"),
        ("xyz", ["evidence"], ""),
        ("evidence", [], ""),
        ("abc", {"abd", "abf", "abe"}, "did you mean 'abf'?"),
    ],
)
def test_the_nearest_word_is_offered(word: str, known: list[str], question: str) -> None:
    assert did_you_mean(word, known) == question


def test_problems_stand_in_the_order_of_their_places() -> None:
    first = Problem(Location("a.yaml", 2, 1), "z", "z")
    second = Problem(Location("a.yaml", 10, 1), "a", "a")
    third = Problem(Location("b.yaml", 1, 1), "a", "a")
    assert sorted([third, second, first]) == [first, second, third]
