"""The theme's stylesheets: which fonts they ask for, and what else they hold."""

from __future__ import annotations

import re
from pathlib import Path

from factsheet import fonts
from factsheet.theme import PRINT_STYLESHEETS, Theme, default_theme

THEME = default_theme()


def test_the_stylesheet_of_sheets_is_that_of_a_text_which_needs_no_other_fonts() -> None:
    assert THEME.stylesheet_for("<p>“Əliyev” – façade …</p>") == THEME.sheet_stylesheet
    assert THEME.sheet_stylesheet.count("@font-face") == 8
    assert THEME.sheet_stylesheet.endswith("\n".join(map(THEME.text, PRINT_STYLESHEETS)))


def test_a_text_of_another_script_gets_its_fonts_wherever_a_stylesheet_names_ours() -> None:
    sheet = THEME.stylesheet_for('<p lang="ru">Шуша</p>')
    rest = re.sub(r"@font-face \{.*\}", "", sheet)
    assert rest.count(f'"{fonts.SANS}", "Factsheet Fira Sans Condensed"') == rest.count(f'"{fonts.SANS}"') > 5
    assert f'"{fonts.SERIF}", ' not in rest


def test_other_stylesheets_may_be_printed_with() -> None:
    sheet = THEME.stylesheet_for("Шуша", ("print/shared.css",))
    assert sheet.count("@font-face") == 12
    assert THEME.text("print/sheet.css") not in sheet


def test_print_stylesheets_name_no_fonts_but_ours() -> None:
    css = "\n".join(path.read_text("utf-8") for path in sorted((THEME.folder / "print").glob("*.css")))
    named = set(re.findall(r'font(?:-family)?: [^;}]*?((?:"[^"]*"(?:, )?)+)', css))
    assert named == {f'"{fonts.SERIF}"', f'"{fonts.SANS}"'}


def test_the_families_of_web_pages_end_with_what_any_system_has() -> None:
    families = re.findall(r"--(?:serif|sans):([^;}]*)", THEME.site_stylesheet)
    assert [family.rpartition(",")[2] for family in families] == ["serif", "sans-serif"]


def test_the_stylesheet_of_web_pages_says_the_same_without_comments_and_spaces(tmp_path: Path) -> None:
    written = """/* A comment */
p, li  > a { margin: 0 auto ; color: var(--ink); }
@media (min-width: 38rem) and (max-width: 50rem) { p::before { content: "\u00b7"; } }
"""
    (tmp_path / "web").mkdir()
    (tmp_path / "web/site.css").write_text(written, "utf-8")
    rules = Theme(tmp_path).site_stylesheet.rpartition("}p,")[2]
    assert "p," + rules == (
        "p,li > a{margin:0 auto;color:var(--ink)}"
        '@media (min-width:38rem) and (max-width:50rem){p::before{content:"\u00b7"}}\n'
    )


def test_the_licence_that_goes_with_the_fonts_is_theirs() -> None:
    assert "SIL Open Font License, Version 1.1" in THEME.fonts_licence
    assert "Plex" in THEME.fonts_licence
