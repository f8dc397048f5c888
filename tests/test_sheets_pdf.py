"""What printed files of this collection say, and in which order a screen reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from factsheet import loader
from factsheet.dossier import Dossier
from factsheet.exporters.edition import Edition
from factsheet.topics import Topic
from factsheet.wording import make_up_line, reply_line
from tests import prints
from tests.conftest import Expected
from tests.faker import TODAY, FakeCollection, link, quote
from tests.pdf_structure import blocks
from tests.prints import Print, opened
from tests.workshop import edition_of, factsheet

pytestmark = pytest.mark.slow

PAPERS = ("a4", "letter")


@pytest.fixture
def sheets(all_prints: list[Print]) -> list[Print]:
    """Return the sheets of every entry."""
    return [printed for printed in all_prints if printed.form == "sheet" and printed.is_of_entry]


@pytest.fixture
def topic_sheets(all_prints: list[Print]) -> list[Print]:
    """Return the sheets about topics."""
    return [printed for printed in all_prints if printed.form == "sheet" and printed.is_of_topic]


@pytest.fixture(scope="module")
def edition(real_build: Path) -> Edition:
    """Return what exporters are given of this collection, without a public address."""
    return edition_of(loader.load(real_build, TODAY))


@pytest.fixture(scope="module")
def entries(edition: Edition) -> tuple[Dossier, ...]:
    """Return the entries of the collection."""
    return edition.dossiers


@pytest.fixture(scope="module")
def topics(edition: Edition) -> dict[str, Topic]:
    """Return the topics of the collection by id."""
    return {topic.sheet.id: topic for topic in edition.topics}


def test_every_entry_has_a_sheet_for_each_paper(sheets: list[Print], entries: tuple[Dossier, ...]) -> None:
    assert [printed.name for printed in sheets] == sorted(
        f"{entry.claim.id}-{paper}.pdf" for entry in entries for paper in PAPERS if not entry.withdrawn
    )


def test_every_topic_has_a_sheet_for_each_paper(topic_sheets: list[Print], topics: dict[str, Topic]) -> None:
    assert [printed.name for printed in topic_sheets] == sorted(
        f"{topic.sheet.id}-{paper}.pdf" for topic in topics.values() for paper in topic.papers
    )


def test_topic_sheets_have_two_sides_at_most(topic_sheets: list[Print]) -> None:
    assert [printed.name for printed, pdf in opened(topic_sheets) if len(pdf.pages) > 2] == []


def test_topic_sheets_say_what_they_are(topic_sheets: list[Print], topics: dict[str, Topic]) -> None:
    for printed, pdf in opened(topic_sheets):
        topic = topics[printed.subject]
        assert pdf.docinfo["/Title"] == f"{topic.sheet.fact} ({topic.sheet.title})"
        assert str(pdf.docinfo["/Keywords"]).split(", ")[0] == topic.sheet.id
        with pdf.open_outline() as outline:
            (root,) = outline.root
            entries = [f"{claim.id}: {claim.fact}" for claim in topic.claims]
            assert [child.title for child in root.children][: len(entries)] == entries


def test_topic_sheets_are_read_in_their_order(topic_sheets: list[Print], topics: dict[str, Topic]) -> None:
    for printed in topic_sheets:
        expect_in_order(printed.path, topic_argument(topics[printed.subject]))


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


def test_sheets_have_one_side(sheets: list[Print]) -> None:
    assert [printed.name for printed, pdf in opened(sheets) if len(pdf.pages) > 1] == []


def test_sheets_say_what_they_are(sheets: list[Print], entries: tuple[Dossier, ...]) -> None:
    claims = {entry.claim.id: entry.claim for entry in entries}
    for printed, pdf in opened(sheets):
        claim = claims[printed.subject]
        assert pdf.docinfo["/Title"] == f"{claim.fact} ({claim.id})"
        assert str(pdf.docinfo["/Keywords"]).split(", ")[0] == claim.id
        with pdf.open_outline() as outline:
            (root,) = outline.root
            headings = [child.title for child in root.children if child.title != "When"]
            assert (root.title, headings) == (claim.fact, ["The claim", "What the record shows", "Not known", "Reply"])


def test_sheets_are_read_in_the_order_of_their_argument(sheets: list[Print], entries: tuple[Dossier, ...]) -> None:
    by_id = {entry.claim.id: entry for entry in entries}
    for printed in sheets:
        expect_in_order(printed.path, argument(by_id[printed.subject]))


READ_AS_EXPECTED = (
    "NK-005-a4", "NK-021-letter", "the-court-a4",
    "NK-021-large-print-a4", "NK-005-card-letter", "the-court-booklet-a5",
)  # fmt: skip
"""Of each form one file or more; a folded booklet is read like its pages, which `test_prints_pdf` sees to."""


@pytest.mark.parametrize("name", READ_AS_EXPECTED)
def test_printed_files_of_the_collection_read_as_expected(real_build: Path, name: str, expected: Expected) -> None:
    read = blocks(prints.without_address(real_build) / f"{name}.pdf")
    expected(f"collection/{name}.txt", "\n".join(read) + "\n")


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


def test_sheets_with_an_address_end_with_it_in_words_and_as_a_code(addressed_prints: list[Print]) -> None:
    for printed in addressed_prints:
        if printed.form == "sheet":
            bare = printed.address.removeprefix("https://").rstrip("/")
            end = squeezed(f"{bare} [QR code: {printed.address}]")
            assert squeezed(blocks(printed.path)[-1]).endswith(end), printed.name


def test_sheets_without_an_address_name_none(plain_prints: list[Print]) -> None:
    for printed in plain_prints:
        if printed.form == "sheet":
            read = blocks(printed.path)
            assert not any("QR code" in line for line in read), printed.name
            of_topic = "cite an entry by its id and version, with its sources"
            assert read[-1].endswith(of_topic if printed.is_of_topic else ", version 1"), printed.name


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
