"""Every script is printed with fonts that we chose, or not at all: never with what else a machine has, never a box."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from factsheet import fonts
from factsheet.exporters.fetcher import ThemeFetcher
from factsheet.exporters.press import Press
from factsheet.theme import default_theme

ROOT = Path(__file__).parent.parent
CHARACTERS = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
MAKE_INSTALLS_DEJAVU = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0
needs_dejavu = pytest.mark.skipif(
    None in [face.found for face in fonts.SYSTEM_FACES] and not MAKE_INSTALLS_DEJAVU,
    reason="this machine lacks the DejaVu fonts, and 'make' cannot install them here; see 'factsheet doctor'",
)
WITHOUT_DEJAVU = "from factsheet import fonts; fonts.FOLDERS = (); "
"""Python that makes a process find no fonts of the system."""

PLEX = {"IBM Plex Serif", "IBM Plex Sans Condensed"}
DEJAVU = {"DejaVu Serif", "DejaVu Sans"}
SENTENCES: dict[str, tuple[str, str, set[str]]] = {
    "English": ("en", "The court ordered “free movement” in 2023 – at once …", set()),
    "Azerbaijani": ("az", "Məhkəmə 2023-cü ildə Şuşa yolunun açılmasını qərara aldı: ə ı ğ ş ç ö ü İ Ə", set()),
    "Turkish": ("tr", "Mahkeme 2023’te yolun açılmasına karar verdi: Iğdır, İstanbul, şoför, çağ, üç", set()),
    "Russian": (
        "ru",
        "Суд в 2023 году постановил открыть дорогу: «свободное движение» — Алёхин",
        {"Fira Sans Condensed"},
    ),
    "Ukrainian": ("uk", "Суд у 2023 році постановив відкрити шлях: «вільний рух», Ґєїі’", {"Fira Sans Condensed"}),
    "Greek": (
        "el",
        "Το δικαστήριο διέταξε το 2023 να ανοίξει ο δρόμος: «ελεύθερη κυκλοφορία»",
        {"Source Serif Pro", "Fira Sans Condensed"},
    ),
    "Arabic": (
        "ar",
        "قررت المحكمة عام 2023 فتح الطريق: «حرية التنقل» لجميع السكّان؟ لا، ٢٠٢٣",
        {"IBM Plex Sans Arabic"},
    ),
    "Persian": ("fa", "دادگاه گفت: «رفت‌وآمد آزاد است»؛ می‌گویند گچ پژ ۲۰۲۳", {"IBM Plex Sans Arabic"}),
    "Hebrew": (
        "he",
        "בית המשפט הורה ב־2023 לפתוח את הדרך: ”חופש תנועה” לצה״ל, שָׁלוֹם",
        {"Frank Ruhl Libre", "Heebo"},
    ),
    "transliterated": ("en", "Maḥmūd Ṭāhā and ʿAlī wrote from al-Ḥuṣn", {"Source Serif Pro", "Fira Sans Condensed"}),
    "Armenian": ("hy", "Դատարանը 2023 թ․ որոշեց բացել ճանապարհը՝ «ազատ տեղաշարժ»։ և", DEJAVU),
    "Georgian": ("ka", "სასამართლომ 2023 წელს დაადგინა გზის გახსნა — „თავისუფალი მოძრაობა“", DEJAVU),
}
CASES = [
    pytest.param(*case, id=name, marks=[needs_dejavu] if case[2] == DEJAVU else []) for name, case in SENTENCES.items()
]


def page(text: str, language: str = "en") -> str:
    """Return a page with the text as running text and as a label, in every weight and style."""
    styles = f"{text} <i>{text}</i> <b>{text}</b> <b><i>{text}</i></b>"
    return f'<html lang="{language}"><title>x</title><body><p>{styles}</p><p class="source">{styles}</p></body></html>'


def printed(html: str) -> bytes:
    machine = Press(default_theme().stylesheet_for(html))
    return machine.write(machine.lay_out(weasyprint.HTML(string=html, base_url="theme:")), html)


def embedded(pdf: pikepdf.Pdf) -> set[str]:
    """Take a file of one page and return the families of its fonts, which must be embedded and ours."""
    titles = {family.name.replace(" ", "-"): family.title for family in fonts.FAMILIES}
    found = set()
    for font in pdf.pages[0].obj.Resources.Font.as_dict().values():
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        name = str(font.BaseFont).partition("+")[2].replace(",", "")
        found.add(next((title for start, title in titles.items() if name.startswith(start)), name))
    return found


def glyphs(pdf: pikepdf.Pdf) -> set[int]:
    """Take a file of one page whose fonts are addressed by glyph; return the numbers of the glyphs that it shows."""
    shown: list[bytes] = []
    for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(instruction.operator) == "Tj":
            shown.append(bytes(instruction.operands[0]))
        elif str(instruction.operator) == "TJ":
            shown += [bytes(part) for part in instruction.operands[0].as_list() if isinstance(part, pikepdf.String)]
    return {int.from_bytes(text[at : at + 2], "big") for text in shown for at in range(0, len(text), 2)}


def python(code: str, given: str = "", **environment: str) -> str:
    """Run Python in a process of its own, with that as its input, and return what it printed."""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=os.environ | environment, input=given, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("language", "text", "others"), CASES)
def test_a_sentence_is_printed_with_our_fonts_and_without_boxes(language: str, text: str, others: set[str]) -> None:
    assert fonts.missing(text) == []
    with pikepdf.open(io.BytesIO(printed(page(text, language)))) as pdf:
        assert embedded(pdf) == PLEX | others
        assert len(glyphs(pdf)) > len(set(text)) - 10
        assert 0 not in glyphs(pdf)


@pytest.mark.slow
@needs_dejavu
def test_all_scripts_stand_on_one_page_with_any_space_between_them() -> None:
    words = [text.split()[0] for _, text, _ in SENTENCES.values()]
    text = "".join(f"{word}{space}" for word in words for space in " \u00a0\u2009\u202f")
    with pikepdf.open(io.BytesIO(printed(page(text)))) as pdf:
        assert embedded(pdf) == {family.title for family in fonts.FAMILIES}
        assert 0 not in glyphs(pdf)


@pytest.mark.slow
def test_the_same_page_has_the_same_bytes_at_another_time() -> None:
    html = page(" ".join(text for _, text, others in SENTENCES.values() if others != DEJAVU))
    before = printed(html)
    fonts._cut.cache_clear()
    time.sleep(1.1)  # fonts that WeasyPrint cuts itself hold the second
    assert printed(html) == before


@pytest.mark.slow
def test_a_cut_font_is_the_same_in_every_process() -> None:
    variable = [face for face in fonts.PRINTED_FACES if face.is_variable]
    assert len({face.name for face in variable}) == 4
    code = (
        "import hashlib; from factsheet import fonts; "
        "print(hashlib.sha256(b''.join(f.content for f in fonts.PRINTED_FACES if f.is_variable)).hexdigest())"
    )
    here = hashlib.sha256(b"".join(face.content for face in variable)).hexdigest()
    assert python(code, PYTHONHASHSEED="1") == python(code, PYTHONHASHSEED="2") == f"{here}\n"


def test_no_face_is_printed_with_as_a_variable_font() -> None:
    from fontTools.ttLib import TTFont

    for face in fonts.PRINTED_FACES:
        if face.found:
            with TTFont(io.BytesIO(face.content), lazy=True) as font:
                assert "fvar" not in font, face
                assert {0x20, 0xA0} <= set(font.getBestCmap()), face


def test_letters_that_need_no_other_fonts_are_in_all_faces_that_every_sheet_uses() -> None:
    plain = [c for c in CHARACTERS if not fonts._BEYOND_PLAIN.match(c) and fonts._needs_glyph(c)]
    lacking = [c for c in plain if not all(face.has(c) for face in fonts.FACES)]
    assert lacking == []
    assert set("azAZ09“”‘’–—…éßøčşğıİəƏ€§№") <= set(plain)


def test_letters_that_are_never_looked_up_are_in_the_packaged_fonts() -> None:
    known = [c for c in CHARACTERS if not fonts._BEYOND_COMMON.match(c) and fonts._needs_glyph(c)]
    packaged = [[family for family in row if family.faces[0].package] for row in fonts.ROWS]
    lacking = [c for c in known if not all(any(family.has(c) for family in row) for row in packaged)]
    assert lacking == []
    assert set("абвЯёїґҐӘәҒғҮүαωΆώאתשְابتپچژگکی۰۹ḥṣṬ") <= set(known)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("The road … was “open” – ə ğ İ", ""),
        ("Շուշի ქართლი Шуша שושי شوشا", ""),
        ("a smile \N{GRINNING FACE}, a \N{SNOWMAN}", "\N{SNOWMAN}\N{GRINNING FACE}"),
        ("北京, 北, ひ, 한", "ひ京北한"),
        ("\N{DEVANAGARI LETTER KA}\u200d", "\N{DEVANAGARI LETTER KA}"),
        ("tab\t, line\n, no-break\u00a0and narrow\u202fspaces", ""),
    ],
)
@needs_dejavu
def test_what_cannot_be_printed(text: str, missing: str) -> None:
    assert fonts.missing(text) == list(missing)


def test_a_refusal_names_ten_characters_and_says_what_to_do() -> None:
    ((message, remedy),) = fonts.refusals("".join(chr(0x4E00 + n) for n in range(12)))
    named = ", ".join(f"'{chr(0x4E00 + n)}' (U+{0x4E00 + n:04X})" for n in range(10))
    assert message == f"the packaged fonts have no glyph for {named}"
    assert remedy == "quote a transliteration or a translation"


@pytest.mark.slow
def test_without_the_fonts_of_the_system_their_letters_are_refused_and_no_others() -> None:
    code = WITHOUT_DEJAVU + "print(*fonts.refusals('Լ, ჯ, 北 Шуша שושי شوشا'), sep='\\n')"
    assert python(code) == (
        "(\"the fonts for 'Լ' (U+053C), 'ჯ' (U+10EF) are not on this machine\", "
        "\"run 'factsheet doctor', which says how to get them\")\n"
        "(\"the packaged fonts have no glyph for '北' (U+5317)\", 'quote a transliteration or a translation')\n"
    )


@pytest.mark.slow
def test_everyday_texts_are_told_without_reading_a_font() -> None:
    text = "".join(c for c in CHARACTERS if not fonts._BEYOND_COMMON.match(c))
    code = f"import sys; from factsheet import fonts; fonts.missing({text!r}); print('fontTools' in sys.modules)"
    assert python(code) == "False\n"


MACHINE = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>FOLDER</dir><cachedir>FOLDER/cache</cachedir></fontconfig>
"""
PRINTING = """
import sys, hashlib, weasyprint
from factsheet.exporters.press import Press
from factsheet.fonts import alone
from factsheet.theme import default_theme

page = sys.stdin.read()
with WAY():
    machine = Press(default_theme().sheet_stylesheet)
document = machine.lay_out(weasyprint.HTML(string=page, base_url="theme:"))
print(hashlib.sha256(machine.write(document, page)).hexdigest())
"""


@pytest.mark.slow
def test_a_font_of_the_machine_that_has_the_name_of_ours_is_not_printed_with(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    for face in next(family for family in fonts.FAMILIES if family.title == "Source Serif Pro").faces:
        with TTFont(face.path) as font:
            for name in font["name"].names:
                if name.nameID in {1, 16}:
                    name.string = fonts.SERIF
            font.save(tmp_path / face.file)
    (tmp_path / "fonts.conf").write_text(MACHINE.replace("FOLDER", str(tmp_path)))
    html = page("The bridge at Stonyford")
    here, there = f"{hashlib.sha256(printed(html)).hexdigest()}\n", str(tmp_path / "fonts.conf")
    assert python(PRINTING.replace("WAY", "alone"), html) == here
    assert python(PRINTING.replace("WAY", "alone"), html, FONTCONFIG_FILE=there) == here


def test_the_fonts_of_the_machine_are_found_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, "/machine/fonts.conf"):
        if value is None:
            monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
        else:
            monkeypatch.setenv("FONTCONFIG_FILE", value)
        with fonts.alone():
            assert Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8").endswith("<fontconfig></fontconfig>\n")
        assert os.environ.get("FONTCONFIG_FILE") == value


def test_each_script_needs_its_own_families() -> None:
    def needed(text: str) -> list[str]:
        return [family.title for family in fonts.needed(text)]

    assert needed("plain “text”, ə") == []
    assert needed("Шуша") == ["Fira Sans Condensed"]
    assert needed("שושי and Шуша") == ["Frank Ruhl Libre", "Fira Sans Condensed", "Heebo"]
    assert needed("北京") == []


def test_a_stylesheet_asks_for_no_more_fonts_than_its_text_needs() -> None:
    css = 'p { font: 9pt "IBM Plex Serif" } b { font-family: "IBM Plex Sans Condensed" }'
    plain = fonts.stylesheet(css, "plain text")
    assert plain.endswith(f"\n{css}")
    assert plain.count("@font-face") == len(fonts.FACES) == 8
    russian = fonts.stylesheet(css, "plain text, Шуша")
    assert russian.endswith(
        'p { font: 9pt "IBM Plex Serif" } b { font-family: "IBM Plex Sans Condensed", "Factsheet Fira Sans Condensed" }'
    )
    assert russian.count("@font-face") == 12


def test_families_stand_in_the_order_of_their_row() -> None:
    css = fonts.stylesheet('"IBM Plex Serif" and "IBM Plex Sans Condensed"', "שושי, شوشا, Αθήνα").splitlines()[-1]
    assert css == (
        '"IBM Plex Serif", "Factsheet Source Serif Pro", "Factsheet Frank Ruhl Libre", "Factsheet IBM Plex Sans Arabic"'
        ' and "IBM Plex Sans Condensed", "Factsheet Fira Sans Condensed", "Factsheet Heebo", '
        '"Factsheet IBM Plex Sans Arabic"'
    )


def test_a_stylesheet_depends_on_the_content_of_the_fonts_that_its_text_needs() -> None:
    (face, *_) = fonts.needed("شوشا")[0].faces
    digest = hashlib.sha256(face.path.read_bytes()).hexdigest()
    assert f"{face.printed_rule} /* {digest} */" in fonts.stylesheet("", "شوشا")


def test_only_fonts_under_names_of_our_own_stand_beside_those_of_every_sheet() -> None:
    # A machine may have DejaVu in another version, with italics, and would take those for this family.
    assert {family.name for family in fonts.FAMILIES if not family.name.startswith("Factsheet ")} == PLEX


def test_the_press_is_served_each_face_by_its_name() -> None:
    faces = {face.name: face for face in fonts.PRINTED_FACES if face.found and not face.is_variable}
    for name, face in faces.items():
        response = ThemeFetcher().fetch(f"theme:{name}")
        assert response.read() == face.path.read_bytes()
    contents = {(face.name, face.file, face.weight if face.is_variable else 0) for face in fonts.PRINTED_FACES}
    assert len(contents) == len({face.name for face in fonts.PRINTED_FACES})


@pytest.mark.parametrize("place", ["first", "second"])
def test_the_fonts_of_the_system_are_found_in_known_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    face = fonts.SYSTEM_FACES[0]
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path / "first"), "~/second"))
    assert face.found is None
    with pytest.raises(FileNotFoundError) as caught:
        _ = face.path
    assert str(caught.value) == ("the font file 'DejaVuSerif.ttf' is not installed; run 'make' or 'factsheet doctor'")
    (tmp_path / place / face.file).mkdir(parents=True)
    assert face.found is None
    (tmp_path / place / face.file).rmdir()
    (tmp_path / place / face.file).write_bytes(b"")
    assert face.found == face.path == tmp_path / place / face.file


def test_a_font_package_that_is_missing_is_named() -> None:
    face = fonts.Face("No Such Serif", 400, "normal", "fontpkg_no_such_serif", "NoSuchSerif.ttf")
    with pytest.raises(FileNotFoundError) as caught:
        _ = face.path
    assert str(caught.value) == (
        "the font package 'fontpkg_no_such_serif' is not installed; run 'make' or 'factsheet doctor'"
    )


def test_a_build_notices_when_a_font_comes_goes_or_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    missing = fonts.inventory()
    assert [name for name, state in missing if state == "missing"] == [face.name for face in fonts.SYSTEM_FACES]
    assert {name for name, _ in missing} == {face.name for face in fonts.PRINTED_FACES}
    for face in fonts.SYSTEM_FACES:
        (tmp_path / face.file).write_bytes(face.file.encode())
    there = fonts.inventory()
    assert [state for name, state in there if name == "DejaVuSerif.ttf"] == [
        hashlib.sha256(b"DejaVuSerif.ttf").hexdigest()
    ] * 2


def test_a_font_tells_its_revision(tmp_path: Path) -> None:
    assert re.fullmatch(r"2\.\d\d", fonts.revision(fonts.FACES[0].path) or "")
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    assert fonts.revision(tmp_path / "broken.ttf") is None
    assert fonts.revision(tmp_path / "missing.ttf") is None
