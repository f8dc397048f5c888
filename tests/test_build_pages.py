"""Targets that only their content tells: made one at a time, written if they differ, and nothing touched otherwise."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from factsheet import build
from factsheet.build import TOGETHER, Report
from factsheet.exporters.target import CannotMake, Made, Target, page_target, text_target
from factsheet.workers import WORTH_COPYING
from tests.workshop import contents, paths, stamps, touched


def page(path: str, text: str) -> Target:
    return page_target(PurePosixPath(path), lambda: text)


def no_page() -> str:
    raise CannotMake("the page has no end")


def run(folder: Path, *targets: Target, whole: bool = True) -> Report:
    return build.build(targets, folder, tools={}, whole=whole, jobs=1, progress=lambda *_: None)


def test_a_page_is_written_and_the_manifest_says_what_it_is(tmp_path: Path) -> None:
    assert run(tmp_path, page("site/a.html", "A")) == Report(made=paths("site/a.html"))
    assert contents(tmp_path) == {
        "manifest.json": b"""\
{
 "files": {
  "site/a.html": {
   "from": "content",
   "is": "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd"
  }
 },
 "tools": {}
}
""",
        "site/a.html": b"A",
    }


@pytest.mark.parametrize("whole", [True, False])
def test_pages_that_are_the_same_are_not_touched(tmp_path: Path, whole: bool) -> None:
    pages = [page("b.html", "B"), page("a.html", "A")]
    run(tmp_path, *pages)
    before = stamps(tmp_path)
    assert run(tmp_path, *pages, whole=whole) == Report(kept=paths("a.html", "b.html"))
    assert touched(before, stamps(tmp_path)) == []


def test_only_the_page_that_differs_is_written(tmp_path: Path) -> None:
    run(tmp_path, page("a.html", "A"), page("b.html", "B"), page("c.html", "C"))
    before = stamps(tmp_path)
    shown: list[tuple[int, int, PurePosixPath | None]] = []
    report = build.build(
        [page("a.html", "A"), page("b.html", "B2"), page("d.html", "D")],
        tmp_path, tools={}, whole=True, jobs=1, progress=lambda *step: shown.append(step),
    )  # fmt: skip
    assert report == Report(made=paths("b.html", "d.html"), kept=paths("a.html"), removed=paths("c.html"))
    assert touched(before, stamps(tmp_path)) == ["b.html", "c.html", "d.html", "manifest.json"]
    assert shown == [(0, 2, None), (1, 2, PurePosixPath("b.html")), (2, 2, PurePosixPath("d.html"))]


@pytest.mark.parametrize(
    "harm",
    [lambda file: file.unlink(), lambda file: file.write_bytes(b"changed by hand"), lambda file: file.write_bytes(b"")],
    ids=["deleted", "altered", "emptied"],
)
def test_a_page_that_was_harmed_is_made_again(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    run(tmp_path, page("a.html", "A"), page("b.html", "B"))
    undisturbed = contents(tmp_path)
    harm(tmp_path / "a.html")
    assert run(tmp_path, page("a.html", "A"), page("b.html", "B")) == Report(made=paths("a.html"), kept=paths("b.html"))
    assert contents(tmp_path) == undisturbed


def test_a_page_that_was_a_text_of_known_needs_becomes_one_of_content(tmp_path: Path) -> None:
    run(tmp_path, text_target(PurePosixPath("a.html"), "A"))
    assert run(tmp_path, page("a.html", "A")) == Report(made=paths("a.html"))
    assert run(tmp_path, page("a.html", "A")) == Report(kept=paths("a.html"))


def test_of_files_made_together_only_those_that_differ_are_written(tmp_path: Path) -> None:
    def together(*texts: str) -> Target:
        path, *beside = paths("a.json", "b.csv", "c.csv")
        first, *others = (text.encode() for text in texts)
        return Target(path, needs=None, make=lambda: Made(first, tuple(others)), beside=tuple(beside))

    assert run(tmp_path, together("A", "B", "C")) == Report(made=paths("a.json", "b.csv", "c.csv"))
    before = stamps(tmp_path)
    assert run(tmp_path, together("A", "B!", "C")) == Report(made=paths("b.csv"), kept=paths("a.json", "c.csv"))
    assert touched(before, stamps(tmp_path)) == ["b.csv", "manifest.json"]
    (tmp_path / "c.csv").unlink()
    assert run(tmp_path, together("A", "B!", "C")) == Report(made=paths("c.csv"), kept=paths("a.json", "b.csv"))


def test_a_page_that_cannot_be_made_goes_and_stops_no_other(tmp_path: Path) -> None:
    run(tmp_path, page("a.html", "A"), page("b.html", "B"))
    report = run(tmp_path, page_target(PurePosixPath("a.html"), no_page, "BR-001"), page("b.html", "B2"))
    assert (report.made, [(fault.path, fault.message) for fault in report.failed]) == (
        paths("b.html"), [(PurePosixPath("a.html"), "the page has no end")],
    )  # fmt: skip
    assert sorted(contents(tmp_path)) == ["b.html", "manifest.json"]


def test_the_manifest_names_every_page_before_the_first_is_written(tmp_path: Path) -> None:
    named: list[str] = []

    def progress(made: int, _total: int, _path: PurePosixPath | None) -> None:
        if made == 0:
            named.extend(json.loads((tmp_path / "manifest.json").read_text())["files"])

    pages = [page("b.html", "B"), page("a.html", "A")]
    build.build(pages, tmp_path, tools={}, whole=True, jobs=1, progress=progress)
    assert named == ["a.html", "b.html"]


@pytest.mark.slow
def test_many_pages_need_the_memory_of_few(tmp_path: Path) -> None:
    # 500 pages of 40 KB are 20 MB: more than all of this may take, whether they are new, the same or different.
    tracemalloc.start()
    try:
        for word in ("old", "old", "new"):
            makes = [lambda number=number, word=word: f"{number} {word} " * 4_000 for number in range(500)]
            run(tmp_path, *(page_target(PurePosixPath(f"{n}.html"), make) for n, make in enumerate(makes)))
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("number", [WORTH_COPYING - 1, WORTH_COPYING, 2 * WORTH_COPYING + TOGETHER + 1])
def test_many_pages_are_rendered_by_copies_and_come_out_the_same(tmp_path: Path, number: int) -> None:
    def build_all(folder: Path, text: str, jobs: int) -> Report:
        pages = [page(f"{name:04}.html", f"{text} {name}") for name in range(number)]
        pages[3] = page_target(PurePosixPath("fault.html"), no_page, "BR-001")
        return build.build(pages, folder, tools={}, whole=True, jobs=jobs, progress=lambda *_: None)

    names = [path for path in paths(*(f"{name:04}.html" for name in range(number))) if path.name != "0003.html"]
    failure = build.Failure(tuple(paths("fault.html")), "BR-001", "the page has no end")
    for text, made in (("old", names), ("old", []), ("new", names)):
        reports = [build_all(tmp_path / str(jobs), text, jobs) for jobs in (1, 2)]
        kept = [name for name in names if name not in made]
        assert reports == [Report(made=made, kept=kept, failed=[failure])] * 2
        assert contents(tmp_path / "1") == contents(tmp_path / "2")
        assert (tmp_path / "2" / "0004.html").read_text() == f"{text} 4"
