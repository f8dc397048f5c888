"""The look: templates and stylesheets, and the fonts that they are printed and shown with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from factsheet import digests, fonts
from factsheet.fonts import FACES as FACES
from factsheet.fonts import Face as Face

PRINT_STYLESHEETS = ("print/shared.css", "print/sheet.css", "print/topic.css")
"""What printed sheets have in common, then what each kind has of its own: one stylesheet for a worker to parse."""
CARD_STYLESHEETS = ("print/shared.css", "print/card.css")
LARGE_PRINT_STYLESHEETS = ("print/shared.css", "print/flow.css", "print/large-print.css")
BOOKLET_STYLESHEETS = ("print/shared.css", "print/flow.css", "print/booklet.css")


@dataclass(frozen=True)
class Theme:
    """The folder of templates and stylesheets that a build uses."""

    folder: Path

    def text(self, name: str) -> str:
        """Take the name of a file in the theme and return its text."""
        return (self.folder / name).read_text("utf-8")

    def stylesheet_for(self, text: str, names: Sequence[str] = PRINT_STYLESHEETS) -> str:
        """Take what is printed, as text or as HTML, and the names of stylesheets; return them as one with their fonts.

        Texts of everyday scripts share one stylesheet, so that a worker parses it once.
        """
        return fonts.stylesheet("\n".join(map(self.text, names)), text)

    @cached_property
    def sheet_stylesheet(self) -> str:
        """The stylesheet of printed sheets, with fonts under the `theme:` scheme that only the press serves."""
        return self.stylesheet_for("")

    @cached_property
    def site_stylesheet(self) -> str:
        """The stylesheet of the web pages, with fonts in a folder beside it."""
        rules = [face.rule(f"fonts/{Path(face.file).stem}.woff2", "woff2") for face in FACES]
        return "\n".join([*rules, self.text("web/site.css")])

    @cached_property
    def fonts_digest(self) -> str:
        """One digest of the fonts that all sheets and pages use; those of other scripts stand in their stylesheets."""
        return digests.of_data([digests.of_bytes(face.path.read_bytes()) for face in FACES])

    @cached_property
    def fonts_licence(self) -> str:
        """The licence of the fonts that the web pages bring, which goes wherever they go."""
        return FACES[0].path.parent.with_name("LICENSE").read_text("utf-8")


def default_theme() -> Theme:
    """Return the theme that comes with the package: inside it when installed, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "templates"
    return Theme(inside if inside.is_dir() else package.parent / "templates")
