"""A small site that keeps to what the site's script asks of pages, the servers that show it, and a window on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from factsheet.exporters.search import SearchRecord, search_target
from tests.outside.servers import served
from tests.outside.sites import PROJECT

TEMPLATES = PROJECT / "templates"

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'"
)
BASE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% block title %}The bridge{% endblock %}</title>
{% block description %}{% endblock %}
<link rel="stylesheet" href="{{ root }}assets/site.css">
<script src="{{ root }}assets/site.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site">
<form class="find" role="search" aria-label="Site" action="{{ root }}search/index.html" method="get">
<label>Search <input type="search" name="q"></label></form>
</header>
<main id="main">{% block main %}{% endblock %}</main>
</body>
</html>
"""
LIST = """{% extends "web/base.html.j2" %}
{% import "web/filters.html.j2" as forms %}
{% block main %}<h1>The bridge</h1>
{{ forms.filters(fields) }}
<ol class="entries">
<li id="a" data-entry data-topic="bridge carts" data-claimant="mayor" data-rating="false" data-year="2020 2021"
 data-words="Stonyford"><a href="BR-001/index.html">The bridge was closed to carts.</a> The mayor’s façade</li>
<li id="b" data-entry data-topic="bridge" data-claimant="clerk" data-rating="false" data-year="2021"
><a href="BR-001/index.html">The road was wet.</a> Straße</li>
<li id="c" data-entry data-topic="carts" data-claimant="mayor" data-rating="unproven" data-year="2022"
><a href="BR-001/index.html">A cart\u2011wheel broke on the road.</a> İzmir, Œuvre</li>
<li id="d" data-entry><a href="BR-001/index.html">BR-004 was withdrawn</a></li>
</ol>{% endblock %}
"""
FIELDS = [
    ("topic", "Topic", [("bridge", "Bridge"), ("carts", "Carts")]),
    ("claimant", "Said by", [("clerk", "The clerk"), ("mayor", "The mayor")]),
    ("rating", "Rating", [("false", "False"), ("unproven", "Unproven")]),
    ("year", "Year", [("2020", "2020"), ("2021", "2021"), ("2022", "2022")]),
    ("only", "One choice is none", [("x", "X")]),
]
ENTRY = """{% extends "web/base.html.j2" %}
{% block main %}<h1>The bridge was closed</h1>
<p id="sentence">Court of the  County,
 <cite>Miller</cite> &amp; Sons v.&nbsp;Stonyford,
 p.&nbsp;4 &lt;b&gt;. </p>
<button type="button" class="copy" data-copy="sentence" data-scripted hidden>Copy <span>the sentence</span></button>
<pre id="record">@misc{a,
  title = {The  {Bridge}},
}
</pre>
<button type="button" class="copy" data-copy="record" data-scripted hidden>Copy</button>
<button type="button" class="copy" data-copy="nothing" data-scripted hidden>Copy</button>
<p role="status" class="visually-hidden" id="status" data-failed="Not copied: press Ctrl and C"></p>{% endblock %}
"""
SENTENCE = "Court of the County, Miller & Sons v.\u00a0Stonyford, p.\u00a04 <b>."
RECORD = "@misc{a,\n  title = {The  {Bridge}},\n}\n"

HOSTILE = (
    "a tollgate stood here <img src=x onerror=\"document.title='broken'\"> "
    "&lt;mark&gt; </mark><script>alert(1)</script>"
)


@dataclass(frozen=True)
class Reader:
    """A browser's window with what it asked for and what it had to say."""

    context: BrowserContext
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def hear(self, message: str, source: str) -> None:
        """Note what the browser says about a file, but not about one that it asks every server for unbidden."""
        if not source.endswith("/favicon.ico"):
            self.messages.append(f"{message} {source}")

    def opened(self, address: str) -> Page:
        """Return a new tab with a page."""
        page = self.context.new_page()
        page.goto(address)
        return page

    def pasted(self) -> str:
        """Return the text that was copied last."""
        page = self.context.new_page()
        page.set_content("<textarea autofocus></textarea>")
        page.press("textarea", "Control+v")
        text: str = page.input_value("textarea")
        page.close()
        return text


@dataclass(frozen=True)
class Homes:
    """The same site on a disk, from a server that browsers trust, and from one of another name."""

    disk: str
    trusted: str
    plain: str


@contextmanager
def shown_at(folder: Path) -> Iterator[Homes]:
    """Serve a folder until the end of the block, with the policy of its pages, for workers do not take it from them."""
    with served(folder, POLICY) as port:
        yield Homes(f"{folder.as_uri()}/", f"http://127.0.0.1:{port}/", f"http://bridge.test:{port}/")


def written(folder: Path) -> Path:
    """Write the small site into a folder and return it."""
    base = jinja2.DictLoader({"web/base.html.j2": BASE, "list": LIST, "entry": ENTRY})
    loader = jinja2.ChoiceLoader([base, jinja2.FileSystemLoader(TEMPLATES)])
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.globals |= {"policy": POLICY, "project": {"title": "The bridge"}, "fields": FIELDS}
    made = {
        "index.html": environment.get_template("list").render(root=""),
        "BR-001/index.html": environment.get_template("entry").render(root="../"),
        "evidence/letter/index.html": environment.get_template("entry").render(root="../../"),
        "search/index.html": environment.get_template("web/search.html.j2").render(root="../"),
        "assets/site.js": (TEMPLATES / "web/site.js").read_text(),
        "assets/site.css": "".join(path.read_text() for path in sorted(TEMPLATES.glob("web/*.css"), reverse=True)),
    }
    for name, text in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    target = search_target(list(records()), "en")
    found = target.make()
    assert target.folder is not None
    for path, content in (target.found_paths(found) | {target.path: found.content}).items():
        place = folder / path.relative_to("site")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def records() -> Iterator[SearchRecord]:
    """Yield what the search of the small site finds: a few entries, documents and records that mean no good."""
    closed, letter = "The bridge at Stonyford was closed to carts.", "Sir, the bridge & its road are closed. " * 20
    yield SearchRecord("BR-001/", "The bridge was closed", closed, "Entry", "2025-05-02")
    yield SearchRecord("evidence/letter/", "Letter of the clerk", letter, "Document", "2025-05-02")
    for number in range(25):
        yield SearchRecord(f"evidence/ledger-{number}/", f"Ledger {number}", f"Toll of cart {number}.", "Document")
    yield SearchRecord("evidence/toll/", "<b>Toll</b> &amp; trouble", HOSTILE, "<i>Entry</i>")
    for address in ("javascript:document.title='broken'", "https://elsewhere.example/", "//elsewhere.example/"):
        yield SearchRecord(address, f"Outside {address}", "An outsider.", "Outside")


@contextmanager
def reading(browser: Browser, *, scripts: bool = True, scheme: str = "light") -> Iterator[Reader]:
    """Open a window and listen to it."""
    context = browser.new_context(java_script_enabled=scripts, color_scheme="dark" if scheme == "dark" else "light")
    reader = Reader(context)
    context.on("request", lambda request: reader.requests.append(request.url))
    context.on("console", lambda message: reader.hear(message.text, message.location["url"]))
    context.on("weberror", lambda error: reader.messages.append(str(error.error)))
    yield reader
    context.close()


def shown(page: Page) -> list[str]:
    """Return the ids of the entries that a reader sees."""
    return [str(item.get_attribute("id")) for item in page.locator("[data-entry]:visible").all()]


def tabbed(page: Page, selector: str, most: int = 12) -> None:
    """Press Tab until the focus is in an element, which must not take long."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{most} times Tab do not lead to {selector}.")


def choose(page: Page, **values: str) -> None:
    """Fill in fields of the form that filters."""
    for name, value in values.items():
        control = page.locator(f"#filters [name={name}]")
        if name == "q":
            control.fill(value)
        else:
            control.select_option(value)
