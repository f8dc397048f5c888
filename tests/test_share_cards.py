"""Share cards: what they say, how they are set, and that nobody who meets one alone can take the claim for the fact."""

from __future__ import annotations

import dataclasses
import io
import itertools
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from PIL import Image, ImageChops

from factsheet.exporters import sharing
from factsheet.exporters.fitting import prove
from factsheet.exporters.press import press
from factsheet.exporters.sharing import DENSITIES, ShareCard, draw_card, share_card
from factsheet.exporters.target import CannotMake
from factsheet.pages.sharing import Look
from factsheet.theme import SHARE_STYLESHEETS, default_theme
from tests.faker import CLAIM, FakeCollection, appearance, change
from tests.laid_out import POINTS, Letter, letters
from tests.test_fonts import SENTENCES, needs_dejavu
from tests.workshop import edition, parsed, text_of, words

CSS = default_theme().text(SHARE_STYLESHEETS[0])
SIDE = 60 * 0.75 / POINTS
"""The margin at the sides, in millimetres."""
PAPER = (1200 * 0.75 / POINTS, 630 * 0.75 / POINTS)
FACT = "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
LONG_FACT = (FACT + " " + FACT)[:159] + "."
LONG_CLAIM = ("The bridge was open to everybody all year, " * 3)[:119] + "."


def card(collection: FakeCollection) -> ShareCard:
    given = edition(collection)
    return share_card(given, given.dossiers[0])


def said_by(name: str, office: str | None = "Mayor of Stonyford") -> list[dict[str, Any]]:
    return [appearance(claimant={"name": name, "party": "town"} | ({"office": office} if office else {}))]


def proofs(made: ShareCard, look: int = 0) -> list[tuple[float, bytes]]:
    """Return by how much a card's first wording runs over in each setting, and its page as PDF, from the loosest."""
    machine, page = press(made.stylesheet), made.pages[0][look]
    found = [prove(machine, machine.read(page), density, 1) for density in range(DENSITIES)]
    return [(proof.overflow, machine.write(proof.document, page)) for proof in found]


def sizes_of(found: list[Letter], text: str) -> float:
    """Return the size of the letters that a text begins with, in points; it must stand there once."""
    line = "".join(letter.text for letter in found)
    start = text.replace(" ", "")
    assert line.count(start) == 1, (start, line)
    of_text = found[line.index(start) : line.index(start) + len(start)]
    assert len({letter.size for letter in of_text}) == 1
    return of_text[0].size


def dots(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as opened:
        return opened.convert("L")


def test_the_whole_text_of_a_card(collection: FakeCollection) -> None:
    for page in card(collection).pages[0]:
        assert text_of(parsed(page)) == words("""
            Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020. (BR-001)
            The Bridge at Stonyford BR-001 · version 1 · In review
            Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.
            The claim: The bridge was open to everybody all year.
            Ada Crane, Mayor of Stonyford, 2 November 2020 (in our words)
            1 of 5 on the scale from contradicted (1) to supported (5)Contradicted by the record
            Friends of the Bridge · example.org/bridge/BR-001
            """)


def test_a_card_without_an_address_or_an_office(collection: FakeCollection) -> None:
    collection.project(base_url="")
    collection.claim(status="published", appearances=said_by("Ada Crane", None))
    text = text_of(parsed(card(collection).pages[0][0]))
    assert "BR-001 · version 1 Carts" in text
    assert "year. Ada Crane, 2 November 2020 (in our words)" in text
    assert text.endswith("Friends of the Bridge")


def test_a_brief_card_names_no_office(collection: FakeCollection) -> None:
    full, brief = card(collection).pages
    assert [unescape(page).replace(", Mayor of Stonyford", "") for page in full] == [unescape(page) for page in brief]
    assert "Mayor" not in brief[0]


def test_every_entry_has_two_pictures_but_a_withdrawn_one_has_none(collection: FakeCollection) -> None:
    collection.claim("BR-002", status="withdrawn", history=[change(), change(version="2", level="withdrawn")])
    (target,) = sharing.export(edition(collection))
    assert target.paths == (PurePosixPath("site/share/BR-001.png"), PurePosixPath("site/share/BR-001-dark.png"))
    assert target.subject == CLAIM
    assert target.slow


def test_a_card_depends_on_its_words_its_look_and_the_programs(collection: FakeCollection) -> None:
    def needs() -> Any:
        return next(sharing.export(edition(collection))).needs

    before = needs()
    assert needs() == before
    collection.claim(fact=FACT.replace("30", "29"))
    assert needs() != before
    given = edition(collection)
    other = dataclasses.replace(given, tools=(("Pillow", "0"),))
    assert next(sharing.export(given)).needs != next(sharing.export(other)).needs


def test_the_pictures_have_their_size_and_few_bytes_and_differ_in_look_only(collection: FakeCollection) -> None:
    made = draw_card(card(collection))
    light, dark = dots(made.content), dots(made.beside[0])
    assert light.size == dark.size == (1200, 630)
    assert max(len(made.content), len(made.beside[0])) < 60_000
    assert (light.getpixel((5, 5)), dark.getpixel((5, 5))) == (255, 17)
    assert made.setting == {}  # the notes on tight sheets are not about pictures

    def ink(picture: Image.Image, paper: range) -> Image.Image:
        return picture.point([0 if shade in paper else 255 for shade in range(256)]).convert("1")

    # Letters stand at the same places in both.
    differing = ImageChops.difference(ink(light, range(130, 256)).convert("L"), ink(dark, range(125)).convert("L"))
    assert differing.histogram()[255] < 0.01 * 1200 * 630


@pytest.mark.slow
def test_the_fact_is_largest_and_the_claim_stands_between_its_mark_and_its_rating(collection: FakeCollection) -> None:
    for _, pdf in proofs(card(collection)):
        found = letters(pdf)
        fact, claim = sizes_of(found, "Carts could not"), sizes_of(found, "The bridge was")
        assert fact == max(letter.size for letter in found)
        assert fact > 1.3 * claim
        assert min(letter.size for letter in found) >= 24 * 0.75
        line = "".join(letter.text for letter in found)
        order = ["Cartscould", "Theclaim:", "Thebridgewas", "AdaCrane", "Contradictedbytherecord", "Friends"]
        assert [line.index(part) for part in order] == sorted(line.index(part) for part in order)
        # Of a square that is cut from the middle, the claim's mark and its rating are whole.
        for text in ("Theclaim:", "Contradictedbytherecord"):
            part = found[line.index(text) : line.index(text) + len(text)]
            assert min(letter.left for letter in part) > (PAPER[0] - PAPER[1]) / 2
            assert max(letter.right for letter in part) < (PAPER[0] + PAPER[1]) / 2


def test_each_setting_is_denser_than_the_one_before() -> None:
    rules = re.findall(r"^html(?:\[data-density=\"(\d)\"\])? \{ (?:--spare: 0px; )?(--fact.*) \}", CSS, re.MULTILINE)
    assert [number for number, _ in rules] == ["", *map(str, range(1, DENSITIES))]
    settings = [list(map(int, re.findall(r": (\d+)px", values))) for _, values in rules]
    assert all(len(setting) == 4 for setting in settings)
    for looser, denser in itertools.pairwise(settings):
        assert all(one > other for one, other in zip(looser, denser, strict=True))


@pytest.mark.parametrize("look", list(Look))
def test_every_shade_of_ink_can_be_read_on_every_shade_behind_it(look: Look) -> None:
    rule = re.search(rf'html\[data-look="{look}"\] \{{ (--.*) \}}', CSS)
    assert rule is not None
    shades = dict(re.findall(r"--(\w+): #(\w)\2\2;", rule[1]))
    assert shades.keys() == {"ink", "soft", "panel"}
    paper = "1" if look is Look.DARK else "f"
    assert "@page dark { background: #111; }" in CSS

    def luminance(shade: str) -> float:
        value = int(shade * 2, 16) / 255
        return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)

    for ink in (shades["ink"], shades["soft"]):
        for behind in (paper, shades["panel"]):
            light, dark = sorted((luminance(ink), luminance(behind)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5


WORST: dict[str, dict[str, Any]] = {
    "long": {"fact": LONG_FACT, "claim": LONG_CLAIM, "appearances": said_by("Ada Beatrice Crane of Stonyford" * 2)},
    "one word": {"fact": "n" * 160, "claim": "m" * 120, "appearances": said_by("o" * 60)},
    "capitals": {"fact": LONG_FACT.upper(), "claim": LONG_CLAIM.upper(), "appearances": said_by("ADA CRANE")},
    "short": {"fact": "It rained.", "claim": "It was dry.", "appearances": said_by("A", None)},
}


@pytest.mark.slow
@pytest.mark.parametrize("fields", WORST.values(), ids=WORST)
def test_the_longest_words_fit_and_none_is_cut_off(collection: FakeCollection, fields: dict[str, Any]) -> None:
    collection.claim(**fields)
    made = card(collection)
    assert draw_card(made).content
    found = letters(next(pdf for overflow, pdf in proofs(made) if overflow <= 0))
    assert min(letter.left for letter in found) >= SIDE - 0.5
    assert max(letter.right for letter in found) <= PAPER[0] - SIDE + 0.5
    assert min(letter.bottom for letter in found) > 5
    line = "".join(letter.text for letter in found)
    assert all(words.replace(" ", "") in line for words in (fields["fact"], fields["claim"]))


@pytest.mark.slow
def test_what_is_left_of_the_height_is_shared_out(collection: FakeCollection) -> None:
    collection.claim(fact="It rained.", claim="It was dry.")
    light = dots(draw_card(card(collection)).content)
    rows = ["1" if light.crop((0, y, 1200, y + 1)).getextrema() == (255, 255) else "0" for y in range(630)]
    empty = [len(run) for run in re.findall("1+", "".join(rows))]
    # Margins at top and bottom, and no gap between parts that is as high as all others together.
    assert max(empty) < sum(empty) / 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[needs_dejavu] if n in {"Armenian", "Georgian"} else []) for n in SENTENCES]
)
def test_names_and_words_of_other_scripts_are_drawn(collection: FakeCollection, name: str) -> None:
    _, text, _ = SENTENCES[name]
    collection.claim(fact=f"The words were: {text[:100]}", appearances=said_by(text[:50], text[:60]))
    assert draw_card(card(collection)).content


@pytest.mark.slow
def test_a_character_that_no_font_has_makes_no_card(collection: FakeCollection) -> None:
    made = card(collection)
    pages = tuple((light.replace("Ada", "漢"), dark) for light, dark in made.pages)
    with pytest.raises(CannotMake) as caught:
        draw_card(dataclasses.replace(made, pages=pages))
    assert str(caught.value) == (
        "the packaged fonts have no glyph for '漢' (U+6F22); quote a transliteration or a translation"
    )


@pytest.mark.slow
def test_what_fits_in_no_setting_makes_no_card_and_says_what_is_long(collection: FakeCollection) -> None:
    collection.claim(fact=LONG_FACT, appearances=said_by("Ada Crane " * 70))
    with pytest.raises(CannotMake) as caught:
        draw_card(card(collection))
    assert caught.value.code == "does-not-fit"
    assert str(caught.value) == (
        "the words do not fit a share card; the longest texts are name of the claimant (699 characters), "
        "fact (160 characters), claim (42 characters)"
    )


@pytest.mark.slow
def test_an_office_is_left_out_before_a_card_is_given_up(collection: FakeCollection) -> None:
    collection.claim(appearances=said_by("Ada Crane", "Mayor and " * 90))
    made = card(collection)
    brief = dataclasses.replace(made, pages=made.pages[1:])
    assert draw_card(made) == draw_card(brief)


@pytest.mark.slow
def test_hostile_words_are_drawn_as_words(collection: FakeCollection) -> None:
    hostile = '<script>alert(1)</script>"><img src=x>{{ claim }}'
    collection.claim(claim=hostile, appearances=said_by(hostile, hostile))
    made = card(collection)
    assert text_of(parsed(made.pages[0][0])).count(hostile) == 3
    assert not re.search("<(script|img)", made.pages[0][0])
    assert draw_card(made).content


@pytest.mark.slow
def test_the_same_bytes_in_every_process(collection: FakeCollection) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from tests.faker import FakeCollection;"
        "from tests.workshop import edition; from factsheet.exporters.sharing import export;"
        "made = next(export(edition(FakeCollection(Path(sys.argv[1]))))).make();"
        "print(hashlib.sha256(made.content + made.beside[0]).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code, collection.folder], cwd=Path(__file__).parent.parent,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(found) == 1
