"""The built site: every link leads somewhere, and no page asks another server for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from tests.faker import FakeCollection, link
from tests.workshop import factsheet, parsed

pytestmark = pytest.mark.slow

LOADED = {
    "link": "href",
    "script": "src",
    "img": "src",
    "source": "src",
    "iframe": "src",
    "object": "data",
    "embed": "src",
}
"""Elements for which a browser fetches something, with the attribute that names it."""


ROOT = "/bridge/"
"""Where the site lies on its host."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a collection whose entries use everything that can lead somewhere."""
    collection = FakeCollection(tmp_path_factory.mktemp("linked"))
    sheet = {"id": "closing", "title": "The closing", "fact": "It was closed.", "lead": "So a court said."}
    request = {"date": "2025-05-02", "text": "Write to [the council](https://council.example.org/)."}
    collection.evidence("census")
    collection.project(
        sheets=[sheet | {"topics": ["bridge"], "further_reading": ["census"], "call_to_action": request}]
    )
    collection.evidence("letter", archive_urls=["https://web.archive.org/web/2020/https://archive.example.org/letter"])
    repeats = {"ref": "BR-002", "relation": "repeats", "why": "The same words."}
    collection.claim(
        explanation="See [@bridge-ruling] and [@letter], or [the court](https://court.example.org/).",
        evidence=[link(), link("letter")], related=[repeats],
    )  # fmt: skip
    withdrawn = {"version": "1", "date": "2025-05-01", "level": "withdrawn", "change": "Misread."}
    collection.claim("BR-002", status="withdrawn", history=[withdrawn])
    tension = {"ref": "BR-001", "relation": "in-tension-with", "why": "It was open, or it was reopened."}
    collection.claim("BR-003", status="published", related=[repeats | {"ref": "BR-001"}, tension])
    assert factsheet(collection.folder, "publish", "BR-003").returncode == 0
    done = factsheet(collection.folder, "build")
    assert (done.returncode, "BR-002-" in done.stdout) == (0, False)
    return collection.folder / "build" / "site"


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert [str(page.parent.relative_to(site)) for page in found] == [
        ".", "BR-001", "BR-002", "BR-003", "BR-003/v1", "about", "claimants/ada-crane", "claimants", "corrections",
        "data", "dates", "evidence/bridge-ruling", "evidence/census", "evidence", "evidence/letter", ".", "method",
        "ratings", "search", "sheets/closing", "sheets", "topics/bridge", "topics",
    ]  # fmt: skip
    return found


def references(page: Path) -> Iterator[tuple[str, str, str]]:
    """Take a page and yield element, relation and address of everything it leads to or loads."""
    for element in parsed(page.read_text()).iter():
        for attribute in ("href", "src", "data", "poster", "action", "srcset", "background"):
            if attribute in element.attrib:
                yield element.tag, element.get("rel", ""), element.attrib[attribute]


def broken(site: Path) -> Iterator[str]:
    """Take a site and yield each link within it that leads nowhere."""
    for page in pages(site):
        for _, _, address in references(page):
            path, fragment = urldefrag(address)
            if re.match(r"(https?|mailto):", path):
                continue
            # The page for wrong addresses is shown at any of them, so that its links begin at the root of the host.
            below = site / path.removeprefix(ROOT) if path.startswith(ROOT) else page.parent / unquote(path)
            target = below.resolve() if path else page
            if not target.is_file() or not target.is_relative_to(site):
                yield f"{page.relative_to(site)}: {address} is no file of the site"
            elif fragment and fragment not in {element.get("id") for element in parsed(target.read_text()).iter()}:
                yield f"{page.relative_to(site)}: {address} names no element"


def test_every_link_within_the_site_leads_to_a_file_and_an_element_in_it(site: Path) -> None:
    assert list(broken(site)) == []


def test_links_within_the_site_are_relative(site: Path) -> None:
    addresses = {
        address
        for page in pages(site)
        for element, _, address in references(page)
        if element != "link" and page.name != "404.html"
    }
    cited = {address for address in addresses if re.fullmatch(r"https://example\.org/bridge/BR-\d+/(v\d+/)?", address)}
    assert cited == {"https://example.org/bridge/BR-001/", "https://example.org/bridge/BR-003/v1/"}
    addresses -= cited
    assert sorted(address for address in addresses if re.match(r"/|file:|https://example\.org/bridge", address)) == []
    assert {"../index.html", "../BR-002/index.html", "../pdf/BR-001-a4.pdf", "#exhibit-2", "#BR-001"} <= addresses


def test_no_page_asks_another_server_for_anything(site: Path) -> None:
    asked = {
        (element, address)
        for page in pages(site)
        for element, relation, address in references(page)
        if element in LOADED and relation != "canonical"
    }
    loaded = {("link", "assets/site.css"), ("link", "assets/icon.svg"), ("script", "assets/site.js")}
    pictures = {
        ("img", "previews/BR-001-a4.png"),
        ("img", "previews/BR-003-a4.png"),
        ("img", "previews/closing-a4.png"),
    }
    led = {("link", "entries.atom"), ("link", "corrections.atom"), ("link", "opensearch.xml")}
    roots = {"", "../", "../../", ROOT}
    printed = {address for element, address in asked if address.endswith(".pdf")}
    assert {address.rpartition("/")[2] for address in printed} == {
        "BR-001-a4.pdf", "BR-001-letter.pdf", "BR-003-a4.pdf", "BR-003-letter.pdf",
    }  # fmt: skip
    assert {pair for pair in asked if pair[1] not in printed} == {
        *((element, f"{root}{address}") for element, address in loaded | led for root in roots),
        *((element, f"../{address}") for element, address in pictures),
    }
    assert [
        page.name for page in pages(site) if re.search(r"<style|style=|<svg[^>]*href|@import", page.read_text())
    ] == []


def test_the_stylesheet_loads_only_fonts_beside_it(site: Path) -> None:
    text = (site / "assets" / "site.css").read_text()
    assert "@import" not in text
    fonts = re.findall(r"url\(\"([^\"]+)\"\)", text)
    assert len(fonts) == text.count("url(") == 10
    assert [font for font in fonts if not (site / "assets" / font).is_file()] == []


def test_every_page_of_a_published_site_names_its_public_address(site: Path) -> None:
    canonical = {
        str(page.relative_to(site)): address
        for page in pages(site)
        for _, relation, address in references(page)
        if relation == "canonical"
    }
    paths = {path.removesuffix("index.html") for path in map(str, (p.relative_to(site) for p in pages(site)))}
    kept = {"BR-003/v1/": "BR-003/"}  # what a search engine should list is the page of the newest version
    assert {path.removesuffix("index.html"): address for path, address in canonical.items()} == {
        path: f"https://example.org{ROOT}{kept.get(path, path)}" for path in paths - {"404.html"}
    }
