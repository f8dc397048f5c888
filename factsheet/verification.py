"""Verifying a printed file: which entries it carries, how they stand to the published ones, and what is on its pages.

The records that a file carries are compared with the frozen versions of this collection. Then the file is printed
again from those versions: only if it has the same bytes, it is genuine. Of any other it is said what differs, or that
it holds the same: programs do not agree on how a file is read that holds more than one state of itself, so that no
comparison of contents can speak for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from factsheet import characters, comparison, dossier, printed, production, prose, publishing, topics, versions
from factsheet.bounds import Unreadable, bounded
from factsheet.exporters.catalogue import EXPORTERS, PRINTED
from factsheet.exporters.edition import Edition
from factsheet.exporters.target import CannotMake
from factsheet.loader import CheckedCollection
from factsheet.pages import Pages
from factsheet.printed import Carried
from factsheet.project import Project
from factsheet.project import markdown as project_markdown
from factsheet.prose import Passage
from factsheet.records import Claim, ClaimStatus, Evidence, Form, Nup, Paper
from factsheet.theme import default_theme
from factsheet.versions import Version

SHOWN = 12
"""Differences that are named, and fields of a record."""
ENTRIES_SHOWN = 200
"""Entries that are named of one file."""


class State(StrEnum):
    """How an entry that a file carries stands to this collection."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    ALTERED = "altered"


@dataclass(frozen=True)
class EntryVerdict:
    """What is said of one entry that a file carries."""

    id: str
    number: int
    state: State
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.id} version {self.number}: {self.state}{f'; {self.detail}' if self.detail else ''}"


class Outcome(StrEnum):
    """What a file is, in a few words."""

    CURRENT = "genuine and current"
    OLD = "genuine, and not current"
    INCOMPLETE = "not all that this sheet of the collection has"
    RESAVED = "not the published file, though it holds the same"
    ALTERED = "not as published by this collection"


_PAGES = {
    Outcome.CURRENT: "as printed from these records",
    Outcome.INCOMPLETE: "as printed from these records, without entries that were added since, or left out:",
    Outcome.RESAVED: (
        "as printed from these records, as far as can be read here; but the file was saved anew, and another program "
        "may show something else in it. Ask for the published file."
    ),
    Outcome.ALTERED: "altered, or printed with other settings or versions of the tool; these records print otherwise:",
}


@dataclass(frozen=True)
class Verdict:
    """What is said of a file."""

    outcome: Outcome
    entries: tuple[EntryVerdict, ...]
    pages: str
    """What is said of its pages and of everything else in it."""
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        # Those that a reader must know of stand first.
        lines = [str(entry) for entry in sorted(self.entries, key=lambda entry: entry.state is State.CURRENT)]
        if len(lines) > ENTRIES_SHOWN:
            lines[ENTRIES_SHOWN:] = [f"and {len(lines) - ENTRIES_SHOWN:,} more entries"]
        lines += [self.pages, *(f"  {detail}" for detail in self.details)]
        return "\n".join([self.outcome, *(f"  {line}" for line in lines)])


def verify(pdf: bytes, collection: CheckedCollection, base_url: str = "") -> Verdict:
    """Take a PDF, this collection without errors, and its public address if its settings name none; return the verdict.

    Nothing is fetched and nothing is written.
    """
    assert collection.file is not None  # without it there are errors
    try:
        carried = bounded(printed.carried, pdf)
    except Unreadable as fault:
        return Verdict(Outcome.ALTERED, (), f"not a file of this tool, or altered: {characters.visible(str(fault))}")
    entries = tuple(_entry(version, collection) for version in carried.versions)
    if any(entry.state in {State.ALTERED, State.UNKNOWN} for entry in entries):
        reason = "pages: not compared, because not every entry in the file was published by this collection"
        return Verdict(Outcome.ALTERED, entries, reason)
    outcome, details = _content(pdf, carried, collection)
    if other := list(_address(carried, base_url or collection.file.project.base_url)):
        outcome, details = Outcome.ALTERED, other + details
    if len(details) > SHOWN:
        details[SHOWN:] = [f"and {len(details) - SHOWN} more"]
    pages = f"pages: {_PAGES[outcome]}"
    if outcome is Outcome.CURRENT and any(entry.state is not State.CURRENT for entry in entries):
        outcome = Outcome.OLD
    return Verdict(outcome, entries, pages, tuple(details))


def _entry(version: Version, collection: CheckedCollection) -> EntryVerdict:
    frozen = {known.number: known for known in collection.published.get(version.id, ())}
    known, name = frozen.get(version.number), characters.visible(version.id)
    if known is None:
        what = f"version {version.number}" if frozen else "an entry of this id"
        return EntryVerdict(name, version.number, State.UNKNOWN, f"{what} was not published in this collection")
    if known.digest != version.digest:
        labels = sorted({characters.visible(change.label) for change in publishing.changes(known.entry, version.entry)})
        fields = f"these fields differ: {', '.join(labels[:SHOWN])}" if labels else "its digest is another"
        return EntryVerdict(name, version.number, State.ALTERED, f"the record in it is not the published one; {fields}")
    newest = frozen[max(frozen)]
    if newest.entry.get("status") == ClaimStatus.WITHDRAWN:
        return EntryVerdict(name, version.number, State.WITHDRAWN, _change(newest))
    if newest.number > version.number:
        return EntryVerdict(name, version.number, State.SUPERSEDED, _change(newest))
    return EntryVerdict(name, version.number, State.CURRENT)


def _change(newest: Version) -> str:
    item = newest.entry["history"][-1]
    return f"version {newest.number} of {characters.visible(item['date'])} says: {characters.visible(item['change'])}"


def _address(carried: Carried, address: str) -> Iterator[str]:
    theirs = characters.visible(carried.printed["base_url"])
    if carried.printed["base_url"] != address:
        printed_for = f"for the address '{theirs}'" if theirs else "without an address"
        ours = f"this collection's is '{address}'" if address else "factsheet.yaml names none (or give --base-url)"
        yield f"it was printed {printed_for}, and {ours}"


def _content(pdf: bytes, carried: Carried, collection: CheckedCollection) -> tuple[Outcome, list[str]]:
    """Take a file and what it carries; return how it stands to the same file printed again, and details."""
    if any(version.entry.get("status") == ClaimStatus.WITHDRAWN for version in carried.versions):
        return Outcome.ALTERED, ["it carries the record of a withdrawal, and nothing is printed of that"]
    edition, name = _edition(carried, collection), carried.printed["file"]
    try:
        target = next((target for target in EXPORTERS[PRINTED](edition) if target.path.name == name), None)
        if target is None:
            return Outcome.ALTERED, [f"no form of print makes a file named '{characters.visible(name)}' of them"]
        made = target.make()
    except CannotMake as fault:
        return Outcome.ALTERED, [f"these records cannot be printed in this form: {fault}"]
    # A file and the one that is made of it to be folded carry the same records; its preview carries none.
    contents = zip(target.paths, (made.content, *made.beside), strict=True)
    again = [content for path, content in contents if path.suffix == target.path.suffix]
    if pdf in again:
        lacking = _lacking(target.subject, carried, collection)
        return (Outcome.INCOMPLETE, [", ".join(lacking)]) if lacking else (Outcome.CURRENT, [])
    try:
        differences = bounded(comparison.differences, pdf, again)
    except Unreadable as fault:
        differences = [f"it cannot be compared: {characters.visible(str(fault))}"]
    return (Outcome.ALTERED, differences) if differences else (Outcome.RESAVED, [])


def _lacking(subject: str, carried: Carried, collection: CheckedCollection) -> list[str]:
    """Take what a file shows and carries; return the entries that are published and belong on it, and are not in it."""
    assert collection.file is not None
    hidden = {ClaimStatus.DRAFT, ClaimStatus.WITHDRAWN}
    claims = [e.record for e in collection.corpus.claims if e.record.id in collection.published]
    shown = [claim for claim in claims if claim.status not in hidden]
    sheets = {sheet.id: sheet for sheet in collection.file.project.sheets}
    if subject in sheets:
        shown = sheets[subject].choose(shown)
    elif subject:
        return []
    there = {version.id for version in carried.versions}
    return [claim.id for claim in shown if claim.id not in there]


def _edition(carried: Carried, collection: CheckedCollection) -> Edition:
    assert collection.file is not None
    frozen = {version.id: version for version in carried.versions}
    claims: list[Claim] = []
    evidence: dict[str, Evidence] = {}
    for version in frozen.values():
        claim, documents = versions.thaw(version)
        claims.append(claim)
        evidence |= documents
    project = collection.file.project.model_copy(update={"base_url": carried.printed["base_url"]})
    known = {source.record.id: source.record for source in collection.corpus.sources} | evidence
    # Entries name related ones, which need not be in the file.
    others = [e.record for e in collection.corpus.claims if e.record.status is not ClaimStatus.DRAFT]
    everything = [*claims, *(claim for claim in others if claim.id not in frozen)]
    joined = dossier.join_records(project, everything, known)
    dossiers = tuple(entry for entry in joined if entry.claim.id in frozen)
    return Edition(
        project=project,
        dossiers=dossiers,
        topics=topics.join(project.sheets, dossiers, known),
        pages=Pages(default_theme(), project, prose.render(list(_passages(project, dossiers)), collection.prose)),
        theme=default_theme(),
        papers=tuple(Paper),
        tools=tuple(sorted(production.tools().items())),
        published={name: (version,) for name, version in frozen.items()},
        forms=tuple(Form),
        nup=Nup.BOOKLET,
    )


def _passages(project: Project, dossiers: Sequence[dossier.Dossier]) -> Iterator[Passage]:
    yield from (Passage(text) for text, _ in project_markdown(project))
    for entry in dossiers:
        yield from entry.passages.values()
