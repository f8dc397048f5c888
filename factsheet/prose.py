"""Markdown of records to HTML, all texts of a build in one pandoc process.

The rules about what a text may hold stand in `prose.lua`: an allow-list on pandoc's parsed tree. The reader is
`commonmark` without extensions, because pandoc's own `markdown` needs exponential time on nested brackets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from factsheet import characters, digests, pandoc

SCRIPT = Path(__file__).with_name("prose.lua")

_MARKUP = re.compile(
    r"""[^<]
    | </?(?:p|em|strong|blockquote|ul|li)> | <br\ /> | </?ol> | <ol\ (?:start|type|class)="[\w-]+"(?:\ \w+="[\w-]+")*>
    | <a\ href="(?:https?://|mailto:|\#exhibit-)[^"<>]*"(?:\ title="[^"<>]*")?(?:\ class="(?:citation|uri|email)")?>
    | </a>""",
    re.VERBOSE | re.IGNORECASE,
)
"""A second wall behind the allow-list of `prose.lua`: all that pandoc writes for the nodes allowed there."""


@dataclass(frozen=True)
class Passage:
    """A text in Markdown, and the numbers of the exhibits that its `[@id]` citations lead to, by evidence id."""

    markdown: str
    citations: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Return the digest of everything that the rendering depends on."""
        return digests.of_data([self.markdown, self.citations, pandoc.digest(SCRIPT)])


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


def _run(passages: list[Passage]) -> list[Rendered]:
    request = [{"text": p.markdown, "citations": dict(p.citations)} for p in passages]
    results: list[dict[str, Any]] = pandoc.answer(SCRIPT, request, f"{len(passages)} texts")
    return [_rendered(result) for result in results]


def _rendered(result: dict[str, Any]) -> Rendered:
    # Markdown has entities: `&#x202e;` is harmless in the record and a bidirectional override in the page.
    hidden = [f"an entity stands for {description}" for _, description in characters.refused(result["html"])]
    faults = (*result["faults"], *hidden)
    if not faults and not is_safe(result["html"]):
        faults = ("pandoc made markup of this text that no page may hold",)
    return Rendered("" if faults else result["html"], faults)
