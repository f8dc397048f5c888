"""Calls with limits: what strangers made may need neither all memory nor all time, nor bring the command down."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from factsheet import bounds
from factsheet.bounds import Unreadable, bounded
from factsheet.problems import Unable

pytestmark = pytest.mark.slow


def double(number: int) -> int:
    return 2 * number


def refuse() -> None:
    raise Unreadable("it is empty")


def give_up() -> None:
    raise Unable("there is no disk")


def fail() -> Any:
    return dict[str, int]()["name"]


def take_all_memory() -> int:
    return len(bytearray(bounds.MEMORY * 1024 * 1024))


def fall_down() -> None:
    os.abort()


def work(number: int) -> None:
    while number:
        number += 1


def test_what_a_call_returns_comes_back() -> None:
    assert bounded(double, 21) == 42


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (refuse, "it is empty"),
        (fail, "KeyError: 'name'"),
        (take_all_memory, "it needs more than 1,024 MB of memory or 60 seconds, or brings its reader down"),
        (fall_down, "it needs more than 1,024 MB of memory or 60 seconds, or brings its reader down"),
    ],
)
def test_a_call_that_fails_fails_alone(call: Callable[[], object], message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        bounded(call)
    assert str(caught.value) == message


def test_a_call_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "SECONDS", 1)
    with pytest.raises(Unreadable, match="or 1 seconds"):
        bounded(work, 1)


def test_a_fault_of_the_machine_is_none_of_the_input() -> None:
    with pytest.raises(Unable, match="there is no disk"):
        bounded(give_up)
