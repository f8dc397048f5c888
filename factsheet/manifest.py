"""What stands in an output folder: for each file, what it was made from and what it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from factsheet import digests
from factsheet.files import inside

FILE = PurePosixPath("manifest.json")
UNFINISHED = ""
"""Stands for the digest of a file that a build was about to make."""


@dataclass
class Manifest:
    """The record that a build leaves for the next one, and for people who want to compare two builds."""

    tools: dict[str, str] = field(default_factory=dict)
    """Versions of the programs that decide the bytes of printed files."""
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By path: the digest of what a file was made from, and of its content."""

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Take an output folder and return its manifest; an empty one if there is none or it is damaged."""
        try:
            data = json.loads((folder / FILE).read_text("utf-8"))
            files = {str(inside(path)): (str(e["from"]), str(e["is"])) for path, e in data["files"].items()}
            return cls(dict(data["tools"]), files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    @property
    def text(self) -> str:
        """Return what is written to the file, in a stable order."""
        files = {path: {"from": made_from, "is": content} for path, (made_from, content) in self.files.items()}
        data = {"files": files, "tools": self.tools}
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def digest(self) -> str:
        """Return the digest of what is written to the file."""
        return digests.of_text(self.text)

    def is_whole(self, folder: Path, path: str) -> bool:
        """Take the output folder and a path in it; return whether the file there is the one that was made."""
        content = self.files.get(path, ("", UNFINISHED))[1]
        try:
            return content != UNFINISHED and digests.of_bytes((folder / path).read_bytes()) == content
        except OSError:
            return False
