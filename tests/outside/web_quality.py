"""The site as a web server gives it to readers: Lighthouse's marks, requests, messages, width, paper, weight."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.outside.conftest import PROJECT, invented
from tests.outside.tools import TOOLS
from tests.outside.web import MODULES, OVERFLOW, expect_none, squeezed, text_of
from tests.workshop import parsed

LIGHTHOUSE = MODULES / "lighthouse/cli/index.js"
CHROME_FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""With this option the browser knows no other machine."""
WANTED = {"accessibility": 1.0, "best-practices": 1.0, "seo": 1.0, "performance": 0.98}
"""Marks of 1 at most, by Lighthouse's name of the category."""
RUNS = 3
"""How often Lighthouse may run for one mark: what else the machine does can only make a page slower."""

MOST_TEXT = 60 * 1024
"""Bytes that the HTML and the stylesheets of an entry's page may have together, before the server packs them."""
MOST_SCRIPT = 10 * 1024

WITHDRAWN = "This entry was withdrawn"
ON_PAPER = {
    "fact": "h1",
    "claim": "section.claim blockquote, section.claim .reported",
    "rating": ".rating strong",
    "evidence": ".exhibit h3, .exhibit blockquote, .bears p",
}
"""What the print of an entry's page must hold, and the elements that say it."""


@dataclass(frozen=True)
class Served:
    """A built site, and the address at which it is served, which is its public address too."""

    folder: Path
    address: str

    @property
    def kinds(self) -> dict[str, str]:
        """The largest page of each kind, by the name of the kind: its path below the address."""
        found: dict[str, Path] = {}
        for path in sorted(self.folder.rglob("*.html"), key=lambda page: (-page.stat().st_size, str(page))):
            found.setdefault(kind(path.relative_to(self.folder), path.read_text()), path)
        return {name: self.path(page) for name, page in sorted(found.items())}

    @property
    def entries(self) -> list[str]:
        """The paths of the pages of entries, of their earlier versions and of withdrawn entries."""
        pages = sorted(self.folder.rglob("[A-Z]*-[0-9]*/**/index.html"))
        assert pages
        return [self.path(page) for page in pages]

    def path(self, page: Path) -> str:
        """Take a page's file and return its path below the address."""
        return page.relative_to(self.folder).as_posix().removesuffix("index.html")


@dataclass(frozen=True)
class Visit:
    """What a browser met on one page."""

    requests: list[str]
    messages: list[str]
    overflow: int


class Packing(SimpleHTTPRequestHandler):
    """Gives files as hosts of static sites do: text packed with gzip, the page of 404 where there is nothing."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".atom": "application/atom+xml", ".js": "text/javascript", ".woff2": "font/woff2", ".wasm": "application/wasm",
    }  # fmt: skip

    def send_head(self) -> io.BytesIO:
        """Send the status and the headers, and return what is to follow them."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        path = path if path.is_file() else Path(self.directory) / "404.html"
        content, kind = path.read_bytes(), self.guess_type(path)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if kind.startswith("text/") and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Take a folder, which may be made later, and serve it; the context gives the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Packing, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module", params=["records", "invented"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return one site after the other, each built for the address at which it is served."""
    folder = tmp_path_factory.mktemp("served")
    source = PROJECT if request.param == "records" else invented(folder / "invented")
    with serving(folder / "build" / "site") as address:
        command = [sys.executable, "-m", "factsheet", "-C", str(source), "build", "--to", "html"]
        options = ["--base-url", address, "--out", str(folder / "build")]
        ended = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        yield Served(folder / "build" / "site", address)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the system's own Chromium, for which this machine is all there is."""
    with sync_playwright() as playwright:
        options = ["--disable-gpu", "--disable-background-networking", NOBODY_ELSE]
        chromium = playwright.chromium.launch(executable_path=TOOLS["Chromium"].path, args=options)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def visits(served: Served, browser: Browser) -> dict[str, Visit]:
    """Return a visit to one page of each kind, in the smallest window that the guidelines of accessibility name."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    found = {path: visit(context.new_page(), served.address + path) for path in served.kinds.values()}
    context.close()
    return found


def kind(path: Path, html: str) -> str:
    """Take the path of a page below the site and its HTML; return what kind of page it is."""
    if f"<h1>{WITHDRAWN}</h1>" in html:
        return "withdrawn"
    parts = [re.sub("[A-Z]+-[0-9]+", "entry", part) for part in path.parent.parts]
    if parts[1:]:
        return f"{parts[0]}/{'version' if parts[0] == 'entry' else 'one'}"
    return parts[0] if parts else path.stem


def visit(page: Page, address: str) -> Visit:
    """Take a new tab and an address; open it, wait until nothing is loaded any more, and return what happened."""
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: messages.append(f"could not load {request.url}"))
    page.on("response", lambda response: messages.extend([f"{response.status}: {response.url}"] * (not response.ok)))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.goto(address, wait_until="networkidle")
    overflow = int(page.evaluate(OVERFLOW))
    page.close()
    return Visit(requests, messages, overflow)


def test_there_are_pages_of_every_kind(served: Served) -> None:
    everywhere = {
        "404", "about", "claimants", "claimants/one", "corrections", "data", "dates", "entry", "evidence",
        "evidence/one", "index", "method", "ratings", "search", "sheets", "sheets/one", "topics", "topics/one",
    }  # fmt: skip
    # Only a collection with published entries has versions, and only the invented one withdrew an entry.
    assert everywhere <= set(served.kinds) <= everywhere | {"entry/version", "withdrawn"}
    assert {"entry/version", "withdrawn"} & set(served.kinds)


@pytest.mark.parametrize("device", ["mobile", "desktop"])
@pytest.mark.parametrize("name", ["index", "entry"])
def test_lighthouse_gives_full_marks(served: Served, name: str, device: str, tmp_path: Path) -> None:
    report: dict[str, Any] = {}
    for _ in range(RUNS):
        report = lighthouse(served.address + served.kinds[name], device, tmp_path / "report.json")
        if marks(report)["performance"] >= WANTED["performance"]:
            break
    print({category: round(100 * mark) for category, mark in marks(report).items()})
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


def test_no_request_leaves_the_host(visits: dict[str, Visit], served: Served) -> None:
    assert all(len(visit.requests) > 1 for visit in visits.values())
    expect_none(
        {path: [url for url in seen.requests if not url.startswith(served.address)] for path, seen in visits.items()}
    )


def test_the_browser_has_nothing_to_complain_about(visits: dict[str, Visit]) -> None:
    expect_none({path: seen.messages for path, seen in visits.items()})


def test_no_page_is_wider_than_a_small_telephone(visits: dict[str, Visit]) -> None:
    assert {path: seen.overflow for path, seen in visits.items() if seen.overflow > 0} == {}


def test_where_there_is_nothing_is_the_page_that_says_so(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    response = page.goto(urljoin(served.address, "evidence/nothing/here/"), wait_until="networkidle")
    assert response is not None
    # Its styles and links must be found from wherever it is shown.
    styles = page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length > 0)")
    links = page.evaluate("[...document.querySelectorAll('nav a')].map(link => link.href)")
    page.close()
    assert (response.status, styles) == (404, [True])
    assert links
    assert all(link.startswith(served.address) and "/nothing/" not in link for link in links)


@pytest.mark.parametrize("name", ["entry", "entry/version"])
def test_the_print_of_an_entry_holds_what_it_rests_on(
    served: Served, browser: Browser, tmp_path: Path, name: str
) -> None:
    if name not in served.kinds:
        pytest.skip("no entry of this collection is published")
    path = served.kinds[name]
    page = browser.new_page()
    page.goto(served.address + path, wait_until="networkidle")
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    wanted = {what: page.locator(elements).all_text_contents() for what, elements in ON_PAPER.items()}
    page.close()
    printed = squeezed(text_of(tmp_path / "page.pdf"))
    assert all(wanted.values())
    expect_none({what: [text for text in texts if squeezed(text) not in printed] for what, texts in wanted.items()})
    assert squeezed(served.address + path) in printed


def test_pages_of_entries_are_light(served: Served) -> None:
    heavy = {}
    heaviest = (0, 0)
    for path in served.entries:
        text, script = weight(served, path)
        heaviest = max(heaviest, (text, script))
        if text > MOST_TEXT or script > MOST_SCRIPT:
            heavy[path] = f"{text} bytes of HTML and CSS, {script} bytes of script"
    print(f"The heaviest page of an entry has {heaviest[0]} bytes of HTML and CSS, and {heaviest[1]} of script")
    assert heavy == {}


def weight(served: Served, path: str) -> tuple[int, int]:
    """Take a site and the path of a page; return the bytes of its HTML and stylesheets, and those of its scripts."""
    page = served.folder / path / "index.html"
    root = parsed(page.read_text())
    styles = [link.get("href", "") for link in root.iter("link") if link.get("rel") == "stylesheet"]
    scripts = [script.get("src", "") for script in root.iter("script") if script.get("src")]
    assert styles
    sizes = {name: (page.parent / urlsplit(name).path).stat().st_size for name in [*styles, *scripts]}
    return page.stat().st_size + sum(sizes[name] for name in styles), sum(sizes[name] for name in scripts)
