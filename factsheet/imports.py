"""What of a file's findings is new to a collection, and what the collection has already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from factsheet import addresses, naming, source
from factsheet.corpus import CLAIMS, EVIDENCE
from factsheet.findings import Document, Findings, Left, Leftover
from factsheet.problems import Location, Problem
from factsheet.source import Mapping as Fields
from factsheet.source import Node, Scalar, Sequence


@dataclass(frozen=True)
class Kept:
    """A document of which there is a record, perhaps one whose blanks are not filled in yet."""

    id: str
    at: Location
    archives: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Holdings:
    """What a collection has already, by the key of an address."""

    documents: Mapping[str, Kept]
    appearances: Mapping[str, Location]
    """Where claims name a page as the source of an appearance."""
    ids: frozenset[str]
    problems: tuple[Problem, ...]
    """Why records cannot be read, so that nobody knows which documents they hold."""


@dataclass(frozen=True)
class New:
    """A document that the collection lacks."""

    id: str
    document: Document
    """What all places of the file that name it say together."""
    mentions: tuple[Document, ...]
    """Those places, in their order."""
    appearance: Location | None
    """Where a claim names the same page."""


@dataclass(frozen=True)
class Duplicate:
    """A document of which there is a record, and what that record lacks of what the file gives."""

    document: Document
    kept: Kept
    archives: tuple[str, ...]
    quotes: tuple[int, ...]
    """Lines of the block quotes that it lacks."""


@dataclass(frozen=True)
class Comparison:
    """A file's findings set against a collection."""

    unit: str
    new: tuple[New, ...]
    duplicates: tuple[Duplicate, ...]
    leftovers: tuple[Leftover, ...]


def holdings(folder: Path, beside: Path | None = None) -> Holdings:
    """Take a project's folder, and a folder beside its own for records; return what there is already.

    Records count even if blanks in them are not filled in yet: all that is read of them is what stands there.
    """
    documents: dict[str, Kept] = {}
    appearances: dict[str, Location] = {}
    ids: set[str] = set()
    problems: list[Problem] = []
    places = [(folder, EVIDENCE)] + ([(beside, PurePosixPath())] if beside else [])
    for root, path in (found for place in places for found in _files(*place)):
        ids.add(path.stem.casefold())
        fields, faults = source.read(root, path)
        if fields is None:
            problems += faults
        else:
            record = _kept(fields, path.stem)
            for key in _kept_keys(fields, record):
                documents.setdefault(key, record)
    for root, path in _files(folder, CLAIMS):
        fields, _ = source.read(root, path)
        for key, at in _sources(fields) if fields else ():
            appearances.setdefault(key, at)
    return Holdings(documents, appearances, frozenset(ids), tuple(problems))


def compare(findings: Findings, held: Holdings, topics: Mapping[str, str]) -> Comparison:
    """Take what was found in a file, what the collection has, and the ids of its topics by their names.

    Return what is new, each document once, and what is not. Headings become topics: of that name, or of their own.
    """
    duplicates: list[Duplicate] = []
    groups: list[list[Document]] = []
    group_of: dict[str, list[Document]] = {}
    for document in findings.documents:
        keys = list(_keys(document))
        kept = next((held.documents[key] for key in keys if key in held.documents), None)
        if kept:
            duplicates.append(_duplicate(document, kept))
            continue
        group = next((group_of[key] for key in keys if key in group_of), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(document)
        for key in keys:
            group_of.setdefault(key, group)
    new, unnamed = _named(groups, held, topics)
    leftovers = tuple(sorted([*findings.leftovers, *unnamed]))
    return Comparison(findings.unit, tuple(new), tuple(duplicates), leftovers)


def known(document: Document) -> dict[str, str | list[str] | list[dict[str, str]]]:
    """Take a document and return what is known of its record, by the names of the fields; nothing else is."""
    fields: dict[str, str | list[str] | list[dict[str, str]]] = {
        "title": document.title,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "type": document.kind,
        "issued": document.issued,
        "accessed": document.accessed,
        "number": document.number,
        "container_title": document.container_title,
        "genre": document.genre,
        "jurisdiction": document.jurisdiction,
        "language": document.language,
        "topics": list(document.topics),
        "url": document.url,
        "doi": document.doi,
        "archive_urls": list(document.archives),
        "quotes": [
            {"id": f"q{number}", "text": extract.text} for number, extract in enumerate(document.extracts, start=1)
        ],
    }
    return {name: value for name, value in fields.items() if value}


def _files(folder: Path, below: PurePosixPath) -> Iterator[tuple[Path, PurePosixPath]]:
    names = sorted(path.name for path in (folder / below).glob("*.yaml"))
    return ((folder, below / name) for name in names if not name.startswith(".") and name != "captures.yaml")


def _kept(fields: Fields, record_id: str) -> Kept:
    place = fields.value("url")
    quotes = (_text(quote.value("text")) for quote in _items(fields.value("quotes")) if isinstance(quote, Fields))
    archives = (_text(item) for item in _items(fields.value("archive_urls")))
    return Kept(record_id, place.at if place else fields.at, tuple(filter(None, archives)), tuple(quotes))


def _kept_keys(fields: Fields, record: Kept) -> Iterator[str]:
    for name in ("url", "doi"):
        if text := _text(fields.value(name)):
            yield addresses.key(text)
    yield from map(addresses.key, record.archives)
    # Of an archive's address that is a copy of something else, `check` says so.


def _sources(claim: Fields) -> Iterator[tuple[str, Location]]:
    for appearance in _items(claim.value("appearances")):
        origin = appearance.value("source") if isinstance(appearance, Fields) else None
        for name in ("url", "archive_url") if isinstance(origin, Fields) else ():
            assert isinstance(origin, Fields)
            place = origin.value(name)
            if place and _text(place):
                yield addresses.key(_text(place)), place.at


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def _keys(document: Document) -> Iterator[str]:
    yield addresses.key(document.url)
    if document.doi:
        yield addresses.key(document.doi)
    yield from map(addresses.key, document.archives)


def _duplicate(document: Document, kept: Kept) -> Duplicate:
    there = {addresses.key(address) for address in kept.archives}
    quoted = [_words(text) for text in kept.quotes]
    return Duplicate(
        document,
        kept,
        tuple(address for address in document.archives if addresses.key(address) not in there),
        tuple(e.line for e in document.extracts if not any(_words(e.text) in text for text in quoted)),
    )


def _words(text: str) -> str:
    return " ".join(text.split())


def _named(
    groups: Iterable[list[Document]], held: Holdings, topics: Mapping[str, str]
) -> tuple[list[New], list[Leftover]]:
    new: list[New] = []
    leftovers: list[Leftover] = []
    taken = set(held.ids)
    for mentions in groups:
        document = _merged(mentions)
        found = {heading: topics.get(heading.casefold()) or naming.slug(heading) for heading in document.topics}
        for heading in (heading for heading, topic in found.items() if not topic):
            reason = f"the heading '{heading}' has no letters from which the id of a topic could be made"
            leftovers.append(Leftover(document.line, Left.DETAIL, reason))
        document = replace(document, topics=tuple(dict.fromkeys(filter(None, found.values()))))
        evidence_id = naming.evidence_id(document.url, document.title, taken)
        taken.add(evidence_id)
        appearance = next((held.appearances[key] for key in _keys(document) if key in held.appearances), None)
        new.append(New(evidence_id, document, tuple(mentions), appearance))
    return new, leftovers


def _merged(mentions: list[Document]) -> Document:
    """Take what the places of a file say of one document; return it with the best title and all that any has."""
    first = mentions[0]
    titled = next((m for m in mentions if m.is_titled), None) or next((m for m in mentions if m.title), first)
    lines: dict[str, Any] = {
        name: next((value for mention in mentions if (value := getattr(mention, name))), "")
        for name in ("doi", "publisher", "kind", "issued", "accessed", "number", "container_title", "genre",
                     "jurisdiction", "language")
    }  # fmt: skip
    return replace(
        first,
        title=titled.title,
        archives=tuple(dict.fromkeys(address for mention in mentions for address in mention.archives)),
        extracts=tuple({_words(e.text): e for mention in mentions for e in mention.extracts}.values()),
        topics=tuple(dict.fromkeys(topic for mention in mentions for topic in mention.topics)),
        authors=next((mention.authors for mention in mentions if mention.authors), ()),
        **lines,
    )
