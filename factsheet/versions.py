"""Published versions of entries: whole, frozen, one JSON file each in `claims/published/`, never edited by hand.

A file holds the joined entry as it was published: the claim's record and the documents it rests on. It is the source
of what is said of that version later, and of the rule against silent edits. Each file holds the digest of the one
before, so that no older version can be changed or taken away unseen; the newest is as safe as the repository it is in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from factsheet import digests, dossier
from factsheet.problems import Location, Problem
from factsheet.records import Claim, Evidence
from factsheet.source import MAX_BYTES, read_bytes

FOLDER = PurePosixPath("claims", "published")
FORMAT = 1
"""Raised when a frozen file gets another shape; files of earlier formats stay as they are."""
_NAME = re.compile(r"(?P<id>[A-Z]{2,8}-[0-9]{3,6})\.v(?P<number>[1-9][0-9]{0,5})\.json")
_REMEDY = "take back the file that was committed; what is published is never edited, but followed by a newer version"


def page_path(entry_id: str, number: int) -> str:
    """Take an entry's id and the number of a version; return where below the site the page lies that keeps it."""
    return f"{entry_id}/v{number}/"


@dataclass(frozen=True)
class Version:
    """One published version of an entry."""

    entry: Mapping[str, Any]
    """The joined entry as `dossier.as_data` gives it. `related` may name a draft, which pages leave out."""
    before: str = ""
    """Digest of the version before, or an empty text if there is none."""

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
    def digest(self) -> str:
        """Return the digest of the entry and of what came before it."""
        return digests.of_data([self.before, self.entry])

    @property
    def data(self) -> dict[str, Any]:
        """Return what stands in its file."""
        return {"format": FORMAT, "before": self.before, "entry": self.entry, "digest": self.digest}

    @property
    def text(self) -> str:
        """Return what stands in its file: sorted, a line for each value, with the digest."""
        return json.dumps(self.data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


Versions = Mapping[str, tuple[Version, ...]]
"""The published versions of each entry by its id, oldest first."""


def freeze(claim: Claim, evidence: Mapping[str, Evidence], last: Version | None = None) -> Version:
    """Take a claim, all evidence by id and the version before; return the entry as it is now as the next version.

    Its number is that of the newest item of the history.
    """
    # Through JSON, so that a version that was just frozen equals the one that is read back.
    entry = json.loads(json.dumps(dossier.as_data(claim, evidence), allow_nan=False))
    return Version(entry, last.digest if last else "")


def thaw(version: Version) -> tuple[Claim, dict[str, Evidence]]:
    """Take a version that was frozen; return the claim as it was published, and the documents it rests on by id.

    Raises ValueError if it is that of a withdrawal, which holds no more than the claim and the reason.
    """
    if "exhibits" not in version.entry:
        raise ValueError(f"version {version.number} of {version.id} is its withdrawal")
    claim = {field: value for field, value in version.entry.items() if field in Claim.model_fields}
    documents = [Evidence.model_validate(exhibit["document"]) for exhibit in version.entry["exhibits"]]
    return Claim.model_validate(claim), {document.id: document for document in documents}


def parse(data: Any) -> Version:
    """Take what stands in the file of a version, as data, and return the version; ValueError says what it is not."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    if not _is_entry(data.get("entry")):
        raise ValueError("its entry lacks what every entry has")
    version = Version(data["entry"], str(data.get("before")))
    if data.get("digest") != version.digest:
        raise ValueError("its digest is that of other content")
    return version


def fault(version: Version) -> str:
    """Take a version that is to be frozen and return why its file would not be read again, or an empty text."""
    size = len(version.text.encode())
    if size > MAX_BYTES:
        return f"the frozen entry would have {size:,} bytes, and at most {MAX_BYTES:,} are read"
    return "" if _NAME.fullmatch(version.path.name) else f"a version cannot have the number {version.number}"


def load(folder: Path) -> tuple[dict[str, tuple[Version, ...]], list[Problem]]:
    """Take the project's folder; return all published versions, and what is wrong with their files."""
    found: dict[str, dict[int, Version]] = {}
    problems: list[Problem] = []
    place = folder / FOLDER
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        message = "published versions lie in a folder of the project's own, and this is a link or a file"
        return {}, [Problem(Location(str(FOLDER)), "no-folder", message, remedy="move it away")]
    for name in sorted(child.name for child in place.iterdir()) if place.exists() else ():
        if name.startswith(".") or name == "README.md":
            continue
        version = _read(folder, name)
        if isinstance(version, Problem):
            problems.append(version)
        else:
            found.setdefault(version.id, {})[version.number] = version
    for numbered in found.values():
        problems += _breaks(numbered)
    return {claim: tuple(numbered[n] for n in sorted(numbered)) for claim, numbered in found.items()}, problems


def _read(folder: Path, name: str) -> Version | Problem:
    at = Location(str(FOLDER / name))
    match = _NAME.fullmatch(name)
    if not match:
        message = "only published versions stand in this folder, named after an entry's id and their number"
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
    version = parse(data)
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
        and [link["ref"].partition("#")[0] for link in links] == [exhibit["document"]["id"] for exhibit in exhibits]
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


def _breaks(numbered: Mapping[int, Version]) -> Iterator[Problem]:
    """Take the versions of an entry by number and yield where one is gone, or is not the one that the next followed."""
    numbers = sorted(numbered)
    first = numbered[numbers[0]]
    if first.before:
        yield _gone(first, first.number - 1)
    for one, next_one in pairwise(numbers):
        if next_one != one + 1:
            yield _gone(numbered[next_one], one + 1)
        elif numbered[next_one].before != numbered[one].digest:
            message = f"this is not the version {one} that version {next_one} followed"
            yield Problem(Location(str(numbered[one].path)), "damaged-version", message, remedy=_REMEDY)


def _gone(after: Version, number: int) -> Problem:
    message = f"version {number} of this entry is gone"
    return Problem(Location(str(after.path)), "missing-version", message, remedy=_REMEDY)
