"""All data together: one target, the same bytes each time, and in no file what readers may not see."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from factsheet import dossier
from factsheet.exporters import data
from factsheet.exporters.edition import Edition
from tests.faker import FakeCollection, change, link
from tests.test_frozen import published
from tests.test_tables import rich
from tests.test_withheld import DRAFT, WITHHELD, withhold
from tests.workshop import ROOT, edition, project_of, sound

pytestmark = pytest.mark.slow

NAMES = (
    "datapackage.json", "CITATION.cff",
    "claims.json", "evidence.json", "schema/claims.schema.json", "schema/evidence.schema.json", "claimreview.json",
    "references.bib", "references-biblatex.bib", "references.ris", "references.json",
    "csv/parties.csv", "csv/topics.csv", "csv/claimants.csv", "csv/claimant_addresses.csv", "csv/claims.csv",
    "csv/claim_topics.csv", "csv/claim_places.csv", "csv/claim_techniques.csv", "csv/claim_people.csv",
    "csv/claim_changes.csv", "csv/appearances.csv", "csv/appearance_places_read.csv", "csv/related_claims.csv",
    "csv/evidence.csv", "csv/evidence_authors.csv", "csv/evidence_topics.csv", "csv/evidence_archives.csv",
    "csv/evidence_places_read.csv", "csv/evidence_relations.csv", "csv/evidence_changes.csv", "csv/quotes.csv",
    "csv/claim_evidence.csv", "csv/claim_evidence_quotes.csv", "csv/sheets.csv", "csv/sheet_claims.csv",
    "csv/sheet_reading.csv", "factsheet.sqlite",
)  # fmt: skip


def words_in(given: Edition) -> dict[str, str]:
    """Take an edition; return the words of each file of its data in small letters, with the file's name."""
    return {name: f"{name} {made.decode('utf-8', 'replace')}".lower() for name, made in data.files(given).items()}


def named_in(given: Edition, words: tuple[str, ...]) -> dict[str, list[str]]:
    """Take an edition and words; return for each file of its data that names some of them, which."""
    found = {name: [word for word in words if word in text] for name, text in words_in(given).items()}
    return {name: named for name, named in found.items() if named}


def test_one_target_makes_every_file(collection: FakeCollection) -> None:
    given = edition(collection)
    (target,) = data.export(given)
    assert [str(path) for path in target.paths] == [f"site/data/{name}" for name in NAMES]
    assert target.is_known_by_content
    made = target.make()
    assert [made.content, *made.beside] == list(data.files(given).values())
    assert tuple(data.files(given)) == NAMES


def test_every_file_but_the_package_itself_is_described(collection: FakeCollection) -> None:
    descriptor = json.loads(data.files(edition(collection))["datapackage.json"])
    assert sorted(one["path"] for one in descriptor["resources"]) == sorted(NAMES[1:])
    assert len({one["name"] for one in descriptor["resources"]}) == len(NAMES) - 1


def test_the_same_records_give_the_same_bytes_in_any_process(collection: FakeCollection) -> None:
    rich(collection)
    program = (
        "import sys, hashlib\n"
        "from pathlib import Path\n"
        "from tests.faker import TODAY\n"
        "from tests.workshop import edition_of\n"
        "from factsheet import loader\n"
        "from factsheet.exporters import data\n"
        "for name, made in data.files(edition_of(loader.load(Path(sys.argv[1]), TODAY))).items():\n"
        "    print(name, hashlib.sha256(made).hexdigest())\n"
    )
    printed = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        done = subprocess.run(
            [sys.executable, "-c", program, str(collection.folder)], cwd=ROOT, capture_output=True, text=True,
            timeout=120, check=False, env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    assert len(printed[0].splitlines()) == len(NAMES)


def test_what_is_withheld_is_in_no_file(collection: FakeCollection) -> None:
    withhold(collection)
    given = edition(collection)
    assert named_in(given, WITHHELD) == {}
    assert {"claims.json", "references.ris", "csv/evidence.csv", "factsheet.sqlite"} <= set(
        named_in(given, ("miller",))
    )


def test_drafts_are_in_no_file_unless_asked_for(collection: FakeCollection) -> None:
    collection.claim("BR-009", status="draft", **DRAFT)
    collection.evidence("quagga-letter", title="A letter", topics=["quagga-topic"])
    published(collection, related=[{"ref": "BR-009", "relation": "in-tension-with", "why": "Quaggas differ."}])
    given = edition(collection)
    assert named_in(given, ("quagga", "br-009", "1883")) == {}
    loaded = sound(collection)
    drafts = dossier.join(project_of(loaded), loaded.corpus, drafts=True)
    shown = Edition(given.project, drafts, given.topics, given.pages, given.theme, given.papers, (), given.published)
    assert {"claims.json", "csv/claims.csv", "csv/topics.csv", "datapackage.json", "references.bib"} <= set(
        named_in(shown, ("quagga",))
    )


def test_of_a_withdrawn_entry_only_the_claim_and_the_history_are_told(collection: FakeCollection) -> None:
    secret = {"summary": "Zonkey.", "fact": "No zonkey crossed.", "rating_reason": "Zonkeys.", "unknowns": "A zonkey."}
    links = [link("zonkey", establishes="Zonkeys.")]
    history = [change(), change(version="2", level="withdrawn")]
    collection.claim(
        "BR-002", status="withdrawn", history=history, places=["Zonkey"], topics=["zonkey"], evidence=links, **secret
    )
    collection.evidence("zonkey", title="The zonkey")
    given = edition(collection)
    assert named_in(given, ("zonkey",)) == {}
    assert {"claims.json", "csv/claims.csv", "factsheet.sqlite"} <= set(named_in(given, ("br-002",)))
