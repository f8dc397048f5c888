"""The entries as data: what other people's programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Target
from factsheet.records import digest, plain

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
        "claims": [entry_data(dossier) | _address(edition, dossier) for dossier in edition.dossiers],
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1) + "\n"
    yield Target(PurePosixPath("site", "data", "claims.json"), needs=text, make=partial(text.encode))


def entry_data(dossier: Dossier) -> dict[str, Any]:
    """Take an entry and return it as data: the claim's record, and the documents it rests on in print order.

    What is withheld or a draft is in no field: links and relatives are those of the entry, and documents name only each
    other. Of a withdrawn entry only what its page says is given.
    """
    claim = plain(dossier.claim)
    if dossier.withdrawn:
        return {field: claim[field] for field in ("id", "status", "claim", "history")} | {
            "version": dossier.claim.version
        }
    shown = {exhibit.evidence.id for exhibit in dossier.exhibits}
    claim["evidence"] = [plain(exhibit.link) for exhibit in dossier.exhibits]
    claim["related"] = [plain(relative.related) for relative in dossier.relatives]
    claim.pop("translations", None)  # not yet part of any page, and so not checked for what may be shown
    claim["exhibits"] = []
    for exhibit in dossier.exhibits:
        document = plain(exhibit.evidence)
        for field in ("derived_from", "conflicts_with"):
            named = [other for other in document.pop(field, []) if other in shown]
            document |= {field: named} if named else {}
        claim["exhibits"].append({"number": exhibit.number, "digest": digest(exhibit.evidence), "document": document})
    claim["rating_label"] = dossier.claim.rating.label
    claim["version"] = dossier.claim.version
    return claim


def _address(edition: Edition, dossier: Dossier) -> dict[str, str]:
    address = edition.project.address(f"{dossier.claim.id}/")
    return {"url": address} if address else {}
