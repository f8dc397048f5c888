"""Files whose names only their content tells: made, kept and removed with the target that found them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from factsheet import build, digests
from factsheet.build import Report
from factsheet.exporters.target import CannotMake, Made, Target, text_target
from factsheet.files import write_together
from factsheet.manifest import Manifest
from tests.workshop import contents, paths, stamps, touched

FOLDER = PurePosixPath("site/search")


def search(found: Mapping[str, str], *, needs: object = None, slow: bool = False, path: str = "entry") -> Target:
    files = {PurePosixPath(name): text.encode() for name, text in found.items()}
    make = partial(Made, ",".join(found).encode(), found=files)
    return Target(FOLDER / path, needs=needs or dict(found), make=make, slow=slow, folder=FOLDER)


def cannot_make() -> Made:
    raise CannotMake("there is nothing to find")


def run(folder: Path, *targets: Target, whole: bool = True, jobs: int = 1) -> Report:
    return build.build(targets, folder, tools={}, whole=whole, jobs=jobs, progress=lambda *_: None)


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_found_files_are_written_and_named(tmp_path: Path, jobs: int) -> None:
    report = run(tmp_path, search({"b": "B", "deep/a": "A"}, slow=True), jobs=jobs)
    assert report == Report(made=paths("site/search/b", "site/search/deep/a", "site/search/entry"))
    assert report.strangers == []
    files = contents(tmp_path)
    manifest = json.loads(files.pop("manifest.json"))["files"]
    assert files == {"site/search/b": b"B", "site/search/deep/a": b"A", "site/search/entry": b"b,deep/a"}
    made_from = digests.of_data({"b": "B", "deep/a": "A"})
    assert manifest == {
        "site/search/b": {"from": made_from, "is": digests.of_text("B")},
        "site/search/deep/a": {"from": made_from, "is": digests.of_text("A")},
        "site/search/entry": {"from": made_from, "is": digests.of_text("b,deep/a")},
    }


@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_touched_when_nothing_changed(tmp_path: Path, whole: bool) -> None:
    run(tmp_path, search({"b": "B", "a": "A"}))
    before = stamps(tmp_path)
    assert run(tmp_path, search({"b": "B", "a": "A"}), whole=whole) == Report(
        kept=paths("site/search/a", "site/search/b", "site/search/entry")
    )
    assert touched(before, stamps(tmp_path)) == []


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_found_no_more_goes_and_what_is_the_same_stays(tmp_path: Path, whole: bool) -> None:
    run(tmp_path, search({"a": "A", "b": "B", "old/c": "C"}))
    before = stamps(tmp_path)
    report = run(tmp_path, search({"a": "A", "b": "B2", "d": "D"}), whole=whole)
    assert report == Report(
        made=paths("site/search/b", "site/search/d", "site/search/entry"),
        kept=paths("site/search/a"), removed=paths("site/search/old/c"),
    )  # fmt: skip
    changed = ["manifest.json", "site/search/b", "site/search/d", "site/search/entry", "site/search/old/c"]
    assert touched(before, stamps(tmp_path)) == changed
    assert not (tmp_path / "site/search/old").exists()
    run(tmp_path / "undisturbed", search({"a": "A", "b": "B2", "d": "D"}))
    after = {path: text for path, text in contents(tmp_path).items() if not path.startswith("undisturbed/")}
    assert after == contents(tmp_path / "undisturbed")


def test_found_files_go_with_their_target(tmp_path: Path) -> None:
    other = text_target(PurePosixPath("site/a.txt"), "A")
    run(tmp_path, other, search({"a": "A", "b": "B"}))
    assert run(tmp_path, other, whole=False) == Report(kept=paths("site/a.txt"))
    assert (tmp_path / "site/search/b").exists()
    assert run(tmp_path, other) == Report(
        kept=paths("site/a.txt"), removed=paths("site/search/a", "site/search/b", "site/search/entry")
    )
    assert sorted(contents(tmp_path)) == ["manifest.json", "site/a.txt"]


def test_found_files_go_with_a_target_that_cannot_be_made(tmp_path: Path) -> None:
    run(tmp_path, search({"a": "A"}))
    report = run(tmp_path, Target(FOLDER / "entry", needs="other", make=cannot_make, folder=FOLDER))
    assert [failure.message for failure in report.failed] == ["there is nothing to find"]
    assert sorted(contents(tmp_path)) == ["manifest.json"]


@pytest.mark.parametrize(
    "harm",
    [lambda file: file.unlink(), lambda file: file.write_bytes(b"changed by hand"), lambda file: file.write_bytes(b"")],
    ids=["deleted", "altered", "emptied"],
)
@pytest.mark.parametrize("harmed", ["a", "entry"])
def test_a_found_file_that_was_harmed_is_made_again(
    tmp_path: Path, harm: Callable[[Path], object], harmed: str
) -> None:
    run(tmp_path, search({"a": "A", "b": "B"}))
    undisturbed = contents(tmp_path)
    harm(tmp_path / "site/search" / harmed)
    report = run(tmp_path, search({"a": "A", "b": "B"}))
    assert report.made == paths(*dict.fromkeys([f"site/search/{harmed}", "site/search/entry"]))
    assert contents(tmp_path) == undisturbed


def test_a_file_of_others_among_them_is_told_and_left(tmp_path: Path) -> None:
    run(tmp_path, search({"a": "A"}))
    (tmp_path / "site/search/mine.txt").write_text("mine")
    report = run(tmp_path, search({"b": "B"}))
    assert report.strangers == paths("site/search/mine.txt")
    assert (tmp_path / "site/search/mine.txt").read_text() == "mine"


def test_the_manifest_names_them_before_the_first_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, search({"a": "A", "old": "O"}))
    named: list[set[str]] = []

    def noted(folder: Path, contents: Mapping[PurePosixPath, bytes]) -> None:
        assert list(contents) == paths("site/search/b", "site/search/entry")
        named.append(set(Manifest.read(folder).files))
        write_together(folder, contents)

    monkeypatch.setattr("factsheet.build.write_together", noted)
    run(tmp_path, search({"a": "A", "b": "B"}))
    assert named == [{"site/search/a", "site/search/b", "site/search/entry", "site/search/old"}]


@pytest.mark.parametrize("name", ["../victim.txt", "deep/../../victim.txt", "/victim.txt", "..\\victim.txt", "", "."])
def test_a_found_file_outside_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    output = tmp_path / "build"
    run(output, search({"a": "A"}))
    with pytest.raises(ValueError, match=r"^the path '.*' leaves the output folder$"):
        run(output, search({"b": "B", name: "evil"}))
    assert [path.name for path in tmp_path.iterdir()] == ["build"]
    assert sorted(contents(output)) == ["manifest.json", "site/search/a", "site/search/entry"]
    assert run(output, search({"b": "B"})).removed == paths("site/search/a")


def test_a_found_file_in_place_of_the_targets_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'entry' is not one that 'site/search/entry' may find files at"):
        run(tmp_path, search({"entry": "evil"}))


def test_a_target_without_a_folder_finds_nothing(tmp_path: Path) -> None:
    target = Target(PurePosixPath("a"), needs="A", make=partial(Made, b"A", found={PurePosixPath("b"): b"B"}))
    with pytest.raises(ValueError, match="'b' is not one that 'a' may find files at"):
        run(tmp_path, target)


@pytest.mark.parametrize(
    "other", [text_target(FOLDER / "deep" / "mine.txt", "mine"), search({"b": "B"}, path="other")], ids=["file", "two"]
)
def test_a_folder_belongs_to_one_target(tmp_path: Path, other: Target) -> None:
    with pytest.raises(ValueError, match="the folder 'site/search' belongs to"):
        run(tmp_path, search({"a": "A"}), other)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("folder", ["", ".", "..", "/tmp"])
def test_a_folder_is_inside_and_not_all_of_the_output(tmp_path: Path, folder: str) -> None:
    target = Target(PurePosixPath("a"), needs="A", make=partial(Made, b"A"), folder=PurePosixPath(folder))
    with pytest.raises(ValueError, match="leaves the output folder"):
        run(tmp_path, target)


def test_no_found_file_is_written_through_a_link(tmp_path: Path) -> None:
    output = tmp_path / "build"
    run(output, search({"deep/a": "A"}))
    elsewhere = tmp_path / "elsewhere"
    (output / "site/search/deep").rename(elsewhere)
    (output / "site/search/deep").symlink_to(elsewhere)
    with pytest.raises(OSError, match="is a symbolic link"):
        run(output, search({"deep/a": "A2"}))
    assert contents(elsewhere) == {"a": b"A"}


def test_a_found_file_that_became_a_link_is_not_written_through(tmp_path: Path) -> None:
    output, victim = tmp_path / "build", tmp_path / "victim.txt"
    victim.write_text("mine")
    run(output, search({"a": "A"}))
    (output / "site/search/a").unlink()
    (output / "site/search/a").symlink_to(victim)
    with pytest.raises(OSError, match="is a symbolic link"):
        run(output, search({"a": "A"}))
    assert victim.read_text() == "mine"
