"""Topic sheets at the command line: which files are made, when they are made again, and where faults are named."""

from __future__ import annotations

import re

import pytest

from tests.faker import FakeCollection, appearance
from tests.test_cli_check import Printed
from tests.workshop import contents, factsheet, parsed, stamps, touched

SHEET = {
    "id": "closing",
    "title": "The closing of the bridge",
    "fact": "The bridge at Stonyford was closed to carts.",
    "lead": "A court said so.",
}


def faults(collection: FakeCollection) -> list[tuple[str, str]]:
    """Build the sheets and return the lines that name faults, without how many lines there are too many."""
    done = factsheet(collection.folder, "build", "closing", "--to", "pdf", "--paper", "a4")
    assert done.returncode == 1
    return [
        (place, message)
        for place, message in re.findall(r"^(factsheet\.yaml:.*?: error: .*?): \d+ (.*)$", done.stdout, re.MULTILINE)
    ]


@pytest.mark.slow
def test_a_sheet_that_cannot_be_made_is_named_at_its_place(collection: FakeCollection) -> None:
    said = {"text": "The clerk wrote down every cart that was turned back at the barrier that day. " * 6, "lang": "en"}
    for number in range(1, 15):
        collection.claim(f"BR-{number:03}", appearances=[appearance(quote=said)])
    collection.project(sheets=[SHEET | {"topics": ["bridge"]}])
    found = faults(collection)
    assert len(found) == 1
    place, message = found[0]
    assert place == "factsheet.yaml:2:7: error: closing-a4.pdf"
    assert message.startswith("lines too long for two pages; the longest texts are the quotation of BR-001 (90 words)")
    assert message.endswith("[does-not-fit]")


def built(collection: FakeCollection, *arguments: str) -> list[str]:
    """Run a build that must succeed and return the paths of all that lies in its folder, without the manifest."""
    done = factsheet(collection.folder, "build", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return [path for path in contents(collection.folder / "build") if path != "manifest.json"]


@pytest.mark.slow
def test_a_sheet_is_built_by_its_name(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}, SHEET | {"id": "other", "claims": ["BR-001"]}])
    assert built(collection, "closing") == [
        "site/pdf/closing-a4.pdf",
        "site/pdf/closing-letter.pdf",
        "site/previews/closing-a4.png",
        "site/sheets/closing/index.html",
        *(f"site/text/closing{end}" for end in ("-post.txt", ".docx", ".md", ".txt")),
    ]


@pytest.mark.slow
def test_a_sheet_is_printed_on_the_paper_that_it_names(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"claims": ["BR-001"], "paper": ["letter"]}])
    assert built(collection, "closing") == [
        "site/pdf/closing-letter.pdf",
        "site/previews/closing-letter.png",
        "site/sheets/closing/index.html",
        *(f"site/text/closing{end}" for end in ("-post.txt", ".docx", ".md", ".txt")),
    ]
    page = parsed((collection.folder / "build/site/sheets/closing/index.html").read_text())
    links = [element.get("href", "") for element in page.iter("a")]
    assert [address for address in links if address.endswith(".pdf")] == ["../../pdf/closing-letter.pdf"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("closings", "there is no entry or topic sheet 'closings'; did you mean 'closing'?"),
        ("X", "there is no entry or topic sheet 'X'; there are BR-001, BR-002, closing, tolls"),
        ("tolls", "'tolls' has no entries to show but drafts; build it with --drafts"),
    ],
)
def test_a_sheet_that_there_is_not_is_named(
    collection: FakeCollection, capsys: pytest.CaptureFixture[str], wanted: str, message: str
) -> None:
    collection.claim("BR-002", status="draft", topics=["toll"])
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}, SHEET | {"id": "tolls", "topics": ["toll"]}])
    assert Printed(collection.folder, capsys)("build", wanted) == (2, "", f"factsheet: {message}\n")


@pytest.mark.slow
def test_a_change_makes_the_sheets_that_show_it(collection: FakeCollection) -> None:
    collection.claim("BR-002")
    collection.project(sheets=[SHEET | {"claims": ["BR-001"]}, SHEET | {"id": "other", "claims": ["BR-002"]}])
    built(collection, "--to", "pdf")
    before = stamps(collection.folder / "build")
    collection.claim(rating_reason="A court found that many carts were turned back.")
    built(collection, "--to", "pdf")
    changed = touched(before, stamps(collection.folder / "build"))
    sheets = ["BR-001-a4", "BR-001-letter", "closing-a4", "closing-letter"]
    pictures = [f"site/previews/{name}.png" for name in ("BR-001-a4", "closing-a4")]
    assert changed == ["manifest.json", *(f"site/pdf/{name}.pdf" for name in sheets), *pictures]
