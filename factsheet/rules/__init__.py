"""What must hold in records beyond their form: one generator for each rule, and the tuples that name them all.

To add a rule, write a generator of problems in the module of its reach (`records`, `claims`, `evidence` or `glyphs` for
what one file shows, `collection`, `links`, `figures`, `names` or `topics` for what several show together) and name it
in the tuple below. Rules may trust every field: they see only records that fit the models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from factsheet.corpus import Corpus, Entry
from factsheet.problems import Problem
from factsheet.project import ProjectFile
from factsheet.records import Claim, Evidence
from factsheet.rules import claims, collection, evidence, figures, glyphs, links, names, records, topics
from factsheet.rules.collection import Collection

CLAIM_RULES: tuple[Callable[[Entry[Claim]], Iterator[Problem]], ...] = (
    claims.file_name,
    claims.fact_first,
    claims.dates_in_order,
    claims.withdrawal_explained,
    claims.reply_has_words,
    claims.rating_rests_on_evidence,
    claims.appearances_say_where_read,
    evidence.archive_of_appearance,
    records.translators,
    records.history_in_order,
    records.reading_place,
    records.scripts,
    glyphs.of_record,
)

EVIDENCE_RULES: tuple[Callable[[Entry[Evidence]], Iterator[Problem]], ...] = (
    evidence.file_name,
    evidence.party_named,
    evidence.quote_ids,
    evidence.quoted_words_were_read,
    evidence.archive_of_evidence,
    records.translators,
    records.history_in_order,
    records.reading_place,
    records.scripts,
    glyphs.of_record,
)

COLLECTION_RULES: tuple[Callable[[Collection], Iterator[Problem]], ...] = (
    collection.unique_ids,
    collection.prefix,
    collection.known_evidence,
    collection.known_relatives,
    collection.known_claims,
    collection.known_parties,
    collection.enough_reviewers,
    collection.orphans,
    collection.recheck,
    collection.identity,
    collection.same_document,
    topics.unique_sheets,
    topics.known_claims,
    topics.known_topics,
    topics.something_on_it,
    topics.further_reading,
    topics.named_once,
    links.anachronism,
    links.one_sided,
    links.standing,
    links.seen,
    links.something_to_show,
    links.translations,
    figures.unsourced,
    names.names_apart,
    names.one_name,
    glyphs.of_project,
)


def check_records(corpus: Corpus) -> Iterator[Problem]:
    """Take the records that could be read and yield what is wrong within each."""
    for claim in corpus.claims:
        for claim_rule in CLAIM_RULES:
            yield from claim_rule(claim)
    for source in corpus.sources:
        for evidence_rule in EVIDENCE_RULES:
            yield from evidence_rule(source)


def check_collection(file: ProjectFile, corpus: Corpus, today: date) -> Iterator[Problem]:
    """Take the project, the records that could be read, and the day; yield what is wrong between them.

    A reference to a file that could not be read is no fault: the file has its own, and may hold what is meant.
    """
    whole = Collection(file, corpus, today)
    for rule in COLLECTION_RULES:
        yield from rule(whole)
