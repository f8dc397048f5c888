"""What this machine has of all that a build needs, what is missing, and how to get it.

Nothing here imports WeasyPrint: that is slow, and fails as a whole when one system library is missing.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import importlib.metadata
import importlib.util
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factsheet import prose

UNKNOWN = "version unknown"
"""Stands for the version of a part that is there but does not tell it."""


@dataclass(frozen=True)
class Part:
    """One thing a build needs: its version, or None if it is missing, and the remedy unless it is there and will do."""

    name: str
    version: str | None
    needed_for: str
    remedy: str | None = None

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
    Distribution("click", "click", "the command line"),
    Distribution("fonttools", "fontTools", "making the fonts of the web pages"),
    Distribution("Jinja2", "jinja2", "filling in the templates"),
    Distribution("pydantic", "pydantic", "checking the records", minimum="2"),
    Distribution("pypandoc_binary", "pypandoc", "reading Markdown"),
    Distribution("PyYAML", "yaml", "reading the records"),
    Distribution("rich", "rich", "printing to the terminal"),
    Distribution("segno", "segno", "drawing QR codes"),
    Distribution("WeasyPrint", "weasyprint", "printing PDFs", minimum="70.0"),
)

FACES = ("Regular", "Italic", "SemiBold", "SemiBoldItalic")

FAMILIES = (
    Family(
        "IBM Plex Serif",
        "fontpkg-ibm-plex-serif",
        "fontpkg_ibm_plex_serif",
        "the text of the sheets",
        tuple(f"IBMPlexSerif-{face}.ttf" for face in FACES),
    ),
    Family(
        "IBM Plex Sans Condensed",
        "fontpkg-ibm-plex-sans-condensed",
        "fontpkg_ibm_plex_sans_condensed",
        "the labels of the sheets",
        tuple(f"IBMPlexSansCondensed-{face}.ttf" for face in FACES),
    ),
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

MANAGERS = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "brew": "brew install",
}
"""The package managers we know, in the order in which we look for them, with the command that installs."""

HINTS = {"brew": ("# with Homebrew's own Python: others do not look in Homebrew's folders",)}
"""What a person must know besides, written as a comment so that the line can still be pasted into a terminal."""

PACKAGES_OF_LIBRARY = {library.name: library.packages for library in LIBRARIES}


def examine() -> list[Part]:
    """Return every part that a build needs, present or missing, in the order of the report."""
    return [
        examine_python(PYTHON),
        *(examine_distribution(distribution) for distribution in DISTRIBUTIONS),
        examine_pandoc(pandoc_path(), PANDOC),
        *(part for family in FAMILIES for part in examine_family(family)),
        *(examine_library(library) for library in LIBRARIES),
    ]


def build_tools() -> dict[str, str]:
    """Return name and version of all that decides the bytes of a printed file: promised only for these."""
    packages = ("brotli", "fonttools", "pypandoc_binary", "segno", "WeasyPrint")
    versions = {package: installed_version(package) or "missing" for package in packages}
    return versions | {library.name: examine_library(library).version or "missing" for library in LIBRARIES}


def missing(parts: Iterable[Part]) -> list[Part]:
    """Take parts and return those that are missing or will not do."""
    return [part for part in parts if not part.present]


def examine_python(minimum: tuple[int, int]) -> Part:
    """Take the oldest version of Python that will do and return the one that runs this."""
    remedy = f"install Python {minimum[0]}.{minimum[1]} or newer" if sys.version_info[:2] < minimum else None
    return Part("Python", platform.python_version(), "everything", remedy)


def examine_distribution(distribution: Distribution) -> Part:
    """Take a Python package and return whether it is installed, new enough and has its module."""
    version = installed_version(distribution.name)
    if version is None or not at_least(version, distribution.minimum):
        remedy = install_command(distribution.name, distribution.minimum)
        return Part(distribution.name, version, distribution.needed_for, remedy)
    if module_folder(distribution.module) is None:
        return Part(distribution.name, None, distribution.needed_for, reinstall_command(distribution.name, version))
    return Part(distribution.name, version, distribution.needed_for)


def examine_pandoc(program: str | None, minimum: str) -> Part:
    """Take the path of pandoc, if there is one, and the oldest version that will do; return whether it runs."""
    version = pandoc_version(program) if program else None
    fine = version is not None and at_least(version, minimum)
    return Part("pandoc", version, "reading Markdown", None if fine else install_command("pypandoc_binary"))


def examine_family(family: Family) -> list[Part]:
    """Take a family of fonts and return it as a part, followed by one part for every face that it lacks."""
    version = installed_version(family.distribution)
    if version is None:
        return [Part(family.name, None, family.needed_for, install_command(family.distribution))]
    folder = module_folder(family.module)
    lacking = [face for face in family.faces if folder is None or not (folder / "files" / face).is_file()]
    remedy = reinstall_command(family.distribution, version)
    return [
        Part(family.name, version, family.needed_for),
        *(Part(Path(face).stem, None, family.needed_for, remedy) for face in lacking),
    ]


def examine_library(library: Library) -> Part:
    """Take a system library and return whether it can be loaded, with the version it tells."""
    loaded = load(library.files)
    if loaded is None:
        return Part(library.name, None, library.needed_for, system_command([library.packages]))
    try:
        version = library.version(loaded)
    except (AttributeError, OSError, UnicodeDecodeError, ValueError):
        version = UNKNOWN
    return Part(library.name, version, library.needed_for)


def report(parts: Sequence[Part]) -> str:
    """Take parts and return a table of names, versions and uses, with the commands for what is missing beneath."""
    rows = [(part.name, state(part), part.needed_for) for part in parts]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    table = [f"{name:<{widths[0]}}  {version:<{widths[1]}}  {use}" for name, version, use in rows]
    remedies = commands(missing(parts))
    if not remedies:
        return "\n".join([*table, "", "Nothing is missing."])
    return "\n".join([*table, "", "To get what is missing:", *(f"  {remedy}" for remedy in remedies)])


def state(part: Part) -> str:
    """Take a part and return what the report says in its second column."""
    if part.version is None:
        return "missing"
    return part.version if part.present else f"{part.version} (too old)"


def commands(parts: Sequence[Part]) -> list[str]:
    """Take missing parts and return the remedies, with all system packages in one command."""
    packages = [PACKAGES_OF_LIBRARY[part.name] for part in parts if part.name in PACKAGES_OF_LIBRARY]
    others = [part.remedy for part in parts if part.name not in PACKAGES_OF_LIBRARY and part.remedy]
    return list(dict.fromkeys([*others, *([system_command(packages)] if packages else [])]))


def install(parts: Sequence[Part], user: int | None = None) -> bool:
    """Take missing parts and the user's number (by default the user who runs this); return whether all were installed.

    Only system packages are installed, only by root, and only where apt-get is the package manager.
    """
    packages = {PACKAGES_OF_LIBRARY[part.name]["apt-get"] for part in parts if part.name in PACKAGES_OF_LIBRARY}
    program = shutil.which("apt-get")
    if not packages or program is None or (effective_user() if user is None else user) != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A list that could not be brought up to date may still do: whether it does, the installation tells.
    run([program, "update"], quiet)
    installed = run([program, *shlex.split(MANAGERS["apt-get"])[1:], *sorted(packages)], quiet)
    return installed and all(part.name in PACKAGES_OF_LIBRARY for part in parts)


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Take a program with its arguments and its environment; return whether it ended well. Its output is dropped."""
    try:
        ended = subprocess.run(arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return False
    return ended.returncode == 0


def effective_user() -> int:
    """Return the number of the user who runs this, or -1 on systems without such numbers."""
    return os.geteuid() if hasattr(os, "geteuid") else -1


def system_command(wanted: Iterable[Mapping[str, str]]) -> str:
    """Take the packages of some libraries by package manager and return one command that installs them here."""
    manager = next((name for name in MANAGERS if shutil.which(name)), None)
    if manager is None:
        return "install Pango and HarfBuzz with this machine's package manager"
    packages = sorted({names[manager] for names in wanted})
    needs_root = manager != "brew" and effective_user() != 0
    return " ".join([*(["sudo"] if needs_root else []), MANAGERS[manager], *packages, *HINTS.get(manager, ())])


def install_command(distribution: str, minimum: str = "0") -> str:
    """Take a Python package and the oldest version that will do; return the command that installs it."""
    wanted = distribution if minimum == "0" else f"{distribution}>={minimum}"
    return shlex.join([sys.executable, "-m", "pip", "install", wanted])


def reinstall_command(distribution: str, version: str) -> str:
    """Take a Python package of which files are lost, and its version; return the command that installs it again."""
    return shlex.join(
        [sys.executable, "-m", "pip", "install", "--force-reinstall", "--no-deps", f"{distribution}=={version}"]
    )


def installed_version(distribution: str) -> str | None:
    """Take a Python package and return its version, or None if it is not installed or what is installed is broken."""
    try:
        return importlib.metadata.version(distribution) or None
    except (importlib.metadata.PackageNotFoundError, KeyError, OSError, TypeError, UnicodeDecodeError):
        return None


def module_folder(module: str) -> Path | None:
    """Take a top-level module and return the folder of its code, or None if Python finds none; nothing is imported."""
    found = importlib.util.find_spec(module)
    return Path(found.origin).parent if found is not None and found.origin is not None else None


def pandoc_path() -> str | None:
    """Return the path of the pandoc that a build would run, or None if there is none."""
    try:
        return prose.pandoc_path()
    except (AttributeError, ImportError, OSError, ValueError, prose.PandocError):
        return None


def pandoc_version(program: str) -> str | None:
    """Take the path of pandoc and return the version it tells, or None if it does not run."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, check=False, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    found = re.match(r"pandoc(?:\.exe)? (\d[\d.]*)", told.stdout)
    return found[1] if found else None


def load(files: Iterable[str]) -> ctypes.CDLL | None:
    """Take the names a library may have and return the first that can be loaded, or None."""
    for file in files:
        found = file if file.startswith("lib") else ctypes.util.find_library(file)
        if found is not None:
            with contextlib.suppress(OSError):
                return ctypes.CDLL(found)
    return None


def at_least(version: str, minimum: str) -> bool:
    """Take two versions and return whether the first is not older than the second; only their numbers count."""
    return numbers(version) >= numbers(minimum)


def numbers(version: str) -> tuple[int, ...]:
    """Take a version such as 70.0 and return its numbers without the zeros at the end."""
    found = [int(number) for number in re.findall(r"\d+", version)]
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)
