"""The records in tests/bad/ mark their own faults; `check` must find these, at those lines, and no others."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from factsheet import loader
from factsheet.problems import Problem
from tests.faker import TODAY

BAD = Path(__file__).with_name("bad")

Fault = tuple[str, int, str]
"""Path in the collection, line, code."""

# Faults in lines that cannot hold a mark: the mark would be part of the text, or JSON has no comments.
UNMARKED: dict[str, list[Fault]] = {
    "form": [("evidence/open-quote.yaml", 2, "not-yaml")],
    "meaning": [
        ("claims/published/BR-004.v1.json", 1, "published-gone"),
        ("claims/published/BR-005.v1.json", 1, "damaged-version"),
    ],
}

# Every fault that the description of the record model names, by the code that `check` gives it.
NAMED = {
    "unknown-field", "duplicate-key", "alias", "tag", "not-a-date", "not-an-interval", "unknown-evidence",
    "unknown-quote", "unknown-claim", "unknown-party", "unknown-topic", "id-mismatch", "quote-too-long",
    "not-a-web-address", "refused-character", "fact-repeats-claim", "anachronism", "same-document", "orphan-evidence",
    "recheck-passed", "stale-seen", "stale-translation", "one-sided", "archive-mismatch",
    "silent-edit", "unsourced-figure",
}  # fmt: skip


def marks(folder: Path) -> list[Fault]:
    """Return the faults that the files of a collection mark in their own lines."""
    found = []
    for path in sorted(folder.rglob("*.y*ml")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if mark := re.search(r" #! ([a-z -]+)$", line):
                found += [(path.relative_to(folder).as_posix(), number, code) for code in mark[1].split()]
    return found


def problems(name: str) -> list[Problem]:
    return loader.load(BAD / name, TODAY).problems


@pytest.mark.parametrize("name", ["form", "meaning"])
def test_check_finds_the_faults_that_the_records_mark(name: str) -> None:
    found = Counter((problem.at.path, problem.at.line, problem.code) for problem in problems(name))
    marked = Counter(marks(BAD / name) + UNMARKED[name])
    assert (sorted((found - marked).elements()), sorted((marked - found).elements())) == ([], [])


def test_every_fault_that_the_record_model_names_occurs() -> None:
    told = {problem.code for name in ("form", "meaning") for problem in problems(name)}
    assert sorted(NAMED - told) == []
