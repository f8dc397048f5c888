"""Calls made in other processes: slow ones by workers that have the press, quick ones by copies of this process.

A worker is sent its call and sends back the result. A copy has everything that this process had when it began, so that
calls on much data are sent nowhere; only their results are.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from factsheet.problems import Unable

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

WORTH_COPYING = 100
"""Quick calls from which on copies of the process save more than it takes to begin them."""
AT_ONCE = 16
"""Results that a copy sends together, so that it works on while the last ones are written to disk."""
_KILLED = "a worker process was killed, perhaps for want of memory; try again, or with --jobs 1"

Item = TypeVar("Item")
Result = TypeVar("Result")
Outcome = tuple[Any, Exception | None]
"""What a call returned, or the error that it raised."""


def by_workers(
    calls: Sequence[tuple[Item, Callable[[], Result]]], jobs: int, preload: Sequence[str]
) -> Iterator[tuple[Item, Callable[[], Result]]]:
    """Take things, each with a slow call, how many processes may work, and modules that every call needs.

    Yield each thing as its call ends, with what returns the call's result or raises its error.
    """
    # Imported here, because a build that makes no slow file needs neither.
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import forkserver, get_context, resource_tracker

    # One server process imports the slow libraries once; workers are forked from it and keep their fonts.
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    resource_tracker.ensure_running()  # first, because starting it lets interrupts through again
    executor = ProcessPoolExecutor(min(jobs, len(calls)), mp_context=context, initializer=_begin_worker)
    try:
        with _interrupts_held_back():
            forkserver.ensure_running()
            futures: dict[Future[Result], Item] = {executor.submit(call): item for item, call in calls}
        for future in as_completed(futures):
            yield futures[future], partial(_result, future)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def by_copies(
    items: Sequence[Item], call: Callable[[Item], Result], jobs: int
) -> Iterator[tuple[Item, Callable[[], Result]]]:
    """Take things, a quick call to be made with each of them, and how many processes may work.

    Yield each thing in its order, with what returns the call's result or raises its error; that is to be called before
    the next thing is asked for. Where copies would not save time, or a process cannot be copied while it works, the
    calls are made here, one at a time.
    """
    if jobs == 1 or len(items) < WORTH_COPYING or sys.platform != "linux":
        yield from ((item, partial(call, item)) for item in items)
        return
    from multiprocessing import get_context

    context = get_context("fork")
    copies: list[Any] = []
    results: list[Connection] = []
    try:
        with _interrupts_held_back():
            gc.freeze()  # so that looking for cycles makes no copy write to what it shares
            for number in range(jobs):
                receiver, sender = context.Pipe(duplex=False)
                copy = context.Process(target=_work, args=(items[number::jobs], call, sender), daemon=True)
                copy.start()
                sender.close()
                copies.append(copy)
                results.append(receiver)
        # A copy waits until its last results are taken, so that none is ever far ahead.
        taken = [_taken(receiver) for receiver in results]
        for number, item in enumerate(items):
            yield item, partial(_next, taken[number % jobs])
    finally:
        gc.unfreeze()
        for copy in copies:
            copy.terminate()
            copy.join()
        for receiver in results:
            receiver.close()


def _work(items: Sequence[Item], call: Callable[[Item], Any], results: Connection) -> None:
    _begin_worker()
    for start in range(0, len(items), AT_ONCE):
        results.send([_outcome(call, item) for item in items[start : start + AT_ONCE]])


def _outcome(call: Callable[[Item], Any], item: Item) -> Outcome:
    try:
        return call(item), None
    except Exception as error:
        return None, error


def _taken(results: Connection) -> Iterator[Outcome]:
    while True:
        try:
            yield from results.recv()
        except (EOFError, OSError):  # the latter if it was killed while it sent
            raise Unable(_KILLED) from None


def _next(outcomes: Iterator[Outcome]) -> Any:
    result, error = next(outcomes)
    if error is not None:
        raise error
    return result


def _result(future: Future[Result]) -> Result:
    from concurrent.futures import BrokenExecutor

    try:
        return future.result()
    except BrokenExecutor:
        raise Unable(_KILLED) from None


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    # What is started in here never sees Ctrl-C, not even while it imports; this process sees it afterwards, when it
    # knows of every process that it has to end.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    # A page is a large tree that is dropped whole, so that looking for cycles in it every moment is work for nothing.
    gc.freeze()
    gc.set_threshold(100_000)
    _end_with_the_parent()


def _end_with_the_parent() -> None:
    # A worker waits for its next call for ever, also when the build that would have made it was killed.
    from multiprocessing import connection, parent_process
    from threading import Thread

    parent = parent_process()
    assert parent is not None  # this is a worker

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()
