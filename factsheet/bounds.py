"""Calls that read what strangers made: in a process of their own, with a limit of memory and of time."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from factsheet.problems import Unable

MEMORY = 1024
"""Megabytes of memory that a call may have. The largest file of this tool needs a tenth."""
SECONDS = 60
"""Seconds of processor time that a call may take."""

Given = TypeVarTuple("Given")
Result = TypeVar("Result")


class Unreadable(Exception):
    """What cannot be read within bounds, or not at all; the message says why."""


def bounded(call: Callable[[*Given], Result], *arguments: *Given) -> Result:
    """Take a function of a module and its arguments; return what it returns in a process that has limits.

    Raises Unreadable if the function does, if it needs more memory or time than it may, or if it fails in any way that
    nobody foresaw: whoever made the input may have meant it to.
    """
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import get_context

    # A new interpreter, because a copy of this one would have everything that this one has in its memory.
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=_limit, initargs=(MEMORY, SECONDS)
    ) as pool:
        try:
            return pool.submit(call, *arguments).result()
        except (Unable, Unreadable):
            raise
        except (BrokenExecutor, MemoryError):
            reason = f"it needs more than {MEMORY:,} MB of memory or {SECONDS} seconds, or brings its reader down"
            raise Unreadable(reason) from None
        except Exception as fault:
            raise Unreadable(f"{type(fault).__name__}: {fault}") from fault


def _limit(megabytes: int, seconds: int) -> None:
    for what, limit in ((resource.RLIMIT_AS, megabytes * 1024 * 1024), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(what)
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (most, hard))
    # No file with the memory of a process that was brought down.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
