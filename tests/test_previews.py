"""Previews: small pictures of the first pages of sheets, made with them and gone with them."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

import pytest
from PIL import Image

from factsheet import verification
from factsheet.exporters import sheets, topics
from factsheet.exporters.pictures import picture
from factsheet.exporters.previews import preview_path
from factsheet.records import Paper
from tests.faker import FakeCollection
from tests.workshop import edition, factsheet, stamps, touched

SHEET = {"id": "the-bridge", "title": "The bridge", "fact": "It was closed.", "lead": "A lead.", "topics": ["bridge"]}
SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "


def built(collection: FakeCollection, *arguments: str) -> str:
    done = factsheet(collection.folder, "build", "--to", "pdf", "--jobs", "1", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files(collection: FakeCollection) -> list[str]:
    return sorted(path.name for path in (collection.folder / "build" / "site").rglob("*.p*") if path.is_file())


def test_the_sheet_of_an_entry_has_one_on_a4_whatever_papers_are_wanted(collection: FakeCollection) -> None:
    for papers in (tuple(Paper), (Paper.A4,), (Paper.LETTER,)):
        found = {target.path.name: target.beside for target in sheets.export(edition(collection, papers))}
        expected: dict[Paper, dict[str, tuple[PurePosixPath, ...]]] = {
            Paper.A4: {"BR-001-a4.pdf": (PurePosixPath("site/previews/BR-001-a4.png"),)},
            Paper.LETTER: {"BR-001-letter.pdf": ()},
        }
        assert found == {name: beside for paper in papers for name, beside in expected[paper].items()}


@pytest.mark.parametrize(
    ("paper", "expected"),
    [((), {"a4": "the-bridge-a4.png", "letter": ""}), (("letter",), {"letter": "the-bridge-letter.png"})],
)
def test_a_topic_sheet_has_one_on_its_first_paper(
    collection: FakeCollection, paper: tuple[str, ...], expected: dict[str, str]
) -> None:
    collection.project(sheets=[SHEET | ({"paper": list(paper)} if paper else {})])
    found = list(topics.export(edition(collection)))
    assert {target.path.stem.rpartition("-")[2]: "".join(path.name for path in target.beside) for target in found} == (
        expected
    )


@pytest.mark.slow
def test_a_preview_is_a_small_picture_of_the_first_page(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET])
    given = edition(collection, (Paper.A4,))
    for target in [*sheets.export(given), *topics.export(given)]:
        made = target.make()
        assert made.beside == (picture(made.content, 4, 600),)
        assert target.beside == (preview_path(target.path),)
        assert len(made.beside[0]) <= 40_000
        with Image.open(io.BytesIO(made.beside[0])) as opened:
            assert opened.size == (600, 849)
            assert opened.convert("L").getextrema() == (0, 255)


@pytest.mark.slow
def test_a_build_of_one_paper_leaves_the_other_files_as_they_are(collection: FakeCollection) -> None:
    built(collection)
    assert files(collection) == ["BR-001-a4.pdf", "BR-001-a4.png", "BR-001-letter.pdf"]
    before = stamps(collection.folder / "build")
    built(collection, "--paper", "letter")
    built(collection, "--paper", "a4")
    assert touched(before, stamps(collection.folder / "build")) == []
    (collection.folder / "build" / "site" / "previews" / "BR-001-a4.png").unlink()
    built(collection)
    after = stamps(collection.folder / "build")
    assert {path: after[path][2] for path in after} == {path: before[path][2] for path in before}


@pytest.mark.slow
def test_a_sheet_that_no_longer_fits_fails_once_and_takes_its_preview_along(collection: FakeCollection) -> None:
    built(collection, "--paper", "a4")
    collection.claim(unknowns=SENTENCE * 60)
    done = factsheet(collection.folder, "build", "--to", "pdf", "--paper", "a4", "--jobs", "1")
    assert done.returncode != 0
    assert (done.stdout + done.stderr).count("does-not-fit") == 1
    assert files(collection) == []


@pytest.mark.slow
def test_a_tight_sheet_is_noted_once(collection: FakeCollection) -> None:
    def notes() -> list[str]:
        done = factsheet(collection.folder, "check")
        return [line for line in done.stdout.splitlines() if line.endswith("[fit]")]

    collection.claim(unknowns=SENTENCE * 20, summary=SENTENCE * 9)
    built(collection, "--paper", "a4")
    assert [line.count("on a4") for line in notes()] == [1]


@pytest.mark.slow
def test_a_preview_is_not_taken_for_the_sheet_when_a_file_is_verified(published: FakeCollection) -> None:
    site = published.folder / "build" / "site"
    sheet, preview = site / "pdf" / "BR-001-a4.pdf", site / "previews" / "BR-001-a4.png"
    verdict = verification.verify(sheet.read_bytes(), published.load())
    assert verdict.outcome is verification.Outcome.CURRENT
    changed = verification.verify(sheet.read_bytes().replace(b"/Producer", b"/Producex", 1) + b"\n", published.load())
    assert changed.outcome in {verification.Outcome.RESAVED, verification.Outcome.ALTERED}
    assert not any("cannot be compared" in detail for detail in changed.details)
    as_pdf = verification.verify(preview.read_bytes(), published.load())
    assert as_pdf.outcome is verification.Outcome.ALTERED
