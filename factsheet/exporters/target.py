"""What an exporter yields, and why a target may not be made. Light, because every worker process imports it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from factsheet.files import inside


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
    found: Mapping[PurePosixPath, bytes] = field(default_factory=dict)
    """Files whose names only the call could tell, by their path below the target's folder."""


@dataclass(frozen=True)
class Target:
    """A file to be made: where it goes below the output folder, what its bytes depend on, and how to make it.

    `make` is called with no arguments and returns the file's content; it opens no file of the output folder, has no
    effect, and can be sent to another process. It raises CannotMake if the records do not allow the file.
    """

    path: PurePosixPath
    needs: Any
    """Anything JSON can hold; the file is made again only when it changes.

    None if nothing tells but the content itself: then every build makes that, and writes it if it differs. It is made
    when its turn comes and dropped when it is written, so that many such files need the memory of one.
    """
    make: Callable[[], Made]
    slow: bool = False
    """Whether the call is worth sending to another process."""
    subject: str = ""
    """Id of the claim, or of the sheet about a topic, that the file shows, if it shows one."""
    beside: tuple[PurePosixPath, ...] = ()
    """Further files, made of this one's content by the same call."""
    folder: PurePosixPath | None = None
    """A folder that is the target's own, if the call tells the names of further files, which go there."""

    @property
    def paths(self) -> tuple[PurePosixPath, ...]:
        """Return the paths of all files that the call makes, but for those whose names it has yet to tell."""
        return (self.path, *self.beside)

    @property
    def is_known_by_content(self) -> bool:
        """Return whether only the content tells if the file is to be written."""
        return self.needs is None

    def owns(self, path: PurePosixPath) -> bool:
        """Take the path of a file; return whether it lies in the folder that is the target's own."""
        return self.folder is not None and self.folder in path.parents and path not in self.paths

    def found_paths(self, made: Made) -> dict[PurePosixPath, bytes]:
        """Take what the target was made into; return the found files by their path below the output folder.

        ValueError says that one of them would leave the target's folder, or take the place of another file.
        """
        found = {}
        for name, content in made.found.items():
            if self.folder is None or not self.owns(self.folder / inside(name)):
                raise ValueError(f"the path '{name}' is not one that '{self.path}' may find files at")
            found[self.folder / name] = content
        return found


def text_target(path: PurePosixPath, text: str, subject: str = "") -> Target:
    """Take a path, the text of the file, and what it shows, if it shows one thing; return the file to be written."""
    return Target(path, needs=text, make=partial(Made, text.encode()), subject=subject)


def page_target(path: PurePosixPath, make: Callable[[], str], subject: str = "") -> Target:
    """Take a path, a call that returns the text of the file, and what it shows; return the file to be written.

    The call may come twice in a build, and returns the same each time.
    """
    return Target(path, needs=None, make=partial(_made_of_text, make), subject=subject)


def _made_of_text(make: Callable[[], str]) -> Made:
    return Made(make().encode())


PRELOAD = ("weasyprint", "factsheet.exporters.fitting")
"""Modules that a worker process should have before its first target, because they take long to import."""
