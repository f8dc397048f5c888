"""A claim joined to its exhibits: everything that a page or a sheet says about one entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from factsheet.corpus import Corpus
from factsheet.project import Project
from factsheet.prose import Passage
from factsheet.records import (
    Claim,
    ClaimStatus,
    Evidence,
    EvidenceLink,
    PartyRelation,
    Related,
    SourceQuote,
    VerificationLevel,
    digest,
    plain,
)

INDEPENDENT = {PartyRelation.COURT, PartyRelation.NEUTRAL_BODY, PartyRelation.THIRD_PARTY}


@dataclass(frozen=True)
class Exhibit:
    """One document as it bears on one claim, with its number and the quotations to be shown."""

    number: int
    link: EvidenceLink
    evidence: Evidence
    quotes: tuple[SourceQuote, ...]
    side: str
    """What the source is to this claimant: a party's name and whose side it is, or empty if it is no party."""


@dataclass(frozen=True)
class MakeUp:
    """What the evidence for one entry is made of, in numbers of documents."""

    total: int
    by_type: tuple[tuple[str, int], ...]
    """Words for a type of document, in the number that fits, with how many there are: most first."""
    by_party: tuple[tuple[str, int], ...]
    """Each party's name, with how many documents come from its side."""
    joint: int
    """Documents that the parties made together."""
    independent: int
    """Documents that come from no party and repeat no other exhibit."""
    read_at_source: int
    read_in_reproduction: int
    not_read: int


@dataclass(frozen=True)
class Relative:
    """Another entry that a reader should see beside this one."""

    related: Related
    claim: Claim


@dataclass(frozen=True)
class Dossier:
    """An entry: a claim, its numbered exhibits, and the other entries it is set beside."""

    claim: Claim
    exhibits: tuple[Exhibit, ...]
    relatives: tuple[Relative, ...]
    parties: tuple[tuple[str, str], ...]
    """Id and name of each party to the dispute."""

    @cached_property
    def make_up(self) -> MakeUp:
        """What the exhibits are made of."""
        return _make_up(self.exhibits, self.parties)

    @property
    def passages(self) -> dict[str, Passage]:
        """The texts in Markdown, by the name of their field."""
        return passages(self.claim, [exhibit.link for exhibit in self.exhibits])

    @property
    def withdrawn(self) -> bool:
        """Whether only the claim and the reason of the withdrawal are shown."""
        return self.claim.status is ClaimStatus.WITHDRAWN


def oldest_check(claims: Iterable[Claim]) -> date:
    """Take claims and return the day to which all their facts were checked."""
    return min(claim.checked_as_of for claim in claims)


def first_recheck(claims: Iterable[Claim]) -> date | None:
    """Take claims and return the first day by which one should be checked again, or nothing if none names a day."""
    return min((claim.recheck_by for claim in claims if claim.recheck_by), default=None)


def shown_links(claim: Claim, evidence: Mapping[str, Evidence]) -> list[EvidenceLink]:
    """Take a claim and all evidence by id; return the claim's links without those to evidence that is withheld."""
    return [link for link in claim.evidence if not ((e := evidence.get(link.evidence_id)) and e.withheld)]


def as_data(claim: Claim, evidence: Mapping[str, Evidence]) -> dict[str, Any]:
    """Take a claim and evidence by id; return the entry as data: the claim's record, and its documents in print order.

    What is withheld is in no field: links are those to evidence that may be shown, and documents name only each other.
    Of a withdrawn entry only what its page says is given. Translations are not yet part of any page, and not given.
    """
    data = plain(claim)
    if claim.status is ClaimStatus.WITHDRAWN:
        return {field: data[field] for field in ("id", "status", "claim", "history")} | {"version": claim.version}
    data.pop("translations", None)
    links = [link for link in shown_links(claim, evidence) if link.evidence_id in evidence]
    data["evidence"] = [plain(link) for link in links]
    shown = {link.evidence_id for link in links}
    documents = [evidence[link.evidence_id] for link in links]
    data["exhibits"] = [
        {"number": number, "digest": digest(document), "document": _document_data(document, shown)}
        for number, document in enumerate(documents, start=1)
    ]
    return data | {"version": claim.version}


def _document_data(evidence: Evidence, shown: Collection[str]) -> dict[str, Any]:
    data = plain(evidence)
    for field in ("derived_from", "conflicts_with"):
        named = [other for other in data.pop(field, []) if other in shown]
        data |= {field: named} if named else {}
    return data


def passages(claim: Claim, links: Sequence[EvidenceLink]) -> dict[str, Passage]:
    """Take a claim and its links in print order; return the claim's texts in Markdown by the name of their field."""
    numbers = tuple((link.evidence_id, str(number)) for number, link in enumerate(links, start=1))
    texts = {"summary": claim.summary, "explanation": claim.explanation}
    return {field: Passage(text, numbers) for field, text in texts.items() if text}


def join(project: Project, corpus: Corpus, *, drafts: bool = False) -> tuple[Dossier, ...]:
    """Take a project and its checked records; return an entry for each claim, without drafts unless asked for."""
    claims = [entry.record for entry in corpus.claims if drafts or entry.record.status is not ClaimStatus.DRAFT]
    return join_records(project, claims, {entry.record.id: entry.record for entry in corpus.sources})


def join_records(project: Project, claims: Iterable[Claim], evidence: Mapping[str, Evidence]) -> tuple[Dossier, ...]:
    """Take a project, claims, and the evidence they rest on by id; return an entry for each claim."""
    shown = {claim.id: claim for claim in claims}
    parties = tuple((party.id, party.name) for party in project.parties)
    return tuple(_dossier(claim, shown, evidence, parties) for claim in shown.values())


def join_record(
    project: Project, claim: Claim, claims: Mapping[str, Claim], evidence: Mapping[str, Evidence]
) -> Dossier:
    """Take a project, a claim, the claims that are shown and the evidence it rests on by id; return its entry."""
    return _dossier(claim, claims, evidence, tuple((party.id, party.name) for party in project.parties))


def _dossier(
    claim: Claim, claims: Mapping[str, Claim], evidence: Mapping[str, Evidence], parties: tuple[tuple[str, str], ...]
) -> Dossier:
    links = shown_links(claim, evidence)
    exhibits = tuple(
        _exhibit(number, link, evidence[link.evidence_id], claim, dict(parties))
        for number, link in enumerate(links, start=1)
    )
    relatives = tuple(Relative(related, claims[related.ref]) for related in claim.related if related.ref in claims)
    return Dossier(claim, exhibits, relatives, parties)


def _exhibit(number: int, link: EvidenceLink, evidence: Evidence, claim: Claim, parties: dict[str, str]) -> Exhibit:
    named = link.quote_ids
    quotes = tuple(quote for quote in evidence.quotes if not named or quote.id in named)
    return Exhibit(number, link, evidence, quotes, _side(evidence, claim, parties))


def _side(evidence: Evidence, claim: Claim, parties: dict[str, str]) -> str:
    if evidence.party_relation is PartyRelation.JOINT:
        return "made by the parties together"
    if evidence.party is None:
        return ""
    own = claim.reviewed.claimant.party
    if own is None:
        return f"a party to the dispute: {parties[evidence.party]}"
    return "the claimant’s own side" if evidence.party == own else f"the other side: {parties[evidence.party]}"


def _make_up(exhibits: Iterable[Exhibit], parties: Iterable[tuple[str, str]]) -> MakeUp:
    documents = [exhibit.evidence for exhibit in exhibits]
    ids = {document.id for document in documents}
    types = Counter(document.type for document in documents)
    sides = Counter(document.party for document in documents)
    read = Counter(document.verification.level for document in documents)
    independent = [d for d in documents if d.party_relation in INDEPENDENT and not ids & set(d.derived_from)]
    ordered = sorted(types.items(), key=lambda item: (-item[1], item[0].value))
    return MakeUp(
        total=len(documents),
        by_type=tuple((kind.label if count == 1 else kind.plural, count) for kind, count in ordered),
        by_party=tuple((name, sides[party]) for party, name in parties),
        joint=sum(document.party_relation is PartyRelation.JOINT for document in documents),
        independent=len(independent),
        read_at_source=read[VerificationLevel.READ_AT_SOURCE],
        read_in_reproduction=read[VerificationLevel.READ_IN_REPRODUCTION],
        not_read=read[VerificationLevel.NOT_READ],
    )
