"""What of a file's findings becomes a record, under which id, and what the collection has already."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factsheet import bibliography, citations, findings, imports, naming, scaffold
from factsheet.findings import Document, Form
from factsheet.records import Evidence
from factsheet.schema import read_record
from factsheet.source import parse
from tests.faker import FakeCollection
from tests.test_findings import COPY, GAZETTE, only, read
from tests.workshop import sound


@pytest.mark.parametrize("form", [bibliography.bibtex, bibliography.biblatex, bibliography.ris, citations.as_json])
def test_what_this_tool_gives_away_comes_back_as_duplicates(collection: FakeCollection, form: Any) -> None:
    collection.evidence(archive_urls=["https://web.archive.org/web/2020/https://court.example.org/2020/miller"])
    collection.evidence("second", title="Two: #1 {braces}, \\ “signs” & $x$", doi="10.1234/a_b")
    items = [citations.document_item(entry.record) for entry in sound(collection).corpus.sources]
    made = form(items) if form is citations.as_json else "\n".join(map(form, items))
    reader = {bibliography.ris: Form.RIS, citations.as_json: Form.CSL_JSON}.get(form, Form.BIBLATEX)
    found = read(made.replace("\r\n", "\n"), reader)
    compared = imports.compare(found, imports.holdings(collection.folder), {})
    assert [(d.kept.id, d.archives) for d in compared.duplicates] == [("bridge-ruling", ()), ("second", ())]
    assert (compared.new, compared.leftovers) == ((), ())
    titles = [document.title for document in found.documents]
    assert titles == ["Miller v. Town of Stonyford", "Two: #1 {braces}, \\ “signs” & $x$"]


def compared(collection: FakeCollection, text: str, topics: dict[str, str] | None = None) -> imports.Comparison:
    return imports.compare(read(text), imports.holdings(collection.folder), topics or {})


def test_a_duplicate_says_what_its_record_lacks(collection: FakeCollection) -> None:
    miller = "http://www.court.example.org/2020/miller/?utm_source=x#a"
    copy = "https://web.archive.org/web/2020/https://court.example.org/2020/miller"
    text = f"[Miller]({miller}) [archive]({copy})\n\n> The carts\n> of the applicant were turned back.\n\n"
    text += f"[Miller]({miller})\n\n> Other words."
    (first, second) = compared(collection, text).duplicates
    assert str(first.kept.at) == "evidence/bridge-ruling.yaml:9:6"
    assert (first.archives, first.quotes, second.archives, second.quotes) == ((copy,), (), (), (8,))


def test_a_document_that_moved_is_known_by_its_copy(collection: FakeCollection) -> None:
    collection.evidence(archive_urls=["https://perma.cc/AB12-CD34"])
    text = "[Miller](https://moved.example.org/miller) [archive](https://perma.cc/AB12-CD34)"
    assert [d.kept.id for d in compared(collection, text).duplicates] == ["bridge-ruling"]


def test_documents_of_one_title_get_ids_of_their_own(collection: FakeCollection) -> None:
    text = f"[Roads]({GAZETTE}/1) [Roads]({GAZETTE}/2) [Roads]({GAZETTE}/3)"
    assert [new.id for new in compared(collection, text).new] == ["example-roads", "example-roads-1", "example-roads-2"]


def test_a_record_with_blanks_counts_too(collection: FakeCollection) -> None:
    collection.write("evidence/stub.yaml", f"id: stub\nurl: {GAZETTE}\ntitle:\n")
    assert [d.kept.id for d in compared(collection, f"[a]({COPY})").duplicates] == ["stub"]


def test_a_record_that_cannot_be_read_is_told(collection: FakeCollection) -> None:
    collection.write("evidence/broken.yaml", "title: a: b\n")
    assert [problem.at.path for problem in imports.holdings(collection.folder).problems] == ["evidence/broken.yaml"]


def test_the_source_of_an_appearance_is_no_duplicate_and_is_told(collection: FakeCollection) -> None:
    (new,) = compared(collection, "[a](http://town.example.org/minutes/2020-11-02)").new
    assert new.appearance
    assert new.appearance.path == "claims/BR-001.yaml"


def test_all_places_that_name_a_document_make_one_record(collection: FakeCollection) -> None:
    text = f"# Roads\n\nAs [they said]({GAZETTE}):\n\n> Closed.\n\n# The Bridge\n\n"
    text += f"- [The Road]({GAZETTE}/) | [Archive]({COPY})\n"
    (new,) = compared(collection, text, {"the bridge": "bridge"}).new
    assert (new.id, [mention.line for mention in new.mentions]) == ("example-road", [3, 9])
    document = new.document
    assert (document.title, document.url, document.archives) == ("The Road", GAZETTE, (COPY,))
    assert (document.topics, [e.text for e in document.extracts]) == (("roads", "bridge"), ["Closed."])


def test_a_heading_without_latin_letters_makes_no_topic(collection: FakeCollection) -> None:
    found = compared(collection, f"# Дороги\n\n[a]({GAZETTE})")
    assert found.new[0].document.topics == ()
    assert [left.reason for left in found.leftovers] == [
        "the heading 'Дороги' has no letters from which the id of a topic could be made"
    ]


@pytest.mark.parametrize(
    ("url", "title", "taken", "made"),
    [
        ("https://www.theguardian.com/a", "The Road to the Mill", set(), "theguardian-road-mill"),
        ("https://news.cornell.edu/a", "Roads", set(), "cornell-roads"),
        ("https://www.bbc.co.uk/a", "Roads", {"bbc-roads", "bbc-roads-1"}, "bbc-roads-2"),
        ("https://example.org/2020/the_road.html", "", set(), "example-the-road"),
        ("https://example.org/", "", set(), "example-1"),
        ("https://example.org/", "Дорога", {"example-1"}, "example-2"),
        ("https://example.org/x", "Café “l’été”", set(), "example-cafe-lete"),
        ("https://doi.org/10.1234/a", "Roads", set(), "roads"),
        ("https://doi.org/10.1234/a", "Con", set(), "source"),
        ("https://example.org/a", "word " * 50, set(), "example-word-word-word-word-word-word-word-word"),
        ("https://" + "a" * 63 + ".org/", "Roads", set(), "a" * 48),
        ("http://[", "", set(), "source-1"),
    ],
)
def test_ids_are_made_of_the_site_and_the_title(url: str, title: str, taken: set[str], made: str) -> None:
    assert naming.evidence_id(url, title, taken) == made


@given(st.text(), st.text(), st.sets(st.text(max_size=9), max_size=3))
def test_every_id_that_is_made_may_be_one(path: str, title: str, taken: set[str]) -> None:
    made = naming.evidence_id(f"https://example.org/{path}", title, taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 64
    assert made not in taken


BLANKS = {
    "title": "T", "publisher": "P", "type": "news-report", "party_relation": "unknown", "level": "primary",
    "issued": "2020", "summary": "S", "limits": "L", "standing": "current",
}  # fmt: skip


@given(st.text(min_size=1), st.text(min_size=1))
def test_texts_stand_in_a_record_as_they_are(title: str, words: str) -> None:
    document = Document(line=1, url=GAZETTE, title=title, authors=(title, "no"), extracts=(findings.Extract(1, words),))
    text = scaffold.found_evidence("a", date(2025, 6, 1), imports.known(document), "From a, line 1.")
    record = yaml.safe_load(text)
    assert (record["title"], record["authors"], record["quotes"][0]["text"]) == (title, [title, "no"], words)


def test_a_stub_passes_once_its_blanks_are_filled() -> None:
    document = only(f'# Roads\n\n[No: #1 "road"]({GAZETTE}) | [Archive]({COPY})')
    known = imports.known(document) | {"topics": ["roads"]}
    text = scaffold.found_evidence("a", date(2025, 6, 1), known, "From a, line 1.")
    for name, value in BLANKS.items():
        text = re.sub(rf"^{name}:$", f"{name}: {value}", text, flags=re.MULTILINE)
    node, problems = parse(text, "a.yaml")
    assert (problems, node is not None) == ([], True)
    record, problems = read_record(Evidence, node)  # type: ignore[arg-type]
    assert problems == []
    assert record
    assert (record.title, record.topics, record.archive_urls) == ('No: #1 "road"', ("roads",), (COPY,))
    assert (record.accessed, record.verification.level, record.quotes) == (None, "not-read", ())
