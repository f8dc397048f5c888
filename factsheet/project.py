"""`factsheet.yaml`: what the collection is, who publishes it, and which sheets it prints besides the entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from factsheet.problems import Location, Problem
from factsheet.records import (
    AddressOrEmpty,
    Claim,
    ClaimId,
    ClaimPrefix,
    CollectionForm,
    Count,
    Day,
    EntryForm,
    EvidenceId,
    Fact,
    Form,
    Identifier,
    Language,
    Line,
    LineOrEmpty,
    Model,
    Nup,
    Paper,
    Prose,
    SheetId,
    SiteAddress,
    WebAddress,
)
from factsheet.schema import locate, read_record
from factsheet.source import Mapping, read

FILE = PurePosixPath("factsheet.yaml")


class Publisher(Model):
    """Who publishes the collection."""

    name: Line
    """Name to be printed."""
    contact: LineOrEmpty = ""
    """Where to send corrections: an e-mail or web address. Should be set before sheets are handed out."""
    url: AddressOrEmpty = ""
    """The publisher's own page."""
    statement: Prose
    """Who we are and why we publish this, in Markdown."""


class Licence(Model):
    """Under which terms the records' own texts may be used."""

    name: Line
    """Short name, such as CC BY 4.0."""
    url: WebAddress
    """Address of its text."""
    quotations: Line
    """What holds for the quotations in the records, which belong to others."""


class Party(Model):
    """A party to the dispute."""

    id: Identifier
    """The word that stands in records."""
    name: Line
    """The name to be printed."""


class Name(Model):
    """A thing that goes by several names, and the one that the collection uses in its own words."""

    name: Line
    """The name that is used."""
    also: tuple[Line, ...]
    """Its other names, which stand in quotations only."""
    why: Prose
    """The reason for the choice, in one or two sentences; printed on the method page."""


class TopicName(Model):
    """A topic of entries, and its name in print."""

    id: Identifier
    """The word that stands in `topics` of claims."""
    name: Line
    """The name to be printed; without it the word itself is, with a capital and spaces."""


class Request(Model):
    """What the publisher asks readers to do; printed as a request, apart from the evidence."""

    date: Day
    """The day of the request: what is asked may be out of date later."""
    text: Prose
    """The request in Markdown, also for readers in other countries."""


class Printing(Model):
    """What is printed of each entry and of the collection as a whole; each sheet about a topic has its own forms."""

    entry: tuple[EntryForm, ...] = (Form.SHEET,)
    """Forms in which each entry is printed: `sheet`, `large-print`, `card`."""
    collection: tuple[CollectionForm, ...] = ()
    """Forms in which all entries are printed together: `booklet`."""
    nup: Nup | None = None
    """How booklets are laid on sheets of paper, beside the file whose pages stand one by one."""


class Sheet(Model):
    """Several entries on one topic, printed together: on a sheet of two sides at most, and in other forms."""

    id: SheetId
    """The sheet's name in addresses and file names."""
    title: Line
    """What the sheet is about."""
    fact: Fact
    """The state of affairs in one sentence; the title in print."""
    lead: Prose
    """One paragraph in Markdown: what the documents show on this topic and what they do not."""
    claims: tuple[ClaimId, ...] = ()
    """The entries on the sheet, in order."""
    topics: tuple[Identifier, ...] = ()
    """Topics whose entries stand on the sheet, in the order of their ids, after those in `claims` if there are any."""
    further_reading: tuple[EvidenceId, ...] = ()
    """Documents on the topic that no entry needs, listed in the web edition."""
    call_to_action: Request | None = None
    """What the publisher asks readers to do."""
    forms: tuple[Form, ...] = (Form.SHEET,)
    """Forms in which it is printed."""
    paper: tuple[Paper, ...] = ()
    """Sizes of paper to print it on; all that the build makes if left out."""

    def choose(self, claims: Iterable[Claim]) -> list[Claim]:
        """Take claims and return those on the sheet, in its order and each once."""
        in_order = sorted(claims, key=lambda claim: (len(claim.id), claim.id))
        by_id = {claim.id: claim for claim in in_order}
        named = [claim_id for claim_id in self.claims if claim_id in by_id]
        found = [claim.id for claim in in_order if set(claim.topics) & set(self.topics)]
        return [by_id[claim_id] for claim_id in dict.fromkeys([*named, *found])]


class Project(Model):
    """A collection of claims and evidence on one subject."""

    title: Line
    """Title of the collection."""
    subtitle: Line
    """One line about it."""
    publisher: Publisher
    """Who publishes it."""
    licence: Licence
    """Terms of use."""
    language: Language
    """Language of the records' own texts."""
    id_prefix: ClaimPrefix
    """Prefix of the claims' ids."""
    base_url: SiteAddress = ""
    """Address at which the site is published; empty means relative links and no QR codes."""
    reviewers: Count = 0
    """How many independent reviewers an entry needs before it is published."""
    parties: tuple[Party, ...] = ()
    """The parties to the dispute."""
    names: tuple[Name, ...] = ()
    """The glossary: which names the collection uses where others are in use too, and why."""
    topics: tuple[TopicName, ...] = ()
    """Names of topics, in the order in which the web edition lists them."""
    print: Printing = Printing()
    """Forms of print for entries and for the whole collection."""
    sheets: tuple[Sheet, ...] = ()
    """Printed sheets about a topic."""

    def address(self, path: str) -> str:
        """Take a path below the site and return its public address, or an empty text if the site has none."""
        return f"{self.base_url.rstrip('/')}/{path}" if self.base_url else ""

    def topic_name(self, topic_id: str) -> str:
        """Take the id of a topic and return what readers call it: its name in the settings, or else its words."""
        named = (topic.name for topic in self.topics if topic.id == topic_id)
        return next(named, topic_id.replace("-", " ").capitalize())


def print_name(subject: str, form: Form, paper: Paper, *, folded: bool = False) -> str:
    """Take what is printed, in which form and on which paper, and whether its pages are laid to be folded.

    Return the name of the file. A booklet that is not has pages of half the paper, and their size in its name.
    """
    size = paper.half if form is Form.BOOKLET and not folded else paper
    parts = [subject, "" if form is Form.SHEET else form, "fold" if folded else "", size]
    return f"{'-'.join(filter(None, parts))}.pdf"


@dataclass(frozen=True)
class ProjectFile:
    """The project with the nodes it was read from."""

    project: Project
    node: Mapping

    def at(self, *path: str | int) -> Location:
        """Take field names and list positions and return the place of that value."""
        return locate(self.node, path)


def markdown(project: Project) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Take a project and yield each of its texts in Markdown with the way to it."""
    yield project.publisher.statement, ("publisher", "statement")
    for index, sheet in enumerate(project.sheets):
        yield sheet.lead, ("sheets", index, "lead")
        if sheet.call_to_action:
            yield sheet.call_to_action.text, ("sheets", index, "call_to_action", "text")


def load(folder: Path) -> tuple[ProjectFile | None, list[Problem]]:
    """Take the project's folder; return its `factsheet.yaml`, or nothing, and what is wrong with it.

    FileNotFoundError says that the folder holds no project.
    """
    node, problems = read(folder, FILE)
    if node is None:
        return None, problems
    project, faults = read_record(Project, node)
    return (ProjectFile(project, node) if project else None), [*problems, *faults]
