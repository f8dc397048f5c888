"""What the search of the web edition finds: entries, sources and topic sheets with all their words."""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterator, Mapping

from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from factsheet.exporters.search import SearchRecord, search_target
from factsheet.exporters.target import Target
from factsheet.prose import Passage, Rendered
from factsheet.records import Evidence
from factsheet.register import Document
from factsheet.topics import Topic


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield the index of its search."""
    yield search_target(list(search_records(edition)), edition.project.language)


def search_records(edition: Edition) -> Iterator[SearchRecord]:
    """Take an edition and yield each page that the search finds; withdrawn entries are not among them."""
    texts = edition.pages.prose
    for dossier in edition.register.shown:
        yield _entry(dossier, texts)
    for document in edition.register.documents:
        yield _source(document)
    for topic in edition.topics:
        yield _sheet(topic, texts)


def _entry(dossier: Dossier, texts: Mapping[str, Rendered]) -> SearchRecord:
    claim = dossier.claim
    words = [claim.id, claim.fact, "The claim:", claim.claim, claim.rating.label, claim.rating_reason]
    for said in claim.appearances:
        quote = said.quote
        words += [said.claimant.name, said.venue, *([quote.text, quote.translation or ""] if quote else [])]
    words += [_words(passage, texts) for passage in dossier.passages.values()]
    for exhibit in dossier.exhibits:
        words += [exhibit.evidence.publisher, exhibit.link.establishes, exhibit.link.does_not_establish]
        words += [f"{quote.text} {quote.translation or ''}" for quote in exhibit.quotes]
    words += [claim.unknowns, claim.reply.text or ""]
    filters = {"topic": claim.topics, "rating": [claim.rating.label], "claimant": [claim.reviewed.claimant.name]}
    date = str(claim.reviewed.date)
    return SearchRecord(f"{claim.id}/", claim.fact, _joined(words), "Entry", date, filters)


def _source(document: Document) -> SearchRecord:
    evidence = document.evidence
    quotes = [f"{quote.text} {quote.translation or ''}" for quote in evidence.quotes]
    words = [evidence.publisher, *evidence.authors, evidence.number or "", evidence.summary, *quotes, evidence.limits]
    used = [use.dossier.claim.id for use in document.uses]
    title = f"{evidence.publisher}: {evidence.title}"
    return SearchRecord(_path(evidence), title, _joined([*words, *used]), "Source", str(evidence.issued))


def _sheet(topic: Topic, texts: Mapping[str, Rendered]) -> SearchRecord:
    sheet = topic.sheet
    words = [sheet.fact, _words(Passage(sheet.lead), texts), *(item.claim.fact for item in topic.items)]
    return SearchRecord(f"sheets/{sheet.id}/", sheet.title, _joined(words), "Topic sheet")


def _path(evidence: Evidence) -> str:
    return f"evidence/{evidence.id}/"


def _words(passage: Passage, texts: Mapping[str, Rendered]) -> str:
    """Take a passage and all rendered texts; return its words without markup and without the numbers of exhibits."""
    shown = re.sub(r'\s*<a [^>]*class="citation">[^<]*</a>', "", texts[passage.key].html)
    # A mark within a line parts no words; one that begins or ends a line does.
    unmarked = re.sub(r"</?(?:a|em|strong)\b[^>]*>", "", shown)
    return html_text.unescape(re.sub(r"<[^>]*>", " ", unmarked))


def _joined(words: list[str]) -> str:
    return " ".join(" ".join(filter(None, words)).split())
