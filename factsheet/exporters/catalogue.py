"""Every form of output by its name. A new form is a new module with an `export` function, named here."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.exporters import (
    cards,
    data,
    feeds,
    finding,
    flows,
    schemas,
    sharing,
    sheets,
    texts,
    topics,
    web,
    webfonts,
)
from factsheet.exporters.edition import Edition, Exporter
from factsheet.exporters.target import Target


def _print(edition: Edition) -> Iterator[Target]:
    yield from sheets.export(edition)
    yield from topics.export(edition)
    yield from cards.export(edition)
    yield from flows.large_print(edition)
    yield from flows.bound(edition)


def _web(edition: Edition) -> Iterator[Target]:
    yield from web.export(edition)
    yield from webfonts.export(edition)
    yield from feeds.export(edition)
    yield from sharing.export(edition)
    yield from finding.export(edition)


PRINTED = "pdf"
"""The format of all forms of print."""
WEB = "html"
"""The format of the web edition."""
EXPORTERS: dict[str, Exporter] = {
    PRINTED: _print,
    WEB: _web,
    "data": data.export,
    "text": texts.export,
    "schema": schemas.export,
}
