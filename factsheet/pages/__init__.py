"""Entries to HTML, for the web and for print: templates with the words and numbers they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from factsheet.booklets import Booklet
from factsheet.dossier import Dossier, Exhibit
from factsheet.pages.cards import CardText
from factsheet.pages.markup import quick_response_code, readable_links, unlinked
from factsheet.pages.rendering import Rendering
from factsheet.pages.website import Website
from factsheet.prose import Passage
from factsheet.records import Paper, Rating, Relation
from factsheet.timeline import TimeLine, time_line
from factsheet.topics import Topic
from factsheet.wording import extent_line, make_up_line, marks_line, status_mark

__all__ = ["CardText", "Pages", "Website"]

_LARGE_LINE = 340.0
"""Width in CSS pixels at which a time line is reckoned that large print sets twice as large."""
_BOOKLET_LINE = {Paper.A4: 449.7, Paper.LETTER: 418.4}
"""Width of the text in booklets, in CSS pixels, by the paper that is folded."""


class Pages(Rendering):
    """What is printed of one collection in one theme; each method takes an entry and returns a whole document."""

    def sheet(self, dossier: Dossier, exhibits: Sequence[Exhibit], paper: str, line: TimeLine | None = None) -> str:
        """Take an entry, the exhibits to print, the name of a paper, and a time line if there is room for one.

        Return the HTML of the one-page sheet.
        """
        address = self.cited_address(dossier)
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
            **self._address(self.cited_address(dossier)),
            entry=self._in_full(dossier, _LARGE_LINE),
            paper=paper,
        )

    def card(self, dossier: Dossier, paper: str, text: CardText) -> str:
        """Take an entry, the name of the paper that is cut into four, and what the card says; return its HTML."""
        values = self._entry(dossier) | self._address(self.cited_address(dossier))
        line = make_up_line(dossier.make_up, with_kinds=text.kinds)
        return self._render("print/card.html.j2", **values | {"make_up": line}, text=text, paper=paper)

    def booklet(self, booklet: Booklet, paper: Paper) -> str:
        """Take a booklet and the paper that is folded once; return its HTML."""
        return self._render(
            "print/booklet.html.j2",
            **self._address(self.project.address(booklet.path)),
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

    def _in_full(self, dossier: Dossier, width: float) -> dict[str, Any]:
        entry = self._entry(dossier)
        return entry | {
            "summary": unlinked(entry["summary"]),
            "exhibits": dossier.exhibits,
            "line": time_line(dossier, dossier.exhibits, width),
            "marks": marks_line(dossier.exhibits),
            "relatives": dossier.relatives,
        }

    def _address(self, address: str) -> dict[str, Any]:
        return {"address": address, "code": quick_response_code(address) if address else None}

    def _printed(self, markdown: str) -> Markup:
        return readable_links(self._html(Passage(markdown))) if markdown else Markup()
