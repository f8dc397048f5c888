"""`factsheet build` at the command line: what it makes, what it says, and how it ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from factsheet.exporters import data
from tests.faker import FakeCollection
from tests.test_cli_check import Printed
from tests.workshop import contents, factsheet

pytestmark = pytest.mark.slow

DATA = ("build", "--to", "data")
FILES = sorted(f"site/data/{name}" for name in data.FILES)
LONG = "The clerk wrote down every cart that was turned back at the barrier that day. " * 60


@pytest.fixture
def towns(collection: FakeCollection) -> FakeCollection:
    """Return a collection of two entries and a draft."""
    collection.claim("BR-002")
    collection.claim("BR-003", status="draft")
    return collection


def made(collection: FakeCollection, *arguments: str, out: str = "build") -> list[str]:
    """Run a build that must succeed and return the paths of all that lies in its folder, without the manifest."""
    done = factsheet(collection.folder, "build", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return [path for path in contents(collection.folder / out) if path != "manifest.json"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "pfd"], "there is no format 'pfd'; did you mean 'pdf'?"),
        (["--to", "data,epub"], "there is no format 'epub'; there are pdf, html, data, text, schema"),
        (["--paper", "A4"], "there is no size of paper 'A4'; there are a4, letter"),
        (["--paper", "a5"], "there is no size of paper 'a5'; there are a4, letter"),
        (["BR-01"], "there is no entry 'BR-01'; did you mean 'BR-001'?"),
        (["BR-001", "X"], "there is no entry 'X'; there are BR-001, BR-002, BR-003"),
    ],
)
def test_typing_mistakes_are_named(
    towns: FakeCollection, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert Printed(towns.folder, capsys)("build", *arguments) == (2, "", f"factsheet: {message}\n")
    assert not list((towns.folder / "build").glob("site"))


def test_a_folder_without_a_collection_is_named(tmp_path: Path) -> None:
    done = factsheet(tmp_path, "build")
    message = "there is no factsheet.yaml in '.'; go to a collection's folder, or name it with -C FOLDER"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"factsheet: {message}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base-url", "a.org"], "Invalid value for '--base-url': 'a.org' is not an http or https address"),
        (
            ["--base-url", "javascript:alert(1)"],
            "Invalid value for '--base-url': 'javascript:alert(1)' is not an http or https address",
        ),
        (
            ["--base-url", "https://me:secret@example.org/"],
            "Invalid value for '--base-url': 'https://me:secret@example.org/' holds credentials, spaces or characters "
            "that deceive",
        ),
        (
            ["--base-url", "https://example.org/?page="],
            "Invalid value for '--base-url': 'https://example.org/?page=' has '?', '#' or '..', and pages could not "
            "lie below it",
        ),
        (["--jobs", "0"], "Invalid value for '--jobs': 0 is not in the range x>=1."),
        (["--out", "factsheet.yaml"], "Invalid value for '--out': Directory 'factsheet.yaml' is a file."),
        (["--colour"], "No such option '--colour'. Did you mean '--out'?"),
    ],
)
def test_misuse_is_explained(collection: FakeCollection, arguments: list[str], message: str) -> None:
    done = factsheet(collection.folder, "build", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Usage: factsheet build [OPTIONS] [ID]...\nTry 'factsheet build --help' for help.\n\nError: " + message + "\n"
    )


def test_records_with_errors_build_nothing(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    collection.claim(status="publishd")
    code, out, err = Printed(collection.folder, capsys)("build")
    assert (code, err) == (1, "Nothing was built: mend the errors first.\n")
    assert out.splitlines()[0].startswith("claims/BR-001.yaml:1:9: error: ")
    assert out.splitlines()[-1] == "1 error, 0 warnings, 0 notes"
    assert not (collection.folder / "build").exists()


def test_a_sheet_that_does_not_fit_is_reported_and_the_rest_is_made(towns: FakeCollection) -> None:
    towns.claim("BR-002", summary=LONG)
    done = factsheet(towns.folder, "build", "--to", "pdf,schema", "--jobs", "1")
    assert done.returncode == 1
    assert re.sub(r"[0-9]+ lines", "N lines", re.sub(r"[0-9.]+ s\.", "0.0 s.", done.stdout)) == (
        "claims/BR-002.yaml:2:5: error: BR-002-a4.pdf: N lines too long for one page; the longest texts are summary "
        "(900 words), quotations of bridge-ruling (8 words), rating_reason (8 words) [does-not-fit]\n"
        "claims/BR-002.yaml:2:5: error: BR-002-letter.pdf: N lines too long for one page; the longest texts are "
        "summary (900 words), quotations of bridge-ruling (8 words), rating_reason (8 words) [does-not-fit]\n"
        "Made 6, kept 0, removed 0, could not make 2 in 0.0 s. It is in build\n"
    )
    assert sorted(contents(towns.folder / "build/site/pdf")) == ["BR-001-a4.pdf", "BR-001-letter.pdf"]


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["--to", "data"], FILES),
        (["--to", "schema"], ["schema/claim.json", "schema/evidence.json", "schema/project.json"]),
        (["--to", "data, data"], FILES),
        (["BR-002", "--to", "text"], [f"site/text/BR-002{end}" for end in (".docx", ".md", ".txt", "-post.txt")]),
        (
            ["BR-002", "--to", "html"],
            ["site/BR-002/index.html", "site/share/BR-002-dark.png", "site/share/BR-002.png"],
        ),
        (["BR-002", "--to", "pdf", "--paper", "letter"], ["site/pdf/BR-002-letter.pdf"]),
        (
            ["BR-002", "BR-001", "--to", "pdf", "--paper", "a4,a4"],
            [
                f"site/{file}"
                for name in ("BR-001-a4", "BR-002-a4")
                for file in (f"pdf/{name}.pdf", f"previews/{name}.png")
            ],
        ),
    ],
)
def test_only_what_is_asked_for_is_made(towns: FakeCollection, arguments: list[str], files: list[str]) -> None:
    done = factsheet(towns.folder, "build", *arguments)
    assert re.fullmatch(rf"Made {len(files)}, kept 0, removed 0 in \d+\.\d s\. It is in build\n", done.stdout)
    assert [path for path in contents(towns.folder / "build") if path != "manifest.json"] == sorted(files)


def test_an_entry_that_is_a_draft_is_not_passed_over_in_silence(
    towns: FakeCollection, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "factsheet: 'BR-003' is a draft; build it with --drafts\n"
    assert Printed(towns.folder, capsys)("build", "BR-003") == (2, "", said)


def test_drafts_are_made_on_request_and_marked(towns: FakeCollection) -> None:
    assert made(towns, "BR-003", "--to", "html", "--drafts") == [
        "site/BR-003/index.html", "site/share/BR-003-dark.png", "site/share/BR-003.png",
    ]  # fmt: skip
    assert '<strong class="mark">Draft</strong>' in (towns.folder / "build/site/BR-003/index.html").read_text()


def test_another_output_folder(towns: FakeCollection) -> None:
    done = factsheet(towns.folder, *DATA, "--out", "public/edition")
    assert re.sub(r"[0-9.]+ s\.", "0.0 s.", done.stdout) == (
        f"Made {len(FILES)}, kept 0, removed 0 in 0.0 s. It is in public/edition\n"
    )
    assert sorted(contents(towns.folder / "public/edition")) == ["manifest.json", *FILES]
    assert not (towns.folder / "build").exists()


def test_the_folder_of_the_collection_may_be_named(towns: FakeCollection, tmp_path: Path) -> None:
    done = factsheet(tmp_path.parent, "-C", towns.folder, *DATA)
    assert done.returncode == 0
    assert sorted(contents(towns.folder / "build")) == ["manifest.json", *FILES]


@pytest.mark.parametrize("base_url", ["https://records.example.net", "https://records.example.net/"])
def test_another_public_address(collection: FakeCollection, base_url: str) -> None:
    assert made(collection, "--to", "data", "--base-url", base_url) == FILES
    text = (collection.folder / "build/site/data/claims.json").read_text()
    assert '"url": "https://records.example.net/BR-001/"' in text


def test_progress_is_plain_lines_where_there_is_no_terminal(collection: FakeCollection) -> None:
    done = factsheet(collection.folder, "build", "--to", "schema")
    assert done.stderr == "Making 3 files ...\n1 of 3 made\n2 of 3 made\n3 of 3 made\n"
    assert factsheet(collection.folder, "build", "--to", "schema").stderr == ""
    number = len(FILES)
    said = f"Making {number} files ...\n{number} of {number} made\n"
    assert factsheet(collection.folder, *DATA).stderr == said
    collection.claim(unknowns="Who ordered the fence.")
    assert factsheet(collection.folder, *DATA).stderr == said


def test_the_number_of_workers_changes_no_byte(towns: FakeCollection) -> None:
    names = made(towns, "--to", "pdf,schema", "--jobs", "1", "--out", "one", out="one")
    assert made(towns, "--to", "pdf,schema", "--jobs", "2", "--out", "two", out="two") == names
    assert contents(towns.folder / "one") == contents(towns.folder / "two")


def test_doctor_finds_nothing_missing_where_the_tests_run(collection: FakeCollection) -> None:
    done = factsheet(collection.folder, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Nothing is missing."
    named = [line.partition("  ")[0] for line in done.stdout.splitlines()]
    assert {"Python", "WeasyPrint", "pandoc", "IBM Plex Serif", "Pango", "HarfBuzz subset"} <= set(named)
