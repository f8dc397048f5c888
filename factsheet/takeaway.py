"""What an entry or a sheet about a topic says as a text to be taken away, in the words and the order of its sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from factsheet import bibliography, citations, manuscript, posts
from factsheet.bibliography import Item
from factsheet.characters import isolated
from factsheet.dossier import Dossier, Exhibit
from factsheet.manuscript import Block, Manuscript, Style, Words, heading, linked, named, paragraph, section, strong
from factsheet.pages.rendering import Rendering
from factsheet.project import Project
from factsheet.prose import Passage
from factsheet.records import Appearance, Claim, Evidence, Quotation, Standing
from factsheet.topics import Item as TopicItem
from factsheet.topics import Topic
from factsheet.wording import (
    Place,
    bare_address,
    day,
    make_up_line,
    quoted,
    reading,
    reply_line,
    review_status,
    reviews_line,
    said_in,
    sources_line,
    status_mark,
    versions_line,
)

_ADDRESSES = ("URL", "DOI", "note")
"""Variables of an item that hold addresses, which a text gives apart from the sentence."""
_RATINGS = (
    "it speaks about the evidence and not about motive. “Independent” means from no party to the dispute, and no "
    "repetition of another source."
)
"""What the foot of a sheet about a topic says of ratings, without the marks that stand beside them in print."""


@dataclass(frozen=True)
class Takeaway:
    """A text about one thing, and a post that leads to it."""

    subject: str
    """Id of the entry or of the sheet."""
    manuscript: Manuscript
    post: str


@dataclass(frozen=True)
class Takeaways:
    """The texts of one collection; each method takes an entry or a topic and returns its text."""

    pages: Rendering

    @property
    def project(self) -> Project:
        """Return the project."""
        return self.pages.project

    def entry(self, dossier: Dossier) -> Takeaway:
        """Take an entry that is not withdrawn and return its text."""
        claim, project = dossier.claim, self.project
        mark, address = self._mark([claim]), self.pages.cited_address(dossier)
        text = Manuscript(
            title=claim.fact,
            author=project.publisher.name,
            subject=f"{project.title}: claim and evidence, entry {claim.id}, version {claim.version}",
            keywords=(claim.id, *claim.topics, *claim.places),
            language=project.language,
            day=claim.history[-1].date,
            blocks=tuple(self._entry(dossier, mark, address)),
        )
        return Takeaway(claim.id, text, posts.of_entry(claim, project.title, mark, address))

    def topic(self, topic: Topic) -> Takeaway:
        """Take a sheet about a topic and return its text."""
        sheet, claims, project = topic.sheet, topic.claims, self.project
        mark, address = self._mark(claims), project.address(f"sheets/{sheet.id}/")
        days = [claim.history[-1].date for claim in claims]
        text = Manuscript(
            title=sheet.fact,
            author=project.publisher.name,
            subject=f"{project.title}: topic sheet, {sheet.title}",
            keywords=(sheet.id, *dict.fromkeys(subject for claim in claims for subject in claim.topics)),
            language=project.language,
            day=max([*days, sheet.call_to_action.date] if sheet.call_to_action else days),
            blocks=tuple(self._topic(topic, mark, address)),
        )
        return Takeaway(sheet.id, text, posts.of_topic(topic, project.title, mark, address))

    def _entry(self, dossier: Dossier, mark: str, address: str) -> Iterator[Block]:
        claim = dossier.claim
        yield manuscript.title(claim.fact)
        yield _head(f"{self.project.title} · Claim and evidence · {claim.id}, version {claim.version}", mark)
        yield section("The claim")
        yield from _claim(claim)
        yield section("Summary")
        yield self._markup(dossier.passages["summary"])
        yield section("What the record shows")
        yield from chain.from_iterable(map(_exhibit, dossier.exhibits))
        yield section("Not known")
        yield paragraph(claim.unknowns)
        yield section("Reply")
        yield paragraph(reply_line(claim))
        yield section("Cite this")
        item = citations.entry_item(claim, self.project.title, self.project.publisher.name, address)
        yield _foot(_sentence(item), *_where(address))
        yield _foot(strong("Sources:"), f" {make_up_line(dossier.make_up)}")
        yield _foot(*_checked(claim))
        yield self._imprint()

    def _topic(self, topic: Topic, mark: str, address: str) -> Iterator[Block]:
        sheet, mixed = topic.sheet, len({self._mark([claim]) for claim in topic.claims}) > 1
        yield manuscript.title(sheet.fact)
        yield _head(f"{self.project.title} · Topic sheet · {isolated(sheet.title)}", mark)
        yield self._markup(Passage(sheet.lead))
        yield section("What is said, and what the record shows")
        for item in topic.items:
            own = self._mark([item.claim]) if mixed else ""
            yield from _topic_item(item, own.lower(), self.pages.cited_address(item.dossier))
        if sheet.further_reading:
            yield _further(len(sheet.further_reading), address)
        if request := sheet.call_to_action:
            yield section("What the publisher asks")
            asked = f"Request of {self.project.publisher.name}, {day(request.date)}."
            yield paragraph(f"{asked} It is no part of the record above.", style=Style.REQUEST)
            yield self._markup(Passage(request.text))
        yield from self._topic_foot(topic, address)

    def _topic_foot(self, topic: Topic, address: str) -> Iterator[Block]:
        yield section("Cite this")
        name, fact = self.project.publisher.name, topic.sheet.fact.rstrip(".")
        named = f"{name}, “{isolated(fact)}”, {self.project.title}, topic sheet on {versions_line(topic.claims)}"
        yield _foot(f"{named}.", *_where(address))
        yield _foot("Cite the primary sources of its entries first.")
        yield _foot(strong("How to read a rating:"), f" {_RATINGS}")
        again = f" · look for a newer version after {day(topic.recheck_by)}" if topic.recheck_by else ""
        yield _foot(strong("Checked as of"), f" {day(topic.checked_as_of)}{again} · {reviews_line(topic.claims)}")
        yield self._imprint()

    def _imprint(self) -> Block:
        publisher, licence = self.project.publisher, self.project.licence
        corrections = f" · corrections to {publisher.contact}" if publisher.contact else ""
        return _foot(
            strong("Published by"), f" {publisher.name}{corrections} · text ", linked(licence.url, licence.name),
            f"; {licence.quotations}",
        )  # fmt: skip

    def _markup(self, passage: Passage) -> Block:
        return manuscript.markup(self.pages.prose[passage.key].html)

    def _mark(self, claims: Sequence[Claim]) -> str:
        return status_mark(claims, self.pages.pending)


def _head(words: str, mark: str) -> Block:
    return paragraph(f"{words} · " if mark else words, strong(mark), style=Style.LINE)


def _claim(claim: Claim) -> Iterator[Block]:
    said = claim.reviewed
    yield from _said(claim)
    where = " · ".join(part for part in [isolated(said.venue), day(said.date), said_in(claim)] if part)
    yield paragraph(*_claimant(said), f" · {where}", style=Style.CLAIM_LINE)
    yield paragraph(*_place(said), style=Style.CLAIM_LINE)
    yield _rating(claim)
    if claim.technique:
        names = ", ".join(technique.label.lower() for technique in claim.technique)
        yield paragraph(strong("How it misleads:"), f" {names}.", style=Style.CLAIM_LINE)


def _said(claim: Claim) -> Iterator[Block]:
    if quote := claim.reviewed.quote:
        yield manuscript.quotation(quoted(quote.text, quote.lang), quote.lang, Style.CLAIM_WORDS)
        yield from _translated(quote, Style.CLAIM)
    else:
        yield paragraph(f"{claim.claim} (in our words; no verbatim text was read)", style=Style.CLAIM)


def _translated(quote: Quotation, style: Style) -> Iterator[Block]:
    if quote.translation:
        yield paragraph(f"“{quote.translation}” (translation: {quote.translator})", style=style)


def _claimant(said: Appearance) -> Iterator[str | Words]:
    yield strong(isolated(said.claimant.name))
    yield f", {isolated(said.claimant.office)}" if said.claimant.office else ""


def _place(said: Appearance) -> Iterator[str | Words]:
    """Take an occasion and yield where its words can be read, and where they were."""
    source = said.source
    names = [f"“{isolated(source.title)}”", isolated(source.publisher), source.locator]
    line = ", ".join(name for name in names if name)
    yield strong("Source:")
    yield f" {line}: " if source.url else f" {line} (no address is known)"
    yield linked(source.url) if source.url else ""
    yield from _archived([source.archive_url] if source.archive_url else [])
    if verification := said.verification:
        yield f" · words {verification.level.label}" + (f": {verification.note}" if verification.note else "")


def _archived(addresses: Sequence[str]) -> Iterator[str | Words]:
    for number, address in enumerate(addresses, start=1):
        yield f" · archived copy{f' {number}' if len(addresses) > 1 else ''}: "
        yield linked(address)


def _rating(claim: Claim) -> Block:
    return paragraph(strong(f"Rating: {claim.rating.label}."), f" {claim.rating_reason}", style=Style.CLAIM_LINE)


def _exhibit(exhibit: Exhibit) -> Iterator[Block]:
    evidence, link = exhibit.evidence, exhibit.link
    yield heading(f"Exhibit {exhibit.number}: {isolated(evidence.publisher)}, {day(evidence.issued)}")
    for quote in exhibit.quotes:
        yield manuscript.quotation(quoted(quote.text, quote.lang), quote.lang)
        yield from _translated(quote, Style.TRANSLATION)
        if place := " · ".join(part for part in [quote.locator, quote.note] if part):
            yield paragraph(place, style=Style.SOURCE)
    if not exhibit.quotes:
        yield paragraph(f"In our words: {evidence.summary}")
    yield paragraph(f"{link.relation.label}. ", strong("Shows"), f" {link.establishes}", style=Style.BEARING)
    yield paragraph(strong("Does not show"), f" {link.does_not_establish}", style=Style.BEARING)
    yield paragraph(strong("Source:"), f" {_described(exhibit)}", style=Style.SOURCE)
    yield paragraph(*_read(evidence), style=Style.SOURCE)
    yield paragraph(*_addresses(evidence), style=Style.SOURCE)


def _described(exhibit: Exhibit) -> str:
    evidence = exhibit.evidence
    standing = f" {evidence.standing.label}: {evidence.standing.meaning}"
    return (
        f"{_sentence(citations.document_item(evidence))} "
        f"Stands in the dispute as: {exhibit.side or evidence.party_relation.label.lower()}."
        f"{standing if evidence.standing is not Standing.CURRENT else ''}"
    )


def _sentence(item: Item) -> str:
    return bibliography.sentence({name: value for name, value in item.items() if name not in _ADDRESSES})


def _read(evidence: Evidence) -> Iterator[str | Words]:
    """Take a document and yield where its words were read."""
    read = reading(evidence)
    yield read.words
    for number, place in enumerate(read.places):
        yield "; " if number else read.joint
        yield _read_at(place)
        yield f" {place.remark}" if place.remark else ""
    yield "."
    yield f" {evidence.verification.note}" if evidence.verification.note else ""


def _read_at(place: Place) -> Words:
    # A host is enough where a reader has another address, and the one that is needed stands in full.
    is_whole = place.name == bare_address(place.address)
    return linked(place.address) if is_whole else named(place.address, place.name)


def _addresses(evidence: Evidence) -> Iterator[str | Words]:
    yield "Read the reproduction: " if evidence.is_reproduced else "Read it at the source: "
    yield linked(evidence.url)
    yield from _archived(evidence.archive_urls)


def _topic_item(item: TopicItem, mark: str, address: str) -> Iterator[Block]:
    claim = item.claim
    yield heading(claim.fact)
    yield paragraph(strong("What is said"), f" ({', '.join(filter(None, [claim.id, mark]))})", style=Style.CLAIM_LINE)
    yield from _said(claim)
    yield paragraph(*_claimant(claim.reviewed), f" · {day(claim.reviewed.date)}", style=Style.CLAIM_LINE)
    yield _rating(claim)
    yield paragraph(strong("Sources:"), f" {sources_line(item.dossier)}.", style=Style.SOURCE)
    for related in item.tensions:
        yield paragraph(strong(f"In tension with {related.ref}:"), f" {related.why}", style=Style.SOURCE)
    if address:
        yield paragraph(f"{claim.id}, version {claim.version}: ", linked(address), style=Style.SOURCE)


def _further(count: int, address: str) -> Block:
    documents = f"{count} more {'document is' if count == 1 else 'documents are'} listed"
    return paragraph(f"{documents} at" if address else f"{documents} in the web edition.", *_where(address))


def _where(address: str) -> Iterator[Words]:
    if address:
        yield Words(" ")
        yield linked(address)


def _checked(claim: Claim) -> Iterator[str | Words]:
    yield strong("Checked as of")
    yield f" {day(claim.checked_as_of)} · "
    yield strong("version")
    again = f" · look for a newer version after {day(claim.recheck_by)}" if claim.recheck_by else ""
    yield f" {claim.version} of {day(claim.history[-1].date)}{again} · {review_status(claim)}"


def _foot(*parts: str | Words) -> Block:
    return paragraph(*parts, style=Style.FOOT)
