"""All records of a project, read in name order, each with the file it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Generic, TypeVar

from factsheet.problems import Location, Problem
from factsheet.records import Claim, Evidence, Model
from factsheet.schema import locate, read_record
from factsheet.source import Mapping, read

CLAIMS = PurePosixPath("claims")
EVIDENCE = PurePosixPath("evidence")
_BESIDE_RECORDS = {"README.md", "captures.yaml", "published"}
"""What else may stand in the two folders: notes for people, and what machines write."""
_FILE_NAME = re.compile(r"[A-Za-z0-9._-]+")

AnyRecord = TypeVar("AnyRecord", bound=Model, covariant=True)


@dataclass(frozen=True)
class Entry(Generic[AnyRecord]):
    """A record with the path of its file and the nodes it was read from."""

    record: AnyRecord
    path: PurePosixPath
    node: Mapping

    def at(self, *path: str | int) -> Location:
        """Take field names and list positions and return the place of that value, or the nearest above it."""
        return locate(self.node, path)


@dataclass(frozen=True)
class Corpus:
    """Every claim and every evidence record of a project, in the order of their file names."""

    claims: tuple[Entry[Claim], ...]
    sources: tuple[Entry[Evidence], ...]
    unread: frozenset[str] = frozenset()
    """Names, without ending, of the files that could not be read as records; what refers to them may be right."""

    def knows(self, record_id: str) -> bool:
        """Take an id and return whether a record has it, or a file that could not be read may hold that record."""
        if record_id in self.claim_by_id or record_id in self.evidence_by_id:
            return True
        return any(name == record_id or name.startswith(f"{record_id}-") for name in self.unread)

    @cached_property
    def claim_by_id(self) -> dict[str, Entry[Claim]]:
        """The claims by id; of two with one id, the later."""
        return {entry.record.id: entry for entry in self.claims}

    @cached_property
    def evidence_by_id(self) -> dict[str, Entry[Evidence]]:
        """The evidence by id; of two with one id, the later."""
        return {entry.record.id: entry for entry in self.sources}


def load(folder: Path) -> tuple[Corpus, list[Problem]]:
    """Take the project's folder; return all records that could be read, and what is wrong with the others."""
    claims, claim_problems = _load_records(folder, CLAIMS, Claim)
    sources, source_problems = _load_records(folder, EVIDENCE, Evidence)
    problems = claim_problems + source_problems
    unread = frozenset(PurePosixPath(problem.at.path).stem for problem in problems)
    return Corpus(tuple(claims), tuple(sources), unread), problems


def _load_records(
    folder: Path, below: PurePosixPath, model: type[AnyRecord]
) -> tuple[list[Entry[AnyRecord]], list[Problem]]:
    entries: list[Entry[AnyRecord]] = []
    problems: list[Problem] = []
    for found in _record_files(folder, below):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        node, faults = read(folder, found)
        problems += faults
        if node is not None:
            record, faults = read_record(model, node)
            problems += faults
            if record is not None:
                entries.append(Entry(record, found, node))
    return entries, problems


def _record_files(folder: Path, below: PurePosixPath) -> Iterator[PurePosixPath | Problem]:
    here = folder / below
    if here.is_symlink():
        message = f"'{below}' is a symbolic link; records are regular files in the project's own folders"
        yield Problem(Location(str(below)), "no-folder", message)
        return
    if not here.is_dir():
        yield Problem(Location(str(below)), "no-folder", f"there is no folder '{below}'", remedy="make it")
        return
    for name in sorted(child.name for child in here.iterdir()):
        path = below / name
        if name.startswith(".") or name in _BESIDE_RECORDS:
            continue
        if not _FILE_NAME.fullmatch(name):
            remedy = "use the letters a to z, digits, hyphens and full stops"
            yield Problem(Location(str(below)), "file-name", f"the file name {name!a} is refused", remedy=remedy)
        elif name.endswith(".yaml"):
            yield path
        else:
            remedy = "end its name in .yaml" if name.endswith(".yml") else "move it elsewhere"
            yield Problem(Location(str(path)), "not-a-record", "only records stand in this folder", remedy=remedy)
