from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.outside.conftest import PROJECT
from tests.outside.tools import TOOLS

MODULES = PROJECT / ".venv/outside/node_modules"
AXE = (MODULES / "axe-core/axe.min.js").read_text()
VALIDATOR = MODULES / "vnu-jar/build/dist/vnu.jar"

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without `preload` axe does not ask for the style sheets again, which browsers refuse to pages read from disk.
RUN_AXE = f"axe.run({json.dumps({'runOnly': {'type': 'tag', 'values': RULES}, 'preload': False})})"

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"

# Every text of the page with whether a reader sees it. Controls are left out: they need not be there without scripts,
# and are of no use on paper. So are drawings made for another width, if a reader sees one that says the same.
TEXTS = """leftOut => {
    const texts = [];
    const isSeen = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const drawings = [...document.querySelectorAll("svg")];
    const seenDrawings = new Set(drawings.filter(isSeen).map(drawing => drawing.getAttribute("aria-labelledby")));
    const isSpare = drawing => drawing && !isSeen(drawing) && seenDrawings.has(drawing.getAttribute("aria-labelledby"));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const text = walker.currentNode.data.replace(/\\s+/g, " ").trim();
        const isLeftOut = parent.closest("script, style, template, title, desc, button, form, output, " + leftOut);
        if (text && !isLeftOut && !isSpare(parent.closest("svg"))) {
            texts.push([text, isSeen(parent)]);
        }
    }
    return texts;
}"""
OPEN_DETAILS = "document.querySelectorAll('details').forEach(details => { details.open = true; })"
NOT_ON_PAPER = "nav, .skip"


@dataclass(frozen=True)
class Visit:
    """What a browser met on one page."""

    page: str
    requests: list[str]
    messages: list[str]
    overflow: int
    passed: int
    violations: list[str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's own Chromium."""
    with sync_playwright() as playwright:
        options = ["--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=TOOLS["Chromium"].path, args=options)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")], ids=str)
def visits(request: pytest.FixtureRequest, site: Path, browser: Browser) -> list[Visit]:
    """Return a visit to every page in one width of the window and one colour scheme."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    found = [visit(context, site, path) for path in pages(site)]
    context.close()
    return found


def pages(site: Path) -> list[Path]:
    """Return every page of the site."""
    found = sorted(site.rglob("*.html"))
    assert site / "index.html" in found
    return found


def visit(context: BrowserContext, site: Path, path: Path) -> Visit:
    """Open a page and return what happened and which rules of accessibility it breaks."""
    page = context.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: messages.append(f"could not load {request.url}"))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.goto(path.as_uri())
    overflow = int(page.evaluate(OVERFLOW))
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate(RUN_AXE)
    page.close()
    violations = [described(violation) for violation in result["violations"]]
    return Visit(str(path.relative_to(site)), requests, messages, overflow, len(result["passes"]), violations)


def described(violation: dict[str, Any]) -> str:
    """Return a violation as axe reports it in one line, with the first of the elements that it concerns."""
    element = violation["nodes"][0]
    why = " ".join(element["failureSummary"].split())
    return f"{violation['id']} ({len(violation['nodes'])} times): {element['html'][:200]} {why}"


def expect_none(findings: dict[str, list[str]]) -> None:
    """Fail with every finding in a line of its own, if any page has one."""
    lines = [f"{page}: {finding}" for page, found in findings.items() for finding in found]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def test_pages_break_no_rule_of_accessibility(visits: list[Visit]) -> None:
    assert all(visit.passed > 10 for visit in visits)
    expect_none({visit.page: visit.violations for visit in visits})


def test_pages_ask_only_for_files_of_the_site(visits: list[Visit], site: Path) -> None:
    home = (f"{site.as_uri()}/", "data:")
    assert all(len(visit.requests) > 1 for visit in visits)
    expect_none({visit.page: [url for url in visit.requests if not url.startswith(home)] for visit in visits})


def test_browser_has_nothing_to_complain_about(visits: list[Visit]) -> None:
    expect_none({visit.page: visit.messages for visit in visits})


def test_pages_are_not_wider_than_the_window(visits: list[Visit]) -> None:
    assert {visit.page: visit.overflow for visit in visits if visit.overflow > 0} == {}


def test_pages_are_not_wider_than_the_smallest_window(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    overflow = {str(path.relative_to(site)): int(opened(context, path).evaluate(OVERFLOW)) for path in pages(site)}
    context.close()
    assert {page: pixels for page, pixels in overflow.items() if pixels > 0} == {}


def test_pages_can_be_read_without_scripts(site: Path, browser: Browser) -> None:
    with_scripts, without_scripts = browser.new_context(), browser.new_context(java_script_enabled=False)
    unreadable = {}
    for path in pages(site):
        wanted = {text for text, seen in texts(opened(with_scripts, path)) if seen}
        there = texts(opened(without_scripts, path))
        hidden = [f"hidden: {text}" for text, seen in there if not seen]
        lacking = [f"not there: {text}" for text in sorted(wanted - {text for text, _ in there})]
        unreadable[str(path.relative_to(site))] = hidden + lacking
    with_scripts.close()
    without_scripts.close()
    expect_none(unreadable)


def test_paper_has_all_the_text_of_a_page(site: Path, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    lost = {}
    for path in pages(site):
        page = opened(context, path)
        page.pdf(path=tmp_path / "page.pdf")
        printed = squeezed(text_of(tmp_path / "page.pdf"))
        wanted = [text for text, _ in texts(page, NOT_ON_PAPER)]
        assert wanted
        lost[str(path.relative_to(site))] = [text for text in wanted if squeezed(text) not in printed]
    context.close()
    expect_none(lost)


def test_pages_are_valid(site: Path) -> None:
    command = ["java", "-jar", str(VALIDATOR), "--errors-only", "--skip-non-html", "--also-check-css", str(site)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def opened(context: BrowserContext, path: Path) -> Page:
    """Return a new tab with a page."""
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def texts(page: Page, left_out: str = "noscript") -> list[tuple[str, bool]]:
    """Return every text of a page, with whether a reader who unfolds what is folded sees it."""
    page.evaluate(OPEN_DETAILS)
    return [(str(text), bool(seen)) for text, seen in page.evaluate(TEXTS, left_out)]


def text_of(pdf: Path) -> str:
    """Return the text of a PDF in the order in which it was written."""
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout


def squeezed(text: str) -> str:
    """Return a text without white space and hyphens, with ligatures taken apart and without regard to capitals."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text)).casefold()
