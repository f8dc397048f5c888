"""The web edition: a page for each entry and topic sheet, the index, the method page, and what they are dressed in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Target
from factsheet.theme import FACES, Face

SITE = PurePosixPath("site")


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield its pages, stylesheet and fonts."""
    pages = edition.pages
    yield _text(SITE / "index.html", pages.index(edition.dossiers, edition.topics))
    yield _text(SITE / "method" / "index.html", pages.method())
    for dossier in edition.dossiers:
        yield _text(SITE / dossier.claim.id / "index.html", pages.entry(dossier), dossier.claim.id)
    for topic in edition.topics:
        yield _text(SITE / "sheets" / topic.sheet.id / "index.html", pages.topic(topic), topic.sheet.id)
    yield _text(SITE / "assets" / "site.css", edition.theme.site_stylesheet)
    for face in FACES:
        path = SITE / "assets" / "fonts" / f"{Path(face.file).stem}.woff2"
        yield Target(
            path, needs=[face.file, edition.theme.fonts_digest, edition.tools], make=partial(web_font, face), slow=True
        )
    yield _text(SITE / "assets" / "fonts" / "LICENSE.txt", edition.theme.fonts_licence)


def web_font(face: Face) -> bytes:
    """Take a face and return its file as WOFF 2, with every glyph and table it has."""
    from fontTools.ttLib import TTFont

    with TTFont(face.path, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = "woff2"
        stream = io.BytesIO()
        font.save(stream, reorderTables=False)
        return stream.getvalue()


def _text(path: PurePosixPath, text: str, subject: str = "") -> Target:
    return Target(path, needs=text, make=partial(text.encode), subject=subject)
