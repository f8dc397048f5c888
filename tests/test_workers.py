"""Calls made by copies of the process: in order, with their errors, and never silently lost."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from factsheet.exporters.target import CannotMake
from factsheet.problems import Unable
from factsheet.workers import AT_ONCE, WORTH_COPYING, by_copies

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the calls are made one at a time")
Result = TypeVar("Result")
MANY = 3 * WORTH_COPYING + 7


def results(items: list[int], call: Callable[[int], Result], jobs: int = 2) -> list[Result]:
    """Take items, a call and a number of processes; return what the calls return."""
    return [result() for _, result in by_copies(items, call, jobs)]


def children() -> set[str]:
    """Return the numbers of this process's children that still run."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, WORTH_COPYING - 1, WORTH_COPYING, MANY])
def test_results_come_in_the_order_of_the_items(number: int, jobs: int) -> None:
    items = list(range(number))
    assert results(items, lambda item: item * item, jobs) == [item * item for item in items]


@linux_only
def test_a_copy_has_what_this_process_had_and_shares_nothing_back() -> None:
    known = {"who": "this process"}

    def call(item: int) -> tuple[str, int]:
        known["who"] = f"copy {item}"
        return known["who"], os.getpid()

    found = results(list(range(MANY)), call)
    assert {who for who, _ in found} == {f"copy {item}" for item in range(MANY)}
    assert len({process for _, process in found}) == 2
    assert known == {"who": "this process"}


@pytest.mark.parametrize("number", [3, MANY])
def test_an_error_is_raised_where_its_result_is_asked_for_and_ends_no_other(number: int) -> None:
    def call(item: int) -> int:
        if item == 1:
            raise CannotMake("this page holds what it may not", "some-code")
        return item

    promises = list(by_copies(list(range(number)), call, 2)) if number < WORTH_COPYING else None
    outcomes: list[object] = []
    for _, result in promises or by_copies(list(range(number)), call, 2):
        try:
            outcomes.append(result())
        except CannotMake as fault:
            outcomes.append((str(fault), fault.code))
    assert outcomes == [0, ("this page holds what it may not", "some-code"), *range(2, number)]


@linux_only
def test_large_results_do_not_block() -> None:
    made = results(list(range(WORTH_COPYING)), lambda item: str(item % 10) * 200_000)
    assert [len(str(text)) for text in made] == [200_000] * WORTH_COPYING


@linux_only
def test_a_copy_that_is_killed_ends_the_build_with_a_sentence() -> None:
    def call(item: int) -> int:
        if item == AT_ONCE * 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    before = children()
    with pytest.raises(Unable, match=re.escape("a worker process was killed, perhaps for want of memory")):
        results(list(range(MANY)), call)
    assert children() == before


@linux_only
def test_nothing_goes_on_when_nobody_takes_the_results() -> None:
    def taken() -> Iterator[int]:
        for _, result in by_copies(list(range(MANY)), lambda item: item, 2):
            yield result()

    before, results_of = children(), taken()
    assert next(results_of) == 0
    assert len(children() - before) == 2
    results_of.close()  # type: ignore[attr-defined]
    assert children() == before


def test_where_a_process_cannot_be_copied_the_calls_are_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert set(results(list(range(MANY)), lambda item: os.getpid() if item >= 0 else 0)) == {os.getpid()}
