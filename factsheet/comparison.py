"""A printed file beside the same file printed again: what differs, as sentences for whoever was handed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from factsheet import characters, printed, resaved
from factsheet.printed import Page

SHOWN = 12
"""Words that are shown of a passage that differs, and passages that are shown of a page."""
_WORDS_OF_A_PAGE = 5_000
"""No page of ours has a third as many; of more it is not said where they differ, because that takes too long."""


def differences(pdf: bytes, again: Sequence[bytes]) -> list[str]:
    """Take a PDF, and those that are printed of the records it carries; return how it differs from the nearest.

    Nothing is returned if it holds all that one of those holds, and no more. Raises Unreadable if it cannot be read.
    """
    return min((list(_differences(pdf, other)) for other in again), key=len)


def _differences(pdf: bytes, again: bytes) -> Iterator[str]:
    found = list(_visible_differences(pdf, again))
    yield from found
    if not found and (way := resaved.difference(pdf, again)):
        yield f"its words and links are the same, and another thing in it differs: {characters.visible(way)}"


def _visible_differences(pdf: bytes, again: bytes) -> Iterator[str]:
    """Take a file and the same printed again; yield where what a reader meets in them differs."""
    enclosed, expected = printed.attachments(pdf), printed.attachments(again)
    for name in sorted(enclosed.keys() | expected.keys()):
        if enclosed.get(name) != expected.get(name):
            yield f"the file in it named '{characters.visible(name)}' is {_how(name, enclosed, expected)}"
    if acting := printed.acting(pdf):
        yield f"it holds what no sheet does: {', '.join(map(characters.visible, acting))}"
    theirs, ours = printed.pages(pdf), printed.pages(again)
    if len(theirs) != len(ours):
        yield f"it has {len(theirs)} pages and not {len(ours)}"
    for number, (one, other) in enumerate(zip(theirs, ours, strict=False), start=1):
        yield from (f"page {number}: {difference}" for difference in _page(one, other))


def _how(name: str, enclosed: dict[str, bytes], expected: dict[str, bytes]) -> str:
    return "missing" if name not in enclosed else "none of ours" if name not in expected else "another"


def _page(theirs: Page, ours: Page) -> Iterator[str]:
    changed = list(_passages(theirs.words, ours.words))
    yield from changed[:SHOWN]
    if theirs.links != ours.links:
        other = [link for link in theirs.links if link not in ours.links]
        yield f"its links lead elsewhere: {', '.join(map(characters.visible, other[:SHOWN])) or 'some are missing'}"
    if not changed and theirs.links == ours.links and theirs.picture != ours.picture:
        yield "its words are the same, and it looks different"


def _passages(theirs: Sequence[str], ours: Sequence[str]) -> Iterator[str]:
    if len(theirs) > _WORDS_OF_A_PAGE:
        yield f"it has {len(theirs):,} words and not {len(ours):,}"
        return
    for what, start, end, their_start, their_end in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        if what != "equal":
            here, there = _some(theirs[their_start:their_end]), _some(ours[start:end])
            yield f"“{here}” stands where these records print “{there}”"


def _some(words: Sequence[str]) -> str:
    more = " …" if len(words) > SHOWN else ""
    return characters.visible(" ".join(words[:SHOWN])) + more
