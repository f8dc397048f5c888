"""Markdown of records to HTML, all texts of a build in one pandoc process.

The rules about what a text may hold stand in `prose.lua`: an allow-list on pandoc's parsed tree. The reader is
`commonmark` without extensions, because pandoc's own `markdown` needs exponential time on nested brackets.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from factsheet import characters, digests
from factsheet.problems import Unable

SCRIPT = Path(__file__).with_name("prose.lua")
TIMEOUT = 60
"""Seconds that pandoc may take for all texts together; a thousand entries need less than ten."""
MEMORY = "512M"


_MARKUP = re.compile(
    r"""[^<]
    | </?(?:p|em|strong|blockquote|ul|li)> | <br\ /> | </?ol> | <ol\ (?:start|type|class)="[\w-]+"(?:\ \w+="[\w-]+")*>
    | <a\ href="(?:https?://|mailto:|\#exhibit-)[^"<>]*"(?:\ title="[^"<>]*")?(?:\ class="(?:citation|uri|email)")?>
    | </a>""",
    re.VERBOSE | re.IGNORECASE,
)
"""A second wall behind the allow-list of `prose.lua`: all that pandoc writes for the nodes allowed there."""


class PandocError(Unable):
    """Pandoc could not be run, took too long, or ran out of memory."""


@dataclass(frozen=True)
class Passage:
    """A text in Markdown, and the numbers of the exhibits that its `[@id]` citations lead to, by evidence id."""

    markdown: str
    citations: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Return the digest of everything that the rendering depends on."""
        return digests.of_data([self.markdown, self.citations, _script_digest()])


@dataclass(frozen=True)
class Rendered:
    """The HTML of a passage, or the faults for which there is none."""

    html: str
    faults: tuple[str, ...] = ()


def render(passages: Iterable[Passage], known: Mapping[str, Rendered]) -> dict[str, Rendered]:
    """Take passages and renderings known by key; return a rendering for each passage, by key.

    Pandoc runs once for all that are not known, and not at all if there are none. Raises PandocError.
    """
    wanted = {passage.key: passage for passage in passages}
    missing = {key: passage for key, passage in wanted.items() if key not in known}
    made = dict(zip(missing, _run(list(missing.values())), strict=True)) if missing else {}
    return {key: made.get(key) or known[key] for key in wanted}


def to_json(rendered: Mapping[str, Rendered]) -> str:
    """Take renderings by key and return them as text that `from_json` reads back."""
    return json.dumps({key: asdict(value) for key, value in sorted(rendered.items())}, ensure_ascii=False, indent=0)


def from_json(text: str) -> dict[str, Rendered]:
    """Take what `to_json` wrote and return the renderings by key; what is damaged or unsafe counts as not known."""
    try:
        read = {key: Rendered(item["html"], tuple(item["faults"])) for key, item in json.loads(text).items()}
        return {key: rendered for key, rendered in read.items() if is_safe(rendered.html)}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def is_safe(html: str) -> bool:
    """Take the HTML of a passage and return whether it holds only the tags and addresses that texts may have."""
    return not _MARKUP.sub("", html)


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
def _script_digest() -> str:
    return digests.of_data([digests.of_bytes(SCRIPT.read_bytes()), importlib.metadata.version("pypandoc_binary")])


def _run(passages: list[Passage]) -> list[Rendered]:
    request = json.dumps([{"text": p.markdown, "citations": dict(p.citations)} for p in passages])
    command = [pandoc_path(), "+RTS", f"-M{MEMORY}", "-RTS", "lua", str(SCRIPT)]
    try:
        done = subprocess.run(
            command, input=request.encode(), capture_output=True, timeout=TIMEOUT, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        raise PandocError(f"pandoc took more than {TIMEOUT} seconds for {len(passages)} texts") from None
    if done.returncode:
        raise PandocError(f"pandoc failed with exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return [_rendered(result) for result in results]


def _rendered(result: dict[str, Any]) -> Rendered:
    # Markdown has entities: `&#x202e;` is harmless in the record and a bidirectional override in the page.
    hidden = [f"an entity stands for {description}" for _, description in characters.refused(result["html"])]
    faults = (*result["faults"], *hidden)
    if not faults and not is_safe(result["html"]):
        faults = ("pandoc made markup of this text that no page may hold",)
    return Rendered("" if faults else result["html"], faults)


def _environment() -> dict[str, str]:
    # An empty data directory, so that no init script or template of the user's changes what is rendered.
    nowhere = {"HOME": os.devnull, "XDG_DATA_HOME": os.devnull, "LC_ALL": "C.UTF-8"}
    return nowhere | {"PATH": os.environ.get("PATH", "")}
