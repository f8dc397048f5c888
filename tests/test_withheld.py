"""What whole builds put into their folder: nothing withheld, no draft, and nothing taken away that was not to be."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.faker import FakeCollection, appearance, change, evidence_fields, link, quote
from tests.site_pages import SHEET
from tests.test_frozen import history, published
from tests.workshop import contents, factsheet, parsed, text_of

DIARY: dict[str, Any] = {
    "title": "Zebra’s diary", "publisher": "Zebra Press", "summary": "A zebra saw the carts.", "number": "ZEBRA-7",
    "limits": "Zebras cannot write.", "authors": ["Stripe Zebra"], "url": "https://zebra.example.org/1",
    "quotes": [quote(id="zebra", text="Zebras saw it.")], "archive_urls": ["https://zebra.example.org/2"],
}  # fmt: skip
WITHHELD = ("zebra", "diary", "stripe")
DRAFT: dict[str, Any] = {
    "claim": "Quagga was here.", "fact": "No quagga ever crossed.", "topics": ["quagga"], "summary": "Quaggas cannot.",
    "appearances": [appearance(claimant={"name": "Quagga Quill"}, date="1883-08-12", venue="Quagga fair")],
    "evidence": [link(), link("quagga-letter", establishes="Quaggas are extinct.")],
}  # fmt: skip
EVERYTHING = {
    "print": {"entry": ["sheet", "large-print", "card"], "collection": ["booklet"], "nup": "booklet"},
    "sheets": [SHEET | {"topics": ["bridge"], "forms": ["sheet", "card", "large-print", "booklet"]}],
}


def withhold(collection: FakeCollection) -> None:
    """Publish an entry that names a document wherever it can; then withhold the document, and publish again."""
    collection.evidence("diary", **DIARY)
    collection.evidence(derived_from=["diary"], conflicts_with=["diary"])
    said = "Carts were turned back[@diary], as [@bridge-ruling] and [@diary] say."
    links = [link("diary", establishes="Stripes."), link()]
    published(collection, evidence=links, summary=said, explanation=said)
    second = change(version="2", date="2025-05-02", level="update", change="Sources were named anew.")
    collection.evidence("diary", **DIARY, sensitivity="withheld")
    collection.evidence(derived_from=["diary"], conflicts_with=["diary"], history=[change(), second])
    rest = "Carts were turned back, as [@bridge-ruling] says."
    published(collection, history=history({}), summary=rest, explanation=rest, evidence=links)


def words_in(path: Path) -> str:
    """Take a file; return everything that it holds, unpacked, in small letters."""
    content = path.read_bytes()
    parts = [content, gzip.decompress(content) if content.startswith(b"\x1f\x8b") else b""]
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            parts += [
                one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" not in one
            ]
        with closing(pypdfium2.PdfDocument(path)) as document:
            parts += [page.get_textpage().get_text_range().encode() for page in document]
    return b"\n".join(parts).decode("utf-8", "replace").lower()


def named_in(folder: Path, words: tuple[str, ...]) -> dict[str, list[str]]:
    """Take a folder and words; return for each file that names some of them, in its path too, which."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = words_in(path) + str(path.relative_to(folder)).lower()
        found[str(path.relative_to(folder))] = [word for word in words if word in text]
    assert len(found) > 20
    return {path: named for path, named in found.items() if named}


@pytest.mark.slow
def test_what_is_withheld_is_in_no_file_of_a_whole_build(collection: FakeCollection) -> None:
    collection.project(**EVERYTHING)
    withhold(collection)
    before = {path.name for path in (collection.folder / "claims" / "published").iterdir()}
    assert before == {"BR-001.v1.json", "BR-001.v2.json"}
    assert "zebra" in words_in(collection.folder / "claims" / "published" / "BR-001.v1.json")
    done = factsheet(collection.folder, "build", "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert named_in(collection.folder / "build", WITHHELD) == {}
    pdfs = [path for path in (collection.folder / "build").rglob("*.pdf") if "miller" in words_in(path)]
    assert len(pdfs) > 10, "the words of printed files are not found at all"
    found = [path for path in (collection.folder / "build").rglob("*.pf_fragment") if "carts" in words_in(path)]
    assert len(found) == 3, "the words of the search are not found at all"


@pytest.mark.slow
def test_drafts_are_named_in_no_file_unless_asked_for(collection: FakeCollection) -> None:
    collection.project(**EVERYTHING)
    collection.claim("BR-009", status="draft", **DRAFT)
    collection.evidence("quagga-letter", title="A letter")
    beside = {"ref": "BR-009", "relation": "in-tension-with", "why": "Quaggas differ."}
    published(collection, related=[beside], period="2020")
    published(collection, history=history({}), period="2020")
    formats = ("--to", "html,data,text")
    assert factsheet(collection.folder, "build", *formats).returncode == 0
    assert named_in(collection.folder / "build", ("quagga", "br-009", "1883")) == {}
    drafts = factsheet(collection.folder, "build", *formats, "--drafts", "--out", "drafts")
    assert drafts.returncode == 0, drafts.stdout + drafts.stderr
    assert {"site/BR-009/index.html", "site/claimants/quagga-quill/index.html", "site/dates/index.html"} < set(
        named_in(collection.folder / "drafts", ("quagga",))
    )


@pytest.mark.slow
def test_a_build_of_one_entry_or_form_takes_nothing_away(collection: FakeCollection) -> None:
    published(collection)
    published(collection, history=history({}))
    build = collection.folder / "build"

    def files() -> set[str]:
        return set(contents(build))

    def run(*arguments: str) -> tuple[int, str]:
        done = factsheet(collection.folder, "build", *arguments)
        return done.returncode, done.stderr if done.returncode else ""

    assert run("--to", "schema") == (0, "")
    schemas = {"manifest.json", *(f"schema/{name}.json" for name in ("claim", "evidence", "project"))}
    assert files() == schemas
    assert run("BR-001", "--to", "data")[0] == 2
    assert run("BR-001", "--to", "html") == (0, "")
    entry = {f"site/BR-001/{path}index.html" for path in ("", "v1/", "v2/")}
    cards = {"site/share/BR-001.png", "site/share/BR-001-dark.png"}
    assert files() == schemas | entry | cards
    assert run() == (0, "")
    whole = contents(build)
    for arguments in (["BR-001"], ["BR-001", "--to", "html"], ["--to", "html"], ["--to", "data"]):
        assert run(*arguments) == (0, "")
        assert contents(build) == whole
    assert text_of(parsed((build / "site" / "BR-001" / "index.html").read_text("utf-8")))
    assert evidence_fields()["title"] in (build / "site" / "BR-001" / "v1" / "index.html").read_text("utf-8")
