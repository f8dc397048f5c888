"""The web edition: its pages, and what they are dressed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Target, page_target, text_target

SITE = PurePosixPath("site")
Page = tuple[str, Callable[[], str]]
"""A page's folder below the site, and the call that renders it."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield its pages, stylesheet, script and sign."""
    website = edition.website
    yield from entry_pages(edition)
    for folder, make in [*_sources(edition), *_lists(edition)]:
        yield page_target(SITE / folder / "index.html", make)
    yield page_target(SITE / "404.html", website.not_found)
    yield text_target(SITE / "assets" / "site.css", edition.theme.site_stylesheet)
    for name in ("site.js", "icon.svg"):
        yield text_target(SITE / "assets" / name, edition.theme.text(f"web/{name}"))


def entry_pages(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield the pages of its entries, of their published versions, and of its topic sheets."""
    website = edition.website
    website.prepare()
    for dossier in edition.dossiers:
        claim_id = dossier.claim.id
        yield page_target(SITE / claim_id / "index.html", partial(website.entry, dossier), claim_id)
    for entry in edition.frozen:
        path = SITE / entry.id / f"v{entry.number}" / "index.html"
        yield page_target(path, partial(website.version, entry), entry.id)
    for topic in edition.topics:
        path = SITE / "sheets" / topic.sheet.id / "index.html"
        yield page_target(path, partial(website.topic, topic), topic.sheet.id)


def _sources(edition: Edition) -> Iterator[Page]:
    website, register = edition.website, edition.register
    for document in register.documents:
        yield f"evidence/{document.evidence.id}", partial(website.document, document)
    for claimant in register.claimants:
        yield f"claimants/{claimant.slug}", partial(website.claimant, claimant)
    for subject in register.subjects:
        yield f"topics/{subject.id}", partial(website.subject, subject)


def _lists(edition: Edition) -> Iterator[Page]:
    website = edition.website
    yield "", website.index
    yield "evidence", website.documents
    yield "claimants", website.claimants
    yield "topics", website.subjects
    yield "ratings", website.ratings
    yield "dates", website.dates
    yield "sheets", website.sheets
    yield "corrections", website.corrections
    yield "method", website.method
    yield "about", website.about
    yield "data", website.data
    yield "search", website.search
