"""What pages for print and for the web have in common: templates, their filters, and what is said of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jinja2
from markupsafe import Markup

from factsheet.characters import isolated
from factsheet.dossier import Dossier, Exhibit
from factsheet.fragments import text_fragment
from factsheet.pages.markup import contact_link, language, original, unbroken
from factsheet.project import Project
from factsheet.prose import Passage, Rendered
from factsheet.publishing import cited_path
from factsheet.records import Paper
from factsheet.theme import Theme
from factsheet.topics import Topic
from factsheet.wording import (
    bare_address,
    day,
    full_source_line,
    make_up_line,
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

_LONG = 1000
"""Characters from which an exhibit in a booklet may take half a page, and may break over two."""


@dataclass(frozen=True)
class Rendering:
    """The templates of a theme, filled in for one collection."""

    theme: Theme
    project: Project
    prose: Mapping[str, Rendered]
    pending: frozenset[str] = frozenset()
    """Ids of the published claims of which the newest version is not frozen yet."""

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

    def cited_address(self, dossier: Dossier) -> str:
        """Take an entry and return the public address of its version, or an empty text if the site has none."""
        claim = dossier.claim
        return self.project.address(cited_path(claim, is_frozen=claim.id not in self.pending))

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
            "status_mark": lambda claims: status_mark(claims, self.pending), "full_source_line": full_source_line,
            "pinpoints": pinpoints, "reading": reading, "reference": reference, "is_long": _is_long,
            "language": language, "quoted": quoted, "isolated": isolated,
            "unbroken": unbroken, "contact_link": contact_link, "original": original,
            "text_fragment": text_fragment,
        }  # fmt: skip
        environment.tests["reproduced"] = lambda evidence: evidence.is_reproduced
        environment.globals |= {"rating_text": rating_text}
        return environment


def _is_long(exhibit: Exhibit) -> bool:
    quotes = [f"{quote.text} {quote.translation or ''}" for quote in exhibit.quotes] or [exhibit.evidence.summary]
    return len(" ".join([*quotes, exhibit.link.establishes, exhibit.link.does_not_establish])) > _LONG
