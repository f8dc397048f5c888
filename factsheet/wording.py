"""What pages say in words of their own: dates, sources, readers and reviewers, ratings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from urllib.parse import urlsplit

from factsheet.characters import isolated
from factsheet.dates import MONTHS
from factsheet.dossier import Dossier, Exhibit, MakeUp
from factsheet.project import print_name
from factsheet.records import (
    Claim,
    ClaimStatus,
    Evidence,
    Form,
    Nup,
    Paper,
    PartialDate,
    Rating,
    SourceQuote,
    Span,
    Standing,
    VerificationLevel,
)

MARKS = {
    VerificationLevel.READ_AT_SOURCE: "",
    VerificationLevel.READ_IN_REPRODUCTION: "†",
    VerificationLevel.NOT_READ: "‡",
}
"""What a sheet sets behind a source's date, by where its words were read."""
_MARKS_BY_LANGUAGE = {"ar": ("”", "“"), "ur": ("”", "“"), "fa": ("«", "»"), "he": ("”", "”"), "yi": ("”", "”")}
"""Opening and closing quotation marks of languages that are set from right to left."""
_SOUND = {Standing.CURRENT, Standing.OFFLINE}
"""Standings that say nothing against what a document says."""
_TITLE_IN_PRINT = 48
"""Characters of a title that a sheet has room for beside the publisher and the date."""
_AUTHORS = 3
"""How many authors a list of documents names; of more, the first and that there are others."""
_PUBLISHERS = 3
"""How many publishers a sheet about a topic names for each entry."""
_SOURCES_IN_PRINT = 76
"""Characters of the sources that one line of such a sheet has room for."""


def day(when: date | PartialDate | Span) -> str:
    """Take a date of any precision, or a stretch of time, and return it in words: 18 February 2023."""
    if isinstance(when, Span):
        start, slash, end = when.root.partition("/")
        since = day(PartialDate(start))
        return since if not slash else f"since {since}" if end == ".." else f"{since} to {day(PartialDate(end))}"
    year, *rest = str(when).split("-")
    words = [str(int(part)) if index else MONTHS[int(part) - 1] for index, part in enumerate(rest)]
    return " ".join([*reversed(words), year])


def quoted(text: str, language: str) -> str:
    """Take words and their language as a BCP 47 tag; return them in quotation marks.

    Where a script runs from right to left, the marks are those by which its own readers know beginning and end.
    """
    opening, closing = _MARKS_BY_LANGUAGE.get(language.partition("-")[0], ("“", "”"))
    return f"{opening}{text}{closing}"


def bare_address(address: str) -> str:
    """Take a web address or a mailbox and return it as print shows it, without scheme and closing slash."""
    return re.sub(r"^(https?://|mailto:)", "", address, flags=re.IGNORECASE).rstrip("/")


def source_line(evidence: Evidence) -> str:
    """Take a document and return what a sheet says of it after its publisher: what it is, when, where it was read."""
    what = evidence.title if len(evidence.title) <= _TITLE_IN_PRINT else evidence.genre or ""
    return " · ".join(part for part in [isolated(what), _marked_day(evidence), _doubt(evidence)] if part)


def full_source_line(evidence: Evidence) -> str:
    """Take a document and return what is said of it after its publisher where there is room for its whole title."""
    return " · ".join(part for part in [isolated(evidence.title), _marked_day(evidence), _doubt(evidence)] if part)


def reference(evidence: Evidence) -> str:
    """Take a document and return what a list of documents says of it after its publisher."""
    authors = [name for name in evidence.authors if name not in evidence.publisher]
    names = authors if len(authors) <= _AUTHORS else [authors[0], "others"]
    by = f"by {_listed([isolated(name) for name in names])}" if names else ""
    where = f"in {isolated(evidence.container_title)}" if evidence.container_title else ""
    what, number = isolated(evidence.genre or ""), isolated(evidence.number or "")
    parts = [isolated(evidence.title), by, what, where, number, _marked_day(evidence), _doubt(evidence)]
    return " · ".join(part for part in parts if part)


def pinpoints(quotes: Iterable[SourceQuote]) -> str:
    """Take quotations and return where in their document they stand, as far as their records say."""
    return "; ".join(dict.fromkeys(isolated(quote.locator) for quote in quotes if quote.locator))


@dataclass(frozen=True)
class Place:
    """Where words were read: an address or an empty text, what is printed for it, and a remark."""

    address: str
    name: str
    remark: str


@dataclass(frozen=True)
class Reading:
    """Where the words of a document were read: in words, then how the list of other places begins, and the places."""

    words: str
    joint: str
    places: tuple[Place, ...]


def reading(evidence: Evidence) -> Reading:
    """Take a document and return where its words were read, beside the address at which readers should look for it.

    Places are named by their host, for nobody types a whole address; one that is needed stands in full.
    """
    level = evidence.verification.level
    places = [_place(text) for text in evidence.verification.found_in]
    others = tuple(place for place in places if place.address != evidence.url)
    words = f"Words {level.label}"
    if level is not VerificationLevel.READ_IN_REPRODUCTION:
        return Reading(words, "; also read: ", others)
    if len(others) < len(places):
        return Reading(f"{words}, at this address", "; also read: ", others)
    first = tuple(Place(p.address, bare_address(p.address) or p.name, p.remark) for p in others[:1])
    return Reading(words, ": ", first + others[1:])


def _place(text: str) -> Place:
    # As records have it: an address, which a remark may follow, or a description.
    address, _, remark = text.partition(" ")
    if not re.match(r"https?://", address, flags=re.IGNORECASE):
        return Place("", text, "")
    return Place(address, (urlsplit(address).hostname or address).removeprefix("www."), remark)


def _marked_day(evidence: Evidence) -> str:
    return day(evidence.issued) + MARKS[evidence.verification.level]


def _doubt(evidence: Evidence) -> str:
    return "" if evidence.standing in _SOUND else evidence.standing.label.lower()


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in [", ".join(names[:-1]), names[-1]] if part)


def marks_line(exhibits: Iterable[Exhibit]) -> str:
    """Take the exhibits on a sheet and return what the marks behind their dates mean, for the marks that occur."""
    levels = {exhibit.evidence.verification.level for exhibit in exhibits}
    meanings = {
        VerificationLevel.READ_IN_REPRODUCTION: "words read in a reproduction",
        VerificationLevel.NOT_READ: "not read",
    }
    return " ".join(f"{MARKS[level]} marks {meaning}." for level, meaning in meanings.items() if level in levels)


def make_up_line(make_up: MakeUp, *, with_kinds: bool = True) -> str:
    """Take what an entry's evidence is made of; return it as one line of print, with the kinds of documents or not."""
    noun = "document" if make_up.total == 1 else "documents"
    kinds = ": " + ", ".join(f"{count} {kind}" for kind, count in make_up.by_type) if with_kinds else ""
    sides = [f"{count} from the side of {name}" for name, count in make_up.by_party]
    sides += [f"{make_up.joint} from the parties together"] if make_up.joint else []
    read = [
        ("at the source", make_up.read_at_source),
        ("in reproductions", make_up.read_in_reproduction),
        ("not at all", make_up.not_read),
    ]
    where = ", ".join(f"{place} for {count}" for place, count in read if count)
    origin = "; ".join([f"{make_up.independent} independent of the parties", *sides])
    return f"{make_up.total} {noun}{kinds}. {origin}. Words read {where}."


def extent_line(entries: int, documents: int) -> str:
    """Take numbers of entries and of documents and return them in words."""
    nouns = ("entry" if entries == 1 else "entries", "document" if documents == 1 else "documents")
    return f"{entries} {nouns[0]}, {documents} {nouns[1]}"


def review_status(claim: Claim) -> str:
    """Take a claim and return who reviewed it, or that nobody independent has."""
    if not claim.reviewers:
        return "compiled from public sources, no independent reviewer yet"
    return "reviewed by " + ", ".join(isolated(person.name) for person in claim.reviewers)


def reply_line(claim: Claim) -> str:
    """Take a claim and return the claimant's reply, or that none was asked for or came."""
    reply = claim.reply
    if reply.asked_on is None:
        asked = "The claimant was not asked."
    elif reply.received is None:
        asked = f"Asked on {day(reply.asked_on)}; no reply by {day(claim.checked_as_of)}."
    else:
        asked = f"Asked on {day(reply.asked_on)}, replied on {day(reply.received)}:"
    return f"{asked} {reply.text}" if reply.text else asked


def rating_text(rating: Rating) -> str:
    """Take a rating and return what its mark means, for those who cannot see it."""
    if rating.number is None:
        return "Off the scale from contradicted to supported"
    return f"{rating.number} of 5 on the scale from contradicted (1) to supported (5)"


def said_in(claim: Claim) -> str:
    """Take a claim and return where its words stand, or an empty text if the rest of the line says so."""
    publisher, said = claim.reviewed.source.publisher, claim.reviewed
    return "" if publisher in said.venue or said.claimant.name in publisher else f"in {isolated(publisher)}"


def sources_line(dossier: Dossier, *, brief: bool = False) -> str:
    """Take an entry and return the publishers of its first exhibits, with the numbers of all and of the independent.

    A brief line names fewer of them where three are too many for one line of print, and at least one.
    """
    publishers = list(dict.fromkeys(isolated(exhibit.evidence.publisher) for exhibit in dossier.exhibits))
    make_up = dossier.make_up
    noun = "document" if make_up.total == 1 else "documents"
    lines = [
        f"{', '.join(publishers[:count])}{' and others' if count < len(publishers) else ''} "
        f"({make_up.total}\u00a0{noun}, {make_up.independent}\u00a0independent)"
        for count in range(min(_PUBLISHERS, len(publishers)), 0, -1)
    ]
    return next((line for line in lines if not brief or len(line) <= _SOURCES_IN_PRINT), lines[-1])


def status_mark(claims: Iterable[Claim], pending: Collection[str] = ()) -> str:
    """Take claims, and the ids of those of which the newest version is not frozen; return what readers must know.

    That is every status but that of a published entry, and that a text may still change under its version's number.
    """
    # A doubt about an entry is told of its newest version too, frozen or not.
    marks = {mark for c in claims for mark in _marks(c, pending)}
    known = [*_STATUS_MARKS.values(), "not yet published"]
    mark = ", ".join(mark for mark in known if mark and mark in marks).capitalize()
    return f"Partly {mark.lower()}" if mark and "" in marks else mark


def _marks(claim: Claim, pending: Collection[str]) -> set[str]:
    status = _STATUS_MARKS[claim.status]
    return ({status} - {""}) | {"not yet published"} if claim.id in pending else {status}


_STATUS_MARKS = {status: "" if status is ClaimStatus.PUBLISHED else status.label.lower() for status in ClaimStatus}


def versions_line(claims: Iterable[Claim]) -> str:
    """Take claims and return each with its version, as a reader cites them."""
    return ", ".join(f"{claim.id}\u00a0v{claim.version}" for claim in claims)


def prints(subject: str, forms: Iterable[Form], papers: Iterable[Paper], nup: Nup | None) -> list[tuple[str, str]]:
    """Take what is printed, its forms, its sizes of paper, and how booklets are laid on it.

    Return each file as words for readers and its name.
    """
    files = []
    for form, paper in product(forms, papers):
        size = paper.half_label if form is Form.BOOKLET else paper.label
        files.append((f"{form.label}, {size}", print_name(subject, form, paper)))
        if form is Form.BOOKLET and nup is Nup.BOOKLET:
            files.append((f"{form.label} to be folded, {paper.label}", print_name(subject, form, paper, folded=True)))
    return files


def reviews_line(claims: Sequence[Claim]) -> str:
    """Take claims and return who reviewed them, or that nobody independent has."""
    statuses: dict[str, list[str]] = {}
    for claim in claims:
        statuses.setdefault(review_status(claim), []).append(claim.id)
    if len(statuses) == 1:
        return next(iter(statuses))
    return "; ".join(f"{', '.join(ids)} {status}" for status, ids in statuses.items())
