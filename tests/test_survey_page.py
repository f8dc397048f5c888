"""The page of `factsheet report`: where it leads, what it needs, what it names, and hostile records."""

from __future__ import annotations

import base64
import hashlib
from xml.etree.ElementTree import Element

import pytest

from factsheet import cli
from tests.faker import FakeCollection
from tests.test_cli_report import TODAY, built, page, three
from tests.test_pages_hostile import ATTACKS, HARMLESS, fill, shown, skeleton
from tests.workshop import parsed, text_of

pytestmark = pytest.mark.slow


def links(root: Element) -> list[str]:
    """Take a page and return the addresses in it that lead elsewhere."""
    found = [element.get("href", "") for element in root.iter("a")]
    return sorted({address for address in found if not address.startswith("#")})


def test_entries_and_documents_lead_to_their_pages(collection: FakeCollection) -> None:
    three(collection)
    assert links(parsed(page(collection))) == []
    built(collection, "BR-001/index.html", "evidence/a-count/index.html", "evidence/a-letter/index.html")
    expected = ["BR-001/index.html", "evidence/a-count/index.html", "evidence/a-letter/index.html"]
    assert links(parsed(page(collection))) == [f"site/{path}" for path in expected]
    for place, root in (("notes #1/today.html", "../build/site"), ("today.html", "build/site")):
        arguments = ["--out", str(collection.folder / place), *TODAY]
        assert cli.run(["-C", str(collection.folder), "report", *arguments]) == 0
        found = parsed((collection.folder / place).read_text("utf-8"))
        assert links(found) == [f"{root}/{path}" for path in expected]


def test_a_page_elsewhere_tells_nothing_of_the_machine(
    collection: FakeCollection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    built(collection, "BR-001/index.html")
    place = tmp_path_factory.mktemp("elsewhere") / "today.html"
    assert cli.run(["-C", str(collection.folder), "report", "--out", str(place), *TODAY]) == 0
    assert links(parsed(place.read_text("utf-8"))) == []
    assert collection.folder.name not in place.read_text("utf-8")


def test_drafts_are_marked_wherever_they_are_named(collection: FakeCollection) -> None:
    three(collection)
    root = parsed(page(collection))
    named = [element for element in root.iter("span") if text_of(element) == "BR-002"]
    rows = [row for row in root.iter("tr") if any(element in list(row.iter()) for element in named)]
    assert rows
    assert all("draft" in text_of(row).lower() for row in rows)


def test_the_page_needs_nothing_and_allows_nothing(collection: FakeCollection) -> None:
    three(collection)
    html = page(collection)
    root = parsed(html)
    (style,) = root.iter("style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    (policy,) = (m.get("content") for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert {element.tag for element in root.iter()} & {"script", "link", "img", "iframe", "object"} == set()
    assert [element.tag for element in root.iter() if {"style", "src"} & set(element.keys())] == []
    assert "url(" not in (style.text or "") + html


def test_tables_have_captions_and_heads(collection: FakeCollection) -> None:
    three(collection)
    built(collection, **{"BR-001-a4": {"density": "6 of 6", "left_out": ["a-letter"]}})
    root = parsed(page(collection))
    tables = list(root.iter("table"))
    assert len(tables) > 14
    captions = [table.find("caption") for table in tables]
    assert all(caption is not None and text_of(caption) for caption in captions)
    assert [text_of(head) for head in root.iter("th") if head.get("scope") not in {"row", "col"}] == []
    widths = [{len(row) for row in table.iter("tr")} for table in tables]
    assert all(len(width) == 1 for width in widths)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_element_or_attribute_comes_from_a_record(collection: FakeCollection, attack: str) -> None:
    fill(collection, HARMLESS)
    harmless = page(collection)
    fill(collection, attack)
    attacked = page(collection)
    # How hard the texts are to read differs, and with it how many lines are written, though none of another kind.
    assert {(tag, *names) for tag, names in skeleton(attacked)} == {(tag, *names) for tag, names in skeleton(harmless)}
    assert attack in shown(attacked)
