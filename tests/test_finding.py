"""What the search finds is what pages show: the same words without markup, at addresses that are there."""

from __future__ import annotations

import html
import re
import time

import pytest

from factsheet.exporters import web
from factsheet.exporters.edition import Edition
from factsheet.exporters.finding import search_records
from factsheet.exporters.search import SearchRecord
from tests.faker import FakeCollection, appearance, evidence_fields, link, quote
from tests.site_pages import SHEET
from tests.test_frozen import history, published
from tests.test_pages_hostile import ATTACKS, fill
from tests.test_site_hostile import real_site
from tests.test_withheld import DRAFT, WITHHELD, withhold
from tests.workshop import edition

FACT = "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
SUMMARY = "The mayor said that the bridge was open. A court found that carts were turned back."


def found(given: Edition) -> dict[str, SearchRecord]:
    """Take an edition; return what the search finds by its address."""
    records = list(search_records(given))
    assert len({record.path for record in records}) == len(records)
    return {record.path: record for record in records}


def test_the_words_of_an_entry_its_sources_and_its_sheet(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"topics": ["bridge"], "lead": "So *a* court said."}])
    collection.claim(
        topics=["bridge", "carts"], explanation="See [@bridge-ruling].", reply={"asked": "2025-05-01", "text": "No."}
    )
    assert found(edition(collection)) == {
        "BR-001/": SearchRecord(
            "BR-001/",
            FACT,
            f"BR-001 {FACT} The claim: The bridge was open to everybody all year. Contradicted by the record "
            "A court found that carts were turned back. Ada Crane Town council Nobody was ever kept from crossing. "
            f"{SUMMARY} See. Court of the County Carts were turned back in May 2020. "
            "That people on foot were turned back. The carts of the applicant were turned back. "
            "Who ordered the barrier. No.",
            "Entry",
            "2020-11-02",
            {"topic": ("bridge", "carts"), "rating": ["Contradicted by the record"], "claimant": ["Ada Crane"]},
        ),
        "evidence/bridge-ruling/": SearchRecord(
            "evidence/bridge-ruling/",
            "Court of the County: Miller v. Town of Stonyford",
            f"Court of the County {evidence_fields()['summary']} The carts of the applicant were turned back. "
            "The court did not decide who had put up the barrier. BR-001",
            "Source",
            "2020-05-06",
        ),
        "sheets/closing/": SearchRecord(
            "sheets/closing/", "The closing", f"It was closed. So a court said. {FACT}", "Topic sheet"
        ),
    }


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def pages(given: Edition) -> dict[str, str]:
    """Take an edition; return every page of the site by its address."""
    made = {}
    for target in web.export(given):
        if target.path.name == "index.html":
            made[f"{target.path.parent.relative_to('site')}/"] = target.make().content.decode()
    return made


def unshown(given: Edition) -> dict[str, list[str]]:
    """Take an edition; return the words by which the search finds a page and that neither it nor its head has."""
    made = pages(given)
    wrong = {}
    for path, record in found(given).items():
        description, _, rest = made[path].partition('<meta name="description" content="')[2].partition('">')
        shown = rest.partition("<main")[2].partition("</main>")[0]
        # Marks within a word do not part it, and blocks that touch do.
        parts = (description, re.sub("<[^>]*>", " ", shown), re.sub("<[^>]*>", "", shown))
        text = {word for part in parts for word in words_of(html.unescape(part))}
        wrong[path] = [word for word in words_of(f"{record.title} {record.text}") if word not in text]
    return {path: words for path, words in wrong.items() if words}


def test_every_word_that_is_found_stands_on_the_page_it_leads_to(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"topics": ["bridge"], "further_reading": ["census"]}])
    collection.evidence("census", title="A census", number="7", authors=["Bo Lund"], quotes=[
        quote(id="fr", text="Mot", lang="fr", translation="Word", translator="Cy Ode")])  # fmt: skip
    collection.evidence("letter", quotes=[quote(id="a", text="First."), quote(id="b", text="Second.")])
    said = [appearance(), appearance(claimant={"name": "Bo Lund"}, date="2021", venue="Fair", quote={
        "text": "Jamais.", "lang": "fr", "translation": "Never.", "translator": "Cy Ode"})]  # fmt: skip
    collection.claim(appearances=said, evidence=[link(), link("letter#b")], explanation="*Thus*, un**believ**able.")
    given = edition(collection)
    assert unshown(given) == {}
    text = found(given)["BR-001/"].text
    assert "Second." in text
    assert "First." not in text
    assert "Thus, unbelievable." in text


@pytest.mark.slow
def test_every_word_that_is_found_in_our_own_collection_stands_on_its_page() -> None:
    assert unshown(real_site()) == {}


@pytest.mark.slow
def test_the_records_of_our_own_collection_are_listed_in_no_time() -> None:
    given = real_site()
    assert given.register.documents
    started = time.perf_counter()
    records = list(search_records(given))
    assert time.perf_counter() - started < 1
    assert len(records) > 100
    assert [record.path for record in records if re.search("<[a-z/]|&[a-z]+;|\\[@", record.text)] == []


def test_what_is_withheld_withdrawn_or_a_draft_is_not_found(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET | {"topics": ["bridge"]}])
    withhold(collection)
    collection.evidence("quagga-letter", title="A letter")
    collection.claim("BR-009", status="draft", **DRAFT)
    records = found(edition(collection))
    assert set(records) == {"BR-001/", "evidence/bridge-ruling/", "sheets/closing/"}
    assert [word for word in (*WITHHELD, "quagga", "br-009") if word in str(records).lower()] == []


def test_a_withdrawn_entry_is_not_found_nor_what_only_it_rests_on(collection: FakeCollection) -> None:
    published(collection)
    published(collection, status="withdrawn", history=history({"level": "withdrawn"}))
    assert found(edition(collection)) == {}


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_of_records_are_found_as_they_were_written(collection: FakeCollection, attack: str) -> None:
    fill(collection, attack)
    given = edition(collection)
    written = " ".join(attack.split())
    records = found(given)
    assert all(written in record.title for record in records.values())
    for record in records.values():
        assert written in record.text
        assert record.text.replace(written, "").count("<") == 0
    entry = records["BR-001/"]
    assert f"Summary {written}" in entry.text
    assert entry.filters["claimant"] == [f"Claimant {attack}"]
