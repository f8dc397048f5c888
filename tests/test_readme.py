"""What the README says that one can type exists, and every option that exists stands in its help."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest

from factsheet.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def typed(program: str) -> list[list[str]]:
    """Take a program's name and return the words after it, for every line of the README on which it is called."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    cells = [cell.replace("\\|", "|") for cell in re.findall(r"`([^`\n]+)`", README)]
    lines = [line.strip() for line in [*"\n".join(blocks).splitlines(), *cells]]
    called = [line.split() for line in lines]
    return [words[1:] for words in called if words[:1] == [program] and len(words) > 1]


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}


def command_of(words: list[str]) -> click.Command:
    names = [word for word in words if word in main.commands]
    assert names, f"the README calls 'factsheet {' '.join(words)}', which names no command"
    return main.commands[names[0]]


@pytest.mark.parametrize("words", typed("factsheet"), ids=" ".join)
def test_commands_and_options_of_the_readme_exist(words: list[str]) -> None:
    known = options_of(command_of(words)) | options_of(main)
    assert [word for word in words if word.startswith("-") and word not in known] == []


@pytest.mark.parametrize("words", typed("make"), ids=" ".join)
def test_targets_of_the_readme_exist(words: list[str]) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert [word for word in words if "=" not in word and word not in targets] == []


def test_every_command_stands_in_the_readme() -> None:
    assert sorted(main.commands) == sorted({str(command_of(words).name) for words in typed("factsheet")})


def test_every_form_and_paper_of_the_help_exists() -> None:
    from factsheet.exporters.catalogue import EXPORTERS
    from factsheet.records import Form, Paper

    context = click.Context(main.commands["build"])
    help_text = " ".join(main.commands["build"].get_help(context).split())
    assert f"Only these formats: {', '.join(EXPORTERS)}." in help_text
    assert f"Only these forms of print, of everything: {', '.join(Form)}." in help_text
    assert f"Only these sizes of paper: {', '.join(Paper)}." in help_text


def test_make_help_lists_every_target_of_the_readme() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [words[0] for words in typed("make") if words and "=" not in words[0] and words[0] not in listed] == []


def test_the_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []
    assert len(pictures) == 1
