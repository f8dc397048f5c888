from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside import tools

ROOT, SOMEBODY = 0, 1000

Fake = Callable[[str, str], Path]
"""Takes the name of a program and lines of shell, and puts the program where it alone is found."""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Return a function that makes programs; the machine's own are not found."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(name: str, script: str) -> Path:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return make


def test_nothing_is_said_when_all_is_there(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake("npm", "")
    fake("qpdf", "")
    assert tools.main(["npm", "qpdf"], ROOT) == tools.READY
    assert capsys.readouterr().out == ""


def test_root_installs_what_is_missing(fake: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake("npm", "")
    fake("apt-get", f'echo "$DEBIAN_FRONTEND $*" >>{tmp_path}/log; : >{tmp_path}/qpdf; /bin/chmod +x {tmp_path}/qpdf')
    assert tools.main(["npm", "qpdf"], ROOT) == tools.READY
    assert capsys.readouterr().out == "Installing qpdf ...\n"
    assert (tmp_path / "log").read_text().splitlines() == [
        "noninteractive update",
        "noninteractive install -y --no-install-recommends qpdf",
    ]


def test_what_cannot_be_installed_is_named(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake("apt-get", "echo 'E: Unable to locate package npm' >&2; exit 100")
    assert tools.main(["Poppler", "npm"], ROOT) == tools.UNABLE
    assert capsys.readouterr().out == (
        "Installing poppler-utils, npm ...\n"
        "E: Unable to locate package npm\n"
        "Missing: Poppler, npm. Install what is missing and run this again; "
        "on Debian and Ubuntu: sudo apt-get install poppler-utils npm\n"
    )


def test_others_than_root_are_told_in_one_line(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    unused = fake("apt-get", 'echo "$*" >"$0.log"')
    assert tools.main(["npm"], SOMEBODY) == tools.UNABLE
    assert capsys.readouterr().out == (
        "Missing: npm. Install what is missing and run this again; on Debian and Ubuntu: sudo apt-get install npm\n"
    )
    assert not unused.with_name("apt-get.log").exists()


def test_without_apt_get_root_is_told_as_well(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake("npm", "")
    assert tools.main(["npm", "qpdf"], ROOT) == tools.UNABLE
    assert capsys.readouterr().out == (
        "Missing: qpdf. Install what is missing and run this again; on Debian and Ubuntu: sudo apt-get install qpdf\n"
    )


def test_a_program_that_is_too_old_is_named(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    old = fake("node", "echo v12.22.9")
    assert tools.main(["Node"], ROOT) == tools.UNABLE
    assert capsys.readouterr().out == (
        f"Node 18.19 or newer is needed, and {old} is 12.22.9. Install a newer one and run this again.\n"
    )


@pytest.mark.parametrize("version", ["v18.19.0", "v18.20.4", "v20.2.0"])
def test_a_program_that_is_new_enough_will_do(fake: Fake, version: str, capsys: pytest.CaptureFixture[str]) -> None:
    fake("node", f"echo {version}")
    assert tools.main(["Node"], SOMEBODY) == tools.READY
    assert capsys.readouterr().out == ""


def test_a_library_is_found_by_its_path_alone(tmp_path: Path) -> None:
    library = tmp_path / "library.jar"
    tool = tools.Tool((str(library),), "liblibrary-java")
    assert tool.path is None
    library.touch()
    assert tool.path == str(library)
