"""A real build is stopped at several moments: its files are whole, no process stays, the next build finishes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faker import FakeCollection
from tests.workshop import contents, factsheet

pytestmark = pytest.mark.slow

CLAIMS = ("BR-001", "BR-002", "BR-003")
BUILD = ("build", "--to", "pdf,data", "--jobs", "2")
STOPPED = "Stopped. Whatever was written is whole; the same command does the rest.\n"


@contextmanager
def started(collection: FakeCollection) -> Iterator[subprocess.Popen[bytes]]:
    """Start a build in a process group of its own, and wait for its first words; in the end nobody of it is left."""
    words = collection.folder / "stderr.txt"
    with words.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "factsheet", *BUILD],
            cwd=collection.folder, start_new_session=True, stdout=subprocess.PIPE, stderr=stderr,
            preexec_fn=_as_at_a_terminal,
        )  # fmt: skip
    try:
        while process.poll() is None and b"Making" not in words.read_bytes():
            time.sleep(0.002)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _as_at_a_terminal() -> None:
    # Tests that a shell started in the background hand on that Ctrl-C is ignored.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def killed(process: subprocess.Popen[bytes]) -> None:
    process.kill()


def interrupted(process: subprocess.Popen[bytes]) -> None:
    """Do what Ctrl-C does: it reaches every process of the group."""
    os.killpg(process.pid, signal.SIGINT)


@dataclass(frozen=True)
class Moment:
    """When a build is stopped, and how."""

    files: int
    """Number of files that this build has made."""
    stop: Callable[[subprocess.Popen[bytes]], None]
    later: float = 0.0
    """Seconds to wait after that; the workers take a second to start."""


MOMENTS = (
    Moment(0, killed),
    Moment(0, interrupted, later=0.1),
    Moment(0, interrupted, later=0.4),
    Moment(1, killed),
    Moment(1, interrupted),
    Moment(0, killed, later=0.7),
)


@pytest.fixture
def books(collection: FakeCollection) -> FakeCollection:
    """Return a collection of three entries."""
    for claim_id in CLAIMS:
        collection.claim(claim_id)
    return collection


def changed_files(folder: Path, before: dict[str, bytes]) -> int:
    return sum(content != before.get(path) for path, content in contents(folder).items() if path != "manifest.json")


def stop_at(moment: Moment, collection: FakeCollection) -> tuple[int, str]:
    """Start a build, stop it at a moment, and return its exit code and what it said; all its processes must end."""
    output = collection.folder / "build"
    before = contents(output)
    with started(collection) as process:
        while process.poll() is None and changed_files(output, before) < moment.files:
            time.sleep(0.002)
        time.sleep(moment.later)
        moment.stop(process)
        process.communicate(timeout=30)  # until nobody holds the pipe any more
    return process.returncode, (collection.folder / "stderr.txt").read_text()


def test_a_stopped_build_leaves_whole_files_and_the_next_build_finishes(books: FakeCollection) -> None:
    assert factsheet(books.folder, *BUILD).returncode == 0
    before = contents(books.folder / "build")
    books.project(title="The Bridge at Stonyford, revised")
    assert factsheet(books.folder, *BUILD, "--out", "undisturbed").returncode == 0
    undisturbed = contents(books.folder / "undisturbed")
    for moment in MOMENTS:
        code, said = stop_at(moment, books)
        assert "Traceback" not in said
        assert code == (-signal.SIGKILL if moment.stop is killed else 2)
        assert moment.stop is killed or re.fullmatch(
            r"Making \d+ files \.\.\.\n(\d+ of \d+ made\n)*\n+" + re.escape(STOPPED), said
        )
        for path, content in contents(books.folder / "build").items():
            assert path == "manifest.json" or content in (before[path], undisturbed[path])
    assert factsheet(books.folder, *BUILD).returncode == 0
    assert contents(books.folder / "build") == undisturbed
    assert not (books.folder / "build" / ".partial").exists()


def test_a_second_build_of_the_same_folder_is_refused(books: FakeCollection) -> None:
    with started(books) as first:
        second = factsheet(books.folder, "build", "--to", "data")
        first.communicate()
        assert first.returncode == 0
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == "factsheet: another build is writing to 'build'; wait until it is done\n"
    assert len(contents(books.folder / "build/site/pdf")) == 6
