"""The entries as data: what other people's programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from factsheet.dossier import Dossier, as_data
from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Target, text_target
from factsheet.records import plain

FORMAT = 1
"""Raised when a field of the data changes its meaning or goes away."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield its entries as JSON."""
    project = edition.project
    data = {
        "format": FORMAT,
        "title": project.title,
        "publisher": project.publisher.name,
        "licence": {"name": project.licence.name, "url": project.licence.url, "quotations": project.licence.quotations},
        "claims": [entry_data(edition, dossier) for dossier in edition.dossiers],
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1) + "\n"
    yield text_target(PurePosixPath("site", "data", "claims.json"), text)


def entry_data(edition: Edition, dossier: Dossier) -> dict[str, Any]:
    """Take an edition and one of its entries; return it as data, in which nothing withheld and no draft is named."""
    claim = dossier.claim
    address = edition.project.address(f"{claim.id}/")
    data = as_data(claim, {exhibit.evidence.id: exhibit.evidence for exhibit in dossier.exhibits})
    data |= {"url": address} if address else {}
    if dossier.withdrawn:
        return data
    return data | {
        "rating_label": claim.rating.label,
        "related": [plain(relative.related) for relative in dossier.relatives],
    }
