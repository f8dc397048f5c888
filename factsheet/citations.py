"""Entries and their documents as CSL-JSON: references as Zotero, pandoc and other programs for citing read them.

Types and variables are those of the Citation Style Language 1.0.2, appendices III and IV; the shapes of names and
dates are those of the schema `csl-data.json` of the same project. A variable stands only where the record has a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from factsheet.records import Claim, Evidence, EvidenceType, PartialDate

_TYPES: Mapping[EvidenceType, str] = {
    EvidenceType.COURT_DECISION: "legal_case",
    EvidenceType.TREATY_OR_AGREEMENT: "treaty",
    EvidenceType.LEGISLATION: "legislation",
    EvidenceType.PARLIAMENTARY_RECORD: "report",
    EvidenceType.NGO_REPORT: "report",
    EvidenceType.EXPERT_REPORT: "report",
    # CSL has no type for statements. Of webpages styles give the day, of reports often only the year.
    EvidenceType.INTERGOVERNMENTAL_DOCUMENT: "webpage",
    EvidenceType.OFFICIAL_STATEMENT: "webpage",
    EvidenceType.HUMANITARIAN_STATEMENT: "webpage",
    EvidenceType.ADVOCACY: "webpage",
    # Of the types for articles the one of which styles give the day, and not a volume or a month.
    EvidenceType.NEWS_REPORT: "article-newspaper",
    # A witness is cited as the one who speaks, which is what the author of an interview is.
    EvidenceType.TESTIMONY: "interview",
    EvidenceType.RESEARCH: "article-journal",
    EvidenceType.DATASET: "dataset",
    # Also of a video: a record does not say which it is, and `motion_picture` would.
    EvidenceType.IMAGERY: "graphic",
    EvidenceType.SOCIAL_POST: "post",
}
"""The type in CSL of each kind of document."""
_GENRES_OF_TEXTS = {
    "address": "speech",
    "bill": "bill",
    "blog": "post-weblog",
    "hearing": "hearing",
    "interview": "interview",
    "news": "webpage",
    "post": "post",
    "posts": "post",
    "press": "webpage",
    "remarks": "speech",
    "speech": "speech",
    "statement": "webpage",
}
_BY_GENRE: Mapping[str, Mapping[str, str]] = {
    "report": _GENRES_OF_TEXTS,
    "webpage": _GENRES_OF_TEXTS,
    "legislation": {"bill": "bill"},
    "interview": {"hearing": "hearing"},
}
"""For a type, the one that fits better if the first word of the genre is this."""
_SPEAKING = {
    EvidenceType.PARLIAMENTARY_RECORD,
    EvidenceType.INTERGOVERNMENTAL_DOCUMENT,
    EvidenceType.OFFICIAL_STATEMENT,
    EvidenceType.HUMANITARIAN_STATEMENT,
    EvidenceType.NGO_REPORT,
    EvidenceType.EXPERT_REPORT,
    EvidenceType.DATASET,
    EvidenceType.SOCIAL_POST,
}
"""Kinds of document in which the body that publishes it speaks, so that it is the author if nobody else is named.

A newspaper is not the author of its reports, nor whoever prints a treaty, an image or a witness's words; and advocacy
is often published by somebody who only passes it on.
"""
_ISSUED_BY_AUTHORITY = {"bill", "hearing", "legal_case", "legislation"}
"""Types in CSL for which `authority` names who issued it; all others have a `publisher`."""


def items(
    claim: Claim, documents: Iterable[Evidence], *, project_title: str, publisher: str, address: str
) -> list[dict[str, Any]]:
    """Take a claim, its documents in print order, and the collection's title, its publisher and the entry's address.

    Return the entry as an item of CSL-JSON and each document once, without those that are withheld; an empty address
    means that the entry has none.
    """
    shown = {document.id: document for document in documents if not document.withheld}
    entry = entry_item(claim, project_title, publisher, address)
    return [entry, *(document_item(document) for document in shown.values())]


def as_json(references: Sequence[Mapping[str, Any]]) -> str:
    """Take items of CSL-JSON and return the text of a file: an array, keys sorted, with a newline at the end."""
    return json.dumps(references, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def entry_item(claim: Claim, project_title: str, publisher: str, address: str) -> dict[str, Any]:
    """Take a claim, its collection's title and publisher, and its address or an empty text; return the entry's item."""
    return _present(
        {
            "id": claim.id,
            "type": "report",
            "title": claim.fact,
            "author": [_name(publisher)],
            "publisher": publisher,
            "collection-title": project_title,
            "genre": "Claim and evidence",
            "number": claim.id,
            "version": str(claim.version),
            "issued": _dates(claim.history[-1].date),
            "URL": address,
        }
    )


def document_item(evidence: Evidence) -> dict[str, Any]:
    """Take a document that may be shown and return its item.

    The time that a document is about is left out: `event-date` is that of an event to which an item belongs, and some
    styles print it like the document's own.
    """
    kind = _type(evidence)
    return _present(
        {
            "id": evidence.id,
            "type": kind,
            "title": evidence.title,
            "author": [_name(name) for name in _authors(evidence)],
            "authority" if kind in _ISSUED_BY_AUTHORITY else "publisher": evidence.publisher,
            "container-title": _container(evidence),
            "genre": evidence.genre,
            "number": evidence.number,
            "jurisdiction": evidence.jurisdiction,
            "language": evidence.language,
            "issued": _dates(evidence.issued),
            "accessed": _dates(evidence.accessed),
            "URL": evidence.url,
            "DOI": evidence.doi,
            "note": "\n".join(_notes(evidence)),
        }
    )


def _present(item: dict[str, Any]) -> dict[str, Any]:
    return {variable: value for variable, value in item.items() if value}


def _type(evidence: Evidence) -> str:
    general = _TYPES[evidence.type]
    word = (evidence.genre or "").lower().split(" ")[0]
    kind = _BY_GENRE.get(general, {}).get(word, general)
    # Styles give the number of a report, and none of a webpage; and what stands in no journal is no article of one.
    if (kind == "webpage" and evidence.number) or (kind == "article-journal" and not evidence.container_title):
        return "report"
    return kind


def _authors(evidence: Evidence) -> Iterator[str]:
    yield from evidence.authors
    if not evidence.authors and evidence.type in _SPEAKING and _type(evidence) not in _ISSUED_BY_AUTHORITY:
        yield evidence.publisher


def _name(name: str) -> dict[str, str]:
    # Records give names whole, and where a name is to be parted differs between languages.
    return {"literal": name}


def _notes(evidence: Evidence) -> Iterator[str]:
    # Who cites the address alone would name the publisher of the original for what another has put there.
    if evidence.is_reproduced:
        yield f"Reproduced at: {evidence.url}"
    yield from (f"Archived copy: {address}" for address in evidence.archive_urls)


def _container(evidence: Evidence) -> str | None:
    # Styles print the medium of a news report, and not its publisher.
    medium = evidence.publisher if evidence.type is EvidenceType.NEWS_REPORT else None
    return evidence.container_title or medium


def _dates(when: date | PartialDate | None) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in str(when).split("-")]]} if when else None
