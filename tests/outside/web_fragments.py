"""A browser that follows an address with a text fragment shows the quoted words, and marks them and nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from factsheet.fragments import text_fragment
from tests.outside.servers import served

HEAD = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Minutes</title>'
# The browser's own mark is the same colour on every system only if a page names one.
STYLE = "<style>::target-text { background: rgb(255, 0, 0) } div { height: 4000px } p { font: 20px sans-serif }</style>"
MARK = (255, 0, 0)

IN_VIEW = """() => {
    const box = document.querySelector("#first").getBoundingClientRect();
    return scrollY > 0 && box.top >= 0 && box.bottom <= innerHeight;
}"""


@dataclass(frozen=True)
class Case:
    """A quotation and the page it is from: `first` and `last` hold its first and last words, `outside` what is not."""

    quotation: str
    passage: str
    decoy: str = ""
    """What stands above the passage on the same page."""


CASES = {
    "below the fold": Case(
        "The carts of the applicant were turned back.",
        "<p id=outside>The court sat in May.</p><p><b id=first>The carts</b> of the applicant were "
        "<b id=last>turned back</b>.</p>",
    ),
    "a range": Case(
        "The carts of the applicant were turned back at the barrier, and nobody in the town was told why that was so.",
        "<p><i id=outside>It was found:</i> <b id=first>The carts</b> of the applicant were <i>turned</i> back at the "
        "barrier, and nobody in the town was told why <b id=last>that was so</b>.</p>",
    ),
    "twice": Case(
        "We will open the road, we will open the road again, and we will open the road for good in May.",
        "<p><b id=first>We will open the road, we</b> will open the road again, and we will open the road "
        "<b id=last>for good in May</b>.</p>",
        "<p id=outside>We will open the road one day.</p>",
    ),
    "interrupted": Case(
        "The carts were turned back … because the guards [of the town] had closed the gate.",
        "<p id=outside>Carts were turned back before.</p>"
        "<p><b id=first>The carts were turned</b> back in the first days of March, as the miller said, because the "
        "guards had <b id=last>closed the gate</b>.</p>",
    ),
    "over two paragraphs": Case(
        "The barrier stood for a whole year.\n\nNo cart could pass in that time.",
        "<p><b id=first>The barrier</b> stood for a whole year.</p><p>No cart could <b id=last>pass in that time</b>. "
        "<i id=outside>It was then removed.</i></p>",
    ),
    "an insertion within a word": Case(
        "[T]he barrier stood for a whole year, and no cart[s] could pass in that time.",
        "<p><i id=outside>For some time</i> the <b id=first>barrier stood</b> for a whole year, and no cart could "
        "<b id=last>pass in that time</b>.</p>",
    ),
    "other marks and spaces": Case(
        "The town's “open road” – which nobody had seen – was a road of 5 miles, said the miller’s son to the court.",
        '<p><i id=outside>He was heard.</i> <b id=first>The town’s "open road"</b>—which nobody had seen—was a road '
        "of 5&nbsp;miles, said the <b id=last>miller's son to the&nbsp;court</b>.</p>",
    ),
    "signs that mean something in an address": Case(
        "Carts & mules, 50% of all-comers, paid a #1 toll?",
        "<p><i id=outside>He said:</i> <b id=first>Carts &amp; mules</b>, 50% of all-comers, paid a "
        "<b id=last>#1 toll</b>?</p>",
    ),
    "Armenian": Case(
        "Կամուրջը փակ էր բոլոր սայլերի համար մարտի երեքից մինչև սեպտեմբերի երեսունը, և ոչ ոք չգիտեր, թե ինչո՞ւ։",
        "<p lang=hy><i id=outside>Դատարանը որոշեց.</i> <b id=first>Կամուրջը փակ</b> էր բոլոր սայլերի համար մարտի "
        "երեքից մինչև սեպտեմբերի երեսունը, և ոչ ոք չգիտեր, <b id=last>թե ինչո՞ւ</b>։</p>",
    ),
    "Arabic": Case(
        "كان الجسر مغلقا أمام جميع العربات من آذار إلى أيلول، ولم يعرف أحد لماذا أغلق الجسر.",
        "<p lang=ar dir=rtl><i id=outside>قررت المحكمة.</i> <b id=first>كان الجسر</b> مغلقا أمام جميع العربات من آذار "
        "إلى أيلول، ولم يعرف أحد <b id=last>لماذا أغلق الجسر</b>.</p>",
    ),
    "Chinese": Case(
        "桥从三月到九月不对马车开放，没有人知道这座桥为什么被关闭。法院后来要求镇政府开放这座桥。",
        "<p lang=zh><i id=outside>法院说。</i><b id=first>桥从三月</b>到九月不对马车开放，没有人知道这座桥为什么被关闭"
        "。法院后来要求镇政府<b id=last>开放这座桥</b>。</p>",
    ),
    "Thai": Case(
        "สะพานปิดไม่ให้เกวียนผ่าน ตั้งแต่เดือนมีนาคมถึงเดือนกันยายน ไม่มีใครรู้ว่าทำไม",
        "<p lang=th><i id=outside>ศาลกล่าว</i> <b id=first>สะพานปิด</b>ไม่ให้เกวียนผ่าน ตั้งแต่เดือนมีนาคมถึงเดือนกันยายน "
        "<b id=last>ไม่มีใครรู้ว่าทำไม</b></p>",
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Return a folder and the address under which this machine serves it."""
    folder = tmp_path_factory.mktemp("served")
    with served(folder) as port:
        yield folder, f"http://127.0.0.1:{port}"


def opened(browser: Browser, server: tuple[Path, str], case: Case, fragment: str = "") -> Page:
    """Serve the page of a case, follow the address that leads to the quotation, and return the page."""
    folder, home = server
    (folder / "page.html").write_text(f"{HEAD}{STYLE}{case.decoy}<div></div>{case.passage}<div></div>", "utf-8")
    page = browser.new_page()
    page.goto(text_fragment(f"{home}/page.html{fragment}", case.quotation))
    return page


def is_marked(page: Page, name: str) -> bool:
    """Take a page and the id of an element; return whether the browser has marked the words in it."""
    picture = Image.open(io.BytesIO(page.locator(f"#{name}").screenshot())).convert("RGB")
    pixels = picture.width * picture.height
    colours = {colour: count for count, colour in picture.getcolors(pixels) or []}
    # Letters cover less than a half; and an edge of the picture may be that of its neighbour.
    return colours.get(MARK, 0) > pixels / 3


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_quoted_words_are_shown_and_marked(browser: Browser, server: tuple[Path, str], case: Case) -> None:
    page = opened(browser, server, case)
    page.wait_for_function(IN_VIEW, timeout=10_000)
    assert [is_marked(page, name) for name in ("first", "last", "outside")] == [True, True, False]
    page.close()


def test_words_win_over_the_place_that_the_address_named(browser: Browser, server: tuple[Path, str]) -> None:
    page = opened(browser, server, CASES["a range"], fragment="#top:~:text=court")
    page.wait_for_function(IN_VIEW, timeout=10_000)
    assert page.evaluate("location.hash") == "#top"
    page.close()


def test_words_that_are_not_there_leave_the_page_at_its_beginning(browser: Browser, server: tuple[Path, str]) -> None:
    case = CASES["below the fold"]
    page = opened(browser, server, Case("The mules of the applicant were turned back.", case.passage))
    page.wait_for_timeout(1_000)
    assert page.evaluate("scrollY") == 0
    page.close()
