from __future__ import annotations

from pathlib import Path

import pytest

from factsheet import corpus
from tests.faker import FakeCollection


def loaded(collection: FakeCollection) -> tuple[list[str], list[str]]:
    """Return the paths of the records that were read, and the problems of the others."""
    records, problems = corpus.load(collection.folder)
    return [str(entry.path) for entry in (*records.claims, *records.sources)], [str(problem) for problem in problems]


def test_records_are_read_in_the_order_of_their_names(collection: FakeCollection) -> None:
    collection.claim("BR-010", file="BR-010-last.yaml")
    collection.claim("BR-002", file="BR-002-middle.yaml")
    collection.evidence("a-letter")
    records, problems = corpus.load(collection.folder)
    assert problems == []
    assert [entry.record.id for entry in records.claims] == ["BR-001", "BR-002", "BR-010"]
    assert [entry.record.id for entry in records.sources] == ["a-letter", "bridge-ruling"]
    assert list(records.claim_by_id) == ["BR-001", "BR-002", "BR-010"]
    assert str(records.claim_by_id["BR-002"].path) == "claims/BR-002-middle.yaml"
    assert str(records.evidence_by_id["a-letter"].path) == "evidence/a-letter.yaml"


def test_an_entry_knows_the_places_of_its_values(collection: FakeCollection) -> None:
    collection.claim(places=["Stonyford", "Upper Valley"])
    entry = corpus.load(collection.folder)[0].claims[0]
    assert str(entry.at("places", 1)) == "claims/BR-001.yaml:3:3"
    assert str(entry.at("recheck_by")) == "claims/BR-001.yaml:1:1"


def test_notes_and_what_machines_write_may_lie_beside_the_records(collection: FakeCollection) -> None:
    collection.write("claims/README.md", "# Notes")
    collection.write("claims/published/BR-001.v1.json", "{}")
    collection.write("evidence/captures.yaml", "")
    collection.write("evidence/.swap", "")
    assert loaded(collection) == (["claims/BR-001.yaml", "evidence/bridge-ruling.yaml"], [])


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (
            "claims/BR-002.yml",
            "claims/BR-002.yml:1:1: error: only records stand in this folder; end its name in .yaml [not-a-record]",
        ),
        (
            "claims/notes.txt",
            "claims/notes.txt:1:1: error: only records stand in this folder; move it elsewhere [not-a-record]",
        ),
        (
            "evidence/a letter.yaml",
            "evidence:1:1: error: the file name 'a letter.yaml' is refused; use the letters a to z, digits, hyphens "
            "and full stops [file-name]",
        ),
        (
            "evidence/\u202elmay.yaml",
            "evidence:1:1: error: the file name '\\u202elmay.yaml' is refused; use the letters a to z, digits, "
            "hyphens and full stops [file-name]",
        ),
        (
            "evidence/new\nline.yaml",
            "evidence:1:1: error: the file name 'new\\nline.yaml' is refused; use the letters a to z, digits, hyphens "
            "and full stops [file-name]",
        ),
    ],
)
def test_what_is_no_record_is_named_and_the_rest_is_read(collection: FakeCollection, path: str, problem: str) -> None:
    collection.write(path, "id: x")
    assert loaded(collection) == (["claims/BR-001.yaml", "evidence/bridge-ruling.yaml"], [problem])


def test_a_faulty_record_is_left_out_and_named(collection: FakeCollection) -> None:
    collection.claim(rating="flase")
    collection.write("evidence/empty.yaml", "")
    assert loaded(collection) == (
        ["evidence/bridge-ruling.yaml"],
        [
            "claims/BR-001.yaml:1:9: error: 'flase' is not a word that may stand here; did you mean 'false'? "
            "[unknown-word]",
            "evidence/empty.yaml:1:1: error: this file is empty [no-fields]",
        ],
    )


def test_missing_folders_are_named(tmp_path: Path) -> None:
    records, problems = corpus.load(tmp_path)
    assert records == corpus.Corpus((), (), frozenset({"claims", "evidence"}))
    assert [str(problem) for problem in problems] == [
        "claims:1:1: error: there is no folder 'claims'; make it [no-folder]",
        "evidence:1:1: error: there is no folder 'evidence'; make it [no-folder]",
    ]
