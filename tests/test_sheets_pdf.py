"""The printed sheets of this collection: one page of the right size, complete, and fit for a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import page as page_validation
import pikepdf
import pytest

from factsheet import loader
from factsheet.dossier import Dossier, join
from factsheet.loader import CheckedCollection
from factsheet.topics import Topic
from factsheet.topics import join as join_topics
from factsheet.wording import make_up_line, reply_line
from tests.conftest import Expected
from tests.faker import TODAY, FakeCollection, link, quote
from tests.pdf_structure import blocks
from tests.workshop import factsheet, project_of

pytestmark = pytest.mark.slow

SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
BASE_URL = "https://example.org/collection"


@pytest.fixture(scope="module")
def without_address(real_build: Path) -> Path:
    return real_build / "build" / "site" / "pdf"


@pytest.fixture(scope="module")
def with_address(real_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("address")
    done = factsheet(real_build, "build", "--to", "pdf", "--base-url", BASE_URL, "--out", output)
    assert done.returncode == 0, done.stdout + done.stderr
    return output / "site" / "pdf"


@pytest.fixture(scope="module", params=["without_address", "with_address"])
def everything(request: pytest.FixtureRequest) -> list[Path]:
    """Return every printed sheet for both sizes of paper, without a public address and then with one."""
    folder: Path = request.getfixturevalue(request.param)
    return sorted(folder.iterdir())


@pytest.fixture
def sheets(everything: list[Path]) -> list[Path]:
    """Return the sheets of every entry."""
    return [path for path in everything if is_of_entry(path)]


@pytest.fixture
def topic_sheets(everything: list[Path]) -> list[Path]:
    """Return the sheets about topics."""
    return [path for path in everything if not is_of_entry(path)]


def is_of_entry(path: Path) -> bool:
    """Take a sheet and return whether it is about one entry: the ids of entries have capitals, those of topics none."""
    return path.name[0].isupper()


@pytest.fixture(scope="module")
def loaded(real_build: Path) -> CheckedCollection:
    return loader.load(real_build, TODAY)


@pytest.fixture(scope="module")
def entries(loaded: CheckedCollection) -> tuple[Dossier, ...]:
    return join(project_of(loaded), loaded.corpus)


@pytest.fixture(scope="module")
def topics(loaded: CheckedCollection, entries: tuple[Dossier, ...]) -> dict[str, Topic]:
    """Return the topics of the collection by id."""
    evidence = {evidence_id: entry.record for evidence_id, entry in loaded.corpus.evidence_by_id.items()}
    return {topic.sheet.id: topic for topic in join_topics(project_of(loaded).sheets, entries, evidence)}


def opened(sheets: list[Path]) -> Iterator[tuple[Path, pikepdf.Pdf]]:
    for path in sheets:
        with pikepdf.open(path) as pdf:
            yield path, pdf


def test_every_entry_has_a_sheet_for_each_paper(sheets: list[Path], entries: tuple[Dossier, ...]) -> None:
    assert [path.name for path in sheets] == sorted(
        f"{entry.claim.id}-{paper}.pdf" for entry in entries for paper in SIZES if not entry.withdrawn
    )


def test_every_topic_has_a_sheet_for_each_paper(topic_sheets: list[Path], topics: dict[str, Topic]) -> None:
    assert [path.name for path in topic_sheets] == sorted(
        f"{topic.sheet.id}-{paper}.pdf" for topic in topics.values() for paper in topic.papers
    )


def test_topic_sheets_have_two_pages_at_most_of_the_size_in_their_name(topic_sheets: list[Path]) -> None:
    for path, pdf in opened(topic_sheets):
        assert 1 <= len(pdf.pages) <= 2
        size = SIZES[path.stem.rpartition("-")[2]]
        for side in pdf.pages:
            assert [float(length) for length in side.mediabox] == pytest.approx([0, 0, *size], abs=0.02)


def test_topic_sheets_say_what_they_are(topic_sheets: list[Path], topics: dict[str, Topic]) -> None:
    for path, pdf in opened(topic_sheets):
        topic = topics[path.stem.rpartition("-")[0]]
        assert pdf.docinfo["/Title"] == f"{topic.sheet.fact} ({topic.sheet.title})"
        assert str(pdf.docinfo["/Keywords"]).split(", ")[0] == topic.sheet.id
        with pdf.open_outline() as outline:
            (root,) = outline.root
            entries = [f"{claim.id}: {claim.fact}" for claim in topic.claims]
            assert [child.title for child in root.children][: len(entries)] == entries


def test_topic_sheets_are_read_in_their_order(topic_sheets: list[Path], topics: dict[str, Topic]) -> None:
    for path in topic_sheets:
        expect_in_order(path, topic_argument(topics[path.stem.rpartition("-")[0]]))


def topic_argument(topic: Topic) -> Iterator[str]:
    """Take a topic and yield what its sheet must say, in order."""
    yield topic.sheet.fact
    yield "What is said What the record shows"
    for claim in topic.claims:
        yield claim.reviewed.quote.text if claim.reviewed.quote else claim.claim
        yield claim.id
        yield claim.reviewed.claimant.name
        yield claim.fact
        yield claim.rating.label
        yield claim.rating_reason
        yield "Sources:"
    if topic.sheet.call_to_action:
        yield "What the publisher asks"
    yield "How to read a rating"
    yield "Checked as of"
    yield "Published by"


def test_sheets_have_one_page_of_the_size_in_their_name(sheets: list[Path]) -> None:
    for path, pdf in opened(sheets):
        (only,) = pdf.pages
        size = SIZES[path.stem.rpartition("-")[2]]
        assert [float(side) for side in only.mediabox] == pytest.approx([0, 0, *size], abs=0.02)


def test_sheets_conform_to_pdf_ua(everything: list[Path]) -> None:
    reports = {path.name: page_validation.validate_pdf(path, profile="ua1") for path in everything}
    assert {name: report.failures for name, report in reports.items() if not report.is_compliant} == {}


def test_sheets_say_what_they_are(sheets: list[Path], entries: tuple[Dossier, ...]) -> None:
    claims = {entry.claim.id: entry.claim for entry in entries}
    for path, pdf in opened(sheets):
        claim = claims[path.stem.rpartition("-")[0]]
        assert pdf.docinfo["/Title"] == f"{claim.fact} ({claim.id})"
        assert pdf.docinfo["/Author"] == "The contributors to this collection"
        assert str(pdf.docinfo["/Keywords"]).split(", ")[0] == claim.id
        assert pdf.Root.Lang == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_outline() as outline:
            (root,) = outline.root
            headings = ["The claim", "What the record shows", "Not known", "Reply"]
            assert (root.title, [child.title for child in root.children]) == (claim.fact, headings)


def test_sheets_hold_all_their_fonts_and_no_others(everything: list[Path]) -> None:
    for path, pdf in opened(everything):
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        fonts = [item for item in found if item.get("/Type") == "/FontDescriptor"]
        families = {re.sub(r"^/[A-Z]{6}\+(IBM-Plex-[A-Za-z]+).*", r"\1", str(font.FontName)) for font in fonts}
        assert families == {"IBM-Plex-Serif", "IBM-Plex-Sans"}, path
        assert [font.FontName for font in fonts if not {"/FontFile2", "/FontFile3"} & set(font.keys())] == [], path


def test_sheets_lead_only_to_web_addresses_and_mailboxes(everything: list[Path]) -> None:
    for path, pdf in opened(everything):
        links = [note for side in pdf.pages for note in side.get("/Annots", []) if note.Subtype == "/Link"]
        assert len(links) > 2 or not is_of_entry(path)
        assert [str(note.A.URI) for note in links if not re.match(r"(https?://|mailto:)", str(note.A.URI))] == []


def test_sheets_carry_nothing_that_acts(everything: list[Path]) -> None:
    acting = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/OpenAction", "/AA", "/AcroForm", "/RichMedia"}
    for path, pdf in opened(everything):
        found = {key for item in pdf.objects if isinstance(item, pikepdf.Dictionary) for key in item.keys()}  # noqa: SIM118
        assert found & acting == set(), path


def test_sheets_are_small(everything: list[Path]) -> None:
    assert [path.name for path in everything if path.stat().st_size > 60_000] == []


def test_sheets_are_read_in_the_order_of_their_argument(sheets: list[Path], entries: tuple[Dossier, ...]) -> None:
    by_id = {entry.claim.id: entry for entry in entries}
    for path in sheets:
        expect_in_order(path, argument(by_id[path.stem.rpartition("-")[0]]))


@pytest.mark.parametrize("name", ["NK-005-a4", "NK-021-letter", "the-court-a4"])
def test_three_sheets_of_the_collection_read_as_expected(without_address: Path, name: str, expected: Expected) -> None:
    expected(f"collection/{name}.txt", "\n".join(blocks(without_address / f"{name}.pdf")) + "\n")


def expect_in_order(path: Path, texts: Iterator[str]) -> None:
    """Take a sheet and texts, and fail if a screen reader would not meet them in that order."""
    text = squeezed(" ".join(line.partition(": ")[2] for line in blocks(path)))
    position = 0
    for expected in map(squeezed, texts):
        found = text.find(expected, position)
        assert found >= 0, f"{path.name}: '{expected[:60]}' does not come next"
        position = found + len(expected)


def argument(entry: Dossier) -> Iterator[str]:
    """Take an entry and yield what its sheet must say, in order; of the exhibits, those that are never left out."""
    claim = entry.claim
    yield claim.fact
    yield "The claim"
    yield claim.reviewed.quote.text if claim.reviewed.quote else claim.claim
    yield claim.reviewed.claimant.name
    yield claim.rating.label
    yield claim.rating_reason
    yield re.split(r"[*_\[]", claim.summary)[0]
    yield "What the record shows"
    for exhibit in entry.exhibits[:2]:
        yield str(exhibit.number)
        yield exhibit.evidence.publisher
        yield f"Shows {exhibit.link.establishes}"
        yield f"Does not show {exhibit.link.does_not_establish}"
    yield f"Not known {claim.unknowns}"
    yield f"Reply {reply_line(claim)}"
    yield f"Sources: {make_up_line(entry.make_up)}"
    yield "Checked as of"
    yield "Published by"


def squeezed(text: str) -> str:
    """Take text and return it without what setting it in lines and capitals changes."""
    return re.sub(r"\s+", "", text).casefold()


def test_sheets_with_an_address_show_it_in_words_and_as_a_code(with_address: Path) -> None:
    for path in sorted(with_address.iterdir()):
        name = path.stem.rpartition("-")[0]
        address = f"example.org/collection/{name if is_of_entry(path) else f'sheets/{name}'}"
        assert squeezed(blocks(path)[-1]).endswith(squeezed(f"{address} [QR code: https://{address}/]"))


def test_sheets_without_an_address_name_none(without_address: Path) -> None:
    for path in sorted(without_address.iterdir()):
        assert not any("QR code" in line for line in blocks(path))
        end = ", version 1" if is_of_entry(path) else "cite an entry by its id and version, with its sources"
        assert blocks(path)[-1].endswith(end)


def test_the_whole_text_of_a_sheet(collection: FakeCollection, expected: Expected) -> None:
    translated = quote(
        id="oxen", lang="fr", text="Les bœufs attendaient.", translation="The oxen waited.", translator="Bo Lund"
    )
    collection.evidence(quotes=[quote(id="carts"), translated])
    collection.evidence("letter", type="official-statement", party_relation="party", party="town", quotes=[],
                        verification={"level": "read-in-reproduction", "found_in": ["a copy"]})  # fmt: skip
    collection.claim(
        technique=["overstatement"], recheck_by="2026-05-01",
        summary="A *first* paragraph about [the court](https://court.example.org/).\n\n- one\n- two",
        evidence=[link(), link("letter", relation="partly-supports")],
    )  # fmt: skip
    assert factsheet(collection.folder, "build", "--to", "pdf", "--paper", "a4", "--jobs", "1").returncode == 0
    text = "\n".join(blocks(collection.folder / "build" / "site" / "pdf" / "BR-001-a4.pdf"))
    expected("sheet.txt", text + "\n")
