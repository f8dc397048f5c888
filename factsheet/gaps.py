"""What a collection lacks, and what most needs work: sentences for its maintainers, each with the records concerned.

Nothing here is a mark or a score. Most entries have reasons for what they lack, which their records may tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from factsheet.fits import Fit
from factsheet.grades import AIM
from factsheet.records import Appearance, Claim, ClaimStatus, Evidence
from factsheet.survey import SOON, Survey, Surveyed

FEW = 1
"""Independent documents beyond which an entry no longer hangs on a single one."""
OLD = 180
"""Days after which a check of facts is told to be old."""
ENOUGH = 3
"""Entries about claims of one party from which it is told that all have the same end of the scale."""
ENDS: tuple[tuple[set[int | None], str], ...] = (
    ({1, 2}, "contradicted or mostly contradicted"),
    ({4, 5}, "supported or mostly supported"),
)
"""Numbers of the ratings at each end of the scale, and words for them."""
ALL = {1: "The only", 2: "Both"}
NAMED = 6
"""Records that a sentence names at most."""
_NOT_PUBLISHED = {ClaimStatus.DRAFT, ClaimStatus.IN_REVIEW}


@dataclass(frozen=True)
class Mention:
    """A record, or a sheet about a topic, that a sentence is about."""

    name: str
    """Its id."""
    page: str
    """Path of its page below the site, whether there is one or not."""
    remark: str = ""
    is_draft: bool = False
    """Whether it is an entry that readers do not see yet."""

    @property
    def note(self) -> str:
        """Return what stands in brackets behind the name, or an empty text."""
        marks = ["draft" if self.is_draft else "", self.remark]
        return ", ".join(dict.fromkeys(filter(None, marks)))

    @property
    def is_short(self) -> bool:
        """Return whether the name is that of an entry, which fits on every line."""
        return self.page == f"{self.name}/"

    def __str__(self) -> str:
        return f"{self.name} ({self.note})" if self.note else self.name


@dataclass(frozen=True)
class Need:
    """Something that needs work: a sentence without its stop, and what it is about, if naming that tells more."""

    words: str
    mentions: tuple[Mention, ...] = ()

    @property
    def named(self) -> tuple[Mention, ...]:
        """Return the mentions that are named where there is little room."""
        return self.mentions[:NAMED]

    @property
    def unnamed(self) -> int:
        """Return how many more there are."""
        return len(self.mentions) - len(self.named)


@dataclass(frozen=True)
class Gap:
    """Something that records may hold and some do not."""

    what: str
    """What is missing, of what: “quotations without a place in their document”."""
    number: int
    total: int
    mentions: tuple[Mention, ...]


def entry(surveyed: Surveyed, remark: str = "") -> Mention:
    """Take what was counted of an entry, and a remark; return its mention."""
    return Mention(surveyed.id, f"{surveyed.id}/", remark, surveyed.claim.status is ClaimStatus.DRAFT)


def document(name: str, remark: str = "") -> Mention:
    """Take the id of a document, and a remark; return its mention."""
    return Mention(name, f"evidence/{name}/", remark)


def topic(fit: Fit, remark: str = "") -> Mention:
    """Take how a sheet about a topic was set, and a remark; return its mention."""
    return Mention(fit.subject, f"sheets/{fit.subject}/", remark)


def needs(survey: Survey) -> list[Need]:
    """Take a survey and return what needs work, first what may mislead a reader today."""
    return [*_now(survey), *_grounds(survey), *_balance(survey), *_standings(survey), *_records(survey), *_form(survey)]


def gaps(survey: Survey) -> list[Gap]:
    """Take a survey and return everything that records may hold and some do not, with how many do not."""
    return [
        _of_quotations(survey),
        _of_documents(survey, "documents without an archived copy", lambda d: not d.archive_urls),
        _of_documents(survey, "documents from which no words are quoted", lambda d: not d.quotes),
        _of_documents(survey, "documents that no entry rests on", lambda d: d.id not in survey.used),
        _of_appearances(survey, "appearances of claims without an archived copy", lambda a: not a.source.archive_url),
        _of_appearances(survey, "appearances of claims without the claimant’s words", lambda a: not a.quote),
        _of_entries(survey, "entries in which the claimant was not asked for a reply", lambda c: not c.reply.asked_on),
        _of_entries(survey, "entries without a full explanation", lambda c: not c.explanation),
        _of_entries(survey, "entries without an independent reviewer", lambda c: not c.reviewers),
        _of_entries(survey, "entries without a named author", lambda c: not c.authors),
        _of_entries(survey, "entries without a day to be checked again", lambda c: not c.recheck_by),
    ]


def _now(survey: Survey) -> Iterator[Need]:
    passed = [e for e in survey.rechecks if e.until_recheck is not None and e.until_recheck < 0]
    about = partial(_entries, survey)
    yield from about(passed, "was to be checked again and is overdue", "were to be checked again and are overdue",
                     lambda e: f"by {e.claim.recheck_by}")  # fmt: skip
    changed = [e for e in survey.entries if e.changed]
    ending = "a document that has changed since its link was reviewed"
    yield from about(changed, f"rests on {ending}", f"rest on {ending}", lambda e: ", ".join(e.changed))
    replaced = [e for e in survey.entries if e.replaced]
    ending = "a document that was taken back or replaced"
    yield from about(replaced, f"rests on {ending}", f"rest on {ending}", lambda e: ", ".join(e.replaced))
    doubted = [e for e in survey.entries if e.claim.status is ClaimStatus.UNDER_REVIEW]
    ending = "being checked again after a doubt was raised"
    yield from about(doubted, f"is {ending}", f"are {ending}")


def _grounds(survey: Survey) -> Iterator[Need]:
    about = partial(_entries, survey)
    one_sided = [e for e in survey.entries if e.is_one_sided]
    yield from about(one_sided, "rests on the other side’s documents alone", "rest on the other side’s documents alone")
    few = [e for e in survey.entries if e.dossier.make_up.independent <= FEW]
    few.sort(key=lambda e: e.dossier.make_up.independent)
    ending = "at most one document that is independent of the parties"
    yield from about(few, f"rests on {ending}", f"rest on {ending}", lambda e: str(e.dossier.make_up.independent))
    unread = [e for e in survey.entries if e.unread]
    ending = "without a document that was read at the source"
    yield from about(unread, f"is {ending}", f"are {ending}")
    yield from _documents(survey, survey.unread, "was not read", "were not read")


def _balance(survey: Survey) -> Iterator[Need]:
    for party in survey.project.parties:
        numbers = [e.claim.rating.number for e in survey.entries if e.party == party.id]
        if survey.entries and not numbers:
            yield Need(f"No entry is about a claim that was made for {party.name}")
        for end, words in ENDS:
            if len(numbers) >= ENOUGH and set(numbers) <= end:
                yield Need(f"All {len(numbers)} claims that were made for {party.name} are rated {words}")


def _standings(survey: Survey) -> Iterator[Need]:
    about = partial(_entries, survey)
    waiting = [e for e in survey.entries if e.claim.status in _NOT_PUBLISHED]
    yield from about(waiting, "is not published", "are not published", lambda e: e.claim.status.label.lower())
    pending = [e for e in survey.entries if e.is_pending]
    ending = "a version that waits for 'factsheet publish'"
    yield from about(pending, f"has {ending}", f"have {ending}", lambda e: f"v{e.claim.version}")
    alone = [e for e in survey.entries if not e.claim.reviewers]
    yield from about(alone, "is without an independent reviewer", "are without an independent reviewer")
    unasked = [e for e in survey.entries if not e.claim.reply.asked_on]
    ending = "that the claimant was not asked for a reply"
    yield from about(unasked, f"says {ending}", f"say {ending}")


def _records(survey: Survey) -> Iterator[Need]:
    gap = _of_quotations(survey)
    verb = "does not say where in its document it stands" if gap.number == 1 else "do not say where they stand"
    if gap.number:
        yield Need(_counted(("quotation", "quotations"), gap.number, gap.total, verb), gap.mentions)
    bare = [d.id for d in survey.documents if not d.archive_urls]
    yield from _documents(survey, bare, "is without an archived copy", "are without an archived copy")
    soon = [e for e in survey.rechecks if e.until_recheck is not None and 0 <= e.until_recheck <= SOON]
    ending = f"to be checked again within {SOON} days"
    yield from _entries(survey, soon, f"is {ending}", f"are {ending}", lambda e: f"by {e.claim.recheck_by}")
    old = sorted((e for e in survey.entries if e.age > OLD), key=lambda e: -e.age)
    ending = f"last checked more than {OLD} days ago"
    yield from _entries(survey, old, f"was {ending}", f"were {ending}", lambda e: f"{e.age} days")


def _form(survey: Survey) -> Iterator[Need]:
    hard = [e for e in survey.hardest if e.prose.is_hard]
    ending = f"a summary that is harder to read than grade {AIM[1]}"
    yield from _entries(survey, hard, f"has {ending}", f"have {ending}", lambda e: str(e.prose.grade))
    cut = sorted((e for e in survey.entries if e.left_out), key=lambda e: -len(e.left_out))
    ending = "some of their documents for want of room"
    yield from _entries(survey, cut, "has a sheet without some of its documents for want of room",
                        f"have sheets without {ending}", lambda e: str(len(e.left_out)))  # fmt: skip
    full = [e for e in survey.entries if not e.left_out and any(fit.is_densest for fit in e.fits)]
    ending = "set as densely as can be, though nothing is left out"
    yield from _entries(survey, full, f"has a sheet that is {ending}", f"have sheets that are {ending}")


def _entries(
    survey: Survey, found: Iterable[Surveyed], one: str, many: str, remark: Callable[[Surveyed], str] | None = None
) -> Iterator[Need]:
    mentions = tuple(entry(surveyed, remark(surveyed) if remark else "") for surveyed in found)
    yield from _need(("entry", "entries"), mentions, len(survey.entries), one, many)


def _documents(survey: Survey, found: Iterable[str], one: str, many: str) -> Iterator[Need]:
    yield from _need(("document", "documents"), tuple(map(document, found)), len(survey.documents), one, many)


def _need(nouns: tuple[str, str], mentions: tuple[Mention, ...], total: int, one: str, many: str) -> Iterator[Need]:
    number, remarks = len(mentions), {mention.remark for mention in mentions}
    if not number:
        return
    words = _counted(nouns, number, total, one if number == 1 else many)
    if number == total and len(remarks) == 1:
        (remark,) = remarks
        yield Need(f"{words} ({remark})" if remark else words)
    else:
        # Of most the same is said, and the first few of them would tell no more than their number.
        yield Need(words, () if len(remarks) == 1 and number > max(NAMED, total / 2) else mentions)


def _counted(nouns: tuple[str, str], number: int, total: int, verb: str) -> str:
    if number == total:
        return f"{ALL.get(total, f'All {total}')} {nouns[min(total, 2) - 1]} {verb}"
    return f"{number} of {total} {nouns[1]} {verb}"


def _of_quotations(survey: Survey) -> Gap:
    missing = Counter({d.id: sum(not quote.locator for quote in d.quotes) for d in survey.documents})
    mentions = tuple(document(name, str(number)) for name, number in missing.most_common() if number)
    total = sum(len(d.quotes) for d in survey.documents)
    return Gap("quotations that do not say where in their document they stand", missing.total(), total, mentions)


def _of_documents(survey: Survey, what: str, lacks: Callable[[Evidence], bool]) -> Gap:
    mentions = tuple(document(d.id) for d in survey.documents if lacks(d))
    return Gap(what, len(mentions), len(survey.documents), mentions)


def _of_entries(survey: Survey, what: str, lacks: Callable[[Claim], bool]) -> Gap:
    mentions = tuple(entry(e) for e in survey.entries if lacks(e.claim))
    return Gap(what, len(mentions), len(survey.entries), mentions)


def _of_appearances(survey: Survey, what: str, lacks: Callable[[Appearance], bool]) -> Gap:
    missing = [(e, sum(map(lacks, e.claim.appearances))) for e in survey.entries]
    mentions = tuple(entry(e, str(number) if number > 1 else "") for e, number in missing if number)
    total = sum(len(e.claim.appearances) for e in survey.entries)
    return Gap(what, sum(number for _, number in missing), total, mentions)
