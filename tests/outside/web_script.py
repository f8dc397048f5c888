"""The site's one script in a browser: copying, filters and search, over http and from disk, by keyboard and without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.outside.browsing import expect_none, violations
from tests.outside.readers import (
    HOSTILE,
    RECORD,
    SENTENCE,
    TEMPLATES,
    Homes,
    Reader,
    choose,
    reading,
    shown,
    shown_at,
    tabbed,
    written,
)
from tests.outside.sites import Site

SCRIPT = TEMPLATES / "web/site.js"
MOST_BYTES = 10_240

NO_CLIPBOARD = """
navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
document.execCommand = () => false;
"""
SELECTED = "getSelection().toString()"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small site that keeps to what the script asks of pages."""
    return written(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def homes(pages: Path) -> Iterator[Homes]:
    """Return the addresses of the small site."""
    with shown_at(pages) as addresses:
        yield addresses


@pytest.fixture
def reader(browser: Browser, homes: Homes) -> Iterator[Reader]:
    """Return a window in which nothing may go wrong, and that may ask nobody but the site."""
    with reading(browser) as window:
        yield window
        # Search runs in a worker, whose requests Chromium reports as those of the page.
        addresses = (homes.disk, homes.trusted, homes.plain, "data:,")
        assert [url for url in window.requests if not url.startswith(addresses)] == []
        assert window.messages == []


def test_script_is_small_and_plain() -> None:
    text = SCRIPT.read_text()
    assert len(SCRIPT.read_bytes()) <= MOST_BYTES
    assert [
        word for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "console", "http:") if word in text
    ] == []


@pytest.mark.parametrize("home", ["disk", "trusted", "plain"])
def test_copies_the_text_as_a_reader_sees_it(home: str, homes: Homes, reader: Reader) -> None:
    page = reader.opened(getattr(homes, home) + "BR-001/index.html")
    assert page.evaluate("navigator.clipboard !== undefined") == (home != "plain")
    sentence, record = page.locator("[data-copy=sentence]"), page.locator("[data-copy=record]")
    sentence.click()
    expect(sentence).to_have_text("Copied")
    expect(page.locator("#status")).to_have_text("Copied")
    expect(sentence).to_be_focused()
    assert reader.pasted() == SENTENCE
    record.press("Space")
    expect(record).to_have_text("Copied")
    assert reader.pasted() == RECORD
    expect(sentence).to_have_text("Copy the sentence")
    expect(record).to_have_text("Copy")
    expect(page.locator("#status")).to_be_empty()
    assert page.evaluate(SELECTED) == ""


def test_copies_when_the_clipboard_is_refused(homes: Homes, reader: Reader) -> None:
    page = reader.context.new_page()
    page.add_init_script(NO_CLIPBOARD.splitlines()[1])
    page.goto(homes.trusted + "BR-001/index.html")
    page.click("[data-copy=record]")
    expect(page.locator("[data-copy=record]")).to_have_text("Copied")
    assert reader.pasted() == RECORD


def test_selects_what_it_cannot_copy(homes: Homes, reader: Reader) -> None:
    page = reader.context.new_page()
    page.add_init_script(NO_CLIPBOARD)
    page.goto(homes.trusted + "BR-001/index.html")
    page.click("[data-copy=record]")
    expect(page.locator("[data-copy=record]")).to_have_text("Not copied: press Ctrl and C")
    expect(page.locator("#status")).to_have_text("Not copied: press Ctrl and C")
    assert page.evaluate(SELECTED).strip() == RECORD.strip()
    page.keyboard.press("Control+c")
    assert reader.pasted().strip() == RECORD.strip()


def test_a_button_without_a_text_stays_hidden(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.disk + "BR-001/index.html")
    expect(page.locator("[data-copy=sentence]")).to_be_visible()
    expect(page.locator("[data-copy=nothing]")).to_be_hidden()


@pytest.mark.parametrize(
    ("values", "entries"),
    [
        ({}, "abcd"),
        ({"topic": "bridge"}, "ab"),
        ({"claimant": "mayor"}, "ac"),
        ({"rating": "unproven"}, "c"),
        ({"year": "2021"}, "ab"),
        ({"q": "road"}, "bc"),
        ({"q": "ROAD wheel"}, "c"),
        ({"q": "stonyford"}, "a"),
        ({"q": "facade"}, "a"),
        ({"q": "mayor's"}, "a"),
        ({"q": "STRASSE"}, "b"),
        ({"q": "izmir"}, "c"),
        ({"q": "cart-wheel"}, "c"),
        ({"q": "br-004"}, "d"),
        ({"topic": "carts", "claimant": "mayor"}, "ac"),
        ({"topic": "carts", "claimant": "mayor", "year": "2020", "q": "closed"}, "a"),
        ({"topic": "bridge", "rating": "unproven"}, ""),
    ],
)
@pytest.mark.parametrize("home", ["disk", "trusted"])
def test_filters(home: str, values: dict[str, str], entries: str, homes: Homes, reader: Reader) -> None:
    page = reader.opened(getattr(homes, home) + "index.html")
    choose(page, **values)
    said = f"{len(entries)} of 4 entries" if entries else "No entry has all of this."
    assert shown(page) == list(entries)
    expect(page.locator("#filters output")).to_contain_text(said)
    again = reader.opened(page.evaluate("location.href"))
    assert shown(again) == list(entries)
    assert {name: again.locator(f"#filters [name={name}]").input_value() for name in values} == values


def test_filters_stand_in_the_address(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.disk + "index.html")
    assert page.locator("#filters select").count() == 4
    choose(page, rating="false", q="the & road")
    expect(page).to_have_url(homes.disk + "index.html#q=the+%26+road&rating=false")
    page.locator("#filters [name=q]").press("Enter")
    expect(page).to_have_url(homes.disk + "index.html#q=the+%26+road&rating=false")
    page.click("#filters [type=reset]")
    expect(page.locator("#filters output")).to_have_text("4 of 4 entries")
    expect(page).to_have_url(homes.disk + "index.html")
    expect(page.locator("#filters [type=reset]")).to_be_focused()


def test_filters_follow_the_address(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.trusted + "index.html#rating=nonsense&topic=carts")
    assert shown(page) == ["a", "c"]
    expect(page.locator("#filters [name=rating]")).to_have_value("")
    for anchor, entries in {"claimant=clerk": "b", "main": "b", "year=2022": "c", "": "abcd"}.items():
        page.evaluate("hash => { location.hash = hash; }", anchor)
        expect(page.locator("#filters output")).to_have_text(f"{len(entries)} of 4 entries")
        assert shown(page) == list(entries)


@pytest.mark.parametrize("home", ["disk", "trusted"])
def test_back_leads_to_the_filtered_list(home: str, homes: Homes, reader: Reader) -> None:
    page = reader.opened(getattr(homes, home) + "index.html")
    choose(page, q="closed", year="2020")
    page.click("#a a")
    expect(page.locator("h1")).to_have_text("The bridge was closed")
    page.go_back()
    expect(page.locator("#filters output")).to_have_text("1 of 4 entries")
    expect(page.locator("#filters [name=q]")).to_have_value("closed")
    expect(page.locator("#filters [name=year]")).to_have_value("2020")
    assert shown(page) == ["a"]


def test_search_as_one_types(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.trusted + "search/index.html")
    assert [url for url in reader.requests if "pagefind" in url] == []
    output, results = page.locator("#search output"), page.locator("#results li")
    page.locator("#search [name=q]").press_sequentially("clerk")
    expect(output).to_have_text("1 result for “clerk”")
    first = results.locator("p").all_inner_texts()
    assert first[:2] == ["Letter of the clerk", "Document · 2 May 2025"]
    assert first[2].startswith("Sir, the bridge & its road are closed.")
    expect(page.locator("#search-needs")).to_be_hidden()
    page.fill("#search [name=q]", "closed stonyford")
    expect(output).to_have_text("1 result for “closed stonyford”")
    assert results.locator("mark").all_inner_texts() == ["Stonyford", "closed"]
    expect(page).to_have_url(homes.trusted + "search/index.html?q=closed+stonyford")
    page.fill("#search [name=q]", "zebra")
    expect(output).to_contain_text("Nothing was found for “zebra”.")
    expect(results).to_have_count(0)
    page.fill("#search [name=q]", "")
    expect(output).to_be_empty()
    expect(page).to_have_url(homes.trusted + "search/index.html")


def test_search_shows_more_and_chooses_a_kind(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.trusted + "search/index.html?q=toll")
    output, results, more = page.locator("#search output"), page.locator("#results li"), page.locator("#more")
    expect(output).to_have_text("26 results for “toll”")
    expect(page.locator("#search [name=q]")).to_be_focused()
    for start, end in ((10, 20), (20, 26)):
        expect(results).to_have_count(start)
        more.press("Enter")
        expect(results).to_have_count(end)
        expect(results.nth(start).locator("a")).to_be_focused()
    expect(more).to_be_hidden()
    assert len(set(results.locator("a").all_inner_texts())) == 26
    page.select_option("#search [name=kind]", "<i>Entry</i>")
    expect(output).to_have_text("1 result for “toll”")
    address = page.evaluate("location.href")
    again = reader.opened(address)
    expect(again.locator("#search output")).to_have_text("1 result for “toll”")
    expect(again.locator("#search [name=kind]")).to_have_value("<i>Entry</i>")
    expect(again).to_have_url(address)
    assert address.endswith("?q=toll&kind=%3Ci%3EEntry%3C%2Fi%3E")


def test_more_pressed_twice_shows_nothing_twice(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.trusted + "search/index.html?q=toll")
    expect(page.locator("#more")).to_be_visible()
    page.evaluate("const more = document.getElementById('more'); more.click(); more.click();")
    expect(page.locator("#results li")).to_have_count(20)
    assert len(set(page.locator("#results a").all_inner_texts())) == 20


def test_records_that_mean_no_good_stay_text(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.trusted + "search/index.html?q=tollgate")
    result = page.locator("#results li")
    expect(result.locator("a")).to_have_text("<b>Toll</b> &amp; trouble")
    assert result.locator("p").nth(1).inner_text() == "<i>Entry</i>"
    # Pagefind itself does not tell "&lt;" in a record from "<".
    assert result.locator("p").nth(2).inner_text() == HOSTILE.replace("&lt;", "<").replace("&gt;", ">")
    assert (
        result.evaluate("li => [...new Set([...li.querySelectorAll('*')].map(one => one.localName))].join()")
        == "p,a,mark"
    )
    assert page.title() == "Search – The bridge"


def test_results_lead_nowhere_outside_the_site(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.trusted + "search/index.html?q=outsider")
    expect(page.locator("#results li")).to_have_count(3)
    for link in page.locator("#results a").all():
        assert link.get_attribute("href") is None


def test_by_keyboard_from_the_search_box_to_a_copied_text(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.trusted + "evidence/letter/index.html")
    tabbed(page, "header input")
    page.keyboard.type("stonyford")
    page.keyboard.press("Enter")
    page.wait_for_url(homes.trusted + "search/index.html?q=stonyford")
    expect(page.locator("#search output")).to_have_text("1 result for “stonyford”")
    tabbed(page, "#results a", 3)
    page.keyboard.press("Enter")
    page.wait_for_url(homes.trusted + "BR-001/")
    tabbed(page, "[data-copy=record]")
    page.keyboard.press("Space")
    expect(page.locator("#status")).to_have_text("Copied")
    assert reader.pasted() == RECORD


def test_by_keyboard_through_the_filters(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.disk + "index.html")
    tabbed(page, "#filters [name=q]")
    page.keyboard.type("wet")
    page.keyboard.press("Enter")
    assert shown(page) == ["b"]
    tabbed(page, "#b a", 6)
    page.keyboard.press("Enter")
    page.wait_for_url(homes.disk + "BR-001/index.html")


def test_search_from_disk_says_what_it_needs(homes: Homes, reader: Reader) -> None:
    page = reader.opened(homes.disk + "index.html")
    page.fill("header input", "toll")
    page.press("header input", "Enter")
    page.wait_for_url(homes.disk + "search/index.html?q=toll")
    expect(page.locator("#search-needs")).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()


def test_search_without_its_index_says_so_calmly(browser: Browser, pages: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(pages, folder, ignore=shutil.ignore_patterns("pagefind"))
    with shown_at(folder) as homes, reading(browser) as reader:
        page = reader.opened(homes.trusted + "search/index.html?q=toll")
        expect(page.locator("#search output")).to_have_text(
            "The search could not be loaded. The lists below have everything."
        )
        expect(page.locator("#more")).to_be_hidden()
        expect(page.locator("main section a")).to_have_count(4)
        page.fill("#search [name=q]", "")
        expect(page.locator("#search output")).to_be_empty()
        assert {message.rpartition(" ")[2] for message in reader.messages} == {f"{homes.trusted}pagefind/pagefind.js"}


def test_pages_need_no_scripts(browser: Browser, homes: Homes) -> None:
    with reading(browser, scripts=False) as reader:
        page = reader.opened(homes.trusted + "index.html")
        assert (shown(page), page.locator("#filters:visible").count()) == (list("abcd"), 0)
        page.fill("header input", "toll")
        page.press("header input", "Enter")
        page.wait_for_url(homes.trusted + "search/index.html?q=toll")
        assert page.locator("#search-needs:visible, #search:visible, #more:visible").count() == 1
        page.goto(homes.trusted + "BR-001/")
        assert page.locator("button:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html#topic=bridge", "search/index.html?q=toll", "BR-001/index.html"])
def test_what_the_script_makes_breaks_no_rule_of_accessibility(
    path: str, scheme: str, browser: Browser, homes: Homes
) -> None:
    with reading(browser, scheme=scheme) as reader:
        page = reader.opened(homes.trusted + path)
        expect(page.locator("#results li, [data-entry], [data-copy]").first).to_be_visible()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            expect_none({path: violations(page)})


def test_every_copy_button_of_the_site_has_its_text(website: Site, browser: Browser) -> None:
    with reading(browser) as reader:
        page = reader.context.new_page()
        found = 0
        for path in sorted(website.folder.glob("*/index.html")):
            page.goto(path.as_uri())
            buttons = page.locator("button[data-copy]")
            found += buttons.count()
            assert buttons.count() == page.locator("button[data-copy]:not([hidden])").count(), path
        assert found > 0
        assert reader.messages == []


def test_every_filter_of_the_site_finds_entries(website: Site, browser: Browser) -> None:
    with reading(browser) as reader:
        page = reader.opened((website.folder / "index.html").as_uri())
        entries = page.locator("[data-entry]").count()
        assert entries > 1
        for name in ("topic", "claimant", "rating", "year"):
            options = page.locator(f"#filters [name={name}] option").all()
            for option in options:
                value = str(option.get_attribute("value"))
                choose(page, **{name: value})
                among = f'[data-entry][data-{name}~="{value}"]' if value else "[data-entry]"
                assert 0 < len(shown(page)) == page.locator(among).count(), (name, value)
            # What all entries share is not there to be chosen.
            if options:
                choose(page, **{name: ""})
        expect(page.locator("#filters output")).to_have_text(f"{entries} of {entries} entries")
        assert reader.messages == []


def test_every_entry_of_the_site_that_stands_is_found_by_its_id(website: Site, browser: Browser) -> None:
    ids = [page.parent.name for page in website.by_kind["entry"]]
    with shown_at(website.folder) as homes, reading(browser) as reader:
        page = reader.opened(homes.trusted + "search/index.html")
        for name in ids:
            page.fill("#search [name=q]", name)
            expect(page.locator(f'#results a[href="{homes.trusted}{name}/"]')).to_be_visible()
        page.click("#results a")
        expect(page.locator("h1")).to_be_visible()
        assert [url for url in reader.requests if urlsplit(url).netloc != urlsplit(homes.trusted).netloc] == []
        assert reader.messages == []
