"""Published versions as pages keep them: each joined again as it was, with what changed since the one before.

What may not be shown today is in none of them, though it was published once: documents that are withheld, and entries
that are no longer or not yet built.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from factsheet import dossier, versions
from factsheet.dossier import Dossier
from factsheet.problems import Unable
from factsheet.project import Party, Project
from factsheet.prose import Passage, Rendered
from factsheet.records import Change, Claim, Evidence
from factsheet.revisions import Announcement, Revision, announcements, legible, revisions
from factsheet.versions import Version, Versions

_TEXTS = ("summary", "explanation")
"""Fields in Markdown, which cite documents by their ids."""
_OF_DOCUMENTS = ("derived_from", "conflicts_with")
"""Fields of a document that name other documents."""


@dataclass(frozen=True)
class FrozenEntry:
    """One published version of an entry."""

    version: Version
    """What may be shown of it today."""
    newest: Version
    dossier: Dossier | None
    """The entry as it was; nothing if this version is its withdrawal."""
    before: Version | None
    revisions: tuple[Revision, ...]
    """What changed since the version before."""
    announcements: tuple[Announcement, ...]
    """What the histories say of it."""
    left_out: int = 0
    """How many documents it had that are withheld today."""

    @property
    def id(self) -> str:
        """Return the id of the entry."""
        return self.version.id

    @property
    def number(self) -> int:
        """Return the number of the version."""
        return self.version.number

    @property
    def is_newest(self) -> bool:
        """Return whether no newer version is published."""
        return self.number == self.newest.number

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the entry was withdrawn later, or by this version."""
        return "exhibits" not in self.newest.entry

    @property
    def history(self) -> list[Change]:
        """Return the history as it was published with this version."""
        return [Change.model_validate(item) for item in self.version.entry["history"]]


def frozen(
    project: Project, published: Versions, claims: Iterable[Claim], evidence: Mapping[str, Evidence]
) -> tuple[FrozenEntry, ...]:
    """Take a project, all published versions, the claims that are built, and all evidence by id.

    Return each version, by entry and number. Raises Unable if a file of one holds what no page can show, or if a
    document is gone: only its record tells whether it may be shown today.
    """
    _check_documents(published, evidence)
    known = {claim.id: claim for claim in claims}
    withheld = {name: record for name, record in evidence.items() if record.withheld}
    return tuple(
        entry for name in sorted(published, key=_place) for entry in _entries(project, published[name], known, withheld)
    )


def passages(entries: Iterable[FrozenEntry]) -> Iterator[Passage]:
    """Take published versions and yield their texts in Markdown."""
    for entry in entries:
        if entry.dossier:
            yield from entry.dossier.passages.values()


def check_texts(entries: Iterable[FrozenEntry], rendered: Mapping[str, Rendered]) -> None:
    """Take published versions, and renderings of their texts by key; Unable says which text could not be rendered."""
    for entry in entries:
        for field, passage in entry.dossier.passages.items() if entry.dossier else ():
            for fault in rendered[passage.key].faults:
                raise _unshowable(entry.version, f"{field}: {fault}")


def _check_documents(published: Versions, evidence: Collection[str]) -> None:
    for version in chain.from_iterable(published.values()):
        for document in [exhibit["document"]["id"] for exhibit in version.entry.get("exhibits", [])]:
            if document not in evidence:
                remedy = "take its record back, with 'sensitivity: withheld' if it may not be shown"
                raise Unable(f"'{version.path}' rests on '{document}', and there is no such evidence now; {remedy}")


def _entries(
    project: Project, numbered: Sequence[Version], claims: Mapping[str, Claim], withheld: Mapping[str, Evidence]
) -> Iterator[FrozenEntry]:
    cleared = [_cleared(version, claims, withheld) for version in numbered]
    shown = [_without(version, withheld) for version in cleared]
    for index, version in enumerate(cleared):
        pair = (shown[index - 1], shown[index]) if index else None
        yield FrozenEntry(
            version=shown[index],
            newest=shown[-1],
            dossier=_joined(project, version, claims, withheld),
            before=shown[index - 1] if index else None,
            revisions=revisions(*pair) if pair else (),
            announcements=announcements(*pair) if pair else (),
            left_out=len(version.entry.get("exhibits", [])) - len(shown[index].entry.get("exhibits", [])),
        )


def _joined(
    project: Project, version: Version, claims: Mapping[str, Claim], withheld: Mapping[str, Evidence]
) -> Dossier | None:
    try:
        if "exhibits" not in version.entry:
            _check_withdrawal(version.entry)
            return None
        claim, documents = versions.thaw(version)
    except ValueError as fault:
        raise _unshowable(version, _first_fault(fault)) from None
    return dossier.join_record(_with_parties(project, documents), claim, claims, documents | dict(withheld))


def _check_withdrawal(entry: Mapping[str, Any]) -> None:
    if not isinstance(entry.get("claim"), str):
        raise ValueError("claim: there is none")
    for item in entry["history"]:
        Change.model_validate(item)


def _with_parties(project: Project, documents: Mapping[str, Evidence]) -> Project:
    # Parties may have left the settings since; their ids are all that is left of them.
    known = {party.id for party in project.parties}
    gone = {document.party for document in documents.values() if document.party} - known
    parties = [Party(id=name, name=name.replace("-", " ").capitalize()) for name in sorted(gone)]
    return project.model_copy(update={"parties": (*project.parties, *parties)}) if parties else project


def _cleared(version: Version, claims: Collection[str], withheld: Collection[str]) -> Version:
    """Take a version; return it with no word of what is withheld or not built, but for its links to documents."""
    try:
        entry = _seen(version.entry)
    except RecursionError:
        raise _unshowable(version, "it is nested too deep") from None
    # What is no relation stays, to be named as a fault.
    _keep(entry, "related", lambda one: not isinstance(one, dict) or str(one.get("ref")) in claims)
    if withheld:
        entry |= {field: _uncited(entry[field], withheld) for field in _TEXTS if isinstance(entry.get(field), str)}
        for document in [exhibit["document"] for exhibit in entry.get("exhibits", [])]:
            for field in _OF_DOCUMENTS:
                _keep(document, field, lambda name: str(name) not in withheld)
    return dataclasses.replace(version, entry=entry)


def _keep(record: dict[str, Any], field: str, is_shown: Callable[[Any], bool]) -> None:
    """Take a record, one of its lists and what may stand there; remove the rest, and the list if nothing is left."""
    if isinstance(items := record.get(field), list) and items:
        record[field] = [item for item in items if is_shown(item)]
        if not record[field]:
            del record[field]  # as records are written in which nothing stood there


def _seen(value: Any) -> Any:
    """Take a value of a frozen entry; return a copy in which nothing is invisible or turns what stands beside it."""
    if isinstance(value, dict):
        return {name: _seen(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_seen(part) for part in value]
    return legible(value) if isinstance(value, str) else value


def _uncited(text: str, withheld: Collection[str]) -> str:
    ids = "|".join(map(re.escape, withheld))
    # With a space before it, because words in brackets and these behind them would be a link.
    return re.sub(rf" ?\[@(?:{ids})\]", " (withheld)", text)


def _without(version: Version, withheld: Collection[str]) -> Version:
    if "exhibits" not in version.entry or not withheld:
        return version
    entry: dict[str, Any] = dict(version.entry)
    entry["exhibits"] = [exhibit for exhibit in entry["exhibits"] if exhibit["document"]["id"] not in withheld]
    entry["evidence"] = [link for link in entry["evidence"] if link["ref"].partition("#")[0] not in withheld]
    return dataclasses.replace(version, entry=entry)


def _first_fault(fault: ValueError) -> str:
    # Of the lines that pydantic makes, the field and what is wrong with it.
    first, *others = str(fault).splitlines()
    return f"{others[0]}: {others[1].strip().partition(' [type=')[0]}" if len(others) > 1 else first


def _unshowable(version: Version, fault: str) -> Unable:
    return Unable(f"'{version.path}' holds what no page can show: {fault}; take back the file that was committed")


def _place(name: str) -> tuple[int, str]:
    return len(name), name
