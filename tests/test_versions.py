"""Frozen versions: the same bytes from the same entry, and any file that is not as it was frozen is found."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factsheet import digests, publishing, versions
from tests.conftest import Expected
from tests.faker import FakeCollection, change, link
from tests.machine import Killed, Machine, full_disk
from tests.test_publishing import publish

FIRST = "claims/published/BR-001.v1.json"
TAKE_BACK = (
    "take back the file that was committed; what is published is never edited, but followed by a newer version "
    "[damaged-version]"
)


@pytest.fixture
def published(collection: FakeCollection) -> FakeCollection:
    """Return a collection whose one entry is published as version 1."""
    collection.claim(status="published")
    publish(collection)
    return collection


def rewritten(collection: FakeCollection, entry: dict[str, Any]) -> None:
    """Write an entry as version 1, with the digest that fits it."""
    data = {"format": 1, "before": "", "entry": entry, "digest": digests.of_data(["", entry])}
    collection.write(FIRST, json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def test_a_frozen_entry_is_text_that_people_can_read(published: FakeCollection, expected: Expected) -> None:
    expected("version.json", (published.folder / FIRST).read_text("utf-8"))


def test_the_same_entry_gives_the_same_bytes(published: FakeCollection, tmp_path: Path) -> None:
    other = FakeCollection(tmp_path / "other")
    other.claim(status="published")
    publish(other)
    assert (published.folder / FIRST).read_bytes() == (other.folder / FIRST).read_bytes()


def test_a_version_that_is_read_is_the_one_that_was_frozen(published: FakeCollection) -> None:
    loaded = published.load()
    [version] = loaded.published["BR-001"]
    entry = loaded.corpus.claim_by_id["BR-001"].record
    assert version == versions.freeze(entry, {e.record.id: e.record for e in loaded.corpus.sources})
    assert (version.id, version.number, version.date, str(version.path)) == ("BR-001", 1, "2025-05-01", FIRST)


def test_versions_are_read_in_the_order_of_their_numbers(collection: FakeCollection) -> None:
    items = [change(version=str(number)) for number in range(1, 12)]
    for number in range(1, 12):
        collection.claim(status="published", history=items[:number])
        publish(collection)
    assert [version.number for version in collection.load().published["BR-001"]] == list(range(1, 12))


def test_a_version_whose_lines_were_ended_otherwise_is_the_same(published: FakeCollection) -> None:
    published.write(FIRST, (published.folder / FIRST).read_bytes().replace(b"\n", b"\r\n"))
    assert published.problems() == []


def edited(text: str) -> str:
    return text.replace("carts", "horses", 1)


def compact(text: str) -> str:
    return json.dumps(json.loads(text))


def of_another_format(text: str) -> str:
    return text.replace('"format": 1', '"format": 2')


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (edited, "its digest is that of other content"),
        (compact, "it is written in another way"),
        (of_another_format, "its format is not 1"),
        (lambda text: text[:-3], "it is not JSON"),
        (lambda _: "", "it is not JSON"),
        (lambda _: "[" * 100_000, "it is nested too deep"),
        (lambda _: "[]", "its format is not 1"),
    ],
    ids=["edited", "compact", "other format", "cut", "empty", "deep", "a list"],
)
def test_a_file_that_is_not_as_it_was_frozen_is_found(
    published: FakeCollection, damage: Callable[[str], str], fault: str
) -> None:
    published.write(FIRST, damage((published.folder / FIRST).read_text("utf-8")))
    [damaged, *rest] = [problem for problem in published.problems() if "warning" not in problem]
    assert damaged == f"{FIRST}:1:1: error: this is no published version as it was frozen: {fault}; {TAKE_BACK}"
    assert rest == []


@pytest.mark.parametrize(
    "change_entry",
    [
        lambda entry: entry.pop("id"),
        lambda entry: entry.update(id=1),
        lambda entry: entry.update(version="1"),
        lambda entry: entry.update(history=[]),
        lambda entry: entry.update(history=["x"]),
        lambda entry: entry.update(history=[{"version": 1}]),
        lambda entry: entry.update(evidence="x"),
        lambda entry: entry.update(evidence=[{}]),
        lambda entry: entry.update(exhibits=[{"document": []}]),
        lambda entry: entry.update(exhibits=[{"document": {"id": "a"}}]),
        lambda entry: entry["exhibits"][0]["document"].update(quotes=[{}]),
        lambda entry: entry.pop("exhibits"),
        lambda entry: entry["exhibits"][0]["document"].update(id="another"),
    ],
)
def test_an_entry_without_what_every_entry_has_is_refused(
    published: FakeCollection, change_entry: Callable[[dict[str, Any]], None]
) -> None:
    entry = json.loads((published.folder / FIRST).read_text("utf-8"))["entry"]
    change_entry(entry)
    rewritten(published, entry)
    fault = "this is no published version as it was frozen: its entry lacks what every entry has"
    assert f"{FIRST}:1:1: error: {fault}; {TAKE_BACK}" in published.problems()


def test_an_edited_version_with_a_fitting_digest_shows_as_a_difference(published: FakeCollection) -> None:
    entry = json.loads((published.folder / FIRST).read_text("utf-8"))["entry"]
    entry["exhibits"][0]["document"]["title"] = {"a": [1]}
    rewritten(published, entry)
    assert [problem.partition(" differs")[0] for problem in published.problems() if "evidence/" in problem] == [
        "evidence/bridge-ruling.yaml:2:8: error: 'title'"
    ]


def test_a_version_under_another_name_is_found(published: FakeCollection) -> None:
    (published.folder / FIRST).rename(published.folder / "claims/published/BR-002.v1.json")
    assert [problem for problem in published.problems() if "warning" not in problem] == [
        "claims/published/BR-002.v1.json:1:1: error: this file holds version 1 of BR-001; name it BR-001.v1.json "
        "[damaged-version]"
    ]


def test_a_version_in_the_middle_that_is_gone_is_found(collection: FakeCollection) -> None:
    items = [change(version=str(number)) for number in (1, 2, 3)]
    for number in (1, 2, 3):
        collection.claim(status="published", history=items[:number])
        publish(collection)
    collection.remove("claims/published/BR-001.v2.json")
    assert collection.problems() == [
        "claims/published/BR-001.v3.json:1:1: error: version 2 of this entry is gone; take back the file that was "
        "committed; what is published is never edited, but followed by a newer version [missing-version]"
    ]


@pytest.fixture
def twice(published: FakeCollection) -> FakeCollection:
    """Return a collection whose one entry is published as versions 1 and 2."""
    published.claim(status="published", history=[change(), change(version="2")])
    publish(published)
    assert published.problems() == []
    return published


def test_an_older_version_that_was_edited_does_not_fit_the_next(twice: FakeCollection) -> None:
    entry = json.loads((twice.folder / FIRST).read_text("utf-8"))["entry"]
    rewritten(twice, entry | {"fact": "Carts passed."})
    assert twice.problems() == [f"{FIRST}:1:1: error: this is not the version 1 that version 2 followed; {TAKE_BACK}"]


def test_an_older_version_that_is_gone_is_missed_by_the_next(twice: FakeCollection) -> None:
    twice.remove(FIRST)
    assert [problem.partition(";")[0] for problem in twice.problems()] == [
        "claims/published/BR-001.v2.json:1:1: error: version 1 of this entry is gone"
    ]


@pytest.mark.parametrize("key", ["²", "9" * 5000, "order of quotes", "0"])
def test_a_strange_field_in_a_version_is_a_difference_and_no_crash(published: FakeCollection, key: str) -> None:
    entry = json.loads((published.folder / FIRST).read_text("utf-8"))["entry"]
    entry["exhibits"][0]["document"][key] = "x"
    rewritten(published, entry | {key: {"a": 1}})
    assert {problem.rpartition("[")[2] for problem in published.problems()} == {"silent-edit]"}


@pytest.mark.parametrize("make", [lambda place, _: place.write_text("x"), lambda place, other: place.symlink_to(other)])
def test_what_stands_in_place_of_the_folder_of_versions_is_refused(
    collection: FakeCollection, tmp_path: Path, make: Callable[[Path, Path], None]
) -> None:
    collection.claim(status="published")
    (tmp_path / "elsewhere").mkdir()
    make(collection.folder / "claims/published", tmp_path / "elsewhere")
    assert [problem for problem in collection.problems() if "warning" not in problem] == [
        "claims/published:1:1: error: published versions lie in a folder of the project's own, and this is a link or a "
        "file; move it away [no-folder]"
    ]
    loaded = collection.load()
    [publication], _ = publishing.prepare_all(loaded.corpus, loaded.published, ())
    with pytest.raises(OSError, match=r"symbolic link|File exists|Not a directory"):
        publishing.publish(collection.folder, publication)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_entry_too_large_to_be_read_again_is_not_frozen(collection: FakeCollection) -> None:
    for number in range(60):
        collection.evidence(f"letter-{number}", summary="x" * 19_990)
    collection.claim(status="published", evidence=[link(f"letter-{number}") for number in range(60)])
    loaded = collection.load()
    _, [problem] = publishing.prepare_all(loaded.corpus, loaded.published, ())
    assert str(problem).endswith("bytes, and at most 1,048,576 are read; cut the entry, or its documents [not-ready]")


@pytest.mark.parametrize("name", ["notes.txt", "BR-001.v0.json", "BR-001.v1.JSON", "br-001.v1.json"])
def test_other_files_are_refused_among_versions(published: FakeCollection, name: str) -> None:
    published.write(f"claims/published/{name}", "{}")
    assert published.problems() == [
        f"claims/published/{name}:1:1: error: only published versions stand in this folder, named after an entry's id "
        "and their number; move it elsewhere [not-a-version]"
    ]


def test_notes_for_people_may_stand_among_versions(published: FakeCollection) -> None:
    published.write("claims/published/README.md", "Never edit these.")
    published.write("claims/published/.keep", "")
    assert published.problems() == []


def test_a_link_among_versions_is_refused(published: FakeCollection, tmp_path: Path) -> None:
    place = published.folder / FIRST
    place.rename(tmp_path / "elsewhere.json")
    place.symlink_to(tmp_path / "elsewhere.json")
    [problem] = [problem for problem in published.problems() if "warning" not in problem]
    assert problem.startswith(
        f"{FIRST}:1:1: error: this is no published version as it was frozen: '{FIRST}' is a symbo"
    )


def test_a_pipe_among_versions_does_not_hold_up_the_check(published: FakeCollection) -> None:
    published.remove(FIRST)
    os.mkfifo(published.folder / FIRST)
    [problem] = [problem for problem in published.problems() if "warning" not in problem]
    assert "this is not a regular file" in problem


def test_a_version_is_never_written_over(published: FakeCollection) -> None:
    loaded = published.load()
    entry = loaded.corpus.claim_by_id["BR-001"]
    again = publishing.prepare(entry, {e.record.id: e.record for e in loaded.corpus.sources}, ())
    assert isinstance(again, publishing.Publication)
    before = (published.folder / FIRST).read_bytes()
    with pytest.raises(FileExistsError):
        publishing.publish(published.folder, again)
    assert (published.folder / FIRST).read_bytes() == before
    assert sorted(path.name for path in (published.folder / "claims/published").iterdir()) == ["BR-001.v1.json"]


@pytest.mark.parametrize(
    ("fault", "for_good"),
    [(full_disk, False), (full_disk, True), (Killed, True)],
    ids=["one step fails", "the disk stays full", "the process is killed"],
)
def test_a_fault_at_any_step_leaves_a_whole_version_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], BaseException], for_good: bool
) -> None:
    whole = FakeCollection(tmp_path / "whole")
    whole.claim(status="published")
    [publication] = publish(whole)
    for step in range(1, 50):
        folder = tmp_path / str(step)
        with monkeypatch.context() as patched:
            machine = Machine(patched, fault, for_good=for_good)
            machine.steps_left = step
            with contextlib.suppress(OSError, Killed):
                publishing.publish(folder, publication)
        place = folder / FIRST
        assert not place.exists() or place.read_text("utf-8") == publication.version.text
        if not place.exists():
            publishing.publish(folder, publication)
            assert place.read_text("utf-8") == publication.version.text
        assert versions.load(folder)[1] == []
        if not machine.has_failed:
            break
    assert 5 < step < 49
