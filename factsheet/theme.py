"""The look: templates, stylesheets and the fonts that come as pinned packages."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from factsheet import digests


@dataclass(frozen=True)
class Face:
    """One static font file: a family in one weight and style."""

    family: str
    weight: int
    style: str
    package: str
    file: str

    @property
    def path(self) -> Path:
        """Return where the file lies on this machine; FileNotFoundError says that its package is not installed."""
        # Only found and not imported: the package's code is not needed, and importing costs time.
        found = importlib.util.find_spec(self.package)
        if found is None or not found.submodule_search_locations:
            raise FileNotFoundError(
                f"the font package '{self.package}' is not installed; run 'make' or 'factsheet doctor'"
            )
        return Path(found.submodule_search_locations[0], "files", self.file)

    def rule(self, url: str, file_format: str) -> str:
        """Take the address and format under which the file is served and return its @font-face rule."""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; font-style: {self.style}; '
            f'font-display: swap; src: url("{url}") format("{file_format}"); }}'
        )


def _faces() -> Iterator[Face]:
    names = {400: ("Regular", "Italic"), 600: ("SemiBold", "SemiBoldItalic")}
    families = {
        "IBM Plex Serif": "fontpkg_ibm_plex_serif",
        "IBM Plex Sans Condensed": "fontpkg_ibm_plex_sans_condensed",
    }
    for family, package in families.items():
        for weight, (upright, italic) in names.items():
            stem = family.replace(" ", "")
            yield Face(family, weight, "normal", package, f"{stem}-{upright}.ttf")
            yield Face(family, weight, "italic", package, f"{stem}-{italic}.ttf")


PRINT_STYLESHEETS = ("print/shared.css", "print/sheet.css", "print/topic.css")
"""What printed sheets have in common, then what each kind has of its own: one stylesheet for a worker to parse."""
FACES = tuple(_faces())
"""The faces that sheets and pages use. Static files: a variable font takes ten times as long to lay out."""


@dataclass(frozen=True)
class Theme:
    """The folder of templates and stylesheets that a build uses."""

    folder: Path

    def text(self, name: str) -> str:
        """Take the name of a file in the theme and return its text."""
        return (self.folder / name).read_text("utf-8")

    @cached_property
    def sheet_stylesheet(self) -> str:
        """The stylesheet of printed sheets, with fonts under the `theme:` scheme that only the press serves."""
        rules = [face.rule(f"theme:{face.file}", "truetype") for face in FACES]
        return "\n".join([*rules, *map(self.text, PRINT_STYLESHEETS)])

    @cached_property
    def site_stylesheet(self) -> str:
        """The stylesheet of the web pages, with fonts in a folder beside it."""
        rules = [face.rule(f"fonts/{Path(face.file).stem}.woff2", "woff2") for face in FACES]
        return "\n".join([*rules, self.text("web/site.css")])

    @cached_property
    def fonts_digest(self) -> str:
        """One digest of all font files."""
        return digests.of_data([digests.of_bytes(face.path.read_bytes()) for face in FACES])

    @cached_property
    def fonts_licence(self) -> str:
        """The licence of the fonts, which goes wherever the fonts go."""
        return FACES[0].path.parent.with_name("LICENSE").read_text("utf-8")


def default_theme() -> Theme:
    """Return the theme that comes with the package: inside it when installed, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "templates"
    return Theme(inside if inside.is_dir() else package.parent / "templates")
