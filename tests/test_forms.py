"""The forms of print: which are made, under which names, and what a collection's own sheets leave out."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

import pytest

from factsheet import loader, production
from factsheet.dossier import Dossier, join
from factsheet.exporters import sheets
from factsheet.exporters.press import Press
from factsheet.pages import Pages
from factsheet.records import Form, Paper
from factsheet.theme import default_theme
from tests.faker import TODAY, FakeCollection, change, link, quote
from tests.workshop import edition, factsheet, project_of, sound

SHEET = {
    "id": "closing", "title": "The closing", "fact": "The bridge was closed.", "lead": "A *court* said so.",
    "claims": ["BR-001"],
}  # fmt: skip


def prints(collection: FakeCollection, **choice: Any) -> list[str]:
    """Take a collection and what is wanted; return the names of all files that would be printed."""
    loaded = sound(collection)
    pages = Pages(default_theme(), project_of(loaded), loaded.prose)
    given = production._edition(loaded, pages, production.Choice(formats=("pdf",), **choice))
    targets = production._targets(given, production.Choice(formats=("pdf",), **choice))
    return sorted(path.name for target in targets for path in target.paths if path.suffix == ".pdf")


def test_without_settings_sheets_are_printed(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET])
    assert prints(collection) == ["BR-001-a4.pdf", "BR-001-letter.pdf", "closing-a4.pdf", "closing-letter.pdf"]


def test_the_settings_name_the_forms(collection: FakeCollection) -> None:
    printing = {"entry": ["large-print", "card"], "collection": ["booklet"], "nup": "booklet"}
    collection.project(print=printing, sheets=[SHEET | {"forms": ["booklet"], "paper": ["a4"]}])
    assert prints(collection) == [
        "BR-001-card-a4.pdf", "BR-001-card-letter.pdf", "BR-001-large-print-a4.pdf", "BR-001-large-print-letter.pdf",
        "BR-booklet-a5.pdf", "BR-booklet-fold-a4.pdf", "BR-booklet-fold-letter.pdf", "BR-booklet-half-letter.pdf",
        "closing-booklet-a5.pdf", "closing-booklet-fold-a4.pdf",
    ]  # fmt: skip


def test_the_command_line_names_other_forms(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET])
    assert prints(collection, forms=("booklet",), papers=("letter",)) == [
        "BR-booklet-half-letter.pdf",
        "closing-booklet-half-letter.pdf",
    ]
    assert prints(collection, forms=("card",), papers=("a4",)) == ["BR-001-card-a4.pdf"]
    assert prints(collection, forms=("booklet",), papers=("a4",), nup="booklet", ids=("closing",)) == [
        "closing-booklet-a5.pdf",
        "closing-booklet-fold-a4.pdf",
    ]


def test_what_is_withdrawn_is_in_no_form(collection: FakeCollection) -> None:
    collection.claim(status="withdrawn", history=[change(level="withdrawn")])
    assert prints(collection, forms=tuple(Form)) == []


@pytest.mark.slow
def test_forms_are_made_by_the_command(collection: FakeCollection) -> None:
    done = factsheet(collection.folder, "build", "--form", "card,booklet", "--paper", "a4", "--nup", "booklet")
    assert done.returncode == 0, done.stdout + done.stderr
    made = sorted(path.name for path in (collection.folder / "build/site/pdf").iterdir())
    assert made == ["BR-001-card-a4.pdf", "BR-booklet-a5.pdf", "BR-booklet-fold-a4.pdf"]
    assert not (collection.folder / "build/site/index.html").exists()


def test_the_page_of_an_entry_leads_to_its_prints(collection: FakeCollection) -> None:
    collection.project(print={"entry": ["sheet", "card"], "collection": ["booklet"], "nup": "booklet"})
    given = edition(collection)
    page = given.website.entry(given.dossiers[0])
    for words, file in [
        ("Sheet, A4", "BR-001-a4.pdf"), ("Sheet, US Letter", "BR-001-letter.pdf"),
        ("Pocket cards, A4", "BR-001-card-a4.pdf"), ("Pocket cards, US Letter", "BR-001-card-letter.pdf"),
    ]:  # fmt: skip
        assert f'<a href="../pdf/{file}">{words} (PDF)</a>' in page
    index = given.website.index()
    assert '<a href="pdf/BR-booklet-a5.pdf">Booklet, A5</a>' in index
    assert '<a href="pdf/BR-booklet-fold-letter.pdf">Booklet to be folded, US Letter</a>' in index


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", '<blockquote lang="ar" dir="rtl">”{}“</blockquote>'),
        ("fa-IR", '<blockquote lang="fa-IR" dir="rtl">«{}»</blockquote>'),
        ("he", '<blockquote lang="he" dir="rtl">”{}”</blockquote>'),
        ("fr", '<blockquote lang="fr">“{}”</blockquote>'),
    ],
)
def test_quotations_are_set_in_their_own_direction(collection: FakeCollection, language: str, said: str) -> None:
    collection.evidence(
        quotes=[quote(id="carts", lang=language, text="Words.", translation="Words.", translator="Bo Lund")]
    )
    given = edition(collection)
    entry = given.dossiers[0]
    for page in (given.pages.sheet(entry, entry.exhibits, "a4"), given.pages.large_print(entry, "a4")):
        assert said.format("Words.") in page
        assert "“Words.”" in page


SENTENCE = "The clerk wrote down every cart that was turned back at the barrier that day. "


@pytest.mark.slow
def test_check_tells_what_the_last_build_left_out(collection: FakeCollection) -> None:
    names = ("letter", "census", "survey", "diary", "ledger", "map")
    for name in names:
        collection.evidence(name, quotes=[quote(id="carts", text=SENTENCE * 3)])
    shows = {"establishes": SENTENCE * 2, "does_not_establish": SENTENCE}
    collection.claim(summary=SENTENCE * 4, evidence=[link(**shows), *(link(name, **shows) for name in names)])
    assert "[fit]" not in factsheet(collection.folder, "check").stdout
    assert factsheet(collection.folder, "build", "--to", "pdf", "--paper", "a4", "--jobs", "1").returncode == 0
    notes = [line for line in factsheet(collection.folder, "check").stdout.splitlines() if "[fit]" in line]
    assert notes == [
        "claims/BR-001.yaml:3:1: note: as last built, the sheet is printed on a4 without ledger, map, "
        "at density 5 of 6 [fit]"
    ]


@pytest.fixture(scope="module")
def entries(real_build: Path) -> dict[str, Dossier]:
    """Return the entries of this repository's collection by id."""
    loaded = loader.load(real_build, TODAY)
    return {entry.claim.id: entry for entry in join(project_of(loaded), loaded.corpus)}


@pytest.mark.slow
def test_no_sheet_leaves_out_the_only_document_that_helps_the_claimant(
    real_build: Path, entries: dict[str, Dossier]
) -> None:
    files = json.loads((real_build / "build/manifest.json").read_text())["files"]
    tight = 0
    for path, file in files.items():
        name = Path(path).stem.rpartition("-")[0]
        left_out = set(file.get("setting", {}).get("left_out", []))
        if name not in entries or not left_out:
            continue
        tight += 1
        exhibits = entries[name].exhibits
        printed = [exhibit for exhibit in exhibits if exhibit.evidence.id not in left_out]
        assert len(printed) == len(exhibits) - len(left_out) >= sheets.FEWEST_EXHIBITS, path
        if any(exhibit.link.relation.helps_claimant for exhibit in exhibits):
            assert any(exhibit.link.relation.helps_claimant for exhibit in printed), path
    assert tight > 10  # else this would show nothing


@pytest.mark.slow
def test_most_sheets_need_two_layouts_at_most(real_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = loader.load(real_build, TODAY)
    pages = Pages(default_theme(), project_of(loaded), loaded.prose)
    given = production._edition(loaded, pages, production.Choice(papers=(Paper.A4,)))
    counts: list[int] = []
    lay_out = Press.lay_out

    def counted(machine: Press, html: Any) -> Any:
        counts[-1] += 1
        return lay_out(machine, html)

    monkeypatch.setattr(Press, "lay_out", counted)
    for target in sheets.export(given):
        counts.append(0)
        target.make()
    assert statistics.median(counts) <= 2
    assert statistics.mean(counts) < 2
    assert sum(count > 2 for count in counts) < len(counts) / 2
