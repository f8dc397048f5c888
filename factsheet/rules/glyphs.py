"""What must hold for a text to be printed: each of its characters has a glyph in the fonts that are printed with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet import fonts
from factsheet.corpus import Entry
from factsheet.problems import Problem
from factsheet.records import Claim, Evidence
from factsheet.rules.collection import Collection
from factsheet.source import Mapping, Node, Scalar, Sequence

AnyEntry = Entry[Claim] | Entry[Evidence]

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
"""What no transliteration can stand for; where an address is printed, its letters can be written as escapes."""
_NOT_PRINTED = {"translations"}
"""Fields of which no edition is printed yet."""


def of_record(entry: AnyEntry) -> Iterator[Problem]:
    """Every character of a record can be printed."""
    yield from _without_glyph(entry.node)


def of_project(collection: Collection) -> Iterator[Problem]:
    """Every character of `factsheet.yaml` can be printed."""
    yield from _without_glyph(collection.file.node)


def _without_glyph(node: Node) -> Iterator[Problem]:
    for scalar in _texts(node):
        for message, remedy in fonts.refusals(_ADDRESS.sub("", scalar.text)):
            yield Problem(scalar.at, "no-glyph", message, remedy=remedy)


def _texts(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        for name, value in node.entries:
            if name.text not in _NOT_PRINTED:
                yield from _texts(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    elif not node.text.isascii():
        yield node
