"""What tests of pages in a browser share: what it met on a page, the rules of accessibility, the words on paper."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.outside.sites import PROJECT

MODULES = PROJECT / ".venv/outside/node_modules"
VALIDATOR = MODULES / "vnu-jar/build/dist/vnu.jar"
AXE = (MODULES / "axe-core/axe.min.js").read_text()

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": RULES}
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that another colour scheme can break."""
# Without `preload` axe does not ask for the style sheets again, which browsers refuse to pages read from disk.
# What was passed is only counted: axe would tell of every element, and that takes longer than the rest.
RUN_AXE = """asked => axe.run({ runOnly: asked, preload: false, resultTypes: ["violations"] }).then(
    ({ passes, violations }) => ({ passed: passes.length, violations }))"""

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
NOT_ON_PAPER = "nav, .skip, #dates"
"""Ways through the site, and what a drawing says, which stands on paper itself."""

WINDOWS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (390, "light"), (390, "dark"), (1280, "dark")]
"""Widths of the window and colour schemes in which pages are looked at."""


@dataclass(frozen=True)
class Visit:
    """What a browser met on one page."""

    requests: list[str]
    messages: list[str]
    overflow: int


def visit(page: Page, address: str) -> Visit:
    """Take a new tab and an address; open it, wait for all that it shows, and return what happened."""
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: messages.append(f"could not load {request.url}"))
    page.on("response", lambda response: messages.extend([f"{response.status}: {response.url}"] * (not response.ok)))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    return Visit(requests, messages, int(page.evaluate(OVERFLOW)))


def opened(context: BrowserContext, path: Path) -> Page:
    """Take a window and the file of a page; return a new tab with it."""
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def violations(page: Page, asked: object = EVERYTHING) -> list[str]:
    """Take a page and which rules of accessibility are asked about; return those that it breaks."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate(RUN_AXE, asked)
    assert result["passed"] > (10 if asked == EVERYTHING else 0)
    return [described(violation) for violation in result["violations"]]


def described(violation: dict[str, Any]) -> str:
    """Return a violation as axe reports it in one line, with the first of the elements that it concerns."""
    element = violation["nodes"][0]
    why = " ".join(element["failureSummary"].split())
    return f"{violation['id']} ({len(violation['nodes'])} times): {element['html'][:200]} {why}"


def texts_of(page: Page, left_out: str) -> list[tuple[str, bool]]:
    """Return every text of a page, with whether a reader who unfolds what is folded sees it."""
    page.evaluate(OPEN_DETAILS)
    return [(str(text), bool(seen)) for text, seen in page.evaluate(TEXTS, left_out)]


def expect_none(findings: dict[str, list[str]]) -> None:
    """Fail with every finding in a line of its own, if any page has one."""
    lines = [f"{page}: {finding}" for page, found in findings.items() for finding in found]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def text_of(pdf: Path) -> str:
    """Return the text of a PDF in the order in which it was written."""
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout


def squeezed(text: str) -> str:
    """Return a text without white space and hyphens, with ligatures taken apart and without regard to capitals."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text)).casefold()
