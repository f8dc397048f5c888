"""A text for a post: at most 280 characters with its address, as the strictest of the usual platforms counts them.

Nothing is cut short: what does not fit is left out as a whole, but never that an entry is not published or in doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from factsheet.characters import isolated
from factsheet.records import Claim
from factsheet.topics import Topic
from factsheet.wording import day

LIMIT = 280
"""The most that a post may weigh, with the end of its line."""
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""First and last code point of the signs that weigh one; all others weigh two (twitter-text, configuration 3)."""
_LINK = 23
"""What a platform counts for a link, however short it is."""
_LIKE_A_LINK = re.compile(r"https?://[^\s]+|[^\W_][\w-]*(?:\.[\w-]+)+", re.IGNORECASE)
"""Addresses, and names of hosts without a scheme, of which platforms make links too."""


def weight(text: str) -> int:
    """Take a text and return how much of a post it takes up at worst, links counted in full or as a platform does."""
    return max(_weight(text), _weight(unicodedata.normalize("NFC", text)))


def of_entry(claim: Claim, collection: str, mark: str, address: str) -> str:
    """Take a claim, its collection's title, what readers must know of its standing, and its address or an empty text.

    Return the fullest post that fits.
    """
    version, checked = f"version {claim.version}", f"checked as of {day(claim.checked_as_of)}"
    fact, name = isolated(claim.fact), isolated(collection)
    return _fitting(
        [
            _line(fact, [name, claim.id, version, mark.lower(), checked], address),
            _line(fact, [claim.id, version, mark.lower(), checked], address),
            _line(fact, [claim.id, version, mark.lower()], address),
            _line(fact, [claim.id, mark.lower()], address),
            _line("", [name, claim.id, mark.lower()], address),
            _line("", [claim.id, mark.lower()], address),
            _line("", [claim.id, mark.lower()], ""),
        ]
    )


def of_topic(topic: Topic, collection: str, mark: str, address: str) -> str:
    """Take a topic, its collection's title, what readers must know of its entries' standing, and its address if any.

    Return the fullest post that fits.
    """
    sheet, checked = topic.sheet, f"checked as of {day(topic.checked_as_of)}"
    fact, name, subject = isolated(sheet.fact), isolated(collection), f"sheet “{isolated(sheet.title)}”"
    return _fitting(
        [
            _line(fact, [name, f"topic {subject}", mark.lower(), checked], address),
            _line(fact, [f"Topic {subject}", mark.lower(), checked], address),
            _line(fact, [f"Topic {subject}", mark.lower()], address),
            _line(fact, ["Topic sheet", mark.lower()], address),
            _line("", [name, f"topic {subject}", mark.lower()], address),
            _line("", [f"Topic {subject}", mark.lower()], address),
            _line("", ["Topic sheet", mark.lower()], address),
            _line("", ["Topic sheet", mark.lower()], ""),
        ]
    )


def _line(fact: str, parts: Sequence[str], address: str) -> str:
    named = ", ".join(part for part in parts if part)
    words = " ".join(part for part in [fact, named] if part)
    return f"{words}: {address}" if address else f"{words}."


def _fitting(lines: Sequence[str]) -> str:
    return next((line for line in lines if weight(line) < LIMIT), lines[-1])


def _weight(text: str) -> int:
    ends, total = 0, 0
    for start, end in _links(text):
        total += _signs(text[ends:start]) + max(_signs(text[start:end]), _LINK)
        ends = end
    return total + _signs(text[ends:])


def _links(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _LIKE_A_LINK.finditer(text))


def _signs(text: str) -> int:
    return sum(1 if any(first <= ord(sign) <= last for first, last in _LIGHT) else 2 for sign in text)
