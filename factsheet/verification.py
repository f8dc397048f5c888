"""Verifying a printed file: which entries it carries, how they stand to the published ones, and what is on its pages.

The records that a file carries are compared with the frozen versions of this collection. Then the file is printed
again from those versions: if it has the same bytes, nothing in it was changed. If not, everything that it holds is
compared, so that a file which another program packed anew is told from one that was altered; then words, links and
pictures of its pages, to say what was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from factsheet import characters, dossier, printed, production, prose, publishing, resaved, topics, versions
from factsheet.exporters.catalogue import EXPORTERS, PRINTED
from factsheet.exporters.edition import Edition
from factsheet.exporters.target import CannotMake
from factsheet.loader import CheckedCollection
from factsheet.pages import Pages
from factsheet.printed import Carried, NoRecords, Page
from factsheet.project import Project
from factsheet.project import markdown as project_markdown
from factsheet.prose import Passage
from factsheet.records import Claim, ClaimStatus, Evidence, Form, Nup, Paper
from factsheet.theme import default_theme
from factsheet.versions import Version

SHOWN = 12
"""Words that are shown of a passage that differs, and passages that are shown of a page."""


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


@dataclass(frozen=True)
class Verdict:
    """What is said of a file."""

    entries: tuple[EntryVerdict, ...]
    pages: str
    """What is said of its pages and of everything else in it."""
    genuine: bool
    """Whether the whole file is as it was printed from published versions."""
    differences: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Return whether the file is genuine and every entry in it is the current version."""
        return self.genuine and all(entry.state is State.CURRENT for entry in self.entries)

    @property
    def headline(self) -> str:
        """Return the verdict in a few words."""
        if not self.genuine:
            return "not as published by this collection"
        return "genuine and current" if self.fine else "genuine, and not current"

    def __str__(self) -> str:
        lines = [*map(str, self.entries), self.pages, *(f"  {difference}" for difference in self.differences)]
        return "\n".join(f"  {line}" for line in lines)


def verify(pdf: bytes, collection: CheckedCollection, base_url: str = "") -> Verdict:
    """Take a PDF, this collection without errors, and its public address if its settings name none; return the verdict.

    Nothing is fetched and nothing is written.
    """
    assert collection.file is not None  # without it there are errors
    try:
        carried = printed.carried(pdf)
    except NoRecords as fault:
        return Verdict((), f"not a file of this tool, or altered: {fault}", genuine=False)
    entries = tuple(_entry(version, collection) for version in carried.versions)
    if any(entry.state in {State.ALTERED, State.UNKNOWN} for entry in entries):
        reason = "pages: not compared, because not every entry in the file was published by this collection"
        return Verdict(entries, reason, genuine=False)
    project = collection.file.project
    differences = list(_address(carried, base_url or project.base_url))
    differences += _content(pdf, carried, collection)
    if not differences:
        return Verdict(entries, "pages: as printed from these records", genuine=True)
    if len(differences) > SHOWN:
        differences[SHOWN:] = [f"and {len(differences) - SHOWN} more"]
    verdict = "pages: altered, or printed with other settings or versions of the tool; these records print otherwise:"
    return Verdict(entries, verdict, genuine=False, differences=tuple(differences))


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
    theirs = str(carried.printed.get("base_url", ""))
    if theirs and theirs != address:
        ours = f"this collection's is '{address}'" if address else "factsheet.yaml names none (or give --base-url)"
        yield f"it was printed for the address '{characters.visible(theirs)}', and {ours}"


def _content(pdf: bytes, carried: Carried, collection: CheckedCollection) -> Iterator[str]:
    """Take a file and what it carries; yield what differs between it and the same file printed again."""
    edition = _edition(carried, collection)
    try:
        again = _print_again(str(carried.printed.get("file", "")), edition)
    except CannotMake as fault:
        yield f"these records cannot be printed in this form: {fault}"
        return
    if not again:
        yield f"no form of print makes a file named '{characters.visible(str(carried.printed.get('file')))}' of them"
        return
    if pdf not in again:
        # A file and the one that is made of it to be folded carry the same: the nearer one is compared.
        yield from min((list(_differences(pdf, content)) for content in again), key=len)


def _edition(carried: Carried, collection: CheckedCollection) -> Edition:
    assert collection.file is not None
    frozen = {version.id: version for version in carried.versions}
    claims: list[Claim] = []
    evidence: dict[str, Evidence] = {}
    for version in frozen.values():
        claim, documents = versions.thaw(version)
        claims.append(claim)
        evidence |= documents
    project = collection.file.project.model_copy(update={"base_url": str(carried.printed.get("base_url", ""))})
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


def _print_again(name: str, edition: Edition) -> list[bytes]:
    """Take the name that a file carries; return what is printed under that name, and what is made of it."""
    for target in EXPORTERS[PRINTED](edition):
        if target.path.name == name:
            made = target.make()
            return [made.content, *made.beside]
    return []


def _differences(pdf: bytes, again: bytes) -> Iterator[str]:
    """Take a file and the same printed again; yield where they differ, first what a reader meets on its pages."""
    way, found = resaved.difference(pdf, again), list(_visible_differences(pdf, again))
    yield from found
    if way and not found:
        yield f"its words and links are the same, and another thing in it differs: {characters.visible(way)}"


def _visible_differences(pdf: bytes, again: bytes) -> Iterator[str]:
    try:
        theirs, ours = printed.pages(pdf), printed.pages(again)
        enclosed, expected = printed.attachments(pdf), printed.attachments(again)
        acting = printed.acting(pdf)
    except NoRecords as fault:
        yield str(fault)
        return
    for name in sorted(enclosed.keys() | expected.keys()):
        if enclosed.get(name) != expected.get(name):
            yield f"the file in it named '{characters.visible(name)}' is {_how(name, enclosed, expected)}"
    if acting:
        yield f"it holds what no sheet does: {', '.join(map(characters.visible, acting))}"
    if len(theirs) != len(ours):
        yield f"it has {len(theirs)} pages and not {len(ours)}"
    for number, (one, other) in enumerate(zip(theirs, ours, strict=False), start=1):
        yield from (f"page {number}: {difference}" for difference in _page(one, other))


def _how(name: str, enclosed: dict[str, bytes], expected: dict[str, bytes]) -> str:
    return "missing" if name not in enclosed else "none of ours" if name not in expected else "another"


def _page(theirs: Page, ours: Page) -> Iterator[str]:
    parts = SequenceMatcher(a=ours.words, b=theirs.words, autojunk=False).get_opcodes()
    changed = [part for part in parts if part[0] != "equal"]
    for _, start, end, their_start, their_end in changed[:SHOWN]:
        here, there = _some(theirs.words[their_start:their_end]), _some(ours.words[start:end])
        yield f"“{here}” stands where these records print “{there}”"
    if theirs.links != ours.links:
        other = [link for link in theirs.links if link not in ours.links]
        yield f"its links lead elsewhere: {', '.join(map(characters.visible, other[:SHOWN])) or 'some are missing'}"
    if not changed and theirs.links == ours.links and theirs.picture != ours.picture:
        yield "its words are the same, and it looks different"


def _some(words: Sequence[str]) -> str:
    more = " …" if len(words) > SHOWN else ""
    return characters.visible(" ".join(words[:SHOWN])) + more
