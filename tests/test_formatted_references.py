"""References in citation styles, beside what the guides of these styles and those who teach them say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet import citations, corpus, pandoc, references
from factsheet.problems import Unable
from factsheet.references import STYLES, Formatted, Style
from tests import pandocs
from tests.workshop import ROOT

Item = dict[str, Any]

CHICAGO, APA, MLA = STYLES
ADDRESS = "https://example.org/a"


def item(**variables: Any) -> Item:
    """Return an item with these variables; None leaves one out."""
    valid = {
        "id": "a",
        "type": "report",
        "title": "The Bridge",
        "author": names("Ada Crane"),
        "publisher": "Friends of the Bridge",
        "issued": day(2020, 5, 6),
        "URL": ADDRESS,
    }
    return {name: value for name, value in (valid | variables).items() if value is not None}


def names(*whole: str) -> list[dict[str, str]]:
    """Take names and return them as an item has them."""
    return [{"literal": name} for name in whole]


def day(*parts: int) -> dict[str, Any]:
    """Take year, month and day, as far as known, and return them as an item has them."""
    return {"date-parts": [list(parts)]}


def formatted(given: Mapping[str, Any], style: Style) -> Formatted:
    """Take an item and a style and return its reference."""
    return references.format_references([given], [style], {})[references.key(given, style)]


def in_all(given: Mapping[str, Any]) -> dict[str, str]:
    """Take an item and return the text of its reference in each style."""
    made = references.format_references([given], STYLES, {})
    return {style.name: made[references.key(given, style)].text for style in STYLES}


def test_a_press_release() -> None:
    # https://writeanswers.royalroads.ca/faq/199081 has the very same: "McGill Newsroom. (2019, December 2). McGill-led
    # research ... [Press release]. https://...". The publisher, who is the author, is not named again.
    title = "McGill-led research unravels mystery of how early animals survived ice age"
    release = item(
        type="webpage", title=title, author=names("McGill Newsroom"), publisher="McGill Newsroom",
        genre="press release", issued=day(2019, 12, 2),
    )  # fmt: skip
    assert in_all(release) == {
        "chicago": f"McGill Newsroom, “{title},” press release, McGill Newsroom, December 2, 2019, {ADDRESS}.",
        "apa": f"McGill Newsroom. (2019, December 2). {title} [Press release]. {ADDRESS}",
        "mla": f"McGill Newsroom. {title}. Press release. McGill Newsroom, 2 Dec. 2019, {ADDRESS}.",
    }


def test_a_report_of_an_organisation() -> None:
    # https://libguides.uakron.edu/c.php?g=1018920&p=7380320 has the very same: "United Nations Children's Fund. (2020).
    # Build to last: A framework ... education. https://...", the title in italics.
    author, title = "United Nations Children's Fund", "Build to last: A framework in support of education"
    report = item(title=title, author=names(author), publisher=author, issued=day(2020))
    assert formatted(report, APA).html == (
        f'United Nations Children\'s Fund. (2020). <em>{title}</em>. <a href="{ADDRESS}">{ADDRESS}</a>'
    )


def test_a_news_report() -> None:
    # https://libguides.ucd.ie/chicagostyle/chicagonewspapers has the very same note: "Morgan Kelly, “Burden of Irish
    # Debt Could Yet Eclipse that of Greece,” Irish Times, May 22, 2010, http://...". The two lists begin with the last
    # name in the guides ("Kelly, M. (2010, May 22)."); records give names whole.
    title = "Burden of Irish Debt Could Yet Eclipse that of Greece"
    report = item(
        type="article-newspaper", title=title, author=names("Morgan Kelly"), publisher="Irish Times",
        issued=day(2010, 5, 22), **{"container-title": "Irish Times"},
    )  # fmt: skip
    assert in_all(report) == {
        "chicago": f"Morgan Kelly, “{title},” Irish Times, May 22, 2010, {ADDRESS}.",
        "apa": f"Morgan Kelly. (2010, May 22). {title}. Irish Times. {ADDRESS}",
        "mla": f"Morgan Kelly. “{title}.” Irish Times, 22 May 2010, {ADDRESS}.",
    }


def test_a_court_decision() -> None:
    # https://upresearch.lonestar.edu/mla/govt: "United States, Supreme Court. Brown v. Board of Education. 17 May 1954.
    # Legal Information Institute, Cornell Law School, www...". A comma stands for its last full stop, for a record
    # does not say whose page it is. Chicago and APA follow the Bluebook, which wants the volume of law reports.
    decision = item(
        type="legal_case", title="Brown v. Board of Education", author=None, publisher=None,
        authority="United States, Supreme Court", issued=day(1954, 5, 17),
    )  # fmt: skip
    assert in_all(decision) == {
        "chicago": f"Brown v. Board of Education (United States, Supreme Court May 17, 1954), {ADDRESS}.",
        "apa": f"Brown v. Board of Education (United States, Supreme Court May 17, 1954). {ADDRESS}",
        "mla": f"United States, Supreme Court. Brown v. Board of Education. 17 May 1954, {ADDRESS}.",
    }


def test_a_document_of_the_united_nations() -> None:
    # http://guides.main.library.emory.edu/c.php?g=50463&p=325126: "United Nations Security Council (SC), Resolution 7,
    # “The Spanish Question,” June 26, 1946,". The style has all of it but the day, which it gives of no report.
    author = "United Nations Security Council"
    resolution = item(
        title="The Spanish Question", author=names(author), publisher=author, number="Resolution 7",
        issued=day(1946, 6, 26),
    )  # fmt: skip
    assert in_all(resolution) == {
        "chicago": f"{author}, The Spanish Question, Resolution 7 ({author}, 1946), {ADDRESS}.",
        "apa": f"{author}. (1946). The Spanish Question (Resolution 7). {ADDRESS}",
        "mla": f"{author}. The Spanish Question. Resolution 7, {author}, 26 June 1946, {ADDRESS}.",
    }


def test_a_treaty() -> None:
    # https://www.citewrite.qut.edu.au/cite/examples/apa/apa_repts_treaty.html: "United Nations Convention on the Rights
    # of the Child, November 20, 1989, https://...". The style sets a full stop before the address.
    title = "United Nations Convention on the Rights of the Child"
    treaty = item(type="treaty", title=title, author=None, publisher="United Nations", issued=day(1989, 11, 20))
    assert in_all(treaty) == {
        "chicago": f"{title}, November 20, 1989, {ADDRESS}.",
        "apa": f"{title}, November 20, 1989. {ADDRESS}",
        "mla": f"{title}. United Nations, 20 Nov. 1989, {ADDRESS}.",
    }


def test_a_bill() -> None:
    # https://marist.libanswers.com/faq/425369: "Student Loan Accountability Act, H.R. 1622, 118th Cong. (2023-2024)."
    # A record has no number of the congress but in the bill's own number, nor its span.
    bill = item(
        type="bill", title="Student Loan Accountability Act", author=None, publisher=None, genre="bill",
        number="H.R. 1622, 118th Cong.", authority="United States Congress", issued=day(2023, 3, 17),
    )  # fmt: skip
    title, number = "Student Loan Accountability Act", "H.R. 1622, 118th Cong."
    assert in_all(bill) == {
        "chicago": f"{title}, {number}, United States Congress (2023), {ADDRESS}.",
        "apa": f"{title}, {number}, United States Congress (2023). {ADDRESS}",
        "mla": f"United States Congress. {title}. {number}, 17 Mar. 2023, {ADDRESS}.",
    }


def test_a_law_is_not_taken_for_one_of_the_united_states() -> None:
    # http://www.docstoc.com/docs/82751842/MLA-Style: "Electronic Freedom of Information Act Amendments of 1996. Pub. L.
    # 104-418. 2 Oct. 1996." Styles set "Pub. L. No." before the number of any law, which this one has already.
    law = item(
        type="legislation", title="Bridges Act", author=None, publisher=None, authority="Parliament of the Valley",
        number="c. 12-13",
    )  # fmt: skip
    assert in_all(law) == {
        "chicago": f"Bridges Act, c. 12-13, Parliament of the Valley (2020), {ADDRESS}.",
        "apa": f"Bridges Act, c. 12-13, Parliament of the Valley (2020). {ADDRESS}",
        "mla": f"Parliament of the Valley. Bridges Act. c. 12-13, 6 May 2020, {ADDRESS}.",
    }


def test_a_post() -> None:
    # https://scribendi.com/academy/articles/how_to_cite_a_tweet.en.html: "deGrasse Tyson, N. [@neiltyson]. (2020, Sept
    # 29). You can't use reason ... get into. [Tweet] Twitter. https://...". https://libguides.pvcc.edu/citationstyles/
    # notes-biblio-social-media: "Creator (@username), “Title,” Social media platform, Month Day, Year, URL." Records
    # have no user names; and Chicago's style names the kind of post.
    post = item(
        type="post", title="You can't use reason to get into", author=names("Neil deGrasse Tyson"), genre="tweet",
        publisher="Neil deGrasse Tyson", issued=day(2020, 9, 29), **{"container-title": "Twitter"},
    )  # fmt: skip
    who, what = "Neil deGrasse Tyson", "You can't use reason to get into"
    assert in_all(post) == {
        "chicago": f"{who}, “{what},” tweet, Twitter, September 29, 2020, {ADDRESS}.",
        "apa": f"{who}. (2020, September 29). {what} [Tweet]. Twitter. {ADDRESS}",
        "mla": f"{who}. “{what}.” Tweet. Twitter, 29 Sept. 2020, {ADDRESS}.",
    }


def test_a_speech_has_its_day_once_in_each_style() -> None:
    speech = item(type="speech", title="Remarks", publisher="Town", genre="remarks")
    assert in_all(speech) == {
        "chicago": f"Ada Crane, “Remarks,” remarks, Town, May 6, 2020, {ADDRESS}.",
        "apa": f"Ada Crane. (2020, May 6). Remarks [Remarks]. Town. {ADDRESS}",
        "mla": f"Ada Crane. “Remarks.” Remarks. Town, 6 May 2020, {ADDRESS}.",
    }


def test_the_number_of_a_hearing_is_not_that_of_a_bill() -> None:
    # https://guides.smu.edu/c.php?g=1206606&p=8837969: "Title of Hearing, Congress session (Year) (statement of Witness
    # Name, Title)." With a number the style would write "Hearing on Serial No. 7".
    hearing = item(type="hearing", title="The Bridge", number="Serial No. 7", publisher=None, authority="Committee")
    assert in_all(hearing) == {
        "chicago": f"The Bridge, Committee Serial No. 7 (2020) (testimony of Ada Crane), {ADDRESS}.",
        "apa": f"The Bridge, Committee Serial No. 7 (2020) (testimony of Ada Crane). {ADDRESS}",
        "mla": f"Ada Crane. The Bridge. 6 May 2020, {ADDRESS}.",
    }


EXACT = [
    "<i>Carts</i> & <b>oxen</b> &amp; &lt;i&gt; <script>alert(1)</script>",
    "*Carts* _oxen_ **x** `y` ~z~ ^w^ $x$ \\emph{y} {z}",
    "[x](javascript:alert(1)) ![y](https://example.org/y.png) <https://example.org/>",
    "@key [@key; @other] ^[note] # heading",
    "It's -- \"quoted\" --- and 'so' ... on… “He said ‘yes’ and “no””",
    "CARTS AND OXEN of the iPhone: the bridge",
    "of carts and oxen, the story",
    "محكمة (2023) القرار",
    "Հայաստանի Հանրապետություն, საქართველო",
    "Is it so?",
]


@pytest.mark.parametrize("style", STYLES, ids=[style.name for style in STYLES])
def test_every_word_comes_out_as_it_is(style: Style) -> None:
    items = [
        item(title=f"{text} 1", author=names(f"{text} 2"), publisher=f"{text} 3", language="en", type=kind)
        for text in EXACT
        for kind in ("report", "webpage")
    ]
    made = references.format_references(items, [style], {})
    assert len(made) == len(items)
    for one in items:
        reference = made[references.key(one, style)]
        assert references.is_safe(reference.html)
        for words in (one["title"], one["author"][0]["literal"], one["publisher"]):
            assert words in reference.text, words
        assert set(re.findall(r"<[^>]*>", reference.html)) <= {"<em>", "</em>", f'<a href="{ADDRESS}">', "</a>"}


titles = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(titles, min_size=10, max_size=30), st.sampled_from(STYLES))
def test_any_title_comes_out_as_it_is(many: list[str], style: Style) -> None:
    # A letter at both ends, because styles drop their own stop behind that of a title.
    items = [item(title=f"a {title} z") for title in many]
    made = references.format_references(items, [style], {})
    for one in items:
        assert one["title"] in made[references.key(one, style)].text.replace("\u2068", "").replace("\u2069", "")


def test_a_right_to_left_title_does_not_turn_what_stands_beside_it() -> None:
    title = "محكمة (2023) القرار"
    assert formatted(item(title=title), APA).text == (
        f"Ada Crane. (2020). \u2068{title}\u2069. Friends of the Bridge. {ADDRESS}"
    )


def test_addresses_lead_to_the_web_only() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "//example.org/", 'https://e.org/"onclick="x'):
        assert "<a" not in formatted(item(URL=address), MLA).html


def test_an_archived_copy_stands_at_the_end() -> None:
    copies = "Archived copy: https://copies.example.org/1?a=1&b=2\nArchived copy: https://copies.example.org/2"
    link = '<a href="https://copies.example.org/1?a=1&amp;b=2">https://copies.example.org/1?a=1&amp;b=2</a>'
    chicago, apa = formatted(item(note=copies), CHICAGO), formatted(item(note=copies), APA)
    assert chicago.html.endswith(f'<a href="{ADDRESS}">{ADDRESS}</a>. Archived at {link}.')
    assert apa.html.endswith(f'<a href="{ADDRESS}">{ADDRESS}</a>. Archived at {link}')
    assert apa.text.endswith(f"{ADDRESS}. Archived at https://copies.example.org/1?a=1&b=2")
    for note in ("Archived copy: javascript:alert(1)", f"Archived copy: {ADDRESS}", "Read in a library."):
        assert formatted(item(note=note), APA) == formatted(item(), APA)


@pytest.mark.slow
def test_a_reference_is_the_same_among_others_as_alone() -> None:
    records, _ = corpus.load(ROOT)
    items = [citations.document_item(entry.record) for entry in records.sources][:40]
    # Those which styles tell apart by letters behind the year, by dashes for the author, or by first names.
    parted = [{"family": "Crane", "given": "Ada"}], [{"family": "Crane", "given": "Bo"}]
    alike = [item(title=f"Part {number}", URL=f"{ADDRESS}{number}") for number in range(3)]
    alike += [item(id="twin"), item(author=parted[0]), item(author=parted[1], URL="https://example.org/bo")]
    made = references.format_references([*items, *alike], STYLES, {})
    alone: dict[str, Formatted] = {}
    for one in alike:
        alone |= references.format_references([one], STYLES, {})
    assert {key: made[key].html for key in alone} == {key: reference.html for key, reference in alone.items()}
    text = " ".join(reference.text for reference in made.values())
    assert not re.search(r"20\d\d[a-z]|———|[Ii]bid", text)


def numeric_style(folder: Path, bibliography: str) -> Style:
    path = folder / "numbers.csl"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" '
        'version="1.0"><info><title>Numbers &amp; more</title><id>n</id><updated>2020-01-01T00:00:00+00:00</updated>'
        '</info><citation><layout prefix="[" suffix="]"><text variable="citation-number"/></layout></citation>'
        f"{bibliography}</style>"
    )
    return references.style_of(path)


@pytest.mark.parametrize("aligned", ["", ' second-field-align="flush"'])
def test_a_file_of_ones_own_is_a_style_without_the_numbers_of_a_list(tmp_path: Path, aligned: str) -> None:
    style = numeric_style(
        tmp_path,
        f'<bibliography{aligned}><layout suffix="."><text variable="citation-number" suffix=". "/>'
        '<text variable="title" text-case="title"/></layout></bibliography>',
    )
    assert (style.name, style.label, style.is_note) == ("numbers", "Numbers & more", False)
    items = [item(title="of one"), item(title="of two")]
    made = references.format_references(items, [style], {})
    assert [made[references.key(one, style)].html for one in items] == [
        f'<a href="{ADDRESS}">of one</a>.',
        f'<a href="{ADDRESS}">of two</a>.',
    ]
    assert references.style_of(CHICAGO.path).is_note


def test_a_style_without_a_list_says_nothing(tmp_path: Path) -> None:
    assert formatted(item(note="Archived copy: https://example.org/b"), numeric_style(tmp_path, "")) == Formatted("")


def test_a_style_that_only_names_another_one_is_refused(tmp_path: Path) -> None:
    # Pandoc would load the other one from the network.
    path = tmp_path / "journal.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>J</title>'
        '<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></info></style>'
    )
    with pytest.raises(Unable) as raised:
        references.style_of(path)
    assert str(raised.value) == (
        f"'{path}' has no rules of its own; give the file of the style that it names: http://www.zotero.org/styles/apa"
    )


@pytest.mark.parametrize("content", [b"not a style", b"\xff\xfe"])
def test_what_is_no_style_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csl"
    path.write_bytes(content)
    with pytest.raises(Unable, match=r"a\.csl"):
        references.style_of(path)
    with pytest.raises(Unable, match=r"a\.csl' cannot be read"):
        references.style_of(tmp_path / "none" / "a.csl")


def test_a_reference_depends_on_its_item_and_its_style() -> None:
    keys = [references.key(given, style) for given in (item(), item(title="Other")) for style in STYLES]
    assert len(set(keys)) == 6
    assert references.key(dict(reversed(item().items())), APA) == references.key(item(), APA)


def test_one_process_makes_all_references_of_a_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = pandocs.counted(tmp_path, monkeypatch)
    items = [item(title=f"Part {number}") for number in range(5)]
    made = references.format_references(items, STYLES, {})
    assert starts.read_text() == "started\n" * 3
    some = {references.key(items[0], style): Formatted("known") for style in STYLES}
    assert set(references.format_references(items, [APA], made | some).values()) > {Formatted("known")}
    assert starts.read_text() == "started\n" * 3


def test_no_process_is_started_when_all_references_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pandocs.place(tmp_path, monkeypatch)
    known = {references.key(item(), style): Formatted("a") for style in STYLES}
    assert references.format_references([item()], STYLES, known | {"other": Formatted("b")}) == known
    assert references.format_references([], STYLES, {}) == {}


def test_markup_that_no_page_may_hold_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "answer", lambda *_: ["<script>alert(1)</script>"])
    with pytest.raises(Unable, match=r"^pandoc made markup of a reference that no page may hold: <script>"):
        formatted(item(), APA)


def test_references_survive_being_kept() -> None:
    made = references.format_references([item(title="“<i>” & é")], STYLES, {})
    assert references.from_json(references.to_json(made)) == made
    assert references.to_json(dict(reversed(made.items()))) == references.to_json(made)


@pytest.mark.parametrize(
    "damaged",
    [
        "", "{", "[]", '{"a": 1}', '{"a": {"html": "x"}}', '{"a": "<script>"}',
        '{"a": "<a href=\\"javascript:x\\">b</a>"}',
        '{"a": "<em onclick=\\"x\\">b</em>"}', '{"a": "<a href=\\"https://e.org/\\">b"}',
    ],
)  # fmt: skip
def test_damaged_references_are_not_known(damaged: str) -> None:
    assert references.from_json(damaged) == {}


@pytest.mark.slow
def test_every_document_of_our_own_has_a_reference_with_its_title_and_its_year() -> None:
    records, _ = corpus.load(ROOT)
    items = [citations.document_item(entry.record) for entry in records.sources if not entry.record.withheld]
    made = references.format_references(items, STYLES, {})
    wrong = [
        (style.name, one["id"])
        for one in items
        for style in STYLES
        for text in [made[references.key(one, style)].text]
        if one["title"] not in text or str(one["issued"]["date-parts"][0][0]) not in text
    ]
    assert len(items) > 100
    assert wrong == []
