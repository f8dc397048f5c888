"""Items to be cited, and their references in citation styles, as tests need them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from factsheet import references
from factsheet.references import STYLES, Formatted, Style

Item = dict[str, Any]

CHICAGO, APA, MLA = STYLES
ADDRESS = "https://example.org/a"


def item(**variables: Any) -> Item:
    """Return an item with these variables; None leaves one out."""
    valid = {
        "id": "a",
        "type": "report",
        "title": "The Bridge",
        "author": names("Ada Crane"),
        "publisher": "Friends of the Bridge",
        "issued": day(2020, 5, 6),
        "URL": ADDRESS,
    }
    return {name: value for name, value in (valid | variables).items() if value is not None}


def names(*whole: str) -> list[dict[str, str]]:
    """Take names and return them as an item has them."""
    return [{"literal": name} for name in whole]


def day(*parts: int) -> dict[str, Any]:
    """Take year, month and day, as far as known, and return them as an item has them."""
    return {"date-parts": [list(parts)]}


def formatted(given: Mapping[str, Any], style: Style) -> Formatted:
    """Take an item and a style and return its reference."""
    return references.format_references([given], [style], {})[references.key(given, style)]


def in_all(given: Mapping[str, Any]) -> dict[str, str]:
    """Take an item and return the text of its reference in each style."""
    made = references.format_references([given], STYLES, {})
    return {style.name: made[references.key(given, style)].text for style in STYLES}
