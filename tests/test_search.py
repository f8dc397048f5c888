"""The search of the site: its index is the same each time, holds what it should, and is not made by halves."""

from __future__ import annotations

import gzip
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from factsheet import build, digests
from factsheet.exporters import bundle, search
from factsheet.exporters.search import SearchRecord, search_target
from factsheet.exporters.target import Made
from factsheet.problems import Unable
from tests.workshop import ROOT, stamps, touched

WORDS = ("bridge", "bridges", "Brücke", "brucke", "carts", "CARTS", "o’clock", "it's", "мост", "橋", "3.5%", "“fence”")
RECORDS = tuple(
    SearchRecord(
        path=f"BR-{number:03}/",
        title=f"The bridge in part {number}",
        text=" ".join(WORDS[(number * step) % len(WORDS)] for step in range(30)),
        kind=("entry", "evidence", "topic")[number % 3],
        date=f"20{10 + number % 15}-03",
        filters={"topic": [f"topic {number % 7}", f"topic {number % 5}"], "rating": [f"rating {number % 4}"]},
    )
    for number in range(60)
)
BRIDGE = SearchRecord("BR-777/", "Was it <b>closed</b>?", "Carts were turned back & <i>fenced</i> off.", "entry")


def made(records: Sequence[SearchRecord], language: str = "en") -> Made:
    return search_target(records, language).make()


def files(made: Made) -> dict[str, bytes]:
    return {"pagefind-entry.json": made.content, **{str(path): content for path, content in made.found.items()}}


def told(made: Made) -> dict[str, str]:
    return {path: digests.of_bytes(content) for path, content in files(made).items()}


@pytest.mark.slow
def test_the_same_records_make_the_same_bytes_in_any_order_and_process() -> None:
    # Pagefind alone makes other bytes each time: of these, one in a thousand runs would come out equal by chance.
    expected = files(made(RECORDS))
    for records in (RECORDS[::-1], RECORDS[30:] + RECORDS[:30]):
        assert files(made(records)) == expected
    code = "from tests.test_search import *; print(digests.of_data(told(made(RECORDS))))"
    printed = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PAGEFIND_SITE": "nowhere"},
            preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}),
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    ]  # fmt: skip
    assert printed == [f"{digests.of_data(told(made(RECORDS)))}\n"] * 2


def test_only_what_a_page_needs_is_kept() -> None:
    names = list(files(made([*RECORDS, BRIDGE])))
    kinds = {name.split("/")[0] if "/" in name else name for name in names}
    meta = next(name for name in names if name.endswith(".pf_meta"))
    assert kinds == {
        "pagefind-entry.json", "pagefind.js", "pagefind-worker.js", "wasm.en.pagefind", meta, "filter", "fragment",
        "index",
    }  # fmt: skip
    assert sum(name.startswith("fragment/") for name in names) == 61
    assert sum(name.startswith("filter/") for name in names) == 3


@pytest.mark.parametrize(
    ("language", "stem"), [("en", "en"), ("en-GB", "en-gb"), ("hy", "hy"), ("ka", "unknown"), ("zh-Hant", "unknown")]
)
def test_a_language_has_its_stems_or_none(language: str, stem: str) -> None:
    names = files(made([BRIDGE], language))
    assert [name for name in names if name.startswith("wasm.")] == [f"wasm.{stem}.pagefind"]


def test_no_record_makes_an_index_of_nothing() -> None:
    assert sorted(files(made([]))) == ["pagefind-entry.json", "pagefind-worker.js", "pagefind.js"]


def test_a_target_is_as_it_was_until_a_record_changes() -> None:
    target = search_target([BRIDGE, *RECORDS], "en")
    assert target.path == PurePosixPath("site/pagefind/pagefind-entry.json")
    assert target.needs == search_target([*RECORDS, BRIDGE], "en").needs
    for changed in (
        replace(BRIDGE, path="BR-778/"), replace(BRIDGE, title="T"), replace(BRIDGE, text="T"),
        replace(BRIDGE, kind="topic"), replace(BRIDGE, date="2020"), replace(BRIDGE, filters={"topic": ["T"]}),
    ):  # fmt: skip
        assert search_target([changed, *RECORDS], "en").needs != target.needs
    assert search_target([BRIDGE, *RECORDS], "de").needs != target.needs
    assert pickle.loads(pickle.dumps(target)).needs == target.needs


@pytest.mark.slow
def test_a_build_writes_what_changed_of_the_index(tmp_path: Path) -> None:
    def run(records: Sequence[SearchRecord]) -> build.Report:
        targets = [search_target(records, "en")]
        return build.build(targets, tmp_path, tools={}, whole=True, jobs=2, progress=lambda *_: None)

    assert len(run(RECORDS).made) == len(files(made(RECORDS)))
    before = stamps(tmp_path)
    assert run(RECORDS).made == []
    assert touched(before, stamps(tmp_path)) == []
    report = run([*RECORDS, BRIDGE])
    assert len([path for path in report.kept if path.parent.name == "fragment"]) == 60
    assert len([path for path in report.made if path.parent.name == "fragment"]) == 1
    assert report.strangers == []


def test_an_unknown_shape_is_not_written_anew() -> None:
    entry = b'{"languages":{"en":{"hash":"en_1","wasm":"en","page_count":1}}}'
    for packed, fault in (
        (b"pagefind_dcd\xf6", "CBOR of a form that nobody foresaw"),
        (b"pagefind_dcd\x00\x00", "a file of Pagefind's has another end than it should"),
        (b"something else", "a file of Pagefind's has another beginning than it should"),
    ):
        with pytest.raises(ValueError, match=fault):
            bundle.settled({"pagefind-entry.json": entry, "pagefind.en_1.pf_meta": gzip.compress(packed)})


@pytest.mark.parametrize(
    "value",
    [0, 23, 24, 255, 256, 65_535, 65_536, 2**32, 2**64 - 1, "", "a" * 23, "é" * 200, [], [[1, ["b"]], "c"] * 20],
)
def test_what_is_written_is_read(value: object) -> None:
    content = bundle.encoded(value)
    assert bundle.decoded(content) == (value, len(content))


# RFC 8949, appendix A.
@pytest.mark.parametrize(
    ("value", "written"),
    [
        (10, "0a"), (24, "1818"), (1000, "1903e8"), (1_000_000, "1a000f4240"), (10**12, "1b000000e8d4a51000"),
        ("IETF", "6449455446"), ("水", "63e6b0b4"), ([1, [2, 3], [4, 5]], "8301820203820405"),
    ],
)  # fmt: skip
def test_what_is_written_is_as_the_standard_has_it(value: object, written: str) -> None:
    assert bundle.encoded(value).hex() == written


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str, mode: int = 0o755) -> None:
    """Put a package of Pagefind's name before the real one, with a program of our own."""
    package = folder / "pagefind_bin"
    package.mkdir()
    program = package / "pagefind"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(mode)
    (package / "__init__.py").write_text(f"def get_executable():\n    return {str(program)!r}\n")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "pagefind_bin", raising=False)


ERROR = "eyJtZXNzYWdlX2lkIjowLCJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJ0b28gbWFueSBwYWdlcyJ9fQ==,"
"""An answer of Pagefind: `{"message_id":0,"payload":{"type":"Error","message":"too many pages"}}`."""
ENDED = (
    "Pagefind ended before the search was made, or took more than 0.5 seconds; "
    "perhaps it wants more memory than there is: try again with --jobs 1"
)
WANTED = "Pagefind, which makes the search of the web pages"
REMEDY = "`make` installs it with the locked packages"


@pytest.mark.parametrize(
    ("script", "mode", "message"),
    [
        ("exit 1", 0o755, ENDED),
        ("kill -9 $$", 0o755, ENDED),
        ("printf half", 0o755, ENDED),
        ("exec /bin/sleep 60", 0o755, ENDED),
        (f"printf '{ERROR}'; exec /bin/sleep 60", 0o755, "Pagefind cannot make the search: too many pages"),
        ("exit 0", 0o644, f"{WANTED}, could not be run (Permission denied); {REMEDY}"),
    ],
    ids=["ended", "killed", "half an answer", "hangs", "refuses", "cannot be run"],
)
def test_a_program_that_fails_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, mode: int, message: str
) -> None:
    installed(monkeypatch, tmp_path, script, mode)
    monkeypatch.setattr(search, "TIMEOUT", 0.5)
    with pytest.raises(Unable) as caught:
        made([BRIDGE])
    assert str(caught.value) == message


def test_a_machine_without_the_program_is_told_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PACKAGE", "pagefind-of-nobody")
    with pytest.raises(Unable) as caught:
        search_target([BRIDGE], "en")
    assert str(caught.value) == f"{WANTED}, is not installed; {REMEDY}"


def test_readers_are_shown_the_day_in_words_and_results_are_sorted_by_its_number() -> None:
    request = replace(BRIDGE, date="2020-03-03").request
    assert (request["meta"]["date"], request["sort"]) == ("3 March 2020", {"date": "2020-03-03"})
    assert ("date" in BRIDGE.request["meta"], BRIDGE.request["sort"]) == (False, {})
