"""`factsheet cite` as people and programs call it: what goes where, and the exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from factsheet import loader, prose, references
from factsheet.commands.cite import cite
from factsheet.references import STYLES
from factsheet.referencing import FORMS, Holdings
from tests import pandocs
from tests.cited import APA
from tests.faker import FakeCollection, link
from tests.test_cli_check import Printed
from tests.workshop import project_of, sound

ENTRY = (
    "Friends of the Bridge, “Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020”, "
    "Claim and evidence, BR-001, version 1, 1 May 2025."
)
DECISION = (
    "“Miller v. Town of Stonyford”, court decision, Court of the County, 6 May 2020. "
    "https://court.example.org/2020/miller"
)
MENDING = "Nothing is cited: mend the errors first.\n"


@pytest.fixture
def run(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> Printed:
    """Return a function that runs the command line on a collection whose entry is published."""
    collection.claim(status="published")
    printed = Printed(collection.folder, capsys)
    printed("publish", "--all")
    return printed


def test_a_sentence_is_what_is_printed_unless_another_style_is_named(run: Printed) -> None:
    assert run("cite", "BR-001") == (0, f"{ENTRY} https://example.org/bridge/BR-001/v1/\n", "")
    assert run("cite", "--style", "text", "bridge-ruling") == (0, f"{DECISION}\n", "")


def test_several_are_cited_in_the_order_given_and_each_once(run: Printed) -> None:
    code, out, err = run("cite", "bridge-ruling", "BR-001", "bridge-ruling")
    assert (code, out, err) == (0, f"{DECISION}\n\n{ENTRY} https://example.org/bridge/BR-001/v1/\n", "")
    _, out, _ = run("cite", "bridge-ruling", "BR-001", "--style", "csl-json")
    assert [item["id"] for item in json.loads(out)] == ["bridge-ruling", "BR-001"]


@pytest.mark.slow
def test_every_style_names_the_decision_and_its_address(run: Printed) -> None:
    for style in (*FORMS, str(APA.path.with_name("ieee.csl"))):
        code, out, err = run("cite", "bridge-ruling", "--style", style)
        assert (code, err) == (0, "")
        assert "Miller v. Town of Stonyford" in out
        assert "https://court.example.org/2020/miller" in out
        assert out.endswith("\n")
    reference = "Miller v. Town of Stonyford (Court of the County May 6, 2020). https://court.example.org/2020/miller\n"
    assert run("cite", "--style", "apa", "bridge-ruling") == (0, reference, "")
    assert run("cite", "--style", str(APA.path), "bridge-ruling") == (0, reference, "")


def test_the_address_of_the_site_can_be_given(run: Printed, collection: FakeCollection) -> None:
    assert run("cite", "BR-001", "--base-url", "https://facts.example.org/x/")[1] == (
        f"{ENTRY} https://facts.example.org/x/BR-001/v1/\n"
    )
    code, _, err = run("cite", "BR-001", "--base-url", "ftp://facts.example.org")
    assert (code, err.splitlines()[-1]) == (
        2, "Error: Invalid value for '--base-url': 'ftp://facts.example.org' is not an http or https address",
    )  # fmt: skip
    collection.project(base_url="")
    note = "The collection has no public address, and entries are cited without one; name it with --base-url.\n"
    assert run("cite", "BR-001") == (0, f"{ENTRY}\n", note)
    assert run("cite", "bridge-ruling") == (0, f"{DECISION}\n", "")


def test_an_entry_that_may_still_change_is_told(run: Printed, collection: FakeCollection) -> None:
    collection.claim("BR-002", status="published")
    code, out, err = run("cite", "BR-001", "BR-002")
    assert (code, err) == (0, "Not published yet, so that the page cited may still change: BR-002.\n")
    assert out.splitlines()[-1].endswith(" https://example.org/bridge/BR-002/")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["BR-01"], "factsheet: there is no entry or document 'BR-01'; did you mean 'BR-001'?"),
        (["BR-001", "x\x1b[2J"], "factsheet: there is no entry or document 'x\\x1b[2J'; ids are those of the files in "
                                 "claims/ and evidence/"),
        (["BR-001", "--style", "harvard"], "factsheet: there is no style 'harvard'; there are text, chicago, apa, mla, "
                                           "bibtex, biblatex, ris, csl-json, and the file of any other style in the "
                                           "Citation Style Language (.csl)"),
        ([], "Error: Missing argument 'ID...'."),
    ],
)  # fmt: skip
def test_a_wrong_call_prints_no_citation(run: Printed, arguments: list[str], said: str) -> None:
    code, out, err = run("cite", *arguments)
    assert (code, out, err.splitlines()[-1]) == (2, "", said)


def test_what_is_withheld_is_refused_without_a_word_of_it(run: Printed, collection: FakeCollection) -> None:
    collection.evidence("diary", title="Zebra", publisher="Stripes", sensitivity="withheld")
    collection.claim(status="published", evidence=[link(), link("diary")])
    assert run("cite", "bridge-ruling", "diary") == (
        2, "", "factsheet: 'diary' is withheld, and nothing of it may be shown; cite another document\n"
    )  # fmt: skip


def test_errors_in_other_records_keep_nobody_from_citing(run: Printed, collection: FakeCollection) -> None:
    collection.claim("BR-002", rating="flase")
    collection.write("evidence/letter.yaml", "id: [")
    assert run("cite", "BR-001") == (0, f"{ENTRY} https://example.org/bridge/BR-001/v1/\n", "")
    code, out, err = run("cite", "BR-001", "BR-002")
    assert (code, out) == (1, "")
    assert err.splitlines()[0].startswith("claims/BR-002.yaml:1:9: error: 'flase' is not a word that may stand here")
    assert err.endswith(f"\n1 error, 0 warnings, 0 notes\n{MENDING}")
    code, out, err = run("cite", "letter")
    assert (code, out) == (1, "")
    assert err.startswith("evidence/letter.yaml:2:1: error: this is not valid YAML")


def test_texts_in_markdown_are_not_looked_at(run: Printed, collection: FakeCollection) -> None:
    # No citation prints them, and to render them takes longer than all else.
    collection.claim("BR-002", explanation="<b>Closed</b>")
    assert run("check")[0] == 1
    code, out, err = run("cite", "BR-002")
    assert (code, out.count("version 1"), err.splitlines()) == (
        0, 1, ["Not published yet, so that the page cited may still change: BR-002."]
    )  # fmt: skip


def test_an_entry_that_was_changed_silently_is_not_cited(run: Printed, collection: FakeCollection) -> None:
    # The version that its citation names says something else.
    collection.claim(status="published", fact="Carts could cross.")
    code, out, err = run("cite", "BR-001")
    assert (code, out) == (1, "")
    assert "'fact' differs from version 1 of 'BR-001', which is published" in err
    collection.claim(status="published")
    version = collection.folder / "claims" / "published" / "BR-001.v1.json"
    version.write_text(version.read_text().replace("Stonyford", "Stonyfort"))
    assert run("cite", "BR-001")[:2] == (1, "")
    assert run("cite", "bridge-ruling") == (0, f"{DECISION}\n", "")


def test_settings_with_errors_are_mended_first(run: Printed, collection: FakeCollection) -> None:
    collection.project(title="")
    code, out, err = run("cite", "bridge-ruling")
    assert (code, out) == (1, "")
    assert err.startswith("factsheet.yaml:1:8: error: this field is empty")
    assert err.endswith(MENDING)


@pytest.mark.slow
def test_bytes_are_utf_8_with_the_ends_of_lines_of_the_form(collection: FakeCollection) -> None:
    # Whatever the machine's own encoding is.
    collection.evidence(title="Fähre – Жук")
    command = [sys.executable, "-m", "factsheet", "cite", "bridge-ruling", "--style", "ris"]
    environment = os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = subprocess.run(command, cwd=collection.folder, env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "TI  - Fähre – Жук\r\n" in done.stdout.decode()
    assert done.stdout.count(b"\n") == done.stdout.count(b"\r\n")
    assert done.stdout.endswith(b"ER  - \r\n")


def test_nothing_is_written_and_what_a_build_formatted_is_not_formatted_again(
    run: Printed, collection: FakeCollection, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(collection.folder.rglob("*"))
    first = run("cite", "--style", "mla", "BR-001")
    assert sorted(collection.folder.rglob("*")) == before
    # What a build leaves in its folder.
    loaded = sound(collection)
    item = Holdings(project_of(loaded), loaded.corpus, loaded.published).item("BR-001")
    made = references.format_references([item], STYLES, {})
    collection.write(f"build/{loader.REFERENCES}", references.to_json(made))
    collection.write(f"build/{loader.TEXTS}", prose.to_json(loaded.prose))
    starts = pandocs.counted(tmp_path_factory.mktemp("pandoc"), monkeypatch)
    assert run("cite", "--style", "mla", "BR-001") == first
    assert starts.read_text() == ""
    assert run("cite", "--style", "mla", "BR-001", "--base-url", "https://facts.example.org")[0] == 0
    assert starts.read_text() == "started\n"


def test_the_help_has_a_line_for_each_style(run: Printed) -> None:
    code, out, _ = run("cite", "--help")
    assert code == 0
    styles = out.partition("Styles:\n")[2].partition("\n\n")[0]
    assert re.findall(r"^ +(\S+)  ", styles, re.MULTILINE) == [*FORMS, "FILE.csl"]
    assert "factsheet cite --style apa AB-001" in out
    assert cite.short_help == "Print citations of entries and documents."


def test_a_folder_that_is_no_collection(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = Printed(tmp_path, capsys)("cite", "BR-001")
    assert (code, out) == (2, "")
    assert err.startswith("factsheet: there is no factsheet.yaml in '")
