"""YAML files to trees of nodes that know their line and column.

Scalars stay as they were typed: `no` is text and not False. What YAML offers beyond mappings, lists and text (tags,
anchors, aliases, merge keys, several documents) is refused, because a reader of a record cannot see what it does.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from factsheet import characters
from factsheet.problems import Location, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_REFUSED = 20
"""Refused characters that are told of one file; nobody mends more in one go."""


@dataclass(frozen=True)
class Scalar:
    """A piece of text; `plain` if it was typed without quotes."""

    at: Location
    text: str
    plain: bool = False


@dataclass(frozen=True)
class Sequence:
    """A list."""

    at: Location
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Mapping:
    """Fields with their values, in the order of the file."""

    at: Location
    entries: tuple[tuple[Scalar, Node], ...]

    def key(self, name: str) -> Scalar | None:
        """Take a field's name and return the node of the name itself, or nothing."""
        return next((key for key, _ in self.entries if key.text == name), None)

    def value(self, name: str) -> Node | None:
        """Take a field's name and return the node of its value, or nothing."""
        return next((value for key, value in self.entries if key.text == name), None)


Node = Scalar | Sequence | Mapping


def read(folder: Path, path: PurePosixPath) -> tuple[Mapping | None, list[Problem]]:
    """Take a folder and a file's path in it; return the file's fields as nodes, or nothing, and what is wrong."""
    try:
        content = read_bytes(folder, path)
        text = _decode(content)
    except FileNotFoundError:
        raise
    except OSError as error:
        return None, [Problem(Location(str(path)), "unreadable", f"this file cannot be read: {error.strerror}")]
    except ValueError as fault:
        return None, [Problem(Location(str(path)), "unreadable", str(fault))]
    return parse(text, str(path))


def read_bytes(folder: Path, path: PurePosixPath) -> bytes:
    """Take a folder and a file's path in it; return its content.

    ValueError says why a file is refused: it is a link or lies behind one, is no regular file, or is too large.
    """
    for part in [path, *path.parents][:-1]:
        if (folder / part).is_symlink():
            raise ValueError(f"'{part}' is a symbolic link; records are regular files in the project's own folders")
    if not stat.S_ISREG((folder / path).lstat().st_mode):
        raise ValueError("this is not a regular file")
    # The file may be exchanged meanwhile; without O_NONBLOCK, opening a named pipe would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(folder / path, flags), "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("this is not a regular file")
        if status.st_size > MAX_BYTES:
            raise ValueError(f"this file has {status.st_size:,} bytes, and at most {MAX_BYTES:,} are read")
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(f"this file grew beyond {MAX_BYTES:,} bytes while it was read")
    return content


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ValueError("this file is UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"this file is not UTF-8 (byte {error.start}, line {line}); save it as UTF-8") from None
    return text.replace("\r\n", "\n")


def parse(text: str, path: str) -> tuple[Mapping | None, list[Problem]]:
    """Take the text of a YAML file and its path for messages; return its fields as nodes, and what is wrong."""
    problems = list(islice(_refused_characters(text, path), MAX_REFUSED))
    if problems:
        return None, problems
    # PyYAML places what is missing at the end of a text on the line after the last, so there must be one.
    text = text if text.endswith("\n") else f"{text}\n"
    builder = _Builder(text, path)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
            if builder.exhausted:
                return None, builder.problems
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, _not_yaml(error, path)]
    except yaml.YAMLError as error:
        return None, [*builder.problems, Problem(Location(path), "not-yaml", f"this is not valid YAML: {error}")]
    return builder.result()


def _refused_characters(text: str, path: str) -> Iterator[Problem]:
    for index, description in characters.refused(text):
        line = text.count("\n", 0, index) + 1
        column = index - text.rfind("\n", 0, index)
        yield Problem(
            Location(path, line, column),
            "refused-character",
            f"this character may not stand in a record: {description}",
            remedy="remove it, or replace it by the character that is meant",
        )


def _not_yaml(error: yaml.MarkedYAMLError, path: str) -> Problem:
    problem, context = str(error.problem or error.context), str(error.context)
    mark, remedy = error.problem_mark or error.context_mark, _yaml_remedy(problem)
    if "quoted scalar" in context and "end of stream" in problem:
        # The end of the file says nothing; the quotation mark that was never closed says all.
        mark, remedy = error.context_mark, "close the quotation mark that stands here"
    at = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
    return Problem(at, "not-yaml", f"this is not valid YAML: {problem}", remedy=remedy)


def _yaml_remedy(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "put the text in double quotes if it contains ': '"
    if "cannot start any token" in problem:
        return "put the text in double quotes, and indent with spaces"
    if "did not find expected" in problem:
        return "look at the indentation and the quotes of the lines before"
    return ""


class _Builder:
    """Puts nodes together from the parser's events, without recursion, so that no depth can exhaust the stack."""

    def __init__(self, text: str, path: str) -> None:
        self.problems: list[Problem] = []
        self.exhausted = False
        self._lines = text.split("\n")
        self._path = path
        self._open: list[tuple[Location, bool, list[Node]]] = []
        self._roots: list[Node] = []
        self._nodes = 0

    def take(self, event: Any) -> None:
        """Take the parser's next event."""
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias", f"the alias '*{event.anchor}' repeats another place", "write the text out")
            self._add(Scalar(self._at(event), ""))
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_decoration(event)
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            at, is_mapping, children = self._open.pop()
            self._add(self._mapping(at, children) if is_mapping else Sequence(at, tuple(children)))

    def result(self) -> tuple[Mapping | None, list[Problem]]:
        """Return the one mapping of the file, or nothing, and what is wrong."""
        top = Location(self._path)
        if not self._roots:
            self.problems.append(Problem(top, "no-fields", "this file is empty"))
        elif len(self._roots) > 1:
            self.problems.append(
                Problem(self._roots[1].at, "several-documents", "a file holds one record, not several")
            )
        elif not isinstance(self._roots[0], Mapping):
            self.problems.append(Problem(top, "no-fields", "a file holds fields, each a name, a colon and a value"))
        else:
            return (None if self.problems else self._roots[0]), self.problems
        return None, self.problems

    def _start(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES or len(self._open) > MAX_DEPTH:
            self._refuse(event, "too-deep", f"more than {MAX_DEPTH} levels or {MAX_NODES:,} values", "split the record")
            self.exhausted = True
        elif isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
        else:
            self._open.append((self._at(event), isinstance(event, yaml.MappingStartEvent), []))

    def _scalar(self, event: Any) -> Scalar:
        at = self._at(event)
        plain = not event.style
        if plain:
            self._check_comment(event)
        for _, description in characters.refused(event.value):
            # The raw text was clean, so the character was written as an escape.
            message = f"this text holds an escaped character that may not stand in a record: {description}"
            self.problems.append(Problem(at, "refused-character", message, remedy="remove the escape"))
        return Scalar(at, event.value, plain)

    def _check_comment(self, event: Any) -> None:
        # `claim: Number #1 source` reads as "Number": YAML begins a comment there, and words would be lost silently.
        rest = self._lines[event.end_mark.line][event.end_mark.column :]
        comment = re.match(r"\s+#(.?)", rest)
        if comment and (comment[1] not in {"", " ", "!"} or re.search(r"\s", event.value)):
            cut = Location(self._path, event.end_mark.line + 1, event.end_mark.column + comment.start() + 2)
            message = f"YAML begins a comment at '#', so this text would end as '{event.value[-40:]}'"
            self.problems.append(Problem(cut, "cut-by-comment", message, remedy="put the text in double quotes"))

    def _mapping(self, at: Location, children: list[Node]) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Location] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(Problem(key.at, "not-a-name", "the name of a field is plain text"))
            elif key.text == "<<" and key.plain:
                self.problems.append(Problem(key.at, "alias", "the merge key '<<' is refused; write the fields out"))
            elif key.text in seen:
                first = seen[key.text]
                message = f"the field '{key.text}' is given twice, first in line {first.line}"
                self.problems.append(Problem(key.at, "duplicate-key", message, remedy="keep one of the two"))
            else:
                seen[key.text] = key.at
                entries.append((key, value))
        return Mapping(at, tuple(entries))

    def _add(self, node: Node) -> None:
        (self._open[-1][2] if self._open else self._roots).append(node)

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor:
            self._refuse(event, "alias", f"the anchor '&{event.anchor}' is refused", "remove it")
        if event.tag:
            self._refuse(
                event, "tag", f"the tag '{event.tag}' is refused: records hold text, lists and fields", "remove it"
            )

    def _refuse(self, event: Any, code: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(self._at(event), code, message, remedy=remedy))

    def _at(self, event: Any) -> Location:
        return Location(self._path, event.start_mark.line + 1, event.start_mark.column + 1)
