"""What must hold between records, and between records and `factsheet.yaml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from factsheet.corpus import Corpus
from factsheet.problems import Location, Problem, Severity, did_you_mean
from factsheet.project import Project, ProjectFile


@dataclass(frozen=True)
class Collection:
    """A project with its records, and the day on which it is checked."""

    file: ProjectFile
    corpus: Corpus
    today: date

    @property
    def project(self) -> Project:
        """Return the project's settings."""
        return self.file.project


def unique_ids(collection: Collection) -> Iterator[Problem]:
    """No two records share an id, also on file systems that do not tell capitals from small letters."""
    corpus = collection.corpus
    ids = [(claim.record.id, claim.at("id")) for claim in corpus.claims]
    ids += [(source.record.id, source.at("id")) for source in corpus.sources]
    first: dict[str, Location] = {}
    for record_id, at in ids:
        if record_id.casefold() in first:
            message = f"the id '{record_id}' is already used in {first[record_id.casefold()].path}"
            yield Problem(at, "duplicate-id", message, remedy="give one of the two another id")
        first.setdefault(record_id.casefold(), at)


def prefix(collection: Collection) -> Iterator[Problem]:
    """A claim's id begins with the prefix of the collection."""
    expected = collection.project.id_prefix
    for entry in collection.corpus.claims:
        if entry.record.id.rpartition("-")[0] != expected:
            message = f"the id '{entry.record.id}' does not begin with '{expected}-'"
            yield Problem(entry.at("id"), "wrong-prefix", message)


def known_evidence(collection: Collection) -> Iterator[Problem]:
    """A claim links only to evidence, and to quotations of it, that exist."""
    known = collection.corpus.evidence_by_id
    for entry in collection.corpus.claims:
        for index, link in enumerate(entry.record.evidence):
            at = entry.at("evidence", index, "ref")
            if link.evidence_id not in known:
                if collection.corpus.knows(link.evidence_id):
                    continue
                message = f"there is no evidence '{link.evidence_id}'"
                yield Problem(at, "unknown-evidence", message, remedy=did_you_mean(link.evidence_id, known))
                continue
            quotes = {quote.id for quote in known[link.evidence_id].record.quotes}
            for quote_id in link.quote_ids:
                if quote_id not in quotes:
                    message = f"'{link.evidence_id}' has no quotation '{quote_id}'"
                    remedy = did_you_mean(quote_id, quotes) or "it has " + (", ".join(sorted(quotes)) or "none")
                    yield Problem(at, "unknown-quote", message, remedy=remedy)


def known_relatives(collection: Collection) -> Iterator[Problem]:
    """Evidence that is derived from other evidence, or conflicts with it, names what exists and never itself."""
    known = collection.corpus.evidence_by_id
    for entry in collection.corpus.sources:
        for field in ("derived_from", "conflicts_with"):
            for index, other in enumerate(getattr(entry.record, field)):
                at = entry.at(field, index)
                if other == entry.record.id:
                    yield Problem(at, "unknown-evidence", f"'{field}' names the record itself", remedy="remove it")
                elif not collection.corpus.knows(other):
                    message = f"there is no evidence '{other}'"
                    yield Problem(at, "unknown-evidence", message, remedy=did_you_mean(other, known))


def known_claims(collection: Collection) -> Iterator[Problem]:
    """Related claims exist."""
    known = collection.corpus.claim_by_id
    for entry in collection.corpus.claims:
        for index, related in enumerate(entry.record.related):
            if not collection.corpus.knows(related.ref) or related.ref == entry.record.id:
                message = f"there is no other claim '{related.ref}'"
                at = entry.at("related", index, "ref")
                remedy = did_you_mean(related.ref, known.keys() - {entry.record.id})
                yield Problem(at, "unknown-claim", message, remedy=remedy)


def known_parties(collection: Collection) -> Iterator[Problem]:
    """The parties that records name stand in `factsheet.yaml`."""
    known = [party.id for party in collection.project.parties]
    named: list[tuple[str | None, Location]] = [(e.record.party, e.at("party")) for e in collection.corpus.sources]
    for entry in collection.corpus.claims:
        for index, appearance in enumerate(entry.record.appearances):
            named.append((appearance.claimant.party, entry.at("appearances", index, "claimant", "party")))
    for party, at in named:
        if party and party not in known:
            remedy = did_you_mean(party, known) or "the parties are " + (", ".join(known) or "not named there")
            yield Problem(at, "unknown-party", f"'{party}' is no party in factsheet.yaml", remedy=remedy)


def enough_reviewers(collection: Collection) -> Iterator[Problem]:
    """A published entry has the reviewers that the project asks for."""
    needed = collection.project.reviewers
    for entry in collection.corpus.claims:
        claim = entry.record
        if claim.status == "published" and len(claim.reviewers) < needed:
            message = f"published with {len(claim.reviewers)} reviewers, and factsheet.yaml asks for {needed}"
            yield Problem(entry.at("status"), "too-few-reviewers", message, remedy="use 'in-review' until it has them")


def orphans(collection: Collection) -> Iterator[Problem]:
    """Every document is used by a claim, by a document that is, or as further reading."""
    if collection.corpus.unread:
        return
    known = collection.corpus.evidence_by_id
    waiting = [link.evidence_id for entry in collection.corpus.claims for link in entry.record.evidence]
    waiting += [evidence_id for sheet in collection.project.sheets for evidence_id in sheet.further_reading]
    used: set[str] = set()
    while waiting:
        evidence_id = waiting.pop()
        if evidence_id in known and evidence_id not in used:
            used.add(evidence_id)
            waiting += known[evidence_id].record.derived_from + known[evidence_id].record.conflicts_with
    for entry in collection.corpus.sources:
        # A record that is withheld is needed: it keeps the document out of older versions too.
        if entry.record.id not in used and not entry.record.withheld:
            message = "no claim uses this evidence"
            remedy = "link it, name it as 'further_reading' of a sheet, or remove it"
            yield Problem(entry.at("id"), "orphan-evidence", message, Severity.WARNING, remedy)


def recheck(collection: Collection) -> Iterator[Problem]:
    """No entry is overdue for a new check."""
    for entry in collection.corpus.claims:
        due = entry.record.recheck_by
        if due and due < collection.today:
            message = f"this entry was to be checked again by {due}"
            remedy = "check the facts, then set 'checked_as_of' and 'recheck_by'"
            yield Problem(entry.at("recheck_by"), "recheck-passed", message, Severity.WARNING, remedy)


def identity(collection: Collection) -> Iterator[Problem]:
    """Sheets that are handed out say where corrections go and where the newest version is."""
    project, file = collection.project, collection.file
    if not project.publisher.contact:
        message = "'contact' is empty: a reader of a sheet cannot report a mistake"
        remedy = "set it before sheets are handed out"
        yield Problem(file.at("publisher", "contact"), "no-contact", message, Severity.NOTE, remedy)
    if not project.base_url:
        message = "'base_url' is empty: sheets carry no QR code and no address"
        remedy = "set it, or build with 'make BASE_URL=https://…', before sheets are handed out"
        yield Problem(file.at("base_url"), "no-base-url", message, Severity.NOTE, remedy)


def same_document(collection: Collection) -> Iterator[Problem]:
    """One document is one exhibit of a claim, however many sentences of it are quoted."""
    known = collection.corpus.evidence_by_id
    for entry in collection.corpus.claims:
        addresses = Counter(_address(collection, link.evidence_id) for link in entry.record.evidence)
        for index, link in enumerate(entry.record.evidence):
            if link.evidence_id in known and addresses[_address(collection, link.evidence_id)] > 1:
                message = f"the document of '{link.evidence_id}' is cited twice for this claim"
                remedy = "merge the links; 'ref: id#quote+quote' names several quotations"
                yield Problem(entry.at("evidence", index, "ref"), "same-document", message, Severity.WARNING, remedy)


def _address(collection: Collection, evidence_id: str) -> str:
    entry = collection.corpus.evidence_by_id.get(evidence_id)
    return entry.record.url if entry else evidence_id
