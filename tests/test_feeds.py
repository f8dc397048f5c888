"""What programs are told that visit the site: feeds, site maps, how to search it."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser  # type: ignore[import-untyped]
import pytest

from factsheet.exporters import feeds, web
from factsheet.exporters.edition import Edition
from factsheet.pages.feeds import NEWEST, Feeds, SitePage, permanent_id, short_name
from tests.faker import FakeCollection, appearance, change, link, project_fields
from tests.test_pages_hostile import ATTACKS, fill
from tests.workshop import edition, parsed, project_of, sound

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

FIRST = change()
SECOND = change(version="2", date="2025-05-03", level="rating-changed", change="The court read a second letter.")
WITHDRAWAL = change(version="2", date="2025-05-02", level="withdrawn", change="The court reversed it.")


def files(given: Edition) -> dict[str, str]:
    """Take an edition and return the text of every file by its path below the site."""
    targets = feeds.export(given)
    return {str(target.path.relative_to("site")): target.make().content.decode() for target in targets}


def feed(given: Edition, name: str = "entries.atom") -> Element:
    """Take an edition and return the root of one of its feeds."""
    return ElementTree.fromstring(files(given)[name])


def texts(root: Element, path: str) -> list[str]:
    """Take a feed and the way to elements; return the text of each."""
    return [element.text or "" for element in root.findall("/".join(f"{ATOM}{name}" for name in path.split("/")))]


def links(root: Element) -> list[tuple[str | None, str | None]]:
    """Take a feed; return relation and address of each link in it."""
    return [(element.get("rel"), element.get("href")) for element in root.iter(f"{ATOM}link")]


def withdrawn(collection: FakeCollection, claim_id: str = "BR-003") -> None:
    collection.claim(claim_id, claim="Carts did cross.", status="withdrawn", history=[FIRST, WITHDRAWAL])


def test_the_feed_of_entries(collection: FakeCollection) -> None:
    collection.claim(history=[FIRST, SECOND], authors=[{"name": "Bo Lund"}])
    withdrawn(collection)
    assert files(edition(collection))["entries.atom"] == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        "<id>tag:example.org,2025-05-01:bridge/entries.atom</id>\n"
        "<title>The Bridge at Stonyford</title>\n"
        "<subtitle>What was said about the closing, and what the record shows</subtitle>\n"
        "<updated>2025-05-03T00:00:00Z</updated>\n"
        "<author>\n"
        "<name>Friends of the Bridge</name>\n"
        "<uri>https://example.org/</uri>\n"
        "<email>corrections@example.org</email>\n"
        "</author>\n"
        '<link rel="self" type="application/atom+xml" href="https://example.org/bridge/entries.atom"/>\n'
        '<link rel="alternate" type="text/html" href="https://example.org/bridge/"/>\n'
        "<rights>Text CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); "
        "quotations belong to their authors.</rights>\n"
        "<entry>\n"
        "<id>tag:example.org,2025-05-01:bridge/BR-001</id>\n"
        "<title>Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.</title>\n"
        "<published>2025-05-01T00:00:00Z</published>\n"
        "<updated>2025-05-03T00:00:00Z</updated>\n"
        "<author><name>Bo Lund</name></author>\n"
        '<link rel="alternate" type="text/html" href="https://example.org/bridge/BR-001/"/>\n'
        '<category term="bridge" label="Bridge"/>\n'
        "<summary>The claim: The bridge was open to everybody all year. (Ada Crane, 2 November 2020). "
        "Contradicted by the record.</summary>\n"
        '<content type="html">&lt;p&gt;&lt;strong&gt;What the record shows:&lt;/strong&gt; Carts could not cross '
        "the bridge at Stonyford from 3 March to 30 September 2020.&lt;/p&gt;\n"
        "&lt;p&gt;&lt;strong&gt;The claim:&lt;/strong&gt; The bridge was open to everybody all year. "
        "(Ada Crane, Mayor of Stonyford, 2 November 2020)&lt;/p&gt;\n"
        "&lt;p&gt;&lt;strong&gt;Rating:&lt;/strong&gt; Contradicted by the record. "
        "A court found that carts were turned back.&lt;/p&gt;\n"
        "&lt;p&gt;&lt;strong&gt;Status:&lt;/strong&gt; In review&lt;/p&gt;\n"
        "&lt;p&gt;&lt;a href=&#34;https://example.org/bridge/BR-001/&#34;&gt;The whole page&lt;/a&gt;&lt;/p&gt;\n"
        "</content>\n"
        "</entry>\n"
        "<entry>\n"
        "<id>tag:example.org,2025-05-01:bridge/BR-003</id>\n"
        "<title>Withdrawn: Carts did cross.</title>\n"
        "<published>2025-05-01T00:00:00Z</published>\n"
        "<updated>2025-05-02T00:00:00Z</updated>\n"
        '<link rel="alternate" type="text/html" href="https://example.org/bridge/BR-003/"/>\n'
        "<summary>This entry was withdrawn.</summary>\n"
        '<content type="html">&lt;p&gt;&lt;strong&gt;The claim:&lt;/strong&gt; Carts did cross.&lt;/p&gt;\n'
        "&lt;p&gt;&lt;strong&gt;Withdrawn:&lt;/strong&gt; The court reversed it.&lt;/p&gt;\n"
        "&lt;p&gt;&lt;a href=&#34;https://example.org/bridge/BR-003/&#34;&gt;The whole page&lt;/a&gt;&lt;/p&gt;\n"
        "</content>\n"
        "</entry>\n"
        "</feed>\n"
    )


def test_corrections_have_ids_of_their_own_for_good(collection: FakeCollection) -> None:
    twice = change(version="3", date="2025-05-04", level="factual", change="It was a Tuesday.")
    clearer = change(version="2", date="2025-05-03", level="clarification", change="Clearer words.")
    # The same words twice in one version, and what is no correction between.
    collection.claim(history=[FIRST, clearer, twice, twice])
    collection.evidence(history=[change(date="2025-04-01"), SECOND])
    withdrawn(collection)
    root = feed(edition(collection), "corrections.atom")
    assert texts(root, "title") == ["The Bridge at Stonyford: corrections"]
    assert texts(root, "updated") == ["2025-05-04T00:00:00Z"]
    names = ("id", "title", "published", "updated", "summary")
    assert list(zip(*(texts(root, f"entry/{name}") for name in names), strict=True)) == [
        (
            "tag:example.org,2025-05-01:bridge/BR-001/history/3",
            "Factual correction: Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
            "2025-05-04T00:00:00Z", "2025-05-04T00:00:00Z", "It was a Tuesday.",
        ),
        (
            "tag:example.org,2025-05-01:bridge/BR-001/history/4",
            "Factual correction: Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
            "2025-05-04T00:00:00Z", "2025-05-04T00:00:00Z", "It was a Tuesday.",
        ),
        (
            "tag:example.org,2025-04-01:bridge/evidence/bridge-ruling/history/2",
            "Rating changed: Miller v. Town of Stonyford",
            "2025-05-03T00:00:00Z", "2025-05-03T00:00:00Z", "The court read a second letter.",
        ),
        (
            "tag:example.org,2025-05-01:bridge/BR-003/history/2",
            "Withdrawn: Carts did cross.",
            "2025-05-02T00:00:00Z", "2025-05-02T00:00:00Z", "The court reversed it.",
        ),
    ]  # fmt: skip
    assert texts(root, "entry/content")[2] == (
        "<p><strong>Rating changed:</strong> The court read a second letter.</p>\n"
        "<p><strong>Document:</strong> Miller v. Town of Stonyford</p>\n"
        "<p><strong>Publisher:</strong> Court of the County</p>\n"
        "<p><strong>Version:</strong> 2</p>\n"
        '<p><a href="https://example.org/bridge/evidence/bridge-ruling/">The whole page</a></p>\n'
    )


def test_nothing_of_a_withdrawn_entry_is_told_but_its_claim_and_why(collection: FakeCollection) -> None:
    collection.claim(
        fact="It was a secret.", rating_reason="A secret reason.", status="withdrawn",
        history=[FIRST, change(version="2", level="rating-changed", change="Another rating."), WITHDRAWAL],
        appearances=[appearance(venue="Secret place")],
    )  # fmt: skip
    made = files(edition(collection))
    for name in ("entries.atom", "corrections.atom"):
        assert not re.search("secret|Contradicted|Crane", made[name], flags=re.IGNORECASE)
    assert made["corrections.atom"].count("<entry>") == 2


def test_a_feed_without_entries_is_dated_by_the_newest_record(collection: FakeCollection) -> None:
    collection.evidence(history=[FIRST, change(version="2", date="2025-05-09", level="clarification")])
    root = feed(edition(collection), "corrections.atom")
    assert (texts(root, "updated"), root.findall(f"{ATOM}entry")) == (["2025-05-09T00:00:00Z"], [])
    collection.claim(status="draft")
    empty = edition(collection)
    assert empty.dossiers == ()
    for name in ("entries.atom", "corrections.atom"):
        assert texts(feed(empty, name), "updated") == ["1970-01-01T00:00:00Z"]
        check(files(empty)[name])


def test_without_public_address_links_are_relative_and_ids_are_uuids(collection: FakeCollection) -> None:
    collection.project(base_url="")
    collection.claim(history=[FIRST, SECOND])
    given = edition(collection)
    assert sorted(files(given)) == ["corrections.atom", "entries.atom", "robots.txt"]
    assert files(given)["robots.txt"] == "User-agent: *\nAllow: /\n"
    root = feed(given)
    assert links(root) == [("alternate", "index.html"), ("alternate", "BR-001/index.html")]
    assert texts(root, "id") == ["urn:uuid:4b9c886e-f991-5dbf-814b-1907dcc804b3"]
    assert texts(root, "entry/id") == ["urn:uuid:a8a29cb5-5716-5ead-a188-a6bb1e34467b"]
    assert '<a href="BR-001/index.html">' in texts(root, "entry/content")[0]
    assert links(feed(given, "corrections.atom"))[0] == ("alternate", "corrections/index.html")


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://example.org", "tag:example.org,2025-05-01:BR-001"),
        ("https://Example.ORG:8443/a/b/", "tag:example.org,2025-05-01:a/b/BR-001"),
        ("https://bücher.example/é%20/", "tag:xn--bcher-kva.example,2025-05-01:%C3%A9%20/BR-001"),
        ("http://127.0.0.1:8000/", "tag:127.0.0.1,2025-05-01:BR-001"),
        ("http://[::1]/", "urn:uuid:"),
        ("https://a_b.example/", "urn:uuid:"),
        ("https://example.org./", "urn:uuid:"),
    ],
)
def test_ids_are_tags_of_the_host(collection: FakeCollection, base_url: str, expected: str) -> None:
    collection.project(base_url=base_url)
    project = project_of(sound(collection))
    found = permanent_id(project, edition(collection).dossiers[0].claim.history[0].date, "BR-001")
    assert found == expected or (found.startswith(expected) and expected == "urn:uuid:")


def test_ids_do_not_change_with_a_new_version_or_a_new_entry(collection: FakeCollection) -> None:
    collection.claim(history=[FIRST, SECOND])
    before = {name: texts(feed(edition(collection), name), "entry/id") for name in ("entries.atom", "corrections.atom")}
    feed_ids = {name: texts(feed(edition(collection), name), "id") for name in before}
    collection.claim(fact="It was closed.", history=[FIRST, SECOND, change(version="3", date="2025-05-09")])
    collection.claim("BR-002", history=[change(date="2024-01-01"), SECOND | {"level": "factual"}])
    collection.project(title="Another title")
    after = {name: texts(feed(edition(collection), name), "entry/id") for name in before}
    assert {name: [i for i in ids if "BR-001" in i] for name, ids in after.items()} == before
    assert {name: texts(feed(edition(collection), name), "id") for name in before} == feed_ids


def test_the_feed_has_the_newest_entries(collection: FakeCollection) -> None:
    given = edition(collection)
    (dossier,) = given.dossiers
    copies = [
        type(dossier)(dossier.claim.model_copy(update={"id": f"BR-{n:03}"}), *(
            dossier.exhibits, dossier.relatives, dossier.parties,
        ))
        for n in range(1, NEWEST + 11)
    ]  # fmt: skip
    register = type(given.register)(given.project, tuple(copies), ())
    pages = given.pages
    text = Feeds(pages.theme, given.project, pages.prose, register=register).entries()
    ids = texts(ElementTree.fromstring(text), "entry/id")
    assert (len(ids), ids[0].rpartition("/")[2], ids[-1].rpartition("/")[2]) == (NEWEST, "BR-510", "BR-011")


def check(text: str) -> None:
    """Take a feed and make sure of what RFC 4287 asks: which elements, how often, which dates, in which order."""
    read = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    assert (read.bozo, read.version) == (False, "atom10")
    root = ElementTree.fromstring(text)
    for element in [root, *root.findall(f"{ATOM}entry")]:
        counts = {name: len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "rights")}
        assert counts == {"id": 1, "title": 1, "updated": 1, "rights": int(element is root)}
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert (element.find(f"{ATOM}id").text or "").startswith(("tag:", "urn:uuid:"))  # type: ignore[union-attr]
        for person in element.findall(f"{ATOM}author"):
            assert [child.tag for child in person][:1] == [f"{ATOM}name"]
    for entry in root.findall(f"{ATOM}entry"):
        assert [len(entry.findall(f"{ATOM}{name}")) for name in ("content", "summary", "published")] == [1, 1, 1]
    assert len(root.findall(f"{ATOM}author")) == 1
    ids = texts(root, "id") + texts(root, "entry/id")
    assert len(ids) == len(set(ids))
    dates = texts(root, "entry/updated")
    assert dates == sorted(dates, reverse=True)
    assert texts(root, "updated") == dates[:1] or not dates
    for text_of_date in [*texts(root, "updated"), *dates, *texts(root, "entry/published")]:
        assert datetime.fromisoformat(text_of_date).strftime("%Y-%m-%dT%H:%M:%SZ") == text_of_date
    names = {child.tag.removeprefix(ATOM) for child in root.iter()}
    assert names <= {
        "feed", "entry", "id", "title", "subtitle", "updated", "published", "author", "name", "uri", "email", "link",
        "rights", "category", "summary", "content",
    }  # fmt: skip


@pytest.mark.parametrize("attack", [*ATTACKS, "]]>&lt;script>", "a & b — “c” \u0627"])
@pytest.mark.parametrize("base_url", ["", "https://example.org/a&b'c/{d}/"])
def test_whatever_records_hold_is_read_back_as_text(collection: FakeCollection, attack: str, base_url: str) -> None:
    fill(collection, attack)
    given = edition_with(collection, base_url)
    made = files(given)
    for name, text in made.items():
        if name.endswith(".atom"):
            check(text)
        elif name.endswith(".xml"):
            ElementTree.fromstring(text)
    root = feed(given)
    assert f"Fact {attack}" in texts(root, "entry/title")
    assert texts(root, "title") == [f"Title {attack}"]
    content = next(content for content in texts(root, "entry/content") if "What the record shows" in content)
    page = parsed(content)
    assert {element.tag for element in page.iter()} == {"html", "head", "body", "p", "strong", "a"}
    assert "".join(page.find("body/p").itertext()) == f"What the record shows: Fact {attack}"  # type: ignore[union-attr]
    correction = texts(feed(given, "corrections.atom"), "entry/summary")
    assert correction == [f"Change {attack}"]


def edition_with(collection: FakeCollection, base_url: str) -> Edition:
    """Take a collection, give it another public address, and return what exporters are given."""
    given = edition(collection)
    return dataclasses.replace(given, project=given.project.model_copy(update={"base_url": base_url}))


def places(text: str) -> dict[str, str | None]:
    """Take a site map; return the day of each address."""
    return {
        url.findtext(f"{MAP}loc") or "": url.findtext(f"{MAP}lastmod")
        for url in ElementTree.fromstring(text).findall(f"{MAP}url")
    }


def test_the_map_has_every_page_that_is_to_be_found_and_no_other(collection: FakeCollection) -> None:
    sheet = {"id": "closing", "title": "The closing", "fact": "It was closed.", "lead": "So a court said."}
    request = {"date": "2025-05-20", "text": "Write to the council."}
    collection.project(
        sheets=[sheet | {"claims": ["BR-001"], "further_reading": ["census"], "call_to_action": request}]
    )
    collection.evidence("census", history=[FIRST, change(version="2", date="2025-05-06", level="update")])
    collection.evidence("letter")
    collection.claim(evidence=[link(), link("letter")], topics=["bridge", "carts"])
    collection.claim("BR-002", history=[FIRST, SECOND])
    withdrawn(collection)
    given = edition(collection)
    made = {str(target.path) for target in web.export(given)}
    pages = {path.removeprefix("site/").removesuffix("index.html") for path in made if path.endswith("index.html")}
    found = places(files(given)["sitemap.xml"])
    base = "https://example.org/bridge/"
    assert set(found) == {f"{base}{page}" for page in pages - {"search/"}}
    assert {address.removeprefix(base): day for address, day in found.items()} == {
        "": "2025-05-06", "about/": None, "data/": None, "method/": None,
        "corrections/": "2025-05-06", "dates/": "2025-05-06", "ratings/": "2025-05-06", "sheets/": "2025-05-06",
        "BR-001/": "2025-05-01", "BR-002/": "2025-05-03", "BR-003/": "2025-05-02", "sheets/closing/": "2025-05-20",
        "evidence/": "2025-05-06", "evidence/bridge-ruling/": "2025-05-03", "evidence/census/": "2025-05-06",
        "evidence/letter/": "2025-05-01", "claimants/": "2025-05-06", "claimants/ada-crane/": "2025-05-03",
        "topics/": "2025-05-06", "topics/bridge/": "2025-05-03", "topics/carts/": "2025-05-01",
    }  # fmt: skip


def test_many_pages_have_several_maps_and_a_list_of_them(collection: FakeCollection) -> None:
    given = edition(collection)
    pages = given.pages
    source = Feeds(pages.theme, given.project, pages.prose, register=given.register)
    made = dict(feeds.sitemaps(source, [SitePage(f"{number}/") for number in range(5)], limit=2))
    assert list(made) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert made["sitemap.xml"] == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://example.org/bridge/sitemap-1.xml</loc></sitemap>\n"
        "<sitemap><loc>https://example.org/bridge/sitemap-2.xml</loc></sitemap>\n"
        "<sitemap><loc>https://example.org/bridge/sitemap-3.xml</loc></sitemap>\n"
        "</sitemapindex>\n"
    )
    parts = [list(places(text)) for name, text in made.items() if name != "sitemap.xml"]
    assert parts == [[f"https://example.org/bridge/{n}/" for n in part] for part in ([0, 1], [2, 3], [4])]
    # The longest address that records allow, with everything around it.
    longest = len(source.sitemap([SitePage("evidence/" + 64 * "x" + "/", given.dossiers[0].claim.checked_as_of)])) + 200
    assert longest * feeds.MAPPED < 50_000_000


def test_robots_are_told_where_the_map_is(collection: FakeCollection) -> None:
    assert files(edition(collection))["robots.txt"] == (
        "User-agent: *\nAllow: /\n\nSitemap: https://example.org/bridge/sitemap.xml\n"
    )


def test_a_browser_is_told_how_to_search(collection: FakeCollection) -> None:
    collection.project(base_url="https://example.org/{a}&b")
    root = ElementTree.fromstring(files(edition(collection))["opensearch.xml"])
    children = [(child.tag.removeprefix(SEARCH), child.text, dict(child.attrib)) for child in root]
    base = "https://example.org/%7Ba%7D&b/"
    search: dict[str, Any] = {
        "type": "text/html", "method": "get", "template": f"{base}search/index.html?q={{searchTerms}}",
    }  # fmt: skip
    self = {"type": "application/opensearchdescription+xml", "rel": "self", "template": f"{base}opensearch.xml"}
    assert root.tag == f"{SEARCH}OpenSearchDescription"
    assert children == [
        ("ShortName", "The Bridge at", {}),
        ("Description", project_fields()["title"], {}),
        ("Url", None, search),
        ("Url", None, self),
        ("Language", "en", {}),
        ("InputEncoding", "UTF-8", {}),
        ("OutputEncoding", "UTF-8", {}),
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sixteen letters.", "Sixteen letters."),
        ("Sixteen letters, and more", "Sixteen letters"),
        ("The road, 2022–23: what was said", "The road"),
        ("The roads of 2022", "The roads of"),
        ("Donaudampfschifffahrt", "Donaudampfschiff"),
    ],
)
def test_a_search_has_a_short_name(title: str, name: str) -> None:
    assert short_name(title) == name
