"""A sheet about a topic joined to its entries: everything that its page and its print say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from factsheet.dossier import Dossier, first_recheck, oldest_check
from factsheet.project import Sheet
from factsheet.records import Claim, Evidence, Paper, Related, RelatedAs


@dataclass(frozen=True)
class Item:
    """An entry as it stands on a sheet, with how it stands to entries above it that cannot hold together with it."""

    dossier: Dossier
    tensions: tuple[Related, ...]

    @property
    def claim(self) -> Claim:
        """Return the claim."""
        return self.dossier.claim


@dataclass(frozen=True)
class Topic:
    """A sheet about a topic: its entries in order, and the documents with which a reader may go on."""

    sheet: Sheet
    items: tuple[Item, ...]
    further_reading: tuple[Evidence, ...]

    @property
    def claims(self) -> list[Claim]:
        """Return the claims on the sheet."""
        return [item.claim for item in self.items]

    @property
    def checked_as_of(self) -> date:
        """Return the day to which all facts on the sheet were checked."""
        return oldest_check(self.claims)

    @property
    def recheck_by(self) -> date | None:
        """Return the first day by which an entry should be checked again, or nothing if none names a day."""
        return first_recheck(self.claims)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Return the sizes of paper on which the sheet is printed."""
        return self.sheet.paper or tuple(Paper)


def join(sheets: Iterable[Sheet], dossiers: Iterable[Dossier], evidence: Mapping[str, Evidence]) -> tuple[Topic, ...]:
    """Take sheets, the entries that are built and all evidence by id; return each sheet that has something to show.

    Withdrawn entries are on no sheet.
    """
    shown = {dossier.claim.id: dossier for dossier in dossiers if not dossier.withdrawn}
    claims = [dossier.claim for dossier in shown.values()]
    topics = (_topic(sheet, [shown[claim.id] for claim in sheet.choose(claims)], evidence) for sheet in sheets)
    return tuple(topic for topic in topics if topic.items)


def _topic(sheet: Sheet, dossiers: Sequence[Dossier], evidence: Mapping[str, Evidence]) -> Topic:
    items = tuple(Item(dossier, tuple(_tensions(dossier, dossiers[:n]))) for n, dossier in enumerate(dossiers))
    return Topic(sheet, items, tuple(evidence[evidence_id] for evidence_id in sheet.further_reading))


def _tensions(dossier: Dossier, above: Sequence[Dossier]) -> Iterator[Related]:
    """Take an entry and those above it; yield its tension with each of them, whichever of the two records it."""
    claim = dossier.claim
    for other in above:
        ours = [related for related in claim.related if related.ref == other.claim.id]
        theirs = [related for related in other.claim.related if related.ref == claim.id]
        named = ours + [related.model_copy(update={"ref": other.claim.id}) for related in theirs]
        yield from [related for related in named if related.relation is RelatedAs.IN_TENSION_WITH][:1]
