"""Entries and sheets about topics as texts to go on with: for e-mail, as Markdown, for a post, and to be edited."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from factsheet import manuscript
from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Made, Target
from factsheet.takeaway import Takeaway, Takeaways

FOLDER = PurePosixPath("site", "text")
REFERENCE = "text/reference.docx"
"""The document of the theme whose styles the texts for editing have."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield the texts of each entry that is not withdrawn and of each sheet about a topic."""
    texts, reference = Takeaways(edition.pages), edition.theme.folder / REFERENCE
    for dossier in edition.dossiers:
        if not dossier.withdrawn:
            yield _target(texts.entry(dossier), reference)
    for topic in edition.topics:
        yield _target(texts.topic(topic), reference)


def _target(text: Takeaway, reference: Path) -> Target:
    path, further = FOLDER / f"{text.subject}.txt", (".md", "-post.txt", ".docx")
    return Target(
        path, [manuscript.needs(text.manuscript, reference), text.post], partial(write_text, text, reference),
        slow=True, subject=text.subject, beside=tuple(FOLDER / f"{text.subject}{end}" for end in further),
    )  # fmt: skip


def write_text(text: Takeaway, reference: Path) -> Made:
    """Take a text and the document whose styles it has; return it for e-mail, with its other forms beside it."""
    written = manuscript.write(text.manuscript, reference)
    return Made(written.plain.encode(), (written.markdown.encode(), f"{text.post}\n".encode(), written.docx))
