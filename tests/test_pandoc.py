from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from factsheet import pandoc
from factsheet.pandoc import PandocError
from tests import pandocs


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the place of a packaged pandoc that a test may fill; nothing is there, and none is found elsewhere."""
    return pandocs.place(tmp_path, monkeypatch)


@pytest.fixture
def echo(tmp_path: Path) -> Path:
    """Return a script that writes what it read, and what it sees of the machine."""
    path = tmp_path / "echo.lua"
    path.write_text(
        "local read = pandoc.json.decode(io.read('a'), false)\n"
        "io.write(pandoc.json.encode{read = read, secret = os.getenv('SECRET') or '', home = os.getenv('HOME')})\n"
    )
    return path


def test_a_script_reads_and_writes_json_and_sees_nothing_else(echo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "told")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert pandoc.answer(echo, {"text": "“Œ”"}, "a text") == {
        "read": {"text": "“Œ”"},
        "secret": "",
        "home": "/dev/null",
    }


def test_a_machine_without_pandoc_is_told_how_to_get_it(packaged: Path, echo: Path) -> None:
    with pytest.raises(PandocError) as raised:
        pandoc.answer(echo, [], "no texts")
    assert not packaged.exists()
    assert str(raised.value) == "pandoc was not found; `make` installs it with the locked packages"


def test_a_pandoc_that_fails_is_named_with_what_it_said(packaged: Path, echo: Path) -> None:
    pandocs.script(packaged, "cat >/dev/null; echo 'Heap exhausted' >&2; exit 251")
    with pytest.raises(PandocError) as raised:
        pandoc.answer(echo, [], "no texts")
    assert str(raised.value) == "pandoc failed with exit code 251: Heap exhausted\n"


def test_a_pandoc_that_takes_too_long_is_stopped(packaged: Path, echo: Path) -> None:
    pandocs.script(packaged, f"exec {shutil.which('sleep')} 60")
    with pytest.raises(PandocError) as raised:
        pandoc.answer(echo, [], "3 texts", 0.1)
    assert str(raised.value) == "pandoc took more than 0.1 seconds for 3 texts"


def test_the_digest_of_a_script_is_that_of_its_text(tmp_path: Path) -> None:
    scripts = [tmp_path / name for name in ("a.lua", "b.lua", "c.lua")]
    for path, text in zip(scripts, ("return 1", "return 1", "return 2"), strict=True):
        path.write_text(text)
    first, same, other = map(pandoc.digest, scripts)
    assert first == same != other
