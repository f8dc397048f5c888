"""What must hold within any record, claim or evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from factsheet import characters
from factsheet.corpus import Entry
from factsheet.problems import Problem, Severity
from factsheet.records import Claim, Evidence, Quotation, Verification, VerificationLevel
from factsheet.source import Mapping, Node, Scalar, Sequence

AnyEntry = Entry[Claim] | Entry[Evidence]
Step = str | int


def translators(entry: AnyEntry) -> Iterator[Problem]:
    """A translated quotation names its translator."""
    for quote, path in _quotations(entry):
        if quote.translation and not quote.translator:
            message = "this translation does not name its translator"
            remedy = "add 'translator:' beside it"
            yield Problem(entry.at(*path, "translation"), "no-translator", message, remedy=remedy)


def history_in_order(entry: AnyEntry) -> Iterator[Problem]:
    """A history begins with its oldest item, and versions and dates rise."""
    for index, (before, after) in enumerate(pairwise(entry.record.history), start=1):
        if after.version < before.version or after.date < before.date:
            message = "this item of the history is older than the one before it"
            yield Problem(entry.at("history", index), "history-out-of-order", message, remedy="put the oldest first")


def reading_place(entry: AnyEntry) -> Iterator[Problem]:
    """A record that says its words were read says where."""
    for verification, path in _verifications(entry):
        if verification.level is not VerificationLevel.NOT_READ and not verification.found_in:
            message = f"the words are said to be {verification.level.label}, and 'found_in' does not say where"
            remedy = "list the addresses in 'found_in', or use 'not-read'"
            yield Problem(entry.at(*path), "reading-place-missing", message, remedy=remedy)


def scripts(entry: AnyEntry) -> Iterator[Problem]:
    """No word mixes letters that look alike, such as a Cyrillic а among Latin letters."""
    for scalar in _scalars(entry.node):
        for word in characters.mixed_script_words(scalar.text):
            message = f"the word '{word}' mixes letters of scripts that look alike"
            remedy = "type it again in one script, if that is what the source has"
            yield Problem(scalar.at, "mixed-scripts", message, Severity.WARNING, remedy)


def _quotations(entry: AnyEntry) -> Iterator[tuple[Quotation, tuple[Step, ...]]]:
    record = entry.record
    if isinstance(record, Evidence):
        yield from ((quote, ("quotes", index)) for index, quote in enumerate(record.quotes))
    else:
        for index, appearance in enumerate(record.appearances):
            if appearance.quote:
                yield appearance.quote, ("appearances", index, "quote")


def _verifications(entry: AnyEntry) -> Iterator[tuple[Verification, tuple[Step, ...]]]:
    record = entry.record
    if isinstance(record, Evidence):
        yield record.verification, ("verification",)
    else:
        for index, appearance in enumerate(record.appearances):
            if appearance.verification:
                yield appearance.verification, ("appearances", index, "verification")


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        for _, value in node.entries:
            yield from _scalars(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        yield node
