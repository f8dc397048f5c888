"""Brings an output folder in line with its targets: makes what changed, keeps what did not, removes what is gone.

The manifest holds, for each file, the digest of what it was made from and of what it is. Times are never looked at.
A page is not told by what it is made from: it is made by every build, and written only if it differs.
Every file is written beside its place, forced to disk and renamed, so that a reader sees the old file or the new one
whole. Before the first file is made the manifest names every path that will be, so that a build that was killed leaves
nothing behind that the next one does not know.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from factsheet import digests, workers
from factsheet.exporters.target import PRELOAD, CannotMake, Made, Target
from factsheet.files import PARTIAL, inside, no_links, remove_if_empty, write_together, write_whole
from factsheet.manifest import FILE, ITSELF, File, Manifest
from factsheet.problems import Unable
from factsheet.progress import Progress

LOCK = ".lock"
TOGETHER = 16
"""Pages that are written together."""

Batch = list[tuple[Target, Made]]
Promise = tuple[Target, Callable[[], Made]]
"""A target, and what returns what it was made into, or raises why that cannot be."""


class BuildInProgress(Unable):
    """Another build is writing to the same folder."""


@dataclass(frozen=True)
class Failure:
    """A file that its records do not allow, and why."""

    paths: tuple[PurePosixPath, ...]
    """The file, and those that would have been made of it."""
    subject: str
    message: str
    code: str = "cannot-print"

    @property
    def path(self) -> PurePosixPath:
        """Return the path of the file."""
        return self.paths[0]


@dataclass
class Report:
    """What a build did."""

    made: list[PurePosixPath] = field(default_factory=list)
    kept: list[PurePosixPath] = field(default_factory=list)
    removed: list[PurePosixPath] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    manifest: str = field(default="", compare=False)
    """Digest of the manifest that the build left."""
    strangers: list[PurePosixPath] = field(default_factory=list, compare=False)
    """Files that lie among the output and that no build made."""


def build(
    targets: Sequence[Target], folder: Path, *, tools: dict[str, str], whole: bool, jobs: int, progress: Progress
) -> Report:
    """Take targets and the folder they belong in; make those that changed and return what was done.

    `whole` says that the targets are all there should be, so that what else was made before is removed. `jobs` is the
    number of worker processes. Raises BuildInProgress, and OSError if the folder cannot be written.
    """
    _check_folders(targets)
    folder.mkdir(parents=True, exist_ok=True)
    with _only_build(folder):
        no_links(folder, PurePosixPath(PARTIAL))
        if (folder / PARTIAL).exists():
            shutil.rmtree(folder / PARTIAL)
        manifest = Manifest.read(folder)
        needs = {target.path: _made_from(target) for target in targets}
        fresh, stale = _sorted_out(targets, manifest, folder, needs, jobs)
        report = Report(kept=fresh)
        manifest.tools = tools if whole else manifest.tools
        try:
            if stale:
                manifest.files |= {str(path): File(needs[target.path]) for target in stale for path in target.paths}
                _write_manifest(folder, manifest)
            for batch in _make(stale, jobs, report, progress):
                _put(folder, batch, needs, manifest, report)
            _remove_failed(folder, stale, manifest, report)
            if whole:
                _remove_unwanted(folder, targets, manifest, report)
        finally:
            # Also after an interruption, so that what was made is kept by the next build.
            _write_manifest(folder, manifest)
        report.kept.sort()
        report.manifest = manifest.digest
        report.strangers = list(_strangers(folder, manifest)) if whole else []
    return report


def _check_folders(targets: Sequence[Target]) -> None:
    for owner in [target for target in targets if target.folder is not None]:
        inside(owner.folder)
        for target in targets:
            if target is not owner and (target.folder == owner.folder or any(map(owner.owns, target.paths))):
                raise ValueError(
                    f"the folder '{owner.folder}' belongs to '{owner.path}' and not to '{target.path}' too"
                )


def _made_from(target: Target) -> str:
    return ITSELF if target.is_known_by_content else digests.of_data(target.needs)


def _put(folder: Path, batch: Batch, needs: Mapping[PurePosixPath, str], manifest: Manifest, report: Report) -> None:
    """Take targets and what they were made into; put that in its place, and remove what they once found and no more do.

    What a target found comes first, so that its own files, which tell readers of the others, name none that is not
    there.
    """
    written: dict[PurePosixPath, bytes] = {}
    files: dict[str, File] = {}
    for target, made in batch:
        made_from, found = needs[target.path], target.found_paths(made)
        own = dict(zip(target.paths, (made.content, *made.beside), strict=True))
        # A page is made because it differs; of several files that are made together most may not.
        together = own if target.beside and target.is_known_by_content else {}
        kept = _named(folder, found, made_from, manifest) | _same(folder, together)
        report.kept += sorted(kept)
        written |= {path: content for path, content in (found | own).items() if path not in kept}
        files |= {
            str(path): File(made_from, digests.of_bytes(content), made.setting if path in own else {})
            for path, content in (found | own).items()
        }
    write_together(folder, written)
    manifest.files |= files
    report.made += written
    for target, made in batch:
        for gone in sorted(set(_owned(target, manifest)) - set(map(str, target.found_paths(made)))):
            if _remove(folder, gone, manifest):
                report.removed.append(PurePosixPath(gone))


def _named(
    folder: Path, found: Mapping[PurePosixPath, bytes], made_from: str, manifest: Manifest
) -> set[PurePosixPath]:
    """Take files that a call found; name them in the manifest, and return those that lie in their places already."""
    kept = _same(folder, found)
    if found:
        known = {str(path): File(made_from, digests.of_bytes(found[path])) for path in kept}
        manifest.files |= {str(path): File(made_from) for path in found} | known
        _write_manifest(folder, manifest)
    return kept


def _same(folder: Path, contents: Mapping[PurePosixPath, bytes]) -> set[PurePosixPath]:
    """Take a folder and contents by their paths in it; return the paths at which these very contents lie already."""
    for path in contents:
        no_links(folder, path.parent)
    return {path for path, content in contents.items() if _lies(folder / path, content)}


def _lies(place: Path, content: bytes) -> bool:
    return place.is_file() and not place.is_symlink() and place.read_bytes() == content


def _owned(target: Target, manifest: Manifest) -> list[str]:
    """Take a target; return the paths of the files that it found when it was last made."""
    return [path for path in manifest.files if target.owns(PurePosixPath(path))] if target.folder else []


def _remove_failed(folder: Path, stale: Sequence[Target], manifest: Manifest, report: Report) -> None:
    # A sheet that no longer fits must not lie there in its last form as if it were the newest.
    failed = {failure.path for failure in report.failed}
    for target in [target for target in stale if target.path in failed]:
        for path in [*map(str, target.paths), *_owned(target, manifest)]:
            _remove(folder, path, manifest)


def _remove_unwanted(folder: Path, targets: Sequence[Target], manifest: Manifest, report: Report) -> None:
    wanted = {str(path) for target in targets for path in target.paths}
    wanted.update(path for target in targets for path in _owned(target, manifest))
    for gone in sorted(set(manifest.files) - wanted):
        if _remove(folder, gone, manifest):
            report.removed.append(PurePosixPath(gone))


def _remove(folder: Path, path: str, manifest: Manifest) -> bool:
    no_links(folder, inside(path).parent)  # the file itself may be one: it is removed and not what it leads to
    place = folder / path
    was_there = place.is_symlink() or place.is_file()
    place.unlink(missing_ok=True)
    manifest.files.pop(path, None)
    for parent in PurePosixPath(path).parents[:-1]:
        remove_if_empty(folder / parent)
    return was_there


def _strangers(folder: Path, manifest: Manifest) -> Iterator[PurePosixPath]:
    for top in sorted({PurePosixPath(path).parts[0] for path in manifest.files if "/" in path}):
        for place in sorted((folder / top).rglob("*")):
            path = PurePosixPath(place.relative_to(folder))
            if not place.is_dir() and str(path) not in manifest.files:
                yield path


def _sorted_out(
    targets: Sequence[Target], manifest: Manifest, folder: Path, needs: Mapping[PurePosixPath, str], jobs: int
) -> tuple[list[PurePosixPath], list[Target]]:
    """Take targets, the last build's manifest and folder, needs by path, and how many processes may work.

    Return the paths that are fresh, and the targets of the others.
    """
    paths = {target.path: [*map(str, target.paths), *_owned(target, manifest)] for target in targets}

    def is_whole(target: Target) -> bool:
        return all(manifest.is_fresh(folder, path, needs[target.path]) for path in paths[target.path])

    whole = {target.path: target for target in targets if is_whole(target)}
    rendered = [target for target in whole.values() if target.is_known_by_content]
    for target, result in workers.by_copies(rendered, partial(_would_be_same, manifest=manifest), jobs):
        if not result():
            del whole[target.path]
    fresh = [PurePosixPath(path) for name in whole for path in paths[name]]
    return fresh, [target for target in targets if target.path not in whole]


def _would_be_same(target: Target, manifest: Manifest) -> bool:
    """Take a target of which all files are whole; return whether they would be the same if they were made again."""
    try:
        made = target.make()
    except CannotMake:
        return False
    contents = dict(zip(target.paths, (made.content, *made.beside), strict=True)) | target.found_paths(made)
    same = {str(path): digests.of_bytes(content) for path, content in contents.items()}
    return same == {path: manifest.files[path].content for path in [*map(str, target.paths), *_owned(target, manifest)]}


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    place = folder / FILE
    content = manifest.text.encode()
    if not place.exists() or place.read_bytes() != content:
        write_whole(folder, FILE, content)


def _make(stale: Sequence[Target], jobs: int, report: Report, progress: Progress) -> Iterator[Batch]:
    done, total = 0, sum(len(target.paths) for target in stale)
    if stale:
        progress(done, total, None)
    for batch in _batches(_each_made(stale, jobs, report)):
        yield batch
        # When the next ones are asked for, these have been put in their places.
        for target, _ in batch:
            done += len(target.paths)
            progress(done, total, target.path)


def _each_made(stale: Sequence[Target], jobs: int, report: Report) -> Iterator[tuple[Target, Made]]:
    for target, result in _results(stale, jobs):
        try:
            yield target, result()
        except CannotMake as fault:
            report.failed.append(Failure(target.paths, target.subject, fault.message, fault.code))
        except Exception as fault:
            fault.add_note(f"while '{target.path}' was made")
            raise


def _batches(everything: Iterator[tuple[Target, Made]]) -> Iterator[Batch]:
    """Take targets and what they were made into; yield pages many at a time, and each other one as soon as it comes."""
    pages: Batch = []
    for target, made in everything:
        if not target.is_known_by_content:
            yield [(target, made)]
            continue
        pages.append((target, made))
        if len(pages) == TOGETHER:
            yield pages
            pages = []
    if pages:
        yield pages


def _results(targets: Sequence[Target], jobs: int) -> Iterator[Promise]:
    quick = [target for target in targets if not target.slow]
    # What is known by its content is rendered, which copies of this process share; the rest is there already.
    rendered = [target for target in quick if target.is_known_by_content]
    yield from ((target, target.make) for target in quick if not target.is_known_by_content)
    yield from workers.by_copies(rendered, _made, jobs)
    slow = [(target, target.make) for target in targets if target.slow]
    if jobs == 1:
        yield from slow
    elif slow:
        yield from workers.by_workers(slow, jobs, PRELOAD)


def _made(target: Target) -> Made:
    return target.make()


@contextmanager
def _only_build(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildInProgress(f"another build is writing to '{folder}'; wait until it is done") from None
        yield
