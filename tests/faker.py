"""A small valid collection about an invented bridge, written into a folder; tests override what they are about.

Overridden fields stand first in their file, in the order in which they are given, so that the line and column of a
problem can be read off the test itself: `claim(recheck_by="2024-05-06")` writes line 1, and the value is in column 13.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from factsheet import loader
from factsheet.prose import Rendered

TODAY = date(2025, 6, 1)
"""The day on which the invented collection is checked."""

CLAIM = "BR-001"
EVIDENCE = "bridge-ruling"

_RENDERED: dict[str, Rendered] = {}
"""Texts that an earlier test rendered, handed on as a build hands them on to the next, so that pandoc seldom starts."""


def project_fields() -> dict[str, Any]:
    """Return the fields of a valid `factsheet.yaml`."""
    return {
        "title": "The Bridge at Stonyford",
        "subtitle": "What was said about the closing, and what the record shows",
        "publisher": {
            "name": "Friends of the Bridge",
            "contact": "corrections@example.org",
            "url": "https://example.org/",
            "statement": "We compile *public* sources about the bridge.",
        },
        "licence": {
            "name": "CC BY 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/",
            "quotations": "quotations belong to their authors",
        },
        "language": "en",
        "id_prefix": "BR",
        "base_url": "https://example.org/bridge",
        "parties": [{"id": "town", "name": "The Town"}, {"id": "valley", "name": "The Valley"}],
    }


def claim_fields() -> dict[str, Any]:
    """Return the fields of a valid claim."""
    return {
        "id": CLAIM,
        "status": "in-review",
        "fact": "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
        "claim": "The bridge was open to everybody all year.",
        "appearances": [appearance()],
        "period": "2020-01-01/2020-12-31",
        "places": ["Stonyford"],
        "topics": ["bridge"],
        "rating": "false",
        "rating_reason": "A court found that carts were turned back.",
        "summary": "The mayor said that the bridge was open. A court found that carts were turned back.",
        "evidence": [link()],
        "unknowns": "Who ordered the barrier.",
        "reply": {"asked": "not-asked"},
        "checked_as_of": "2025-05-01",
        "history": [change()],
    }


def evidence_fields() -> dict[str, Any]:
    """Return the fields of a valid evidence record."""
    return {
        "id": EVIDENCE,
        "title": "Miller v. Town of Stonyford",
        "publisher": "Court of the County",
        "type": "court-decision",
        "party_relation": "court",
        "level": "primary",
        "issued": "2020-05-06",
        "language": "en",
        "url": "https://court.example.org/2020/miller",
        "quotes": [quote(id="carts", locator="para. 12")],
        "summary": "The court ordered the town to let carts pass. "
        "The barrier was to stand from 3 March to 30 September 2020.",
        "limits": "The court did not decide who had put up the barrier.",
        "verification": {"level": "read-at-source", "found_in": ["https://court.example.org/2020/miller"]},
        "standing": "current",
        "sensitivity": "public",
        "history": [change()],
    }


def appearance(**fields: Any) -> dict[str, Any]:
    """Return an appearance of a claim; None leaves a field out."""
    valid = {
        "claimant": {"name": "Ada Crane", "office": "Mayor of Stonyford", "party": "town"},
        "date": "2020-11-02",
        "venue": "Town council",
        "quote": {"text": "Nobody was ever kept from crossing.", "lang": "en"},
        "source": {
            "title": "Minutes of the council",
            "publisher": "Town of Stonyford",
            "url": "https://town.example.org/minutes/2020-11-02",
        },
    }
    return _overridden(valid, fields)


def link(ref: str = EVIDENCE, **fields: Any) -> dict[str, Any]:
    """Return a claim's link to evidence; None leaves a field out."""
    valid = {
        "ref": ref,
        "relation": "contradicts",
        "establishes": "Carts were turned back in May 2020.",
        "does_not_establish": "That people on foot were turned back.",
    }
    return _overridden(valid, fields)


def quote(**fields: Any) -> dict[str, Any]:
    """Return a quotation; None leaves a field out."""
    return _overridden({"text": "The carts of the applicant were turned back.", "lang": "en"}, fields)


def change(**fields: Any) -> dict[str, Any]:
    """Return an item of a record's history; None leaves a field out."""
    valid = {"version": "1", "date": "2025-05-01", "level": "published", "change": "First version."}
    return _overridden(valid, fields)


class FakeCollection:
    """A folder that holds one valid claim, the evidence it rests on, and a `factsheet.yaml`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project()
        self.claim()
        self.evidence()

    def project(self, **fields: Any) -> Path:
        """Write `factsheet.yaml` anew with these fields instead of the valid ones; None leaves a field out."""
        return self.write("factsheet.yaml", record_text(project_fields(), fields))

    def claim(self, claim_id: str = CLAIM, *, file: str = "", **fields: Any) -> Path:
        """Write a claim, in a file named after its id unless `file` says otherwise; None leaves a field out."""
        valid = claim_fields() | {"id": claim_id}
        return self.write(f"claims/{file or claim_id + '.yaml'}", record_text(valid, fields))

    def evidence(self, evidence_id: str = EVIDENCE, *, file: str = "", **fields: Any) -> Path:
        """Write an evidence record, in a file named after its id unless `file` says otherwise; None leaves a field out.

        A second record gets an address of its own, because one document is one exhibit.
        """
        valid = evidence_fields() | {"id": evidence_id}
        if evidence_id != EVIDENCE:
            valid["url"] = f"https://archive.example.org/{evidence_id}"
        return self.write(f"evidence/{file or evidence_id + '.yaml'}", record_text(valid, fields))

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of any content below the folder and return its path."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    def remove(self, path: str) -> None:
        """Delete a file below the folder."""
        (self.folder / path).unlink()

    def load(self, today: date = TODAY) -> loader.CheckedCollection:
        """Return the checked collection."""
        loaded = loader.load(self.folder, today, _RENDERED)
        _RENDERED.update(loaded.prose)
        return loaded

    def problems(self, today: date = TODAY) -> list[str]:
        """Return every problem of the collection as the line that is printed for it."""
        return [str(problem) for problem in self.load(today).problems]


def record_text(valid: dict[str, Any], fields: dict[str, Any]) -> str:
    """Take the fields of a valid record and those that replace them; return YAML with the latter first."""
    return as_yaml(_overridden(fields, {}) | {name: value for name, value in valid.items() if name not in fields})


def as_yaml(data: Any) -> str:
    """Take plain data and return it as YAML, each text on one line and in the order given."""
    # Through JSON, so that a value that is used twice is written twice and not as an alias.
    return yaml.dump(
        json.loads(json.dumps(data)), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1_000_000
    )


def _overridden(valid: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (valid | fields).items() if value is not None}
