"""Pocket cards: what they say, what they leave out to fit, and how they are set."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from factsheet.exporters.cards import card_form
from factsheet.exporters.fitting import HEIGHTS, SheetForm, print_sheet
from factsheet.exporters.target import CannotMake
from factsheet.pages.cards import CARD_TEXTS, CardText
from factsheet.records import Paper
from factsheet.theme import default_theme
from tests.faker import FakeCollection, appearance, link, quote
from tests.laid_out import POINTS, letters, real_edition, squeezed
from tests.pdf_structure import blocks
from tests.workshop import edition, parsed, text_of

pytestmark = pytest.mark.slow

SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "
SIZES = {Paper.A4: (105.0, 148.5), Paper.LETTER: (107.95, 139.7)}
"""Width and height of a quarter of each paper, in millimetres."""
ADDRESS = "https://example.org/collection"


def form(collection: FakeCollection, paper: Paper = Paper.A4) -> SheetForm:
    given = edition(collection)
    return card_form(given, given.dossiers[0], paper)


def words(collection: FakeCollection, text: CardText) -> str:
    """Return the words of a card's HTML."""
    given = edition(collection)
    body = parsed(given.pages.card(given.dossiers[0], "a4", text)).find("body")
    assert body is not None
    return text_of(body)


def printed(collection: FakeCollection, folder: Path) -> tuple[str, ...]:
    """Return the text of a printed card as a screen reader meets it."""
    path = folder / "card.pdf"
    path.write_bytes(print_sheet(form(collection)).content)
    return blocks(path)


def rich(collection: FakeCollection) -> FakeCollection:
    """Make the claim one in a foreign language, on two documents of different kinds."""
    said = {
        "text": "Le pont était ouvert.",
        "lang": "fr",
        "translation": "The bridge was open.",
        "translator": "Bo Lund",
    }
    collection.evidence(
        "letter", type="official-statement", party_relation="party", party="town", quotes=[quote(id="a")]
    )
    collection.claim(
        appearances=[appearance(quote=said)], evidence=[link(), link("letter", relation="context")],
        recheck_by="2026-05-01",
    )  # fmt: skip
    return collection


def test_the_whole_text_of_a_card(collection: FakeCollection, tmp_path: Path) -> None:
    assert printed(rich(collection), tmp_path) == (
        "P: The Bridge at Stonyford",
        "P: BR-001 · In review",
        "H1: Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
        "H2: THE CLAIM",
        "BlockQuote: “Le pont était ouvert.”",
        "P: “The bridge was open.” (translation: Bo Lund)",
        "P: Ada Crane , Mayor of Stonyford · Town council · 2 November 2020",
        "P: [1 of 5 on the scale from contradicted (1) to supported (5)] Contradicted by the record. "
        "A court found that carts were turned back.",
        "P: Evidence: 2 documents: 1 court decision, 1 government statement. 1 independent of the parties; 1 from the "
        "side of The Town; 0 from the side of The Valley. Words read at the source for 2.",
        "P: One page with the evidence , what it does not show and what is not known: example.org/bridge/BR-001",
        "P: Checked as of 1 May 2025 · version 1 of 1 May 2025 · look for a newer version after 1 May 2026 · compiled "
        "from public sources, no independent reviewer yet",
        "P: Published by Friends of the Bridge · corrections to corrections@example.org · text CC BY 4.0; quotations "
        "belong to their authors [QR code: https://example.org/bridge/BR-001/]",
    )


def test_a_card_without_an_address_names_the_sheet(collection: FakeCollection, tmp_path: Path) -> None:
    collection.project(base_url="")
    text = printed(collection, tmp_path)
    assert "P: One page with the evidence , what it does not show and what is not known: the sheet BR-001 of this " \
        "collection" in text  # fmt: skip
    assert not any("QR code" in line for line in text)


@pytest.mark.parametrize(
    ("text", "has", "lacks"),
    [
        (CardText(), ["2 documents: 1 court decision", "turned back.", "Le pont"], ["in our words"]),
        (CardText(kinds=False), ["2 documents. 1 independent", "Words read at the source for 2."], ["court decision"]),
        (CardText(reason=False), ["Contradicted by the record.", "Le pont"], ["turned back"]),
        (
            CardText(quotation=False),
            ["The bridge was open to everybody all year. (in our words; the exact words are in the full entry)"],
            ["Le pont", "The bridge was open. "],
        ),
    ],
)
def test_what_a_card_may_leave_out(
    collection: FakeCollection, text: CardText, has: list[str], lacks: list[str]
) -> None:
    said = words(rich(collection), text)
    assert [part for part in has if part not in said] == []
    assert [part for part in lacks if part in said] == []


def test_a_claim_of_which_no_words_were_read_says_so(collection: FakeCollection) -> None:
    collection.claim(appearances=[appearance(quote=None)])
    for text in CARD_TEXTS:
        expected = "The bridge was open to everybody all year. (in our words; no verbatim text was read)"
        assert expected in words(collection, text)


def test_the_fullest_card_stands_first_and_the_exact_words_go_last() -> None:
    assert CARD_TEXTS[0] == CardText()
    assert not CARD_TEXTS[-1].kinds
    kept = [text.quotation for text in CARD_TEXTS]
    assert kept == sorted(kept, reverse=True)
    assert len(set(CARD_TEXTS)) == len(CARD_TEXTS)


@pytest.mark.parametrize(
    ("said", "reasons", "left_out"),
    [
        (1, 1, []),
        (7, 3, ["kinds of documents"]),
        (7, 4, ["kinds of documents", "reason of the rating"]),
    ],
)
def test_what_is_left_out_when_the_words_are_many(
    collection: FakeCollection, said: int, reasons: int, left_out: list[str]
) -> None:
    quoted = {"text": (SENTENCE * said)[:-1], "lang": "en"}
    rich(collection).claim(
        appearances=[appearance(quote=quoted)], rating_reason=SENTENCE * reasons, evidence=[link(), link("letter")]
    )
    made = print_sheet(form(collection, Paper.LETTER))
    assert made.setting.get("left_out", []) == left_out


def test_words_and_translation_too_long_for_a_card_are_replaced_together(collection: FakeCollection) -> None:
    long = (SENTENCE * 7)[:-1]
    rich(collection).claim(
        appearances=[appearance(quote={"text": long, "lang": "fr", "translation": long, "translator": "Bo Lund"})],
        rating_reason=SENTENCE * 3,
    )
    made = print_sheet(form(collection, Paper.LETTER))
    assert made.setting["left_out"] == ["kinds of documents", "exact words of the claim"]


def test_a_card_that_cannot_fit_says_by_how_much_and_what_to_cut(collection: FakeCollection) -> None:
    place = (SENTENCE * 11).strip()
    collection.claim(appearances=[appearance(venue=place, quote=None)], claim="The bridge was open.")
    with pytest.raises(CannotMake) as refusal:
        print_sheet(form(collection, Paper.LETTER))
    assert re.fullmatch(r"\d lines? too long for one page; the longest texts are .*", refusal.value.message)


STYLESHEET = default_theme().text("print/card.css")
LIMITS = {"text": (10, 12), "quote": (9.6, 12), "label": (8.8, 12), "title": (12, 20)}
"""Smallest and largest size of type in points, by the stylesheet's name for it."""


def densities() -> list[dict[str, float]]:
    """Return the sizes that the stylesheet sets at each density, in points, from the loosest."""
    rules = re.findall(r'^html(?:\[data-density="\d"\])? \{ (--.*) \}$', STYLESHEET, re.MULTILINE)
    return [{name: float(size) for name, size in re.findall(r"--([\w-]+): ([0-9.]+)", rule)} for rule in rules]


def test_the_sizes_of_type_keep_their_limits_at_every_density() -> None:
    assert len(densities()) == len(HEIGHTS)
    for sizes in densities():
        for name, (smallest, largest) in LIMITS.items():
            assert smallest <= sizes[name] <= largest, f"--{name}: {sizes[name]}pt"


def test_each_density_is_tighter_than_the_one_before() -> None:
    for looser, tighter in itertools.pairwise(densities()):
        assert tighter.keys() == looser.keys()
        assert all(tighter[name] < looser[name] for name in tighter)


@pytest.mark.parametrize("paper", list(Paper))
def test_a_card_is_a_quarter_of_the_paper_with_room_for_the_knife(collection: FakeCollection, paper: Paper) -> None:
    width, height = SIZES[paper]
    content = print_sheet(form(rich(collection), paper)).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (only,) = pdf.pages
        size = [float(side) for side in only.mediabox]
        assert size == pytest.approx([0, 0, width * POINTS, height * POINTS], abs=0.02)
    found = letters(content)
    assert min(letter.size for letter in found) >= 7.6
    assert min(letter.left for letter in found) >= 6
    assert max(letter.right for letter in found) <= width - 6
    assert min(letter.bottom for letter in found) >= 6
    assert max(letter.top for letter in found) <= height - 6


@pytest.mark.parametrize("address", ["https://a.io/", "https://example.org/bridge", f"https://example.org/{'a' * 170}"])
def test_the_code_is_large_enough_and_has_its_quiet_zone(collection: FakeCollection, address: str) -> None:
    collection.project(base_url=address)
    (svg,) = re.findall(r'<svg [^>]*viewBox="0 0 (\d+) \1"[^>]*>', form(collection).variants[0].page)[-1:]
    modules = int(svg)
    (edge,) = re.findall(r"\.foot \.code \{ .*width: ([0-9.]+)mm", STYLESHEET)
    (padding,) = re.findall(r"\.foot\.with-code \{ .*padding-right: ([0-9.]+)mm", STYLESHEET)
    (over,) = re.findall(r"\.foot \.code \{ right: -([0-9.]+)mm", STYLESHEET)
    module = float(edge) / modules
    assert module * (modules - 8) >= 20
    # Its square brings the quiet zone along: no word reaches into it, and no edge of the card cuts it.
    assert float(padding) + float(over) >= float(edge)
    assert float(over) <= 7


@pytest.mark.parametrize(("base_url", "paper"), [("", Paper.LETTER), (ADDRESS, Paper.A4), (ADDRESS, Paper.LETTER)])
def test_every_entry_of_the_collection_has_its_card(tmp_path: Path, base_url: str, paper: Paper) -> None:
    given = real_edition(base_url)
    left_out: dict[str, Any] = {}
    for entry in given.dossiers:
        made = print_sheet(card_form(given, entry, paper))
        path = tmp_path / f"{entry.claim.id}-{paper}.pdf"
        path.write_bytes(made.content)
        text = squeezed(" ".join(blocks(path)))
        said = entry.claim.reviewed
        claimed = said.quote.text if said.quote else entry.claim.claim
        for part in [entry.claim.fact, claimed, said.claimant.name, entry.claim.rating_reason]:
            assert squeezed(part) in text, (path.name, part)
        report = page_validation.validate_pdf(path, profile="ua1")
        assert report.is_compliant, (path.name, report.failures)
        left_out |= {path.stem: made.setting["left_out"]} if "left_out" in made.setting else {}
    assert {tuple(parts) for parts in left_out.values()} <= {("kinds of documents",)}
