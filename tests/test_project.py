from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factsheet import project
from tests.faker import FakeCollection, project_fields

SHEET = {
    "id": "closing", "title": "The closing", "fact": "The bridge was closed.", "lead": "A *court* said so.",
    "claims": ["BR-001"],
}  # fmt: skip


def test_the_project_holds_what_the_file_says(collection: FakeCollection) -> None:
    file, problems = project.load(collection.folder)
    assert problems == []
    assert file is not None
    assert file.project.title == "The Bridge at Stonyford"
    assert file.project.publisher.contact == "corrections@example.org"
    assert [party.name for party in file.project.parties] == ["The Town", "The Valley"]
    assert file.project.reviewers == 0
    assert str(file.at("title")) == "factsheet.yaml:1:8"


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://example.org/bridge", "https://example.org/bridge/BR-001/"),
        ("https://example.org/bridge/", "https://example.org/bridge/BR-001/"),
        ("", ""),
    ],
)
def test_a_public_address_lies_below_the_site(collection: FakeCollection, base_url: str, address: str) -> None:
    collection.project(base_url=base_url)
    file, _ = project.load(collection.folder)
    assert file is not None
    assert file.project.address("BR-001/") == address


@pytest.mark.parametrize(
    "base_url", ["https://a.org/?b", "https://a.org/#b", "https://a.org/b/../c", "https://a.org/.."]
)
def test_an_address_below_which_no_page_can_lie_is_refused(collection: FakeCollection, base_url: str) -> None:
    collection.project(base_url=base_url)
    file, problems = project.load(collection.folder)
    assert file is None
    assert [str(problem).partition("error: ")[2] for problem in problems] == [
        f"'{base_url}' has '?', '#' or '..', and pages could not lie below it [not-a-site]"
    ]


def test_texts_in_markdown_are_named_with_their_place(collection: FakeCollection) -> None:
    request = {"date": "2025-05-02", "text": "Write to the *council*."}
    collection.project(sheets=[SHEET, SHEET | {"id": "b", "call_to_action": request}])
    file, _ = project.load(collection.folder)
    assert file is not None
    assert [(text, str(file.at(*path))) for text, path in project.markdown(file.project)] == [
        ("We compile *public* sources about the bridge.", "factsheet.yaml:23:14"),
        ("A *court* said so.", "factsheet.yaml:5:9"),
        ("A *court* said so.", "factsheet.yaml:11:9"),
        ("Write to the *council*.", "factsheet.yaml:16:11"),
    ]


def test_a_folder_without_a_project_is_a_fault_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        project.load(tmp_path)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"titel": "x"}, "1:1: error: unknown field 'titel'; did you mean 'title'? [unknown-field]"),
        (
            {"language": None},
            "1:1: error: the field 'language' is missing; add 'language:' with this meaning: Language of the records' "
            "own texts. [missing-field]",
        ),
        (
            {"id_prefix": "../br"},
            "1:12: error: '../br' does not have the right form; the field means: Prefix of the claims' ids. "
            "[malformed]",
        ),
        ({"reviewers": "two"}, "1:12: error: 'two' is not a whole number [not-a-number]"),
        ({"reviewers": "-1"}, "1:12: error: '-1' is not a whole number from 0 [not-a-number]"),
        (
            {"base_url": "example.org"},
            "1:11: error: 'example.org' is not an http or https address [not-a-web-address]",
        ),
        (
            {"publisher": project_fields()["publisher"] | {"url": "mailto:a@example.org"}},
            "4:8: error: 'mailto:a@example.org' is not an http or https address [not-a-web-address]",
        ),
        (
            {"parties": [{"id": "The Town", "name": "The Town"}]},
            "2:7: error: 'The Town' does not have the right form; the field means: The word that stands in records. "
            "[malformed]",
        ),
        (
            {"sheets": [SHEET | {"claims": ["closing"]}]},
            "7:5: error: 'closing' does not have the right form; the field means: The entries on the sheet, in order. "
            "[malformed]",
        ),
        (
            {"sheets": [SHEET | {"paper": ["a4", "a5"]}]},
            "10:5: error: 'a5' is not a word that may stand here; use one of a4, letter [unknown-word]",
        ),
        (
            {"sheets": [SHEET | {"id": "road-card"}]},
            "2:7: error: 'card' is a form of print, and the id of a sheet cannot end with it [reserved-name]",
        ),
        (
            {"sheets": [SHEET | {"forms": ["sheet", "poster"]}]},
            "10:5: error: 'poster' is not a word that may stand here; use one of sheet, large-print, card, booklet "
            "[unknown-word]",
        ),
        (
            {"print": {"entry": ["booklet"]}},
            "3:5: error: a single entry makes no booklet; name it under 'collection', or in a sheet "
            "[not-a-form-of-this]",
        ),
        (
            {"print": {"collection": ["card"]}},
            "3:5: error: all entries together make a booklet; name 'card' under 'entry' [not-a-form-of-this]",
        ),
        (
            {"sheets": [SHEET | {"call_to_action": {"text": "Write."}}]},
            "9:5: error: the field 'date' is missing; add 'date:' with this meaning: The day of the request: what is "
            "asked may be out of date later. [missing-field]",
        ),
    ],
)
def test_faults_in_the_project_are_told_at_their_place(
    collection: FakeCollection, fields: dict[str, Any], problem: str
) -> None:
    collection.project(**fields)
    assert collection.problems() == [f"factsheet.yaml:{problem}"]


def test_empty_contact_and_address_are_allowed_and_noted(collection: FakeCollection) -> None:
    collection.project(publisher=project_fields()["publisher"] | {"contact": ""}, base_url="")
    assert collection.problems() == [
        "factsheet.yaml:3:12: note: 'contact' is empty: a reader of a sheet cannot report a mistake; set it before "
        "sheets are handed out [no-contact]",
        "factsheet.yaml:6:11: note: 'base_url' is empty: sheets carry no QR code and no address; set it, or build "
        "with 'make BASE_URL=https://…', before sheets are handed out [no-base-url]",
    ]
