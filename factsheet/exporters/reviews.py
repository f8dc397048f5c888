"""The entries as a feed of fact-checks: what archives and search engines that collect them read."""

from __future__ import annotations

import json

from factsheet.claimreview import Node, site_publisher, site_review
from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from factsheet.project import Project
from factsheet.register import Register

FEED = "claimreview.json"
FILES = (FEED,)
"""The files, below the site's folder of data."""


def files(edition: Edition) -> dict[str, bytes]:
    """Take an edition and return its feed of fact-checks, by its name in `FILES`."""
    text = json.dumps(feed(edition.register), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    return {FEED: text.encode()}


def feed(register: Register) -> Node:
    """Take a register and return its entries as a schema.org DataFeed in JSON-LD, the form of the known feeds.

    Withdrawn entries are in it, with the day on which they were withdrawn: whoever collected one must learn of it, and
    an entry that is only gone from a feed looks like one of a feed that lists the newest alone.
    """
    project = register.project
    address, newest = project.address(f"data/{FEED}"), register.newest
    return {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": project.title,
        "description": project.subtitle,
        **({"url": address} if address else {}),
        "inLanguage": project.language,
        "license": project.licence.url,
        "copyrightNotice": project.licence.quotations,
        "publisher": site_publisher(project),
        **({"dateModified": str(newest)} if newest else {}),
        "dataFeedElement": [_element(project, dossier) for dossier in register.dossiers],
    }


def _element(project: Project, dossier: Dossier) -> Node:
    claim = dossier.claim
    address, changed = project.address(f"{claim.id}/"), str(claim.history[-1].date)
    return {
        "@type": "DataFeedItem",
        **({"url": address} if address else {}),
        "dateCreated": str(claim.history[0].date),
        "dateModified": changed,
        # The history of a withdrawn entry ends with its withdrawal.
        **({"dateDeleted": changed} if dossier.withdrawn else {}),
        # A list, though there is one: programs that read such feeds take the first of it.
        "item": [site_review(project, dossier)],
    }
