"""The schemas of the data: what they say of each field, which files they accept, and which they refuse."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factsheet import dossier
from factsheet.exporters import records
from factsheet.exporters.edition import Edition
from tests.faker import FakeCollection, appearance
from tests.test_pages_hostile import ATTACKS, fill
from tests.test_records_export import full, read
from tests.workshop import edition, edition_of, project_of, sound


def parts(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Take a schema and yield each schema in it with its path."""
    yield path, schema
    for group in ("properties", "$defs"):
        for name, part in schema.get(group, {}).items():
            yield from parts(part, f"{path}/{name}")
    if "items" in schema:
        yield from parts(schema["items"], f"{path}[]")
    for number, option in enumerate(schema.get("anyOf", [])):
        yield from parts(option, f"{path}|{number}")


SCHEMAS = ("schema/claims.schema.json", "schema/evidence.schema.json")


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_field_is_described_and_each_object_closed(collection: FakeCollection, name: str) -> None:
    schema = read(edition(collection), name)
    found = dict(parts(schema))
    assert len(found) > 80
    objects = {path: part for path, part in found.items() if part.get("type") == "object"}
    fields = {f"{path}/{field}" for path, part in objects.items() for field in part["properties"]}
    named = {path for path in found if path.count("/") == 1 and path.removeprefix("/") in schema["$defs"]}
    assert [path for path in sorted(fields | named) if len(found[path].get("description", "")) < 8] == []
    assert [path for path, part in objects.items() if part.get("additionalProperties") is not False] == []
    # What never comes is not announced either, and what is announced is used.
    assert [word for word in ("withheld`", '"null"', "translations", "default", "yaml`") if word in str(schema)] == []
    used = {reference for reference in schema["$defs"] if f"#/$defs/{reference}'" in str(schema)}
    assert used == set(schema["$defs"])


def test_each_field_that_is_described_comes_and_no_other(collection: FakeCollection) -> None:
    full(collection)
    given = edition(collection)
    schemas = [read(given, name) for name in SCHEMAS]
    files = [read(given, "claims.json"), read(given, "evidence.json")]
    for schema, data, (kind, items) in zip(schemas, files, (("Entry", "claims"), ("Source", "evidence")), strict=True):
        assert set(data) == set(schema["properties"])
        assert {field for item in data[items] for field in item} == set(schema["$defs"][kind]["properties"])
    withdrawn = files[0]["claims"][1]
    assert set(withdrawn) == set(schemas[0]["$defs"]["WithdrawnEntry"]["properties"])


def test_the_schema_says_what_each_word_means(collection: FakeCollection) -> None:
    words = read(edition(collection), SCHEMAS[1])["$defs"]["Sensitivity"]
    assert words == {
        "description": "What of a source may be shown.\n`public`: Public. May be shown.\n"
        "`redacted`: Redacted. Shown with parts removed.",
        "enum": ["public", "redacted"],
        "type": "string",
    }


def checked(folder: Path, *arguments: str) -> dict[str, list[str]]:
    """Run check-jsonschema in a folder; return what it says of each file that it refuses, by the file's name."""
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "-o", "json", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    report = json.loads(done.stdout)
    assert report.get("parse_errors", []) == []
    found: dict[str, list[str]] = {}
    for error in report.get("errors", []):
        found.setdefault(Path(error["filename"]).name, []).append(f"{error['path']}: {error['message']}")
    assert (report["status"] == "ok") == (not found), done.stdout
    return found


def save(folder: Path, given: Edition, name: str) -> None:
    """Write the files of an edition into a folder, each with a name before its own."""
    for path, content in records.files(given).items():
        (folder / f"{name}-{Path(path).name}").write_bytes(content)


@pytest.mark.slow
def test_every_collection_fits_its_schemas(
    collection: FakeCollection, real: Edition, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    save(folder, edition(collection), "plain")
    for number, attack in enumerate(ATTACKS):
        fill(collection, attack)
        save(folder, edition(collection), f"hostile-{number}")
    odd = "HTTPS://пример.example/a|b[c]{d}%zz?x=й"
    collection.evidence(url=odd, archive_urls=[odd])
    collection.claim(appearances=[appearance(source=appearance()["source"] | {"url": odd}, date="2020")], period="2020")
    save(folder, edition(collection), "odd")
    full(collection)
    loaded = sound(collection)
    save(folder, edition_of(loaded), "full")
    drafts = dossier.join(project_of(loaded), loaded.corpus, drafts=True)
    save(folder, dataclasses.replace(edition_of(loaded), dossiers=drafts), "drafts")
    save(folder, dataclasses.replace(edition_of(loaded, ""), dossiers=(), topics=()), "empty")
    save(folder, real, "real")
    for kind in ("claims", "evidence"):
        schemas = sorted(str(path) for path in folder.glob(f"*-{kind}.schema.json"))
        assert checked(folder, "--check-metaschema", *schemas) == {}
        instances = sorted(str(path) for path in folder.glob(f"*-{kind}.json"))
        assert (len(schemas), len(instances)) == (12, 12)
        assert checked(folder, "--schemafile", f"full-{kind}.schema.json", *instances) == {}
        # One schema for all: they differ in nothing but the address at which they lie.
        assert (
            len({json.dumps(json.loads(Path(path).read_text()) | {"$id": ""}, sort_keys=True) for path in schemas}) == 1
        )


CLAIM, WITHDRAWN = ("claims", 0), ("claims", 1)
WRONG: list[tuple[str, tuple[str | int, ...], Any]] = [
    ("claims", (*CLAIM, "colour"), "red"),
    ("claims", (*CLAIM, "fact"), None),
    ("claims", (*CLAIM, "rating"), "wrong"),
    ("claims", (*CLAIM, "rating_label"), None),
    ("claims", (*CLAIM, "version"), "1"),
    ("claims", (*CLAIM, "version"), None),
    ("claims", (*CLAIM, "status"), "withdrawn"),
    ("claims", (*CLAIM, "places"), []),
    ("claims", (*CLAIM, "period"), "2020/"),
    ("claims", (*CLAIM, "translations"), {}),
    ("claims", (*CLAIM, "appearances", 0, "claimant", "name"), None),
    ("claims", (*CLAIM, "evidence"), []),
    ("claims", (*CLAIM, "evidence", 0, "relation"), "opposes"),
    ("claims", (*CLAIM, "exhibits", 0, "document", "sensitivity"), "withheld"),
    ("claims", (*CLAIM, "exhibits", 0, "document", "url"), "javascript:alert(1)"),
    ("claims", (*CLAIM, "exhibits", 0, "digest"), "short"),
    ("claims", (*WITHDRAWN, "fact"), "It was so."),
    ("claims", (*WITHDRAWN, "rating"), "false"),
    ("claims", (*WITHDRAWN, "status"), "published"),
    ("claims", ("format",), 2),
    ("claims", ("claims",), None),
    ("claims", ("evidence",), []),
    ("evidence", ("evidence", 0, "title"), None),
    ("evidence", ("evidence", 0, "sensitivity"), "withheld"),
    ("evidence", ("evidence", 0, "used_by", 0, "exhibit"), "first"),
    ("evidence", ("evidence", 0, "used_by", 0, "establishes"), "Much."),
    ("evidence", ("evidence", 0, "sheets"), None),
    ("evidence", ("evidence", 0, "issued"), "May 2020"),
    ("evidence", ("evidence", 0, "history"), []),
    ("evidence", ("licence", "quotations"), None),
]
"""Of which file what is changed to make it wrong: the way to a value, and another value, or nothing to remove it."""


@pytest.mark.slow
def test_a_wrong_file_is_refused(collection: FakeCollection, tmp_path_factory: pytest.TempPathFactory) -> None:
    full(collection)
    folder = tmp_path_factory.mktemp("data")
    save(folder, edition(collection), "right")
    wanted: dict[str, set[str]] = {"claims": set(), "evidence": set()}
    for number, (kind, way, value) in enumerate(WRONG):
        data = read(edition(collection), f"{kind}.json")
        holder: Any = data
        for step in way[:-1]:
            holder = holder[step]
        if value is None:
            del holder[way[-1]]
        else:
            assert holder.get(way[-1]) != value
            holder[way[-1]] = value
        name = f"{kind}-{number}.json"
        wanted[kind].add(name)
        (folder / name).write_text(json.dumps(data))
    for kind, names in wanted.items():
        refused = checked(folder, "--schemafile", f"right-{kind}.schema.json", f"right-{kind}.json", *sorted(names))
        passed = {name: WRONG[int(name.removesuffix(".json").rpartition("-")[2])] for name in names - set(refused)}
        assert passed == {}
        assert set(refused) == names
