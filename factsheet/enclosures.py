"""What a printed file carries beside its pages: the records it was made from, citations, and the licence.

Whoever is handed the file can read them with any program that lists a PDF's attachments, and `factsheet verify`
compares them with the published versions. They are JSON and text, and the same for all forms of print.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from factsheet import citations, versions
from factsheet.dossier import Dossier
from factsheet.project import Project
from factsheet.publishing import NOT_YET, cited_path
from factsheet.versions import Version, Versions

FORMAT = 1
"""Raised when the records that a file carries get another shape."""
RECORDS, REFERENCES, LICENCE = "records.json", "references.json", "licence.txt"
"""Names under which they are attached."""


@dataclass(frozen=True)
class Enclosure:
    """A file within a printed file."""

    name: str
    description: str
    text: str
    date: date
    """Day of the newest version it holds; a fixed date, so that the same records give the same bytes."""


def of_entries(
    project: Project, dossiers: Sequence[Dossier], published: Versions, printed: Mapping[str, Any]
) -> tuple[Enclosure, ...]:
    """Take the project, entries, all published versions, and how the file is made; return what it carries, by name.

    `printed` is anything JSON can hold that another machine needs to print the same file again.
    """
    day = max(dossier.claim.history[-1].date for dossier in dossiers)
    records = records_text([version_of(dossier, published) for dossier in dossiers], printed)
    references = _references(project, dossiers, published)
    licence = project.licence
    terms = f"{project.title}\n{project.publisher.name}\n\n{licence.name}\n{licence.url}\n{licence.quotations}\n"
    return (
        Enclosure(LICENCE, "Terms of use", terms, day),
        Enclosure(RECORDS, "The records that this file was made from, with their digests", records, day),
        Enclosure(REFERENCES, "Citations of the entries and their documents (CSL-JSON)", references, day),
    )


def version_of(dossier: Dossier, published: Versions) -> Version:
    """Take an entry and all published versions; return its published version, or what it would be if it has none.

    The version that is frozen is given as it is, because links and days of reading may have changed since.
    """
    claim = dossier.claim
    frozen = published.get(claim.id, ())
    if frozen and frozen[-1].number == claim.version and claim.status not in NOT_YET:
        return frozen[-1]
    evidence = {exhibit.evidence.id: exhibit.evidence for exhibit in dossier.exhibits}
    return versions.freeze(claim, evidence, frozen[-1] if frozen else None)


def records_text(entries: Sequence[Version], printed: Mapping[str, Any]) -> str:
    """Take versions of entries, and how the file that carries them is made; return what is attached, as JSON."""
    data = {"format": FORMAT, "printed": printed, "entries": [version.data for version in entries]}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1) + "\n"


def _references(project: Project, dossiers: Sequence[Dossier], published: Versions) -> str:
    items: dict[str, dict[str, Any]] = {}
    for dossier in dossiers:
        claim, documents = dossier.claim, [exhibit.evidence for exhibit in dossier.exhibits]
        is_frozen = any(version.number == claim.version for version in published.get(claim.id, ()))
        address = project.address(cited_path(claim, is_frozen=is_frozen))
        for item in citations.items(
            claim, documents, project_title=project.title, publisher=project.publisher.name, address=address
        ):
            items.setdefault(item["id"], item)
    return citations.as_json(list(items.values()))
