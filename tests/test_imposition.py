"""Pages laid on sheets: in the order in which they are folded or cut, and still read aloud in their own."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from pdfminer.layout import LTChar, LTComponent, LTCurve, LTLine

from factsheet.exporters.imposition import fold, four_up
from tests.imposed import (
    A4,
    LETTER,
    MILLIMETRE,
    SENTENCE,
    chapters,
    halves,
    layouts,
    linked,
    numbered,
    pictures,
    printed,
    quarters,
    sides,
    structure,
    words,
)  # fmt: skip

pytestmark = pytest.mark.slow


def test_the_sides_of_a_booklet() -> None:
    assert halves(fold(numbered(5), A4), A4) == [("", "1"), ("2", ""), ("", "3"), ("4", "5")]
    assert halves(fold(numbered(8), A4), A4) == [("8", "1"), ("2", "7"), ("6", "3"), ("4", "5")]


@pytest.mark.parametrize("count", [*range(1, 10), 40])
def test_folded_sheets_are_read_in_order(count: int) -> None:
    found = halves(fold(numbered(count), A4), A4)
    # One sheet in another: from the outer to the inner one its right half is turned, then back its left half.
    sheets = list(zip(found[::2], found[1::2], strict=True))
    into = [half for front, back in sheets for half in (front[1], back[0])]
    out = [half for front, back in reversed(sheets) for half in (back[1], front[0])]
    blank = -count % 4
    assert into + out == [*map(str, range(1, count + 1)), *[""] * blank]


@pytest.mark.parametrize(("sheet", "page"), [(A4, "a5"), (LETTER, "5.5in 8.5in")])
def test_sides_of_a_booklet_have_the_size_of_the_paper(sheet: tuple[float, float], page: str) -> None:
    for given in (sheet, sheet[::-1]):
        with pikepdf.open(io.BytesIO(fold(numbered(2, page), given))) as pdf:
            assert [[float(number) for number in side.mediabox] for side in pdf.pages] == [
                [0, 0, sheet[1], sheet[0]]
            ] * 2
            assert [side.get("/Rotate") for side in pdf.pages] == [None, None]


def test_pages_of_half_the_paper_keep_their_size_and_stand_in_the_middle_of_their_half() -> None:
    source, folded = sides(chapters(1)), sides(fold(chapters(1), A4))
    half = A4[1] / 2
    for before, after in zip(source[0], folded[0], strict=True):
        assert after.x0 - before.x0 == pytest.approx(half + (half - 148 * MILLIMETRE) / 2, abs=0.001)
        assert after.y0 - before.y0 == pytest.approx((A4[0] - 210 * MILLIMETRE) / 2, abs=0.001)
        assert after.size == pytest.approx(before.size)


def test_pages_that_are_too_large_are_made_smaller_with_their_links() -> None:
    source = chapters(2, "a4")
    folded = fold(source, A4)
    (before, *_), (after, *_) = sides(source)[0], sides(folded)[0]
    assert after.size == pytest.approx(before.size * A4[0] / A4[1], rel=0.001)
    assert linked(folded) == linked(source)


@cache
def imposed(form: str) -> tuple[bytes, bytes]:
    """Return a source and what was made of it."""
    return {
        "folded": lambda: (source := chapters(5), fold(source, A4)),
        "letter": lambda: (source := chapters(3, "5.5in 8.5in"), fold(source, LETTER)),
        "cards": lambda: (source := chapters(6, "a6"), four_up(source, A4)),
        "one card": lambda: (source := chapters(1, "a6"), four_up(source, A4)),
    }[form]()


every_form = pytest.mark.parametrize("form", ["folded", "letter", "cards", "one card"])


@every_form
@pytest.mark.parametrize("profile", ["ua1", "pdfa-3a"])
def test_sheets_conform_as_their_source_does(form: str, profile: str, tmp_path: Path) -> None:
    for number, pdf in enumerate(imposed(form)):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf)
        assert page_validation.validate_pdf(path, profile=profile).failures == []


@every_form
def test_sheets_are_sound(form: str) -> None:
    with pikepdf.open(io.BytesIO(imposed(form)[1])) as pdf:
        assert pdf.check_pdf_syntax() == []


@every_form
def test_the_same_bytes_twice(form: str) -> None:
    source, made = imposed(form)
    impose = fold if form in {"folded", "letter"} else four_up
    assert impose(source, LETTER if form == "letter" else A4) == made


def test_the_bytes_do_not_depend_on_the_time() -> None:
    first = fold(numbered(5), A4)
    time.sleep(1.1)
    assert fold(numbered(5), A4) == first


@every_form
def test_nothing_of_the_old_pages_stays_behind(form: str) -> None:
    source, made = imposed(form)
    with pikepdf.open(io.BytesIO(source)) as old, pikepdf.open(io.BytesIO(made)) as new:
        found = [item for item in new.objects if isinstance(item, pikepdf.Dictionary)]
        pages = {item.objgen for item in found if item.get("/Type") == "/Page"}
        assert pages == {side.objgen for side in new.pages}
        assert len(new.pages) == {"folded": 4, "letter": 2, "cards": 2, "one card": 1}[form]
        fonts = [
            sum("/FontFile2" in item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
            for pdf in (old, new)
        ]
        assert fonts[0] == fonts[1] >= 3


@pytest.mark.parametrize("count", [8, pytest.param(40, marks=pytest.mark.slow)])
def test_sheets_are_not_much_larger_than_their_source(count: int) -> None:
    paragraphs = f"<p>{SENTENCE * 6}</p>" * 4
    source = printed("".join(f"<section><h1>Chapter {n}</h1>{paragraphs}</section>" for n in range(count)), "a5")
    assert len(fold(source, A4)) <= 1.1 * len(source) + 3_000


@every_form
def test_sheets_are_read_like_their_source(form: str) -> None:
    source, made = imposed(form)
    assert structure(made) == structure(source)
    text = "".join(text for kind, text in structure(made) if kind == "text")
    assert text.count("barrier") == {"folded": 15, "letter": 9, "cards": 18, "one card": 3}[form]


@every_form
def test_the_parent_tree_leads_from_each_form_and_link_to_its_element(form: str) -> None:
    with pikepdf.open(io.BytesIO(imposed(form)[1])) as pdf:
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        links = texts = 0
        for side in pdf.pages:
            assert "/StructParents" not in side
            for note in side.get("/Annots", []):
                assert note.objgen in {kid.Obj.objgen for kid in parents[int(note.StructParent)].K if "/Obj" in kid}
                links += 1
            for _, drawn in side.Resources.XObject.items():
                key = drawn.get("/StructParents")
                for number, element in enumerate([] if key is None else parents[int(key)]):
                    (kid,) = [kid for kid in element.K if kid.get("/MCID") == number]
                    assert kid.Stm.objgen == drawn.objgen
                    assert kid.Pg.objgen == side.objgen
                    texts += 1
        assert links >= 2
        assert texts >= 10


def test_the_bounds_of_pictures_move_with_them() -> None:
    source = chapters(3, "5.5in 8.5in")
    (first, second, third), moved = pictures(source), pictures(fold(source, LETTER))
    # Pages 1 and 3 are on the right of their sides, page 2 on the left.
    assert moved == [pytest.approx(box) for box in (shifted(first), second, shifted(third))]


def shifted(box: list[float]) -> list[float]:
    return [number + (LETTER[1] / 2 if axis % 2 == 0 else 0) for axis, number in enumerate(box)]


@every_form
def test_links_stand_on_the_same_words(form: str) -> None:
    source, made = imposed(form)
    assert linked(made) == linked(source)
    assert ("https://example.org/1", "the outside of 1") in linked(made)


def test_the_corners_of_links_move_with_them() -> None:
    with pikepdf.open(io.BytesIO(chapters(2))) as pdf:
        for side in pdf.pages:
            for note in side.Annots:
                x1, y1, x2, y2 = note.Rect
                note.QuadPoints = pikepdf.Array([x1, y2, x2, y2, x1, y1, x2, y1])
                note.P = side.obj
        changed = io.BytesIO()
        pdf.save(changed)
    with pikepdf.open(io.BytesIO(fold(changed.getvalue(), LETTER))) as pdf:
        for side in pdf.pages:
            for note in side.Annots:
                x1, y1, x2, y2 = note.Rect
                assert list(note.QuadPoints) == [x1, y2, x2, y2, x1, y1, x2, y1]
                assert note.P.objgen == side.objgen


def below(place: Any, pdf: pikepdf.Pdf, text: list[list[LTChar]]) -> str:
    """Take a destination and return the line that begins below it and to its right."""
    side, _, x, y, _ = place
    (number,) = [n for n, page in enumerate(pdf.pages) if page.objgen == side.objgen]
    return words(text[number], float(x) - 1, float(y) - 25, float(x) + 150, float(y) + 1)


@every_form
def test_bookmarks_and_named_places_lead_to_the_same_words(form: str) -> None:
    named, marked = [], []
    for content in imposed(form):
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
            text = sides(content)
            places = pdf.Root.Names.Dests.Names
            named.append({str(places[n]): below(places[n + 1], pdf, text) for n in range(0, len(places), 2)})
            marked.append([(mark.title, below(mark.destination, pdf, text)) for mark in outline.root])
    count = len(named[0])
    assert named[0] == named[1] == {f"c{n}": f"Chapter {n}" for n in range(1, count + 1)}
    assert marked[0] == marked[1] == [(f"Chapter {n}", f"Chapter {n}") for n in range(1, count + 1)]


def test_every_kind_of_destination_moves_with_its_page() -> None:
    kinds: dict[str, list[Any]] = {
        "XYZ": [10, None, 2], "Fit": [], "FitH": [20], "FitV": [None], "FitR": [1, 2, 3, 4], "FitB": [], "FitBV": [5],
    }  # fmt: skip
    with pikepdf.open(io.BytesIO(numbered(1, "5in 8in"))) as pdf:
        only = pdf.pages[0].obj
        names = [part for kind, numbers in kinds.items() for part in (
            pikepdf.String(kind), pikepdf.Array([only, pikepdf.Name(f"/{kind}"), *numbers])
        )]  # fmt: skip
        leaf = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
        pdf.Root.Names.Dests = pikepdf.Dictionary(Kids=pikepdf.Array([leaf]))
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([only, pikepdf.Name.FitV, 30]))
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
        changed = io.BytesIO()
        pdf.save(changed)
    with pikepdf.open(io.BytesIO(fold(changed.getvalue(), LETTER))) as pdf:
        moved = pdf.Root.Names.Dests.Kids[0].Names
        found = {}
        for number in range(0, len(moved), 2):
            side, kind, *numbers = list(moved[number + 1].as_list())
            assert side.objgen == pdf.pages[0].objgen
            found[str(moved[number])] = [str(kind), *numbers]
        opening = pdf.Root.OpenAction.D
        assert opening == pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.FitV, 444])
        assert "/PageLabels" not in pdf.Root
    assert found == {
        "XYZ": ["/XYZ", 424, None, 2],
        "Fit": ["/FitR", 414, 18, 774, 594],
        "FitH": ["/FitH", 38],
        "FitV": ["/FitV", None],
        "FitR": ["/FitR", 415, 20, 417, 22],
        "FitB": ["/FitR", 414, 18, 774, 594],
        "FitBV": ["/FitBV", 419],
    }


@every_form
def test_what_the_file_says_of_itself_stays(form: str) -> None:
    source, made = imposed(form)
    with pikepdf.open(io.BytesIO(source)) as old, pikepdf.open(io.BytesIO(made)) as new:
        for key in ("/Lang", "/MarkInfo", "/Metadata", "/OutputIntents", "/AF"):
            assert new.Root[key] == old.Root[key], key
        assert new.docinfo == old.docinfo
        assert new.trailer.ID[0] == old.trailer.ID[0]
        assert new.pdf_version == old.pdf_version
        assert new.attachments["record.json"].get_file().read_bytes() == b'{"id": "BR-001"}'
        assert {side.Tabs for side in new.pages} == {pikepdf.Name.S}
        duplex = {"/Duplex": "/DuplexFlipShortEdge"} if form in {"folded", "letter"} else {}
        preferences = {key: str(value) for key, value in new.Root.ViewerPreferences.items()}
        assert preferences == {"/DisplayDocTitle": "True"} | duplex
    # A reader that knows nothing of PDF must find it.
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_cards_stand_in_rows_and_the_rest_of_the_last_sheet_stays_empty() -> None:
    assert quarters(four_up(numbered(6, "a6"), A4), A4) == [("1", "2", "3", "4"), ("5", "6", "", "")]
    assert quarters(four_up(numbered(2, "a6"), A4), A4) == [("1", "2", "", "")]


def test_a_single_card_is_printed_four_times_and_read_once() -> None:
    source, made = imposed("one card")
    (content,) = quarters(made, A4)
    assert len(set(content)) == 1
    assert content[0].count("barrier") == 3
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (side,) = pdf.pages
        tagged, copy = side.Resources.XObject.P1, side.Resources.XObject.Copy
        assert "/StructParents" not in copy
        operators = Counter(str(part.operator) for part in pikepdf.parse_content_stream(copy))
        assert {"BDC", "BMC", "EMC"} & set(operators) == set()
        kept = Counter(str(part.operator) for part in pikepdf.parse_content_stream(tagged))
        assert operators == Counter({key: n for key, n in kept.items() if key not in {"BDC", "BMC", "EMC"}})
        drawn = list(drawn_with_depth(side))
        assert drawn == [("/P1", 0), ("/Copy", 1), ("/Copy", 1), ("/Copy", 1)]
    assert len(linked(made)) == len(linked(source)) == 2


def drawn_with_depth(side: pikepdf.Page) -> Iterator[tuple[str, int]]:
    """Yield the forms drawn on a side, and in how many artifacts each stands."""
    depth = 0
    for part in pikepdf.parse_content_stream(side):
        operator = str(part.operator)
        depth += {"BMC": 1, "EMC": -1}.get(operator, 0)
        if operator == "BMC":
            assert [str(operand) for operand in part.operands] == ["/Artifact"]
        if operator == "Do":
            yield str(part.operands[0]), depth
    assert depth == 0


@pytest.mark.parametrize("sheet", [A4, LETTER, LETTER[::-1]])
def test_cut_marks_stand_on_the_lines_between_the_cards(sheet: tuple[float, float]) -> None:
    (side,) = layouts(four_up(numbered(4, "3in 4in"), sheet))
    marks = [item for item in side if isinstance(item, LTLine | LTCurve)]
    assert {mark.linewidth for mark in marks} == {0.25}
    width, height = sheet
    across = sorted(round_box(mark)[:2] for mark in marks if mark.y0 == pytest.approx(height / 2) == mark.y1)
    up = sorted(round_box(mark)[2:] for mark in marks if mark.x0 == pytest.approx(width / 2) == mark.x1)
    assert len(across) + len(up) == len(marks) == 10
    for found, length in ((across, width), (up, height)):
        there = [(0, 4), (5, 9), (length / 2 / MILLIMETRE - 2, length / 2 / MILLIMETRE + 2)]
        back = [(length / MILLIMETRE - far, length / MILLIMETRE - near) for near, far in there[1::-1]]
        assert found == [pytest.approx(place, abs=0.002) for place in [*there, *back]]


def round_box(mark: LTComponent) -> tuple[float, ...]:
    return tuple(round(number / MILLIMETRE, 3) for number in (mark.x0, mark.x1, mark.y0, mark.y1))
