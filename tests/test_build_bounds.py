"""Output stays in its own folder, whatever a target, a manifest or a link in the folder says."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from factsheet import build
from factsheet.build import Report
from factsheet.exporters.target import CannotMake, Made, Target, text_target
from factsheet.manifest import Manifest
from tests.workshop import contents, paths

OUTSIDE = ["../victim.txt", "site/../../victim.txt", "/victim.txt", "..\\victim.txt", "", "."]


def target(path: str, text: str) -> Target:
    return text_target(PurePosixPath(path), text)


def unfit() -> Made:
    raise CannotMake("2 lines too long for one page")


def run(folder: Path, *targets: Target) -> Report:
    return build.build(targets, folder, tools={}, whole=True, jobs=1, progress=lambda *_: None)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder beside a file and a folder of somebody else's."""
    (tmp_path / "victim.txt").write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("mine")
    (tmp_path / "elsewhere" / "old.txt").write_text("mine")
    return tmp_path / "build"


def assert_nobody_was_harmed(output: Path) -> None:
    assert (output.parent / "victim.txt").read_text() == "mine"
    assert contents(output.parent / "elsewhere") == {"a.txt": b"mine", "old.txt": b"mine"}


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_target_outside_is_refused(output: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r"^the path '.*' leaves the output folder$"):
        run(output, target(path, "evil"))
    assert_nobody_was_harmed(output)


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_manifest_that_names_files_outside_is_not_believed(output: Path, path: str) -> None:
    run(output, target("a.txt", "A"))
    manifest = json.loads((output / "manifest.json").read_text())
    manifest["files"][path] = {"from": "x", "is": "y"}
    (output / "manifest.json").write_text(json.dumps(manifest))
    assert Manifest.read(output) == Manifest()
    assert run(output, target("a.txt", "A")) == Report(made=paths("a.txt"))
    assert_nobody_was_harmed(output)


def linked(output: Path) -> str:
    """Put a link to somebody else's folder in place of the output folder's `site`; return what is said about it."""
    link = output / "site"
    for file in link.iterdir():
        file.unlink()
    link.rmdir()
    link.symlink_to(output.parent / "elsewhere")
    return f"'{link}' is a symbolic link; remove it, because output stays in its own folder"


def test_nothing_is_written_through_a_linked_folder(output: Path) -> None:
    run(output, target("site/a.txt", "A"))
    message = linked(output)
    with pytest.raises(OSError, match="is a symbolic link") as caught:
        run(output, target("site/a.txt", "A2"))
    assert str(caught.value) == message
    assert_nobody_was_harmed(output)


def test_nothing_is_removed_through_a_linked_folder(output: Path) -> None:
    run(output, target("a.txt", "A"), target("site/old.txt", "B"))
    message = linked(output)
    with pytest.raises(OSError, match="is a symbolic link") as caught:
        run(output, target("a.txt", "A"))
    assert str(caught.value) == message
    assert_nobody_was_harmed(output)


def test_no_failed_file_is_removed_through_a_linked_folder(output: Path) -> None:
    run(output, target("a.txt", "A"), target("site/old.txt", "B"))
    message = linked(output)
    with pytest.raises(OSError, match="is a symbolic link") as caught:
        run(output, target("a.txt", "A"), Target(PurePosixPath("site/old.txt"), needs="B2", make=unfit, slow=True))
    assert str(caught.value) == message
    assert_nobody_was_harmed(output)


def test_a_linked_file_is_not_written_through(output: Path) -> None:
    run(output, target("a.txt", "A"))
    (output / "a.txt").unlink()
    (output / "a.txt").symlink_to(output.parent / "victim.txt")
    with pytest.raises(OSError, match="is a symbolic link") as caught:
        run(output, target("a.txt", "A"))
    assert str(caught.value) == (
        f"'{output / 'a.txt'}' is a symbolic link; remove it, because output stays in its own folder"
    )
    assert_nobody_was_harmed(output)


def test_an_unwanted_link_is_removed_and_what_it_leads_to_stays(output: Path) -> None:
    run(output, target("a.txt", "A"), target("b.txt", "B"))
    (output / "b.txt").unlink()
    (output / "b.txt").symlink_to(output.parent / "victim.txt")
    assert run(output, target("a.txt", "A")) == Report(kept=paths("a.txt"), removed=paths("b.txt"))
    assert sorted(contents(output)) == ["a.txt", "manifest.json"]
    assert_nobody_was_harmed(output)


def test_partial_files_are_not_cleared_through_a_link(output: Path) -> None:
    output.mkdir()
    (output / ".partial").symlink_to(output.parent / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        run(output, target("a.txt", "A"))
    assert_nobody_was_harmed(output)
