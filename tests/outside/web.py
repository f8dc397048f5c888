"""Pages read from disk in a browser, one or two of each kind: accessibility, requests, width, scripts off, paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.outside.browsing import (
    COLOURS,
    EVERYTHING,
    NOT_ON_PAPER,
    OPEN_DETAILS,
    OVERFLOW,
    WINDOWS,
    Visit,
    expect_none,
    opened,
    squeezed,
    text_of,
    texts_of,
    violations,
    visit,
)
from tests.outside.sites import Site


@dataclass(frozen=True)
class Tour:
    """What a browser met on the pages of the sample: by their path, and by that with the window if it matters."""

    visits: dict[str, Visit]
    overflow: dict[str, int]
    violations: dict[str, list[str]]


@pytest.fixture(scope="session")
def tour(website: Site, browser: Browser) -> Tour:
    """Return a visit to the pages of the sample, each looked at unfolded, in every width and colour scheme."""
    context = browser.new_context(reduced_motion="reduce", offline=True)
    found = Tour({}, {}, {})
    for path in website.sample:
        page = context.new_page()
        name = website.path(path)
        found.visits[name] = visit(page, path.as_uri())
        page.evaluate(OPEN_DETAILS)
        for width, scheme in WINDOWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            view = f"{name} ({width}, {scheme})"
            found.overflow[view] = int(page.evaluate(OVERFLOW))
            found.violations[view] = violations(page, COLOURS if scheme == "dark" else EVERYTHING)
        page.close()
    context.close()
    return found


def test_pages_break_no_rule_of_accessibility(tour: Tour) -> None:
    expect_none(tour.violations)


def test_pages_ask_only_for_files_of_the_site(tour: Tour, website: Site) -> None:
    home = (f"{website.folder.as_uri()}/", "data:")
    assert all(len(visit.requests) > 1 for visit in tour.visits.values())
    asked = {page: seen.requests for page, seen in tour.visits.items()}
    expect_none({page: [url for url in urls if not url.startswith(home)] for page, urls in asked.items()})


def test_browser_has_nothing_to_complain_about(tour: Tour) -> None:
    expect_none({page: seen.messages for page, seen in tour.visits.items()})


def test_pages_are_not_wider_than_the_window(tour: Tour) -> None:
    assert {view: pixels for view, pixels in tour.overflow.items() if pixels > 0} == {}


def test_pages_are_not_wider_than_the_smallest_window(website: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    overflow = {}
    # What is too wide is too wide on one page alone, as a long word is; so this looks at all of them.
    for path in website.pages:
        page.goto(path.as_uri())
        page.evaluate(OPEN_DETAILS)
        overflow[website.path(path)] = int(page.evaluate(OVERFLOW))
    context.close()
    assert {name: pixels for name, pixels in overflow.items() if pixels > 0} == {}


def test_pages_can_be_read_without_scripts(website: Site, browser: Browser) -> None:
    with_scripts, without_scripts = browser.new_context(), browser.new_context(java_script_enabled=False)
    unreadable = {}
    for path in website.sample:
        wanted = {text for text, seen in texts(with_scripts, path) if seen}
        there = texts(without_scripts, path)
        hidden = [f"hidden: {text}" for text, seen in there if not seen]
        lacking = [f"not there: {text}" for text in sorted(wanted - {text for text, _ in there})]
        unreadable[website.path(path)] = hidden + lacking
    with_scripts.close()
    without_scripts.close()
    expect_none(unreadable)


def test_paper_has_all_the_text_of_a_page(website: Site, browser: Browser, tmp_path: Path) -> None:
    # One endless side: between two sides the halves of columns that stand beside each other are mixed.
    context = browser.new_context()
    lost = {}
    for path in website.sample:
        page = opened(context, path)
        page.pdf(path=tmp_path / "page.pdf", width="210mm", height="5000mm")
        printed = squeezed(text_of(tmp_path / "page.pdf"))
        wanted = [text for text, _ in texts_of(page, NOT_ON_PAPER)]
        page.close()
        assert wanted
        lost[website.path(path)] = [text for text in wanted if squeezed(text) not in printed]
    context.close()
    expect_none(lost)


def texts(context: BrowserContext, path: Path) -> list[tuple[str, bool]]:
    """Take a window and the file of a page; return its texts but those for readers without scripts."""
    page = opened(context, path)
    found = texts_of(page, "noscript")
    page.close()
    return found
