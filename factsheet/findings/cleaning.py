"""Texts of what was found, so that they may stand in records: what a reader could not see is taken out, and told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from factsheet import characters
from factsheet.findings.found import Document, Findings, Left, Leftover
from factsheet.records.fields import LINE_CHARACTERS

_LINES = ("title", "publisher", "number", "container_title", "genre", "jurisdiction")


def cleaned(findings: Findings) -> Findings:
    """Take findings and return them with texts that records may hold, and with what was taken out of them."""
    leftovers = list(findings.leftovers)
    documents = tuple(_document(document, leftovers) for document in findings.documents)
    return replace(findings, documents=documents, leftovers=tuple(sorted(leftovers)))


def _document(document: Document, leftovers: list[Leftover]) -> Document:
    lines: dict[str, Any] = {name: _line(getattr(document, name), document.line, leftovers) for name in _LINES}
    authors = (_line(author, document.line, leftovers) for author in document.authors)
    return replace(document, authors=tuple(filter(None, authors)), **lines)


def _line(text: str, line: int, leftovers: list[Leftover]) -> str:
    hidden = dict(characters.refused(text))
    for description in dict.fromkeys(hidden.values()):
        leftovers.append(Leftover(line, Left.DETAIL, f"{description}, from '{_seen(text, hidden)[:60]}'"))
    seen = _seen(text, hidden)
    if len(seen) > LINE_CHARACTERS:
        reason = f"a text of {len(seen):,} characters, where at most {LINE_CHARACTERS:,} may stand: '{seen[:60]}…'"
        leftovers.append(Leftover(line, Left.DETAIL, reason))
        return ""
    return seen


def _seen(text: str, hidden: dict[int, str]) -> str:
    # What would begin a line parts words; what is only invisible may stand within one.
    kept = (c if index not in hidden else " " if c.isspace() else "" for index, c in enumerate(text))
    return " ".join("".join(kept).split())
