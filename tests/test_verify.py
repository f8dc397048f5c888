"""`factsheet verify`: what is genuine, what is old, and everything that somebody may have changed in a file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from factsheet import bounds, enclosures, verification, versions
from factsheet.verification import EntryVerdict, Outcome, State, Verdict
from tests.faker import FakeCollection, change
from tests.workshop import factsheet

pytestmark = pytest.mark.slow

Alter = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> FakeCollection:
    """Return a collection whose entry is published and printed; nobody may change it."""
    made = FakeCollection(tmp_path_factory.mktemp("published"))
    made.claim(status="published")
    for arguments in (("publish", "--all"), ("build", "--to", "pdf", "--paper", "a4", "--jobs", "1")):
        done = factsheet(made.folder, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture
def sheet(published: FakeCollection) -> Path:
    return published.folder / "build" / "site" / "pdf" / "BR-001-a4.pdf"


def verified(folder: Path, file: Path, *options: str) -> tuple[int, str]:
    """Return the exit code and what is said of a file, without its name."""
    done = factsheet(folder, "verify", file, *options)
    assert done.stderr == ""
    assert done.stdout.startswith(f"{file}: ")
    return done.returncode, done.stdout.removeprefix(f"{file}: ")


def altered(sheet: Path, folder: Path, alter: Alter) -> Path:
    """Save a changed copy of a sheet and return its path."""
    with pikepdf.open(sheet) as pdf:
        alter(pdf)
        pdf.save(folder / "handed.pdf", fix_metadata_version=False)
    return folder / "handed.pdf"


GENUINE = "genuine and current\n  BR-001 version 1: current\n  pages: as printed from these records\n"


def test_a_sheet_is_genuine_and_current(published: FakeCollection, sheet: Path) -> None:
    assert verified(published.folder, sheet) == (0, GENUINE)


def test_a_sheet_that_another_program_saved_again_is_not_the_published_file(
    published: FakeCollection, sheet: Path, tmp_path: Path
) -> None:
    with pikepdf.open(sheet) as pdf:
        pdf.save(tmp_path / "handed.pdf", linearize=True, fix_metadata_version=False)
    assert (tmp_path / "handed.pdf").read_bytes() != sheet.read_bytes()
    assert verified(published.folder, tmp_path / "handed.pdf") == (
        1,
        "not the published file, though it holds the same\n"
        "  BR-001 version 1: current\n"
        "  pages: as printed from these records, as far as can be read here; but the file was saved anew, and another "
        "program may show something else in it. Ask for the published file.\n",
    )


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


def with_records(sheet: Path, folder: Path, edit: Callable[[bytes], bytes]) -> Path:
    """Save a copy of a sheet whose attached records were edited and return its path."""

    def alter(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments[enclosures.RECORDS].obj.EF.F
        stream.write(edit(stream.read_bytes()))

    return altered(sheet, folder, alter)


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


def test_a_file_without_records_is_none_of_ours(published: FakeCollection, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "handed.pdf")
    assert verified(published.folder, tmp_path / "handed.pdf") == (
        1,
        "not as published by this collection\n  not a file of this tool, or altered: it carries no records\n",
    )


def test_what_only_looks_like_a_pdf_is_none_of_ours(published: FakeCollection, tmp_path: Path) -> None:
    (tmp_path / "handed.pdf").write_bytes(b"%PDF-1.7\nnothing")
    code, said = verified(published.folder, tmp_path / "handed.pdf")
    assert (code, said.splitlines()[0]) == (1, "not as published by this collection")


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


def test_a_sheet_that_leaves_out_entries_is_not_all_of_it(second: FakeCollection, tmp_path: Path) -> None:
    closing = {"id": "closing", "title": "The closing", "fact": "The bridge was closed.", "lead": "A court said so."}
    second.claim("BR-002", status="published")
    assert factsheet(second.folder, "publish", "--all").returncode == 0
    second.project(sheets=[closing | {"claims": ["BR-001"]}])
    done = factsheet(second.folder, "build", "closing", "--form", "sheet", "--paper", "a4", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    file = tmp_path / "out" / "site" / "pdf" / "closing-a4.pdf"
    assert verified(second.folder, file) == (0, GENUINE)
    second.project(sheets=[closing | {"claims": ["BR-001", "BR-002"]}])
    assert verified(second.folder, file) == (
        1,
        "not all that this sheet of the collection has\n"
        "  BR-001 version 1: current\n"
        "  pages: as printed from these records, without entries that were added since, or left out:\n"
        "    BR-002\n",
    )


@pytest.fixture
def second(published: FakeCollection, tmp_path: Path) -> FakeCollection:
    """Return the same collection, to be changed."""
    copy = FakeCollection(tmp_path)
    copy.claim(status="published")
    for file in sorted((published.folder / "claims" / "published").iterdir()):
        copy.write(f"claims/published/{file.name}", file.read_bytes())
    return copy


def test_a_sheet_of_an_earlier_version_is_genuine_and_superseded(second: FakeCollection, sheet: Path) -> None:
    newer = change(version="2", date="2025-05-20", level="factual", change="The court sat in May, not in June.")
    second.claim(status="published", unknowns="Who built the barrier.", history=[change(), newer])
    assert factsheet(second.folder, "publish", "--all").returncode == 0
    assert verified(second.folder, sheet) == (
        1,
        "genuine, and not current\n"
        "  BR-001 version 1: superseded; version 2 of 2025-05-20 says: The court sat in May, not in June.\n"
        "  pages: as printed from these records\n",
    )


def test_a_sheet_of_a_withdrawn_entry_says_why(second: FakeCollection, sheet: Path) -> None:
    gone = change(version="2", date="2025-05-20", level="withdrawn", change="The ruling was overturned.")
    second.claim(status="withdrawn", history=[change(), gone])
    assert factsheet(second.folder, "publish", "--all").returncode == 0
    code, said = verified(second.folder, sheet)
    assert code == 1
    assert said.splitlines()[1] == (
        "  BR-001 version 1: withdrawn; version 2 of 2025-05-20 says: The ruling was overturned."
    )


def test_the_record_of_a_withdrawal_is_on_no_sheet(second: FakeCollection, sheet: Path, tmp_path: Path) -> None:
    gone = change(version="2", date="2025-05-20", level="withdrawn", change="The ruling was overturned.")
    second.claim(status="withdrawn", history=[change(), gone])
    assert factsheet(second.folder, "publish", "--all").returncode == 0
    (newest,) = (second.folder / "claims" / "published").glob("*.v2.json")

    def edit(text: bytes) -> bytes:
        return json.dumps(json.loads(text) | {"entries": [json.loads(newest.read_bytes())]}).encode()

    code, said = verified(second.folder, with_records(sheet, tmp_path, edit))
    assert code == 1
    assert said.endswith("    it carries the record of a withdrawal, and nothing is printed of that\n")


def test_a_file_says_each_entry_once(published: FakeCollection, sheet: Path, tmp_path: Path) -> None:
    def edit(text: bytes) -> bytes:
        data = json.loads(text)
        return json.dumps(data | {"entries": data["entries"] * 3}).encode()

    code, said = verified(published.folder, with_records(sheet, tmp_path, edit))
    assert (code, said.splitlines()[1]) == (
        1,
        "  not a file of this tool, or altered: it carries the records of an entry twice",
    )


def test_a_file_name_cannot_forge_a_verdict(published: FakeCollection, sheet: Path, tmp_path: Path) -> None:
    forged = tmp_path / "a.pdf: genuine and current\n  \x1b[8m.pdf"
    for content in (sheet.read_bytes()[:-1], b"no PDF"):
        forged.write_bytes(content)
        done = factsheet(published.folder, "verify", forged)
        assert done.returncode != 0
        assert "\x1b" not in done.stdout + done.stderr
        assert r"a.pdf: genuine and current\n  \x1b[8m.pdf" in (done.stdout + done.stderr).splitlines()[0]


def test_many_entries_are_not_all_named() -> None:
    entries = tuple(EntryVerdict(f"BR-{number:03}", 1, State.CURRENT) for number in range(250))
    old = EntryVerdict("BR-900", 1, State.SUPERSEDED)
    lines = str(Verdict(Outcome.OLD, (*entries, old), "pages: …")).splitlines()
    assert (lines[1], lines[-2], len(lines)) == ("  BR-900 version 1: superseded", "  and 51 more entries", 203)


def test_a_sheet_of_another_collection_is_unknown(collection: FakeCollection, sheet: Path) -> None:
    assert verified(collection.folder, sheet) == (
        1,
        "not as published by this collection\n"
        "  BR-001 version 1: unknown; an entry of this id was not published in this collection\n"
        "  pages: not compared, because not every entry in the file was published by this collection\n",
    )


def test_a_sheet_for_another_address_is_none_of_ours(published: FakeCollection, tmp_path: Path) -> None:
    done = factsheet(
        published.folder, "build", "BR-001", "--to", "pdf", "--paper", "a4", "--jobs", "1", "--out", tmp_path / "out",
        "--base-url", "https://elsewhere.example.org",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    file = tmp_path / "out" / "site" / "pdf" / "BR-001-a4.pdf"
    code, said = verified(published.folder, file)
    assert code == 1
    assert said.splitlines()[3] == (
        "    it was printed for the address 'https://elsewhere.example.org', and this collection's is "
        "'https://example.org/bridge'"
    )
    assert verified(published.folder, file, "--base-url", "https://elsewhere.example.org") == (0, GENUINE)


def test_a_sheet_without_the_collections_address_is_none_of_ours(second: FakeCollection, tmp_path: Path) -> None:
    second.project(base_url=None)
    done = factsheet(
        second.folder, "build", "BR-001", "--to", "pdf", "--paper", "a4", "--jobs", "1", "--out", tmp_path / "out"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    file = tmp_path / "out" / "site" / "pdf" / "BR-001-a4.pdf"
    assert verified(second.folder, file) == (0, GENUINE)
    second.project(base_url="https://example.org/bridge")
    code, said = verified(second.folder, file)
    assert (code, said.splitlines()[3]) == (
        1,
        "    it was printed without an address, and this collection's is 'https://example.org/bridge'",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"not a PDF", "'{file}' is no PDF"), (None, "'{file}' is not a file")],
)
def test_what_is_no_pdf_cannot_be_verified(
    published: FakeCollection, tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "handed.pdf"
    if content:
        file.write_bytes(content)
    done = factsheet(published.folder, "verify", file)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"factsheet: {message.format(file=file)}\n")


def test_every_form_of_print_can_be_verified(second: FakeCollection) -> None:
    closing = {"id": "closing", "title": "The closing", "fact": "The bridge was closed.", "lead": "A court said so."}
    second.project(sheets=[closing | {"claims": ["BR-001"]}])
    forms = "sheet,large-print,card,booklet"
    done = factsheet(second.folder, "build", "--form", forms, "--nup", "booklet", "--paper", "a4")
    assert done.returncode == 0, done.stdout + done.stderr
    files = sorted((second.folder / "build" / "site" / "pdf").iterdir())
    assert [file.name for file in files] == [
        "BR-001-a4.pdf", "BR-001-card-a4.pdf", "BR-001-large-print-a4.pdf", "BR-booklet-a5.pdf",
        "BR-booklet-fold-a4.pdf", "closing-a4.pdf", "closing-booklet-a5.pdf", "closing-booklet-fold-a4.pdf",
        "closing-large-print-a4.pdf",
    ]  # fmt: skip
    done = factsheet(second.folder, "verify", *files)
    assert (done.returncode, done.stdout) == (0, "".join(f"{file}: {GENUINE}" for file in files))


def test_a_folded_booklet_that_was_altered_is_found(second: FakeCollection, tmp_path: Path) -> None:
    arguments = ("--form", "booklet", "--nup", "booklet", "--paper", "a4", "--jobs", "1")
    assert factsheet(second.folder, "build", *arguments).returncode == 0

    def cover(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].contents_add(b"q 1 1 1 rg 0 0 400 595 re f Q")

    file = altered(second.folder / "build/site/pdf/BR-booklet-fold-a4.pdf", tmp_path, cover)
    code, said = verified(second.folder, file)
    assert (code, said.splitlines()[-1]) == (1, "    page 2: its words are the same, and it looks different")


def test_several_files_are_verified_in_one_run(published: FakeCollection, sheet: Path) -> None:
    done = factsheet(published.folder, "verify", sheet, sheet)
    assert (done.returncode, done.stdout) == (0, f"{sheet}: {GENUINE}" * 2)


def test_what_is_compared_is_what_is_printed(sheet: Path) -> None:
    with pikepdf.open(io.BytesIO(sheet.read_bytes())) as pdf:
        assert sorted(pdf.attachments) == [enclosures.LICENCE, enclosures.RECORDS, enclosures.REFERENCES]
