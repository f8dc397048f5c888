"""What must hold of the sheets about topics in `factsheet.yaml`: their names, their entries, their further reading."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.problems import Location, Problem, Severity, did_you_mean
from factsheet.project import Sheet
from factsheet.records import Claim, ClaimStatus
from factsheet.rules.collection import Collection


def unique_sheets(collection: Collection) -> Iterator[Problem]:
    """No sheet shares its id with another or with an entry, also where capitals and small letters are one."""
    first = {entry.record.id.casefold(): entry.at("id") for entry in collection.corpus.claims}
    for number, sheet in enumerate(collection.project.sheets):
        at = collection.file.at("sheets", number, "id")
        if sheet.id.casefold() in first:
            message = f"the id '{sheet.id}' is already used in {_where(first[sheet.id.casefold()], at)}"
            yield Problem(at, "duplicate-id", message, remedy="give the sheet another id")
        first.setdefault(sheet.id.casefold(), at)


def _where(there: Location, here: Location) -> str:
    return f"line {there.line}" if there.path == here.path else there.path


def known_claims(collection: Collection) -> Iterator[Problem]:
    """The claims of a sheet exist."""
    for number, sheet in enumerate(collection.project.sheets):
        for index, claim_id in enumerate(sheet.claims):
            if not collection.corpus.knows(claim_id):
                at = collection.file.at("sheets", number, "claims", index)
                remedy = did_you_mean(claim_id, collection.corpus.claim_by_id)
                yield Problem(at, "unknown-claim", f"there is no claim '{claim_id}'", remedy=remedy)


def known_topics(collection: Collection) -> Iterator[Problem]:
    """The topics of a sheet are topics of claims."""
    if collection.corpus.unread:
        return
    known = {topic for claim in _claims(collection) for topic in claim.topics}
    for number, sheet in enumerate(collection.project.sheets):
        for index, topic in enumerate(sheet.topics):
            if topic not in known:
                at = collection.file.at("sheets", number, "topics", index)
                remedy = did_you_mean(topic, known)
                yield Problem(at, "unknown-topic", f"no claim has the topic '{topic}'", remedy=remedy)


def something_on_it(collection: Collection) -> Iterator[Problem]:
    """A sheet has entries to show."""
    for number, sheet in enumerate(collection.project.sheets):
        if collection.corpus.unread or _names_what_there_is_not(collection, sheet):
            continue  # the others have a problem of their own
        statuses = {claim.status for claim in sheet.choose(_claims(collection))} - {ClaimStatus.WITHDRAWN}
        at = collection.file.at("sheets", number, "id")
        if not statuses:
            remedy = "name entries in 'claims', or their topics in 'topics'"
            yield Problem(at, "empty-sheet", f"the sheet '{sheet.id}' has no entry to show", remedy=remedy)
        elif statuses == {ClaimStatus.DRAFT}:
            message = f"the sheet '{sheet.id}' has no entry to show but drafts, and is built with --drafts only"
            yield Problem(at, "empty-sheet", message, Severity.WARNING)


def further_reading(collection: Collection) -> Iterator[Problem]:
    """Further reading is a document that exists, may be shown, and is not yet an exhibit on the same sheet."""
    known = collection.corpus.evidence_by_id
    for number, sheet in enumerate(collection.project.sheets):
        claims = sheet.choose(_claims(collection))
        for index, evidence_id in enumerate(sheet.further_reading):
            at = collection.file.at("sheets", number, "further_reading", index)
            if not collection.corpus.knows(evidence_id):
                message = f"there is no evidence '{evidence_id}'"
                yield Problem(at, "unknown-evidence", message, remedy=did_you_mean(evidence_id, known))
            elif evidence_id in known and known[evidence_id].record.withheld:
                message = f"'{evidence_id}' is withheld, so it may not be listed"
                yield Problem(at, "withheld-reading", message, remedy="remove it")
            elif used := [claim.id for claim in claims if evidence_id in {e.evidence_id for e in claim.evidence}]:
                message = f"'{evidence_id}' is an exhibit of {', '.join(used)} on this sheet"
                yield Problem(at, "reading-is-exhibit", message, Severity.WARNING, "remove it here")


def named_once(collection: Collection) -> Iterator[Problem]:
    """A list of a sheet names nothing twice."""
    for number, sheet in enumerate(collection.project.sheets):
        for field in ("claims", "topics", "further_reading", "paper"):
            named = [str(item) for item in getattr(sheet, field)]
            for index, item in enumerate(named):
                if item in named[:index]:
                    at = collection.file.at("sheets", number, field, index)
                    yield Problem(at, "named-twice", f"'{item}' is named twice here", remedy="remove one of the two")


def _claims(collection: Collection) -> list[Claim]:
    return [entry.record for entry in collection.corpus.claims]


def _names_what_there_is_not(collection: Collection, sheet: Sheet) -> bool:
    topics = {topic for claim in _claims(collection) for topic in claim.topics}
    return bool(set(sheet.claims) - set(collection.corpus.claim_by_id) or set(sheet.topics) - topics)
