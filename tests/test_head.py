"""What an entry's page says to reference managers and to previews of links."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faker import FakeCollection
from tests.workshop import edition, parsed

FACT = "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
ADDRESS = "https://example.org/bridge/"

# The rules of Zotero's translator “Embedded Metadata” (of 2026) for Highwire Press tags: how a tag becomes a field ...
FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_technical_report_institution": "institution",
    "citation_technical_report_number": "number",
    "citation_public_url": "url",
    "citation_language": "language",
}
# ... and which tag alone tells the type of the item, whatever Open Graph says.
TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}


def head(collection: FakeCollection) -> list[tuple[str, str]]:
    """Take a collection; return name or property, and content, of each tag in the head of its first entry's page."""
    given = edition(collection)
    tags = parsed(given.website.entry(given.dossiers[0])).iter("meta")
    return [(tag.get("name") or tag.get("property") or "", tag.get("content") or "") for tag in tags]


def as_zotero_reads(tags: list[tuple[str, str]]) -> dict[str, Any]:
    """Take the tags of a head and return the item that Zotero makes of them."""
    named = [(name, content) for name, content in tags if name.startswith("citation_")]
    types = [TYPES[name] for name, _ in named if name in TYPES]
    item: dict[str, Any] = {"itemType": types[-1] if types else "webpage"}
    item |= {FIELDS[name]: content for name, content in named if name in FIELDS}
    item["creators"] = [content for name, content in named if name == "citation_author"]
    item["tags"] = [tag for name, content in named if name == "citation_keywords" for tag in content.split("; ")]
    item["pdf"] = next((content for name, content in named if name == "citation_pdf_url"), None)
    return item


def test_zotero_saves_an_entry_as_a_report(collection: FakeCollection) -> None:
    collection.project(base_url=ADDRESS)
    collection.claim(authors=[{"name": "Bo Lund"}, {"name": "Cy Ode"}], topics=["bridge", "carts"])
    assert as_zotero_reads(head(collection)) == {
        "itemType": "report",
        "title": FACT,
        "institution": "Friends of the Bridge",
        "number": "BR-001, version 1",
        "date": "2025/05/01",
        "language": "en",
        "url": f"{ADDRESS}BR-001/",
        "pdf": f"{ADDRESS}pdf/BR-001-a4.pdf",
        "creators": ["Bo Lund", "Cy Ode"],
        "tags": ["bridge", "carts"],
    }


def test_without_a_public_address_no_tag_names_one(collection: FakeCollection) -> None:
    collection.project(base_url="")
    assert [content for _, content in head(collection) if "/BR-001" in content] == []


def test_a_collection_that_prints_no_sheets_names_no_pdf(collection: FakeCollection) -> None:
    collection.project(base_url=ADDRESS, print={"entry": ["card"]})
    assert as_zotero_reads(head(collection))["pdf"] is None


def test_a_preview_of_the_link_begins_with_the_fact_and_marks_the_claim(collection: FakeCollection) -> None:
    collection.project(base_url=ADDRESS)
    preview = {name: content for name, content in head(collection) if name.startswith(("og:", "twitter:"))}
    assert preview == {
        "og:type": "article",
        "og:site_name": "The Bridge at Stonyford",
        "og:title": FACT,
        "og:description": "The claim: The bridge was open to everybody all year. (Ada Crane, 2 November 2020). "
        "Contradicted by the record.",
        "og:url": f"{ADDRESS}BR-001/",
        "og:image": f"{ADDRESS}share/BR-001.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": FACT,
        "og:locale": "en",
        "twitter:card": "summary_large_image",
    }


@pytest.mark.parametrize("page", ["index", "method", "about"])
def test_other_pages_are_no_reports(collection: FakeCollection, page: str) -> None:
    html = getattr(edition(collection).website, page)()
    assert "citation_" not in html
