"""The records as data: what other people's programs read, and the schemas that describe it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from factsheet.dossier import Dossier, as_data
from factsheet.exporters import shapes
from factsheet.exporters.edition import Edition
from factsheet.records import digest, plain
from factsheet.register import Document
from factsheet.versions import page_path

FORMAT = 1
"""Raised when a field of the data changes its meaning or goes away."""
CLAIMS, EVIDENCE = "claims.json", "evidence.json"
CLAIMS_SCHEMA, EVIDENCE_SCHEMA = "schema/claims.schema.json", "schema/evidence.schema.json"
FILES = (CLAIMS, EVIDENCE, CLAIMS_SCHEMA, EVIDENCE_SCHEMA)
"""The files, below the site's folder of data."""


def files(edition: Edition) -> dict[str, bytes]:
    """Take an edition and return its records as data, with the schemas of the files, by their names in `FILES`."""
    claims = (entry_data(edition, dossier) for dossier in edition.dossiers)
    documents = sorted(edition.register.documents, key=lambda document: document.evidence.id)
    evidence = (document_data(edition, document) for document in documents)
    schemas: dict[str, type[shapes.Head]] = {CLAIMS_SCHEMA: shapes.ClaimsFile, EVIDENCE_SCHEMA: shapes.EvidenceFile}
    return {
        CLAIMS: _list(head(edition, CLAIMS_SCHEMA), "claims", claims),
        EVIDENCE: _list(head(edition, EVIDENCE_SCHEMA), "evidence", evidence),
    } | {
        name: f"{_json(shapes.schema(model, edition.project.address(f'data/{name}')))}\n".encode()
        for name, model in schemas.items()
    }


def head(edition: Edition, schema: str) -> dict[str, Any]:
    """Take an edition and the name of a file's schema; return what the file says of the collection."""
    project = edition.project
    address = project.address("")
    return {
        "$schema": schema,
        "format": FORMAT,
        "title": project.title,
        "publisher": project.publisher.name,
        "licence": plain(project.licence),
        "language": project.language,
        "parties": [plain(party) for party in project.parties],
        "topics": [{"id": subject.id, "name": subject.name} for subject in edition.register.subjects],
    } | ({"url": address} if address else {})


def entry_data(edition: Edition, dossier: Dossier) -> dict[str, Any]:
    """Take an edition and one of its entries; return it as data, in which nothing withheld and no draft is named."""
    claim = dossier.claim
    data = as_data(claim, {exhibit.evidence.id: exhibit.evidence for exhibit in dossier.exhibits})
    data |= _address(edition, "url", f"{claim.id}/")
    if dossier.withdrawn:
        return data
    if any(version.number == claim.version for version in edition.published.get(claim.id, ())):
        data |= _address(edition, "version_url", page_path(claim.id, claim.version))
    rating = claim.rating
    data |= {"rating_label": rating.label} | ({"rating_number": rating.number} if rating.number else {})
    return data | {"related": [plain(relative.related) for relative in dossier.relatives]}


def document_data(edition: Edition, document: Document) -> dict[str, Any]:
    """Take an edition and one of its documents; return it as data, in which only documents that are shown are named."""
    evidence, known = document.evidence, edition.register.document_by_id
    data = plain(evidence) | _address(edition, "page_url", f"evidence/{evidence.id}/")
    for field in ("derived_from", "conflicts_with"):
        named = [other for other in data.pop(field, []) if other in known]
        data |= {field: named} if named else {}
    return data | {
        "digest": digest(evidence),
        "used_by": [
            {"claim": use.dossier.claim.id, "exhibit": use.exhibit.number, "relation": str(use.exhibit.link.relation)}
            for use in document.uses
        ],
        "sheets": [{"id": sheet.id, "title": sheet.title} for sheet in document.sheets],
    }


def _address(edition: Edition, field: str, path: str) -> dict[str, str]:
    address = edition.project.address(path)
    return {field: address} if address else {}


def _list(head: dict[str, Any], name: str, records: Iterable[dict[str, Any]]) -> bytes:
    """Take the head of a file, the name of its list, and the records in it; return the file with sorted fields.

    Each record is written by itself: all at once, ten thousand entries would need gigabytes on the way.
    """
    empty = f'\n "{name}": ['
    # No text can hold this: in JSON, what begins a line is never a part of one.
    before, _, after = _json(head | {name: []}, sort_keys=True).partition(empty)
    written = [_json(record, sort_keys=True).replace("\n", "\n  ").encode() for record in records]
    content = b"\n  " + b",\n  ".join(written) + b"\n " if written else b""
    return before.encode() + empty.encode() + content + f"{after}\n".encode()


def _json(data: dict[str, Any], *, sort_keys: bool = False) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=sort_keys, allow_nan=False, indent=1)
