"""What the head of an entry's page says to programs: tags for reference managers and for previews of links."""

from __future__ import annotations

from factsheet.project import Project
from factsheet.records import Claim
from factsheet.wording import day

Tags = list[tuple[str, str]]
"""Names and contents of `meta` elements, in order."""


def citation_tags(project: Project, claim: Claim, address: str, pdf: str) -> Tags:
    """Take a project, a claim, the public address of its version and that of its PDF, each empty if there is none.

    Return tags by which Zotero and Google Scholar know the page as a technical report (Highwire Press tags, as Google
    Scholar's “Inclusion Guidelines for Webmasters” and Zotero's “Exposing your metadata” name them).
    """
    tags = [
        ("citation_title", claim.fact),
        *[("citation_author", person.name) for person in claim.authors],
        ("citation_technical_report_institution", project.publisher.name),
        ("citation_technical_report_number", f"{claim.id}, version {claim.version}"),
        ("citation_publication_date", claim.history[-1].date.strftime("%Y/%m/%d")),
        ("citation_language", project.language),
        ("citation_public_url", address),
        ("citation_pdf_url", pdf),
        ("citation_keywords", "; ".join(claim.topics)),
    ]
    return [(name, content) for name, content in tags if content]


def open_graph(project: Project, title: str, description: str, address: str, image: str) -> Tags:
    """Take a project, a page's title and description, its public address and that of its picture, each empty if none.

    Return the properties of the Open Graph protocol; the picture is one of 1200 by 630 pixels.
    """
    tags = [
        ("og:type", "article"),
        ("og:site_name", project.title),
        ("og:title", title),
        ("og:description", description),
        ("og:url", address),
        ("og:image", image),
        ("og:image:width", "1200" if image else ""),
        ("og:image:height", "630" if image else ""),
        ("og:image:alt", title if image else ""),
        ("og:locale", project.language.replace("-", "_")),
    ]
    return [(name, content) for name, content in tags if content]


def described(claim: Claim) -> str:
    """Take a claim and return what a preview of its page says below its title: the claim, who made it, the rating."""
    said = claim.reviewed
    return f"The claim: {claim.claim} ({said.claimant.name}, {day(said.date)}). {claim.rating.label}."
