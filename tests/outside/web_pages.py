"""Every page of the site as a file: valid HTML, a name of its own, one main heading, links that lead somewhere."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest

from tests.outside.browsing import VALIDATOR, expect_none
from tests.outside.sites import Site
from tests.test_claimreview import faults
from tests.test_reviews import UNRATED, blocks
from tests.workshop import parsed, text_of

MOST_TEXT = 60 * 1024
"""Bytes that the HTML and the stylesheets of an entry's page may have together, before the server packs them."""
MOST_SCRIPT = 10 * 1024


@pytest.fixture(scope="session")
def roots(website: Site) -> dict[Path, Element]:
    """Return every page as a browser reads it, by its file."""
    return {path: parsed(path.read_text()) for path in website.pages}


def test_pages_are_valid(website: Site) -> None:
    command = ["java", "-jar", str(VALIDATOR), "--errors-only", "--skip-non-html", "--also-check-css"]
    checked = subprocess.run([*command, str(website.folder)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_pages_have_titles_of_their_own(roots: dict[Path, Element]) -> None:
    titles = Counter(text_of(title) for root in roots.values() for title in root.findall("head/title"))
    assert titles.total() == len(roots)
    assert [title for title, count in titles.items() if not title or count > 1] == []


def test_pages_have_a_language_and_one_heading_above_the_others(website: Site, roots: dict[Path, Element]) -> None:
    found = {website.path(path): (root.get("lang"), len(list(root.iter("h1")))) for path, root in roots.items()}
    assert {page: what for page, what in found.items() if what != ("en", 1)} == {}


def test_links_lead_somewhere(website: Site, roots: dict[Path, Element]) -> None:
    names = {path: {element.get("id") for element in root.iter()} for path, root in roots.items()}
    broken: dict[str, list[str]] = {}
    for path, root in roots.items():
        for element in root.iter():
            address = element.get("href", element.get("src", ""))
            target, anchor = place(website, path, address)
            if not target.is_file() or (anchor and target in names and anchor not in names[target]):
                broken.setdefault(website.path(path), []).append(address)
    expect_none(broken)


def place(website: Site, page: Path, address: str) -> tuple[Path, str]:
    """Take a site, the file of a page and an address in it; return the file that it names, and the place in it.

    An address outside the site names the page itself.
    """
    parts = urlsplit(urljoin(website.address + website.path(page), address))
    if f"{parts.scheme}://{parts.netloc}/" != website.address:
        return page, ""
    target = website.folder / unquote(parts.path).removeprefix("/")
    return target / "index.html" if target.is_dir() else target, parts.fragment


def test_every_block_of_json_ld_is_in_the_vocabulary(website: Site) -> None:
    found = {website.path(page): blocks(page.read_text()) for page in website.pages}
    withdrawn = {website.path(page) for page in website.by_kind.get("withdrawn", [])}
    assert {path for path, data in found.items() if data} == set(website.entries)
    expect_none(
        {
            path: [fault for block in data for fault in faults(block) if path not in withdrawn or fault != UNRATED]
            for path, data in found.items()
        }
    )


def test_pages_of_entries_are_light(website: Site) -> None:
    weights = {path: weight(website, path) for path in website.entries}
    text, script = max(weights.values())
    print(f"The heaviest page of an entry has {text} bytes of HTML and CSS, and {script} of script")
    heavy = {path: found for path, found in weights.items() if found[0] > MOST_TEXT or found[1] > MOST_SCRIPT}
    assert heavy == {}


def weight(website: Site, path: str) -> tuple[int, int]:
    """Take a site and the path of a page; return the bytes of its HTML and stylesheets, and those of its scripts."""
    page = website.folder / path / "index.html"
    root = parsed(page.read_text())
    styles = [link.get("href", "") for link in root.iter("link") if link.get("rel") == "stylesheet"]
    scripts = [script.get("src", "") for script in root.iter("script") if script.get("src")]
    assert styles
    sizes = {name: (page.parent / urlsplit(name).path).stat().st_size for name in [*styles, *scripts]}
    return page.stat().st_size + sum(sizes[name] for name in styles), sum(sizes[name] for name in scripts)
