"""A real build is stopped at several moments: what lies there is whole, nobody stays behind, the next build finishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faker import FakeCollection
from tests.workshop import contents, factsheet

pytestmark = pytest.mark.slow

CLAIMS = ("BR-001", "BR-002", "BR-003")
BUILD = ("build", "--to", "pdf,json", "--jobs", "2")
STOPPED = "Stopped. What was made so far is whole; the next build makes the rest.\n"


@contextmanager
def started(collection: FakeCollection) -> Iterator[subprocess.Popen[str]]:
    """Start a build as the leader of a process group of its own, and end whoever is left of the group."""
    command = [sys.executable, "-m", "factsheet", *BUILD]
    process = subprocess.Popen(
        command, cwd=collection.folder, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.communicate()


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()


def interrupted(process: subprocess.Popen[str]) -> None:
    """Do what Ctrl-C does: it reaches every process of the group."""
    os.killpg(process.pid, signal.SIGINT)


@dataclass(frozen=True)
class Moment:
    """When a build is stopped, and how."""

    new_files: int
    stop: Callable[[subprocess.Popen[str]], None]
    later: float = 0.0
    """Seconds to wait then, so that the workers are being started."""


MOMENTS = (
    Moment(1, killed),
    Moment(1, interrupted, later=0.3),
    Moment(1, killed, later=0.6),
    Moment(2, interrupted),
    Moment(4, killed),
)


@pytest.fixture
def books(collection: FakeCollection) -> FakeCollection:
    """Return a collection of three entries."""
    for claim_id in CLAIMS:
        collection.claim(claim_id)
    return collection


def new_files(folder: Path, before: dict[str, bytes]) -> int:
    now = contents(folder)
    return sum(now[path] != before.get(path) for path in now if path.startswith("site/"))


def stop_at(moment: Moment, collection: FakeCollection, before: dict[str, bytes]) -> tuple[int, str]:
    """Start a build, stop it at a moment, and return its exit code and what it said; all its processes must end."""
    with started(collection) as process:
        while process.poll() is None and new_files(collection.folder / "build", before) < moment.new_files:
            time.sleep(0.002)
        time.sleep(moment.later)
        if process.poll() is None:
            moment.stop(process)
        _, said = process.communicate(timeout=30)  # until nobody holds the pipe any more
        return process.returncode, said


def test_a_stopped_build_leaves_whole_files_and_the_next_build_finishes(books: FakeCollection) -> None:
    assert factsheet(books.folder, *BUILD).returncode == 0
    before = contents(books.folder / "build")
    books.project(title="The Bridge at Stonyford, revised")
    assert factsheet(books.folder, *BUILD, "--out", "undisturbed").returncode == 0
    undisturbed = contents(books.folder / "undisturbed")
    codes = []
    for moment in MOMENTS:
        code, said = stop_at(moment, books, before)
        codes.append(code)
        assert "Traceback" not in said
        assert moment.stop is killed or code == 0 or said.endswith(STOPPED)
        for path, content in contents(books.folder / "build").items():
            assert path == "manifest.json" or content in (before[path], undisturbed[path])
    assert codes[:4] == [-signal.SIGKILL, 2, -signal.SIGKILL, 2]
    assert factsheet(books.folder, *BUILD).returncode == 0
    assert contents(books.folder / "build") == undisturbed
    assert not (books.folder / "build" / ".partial").exists()


def test_a_second_build_of_the_same_folder_is_refused(books: FakeCollection) -> None:
    with started(books) as first:
        while first.poll() is None and not (books.folder / "build/site/data/claims.json").exists():
            time.sleep(0.002)
        second = factsheet(books.folder, "build", "--to", "json")
        assert first.wait() == 0
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == "factsheet: another build is writing to 'build'; wait until it is done\n"
    assert "0 files" not in factsheet(books.folder, *BUILD).stdout
    assert len(contents(books.folder / "build/site/pdf")) == 6
