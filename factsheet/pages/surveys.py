"""A survey as one page for maintainers: it needs no other file, and is no part of the web edition."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from factsheet import gaps, tallies
from factsheet.fits import Fit
from factsheet.gaps import Mention
from factsheet.grades import AIM
from factsheet.pages.rendering import Rendering
from factsheet.records import Paper, Relation
from factsheet.survey import Survey

STYLESHEET = "report.css"


@dataclass(frozen=True)
class Surveys(Rendering):
    """Surveys of one collection as pages."""

    site: str = ""
    """Address of the site's folder from where the page lies, with a slash at its end; empty if nothing is linked."""
    made: frozenset[str] = frozenset()
    """Paths of the pages of the site that the last build made: `NK-001/index.html`."""

    def report(self, survey: Survey) -> str:
        """Take a survey and return its page."""
        css = self.theme.text(STYLESHEET)
        named = {
            "mentioned": self._mentioned, "of_entry": gaps.entry, "of_document": gaps.document, "of_topic": gaps.topic,
            "distance": tallies.distance, "setting": setting, "width": width,
        }  # fmt: skip
        return self._render(
            "report.html.j2",
            **self._figures(survey),
            **named,
            survey=survey,
            language=self.project.language,
            css=Markup(css),  # noqa: S704 - the theme's own, and no record's
            css_digest=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        )

    def _figures(self, survey: Survey) -> dict[str, Any]:
        return {
            "extent": tallies.extent(survey),
            "needs": gaps.needs(survey),
            "gaps": gaps.gaps(survey),
            "of_entries": tallies.of_entries(survey),
            "balance": tallies.balance(survey),
            "of_evidence": tallies.of_evidence(survey),
            "ages": tallies.ages(survey),
            "grades": tallies.by_grade(survey),
            "densities": tallies.densities(survey),
            "checks": tallies.next_checks(survey),
            "tight": [fit for fit in survey.fits if fit.left_out or fit.is_densest],
            "hardest": survey.hardest[: tallies.HARDEST],
            "aim": AIM,
            "most_named": gaps.NAMED,
            "relations": list(Relation),
            "papers": list(Paper),
            "parties": {party.id: party.name for party in survey.project.parties},
            "not_printed": tallies.NOT_PRINTED,
        }

    def _mentioned(self, mention: Mention) -> str:
        """Take what is mentioned and return the address of its page, or an empty text if there is none."""
        return f"{self.site}{mention.page}index.html" if self.site and f"{mention.page}index.html" in self.made else ""


def width(number: float, most: float) -> str:
    """Take a number and the largest of its chart; return how long its bar is, in per cent of the longest."""
    return f"{100 * number / most:.1f}" if most else "0"


def setting(fit: Fit) -> str:
    """Take how a sheet was set and return that in words."""
    spare = f", {fit.spare} mm to spare" if fit.spare is not None else ""
    return f"{fit.density} of {fit.densest}{spare}"
