"""How the entries of a collection stand, for editors: `make report`, or `python -m tests.report FOLDER`.

The grade of a summary is the mean of five formulas for the years of schooling that a text asks of its reader: those of
Flesch and Kincaid, of Coleman and Liau, the Automated Readability Index, Gunning's fog index and SMOG. They see long
words and long sentences and nothing else, so the grade is shown and never enforced.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import readability
from rich.console import Console
from rich.table import Table
from rich.text import Text

from factsheet import dossier, loader, reports
from factsheet.dossier import Dossier
from factsheet.loader import CheckedCollection
from factsheet.problems import Unable, has_errors
from factsheet.project import Project
from factsheet.records import Evidence, PartyRelation, Rating, Relation, Term, VerificationLevel
from tests.workshop import parsed, text_of

FORMULAS = ("Kincaid", "Coleman-Liau", "ARI", "GunningFogIndex", "SMOGIndex")
AIM = (9, 11)
"""Grades between which a summary should lie: what most newspapers ask of their readers."""
WIDTH = 112
"""Columns of the widest table; a narrower terminal breaks its lines."""
_RELATIONS = {
    Relation.CONTRADICTS: "contra-\ndicts", Relation.PARTLY_CONTRADICTS: "a part", Relation.SUPPORTS: "sup-\nports",
    Relation.PARTLY_SUPPORTS: "a part", Relation.CONTEXT: "con-\ntext",
}  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]*[A-ZÀ-Þ0-9])")


@dataclass(frozen=True)
class Prose:
    """A summary as a reader meets it: its words, and the grade of schooling that they ask for."""

    words: int
    grade: float


def main(folder: Path, console: Console) -> int:
    """Take a collection's folder and a console; print the report, or what bars it, and return the exit code."""
    try:
        collection = loader.load(folder, date.today())
    except Unable as error:
        console.print(str(error), markup=False, highlight=False, soft_wrap=True)
        return 2
    if collection.file is None or has_errors(collection.problems):
        console.print(reports.as_text(collection.problems), markup=False, highlight=False, soft_wrap=True)
        return 1
    show(collection, collection.file.project, console)
    return 0


def show(collection: CheckedCollection, project: Project, console: Console) -> None:
    """Take a collection without errors, and its project; print its report on the console."""
    entries = dossier.join(project, collection.corpus, drafts=True)
    if not entries:
        console.print("There are no entries yet.")
        return
    summaries = {entry.claim.id: read(collection.prose[entry.passages["summary"].key].html) for entry in entries}
    for title, table in (
        ("Entries", entry_table(entries, summaries)),
        ("Ratings by claimant", rating_table(entries, project)),
        ("Relations of exhibits to claims", share_table(Relation, relations(entries))),
        ("Where the words of the documents were read", share_table(VerificationLevel, levels(entries))),
        ("Where the documents come from", source_table(entries, project)),
    ):
        console.print(f"[bold]{title}[/]\n")
        console.print(table)
        console.print()
    for remark in remarks(entries, summaries):
        console.print(remark, highlight=False)


_BLOCKS = {"p", "li"}


def _has_blocks(block: Element) -> bool:
    # An item of a list may hold paragraphs of its own, which are read instead of it.
    return any(inner is not block and inner.tag in _BLOCKS for inner in block.iter())


def read(html: str) -> Prose:
    """Take a summary in HTML; return its number of words and its grade. Numbers of citations are no words."""
    body = parsed(re.sub(r'<a [^>]*class="citation".*?</a>', "", html, flags=re.DOTALL))
    blocks = [text_of(block) for block in body.iter() if block.tag in _BLOCKS and not _has_blocks(block)]
    sentences = [tokens for block in blocks for part in _SENTENCE_END.split(block) if (tokens := _tokens(part))]
    grades = readability.getmeasures([" ".join(tokens) for tokens in sentences])["readability grades"]
    return Prose(sum(map(len, sentences)), statistics.mean(grades[formula] for formula in FORMULAS))


def _tokens(text: str) -> list[str]:
    stripped = (re.sub(r"^\W+|\W+$", "", word) for word in text.split())
    return [word for word in stripped if word]


def entry_table(entries: Iterable[Dossier], summaries: dict[str, Prose]) -> Table:
    """Take the entries and their summaries by id; return a row for each entry."""
    table = _table()
    for name in ("entry", "standing", "rating"):
        table.add_column(name, no_wrap=True)
    for name in (*_RELATIONS.values(), "inde-\npendent", "words\nof fact", "of sum-\nmary", "grade"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("check\nagain by", no_wrap=True)
    for entry in entries:
        claim, make_up, summary = entry.claim, entry.make_up, summaries[entry.claim.id]
        counts = Counter(exhibit.link.relation for exhibit in entry.exhibits)
        numbers = [*(counts[relation] for relation in _RELATIONS), make_up.independent]
        cells = [_number(number) for number in (*numbers, len(claim.fact.split()), summary.words)]
        standing, again = f"{claim.status} v{claim.version}", str(claim.recheck_by or "no day")
        table.add_row(claim.id, standing, claim.rating, *cells, f"{summary.grade:.1f}", again)
    return table


def _table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))


def _number(number: int) -> str:
    return str(number) if number else "·"


def rating_table(entries: Iterable[Dossier], project: Project) -> Table:
    """Take the entries and the project; return how often claims of each party got each rating."""
    counts = Counter((entry.claim.reviewed.claimant.party, entry.claim.rating) for entry in entries)
    used = [rating for rating in Rating if any(rating is key[1] for key in counts)]
    table = _table()
    table.add_column("claims by")
    for name in (*used, "all"):
        table.add_column(name, justify="right", no_wrap=True)
    for party, name in (*((party.id, party.name) for party in project.parties), (None, "others")):
        row = [counts[party, rating] for rating in used]
        table.add_row(Text(name), *(_number(number) for number in (*row, sum(row))))
    return table


def relations(entries: Iterable[Dossier]) -> Counter[Term]:
    """Take the entries and return how often each relation occurs."""
    return Counter(exhibit.link.relation for entry in entries for exhibit in entry.exhibits)


def levels(entries: Iterable[Dossier]) -> Counter[Term]:
    """Take the entries and return where the words of their documents were read, each document counted once."""
    return Counter(document.verification.level for document in documents(entries))


def documents(entries: Iterable[Dossier]) -> list[Evidence]:
    """Take the entries and return the documents that they use, each once."""
    return list({exhibit.evidence.id: exhibit.evidence for entry in entries for exhibit in entry.exhibits}.values())


def share_table(kind: type[Term], counts: Counter[Term]) -> Table:
    """Take a controlled list and how often its words occur; return a row with number and share for each."""
    table = _shares()
    for word in kind:
        _add_share(table, word.value, counts[word], counts.total())
    return table


def source_table(entries: Iterable[Dossier], project: Project) -> Table:
    """Take the entries and the project; return how many of the documents come from each party and from others."""
    used = documents(entries)
    table = _shares()
    for party in project.parties:
        _add_share(table, f"side of {party.name}", sum(document.party == party.id for document in used), len(used))
    for relation in PartyRelation:
        if relation is not PartyRelation.PARTY:
            number = sum(document.party_relation is relation for document in used)
            _add_share(table, relation.label.lower(), number, len(used))
    return table


def _shares() -> Table:
    table = _table()
    table.show_header = False
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    return table


def _add_share(table: Table, name: str, number: int, total: int) -> None:
    table.add_row(Text(name), str(number), f"{number / total:.0%}" if total else "")


def remarks(entries: Sequence[Dossier], summaries: dict[str, Prose]) -> list[str]:
    """Take the entries and their summaries by id; return sentences on the grades and on the next check."""
    low, high = AIM
    grades = {claim_id: round(summary.grade, 1) for claim_id, summary in summaries.items()}
    hard = [f"{claim_id} ({grade})" for claim_id, grade in grades.items() if grade > high]
    easy = [f"{claim_id} ({grade})" for claim_id, grade in grades.items() if grade < low]
    middle = statistics.median(grades.values())
    said = [f"Grades of summaries: median {middle:.1f}; the aim is {low} to {high}."]
    said += [f"Harder: {', '.join(hard)}."] if hard else []
    said += [f"Easier: {', '.join(easy)}."] if easy else []
    due = sorted((entry.claim.recheck_by, entry.claim.id) for entry in entries if entry.claim.recheck_by)
    said += [f"To be checked again first: {due[0][1]}, by {due[0][0]}."] if due else []
    return said


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(), Console(width=WIDTH)))
