"""Every form of output by its name. A new form is a new module with an `export` function, named here."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.exporters import cards, flows, schemas, sheets, tables, topics, web
from factsheet.exporters.edition import Edition, Exporter
from factsheet.exporters.target import Target


def _print(edition: Edition) -> Iterator[Target]:
    yield from sheets.export(edition)
    yield from topics.export(edition)
    yield from cards.export(edition)
    yield from flows.large_print(edition)
    yield from flows.bound(edition)


PRINTED = "pdf"
"""The format of all forms of print."""
EXPORTERS: dict[str, Exporter] = {
    PRINTED: _print,
    "html": web.export,
    "json": tables.export,
    "schema": schemas.export,
}
