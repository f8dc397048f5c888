"""A record holds only what can be printed, and whoever wrote it is told the place, the character and what to do."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tests.faker import FakeCollection, appearance, quote
from tests.test_fonts import WITHOUT_DEJAVU, needs_dejavu
from tests.workshop import ROOT

REMEDY = "quote a transliteration or a translation"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("He smiled \N{GRINNING FACE}.", "'\N{GRINNING FACE}' (U+1F600)"),
        ("The sign said 橋, and below it 橋止.", "'橋' (U+6A4B), '止' (U+6B62)"),
        ("a \N{SNOWMAN}", "'\N{SNOWMAN}' (U+2603)"),
    ],
)
@pytest.mark.parametrize("kind", ["claim", "evidence"])
def test_a_character_without_glyph_is_an_error_at_its_text(
    collection: FakeCollection, kind: str, text: str, named: str
) -> None:
    path = getattr(collection, kind)(**{"unknowns" if kind == "claim" else "limits": text})
    column = len("unknowns: " if kind == "claim" else "limits: ") + 1
    assert collection.problems() == [
        f"{path.relative_to(collection.folder)}:1:{column}: error: the packaged fonts have no glyph for {named}; "
        f"{REMEDY} [no-glyph]"
    ]


def test_the_place_is_that_of_the_one_text_in_a_list(collection: FakeCollection) -> None:
    collection.evidence(quotes=[quote(id="carts"), quote(id="sign", text="橋 was written on it.")])
    assert collection.problems() == [
        "evidence/bridge-ruling.yaml:5:9: error: the packaged fonts have no glyph for '橋' (U+6A4B); "
        f"{REMEDY} [no-glyph]"
    ]


def test_a_character_written_as_an_escape_is_found(collection: FakeCollection) -> None:
    text = (collection.folder / "claims" / "BR-001.yaml").read_text("utf-8")
    before = "unknowns: Who ordered the barrier."
    assert before in text
    collection.write("claims/BR-001.yaml", text.replace(before, r'unknowns: "Who ordered \u6a4b."'))
    (problem,) = collection.problems()
    assert problem.endswith(f": error: the packaged fonts have no glyph for '橋' (U+6A4B); {REMEDY} [no-glyph]")


def test_the_settings_are_looked_at_too(collection: FakeCollection) -> None:
    collection.project(subtitle="The sign said 橋")
    assert collection.problems() == [
        f"factsheet.yaml:1:11: error: the packaged fonts have no glyph for '橋' (U+6A4B); {REMEDY} [no-glyph]"
    ]
    names = [{"name": "Stonyford", "also": ["橋"], "why": "The maps have it."}]
    collection.project(names=names)
    assert [problem.partition(" error: ")[0] for problem in collection.problems()] == ["factsheet.yaml:4:5:"]


@needs_dejavu
@pytest.mark.parametrize(
    "text",
    [
        "Մարդիկ չէին կարող անցնել կամուրջը։",
        "Люди не могли пройти по мосту.",
        "Adamlar körpüdən keçə bilmirdi: ə, ı, ğ, ş.",
        "ხალხს ხიდზე გადასვლა არ შეეძლო.",
        "لم يتمكن الناس من عبور الجسر.",
        "אנשים לא יכלו לעבור את הגשר.",
        "Οι άνθρωποι δεν μπορούσαν να περάσουν τη γέφυρα.",
    ],
)
def test_the_scripts_of_many_languages_are_in_order(collection: FakeCollection, text: str) -> None:
    collection.evidence(quotes=[quote(id="carts", text=text, translation="x", translator="the contributors")])
    assert collection.problems() == []


READ = {"level": "read-at-source", "found_in": ["https://example.org/橋 (a copy)", "HTTPS://example.org/橋"]}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("claim", {"appearances": [appearance(verification=READ)]}), ("evidence", {"verification": READ})],
)
def test_an_address_may_have_any_letters(collection: FakeCollection, kind: str, fields: dict[str, Any]) -> None:
    getattr(collection, kind)(**fields)
    assert collection.problems() == []


def test_what_stands_beside_an_address_is_looked_at(collection: FakeCollection) -> None:
    collection.evidence(verification=READ | {"found_in": ["https://example.org/橋 (橋)"]})
    (problem,) = collection.problems()
    assert problem.startswith("evidence/bridge-ruling.yaml:4:5: error: the packaged fonts have no glyph for '橋'")


def test_a_translation_of_an_entry_is_not_printed_yet(collection: FakeCollection) -> None:
    texts = {"unknowns": {"text": "誰が橋を閉じたか。", "of": "0" * 16}}
    collection.claim(translations={"ja": {"translator": "the contributors", "texts": texts}})
    assert [problem.rpartition(" ")[2] for problem in collection.problems()] == ["[stale-translation]"]


@pytest.mark.slow
def test_without_the_fonts_of_the_system_check_says_how_to_get_them(collection: FakeCollection) -> None:
    collection.claim(unknowns="Ո՞վ ordered it.")
    ended = subprocess.run(
        [sys.executable, "-c", f"{WITHOUT_DEJAVU}from factsheet.__main__ import main; main()",
         "-C", str(collection.folder), "check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stdout.splitlines()[0] == (
        "claims/BR-001.yaml:1:11: error: the fonts for 'Ո' (U+0548), '՞' (U+055E), 'վ' (U+057E) "
        "are not on this machine; run 'factsheet doctor', which says how to get them [no-glyph]"
    )


@pytest.mark.slow
def test_a_check_of_everyday_texts_reads_no_font(collection: FakeCollection) -> None:
    collection.claim(unknowns="Кто “приказал” … שלום, سلام, ελληνικά, ə ğ ş")
    code = (
        "import sys; from factsheet import loader; from datetime import date; from pathlib import Path; "
        "loaded = loader.load(Path(sys.argv[1]), date(2025, 6, 1)); print(loaded.problems, 'fontTools' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(collection.folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[] False\n"
