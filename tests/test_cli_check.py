"""`factsheet check` as people and programs call it: what is printed where, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factsheet import cli
from tests.faker import FakeCollection

ERROR = "claims/BR-001.yaml:1:9: error: 'flase' is not a word that may stand here; did you mean 'false'? [unknown-word]"
WARNING = (
    "evidence/a-letter.yaml:1:5: warning: no claim uses this evidence; link it, name it as 'further_reading' of a "
    "sheet, or remove it [orphan-evidence]"
)
NOTE = (
    "factsheet.yaml:1:11: note: 'base_url' is empty: sheets carry no QR code and no address; set it, or build with "
    "'make BASE_URL=https://…', before sheets are handed out [no-base-url]"
)


class Printed:
    """Runs the command line on a collection and keeps what it printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = cli.run(["-C", str(self._folder), *arguments])
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err


@pytest.fixture
def run(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> Printed:
    """Return a function that runs the command line on the collection: exit code, standard output and error."""
    return Printed(collection.folder, capsys)


def usage(command: str, error: str) -> str:
    """Return what is printed about a wrong call of a command."""
    usages = {"factsheet": "factsheet [OPTIONS] COMMAND [ARGS]...", "check": "factsheet check [OPTIONS] [PATHS]..."}
    program = "factsheet" if command == "factsheet" else f"factsheet {command}"
    return f"Usage: {usages[command]}\nTry '{program} --help' for help.\n\nError: {error}\n"


def test_nothing_wrong(run: Printed) -> None:
    assert run("check") == (0, "0 errors, 0 warnings, 0 notes\n", "")


def test_errors(collection: FakeCollection, run: Printed) -> None:
    collection.claim(rating="flase")
    assert run("check") == (1, f"{ERROR}\n1 error, 0 warnings, 0 notes\n", "")


def test_warnings_and_notes_are_no_errors(collection: FakeCollection, run: Printed) -> None:
    collection.evidence("a-letter")
    collection.project(base_url="")
    assert run("check") == (0, f"{WARNING}\n{NOTE}\n0 errors, 1 warning, 1 note\n", "")


def test_json_for_programs(collection: FakeCollection, run: Printed) -> None:
    collection.claim(rating="flase")
    code, out, err = run("check", "--format", "json")
    assert (code, err) == (1, "")
    assert json.loads(out) == {
        "counts": {"error": 1, "note": 0, "warning": 0},
        "problems": [
            {
                "code": "unknown-word",
                "column": 9,
                "line": 1,
                "message": "'flase' is not a word that may stand here",
                "path": "claims/BR-001.yaml",
                "remedy": "did you mean 'false'?",
                "severity": "error",
            }
        ],
    }


def test_annotations_for_pull_requests(collection: FakeCollection, run: Printed) -> None:
    collection.claim(rating="flase")
    assert run("check", "--format", "github") == (
        1,
        "::error file=claims/BR-001.yaml,line=1,col=9,title=unknown-word::'flase' is not a word that may stand here; "
        "did you mean 'false'?\n",
        "",
    )


def test_paths_choose_which_problems_are_printed(collection: FakeCollection, run: Printed) -> None:
    collection.evidence("a-letter")
    collection.project(base_url="")
    folder = collection.folder
    nothing = "0 errors, 0 warnings, 0 notes\n"
    warning = f"{WARNING}\n0 errors, 1 warning, 0 notes\n"
    note = f"{NOTE}\n0 errors, 0 warnings, 1 note\n"
    assert run("check", str(folder / "claims")) == (0, nothing, "")
    assert run("check", str(folder / "evidence")) == (0, warning, "")
    assert run("check", str(folder / "evidence" / "a-letter.yaml")) == (0, warning, "")
    assert run("check", str(folder / "evidence" / "bridge-ruling.yaml")) == (0, nothing, "")
    assert run("check", str(folder / "factsheet.yaml"), str(folder / "claims")) == (0, note, "")
    assert run("check", str(folder)) == (0, f"{WARNING}\n{NOTE}\n0 errors, 1 warning, 1 note\n", "")


def test_errors_elsewhere_do_not_count_for_the_chosen_paths(collection: FakeCollection, run: Printed) -> None:
    collection.claim(rating="flase")
    assert run("check", str(collection.folder / "evidence")) == (0, "0 errors, 0 warnings, 0 notes\n", "")
    assert run("check", str(collection.folder / "claims"))[0] == 1


def test_annotations_name_files_from_where_one_stands(
    collection: FakeCollection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    collection.claim(rating="flase")
    monkeypatch.chdir(collection.folder.parent)
    assert cli.run(["-C", collection.folder.name, "check", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith(f"::error file={collection.folder.name}/claims/BR-001.yaml,line=1,")


def test_paths_are_those_of_the_folder_where_one_stands(
    collection: FakeCollection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    collection.claim(rating="flase")
    monkeypatch.chdir(collection.folder / "claims")
    assert cli.run(["-C", "..", "check", "BR-001.yaml"]) == 1
    assert capsys.readouterr().out == f"{ERROR}\n1 error, 0 warnings, 0 notes\n"


@pytest.mark.parametrize("chosen", ["claims", "claims/BR-002.yaml"])
def test_a_link_among_the_records_is_not_hidden_by_choosing_it(
    collection: FakeCollection, run: Printed, tmp_path_factory: pytest.TempPathFactory, chosen: str
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text("root: x")
    (collection.folder / "claims" / "BR-002.yaml").symlink_to(outside)
    assert run("check", str(collection.folder / chosen)) == (
        1,
        "claims/BR-002.yaml:1:1: error: 'claims/BR-002.yaml' is a symbolic link; records are regular files in the "
        "project's own folders [unreadable]\n1 error, 0 warnings, 0 notes\n",
        "",
    )


def test_a_path_outside_the_collection_is_no_clean_bill(run: Printed, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    code, out, err = run("check", str(outside))
    assert (code, out) == (2, "")
    assert err == f"factsheet: '{outside}' does not lie in the collection's folder\n"


def test_a_folder_without_a_collection(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.run(["-C", str(tmp_path), "check"]) == 2
    assert capsys.readouterr() == (
        "",
        f"factsheet: there is no factsheet.yaml in '{tmp_path}'; go to a collection's folder, or name it with -C "
        "FOLDER\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], usage("factsheet", "No such command 'chek'. Did you mean 'check'?")),
        (["check", "--formt", "json"], usage("check", "No such option '--formt'. Did you mean '--format'?")),
        (
            ["check", "--format", "jsn"],
            usage("check", "Invalid value for '--format': 'jsn' is not one of 'text', 'json', 'github'."),
        ),
        (
            ["check", "nowhere.yaml"],
            usage("check", "Invalid value for '[PATHS]...': Path 'nowhere.yaml' does not exist."),
        ),
    ],
)
def test_a_wrong_call_is_told_what_would_be_right(run: Printed, arguments: list[str], message: str) -> None:
    assert run(*arguments) == (2, "", message)


@pytest.mark.parametrize(
    "program", [[sys.executable, "-m", "factsheet"], [str(Path(sys.executable).with_name("factsheet"))]]
)
def test_the_program_as_it_is_installed(collection: FakeCollection, program: list[str]) -> None:
    collection.claim(rating="flase", places=["Քարե"])
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}  # a terminal of the plainest kind
    done = subprocess.run(
        [*program, "-C", str(collection.folder), "check"], capture_output=True, env=environment, check=False
    )
    assert done.stderr.decode() == ""
    assert done.stdout.decode() == f"{ERROR}\n1 error, 0 warnings, 0 notes\n"
    assert done.returncode == 1
