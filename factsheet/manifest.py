"""What stands in an output folder: for each file, what it was made from and what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from factsheet import digests
from factsheet.files import inside

FILE = PurePosixPath("manifest.json")
UNFINISHED = ""
"""Stands for the digest of a file that a build was about to make."""
ITSELF = "content"
"""Stands for the digest of what a file was made from, if nothing but its content tells whether it is the same."""


@dataclass(frozen=True)
class File:
    """A file as a build made it."""

    made_from: str
    """Digest of what it was made from."""
    content: str = UNFINISHED
    """Digest of its content."""
    setting: Mapping[str, Any] = field(default_factory=dict)
    """How it was set in print, if it is a printed form: the density, the sides, what was left out for space."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> File:
        """Take what stands in a manifest and return the file."""
        return cls(str(data["from"]), str(data["is"]), dict(data.get("setting", {})))

    @property
    def data(self) -> dict[str, Any]:
        """Return what is written to the manifest."""
        return {"from": self.made_from, "is": self.content} | ({"setting": dict(self.setting)} if self.setting else {})


@dataclass
class Manifest:
    """The record that a build leaves for the next one, and for people who want to compare two builds."""

    tools: dict[str, str] = field(default_factory=dict)
    """Versions of the programs that decide the bytes of printed files."""
    files: dict[str, File] = field(default_factory=dict)
    """Every file by its path."""

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Take an output folder and return its manifest; an empty one if there is none or it is damaged."""
        try:
            data = json.loads((folder / FILE).read_text("utf-8"))
            files = {str(inside(path)): File.read(file) for path, file in data["files"].items()}
            return cls(dict(data["tools"]), files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    @property
    def text(self) -> str:
        """Return what is written to the file, in a stable order."""
        data = {"files": {path: file.data for path, file in self.files.items()}, "tools": self.tools}
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def digest(self) -> str:
        """Return the digest of what is written to the file."""
        return digests.of_text(self.text)

    def is_fresh(self, folder: Path, path: str, made_from: str) -> bool:
        """Take the output folder, a path in it and what it is to be made from; return whether it was, and is whole."""
        file = self.files.get(path)
        return file is not None and file.made_from == made_from and self.is_whole(folder, path)

    def is_whole(self, folder: Path, path: str) -> bool:
        """Take the output folder and a path in it; return whether the file there is the one that was made."""
        file = self.files.get(path)
        try:
            return (
                file is not None
                and file.content != UNFINISHED
                and digests.of_bytes((folder / path).read_bytes()) == file.content
            )
        except OSError:
            return False
