"""What must hold between the records' own words and the glossary of names in `factsheet.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factsheet.corpus import Entry
from factsheet.problems import Location, Problem, Severity
from factsheet.project import Name, Project, ProjectFile
from factsheet.records import Claim, Evidence
from factsheet.rules.collection import Collection

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|\]\(\S*|\[@[^\[\]]*\]")
"""What a text quotes, links to or cites, which keeps the names of its source."""


def one_name(collection: Collection) -> Iterator[Problem]:
    """A thing with several names goes by one in the records' own words."""
    names = collection.project.names
    for text, at in _own_words(collection) if names else ():
        for name, other in _others(text, names):
            message = f"'{other}' stands here, and the collection's own words say '{name.name}'"
            remedy = "use that name; the others stand in quotations only"
            yield Problem(at, "other-name", message, Severity.WARNING, remedy)


def names_apart(collection: Collection) -> Iterator[Problem]:
    """No name that is used is among the other names of a thing."""
    used = {name.name for name in collection.project.names}
    for number, name in enumerate(collection.project.names):
        for index, other in enumerate(name.also):
            if other in used:
                message = f"'{other}' is the name of a thing in this glossary, and cannot be another name here"
                at = collection.file.at("names", number, "also", index)
                yield Problem(at, "name-clash", message, remedy="remove one of the two")


def _others(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, str]]:
    own = _QUOTED.sub(" ", text)
    for name in names:
        # The name that is used may hold another, as in 'Stepanakert (Khankendi)'.
        rest = own.replace(name.name, " ")
        for other in name.also:
            if re.search(rf"(?<!\w){re.escape(other)}(?!\w)", rest):
                yield name, other


def _own_words(collection: Collection) -> Iterator[tuple[str, Location]]:
    for claim in collection.corpus.claims:
        yield from _of_claim(claim)
    for source in collection.corpus.sources:
        yield from _of_evidence(source)
    yield from _of_sheets(collection.file, collection.project)


def _of_claim(entry: Entry[Claim]) -> Iterator[tuple[str, Location]]:
    claim = entry.record
    for field in ("fact", "claim", "rating_reason", "summary", "explanation", "unknowns"):
        yield getattr(claim, field) or "", entry.at(field)
    for index, place in enumerate(claim.places):
        yield place, entry.at("places", index)
    for index, link in enumerate(claim.evidence):
        yield link.establishes, entry.at("evidence", index, "establishes")
        yield link.does_not_establish, entry.at("evidence", index, "does_not_establish")
    for index, related in enumerate(claim.related):
        yield related.why, entry.at("related", index, "why")


def _of_evidence(entry: Entry[Evidence]) -> Iterator[tuple[str, Location]]:
    yield entry.record.summary, entry.at("summary")
    yield entry.record.limits, entry.at("limits")


def _of_sheets(file: ProjectFile, project: Project) -> Iterator[tuple[str, Location]]:
    for number, sheet in enumerate(project.sheets):
        for field in ("title", "fact", "lead"):
            yield getattr(sheet, field), file.at("sheets", number, field)
        if sheet.call_to_action:
            yield sheet.call_to_action.text, file.at("sheets", number, "call_to_action", "text")
