"""The look: templates and stylesheets, and the fonts that they are printed and shown with."""

from __future__ import annotations

import re
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
SHARE_STYLESHEETS = ("share/card.css",)

WEB_FAMILIES = {fonts.SERIF: "Factsheet Serif", fonts.SANS: "Factsheet Sans"}
"""Names of the families on the web. "Plex" is a reserved font name, which by section 3 of the SIL Open Font License no
modified version may bear without permission; and a part of a font is one (section "Definitions")."""
LATIN = "U+0-24F,U+259,U+300-36F,U+2000-206F,U+20AC,U+2116-2122,U+2190-2193,U+2212"
"""What nearly every page is set in: letters of European languages, of Turkic ones among them, and common signs."""
FURTHER = "U+250-52F,U+E3F,U+1E00-2BFF,U+E000-FB4F"
"""What else the families have; accents are in both parts, because a browser takes a letter and its accent from one."""
NORMAL = 400
"""The weight of an @font-face rule that names none."""


_WEB_FACES = {
    (fonts.SERIF, 400, "normal"),
    (fonts.SERIF, 400, "italic"),
    (fonts.SERIF, 600, "normal"),
    (fonts.SANS, 400, "normal"),
    (fonts.SANS, 600, "normal"),
}
"""The faces that pages are designed with; of others, as in words set off in a label, browsers make something alike."""


@dataclass(frozen=True)
class WebFont:
    """A part of a face as the web pages bring it: a browser fetches only the parts of which it meets characters."""

    face: Face
    is_latin: bool

    @property
    def family(self) -> str:
        """Return the name of its family on the web."""
        return WEB_FAMILIES[self.face.family]

    @property
    def file(self) -> str:
        """Return the name of its file."""
        parts = [self.family.split()[-1].lower(), str(self.face.weight), self.face.style.replace("normal", "")]
        return f"{'-'.join(filter(None, [*parts, '' if self.is_latin else 'more']))}.woff2"

    @property
    def characters(self) -> tuple[range, ...]:
        """Return the characters that it is for, whether the face has them or not."""
        return tuple(map(_characters, (LATIN if self.is_latin else FURTHER).split(",")))

    @property
    def rule(self) -> str:
        """Return its @font-face rule, in as few characters as will do, with the file in a folder beside it."""
        # A font that comes late is left for the next page: words that move under a reader's eyes are worse.
        weight = f"font-weight:{self.face.weight};" if self.face.weight != NORMAL else ""
        style = f"font-style:{self.face.style};" if self.face.style != "normal" else ""
        return (
            f'@font-face{{font-family:"{self.family}";{weight}{style}font-display:optional;'
            f'src:url("fonts/{self.file}");unicode-range:{LATIN if self.is_latin else FURTHER}}}'
        )


# Where two rules name the same characters the last one is looked at first (CSS Fonts, section "unicode-range"), so that
# further parts stand before the Latin ones.
WEB_FONTS = tuple(
    WebFont(face, is_latin=is_latin)
    for is_latin in (False, True)
    for face in FACES
    if (face.family, face.weight, face.style) in _WEB_FACES
)


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
        """The stylesheet of the web pages, with fonts in a folder beside it; templates name families as in print."""
        css = self.text("web/site.css")
        for family, name in WEB_FAMILIES.items():
            css = css.replace(f'"{family}"', f'"{name}"')
        return "".join([*(font.rule for font in WEB_FONTS), _without_comments(css)])

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


def _characters(codes: str) -> range:
    """Take a range of characters as stylesheets name it, such as U+20-7E or U+20AC, and return it."""
    first, _, last = codes.removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _without_comments(css: str) -> str:
    """Take a stylesheet and return it without comments and needless spaces, for every page waits for it."""
    bare = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return re.sub(r" ?([{};,]) ?|(?<=:) ", r"\1", bare).replace(";}", "}").strip() + "\n"
