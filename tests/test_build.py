"""The engine with small targets: what is made, kept and removed, and what may never be touched."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from factsheet import build
from factsheet.build import BuildInProgress, Failure, Report
from factsheet.exporters.target import CannotMake, Made, Target
from factsheet.manifest import Manifest
from factsheet.problems import Unable
from tests.workshop import contents, paths, stamps, touched


def target(path: str, text: str, *, slow: bool = False) -> Target:
    return Target(PurePosixPath(path), needs=text, make=partial(Made, text.encode()), slow=slow)


def unfit(path: str, needs: str) -> Target:
    return Target(PurePosixPath(path), needs=needs, make=cannot_make, slow=True, subject="BR-001")


def cannot_make() -> Made:
    raise CannotMake("2 lines too long for one page")


def die() -> Made:
    os.kill(os.getpid(), signal.SIGKILL)
    return Made(b"")


def run(folder: Path, *targets: Target, whole: bool = True, jobs: int = 1) -> Report:
    return build.build(targets, folder, tools={"press": "1"}, whole=whole, jobs=jobs, progress=lambda *_: None)


def test_files_and_manifest_are_written(tmp_path: Path) -> None:
    report = run(tmp_path, target("site/b.txt", "B"), target("site/a/a.txt", "A", slow=True))
    assert report == Report(made=paths("site/b.txt", "site/a/a.txt"))
    assert contents(tmp_path) == {
        "manifest.json": b"""\
{
 "files": {
  "site/a/a.txt": {
   "from": "798640599597df7a8daa32b1132f07850a68b5e71bd295650399a38074f52804",
   "is": "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd"
  },
  "site/b.txt": {
   "from": "955cca1ceba45052d85984d3a2565f4ce25b7488602c60a165598bf80b26e472",
   "is": "df7e70e5021544f4834bbee64a9e3789febc4be81470df629cad6ddb03320a5c"
  }
 },
 "tools": {
  "press": "1"
 }
}
""",
        "site/a/a.txt": b"A",
        "site/b.txt": b"B",
    }


def test_files_made_by_one_call_come_and_go_together(tmp_path: Path) -> None:
    folded = Target(
        PurePosixPath("a.pdf"), needs="A", make=partial(Made, b"one by one", (b"folded",), {"sides": 2}),
        beside=(PurePosixPath("a-fold.pdf"),),
    )  # fmt: skip
    assert run(tmp_path, folded).made == paths("a.pdf", "a-fold.pdf")
    assert run(tmp_path, folded).kept == paths("a-fold.pdf", "a.pdf")
    assert (tmp_path / "a-fold.pdf").read_bytes() == b"folded"
    assert Manifest.read(tmp_path).files["a.pdf"].setting == {"sides": 2}
    (tmp_path / "a-fold.pdf").unlink()
    assert run(tmp_path, folded).made == paths("a.pdf", "a-fold.pdf")
    failing = Target(
        PurePosixPath("a.pdf"), needs="B", make=cannot_make, slow=True, beside=(PurePosixPath("a-fold.pdf"),)
    )
    run(tmp_path, failing)
    assert sorted(contents(tmp_path)) == ["manifest.json"]


def test_manifest_is_the_same_whatever_the_order_of_targets(tmp_path: Path) -> None:
    targets = [target(f"{name}.txt", name) for name in "dbca"]
    run(tmp_path / "one", *targets)
    run(tmp_path / "two", *reversed(targets))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_touched_when_nothing_changed(tmp_path: Path, whole: bool) -> None:
    targets = [target("a.txt", "A"), target("site/b.txt", "B", slow=True)]
    run(tmp_path, *targets)
    before = stamps(tmp_path)
    report = run(tmp_path, *targets, whole=whole, jobs=2)
    assert report == Report(kept=paths("a.txt", "site/b.txt"))
    assert touched(before, stamps(tmp_path)) == []


def test_only_the_file_whose_needs_changed_is_made_again(tmp_path: Path) -> None:
    run(tmp_path, target("a.txt", "A"), target("b.txt", "B"), target("c.txt", "C"))
    before = stamps(tmp_path)
    report = run(tmp_path, target("a.txt", "A"), target("b.txt", "B2"), target("c.txt", "C"))
    assert report == Report(made=paths("b.txt"), kept=paths("a.txt", "c.txt"))
    assert touched(before, stamps(tmp_path)) == ["b.txt", "manifest.json"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"changed by hand"),
        lambda file: file.write_bytes(b""),
    ],
    ids=["deleted", "altered", "emptied"],
)
def test_a_file_that_was_harmed_is_made_again(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    targets = [target("a.txt", "A"), target("b.txt", "B")]
    run(tmp_path, *targets)
    undisturbed = contents(tmp_path)
    harm(tmp_path / "a.txt")
    assert run(tmp_path, *targets) == Report(made=paths("a.txt"), kept=paths("b.txt"))
    assert contents(tmp_path) == undisturbed


def test_what_nobody_wants_any_more_is_removed_with_its_folders(tmp_path: Path) -> None:
    run(tmp_path, target("site/a.txt", "A"), target("site/old/deep/b.txt", "B"))
    assert run(tmp_path, target("site/a.txt", "A")) == Report(
        kept=paths("site/a.txt"), removed=paths("site/old/deep/b.txt")
    )
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == ["a.txt"]
    assert list(json.loads(contents(tmp_path)["manifest.json"])["files"]) == ["site/a.txt"]


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    run(tmp_path, target("site/old/b.txt", "B"))
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "site" / "old" / "notes.txt").write_text("mine")
    run(tmp_path, target("site/a.txt", "A"))
    assert {path: text for path, text in contents(tmp_path).items() if path != "manifest.json"} == {
        "README.md": b"mine",
        "site/a.txt": b"A",
        "site/old/notes.txt": b"mine",
    }


def test_a_build_of_some_targets_removes_nothing(tmp_path: Path) -> None:
    run(tmp_path, target("a.txt", "A"), target("b.txt", "B"))
    assert run(tmp_path, target("a.txt", "A2"), whole=False) == Report(made=paths("a.txt"))
    assert run(tmp_path, target("a.txt", "A2"), target("b.txt", "B")) == Report(kept=paths("a.txt", "b.txt"))


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_target_that_cannot_be_made_stops_no_other(tmp_path: Path, jobs: int) -> None:
    run(tmp_path, target("a.pdf", "A"), target("b.pdf", "B"), target("c.pdf", "C"))
    report = run(
        tmp_path, target("a.pdf", "A2", slow=True), unfit("b.pdf", "B2"), target("c.pdf", "C2", slow=True), jobs=jobs
    )
    failure = Failure((PurePosixPath("b.pdf"),), "BR-001", "2 lines too long for one page")
    assert (sorted(report.made), report.failed) == (paths("a.pdf", "c.pdf"), [failure])
    files = contents(tmp_path)
    assert (files["a.pdf"], files["c.pdf"]) == (b"A2", b"C2")
    assert "b.pdf" not in files
    assert sorted(json.loads(files["manifest.json"])["files"]) == ["a.pdf", "c.pdf"]


def test_a_target_that_could_not_be_made_is_tried_again(tmp_path: Path) -> None:
    run(tmp_path, unfit("b.pdf", "B"))
    assert [failure.message for failure in run(tmp_path, unfit("b.pdf", "B")).failed] == [
        "2 lines too long for one page"
    ]
    assert run(tmp_path, target("b.pdf", "B")) == Report(made=paths("b.pdf"))


def test_the_folder_of_a_file_that_cannot_be_made_goes_too(tmp_path: Path) -> None:
    run(tmp_path, target("a.txt", "A"), target("pdf/b.pdf", "B"))
    run(tmp_path, target("a.txt", "A"), unfit("pdf/b.pdf", "B2"))
    assert not (tmp_path / "pdf").exists()


@pytest.mark.slow
def test_a_worker_that_was_killed_is_reported_and_leaves_the_rest_whole(tmp_path: Path) -> None:
    killed = Target(PurePosixPath("b.pdf"), needs="B", make=die, slow=True)
    with pytest.raises(Unable) as caught:
        run(tmp_path, target("a.txt", "A"), killed, jobs=2)
    assert str(caught.value) == ("a worker process was killed, perhaps for want of memory; try again, or with --jobs 1")
    assert contents(tmp_path)["a.txt"] == b"A"
    assert run(tmp_path, target("a.txt", "A"), target("b.pdf", "B")) == Report(made=paths("b.pdf"), kept=paths("a.txt"))


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    def meddle(*_: object) -> None:
        with pytest.raises(BuildInProgress) as caught:
            run(tmp_path, target("b.txt", "B"))
        assert str(caught.value) == f"another build is writing to '{tmp_path}'; wait until it is done"

    build.build([target("a.txt", "A")], tmp_path, tools={}, whole=True, jobs=1, progress=meddle)
    assert sorted(contents(tmp_path)) == ["a.txt", "manifest.json"]
    assert run(tmp_path, target("b.txt", "B")) == Report(made=paths("b.txt"), removed=paths("a.txt"))


def test_partial_files_of_a_killed_build_are_cleared(tmp_path: Path) -> None:
    run(tmp_path, target("a.txt", "A"))
    (tmp_path / ".partial").mkdir()
    (tmp_path / ".partial" / "left-behind").write_bytes(b"half")
    run(tmp_path, target("a.txt", "A"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "a.txt", "manifest.json"]


@pytest.mark.parametrize(
    "damaged",
    [
        b"", b"{", b"\xff\xfe\x00", b"[]", b"null", b"{}", b'{"files": [], "tools": {}}', b'{"files": {"a.txt": {}}}',
        b'{"files": {"a.txt": "x"}, "tools": {}}', b'{"files": {"a.txt": {"from": "x", "is": "y"}}}',
        b'{"files": {"": {"from": "", "is": ""}}, "tools": {}}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, damaged: bytes) -> None:
    targets = [target("a.txt", "A"), target("site/b.txt", "B")]
    run(tmp_path, *targets)
    undisturbed = contents(tmp_path)
    (tmp_path / "manifest.json").write_bytes(damaged)
    assert Manifest.read(tmp_path) == Manifest()
    assert run(tmp_path, *targets) == Report(made=paths("a.txt", "site/b.txt"))
    assert contents(tmp_path) == undisturbed
