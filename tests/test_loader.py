"""The whole pipeline from files to checked records: what is told together, in which order, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet import loader
from factsheet.problems import Unable
from factsheet.prose import Passage, Rendered
from tests.faker import TODAY, FakeCollection, link, project_fields


def test_a_valid_collection_is_read_whole(collection: FakeCollection) -> None:
    loaded = collection.load()
    assert loaded.problems == []
    assert loaded.file is not None
    assert loaded.file.project.id_prefix == "BR"
    assert list(loaded.corpus.claim_by_id) == ["BR-001"]
    assert list(loaded.corpus.evidence_by_id) == ["bridge-ruling"]
    assert sorted(text.html for text in loaded.prose.values()) == [
        "<p>The mayor said that the bridge was open. A court found that carts were turned back.</p>",
        "<p>We compile <em>public</em> sources about the bridge.</p>",
    ]


def test_problems_of_all_stages_are_told_in_order_of_place(collection: FakeCollection) -> None:
    collection.project(base_url="", title="The t\u043ewn")
    collection.evidence(derived_from=["letter"], limits="It \u0441losed.")
    collection.claim(
        explanation="<b>Closed</b> [@letter]", related=[{"ref": "BR-009", "relation": "repeats", "why": "x"}]
    )
    assert collection.problems() == [
        'claims/BR-001.yaml:1:14: error: raw HTML is refused: "</b>" [markdown]',
        'claims/BR-001.yaml:1:14: error: raw HTML is refused: "<b>" [markdown]',
        "claims/BR-001.yaml:3:8: error: there is no other claim 'BR-009' [unknown-claim]",
        "evidence/bridge-ruling.yaml:2:3: error: there is no evidence 'letter' [unknown-evidence]",
        "evidence/bridge-ruling.yaml:3:9: warning: the word '\u0441losed' mixes letters of scripts that look alike; "
        "type it again in one script, if that is what the source has [mixed-scripts]",
        "factsheet.yaml:1:11: note: 'base_url' is empty: sheets carry no QR code and no address; set it, or build "
        "with 'make BASE_URL=https://…', before sheets are handed out [no-base-url]",
    ]


def test_a_collection_is_read_without_its_markdown(collection: FakeCollection) -> None:
    collection.claim(fact="The bridge was open to everybody.", explanation="<b>Closed</b>")
    everything = collection.problems()
    read = loader.read(collection.folder, TODAY)
    assert [str(problem) for problem in read.problems] == [said for said in everything if "[markdown]" not in said]
    assert 0 < len(read.problems) < len(everything)
    assert (list(read.corpus.claim_by_id), read.prose) == (["BR-001"], {})


def test_rules_between_records_wait_until_all_records_can_be_read(collection: FakeCollection) -> None:
    # The claim's evidence cannot be read: that it is missing would be one more line about the same fault.
    collection.evidence(level="first")
    collection.evidence("a-letter")
    assert collection.problems() == [
        "evidence/bridge-ruling.yaml:1:8: error: 'first' is not a word that may stand here; use one of primary, "
        "secondary, tertiary [unknown-word]"
    ]


def test_rules_within_a_record_do_not_wait_for_the_others(collection: FakeCollection) -> None:
    collection.evidence(level="first")
    collection.claim(fact="The bridge was open to everybody.", summary="It was <u>closed</u>.", explanation="# No")
    assert [problem.rpartition(" ")[2] for problem in collection.problems()] == [
        "[fact-repeats-claim]",
        "[markdown]",
        "[markdown]",
        "[markdown]",
        "[unknown-word]",
    ]


def test_the_texts_of_the_project_are_read_as_markdown(collection: FakeCollection) -> None:
    request = {"text": "![map](x)", "date": "2025-05-02"}
    sheet = {"lead": "# So", "call_to_action": request, "id": "a", "title": "b", "fact": "c", "claims": ["BR-001"]}
    publisher = {"statement": "# We", **{k: v for k, v in project_fields()["publisher"].items() if k != "statement"}}
    collection.project(publisher=publisher, sheets=[sheet])
    assert collection.problems() == [
        'factsheet.yaml:2:14: error: headings are refused, because the page makes its own: "We" [markdown]',
        'factsheet.yaml:7:9: error: headings are refused, because the page makes its own: "So" [markdown]',
        'factsheet.yaml:9:11: error: pictures are refused: "map" [markdown]',
    ]


def test_withheld_evidence_is_no_exhibit_that_a_text_may_cite(collection: FakeCollection) -> None:
    collection.evidence("a-letter", sensitivity="withheld")
    collection.claim(summary="See [@a-letter] and [@bridge-ruling].", evidence=[link("a-letter"), link()])
    assert collection.problems() == [
        "claims/BR-001.yaml:1:10: error: [@a-letter] cites evidence that this entry does not link to [markdown]"
    ]


def test_texts_that_are_known_are_not_rendered_again(collection: FakeCollection) -> None:
    marked = Rendered("<p>As it was rendered before.</p>")
    known = {Passage("We compile *public* sources about the bridge.").key: marked}
    assert marked in loader.load(collection.folder, TODAY, known).prose.values()


def test_a_folder_without_a_project_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unable) as raised:
        loader.load(tmp_path, TODAY)
    assert str(raised.value) == (
        f"there is no factsheet.yaml in '{tmp_path}'; go to a collection's folder, or name it with -C FOLDER"
    )


def test_records_are_checked_when_the_project_is_faulty(collection: FakeCollection) -> None:
    collection.write("factsheet.yaml", "title: x: y\n")
    collection.claim(rating="no")
    loaded = collection.load()
    assert loaded.file is None
    assert [str(problem) for problem in loaded.problems] == [
        "claims/BR-001.yaml:1:9: error: 'no' is not a word that may stand here; use one of false, mostly-false, mixed, "
        "mostly-true, true, misleading, unproven, outdated [unknown-word]",
        "factsheet.yaml:1:9: error: this is not valid YAML: mapping values are not allowed in this context; put the "
        "text in double quotes if it contains ': ' [not-yaml]",
    ]
