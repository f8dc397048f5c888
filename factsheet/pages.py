"""Entries to HTML, for the web and for print: templates with the words and numbers they need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from typing import Any

import jinja2
from markupsafe import Markup

from factsheet.dossier import Dossier, Exhibit, MakeUp
from factsheet.project import Project
from factsheet.prose import Passage, Rendered
from factsheet.records import (
    Claim,
    ClaimStatus,
    Evidence,
    PartialDate,
    Rating,
    Relation,
    Span,
    Standing,
    VerificationLevel,
)
from factsheet.theme import Theme

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_CITATION = re.compile(r'<a href="#exhibit-[0-9]+" class="citation">([0-9]+)</a>')
PAPERS = (("a4", "A4"), ("letter", "US Letter"))
"""Sizes of paper that sheets are printed on, with the names that readers know."""
MARKS = {
    VerificationLevel.READ_AT_SOURCE: "",
    VerificationLevel.READ_IN_REPRODUCTION: "†",
    VerificationLevel.NOT_READ: "‡",
}
"""What a sheet sets behind a source's date, by where its words were read."""
_SOUND = {Standing.CURRENT, Standing.OFFLINE}
"""Standings that say nothing against what a document says."""
_TITLE_IN_PRINT = 48
"""Characters of a title that a sheet has room for beside the publisher and the date."""


@dataclass(frozen=True)
class Pages:
    """The pages of one collection in one theme; each method takes an entry and returns a whole document."""

    theme: Theme
    project: Project
    prose: Mapping[str, Rendered]

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

    def index(self, dossiers: Sequence[Dossier]) -> str:
        """Take all entries and return the page that lists them."""
        return self._render(
            "web/index.html.j2",
            project=self.project,
            dossiers=dossiers,
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
            "said_in": _said_in(claim),
            "techniques": ", ".join(technique.label.lower() for technique in claim.technique),
            "make_up": make_up_line(dossier.make_up),
            "papers": PAPERS,
            "review": review_status(claim),
            "reply": reply_line(claim),
            "mark": "" if claim.status is ClaimStatus.PUBLISHED else claim.status.label,
        } | {field: self._html(passage) for field, passage in dossier.passages.items()}

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
        environment.filters |= {"day": day, "bare_address": bare_address, "source_line": source_line}
        environment.globals |= {"rating_text": rating_text}
        return environment


def day(when: date | PartialDate | Span) -> str:
    """Take a date of any precision, or a stretch of time, and return it in words: 18 February 2023."""
    if isinstance(when, Span):
        start, slash, end = when.root.partition("/")
        since = day(PartialDate(start))
        return since if not slash else f"since {since}" if end == ".." else f"{since} to {day(PartialDate(end))}"
    year, *rest = str(when).split("-")
    words = [str(int(part)) if index else MONTHS[int(part) - 1] for index, part in enumerate(rest)]
    return " ".join([*reversed(words), year])


def bare_address(address: str) -> str:
    """Take a web address and return it as print shows it, without scheme and closing slash."""
    return address.partition("://")[2].rstrip("/")


def source_line(evidence: Evidence) -> str:
    """Take a document and return what a sheet says of it after its publisher: what it is, when, where it was read."""
    what = evidence.title if len(evidence.title) <= _TITLE_IN_PRINT else evidence.genre or ""
    when = day(evidence.issued) + MARKS[evidence.verification.level]
    standing = "" if evidence.standing in _SOUND else evidence.standing.label.lower()
    return " · ".join(part for part in [what, when, standing] if part)


def marks_line(exhibits: Iterable[Exhibit]) -> str:
    """Take the exhibits on a sheet and return what the marks behind their dates mean, for the marks that occur."""
    levels = {exhibit.evidence.verification.level for exhibit in exhibits}
    meanings = {
        VerificationLevel.READ_IN_REPRODUCTION: "words read in a reproduction",
        VerificationLevel.NOT_READ: "not read",
    }
    return " ".join(f"{MARKS[level]} marks {meaning}." for level, meaning in meanings.items() if level in levels)


def make_up_line(make_up: MakeUp) -> str:
    """Take what an entry's evidence is made of and return it as one line of print."""
    noun = "document" if make_up.total == 1 else "documents"
    kinds = ", ".join(f"{count} {kind}" for kind, count in make_up.by_type)
    sides = [f"{count} from the side of {name}" for name, count in make_up.by_party]
    sides += [f"{make_up.joint} from the parties together"] if make_up.joint else []
    read = [
        ("at the source", make_up.read_at_source),
        ("in reproductions", make_up.read_in_reproduction),
        ("not at all", make_up.not_read),
    ]
    where = ", ".join(f"{place} for {count}" for place, count in read if count)
    origin = "; ".join([f"{make_up.independent} independent of the parties", *sides])
    return f"{make_up.total} {noun}: {kinds}. {origin}. Words read {where}."


def review_status(claim: Claim) -> str:
    """Take a claim and return who reviewed it, or that nobody independent has."""
    if not claim.reviewers:
        return "compiled from public sources, no independent reviewer yet"
    return "reviewed by " + ", ".join(person.name for person in claim.reviewers)


def reply_line(claim: Claim) -> str:
    """Take a claim and return the claimant's reply, or that none was asked for or came."""
    reply = claim.reply
    if reply.asked_on is None:
        asked = "The claimant was not asked."
    elif reply.received is None:
        asked = f"Asked on {day(reply.asked_on)}; no reply by {day(claim.checked_as_of)}."
    else:
        asked = f"Asked on {day(reply.asked_on)}, replied on {day(reply.received)}:"
    return f"{asked} {reply.text}" if reply.text else asked


def rating_text(rating: Rating) -> str:
    """Take a rating and return what its mark means, for those who cannot see it."""
    if rating.number is None:
        return "Off the scale from contradicted to supported"
    return f"{rating.number} of 5 on the scale from contradicted (1) to supported (5)"


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


def _said_in(claim: Claim) -> str:
    publisher, said = claim.reviewed.source.publisher, claim.reviewed
    return "" if publisher in said.venue or said.claimant.name in publisher else f"in {publisher}"
