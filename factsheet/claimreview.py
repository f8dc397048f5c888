"""Entries as schema.org ClaimReview, the data by which search engines and archives of fact-checks read them.

Types and properties are those of the schema.org vocabulary 30.0. A property stands only where the record has a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote

from factsheet.dossier import Dossier, Exhibit
from factsheet.project import Project
from factsheet.records import Appearance, AppearanceSource, ChangeLevel, Claim, Claimant, Rating

Node = dict[str, Any]
"""A node of JSON-LD: its type, and its properties in a fixed order."""

_CORRECTED = {ChangeLevel.FACTUAL, ChangeLevel.RATING_CHANGED}
"""Levels of changes by which something that readers were told before was wrong."""


def claim_review(
    project: Project, dossier: Dossier, address: str, *, principles: str = "", corrections: str = ""
) -> Node:
    """Take a project, an entry and its public address, and those of the pages on method and on corrections.

    Return the entry as a node of JSON-LD; an empty address means that there is none. Of a withdrawn entry it says no
    more than its page: the claim, and why nothing else is held any longer; without a rating, nobody lists it as a
    review.
    """
    claim = dossier.claim
    publisher = _publisher(project, principles, corrections)
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": claim.id,
        "url": address,
        "name": "" if dossier.withdrawn else claim.fact,
        "claimReviewed": claim.claim,
        "datePublished": str(claim.history[0].date),
        "dateModified": str(claim.history[-1].date),
        "version": claim.version,
        "creativeWorkStatus": claim.status.label,
        "inLanguage": project.language,
        "license": project.licence.url,
        "author": publisher,
        "publisher": publisher,
    }
    levels = _CORRECTED | {ChangeLevel.WITHDRAWN} if dossier.withdrawn else _CORRECTED
    matter = {} if dossier.withdrawn else _matter(dossier)
    return _present(review | matter | {"correction": _corrections(claim, levels)})


def site_review(project: Project, dossier: Dossier) -> Node:
    """Take a project and one of its entries; return the entry with the addresses that it and its policies have."""
    return claim_review(project, dossier, project.address(f"{dossier.claim.id}/"), **_policies(project))


def site_publisher(project: Project) -> Node:
    """Take a project and return its publisher as the reviews name it."""
    return _publisher(project, **_policies(project))


def _policies(project: Project) -> dict[str, str]:
    return {"principles": project.address("method/"), "corrections": project.address("corrections/")}


def _matter(dossier: Dossier) -> Node:
    claim = dossier.claim
    shown = [exhibit for exhibit in dossier.exhibits if not exhibit.evidence.withheld]
    return {
        "reviewRating": _rating(claim.rating, claim.rating_reason),
        "itemReviewed": _claim(claim),
        "citation": [_document(exhibit) for exhibit in shown],
    }


def _publisher(project: Project, principles: str, corrections: str) -> Node:
    publisher = project.publisher
    return _present(_organization(publisher.name)) | _present(
        {"url": publisher.url, "publishingPrinciples": principles, "correctionsPolicy": corrections}
    )


def _rating(rating: Rating, reason: str) -> Node:
    scale = {} if rating.number is None else {"ratingValue": rating.number, "worstRating": 1, "bestRating": 5}
    return {"@type": "Rating", "alternateName": rating.label, **scale, "ratingExplanation": reason}


def _claim(claim: Claim) -> Node:
    said = claim.reviewed
    first = _first(claim.appearances)
    return _present(
        {
            "@type": "Claim",
            "name": claim.claim,
            "text": said.quote.text if said.quote else "",
            "inLanguage": said.quote.lang if said.quote else "",
            "author": _claimant(said.claimant),
            "datePublished": str(said.date),
            "firstAppearance": _appearance(first) if first else {},
            "appearance": [_appearance(appearance) for appearance in claim.appearances],
        }
    )


def _claimant(claimant: Claimant) -> Node:
    # A record does not say whether a claimant is a person, and offices are held by persons only.
    kind = "Person" if claimant.office else "Organization"
    return _present(
        {
            "@type": kind,
            "name": claimant.name,
            "jobTitle": claimant.office,
            "sameAs": list(claimant.same_as),
        }
    )


def _first(appearances: Iterable[Appearance]) -> Appearance | None:
    """Take appearances and return the one that was surely there by the earliest day, of those that can be looked up."""
    found = [appearance for appearance in appearances if appearance.source.url or appearance.source.archive_url]
    return min(found, key=lambda appearance: appearance.date.last, default=None)


def _appearance(appearance: Appearance) -> Node:
    source: AppearanceSource = appearance.source
    return _present(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "publisher": _organization(source.publisher),
            "datePublished": str(appearance.date),
            "archivedAt": source.archive_url,
        }
    )


def _document(exhibit: Exhibit) -> Node:
    document = exhibit.evidence
    return _present(
        {
            "@type": "CreativeWork",
            "position": exhibit.number,
            "name": document.title,
            "url": document.url,
            "sameAs": f"https://doi.org/{quote(document.doi)}" if document.doi else "",
            "identifier": document.number,
            "publisher": _organization(document.publisher),
            "datePublished": str(document.issued),
            "inLanguage": document.language,
            "archivedAt": list(document.archive_urls),
        }
    )


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _corrections(claim: Claim, levels: Collection[ChangeLevel]) -> list[Node]:
    """Take a claim and levels of changes; return each such change, newest last, as readers were told of it."""
    return [
        {"@type": "CorrectionComment", "text": item.change, "datePublished": str(item.date)}
        for item in claim.history
        if item.level in levels
    ]


def _present(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}
