"""`factsheet verify`: what is genuine, what is old, and what is none of ours."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from factsheet import enclosures
from factsheet.verification import EntryVerdict, Outcome, State, Verdict
from tests.faker import FakeCollection, change
from tests.handed import GENUINE, verified, with_records
from tests.workshop import factsheet

pytestmark = pytest.mark.slow


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


def test_several_files_are_verified_in_one_run(published: FakeCollection, sheet: Path) -> None:
    done = factsheet(published.folder, "verify", sheet, sheet)
    assert (done.returncode, done.stdout) == (0, f"{sheet}: {GENUINE}" * 2)


def test_what_is_compared_is_what_is_printed(sheet: Path) -> None:
    with pikepdf.open(io.BytesIO(sheet.read_bytes())) as pdf:
        assert sorted(pdf.attachments) == [enclosures.LICENCE, enclosures.RECORDS, enclosures.REFERENCES]
