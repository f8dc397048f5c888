"""What must hold within one claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.corpus import Entry
from factsheet.problems import Problem, Severity
from factsheet.records import ChangeLevel, Claim, ClaimStatus, Rating, Relation


def file_name(entry: Entry[Claim]) -> Iterator[Problem]:
    """The name of a claim's file begins with its id."""
    claim = entry.record
    if not re.fullmatch(rf"{claim.id}(-[a-z0-9-]+)?\.yaml", entry.path.name):
        message = f"the id is '{claim.id}' and the file is '{entry.path.name}'"
        yield Problem(entry.at("id"), "id-mismatch", message, remedy=f"name the file {claim.id}-a-few-words.yaml")


def fact_first(entry: Entry[Claim]) -> Iterator[Problem]:
    """The title states the fact: it neither repeats the claim nor a quotation of it."""
    claim = entry.record
    fact = _words(claim.fact)
    quotes = [appearance.quote.text for appearance in claim.appearances if appearance.quote]
    for said in [claim.claim, *quotes]:
        if _words(said).strip() and (_words(said) in fact or fact in _words(said)):
            remedy = "write the true state of affairs; readers remember the words of a title"
            yield Problem(entry.at("fact"), "fact-repeats-claim", "the fact repeats the claim", remedy=remedy)
            return


def dates_in_order(entry: Entry[Claim]) -> Iterator[Problem]:
    """A recheck comes after the check, a reply after the question, a version after the one before."""
    claim = entry.record
    if claim.recheck_by and claim.recheck_by <= claim.checked_as_of:
        message = f"'recheck_by' {claim.recheck_by} does not come after 'checked_as_of' {claim.checked_as_of}"
        yield Problem(entry.at("recheck_by"), "dates-out-of-order", message)
    if claim.reply.received and not (claim.reply.asked_on and claim.reply.asked_on <= claim.reply.received):
        message = "a reply was received, and 'asked' names no earlier day"
        yield Problem(entry.at("reply", "received"), "dates-out-of-order", message)


def withdrawal_explained(entry: Entry[Claim]) -> Iterator[Problem]:
    """A withdrawn entry says in the last item of its history why, and no other entry does."""
    claim = entry.record
    withdrawn, last = claim.status is ClaimStatus.WITHDRAWN, claim.history[-1].level is ChangeLevel.WITHDRAWN
    if withdrawn != last:
        message = f"the status is '{claim.status}', and the last item of the history is '{claim.history[-1].level}'"
        remedy = "a withdrawn entry ends with an item of level 'withdrawn' that says why, and no other entry does"
        yield Problem(entry.at("status"), "withdrawal-unexplained", message, remedy=remedy)


def reply_has_words(entry: Entry[Claim]) -> Iterator[Problem]:
    """A reply that was received is given."""
    reply = entry.record.reply
    if reply.received and not reply.text:
        message = "a reply was received, and 'text' does not give it"
        yield Problem(entry.at("reply", "received"), "reply-without-text", message, remedy="add 'text:' with the reply")


def rating_rests_on_evidence(entry: Entry[Claim]) -> Iterator[Problem]:
    """A rating that sides against or with a claim rests on a link that does."""
    claim = entry.record
    relations = {link.relation for link in claim.evidence}
    if claim.rating in {Rating.FALSE, Rating.MOSTLY_FALSE} and not any(r.contradicts for r in relations):
        yield _unfounded(entry, "no evidence here contradicts the claim or a part of it")
    elif claim.rating in {Rating.TRUE, Rating.MOSTLY_TRUE} and not any(r.helps_claimant for r in relations):
        yield _unfounded(entry, "no evidence here supports the claim or a part of it")
    elif claim.rating is Rating.TRUE and Relation.CONTRADICTS in relations:
        yield _unfounded(entry, "evidence here contradicts the claim")


def _unfounded(entry: Entry[Claim], reason: str) -> Problem:
    message = f"the rating is '{entry.record.rating}', and {reason}"
    return Problem(entry.at("rating"), "unfounded-rating", message, Severity.WARNING)


def appearances_say_where_read(entry: Entry[Claim]) -> Iterator[Problem]:
    """The words of a claim were read somewhere, and the record says where."""
    for index, appearance in enumerate(entry.record.appearances):
        if appearance.quote and not (appearance.verification or appearance.source.url):
            message = "neither an address nor 'verification' says where these words were read"
            yield Problem(entry.at("appearances", index), "no-address", message, Severity.WARNING)


def _words(text: str) -> str:
    # Spaces at both ends, so that a phrase is found as whole words only.
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} "
