from __future__ import annotations

import pytest

from factsheet import characters


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("a\u0000b", [(1, "U+0000 (without a name), a control character")]),
        ("a\u0007b", [(1, "U+0007 (without a name), a control character")]),
        ("a\rb", [(1, "U+000D (without a name), a control character")]),
        ("a\u0085b", [(1, "U+0085 (without a name), a control character")]),
        ("a\u00adb", [(1, "U+00AD (SOFT HYPHEN), an invisible formatting character")]),
        ("\u200bab", [(0, "U+200B (ZERO WIDTH SPACE), an invisible formatting character")]),
        ("ab\u202e", [(2, "U+202E (RIGHT-TO-LEFT OVERRIDE), an invisible formatting character")]),
        ("a\u2067b", [(1, "U+2067 (RIGHT-TO-LEFT ISOLATE), an invisible formatting character")]),
        ("a\ufeffb", [(1, "U+FEFF (ZERO WIDTH NO-BREAK SPACE), an invisible formatting character")]),
        ("\U000e0041", [(0, "U+E0041 (TAG LATIN CAPITAL LETTER A), an invisible formatting character")]),
        ("a\ue000b", [(1, "U+E000 (without a name), a private-use character")]),
        ("a\ud800b", [(1, "U+D800 (without a name), half of a surrogate pair")]),
        ("a\u2028b", [(1, "U+2028 (LINE SEPARATOR), an invisible line separator")]),
        ("a\u2029b", [(1, "U+2029 (PARAGRAPH SEPARATOR), an invisible paragraph separator")]),
        ("a\u3164b", [(1, "U+3164 (HANGUL FILLER), a blank letter")]),
        ("a\u2800b", [(1, "U+2800 (BRAILLE PATTERN BLANK), a blank letter")]),
        ("a\u115fb", [(1, "U+115F (HANGUL CHOSEONG FILLER), a blank letter")]),
        ("a\u034fb", [(1, "U+034F (COMBINING GRAPHEME JOINER), a blank letter")]),
        (
            "\u200b and \u3164",
            [
                (0, "U+200B (ZERO WIDTH SPACE), an invisible formatting character"),
                (6, "U+3164 (HANGUL FILLER), a blank letter"),
            ],
        ),
    ],
)
def test_characters_that_hide_or_deceive_are_refused(text: str, refused: list[tuple[int, str]]) -> None:
    assert list(characters.refused(text)) == refused


@pytest.mark.parametrize(
    "text",
    [
        "",
        "two\nlines\tand a tab",
        "“Quotes”, dashes – and — such… 5 °C, a\u00a0space and a\u202fnarrow one, a non\u2011breaking hyphen",
        "Քարե կամուրջ",
        "Каменный мост",
        "Daş körpü, Gəncə çayı",
        "Հայաստան / აზია / עברית / 中文 / 한국어",
        "a composed e\u0301",
    ],
)
def test_ordinary_text_of_any_language_is_not_refused(text: str) -> None:
    assert list(characters.refused(text)) == []


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क\u094d\u200dष", "ක\u0dca\u200dෂ"])
def test_joiners_may_stand_where_a_script_needs_them(text: str) -> None:
    assert list(characters.refused(text)) == []


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("\u200dab", [(0, "U+200D (ZERO WIDTH JOINER), an invisible formatting character")]),
        ("ab\u200cc", [(2, "U+200C (ZERO WIDTH NON-JOINER), an invisible formatting character")]),
    ],
)
def test_joiners_are_refused_where_no_script_needs_them(text: str, refused: list[tuple[int, str]]) -> None:
    assert list(characters.refused(text)) == refused


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The stone bridge", []),
        ("Камень and stone", []),
        ("The st\u043ene br\u0456dge", ["st\u043ene", "br\u0456dge"]),
        ("Αthens is spelt with an Alpha", ["Αthens"]),
        ("Քaրե", ["Քaրե"]),
        ("5µm and a β-blocker", []),
        ("кафе-bar", []),
    ],
)
def test_words_of_mixed_scripts_are_found(text: str, words: list[str]) -> None:
    assert list(characters.mixed_script_words(text)) == words


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("hy", "ltr"),
        ("az", "ltr"),
        ("az-Arab", "rtl"),
        ("az-Latn-IR", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("ar-Latn", "ltr"),
        ("fa", "rtl"),
        ("prs-AF", "rtl"),
        ("he", "rtl"),
        ("yi", "rtl"),
        ("ur-Aran-PK", "rtl"),
        ("ckb", "rtl"),
        ("ku", "ltr"),
        ("ku-Arab-IQ", "rtl"),
        ("dv", "rtl"),
        ("sd-Deva", "ltr"),
        ("de-1996", "ltr"),
        ("zh-hant-tw", "ltr"),
    ],
)
def test_the_direction_of_a_language(language: str, direction: str) -> None:
    assert characters.direction(language) == direction


@pytest.mark.parametrize("text", ["", "Court of the County", "Суд 12", "Դատարան", "1 § 2"])
def test_a_text_from_left_to_right_stands_in_a_line_as_it_is(text: str) -> None:
    assert characters.isolated(text) == text


@pytest.mark.parametrize("text", ["وزارة الخارجية 12", "משרד החוץ", "Statement (بيان) 12"])
def test_a_text_with_letters_from_right_to_left_is_kept_apart_from_its_line(text: str) -> None:
    assert characters.isolated(text) == f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
