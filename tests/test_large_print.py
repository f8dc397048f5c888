"""Large print: letters of 18 points, nothing left out, and pages that break where a reader can go on."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from factsheet.dossier import Dossier
from factsheet.exporters.press import press
from factsheet.records import Paper
from factsheet.theme import LARGE_PRINT_STYLESHEETS, default_theme
from factsheet.topics import Topic
from factsheet.wording import reply_line
from tests.faker import FakeCollection, appearance, link, quote
from tests.laid_out import (
    POINTS,
    blocks_of,
    first_on_pages,
    laid_out,
    last_on_pages,
    letters,
    lone_lines,
    real_edition,
    squeezed,
)
from tests.pdf_structure import blocks
from tests.workshop import edition, parsed

pytestmark = pytest.mark.slow

SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "
ADDRESS = "https://example.org/collection"
SIZES = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}
HEAD_MARGIN, FOOT_MARGIN = 27.0, 24.0
"""Millimetres at the head and the foot of a page, in which running heads and page numbers stand."""
HEADING = 20.0
"""Points of headings."""
SHEET = {
    "id": "closing",
    "title": "The closing of the bridge",
    "fact": "The bridge at Stonyford was closed to carts.",
    "lead": "A court said *so*; see [its ruling](https://court.example.org/2020/miller).",
    "topics": ["bridge"],
    "further_reading": ["map"],
    "call_to_action": {"date": "2025-05-02", "text": "Write to the council.\n\n- Be *brief*."},
}


def entry_page(collection: FakeCollection, paper: Paper = Paper.A4) -> str:
    given = edition(collection)
    return given.pages.large_print(given.dossiers[0], paper)


def topic_page(collection: FakeCollection, paper: Paper = Paper.A4) -> str:
    given = edition(collection)
    return given.pages.topic_large_print(given.topics[0], paper)


def read(html: str, folder: Path) -> tuple[str, ...]:
    """Take a page and return its text as a screen reader meets it in the printed file."""
    path = folder / "large-print.pdf"
    path.write_bytes(laid_out(html, LARGE_PRINT_STYLESHEETS)[1])
    return blocks(path)


def cited(collection: FakeCollection) -> FakeCollection:
    """Give the claim two documents, one of them in French and read in a copy, and cite them in the summary."""
    translated = quote(
        id="oxen", lang="fr", text="Les bœufs attendaient.", translation="The oxen waited.", translator="Bo Lund",
        locator="p. 3",
    )  # fmt: skip
    collection.evidence(title="Miller v. Town of Stonyford, a judgment with a title that no sheet has room for")
    collection.evidence("letter", type="official-statement", party_relation="party", party="town", quotes=[translated],
                        verification={"level": "read-in-reproduction", "found_in": ["a copy"]})  # fmt: skip
    collection.claim(
        technique=["overstatement"], summary="A court found it [@bridge-ruling]. The mayor knew [@letter].",
        evidence=[link(), link("letter", relation="context")],
    )  # fmt: skip
    return collection


def test_the_whole_text_of_an_entry(collection: FakeCollection, tmp_path: Path) -> None:
    assert read(entry_page(cited(collection)), tmp_path) == (
        "P: The Bridge at Stonyford",
        "P: BR-001 · Claim and evidence · In review",
        "H1: Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
        "H2: The claim",
        "BlockQuote: “Nobody was ever kept from crossing.”",
        "P: Ada Crane , Mayor of Stonyford · Town council · 2 November 2020 · in Town of Stonyford",
        "P: [1 of 5 on the scale from contradicted (1) to supported (5)] Contradicted by the record. "
        "A court found that carts were turned back.",
        "P: How it misleads: overstatement.",
        "P: A court found it [ 1 ] . The mayor knew [ 2 ] .",
        "H2: What the record shows",
        "P: 1",
        "BlockQuote: “The carts of the applicant were turned back.”",
        "P: Court of the County , Miller v. Town of Stonyford, a judgment with a title that no sheet has room for · "
        "6 May 2020 · para. 12",
        "P: Contradicts the claim. Shows Carts were turned back in May 2020.",
        "P: Does not show That people on foot were turned back.",
        "P: 2",
        "BlockQuote: “Les bœufs attendaient.”",
        "P: “The oxen waited.” (translation: Bo Lund)",
        "P: Court of the County , Miller v. Town of Stonyford · 6 May 2020† · p. 3 · the claimant’s own side",
        "P: Context. Shows Carts were turned back in May 2020.",
        "P: Does not show That people on foot were turned back.",
        "H2: Not known",
        "P: Who ordered the barrier.",
        "H2: Reply",
        "P: The claimant was not asked.",
        "H2: When [Time line from 1 January 2020 to 31 December 2020: claimed on 2 November 2020; exhibit 1 dated 6 "
        "May 2020; exhibit 2 dated 6 May 2020; the claim is about 1 January 2020 to 31 December 2020.]",
        "P: Sources: 2 documents: 1 court decision, 1 government statement. 1 independent of the parties; 1 from the "
        "side of The Town; 0 from the side of The Valley. Words read at the source for 1, in reproductions for 1. "
        "† marks words read in a reproduction.",
        "P: Checked as of 1 May 2025 · version 1 of 1 May 2025 · compiled from public sources, no independent reviewer "
        "yet",
        "P: Published by Friends of the Bridge · corrections to corrections@example.org · text CC BY 4.0; quotations "
        "belong to their authors",
        "P: Cite as BR-001, version 1, example.org/bridge/BR-001 [QR code: https://example.org/bridge/BR-001/]",
    )


def test_the_whole_text_of_a_topic(collection: FakeCollection, tmp_path: Path) -> None:
    collection.evidence("map", title="A map", type="research")
    collection.project(sheets=[SHEET], base_url="")
    said = " ".join(line.partition(": ")[2] for line in read(topic_page(collection), tmp_path))
    assert said == (
        "The Bridge at Stonyford The closing of the bridge · In review The bridge at Stonyford was closed to carts. A "
        "court said so ; see its ruling ( court.example.org/2020/ miller ). Carts could not cross the bridge at "
        "Stonyford from 3 March to 30 September 2020. What is said (BR-001) “Nobody was ever kept from crossing.” Ada "
        "Crane , Mayor of Stonyford · 2 November 2020 [1 of 5 on the scale from contradicted (1) to supported (5)] "
        "Contradicted by the record. A court found that carts were turned back. Sources: Court of the County (1 "
        "document, 1 independent). More documents Court of the County , A map · 6 May 2020 What the publisher asks "
        "Request of Friends of the Bridge, 2 May 2025. It is no part of the record above. Write to the council. • Be "
        "brief . How to read a rating: it speaks about the evidence and not about motive. A disc is filled by as much "
        "as the record supports the claim; a diamond marks a rating off that scale. “Independent” means from no party "
        "to the dispute, and no repetition of another source. Checked as of 1 May 2025 · compiled from public "
        "sources, no independent reviewer yet · entries BR-001 v1 Published by Friends of the Bridge · corrections to "
        "corrections@example.org · text CC BY 4.0; quotations belong to their authors Cite an entry by its id and "
        "version, with its sources"
    ).replace(" ", " ")


def long(collection: FakeCollection) -> FakeCollection:
    """Give the claim many documents with long quotations, so that it takes many pages."""
    names = ("letter", "census", "survey", "diary", "ledger", "map")
    for number, name in enumerate(names, start=1):
        collection.evidence(name, quotes=[quote(id="carts", text=(SENTENCE * number)[:-1])])
    shows = {"establishes": SENTENCE * 2, "does_not_establish": SENTENCE}
    collection.claim(summary=SENTENCE * 9, evidence=[link(name, **shows) for name in ("bridge-ruling", *names)])
    return collection


@pytest.mark.parametrize("paper", list(Paper))
def test_letters_are_large_and_pages_break_where_a_reader_can_go_on(collection: FakeCollection, paper: Paper) -> None:
    document, pdf = laid_out(entry_page(long(collection), paper), LARGE_PRINT_STYLESHEETS)
    assert len(document.pages) > 3
    expect_readable(document, pdf)
    width, height = SIZES[paper]
    found = letters(pdf)
    assert min(letter.left for letter in found) >= 12
    assert max(letter.right for letter in found) <= width - 12
    assert min(letter.bottom for letter in found) >= 12
    assert max(letter.top for letter in found) <= height - 12
    assert (document.pages[0].width * 0.75, document.pages[0].height * 0.75) == pytest.approx(
        (width * POINTS, height * POINTS)
    )


def test_no_heading_is_left_behind_wherever_the_words_before_it_end(collection: FakeCollection) -> None:
    for lines in range(1, 30):
        collection.claim(summary=("\n\n".join(["A line."] * lines)), unknowns=SENTENCE * 4)
        document, _ = laid_out(entry_page(collection), LARGE_PRINT_STYLESHEETS)
        assert [tag for tag in last_on_pages(document) if re.match(r"h\d", tag)] == [], f"after {lines} lines"


def expect_readable(document: Any, pdf: bytes) -> None:
    """Take a document in large print and fail if its letters are too small or its pages break at a wrong place."""
    found = letters(pdf)
    sizes = Counter(letter.size for letter in found)
    assert sizes.most_common(1)[0][0] == 18.0
    assert min(sizes) == 16.0
    height = document.pages[0].height * 0.75 / POINTS
    small = {x.page for x in found if x.size < 18 and x.bottom > FOOT_MARGIN and x.top < height - HEAD_MARGIN}
    smaller = {block.page for block in blocks_of(document) if re.search(r"div\.(foot|dates)", block.within)}
    assert small == smaller, "only the foot and the words in drawings may have 16 points"
    assert lone_lines(document) == []
    assert [tag for tag in last_on_pages(document) if re.match(r"h\d|p\.number", tag)] == []
    assert [tag for tag in first_on_pages(document) if tag in {"p.source", "p.who", "p.rating"}] == []


def test_every_page_says_what_it_belongs_to(collection: FakeCollection) -> None:
    document, pdf = laid_out(entry_page(long(collection)), LARGE_PRINT_STYLESHEETS)
    pages, found = len(document.pages), letters(pdf)
    for number in range(1, pages + 1):
        text = "".join(letter.text for letter in found if letter.page == number)
        assert f"Page{number}of{pages}" in text
        assert squeezed("The Bridge at Stonyford") in text.casefold()
        assert "BR-001" in text


def test_headings_leave_no_level_out(collection: FakeCollection) -> None:
    collection.evidence("map", title="A map")
    collection.project(sheets=[SHEET])
    for html in (entry_page(cited(collection)), topic_page(collection)):
        levels = [int(element.tag[1]) for element in parsed(html).iter() if re.fullmatch(r"h\d", str(element.tag))]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_same_page_makes_the_same_bytes(collection: FakeCollection) -> None:
    html = entry_page(cited(collection))
    assert laid_out(html, LARGE_PRINT_STYLESHEETS)[1] == laid_out(html, LARGE_PRINT_STYLESHEETS)[1]


def test_italics_are_for_nobody_with_low_sight(collection: FakeCollection) -> None:
    _, pdf = laid_out(entry_page(cited(collection)), LARGE_PRINT_STYLESHEETS)
    assert {letter.font for letter in letters(pdf) if "Italic" in letter.font} == set()


def test_every_entry_and_topic_of_the_collection_is_complete(tmp_path: Path) -> None:
    given = real_edition(ADDRESS)
    path = tmp_path / "large-print.pdf"
    for entry in given.dossiers[::4]:
        document, pdf = laid_out(given.pages.large_print(entry, Paper.LETTER), LARGE_PRINT_STYLESHEETS)
        expect_readable(document, pdf)
        expect_in_order(path, pdf, whole(entry))
    for topic in given.topics:
        document, pdf = laid_out(given.pages.topic_large_print(topic, Paper.A4), LARGE_PRINT_STYLESHEETS)
        expect_readable(document, pdf)
        expect_in_order(path, pdf, whole_topic(topic))


def expect_in_order(path: Path, pdf: bytes, texts: list[str]) -> None:
    """Take a PDF and texts; fail if a screen reader would not meet them in that order, or the file is not PDF/UA."""
    path.write_bytes(pdf)
    blocks.cache_clear()
    text, position = squeezed(" ".join(line.partition(": ")[2] for line in blocks(path))), 0
    for expected in map(squeezed, texts):
        found = text.find(expected, position)
        assert found >= 0, f"'{expected[:60]}' does not come next"
        position = found + len(expected)
    report = page_validation.validate_pdf(path, profile="ua1")
    assert report.is_compliant, report.failures
    with pikepdf.open(path) as opened:
        assert opened.Root.Lang == "en"


def whole(entry: Dossier) -> list[str]:
    """Take an entry and return what its large print must say, in order."""
    claim = entry.claim
    said = [claim.fact, claim.reviewed.quote.text if claim.reviewed.quote else claim.claim, claim.rating_reason]
    for exhibit in entry.exhibits:
        said += [quote.text for quote in exhibit.quotes] or [exhibit.evidence.summary]
        said += [exhibit.evidence.publisher, exhibit.evidence.title, exhibit.link.relation.label]
        said += [f"Shows {exhibit.link.establishes}", f"Does not show {exhibit.link.does_not_establish}"]
    return [*said, claim.unknowns, reply_line(claim), "Checked as of", f"{claim.id}/v{claim.version}/]"]


def whole_topic(topic: Topic) -> list[str]:
    """Take a topic and return what its large print must say, in order."""
    said = [topic.sheet.fact]
    for claim in topic.claims:
        quoted = claim.reviewed.quote.text if claim.reviewed.quote else claim.claim
        said += [claim.fact, claim.id, quoted, claim.reviewed.claimant.name, claim.rating_reason, "Sources:"]
    said += [document.title for document in topic.further_reading]
    return [*said, "What the publisher asks", "Checked as of", "QR code"]


def test_a_claim_without_quotation_is_given_in_our_words(collection: FakeCollection, tmp_path: Path) -> None:
    collection.claim(appearances=[appearance(quote=None)])
    said = read(entry_page(collection), tmp_path)
    assert "P: The bridge was open to everybody all year. (in our words; no verbatim text was read)" in said


def test_all_print_is_dark_enough_to_be_read_and_copied() -> None:
    for path in sorted((default_theme().folder / "print").glob("*.css")):
        for colour in re.findall(r"(?<![-\w])color: (#[0-9a-f]+|[a-z]+)", path.read_text("utf-8")):
            assert colour == "inherit" or contrast_on_white(colour) >= 4.5, f"{path.name}: {colour}"


def contrast_on_white(colour: str) -> float:
    """Take a colour as #rgb or #rrggbb and return its contrast on white (WCAG 2.2, definition of contrast ratio)."""
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_the_example_for_designers_sets_headings_in_the_serif(collection: FakeCollection) -> None:
    guide = (default_theme().folder / "README.md").read_text("utf-8")
    before, after = re.findall(r"```css\n *(.*?)\n *```", guide)
    html = entry_page(collection)
    stylesheet = default_theme().stylesheet_for(html, LARGE_PRINT_STYLESHEETS)
    assert stylesheet.count(before) == 1
    fonts = {}
    for text in (stylesheet, stylesheet.replace(before, after)):
        machine = press(text)
        pdf = machine.write(machine.lay_out(machine.read(html)), html)
        fonts[text] = {letter.font.partition("+")[2] for letter in letters(pdf) if letter.size == HEADING}
    assert list(fonts.values()) == [{"IBM-Plex-Sans-Condensed,-Semi-Bold-Condensed"}, {"IBM-Plex-Serif-Semi-Bold"}]


@pytest.mark.parametrize("paper", list(Paper))
def test_a_long_quotation_leaves_no_side_empty(collection: FakeCollection, paper: Paper) -> None:
    for words in range(40, 121, 8):
        said = appearance(quote={"text": " ".join(["carried"] * words) + ".", "lang": "en"})
        collection.claim(fact="Carts " + "and wagons " * 9 + "could not cross in 2020.", appearances=[said])
        document, _ = laid_out(entry_page(collection, paper), LARGE_PRINT_STYLESHEETS)
        first = [block for block in blocks_of(document) if block.page == 1]
        assert any("blockquote" in block.within for block in first), f"with {words} words"
        assert [tag for tag in first_on_pages(document) if tag in {"p.who", "p.rating"}] == []
        assert lone_lines(document) == []
