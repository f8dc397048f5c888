"""The invented collection, with what this one may not have: an address, versions, withdrawn and doubtful records."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import faker

SHEET = {"title": "The closing", "fact": "The bridge was closed to carts.", "lead": "A *court* said so."}
FURTHER: dict[str, Any] = {
    "further_reading": ["letter"],
    "call_to_action": {
        "date": "2025-05-02",
        "text": "Write to [the council](https://council.example.org/).\n\n- Be *brief*.",
    },
}
FOREIGN = {
    "text": "Personne n’a jamais été empêché de passer.",
    "lang": "fr",
    "translation": "Nobody was ever kept from crossing.",
    "translator": "the compilers",
}
MINUTES = faker.quote(
    id="minutes",
    locator="p. 3",
    text="Le pont fut fermé aux charrettes ; personne ne sut pourquoi.\n\n" * 10,
    lang="fr",
    translation="The bridge was closed to carts; nobody knew why.\n\n" * 10,
    translator="the compilers",
)
"""About as much as may be quoted at once, in another language."""


def invented(folder: Path) -> Path:
    """Write the collection into a folder, publish what is to have versions, and return the folder."""
    collection = faker.FakeCollection(folder)
    collection.project(
        base_url="https://example.org/bridge",
        sheets=[
            SHEET | FURTHER | {"id": "closing", "claims": ["BR-002", "BR-001"]},
            SHEET | FURTHER | {"id": "everything", "title": "All of it", "topics": ["bridge"]},
        ],
    )
    write_evidence(collection)
    write_claims(collection)
    write_versions(collection)
    return folder


def write_evidence(collection: faker.FakeCollection) -> None:
    """Add documents: one to read further, one that was taken back, one that nobody read, one quoted at length."""
    collection.evidence("letter", title="Letter of the clerk")
    retraction = faker.change(version="2", date="2025-05-02", level="factual", change="Its author took it back.")
    collection.evidence("count", title="Count of the carts", standing="retracted", history=[faker.change(), retraction])
    collection.evidence("ledger", title="Ledger of tolls", verification={"level": "not-read"}, quotes=[])
    collection.evidence("minutes", title="Procès-verbal", quotes=[MINUTES], language="fr")


def write_claims(collection: faker.FakeCollection) -> None:
    """Add entries: many that are alike, one said in another language and by several people, one on every document."""
    for number in range(10, 20):
        collection.claim(f"BR-{number:03}")
    clerk = {"name": "Bo Reed", "office": "Clerk of Stonyford", "party": "town"}
    collection.claim(
        "BR-002",
        claim="Nobody was kept away.",
        appearances=[
            faker.appearance(quote=FOREIGN),
            faker.appearance(date="2021-03-04"),
            faker.appearance(date="2021-05-06", claimant=clerk),
        ],
        related=[{"ref": "BR-001", "relation": "in-tension-with", "why": "It was open, or reopened."}],
    )
    documents = ["count", "ledger", "minutes"]
    collection.claim("BR-004", evidence=[faker.link(), *(faker.link(name) for name in documents)])
    withdrawal = faker.change(version="2", date="2025-05-02", level="withdrawn", change="The court reversed it.")
    collection.claim("BR-003", claim="Carts did cross.", status="withdrawn", history=[faker.change(), withdrawal])


def write_versions(collection: faker.FakeCollection) -> None:
    """Publish an entry twice and one that is then withdrawn; so they have versions, changes and corrections."""
    first = faker.change()
    collection.claim("BR-005", status="published", history=[first])
    collection.claim("BR-006", status="published", history=[first])
    publish(collection, "BR-005", "BR-006")
    corrected = faker.change(version="2", date="2025-05-20", level="factual", change="It was closed a day longer.")
    fact = "Carts could not cross the bridge at Stonyford from 3 March to 1 October 2020."
    collection.claim("BR-005", status="published", fact=fact, history=[first, corrected])
    publish(collection, "BR-005")
    withdrawal = faker.change(version="2", date="2025-05-20", level="withdrawn", change="It rested on a false letter.")
    collection.claim("BR-006", status="withdrawn", history=[first, withdrawal])


def publish(collection: faker.FakeCollection, *ids: str) -> None:
    """Freeze entries as they stand."""
    command = [sys.executable, "-m", "factsheet", "-C", str(collection.folder), "publish", *ids]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
