"""What must hold between a claim and the evidence it links to: time, sides, freshness, and what may be shown."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet import digests
from factsheet.corpus import Entry
from factsheet.problems import Problem, Severity
from factsheet.records import Claim, ClaimStatus, Evidence, EvidenceLink, PartyRelation, Standing, digest
from factsheet.rules.collection import Collection


def _links(collection: Collection) -> Iterator[tuple[Entry[Claim], int, EvidenceLink, Evidence]]:
    for entry in collection.corpus.claims:
        for index, link, evidence in _links_of(collection, entry):
            yield entry, index, link, evidence


def _links_of(collection: Collection, entry: Entry[Claim]) -> Iterator[tuple[int, EvidenceLink, Evidence]]:
    known = collection.corpus.evidence_by_id
    for index, link in enumerate(entry.record.evidence):
        if link.evidence_id in known:  # the others have a problem of their own
            yield index, link, known[link.evidence_id].record


def anachronism(collection: Collection) -> Iterator[Problem]:
    """Evidence contradicts a claim only about the time that the claim speaks of."""
    for entry, index, link, evidence in _links(collection):
        period = entry.record.period
        if link.relation.contradicts and not evidence.concerns.overlaps(period):
            message = f"'{evidence.id}' concerns {evidence.concerns}, and the claim is about {period}"
            remedy = "use 'context', or set 'event_date' in the evidence to the time it reports about"
            at = entry.at("evidence", index, "relation")
            yield Problem(at, "anachronism", message, Severity.WARNING, remedy)


def one_sided(collection: Collection) -> Iterator[Problem]:
    """A claim is not set against the other side's word alone."""
    for entry in collection.corpus.claims:
        party = entry.record.reviewed.claimant.party
        sources = [evidence for _, _, evidence in _links_of(collection, entry)]
        if party and sources and all(_opposes(evidence, party) for evidence in sources):
            message = "all evidence is from the opposing side"
            remedy = "add what a court, a neutral body or a third party says, or say in 'unknowns' that there is none"
            yield Problem(entry.at("evidence"), "one-sided", message, Severity.WARNING, remedy)


def _opposes(evidence: Evidence, party: str) -> bool:
    return evidence.party_relation is PartyRelation.PARTY and evidence.party not in {None, party}


def standing(collection: Collection) -> Iterator[Problem]:
    """A claim does not rest on a document that was taken back or replaced."""
    for entry, index, _, evidence in _links(collection):
        if evidence.standing in {Standing.RETRACTED, Standing.SUPERSEDED}:
            message = f"'{evidence.id}' is {evidence.standing}"
            remedy = "use what replaced it, or say so in 'does_not_establish'"
            at = entry.at("evidence", index, "ref")
            yield Problem(at, "source-not-current", message, Severity.WARNING, remedy)


def seen(collection: Collection) -> Iterator[Problem]:
    """A link was reviewed after its evidence last changed."""
    for entry, index, link, evidence in _links(collection):
        now = digest(evidence)
        if link.seen and link.seen != now:
            message = f"'{evidence.id}' has changed since this link was reviewed"
            remedy = f"read the link again, then set 'seen: {now}'"
            yield Problem(entry.at("evidence", index, "seen"), "stale-seen", message, Severity.WARNING, remedy)


def something_to_show(collection: Collection) -> Iterator[Problem]:
    """A claim has evidence that may be shown."""
    for entry in collection.corpus.claims:
        sources = [evidence for _, _, evidence in _links_of(collection, entry)]
        is_shown = entry.record.status is not ClaimStatus.WITHDRAWN
        if is_shown and sources and all(evidence.withheld for evidence in sources):
            message = "all evidence of this claim is withheld, so nothing can be shown"
            yield Problem(entry.at("evidence"), "nothing-to-show", message, remedy="keep the claim a draft")


def translations(collection: Collection) -> Iterator[Problem]:
    """A translation was made from the text that stands in the record now."""
    for entry in collection.corpus.claims:
        for language, translation in entry.record.translations.items():
            for field, translated in translation.texts.items():
                at = entry.at("translations", language, "texts", field)
                original = getattr(entry.record, field, None)
                if not isinstance(original, str):
                    yield Problem(at, "unknown-field", f"'{field}' is no text of a claim")
                elif translated.of != digests.short(digests.of_text(original)):
                    message = f"the text of '{field}' has changed since it was translated"
                    remedy = f"mend the translation, then set 'of: {digests.short(digests.of_text(original))}'"
                    yield Problem(at, "stale-translation", message, Severity.WARNING, remedy)
