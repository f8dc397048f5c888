"""Files of the web edition for programs that visit it: feeds, site maps, what robots may read, how to search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Target, text_target
from factsheet.pages.feeds import Feeds, SitePage, newest
from factsheet.project import Project
from factsheet.register import Document, Register
from factsheet.topics import Topic

SITE = PurePosixPath("site")
MAPPED = 50_000
"""Addresses that one map may have, and maps that one list of them (sitemaps.org, 0.9).

So many of the longest that records allow stay below the other limit, which is 50 MB.
"""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield its feeds and, if the site has a public address, what can only be said of that."""
    pages = edition.pages
    feeds = Feeds(pages.theme, edition.project, pages.prose, pages.pending, register=edition.register)
    yield text_target(SITE / "entries.atom", feeds.entries())
    yield text_target(SITE / "corrections.atom", feeds.corrections())
    yield text_target(SITE / "robots.txt", robots(edition.project))
    if edition.project.base_url:
        for path, text in sitemaps(feeds, list(site_pages(edition.register))):
            yield text_target(SITE / path, text)
        yield text_target(SITE / "opensearch.xml", feeds.opensearch())


def robots(project: Project) -> str:
    """Take a project and return what tells robots that they may read everything (RFC 9309), and where the map is."""
    address = project.address("sitemap.xml")
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {address}\n" if address else "")


def sitemaps(feeds: Feeds, pages: list[SitePage], limit: int = MAPPED) -> Iterator[tuple[str, str]]:
    """Take the feeds of a site, its pages, and how many one map may have; yield path and text of each map.

    Where one is not enough, a list of all maps stands in its place.
    """
    parts = [pages[start : start + limit] for start in range(0, len(pages), limit)]
    if len(parts) == 1:
        yield "sitemap.xml", feeds.sitemap(pages)
        return
    paths = [f"sitemap-{number}.xml" for number, _ in enumerate(parts, 1)]
    yield "sitemap.xml", feeds.sitemap_index(paths)
    for path, part in zip(paths, parts, strict=True):
        yield path, feeds.sitemap(part)


def site_pages(register: Register) -> Iterator[SitePage]:
    """Take a register and yield the pages that search engines should know, each with the day of its newest record.

    Pages of earlier versions are left out, because each names the newest as the one to be found; so is the search.
    """
    latest = newest(register)
    yield from (SitePage(path, latest) for path in ("", "corrections/", "dates/", "ratings/", "sheets/"))
    # What the settings say has no date.
    yield from (SitePage(path) for path in ("about/", "data/", "method/"))
    for dossier in register.dossiers:
        yield SitePage(f"{dossier.claim.id}/", dossier.claim.history[-1].date)
    for topic in register.topics:
        yield SitePage(f"sheets/{topic.sheet.id}/", _sheet_changed(topic))
    yield SitePage("evidence/", latest)
    for document in register.documents:
        yield SitePage(f"evidence/{document.evidence.id}/", _document_changed(document))
    yield SitePage("claimants/", latest)
    for claimant in register.claimants:
        changed = (dossier.claim.history[-1].date for dossier in claimant.dossiers)
        yield SitePage(f"claimants/{claimant.slug}/", max(changed))
    yield SitePage("topics/", latest)
    for subject in register.subjects:
        entries = (dossier.claim.history[-1].date for dossier in subject.dossiers)
        documents = (document.evidence.history[-1].date for document in subject.documents)
        yield SitePage(f"topics/{subject.id}/", max([*entries, *documents]))


def _document_changed(document: Document) -> date:
    entries = (use.dossier.claim.history[-1].date for use in document.uses)
    return max([document.evidence.history[-1].date, *entries])


def _sheet_changed(topic: Topic) -> date:
    request = topic.sheet.call_to_action
    entries = (claim.history[-1].date for claim in topic.claims)
    documents = (evidence.history[-1].date for evidence in topic.further_reading)
    return max([*entries, *documents, *([request.date] if request else [])])
