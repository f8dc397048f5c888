"""The fonts that pages are printed with: two families for the text and the labels, and others for further scripts.

Each of the two is followed by a fixed row of others, which have the letters that it lacks. A page gets those of them
that its text needs, so that all other pages cost what they would cost without them. What no row has cannot be printed:
a machine's own fonts are never used unasked, because the next machine has others.
"""

from __future__ import annotations

import importlib.util
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from factsheet import digests

SERIF = "IBM Plex Serif"
SANS = "IBM Plex Sans Condensed"
STYLES = ((400, "normal"), (400, "italic"), (600, "normal"), (600, "italic"))
"""The weights and styles of every family."""

FOLDERS = (
    "/usr/share/fonts/truetype/dejavu",  # Debian, Ubuntu
    "/usr/share/fonts/dejavu-sans-fonts",  # Fedora
    "/usr/share/fonts/dejavu-serif-fonts",
    "/usr/share/fonts/dejavu",  # Alpine
    "/usr/share/fonts/TTF",  # Arch
    "/usr/share/fonts/truetype",  # openSUSE
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",  # macOS, where Homebrew installs for one user
    "~/Library/Fonts",
)
"""Where the system's package manager lays the fonts that no Python package brings."""

Blocks = tuple[range, ...]

SPACES = (range(0x20, 0x21), range(0xA0, 0xA1), range(0x2000, 0x2010), range(0x202F, 0x2030))
"""What every face needs beside its letters: a space is set with the font of the letter before it."""
HEBREW = (range(0x0590, 0x0600), range(0xFB1D, 0xFB50))
ARMENIAN_AND_GEORGIAN = (
    range(0x0530, 0x0590), range(0x10A0, 0x1100), range(0x1C90, 0x1CC0), range(0x2D00, 0x2D30), range(0xFB13, 0xFB18),
    range(0x2024, 0x2025),  # the full stop of Armenian abbreviations
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """A font file as one weight and style of a family."""

    family: str
    weight: int
    style: str
    package: str | None
    """The Python package that brings the file, or nothing if it comes with the system."""
    file: str
    blocks: Blocks = ()
    """The characters that the family is for; all that the file has if there are none."""

    @property
    def name(self) -> str:
        """Return the name under which the press gets the face: a variable file makes one face for each weight."""
        return f"{self.file.partition('[')[0]}-{self.weight}.ttf" if self.is_variable else self.file

    @property
    def is_variable(self) -> bool:
        """Return whether the file holds many weights, of which one must be cut out."""
        return "[" in self.file  # as in 'Heebo[wght].ttf', after the axes along which the letters vary

    @property
    def found(self) -> Path | None:
        """Return where the file lies on this machine, or nothing."""
        return _in_package(self.package, self.file) if self.package else _in_system(self.file)

    @property
    def path(self) -> Path:
        """Return where the file lies on this machine; FileNotFoundError says that it is not installed."""
        if (found := self.found) is not None:
            return found
        missing = f"font package '{self.package}'" if self.package else f"font file '{self.file}'"
        raise FileNotFoundError(f"the {missing} is not installed; run 'make' or 'factsheet doctor'")

    @property
    def content(self) -> bytes:
        """Return the font as it is printed with: never a variable one, which WeasyPrint would date by the clock."""
        return _cut(self.path, self.weight, self.blocks) if self.is_variable else self.path.read_bytes()

    def has(self, character: str) -> bool:
        """Take a character and return whether the face is for it and has a glyph for it."""
        return self.is_for(character) and ord(character) in _characters(self)

    def is_for(self, character: str) -> bool:
        """Take a character and return whether it is among those that the family is for."""
        return not self.blocks or any(ord(character) in block for block in self.blocks)

    def rule(self, url: str, file_format: str) -> str:
        """Take the address and format under which the file is served and return its @font-face rule."""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; font-style: {self.style}; '
            f'font-display: swap; src: url("{url}") format("{file_format}"); }}'
        )

    @property
    def printed_rule(self) -> str:
        """Return the @font-face rule for the press, which alone serves the scheme `theme:`."""
        return self.rule(f"theme:{self.name}", "truetype")


@dataclass(frozen=True)
class Family:
    """A family of fonts in two weights, upright and italic."""

    title: str
    """The name that its makers gave it."""
    use: str
    """What is printed with it."""
    faces: tuple[Face, ...]

    @property
    def name(self) -> str:
        """Return the name by which stylesheets ask for the family."""
        return self.faces[0].family

    @property
    def package(self) -> str | None:
        """Return the Python package that brings the family, or nothing if it comes with the system."""
        return self.faces[0].package

    def has(self, character: str) -> bool:
        """Take a character and return whether every face of the family has a glyph for it."""
        return all(face.has(character) for face in self.faces)


def _family(title: str, package: str | None, use: str, files: Sequence[str], blocks: Blocks = ()) -> Family:
    """Take a family's files, upright and italic, regular and semibold; one or two files stand for italics too."""
    # Under a name of our own: a machine may have another version of the family, and would use that one.
    name = title if title in {SERIF, SANS} else f"Factsheet {title}"
    if len(files) < len(STYLES):  # of scripts without italics in use, or a font that lacks them
        files = [files[0], files[0], files[-1], files[-1]]
    faces = zip(STYLES, files, strict=True)
    found = tuple(Face(name, weight, style, package, file, blocks) for (weight, style), file in faces)
    return Family(title, use, found)


def _files(stem: str, *parts: str) -> list[str]:
    return [f"{stem}-{part}.ttf" for part in parts or ("Regular", "Italic", "SemiBold", "SemiBoldItalic")]


ARABIC = _family(
    "IBM Plex Sans Arabic", "fontpkg_ibm_plex_sans_arabic", "Arabic letters",
    _files("IBMPlexSansArabic", "Regular", "SemiBold"),
)  # fmt: skip
ROWS = (
    (
        _family(SERIF, "fontpkg_ibm_plex_serif", "the text of the sheets", _files("IBMPlexSerif")),
        _family(
            "Source Serif Pro", "font_source_serif_pro", "Greek letters in the text",
            _files("SourceSerifPro", "Regular", "Semibold"),
        ),
        _family(
            "Frank Ruhl Libre", "fontpkg_frank_ruhl_libre", "Hebrew letters in the text",
            ["FrankRuhlLibre[wght].ttf"], HEBREW,
        ),
        ARABIC,
        _family(
            "DejaVu Serif", None, "Armenian and Georgian letters in the text",
            ["DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"], ARMENIAN_AND_GEORGIAN,
        ),
    ),
    (
        _family(SANS, "fontpkg_ibm_plex_sans_condensed", "the labels of the sheets", _files("IBMPlexSansCondensed")),
        _family(
            "Fira Sans Condensed", "fontpkg_fira_sans_condensed", "Cyrillic and Greek letters in labels",
            _files("FiraSansCondensed"),
        ),
        _family("Heebo", "fontpkg_heebo", "Hebrew letters in labels", ["Heebo[wght].ttf"], HEBREW),
        ARABIC,
        _family(
            "DejaVu Sans", None, "Armenian and Georgian letters in labels",
            ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"], ARMENIAN_AND_GEORGIAN,
        ),
    ),
)  # fmt: skip
"""The rows of families for texts and for labels; a character is printed with the first of each that has it."""
FACES = tuple(face for row in ROWS for face in row[0].faces)
"""The faces that all sheets and pages use."""
FAMILIES = tuple(dict.fromkeys([*(row[0] for row in ROWS), *(family for row in ROWS for family in row[1:])]))
"""All families, the two that every sheet uses first."""
PRINTED_FACES = tuple(face for family in FAMILIES for face in family.faces)
SYSTEM_FACES = tuple(face for face in PRINTED_FACES if not face.package)
"""The faces that no Python package brings; a machine may lack them."""

# What the first families have for sure, and what the packaged families have: so that `factsheet check` need not read
# the fonts for everyday texts. A test reads them.
_PLAIN = (
    "\n\r\t -~\u00a0-\u017e\u018f\u0218-\u021b\u0259\u1e80-\u1e85\u1ea0-\u1ef9\u2009\u202f"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2212"
)
_COMMON = (
    "\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490-\u049d\u04ae-\u04b1\u04d8\u04d9\u04e8\u04e9"
    "\u05b0-\u05bc\u05be\u05c1\u05c2\u05d0-\u05ea\u05f3\u05f4"
    "\u060c\u061b\u061f\u0621-\u063a\u0640-\u0655\u0660-\u066c\u0670-\u06a1\u06a3-\u06d3\u06f0-\u06f9"
    "\u1e0c-\u1e0f\u1e24\u1e25\u1e60-\u1e63\u1e6c-\u1e6f\u1e92\u1e93"
)
_BEYOND_PLAIN = re.compile(f"[^{_PLAIN}]")
_BEYOND_COMMON = re.compile(f"[^{_PLAIN}{_COMMON}]")


def missing(text: str) -> list[str]:
    """Take the text of a page and return the characters that cannot be printed, in the order of their codes."""
    found = set() if text.isascii() else set(_BEYOND_COMMON.findall(text))
    return sorted(character for character in found if _needs_glyph(character) and _families(character) is None)


def refusals(text: str) -> Iterator[tuple[str, str]]:
    """Take the text of a page and yield what keeps it from being printed, with what to do about it."""
    if absent := missing(text):
        gone = [face for face in SYSTEM_FACES if face.found is None]
        lost = [character for character in absent if any(face.is_for(character) for face in gone)]
        if lost:
            message = f"the fonts for {named(lost)} are not on this machine"
            yield message, "run 'factsheet doctor', which says how to get them"
        if others := [character for character in absent if character not in lost]:
            message = f"the packaged fonts have no glyph for {named(others)}"
            yield message, "quote a transliteration or a translation"


def named(characters: Iterable[str]) -> str:
    """Take characters and return the first ten of them with their codes, as text."""
    return ", ".join(f"'{character}' (U+{ord(character):04X})" for character in list(characters)[:10])


def needed(text: str) -> tuple[Family, ...]:
    """Take the text of a page and return the families that it needs beside the first two, in the order of the rows."""
    beyond = set() if text.isascii() else set(_BEYOND_PLAIN.findall(text))
    used = {family for character in beyond if _needs_glyph(character) for family in _families(character) or ()}
    used -= {row[0] for row in ROWS}
    return tuple(family for family in FAMILIES if family in used)


def stylesheet(css: str, text: str) -> str:
    """Take a stylesheet and the text that is printed with it; return it with its fonts and those that the text needs.

    Each of the first two families stands for its whole row in the stylesheet. The content of the other faces stands
    there as a digest, so that what depends on the stylesheet depends on them.
    """
    families = needed(text)
    rules = [face.printed_rule for face in FACES]
    rules += [f"{face.printed_rule} /* {_digest(face.path)} */" for family in families for face in family.faces]
    for row in ROWS if families else ():
        names = ", ".join(f'"{family.name}"' for family in row if family in (row[0], *families))
        css = css.replace(f'"{row[0].name}"', names)
    return "\n".join([*rules, css])


def inventory() -> list[list[str | int]]:
    """Return name and state of all font files: the size of those in packages, the content of those of the system.

    FileNotFoundError says that a package is not installed.
    """
    found = [(face, face.path if face.package else face.found) for face in PRINTED_FACES]
    return [[face.name, _state(face, path)] for face, path in found]


def revision(path: Path) -> str | None:
    """Take the path of a font file and return its revision such as 2.37, or None if it cannot be read as a font."""
    try:
        from fontTools.ttLib import TTFont, TTLibError
    except ImportError:
        return None
    try:
        # Not the path: of a file that is no font, fontTools would leave the stream open.
        with TTFont(io.BytesIO(path.read_bytes()), lazy=True) as font:
            return f"{font['head'].fontRevision:.2f}"
    except (KeyError, OSError, TTLibError):
        return None


@contextmanager
def alone() -> Iterator[None]:
    """While this lasts, whoever sets up Fontconfig finds none of the machine's fonts.

    One that is called like one of ours would be printed with in its stead, and the next machine has another.
    """
    variable = "FONTCONFIG_FILE"
    before = os.environ.get(variable)
    os.environ[variable] = str(Path(__file__).with_name("fonts.conf"))
    try:
        yield
    finally:
        del os.environ[variable]
        if before is not None:
            os.environ[variable] = before


@cache
def _families(character: str) -> tuple[Family, ...] | None:
    """Take a character and return the family that prints it in each row, or nothing if a row has none."""
    found = [next((family for family in row if family.has(character)), None) for row in ROWS]
    families = tuple(family for family in found if family is not None)
    return families if len(families) == len(ROWS) else None


def _needs_glyph(character: str) -> bool:
    # Spaces and marks of formatting leave no ink, and Pango sets them with the font of the letter before.
    return not character.isspace() and unicodedata.category(character) != "Cf"


def _state(face: Face, path: Path | None) -> str | int:
    if path is None:
        return "missing"
    return path.stat().st_size if face.package else _digest(path)


def _in_package(package: str, file: str) -> Path | None:
    # Only found and not imported: the package's code is not needed, and importing costs time.
    found = importlib.util.find_spec(package)
    locations = found.submodule_search_locations if found else None
    return Path(locations[0], "files", file) if locations else None


def _in_system(file: str) -> Path | None:
    home = os.environ.get("HOME", "~")  # which Path.expanduser would insist on
    places = (Path(folder.replace("~", home, 1), file) for folder in FOLDERS)
    return next((place for place in places if place.is_file()), None)


@cache
def _digest(path: Path) -> str:
    return digests.of_bytes(path.read_bytes())


@cache
def _characters(face: Face) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    if not face.package and face.found is None:
        return frozenset()
    with TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _cut(path: Path, weight: int, blocks: Blocks) -> bytes:
    """Take a variable font file; return the static font of that weight, with the characters of those blocks only."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with TTFont(path, recalcTimestamp=False) as font:
        # Fewer letters first: what is left is cut in a fraction of the time.
        subsetter = Subsetter(Options(layout_features=["*"], notdef_outline=True))
        subsetter.populate(unicodes=[code for block in (*blocks, *SPACES) for code in block])
        subsetter.subset(font)
        static = instantiateVariableFont(font, {"wght": weight}, inplace=True, static=True)
        stream = io.BytesIO()
        static.save(stream)
    return stream.getvalue()
