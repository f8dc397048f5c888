"""New records to be filled in: every field with what it means, the needed ones blank, the others as comments."""

from __future__ import annotations

import re
import textwrap
import types
import typing
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from factsheet.records import Claim, Evidence, Model, Term

WIDTH = 110
STEM = 60
"""Longest name of a host in an id, so that a number fits behind it."""

Known = Mapping[str, str | Sequence[str] | Sequence[Mapping[str, str]]]
"""What is known of a record by the path of the field, such as `history.date`: a text, or the items of a list."""

_PLAIN = re.compile(r"(?![ .-])[A-Za-z0-9 .-]*(?<! )|")
"""What needs no quotes."""
_NO_TEXT = re.compile(
    r"y|n|yes|no|true|false|on|off|null|[0-9][0-9.]*(?:e[0-9-]+)?|0x[0-9a-f]+|0[bo][0-7]+|[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?",
    re.IGNORECASE,
)
"""What programs may read as a number, a date or a truth value if it stands without quotes."""
_SIGNS = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def new_claim(taken: Iterable[str], prefix: str, today: date, url: str = "") -> tuple[str, str]:
    """Take the names of the files there are, the prefix of claims, the day and an address; return an id and the text.

    The id is the next free one. The address is that of the page on which the claim was made.
    """
    found = [re.match(rf"{prefix}-([0-9]+)", name) for name in taken]
    number = max((int(match[1]) for match in found if match), default=0) + 1
    claim_id = f"{prefix}-{number:03}"
    known = {"id": claim_id, "status": "draft", "checked_as_of": str(today), "reply.asked": "not-asked"}
    return claim_id, _scaffold(Claim, "claim", known | _first_version(today) | {"appearances.source.url": url})


def new_evidence(taken: Collection[str], today: date, url: str = "") -> tuple[str, str]:
    """Take the names of the files there are, the day and the document's address; return a free id and the text."""
    host = (urlsplit(url).hostname or "source").removeprefix("www.").split(".")[0].lower()
    stem = re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:STEM].strip("-") or "source"
    number = next(number for number in range(1, len(taken) + 2) if f"{stem}-{number}" not in taken)
    evidence_id = f"{stem}-{number}"
    known = {"id": evidence_id, "url": url, "standing": "current", "sensitivity": "public", "accessed": str(today)}
    known["verification.found_in"] = ""  # needed as soon as the words were read anywhere
    return evidence_id, _scaffold(Evidence, "evidence", known | _first_version(today))


def found_evidence(evidence_id: str, today: date, known: Known, origin: str) -> str:
    """Take an id, the day, what is known of a document, and in words where that was found; return its record's text.

    Texts may hold whatever they like, and no field has more than what is known: nobody has opened the document yet.
    """
    # Words that are quoted were read by somebody, and the record must say where: nobody can do that but a reader.
    verification = {"verification.level": "", "verification.found_in": ""}
    level = verification if known.get("quotes") else {"verification.level": "not-read"}
    fields = {"id": evidence_id, "sensitivity": "public"} | level | _first_version(today) | dict(known)
    return _scaffold(Evidence, "evidence", fields, origin)


def _first_version(today: date) -> dict[str, str]:
    return {
        "history.version": "1",
        "history.date": str(today),
        "history.level": "published",
        "history.change": "First version.",
    }


def _scaffold(model: type[Model], name: str, known: Known, origin: str = "") -> str:
    lines = [
        f"# yaml-language-server: $schema=../build/schema/{name}.json",
        "# Fill in what is blank. Lines that begin with '#' are comments or optional fields: remove '#' to use one.",
        "# Put a text in double quotes if it contains ': ' or ' #', or begin it on the next line after '>-'.",
        *_comment(origin),
        *_fields(model, known, ""),
    ]
    return "\n".join(lines) + "\n"


def _fields(model: type[Model], known: Known, path: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if name == "translations":  # made by translators, long after the record
            continue
        yield ""
        yield from _comment(field.description or "")
        if words := _terms_in(field.annotation):
            yield from _comment("One of: " + "; ".join(f"{word.value} ({word.label})" for word in words) + ".")
        here = f"{path}{name}"
        if field.is_required() or any(place == here or place.startswith(f"{here}.") for place in known):
            yield from _needed(name, field.annotation, known, here)
        else:
            yield from _optional(name, field.annotation)


def _needed(name: str, annotation: Any, known: Known, here: str) -> Iterator[str]:
    inner, is_list = _model_in(annotation), typing.get_origin(annotation) is tuple
    value = known.get(here, "")
    if inner:
        yield f"{name}:"
        for number, fields in enumerate(_items(value, here) or [known]):
            lines = _fields(inner, fields, f"{here}.")
            # What the fields mean stands once, at the first item.
            yield from _nested((line for line in lines if not number or not line.startswith("#")), is_list)
    elif is_list:
        yield f"{name}:"
        yield from (f"  - {_scalar(text, annotation)}".rstrip() for text in _texts(value))
    else:
        yield f"{name}: {_scalar(str(value), annotation)}".rstrip()


def _items(value: Any, here: str) -> list[Known]:
    """Take the items of a list of parts, or something else, and its path; return each with the paths of its fields."""
    return [{f"{here}.{name}": text for name, text in item.items()} for item in value] if value else []


def _texts(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _optional(name: str, annotation: Any) -> Iterator[str]:
    inner, is_list = _model_in(annotation), typing.get_origin(annotation) is tuple
    yield f"# {name}:"
    names = list(inner.model_fields) if inner else [""] if is_list else []
    for index, field in enumerate(names):
        dash = ("- " if index == 0 else "  ") if is_list else ""
        yield f"#   {dash}{field}{':' if field else ''}".rstrip()


def _nested(lines: Iterable[str], is_list: bool) -> Iterator[str]:
    dash = "- " if is_list else ""
    for line in lines:
        if not line:
            continue
        is_field = not line.startswith(("#", " "))
        yield f"  {dash if is_field else ' ' * len('- ' if is_list else '')}{line}"
        if is_field:
            dash = "  " if is_list else ""


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}" for line in textwrap.wrap(" ".join(text.split()), WIDTH, break_on_hyphens=False))


def _scalar(value: str, annotation: Any) -> str:
    is_text = not {int, date} & set(_classes(annotation))
    if _PLAIN.fullmatch(value) and not (is_text and _NO_TEXT.fullmatch(value)):
        return value
    return '"' + "".join(map(_sign, value)) + '"'


def _sign(character: str) -> str:
    """Take a character and return what stands for it between double quotes (YAML 1.2.2, section 5.7)."""
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _model_in(annotation: Any) -> type[Model] | None:
    return next((found for found in _classes(annotation) if issubclass(found, Model)), None)


def _terms_in(annotation: Any) -> list[Term]:
    return [word for found in _classes(annotation) if issubclass(found, Enum) for word in typing.cast(Any, found)]


def _classes(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _classes(inner)
