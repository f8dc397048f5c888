"""Entries and documents cited by their ids: what may be cited, at which address, and in which form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factsheet import cli, references, referencing
from factsheet.problems import Unable
from factsheet.references import STYLES, Formatted, Style
from factsheet.referencing import FORMS, Holdings
from tests import pandocs
from tests.cited import ADDRESS, APA, item, names
from tests.faker import FakeCollection, change, link
from tests.workshop import project_of, sound

SHEET = {"id": "closing", "title": "T", "fact": "The bridge was closed.", "lead": "It was.", "claims": ["BR-001"]}
FACT = "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020."
ENTRY: dict[str, Any] = {
    "id": "BR-001",
    "type": "report",
    "title": FACT,
    "author": [{"literal": "Friends of the Bridge"}],
    "publisher": "Friends of the Bridge",
    "collection-title": "The Bridge at Stonyford",
    "genre": "Claim and evidence",
    "number": "BR-001",
    "version": "1",
    "issued": {"date-parts": [[2025, 5, 1]]},
    "URL": "https://example.org/bridge/BR-001/",
}


def holdings(collection: FakeCollection) -> Holdings:
    """Take a collection without errors and return what of it can be cited."""
    loaded = sound(collection)
    return Holdings(project_of(loaded), loaded.corpus, loaded.published)


def refusal(collection: FakeCollection, record_id: str) -> str:
    """Take a collection and an id that cannot be cited, and return what is said of it."""
    with pytest.raises(Unable) as raised:
        holdings(collection).item(record_id)
    return str(raised.value)


def publish(collection: FakeCollection) -> None:
    """Freeze every version that is ready."""
    assert cli.run(["-C", str(collection.folder), "publish", "--all"]) == 0


def test_an_entry_and_a_document(collection: FakeCollection) -> None:
    held = holdings(collection)
    assert held.item("BR-001") == ENTRY
    assert held.item("bridge-ruling") == {
        "id": "bridge-ruling",
        "type": "legal_case",
        "title": "Miller v. Town of Stonyford",
        "authority": "Court of the County",
        "language": "en",
        "issued": {"date-parts": [[2020, 5, 6]]},
        "URL": "https://court.example.org/2020/miller",
    }


def test_an_entry_is_cited_as_its_very_version_once_that_cannot_change(collection: FakeCollection) -> None:
    site = "https://example.org/bridge"
    assert holdings(collection).may_change("BR-001")
    collection.claim(status="published")
    assert holdings(collection).item("BR-001")["URL"] == f"{site}/BR-001/"
    publish(collection)
    assert holdings(collection).item("BR-001")["URL"] == f"{site}/BR-001/v1/"
    assert not holdings(collection).may_change("BR-001")
    newer = change(version="2", date="2025-05-20", level="factual", change="The court sat in May, not in June.")
    collection.claim(status="published", unknowns="Who built it.", history=[change(), newer])
    cited = holdings(collection).item("BR-001")
    assert (cited["URL"], cited["version"]) == (f"{site}/BR-001/", "2")
    assert holdings(collection).may_change("BR-001")
    publish(collection)
    assert holdings(collection).item("BR-001")["URL"] == f"{site}/BR-001/v2/"
    assert not holdings(collection).may_change("bridge-ruling")


def test_an_entry_of_a_collection_without_an_address_has_none(collection: FakeCollection) -> None:
    collection.project(base_url="")
    assert "URL" not in holdings(collection).item("BR-001")


def test_an_entry_that_is_under_review_again_is_cited_as_published(collection: FakeCollection) -> None:
    collection.claim(status="published")
    publish(collection)
    again = change(version="2", date="2025-05-20", level="update", change="The mayor has answered, and we read it.")
    collection.claim(status="under-review", history=[change(), again])
    publish(collection)
    assert holdings(collection).item("BR-001")["URL"] == "https://example.org/bridge/BR-001/v2/"


def test_what_is_not_there_is_asked_back(collection: FakeCollection) -> None:
    collection.project(sheets=[SHEET])
    where = "ids are those of the files in claims/ and evidence/"
    assert refusal(collection, "br-001") == "there is no entry or document 'br-001'; did you mean 'BR-001'?"
    assert refusal(collection, "bridge-rulings").endswith("; did you mean 'bridge-ruling'?")
    assert refusal(collection, "X") == f"there is no entry or document 'X'; {where}"
    said = "there is no entry or document 'closing'; it is a sheet about a topic; cite the entries on it"
    assert refusal(collection, "closing") == said


def test_what_readers_cannot_see_is_not_cited_and_not_suggested(collection: FakeCollection) -> None:
    collection.evidence("zebra-diary", title="Stripes", sensitivity="withheld")
    collection.claim(evidence=[link(), link("zebra-diary")])
    gone = change(version="2", date="2025-05-20", level="withdrawn", change="Quagga.")
    collection.claim("BR-902", status="withdrawn", fact="Quagga.", history=[change(), gone])
    collection.claim("BR-803", status="draft", fact="Okapi.")
    assert refusal(collection, "zebra-diary") == (
        "'zebra-diary' is withheld, and nothing of it may be shown; cite another document"
    )
    assert refusal(collection, "BR-902") == (
        "'BR-902' was withdrawn and is no longer relied upon; cite the documents themselves, or say that it was "
        "withdrawn: https://example.org/bridge/BR-902/"
    )
    assert refusal(collection, "BR-803") == (
        "'BR-803' is a draft, which readers cannot see; cite it when it is published"
    )
    where = "ids are those of the files in claims/ and evidence/"
    assert refusal(collection, "zebra-diarys") == f"there is no entry or document 'zebra-diarys'; {where}"
    assert refusal(collection, "BR-9021") == "there is no entry or document 'BR-9021'; did you mean 'BR-001'?"
    collection.project(base_url="")
    assert refusal(collection, "BR-902").endswith("cite the documents themselves, or say that it was withdrawn")


def test_a_form_is_named_in_any_letters_and_a_style_by_its_file(tmp_path: Path) -> None:
    assert [referencing.form_of(name) for name in FORMS if name not in {"chicago", "apa", "mla"}] == [
        "text", "bibtex", "biblatex", "ris", "csl-json",
    ]  # fmt: skip
    assert tuple(map(referencing.form_of, ("chicago", "APA", "Mla"))) == STYLES
    form = referencing.form_of(str(APA.path))
    assert isinstance(form, Style)
    assert (form.name, form.path) == ("apa", APA.path)
    (tmp_path / "a.csl").write_text("no style")
    with pytest.raises(Unable, match="is no citation style"):
        referencing.form_of(str(tmp_path / "a.csl"))


@pytest.mark.parametrize(
    "rules",
    [
        "<style><link rel='independent-parent' href='file:///etc/hostname'/></style>",
        '<x:style><x:link href="file:///etc/hostname" rel="independent-parent"/></x:style><style>',
        '<style><link rel="independent&#45;parent" href="file:///etc/hostname"/></style>',
        '<!DOCTYPE style [<!ENTITY a "independent-">]><style><link rel="&a;parent" href="file:///etc/hostname"/></style>',
    ],
)
def test_no_style_makes_pandoc_load_another_file(tmp_path: Path, rules: str) -> None:
    (tmp_path / "a.csl").write_text(rules)
    with pytest.raises(Unable, match=r"(names another style|has no rules of its own)"):
        referencing.form_of(str(tmp_path / "a.csl"))


def test_a_style_is_not_larger_than_any_style_is(tmp_path: Path) -> None:
    (tmp_path / "a.csl").write_text(f"<style>{' ' * 1024 * 1024}</style>")
    with pytest.raises(Unable, match=r"is no citation style: it has more than 1 MB$"):
        referencing.form_of(str(tmp_path / "a.csl"))


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("bibtec", "there is no style 'bibtec'; did you mean 'bibtex'? There are "),
        ("ACS", "there is no style 'ACS'; there are "),
        ("a.csl", "there is no style 'a.csl'; there are "),
        ("", "there is no style ''; there are "),
    ],
)
def test_a_form_that_there_is_not(name: str, start: str) -> None:
    with pytest.raises(Unable) as raised:
        referencing.form_of(name)
    forms = "text, chicago, apa, mla, bibtex, biblatex, ris, csl-json"
    assert str(raised.value) == (
        f"{start}{forms}, and the file of any other style in the Citation Style Language (.csl)"
    )


def test_several_make_lines_with_space_between_or_one_file() -> None:
    one, two = item(id="a", URL=None), item(id="b", title="Other", URL=None)
    sentences = (
        "Ada Crane, “The Bridge”, report, Friends of the Bridge, 6 May 2020.\n\n"
        "Ada Crane, “Other”, report, Friends of the Bridge, 6 May 2020.\n"
    )
    assert referencing.citation([one, two], "text", {}) == sentences
    assert json.loads(referencing.citation([one, two], "csl-json", {})) == [one, two]
    bib = referencing.citation([one, two], "biblatex", {})
    assert [bib[:11], bib.count("\n}\n\n@report{b,\n"), bib[-3:]] == ["@report{a,\n", 1, "\n}\n"]
    ris = referencing.citation([one, two], "ris", {})
    assert (ris.count("TY  - RPRT\r\n"), ris.count("ER  - \r\n"), ris[-8:]) == (2, 2, "ER  - \r\n")
    assert referencing.citation([one, two], APA, {}) == (
        "Ada Crane. (2020). The Bridge. Friends of the Bridge.\n\nAda Crane. (2020). Other. Friends of the Bridge.\n"
    )


def test_pandoc_starts_only_for_what_no_build_has_formatted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = item()
    known = {references.key(one, APA): Formatted(f'<em>Known</em> at <a href="{ADDRESS}">{ADDRESS}</a>')}
    starts = pandocs.counted(tmp_path, monkeypatch)
    assert referencing.citation([one], APA, known) == f"Known at {ADDRESS}\n"
    for form in ("text", *referencing.FILES):
        referencing.citation([one], form, {})
    assert starts.read_text() == ""
    referencing.citation([item(title="New")], APA, known)
    assert starts.read_text() == "started\n"


def test_a_style_that_prints_nothing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nothing.csl"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" '
        'version="1.0"><info><title>Nothing</title><id>n</id><updated>2020-01-01T00:00:00+00:00</updated></info>'
        '<citation><layout><text variable="title"/></layout></citation></style>'
    )
    with pytest.raises(Unable) as raised:
        referencing.citation([item()], referencing.form_of(str(path)), {})
    assert str(raised.value) == "the style 'Nothing' prints nothing of 'a'; it may have no list of references"


def test_every_form_cites_whatever_an_item_holds() -> None:
    hostile = item(title="}} \\input{x} <script>\r\nER  - \r\n", author=names("a } b", "{"), genre="\u2028", number="&")
    for name in FORMS:
        text = referencing.citation([hostile], referencing.form_of(name), {})
        assert text.endswith("\n")
        assert text.count("ER  - \r\n") == (name == "ris")
        assert text.count("\n") == 1 or name in referencing.FILES
