"""The collection as tables: every row has its parents, and nothing is told that readers may not see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from factsheet.tables import NAMES, Column, Kind, Table, tables
from tests.faker import FakeCollection, appearance, change, link, quote
from tests.site_pages import SHEET
from tests.test_pages_hostile import ATTACKS, fill
from tests.test_withheld import DRAFT, WITHHELD, withhold
from tests.workshop import edition

Cells = dict[str, Any]


def rich(collection: FakeCollection) -> None:
    """Write a collection in which every field of every record has a value, and one entry is withdrawn."""
    read = {
        "level": "read-in-reproduction",
        "found_in": ["https://copy.example.org/1", "A book"],
        "note": "Two copies.",
    }
    said = appearance(
        claimant={"name": "Ada Crane", "office": "Mayor", "party": "town", "same_as": ["https://www.example.org/ada"]},
        quote={"text": "Niemand wurde gehindert.", "lang": "de", "translation": "No one was.", "translator": "Us"},
        source=appearance()["source"] | {"archive_url": "https://archive.example.org/m", "locator": "p. 3"},
        verification=read, course="softened",
    )  # fmt: skip
    bare = appearance(claimant={"name": "The Valley Post"}, quote=None, source={"title": "[Page]", "publisher": "Post"})
    people = [{"name": "Jo Weir", "orcid": "0000-0002-1825-0097", "on": "2025-05-01"}, {"name": "Max Ford"}]
    second = change(version="2", date="2025-05-02", level="factual", change="The day was put right.")
    collection.project(
        sheets=[SHEET | {"topics": ["bridge"], "further_reading": ["map"]}],
        topics=[{"id": "tolls", "name": "Tolls and fees"}, {"id": "unused", "name": "Used by nothing"}],
    )
    collection.claim(
        appearances=[said, bare], period="2020-03/..", places=["Stonyford", "The Valley"], topics=["tolls", "bridge"],
        technique=["overstatement", "missing-context"], explanation="See [@bridge-ruling].", related=[
            {"ref": "BR-002", "relation": "repeats", "why": "The same words."},
            {"ref": "BR-003", "relation": "narrows", "why": "It is gone."},
        ],
        evidence=[link("bridge-ruling#fine+carts"), link("letter", relation="supports")],
        reply={"asked": "2025-04-01", "text": "No answer.", "received": "2025-04-30"}, recheck_by="2026-05-01",
        authors=people, reviewers=people[:1], history=[change(), second],
    )  # fmt: skip
    collection.claim("BR-002", rating="unproven", period="2020", appearances=[said])
    withdrawal = change(version="2", date="2025-05-03", level="withdrawn", change="The court reversed it.")
    collection.claim("BR-003", status="withdrawn", evidence=[link("gone")], history=[change(), withdrawal])
    collection.evidence(
        authors=["Justice Hill", "Justice Dale"], party_relation="party", party="valley", event_date="2020-03-03/2020",
        accessed="2025-04-02", number="12/2020", container_title="County Reports", genre="order", jurisdiction="County",
        doi="10.1234/bridge", archive_urls=["https://archive.example.org/r1", "https://archive.example.org/r2"],
        quotes=[quote(id="carts", locator="para. 12", note="To be read again."),
                quote(id="fine", lang="de", translation="A fine.", translator="The court"), quote(id="end")],
        verification=read, derived_from=["letter"], conflicts_with=["letter"], topics=["fines"],
        history=[change(), second],
    )  # fmt: skip
    collection.evidence("letter", issued="2020-04", quotes=None, event_date="2019/..")
    collection.evidence("map", issued="2020", event_date="2018", topics=["tolls", "maps-and-plans"])
    collection.evidence("gone", title="Of the withdrawn entry only")


def rows(listed: tuple[Table, ...], name: str) -> list[Cells]:
    """Take tables and the name of one; return its rows, each cell by the name of its column."""
    (found,) = (table for table in listed if table.name == name)
    return [dict(zip([c.name for c in found.columns], row, strict=True)) for row in found.rows]


def check(listed: tuple[Table, ...]) -> None:
    """Make sure that tables hold what they promise: keys, references, values that may not be missing, kinds."""
    known: dict[str, Table] = {}
    assert tuple(table.name for table in listed) == NAMES
    for table in listed:
        names = [column.name for column in table.columns]
        keys = [tuple(row[names.index(name)] for name in table.key) for row in table.rows]
        assert len(keys) == len(set(keys)), f"a key stands twice in {table.name}"
        assert all(None not in key for key in keys)
        assert all(column.meaning for column in table.columns)
        for number, column in enumerate(table.columns):
            check_values(table, column, [row[number] for row in table.rows])
        for reference in table.references:
            parent = known[reference.table]
            assert set(reference.key) == set(parent.key), f"{table.name} refers to what is no key"
            held = {tuple(row[name] for name in reference.key) for row in rows(listed, reference.table)}
            named = {tuple(row[name] for name in reference.columns) for row in rows(listed, table.name)}
            assert {key for key in named if None not in key} <= held, f"{table.name} refers to nothing"
        known[table.name] = table


def check_values(table: Table, column: Column, values: list[Any]) -> None:
    here = f"{table.name}.{column.name}"
    assert not column.required or None not in values, f"{here} lacks a value"
    assert column.required or column.name not in table.key, f"{here} is in the key and may be missing"
    assert "" not in values, f"{here} holds an empty text"
    present = [value for value in values if value is not None]
    assert {type(value) for value in present} <= {int if column.kind is Kind.INTEGER else str}, f"{here} mixes types"
    assert not column.terms or set(present) <= set(column.terms), f"{here} holds words that are not in its list"
    if column.kind is Kind.DAY:
        assert [str(date.fromisoformat(value)) for value in present] == present
    elif column.kind is Kind.DATE:
        assert all(str(date.fromisoformat((value + "-01-01")[:10])).startswith(value) for value in present)
    elif column.kind is Kind.ADDRESS:
        assert all(value.lower().startswith(("https://", "http://")) for value in present)


def test_what_stands_in_the_tables_of_a_small_collection(collection: FakeCollection) -> None:
    listed = tables(edition(collection).register)
    assert {table.name: table.rows for table in listed if table.rows} == {
        "parties": (("town", "The Town"), ("valley", "The Valley")),
        "topics": (("bridge", "Bridge"),),
        "claimants": (("ada-crane", "Ada Crane"),),
        "claims": (
            ("BR-001", "in-review", 1,
             "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
             "The bridge was open to everybody all year.", "2020-01-01", "2020-12-31", "false",
             "Contradicted by the record", 1, "A court found that carts were turned back.",
             "The mayor said that the bridge was open. A court found that carts were turned back.", None,
             "Who ordered the barrier.", None, None, None, "2025-05-01", None, "https://example.org/bridge/BR-001/"),
        ),
        "claim_topics": (("BR-001", "bridge"),),
        "claim_places": (("BR-001", 1, "Stonyford"),),
        "claim_changes": (("BR-001", 1, 1, "2025-05-01", "published", "First version."),),
        "appearances": (
            ("BR-001", 1, "ada-crane", "Mayor of Stonyford", "town", "2020-11-02", "Town council",
             "Nobody was ever kept from crossing.", "en", None, None, "Minutes of the council", "Town of Stonyford",
             "https://town.example.org/minutes/2020-11-02", None, None, None, None, None),
        ),
        "evidence": (
            ("bridge-ruling", "Miller v. Town of Stonyford", "Court of the County", "court-decision", "court", None,
             "primary", "2020-05-06", None, None, None, None, None, None, None, "en",
             "https://court.example.org/2020/miller", None,
             "The court ordered the town to let carts pass. "
             "The barrier was to stand from 3 March to 30 September 2020.",
             "The court did not decide who had put up the barrier.", "read-at-source", None, "current", "public"),
        ),
        "evidence_places_read": (("bridge-ruling", 1, "https://court.example.org/2020/miller"),),
        "evidence_changes": (("bridge-ruling", 1, 1, "2025-05-01", "published", "First version."),),
        "quotes": (("bridge-ruling", "carts", "The carts of the applicant were turned back.", "en", "para. 12", None,
                    None, None),),
        "claim_evidence": (("BR-001", 1, "bridge-ruling", "contradicts", "Carts were turned back in May 2020.",
                            "That people on foot were turned back."),),
        "claim_evidence_quotes": (("BR-001", 1, "bridge-ruling", "carts"),),
    }  # fmt: skip


def test_the_columns_are_those_that_readers_were_promised(collection: FakeCollection) -> None:
    listed = tables(edition(collection).register)
    assert {table.name: " ".join(column.name for column in table.columns) for table in listed} == {
        "parties": "id name",
        "topics": "id name",
        "claimants": "id name",
        "claimant_addresses": "claimant number url",
        "claims": "id status version fact claim period_start period_end rating rating_label rating_number "
        "rating_reason summary explanation unknowns reply_asked reply_text reply_received checked_as_of recheck_by url",
        "claim_topics": "claim topic",
        "claim_places": "claim number place",
        "claim_techniques": "claim technique",
        "claim_people": "claim role number name orcid day",
        "claim_changes": "claim number version day level change",
        "appearances": "claim number claimant office party date venue quote quote_language translation translator "
        "title publisher url archive_url locator verification_level verification_note course",
        "appearance_places_read": "claim appearance number place",
        "related_claims": "claim number other relation why",
        "evidence": "id title publisher type party_relation party level issued event_start event_end accessed number "
        "container_title genre jurisdiction language url doi summary limits verification_level verification_note "
        "standing sensitivity",
        "evidence_authors": "evidence number name",
        "evidence_topics": "evidence topic",
        "evidence_archives": "evidence number url",
        "evidence_places_read": "evidence number place",
        "evidence_relations": "evidence relation other",
        "evidence_changes": "evidence number version day level change",
        "quotes": "evidence id text language locator translation translator note",
        "claim_evidence": "claim number evidence relation establishes does_not_establish",
        "claim_evidence_quotes": "claim number evidence quote",
        "sheets": "id title fact lead",
        "sheet_claims": "sheet number claim",
        "sheet_reading": "sheet number evidence",
    }
    (claims,) = (table for table in listed if table.name == "claims")
    assert claims.columns[1].terms == ("draft", "in-review", "published", "under-review", "withdrawn")
    assert claims.columns[4] == Column(
        "claim", Kind.TEXT, "The claim in one line; ClaimReview `claimReviewed`.", required=True
    )


def test_tables_keep_their_promises(collection: FakeCollection) -> None:
    rich(collection)
    listed = tables(edition(collection).register)
    check(listed)
    assert [table.name for table in listed if not table.rows] == [], "the rich collection no longer fills every table"
    empty = {
        f"{table.name}.{column.name}"
        for table in listed
        for number, column in enumerate(table.columns)
        if all(row[number] is None for row in table.rows)
    }
    assert empty == set(), "the rich collection no longer fills every column"


@pytest.mark.parametrize("text", ATTACKS)
def test_tables_of_hostile_records_keep_their_promises(collection: FakeCollection, text: str) -> None:
    fill(collection, text)
    check(tables(edition(collection).register))


def test_things_that_are_named_twice_stand_once(collection: FakeCollection) -> None:
    collection.project(parties=[{"id": "town", "name": "The Town"}, {"id": "town", "name": "The Town"}])
    collection.claim(
        topics=["bridge", "bridge"], technique=["overstatement", "overstatement"], history=[change(), change()],
        evidence=[link(), link()],
        related=[{"ref": "BR-002", "relation": "repeats", "why": why} for why in ("One.", "Two.")],
    )  # fmt: skip
    collection.claim("BR-002")
    collection.evidence("letter")
    collection.evidence(derived_from=["letter", "letter"], topics=["bridge", "bridge"])
    collection.claim("BR-003", evidence=[link("letter")])
    check(tables(edition(collection).register))


def test_dates_and_topics_as_precise_as_they_are_known(collection: FakeCollection) -> None:
    rich(collection)
    listed = tables(edition(collection).register)
    assert [(row["id"], row["period_start"], row["period_end"]) for row in rows(listed, "claims")] == [
        ("BR-001", "2020-03", None), ("BR-002", "2020", "2020"), ("BR-003", None, None),
    ]  # fmt: skip
    assert [(row["id"], row["issued"], row["event_start"], row["event_end"]) for row in rows(listed, "evidence")] == [
        ("bridge-ruling", "2020-05-06", "2020-03-03", "2020"),
        ("letter", "2020-04", "2019", None),
        ("map", "2020", "2018", "2018"),
    ]
    assert [(row["id"], row["name"]) for row in rows(listed, "topics")] == [
        ("tolls", "Tolls and fees"), ("bridge", "Bridge"), ("fines", "Fines"), ("maps-and-plans", "Maps and plans"),
    ]  # fmt: skip


def test_of_a_withdrawn_entry_only_the_claim_and_the_history_are_told(collection: FakeCollection) -> None:
    rich(collection)
    listed = tables(edition(collection).register)
    (gone,) = (row for row in rows(listed, "claims") if row["id"] == "BR-003")
    assert {name: value for name, value in gone.items() if value is not None} == {
        "id": "BR-003", "status": "withdrawn", "version": 2, "claim": "The bridge was open to everybody all year.",
        "url": "https://example.org/bridge/BR-003/",
    }  # fmt: skip
    named = {
        f"{table.name}.{column.name}"
        for table in listed
        for row in table.rows
        for column, value in zip(table.columns, row, strict=True)
        if value == "BR-003"
    }
    assert named == {"claims.id", "claim_changes.claim", "related_claims.other"}
    assert "Of the withdrawn entry only" not in str(listed)


def test_nothing_withheld_is_in_a_table(collection: FakeCollection) -> None:
    withhold(collection)
    listed = tables(edition(collection).register)
    assert [word for word in WITHHELD if word in str(listed).lower()] == []
    assert [row["number"] for row in rows(listed, "claim_evidence")] == [1]


def test_no_draft_is_in_a_table(collection: FakeCollection) -> None:
    collection.claim("BR-009", status="draft", **DRAFT)
    collection.evidence("quagga-letter", title="A letter", topics=["quagga-topic"])
    collection.claim(related=[{"ref": "BR-009", "relation": "repeats", "why": "Quagga."}])
    listed = str(tables(edition(collection).register)).lower()
    assert [word for word in ("quagga", "br-009", "1883") if word in listed] == []


def test_a_collection_without_entries_has_its_tables(collection: FakeCollection) -> None:
    collection.remove("claims/BR-001.yaml")
    collection.remove("evidence/bridge-ruling.yaml")
    listed = tables(edition(collection).register)
    check(listed)
    assert [table.name for table in listed if table.rows] == ["parties"]
