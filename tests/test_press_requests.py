"""A page may ask for the theme's fonts and nothing else: not for a file, and not for an answer from the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from factsheet.exporters.fitting import SheetForm, Variant, print_sheet
from factsheet.exporters.press import Press
from factsheet.exporters.target import CannotMake
from factsheet.theme import default_theme
from tests.faker import FakeCollection
from tests.workshop import edition

pytestmark = pytest.mark.slow

STYLES = {
    "import": '@import url("URL");',
    "font": '@font-face { font-family: Evil; src: url("URL") } p { font-family: Evil }',
    "content": 'h1::before { content: url("URL") }',
    "list style": 'ol { list-style-image: url("URL") } ol li { display: list-item }',
    "border image": 'h1 { border: 9px solid; border-image: url("URL") 3 }',
    "background": 'h1 { background: url("URL") }',
    "margin box": '@page { @top-left { content: url("URL") } }',
    "margin box background": '@page { @top-left { content: "x"; background: url("URL") } }',
    "page background": '@page { background: url("URL") }',
}
HEADS = {
    "stylesheet link": '<link rel="stylesheet" href="URL">',
    "attachment link": '<link rel="attachment" href="URL">',
}
TITLE = '<h1 id="BR-001">'
"""Before which a page asks for what it may not have."""
BODIES = {
    "image": '<img src="URL" alt="x">',
    "image set": '<img srcset="URL 1x" src="URL" alt="x">',
    "object": '<object data="URL"></object>',
    "embed": '<embed src="URL">',
    "attachment anchor": '<a rel="attachment" href="URL">x</a>',
    "style attribute": "<p style=\"background: url('URL')\">x</p>",
}
ASKING = (
    {name: ("</head>", f"<style>{style}</style></head>") for name, style in STYLES.items()}
    | {name: ("</head>", f"{head}</head>") for name, head in HEADS.items()}
    | {name: (TITLE, f"{body}{TITLE}") for name, body in BODIES.items()}
)
"""For each way to ask for `URL`: a place in a sheet's HTML, and what is put there instead."""


DRAWING = '<svg width="9" height="9" viewBox="0 0 1 1"><title>x</title>SHAPE</svg><h1>'


class Server:
    """A server on this machine that remembers what it was asked for."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.asked = asked
        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}/picture.svg"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.http.serve_forever)
    thread.start()
    yield running
    running.http.shutdown()
    thread.join()
    running.http.server_close()


def secret(scheme: str, server: Server, folder: Path) -> str:
    """Return the address of a drawing: at the server, in a file, or in the address itself."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><g id="shape"><text>secret</text></g></svg>'
    (folder / "secret.svg").write_text(drawing)
    addresses = {
        "http": server.address,
        "file": (folder / "secret.svg").as_uri(),
        "data": f"data:image/svg+xml,{quote(drawing)}",
    }
    return addresses[scheme]


def printed(collection: FakeCollection, place: str, inserted: str) -> bytes:
    """Print the collection's sheet with something inserted into its HTML."""
    given = edition(collection)
    page = given.pages.sheet(given.dossiers[0], given.dossiers[0].exhibits, "a4")
    assert page.count(place) == 1
    variant = Variant(page.replace(place, inserted), 600.0, 950.0)
    return print_sheet(SheetForm((variant,), default_theme().sheet_stylesheet, ())).content


@pytest.mark.parametrize("scheme", ["http", "file", "data"])
@pytest.mark.parametrize("way", ASKING)
def test_a_page_that_asks_for_anything_is_not_printed(
    collection: FakeCollection, server: Server, tmp_path: Path, way: str, scheme: str
) -> None:
    address = secret(scheme, server, tmp_path)
    place, inserted = ASKING[way]
    with pytest.raises(CannotMake) as caught:
        printed(collection, place, inserted.replace("URL", address))
    assert (
        str(caught.value) == f"the page asks for what the theme does not have: '{address}' is not a file of the theme"
    )
    assert server.asked == []


@pytest.mark.parametrize("scheme", ["http", "file", "data"])
def test_a_picture_within_a_drawing_is_not_printed(
    collection: FakeCollection, server: Server, tmp_path: Path, scheme: str
) -> None:
    address = secret(scheme, server, tmp_path)
    with pytest.raises(CannotMake) as caught:
        printed(collection, TITLE, DRAWING.replace("SHAPE", f'<image href="{address}" width="1" height="1"/>'))
    assert str(caught.value) == "WeasyPrint warned: Failed to render SVG image theme:"
    assert server.asked == []


@pytest.mark.parametrize("scheme", ["http", "file", "data"])
def test_a_shape_of_another_drawing_is_not_asked_for(
    collection: FakeCollection, server: Server, tmp_path: Path, scheme: str
) -> None:
    used = f'<use href="{secret(scheme, server, tmp_path)}#shape"/>'
    assert printed(collection, TITLE, DRAWING.replace("SHAPE", used)).startswith(b"%PDF")
    assert server.asked == []


def test_a_page_may_lead_elsewhere_without_asking(collection: FakeCollection, server: Server) -> None:
    assert printed(collection, TITLE, f'<p><a href="{server.address}">x</a></p>{TITLE}').startswith(b"%PDF")
    assert server.asked == []


@pytest.mark.parametrize("address", ["picture.png", "../picture.png", "/etc/passwd", "theme:../../pyproject.toml"])
def test_a_page_may_not_ask_for_what_lies_beside_it(collection: FakeCollection, address: str) -> None:
    with pytest.raises(CannotMake):
        printed(collection, TITLE, f'<img src="{address}" alt="x">{TITLE}')


@pytest.mark.parametrize(
    ("inserted", "message"),
    [
        ('<p style="colour: red">x</p><h1>', "WeasyPrint warned: Ignored `colour: red` at 1:1, unknown property."),
        ('<p style="width: 3 apples">x</p><h1>', "WeasyPrint warned: Ignored `width: 3 apples` at 1:1, invalid value."),
        ('<p><a href="#nowhere">x</a></p>{TITLE}', "WeasyPrint warned: No anchor #nowhere for internal URI reference"),
    ],
)
def test_a_warning_is_an_error(collection: FakeCollection, inserted: str, message: str) -> None:
    with pytest.raises(CannotMake) as caught:
        printed(collection, TITLE, inserted)
    assert str(caught.value) == message


def test_a_warning_about_the_stylesheet_is_an_error() -> None:
    with pytest.raises(CannotMake) as caught:
        Press("h1 { colour: red; }")
    assert str(caught.value) == "WeasyPrint warned: Ignored `colour: red` at 1:6, unknown property."


def test_a_stylesheet_may_not_ask_for_a_file(tmp_path: Path) -> None:
    address = (tmp_path / "more.css").as_uri()
    with pytest.raises(CannotMake) as caught:
        Press(f'@import url("{address}");')
    assert (
        str(caught.value) == f"the page asks for what the theme does not have: '{address}' is not a file of the theme"
    )
