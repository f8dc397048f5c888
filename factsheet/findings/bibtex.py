"""Files in BibTeX or for biblatex, read by pandoc, which knows TeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factsheet import pandoc

SCRIPT = Path(__file__).with_name("bibtex.lua")

_ENTRY = re.compile(r"^[ \t]*@([a-z]+)[ \t]*[{(]\s*([^,\s}]+)", re.IGNORECASE | re.MULTILINE)
_TITLE = re.compile(r"\b(?:book|issue|main|sub)?title\s*=\s*(?=[{\"])", re.IGNORECASE)
_SIGN = re.compile(r"\\.|[{}\"]", re.DOTALL)
_UNCERTAIN = {"article-journal", "legislation"}
"""What pandoc takes `@article` and `@legislation` for, which are newspapers' articles and bills as well."""
_NO_ENTRIES = {"comment", "preamble", "string"}
_AMERICAN = re.compile(r"en-US|american|USenglish", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def items(text: str, form: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Take the text of a file and the name of pandoc's reader for it; yield each item, as in CSL-JSON, with its line.

    Raises PandocError, and ValueError if it cannot be read.
    """
    answer = pandoc.answer(SCRIPT, {"text": with_exact_titles(text), "format": form}, "a bibliography")
    if "fault" in answer:
        raise ValueError(" ".join(answer["fault"].split("\n")[:2]))
    lines = _lines(text)
    for item in answer["items"]:
        places = lines.get(item.get("id", ""), [])
        line = places.pop(0) if len(places) > 1 else next(iter(places), 1)
        if not item.get("URL") and _ADDRESS.fullmatch(item.get("publisher", "")):
            item["URL"] = item.pop("publisher")  # `howpublished = {\url{…}}`, which BibTeX has for want of a field
        if item.get("type") in _UNCERTAIN:
            item["type"] = ""
        if item.get("language") == "en-US" and not _AMERICAN.search(text):
            item["language"] = "en"  # for `english` pandoc says so
        yield line, item


def with_exact_titles(text: str) -> str:
    """Take the text of a bibliography and return it with titles in a second pair of braces.

    Without, pandoc sets English titles in small letters, as if every capital were a matter of style.
    """
    parts: list[str] = []
    done = 0
    while match := _TITLE.search(text, done):
        end = _end(text, match.end())
        if not end:
            break
        inner = text[match.end() + 1 : end - 1]
        parts += [text[done : match.end()], "{{", inner, "}}"]
        done = end
    return "".join([*parts, text[done:]])


def _end(text: str, start: int) -> int:
    """Take a text and where a value begins; return the place behind its end, or 0 if it has none."""
    closing, depth = "}" if text[start] == "{" else '"', 0
    for sign in _SIGN.finditer(text, start + 1):
        if sign[0] == closing and not depth:
            return sign.end()
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
    return 0


def _lines(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    line, counted = 1, 0
    for match in _ENTRY.finditer(text):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        if match[1].lower() not in _NO_ENTRIES:
            found.setdefault(match[2], []).append(line)
    return found
