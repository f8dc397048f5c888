"""Ready citations of one entry or document, in the forms that readers ask for."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from factsheet import bibliography, references
from factsheet.references import STYLES, Formatted


@dataclass(frozen=True)
class Citation:
    """A citation in one form: its name in ids, its name for readers, and the words to be copied."""

    id: str
    label: str
    html: Markup
    is_code: bool = False
    """Whether lines and spaces matter, because a program reads it."""


CitationForms = Callable[[Mapping[str, Any], Mapping[str, Formatted]], list[Citation]]
"""Takes an item of CSL-JSON and formatted references by key; returns citations of it."""


def forms(item: Mapping[str, Any], formatted: Mapping[str, Formatted]) -> list[Citation]:
    """Take an item of CSL-JSON and formatted references by key; return its citations, the plain sentence first."""
    return [*texts(item, formatted), *_codes(item)]


def texts(item: Mapping[str, Any], formatted: Mapping[str, Formatted]) -> list[Citation]:
    """Take an item of CSL-JSON and formatted references by key; return its citations for people to read."""
    sentence = Citation("text", "Plain sentence", escape(bibliography.sentence(item)))
    styled = [
        Citation(style.name, style.label, _unlinked(known))
        for style in STYLES
        if (known := formatted.get(references.key(item, style)))
    ]
    return [sentence, *styled]


def _codes(item: Mapping[str, Any]) -> list[Citation]:
    data = json.dumps([item], ensure_ascii=False, sort_keys=True, allow_nan=False)
    return [
        Citation("bibtex", "BibTeX", _code(bibliography.bibtex(item)), is_code=True),
        Citation("ris", "RIS", _code(bibliography.ris(item)), is_code=True),
        Citation("csl-json", "CSL-JSON", _code(data), is_code=True),
    ]


def _unlinked(reference: Formatted) -> Markup:
    # To be copied and not to be followed: the links stand elsewhere on the page, and here would double each address.
    return Markup(re.sub(r"</?a\b[^>]*>", "", reference.html))  # noqa: S704 - `references` allows few tags only


def _code(text: str) -> Markup:
    # Quotation marks end no element, and written as entities they would double the weight of JSON.
    return Markup(html.escape(text.rstrip("\r\n"), quote=False))  # noqa: S704 - escaped for an element's content
