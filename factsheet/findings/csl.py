"""Files in CSL-JSON: a list of items, as programs for citing and this tool write them.

Pandoc's reader would set other quotation marks and say of no item where it stands, so Python's own reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_MARKUP = re.compile(r"</?(?:b|i|sc|sub|sup)>|<span\b[^<>]*>|</span>")
_MARKED = ("title", "container-title", "publisher")
"""Variables in which programs put marks for italics and the like."""
_SPACE = " \t\n,"


def items(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Take the text of a file in CSL-JSON and yield each item with its line. Raises ValueError if it is none."""
    start = re.match(r"\s*(?:\{\s*\"items\"\s*:\s*)?\[", text)
    if not start:
        raise ValueError("it is no list of items")
    decoder = json.JSONDecoder(object_pairs_hook=_once)
    line, place, counted = 1, start.end(), 0
    while True:
        while text[place : place + 1] in _SPACE and place < len(text):
            place += 1
        if text[place : place + 1] == "]":
            if text[place + 1 :].strip() not in {"", "}"}:
                raise ValueError("there is text behind the list of items")
            return
        line, counted = line + text.count("\n", counted, place), place
        item, place = _value(decoder, text, place, line)
        if not isinstance(item, dict):
            raise ValueError(f"in line {line} there is something else than an item")
        yield line, _plain(item)


class _TwiceError(ValueError):
    """A variable is given twice, and nobody knows which is meant."""


def _value(decoder: json.JSONDecoder, text: str, place: int, line: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, place)
    except json.JSONDecodeError as fault:
        reason = fault.msg
    except _TwiceError as fault:
        reason = str(fault)
    except (ValueError, RecursionError):
        reason = "it is nested too deep, or too large"
    raise ValueError(f"the item in line {line} is no JSON: {reason}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(f"'{next(name for name in names if names.count(name) > 1)}' stands in it twice")
    return found


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    found = item | {name: _MARKUP.sub("", item[name]) for name in _MARKED if isinstance(item.get(name), str)}
    return found | {name: _date(item[name]) for name in ("issued", "accessed") if name in item}


def _date(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    parts = value.get("date-parts")
    if not isinstance(parts, list):
        return str(value.get("raw") or value.get("literal") or "")
    return "/".join(_day(day if isinstance(day, list) else [day]) for day in parts)


def _day(parts: list[Any]) -> str:
    return "-".join(f"{part!s:0>{2 if number else 4}}" for number, part in enumerate(parts))
