"""A machine that fails at any step of writing: a full disk, a broken disk, a process that is killed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest


class Killed(BaseException):
    """The process ends here."""


class Machine:
    """Does what a build asks of the disk, until the n-th step; then one step, or every further one, goes wrong."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], BaseException], *, for_good: bool) -> None:
        self.fault = fault
        self.for_good = for_good
        self.steps_left = 0
        self.has_failed = False
        for name in ("fsync", "link"):
            monkeypatch.setattr(os, name, self._failing(getattr(os, name)))
        for name in ("replace", "unlink", "rmdir", "mkdir"):
            monkeypatch.setattr(Path, name, self._failing(getattr(Path, name)))
        self._open = Path.open
        monkeypatch.setattr(Path, "open", lambda path, *rest, **named: self._opened(path, *rest, **named))

    def step(self) -> None:
        self.steps_left -= 1
        if self.steps_left == 0 or (self.steps_left < 0 and self.for_good):
            self.has_failed = True
            raise self.fault()

    def _failing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.step()
            return call(*arguments, **named)

        return counted

    def _opened(self, path: Path, mode: str = "r", *rest: Any, **named: Any) -> IO[Any]:
        if mode != "r":
            self.step()
        stream: IO[Any] = self._open(path, mode, *rest, **named)
        return HalfWritten(stream, self) if mode == "wb" else stream  # type: ignore[return-value]


class HalfWritten:
    """A file of which only the first half reaches the disk when the machine fails."""

    def __init__(self, stream: IO[bytes], machine: Machine) -> None:
        self.stream = stream
        self.machine = machine

    def __enter__(self) -> HalfWritten:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, content: bytes) -> int:
        try:
            self.machine.step()
        except BaseException:
            self.stream.write(content[: len(content) // 2])
            raise
        return self.stream.write(content)


def full_disk() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")
