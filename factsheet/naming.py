"""Ids made from titles and addresses: short, readable, and free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from factsheet.records.fields import DEVICES

ID_CHARACTERS = 48
"""Longest id that is made of a title: short enough to be typed, and a number fits behind it."""
TOPIC_CHARACTERS = 64

_COMMON_LABELS = {"ac", "co", "com", "edu", "en", "gov", "media", "net", "news", "org", "web", "www"}
"""Parts of a host's name that do not tell it from others."""
_COMMON_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"}


def slug(text: str, longest: int = TOPIC_CHARACTERS) -> str:
    """Take a text and return an id of its words, or an empty text if none can be written in Latin letters."""
    made = ""
    for word in _words(text):
        longer = f"{made}-{word}" if made else word[:longest]
        if len(longer) > longest:
            break
        made = longer
    return "" if DEVICES.fullmatch(made) else made


def evidence_id(url: str, title: str, taken: Collection[str]) -> str:
    """Take a document's address, its title or an empty text, and the ids there are; return one that is free.

    It is made of the name of the site and of the words of the title, or else of the last part of the address.
    """
    site = _site(url)
    last = re.sub(r"\.[a-z0-9]{1,5}$", "", unquote(_path(url)).rstrip("/").rpartition("/")[2], flags=re.IGNORECASE)
    words = " ".join(word for word in _words(title) if word not in _COMMON_WORDS) or " ".join(_words(last))
    stem = slug(f"{site} {words}", ID_CHARACTERS) or "source"
    if stem not in taken and words:
        return stem
    return next(name for number in range(1, len(taken) + 2) if (name := f"{stem}-{number}") not in taken)


def _site(url: str) -> str:
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    known = [label for label in labels[:-1] if label not in _COMMON_LABELS]
    # Of a document that has only a DOI the address says nothing.
    return "" if labels[-2:] == ["doi", "org"] else (known or labels)[-1]


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _words(text: str) -> list[str]:
    """Take a text and return its words in small Latin letters, without those that have letters of other scripts."""
    found = []
    for word in re.findall(r"[^\W_]+", re.sub(r"['’]", "", text)):
        plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).lower()
        if re.fullmatch(r"[a-z0-9]+", plain):
            found.append(plain)
    return found
