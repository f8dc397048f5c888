"""The press: every sheet on one page, as generously set as fits, within the limits of type that readers need."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
from collections.abc import Iterator, Sequence

import pikepdf
import pytest
import weasyprint

from factsheet.dossier import Exhibit
from factsheet.exporters import fitting, sheets
from factsheet.exporters.fitting import HEIGHTS, Proof, SheetForm, Variant, fit, print_sheet, prove
from factsheet.exporters.press import Press
from factsheet.exporters.target import CannotMake
from factsheet.records import Paper, Relation
from factsheet.theme import PRINT_STYLESHEETS, default_theme
from tests.faker import FakeCollection, link, quote
from tests.workshop import dossiers, edition

SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "
DOCUMENTS = ("letter", "census", "survey", "diary", "ledger", "map")


def crowded(collection: FakeCollection, documents: int, sentences: int = 1) -> FakeCollection:
    """Make the collection's claim rest on so many documents more, with so many sentences in its summary."""
    for name in DOCUMENTS[:documents]:
        collection.evidence(name, quotes=[quote(id="carts", text=SENTENCE * 3)])
    shows = {"establishes": SENTENCE * 2, "does_not_establish": SENTENCE}
    used = [link(name, **shows) for name in DOCUMENTS[:documents]]
    collection.claim(summary=SENTENCE * sentences, evidence=[link(**shows), *used])
    return collection


def form(collection: FakeCollection, paper: Paper = Paper.A4) -> SheetForm:
    given = edition(collection)
    return sheets.sheet_form(given, given.dossiers[0], paper)


def printed(collection: FakeCollection, paper: Paper = Paper.A4) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(print_sheet(form(collection, paper)).content))


@pytest.mark.slow
@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("documents", [0, 3, 6])
def test_a_sheet_has_one_page(collection: FakeCollection, documents: int, paper: Paper) -> None:
    with printed(crowded(collection, documents), paper) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("sentences", "lines"), [(28, "[0-9]"), (60, "[0-9]{2}"), (200, "[0-9]{3}")])
def test_a_sheet_that_cannot_fit_says_by_how_much_and_what_to_cut(
    collection: FakeCollection, sentences: int, lines: str
) -> None:
    with pytest.raises(CannotMake) as caught:
        print_sheet(form(crowded(collection, 3, sentences)))
    assert re.fullmatch(
        f"{lines} lines too long for one page; the longest texts are summary \\({15 * sentences} words\\), "
        "quotations of letter \\(45 words\\), quotations of census \\(45 words\\)",
        str(caught.value),
    )


def test_one_line_is_not_called_lines(collection: FakeCollection) -> None:
    given = form(collection)
    assert fitting._too_long(given, 3.0) == (
        "1 line too long for one page; the longest texts are summary (16 words), "
        "quotations of bridge-ruling (8 words), rating_reason (8 words)"
    )


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "sentences"), [(Paper.A4, range(1, 30, 4)), (Paper.LETTER, range(1, 30, 2))])
def test_the_density_is_the_loosest_that_fits(collection: FakeCollection, paper: Paper, sentences: range) -> None:
    machine = Press(default_theme().sheet_stylesheet)
    chosen = []
    for number in sentences:
        given = form(crowded(collection, 2, number), paper)
        proof = fit(machine, given.variants[0])
        if proof.overflow > 0:
            assert proof.density == len(HEIGHTS) - 1
            break
        if proof.density:
            assert laid_out(machine, given.variants[0], proof.density - 1).overflow > 0
        chosen.append(proof.density)
    assert chosen == sorted(chosen)
    assert len(set(chosen)) > 3


@pytest.mark.slow
@pytest.mark.parametrize("likely_height", [1.0, 5000.0])
def test_a_wrong_reckoning_costs_time_and_not_the_right_density(
    collection: FakeCollection, likely_height: float
) -> None:
    machine = Press(default_theme().sheet_stylesheet)
    for sentences in (1, 12):
        given = form(crowded(collection, 2, sentences))
        right = fit(machine, given.variants[0]).density
        wrong = dataclasses.replace(given.variants[0], likely_height=likely_height)
        assert fit(machine, wrong).density == right


def laid_out(machine: Press, variant: Variant, density: int) -> Proof:
    html = weasyprint.HTML(string=variant.page, base_url="theme:")
    return prove(machine, html, density, variant.sides)


@pytest.mark.slow
@pytest.mark.parametrize("error", [0.5, 1.2, 3.0])
def test_a_wrong_reckoning_costs_no_exhibit(collection: FakeCollection, error: float) -> None:
    given = form(crowded(collection, 6, sentences=4))
    wrong = [dataclasses.replace(v, likely_height=v.likely_height * error) for v in given.variants]
    assert print_sheet(dataclasses.replace(given, variants=tuple(wrong))) == print_sheet(given)


@pytest.mark.slow
def test_exhibits_are_left_out_only_if_all_do_not_fit(collection: FakeCollection) -> None:
    text = printed_numbers(crowded(collection, 6, sentences=4))
    assert text == ["1", "2", "3", "4", "5"]


def printed_numbers(collection: FakeCollection) -> list[str]:
    """Take a collection and return the numbers of the exhibits on its sheet, found among its variants by size."""
    given = form(collection)
    machine = Press(given.stylesheet)
    fullest = next(v for v in given.variants if fit(machine, v).overflow <= 0)
    expected = machine.write(fit(machine, fullest).document, fullest.page, given.enclosures)
    assert expected == print_sheet(given).content
    return re.findall(r'class="number">(\d)<', fullest.page)


def exhibits(collection: FakeCollection, relations: Sequence[Relation]) -> list[Exhibit]:
    (first,) = dossiers(collection)[0].exhibits
    return [
        dataclasses.replace(first, number=number, link=first.link.model_copy(update={"relation": relation}))
        for number, relation in enumerate(relations, start=1)
    ]


@pytest.mark.parametrize(
    ("relations", "choices"),
    [
        ("c", ["1"]),
        ("ccc", ["123"]),
        ("ccccc", ["12345", "1234", "123"]),
        ("ccccs", ["12345", "1235", "125"]),
        ("cccscs", ["123456", "12345", "1234", "124"]),
        ("scccc", ["12345", "1234", "123"]),
        ("ssss", ["1234", "123"]),
    ],
)
def test_what_is_left_out_of_print_and_in_which_order(
    collection: FakeCollection, relations: str, choices: list[str]
) -> None:
    given = exhibits(collection, [Relation.SUPPORTS if letter == "s" else Relation.CONTEXT for letter in relations])
    assert ["".join(str(e.number) for e in shown) for shown in sheets.print_choices(given)] == choices


@pytest.mark.slow
def test_the_last_exhibit_that_helps_and_three_exhibits_stay_whatever_the_relations(
    collection: FakeCollection,
) -> None:
    kinds = (Relation.PARTLY_SUPPORTS, Relation.SUPPORTS, Relation.CONTRADICTS)
    for relations in itertools.chain.from_iterable(itertools.product(kinds, repeat=length) for length in range(1, 7)):
        given = exhibits(collection, relations)
        choices = list(sheets.print_choices(given))
        assert choices[0] == tuple(given)
        assert [len(shown) for shown in choices] == list(range(len(given), min(len(given), 3) - 1, -1))
        assert all(set(fewer) < set(more) for more, fewer in itertools.pairwise(choices))
        if any(relation.helps_claimant for relation in relations):
            assert all(any(e.link.relation.helps_claimant for e in shown) for shown in choices)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("漢字", "'字' (U+5B57), '漢' (U+6F22)"),
        ("a \N{SNOWMAN}", "'☃' (U+2603)"),
        ("".join(chr(0x4E00 + n) for n in range(12)),
         ", ".join(f"'{chr(0x4E00 + n)}' (U+{0x4E00 + n:04X})" for n in range(10))),
    ],
)  # fmt: skip
def test_a_character_without_glyph_is_named(text: str, named: str) -> None:
    with pytest.raises(CannotMake) as caught:
        Press(default_theme().sheet_stylesheet).read(f"<h1>{text}</h1>")
    message = f"the packaged fonts have no glyph for {named}; quote a transliteration or a translation"
    assert str(caught.value) == message


@pytest.mark.slow
def test_characters_of_european_languages_are_printed(collection: FakeCollection) -> None:
    collection.claim(unknowns="Żółć, Ağdam, Şuşa, Əliyev, Լաչին, Лачин, façade, Đặng, “quotes” – dash … † 5 €")
    with printed(collection) as pdf:
        assert len(pdf.pages) == 1


STYLESHEET = "\n".join(map(default_theme().text, PRINT_STYLESHEETS))
LIMITS = {"text": (10, 12), "quote": (9.6, 12), "label": (8.8, 12), "title": (19, 26)}
"""Smallest and largest size of type in points, by the stylesheet's name for it."""


def densities() -> Iterator[dict[str, float]]:
    """Yield the sizes that the stylesheet sets at each density, in points, from the loosest."""
    for _, declarations in re.findall(r'^html(\[data-density="\d"\])? \{ (--.*) \}$', STYLESHEET, re.MULTILINE):
        yield {name: float(size) for name, size in re.findall(r"--([\w-]+): ([0-9.]+)", declarations)}


def test_the_sizes_of_type_keep_their_limits_at_every_density() -> None:
    assert len(list(densities())) == len(HEIGHTS)
    for sizes in densities():
        for name, (smallest, largest) in LIMITS.items():
            assert smallest <= sizes[name] <= largest, f"--{name}: {sizes[name]}pt"


def test_each_density_is_tighter_than_the_one_before() -> None:
    for looser, tighter in itertools.pairwise(densities()):
        assert tighter.keys() == looser.keys()
        assert all(tighter[name] < looser[name] for name in tighter)
    assert list(HEIGHTS) == sorted(HEIGHTS, reverse=True)


def test_the_foot_and_all_fixed_sizes_keep_their_limits() -> None:
    assert min(float(size) for size in re.findall(r"font-size: ([0-9.]+)pt", STYLESHEET)) >= 7.6
    assert re.findall(r"font-size: [0-9.]+(?!pt|[0-9.])", STYLESHEET) == []


def test_the_margins_keep_their_limit() -> None:
    rules = re.findall(r"@page[^{]*\{([^}]*)", STYLESHEET)
    margins = [margin for rule in rules for margin in re.findall(r"margin[a-z-]*: ([^;]+);", rule)]
    assert margins == ["12.5mm 15mm 12mm", *["13mm"] * 4, "26mm"]
    assert min(float(length.removesuffix("mm")) for margin in margins for length in margin.split()) >= 12
