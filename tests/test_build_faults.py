"""The machine fails at every step of a build: what lies in the folder is whole, and the next build repairs it."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from factsheet import build
from factsheet.exporters import data
from factsheet.exporters.target import Made, Target, page_target, text_target
from factsheet.manifest import Manifest
from tests.faker import FakeCollection
from tests.machine import Killed, Machine, full_disk
from tests.workshop import contents, factsheet

BEFORE = {
    "a.txt": "A" * 50_000, "b.txt": "B", "gone/c.txt": "C", "d.txt": "D", "page.html": "P", "same.html": "S",
    "search/entry": "f1 f2", "search/f1": "F1", "search/f2": "F2",
}  # fmt: skip
AFTER = {
    "a.txt": "new A" * 50_000, "b.txt": "B", "new/e.txt": "E", "d.txt": "D2", "page.html": "P2", "same.html": "S",
    "search/entry": "f2 f3", "search/f2": "F2", "search/f3": "F3",
}  # fmt: skip
SEARCH = PurePosixPath("search")


def targets(files: dict[str, str]) -> list[Target]:
    """Return one target for each kind of target, with the files that are its own."""
    found = {path: text for path, text in files.items() if path.startswith("search/f")}
    plain = {path: text for path, text in files.items() if not path.startswith("search/")}
    return [target(PurePosixPath(path), text) for path, text in plain.items()] + [search(found)]


def target(path: PurePosixPath, text: str) -> Target:
    return page_target(path, partial(str, text)) if path.suffix == ".html" else text_target(path, text)


def search(files: dict[str, str]) -> Target:
    found = {PurePosixPath(path).relative_to(SEARCH): text.encode() for path, text in files.items()}
    entry = " ".join(map(str, found)).encode()
    return Target(SEARCH / "entry", needs=files, make=partial(Made, entry, found=found), folder=SEARCH)


def run(folder: Path, files: dict[str, str]) -> None:
    build.build(targets(files), folder, tools={}, whole=True, jobs=1, progress=lambda *_: None)


def assert_old_or_new(folder: Path) -> None:
    """Every file is the old one or the new one, whole, and the manifest can be read."""
    for path, content in contents(folder).items():
        if path == "manifest.json":
            assert Manifest.read(folder) != Manifest()
        else:
            assert content.decode() in {BEFORE.get(path), AFTER.get(path)}, f"{path} is neither old nor new"
    entry = folder / "search/entry"
    lacking = [name for name in entry.read_text().split() if not (folder / "search" / name).exists()]
    assert lacking == [], "a reader of the entry finds what it names"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "for_good"),
    [(full_disk, False), (full_disk, True), (Killed, True)],
    ids=["one step fails", "the disk stays full", "the process is killed"],
)
def test_a_fault_at_any_step_leaves_whole_files_and_is_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], BaseException], for_good: bool
) -> None:
    run(tmp_path / "before", BEFORE)
    run(tmp_path / "undisturbed", AFTER)
    undisturbed = contents(tmp_path / "undisturbed")
    for step in range(1, 200):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "before", folder)
        with monkeypatch.context() as patched:
            machine = Machine(patched, fault, for_good=for_good)
            machine.steps_left = step
            try:
                run(folder, AFTER)
            except (OSError, Killed):
                assert machine.has_failed
        assert_old_or_new(folder)
        run(folder, AFTER)
        assert contents(folder) == undisturbed
        assert not (folder / ".partial").exists()
        if not machine.has_failed:
            break
    assert 20 < step < 199


@pytest.mark.slow
def test_a_file_in_place_of_a_folder_ends_the_build(collection: FakeCollection) -> None:
    in_the_way = collection.write("build/site/pdf", "not a folder")
    done = factsheet(collection.folder, "build", "--to", "pdf", "--paper", "a4", "--jobs", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Making 2 files ...\nfactsheet: File exists ({in_the_way.relative_to(collection.folder)})\n"
    assert in_the_way.read_text() == "not a folder"


def test_a_folder_in_place_of_a_file_ends_the_build(collection: FakeCollection) -> None:
    collection.write("build/site/data/claims.json/mine.txt", "not a file")
    done = factsheet(collection.folder, "build", "--to", "data")
    assert (done.returncode, done.stdout) == (2, "")
    said = f"Making {len(data.FILES)} files ...\nfactsheet: Is a directory (build/site/data/claims.json)\n"
    assert done.stderr == said
    assert collection.folder.joinpath("build/site/data/claims.json/mine.txt").read_text() == "not a file"


@pytest.mark.slow
def test_a_disk_that_takes_no_large_files_ends_the_build_and_the_next_one_repairs(collection: FakeCollection) -> None:
    arguments = ["build", "--to", "data,schema"]
    done = subprocess.run(
        [sys.executable, "-m", "factsheet", *arguments], cwd=collection.folder, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000)), check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Making {len(data.FILES) + 3} files ...\nfactsheet: File too large\n"
    assert factsheet(collection.folder, *arguments).returncode == 0
    assert factsheet(collection.folder, *arguments, "--out", "undisturbed").returncode == 0
    assert contents(collection.folder / "build") == contents(collection.folder / "undisturbed")
    assert not (collection.folder / "build" / ".partial").exists()
