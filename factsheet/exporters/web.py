"""The web edition: a page for each entry and topic sheet, the index, the method page, and what they are dressed in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Made, Target, text_target
from factsheet.theme import FACES, Face

SITE = PurePosixPath("site")


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield its pages, stylesheet and fonts."""
    pages = edition.pages
    yield text_target(SITE / "index.html", pages.index(edition.dossiers, edition.topics))
    yield text_target(SITE / "method" / "index.html", pages.method())
    for dossier in edition.dossiers:
        yield text_target(SITE / dossier.claim.id / "index.html", pages.entry(dossier), dossier.claim.id)
    for topic in edition.topics:
        yield text_target(SITE / "sheets" / topic.sheet.id / "index.html", pages.topic(topic), topic.sheet.id)
    yield text_target(SITE / "assets" / "site.css", edition.theme.site_stylesheet)
    for face in FACES:
        path = SITE / "assets" / "fonts" / f"{Path(face.file).stem}.woff2"
        yield Target(
            path, needs=[face.file, edition.theme.fonts_digest, edition.tools], make=partial(web_font, face), slow=True
        )
    yield text_target(SITE / "assets" / "fonts" / "LICENSE.txt", edition.theme.fonts_licence)


def web_font(face: Face) -> Made:
    """Take a face and return its file as WOFF 2, with every glyph and table it has."""
    from fontTools.ttLib import TTFont

    with TTFont(face.path, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = "woff2"
        stream = io.BytesIO()
        font.save(stream, reorderTables=False)
        return Made(stream.getvalue())
