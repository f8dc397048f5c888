"""What the web edition says to programs that visit it: Atom feeds, site maps, how to search it from a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from factsheet.dossier import Dossier
from factsheet.pages.head import described
from factsheet.pages.rendering import Rendering
from factsheet.project import Project
from factsheet.records import Change, Claim
from factsheet.register import Register, Revised
from factsheet.wording import day, status_mark

NEWEST = 500
"""Entries that a feed has at most: it tells what is new, and whoever comes for the first time has the site itself."""
_NAMESPACE = UUID("5b1ecb0a-7f5c-4c39-9d5a-0d6d7b9be0a4")
"""Drawn once; ids of collections without a public address are made below it."""
_NO_DAY = date(1970, 1, 1)
"""Stands where a date must be and no record has one."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_MAILBOX = re.compile(r"[^@\s<>:/]+@[^@\s<>:/]+")
_SHORT_NAME = 16
"""Characters that OpenSearch 1.1 allows in the name under which a browser lists a search."""


@dataclass(frozen=True)
class FeedItem:
    """One entry of a feed."""

    id: str
    """An IRI that never changes."""
    title: str
    published: date
    updated: date
    path: str
    """The page it leads to, below the site."""
    summary: str
    lines: tuple[tuple[str, str], ...]
    """What it says in full: names and texts."""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class SitePage:
    """A page of the site: its path, and the day of the newest record on it, if records alone decide what it says."""

    path: str
    modified: date | None = None


@dataclass(frozen=True)
class Feeds(Rendering):
    """The feeds and maps of one collection."""

    register: Register = field(kw_only=True)

    def entries(self) -> str:
        """Return the feed of entries as Atom (RFC 4287), those that changed last first."""
        items = sorted(self.register.dossiers, key=_newest_first, reverse=True)
        return self._feed("entries.atom", self.project.title, "", map(self._entry_item, items))

    def corrections(self) -> str:
        """Return the feed of corrections, changed ratings and withdrawals as Atom, the newest first."""
        items = map(self._correction_item, self.register.corrections)
        return self._feed("corrections.atom", f"{self.project.title}: corrections", "corrections/", items)

    def sitemap(self, pages: Sequence[SitePage]) -> str:
        """Take pages of a site that has a public address; return the map of them (sitemaps.org, 0.9)."""
        return self._render("web/sitemap.xml.j2", project=self.project, pages=pages, maps=[])

    def sitemap_index(self, paths: Sequence[str]) -> str:
        """Take the paths of several maps; return the list of them."""
        return self._render("web/sitemap.xml.j2", project=self.project, pages=[], maps=paths)

    def opensearch(self) -> str:
        """Return how the site is searched from a browser (OpenSearch 1.1); the site needs a public address."""
        # A brace would begin a parameter.
        base = self.project.address("").replace("{", "%7B").replace("}", "%7D")
        name = short_name(self.project.title)
        return self._render("web/opensearch.xml.j2", project=self.project, short_name=name, base=base)

    def _feed(self, file: str, title: str, path: str, items: Iterable[FeedItem]) -> str:
        entries = list(islice(items, NEWEST))
        first = min(self.register.dossiers, key=lambda d: (len(d.claim.id), d.claim.id), default=None)
        contact = self.project.publisher.contact
        return self._render(
            "web/feed.atom.j2",
            project=self.project,
            id=permanent_id(self.project, first.claim.history[0].date if first else _NO_DAY, file),
            title=title,
            updated=max((entry.updated for entry in entries), default=newest(self.register)),
            file=file,
            page=self._link(path),
            contact=contact if _MAILBOX.fullmatch(contact) else "",
            entries=[(entry, self._link(entry.path)) for entry in entries],
            topics={subject.id: subject.name for subject in self.register.subjects},
        )

    def _link(self, path: str) -> str:
        # Without a public address a link leads from the feed to the page's file, as from one page to another.
        return self.project.address(path) or f"{path}index.html"

    def _entry_item(self, dossier: Dossier) -> FeedItem:
        claim = dossier.claim
        first, last = claim.history[0], claim.history[-1]
        name = permanent_id(self.project, first.date, claim.id)
        dates, path = (first.date, last.date), f"{claim.id}/"
        if dossier.withdrawn:
            why = (("The claim", claim.claim), (last.level.label, last.change))
            return FeedItem(name, f"Withdrawn: {claim.claim}", *dates, path, "This entry was withdrawn.", why)
        authors = tuple(person.name for person in claim.authors)
        lines = tuple(_entry_lines(claim, status_mark([claim], self.pending)))
        return FeedItem(name, claim.fact, *dates, path, described(claim), lines, authors, claim.topics)

    def _correction_item(self, revised: Revised) -> FeedItem:
        change = revised.change
        history, path, what = _subject(revised)
        # Items are only ever added to a history, so that the place of each is its own for good.
        place = next(number for number, item in enumerate(history, 1) if item is change)
        return FeedItem(
            permanent_id(self.project, history[0].date, f"{path}history/{place}"),
            f"{change.level.label}: {what[0][1]}",
            change.date,
            change.date,
            path,
            change.change,
            ((change.level.label, change.change), *what, ("Version", str(change.version))),
        )


def permanent_id(project: Project, since: date, name: str) -> str:
    """Take a project, the day from which something is there, and its name in the collection; return its IRI.

    It is a tag (RFC 4151) of the host at which the site is published, and stays the same as long as the site does not
    move. Without a public address, or one that RFC 4151 has no form for, it is a UUID of the collection's title.
    """
    parts = urlsplit(project.base_url)
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        return uuid5(_NAMESPACE, f"{project.base_url or project.title}\n{name}").urn
    # The other characters of a path that may stand in a tag as they are; `%` begins an escape that is already there.
    folder = quote(parts.path.strip("/"), safe="/%:@!$&'()*+,;=~")
    return f"tag:{host},{since.isoformat()}:{'/'.join(filter(None, [folder, name]))}"


def newest(register: Register) -> date:
    """Take a register and return the day of the newest item in any history."""
    entries = (dossier.claim.history[-1].date for dossier in register.dossiers)
    documents = (document.evidence.history[-1].date for document in register.documents)
    return max([*entries, *documents], default=_NO_DAY)


def short_name(title: str) -> str:
    """Take a title and return as many of its first words as OpenSearch allows in a name, or a part of the first."""
    words = title[: _SHORT_NAME + 1].rpartition(" ")[0] if len(title) > _SHORT_NAME else title
    return (words or title)[:_SHORT_NAME].strip().rstrip(",;:–—-").strip()


def _newest_first(dossier: Dossier) -> tuple[date, int, str]:
    claim = dossier.claim
    return claim.history[-1].date, len(claim.id), claim.id


def _entry_lines(claim: Claim, mark: str) -> Iterator[tuple[str, str]]:
    said = claim.reviewed
    who = ", ".join(filter(None, [said.claimant.name, said.claimant.office, day(said.date)]))
    yield "What the record shows", claim.fact
    yield "The claim", f"{claim.claim} ({who})"
    yield "Rating", f"{claim.rating.label}. {claim.rating_reason}"
    if mark:
        yield "Status", mark


def _subject(revised: Revised) -> tuple[Sequence[Change], str, tuple[tuple[str, str], ...]]:
    """Take a change; return the history it stands in, the path of the page, and what was changed, by name."""
    if revised.document:
        evidence = revised.document.evidence
        what = (("Document", evidence.title), ("Publisher", evidence.publisher))
        return evidence.history, f"evidence/{evidence.id}/", what
    assert revised.dossier is not None  # a change is one of an entry or of a document
    claim = revised.dossier.claim
    path = f"{claim.id}/"
    if revised.dossier.withdrawn:
        return claim.history, path, (("The claim", claim.claim),)
    rating = ("Rating now", claim.rating.label)
    return claim.history, path, (("What the record shows", claim.fact), ("The claim", claim.claim), rating)
