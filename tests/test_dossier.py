"""Entries joined from their records: exhibits, sides, what the evidence is made of, and what may not be shown."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_text

from factsheet.dossier import Dossier
from factsheet.exporters.catalogue import EXPORTERS
from factsheet.exporters.records import entry_data
from factsheet.wording import make_up_line
from tests.faker import FakeCollection, link, quote
from tests.workshop import contents, dossiers, edition, factsheet

SECRET = "Xanthippe"
"""A word that stands in a withheld record and nowhere else."""


def only(collection: FakeCollection) -> Dossier:
    (dossier,) = dossiers(collection)
    return dossier


def cite(collection: FakeCollection, *documents: dict[str, Any], **fields: Any) -> Dossier:
    """Write a claim and the documents it rests on, each given by the fields in which it differs; return the entry."""
    ids = [f"document-{number}" for number in range(1, len(documents) + 1)]
    for evidence_id, document in zip(ids, documents, strict=True):
        collection.evidence(evidence_id, **document)
    collection.remove("evidence/bridge-ruling.yaml")
    collection.claim(evidence=[link(evidence_id) for evidence_id in ids], **fields)
    return only(collection)


def test_exhibits_are_numbered_in_the_order_of_the_author(collection: FakeCollection) -> None:
    collection.evidence("letter", title="A letter")
    collection.evidence("census", title="A census")
    collection.claim(evidence=[link("letter"), link(), link("census", relation="context")])
    assert [(exhibit.number, exhibit.evidence.id, exhibit.link.relation) for exhibit in only(collection).exhibits] == [
        (1, "letter", "contradicts"),
        (2, "bridge-ruling", "contradicts"),
        (3, "census", "context"),
    ]


@pytest.mark.parametrize(
    ("ref", "shown"),
    [
        ("bridge-ruling", ["carts", "oxen", "sheep"]),
        ("bridge-ruling#oxen", ["oxen"]),
        ("bridge-ruling#sheep+carts", ["carts", "sheep"]),
    ],
)
def test_a_link_may_name_the_quotations_to_show(collection: FakeCollection, ref: str, shown: list[str]) -> None:
    collection.evidence(quotes=[quote(id="carts"), quote(id="oxen", text="Oxen."), quote(id="sheep", text="Sheep.")])
    collection.claim(evidence=[link(ref)])
    assert [extract.id for extract in only(collection).exhibits[0].quotes] == shown


def test_a_withheld_document_is_no_exhibit_and_leaves_no_gap(collection: FakeCollection) -> None:
    collection.evidence("letter", sensitivity="withheld")
    collection.evidence("census")
    collection.claim(evidence=[link(), link("letter"), link("census")])
    entry = only(collection)
    assert [(exhibit.number, exhibit.evidence.id) for exhibit in entry.exhibits] == [
        (1, "bridge-ruling"),
        (2, "census"),
    ]
    assert entry.make_up.total == 2


@pytest.mark.slow
def test_a_withheld_document_is_in_no_output(collection: FakeCollection) -> None:
    collection.evidence(
        f"letter-{SECRET.lower()}",
        sensitivity="withheld", title=f"Letter of {SECRET}", publisher=f"{SECRET} and Sons", authors=[SECRET],
        url=f"https://{SECRET}.example.org/", archive_urls=[f"https://archive.example.org/{SECRET}"],
        quotes=[quote(id="carts", text=f"{SECRET} saw it.")], summary=f"{SECRET} wrote.", limits=f"{SECRET} is one.",
        verification={"level": "read-at-source", "found_in": [f"https://{SECRET}.example.org/"], "note": SECRET},
        history=[{"version": "1", "date": "2025-05-01", "level": "published", "change": f"{SECRET} came."}],
    )  # fmt: skip
    collection.evidence(
        "census", derived_from=[f"letter-{SECRET.lower()}"], conflicts_with=[f"letter-{SECRET.lower()}"]
    )
    secret_link = link(f"letter-{SECRET.lower()}", establishes=f"That {SECRET} saw.", does_not_establish=SECRET)
    collection.claim(evidence=[link(), secret_link, link("census")])
    done = factsheet(collection.folder, "build")
    assert (done.returncode, SECRET in done.stdout + done.stderr) == (0, False)
    files = contents(collection.folder / "build")
    assert len(files) > 15
    assert [path for path, content in files.items() if SECRET.lower() in readable(path, content).lower()] == []


def readable(path: str, content: bytes) -> str:
    """Take a file's path and content and return the text in it, that of a PDF as a reader sees it."""
    if path.endswith(".pdf"):
        return extract_text(io.BytesIO(content)) + content.decode("latin-1")
    return path + content.decode("utf-8", errors="replace")


def test_drafts_are_left_out_unless_asked_for(collection: FakeCollection) -> None:
    collection.claim("BR-002", status="draft", related=[{"ref": "BR-001", "relation": "repeats", "why": "Same words."}])
    collection.claim(related=[{"ref": "BR-002", "relation": "repeats", "why": "Same words."}])
    assert [(entry.claim.id, len(entry.relatives)) for entry in dossiers(collection)] == [("BR-001", 0)]


def test_relatives_are_the_other_entries(collection: FakeCollection) -> None:
    collection.claim("BR-002", related=[{"ref": "BR-001", "relation": "in-tension-with", "why": "Not both can hold."}])
    first, second = dossiers(collection)
    assert [(relative.related.relation, relative.claim.id) for relative in second.relatives] == [
        ("in-tension-with", "BR-001")
    ]
    assert first.relatives == ()


@pytest.mark.parametrize(
    ("claimant_party", "document", "side"),
    [
        ("town", {}, ""),
        ("town", {"party_relation": "unknown"}, ""),
        ("town", {"party_relation": "party", "party": "town"}, "the claimant’s own side"),
        ("town", {"party_relation": "party", "party": "valley"}, "the other side: The Valley"),
        (None, {"party_relation": "party", "party": "valley"}, "a party to the dispute: The Valley"),
        ("town", {"party_relation": "joint"}, "made by the parties together"),
        (None, {"party_relation": "joint"}, "made by the parties together"),
    ],
)
def test_the_side_of_a_source(
    collection: FakeCollection, claimant_party: str | None, document: dict[str, Any], side: str
) -> None:
    claimant = {"name": "Ada Crane"} | ({"party": claimant_party} if claimant_party else {})
    said = {"claimant": claimant, "date": "2020-11-02", "venue": "Council", "source": {"title": "A", "publisher": "B"}}
    entry = cite(collection, document, appearances=[said])
    assert entry.exhibits[0].side == side


NONE_READ = {"verification": {"level": "not-read"}, "quotes": []}
REPRODUCED = {"verification": {"level": "read-in-reproduction", "found_in": ["https://copy.example.org/"]}}


@pytest.mark.parametrize(
    ("documents", "line"),
    [
        (
            [{}],
            "1 document: 1 court decision. 1 independent of the parties; 0 from the side of The Town; 0 from the side "
            "of The Valley. Words read at the source for 1.",
        ),
        (
            [{"type": "news-report", "party_relation": "third-party"}, {}, {"type": "news-report"} | REPRODUCED],
            "3 documents: 2 news reports, 1 court decision. 3 independent of the parties; 0 from the side of The Town; "
            "0 from the side of The Valley. Words read at the source for 2, in reproductions for 1.",
        ),
        (
            [
                {"type": "treaty-or-agreement", "party_relation": "joint"},
                {"type": "official-statement", "party_relation": "party", "party": "town"} | NONE_READ,
                {"type": "official-statement", "party_relation": "party", "party": "valley"} | REPRODUCED,
                {"type": "legislation", "party_relation": "party", "party": "valley"},
                {"type": "testimony", "party_relation": "unknown"},
            ],
            "5 documents: 2 government statements, 1 law, 1 testimony, 1 treaty or agreement. 0 independent of the "
            "parties; 1 from the side of The Town; 2 from the side of The Valley; 1 from the parties together. Words "
            "read at the source for 3, in reproductions for 1, not at all for 1.",
        ),
        (
            [{"type": "ngo-report"}, {"type": "news-report", "derived_from": ["document-1"]}],
            "2 documents: 1 news report, 1 human-rights organisation’s report. 1 independent of the parties; 0 from "
            "the side of The Town; 0 from the side of The Valley. Words read at the source for 2.",
        ),
    ],
    ids=["one", "several", "parties and joint", "derived"],
)
def test_what_the_evidence_is_made_of(collection: FakeCollection, documents: list[dict[str, Any]], line: str) -> None:
    assert make_up_line(cite(collection, *documents).make_up) == line


def test_a_source_derived_from_one_that_is_not_shown_counts_as_independent(collection: FakeCollection) -> None:
    collection.evidence("agency", sensitivity="withheld")
    entry = cite(collection, {}, {"derived_from": ["agency"]})
    assert entry.make_up.independent == 2


def test_equal_numbers_of_a_kind_are_named_in_a_fixed_order(collection: FakeCollection) -> None:
    entry = cite(collection, {"type": "testimony"}, {"type": "imagery"}, {"type": "dataset"})
    assert entry.make_up.by_type == (("data set", 1), ("image", 1), ("testimony", 1))


def test_the_data_of_an_entry_names_only_what_is_shown(collection: FakeCollection) -> None:
    collection.evidence("letter", sensitivity="withheld")
    collection.evidence("census", derived_from=["letter", "bridge-ruling"], conflicts_with=["letter"])
    collection.claim(evidence=[link(), link("letter"), link("census")])
    given = edition(collection)
    data = entry_data(given, given.dossiers[0])
    assert [used["ref"] for used in data["evidence"]] == ["bridge-ruling", "census"]
    assert [exhibit["document"]["id"] for exhibit in data["exhibits"]] == ["bridge-ruling", "census"]
    assert data["exhibits"][1]["document"]["derived_from"] == ["bridge-ruling"]
    assert "conflicts_with" not in data["exhibits"][1]["document"]


def test_the_folder_of_a_build_is_not_part_of_its_data(collection: FakeCollection, tmp_path: Path) -> None:
    given = edition(collection)
    targets = [target for export in EXPORTERS.values() for target in export(given)]
    assert len(targets) > 15
    assert [target.path for target in targets if str(tmp_path) in str(target.needs)] == []
