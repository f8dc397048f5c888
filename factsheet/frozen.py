"""Published versions as pages keep them: each joined again as it was, with what changed since the one before."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factsheet import dossier, versions
from factsheet.dossier import Dossier
from factsheet.project import Project
from factsheet.prose import Passage
from factsheet.records import Change, Claim, Evidence
from factsheet.revisions import Announcement, Revision, announcements, revisions
from factsheet.versions import Version, Versions


@dataclass(frozen=True)
class FrozenEntry:
    """One published version of an entry."""

    version: Version
    newest: Version
    dossier: Dossier | None
    """The entry as it was; nothing if this version is its withdrawal."""
    before: Version | None
    revisions: tuple[Revision, ...]
    """What changed since the version before."""
    announcements: tuple[Announcement, ...]
    """What the histories say of it."""

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

    Return each version, by entry and number. What is withheld today is in none of them, though it was published once.
    """
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


def _entries(
    project: Project, numbered: Sequence[Version], claims: Mapping[str, Claim], withheld: Mapping[str, Evidence]
) -> Iterator[FrozenEntry]:
    shown = [_without(version, withheld) for version in numbered]
    for index, version in enumerate(numbered):
        pair = (shown[index - 1], shown[index]) if index else None
        yield FrozenEntry(
            version=version,
            newest=numbered[-1],
            dossier=_joined(project, version, claims, withheld),
            before=numbered[index - 1] if index else None,
            revisions=revisions(*pair) if pair else (),
            announcements=announcements(*pair) if pair else (),
        )


def _joined(
    project: Project, version: Version, claims: Mapping[str, Claim], withheld: Mapping[str, Evidence]
) -> Dossier | None:
    if "exhibits" not in version.entry:
        return None
    claim, documents = versions.thaw(version)
    return dossier.join_record(project, claim, claims, documents | dict(withheld))


def _without(version: Version, withheld: Collection[str]) -> Version:
    entry: dict[str, Any] = dict(version.entry)
    if "exhibits" not in entry or not withheld:
        return version
    entry["exhibits"] = [exhibit for exhibit in entry["exhibits"] if exhibit["document"]["id"] not in withheld]
    entry["evidence"] = [link for link in entry["evidence"] if link["ref"].partition("#")[0] not in withheld]
    return dataclasses.replace(version, entry=entry)


def _place(name: str) -> tuple[int, str]:
    return len(name), name
