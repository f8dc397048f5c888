"""Two states of a text set against each other word by word, as editors collate them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_CONTEXT = 6
"""Words that are shown of what stays the same, on each side of a change."""
_ANCHOR = 3
"""Words in a row that both states must have between two changes, so that these are shown as two."""
_PAIRS = 20_000
"""Most pairs of equal passages that are weighed against each other: texts in which more recur are not collated."""
_STEPS = 10_000_000
"""Most comparisons for all other passages: about two seconds, and more than the longest text of a record needs."""

_Stretch = tuple[int, int, int]
"""Where equal words begin in the earlier and in the later state, and how many there are."""


class Kind(StrEnum):
    """What became of a piece of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Words of a text, or an item of a list, and what became of them; a space stands between two pieces of a text."""

    text: str
    kind: Kind


def collated_texts(before: str, after: str) -> tuple[Piece, ...]:
    """Take two states of a text; return its words as pieces, or nothing if only spaces and line breaks differ.

    Of a long stretch that stayed the same only the words beside a change are given, and `…` for the others.
    """
    old, new = before.split(), after.split()
    if old == new:
        return ()
    runs = list(_runs(old, new, _ANCHOR))
    last = len(runs) - 1
    return tuple(
        Piece(" ".join(_excerpt(words, index, last) if kind is Kind.KEPT else words), kind)
        for index, (words, kind) in enumerate(runs)
    )


def collated_items(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """Take two states of a list and return its items as pieces, one each."""
    return tuple(Piece(item, kind) for items, kind in _runs(before, after, 1) for item in items)


def _runs(before: Sequence[str], after: Sequence[str], anchor: int) -> Iterator[tuple[Sequence[str], Kind]]:
    """Take two sequences and the least length of a stretch between changes; yield stretches, each with its kind."""
    at_before = at_after = 0
    end = (len(before), len(after), 0)
    for old, new, length in [*_kept(before, after, anchor), end]:
        runs = [
            (before[at_before:old], Kind.REMOVED),
            (after[at_after:new], Kind.ADDED),
            (after[new : new + length], Kind.KEPT),
        ]
        yield from (run for run in runs if run[0])
        at_before, at_after = old + length, new + length


def _kept(before: Sequence[str], after: Sequence[str], anchor: int) -> Iterator[_Stretch]:
    """Take two sequences and yield what both have in the same order, apart from stretches too short to be seen."""
    most = min(len(before), len(after))
    head = next((index for index in range(most) if before[index] != after[index]), most)
    most -= head
    tail = next((index for index in range(most) if before[-1 - index] != after[-1 - index]), most)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if head:
        yield 0, 0, head
    done = (0, 0)
    for one, other, length in _matches(_passages(old, anchor), _passages(new, anchor)):
        # Passages that follow each other share words, and a word is in one place only.
        shared = max(0, done[0] - one, done[1] - other)
        if length - shared > 0:
            done = (one + length + anchor - 1, other + length + anchor - 1)
            yield head + one + shared, head + other + shared, length + anchor - 1 - shared
    if tail:
        yield len(before) - tail, len(after) - tail, tail


def _passages(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """Take words and return every passage of so many of them in a row."""
    return [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]


def _matches(before: Sequence[tuple[str, ...]], after: Sequence[tuple[str, ...]]) -> Iterator[_Stretch]:
    """Take two sequences and yield what they share, or nothing if to find it would take too long."""
    old, new = Counter(before), Counter(after)
    pairs = sum(count * new[passage] for passage, count in old.items())
    shared = (old & new).total()
    if pairs <= _PAIRS and shared * len(before) <= _STEPS:
        # The last match is empty, and marks the ends.
        yield from SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()[:-1]


def _excerpt(words: Sequence[str], index: int, last: int) -> Sequence[str]:
    """Take words that stayed, which run they are, and which is the last; return those that stand beside a change."""
    start = words[:_CONTEXT] if index else []
    end = words[-_CONTEXT:] if index < last else []
    # An ellipsis for a word or two would only look as if something were hidden.
    return words if len(words) <= len(start) + len(end) + 2 else [*start, "…", *end]
