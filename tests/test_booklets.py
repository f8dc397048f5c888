"""Booklets: what is bound together, and pages whose contents, index and links lead where they say."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from factsheet import booklets
from factsheet.booklets import Booklet
from factsheet.exporters.edition import Edition
from factsheet.records import Paper
from factsheet.theme import BOOKLET_STYLESHEETS
from factsheet.wording import make_up_line, reply_line
from tests.faker import EVIDENCE, FakeCollection, change, link, quote
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
from tests.workshop import edition, parsed, text_of

pytestmark = pytest.mark.slow

SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "
SIZES = {Paper.A4: (148.0, 210.0), Paper.LETTER: (139.7, 215.9)}
"""Width and height of half of each paper, in millimetres."""
SHEET = {
    "id": "closing",
    "title": "The closing of the bridge",
    "fact": "The bridge at Stonyford was closed to carts.",
    "lead": "A court said *so*.",
    "claims": ["BR-003", "BR-001"],
    "call_to_action": {"date": "2025-05-02", "text": "Write to the council."},
}


def several(collection: FakeCollection) -> FakeCollection:
    """Give the collection three entries on documents of two publishers, and a sheet about two of them."""
    collection.evidence("letter", publisher="Archive of the Valley", title="A letter", issued="2021")
    collection.evidence("older", publisher="Archive of the Valley", title="A note", issued="2020-11", quotes=[])
    collection.claim("BR-001", evidence=[link("letter"), link()])
    repeats = [{"ref": "BR-001", "relation": "repeats", "why": "The same words a month later."}]
    collection.claim("BR-002", related=repeats, checked_as_of="2025-04-01", recheck_by="2026-04-01")
    collection.claim("BR-003", evidence=[link("letter"), link("older")], recheck_by="2026-05-01", related=repeats)
    collection.project(sheets=[SHEET])
    return collection


def whole(given: Edition) -> Booklet:
    """Take an edition and return the booklet of all its entries."""
    made = booklets.of_collection(given.project, given.dossiers)
    assert made is not None
    return made


def of_topic(given: Edition, number: int = 0) -> Booklet:
    """Take an edition and return the booklet of one of its topics."""
    topic = given.topics[number]
    made = booklets.of_topic(topic.sheet, [item.dossier for item in topic.items])
    assert made is not None
    return made


def test_a_booklet_lists_each_document_once_by_publisher_and_date(collection: FakeCollection) -> None:
    bound = whole(edition(several(collection)))
    assert [(document.evidence.id, document.ids) for document in bound.documents] == [
        ("older", ("BR-003",)),
        ("letter", ("BR-001", "BR-003")),
        (EVIDENCE, ("BR-001", "BR-002")),
    ]
    assert [(source.name, source.ids) for source in bound.publishers] == [
        ("Archive of the Valley", ("BR-001", "BR-003")),
        ("Court of the County", ("BR-001", "BR-002")),
    ]


def test_a_booklet_is_as_old_as_its_oldest_entry(collection: FakeCollection) -> None:
    bound = whole(edition(several(collection)))
    assert (str(bound.checked_as_of), str(bound.recheck_by)) == ("2025-04-01", "2026-04-01")


def test_entries_stand_by_their_ids_and_in_the_order_of_their_sheet(collection: FakeCollection) -> None:
    collection.claim("BR-1000")
    given = edition(several(collection))
    assert whole(given).ids == ("BR-001", "BR-002", "BR-003", "BR-1000")
    assert of_topic(given).ids == ("BR-003", "BR-001")
    assert of_topic(given).title == "The closing of the bridge"
    assert of_topic(given).subtitle == "The bridge at Stonyford was closed to carts."


def test_withdrawn_entries_are_in_no_booklet(collection: FakeCollection) -> None:
    withdrawn = change(version="2", level="withdrawn", change="Misread.", date="2025-05-20")
    collection.claim("BR-002", status="withdrawn", history=[change(), withdrawn])
    given = edition(collection)
    assert whole(given).ids == ("BR-001",)
    collection.claim("BR-001", status="withdrawn", history=[change(), withdrawn])
    given = edition(collection)
    assert booklets.of_collection(given.project, given.dossiers) is None


def test_a_sheet_of_which_nothing_is_left_makes_no_booklet(collection: FakeCollection) -> None:
    given = edition(several(collection))
    assert booklets.of_topic(given.topics[0].sheet, ()) is None


@dataclass(frozen=True)
class Printed:
    """A booklet as HTML, as it is laid out, and as a PDF."""

    html: str
    document: Any
    pdf: bytes


def printed(given: Edition, bound: Booklet, paper: Paper = Paper.A4) -> Printed:
    html = given.pages.booklet(bound, paper)
    return Printed(html, *laid_out(html, BOOKLET_STYLESHEETS))


@pytest.fixture(scope="module")
def topical(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Return the booklet about the topic, of two entries; nobody may change it."""
    given = edition(several(FakeCollection(tmp_path_factory.mktemp("topical"))))
    return printed(given, of_topic(given))


COVER = (
    "The Bridge at Stonyford The closing of the bridge The bridge at Stonyford was closed to carts. In review 2 "
    "entries, 3 documents Checked as of 1 May 2025; look for a newer version after 1 May 2026 Published by Friends "
    "of the Bridge ; corrections to corrections@example.org Text CC BY 4.0; quotations belong to their authors Every "
    "entry names its version. Cite it by its id and version, with its sources; newer versions are at "
    "example.org/bridge/sheets/closing . [QR code: https://example.org/bridge/sheets/closing/] In short A court said "
    "so . Contents How to read this booklet 4 BR-003 Carts could not cross the bridge at Stonyford from 3 March to "
    "30 September 2020. 5 BR-001 Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020. 7 "
    "What the publisher asks 9 How the entries are made 10 Documents 11 Index of sources 12 How to read this booklet "
    "The title of an entry is the fact"
)
ENTRY = (
    "BR-003 · Ada Crane, 2 November 2020 · In review Carts could not cross the bridge at Stonyford from 3 March to "
    "30 September 2020. THE CLAIM “Nobody was ever kept from crossing.” Ada Crane , Mayor of Stonyford · Town "
    "council · 2 November 2020 · in Town of Stonyford [1 of 5 on the scale from contradicted (1) to supported (5)] "
    "Contradicted by the record. A court found that carts were turned back. The mayor said that the bridge was open. "
    "A court found that carts were turned back. WHAT THE RECORD SHOWS 1 “The carts of the applicant were turned "
    "back.” Archive of the Valley , A letter · 2021 · para. 12 Contradicts the claim. Shows Carts were turned back "
    "in May 2020. Does not show That people on foot were turned back. 2 In our words: The court ordered the town to "
    "let carts pass. The barrier was to stand from 3 March to 30 September 2020. Archive of the Valley , A note · "
    "November 2020 Contradicts the claim. Shows Carts were turned back in May 2020. Does not show That people on "
    "foot were turned back. NOT KNOWN Who ordered the barrier. REPLY The claimant was not asked. WHEN [Time line "
    "from 1 January 2020 to 31 December 2021: claimed on 2 November 2020; exhibit 1 dated 2021; exhibit 2 dated "
    "November 2020; the claim is about 1 January 2020 to 31 December 2020.] SEE ALSO Repeats BR-001 : The same words "
    "a month later. Sources: 2 documents: 2 court decisions. 2 independent of the parties; 0 from the side of The "
    "Town; 0 from the side of The Valley. Words read at the source for 2. Checked as of 1 May 2025 · version 1 of 1 "
    "May 2025 · look for a newer version after 1 May 2026 · compiled from public sources, no independent reviewer "
    "yet BR-001 · Ada Crane"
)
LISTS = (
    "Archive of the Valley , A note · November 2020 archive.example.org/older Words read at the source; also read: "
    "court.example.org . Used in BR-003 . Archive of the Valley , A letter · 2021 archive.example.org/letter Words "
    "read at the source; also read: court.example.org . Used in BR-003 , BR-001 . Court of the County , Miller v. "
    "Town of Stonyford · 6 May 2020 court.example.org/2020/miller Words read at the source. Used in BR-001 . Index "
    "of sources Each publisher with the entries that use its documents, and the pages on which these entries begin. "
    "Archive of the Valley BR-003 (5) , BR-001 (7) Court of the County BR-001 (7)"
)


def test_what_a_booklet_says_from_cover_to_index(topical: Printed, tmp_path: Path) -> None:
    path = tmp_path / "booklet.pdf"
    path.write_bytes(topical.pdf)
    said = " ".join(line.partition(": ")[2] for line in blocks(path))
    assert said[: len(COVER)] == COVER
    start = said.index("BR-003 · Ada Crane")
    assert said[start : start + len(ENTRY)] == ENTRY
    assert said[-len(LISTS) :] == LISTS


def leads(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Yield the page and the destination of every link within a booklet."""
    for number, side in enumerate(pdf.pages, start=1):
        for note in side.get("/Annots", []):
            if "/Dest" in note:
                yield number, str(note.Dest)


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the pages of the named destinations of a booklet."""
    pages = {side.obj.objgen: number for number, side in enumerate(pdf.pages, start=1)}
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(name): pages[place[0].objgen] for name, place in tree.items()}


def test_every_link_within_leads_somewhere(topical: Printed) -> None:
    with pikepdf.open(io.BytesIO(topical.pdf)) as pdf:
        known = destinations(pdf)
        found = {name for _, name in leads(pdf)}
        assert {"BR-001", "BR-003"} <= found
        assert {f"source-{name}" for name in ("letter", "older", EVIDENCE)} <= found
        assert found <= known.keys()


def test_a_related_entry_is_a_link_only_where_it_is_bound_too(collection: FakeCollection) -> None:
    given = edition(several(collection))
    links = re.findall(r'<b>Repeats (<a href="#BR-001">)?BR-001', given.pages.booklet(of_topic(given), Paper.A4))
    assert links == ['<a href="#BR-001">']
    collection.project(sheets=[SHEET | {"claims": ["BR-003", "BR-002"]}])
    given = edition(collection)
    links = re.findall(r'<b>Repeats (<a href="#BR-001">)?BR-001', given.pages.booklet(of_topic(given), Paper.A4))
    assert links == ["", ""]


def test_contents_and_index_name_the_pages_on_which_things_begin(collection: FakeCollection, tmp_path: Path) -> None:
    given = edition(several(collection))
    path = tmp_path / "booklet.pdf"
    path.write_bytes(printed(given, whole(given)).pdf)
    with pikepdf.open(path) as pdf:
        at, pages = destinations(pdf), len(pdf.pages)
    said = " ".join(line.partition(": ")[2] for line in blocks(path))
    fact = "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
    for name in ("BR-001", "BR-002", "BR-003"):
        assert f"{name} {fact} {at[name]} " in said
    assert f"Documents {at['documents']} Index of sources {pages} How to read" in said
    assert said.endswith(
        f"Archive of the Valley BR-001 ({at['BR-001']}) , BR-003 ({at['BR-003']}) "
        f"Court of the County BR-001 ({at['BR-001']}) , BR-002 ({at['BR-002']})"
    )


def test_the_bookmarks_name_every_part(topical: Printed) -> None:
    fact = "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
    with pikepdf.open(io.BytesIO(topical.pdf)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "In short",
            "Contents",
            "How to read this booklet",
            f"BR-003: {fact}",
            f"BR-001: {fact}",
            "What the publisher asks",
            "How the entries are made",
            "Documents",
            "Index of sources",
        ]
        assert [item.children for item in outline.root if item.children] == []


@pytest.mark.parametrize("paper", list(Paper))
def test_pages_are_half_the_paper_with_the_wider_margin_at_the_fold(collection: FakeCollection, paper: Paper) -> None:
    given = edition(several(collection))
    made = printed(given, whole(given), paper)
    width, height = SIZES[paper]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        for side in pdf.pages:
            size = [float(length) for length in side.mediabox]
            assert size == pytest.approx([0, 0, width * POINTS, height * POINTS], abs=0.02)
    found = letters(made.pdf)
    inner = [letter.left if letter.page % 2 else width - letter.right for letter in found]
    outer = [width - letter.right if letter.page % 2 else letter.left for letter in found]
    assert min(inner) >= 16
    assert min(outer) >= 12
    assert min(letter.bottom for letter in found) >= 12
    assert max(letter.top for letter in found) <= height - 11.8
    assert min(letter.size for letter in found) >= 7.6
    assert min(letter.size for letter in found if "Serif" in letter.font) >= 9.6


def test_page_numbers_stand_outside(topical: Printed) -> None:
    found = letters(topical.pdf)
    for number in range(2, len(topical.document.pages) + 1):
        head = max(letter.bottom for letter in found if letter.page == number)
        line = [letter for letter in found if letter.page == number and abs(letter.bottom - head) < 0.5]
        outermost = max(line, key=lambda letter: letter.right) if number % 2 else min(line, key=lambda a: a.left)
        assert outermost.text in str(number)


def test_headings_leave_no_level_out(topical: Printed) -> None:
    levels = [int(element.tag[1]) for element in parsed(topical.html).iter() if re.fullmatch(r"h\d", str(element.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_same_booklet_makes_the_same_bytes(collection: FakeCollection, topical: Printed) -> None:
    given = edition(several(collection))
    assert printed(given, of_topic(given)).pdf == topical.pdf


def test_entries_begin_on_a_page_of_their_own(topical: Printed) -> None:
    first = [next(of_page) for _, of_page in itertools.groupby(blocks_of(topical.document), key=lambda b: b.page)]
    kickers = [block for block in blocks_of(topical.document) if block.element.get("class") == "kicker"]
    assert len(kickers) == 2
    assert all(kicker in first for kicker in kickers)


def test_a_title_is_not_broken_between_years(collection: FakeCollection) -> None:
    collection.project(title="The Bridge at Stonyford <old>, 2019–20")
    given = edition(collection)
    html = given.pages.booklet(whole(given), Paper.A4)
    assert '<h1>The Bridge at Stonyford &lt;old&gt;, <span class="unbroken">2019–20</span></h1>' in html


def test_long_and_short_exhibits_break_where_a_reader_can_go_on(collection: FakeCollection) -> None:
    names = [f"paper-{number}" for number in range(1, 9)]
    for number, name in enumerate(names, start=1):
        collection.evidence(
            name, quotes=[quote(id=f"q{n}", text=(SENTENCE * number)[:-1]) for n in range(number // 3 + 1)]
        )
    shows = {"establishes": SENTENCE * 2, "does_not_establish": SENTENCE}
    for number in range(1, 7):
        used = [link(name, **shows) for name in names[number % 3 :]]
        collection.claim(f"BR-00{number}", summary=SENTENCE * (4 + number), evidence=used)
    given = edition(collection)
    made = printed(given, whole(given))
    expect_readable(made)
    assert 'class="long"' in made.html


def expect_readable(made: Printed) -> None:
    """Take a booklet and fail if it breaks at a wrong place."""
    assert lone_lines(made.document) == []
    assert [tag for tag in last_on_pages(made.document) if re.match(r"h\d|p\.number|p\.kicker", tag)] == []
    assert [tag for tag in first_on_pages(made.document) if tag in {"p.source", "p.who", "p.rating"}] == []


def test_the_booklet_of_the_collection_is_complete(tmp_path: Path) -> None:
    given = real_edition()
    bound = whole(given)
    made = printed(given, bound)
    expect_readable(made)
    path = tmp_path / "booklet.pdf"
    path.write_bytes(made.pdf)
    report = page_validation.validate_pdf(path, profile="ua1")
    assert report.is_compliant, report.failures
    text, position = squeezed(" ".join(line.partition(": ")[2] for line in blocks(path))), 0
    for expected in map(squeezed, content(bound)):
        found = text.find(expected, position)
        assert found >= 0, f"'{expected[:60]}' does not come next"
        position = found + len(expected)


def content(bound: Booklet) -> Iterator[str]:
    """Take a booklet and yield what it must say, in order."""
    yield from [bound.title, bound.subtitle, "Contents", "How to read this booklet"]
    for entry in bound.dossiers:
        claim = entry.claim
        yield from [claim.id, claim.fact, claim.reviewed.quote.text if claim.reviewed.quote else claim.claim]
        yield claim.rating_reason
        for exhibit in entry.exhibits:
            yield from [quote.text for quote in exhibit.quotes] or [exhibit.evidence.summary]
            yield from [exhibit.evidence.publisher, f"Shows {exhibit.link.establishes}"]
            yield f"Does not show {exhibit.link.does_not_establish}"
        yield from [claim.unknowns, reply_line(claim), make_up_line(entry.make_up), "Checked as of"]
    yield "How the entries are made"
    for document in bound.documents:
        yield from [document.evidence.publisher, document.evidence.title, *document.ids]
    yield "Index of sources"
    for source in bound.publishers:
        yield from [source.name, *source.ids]


def test_a_booklet_without_an_address_names_none(collection: FakeCollection) -> None:
    collection.project(base_url="")
    given = edition(collection)
    body = parsed(given.pages.booklet(whole(given), Paper.A4)).find("body")
    assert body is not None
    text = text_of(body)
    assert "Cite it by its id and version, with its sources." in text
    assert "newer versions are at" not in text
