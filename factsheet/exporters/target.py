"""What an exporter yields, and why a target may not be made. Light, because every worker process imports it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any


class CannotMake(Exception):
    """A target that cannot be made from its records: a code for the fault, and a message for those who write them."""

    def __init__(self, message: str, code: str = "cannot-print") -> None:
        """Take the message, and the code if it is another than that of a page that cannot be printed."""
        super().__init__(message, code)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Made:
    """What a target was made into."""

    content: bytes
    beside: tuple[bytes, ...] = ()
    """Contents of the files that were made of it, in the order of the target's paths."""
    setting: Mapping[str, Any] = field(default_factory=dict)
    """How it was set in print, for the manifest: anything JSON can hold."""


@dataclass(frozen=True)
class Target:
    """A file to be made: where it goes below the output folder, what its bytes depend on, and how to make it.

    `make` is called with no arguments and returns the file's content; it opens no file of the output folder, has no
    effect, and can be sent to another process. It raises CannotMake if the records do not allow the file.
    """

    path: PurePosixPath
    needs: Any
    """Anything JSON can hold; the file is made again only when it changes."""
    make: Callable[[], Made]
    slow: bool = False
    """Whether the call is worth sending to another process."""
    subject: str = ""
    """Id of the claim, or of the sheet about a topic, that the file shows, if it shows one."""
    beside: tuple[PurePosixPath, ...] = ()
    """Further files, made of this one's content by the same call."""

    @property
    def paths(self) -> tuple[PurePosixPath, ...]:
        """Return the paths of all files that the call makes."""
        return (self.path, *self.beside)


def text_target(path: PurePosixPath, text: str, subject: str = "") -> Target:
    """Take a path, the text of the file, and what it shows, if it shows one thing; return the file to be written."""
    return Target(path, needs=text, make=partial(Made, text.encode()), subject=subject)


PRELOAD = ("weasyprint", "factsheet.exporters.fitting")
"""Modules that a worker process should have before its first target, because they take long to import."""
