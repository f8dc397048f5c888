"""Pandoc as a process with nothing but its script and its input: no environment, and limits of memory and of time."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from factsheet import digests
from factsheet.problems import Unable

SECONDS = 60
"""Seconds that pandoc may take for a request; the texts of a thousand entries need less than ten."""
MEMORY = "512M"


class PandocError(Unable):
    """Pandoc could not be run, took too long, or ran out of memory."""


def pandoc_path() -> str:
    """Return the path of the pandoc that comes with the locked packages, or else of one that pypandoc finds.

    The packaged one first, so that a newer pandoc on the machine changes no bytes. Raises PandocError if there is none.
    """
    import pypandoc  # here, because a build without new texts needs no pandoc

    packaged = Path(pypandoc.__file__).parent / "files" / "pandoc"
    try:
        return str(packaged) if packaged.exists() else str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise PandocError("pandoc was not found; `make` installs it with the locked packages") from error


@cache
def digest(script: Path) -> str:
    """Take a script for pandoc and return the digest of its text and of pandoc's version."""
    return digests.of_data([digests.of_bytes(script.read_bytes()), importlib.metadata.version("pypandoc_binary")])


def answer(script: Path, request: Any, what: str, seconds: float | None = None) -> Any:
    """Take a script in Lua, what it reads as JSON, and in words what that is; return what it wrote as JSON.

    It may take so many seconds, or else SECONDS. Raises PandocError.
    """
    limit = SECONDS if seconds is None else seconds
    command = [pandoc_path(), "+RTS", f"-M{MEMORY}", "-RTS", "lua", str(script)]
    text = json.dumps(request).encode()
    try:
        done = subprocess.run(command, input=text, capture_output=True, timeout=limit, env=_environment(), check=False)
    except subprocess.TimeoutExpired:
        raise PandocError(f"pandoc took more than {limit} seconds for {what}") from None
    if done.returncode:
        raise PandocError(f"pandoc failed with exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)


def _environment() -> dict[str, str]:
    # An empty data directory, so that no init script or template of the user's changes what is rendered.
    nowhere = {"HOME": os.devnull, "XDG_DATA_HOME": os.devnull, "LC_ALL": "C.UTF-8"}
    return nowhere | {"PATH": os.environ.get("PATH", "")}
