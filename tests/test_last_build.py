"""A build ends early only if it would make what lies there already, whatever was done to the folder since."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faker import FakeCollection
from tests.workshop import contents, factsheet

pytestmark = pytest.mark.slow

PARTLY = ("build", "--to", "html,data")
LONG = "The clerk wrote down every cart that was turned back at the barrier that day. " * 100
UNCHANGED = "Nothing has changed"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a collection of an entry, a withdrawn entry and a draft, and its build."""
    collection = FakeCollection(tmp_path_factory.mktemp("built"))
    history = [{"version": "1", "date": "2025-05-01", "level": "withdrawn", "change": "Misread."}]
    collection.claim("BR-002", status="withdrawn", history=history)
    collection.claim("BR-003", status="draft")
    assert factsheet(collection.folder, "publish", "BR-002").returncode == 0
    done = factsheet(collection.folder, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return collection.folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> FakeCollection:
    """Return a copy of the collection with its build."""
    collection = FakeCollection(tmp_path)
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return collection


def assert_repaired(collection: FakeCollection, undisturbed: Path) -> None:
    """A build makes what a build in an undisturbed folder makes, and leaves nothing to do for the next."""
    done = factsheet(collection.folder, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(collection.folder / "build") == contents(undisturbed / "build")
    assert factsheet(collection.folder, "build").stdout.startswith(UNCHANGED)


@pytest.mark.parametrize(
    "harm",
    [
        lambda _: None,
        lambda folder: (folder / "build/site/index.html").unlink(),
        lambda folder: (folder / "build/site/index.html").write_text("changed by hand"),
        lambda folder: (folder / "build/.last-build.json").write_text("[]"),
        lambda folder: (folder / "build/.last-build.json").write_bytes(b"\xff"),
        lambda folder: factsheet(folder, *PARTLY, "--base-url", "https://elsewhere.example.org/"),
        lambda folder: factsheet(folder, *PARTLY, "--drafts"),
    ],
    ids=["nothing", "deleted", "altered", "no object", "no text", "other address", "drafts"],
)
def test_what_was_done_to_the_output_is_undone(
    built: FakeCollection, built_once: Path, harm: Callable[[Path], object]
) -> None:
    harm(built.folder)
    assert_repaired(built, built_once)


def test_a_mistake_that_is_taken_back_leaves_nothing_behind(built: FakeCollection, built_once: Path) -> None:
    built.claim(summary=LONG)
    assert factsheet(built.folder, "build").returncode == 1
    built.claim()
    assert_repaired(built, built_once)


def test_a_record_that_is_moved_to_the_other_folder_is_noticed(built: FakeCollection) -> None:
    (built.folder / "claims/BR-003.yaml").rename(built.folder / "evidence/BR-003.yaml")
    assert factsheet(built.folder, "build").returncode == 1


def test_warnings_are_shown_at_every_build(built: FakeCollection) -> None:
    built.evidence("letter")
    problem = (
        "no claim uses this evidence; link it, name it as 'further_reading' of a sheet, or remove it [orphan-evidence]"
    )
    warning = f"evidence/letter.yaml:1:5: warning: {problem}\n"
    first, second = factsheet(built.folder, "build"), factsheet(built.folder, "build")
    assert first.stdout.startswith(warning + "Made 0, ")
    assert second.stdout.startswith(warning + UNCHANGED)


def test_errors_are_shown_at_every_build(collection: FakeCollection) -> None:
    collection.claim(rating="wrong")
    first, second = factsheet(collection.folder, "build"), factsheet(collection.folder, "build")
    assert (first.returncode, first.stderr) == (1, "Nothing was built: mend the errors first.\n")
    assert (second.returncode, second.stdout, second.stderr) == (1, first.stdout, first.stderr)


def test_something_that_is_no_file_among_the_records_is_never_read(collection: FakeCollection) -> None:
    os.mkfifo(collection.folder / "claims" / "BR-002.yaml")
    assert factsheet(collection.folder, "build", "--to", "data").returncode == 1
