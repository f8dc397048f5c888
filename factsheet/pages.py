"""Entries to HTML, for the web and for print: templates with the words and numbers they need."""

from __future__ import annotations

import html as html_text
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import jinja2
from markupsafe import Markup

from factsheet.dossier import Dossier, Exhibit
from factsheet.project import Project
from factsheet.prose import Passage, Rendered
from factsheet.records import Claim, Paper, Rating, Relation
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

_CITATION = re.compile(r'<a href="#exhibit-[0-9]+" class="citation">([0-9]+)</a>')
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
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
            **entry | {"summary": _unlinked(entry["summary"])},
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
            **values | {field: _readable_links(values[field]) for field in ("lead", "request")},
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


def quick_response_code(address: str) -> Markup:
    """Take an address and return its QR code as SVG: error level Q, a quiet zone of four modules (ISO/IEC 18004)."""
    import segno  # here, because a collection without public address needs no codes

    stream = BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(
        stream, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True, title=f"QR code: {address}", nl=False
    )
    return Markup(stream.getvalue().decode())  # noqa: S704 - segno escapes the title, the rest are numbers


def claim_review(project: Project, claim: Claim, address: str) -> dict[str, Any]:
    """Take a claim and its address; return it as schema.org ClaimReview."""
    said = claim.reviewed
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": claim.rating.label}
    if claim.rating.number is not None:
        rating |= {"ratingValue": claim.rating.number, "worstRating": 1, "bestRating": 5}
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": claim.id,
        "claimReviewed": claim.claim,
        "datePublished": str(claim.history[-1].date),
        "reviewRating": rating | {"ratingExplanation": claim.rating_reason},
        "author": {"@type": "Organization", "name": project.publisher.name},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": said.claimant.name},
            "datePublished": str(said.date),
            "appearance": [{"@type": "CreativeWork", "url": a.source.url} for a in claim.appearances if a.source.url],
        },
    }
    return review | ({"url": address} if address else {})


def script(data: Any) -> Markup:
    """Take JSON data and return it for a script element, in which no text can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - everything that HTML could read as markup is escaped above


def _unlinked(html: Markup) -> Markup:
    # On paper an exhibit's number needs no link, and the exhibit may be one that was left out for space.
    return Markup(_CITATION.sub(r'<sup class="citation">\1</sup>', html))  # noqa: S704 - digits between fixed tags


def _readable_links(html: Markup) -> Markup:
    """Take the HTML of a passage; return it with each link's address beside its words, or instead of a part of it."""

    def readable(link: re.Match[str]) -> str:
        address, words = bare_address(link[1]), html_text.unescape(re.sub(r"<[^>]*>", "", link[2]))
        whole, part = (
            bare_address(text).casefold().removeprefix("www.") for text in (html_text.unescape(link[1]), words)
        )
        if whole == part or whole.startswith(f"{part}/"):
            return f'<a href="{link[1]}" class="address">{address}</a>'
        return f'{link[0]} (<span class="address">{address}</span>)'

    return Markup(_LINK.sub(readable, html))  # noqa: S704 - the address stood escaped in the same HTML
