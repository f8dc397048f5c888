"""The real command builds what changed and nothing else, and starts no slow program to find out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faker import CLAIM, FakeCollection
from tests.workshop import ROOT, factsheet, stamps, touched

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a collection of two entries and its build."""
    collection = FakeCollection(tmp_path_factory.mktemp("incremental"))
    collection.claim("BR-002")
    assert factsheet(collection.folder, "build").returncode == 0
    return collection.folder


@pytest.fixture
def collection(built_once: Path, tmp_path: Path) -> FakeCollection:
    """Return a copy of the collection with its build."""
    copy = FakeCollection(tmp_path)
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return copy


def imported(folder: Path) -> set[str]:
    """Build a collection in one process and return the names of all modules that were imported for it."""
    command = [sys.executable, "-X", "importtime", "-m", "factsheet", "build", "--jobs", "1"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


def test_a_second_build_touches_nothing(collection: FakeCollection) -> None:
    before = stamps(collection.folder)
    done = factsheet(collection.folder, "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"Nothing has changed \(\d\.\d s\)\. Open build/site/index\.html\n", done.stdout)
    assert touched(before, stamps(collection.folder)) == []


def test_a_build_that_reads_all_records_touches_nothing_either(collection: FakeCollection) -> None:
    (collection.folder / "build" / ".last-build.json").unlink()
    before = stamps(collection.folder)
    assert factsheet(collection.folder, "build").stdout.startswith("Made 0, kept 111, removed 0 in ")
    assert touched(before, stamps(collection.folder)) == ["build/.last-build.json"]


def test_a_build_of_nothing_imports_no_press_and_starts_no_pandoc(collection: FakeCollection) -> None:
    # The path of pandoc is found through its package, pypandoc, which is imported only to start it.
    slow = {
        "weasyprint", "pypandoc", "pagefind_bin", "fontTools.ttLib", "rich", "multiprocessing.pool",
        "concurrent.futures.process",
    }  # fmt: skip
    assert imported(collection.folder) & slow == set()


def test_a_build_of_something_imports_the_press_and_pandoc(collection: FakeCollection) -> None:
    collection.claim("BR-002", summary="Carts were turned back, as a court found.")
    assert {"weasyprint", "pypandoc", "fontTools.ttLib"} <= imported(collection.folder)


ENTRY = ["manifest.json", "site/BR-001/index.html"]
DATA = [f"site/data/{name}" for name in ("claims.json", "csv/claims.csv", "datapackage.json", "factsheet.sqlite")]
REFERENCES = [
    f"site/data/{name}"
    for name in ("claimreview.json", "references-biblatex.bib", "references.bib", "references.json", "references.ris")
]
TEXTS = [f"site/text/BR-001{end}" for end in ("-post.txt", ".docx", ".md", ".txt")]
PRINTED = ["site/pdf/BR-001-a4.pdf", "site/pdf/BR-001-letter.pdf", "site/previews/BR-001-a4.png"]
SEARCH = ["site/pagefind"]
LISTED = [
    "site/claimants/ada-crane/index.html", "site/evidence/bridge-ruling/index.html",
    "site/index.html", "site/ratings/index.html", "site/topics/bridge/index.html",
]  # fmt: skip
"""Pages that name every entry by its fact."""


@pytest.mark.parametrize(
    ("change", "files"),
    [
        ({"unknowns": "Who ordered the fence."}, [*ENTRY, *DATA, *TEXTS, *PRINTED, *SEARCH]),
        (
            {"summary": "A court found that some carts were turned back."},
            [".texts.json", *ENTRY, *DATA, *TEXTS, *PRINTED, *SEARCH],
        ),
        (
            {"fact": "No cart could cross the bridge from 3 March 2020."},
            [
                *(".references.json", "site/entries.atom", "site/share/BR-001-dark.png", "site/share/BR-001.png"),
                *("site/sheets/index.html", *ENTRY, *DATA, *REFERENCES, *TEXTS, *PRINTED, *SEARCH, *LISTED),
            ],
        ),
        ({"period": "2020-01-01/2020-12-30"}, [*ENTRY, *DATA, *PRINTED]),
    ],
    ids=["unknowns", "summary", "fact", "period"],
)
def test_a_change_makes_the_files_that_show_it(
    collection: FakeCollection, change: dict[str, str], files: list[str]
) -> None:
    before = stamps(collection.folder / "build")
    collection.claim(CLAIM, **change)
    assert factsheet(collection.folder, "build").returncode == 0
    # The names of the files of the search depend on what is found in them.
    made = {re.sub("(?<=site/pagefind)/.*", "", path) for path in touched(before, stamps(collection.folder / "build"))}
    assert made == {".last-build.json", *files}


def test_a_comment_in_a_record_makes_no_file(collection: FakeCollection) -> None:
    path = collection.claim()
    before = stamps(collection.folder / "build")
    path.write_text("# a remark\n" + path.read_text())
    assert factsheet(collection.folder, "build").stdout.startswith("Made 0, kept 111, removed 0 in ")
    assert touched(before, stamps(collection.folder / "build")) == [".last-build.json"]


def test_another_program_prints_everything_anew(
    collection: FakeCollection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tool = tmp_path_factory.mktemp("tool")
    for name in ("factsheet", "templates"):
        shutil.copytree(ROOT / name, tool / name, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {"PYTHONPATH": str(tool)}
    assert factsheet(collection.folder, "build", environment=environment).stdout.startswith("Nothing has changed")
    with (tool / "factsheet" / "exporters" / "press.py").open("a") as press:
        press.write("# another press\n")
    done = factsheet(collection.folder, "build", environment=environment)
    assert done.stdout.startswith("Made 20, kept "), done.stdout + done.stderr  # four sheets and eight fonts
