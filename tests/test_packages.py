"""What describes the data: a Data Package that Frictionless finds valid, and a file that says how to cite it all."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet import loader
from factsheet.exporters import data, packages
from factsheet.exporters.edition import Edition
from factsheet.exporters.licences import spdx
from factsheet.project import Licence
from factsheet.tables import NAMES
from tests.faker import TODAY, FakeCollection, project_fields
from tests.test_pages_hostile import ATTACKS, fill
from tests.test_tables import rich
from tests.workshop import edition, edition_of, real_collection

BY = "https://creativecommons.org/licenses/by/4.0/"
BREAKING = (
    "a: b", "# no comment", "- item", "[list", "{map", "*alias", "&anchor", "!tag", "%YAML 2.0", "---", "'", '"', "\\",
    "\\u0041", "yes", "null", "1.0", "2025-05-01", "\x85", "\xa0", "\u2028", "\ufeff", "\U0001f600", "\x7f", "\x00",
    "\n", "\x1a", "\ufffe", "\uffff", "\U0001fffe",
)  # fmt: skip
"""Texts that would break a careless file in YAML, or come back as something else."""


def described(collection: FakeCollection) -> dict[str, Any]:
    """Take a collection and return the descriptor of its data."""
    found: dict[str, Any] = json.loads(data.files(edition(collection))["datapackage.json"])
    return found


def resource(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in descriptor["resources"] if one["name"] == name)
    assert isinstance(found, dict)
    return found


def written(files: dict[str, bytes], folder: Path) -> Path:
    """Write files below a folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def faults(folder: Path) -> list[tuple[str, str]]:
    """Take a folder with data; return which files Frictionless finds wrong, and what is wrong with each."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(done.stdout)
    found = [(task["place"], error["type"]) for task in report["tasks"] for error in task["errors"]]
    found += [("datapackage.json", error["type"]) for error in report["errors"]]
    assert report["valid"] == (not found) == (done.returncode == 0)
    assert not report["valid"] or len(report["tasks"]) == len(data.FILES) - 1
    return found


def cff(folder: Path, *arguments: str) -> str:
    """Run cffconvert in a folder and return what it printed."""
    command = [str(Path(sys.executable).with_name("cffconvert")), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_the_package_says_of_itself(collection: FakeCollection) -> None:
    descriptor = described(collection)
    resources = descriptor.pop("resources")
    text = descriptor.pop("description")
    assert descriptor == {
        "profile": "data-package",
        "name": "the-bridge-at-stonyford",
        "title": "The Bridge at Stonyford",
        "homepage": "https://example.org/bridge/",
        "version": "2025-05-01",
        "licenses": [{"name": "CC-BY-4.0", "path": BY, "title": "CC BY 4.0"}],
        "contributors": [
            {"title": "Friends of the Bridge", "path": "https://example.org/", "email": "corrections@example.org",
             "role": "publisher"},
        ],
        "keywords": ["Bridge"],
    }  # fmt: skip
    assert text == (
        "What was said about the closing, and what the record shows.\n\n"
        "The collection’s own texts are under CC BY 4.0; quotations belong to their authors.\n\n"
        "The tables in csv/ have UTF-8 text, commas between cells and the names of columns in the first line; a cell "
        "without a value is empty. Open them with the comma as the only separator.\n\n"
        "Where a spreadsheet could take a cell for a formula, because it begins with = + - or @, an apostrophe stands "
        "in front of it, and so it does where a cell begins with an apostrophe itself. Take away one apostrophe at the "
        "beginning of each cell that has one, and you have the texts as they were. The JSON files and the database "
        "hold them unchanged."
    )
    assert [one["path"] for one in resources] == [*data.FILES[2:], "CITATION.cff"]
    assert [one["name"] for one in resources if "schema" in one] == list(NAMES)


def test_what_it_says_of_a_table_and_of_another_file(collection: FakeCollection) -> None:
    files = data.files(edition(collection))
    descriptor = json.loads(files["datapackage.json"])
    content = files["csv/appearance_places_read.csv"]
    assert resource(descriptor, "appearance_places_read") == {
        "profile": "tabular-data-resource",
        "name": "appearance_places_read",
        "path": "csv/appearance_places_read.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": "Where those who compiled the collection read the words of each occasion.",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {
            "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True,
            "skipInitialSpace": False, "header": True, "caseSensitiveHeader": True,
        },
        "schema": {
            "fields": [
                {"name": "claim", "description": "The id of the entry.", "type": "string",
                 "constraints": {"required": True}},
                {"name": "appearance", "description": "The occasion’s number among those of the claim.",
                 "type": "integer", "constraints": {"required": True}},
                {"name": "number", "description": "Place in the list of places.", "type": "integer",
                 "constraints": {"required": True}},
                {"name": "place", "description": "An address or a description.", "type": "string",
                 "constraints": {"required": True}},
            ],
            "missingValues": [""],
            "primaryKey": ["claim", "appearance", "number"],
            "foreignKeys": [
                {"fields": ["claim"], "reference": {"resource": "claims", "fields": ["id"]}},
                {"fields": ["claim", "appearance"],
                 "reference": {"resource": "appearances", "fields": ["claim", "number"]}},
            ],
        },
    }  # fmt: skip
    content = files["schema/claims.schema.json"]
    assert resource(descriptor, "schema/claims.schema.json") == {
        "profile": "data-resource",
        "name": "schema/claims.schema.json",
        "path": "schema/claims.schema.json",
        "type": "json",
        "format": "json",
        "mediatype": "application/json",
        "description": "The JSON Schema of claims.json, which explains every field.",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def test_what_it_says_of_dates_words_and_addresses(collection: FakeCollection) -> None:
    descriptor = described(collection)
    fields = {
        (one["name"], field["name"]): field
        for one in descriptor["resources"]
        if "schema" in one
        for field in one["schema"]["fields"]
    }
    assert fields["claims", "id"] == {
        "name": "id", "description": "Identifier of the entry; never reused.", "type": "string",
        "constraints": {"required": True, "unique": True},
    }  # fmt: skip
    assert fields["claims", "recheck_by"] == {
        "name": "recheck_by", "description": "The day by which the facts should be checked again.", "type": "date",
        "format": "%Y-%m-%d",
    }  # fmt: skip
    assert fields["evidence", "issued"] == {
        "name": "issued", "description": "When it was issued.", "type": "string",
        "constraints": {"required": True, "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    }  # fmt: skip
    assert fields["evidence", "url"] == {
        "name": "url", "description": "Where a reader should look for it.", "type": "string", "format": "uri",
        "constraints": {"required": True},
    }  # fmt: skip
    assert fields["evidence", "sensitivity"] == {
        "name": "sensitivity", "type": "string",
        "description": "What of it may be shown. public: May be shown. redacted: Shown with parts removed.",
        "constraints": {"required": True, "enum": ["public", "redacted"]},
    }  # fmt: skip


def test_size_and_digest_are_those_of_the_files_and_nothing_tells_when_they_were_made(
    collection: FakeCollection,
) -> None:
    rich(collection)
    files = data.files(edition(collection))
    for one in json.loads(files["datapackage.json"])["resources"]:
        assert one["bytes"] == len(files[one["path"]])
        assert one["hash"] == f"sha256:{hashlib.sha256(files[one['path']]).hexdigest()}"
    assert '"created"' not in files["datapackage.json"].decode()


@pytest.mark.slow
def test_frictionless_finds_the_package_valid_and_a_change_in_it(collection: FakeCollection, tmp_path: Path) -> None:
    rich(collection)
    folder = written(data.files(edition(collection)), tmp_path / "data")
    assert faults(folder) == []
    table = folder / "csv" / "claims.csv"
    content = table.read_bytes()
    assert b"BR-002,in-review" in content
    table.write_bytes(content.replace(b"Who ordered the barrier.", b"Who ordered the barriex.", 1))
    assert faults(folder) == [("csv/claims.csv", "hash-count")]


@pytest.mark.slow
def test_frictionless_looks_into_keys_dates_and_words(collection: FakeCollection, tmp_path: Path) -> None:
    rich(collection)
    files = data.files(edition(collection))
    changes = {
        "csv/claims.csv": (b"BR-002,in-review", b"BR-002,in-revue"),
        "csv/claim_changes.csv": (b"BR-001,1,1,2025-05-01", b"BR-001,1,1,2025-05-32"),
        "csv/claim_evidence_quotes.csv": (b"bridge-ruling,fine", b"bridge-ruling,find"),
        "csv/evidence.csv": (b"2020-04", b"2020-4x"),
        "csv/topics.csv": (b"tolls,", b"bridge,"),
    }
    for name, (before, after) in changes.items():
        assert before in files[name]
        files[name] = files[name].replace(before, after, 1)
    descriptor = json.loads(files["datapackage.json"])
    for one in descriptor["resources"]:
        one["bytes"], one["hash"] = len(files[one["path"]]), f"sha256:{hashlib.sha256(files[one['path']]).hexdigest()}"
    folder = written(files | {"datapackage.json": json.dumps(descriptor).encode()}, tmp_path / "data")
    assert set(faults(folder)) == {
        ("csv/claims.csv", "constraint-error"),
        ("csv/claim_changes.csv", "type-error"),
        ("csv/claim_evidence_quotes.csv", "foreign-key"),
        ("csv/evidence.csv", "constraint-error"),
        ("csv/topics.csv", "unique-error"),
        ("csv/topics.csv", "primary-key"),
        ("csv/claim_topics.csv", "foreign-key"),
        ("csv/evidence_topics.csv", "foreign-key"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("text", [*ATTACKS, "=1+1 \\ ../.. : # é"])
def test_hostile_records_make_a_valid_package(collection: FakeCollection, tmp_path: Path, text: str) -> None:
    fill(collection, text)
    folder = written(data.files(edition(collection)), tmp_path / "data")
    assert faults(folder) == []
    assert cff(folder, "--validate") == "Citation metadata are valid according to schema version 1.2.0.\n"


@pytest.mark.slow
def test_an_empty_collection_makes_a_valid_package(collection: FakeCollection, tmp_path: Path) -> None:
    collection.remove("claims/BR-001.yaml")
    collection.remove("evidence/bridge-ruling.yaml")
    folder = written(data.files(edition(collection)), tmp_path / "data")
    assert faults(folder) == []
    assert cff(folder, "--validate") == "Citation metadata are valid according to schema version 1.2.0.\n"
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    assert not {"version", "keywords"} & set(descriptor)


@pytest.mark.slow
def test_the_real_collection_makes_a_valid_package(tmp_path: Path) -> None:
    files = data.files(edition_of(loader.load(real_collection(tmp_path), TODAY)))
    folder = written(files, tmp_path / "data")
    assert faults(folder) == []
    assert cff(folder, "--validate") == "Citation metadata are valid according to schema version 1.2.0.\n"
    lines = list(csv.reader(io.StringIO(files["csv/claims.csv"].decode(), newline="")))
    assert len(lines) > 30


def test_how_the_collection_is_cited(collection: FakeCollection) -> None:
    text = data.files(edition(collection))["CITATION.cff"].decode()
    assert text == (
        'cff-version: "1.2.0"\n'
        'message: "If you use this collection, please cite it as below."\n'
        'type: "dataset"\n'
        'title: "The Bridge at Stonyford: What was said about the closing, and what the record shows"\n'
        'authors: [{"name": "Friends of the Bridge", "website": "https://example.org/"}]\n'
        'version: "2025-05-01"\n'
        'date-released: "2025-05-01"\n'
        'license: "CC-BY-4.0"\n'
        'url: "https://example.org/bridge/"\n'
        'abstract: "What was said about the closing, and what the record shows. The collection’s own texts are under '
        'CC BY 4.0; quotations belong to their authors."\n'
        'keywords: ["Bridge"]\n'
    )


@pytest.mark.slow
def test_programs_that_cite_read_it(collection: FakeCollection, tmp_path: Path) -> None:
    written(data.files(edition(collection)), tmp_path)
    assert cff(tmp_path, "--validate") == "Citation metadata are valid according to schema version 1.2.0.\n"
    assert cff(tmp_path, "--format", "bibtex") == (
        "@misc{YourReferenceHere,\n"
        "author = {Friends of the Bridge},\n"
        "month = {5},\n"
        "title = {The Bridge at Stonyford: What was said about the closing, and what the record shows},\n"
        "url = {https://example.org/bridge/},\n"
        "year = {2025}\n"
        "}\n"
    )
    assert cff(tmp_path, "--format", "apalike") == (
        "Friends of the Bridge (2025). The Bridge at Stonyford: What was said about the closing, and what the record "
        "shows (version 2025-05-01). URL: https://example.org/bridge/\n"
    )


def test_a_collection_without_addresses_and_with_terms_of_its_own(collection: FakeCollection) -> None:
    project = project_fields()
    collection.project(
        base_url="", publisher=project["publisher"] | {"url": "", "contact": "HTTPS://example.org/../mail"},
        licence=project["licence"] | {"name": "Ask us", "url": "HTTPS://example.org/our/../terms"},
    )  # fmt: skip
    descriptor = described(collection)
    assert "homepage" not in descriptor
    assert descriptor["contributors"] == [{"title": "Friends of the Bridge", "role": "publisher"}]
    # The specification refuses two dots in a row, which could climb out of a folder.
    assert descriptor["licenses"] == [{"path": "HTTPS://example.org/our/%2E%2E/terms", "title": "Ask us"}]
    cited = yaml.safe_load(data.files(edition(collection))["CITATION.cff"])
    assert cited["authors"] == [{"name": "Friends of the Bridge"}]
    assert cited["license-url"] == "https://example.org/our/../terms"
    assert not {"license", "url"} & set(cited)


def test_no_text_breaks_the_file_that_says_how_to_cite(collection: FakeCollection) -> None:
    made = edition(collection)

    @given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
    @example("".join(BREAKING))
    def every_text(text: str) -> None:
        check_cited(made, text)

    every_text()
    for text in BREAKING:
        check_cited(made, text)


def check_cited(made: Edition, text: str) -> None:
    """Make sure that a text is read back from the places of the file in which it stands, and changes nothing else."""
    licence = made.project.licence.model_copy(update={"name": text, "quotations": text})
    project = made.project.model_copy(update={"title": text, "subtitle": text, "licence": licence})
    cited = yaml.safe_load(packages.citation(dataclasses.replace(made, project=project)))
    assert cited["title"] == f"{text}: {text}"
    assert cited["abstract"] == f"{text}. The collection’s own texts are under {text}; {text}."
    assert cited["authors"] == [{"name": "Friends of the Bridge", "website": "https://example.org/"}]


@pytest.mark.parametrize(
    ("name", "url", "identifier"),
    [
        ("CC BY 4.0", BY, "CC-BY-4.0"),
        ("cc-by-sa 3.0", "https://example.org/", "CC-BY-SA-3.0"),
        ("CC BY-NC-ND 2.5", "https://example.org/", "CC-BY-NC-ND-2.5"),
        ("Attribution 4.0", "http://www.creativecommons.org/licenses/by-nc/4.0/deed.en", "CC-BY-NC-4.0"),
        ("Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/legalcode", "CC-BY-4.0"),
        ("CC0", "https://example.org/", "CC0-1.0"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("ODbL", "https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"),
        ("ODC-By 1.0", "https://opendatacommons.org/licenses/by/1-0/", "ODC-By-1.0"),
        ("PDDL", "https://example.org/", "PDDL-1.0"),
        ("CC BY", BY, "CC-BY-4.0"),
        ("CC BY", "https://example.org/", None),
        ("CC BY 9.0", "https://example.org/", None),
        ("CC BY 3.0 DE", "https://creativecommons.org/licenses/by/3.0/de/", None),
        ("CC BY 4.0", "https://creativecommons.org/licenses/by-nc/4.0/", None),
        ("CC BY 4.0 with exceptions", "https://example.org/", None),
        ("All rights reserved", "https://example.org/", None),
    ],
)
def test_licences_that_programs_know(name: str, url: str, identifier: str | None) -> None:
    assert spdx(Licence(name=name, url=url, quotations="quotations are others’")) == identifier
