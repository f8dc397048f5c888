"""The views of the database: each answers its question, and its numbers are those that entries print."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from sqlite3 import Connection
from typing import Any

from factsheet.dossier import Dossier
from factsheet.exporters.database import DATABASE, files
from factsheet.exporters.edition import Edition
from factsheet.records import RelatedAs, SourceLevel, VerificationLevel
from tests.databases import connect, names, of, records, rows
from tests.faker import FakeCollection, appearance, change, link
from tests.workshop import ROOT, edition

README = (ROOT / "README.md").read_text("utf-8")
QUERIES = dict(
    re.findall(r"^-- (.+)\n([^;]+);$", re.search(r"```sql\n(.*?)```", README, re.DOTALL)[1], re.MULTILINE)  # type: ignore[index]
)
"""The questions and queries that the README shows."""


def test_each_view_says_which_question_it_answers(opened: Connection) -> None:
    told: dict[str, str] = dict(rows(opened, "SELECT name, meaning FROM contents WHERE kind = 'view'"))
    for name, sql in rows(opened, "SELECT name, sql FROM sqlite_master WHERE type = 'view'"):
        assert sql.startswith(f"CREATE VIEW {name} AS\n-- ")
        assert "?" in told[name]
        assert told[name].partition("?")[0] in sql


def test_views_have_rows_of_our_own_records(opened: Connection) -> None:
    # Of corrections there may be none.
    empty = {name for name in names(opened, "view") if not rows(opened, f"SELECT 1 FROM {name} LIMIT 1")}
    assert empty <= {"corrections"}


def test_queries_of_the_documentation_find_something(opened: Connection) -> None:
    assert len(QUERIES) == 8
    for question, query in QUERIES.items():
        assert rows(opened, query) != [], question


def test_the_overview_counts_what_entries_print(real: Edition, opened: Connection) -> None:
    assert [counted(row) for row in records(opened, "claim_overview")] == [counts(d) for d in real.dossiers]


def counted(row: dict[str, Any]) -> list[Any]:
    against, for_it = ("contradicting", "partly_contradicting"), ("supporting", "partly_supporting")
    return [
        *(row[name] for name in ("id", "claimant", "said", "rating_label", "version", "changed", "documents")),
        sum(row[name] for name in against), sum(row[name] for name in for_it),
        *(row[name] for name in ("context", "independent", "read_at_source", "read_in_reproduction", "not_read")),
    ]  # fmt: skip


def counts(dossier: Dossier) -> list[Any]:
    claim, made_of = dossier.claim, dossier.make_up
    relations = [exhibit.link.relation for exhibit in dossier.exhibits]
    against, for_it = sum(r.contradicts for r in relations), sum(r.helps_claimant for r in relations)
    return [
        claim.id, claim.reviewed.claimant.name, str(claim.reviewed.date), claim.rating.label, claim.version,
        str(claim.history[-1].date), made_of.total, against, for_it, made_of.total - against - for_it,
        made_of.independent, made_of.read_at_source, made_of.read_in_reproduction, made_of.not_read,
    ]  # fmt: skip


def test_documents_have_the_sides_that_entries_print(real: Edition, opened: Connection) -> None:
    shown = [
        (d.claim.id, e.number, e.evidence.id, str(e.link.relation), e.side) for d in real.dossiers for e in d.exhibits
    ]
    assert [
        (row["claim"], row["number"], row["evidence"], row["relation"], printed_side(row["side"], printed))
        for row, (*_, printed) in zip(records(opened, "claim_documents"), shown, strict=True)
    ] == shown


def printed_side(side: str, printed: str) -> str:
    """Take a side in words of the database, and in words of a page; return the latter if they mean the same."""
    meant = {
        "no party": "", "not known": "", "made by the parties together": "made by the parties together",
        "the claimant’s own side": "the claimant’s own side", "the other side": "the other side: ",
        "a party, and the claimant is of none": "a party to the dispute: ",
    }[side]  # fmt: skip
    return printed if (printed.startswith(meant) if meant.endswith(": ") else printed == meant) else f"not {side}"


def test_sides_are_seen_from_the_claimant(collection: FakeCollection) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "relay": {"party_relation": "third-party", "derived_from": ["bridge-ruling"]},
        "report": {"party_relation": "third-party"},
        "townsmen": {"party_relation": "party", "party": "town"},
        "valley-news": {"party_relation": "party", "party": "valley"},
        "treaty": {"party_relation": "joint"},
        "leaflet": {"party_relation": "unknown"},
    }
    for name, fields in kinds.items():
        collection.evidence(name, **fields)
    links = [link(), *(link(name) for name in kinds)]
    visitor = [appearance(claimant={"name": "Vi Sitor"})]
    collection.claim(evidence=links, related=[{"ref": "BR-002", "relation": "in-tension-with", "why": "Both."}])
    collection.claim("BR-002", evidence=links, appearances=visitor, fact="It was shut.", claim="It was wide open.")
    with closing(of(collection)) as connection:
        found = rows(connection, "SELECT claim, evidence, side, independent FROM claim_documents")
        assert found[:7] == [
            ("BR-001", "bridge-ruling", "no party", 1),
            ("BR-001", "relay", "no party", 0),
            ("BR-001", "report", "no party", 1),
            ("BR-001", "townsmen", "the claimant’s own side", 0),
            ("BR-001", "valley-news", "the other side", 0),
            ("BR-001", "treaty", "made by the parties together", 0),
            ("BR-001", "leaflet", "not known", 0),
        ]
        assert [row[1:] for row in found[10:12]] == [
            ("townsmen", "a party, and the claimant is of none", 0),
            ("valley-news", "a party, and the claimant is of none", 0),
        ]
        assert rows(connection, "SELECT * FROM both_sides") == [
            ("BR-001", "The bridge was open to everybody all year.", "The Town", "Contradicted by the record",
             7, 1, 1, 0, 1, 3, 1, 1, 1, 2, 0),
            ("BR-002", "It was wide open.", None, "Contradicted by the record", 7, 0, 0, 2, 1, 3, 1, 0, 0, 2, 0),
        ]  # fmt: skip
        assert rows(connection, "SELECT party, rating, claims FROM ratings_by_party") == [
            ("The Town", "false", 1), ("no party", "false", 1),
        ]  # fmt: skip
        assert rows(connection, "SELECT repeated_by FROM evidence_use WHERE evidence = 'bridge-ruling'") == [("relay",)]
        tension = "SELECT claimant, claim, other, other_claimed, why FROM tensions"
        assert rows(connection, tension) == [("Ada Crane", "BR-001", "BR-002", "It was wide open.", "Both.")]


def test_what_rests_on_a_document_is_what_its_page_lists(real: Edition, opened: Connection) -> None:
    shown = {
        d.evidence.id: [f"{use.dossier.claim.id} ({use.exhibit.link.relation})" for use in d.uses]
        for d in real.register.documents
    }
    found = records(opened, "evidence_use")
    assert {row["evidence"]: (row["used"] or "").split(", ") if row["used"] else [] for row in found} == shown
    assert [row["claims"] for row in found] == sorted(map(len, shown.values()), reverse=True)


def test_lists_agree_with_the_records(real: Edition, opened: Connection) -> None:
    register, claims = real.register, [d.claim for d in real.dossiers]
    said = [(c, a) for c in claims for a in c.appearances]
    documents = [document.evidence for document in register.documents]
    read = VerificationLevel.READ_AT_SOURCE
    expected = {
        "claims_by_claimant": [a.claimant.name for _, a in said],
        "words_not_read_at_source": [
            *(e.id for e in documents if e.verification.level is not read),
            *(c.id for c, a in said if not a.verification or a.verification.level is not read),
        ],
        "without_archive": [
            *(e.id for e in documents if not e.archive_urls),
            *(c.id for c, a in said if not a.source.archive_url),
        ],
        "recheck_due": [c.id for c in claims],
        "tensions": [
            d.claim.id for d in real.dossiers for r in d.relatives if r.related.relation is RelatedAs.IN_TENSION_WITH
        ],
        "contradicting_primary_sources": [
            d.claim.id
            for d in real.dossiers
            for e in d.exhibits
            if e.link.relation.contradicts and e.evidence.level is SourceLevel.PRIMARY
        ],
        "quotes_with_sources": [q.text for e in documents for q in e.quotes],
    }  # fmt: skip
    for view, values in expected.items():
        column = (
            "record"
            if view.startswith("w")
            else {"claims_by_claimant": "claimant", "quotes_with_sources": "text"}.get(view, "claim")
        )
        assert Counter(row[column] for row in records(opened, view)) == Counter(values), view
    days = [row["recheck_by"] for row in records(opened, "recheck_due")]
    assert days == sorted(days, key=lambda day: (day is None, day))
    rated = Counter(c.rating.label for c in claims)
    found: Counter[str] = Counter()
    for row in records(opened, "ratings_by_party"):
        found[row["rating_label"]] += row["claims"]
    assert found == rated


def test_corrections_are_those_of_the_site(collection: FakeCollection) -> None:
    levels = ("published", "clarification", "rating-changed", "update", "factual")
    history = [
        change(version=str(number), date=f"2025-05-{number:02}", level=level) for number, level in enumerate(levels, 1)
    ]
    collection.claim(history=history)
    collection.evidence(history=[change(), change(version="2", date="2025-05-04", level="withdrawn")])
    loaded = edition(collection)
    with closing(connect(files(loaded)[DATABASE])) as connection:
        found = rows(connection, "SELECT kind, record, day, level FROM corrections")
    assert found == [
        ("entry", "BR-001", "2025-05-05", "factual"),
        ("document", "bridge-ruling", "2025-05-04", "withdrawn"),
        ("entry", "BR-001", "2025-05-03", "rating-changed"),
    ]
    assert [row[1:] for row in found] == [
        (revised.name, str(revised.change.date), str(revised.change.level)) for revised in loaded.register.corrections
    ]


def test_what_is_archived_is_not_listed_and_what_is_due_comes_first(collection: FakeCollection) -> None:
    kept = {"title": "Minutes", "publisher": "Town", "archive_url": "https://copies.example.org/1"}
    collection.evidence("kept", archive_urls=["https://copies.example.org/2"])
    collection.claim(evidence=[link(), link("kept")], appearances=[appearance(), appearance(source=kept)])
    for claim_id, day in (("BR-002", "2026-02-01"), ("BR-003", "2026-01-01")):
        collection.claim(claim_id, recheck_by=day, fact=f"It was shut for {claim_id}.", claim=f"{claim_id} was open.")
    collection.claim("BR-004", checked_as_of="2025-04-01", fact="It was shut by night.", claim="It was open by night.")
    with closing(of(collection)) as connection:
        assert rows(connection, "SELECT kind, record, occasion FROM without_archive") == [
            ("document", "bridge-ruling", None),
            *(("occasion of a claim", claim_id, 1) for claim_id in ("BR-001", "BR-002", "BR-003", "BR-004")),
        ]
        due = [claim for (claim,) in rows(connection, "SELECT claim FROM recheck_due")]
        assert due == ["BR-003", "BR-002", "BR-004", "BR-001"]
