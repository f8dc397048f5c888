"""References in citation styles: exact words, one process for each style, nothing that a page may not hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet import citations, corpus, pandoc, references
from factsheet.problems import Unable
from factsheet.references import STYLES, Formatted, Style
from tests import pandocs
from tests.cited import ADDRESS, APA, CHICAGO, MLA, formatted, item, names
from tests.workshop import ROOT

pytestmark = pytest.mark.slow

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


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_an_address_that_leads_to_a_reproduction_is_not_given_as_the_documents_own(style: Style) -> None:
    copy = "https://copies.example.org/1"
    made = formatted(item(note=f"Reproduced at: {ADDRESS}\nArchived copy: {copy}"), style).text
    assert made.removesuffix(".").endswith(f". Reproduced at {ADDRESS}. Archived at {copy}")
    assert made.count(ADDRESS) == 1
    # The note of another address says nothing of this one.
    assert formatted(item(note=f"Reproduced at: {copy}"), style).text.count(ADDRESS) == 1


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
