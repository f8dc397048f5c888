"""What tests of the web edition's lists share: the words, links and sections of a page, and every such page."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from factsheet.pages import Website
from tests.workshop import parsed, text_of

SHEET = {"id": "closing", "title": "The closing", "fact": "It was closed.", "lead": "So a court said."}
"""A sheet about a topic, to be completed with its entries."""
ENTRY = (
    "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020. "
    "The claim: The bridge was open to everybody all year. Ada Crane, 2 November 2020 "
    "Rating of the claim: 1 of 5 on the scale from contradicted (1) to supported (5) Contradicted by the record"
)
"""How an entry stands in a list."""
RULING = "Miller v. Town of Stonyford, Court of the County, 6 May 2020"
"""How a document stands in a list."""


def main(html: str) -> Element:
    """Take a page and return what stands between its header and its footer."""
    (found,) = parsed(html).iter("main")
    return found


def shown(html: str) -> str:
    """Take a page and return the words of what it is about, without those of the controls that only scripts show."""
    found = main(html)
    for parent in list(found.iter()):
        for child in [child for child in parent if "hidden" in child.attrib]:
            parent.remove(child)
    return text_of(found)


def links(html: str) -> list[tuple[str, str]]:
    """Take a page and return the words and the address of each link in it."""
    return [(text_of(element), element.get("href", "")) for element in main(html).iter("a")]


def section(html: str, name: str) -> str:
    """Take a page and the id of a heading; return the words of the section below it."""
    (found,) = (part for part in main(html).iter("section") if part.get("aria-labelledby") == name)
    return text_of(found)


def document(website: Website, name: str = "bridge-ruling") -> str:
    return website.document(website.register.document_by_id[name])


def claimant(website: Website, name: str = "Ada Crane") -> str:
    (found,) = (claimant for claimant in website.register.claimants if claimant.name == name)
    return website.claimant(found)


def every_page(website: Website) -> dict[str, str]:
    """Take a website and return every page of this module by its address."""
    register = website.register
    lists = ("documents", "claimants", "subjects", "ratings", "dates", "sheets", "corrections", "about", "data")
    return (
        {name: getattr(website, name)() for name in (*lists, "not_found")}
        | {f"evidence/{d.evidence.id}": website.document(d) for d in register.documents}
        | {f"claimants/{c.slug}": website.claimant(c) for c in register.claimants}
        | {f"topics/{s.id}": website.subject(s) for s in register.subjects}
    )
