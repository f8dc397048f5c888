from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import faker

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the site built from this collection, and that of an invented one with what this one may not have."""
    folder = tmp_path_factory.mktemp("sites")
    sources = {"records": PROJECT, "invented": invented(folder / "invented")}
    return {name: built(source, folder / f"{name}-build") / "site" for name, source in sources.items()}


@pytest.fixture(scope="session", params=["records", "invented"])
def site(request: pytest.FixtureRequest, sites: dict[str, Path]) -> Path:
    """Return one site after the other."""
    return sites[request.param]


def built(source: Path, out: Path) -> Path:
    """Build a collection into a folder and return the folder; without it there is nothing to test."""
    command = [sys.executable, "-m", "factsheet", "-C", str(source), "build", "--out", str(out)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        pytest.exit(f"The collection cannot be built:\n{ended.stdout}{ended.stderr}", returncode=1)
    return out


def invented(folder: Path) -> Path:
    """Write a collection with a public address, what this one may not have, and topic sheets; return its folder."""
    collection = faker.FakeCollection(folder)
    asked = {"date": "2025-05-02", "text": "Write to [the council](https://council.example.org/).\n\n- Be *brief*."}
    sheet = {"title": "The closing", "fact": "The bridge was closed to carts.", "lead": "A *court* said so."}
    more = {"further_reading": ["letter"], "call_to_action": asked}
    collection.project(
        base_url="https://example.org/bridge",
        sheets=[
            sheet | {"id": "closing", "claims": ["BR-002", "BR-001"]} | more,
            sheet | {"id": "everything", "topics": ["bridge"]} | more,
        ],
    )
    collection.evidence("letter")
    for number in range(10, 20):
        collection.claim(f"BR-{number:03}")
    foreign = {
        "text": "Personne n’a jamais été empêché de passer.",
        "lang": "fr",
        "translation": "Nobody was ever kept from crossing.",
        "translator": "the compilers",
    }
    collection.claim(
        "BR-002",
        claim="Nobody was kept away.",
        appearances=[faker.appearance(quote=foreign)],
        related=[{"ref": "BR-001", "relation": "in-tension-with", "why": "It was open, or reopened."}],
    )
    withdrawal = faker.change(version="2", date="2025-05-02", level="withdrawn", change="The court reversed it.")
    collection.claim("BR-003", claim="Carts did cross.", status="withdrawn", history=[faker.change(), withdrawal])
    return folder
