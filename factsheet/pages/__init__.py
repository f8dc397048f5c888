"""Entries to HTML, for the web and for print: templates with the words and numbers they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jinja2
from markupsafe import Markup

from factsheet.dossier import Dossier, Exhibit
from factsheet.pages.markup import claim_review, quick_response_code, readable_links, script, unlinked
from factsheet.project import Project
from factsheet.prose import Passage, Rendered
from factsheet.records import Paper, Rating, Relation
from factsheet.theme import Theme
from factsheet.topics import Topic
from factsheet.wording import (
    bare_address,
    day,
    make_up_line,
    marks_line,
    rating_text,
    reply_line,
    review_status,
    reviews_line,
    said_in,
    source_line,
    sources_line,
    status_mark,
    versions_line,
)

PAPERS = tuple((paper.value, paper.label) for paper in Paper)
"""Sizes of paper that sheets are printed on, with the names that readers know."""


@dataclass(frozen=True)
class Pages:
    """The pages of one collection in one theme; each method takes an entry and returns a whole document."""

    theme: Theme
    project: Project
    prose: Mapping[str, Rendered]
    pending: frozenset[str] = frozenset()
    """Ids of the published claims of which the newest version is not frozen yet."""

    def sheet(self, dossier: Dossier, exhibits: Sequence[Exhibit], paper: str) -> str:
        """Take an entry, the exhibits to print and the name of a paper; return the HTML of the one-page sheet."""
        address = self.project.address(f"{dossier.claim.id}/")
        entry = self._entry(dossier)
        return self._render(
            "print/sheet.html.j2",
            **entry | {"summary": unlinked(entry["summary"])},
            exhibits=exhibits,
            marks=marks_line(exhibits),
            omitted=len(dossier.exhibits) - len(exhibits),
            paper=paper,
            address=address,
            code=quick_response_code(address) if address else None,
        )

    def entry(self, dossier: Dossier) -> str:
        """Take an entry and return its web page."""
        name = "web/withdrawn.html.j2" if dossier.withdrawn else "web/entry.html.j2"
        address = self.project.address(f"{dossier.claim.id}/")
        review = claim_review(self.project, dossier.claim, address)
        return self._render(
            name, **self._entry(dossier), exhibits=dossier.exhibits, address=address, root="../", data=script(review)
        )

    def topic_sheet(self, topic: Topic, paper: str, sides: int, *, brief: bool = False) -> str:
        """Take a topic, the name of a paper, and how many sides there may be; return the HTML of the topic sheet.

        A brief sheet names fewer publishers.
        """
        values = self._topic(topic)
        return self._render(
            "print/topic.html.j2",
            **values | {field: readable_links(values[field]) for field in ("lead", "request")},
            paper=paper,
            sides=sides,
            brief=brief,
            code=quick_response_code(values["address"]) if values["address"] else None,
        )

    def topic(self, topic: Topic) -> str:
        """Take a topic and return its web page."""
        papers = [(paper.value, paper.label) for paper in topic.papers]
        return self._render("web/topic.html.j2", **self._topic(topic), papers=papers, root="../../")

    def index(self, dossiers: Sequence[Dossier], topics: Sequence[Topic]) -> str:
        """Take all entries and all sheets about topics; return the page that lists them."""
        return self._render(
            "web/index.html.j2",
            project=self.project,
            dossiers=dossiers,
            topics=topics,
            address=self.project.address(""),
            root="",
            papers=PAPERS,
            statement=self._html(Passage(self.project.publisher.statement)),
        )

    def method(self) -> str:
        """Return the page that explains the ratings, the relations and the promises."""
        return self._render(
            "web/method.html.j2",
            project=self.project,
            ratings=list(Rating),
            relations=list(Relation),
            address=self.project.address("method/"),
            root="../",
            statement=self._html(Passage(self.project.publisher.statement)),
        )

    def _entry(self, dossier: Dossier) -> dict[str, Any]:
        claim = dossier.claim
        said = claim.reviewed
        return {
            "project": self.project,
            "dossier": dossier,
            "claim": claim,
            "keywords": ", ".join([claim.id, *claim.topics, *claim.places]),
            "explanation": None,
            "said": said,
            "said_in": said_in(claim),
            "techniques": ", ".join(technique.label.lower() for technique in claim.technique),
            "make_up": make_up_line(dossier.make_up),
            "papers": PAPERS,
            "review": review_status(claim),
            "reply": reply_line(claim),
            "mark": status_mark([claim], self.pending),
        } | {field: self._html(passage) for field, passage in dossier.passages.items()}

    def _topic(self, topic: Topic) -> dict[str, Any]:
        sheet, claims = topic.sheet, topic.claims
        subjects = dict.fromkeys(subject for claim in claims for subject in claim.topics)
        request = self._html(Passage(sheet.call_to_action.text)) if sheet.call_to_action else Markup()
        return {
            "project": self.project,
            "topic": topic,
            "sheet": sheet,
            "keywords": ", ".join([sheet.id, *subjects]),
            "lead": self._html(Passage(sheet.lead)),
            "request": request,
            "mark": status_mark(claims, self.pending),
            "mixed": len({status_mark([claim], self.pending) for claim in claims}) > 1,
            "reviews": reviews_line(claims),
            "versions": versions_line(claims),
            "address": self.project.address(f"sheets/{sheet.id}/"),
        }

    def _html(self, passage: Passage) -> Markup:
        # The one place where HTML is trusted: pandoc wrote it from a tree that held allowed nodes only.
        return Markup(self.prose[passage.key].html)  # noqa: S704

    def _render(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(values)

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.theme.folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= {
            "day": day, "bare_address": bare_address, "source_line": source_line, "sources_line": sources_line,
            "status_mark": lambda claims: status_mark(claims, self.pending),
        }  # fmt: skip
        environment.globals |= {"rating_text": rating_text}
        return environment
