"""The guide for editors: its worked example does what it says, its tables fit the models, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import reference
from tests.test_readme import command_of, options_of

GUIDE = reference.GUIDE.read_text("utf-8")
EXAMPLE = GUIDE[GUIDE.index("\n## A worked example") : GUIDE.index("\n## ", GUIDE.index("\n## A worked example") + 1)]
BLOCK = re.compile(r"^```(?P<kind>sh|text|yaml)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A block of the example: commands, what they print, a file, or fields of a file."""

    kind: str
    content: str
    line: int


def steps() -> Iterator[Step]:
    """Yield the blocks of the example in order, each with the line of the guide on which it begins."""
    start = GUIDE.index(EXAMPLE)
    for match in BLOCK.finditer(EXAMPLE):
        yield Step(match["kind"], match["content"], GUIDE.count("\n", 0, start + match.start()) + 1)


def write(folder: Path, content: str) -> None:
    """Write a file that the example gives as a whole, put fields in place of a file's own, or add lines at its end."""
    heading, _, text = content.partition("\n")
    found = re.fullmatch(r"# (in |at the end of )?(\S+)", heading)
    assert found, f"the example does not say what file this is: {heading}"
    path = folder / found[2]
    if not found[1]:
        path.write_text(content, "utf-8")
    elif found[1] == "in ":
        path.write_text(with_fields(path.read_text("utf-8"), text), "utf-8")
    else:
        path.write_text(path.read_text("utf-8") + text, "utf-8")


def with_fields(text: str, changed: str) -> str:
    """Take a record and fields in YAML; return the record with these in place of its own, and its history last."""
    fields = fields_of(text) | fields_of(changed)
    history = fields.pop("history")
    return "".join([*fields.values(), history])


def fields_of(text: str) -> dict[str, str]:
    """Take a record and return its lines by the field that they belong to."""
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    return {part.partition(":")[0]: part for part in parts if part}


def run(folder: Path, commands: str) -> subprocess.CompletedProcess[str]:
    """Run commands one after another in a folder, as a reader would, until one fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path}
    return subprocess.run(
        ["sh", "-ec", commands], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def fits(expected: str, text: str) -> bool:
    """Take what the guide shows, in which an ellipsis stands for anything, and a text; return whether they agree."""
    parts = [re.escape(part) for part in expected.strip().split("…")]
    return re.fullmatch(".*".join(parts), text.strip(), re.DOTALL) is not None


@pytest.mark.slow
def test_the_worked_example_works(tmp_path: Path) -> None:
    printed = ""
    for step in steps():
        if step.kind == "yaml":
            write(tmp_path, step.content)
        elif step.kind == "sh":
            done = run(tmp_path, step.content)
            printed = done.stdout
            finds_errors = "check" in step.content.split()[-1] and done.returncode == 1
            assert done.returncode == 0 or finds_errors, f"{step.content}\n{done.stdout}{done.stderr}"
        else:
            place = f"CONTRIBUTING.md:{step.line}"
            assert fits(step.content, printed), f"{place} shows\n{step.content}\nand this is printed:\n{printed}"


def test_the_example_shows_the_whole_life_of_an_entry() -> None:
    kinds = [step.kind for step in steps()]
    commands = "".join(step.content for step in steps() if step.kind == "sh")
    assert kinds.count("text") >= 8
    for command in ("new claim", "new evidence", "check", "build", "publish --dry-run", "publish BR-001"):
        assert f"factsheet {command}" in commands
    texts = "".join(step.content for step in steps() if step.kind == "yaml")
    for word in ("in-review", "published", "factual", "received:", "withdrawn"):
        assert word in texts


def test_tables_of_fields_and_words_are_as_the_models_say() -> None:
    assert reference.updated(GUIDE) == GUIDE, "run 'make reference' and read the difference"


def test_every_model_and_every_controlled_list_has_its_table() -> None:
    made = re.findall(r"<!-- made by make reference: (\w+) of (\w+) -->", GUIDE)
    assert sorted(made) == sorted(
        [("fields", name) for name in reference.MODELS] + [("words", name) for name in reference.WORDS]
    )


def test_links_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"(?m)^#+ (.*)$", GUIDE)
    }
    inner = set(re.findall(r"\]\(#([^)]+)\)", GUIDE))
    files = set(re.findall(r"\]\((?!#|https?:)([^)#]+)", GUIDE)) - {"…"}
    assert sorted(inner - headings) == []
    assert [name for name in sorted(files) if not (reference.GUIDE.parent / name).exists()] == []


def test_commands_and_targets_of_the_guide_exist() -> None:
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))
    typed = [line.split() for line in [*blocks.splitlines(), *re.findall(r"`([^`\n]+)`", GUIDE)]]
    for words in typed:
        if words[:1] == ["factsheet"] and len(words) > 1:
            known = options_of(command_of(words[1:]))
            assert [word for word in words if word.startswith("-") and word not in known] == [], words
    targets = re.findall(r"^([a-z-]+):", (reference.GUIDE.parent / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert [words for words in typed if words[:1] == ["make"] and not set(words[1:2]) <= set(targets)] == []
