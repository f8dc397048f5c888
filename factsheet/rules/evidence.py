"""What must hold within one evidence record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from factsheet import addresses
from factsheet.corpus import Entry
from factsheet.problems import Problem, Severity
from factsheet.records import Claim, Evidence, PartyRelation, VerificationLevel


def file_name(entry: Entry[Evidence]) -> Iterator[Problem]:
    """The name of an evidence file is its id."""
    record = entry.record
    if entry.path.name != f"{record.id}.yaml":
        message = f"the id is '{record.id}' and the file is '{entry.path.name}'"
        yield Problem(entry.at("id"), "id-mismatch", message, remedy=f"name the file {record.id}.yaml")


def party_named(entry: Entry[Evidence]) -> Iterator[Problem]:
    """A source that is a party says which, and no other source does."""
    record = entry.record
    if record.party_relation is PartyRelation.PARTY and not record.party:
        message = "'party_relation' is 'party', and 'party' does not say which"
        yield Problem(entry.at("party_relation"), "party-missing", message, remedy="add 'party:' with a party's id")
    elif record.party and record.party_relation is not PartyRelation.PARTY:
        message = f"'party' is given, and 'party_relation' is '{record.party_relation}'"
        yield Problem(entry.at("party"), "party-missing", message, remedy="remove one of the two")


def quote_ids(entry: Entry[Evidence]) -> Iterator[Problem]:
    """No two quotations of a record share an id."""
    times = Counter(quote.id for quote in entry.record.quotes)
    for index, quote in enumerate(entry.record.quotes):
        if times[quote.id] > 1:
            message = f"two quotations have the id '{quote.id}'"
            yield Problem(entry.at("quotes", index, "id"), "duplicate-quote-id", message, remedy="rename one")


def quoted_words_were_read(entry: Entry[Evidence]) -> Iterator[Problem]:
    """Words that nobody read are not quoted."""
    record = entry.record
    if record.quotes and record.verification.level is VerificationLevel.NOT_READ:
        message = "words are quoted here, and 'verification' says that they were not read"
        remedy = "say where they were read, or remove the quotations"
        yield Problem(entry.at("verification", "level"), "quoted-unread", message, remedy=remedy)


def archive_of_evidence(entry: Entry[Evidence]) -> Iterator[Problem]:
    """An archive address is a copy of the very page that is cited."""
    for index, archive in enumerate(entry.record.archive_urls):
        yield from _archive_mismatch(entry, archive, entry.record.url, "archive_urls", index)


def archive_of_appearance(entry: Entry[Claim]) -> Iterator[Problem]:
    """An archive address of an appearance is a copy of the very page that is cited."""
    for index, appearance in enumerate(entry.record.appearances):
        source = appearance.source
        if source.archive_url and source.url:
            yield from _archive_mismatch(
                entry, source.archive_url, source.url, "appearances", index, "source", "archive_url"
            )


def _archive_mismatch(
    entry: Entry[Claim] | Entry[Evidence], archive: str, url: str, *path: str | int
) -> Iterator[Problem]:
    copy = addresses.copy(archive)
    if copy and not copy.is_one:
        message = "this archive address is a search or a calendar, not one copy"
        yield Problem(entry.at(*path), "archive-mismatch", message, Severity.WARNING, "open a copy and use its address")
    elif copy and copy.of and not addresses.same_page(copy.of, url):
        message = f"this archive address is a copy of another page: {copy.of}"
        yield Problem(entry.at(*path), "archive-mismatch", message, Severity.WARNING, "find the copy of this page")
