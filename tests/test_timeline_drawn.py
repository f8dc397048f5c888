"""The drawing of a time line: large enough, low enough, readable in print and to those who do not see it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
import weasyprint
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTItem
from weasyprint.text.fonts import FontConfiguration

from factsheet.dossier import Dossier
from factsheet.exporters.fetcher import ThemeFetcher
from factsheet.theme import default_theme
from factsheet.timeline import TimeLine
from factsheet.timescale import TYPE
from tests.time_lines import labels_of, sound, svg


def test_the_labels_are_never_too_small(entry: Dossier) -> None:
    line = sound(entry, ["2023-02-18"], ["2023-02-09"])
    assert TYPE * 72 / 96 >= 8.8
    assert svg(line).count("font-size=") == 1
    assert f'font-size="{TYPE}"' in svg(line)
    # A unit of the drawing is a CSS pixel.
    assert f'width="680.3" height="{line.height}" viewBox="0 {line.top} 680.3 {line.height}"' in svg(line)


@pytest.mark.parametrize("count", [1, 4, 8])
def test_a_usual_time_line_is_low(entry: Dossier, count: int) -> None:
    issued = ["2023-02-09", "2023-02", "2023-01-23", "2023-01-18", "2023-02-18", "2023-02-22", "2023-05", "2023-02"]
    line = sound(entry, ["2023-02-18"], issued[:count], "2022-12-12/2023-02-18")
    assert 16 <= line.height * 25.4 / 96 <= 19


def test_the_drawing_says_what_it_shows_and_needs_no_stylesheet(entry: Dossier) -> None:
    line = sound(entry, ["2023-02-18"], ["2023-02-09", "2023-02"], "2023-01-01/..")
    text = svg(line)
    assert text.count(line.alternative) == 2
    assert f'role="img" aria-label="{line.alternative}"' in text
    assert f"<title>{line.alternative}</title>" in text
    # WeasyPrint reads no custom properties in SVG, and greys that are mixed would not survive a photocopier.
    assert not [word for word in ("opacity", "style=", "var(", "id=", "url(") if word in text]
    assert text == svg(sound(entry, ["2023-02-18"], ["2023-02-09", "2023-02"], "2023-01-01/.."))


MANY = [str(date(2023, 1, 1) + timedelta(days=n * n % 97 * 3)) for n in range(30)]
EVENTS = {
    1: ["2023-02-09"],
    8: ["2023-02-09", "2023-02", "2023-01-23", "2023-01-18", "2023-02-18", "1991-02-22", "2023-05", "2023-02"],
    30: [*MANY[:26], "2023-04", "2023", "1991-10-24", "2031"],
}


@pytest.mark.slow
@pytest.mark.parametrize("count", EVENTS)
def test_the_words_of_a_printed_time_line_do_not_touch(entry: Dossier, tmp_path: Path, count: int) -> None:
    line = sound(entry, ["2023-02-18", "2023-05-05"], EVENTS[count], "2022-12-12/2023-02-18")
    path = tmp_path / "page.pdf"
    print_page(line, path)
    assert page_validation.validate_pdf(path, profile="ua1").failures == []
    characters = list(characters_of(path))
    assert {character.fontname.partition("+")[2][:23] for character in characters} == {"IBM-Plex-Sans-Condensed"}
    assert len(characters) == sum(len(label.words.replace(" ", "")) for label in labels_of(line))
    for one, other in itertools.combinations(characters, 2):
        apart = max(one.x0 - other.x1, other.x0 - one.x1) > -0.1 or abs(middle(one) - middle(other)) > 7
        assert apart, f"'{one.get_text()}' touches '{other.get_text()}'"
    assert min(character.size for character in characters) >= 8.8
    with pikepdf.open(path) as pdf:
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == [line.alternative]


def print_page(line: TimeLine, path: Path) -> None:
    """Print a page that holds nothing but the time line, as sheets are printed."""
    fonts, fetcher = FontConfiguration(), ThemeFetcher()
    stylesheet = weasyprint.CSS(
        string=default_theme().sheet_stylesheet, font_config=fonts, url_fetcher=fetcher, base_url="theme:"
    )
    head = '<!doctype html><html lang="en" data-paper="a4"><head><title>Page</title></head>'
    html = f"{head}<body>{svg(line)}</body></html>"
    weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="theme:").write_pdf(
        path, stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )


def characters_of(path: Path) -> Iterator[LTChar]:
    def within(item: LTItem) -> Iterator[LTChar]:
        if isinstance(item, LTChar) and not item.get_text().isspace():
            yield item
        elif isinstance(item, LTContainer):
            for part in item:
                yield from within(part)

    for sheet in extract_pages(path, laparams=LAParams()):
        yield from within(sheet)


def middle(character: LTChar) -> float:
    return (character.y0 + character.y1) / 2
