"""Tables lose nothing that they have a column for: the records can be made again from their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factsheet import loader
from factsheet.records import Claim, Evidence
from factsheet.register import Register
from factsheet.tables import Table, tables
from tests.faker import TODAY, FakeCollection
from tests.test_tables import Cells, check, rich, rows
from tests.workshop import edition, edition_of, real_collection


def test_rows_give_the_records_back(collection: FakeCollection) -> None:
    rich(collection)
    given = edition(collection).register
    assert rebuilt(given) == kept(given)


@pytest.mark.slow
def test_rows_give_the_records_of_the_real_collection_back(tmp_path: Path) -> None:
    given = edition_of(loader.load(real_collection(tmp_path), TODAY)).register
    check(tables(given))
    assert len(kept(given)) > 200
    assert rebuilt(given) == kept(given)


def kept(register: Register) -> list[Claim | Evidence]:
    """Take what a collection lists; return its records without what tables do not keep.

    These are the translations, the digests of what a link was reviewed with, whether a link names all quotations of a
    document or none in particular, and the names of documents and entries that are not shown.
    """
    records: list[Claim | Evidence] = []
    for dossier in register.shown:
        links = [
            exhibit.link.model_copy(update={
                "seen": None,
                "ref": "#".join(filter(None, [exhibit.evidence.id, "+".join(quote.id for quote in exhibit.quotes)])),
            })
            for exhibit in dossier.exhibits
        ]  # fmt: skip
        related = tuple(relative.related for relative in dossier.relatives)
        changed = {"evidence": tuple(links), "related": related, "translations": {}}
        records.append(dossier.claim.model_copy(update=changed))
    return records + [
        _shown(register, register.document_by_id[name].evidence) for name in sorted(register.document_by_id)
    ]


def _shown(register: Register, evidence: Evidence) -> Evidence:
    named = {"derived_from": evidence.derived_from, "conflicts_with": evidence.conflicts_with}
    known = register.document_by_id
    return evidence.model_copy(
        update={field: tuple(name for name in names if name in known) for field, names in named.items()}
    )


def rebuilt(register: Register) -> list[Claim | Evidence]:
    """Take what a collection lists; return the records that its tables tell of."""
    listed = tables(register)
    claims = [_claim(listed, row) for row in rows(listed, "claims") if row["status"] != "withdrawn"]
    return [*claims, *(_evidence(listed, row) for row in rows(listed, "evidence"))]


def _of(listed: tuple[Table, ...], name: str, **key: Any) -> list[Cells]:
    return [row for row in rows(listed, name) if key.items() <= row.items()]


def _present(fields: Cells) -> Cells:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _span(first: str | None, last: str | None) -> str | None:
    return first if first == last else f"{first}/{last or '..'}"


def _history(changes: list[Cells]) -> list[Cells]:
    return [
        {"version": c["version"], "date": c["day"], "level": c["level"], "change": c["change"]} for c in changes
    ]  # fmt: skip


def _claim(listed: tuple[Table, ...], row: Cells) -> Claim:
    mine = {"claim": row["id"]}
    straight = (
        "id", "status", "fact", "claim", "rating", "rating_reason", "summary", "explanation", "unknowns",
        "checked_as_of", "recheck_by",
    )  # fmt: skip
    people = {
        role: [_present({"name": p["name"], "orcid": p["orcid"], "on": p["day"]})
               for p in _of(listed, "claim_people", role=role, **mine)]
        for role in ("author", "reviewer")
    }  # fmt: skip
    asked = {"asked": row["reply_asked"] or "not-asked", "text": row["reply_text"], "received": row["reply_received"]}
    fields = {name: row[name] for name in straight} | {
        "period": _span(row["period_start"], row["period_end"]),
        "topics": [found["topic"] for found in _of(listed, "claim_topics", **mine)],
        "places": [found["place"] for found in _of(listed, "claim_places", **mine)],
        "technique": [found["technique"] for found in _of(listed, "claim_techniques", **mine)],
        "authors": people["author"], "reviewers": people["reviewer"], "reply": _present(asked),
        "appearances": [_appearance(listed, found) for found in _of(listed, "appearances", **mine)],
        "evidence": [_link(listed, found) for found in _of(listed, "claim_evidence", **mine)],
        "related": [{"ref": found["other"], "relation": found["relation"], "why": found["why"]}
                    for found in _of(listed, "related_claims", **mine)],
        "history": _history(_of(listed, "claim_changes", **mine)),
    }  # fmt: skip
    return Claim.model_validate(_present(fields))


def _link(listed: tuple[Table, ...], row: Cells) -> Cells:
    shown = [q["quote"] for q in _of(listed, "claim_evidence_quotes", claim=row["claim"], number=row["number"])]
    ref = "#".join(filter(None, [row["evidence"], "+".join(shown)]))
    return {"ref": ref} | {name: row[name] for name in ("relation", "establishes", "does_not_establish")}


def _appearance(listed: tuple[Table, ...], row: Cells) -> Cells:
    (claimant,) = _of(listed, "claimants", id=row["claimant"])
    found = _of(listed, "appearance_places_read", claim=row["claim"], appearance=row["number"])
    addresses = [address["url"] for address in _of(listed, "claimant_addresses", claimant=row["claimant"])]
    who = {"name": claimant["name"], "office": row["office"], "party": row["party"], "same_as": addresses}
    words = {"text": row["quote"], "lang": row["quote_language"], "translation": row["translation"],
             "translator": row["translator"]}  # fmt: skip
    read = {"level": row["verification_level"], "found_in": [place["place"] for place in found],
            "note": row["verification_note"]}  # fmt: skip
    source = {name: row[name] for name in ("title", "publisher", "url", "archive_url", "locator")}
    return _present({
        "claimant": _present(who), "date": row["date"], "venue": row["venue"], "quote": _present(words),
        "source": _present(source), "verification": _present(read), "course": row["course"],
    })  # fmt: skip


def _evidence(listed: tuple[Table, ...], row: Cells) -> Evidence:
    mine = {"evidence": row["id"]}
    others = {relation: [found["other"] for found in _of(listed, "evidence_relations", relation=relation, **mine)]
              for relation in ("derived-from", "conflicts-with")}  # fmt: skip
    found_in = [found["place"] for found in _of(listed, "evidence_places_read", **mine)]
    read = {"level": row["verification_level"], "found_in": found_in, "note": row["verification_note"]}
    apart = {"event_start", "event_end", "verification_level", "verification_note"}
    fields = {name: value for name, value in row.items() if name not in apart} | {
        "event_date": _span(row["event_start"], row["event_end"]) if row["event_start"] else None,
        "authors": [found["name"] for found in _of(listed, "evidence_authors", **mine)],
        "topics": [found["topic"] for found in _of(listed, "evidence_topics", **mine)],
        "archive_urls": [found["url"] for found in _of(listed, "evidence_archives", **mine)],
        "verification": _present(read),
        "derived_from": others["derived-from"], "conflicts_with": others["conflicts-with"],
        "quotes": [_present({"lang" if name == "language" else name: value for name, value in found.items()
                             if name != "evidence"}) for found in _of(listed, "quotes", **mine)],
        "history": _history(_of(listed, "evidence_changes", **mine)),
    }  # fmt: skip
    return Evidence.model_validate(_present(fields))
