"""Brings an output folder in line with its targets: makes what changed, keeps what did not, removes what is gone.

The manifest holds, for each file, the digest of what it was made from and of what it is. Times are never looked at.
Every file is written beside its place, forced to disk and renamed, so that a reader sees the old file or the new one
whole. Before the first file is made the manifest names every path that will be, so that a build that was killed leaves
nothing behind that the next one does not know.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from typing import Any

from factsheet import digests
from factsheet.exporters import PRELOAD, CannotMake, Target
from factsheet.problems import Unable
from factsheet.progress import Progress

MANIFEST = "manifest.json"
PARTIAL = ".partial"
LOCK = ".lock"
UNFINISHED = ""
"""Stands in the manifest for the digest of a file that a build was about to make."""


class BuildInProgress(Unable):
    """Another build is writing to the same folder."""


@dataclass(frozen=True)
class Failure:
    """A file that its records do not allow, and why."""

    path: PurePosixPath
    entry: str
    message: str


@dataclass
class Report:
    """What a build did."""

    made: list[PurePosixPath] = field(default_factory=list)
    kept: list[PurePosixPath] = field(default_factory=list)
    removed: list[PurePosixPath] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


@dataclass
class Manifest:
    """What stands in an output folder, by path: the digest of what a file was made from, and of its content."""

    tools: dict[str, str]
    files: dict[str, tuple[str, str]]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Take an output folder and return its manifest; an empty one if there is none or it is damaged."""
        try:
            data = json.loads((folder / MANIFEST).read_text("utf-8"))
            files = {str(_checked(path)): (str(e["from"]), str(e["is"])) for path, e in data["files"].items()}
            return cls(dict(data["tools"]), files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls({}, {})

    def write(self, folder: Path) -> None:
        """Take the output folder and write the manifest, if it differs from what stands there."""
        files = {path: {"from": made_from, "is": content} for path, (made_from, content) in self.files.items()}
        text = json.dumps({"files": files, "tools": self.tools}, indent=1, sort_keys=True) + "\n"
        if not (folder / MANIFEST).exists() or (folder / MANIFEST).read_text("utf-8") != text:
            write_whole(folder, PurePosixPath(MANIFEST), text.encode())


def build(
    targets: Sequence[Target], folder: Path, *, tools: dict[str, str], whole: bool, jobs: int, progress: Progress
) -> Report:
    """Take targets and the folder they belong in; make those that changed and return what was done.

    `whole` says that the targets are all there should be, so that what else was made before is removed. `jobs` is the
    number of worker processes. Raises BuildInProgress, and OSError if the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _only_build(folder):
        _clear_partial(folder)
        manifest = Manifest.read(folder)
        before = dict(manifest.files)
        report = Report()
        needs = {target.path: digests.of_data(target.needs) for target in targets}
        stale = [target for target in targets if not _is_fresh(folder, before, target.path, needs[target.path])]
        stale_paths = {target.path for target in stale}
        report.kept = [target.path for target in targets if target.path not in stale_paths]
        manifest.tools = tools
        try:
            if stale:
                manifest.files |= {str(target.path): (needs[target.path], UNFINISHED) for target in stale}
                manifest.write(folder)
            for path, content in _make(stale, jobs, report, progress):
                write_whole(folder, path, content)
                manifest.files[str(path)] = (needs[path], digests.of_bytes(content))
                report.made.append(path)
                progress(len(report.made), len(stale), path)
            _remove_failed(folder, report, manifest)
            if whole:
                _prune(folder, {str(target.path) for target in targets}, manifest, report)
        finally:
            # Also after an interruption, so that what was made is kept by the next build.
            manifest.write(folder)
        _remove_if_empty(folder / PARTIAL)
    return report


def write_whole(folder: Path, path: PurePosixPath, content: bytes) -> None:
    """Take an output folder, a path in it and the content; put the file there whole, or leave what was there."""
    place = folder / _checked(path)
    for parent in [place, *place.parents]:
        if parent == folder:
            break
        if parent.is_symlink():
            raise OSError(f"'{parent}' is a symbolic link; remove it, because output stays in its own folder")
    partial = folder / PARTIAL / digests.of_text(str(path))
    partial.parent.mkdir(exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(place)


def _make(
    stale: Sequence[Target], jobs: int, report: Report, progress: Progress
) -> Iterator[tuple[PurePosixPath, bytes]]:
    if stale:
        progress(0, len(stale), None)
    slow = [target for target in stale if target.slow]
    for target in [target for target in stale if not target.slow]:
        yield target.path, target.make()
    if not slow:
        return
    if jobs == 1:
        results: Iterator[tuple[Target, Callable[[], bytes]]] = ((target, target.make) for target in slow)
    else:
        results = _in_workers(slow, min(jobs, len(slow)))
    for target, result in results:
        try:
            content = result()
        except CannotMake as fault:
            report.failed.append(Failure(target.path, target.entry, str(fault)))
        else:
            yield target.path, content


def _in_workers(targets: Sequence[Target], jobs: int) -> Iterator[tuple[Target, Callable[[], bytes]]]:
    # One server process imports the slow libraries once; workers are forked from it and keep their fonts.
    context = get_context("forkserver")
    context.set_forkserver_preload(list(PRELOAD))
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts_to_the_parent)
    try:
        futures: dict[Future[bytes], Target] = {executor.submit(target.make): target for target in targets}
        for future in as_completed(futures):
            yield futures[future], future.result
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_fresh(folder: Path, before: dict[str, tuple[str, str]], path: PurePosixPath, needs: str) -> bool:
    made_from, content = before.get(str(path), ("", UNFINISHED))
    if made_from != needs or content == UNFINISHED:
        return False
    try:
        return digests.of_bytes((folder / path).read_bytes()) == content
    except OSError:
        return False


def _remove_failed(folder: Path, report: Report, manifest: Manifest) -> None:
    # A sheet that no longer fits must not lie there in its last form as if it were the newest.
    for failure in report.failed:
        (folder / failure.path).unlink(missing_ok=True)
        manifest.files.pop(str(failure.path), None)


def _prune(folder: Path, wanted: set[str], manifest: Manifest, report: Report) -> None:
    for path in sorted(set(manifest.files) - wanted):
        place = folder / path
        if place.is_symlink() or place.is_file():
            place.unlink()
            report.removed.append(PurePosixPath(path))
        del manifest.files[path]
        for parent in PurePosixPath(path).parents[:-1]:
            _remove_if_empty(folder / parent)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _clear_partial(folder: Path) -> None:
    if (folder / PARTIAL).exists():
        shutil.rmtree(folder / PARTIAL)


def _checked(path: Any) -> PurePosixPath:
    """Take a path and return it; ValueError says that it would leave the output folder."""
    checked = PurePosixPath(path)
    if checked.is_absolute() or not checked.parts or ".." in checked.parts or "\\" in str(path):
        raise ValueError(f"the path '{path}' leaves the output folder")
    return checked


@contextmanager
def _only_build(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildInProgress(f"another build is writing to '{folder}'; wait until it is done") from None
        yield
