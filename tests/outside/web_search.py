"""The index of the site's search in a browser, from a folder of a server, under the policy that every page has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.outside.servers import served
from tests.test_search import BRIDGE, RECORDS, files, made

PAGE = """<!doctype html><html lang="{language}"><head>
<meta http-equiv="Content-Security-Policy" content="{policy}"><script type="module" src="asked.js"></script>
</head><body><p></p></body></html>"""
ASKED = """
import * as pagefind from "./pagefind/pagefind.js";
await pagefind.init();
const found = await pagefind.search("carts turning", {filters: {kind: "entry"}});
const all = await pagefind.search(null, {filters: {rating: "rating 1"}, sort: {date: "asc"}});
const first = await all.results[0].data();
const {url, meta, excerpt} = await found.results[0].data();
document.querySelector("p").textContent = JSON.stringify(
  [found.results.length, url, meta, excerpt, all.results.length, first.meta.date, await pagefind.filters()]);
"""
ANSWER = [
    1, "/books/BR-777/", {"kind": "entry", "title": "Was it <b>closed</b>?"},
    "<mark>Carts</mark> were <mark>turned</mark> back & &lt;i&gt;fenced&lt;/i&gt; off.", 15, "March 2010",
    {
        "kind": {"entry": 21, "evidence": 20, "topic": 20},
        "rating": {f"rating {number}": 15 for number in range(4)},
        "topic": {f"topic {number}": 0 for number in range(7)},
    },
]  # fmt: skip
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src {worker}"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Yield the address of a server of a folder of pages."""
    with served(tmp_path) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("language", ["en", "en-GB"])
def test_a_browser_finds_under_a_strict_policy_and_asks_nobody_else(
    tmp_path: Path, address: str, browser: Browser, language: str
) -> None:
    site = tmp_path / "books"
    for name, content in files(made([*RECORDS, BRIDGE], language)).items():
        path = site / "pagefind" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (site / "index.html").write_text(PAGE.format(language=language, policy=POLICY.format(worker="'self'")))
    (site / "asked.js").write_text(ASKED)
    said: list[str] = []
    asked: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/books/index.html")
    answer = json.loads(page.locator("p:not(:empty)").text_content() or "")
    page.close()
    answer[-1]["topic"] = dict.fromkeys(answer[-1]["topic"], 0)
    assert answer == ANSWER
    assert said == []
    assert [url for url in asked if not url.startswith(f"{address}/books/")] == []
