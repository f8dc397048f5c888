"""One item of CSL-JSON as an entry of BibTeX or of biblatex, as a record of RIS, and as a plain sentence.

BibTeX is written for the classic program and can be read by biblatex too; an entry of biblatex says more: what kind of
thing of the law it is, its day, its archived copy. RIS is that of the specification of 2011 (tags) and of 2001 (their
form). In all of them a value stands on one line and cannot end its entry, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from factsheet.characters import isolated
from factsheet.dates import MONTHS, TextDate
from factsheet.references import without_stop

Item = Mapping[str, Any]

_NAMED = 3
"""How many authors a sentence names; of more, the first and that there are others."""
_KINDS = {
    "article-journal": "article",
    "article-newspaper": "news report",
    "bill": "bill",
    "dataset": "data",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "court decision",
    "legislation": "law",
    "post": "post",
    "post-weblog": "blog post",
    "report": "report",
    "speech": "speech",
    "treaty": "treaty or agreement",
}
"""What a thing of each type is called if its item does not say; of a page on the web and of a picture nothing."""
_BIBTEX = {"article-journal": "article", "article-newspaper": "article", "report": "techreport"}
_BIBLATEX = {
    "article-journal": "article",
    "article-newspaper": "article",
    # Styles for law print the things of law as such; the standard styles print these and images as they print `misc`,
    # and note it in the log.
    "bill": "legislation",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "treaty": "legal",
    "dataset": "dataset",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "webpage": "online",
}
"""Types of entries in the manual of biblatex, section 2.1; all else is `misc`, as a speech, which has no type there."""
_IN_MISC = {"publisher": "organization", "container-title": "howpublished", "genre": "type", "version": "version"}
_PLACES = {
    "article": {
        "container-title": "journaltitle", "collection-title": "series", "number": "number", "version": "version",
    },
    "dataset": {
        "publisher": "publisher", "collection-title": "series", "genre": "type", "number": "number",
        "version": "version",
    },
    "online": {"publisher": "organization", "version": "version"},
    "report": {"publisher": "institution", "genre": "type", "number": "number", "version": "version"},
}  # fmt: skip
"""For a type of entry, the fields that its manual gives it and the standard styles print; of others those of `misc`."""
_LANGUAGES = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "ja": "japanese",
    "la": "latin", "lt": "lithuanian", "lv": "latvian", "nl": "dutch", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene", "sv": "swedish", "tr": "turkish",
    "uk": "ukrainian",
}  # fmt: skip
"""Keys of biblatex for languages, section 4.9.2.17; it prints their names, unless it is the text's own language."""
_RIS = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "dataset": "DATA",
    "graphic": "FIGURE",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "report": "RPRT",
    # There is no type for treaties; this one is for rules of law of any kind.
    "treaty": "LEGAL",
    "webpage": "ELEC",
}
_LINES = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def sentence(item: Item) -> str:
    """Take an item and return who says what where, as words to paste into a text; addresses stand behind the stop.

    Each part is isolated: a name in Arabic letters would turn around the date behind it.
    """
    names = [isolated(name) for name in _names(item)]
    publisher, container = isolated(_publisher(item)), isolated(item.get("container-title", ""))
    who = names if len(names) <= _NAMED else [names[0], "others"]
    parts = [
        " and ".join(part for part in [", ".join(who[:-1]), *who[-1:]] if part),
        # The comma that follows ends a title that is a sentence; an abbreviation keeps its stop.
        f"“{isolated(without_stop(item['title']))}”",
        isolated(item.get("genre") or _KINDS.get(item["type"], "")),
        isolated(item.get("number", "")),
        f"version {isolated(item['version'])}" if "version" in item else "",
        f"in {container}" if container else "",
        publisher if publisher not in {*names, container} else "",
        str(TextDate(*_date(item, "issued"))) if _date(item, "issued") else "",
    ]
    words = ", ".join(part for part in parts if part) + "."
    address, note = item.get("URL") or (f"https://doi.org/{item['DOI']}" if "DOI" in item else ""), item.get("note", "")
    # The note says of it that it leads to a reproduction.
    addresses = ["" if f"Reproduced at: {address}" in note.split("\n") else address, note]
    return _line(" ".join(part for part in [words, *addresses] if part))


def bibtex(item: Item) -> str:
    """Take an item and return its entry, with a newline at the end."""
    kind = _BIBTEX.get(item["type"], "misc")
    return _entry(kind, item, _bibtex_fields(kind, item))


def biblatex(item: Item) -> str:
    """Take an item and return its entry for biblatex, with a newline at the end.

    What the standard styles print nowhere in such an entry stands in its note, behind all that they print.
    """
    kind = _BIBLATEX.get(item["type"], "misc")
    return _entry(kind, item, _biblatex_fields(kind, item))


def _entry(kind: str, item: Item, values: Iterator[tuple[str, str]]) -> str:
    fields = "".join(f",\n  {name} = {value}" for name, value in values if value)
    return f"@{kind}{{{re.sub(r'[^A-Za-z0-9:._-]+', '-', item['id'])}{fields}\n}}\n"


def _bibtex_fields(kind: str, item: Item) -> Iterator[tuple[str, str]]:
    year, month, day = (*_date(item, "issued"), None, None, None)[:3]
    where = {"article": "publisher", "techreport": "institution", "misc": "howpublished"}[kind]
    yield "author", _authors(item)
    yield "title", _title(item, "title")
    yield "journal" if kind == "article" else "booktitle", _title(item, "container-title")
    yield where, _braced(_latex(_publisher(item)))
    yield "series", _title(item, "collection-title")
    yield "type", _text(item, "genre")
    yield "number", _text(item, "number")
    yield "version", _text(item, "version")
    yield "year", _braced(f"{year:04}" if year else "")
    yield "month", MONTHS[month - 1][:3].lower() if month else ""
    yield "day", _braced(str(day or ""))
    yield "language", _text(item, "language")
    yield "doi", _braced(_verbatim(item.get("DOI", "")))
    yield "url", _braced(_verbatim(item.get("URL", "")))
    yield "urldate", _braced(_dashed(_date(item, "accessed")))
    yield "note", _braced(_note(item.get("note", "")))


def _biblatex_fields(kind: str, item: Item) -> Iterator[tuple[str, str]]:
    places, said = _PLACES.get(kind, _IN_MISC), _said(kind, item)
    yield "author", _authors(item)
    yield "title", _title(item, "title")
    for variable, field in places.items():
        value = _braced(_latex(said.get(variable, "")))
        yield field, value if field in {"howpublished", "number", "type", "version"} else _braced(value)
    yield "entrysubtype", _braced("newspaper" if item["type"] == "article-newspaper" else "")
    if kind in {"jurisdiction", "legislation", "legal"}:
        yield "number", _text(item, "number")  # for styles for law; the standard ones print the note
    yield "date", _braced(_dashed(_date(item, "issued")))
    yield "language", _braced(_LANGUAGES.get(item.get("language", "").partition("-")[0], ""))
    rest = ", ".join(value for variable, value in said.items() if variable not in places)
    yield "note", _braced(_latex(re.sub("^in ", "In ", rest)))
    yield "doi", _braced(_verbatim(item.get("DOI", "")))
    yield "url", _braced(_verbatim(item.get("URL", "")))
    yield "urldate", _braced(_dashed(_date(item, "accessed")))
    yield "addendum", _braced(_note(item.get("note", "")))


def _said(kind: str, item: Item) -> dict[str, str]:
    """Take a type of entry and an item; return what is said of the item beside who wrote it, its title and its date."""
    places, publisher, container = _PLACES.get(kind, _IN_MISC), _publisher(item), item.get("container-title", "")
    # A report must have a type and an institution; elsewhere nobody is named twice.
    if publisher in {*_names(item), container} and kind != "report":
        publisher = ""
    if kind == "online" and not publisher:
        publisher, container = container, ""  # a post is on the platform of an organization
    said = {
        "genre": _begun(item.get("genre") or ("report" if kind == "report" else "")),
        "number": item.get("number", ""),
        "container-title": container,
        "collection-title": item.get("collection-title", ""),
        "publisher": publisher,
        "version": item.get("version", ""),
    }
    inside = {name: f"in {said[name]}" for name in ("container-title", "collection-title") if name not in places}
    return {variable: inside.get(variable, value) for variable, value in said.items() if value}


def _begun(text: str) -> str:
    # It begins a sentence of the reference.
    return text[:1].upper() + text[1:]


def ris(item: Item) -> str:
    """Take an item and return its record; lines end with CR and LF, as the specification has it."""
    lines = [("TY", _RIS.get(item["type"], "GEN")), *_ris_fields(item), ("ER", "")]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value or tag == "ER")


def _ris_fields(item: Item) -> Iterator[tuple[str, str]]:
    issued = _date(item, "issued")
    yield "ID", item["id"]
    # The comma says that what stands before it is no first name and a last one, but one name.
    yield from (("AU", name if "," in name else f"{name},") for name in _names(item))
    yield "TI", item["title"]
    yield "T2", item.get("container-title", "")
    yield "T3", item.get("collection-title", "")
    yield "PB", _publisher(item)
    yield "PY", f"{issued[0]:04}" if issued else ""
    yield "DA", _slashed(issued)
    yield "ET", item.get("version", "")
    yield "SN" if item["type"] == "report" else "M1", item.get("number", "")
    yield "M3", item.get("genre", "")
    yield "LA", item.get("language", "")
    yield "DO", item.get("DOI", "")
    yield "UR", item.get("URL", "")
    yield "Y2", _slashed(_date(item, "accessed"))
    yield from (("N1", line) for line in _LINES.split(item.get("note", "")))


def _names(item: Item) -> list[str]:
    return [
        name.get("literal") or " ".join(name[part] for part in ("given", "family") if part in name)
        for name in item.get("author", [])
    ]


def _publisher(item: Item) -> str:
    publisher: str = item.get("authority") or item.get("publisher", "")
    return publisher


def _date(item: Item, variable: str) -> Sequence[int]:
    parts: Sequence[Sequence[Any]] = item.get(variable, {}).get("date-parts", [[]])
    return [int(part) for part in parts[0]]


def _slashed(parts: Sequence[int]) -> str:
    return "/".join(f"{part:0{2 if number else 4}}" for number, part in enumerate(parts))


def _dashed(parts: Sequence[int]) -> str:
    return _slashed(parts).replace("/", "-")


def _line(text: str) -> str:
    return _LINES.sub(" ", text)


_LATEX = {
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "`": r"{\textasciigrave}",
} | {sign: f"\\{sign}" for sign in "#$%&_"}


def _text(item: Item, variable: str) -> str:
    return _braced(_latex(item.get(variable, "")))


def _title(item: Item, variable: str) -> str:
    return _braced(_text(item, variable))


def _authors(item: Item) -> str:
    # Braces within the braces keep a name from being parted, and a title from being set in other capitals.
    return _braced(" and ".join("{" + _latex(name) + "}" for name in _names(item)))


def _braced(value: str) -> str:
    return "{" + value + "}" if value else ""


def _latex(text: str) -> str:
    """Take a text and return it so that LaTeX prints its very signs, and so that its braces are in balance."""
    line = _line(text)
    paired = _paired(line)
    signs = [
        _brace(sign, index in paired) if sign in "{}" else _LATEX.get(sign, sign) for index, sign in enumerate(line)
    ]
    # A straight mark that is no apostrophe would be a closing one; of two such signs in a row LaTeX makes one.
    marks = re.sub(r"(?<!\w)'|'(?!\w)", lambda _: r"{\textquotesingle}", "".join(signs))
    return re.sub(r"([-,<>])(?=\1)", r"\1{}", marks)


def _brace(sign: str, is_paired: bool) -> str:
    # The program counts braces, those behind a backslash too.
    return f"\\{sign}" if is_paired else {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}[sign]


def _paired(text: str) -> set[int]:
    paired, opened = set(), []
    for index, sign in enumerate(text):
        if sign == "{":
            opened.append(index)
        elif sign == "}" and opened:
            paired |= {opened.pop(), index}
    return paired


def _verbatim(address: str) -> str:
    # Programs take addresses as they are, so that a backslash before a sign would become a part of them.
    return re.sub(r"[\s{}\\]", lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), address)


def _note(note: str) -> str:
    lines = (re.fullmatch(r"(.*?)(https?://\S+)", line) or line for line in _LINES.split(note))
    return "; ".join(
        _latex(line) if isinstance(line, str) else f"{_latex(line[1])}\\url{{{_verbatim(line[2])}}}" for line in lines
    )
