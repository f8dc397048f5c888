"""What an exporter yields, and why a target may not be made. Light, because every worker process imports it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
class Target:
    """A file to be made: where it goes below the output folder, what its bytes depend on, and how to make it.

    `make` is called with no arguments and returns the file's content; it opens no file of the output folder, has no
    effect, and can be sent to another process. It raises CannotMake if the records do not allow the file.
    """

    path: PurePosixPath
    needs: Any
    """Anything JSON can hold; the file is made again only when it changes."""
    make: Callable[[], bytes]
    slow: bool = False
    """Whether the call is worth sending to another process."""
    subject: str = ""
    """Id of the claim, or of the sheet about a topic, that the file shows, if it shows one."""


PRELOAD = ("weasyprint", "factsheet.exporters.press")
"""Modules that a worker process should have before its first target, because they take long to import."""
