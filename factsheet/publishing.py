"""Publishing: freezing an entry as its next version, and the rule that nothing published changes silently.

What readers saw under a version's number is the claim's record and, of each document, what the entry shows. If any of
it changes, the record that changed says so in a new item of its `history`, and so does every entry that rests on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factsheet import characters, files, versions
from factsheet.corpus import Corpus, Entry
from factsheet.problems import Location, Problem, Severity, Unable, did_you_mean
from factsheet.records import Claim, ClaimStatus, Evidence, plain
from factsheet.versions import Version, Versions, page_path

NOT_YET = {ClaimStatus.DRAFT, ClaimStatus.IN_REVIEW}
"""Standings of an entry before its first publication."""
_APART = {"evidence", "exhibits", "history", "version"}
"""Fields of an entry that are compared in a way of their own."""
_NOT_CONTENT = {"seen", "accessed", "archive_urls", "topics"}
"""Fields that say how a record is kept, and nothing about its matter."""

Way = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One field that differs between two states of an entry."""

    way: Way
    """Names of fields, and ids of links, documents and quotations: ('evidence', 'un-2023', 'establishes')."""
    before: Any
    after: Any

    @property
    def document(self) -> str:
        """Return the id of the document that changed, or an empty text if it is the claim."""
        return self.way[1] if self.way[0] == "documents" else ""

    @property
    def ids_before(self) -> list[str]:
        """Return the ids that stood in an order before."""
        return str(self.before).split(", ")

    @property
    def ids_after(self) -> list[str]:
        """Return the ids that stand in an order now."""
        return str(self.after).split(", ")

    @property
    def label(self) -> str:
        """Return words for what changed."""
        place, *rest = self.way
        if place == "order of evidence":
            gone, come = (set(self.ids_before) - set(self.ids_after), set(self.ids_after) - set(self.ids_before))
            moved = [f"without {name}" for name in sorted(gone)] + [f"with {name}" for name in sorted(come)]
            return f"evidence ({', '.join(moved)})" if moved else place
        named = place in {"documents", "evidence"} and rest
        return f"{' '.join(rest[1:])} of {rest[0]}" if named else " ".join(self.way)


@dataclass(frozen=True)
class Publication:
    """An entry that is ready to be frozen."""

    version: Version
    before: Version | None
    """The version before it, if there is one."""
    changes: tuple[Change, ...]
    """What changed since then."""

    def __str__(self) -> str:
        version = self.version
        lines = [f"{version.id} version {version.number} of {version.date}: {version.path}"]
        if self.before:
            lines.append(f"  since version {self.before.number} of {characters.visible(self.before.date)}:")
        for change in self.changes:
            lines.append(f"  {characters.visible(change.label)}")
            lines += [f"    {sign} {_shown(value)}" for sign, value in (("-", change.before), ("+", change.after))]
        return "\n".join(lines)


def prepare_all(corpus: Corpus, published: Versions, ids: Sequence[str]) -> tuple[list[Publication], list[Problem]]:
    """Take the records, all published versions, and ids of entries, or none for every entry that has a newer version.

    Return the entries that are ready, and for each other what bars it. Raises Unable if there is no such entry.
    """
    evidence = {source.record.id: source.record for source in corpus.sources}
    for claim_id in ids:
        if claim_id not in corpus.claim_by_id:
            hint = did_you_mean(claim_id, corpus.claim_by_id) or "ids are those of the files in claims/"
            raise Unable(f"there is no entry '{claim_id}'; {hint}")
    wanted = [
        entry
        for entry in corpus.claims
        if entry.record.id in ids or (not ids and is_ready(entry.record, published.get(entry.record.id, ())))
    ]
    results = [prepare(entry, evidence, published.get(entry.record.id, ())) for entry in wanted]
    ready = [result for result in results if isinstance(result, Publication)]
    return ready, [result for result in results if isinstance(result, Problem)]


def prepare(
    entry: Entry[Claim], evidence: Mapping[str, Evidence], published: Sequence[Version]
) -> Publication | Problem:
    """Take a claim, all evidence by id, and its published versions; return the next version, or what bars it."""
    claim = entry.record
    if claim.status in NOT_YET:
        message = f"'{claim.id}' is '{claim.status}', and only what is published is frozen"
        return Problem(entry.at("status"), "not-ready", message, remedy="set 'status: published'")
    last = published[-1] if published else None
    if last and claim.version <= last.number:
        message = f"version {last.number} of '{claim.id}' is published already, and its history has no newer item"
        remedy = f"say in a new item of 'history', with version {last.number + 1}, what changed and why"
        return Problem(entry.at("history"), "nothing-new", message, remedy=remedy)
    version = versions.freeze(claim, evidence, last)
    if fault := versions.fault(version):
        return Problem(entry.at("id"), "not-ready", fault, remedy="cut the entry, or its documents")
    changed = changes(last.entry, version.entry) if last else ()
    if claim.status is ClaimStatus.WITHDRAWN:
        # Its version keeps the claim and the history, so that all else has changed.
        changed = (change for change in changed if change.way == ("status",))
    return Publication(version, last, tuple(changed))


def is_ready(claim: Claim, published: Sequence[Version]) -> bool:
    """Take a claim and its published versions; return whether it has a newer version that is to be published."""
    return claim.status not in NOT_YET and (not published or claim.version > published[-1].number)


def cited_path(claim: Claim, *, is_frozen: bool) -> str:
    """Take a claim and whether its newest version is frozen; return where below the site the page to cite lies.

    That is the page that keeps this very version, or else that of the entry, on which the version may still change.
    """
    return page_path(claim.id, claim.version) if is_frozen and claim.status not in NOT_YET else f"{claim.id}/"


def publish(folder: Path, publication: Publication) -> None:
    """Take the project's folder and an entry that is ready; freeze it. Raises FileExistsError if that was done."""
    files.write_once(folder, publication.version.path, publication.version.text.encode())


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Take two states of an entry as data; yield what differs between them, apart from their histories.

    Of each document counts what the entry showed in its earlier state, so that an added quotation changes nothing
    unless all are shown.
    """
    links = before.get("evidence", [])
    chosen = {_document_of(link): _chosen(links, _document_of(link)) for link in links}
    for change in _differences(_content(before, chosen), _content(after, chosen), ()):
        came_or_went = (
            change.document and change.way[-1] == "order of quotes" and set(change.ids_before) != set(change.ids_after)
        )
        if not came_or_went:  # a quotation that did is a change of its own
            yield change


def problems(corpus: Corpus, published: Versions) -> Iterator[Problem]:
    """Take the records that could be read and all published versions; yield what changed silently, or is amiss."""
    evidence = {source.record.id: source.record for source in corpus.sources}
    for entry in corpus.claims:
        versions_of = published.get(entry.record.id, ())
        if is_ready(entry.record, versions_of):
            yield _not_frozen(entry)
        if versions_of:
            yield from _edits(entry, versions_of[-1], evidence, corpus)
    for claim_id, versions_of in published.items():
        if not corpus.knows(claim_id):
            message = f"version {versions_of[-1].number} of '{claim_id}' was published, and there is no such claim now"
            remedy = "take the record back; an entry that is no longer relied upon is withdrawn, not deleted"
            yield Problem(Location(str(versions_of[-1].path)), "published-gone", message, remedy=remedy)


def _edits(entry: Entry[Claim], last: Version, evidence: Mapping[str, Evidence], corpus: Corpus) -> Iterator[Problem]:
    claim = entry.record
    if claim.status in NOT_YET:
        message = f"version {last.number} of this entry was published, and its status is '{claim.status}'"
        remedy = "use 'under-review' while it is examined, or 'withdrawn'"
        yield Problem(entry.at("status"), "published-status", message, remedy=remedy)
        return
    if any(link.evidence_id not in evidence for link in claim.evidence):
        return  # a problem of its own, and no silent one
    now = versions.freeze(claim, evidence)
    yield from _history(entry, last.entry["history"])
    found = list(changes(last.entry, now.entry))
    for change in found:
        if not change.document and claim.version <= last.number:
            yield _silent(entry.at(*_place_in_claim(claim, change.way)), change.label, last.number, f"'{claim.id}'")
    documents = {exhibit["document"]["id"]: exhibit["document"] for exhibit in last.entry.get("exhibits", [])}
    for document_id in sorted(documents.keys() & evidence.keys()):
        in_document = [change.way[2:] for change in found if change.document == document_id]
        yield from _document_edits(corpus.evidence_by_id[document_id], documents[document_id], in_document)
        if in_document and claim.version <= last.number:
            yield _rests_on_changed(entry, document_id, last)


def _document_edits(source: Entry[Evidence], before: Mapping[str, Any], changed: Sequence[Way]) -> Iterator[Problem]:
    number = before["history"][-1]["version"]
    yield from _history(source, before["history"])
    for field in changed if source.record.history[-1].version <= number else ():
        yield _silent(source.at(*_place_in_evidence(source.record, field)), " ".join(field), number, "this record")


def _history(entry: Entry[Claim] | Entry[Evidence], before: Sequence[Any]) -> Iterator[Problem]:
    number = before[-1]["version"]
    now = [plain(item) for item in entry.record.history]
    for index, item in enumerate(before):
        if index >= len(now) or now[index] != item:
            message = f"item {index + 1} of the history was published with version {number} and has changed or is gone"
            at = entry.at("history", index)
            yield Problem(at, "published-history", message, remedy="take it back, and add a new item instead")
            return
    # Between two versions of an entry its documents may have had several.
    newest = number + 1 if isinstance(entry.record, Claim) else now[-1]["version"]
    for index, item in enumerate(now[len(before) :], start=len(before)):
        if not number < item["version"] <= newest:
            message = f"this item has version {item['version']}, and the last that was published is {number}"
            remedy = f"give it version {number + 1}, which may have several items"
            yield Problem(entry.at("history", index, "version"), "published-history", message, remedy=remedy)


def _not_frozen(entry: Entry[Claim]) -> Problem:
    claim = entry.record
    message = f"version {claim.version} of '{claim.id}' is not frozen yet"
    remedy = f"run 'factsheet publish {claim.id}' when it is ready"
    return Problem(entry.at("status"), "not-frozen", message, Severity.WARNING, remedy)


def _silent(at: Location, label: str, number: int, record: str) -> Problem:
    message = f"'{label}' differs from version {number} of {record}, which is published"
    remedy = f"say in a new item of 'history', with version {number + 1}, what changed and why; or take the change back"
    return Problem(at, "silent-edit", message, remedy=remedy)


def _rests_on_changed(entry: Entry[Claim], document_id: str, last: Version) -> Problem:
    index = next(index for index, link in enumerate(entry.record.evidence) if link.evidence_id == document_id)
    message = f"'{document_id}' has changed since version {last.number} of this entry was published"
    remedy = f"read the link again, and say in a new item of 'history', with version {last.number + 1}, what changed"
    return Problem(entry.at("evidence", index, "ref"), "silent-edit", message, remedy=remedy)


def _chosen(links: Sequence[Mapping[str, Any]], document_id: str) -> set[str]:
    """Take the links of an entry and a document; return the ids of the quotations that they show, or none for all."""
    named = [link["ref"].partition("#")[2] for link in links if _document_of(link) == document_id]
    return {quote for names in named for quote in names.split("+")} if all(named) else set()


def _content(entry: Mapping[str, Any], chosen: Mapping[str, set[str]]) -> dict[str, Any]:
    links = _keyed((_document_of(link), link) for link in entry.get("evidence", []))
    documents = [exhibit["document"] for exhibit in entry.get("exhibits", [])]
    content = {field: value for field, value in entry.items() if field not in _APART}
    return content | {
        "order of evidence": ", ".join(links),
        "evidence": {name: _without(link, _NOT_CONTENT) for name, link in links.items()},
        "documents": {document["id"]: _shown_of(document, chosen.get(document["id"], set())) for document in documents},
    }


def _document_of(link: Mapping[str, Any]) -> str:
    return str(link["ref"].partition("#")[0])


def _shown_of(document: Mapping[str, Any], chosen: set[str]) -> dict[str, Any]:
    """Take a document and the ids of the quotations that are shown, or none for all; return what an entry shows."""
    shown = {quote["id"]: quote for quote in document.get("quotes", []) if not chosen or quote["id"] in chosen}
    order = {"order of quotes": ", ".join(shown)} if shown else {}
    return _without(document, _NOT_CONTENT | {"history"}) | {"quotes": shown} | order


def _without(fields: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


def _keyed(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    # A document that is cited twice is warned of elsewhere, and here its second link has a name of its own.
    keyed: dict[str, Any] = {}
    for name, item in items:
        keyed[name if name not in keyed else f"{name} ({len(keyed) + 1})"] = item
    return keyed


def _differences(before: Any, after: Any, way: Way) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        # A link or a document that came or went shows in the order of evidence.
        names = before.keys() & after.keys() if way in {("evidence",), ("documents",)} else before.keys() | after.keys()
        for name in sorted(names):
            yield from _differences(before.get(name), after.get(name), (*way, name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True), start=1):
            yield from _differences(one, other, (*way, str(number)))
    elif before != after:
        yield Change(way, before, after)


def _place_in_claim(claim: Claim, way: Way) -> tuple[str | int, ...]:
    """Take a claim and the way of a change; return field names and list positions that lead there in the record."""
    if way[0] == "order of evidence":
        return ("evidence",)
    ids = [link.evidence_id for link in claim.evidence]
    return ("evidence", *_named(ids, way[1:])) if way[0] == "evidence" else _steps(way)


def _place_in_evidence(evidence: Evidence, way: Way) -> tuple[str | int, ...]:
    ids = [quote.id for quote in evidence.quotes]
    if way[0] == "order of quotes":
        return ("quotes",)
    return ("quotes", *_named(ids, way[1:])) if way[0] == "quotes" else _steps(way)


def _named(ids: Sequence[str], way: Way) -> tuple[str | int, ...]:
    # What is gone leads nowhere, and its problem lands on the list in which it stood.
    return (ids.index(way[0]), *_steps(way[1:])) if way and way[0] in ids else ()


def _steps(way: Way) -> tuple[str | int, ...]:
    # The numbers are those that stand for places in lists; no field has a name of digits.
    return tuple(int(step) - 1 if re.fullmatch("[0-9]{1,6}", step) else step for step in way)


def _shown(value: Any) -> str:
    if value is None:
        return "(not there)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "\n      ".join(map(characters.visible, text.split("\n")))
