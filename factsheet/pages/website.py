"""The pages of the web edition: each method takes what a page is about and returns a whole document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from factsheet import citations, tables
from factsheet.claimreview import site_review
from factsheet.dossier import Dossier, Exhibit, oldest_check
from factsheet.frozen import FrozenEntry
from factsheet.pages import citing
from factsheet.pages.citing import Citation, CitationForms
from factsheet.pages.head import Tags, citation_tags, described, open_graph
from factsheet.pages.markup import script
from factsheet.pages.rendering import Rendering
from factsheet.pages.sharing import Look
from factsheet.project import print_name
from factsheet.prose import Passage
from factsheet.records import (
    ChangeLevel,
    Evidence,
    Form,
    Paper,
    PartyRelation,
    Rating,
    Relation,
    SourceLevel,
    Technique,
)
from factsheet.references import Formatted
from factsheet.register import Claimant, Document, Register, Subject, statements
from factsheet.timeline import time_line
from factsheet.topics import Topic
from factsheet.versions import page_path
from factsheet.wording import prints, status_mark

_LINES = (680.0, 340.0)
"""Widths of the time lines on a page, for wide and for narrow screens."""


@dataclass(frozen=True)
class Website(Rendering):
    """The web edition of one collection in one theme."""

    register: Register = field(kw_only=True)
    references: Mapping[str, Formatted] = field(default_factory=dict)
    """Formatted references by key."""
    published: frozenset[str] = frozenset()
    """Paths of the pages of published versions: `NK-001/v1/`."""
    previews: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height of the pictures of first pages, by the name of the printed file without its ending."""

    def cited_address(self, dossier: Dossier) -> str:
        """Take an entry; return the public address of the page that keeps its version, or of the entry's own page."""
        kept = page_path(dossier.claim.id, dossier.claim.version)
        return self.project.address(kept) if kept in self.published else super().cited_address(dossier)

    def prepare(self) -> None:
        """Read all templates and list what pages look up, so that copies of this process need not do it again."""
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith("web/")):
            if name.endswith(".html.j2"):
                self._environment.get_template(name)
        attrgetter("document_by_id", "slugs")(self.register)

    def entry(self, dossier: Dossier) -> str:
        """Take an entry and return its page, which is always that of the newest version."""
        path = f"{dossier.claim.id}/"
        if dossier.withdrawn:
            claim = dossier.claim
            data = script(site_review(self.project, dossier))
            return self._withdrawn(path, claim.id, claim.claim, history=claim.history, said=claim.reviewed, data=data)
        return self._page("entry", path, **self._web_entry(dossier))

    def version(self, entry: FrozenEntry) -> str:
        """Take a published version and return the page that keeps it."""
        path = page_path(entry.id, entry.number)
        if entry.dossier is None:
            text = str(entry.version.entry["claim"])
            return self._withdrawn(path, entry.id, text, history=entry.history, frozen=entry, canonical=f"{entry.id}/")
        values = self._web_entry(entry.dossier, is_newest=entry.is_newest)
        kept = {"frozen": entry, "mark": status_mark([entry.dossier.claim]), "canonical": f"{entry.id}/"}
        return self._page("entry", path, **values | kept)

    def share_card(self, dossier: Dossier, look: Look, *, brief: bool = False) -> str:
        """Take an entry and a look; return the HTML of the picture by which other places show the entry.

        A brief card does not name the claimant's office.
        """
        values = self._entry(dossier) | {"address": self.project.address(f"{dossier.claim.id}/")}
        return self._render("share/card.html.j2", **values, look=look, brief=brief)

    def document(self, document: Document) -> str:
        """Take a document and return its page, with every entry that rests on it."""
        evidence = document.evidence
        return self._page(
            "document",
            f"evidence/{evidence.id}/",
            document=document,
            evidence=evidence,
            cited=self._cited(evidence, citing.forms),
        )

    def documents(self) -> str:
        """Return the list of all documents."""
        return self._page("documents", "evidence/")

    def claimant(self, claimant: Claimant) -> str:
        """Take a claimant and return the page with what they said, oldest first."""
        return self._page("claimant", f"claimants/{claimant.slug}/", claimant=claimant)

    def claimants(self) -> str:
        """Return the list of all claimants."""
        return self._page("claimants", "claimants/")

    def subject(self, subject: Subject) -> str:
        """Take a topic and return the page with its entries and further reading."""
        return self._page("subject", f"topics/{subject.id}/", subject=subject)

    def subjects(self) -> str:
        """Return the list of all topics."""
        return self._page("subjects", "topics/")

    def ratings(self) -> str:
        """Return the entries by rating."""
        return self._page("ratings", "ratings/")

    def dates(self) -> str:
        """Return the time line of everything: claims and documents by month."""
        return self._page("dates", "dates/")

    def topic(self, topic: Topic) -> str:
        """Take a sheet about a topic and return its page."""
        files = prints(topic.sheet.id, topic.sheet.forms, topic.papers, self.project.print.nup)
        return self._page("topic", f"sheets/{topic.sheet.id}/", **self._topic(topic) | {"prints": files})

    def sheets(self) -> str:
        """Return the page of everything that can be printed, with pictures of the first pages."""
        forms, nup = self.project.print.entry, self.project.print.nup
        shown, topics = self.register.shown, self.register.topics
        return self._page(
            "sheets",
            "sheets/",
            booklets=self._booklets(),
            entry_files=[(entry, prints(entry.claim.id, forms, Paper, None)) for entry in shown] if forms else [],
            topic_files=[(t, prints(t.sheet.id, t.sheet.forms, t.papers, nup)) for t in topics if t.sheet.forms],
            previews=self.previews,
        )

    def index(self) -> str:
        """Return the first page: every entry, with filters."""
        papers = tuple((p.value, p.label) for p in Paper) if Form.SHEET in self.project.print.entry else ()
        return self._page(
            "index",
            "",
            papers=papers,
            booklets=self._booklets(),
            statement=self._statement(),
            checked=oldest_check(shown) if (shown := [dossier.claim for dossier in self.register.shown]) else None,
            choices=self._choices(),
        )

    def corrections(self) -> str:
        """Return the page of everything that was corrected or changed."""
        return self._page("corrections", "corrections/")

    def method(self) -> str:
        """Return the page that explains the ratings, the relations and the promises."""
        terms = {
            "ratings": Rating,
            "techniques": Technique,
            "relations": Relation,
            "places": PartyRelation,
            "levels": SourceLevel,
            "changes": ChangeLevel,
        }
        return self._page("method", "method/", **{name: list(kind) for name, kind in terms.items()})

    def about(self) -> str:
        """Return the page that says who publishes this and why, and how to report an error."""
        return self._page("about", "about/", statement=self._statement())

    def data(self) -> str:
        """Return the page of files for programs."""
        empty = Register(self.project, (), ())  # what a table holds is said of any, and of one without rows fastest
        described = [(table.name, table.meaning) for table in tables.tables(empty)]
        return self._page("data", "data/", tables=described)

    def search(self) -> str:
        """Return the page that searches all others."""
        return self._page("search", "search/")

    def not_found(self) -> str:
        """Return the page for addresses at which nothing is; with a public address its links work from anywhere."""
        base = self.project.base_url
        root = f"{urlsplit(base).path.rstrip('/')}/" if base else ""
        return self._page("not-found", "404.html", root=root)

    def _page(self, template: str, path: str, **values: Any) -> str:
        canonical = values.pop("canonical", path)
        page = {
            "project": self.project,
            "register": self.register,
            "path": path,
            "root": "../" * path.count("/"),
            "address": self.project.address(path),
            "canonical": self.project.address(canonical),
            "mark": "",
            "published": self.published,
            "frozen": None,
            "tags": [],
            "properties": [],
        }
        return self._render(f"web/{template}.html.j2", **page | values)

    def _withdrawn(self, path: str, claim_id: str, claim: str, **values: Any) -> str:
        page = {"frozen": None, "said": None, "data": None, "claim_id": claim_id, "claim_text": claim}
        return self._page("withdrawn", path, **page | values)

    def _web_entry(self, dossier: Dossier, *, is_newest: bool = True) -> dict[str, Any]:
        claim, primary = dossier.claim, primary_source(dossier)
        lines = [time_line(dossier, dossier.exhibits, width) for width in _LINES]
        cited = self.cited_address(dossier)
        return self._entry(dossier) | {
            "exhibits": dossier.exhibits,
            "lines": [line for line in lines if line],
            "statements": statements(dossier),
            "primary": primary,
            "cited_source": self._cited(primary.evidence, citing.texts) if primary else [],
            "cited_entry": citing.forms(self.entry_item(dossier), self.references),
            "cited_address": cited,
            "data": script(site_review(self.project, dossier)),
            # What is printed and drawn shows the newest version alone.
            "tags": citation_tags(self.project, claim, cited, self._pdf(dossier) if is_newest else ""),
            "properties": self._properties(dossier, f"share/{claim.id}.png" if is_newest else ""),
            "description": described(claim),
        }

    def entry_item(self, dossier: Dossier) -> dict[str, Any]:
        """Take an entry and return its item of CSL-JSON, with the address of this very version if there is a page."""
        claim, project = dossier.claim, self.project
        return citations.entry_item(claim, project.title, project.publisher.name, self.cited_address(dossier))

    def items(self, frozen: Iterable[FrozenEntry]) -> list[dict[str, Any]]:
        """Take published versions; return an item of CSL-JSON for everything that a page of the site cites."""
        dossiers = [*self.register.shown, *(entry.dossier for entry in frozen if entry.dossier)]
        documents = [document.evidence for document in self.register.documents]
        documents += [exhibit.evidence for dossier in dossiers if (exhibit := primary_source(dossier))]
        return [*map(self.entry_item, dossiers), *map(citations.document_item, documents)]

    def _cited(self, evidence: Evidence, forms: CitationForms) -> list[Citation]:
        return forms(citations.document_item(evidence), self.references)

    def _pdf(self, dossier: Dossier) -> str:
        if Form.SHEET not in self.project.print.entry:
            return ""
        return self.project.address(f"pdf/{print_name(dossier.claim.id, Form.SHEET, Paper.A4)}")

    def _properties(self, dossier: Dossier, picture: str) -> Tags:
        claim = dossier.claim
        address, image = self.project.address(f"{claim.id}/"), self.project.address(picture) if picture else ""
        return open_graph(self.project, claim.fact, described(claim), address, image)

    def _booklets(self) -> list[tuple[str, str]]:
        return prints(self.project.id_prefix, self.project.print.collection, Paper, self.project.print.nup)

    def _choices(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Return what the entries can be filtered by: a name, words for it, and its values with their words."""
        register = self.register
        return [
            ("topic", "Topic", [(subject.id, subject.name) for subject in register.subjects]),
            ("claimant", "Who said it", [(c.slug, c.name) for c in sorted(register.claimants, key=lambda c: c.name)]),
            ("rating", "Rating", [(str(rating), rating.label) for rating, found in register.ratings if found]),
            ("year", "Year", [(year, year) for year in register.years]),
        ]

    def _statement(self) -> Any:
        return self._html(Passage(self.project.publisher.statement))


def primary_source(dossier: Dossier) -> Exhibit | None:
    """Take an entry and return the exhibit to cite first: the first primary source in the author's order, or any."""
    primary = (exhibit for exhibit in dossier.exhibits if exhibit.evidence.level is SourceLevel.PRIMARY)
    return next(primary, next(iter(dossier.exhibits), None))
