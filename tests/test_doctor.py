from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from factsheet import doctor, fonts, parts
from factsheet.parts import Distribution, Family, Library, Part, SystemFonts

PROJECT = Path(__file__).parent.parent
SUDO = "" if os.geteuid() == 0 else "sudo "
PIP = f"{shlex.quote(sys.executable)} -m pip"

NO_SUCH_LIBRARY = Library(
    "Nothing", ("libno-such-thing.so.9", "no-such-thing"), parts.glib_version, "this test", {"apt-get": "libnothing9"}
)


def program(folder: Path, name: str, script: str) -> Path:
    """Take a folder, a name and lines of shell; return the path of a program that runs them."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def installed(folder: Path, name: str, metadata: str) -> None:
    """Take a folder, a package's name and its metadata; lay them down as an installer does."""
    described = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(metadata)


@pytest.fixture
def search_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the only place where programs are looked for."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder where Python looks for packages first."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def test_everything_the_package_requires_is_examined() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    known = {f"{item.name}>={item.minimum}" if item.minimum != "0" else item.name for item in parts.DISTRIBUTIONS}
    # Newer releases that will not do are left to the installer.
    required = {re.sub(r",?<[^,;]*", "", line) for line in project["dependencies"]}
    assert known | {family.distribution for family in parts.FAMILIES} == required
    assert project["requires-python"] == f">={parts.PYTHON[0]}.{parts.PYTHON[1]}"


def test_libraries_are_looked_for_under_names_that_weasyprint_uses() -> None:
    found = importlib.util.find_spec("weasyprint")
    assert found is not None
    assert found.origin is not None
    source = (Path(found.origin).parent / "text" / "ffi.py").read_text()
    used = set(re.findall(r"'([\w.-]+)'", source[source.index("gobject = _dlopen(") :]))
    assert {file for library in parts.LIBRARIES for file in library.files} <= used


def test_this_machine_has_everything() -> None:
    found = doctor.examine()
    assert doctor.missing(found) == []
    assert "\n\nNothing is missing" in doctor.report(found)
    versions = {part.name: part.version or "" for part in found}
    for name in ("GLib", "Pango", "PangoFT2", "Fontconfig", "HarfBuzz", "HarfBuzz subset", "pandoc", "WeasyPrint"):
        assert re.fullmatch(r"\d+(\.\d+)+", versions[name]), name


def test_an_examination_does_not_import_weasyprint() -> None:
    code = "import sys; from factsheet import doctor; doctor.examine(); print('weasyprint' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("False\n", "")


def test_python_that_is_too_old() -> None:
    part = doctor.examine_python((9, 0))
    assert part.version is not None
    assert not part.present
    assert part.remedy == "install Python 9.0 or newer"


def test_a_package_that_is_not_installed() -> None:
    part = doctor.examine_distribution(Distribution("no-such-package", "no_such_package", "this test", minimum="2"))
    assert part == Part("no-such-package", None, "this test", f"{PIP} install 'no-such-package>=2'")


def test_a_package_that_is_too_old(packages: Path) -> None:
    installed(packages, "aged", "Metadata-Version: 2.1\nName: aged\nVersion: 69.9.1\n")
    part = doctor.examine_distribution(Distribution("aged", "aged", "this test", minimum="70.0"))
    assert part == Part("aged", "69.9.1", "this test", f"{PIP} install 'aged>=70.0'")
    assert not part.present


@pytest.mark.parametrize("metadata", ["", "Metadata-Version: 2.1\nName: hollow\n"])
@pytest.mark.filterwarnings("ignore:Implicit None on return values is deprecated")
def test_a_package_with_broken_metadata(packages: Path, metadata: str) -> None:
    installed(packages, "hollow", metadata)
    part = doctor.examine_distribution(Distribution("hollow", "hollow", "this test"))
    assert part == Part("hollow", None, "this test", f"{PIP} install hollow")


def test_a_package_whose_files_are_lost(packages: Path) -> None:
    installed(packages, "hollow", "Metadata-Version: 2.1\nName: hollow\nVersion: 1.0\n")
    part = doctor.examine_distribution(Distribution("hollow", "hollow", "this test"))
    remedy = f"{PIP} install --force-reinstall --no-deps hollow==1.0"
    assert part == Part("hollow", None, "this test", remedy)


def test_a_family_that_is_not_installed() -> None:
    family = Family("No Such Serif", "fontpkg-no-such-serif", "fontpkg_no_such_serif", "this test", ("A-Bold.ttf",))
    remedy = f"{PIP} install fontpkg-no-such-serif"
    assert doctor.examine_family(family) == [Part("No Such Serif", None, "this test", remedy)]


def test_a_family_that_lacks_a_face(packages: Path) -> None:
    installed(packages, "fontpkg-plain", "Metadata-Version: 2.1\nName: fontpkg-plain\nVersion: 1.0\n")
    (packages / "fontpkg_plain" / "files").mkdir(parents=True)
    (packages / "fontpkg_plain" / "__init__.py").touch()
    (packages / "fontpkg_plain" / "files" / "Plain-Regular.ttf").touch()
    family = Family("Plain", "fontpkg-plain", "fontpkg_plain", "this test", ("Plain-Regular.ttf", "Plain-Bold.ttf"))
    remedy = f"{PIP} install --force-reinstall --no-deps fontpkg-plain==1.0"
    assert doctor.examine_family(family) == [
        Part("Plain", "1.0", "this test"),
        Part("Plain-Bold", None, "this test", remedy),
    ]


def test_each_face_that_is_printed_with_is_examined() -> None:
    packaged = {face.file for face in fonts.PRINTED_FACES if face.package}
    assert {file for family in parts.FAMILIES for file in family.faces} == packaged
    assert set(parts.SYSTEM_FONTS.faces) == {face for face in fonts.PRINTED_FACES if not face.package}


BAZAAR = SystemFonts(
    "Bazaar",
    fonts.SYSTEM_FACES,
    "Bazaari letters",
    {"apt-get": "fonts-bazaar", "dnf": "bazaar-a bazaar-b", "brew": "bz"},
)


@pytest.mark.parametrize(
    ("manager", "remedy"),
    [
        ("apt-get", f"{SUDO}apt-get install -y --no-install-recommends fonts-bazaar"),
        ("dnf", f"{SUDO}dnf install -y bazaar-a bazaar-b"),
        ("brew", "brew install bz"),
        ("another", "install the Bazaar fonts with this machine's package manager"),
    ],
)
def test_fonts_of_the_system_are_optional(
    search_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manager: str, remedy: str
) -> None:
    program(search_path, manager, "exit 0")
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    lost = Part("Bazaar", None, "Bazaari letters", remedy, is_optional=True)
    assert doctor.examine_system_fonts(BAZAAR) == lost
    for face in BAZAAR.faces[1:]:
        (tmp_path / face.file).write_bytes(b"no font")
    (tmp_path / BAZAAR.faces[-1].file).unlink()
    assert doctor.examine_system_fonts(BAZAAR) == lost
    assert (doctor.missing([lost]), doctor.absent([lost])) == ([], [lost])


def test_fonts_of_the_system_tell_their_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    for face in BAZAAR.faces:
        (tmp_path / face.file).write_bytes(fonts.FACES[0].path.read_bytes())
    version = fonts.revision(fonts.FACES[0].path)
    assert doctor.examine_system_fonts(BAZAAR) == Part("Bazaar", version, "Bazaari letters", is_optional=True)
    (tmp_path / BAZAAR.faces[0].file).write_bytes(b"no font")
    assert doctor.examine_system_fonts(BAZAAR) == Part("Bazaar", "version unknown", "Bazaari letters", is_optional=True)


def test_pandoc_that_is_missing_or_will_not_do(tmp_path: Path) -> None:
    remedy = f"{PIP} install pypandoc_binary"
    text = tmp_path / "text"
    text.write_text("not a program")
    old = program(tmp_path, "old", "echo 'pandoc 2.19.2'")
    failing = program(tmp_path, "failing", "echo 'cannot load' >&2; exit 127")
    fine = program(tmp_path, "fine", "echo 'pandoc 3.1.1'; echo 'Features: +server'")

    def examined(path: Path | None) -> Part:
        return doctor.examine_pandoc(str(path) if path else None, "3.1.1")

    lost = Part("pandoc", None, "reading Markdown", remedy)
    assert [examined(path) for path in (None, tmp_path / "absent", text, failing)] == [lost] * 4
    assert examined(old) == Part("pandoc", "2.19.2", "reading Markdown", remedy)
    assert examined(fine) == Part("pandoc", "3.1.1", "reading Markdown")


def test_a_library_that_is_not_there(search_path: Path) -> None:
    program(search_path, "apt-get", "exit 0")
    part = doctor.examine_library(NO_SUCH_LIBRARY)
    remedy = f"{SUDO}apt-get install -y --no-install-recommends libnothing9"
    assert part == Part("Nothing", None, "this test", remedy)


def test_a_library_that_is_not_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "libbroken").mkdir()
    (tmp_path / "libbroken" / "libbroken.so").write_text("not a library")
    monkeypatch.chdir(tmp_path)
    assert doctor.load(["libbroken/libbroken.so"]) is None


def test_a_library_that_does_not_tell_its_version() -> None:
    pango = next(library for library in parts.LIBRARIES if library.name == "Pango")
    silent = Library("Pango", pango.files, parts.text_version("no_such_function"), "this test", pango.packages)
    assert doctor.examine_library(silent) == Part("Pango", "version unknown", "this test")


@pytest.mark.parametrize(
    ("version", "minimum", "expected"),
    [
        ("70.0", "70.0", True),
        ("70", "70.0", True),
        ("70.0.1", "70.0", True),
        ("100.0", "70.0", True),
        ("9.12", "9.2", True),
        ("69.9.9", "70.0", False),
        ("3.1", "3.1.1", False),
        ("0.1", "0", True),
    ],
)
def test_versions_are_compared_by_their_numbers(*, version: str, minimum: str, expected: bool) -> None:
    assert doctor.at_least(version, minimum) is expected


def test_a_report_gives_one_command_for_all_system_packages(search_path: Path) -> None:
    program(search_path, "apt-get", "exit 0")
    found = [
        Part("Python", "3.12.1", "everything"),
        Part("WeasyPrint", "69.0", "printing PDFs", "python3 -m pip install 'WeasyPrint>=70.0'"),
        Part("Plain-Bold", None, "the text", "python3 -m pip install plain"),
        Part("Plain-Italic", None, "the text", "python3 -m pip install plain"),
        Part("Pango", None, "setting lines of text", "apt-get install libpango-1.0-0"),
        Part("HarfBuzz subset", None, "small PDFs", "apt-get install libharfbuzz-subset0"),
    ]
    assert (
        doctor.report(found)
        == f"""\
Python           3.12.1          everything
WeasyPrint       69.0 (too old)  printing PDFs
Plain-Bold       missing         the text
Plain-Italic     missing         the text
Pango            missing         setting lines of text
HarfBuzz subset  missing         small PDFs

To get what is missing:
  python3 -m pip install 'WeasyPrint>=70.0'
  python3 -m pip install plain
  {SUDO}apt-get install -y --no-install-recommends libharfbuzz-subset0 libpango-1.0-0"""
    )


DEJAVU = Part("DejaVu", None, "Armenian letters", "apt-get install fonts-dejavu-core", is_optional=True)


def test_a_report_tells_what_cannot_be_printed() -> None:
    assert (
        doctor.report([Part("Python", "3.12.1", "everything"), DEJAVU])
        == """\
Python  3.12.1   everything
DejaVu  missing  Armenian letters

Nothing is missing that every collection needs.

Armenian letters cannot be printed without DejaVu. To get it:
  apt-get install fonts-dejavu-core"""
    )


def test_a_report_tells_apart_what_every_collection_needs() -> None:
    plain = Part("Plain-Bold", None, "the text", "python3 -m pip install plain")
    assert (
        doctor.report([plain, DEJAVU])
        == """\
Plain-Bold  missing  the text
DejaVu      missing  Armenian letters

To get what is missing:
  python3 -m pip install plain

Armenian letters cannot be printed without DejaVu. To get it:
  apt-get install fonts-dejavu-core"""
    )


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("apt-get", f"{SUDO}apt-get install -y --no-install-recommends libharfbuzz0b libpangoft2-1.0-0"),
        ("dnf", f"{SUDO}dnf install -y harfbuzz pango"),
        ("brew", "brew install harfbuzz pango # with Homebrew's own Python: others do not look in Homebrew's folders"),
        ("another", "install Pango and HarfBuzz with this machine's package manager"),
    ],
)
def test_the_command_is_for_the_package_manager_found(search_path: Path, manager: str, expected: str) -> None:
    program(search_path, manager, "exit 0")
    wanted = [library.packages for library in parts.LIBRARIES if library.name in {"PangoFT2", "HarfBuzz"}]
    assert doctor.system_command(wanted) == expected


PANGO = Part("Pango", None, "setting lines of text", "apt-get install libpango-1.0-0")
SUBSET = Part("HarfBuzz subset", None, "small PDFs", "apt-get install libharfbuzz-subset0")
SERIF = Part("IBM Plex Serif", None, "the text of the sheets", "pip install fontpkg-ibm-plex-serif")


def test_root_installs_only_what_is_missing(search_path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(search_path, "apt-get", f'echo "$DEBIAN_FRONTEND: $*" >>"{log}"; echo chatter; echo chatter >&2')
    assert doctor.install([SUBSET, PANGO], user=0)
    assert log.read_text() == (
        "noninteractive: update\n"
        "noninteractive: install -y --no-install-recommends libharfbuzz-subset0 libpango-1.0-0\n"
    )


def test_what_is_optional_is_installed_by_itself(search_path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(search_path, "apt-get", f'echo "$*" >>"{log}"; case "$*" in *dejavu*) exit 100;; esac')
    assert not doctor.install([DEJAVU, PANGO], user=0)
    assert log.read_text() == (
        "update\n"
        "install -y --no-install-recommends libpango-1.0-0\n"
        "install -y --no-install-recommends fonts-dejavu-core\n"
    )
    log.unlink()
    program(search_path, "apt-get", f'echo "$*" >>"{log}"')
    assert doctor.install([DEJAVU], user=0)
    assert log.read_text() == "update\ninstall -y --no-install-recommends fonts-dejavu-core\n"


def test_an_installation_prints_nothing(search_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program(search_path, "apt-get", "echo chatter; echo chatter >&2")
    assert doctor.install([PANGO], user=0)
    assert capfd.readouterr() == ("", "")


def test_an_update_that_fails_does_not_stop_the_installation(search_path: Path) -> None:
    program(search_path, "apt-get", 'test "$1" != update || exit 100')
    assert doctor.install([PANGO], user=0)


def test_an_installation_that_fails_is_told(search_path: Path) -> None:
    program(search_path, "apt-get", 'test "$1" = update || exit 100')
    assert not doctor.install([PANGO], user=0)


def test_a_program_that_cannot_be_run_is_told(search_path: Path) -> None:
    path = search_path / "apt-get"
    path.write_text("#!/no/such/interpreter\n")
    path.chmod(0o755)
    assert not doctor.install([PANGO], user=0)


def test_packages_of_python_are_left_to_the_person(search_path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(search_path, "apt-get", f'echo "$*" >>"{log}"')
    assert not doctor.install([SERIF, PANGO], user=0)
    assert log.read_text() == "update\ninstall -y --no-install-recommends libpango-1.0-0\n"


def test_nothing_is_installed_by_others_than_root(search_path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(search_path, "apt-get", f'echo "$*" >>"{log}"')
    assert not doctor.install([PANGO], user=1000)
    assert not doctor.install([SERIF], user=0)
    assert not log.exists()


def test_nothing_is_installed_without_apt(search_path: Path) -> None:
    program(search_path, "dnf", "exit 0")
    assert not doctor.install([PANGO], user=0)
