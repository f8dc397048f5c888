"""What somebody may have changed in a printed file, and files that are made to harm whoever reads them."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from factsheet import bounds, enclosures, verification, versions
from factsheet.verification import Outcome
from tests.faker import FakeCollection
from tests.handed import Alter, altered, verified, with_records
from tests.workshop import factsheet

pytestmark = pytest.mark.slow


def replace_letters(pdf: pikepdf.Pdf) -> None:
    """Change places of the first two letters on the page."""
    content = pdf.pages[0].Contents
    instructions = list(pikepdf.parse_content_stream(content))
    for instruction in instructions:
        if str(instruction.operator) == "TJ":
            glyphs = instruction.operands[0]  # each is followed by how far the next is moved
            glyphs[0], glyphs[2] = pikepdf.String(bytes(glyphs[2])), pikepdf.String(bytes(glyphs[0]))
            break
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def cover_words(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"q 1 1 1 rg 60 690 300 80 re f Q")


def lead_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].A.URI = pikepdf.String("https://elsewhere.example.org/")


def add_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")


def add_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def change_the_citations(pdf: pikepdf.Pdf) -> None:
    stream = pdf.attachments["references.json"].obj.EF.F
    stream.write(stream.read_bytes().replace(b"Miller", b"Muller"))


def take_the_licence(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["licence.txt"]


def add_a_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["more.txt"] = pikepdf.AttachedFileSpec(pdf, b"more")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("alter", "difference"),
    [
        (replace_letters, "page 1: “"),
        (cover_words, "page 1: its words are the same, and it looks different\n"),
        (lead_elsewhere, "page 1: its links lead elsewhere: https://elsewhere.example.org/\n"),
        (add_a_script, "it holds what no sheet does: OpenAction\n"),
        (add_a_page, "it has 2 pages and not 1\n"),
        (change_the_citations, "the file in it named 'references.json' is another\n"),
        (take_the_licence, "the file in it named 'licence.txt' is missing\n"),
        (add_a_file, "the file in it named 'more.txt' is none of ours\n"),
    ],
)
def test_whatever_is_altered_beside_the_records_is_found(
    published: FakeCollection, sheet: Path, tmp_path: Path, alter: Alter, difference: str
) -> None:
    code, said = verified(published.folder, altered(sheet, tmp_path, alter))
    assert code == 1
    assert said.startswith(
        "not as published by this collection\n"
        "  BR-001 version 1: current\n"
        "  pages: altered, or printed with other settings or versions of the tool; these records print otherwise:\n"
        f"    {difference}"
    )


def rename_in_the_bookmarks(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("The bridge was open")


def rename_in_the_metadata(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert b"Carts could not cross" in packet
    pdf.Root.Metadata.write(packet.replace(b"Carts could not cross", b"Everybody could cross"))


def tell_listeners_otherwise(pdf: pikepdf.Pdf) -> None:
    heading = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/H1")
    heading.ActualText = pikepdf.String("The bridge was open")


def move_a_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].Rect = pikepdf.Array([0, 0, 590, 840])


def print_another_picture(pdf: pikepdf.Pdf) -> None:
    """Let a link have a look of its own that shows on paper only."""
    look = pdf.make_stream(b"1 g 0 0 596 200 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    look.BBox = pikepdf.Array([0, 0, 596, 200])
    pdf.pages[0].Annots[0].AP = pikepdf.Dictionary(N=look)
    pdf.pages[0].Annots[0].F = 4 | 32


@pytest.mark.parametrize(
    ("alter", "way"),
    [
        (rename_in_the_bookmarks, r"Root/Outlines/(First|Last)/Title"),
        (rename_in_the_metadata, "Root/Metadata"),
        (tell_listeners_otherwise, r"Root/StructTreeRoot/\S+"),
        (move_a_link, r"Root/\S+/Annots/0/Rect/\d"),
        (print_another_picture, r"Root/\S+/Annots/0"),
    ],
)
def test_what_is_altered_where_no_page_shows_it_is_found(
    published: FakeCollection, sheet: Path, tmp_path: Path, alter: Alter, way: str
) -> None:
    code, said = verified(published.folder, altered(sheet, tmp_path, alter))
    assert code == 1
    found = said.splitlines()[-1].partition("its words and links are the same, and another thing in it differs: ")[2]
    assert re.fullmatch(way, found), said


def test_any_byte_of_the_attached_records_counts(published: FakeCollection, sheet: Path, tmp_path: Path) -> None:
    with pikepdf.open(sheet) as pdf:
        records = pdf.attachments[enclosures.RECORDS].get_file().read_bytes()
    loaded = published.load()
    for position in range(0, len(records), len(records) // 60):
        other = b"#" if records[position : position + 1] != b"#" else b"+"
        edited = records[:position] + other + records[position + 1 :]
        file = with_records(sheet, tmp_path, partial(lambda edited, _: edited, edited))
        outcome = verification.verify(file.read_bytes(), loaded).outcome
        assert (position, outcome) == (position, Outcome.ALTERED)


def test_a_record_with_a_right_digest_of_other_words_is_named(
    published: FakeCollection, sheet: Path, tmp_path: Path
) -> None:
    def edit(text: bytes) -> bytes:
        data = json.loads(text)
        entry = data["entries"][0]["entry"]
        entry["fact"] = "Carts crossed the bridge all year."
        data["entries"] = [versions.Version(entry).data]
        return json.dumps(data).encode()

    assert verified(published.folder, with_records(sheet, tmp_path, edit)) == (
        1,
        "not as published by this collection\n"
        "  BR-001 version 1: altered; the record in it is not the published one; these fields differ: fact\n"
        "  pages: not compared, because not every entry in the file was published by this collection\n",
    )


def test_a_file_says_each_entry_once(published: FakeCollection, sheet: Path, tmp_path: Path) -> None:
    def edit(text: bytes) -> bytes:
        data = json.loads(text)
        return json.dumps(data | {"entries": data["entries"] * 3}).encode()

    code, said = verified(published.folder, with_records(sheet, tmp_path, edit))
    assert (code, said.splitlines()[1]) == (
        1,
        "  not a file of this tool, or altered: it carries the records of an entry twice",
    )


def test_a_folded_booklet_that_was_altered_is_found(second: FakeCollection, tmp_path: Path) -> None:
    arguments = ("--form", "booklet", "--nup", "booklet", "--paper", "a4", "--jobs", "1")
    assert factsheet(second.folder, "build", *arguments).returncode == 0

    def cover(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].contents_add(b"q 1 1 1 rg 0 0 400 595 re f Q")

    file = altered(second.folder / "build/site/pdf/BR-booklet-fold-a4.pdf", tmp_path, cover)
    code, said = verified(second.folder, file)
    assert (code, said.splitlines()[-1]) == (1, "    page 2: its words are the same, and it looks different")


def test_an_attachment_that_unpacks_to_too_much_is_not_read(
    published: FakeCollection, sheet: Path, tmp_path: Path
) -> None:
    file = with_records(sheet, tmp_path, lambda _: b" " * (65 * 1024 * 1024))
    code, said = verified(published.folder, file)
    assert (code, said.splitlines()[1]) == (1, "  not a file of this tool, or altered: what it carries is too large")


def show_a_giant(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 14400, 14400])


def draw_without_end(pdf: pikepdf.Pdf) -> None:
    """Add a drawing of drawings of drawings, which would be drawn ten to the power of twenty times."""
    size, inner = pikepdf.Array([0, 0, 600, 900]), pdf.make_stream(b"0 0 5 5 re f")
    for _ in range(20):
        drawing = pdf.make_stream(b"/X Do " * 10)
        drawing.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = drawing
        inner.Type, inner.Subtype, inner.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, size
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X=inner)
    pdf.pages[0].contents_add(b"q /X Do Q")


def add_what_is_no_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots.append(1)


@pytest.mark.parametrize(
    ("alter", "message"),
    [
        (show_a_giant, "a page of it is smaller or larger than any sheet"),
        (add_what_is_no_link, "what it carries cannot be read: 'int' object has no attribute 'get'"),
        (draw_without_end, "it needs more than 1,024 MB of memory or 5 seconds, or brings its reader down"),
    ],
)
def test_what_would_take_all_memory_or_time_is_not_read(
    published: FakeCollection, sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alter: Alter, message: str
) -> None:
    monkeypatch.setattr(bounds, "SECONDS", 5)
    verdict = verification.verify(altered(sheet, tmp_path, alter).read_bytes(), published.load())
    assert (verdict.outcome, verdict.details) == (Outcome.ALTERED, (f"it cannot be compared: {message}",))
