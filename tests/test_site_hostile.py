"""The web edition's data under attack: what addresses are made of, what programs read back, what cannot be made."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from factsheet import bibliography, citations, production, publishing
from factsheet.build import Failure, Report
from factsheet.claimreview import claim_review
from factsheet.exporters import feeds, finding, web
from factsheet.exporters.edition import Edition
from factsheet.register import slug
from tests.faker import FakeCollection, appearance, link, project_fields
from tests.site_pages import SHEET, every_page, shown
from tests.test_feeds import check as check_feed
from tests.test_frozen import history, published, site
from tests.test_pages_hostile import ATTACKS, fill
from tests.workshop import ROOT, edition, parsed, sound

pytestmark = pytest.mark.slow

NAMES = [
    "Ada Crane", "ADA CRANE", "ada crane", "Ada-Crane", "Ada  Crane", "Áda Crane", "ada-crane", "x" * 300, "x" * 301,
    "con", "CON", "aux.", "nul", "com1", "lpt9", "com¹", "index.html", "..", ".", "/", "\\", "v1", "...", "?!", "—",
    "علي", "عمر", "Արամ", "Ара", "مَلِك", "ملك", "ﬁre", "fire", "Straße", "Strasse", "İ", "i",
    "a/b", "a\\b", "a%2fb", "a b", "<script>", "' onload='", '" onload="', "-", "--", "assets", "about",
]  # fmt: skip


def test_no_two_claimants_meet_at_one_address(collection: FakeCollection) -> None:
    collection.claim(appearances=[appearance(claimant={"name": name}) for name in NAMES])
    slugs = edition(collection).register.slugs
    assert set(slugs) == set(NAMES)
    assert len(set(slugs.values())) == len(NAMES)
    wrong = [address for address in slugs.values() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address)]
    assert wrong == []
    assert max(map(len, slugs.values())) < 100
    assert {"con", "aux", "nul", "com1", "lpt9"} & set(slugs.values()) == set()


def test_a_name_that_is_like_the_address_of_another_has_one_of_its_own(collection: FakeCollection) -> None:
    collection.claim(appearances=[appearance(claimant={"name": name}) for name in ("Ada Crane", "ADA CRANE")])
    second = edition(collection).register.slugs["ADA CRANE"]
    names = [second, "Ada Crane", "ADA CRANE", second.upper()]
    for ordered in itertools.permutations(names):
        collection.claim(appearances=[appearance(claimant={"name": name}) for name in ordered])
        slugs = edition(collection).register.slugs
        assert len(set(slugs.values())) == len(names), slugs


@example(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_every_name_has_an_address(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= 69


def paths(given: Edition) -> list[PurePosixPath]:
    targets = [*web.export(given), *feeds.export(given), *finding.export(given)]
    return [path for target in targets for path in target.paths]


@pytest.mark.parametrize("prefix", ["DATA", "INDEX", "CON"])
def test_no_file_takes_the_place_of_another_on_any_file_system(collection: FakeCollection, prefix: str) -> None:
    topics = ["index", "data", "about", "v1", "null", "con1", "br-001"]
    names = ("index", "about", "assets", "data", "v1", "pagefind", "br-001-a4")
    collection.project(id_prefix=prefix, sheets=[SHEET | {"id": name, "topics": ["index"]} for name in names])
    collection.remove("claims/BR-001.yaml")
    for name in names:
        collection.evidence(name, title=f"On {name}")
    people = [appearance(claimant={"name": name}) for name in NAMES]
    links = [link(), *map(link, names)]
    for number in ("001", "002"):
        claim_id = f"{prefix}-{number}"
        collection.claim(claim_id, status="published", topics=topics, appearances=people, evidence=links)
    made = [str(path).casefold() for path in paths(site(collection))]
    assert sorted({path for path in made if made.count(path) > 1}) == []
    folders = {str(folder) for path in made for folder in PurePosixPath(path).parents}
    assert folders & set(made) == set()


ADDRESSES = [
    ("https://example.org", "https://example.org/"),
    ("http://example.org/", "http://example.org/"),
    ("https://example.org:8443/a/b/", "https://example.org:8443/a/b/"),
    ("https://example.org/a///", "https://example.org/a/"),
    ("https://münchen.example/straße", "https://münchen.example/straße/"),
    ("https://example.org/a&b'c", "https://example.org/a&b'c/"),
    ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
]


@pytest.mark.parametrize(("base_url", "root"), ADDRESSES, ids=[base for base, _ in ADDRESSES])
def test_every_address_lies_below_that_of_the_site(collection: FakeCollection, base_url: str, root: str) -> None:
    collection.project(base_url=base_url)
    published(collection)
    given = site(collection)
    for page in [given.website.entry(given.dossiers[0]), given.website.version(given.frozen[0])]:
        tags = {tag.get("name") or tag.get("property"): tag.get("content") for tag in parsed(page).iter("meta")}
        assert tags["og:url"] == f"{root}BR-001/"
        assert tags["og:image"] == f"{root}share/BR-001.png"
        assert tags["citation_pdf_url"] in {None, f"{root}pdf/BR-001-a4.pdf"}
        assert tags["citation_public_url"] == f"{root}BR-001/v1/"
        assert [link.get("href") for link in parsed(page).iter("link") if link.get("rel") == "canonical"] == [
            f"{root}BR-001/"
        ]  # fmt: skip
        assert json_of(page)["url"] == f"{root}BR-001/"
    texts = {target.path.name: target.make().content.decode() for target in feeds.export(given)}
    check_feed(texts["entries.atom"])
    located = re.findall("<loc>([^<]*)</loc>", texts["sitemap.xml"])
    pages = {f"{path.parent.relative_to('site')}/" for path in paths(given) if path.name == "index.html"} - {"./"}
    escaped = root.replace("&", "&amp;").replace("'", "&#39;")
    assert {place.removeprefix(escaped) for place in located} == (pages - {"search/", "BR-001/v1/"}) | {""}


CONTACTS = [
    ("corrections@example.org", "mailto:corrections@example.org"),
    ("https://example.org/errors", "https://example.org/errors"),
    ("Ask at the mill, any Sunday", None),
    ("javascript:alert(1)", None),
    ("data:text/html,x@example.org", None),
    ('"><script>alert(1)</script>@example.org', None),
    ("Ada <ada@example.org>", None),
    ("a?bcc=b@example.org", "mailto:a%3Fbcc%3Db@example.org"),
    ("mailto:ada@example.org", None),
]


@pytest.mark.parametrize(("contact", "address"), CONTACTS)
def test_a_contact_is_a_link_to_a_mailbox_or_a_page_or_plain_words(
    collection: FakeCollection, contact: str, address: str | None
) -> None:
    collection.project(publisher=project_fields()["publisher"] | {"contact": contact})
    given = edition(collection)
    page = given.website.entry(given.dossiers[0])
    links = {element.get("href") or "" for element in parsed(page).iter("a")}
    others = re.compile("[a-z.#]*(/|$)|#|https://(court|town|creative|example.org/(bridge/.*)?$)")
    letter = f"{address}?subject=BR-001%2C%20version%201" if contact in {CONTACTS[0][0], CONTACTS[7][0]} else address
    assert {place for place in links if not others.match(place)} == {address, letter} - {None}
    assert len(list(parsed(page).iter("script"))) == 2
    texts = {target.path.name: target.make().content.decode() for target in feeds.export(given)}
    emails = re.findall("<email>([^<]*)</email>", texts["entries.atom"])
    assert emails == ([contact] if "@" in contact and address else [])


def test_a_contact_of_two_lines_is_refused(collection: FakeCollection) -> None:
    collection.project(publisher=project_fields()["publisher"] | {"contact": "a@example.org\nBcc: b@example.org"})
    assert [problem.rpartition("[")[2] for problem in collection.problems()] == ["not-one-line]"]


def json_of(page: str) -> dict[str, Any]:
    """Take the page of an entry; return its one block of JSON-LD."""
    (block,) = [script for script in parsed(page).iter("script") if script.get("type") == "application/ld+json"]
    data: dict[str, Any] = json.loads(block.text or "", parse_constant=pytest.fail)
    return data


@pytest.mark.parametrize("attack", [*ATTACKS, "& \\ \\u003c", "]]>", "‘’“”"])
def test_the_page_of_a_version_holds_its_words_and_no_others(collection: FakeCollection, attack: str) -> None:
    fill(collection, attack)
    collection.claim(**without(collection, "BR-001", status="published"))
    publish_what_is_there(collection)
    given = site(collection)
    entry = next(entry for entry in given.frozen if entry.dossier)
    assert entry.dossier is not None
    page = given.website.version(entry)
    project = given.project
    places = {"principles": project.address("method/"), "corrections": project.address("corrections/")}
    address = project.address(f"{entry.id}/")
    assert json_of(page) == claim_review(project, entry.dossier, address, **places)
    tags = [(tag.get("name") or tag.get("property"), tag.get("content")) for tag in parsed(page).iter("meta")]
    assert ("citation_title", f"Fact {attack}") in tags
    assert ("og:title", f"Fact {attack}") in tags
    assert ("citation_author", f"Person {attack}") in tags
    heading = next(parsed(page).iter("h1"))
    assert "".join(heading.itertext()) == f"Fact {attack}"


def without(collection: FakeCollection, claim_id: str, **fields: Any) -> dict[str, Any]:
    """Take a collection and the id of a claim; return the claim's fields as they are, but for these."""
    record = collection.load().corpus.claim_by_id[claim_id].record.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in record.items() if name != "id"} | fields


def publish_what_is_there(collection: FakeCollection) -> None:
    loaded = sound(collection)
    ready, _ = publishing.prepare_all(loaded.corpus, loaded.published, ())
    for publication in ready:
        publishing.publish(collection.folder, publication)


@pytest.mark.parametrize("attack", ATTACKS)
def test_citations_that_are_copied_from_a_page_are_those_of_the_record(collection: FakeCollection, attack: str) -> None:
    fill(collection, attack)
    given = edition(collection)
    document = given.register.documents[0]
    item = citations.document_item(document.evidence)
    page = parsed(given.website.document(document))
    blocks = {block.get("id"): "".join(block.itertext()) for block in page.iter("pre")}
    assert json.loads(blocks["cite-csl-json"]) == [item]
    assert blocks["cite-bibtex"] == bibliography.bibtex(item).rstrip()
    assert blocks["cite-ris"] == bibliography.ris(item).replace("\r\n", "\n").rstrip("\n")
    (sentence,) = [block for block in page.iter("p") if block.get("id") == "cite-text"]
    assert "".join(sentence.itertext()) == bibliography.sentence(item)


def test_an_identifier_with_any_signs_makes_an_address(collection: FakeCollection) -> None:
    collection.evidence(doi='10.1002/(SICI)1097<1::AID>3.0.CO;2-"#%')
    given = edition(collection)
    data = json_of(given.website.entry(given.dossiers[0]))
    expected = "https://doi.org/10.1002/%28SICI%291097%3C1%3A%3AAID%3E3.0.CO%3B2-%22%23%25"
    assert data["citation"][0]["sameAs"] == expected
    page = parsed(given.website.document(given.register.documents[0]))
    assert [a.get("href") for a in page.iter("a") if "doi.org" in (a.get("href") or "")] == [expected]


ADDRESS_FIELDS = {"url", "sameAs", "archivedAt", "license", "publishingPrinciples", "correctionsPolicy", "@context"}


def addresses_of(node: Any, field: str = "") -> Iterator[str]:
    """Take JSON-LD and yield every address in it."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from addresses_of(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from addresses_of(value, field)
    elif field in ADDRESS_FIELDS:
        yield node


def test_all_data_in_the_pages_of_our_own_collection_is_json_and_leads_to_the_web_only() -> None:
    for name, page in every_entry(real_site()).items():
        (block,) = re.findall('<script type="application/ld[+]json">(.*?)</script>', page, re.DOTALL)
        data = json.loads(block, parse_constant=pytest.fail)
        found = list(addresses_of(data))
        assert found, name
        assert [address for address in found if not re.fullmatch(r"https?://[^\s<>\"\\^`{|}]+", address)] == [], name
        for parent in every_object(data):
            assert parent.get("@type"), name


def every_object(node: Any) -> Iterator[dict[str, Any]]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict):
        yield node
    for child in children:
        yield from every_object(child)


def real_site() -> Edition:
    """Return what the web edition of our own collection is made of, for a public address."""
    made = FakeCollection.__new__(FakeCollection)
    made.folder = ROOT
    given = site(made)
    project = given.project.model_copy(update={"base_url": "https://example.org/real"})
    pages = dataclasses.replace(given.pages, project=project)
    return dataclasses.replace(given, project=project, pages=pages)


def every_entry(given: Edition) -> dict[str, str]:
    """Take an edition; return the page of each entry and version that is no withdrawal."""
    entries = {d.claim.id: given.website.entry(d) for d in given.dossiers if not d.withdrawn}
    kept = {f"{e.id}/v{e.number}": given.website.version(e) for e in given.frozen if e.dossier}
    return entries | kept


def failed(path: str, subject: str = "") -> Report:
    return Report(failed=[Failure((PurePosixPath(path),), subject, "it does not fit", "does-not-fit")])


FAILURES = [
    ("site/share/BR-001.png", "BR-001", "claims/BR-001.yaml:1:5: error: BR-001.png"),
    ("site/BR-001/v1/index.html", "BR-001", "claims/BR-001.yaml:1:5: error: BR-001/v1/index.html"),
    ("site/evidence/bridge-ruling/index.html", "", "evidence/bridge-ruling.yaml:1:5: error: "
     "evidence/bridge-ruling/index.html"),
    ("site/pdf/closing-a4.pdf", "closing", "factsheet.yaml:2:7: error: closing-a4.pdf"),
    ("site/pdf/BR-booklet-a5.pdf", "", "factsheet.yaml:1:1: error: BR-booklet-a5.pdf"),
    ("site/claimants/ada-crane/index.html", "", "factsheet.yaml:1:1: error: claimants/ada-crane/index.html"),
    ("site/index.html", "", "factsheet.yaml:1:1: error: index.html"),
    ("site/BR-999/index.html", "BR-999", "factsheet.yaml:1:1: error: BR-999/index.html"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "subject", "expected"), FAILURES, ids=[path for path, *_ in FAILURES])
def test_a_file_that_cannot_be_made_is_named_with_the_record_to_mend(
    collection: FakeCollection, path: str, subject: str, expected: str
) -> None:
    collection.project(sheets=[{"id": "closing"} | SHEET | {"topics": ["bridge"]}])
    (problem,) = production.problems(failed(path, subject), collection.load())
    assert str(problem) == f"{expected}: it does not fit [does-not-fit]"


def test_every_page_of_a_collection_without_entries_of_withdrawn_ones_or_of_one(collection: FakeCollection) -> None:
    states: list[dict[str, Any] | None] = [
        {}, {"status": "withdrawn", "history": history({"level": "withdrawn"})}, None,
    ]  # fmt: skip
    for fields in states:
        if fields is None:
            collection.remove("claims/BR-001.yaml")
            collection.remove("evidence/bridge-ruling.yaml")
        else:
            collection.claim(**fields)
        given = edition(collection)
        for page in [*every_page(given.website).values(), given.website.index(), given.website.search()]:
            assert shown(page)
        for target in feeds.export(given):
            if target.path.suffix == ".atom":
                check_feed(target.make().content.decode())
