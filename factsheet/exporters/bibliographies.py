"""References to every entry and every document, for programs that cite: BibTeX, biblatex, RIS and CSL-JSON."""

from __future__ import annotations

from typing import Any

from factsheet import citations, referencing
from factsheet.exporters.edition import Edition

_FORMS = {
    "references.bib": "bibtex",
    "references-biblatex.bib": "biblatex",
    "references.ris": "ris",
    "references.json": "csl-json",
}
FILES = tuple(_FORMS)
"""The files, below the site's folder of data."""


def files(edition: Edition) -> dict[str, bytes]:
    """Take an edition and return its references by their names in `FILES`; all are UTF-8, and RIS has CR and LF."""
    cited = items(edition)
    return {name: referencing.FILES[form](cited).encode() for name, form in _FORMS.items()}


def items(edition: Edition) -> list[dict[str, Any]]:
    """Take an edition; return an item of CSL-JSON for each entry that still stands, then for each document, by id."""
    claims = sorted((dossier.claim for dossier in edition.register.shown), key=lambda claim: (len(claim.id), claim.id))
    documents = sorted((document.evidence for document in edition.register.documents), key=lambda e: e.id)
    entries = [referencing.entry_item(edition.project, c, edition.published.get(c.id, ())) for c in claims]
    return [*entries, *map(citations.document_item, documents)]
