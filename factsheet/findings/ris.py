"""Files in RIS: lines with a tag of two signs, from `TY` to `ER` for each item.

Pandoc's reader of RIS leaves out notes and the month and day of dates, in which archived copies and precision lie; so
the lines are read here. Tags are those of the specification of 2011 and, where Zotero writes others, those too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_TYPES = {
    "BILL": "bill", "BLOG": "post-weblog", "CASE": "legal_case", "CONF": "paper-conference",
    "CPAPER": "paper-conference", "DATA": "dataset", "EJOUR": "article-journal", "FIGURE": "graphic",
    "HEAR": "hearing", "JOUR": "article-journal", "NEWS": "article-newspaper", "RPRT": "report", "STAT": "legislation",
    "THES": "thesis",
}  # fmt: skip
_TAGS = {
    "title": ("TI", "T1", "CT"),
    "container-title": ("T2", "JO", "JF", "JA", "BT"),
    "publisher": ("PB",),
    "genre": ("M3",),
    "language": ("LA",),
    "DOI": ("DO",),
    "URL": ("UR",),
}
"""For each variable of CSL the tags that hold it, the first that is there."""
_NOTES = ("N1", "L1", "L2", "L3", "L4", "UR")
"""Tags in which addresses of archived copies may stand."""

Tags = dict[str, list[str]]


def items(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Take the text of a file in RIS and yield each item, in the variables of CSL-JSON, with its line.

    Raises ValueError if there is text before the first item, or between two.
    """
    return ((line, _item(tags)) for line, tags in _records(text))


def _records(text: str) -> Iterator[tuple[int, Tags]]:
    record: tuple[int, Tags] | None = None
    last = ""
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.fullmatch(line.rstrip())
        if match and match[1] == "TY":
            if record:
                yield record
            record = number, {}
        if not line.strip():
            continue
        if not record:
            raise ValueError(f"line {number} belongs to no item, which would begin with 'TY  - '")
        last = match[1] if match else last
        _add(record[1], last, match[2] if match else line, is_new=bool(match))
        if last == "ER":
            yield record
            record = None
    if record:
        yield record


def _add(tags: Tags, tag: str, value: str | None, *, is_new: bool) -> None:
    values = tags.setdefault(tag, [])
    if is_new:
        values.append((value or "").strip())
    else:
        values[-1] = f"{values[-1]} {(value or '').strip()}"


def _item(tags: Tags) -> dict[str, Any]:
    kind = _TYPES.get(tags["TY"][0], "")
    found: dict[str, Any] = {variable: _first(tags, *names) for variable, names in _TAGS.items()}
    found["type"] = kind
    found["author"] = [_name(name) for tag in ("AU", "A1") for name in tags.get(tag, [])]
    # `SN` is the number of a report, and of a serial that of the serial.
    found["number"] = _first(tags, "M1", *(["SN"] if kind == "report" else []))
    found["issued"] = _date(_first(tags, "DA")) or _date(_first(tags, "PY", "Y1"))
    found["accessed"] = _date(_first(tags, "Y2"))
    addresses = [address for tag in _NOTES for address in tags.get(tag, [])]
    found["note"] = " ".join(address for address in addresses if address != found["URL"])
    return found


def _first(tags: Tags, *names: str) -> str:
    return next((value for name in names for value in tags.get(name, []) if value), "")


def _name(name: str) -> dict[str, str]:
    # "Family, Given, Suffix"; a comma behind all says that there is but one name.
    family, *rest = (part.strip() for part in name.split(","))
    given, suffix = [*rest, "", ""][:2]
    return {"family": family, "given": given, "suffix": suffix}


def _date(text: str) -> str:
    # YYYY/MM/DD/other, of which all but the year may be missing; Zotero also writes 2020-05-06.
    match = re.fullmatch(r"([0-9]{4})(?:[/-]([0-9]{1,2})?(?:[/-]([0-9]{1,2})?)?)?(?:/.*)?", text)
    if not match:
        return text
    year, *rest = match.groups()
    month, day = (f"{int(part):02}" if part else "" for part in rest)
    return "-".join(part for part in (year, month, day if month else "") if part)
