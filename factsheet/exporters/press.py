"""The printing press: HTML to PDF with WeasyPrint.

A process keeps one press for each stylesheet: one font configuration, one parsed stylesheet. WeasyPrint is imported
when the first page is printed, because that takes longer than everything else a build does when nothing changed.
"""

from __future__ import annotations

import html as html_text
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

from factsheet import digests, fonts
from factsheet.enclosures import Enclosure
from factsheet.exporters.target import CannotMake

VARIANT = "pdf/a-3a"
"""What WeasyPrint is asked for; `metadata` makes it PDF/UA-1 as well."""
_TAG = re.compile(r"<(title|head|svg|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


class Press:
    """WeasyPrint with one stylesheet and one set of fonts, which may be used for any number of pages."""

    def __init__(self, stylesheet: str) -> None:
        """Take the stylesheet of all pages to come."""
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        from factsheet.exporters.fetcher import ThemeFetcher

        self._weasyprint = weasyprint
        self._fetcher = ThemeFetcher()
        with fonts.alone():
            self._fonts = FontConfiguration()
        with _warnings_are_errors():
            self._stylesheet = weasyprint.CSS(
                string=stylesheet, font_config=self._fonts, url_fetcher=self._fetcher, base_url="theme:"
            )

    def read(self, page: str) -> Any:
        """Take the HTML of a page; return it parsed. Raises CannotMake for a character that no font has."""
        _check_glyphs(page)
        return self._weasyprint.HTML(string=page, url_fetcher=self._fetcher, base_url="theme:")

    def lay_out(self, html: Any) -> Any:
        """Take a parsed page and return it laid out. Raises CannotMake if WeasyPrint warns of anything."""
        with _warnings_are_errors():
            return html.render(stylesheets=[self._stylesheet], font_config=self._fonts, pdf_variant=VARIANT)

    def write(self, document: Any, page: str, enclosures: Sequence[Enclosure] = ()) -> bytes:
        """Take a laid-out page, its HTML and what goes with it; return them as a file that is PDF/A-3a and PDF/UA-1.

        Its identifier is the digest of the HTML.
        """
        from factsheet.exporters.metadata import conform

        document.metadata.attachments += [self._attachment(enclosure) for enclosure in enclosures]
        with _warnings_are_errors():
            pdf = document.write_pdf(
                pdf_variant=VARIANT, pdf_identifier=digests.of_text(page)[:32].encode(), finisher=conform
            )
        assert isinstance(pdf, bytes)  # no target was given
        return pdf

    def _attachment(self, enclosure: Enclosure) -> Any:
        day = datetime.combine(enclosure.date, time(), UTC)
        return self._weasyprint.Attachment(
            string=enclosure.text, name=enclosure.name, description=enclosure.description, relationship="Source",
            created=day, modified=day,
        )  # fmt: skip


@cache
def press(stylesheet: str) -> Press:
    """Take a stylesheet and return this process's press for it."""
    return Press(stylesheet)


def _check_glyphs(page: str) -> None:
    # What no font of ours has would be taken from whatever the machine has, or print as a box. Records are checked
    # before; this is for words that only a template or the settings of another build bring.
    for message, remedy in fonts.refusals(html_text.unescape(_TAG.sub(" ", page))):
        raise CannotMake(f"{message}; {remedy}", "no-glyph")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    """Raise CannotMake if WeasyPrint warns: a missing stylesheet or font is only a warning there, and a bad sheet."""
    from weasyprint.logger import LOGGER
    from weasyprint.urls import FatalURLFetchingError

    collector = _Collector()
    LOGGER.addHandler(collector)
    try:
        yield
    except FatalURLFetchingError as error:  # a BaseException, which would end the worker
        raise CannotMake(f"the page asks for what the theme does not have: {error}") from None
    finally:
        LOGGER.removeHandler(collector)
    if collector.messages:
        raise CannotMake(f"WeasyPrint warned: {'; '.join(collector.messages)}")
