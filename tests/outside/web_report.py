"""The page of `factsheet report` in a browser: accessibility, requests, width, links into the site, paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from tests.outside.browsing import (
    COLOURS,
    EVERYTHING,
    NOT_ON_PAPER,
    OPEN_DETAILS,
    OVERFLOW,
    VALIDATOR,
    WINDOWS,
    expect_none,
    opened,
    squeezed,
    text_of,
    texts_of,
    violations,
    visit,
)
from tests.outside.invented import invented
from tests.outside.sites import Site
from tests.workshop import factsheet, parsed, real_collection

TODAY = "2027-01-01"
"""A day by which some entries are to be checked again."""
PAGE = re.compile(r'<page width="([0-9.]+)" height="([0-9.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([0-9.-]+)" yMin="([0-9.-]+)" xMax="([0-9.-]+)" yMax="([0-9.-]+)">(.*?)</word>')
"""A side and a word on it, as Poppler tells where they are."""
MARGIN = 12 * 72 / 25.4
"""The margin that the page asks for, in points."""


@pytest.fixture(scope="module", params=["records", "invented"])
def report(request: pytest.FixtureRequest, sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report on one collection after the other, beside the site that was built of it."""
    folder = tmp_path_factory.mktemp("reported")
    made = {"records": real_collection, "invented": invented}[request.param](folder)
    (made / "build").symlink_to(sites[request.param].folder.parent)
    done = factsheet(made, "report", "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    return made / "build/report.html"


def test_the_report_is_valid(report: Path) -> None:
    command = ["java", "-jar", str(VALIDATOR), "--errors-only", "--also-check-css", str(report)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_report_has_all_its_parts(report: Path) -> None:
    root = parsed(report.read_text())
    assert len(list(root.iter("h1"))) == 1
    assert len(list(root.iter("details"))) > 1
    named = {element.get("id") for element in root.iter()}
    assert {"needs", "entries", "evidence", "missing", "reading", "age", "sheets", "all", "tight"} <= named


def test_links_of_the_report_lead_into_the_site(report: Path) -> None:
    root = parsed(report.read_text())
    names = {element.get("id") for element in root.iter()}
    addresses = sorted({link.get("href", "") for link in root.iter("a")})
    broken = [address for address in addresses if address.startswith("#") and address[1:] not in names]
    elsewhere = [address for address in addresses if not address.startswith("#")]
    broken += [address for address in elsewhere if not (report.parent / unquote(address)).is_file()]
    assert broken == []
    assert all(address.startswith("site/") for address in elsewhere)
    assert len(elsewhere) > 5


def test_the_report_breaks_no_rule_of_accessibility(report: Path, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce", offline=True)
    page = opened(context, report)
    page.evaluate(OPEN_DETAILS)
    found = {}
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found[f"{width}, {scheme}"] = violations(page, COLOURS if scheme == "dark" else EVERYTHING)
    context.close()
    expect_none(found)


def test_the_report_asks_for_nothing_and_browsers_do_not_complain(report: Path, browser: Browser) -> None:
    context = browser.new_context()
    met = visit(context.new_page(), report.as_uri())
    context.close()
    assert (met.requests, met.messages) == ([report.as_uri()], [])


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_report_is_not_wider_than_the_window(report: Path, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = opened(context, report)
    folded = page.evaluate(OVERFLOW)
    page.evaluate(OPEN_DETAILS)
    unfolded = page.evaluate(OVERFLOW)
    context.close()
    assert (folded <= 0, unfolded <= 0) == (True, True), (folded, unfolded)


def test_paper_has_all_the_text_of_the_report_within_its_margins(
    report: Path, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context()
    page = opened(context, report)
    wanted = [text for text, _ in texts_of(page, f"{NOT_ON_PAPER}, .visually-hidden")]
    page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True)
    context.close()
    printed = squeezed(text_of(tmp_path / "page.pdf"))
    assert [text for text in wanted if squeezed(text) not in printed] == []
    assert outside_margins(tmp_path / "page.pdf") == []


def outside_margins(pdf: Path) -> list[str]:
    """Take a printed file and return each word that stands outside the margins, or is too small to be read."""
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    found = []
    for side, (width, height, content) in enumerate(PAGE.findall(boxes), start=1):
        for *corners, word in WORD.findall(content):
            left, top, right, bottom = map(float, corners)
            within = (left > MARGIN - 1, right < float(width) - MARGIN + 1, top > 0, bottom < float(height))
            if not all(within):
                found.append(f"side {side}: {word} {corners}")
    assert boxes.count("<word") > 100
    return found
