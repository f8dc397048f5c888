"""The site as a web server gives it to readers: Lighthouse's marks, requests, messages, width, paper."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from tests.outside.browsing import MODULES, Visit, expect_none, squeezed, text_of, violations, visit
from tests.outside.sites import PECULIAR, Site
from tests.outside.tools import TOOLS

LIGHTHOUSE = MODULES / "lighthouse/cli/index.js"
CHROME_FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
WANTED = {"accessibility": 1.0, "best-practices": 1.0, "seo": 1.0, "performance": 0.98}
"""Marks of 1 at most, by Lighthouse's name of the category."""
RUNS = 3
"""How often Lighthouse may run for one mark, of which the best counts: what else the machine does only costs marks."""

ON_PAPER = {
    "fact": "h1",
    "claim": "section.claim blockquote, section.claim .reported",
    "rating": ".rating strong",
    "evidence": ".exhibit h3, .exhibit blockquote, .bears p",
}
"""What the print of an entry's page must hold, and the elements that say it."""


@pytest.fixture(scope="module")
def visits(website: Site, browser: Browser) -> dict[str, Visit]:
    """Return a visit to one page of each kind, in the smallest window that the guidelines of accessibility name."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    found = {}
    for path in website.kinds.values():
        page = context.new_page()
        found[path] = visit(page, website.address + path)
        page.close()
    context.close()
    return found


def test_sites_have_pages_of_every_kind(sites: dict[str, Site]) -> None:
    everywhere = {
        "404", "about", "claimants", "claimants/one", "corrections", "data", "dates", "entry", "evidence",
        "evidence/one", "index", "method", "ratings", "search", "sheets", "sheets/one", "topics", "topics/one",
    }  # fmt: skip
    # Only a collection with published entries has versions, and only the invented one surely withdrew an entry.
    assert everywhere <= set(sites["records"].kinds) <= everywhere | {"entry/version", "withdrawn"}
    assert set(sites["invented"].kinds) == everywhere | {"entry/version", "withdrawn"}
    assert sites["invented"].peculiar.keys() == PECULIAR.keys()


@pytest.mark.parametrize("device", ["mobile", "desktop"])
@pytest.mark.parametrize("name", ["index", "entry"])
def test_lighthouse_gives_full_marks(website: Site, name: str, device: str, tmp_path: Path) -> None:
    reports: list[dict[str, Any]] = []
    while len(reports) < RUNS and not any(is_fast(report) for report in reports):
        reports.append(lighthouse(website.address + website.kinds[name], device, tmp_path / "report.json"))
    report = max(reports, key=lambda made: marks(made)["performance"])
    print([{category: round(100 * mark) for category, mark in marks(made).items()} for made in reports])
    below = [category for category, mark in marks(report).items() if mark < WANTED[category]]
    expect_none({category: list(faults(report, category)) or ["is below its mark"] for category in below})


def lighthouse(address: str, device: str, out: Path) -> dict[str, Any]:
    """Take an address, `mobile` or `desktop`, and a file to be written; return Lighthouse's report."""
    command = [
        "node", str(LIGHTHOUSE), address, "--quiet", "--no-enable-error-reporting", f"--chrome-flags={CHROME_FLAGS}",
        f"--only-categories={','.join(WANTED)}", "--output=json", f"--output-path={out}",
        *(["--preset=desktop"] if device == "desktop" else []),
    ]  # fmt: skip
    chromium = TOOLS["Chromium"].path
    assert chromium is not None
    environment = os.environ | {"CHROME_PATH": chromium}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report: dict[str, Any] = json.loads(out.read_text())
    assert "runtimeError" not in report, report["runtimeError"]
    return report


def is_fast(report: dict[str, Any]) -> bool:
    """Take a report and return whether the mark that depends on the machine is what it should be."""
    return marks(report)["performance"] >= WANTED["performance"]


def marks(report: dict[str, Any]) -> dict[str, float]:
    """Take a report and return the mark of each category; one that could not be given is none at all."""
    found = {category: float(report["categories"][category]["score"] or 0) for category in WANTED}
    assert len(found) == len(report["categories"])
    return found


def faults(report: dict[str, Any], category: str) -> Iterator[str]:
    """Take a report and a category; yield what cost it marks, with the first of the places concerned."""
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            items = audit.get("details", {}).get("items", [])
            shown = audit.get("displayValue", "")
            yield f"{audit['id']} ({audit['score']}): {audit['title']} {shown} {json.dumps(items[:1])[:600]}"


def test_no_request_leaves_the_host(visits: dict[str, Visit], website: Site) -> None:
    assert all(len(visit.requests) > 1 for visit in visits.values())
    expect_none(
        {path: [url for url in seen.requests if not url.startswith(website.address)] for path, seen in visits.items()}
    )


def test_the_browser_has_nothing_to_complain_about(visits: dict[str, Visit]) -> None:
    expect_none({path: seen.messages for path, seen in visits.items()})


def test_no_page_is_wider_than_a_small_telephone(visits: dict[str, Visit]) -> None:
    assert {path: seen.overflow for path, seen in visits.items() if seen.overflow > 0} == {}


def test_where_there_is_nothing_is_the_page_that_says_so(website: Site, browser: Browser) -> None:
    page = browser.new_page()
    response = page.goto(urljoin(website.address, "evidence/nothing/here/"), wait_until="networkidle")
    assert response is not None
    # Its styles and links must be found from wherever it is shown.
    styles = page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length > 0)")
    links = page.evaluate("[...document.querySelectorAll('nav a')].map(link => link.href)")
    broken = violations(page)
    page.close()
    assert (response.status, styles, broken) == (404, [True], [])
    assert links
    assert all(link.startswith(website.address) and "/nothing/" not in link for link in links)


@pytest.mark.parametrize("name", ["entry", "entry/version"])
def test_the_print_of_an_entry_holds_what_it_rests_on(
    website: Site, browser: Browser, tmp_path: Path, name: str
) -> None:
    if name not in website.kinds:
        pytest.skip("no entry of this collection is published")
    path = website.kinds[name]
    page = browser.new_page()
    page.goto(website.address + path, wait_until="networkidle")
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    wanted = {what: page.locator(elements).all_text_contents() for what, elements in ON_PAPER.items()}
    page.close()
    printed = squeezed(text_of(tmp_path / "page.pdf"))
    assert all(wanted.values())
    expect_none({what: [text for text in texts if squeezed(text) not in printed] for what, texts in wanted.items()})
    assert squeezed(website.address + path) in printed
