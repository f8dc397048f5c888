"""Files with texts to go on with: which there are, that a DOCX is sound, and that equal records give equal bytes."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest

from factsheet.dossier import join
from factsheet.exporters.target import Made, Target
from factsheet.exporters.texts import REFERENCE, export
from factsheet.manuscript import Style
from factsheet.theme import Theme, default_theme
from tests.faker import FakeCollection, change, link, quote
from tests.handed_on import WORD, docx_lines, tree
from tests.test_takeaway import full, sheet
from tests.test_withheld import DIARY, DRAFT, WITHHELD
from tests.workshop import ROOT, edition, project_of, sound

STYLES = default_theme().folder / REFERENCE
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def targets(collection: FakeCollection) -> dict[str, Target]:
    return {target.subject: target for target in export(edition(collection))}


def parts(docx: bytes) -> dict[str, bytes]:
    """Take a DOCX and return the content of every file in it by name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def everything(made: Made) -> str:
    """Take the files of one text and return all that they hold, unpacked, in small letters."""
    plain, (markdown, post, docx) = made.content, made.beside
    return b"\n".join([plain, markdown, post, *parts(docx).values()]).decode().lower()


def test_every_entry_and_sheet_has_four_files_but_a_withdrawn_entry_has_none(collection: FakeCollection) -> None:
    sheet(collection)
    collection.claim("BR-003", status="withdrawn", history=[change(), change(version="2", level="withdrawn")])
    collection.claim("BR-004", status="draft")
    made = targets(collection)
    assert list(made) == ["BR-001", "BR-002", "closing"]
    names = ["closing.txt", "closing.md", "closing-post.txt", "closing.docx"]
    assert made["closing"].paths == tuple(PurePosixPath("site", "text", name) for name in names)
    assert all(target.slow for target in made.values())


def test_the_files_are_what_their_names_say(collection: FakeCollection) -> None:
    made = targets(collection)["BR-001"].make()
    markdown, post, docx = made.beside
    assert made.content.decode().startswith("Carts could not cross")
    assert tree(markdown.decode())[0]["t"] == "Header"
    assert post.decode().endswith(": https://example.org/bridge/BR-001/\n")
    assert docx_lines(docx)[0].style == "heading 1"


def test_a_text_depends_on_its_words_its_address_and_the_styles(collection: FakeCollection, tmp_path: Path) -> None:
    def needs() -> Any:
        return targets(collection)["BR-001"].needs

    first = needs()
    assert needs() == first
    collection.claim(unknowns="Who took it away.")
    second = needs()
    assert second != first
    collection.project(base_url="https://example.org/other")
    assert needs() != second
    given, folder = edition(collection), tmp_path / "theme"
    shutil.copytree(default_theme().folder, folder)
    same = dataclasses.replace(given, theme=Theme(folder))
    assert next(export(same)).needs == next(export(given)).needs
    (folder / REFERENCE).write_bytes(STYLES.read_bytes() + b"\0")
    assert next(export(same)).needs != next(export(given)).needs


def test_what_is_withheld_is_in_no_file(collection: FakeCollection) -> None:
    collection.evidence("diary", **DIARY, sensitivity="withheld")
    collection.evidence(derived_from=["diary"], conflicts_with=["diary"])
    collection.claim(evidence=[link("diary", establishes="Stripes."), link()])
    held = everything(targets(collection)["BR-001"].make())
    assert [word for word in WITHHELD if word in held] == []
    assert "stripes" not in held
    assert held.count("miller") > 2, "the words of the files are not found at all"


def test_a_draft_has_texts_only_where_drafts_are_wanted_and_they_say_so(collection: FakeCollection) -> None:
    collection.claim("BR-009", status="draft", **DRAFT)
    collection.evidence("quagga-letter", title="A letter")
    collection.claim(related=[{"ref": "BR-009", "relation": "in-tension-with", "why": "Quaggas differ."}])
    made = targets(collection)
    assert list(made) == ["BR-001"]
    assert "quagga" not in everything(made["BR-001"].make())
    loaded = sound(collection)
    drafts = join(project_of(loaded), loaded.corpus, drafts=True)
    target = list(export(dataclasses.replace(edition(collection), dossiers=drafts)))[1].make()
    for file in (target.content, *target.beside[:2]):
        assert "draft" in file.decode().lower()
    assert ", draft, " in target.beside[1].decode()
    assert any(line.text.endswith(" · Draft") for line in docx_lines(target.beside[2]))


def test_every_style_of_a_text_is_in_the_document_of_styles(collection: FakeCollection) -> None:
    full(collection)
    sheet_styles = {line.style for line in docx_lines(STYLES.read_bytes())}
    assert set(Style) <= sheet_styles
    used = {line.style for line in docx_lines(targets(collection)["BR-001"].make().beside[2])}
    known = {"heading 1", "heading 2", "heading 3", "Block Text", "First Paragraph"}
    assert used <= known | set(Style)
    assert {"Claim Words", "Claim", "Claim Line", "Translation", "Bearing", "Source", "Foot", "Entry Line"} < used


def test_quotations_have_their_language_and_direction(collection: FakeCollection) -> None:
    words = "لم يُمنع أحد."
    arabic = {"text": words, "lang": "ar", "translation": "Nobody was kept.", "translator": "A. B."}
    collection.evidence(quotes=[quote(id="a", **arabic), quote(id="b", lang="fr", text="Personne.")])
    held = parts(targets(collection)["BR-001"].make().beside[2])["word/document.xml"].decode()
    (rtl,) = (paragraph for paragraph in re.findall(r"<w:p>.*?</w:p>", held, re.DOTALL) if words in paragraph)
    assert "<w:bidi />" in rtl
    assert '<w:rtl /><w:lang w:val="ar" />' in rtl
    assert held.count("<w:bidi />") == 1
    assert '<w:lang w:val="fr" />' in held


def test_the_properties_of_a_docx_say_what_it_is(collection: FakeCollection) -> None:
    collection.project(language="fr")
    held = parts(targets(collection)["BR-001"].make().beside[2])
    core = {
        element.tag.rpartition("}")[2]: element.text for element in ElementTree.fromstring(held["docProps/core.xml"])
    }
    assert core == {
        "title": "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
        "creator": "Friends of the Bridge",
        "subject": "The Bridge at Stonyford: claim and evidence, entry BR-001, version 1",
        "keywords": "BR-001, bridge, Stonyford",
        "language": "fr",
        "created": "2025-05-01T00:00:00Z",
        "modified": "2025-05-01T00:00:00Z",
    }
    defaults = ElementTree.fromstring(held["word/styles.xml"]).find(f"{WORD}docDefaults")
    assert defaults is not None
    assert [language.get(f"{WORD}val") for language in defaults.iter(f"{WORD}lang")] == ["fr"]
    # The title stands once in the text, as its heading.
    assert held["word/document.xml"].decode().count(core["title"] or "-") == 1


def test_a_docx_holds_text_and_links_and_nothing_that_runs_or_loads(collection: FakeCollection) -> None:
    full(collection)
    held = parts(targets(collection)["BR-001"].make().beside[2])
    assert {name.rpartition(".")[2] for name in held} == {"xml", "rels"}
    outside = [
        (element.get("Type"), element.get("Target"))
        for name, content in held.items()
        if name.endswith(".rels")
        for element in ElementTree.fromstring(content)
        if element.get("TargetMode") == "External"
    ]
    assert {kind for kind, _ in outside} == {HYPERLINK}
    assert "https://court.example.org/2020/miller" in [address for _, address in outside]
    assert all(re.match(r"https://[a-z.]+\.(org|example)/", str(address)) for _, address in outside)
    fields = re.findall(rb"<w:instrText[^>]*>([^<]*)<", b"".join(held.values()))
    assert fields == [b" PAGE ", b" NUMPAGES "]
    for content in held.values():
        ElementTree.fromstring(content)


def test_the_paper_and_the_foot_are_those_of_the_document_of_styles(collection: FakeCollection) -> None:
    document = parts(targets(collection)["BR-001"].make().beside[2])["word/document.xml"].decode()
    assert re.search(r'<w:pgSz (?=[^>]*w:w="11906")[^>]*w:h="16838"', document)
    assert "<w:footerReference" in document


def test_the_document_of_styles_is_small_and_says_nothing_of_its_maker() -> None:
    content = STYLES.read_bytes()
    assert len(content) < 30_000
    held = parts(content)
    assert {name.rpartition(".")[2] for name in held} == {"xml", "rels"}
    core = held["docProps/core.xml"].decode()
    assert not re.search(r"<dc:creator>[^<]|lastModifiedBy>[^<]", core)
    assert b"http://" not in re.sub(rb'(xmlns(:\w+)?|Type|uri)="[^"]*"', b"", held["word/_rels/document.xml.rels"])


def test_every_colour_of_the_styles_can_be_read_on_white() -> None:
    styles = parts(STYLES.read_bytes())["word/styles.xml"].decode()
    colours = set(re.findall(r'<w:color w:val="([0-9A-F]{6})"/?', styles))
    assert {"111111", "222222"} < colours
    assert all(_contrast(colour) >= 4.5 for colour in colours)
    assert "themeColor" not in styles


def _contrast(colour: str) -> float:
    shades = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [shade / 12.92 if shade <= 0.04045 else ((shade + 0.055) / 1.055) ** 2.4 for shade in shades]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_the_box_around_a_claim_is_one_box() -> None:
    # Word draws one box around paragraphs whose borders and indents are the same.
    styles = ElementTree.fromstring(parts(STYLES.read_bytes())["word/styles.xml"])
    found = {
        style.find(f"{WORD}name").get(f"{WORD}val"): style  # type: ignore[union-attr]
        for style in styles.iter(f"{WORD}style")
    }
    for name in (Style.CLAIM_WORDS, Style.CLAIM_LINE):
        based = found[name].find(f"{WORD}basedOn")
        assert based is not None
        assert based.get(f"{WORD}val") == found[Style.CLAIM].get(f"{WORD}styleId")
        assert found[name].find(f"{WORD}pPr/{WORD}pBdr") is None
        assert found[name].find(f"{WORD}pPr/{WORD}ind") is None
    assert found[Style.CLAIM].find(f"{WORD}pPr/{WORD}pBdr") is not None


@pytest.mark.slow
def test_the_same_bytes_in_every_process_and_at_every_time(collection: FakeCollection) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from tests.faker import FakeCollection;"
        "from tests.test_takeaway import sheet; from tests.workshop import edition;"
        "from factsheet.exporters.texts import export;"
        "collection = FakeCollection(Path(sys.argv[1])); sheet(collection);"
        "made = [target.make() for target in export(edition(collection))];"
        "print(hashlib.sha256(b''.join(b''.join([one.content, *one.beside]) for one in made)).hexdigest(), len(made))"
    )

    def digest(seed: str, zone: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code, collection.folder], cwd=ROOT, capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": seed},
        ).stdout  # fmt: skip

    first = digest("1", "UTC")
    time.sleep(2.1)  # a ZIP archive counts in steps of two seconds
    assert digest("2", "Asia/Tokyo") == first
    assert first.endswith(" 3\n")
