"""Entries to HTML, for the web and for print: templates with the words and numbers they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jinja2
from markupsafe import Markup

from factsheet.booklets import Booklet
from factsheet.characters import isolated
from factsheet.dossier import Dossier, Exhibit
from factsheet.pages.cards import CardText
from factsheet.pages.markup import (
    claim_review,
    language,
    quick_response_code,
    readable_links,
    script,
    unbroken,
    unlinked,
)
from factsheet.project import Project
from factsheet.prose import Passage, Rendered
from factsheet.records import Form, Paper, Rating, Relation
from factsheet.theme import Theme
from factsheet.timeline import TimeLine, time_line
from factsheet.topics import Topic
from factsheet.wording import (
    bare_address,
    day,
    extent_line,
    full_source_line,
    make_up_line,
    marks_line,
    pinpoints,
    prints,
    quoted,
    rating_text,
    reading,
    reference,
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
_LARGE_LINE = 340.0
"""Width in CSS pixels at which a time line is reckoned that large print sets twice as large."""
_BOOKLET_LINE = {Paper.A4: 449.7, Paper.LETTER: 418.4}
"""Width of the text in booklets, in CSS pixels, by the paper that is folded."""
_WEB_LINES = (680.0, 340.0)
"""Widths of the time lines on a web page, for wide and for narrow screens."""
_LONG = 1000
"""Characters from which an exhibit in a booklet may take half a page, and may break over two."""


@dataclass(frozen=True)
class Pages:
    """The pages of one collection in one theme; each method takes an entry and returns a whole document."""

    theme: Theme
    project: Project
    prose: Mapping[str, Rendered]
    pending: frozenset[str] = frozenset()
    """Ids of the published claims of which the newest version is not frozen yet."""

    def sheet(self, dossier: Dossier, exhibits: Sequence[Exhibit], paper: str, line: TimeLine | None = None) -> str:
        """Take an entry, the exhibits to print, the name of a paper, and a time line if there is room for one.

        Return the HTML of the one-page sheet.
        """
        address = self.project.address(f"{dossier.claim.id}/")
        entry = self._entry(dossier)
        return self._render(
            "print/sheet.html.j2",
            **entry | {"summary": unlinked(entry["summary"])},
            exhibits=exhibits,
            line=line,
            marks=marks_line(exhibits),
            omitted=len(dossier.exhibits) - len(exhibits),
            paper=paper,
            address=address,
            code=quick_response_code(address) if address else None,
        )

    def large_print(self, dossier: Dossier, paper: str) -> str:
        """Take an entry and the name of a paper; return the HTML of its large print, with every exhibit."""
        return self._render(
            "print/large-print.html.j2",
            **self._entry(dossier),
            **self._address(f"{dossier.claim.id}/"),
            entry=self._in_full(dossier, _LARGE_LINE),
            paper=paper,
        )

    def card(self, dossier: Dossier, paper: str, text: CardText) -> str:
        """Take an entry, the name of the paper that is cut into four, and what the card says; return its HTML."""
        values = self._entry(dossier) | self._address(f"{dossier.claim.id}/")
        line = make_up_line(dossier.make_up, with_kinds=text.kinds)
        return self._render("print/card.html.j2", **values | {"make_up": line}, text=text, paper=paper)

    def booklet(self, booklet: Booklet, paper: Paper) -> str:
        """Take a booklet and the paper that is folded once; return its HTML."""
        return self._render(
            "print/booklet.html.j2",
            **self._address(booklet.path),
            project=self.project,
            booklet=booklet,
            entries=[self._in_full(dossier, _BOOKLET_LINE[paper]) for dossier in booklet.dossiers],
            keywords=", ".join(dict.fromkeys(topic for claim in booklet.claims for topic in claim.topics)),
            extent=extent_line(len(booklet.dossiers), len(booklet.documents)),
            lead=self._printed(booklet.lead),
            request=booklet.request,
            asked=self._printed(booklet.request.text if booklet.request else ""),
            statement=self._printed(self.project.publisher.statement),
            mark=status_mark(booklet.claims, self.pending),
            ratings=list(Rating),
            relations=list(Relation),
            paper=paper.half,
        )

    def entry(self, dossier: Dossier) -> str:
        """Take an entry and return its web page."""
        name = "web/withdrawn.html.j2" if dossier.withdrawn else "web/entry.html.j2"
        address = self.project.address(f"{dossier.claim.id}/")
        review = claim_review(self.project, dossier.claim, address)
        lines = [] if dossier.withdrawn else [time_line(dossier, dossier.exhibits, width) for width in _WEB_LINES]
        values = self._entry(dossier) | {"exhibits": dossier.exhibits, "lines": [line for line in lines if line]}
        return self._render(name, **values, address=address, root="../", data=script(review))

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

    def topic_large_print(self, topic: Topic, paper: str) -> str:
        """Take a topic and the name of a paper; return the HTML of its large print, with all its documents."""
        values = self._topic(topic)
        return self._render(
            "print/topic-large-print.html.j2",
            **values | {field: readable_links(values[field]) for field in ("lead", "request")},
            paper=paper,
            code=quick_response_code(values["address"]) if values["address"] else None,
        )

    def topic(self, topic: Topic) -> str:
        """Take a topic and return its web page."""
        files = prints(topic.sheet.id, topic.sheet.forms, topic.papers, self.project.print.nup)
        return self._render("web/topic.html.j2", **self._topic(topic), prints=files, root="../../")

    def index(self, dossiers: Sequence[Dossier], topics: Sequence[Topic]) -> str:
        """Take all entries and all sheets about topics; return the page that lists them."""
        return self._render(
            "web/index.html.j2",
            project=self.project,
            dossiers=dossiers,
            topics=topics,
            address=self.project.address(""),
            root="",
            papers=PAPERS if Form.SHEET in self.project.print.entry else (),
            booklets=prints(self.project.id_prefix, self.project.print.collection, Paper, self.project.print.nup),
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
            "prints": prints(claim.id, self.project.print.entry, Paper, None),
            "review": review_status(claim),
            "reply": reply_line(claim),
            "mark": status_mark([claim], self.pending),
        } | {field: self._html(passage) for field, passage in dossier.passages.items()}

    def _in_full(self, dossier: Dossier, width: float) -> dict[str, Any]:
        entry = self._entry(dossier)
        return entry | {
            "summary": unlinked(entry["summary"]),
            "exhibits": dossier.exhibits,
            "line": time_line(dossier, dossier.exhibits, width),
            "marks": marks_line(dossier.exhibits),
            "relatives": dossier.relatives,
        }

    def _address(self, path: str) -> dict[str, Any]:
        address = self.project.address(path)
        return {"address": address, "code": quick_response_code(address) if address else None}

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

    def _printed(self, markdown: str) -> Markup:
        return readable_links(self._html(Passage(markdown))) if markdown else Markup()

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
            "status_mark": lambda claims: status_mark(claims, self.pending), "full_source_line": full_source_line,
            "pinpoints": pinpoints, "reading": reading, "reference": reference, "is_long": _is_long,
            "language": language, "quoted": quoted, "isolated": isolated,
            "unbroken": unbroken,
        }  # fmt: skip
        environment.globals |= {"rating_text": rating_text}
        return environment


def _is_long(exhibit: Exhibit) -> bool:
    quotes = [f"{quote.text} {quote.translation or ''}" for quote in exhibit.quotes] or [exhibit.evidence.summary]
    return len(" ".join([*quotes, exhibit.link.establishes, exhibit.link.does_not_establish])) > _LONG
