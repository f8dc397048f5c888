"""Published versions of entries: whole, frozen, one JSON file each in `claims/published/`, never edited by hand.

A file holds the joined entry as it was published: the claim's record and the documents it rests on. It is the source
of what is said of that version later, and of the rule against silent edits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from factsheet import digests, dossier
from factsheet.problems import Location, Problem
from factsheet.records import Claim, Evidence
from factsheet.source import read_bytes

FOLDER = PurePosixPath("claims", "published")
FORMAT = 1
"""Raised when a frozen file gets another shape; files of earlier formats stay as they are."""
_NAME = re.compile(r"(?P<id>[A-Z]{2,8}-[0-9]{3,6})\.v(?P<number>[1-9][0-9]{0,5})\.json")
_REMEDY = "take back the file that was committed; what is published is never edited, but followed by a newer version"


@dataclass(frozen=True)
class Version:
    """One published version of an entry."""

    entry: Mapping[str, Any]
    """The joined entry as `dossier.as_data` gives it."""

    @property
    def id(self) -> str:
        """Return the id of the entry."""
        return str(self.entry["id"])

    @property
    def number(self) -> int:
        """Return the number of the version."""
        return int(self.entry["version"])

    @property
    def date(self) -> str:
        """Return the day of the version, as its history has it."""
        return str(self.entry["history"][-1]["date"])

    @property
    def path(self) -> PurePosixPath:
        """Return the path of its file in the project's folder."""
        return FOLDER / f"{self.id}.v{self.number}.json"

    @property
    def text(self) -> str:
        """Return what stands in its file: sorted, a line for each value, with the digest of the entry."""
        data = {"format": FORMAT, "entry": self.entry, "digest": digests.of_data(self.entry)}
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


Versions = Mapping[str, tuple[Version, ...]]
"""The published versions of each entry by its id, oldest first."""


def freeze(claim: Claim, evidence: Mapping[str, Evidence]) -> Version:
    """Take a claim and all evidence by id; return the entry as a version with the number of its newest history item."""
    # Through JSON, so that a version that was just frozen equals the one that is read back.
    return Version(json.loads(json.dumps(dossier.as_data(claim, evidence), allow_nan=False)))


def load(folder: Path) -> tuple[dict[str, tuple[Version, ...]], list[Problem]]:
    """Take the project's folder; return all published versions, and what is wrong with their files."""
    found: dict[str, dict[int, Version]] = {}
    problems: list[Problem] = []
    try:
        names = sorted(child.name for child in (folder / FOLDER).iterdir())
    except FileNotFoundError:
        names = []
    for name in names:
        if name.startswith(".") or name == "README.md":
            continue
        version = _read(folder, name)
        if isinstance(version, Problem):
            problems.append(version)
        else:
            found.setdefault(version.id, {})[version.number] = version
    for numbered in found.values():
        problems += _gaps(numbered)
    return {claim: tuple(numbered[n] for n in sorted(numbered)) for claim, numbered in found.items()}, problems


def _read(folder: Path, name: str) -> Version | Problem:
    at = Location(str(FOLDER / name))
    match = _NAME.fullmatch(name)
    if not match:
        message = "only published versions stand in this folder, under names such as NK-001.v1.json"
        return Problem(at, "not-a-version", message, remedy="move it elsewhere")
    try:
        content = read_bytes(folder, FOLDER / name)
        version = _parse(content)
    except OSError as error:
        return Problem(at, "unreadable", f"this file cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as fault:
        reason = "it is nested too deep" if isinstance(fault, RecursionError) else fault
        message = f"this is no published version as it was frozen: {reason}"
        return Problem(at, "damaged-version", message, remedy=_REMEDY)
    if version.path.name != name:
        message = f"this file holds version {version.number} of {version.id}"
        return Problem(at, "damaged-version", message, remedy=f"name it {version.path.name}")
    return version


def _parse(content: bytes) -> Version:
    try:
        data = json.loads(content)
    except ValueError:
        raise ValueError("it is not JSON") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    if not _is_entry(data.get("entry")):
        raise ValueError("its entry lacks what every entry has")
    version = Version(data["entry"])
    if data.get("digest") != digests.of_data(version.entry):
        raise ValueError("its digest is that of other content")
    if content.replace(b"\r\n", b"\n") != version.text.encode():
        raise ValueError("it is written in another way")
    return version


def _is_entry(entry: Any) -> bool:
    """Take what stands in a file and return whether it has the shape that is relied on, whatever its texts say."""
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("id"), str)
        and isinstance(entry.get("version"), int)
        and _has_history(entry)
        and _are_mappings(links := entry.get("evidence", []))
        and all(isinstance(link.get("ref"), str) for link in links)
        and _are_mappings(exhibits := entry.get("exhibits", []))
        and all(_is_document(exhibit.get("document")) for exhibit in exhibits)
    )


def _is_document(document: Any) -> bool:
    return (
        isinstance(document, dict)
        and isinstance(document.get("id"), str)
        and _has_history(document)
        and _are_mappings(quotes := document.get("quotes", []))
        and all(isinstance(quote.get("id"), str) for quote in quotes)
    )


def _has_history(record: dict[str, Any]) -> bool:
    history = record.get("history")
    return (
        isinstance(history, list)
        and bool(history)
        and _are_mappings(history)
        and all(isinstance(item.get("version"), int) and isinstance(item.get("date"), str) for item in history)
    )


def _are_mappings(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(item, dict) for item in items)


def _gaps(numbered: Mapping[int, Version]) -> list[Problem]:
    first, last = min(numbered), max(numbered)
    path = str(numbered[last].path)
    return [
        Problem(Location(path), "missing-version", f"version {number} of this entry is gone", remedy=_REMEDY)
        for number in range(first, last)
        if number not in numbered
    ]
