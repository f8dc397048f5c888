"""What holds of every printed file: sound, PDF/A-3a and PDF/UA-1 at once, with its records, and nothing that acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import md5
from itertools import chain, product
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from factsheet import enclosures, loader, versions
from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from factsheet.project import print_name
from factsheet.records import Form, Paper
from tests import prints
from tests.faker import TODAY
from tests.pdf_structure import blocks
from tests.prints import Print, entries_in, letters, opened, side_of
from tests.workshop import edition_of

pytestmark = pytest.mark.slow

ENCLOSED = {"licence.txt": "/text/plain", "records.json": "/application/json", "references.json": "/application/json"}
"""What every file carries, with its kind."""
ACTING = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/AcroForm", "/RichMedia", "/XFA", "/URLS"}
"""Keys of what could act or change; what a link does is looked at by itself."""
FAMILIES = {"IBM-Plex-Serif", "IBM-Plex-Sans"}
"""What this collection is printed with: it quotes in no script that needs another."""
LARGEST = {"sheet": 60_000}
"""Bytes of a file about one entry in this form, at most."""
LARGEST_OF_ALL = 2_000_000
"""Bytes of any file, at most."""


@pytest.fixture(scope="module")
def edition(real_build: Path) -> Edition:
    return edition_of(loader.load(real_build, TODAY))


def test_everything_that_is_wanted_is_printed_and_nothing_else(real_build: Path, edition: Edition) -> None:
    printed = [path.name for path in prints.without_address(real_build).iterdir()]
    assert sorted(printed) == sorted(wanted(edition))


def wanted(edition: Edition) -> Iterator[str]:
    """Take what exporters were given and yield the names of all files that `factsheet.yaml` asks for."""
    of_all = edition.project.print
    shown = [entry.claim.id for entry in edition.dossiers if not entry.withdrawn]
    yield from (print_name(*one) for one in product(shown, of_all.entry, Paper))
    bound = list(product([edition.project.id_prefix], of_all.collection, Paper))
    for topic in edition.topics:
        bound += product([topic.sheet.id], topic.sheet.forms, topic.papers)
    yield from (print_name(*one) for one in bound)
    if of_all.nup:
        yield from (print_name(*one, folded=True) for one in bound if Form.BOOKLET in one)


@pytest.mark.parametrize("profile", ["ua1", "pdfa-3a"])
def test_files_conform(all_prints: list[Print], profile: str) -> None:
    broken = {printed.name: broken_rules(printed, profile) for printed in all_prints}
    assert {name: rules[:3] for name, rules in broken.items() if rules} == {}


def broken_rules(printed: Print, profile: str) -> list[str]:
    """Take a printed file and the name of a profile; return the rules that the file breaks."""
    failures = page_validation.validate_pdf(printed.path, profile=profile).failures
    # A stream may end with the byte CR by chance. With the LF after it page-validation 0.11 takes it for the end of the
    # line, and the stream for too long; veraPDF does not. That lengths are right, the check of all objects tells.
    ends_with_cr = b"\r\nendstream" in printed.path.read_bytes()
    false_alarm = "PDFA3A-STREAM-LENGTH-001" if ends_with_cr else ""
    return [f"{rule.rule_id}: {rule.message}" for rule in failures if rule.rule_id != false_alarm]


def test_files_are_sound(all_prints: list[Print]) -> None:
    assert {printed.name: pdf.check_pdf_syntax() for printed, pdf in opened(all_prints) if pdf.check_pdf_syntax()} == {}


def test_files_are_small(all_prints: list[Print]) -> None:
    sizes = {printed: printed.path.stat().st_size for printed in all_prints}
    limits = {printed: LARGEST.get(printed.form if printed.is_of_entry else "", LARGEST_OF_ALL) for printed in sizes}
    assert {printed.name: size for printed, size in sizes.items() if size > limits[printed]} == {}


def test_sides_have_the_size_in_the_name(all_prints: list[Print]) -> None:
    for printed, pdf in opened(all_prints):
        boxes = [[float(length) for length in side.mediabox] for side in pdf.pages]
        assert boxes == [pytest.approx([0, 0, *printed.size], abs=0.02)] * len(boxes), printed.name
        assert [side.get("/Rotate") for side in pdf.pages] == [None] * len(boxes), printed.name


def test_files_say_what_they_are(all_prints: list[Print]) -> None:
    for printed, pdf in opened(all_prints):
        assert pdf.docinfo["/Author"] == "The contributors to this collection", printed.name
        assert pdf.Root.Lang == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        duplex = pdf.Root.ViewerPreferences.get("/Duplex")
        assert duplex == ("/DuplexFlipShortEdge" if printed.form == "booklet-fold" else None), printed.name


def test_metadata_say_the_same_in_both_places(all_prints: list[Print]) -> None:
    for printed, pdf in opened(all_prints):
        info, described = pdf.docinfo, pdf.open_metadata()
        assert set(info) == {"/Author", "/Keywords", "/Producer", "/Subject", "/Title"}, printed.name
        assert described["dc:title"] == info["/Title"]
        assert described["dc:creator"] == [str(info["/Author"])]
        assert described["dc:description"] == info["/Subject"]
        assert described["pdf:Keywords"] == info["/Keywords"]
        assert (described["pdfaid:part"], described["pdfaid:conformance"]) == ("3", "A")
        assert described["pdfuaid:part"] == "1"


def test_no_two_files_have_the_same_identifier(all_prints: list[Print]) -> None:
    # A folded booklet shares the first half of it with the pages that it was made of.
    names: dict[bytes, list[str]] = {}
    for printed, pdf in opened(all_prints):
        names.setdefault(bytes(pdf.trailer.ID[1]), []).append(printed.name)
    assert [shared for shared in names.values() if len(shared) > 1] == []


def test_bookmarks_name_every_entry(all_prints: list[Print], edition: Edition) -> None:
    for printed, pdf in opened(all_prints):
        with pdf.open_outline() as outline:
            titles = list(chain.from_iterable(map(titles_of, outline.root)))
        assert titles, printed.name
        facts = {entry.claim.fact for entry in entries_in(edition, printed)}
        assert facts <= {re.sub(r"^[A-Z]+-[0-9]+: ", "", title) for title in titles}, printed.name


def titles_of(bookmark: pikepdf.OutlineItem) -> Iterator[str]:
    yield bookmark.title
    for child in bookmark.children:
        yield from titles_of(child)


def test_each_entry_has_a_named_place(all_prints: list[Print], edition: Edition) -> None:
    lacking = {}
    for printed, pdf in opened(all_prints):
        sides = {name: pdf.pages.index(pikepdf.Page(place[0])) + 1 for name, place in places(pdf).items()}
        entries = entries_in(edition, printed)
        lacking[printed.name] = [entry.claim.id for entry in entries if not leads_to(printed, sides, entry)]
    assert {name: ids for name, ids in lacking.items() if ids} == {}


def leads_to(printed: Print, sides: Mapping[str, int], entry: Dossier) -> bool:
    """Take a printed file, the sides that names lead to, and an entry; return whether its id leads to its fact."""
    if entry.claim.id not in sides:
        return False
    with side_of(printed, sides[entry.claim.id]) as side:
        return letters(entry.claim.fact) in letters(side.get_textpage().get_text_range())


def places(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Take a PDF and return its named places: for each name what it leads to."""
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    return {str(name): place for name, place in pikepdf.NameTree(names.Dests).items()} if "/Dests" in names else {}


def test_files_hold_all_their_fonts_and_no_others(all_prints: list[Print]) -> None:
    for printed, pdf in opened(all_prints):
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        fonts = [item for item in found if item.get("/Type") == "/FontDescriptor"]
        families = {re.sub(r"^/[A-Z]{6}\+(IBM-Plex-[A-Za-z]+).*", r"\1", str(font.FontName)) for font in fonts}
        assert families == FAMILIES, printed.name
        lacking = [font.FontName for font in fonts if not {"/FontFile2", "/FontFile3"} & set(font.keys())]
        assert lacking == [], printed.name


def test_nothing_acts(all_prints: list[Print]) -> None:
    for printed, pdf in opened(all_prints):
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        assert {key for item in found for key in item.keys()} & ACTING == set(), printed.name  # noqa: SIM118
        actions = [item.A for item in found if isinstance(item.get("/A"), pikepdf.Dictionary) and "/S" in item.A]
        assert {str(action.S) for action in actions} <= {"/URI"}, printed.name
        assert [action for action in actions if "/Next" in action] == [], printed.name


def test_links_lead_to_the_web_to_mailboxes_or_to_a_place_in_the_file(all_prints: list[Print]) -> None:
    for printed, pdf in opened(all_prints):
        notes = [note for side in pdf.pages for note in side.get("/Annots", [])]
        assert {str(note.Subtype) for note in notes} <= {"/Link"}, printed.name
        addresses = [str(note.A.URI) for note in notes if "/A" in note]
        assert [address for address in addresses if not re.match(r"(https?://|mailto:)", address)] == [], printed.name
        inside = [str(note.Dest) for note in notes if "/A" not in note]
        assert set(inside) <= set(places(pdf)), printed.name
        assert not inside or "booklet" in printed.form, printed.name


def test_files_carry_their_records_and_nothing_else(all_prints: list[Print], edition: Edition) -> None:
    for printed, pdf in opened(all_prints):
        names = pdf.Root.Names.EmbeddedFiles.Names
        assert list(map(str, names))[::2] == sorted(ENCLOSED), printed.name
        files = [names[number] for number in range(1, len(names), 2)]
        assert sorted(file.objgen for file in files) == sorted(file.objgen for file in pdf.Root.AF), printed.name
        specified = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/EF" in item]
        assert len(specified) == len(ENCLOSED), printed.name
        day = max(entry.claim.history[-1].date for entry in entries_in(edition, printed))
        for name, file in zip(sorted(ENCLOSED), files, strict=True):
            assert enclosed(file) == whole_file(name, day, file), f"{name} in {printed.name}"


def enclosed(file: pikepdf.Object) -> dict[str, Any]:
    """Take the specification of an attached file and return what it says of it."""
    stream = file.EF.F
    return {
        "names": {str(file.F), str(file.UF)},
        "relation": file.AFRelationship,
        "description": bool(str(file.Desc)),
        "kind": stream.Subtype,
        "dates": {str(stream.Params.CreationDate), str(stream.Params.ModDate)},
        "size": int(stream.Params.Size),
        "digest": bytes(stream.Params.CheckSum),
        "others": set(file.EF.keys()) - {"/F", "/UF"},
    }


def whole_file(name: str, day: date, file: pikepdf.Object) -> dict[str, Any]:
    """Take the name of an attached file, the day of the newest version, and the file; return what it must say."""
    content = file.EF.F.read_bytes()
    return {
        "names": {name},
        "relation": "/Source",
        "description": True,
        "kind": ENCLOSED[name],
        "dates": {f"D:{day:%Y%m%d}000000Z"},
        "size": len(content),
        "digest": md5(content).digest(),
        "others": set(),
    }


def test_records_are_those_of_the_entries_with_their_digests(all_prints: list[Print], edition: Edition) -> None:
    frozen = {entry.claim.id: enclosures.version_of(entry, edition.published) for entry in edition.dossiers}
    for printed, pdf in opened(all_prints):
        records = json.loads(pdf.attachments["records.json"].get_file().read_bytes())
        assert (set(records), records["format"]) == ({"entries", "format", "printed"}, 1), printed.name
        carried = [versions.parse(entry) for entry in records["entries"]]  # which reckons the digests again
        assert [version.id for version in carried] == [entry.claim.id for entry in entries_in(edition, printed)]
        assert carried == [frozen[version.id] for version in carried], printed.name
        assert records["printed"]["file"] == unfolded(printed), printed.name


def unfolded(printed: Print) -> str:
    """Take a printed file and return its name, or if it is to be folded, that of the file it was made of."""
    half = {"a4": "a5", "letter": "half-letter"}
    return re.sub(r"-fold-(a4|letter)", lambda paper: f"-{half[paper[1]]}", printed.name)


def test_references_name_each_entry_and_document_once(all_prints: list[Print], edition: Edition) -> None:
    for printed, pdf in opened(all_prints):
        items = json.loads(pdf.attachments["references.json"].get_file().read_bytes())
        ids = [item["id"] for item in items]
        entries = entries_in(edition, printed)
        documents = {exhibit.evidence.id for entry in entries for exhibit in entry.exhibits}
        assert len(ids) == len(set(ids)), printed.name
        assert set(ids) == documents | {entry.claim.id for entry in entries}, printed.name
        assert all(item["type"] and item["title"] for item in items), printed.name


def test_terms_of_use_name_the_licence(all_prints: list[Print], edition: Edition) -> None:
    licence = edition.project.licence
    for printed, pdf in opened(all_prints):
        terms = pdf.attachments["licence.txt"].get_file().read_bytes().decode()
        assert {licence.name, licence.url, licence.quotations} <= set(terms.splitlines()), printed.name


@pytest.mark.parametrize("subject", ["the-court", "NK"])
def test_a_folded_booklet_is_read_like_its_pages(real_build: Path, subject: str) -> None:
    folder = prints.without_address(real_build)
    assert blocks(folder / f"{subject}-booklet-fold-a4.pdf") == blocks(folder / f"{subject}-booklet-a5.pdf")
