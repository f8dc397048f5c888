"""The records as data: whole expected files, their schemas, and the way back to the records."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from factsheet import digests
from factsheet.dossier import shown_links
from factsheet.exporters import records
from factsheet.exporters.edition import Edition
from factsheet.loader import CheckedCollection
from factsheet.records import Claim, Evidence, digest
from tests.faker import FakeCollection, appearance, change, claim_fields, link, quote
from tests.site_pages import SHEET
from tests.test_frozen import published
from tests.test_frozen import site as with_versions
from tests.workshop import edition, edition_of, sound

SITE = "https://example.org/bridge"
WITHDRAWAL = change(version="2", date="2025-05-02", level="withdrawn", change="The court reversed it.")
HEAD = {
    "format": 1,
    "title": "The Bridge at Stonyford",
    "publisher": "Friends of the Bridge",
    "licence": {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
        "quotations": "quotations belong to their authors",
    },
    "language": "en",
    "url": f"{SITE}/",
    "parties": [{"id": "town", "name": "The Town"}, {"id": "valley", "name": "The Valley"}],
    "topics": [{"id": "bridge", "name": "Bridge"}],
}
READ = {"level": "read-in-reproduction", "found_in": ["https://copy.example.org/"], "note": "Copies differ."}
WORDS = quote(translation="Les voitures.", translator="the contributors")


def full(collection: FakeCollection) -> None:
    """Write a collection in which each field of claims and evidence has a value, some naming what is not shown."""
    said = appearance(
        claimant=appearance()["claimant"] | {"same_as": ["https://people.example.org/crane"]}, quote=WORDS,
        source=appearance()["source"] | {"archive_url": "https://archive.example.org/minutes", "locator": "p. 3"},
        verification=READ, course="softened",
    )  # fmt: skip
    collection.project(sheets=[SHEET | {"claims": ["BR-001"], "further_reading": ["letter"]}])
    collection.evidence("diary", sensitivity="withheld")
    collection.evidence("letter", derived_from=["census", "diary"])
    collection.evidence("census", sensitivity="redacted", standing="disputed")
    collection.evidence(
        authors=["Ida Reed"], event_date="2020-03-03/2020-09-30", accessed="2025-05-01", number="12/2020",
        container_title="Reports", genre="judgment", jurisdiction="County", doi="10.1234/miller", topics=["courts"],
        archive_urls=["https://archive.example.org/miller"], verification=READ, party_relation="party", party="valley",
        quotes=[WORDS | {"id": "carts", "locator": "para. 12", "note": "Number to be found."}],
        derived_from=["letter", "diary", "census"], conflicts_with=["diary", "census"],
    )  # fmt: skip
    person = [{"name": "Ida Reed", "orcid": "0000-0002-1825-0097", "on": "2025-05-01"}]
    of = digests.short(digests.of_text(claim_fields()["fact"]))
    draft, other = ({"ref": ref, "relation": "repeats", "why": "Same words."} for ref in ("BR-002", "BR-003"))
    collection.claim("BR-002", status="draft")
    collection.claim("BR-003", status="withdrawn", history=[change(), WITHDRAWAL])
    published(
        collection, appearances=[said], technique=["overstatement"], explanation="It stood [@census].", authors=person,
        evidence=[link("diary"), link("bridge-ruling#carts", seen="0" * 16), link("census", relation="context")],
        reply={"asked": "2025-04-01", "text": "No.", "received": "2025-04-02"}, related=[draft, other],
        recheck_by="2026-05-01", reviewers=person,
        translations={"fr": {"translator": "Ida Reed", "texts": {"fact": {"text": "Les voitures.", "of": of}}}},
    )  # fmt: skip


def read(given: Edition, name: str) -> dict[str, Any]:
    """Take what exporters are given and the name of a file; return the file as read back."""
    data: dict[str, Any] = json.loads(records.files(given)[name].decode(), parse_constant=pytest.fail)
    return data


def test_the_files_have_the_names_that_are_announced(collection: FakeCollection) -> None:
    assert tuple(records.files(edition(collection))) == records.FILES


def test_a_document_as_data(collection: FakeCollection) -> None:
    collection.evidence("diary", sensitivity="withheld")
    collection.evidence("census", url="https://archive.example.org/census", quotes=None, language=None)
    collection.evidence(derived_from=["census", "diary"], conflicts_with=["diary"])
    collection.project(sheets=[SHEET | {"claims": ["BR-001"], "further_reading": ["census"]}])
    collection.claim("BR-002", evidence=[link("diary"), link("bridge-ruling#carts", relation="partly-contradicts")])
    given = edition(collection)
    history = [{"version": 1, "date": "2025-05-01", "level": "published", "change": "First version."}]
    shared = {
        "title": "Miller v. Town of Stonyford",
        "publisher": "Court of the County",
        "type": "court-decision",
        "party_relation": "court",
        "level": "primary",
        "issued": "2020-05-06",
        "summary": "The court ordered the town to let carts pass. "
        "The barrier was to stand from 3 March to 30 September 2020.",
        "limits": "The court did not decide who had put up the barrier.",
        "verification": {"level": "read-at-source", "found_in": ["https://court.example.org/2020/miller"]},
        "standing": "current",
        "sensitivity": "public",
        "history": history,
    }
    digests_of = {document.evidence.id: digest(document.evidence) for document in given.register.documents}
    expected = {
        "$schema": "schema/evidence.schema.json",
        **HEAD,
        "evidence": [
            {
                **shared,
                "id": "bridge-ruling",
                "language": "en",
                "url": "https://court.example.org/2020/miller",
                "quotes": [
                    {
                        "id": "carts",
                        "text": "The carts of the applicant were turned back.",
                        "lang": "en",
                        "locator": "para. 12",
                    }
                ],
                "derived_from": ["census"],
                "digest": digests_of["bridge-ruling"],
                "page_url": f"{SITE}/evidence/bridge-ruling/",
                "used_by": [
                    {"claim": "BR-001", "exhibit": 1, "relation": "contradicts"},
                    {"claim": "BR-002", "exhibit": 1, "relation": "partly-contradicts"},
                ],
                "sheets": [],
            },
            {
                **shared,
                "id": "census",
                "url": "https://archive.example.org/census",
                "digest": digests_of["census"],
                "page_url": f"{SITE}/evidence/census/",
                "used_by": [],
                "sheets": [{"id": "closing", "title": "The closing"}],
            },
        ],
    }
    text = json.dumps(expected, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert records.files(given)["evidence.json"].decode() == text


def test_what_an_entry_has_beyond_its_record(collection: FakeCollection) -> None:
    full(collection)
    data = read(edition(collection), "claims.json")
    assert {name: value for name, value in data.items() if name != "claims"} == {
        "$schema": "schema/claims.schema.json",
        **HEAD,
    }
    entry, withdrawn = data["claims"]
    assert {name: value for name, value in entry.items() if name not in {*Claim.model_fields, "exhibits"}} == {
        "version": 1,
        "rating_label": "Contradicted by the record",
        "rating_number": 1,
        "url": f"{SITE}/BR-001/",
        "version_url": f"{SITE}/BR-001/v1/",
    }
    assert [(one["number"], one["document"]["id"]) for one in entry["exhibits"]] == [
        (1, "bridge-ruling"),
        (2, "census"),
    ]
    assert withdrawn == {
        "id": "BR-003",
        "status": "withdrawn",
        "claim": "The bridge was open to everybody all year.",
        "history": [{**change(), "version": 1}, {**WITHDRAWAL, "version": 2}],
        "version": 2,
        "url": f"{SITE}/BR-003/",
    }


def test_a_version_has_an_address_once_it_is_published(collection: FakeCollection) -> None:
    published(collection)
    given = with_versions(collection)
    (entry,) = read(given, "claims.json")["claims"]
    assert entry["version_url"] == given.website.cited_address(given.dossiers[0]) == f"{SITE}/BR-001/v1/"
    second = change(version="2", date="2025-05-02", level="update", change="More.")
    collection.claim(status="published", history=[change(), second])
    (entry,) = read(edition(collection), "claims.json")["claims"]
    assert (entry["version"], "version_url" in entry) == (2, False)


def test_a_rating_off_the_scale_has_no_number(collection: FakeCollection) -> None:
    collection.claim(rating="unproven")
    (entry,) = read(edition(collection), "claims.json")["claims"]
    assert (entry["rating_label"], "rating_number" in entry) == ("Not settled by available evidence", False)


def test_a_collection_without_a_site_has_no_addresses_of_its_own(collection: FakeCollection) -> None:
    full(collection)
    assert SITE in (everything := b"".join(records.files(edition(collection)).values()).decode())
    assert f'"$id": "{SITE}/data/schema/claims.schema.json"' in everything
    without = b"".join(records.files(edition_of(sound(collection), "")).values()).decode()
    assert SITE not in without
    assert "$id" not in without


def test_each_record_is_written_as_if_all_were_written_at_once(collection: FakeCollection) -> None:
    full(collection)
    collection.project(title='"claims": [')
    given = edition(collection)
    for entries in (given.dossiers, given.dossiers[:1], ()):
        files = records.files(dataclasses.replace(given, dossiers=entries, topics=()))
        for name in ("claims.json", "evidence.json"):
            at_once = json.dumps(json.loads(files[name]), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            assert files[name].decode() == at_once


def returned(loaded: CheckedCollection, given: Edition) -> None:
    """Take a collection and what exporters are given of it; compare what was exported with the records, both ways."""
    known = {entry.claim.id for entry in given.dossiers}
    documents = {document.evidence.id for document in given.register.documents}
    evidence = {name: entry.record for name, entry in loaded.corpus.evidence_by_id.items()}
    entries = [entry for entry in read(given, "claims.json")["claims"] if entry["status"] != "withdrawn"]
    assert {entry["id"] for entry in entries} == {entry.claim.id for entry in given.dossiers if not entry.withdrawn}
    for entry in entries:
        record = loaded.corpus.claim_by_id[entry["id"]].record
        # What is left out on purpose: translations, links to what is withheld, and relations to drafts.
        left = {
            "translations": {},
            "evidence": tuple(shown_links(record, evidence)),
            "related": tuple(related for related in record.related if related.ref in known),
        }
        back = Claim.model_validate({name: value for name, value in entry.items() if name in Claim.model_fields})
        assert back == record.model_copy(update=left)
        shown = {exhibit["document"]["id"] for exhibit in entry["exhibits"]}
        for exhibit in entry["exhibits"]:
            record_of = evidence[exhibit["document"]["id"]]
            assert Evidence.model_validate(exhibit["document"]) == naming_only(record_of, shown)
            assert exhibit["digest"] == digest(record_of)
    sources = read(given, "evidence.json")["evidence"]
    assert [source["id"] for source in sources] == sorted(documents)
    for source in sources:
        back_of = Evidence.model_validate({n: value for n, value in source.items() if n in Evidence.model_fields})
        assert back_of == naming_only(evidence[source["id"]], documents)
        assert source["digest"] == digest(evidence[source["id"]])


def naming_only(evidence: Evidence, shown: set[str]) -> Evidence:
    """Take a record and the ids of the documents that are shown; return it without relations to any other."""
    fields = ("derived_from", "conflicts_with")
    return evidence.model_copy(
        update={field: tuple(other for other in getattr(evidence, field) if other in shown) for field in fields}
    )


def test_the_records_come_back_as_they_were(collection: FakeCollection) -> None:
    full(collection)
    returned(sound(collection), edition(collection))


@pytest.mark.slow
def test_our_own_records_come_back_as_they_were(real_records: CheckedCollection, real: Edition) -> None:
    assert len(real.dossiers) > 30
    returned(real_records, real)


def test_nothing_that_is_not_shown_is_named(collection: FakeCollection) -> None:
    full(collection)
    collection.evidence("letter", title="Quagga’s letter")
    collection.claim("BR-003", status="withdrawn", evidence=[link("letter")], history=[change(), WITHDRAWAL])
    collection.project()
    everything = b"".join(records.files(edition(collection)).values()).decode()
    assert [word for word in ("diary", "BR-002", "Quagga") if word in everything] == []
    assert [word for word in ("census", "BR-003") if word not in everything] == []
