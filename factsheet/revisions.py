"""What changed between two published versions of an entry, as readers are shown it: in words, and texts word by word.

A frozen version is read as it stands in its file: fields of an older format, and values that no record could have
today, are shown as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from factsheet import characters, publishing
from factsheet.collation import Kind, Piece, collated_items, collated_texts
from factsheet.labels import LABELS
from factsheet.publishing import Change, Way
from factsheet.records import (
    ChangeLevel,
    Claim,
    ClaimStatus,
    Evidence,
    EvidenceLink,
    Model,
    PartialDate,
    Reply,
    SourceQuote,
    Span,
    Term,
)
from factsheet.versions import Version
from factsheet.wording import day

_NAME = 60
"""Most characters of a publisher's name in a heading."""
_DEPTH = 6
"""How deep values lie within each other in a record; what lies deeper is shown as data."""
_KINDS: Mapping[tuple[type[Model], str], type] = {
    (Reply, "asked"): date,
    (EvidenceLink, "ref"): EvidenceLink,
    (Evidence, "derived_from"): Evidence,
    (Evidence, "conflicts_with"): Evidence,
}
"""What a field's text names, where its type does not say so: a day, quotations, documents."""
_ORDER = {field: number for number, field in enumerate(Claim.model_fields)}


@dataclass(frozen=True)
class Revision:
    """One thing that changed."""

    heading: str
    pieces: tuple[Piece, ...]
    """What went, came and stayed; none if only spaces and line breaks changed, which the heading says."""
    listed: bool = False
    """Whether the pieces are items of a list, and not a text in one line."""


@dataclass(frozen=True)
class Document:
    """A document of an entry, in words: its number there, who issued it and when, and its title."""

    number: int
    source: str
    title: str

    def __str__(self) -> str:
        return f"document {self.number} ({self.source})"


Documents = Mapping[str, Document]
"""Documents by their id, as a link names them."""


@dataclass(frozen=True)
class Announcement:
    """What a record's history says of a change."""

    subject: str
    """The document that changed, or an empty text if it is the entry."""
    day: str
    level: str
    text: str


def revisions(before: Version, after: Version) -> tuple[Revision, ...]:
    """Take two published versions of an entry and return what changed, in the order of the entry's page.

    Between a version and the entry's withdrawal there is one revision, which says so.
    """
    if _is_withdrawal(before) or _is_withdrawal(after):
        return _standing(before, after)
    documents = _documents(before.entry) | _documents(after.entry)
    changes = sorted(publishing.changes(before.entry, after.entry), key=lambda change: _place(change.way, documents))
    return tuple(_revision(change, documents) for change in changes)


def announcements(before: Version, after: Version) -> tuple[Announcement, ...]:
    """Take two published versions of an entry; return what the histories of it and of its documents say since."""
    documents = _documents(after.entry)
    histories = [("", before.entry["history"], after.entry["history"])]
    known = {exhibit["document"]["id"]: exhibit["document"] for exhibit in before.entry.get("exhibits", [])}
    for exhibit in after.entry.get("exhibits", []):
        document = exhibit["document"]
        if document["id"] in known:
            name = _capital(str(documents[document["id"]]))
            histories.append((name, known[document["id"]]["history"], document["history"]))
    return tuple(
        Announcement(name, _when(item["date"]), _term(ChangeLevel, item.get("level")), _line(item.get("change", "")))
        for name, old, new in histories
        for item in new[len(old) :]
    )


def legible(text: str) -> str:
    """Take text; return it with the code of each character that is invisible or turns what stands beside it."""
    bad = dict(characters.refused(text))
    return (
        "".join(characters.visible(letter) if at in bad else letter for at, letter in enumerate(text)) if bad else text
    )


def _is_withdrawal(version: Version) -> bool:
    return "exhibits" not in version.entry


def _standing(before: Version, after: Version) -> tuple[Revision, ...]:
    labels = [_term(ClaimStatus, version.entry.get("status")) for version in (before, after)]
    if _is_withdrawal(before) and _is_withdrawal(after):
        return ()
    heading = "The entry was withdrawn" if _is_withdrawal(after) else "The entry was published again"
    return (Revision(heading, (Piece(labels[0], Kind.REMOVED), Piece(labels[1], Kind.ADDED))),)


def _documents(entry: Mapping[str, Any]) -> dict[str, Document]:
    """Take an entry and return its documents in words."""
    found: dict[str, Document] = {}
    for number, exhibit in enumerate(entry.get("exhibits", []), start=1):
        document = exhibit["document"]
        # As `publishing` names the second link to one document.
        name = document["id"] if document["id"] not in found else f"{document['id']} ({number})"
        found[name] = Document(number, _source(document), _line(document.get("title", "")))
    return found


def _source(document: Mapping[str, Any]) -> str:
    publisher, issued = _line(document.get("publisher", "")), _when(document.get("issued", ""))
    short = publisher if len(publisher) <= _NAME else f"{publisher[:_NAME].rsplit(' ', 1)[0]} …"
    return ", ".join(part for part in (short, issued) if part)


def _place(way: Way, documents: Documents) -> tuple[int, int, int]:
    """Take the way of a change and return where it stands among others: by the page, then by document."""
    if way[0] not in {"evidence", "documents"} or len(way) == 1:
        field = "evidence" if way[0] == "order of evidence" else way[0]
        return _ORDER.get(field, len(_ORDER)), 0, 0
    number = documents[way[1]].number if way[1] in documents else len(documents) + 1
    return _ORDER["evidence"], number, ["evidence", "documents"].index(way[0])


def _revision(change: Change, documents: Documents) -> Revision:
    if change.way == ("order of evidence",):
        return _order_of_evidence(change, documents)
    heading, kind = _heading(change.way, documents)
    values = (change.before, change.after)
    if kind is None and all(value is None or isinstance(value, str) for value in values):
        pieces = collated_texts(*(legible(value or "") for value in values))
        return Revision(heading if pieces else f"{heading} (only spaces and line breaks)", pieces)
    pieces = collated_items(*(_items(value, kind, documents) for value in values))
    is_list = kind in (EvidenceLink, SourceQuote) or any(isinstance(value, list | dict) for value in values)
    return Revision(heading, pieces, listed=is_list)


def _order_of_evidence(change: Change, documents: Documents) -> Revision:
    # What came or went is named without its number, which may be that of another document now.
    old, new = change.ids_before, change.ids_after
    sources = {name: documents[name].source if name in documents else _line(name) for name in [*old, *new]}
    come = [f"with {sources[name]}" for name in new if name not in old]
    gone = [f"without {sources[name]}" for name in old if name not in new]
    heading = f"The evidence: {'; '.join(come + gone)}" if come or gone else "The order of the evidence"
    titles = {name: f"{sources[name]}: {documents[name].title}" for name in sources if name in documents}
    pieces = (Piece(titles.get(piece.text, _line(piece.text)), piece.kind) for piece in collated_items(old, new))
    return Revision(heading, tuple(pieces), listed=True)


def _heading(way: Way, documents: Documents) -> tuple[str, Any]:
    """Take the way of a change; return a heading and what kind of value changed, or None for texts."""
    if way[0] in {"evidence", "documents"} and len(way) > 2:
        words = str(documents.get(way[1], _line(way[1])))
        labels, kind = (_link if way[0] == "evidence" else _document)(words, way[2:])
    else:
        labels, kind = _followed(Claim, way)
    return _capital(": ".join(labels)), kind


def _link(document: str, steps: Way) -> tuple[list[str], Any]:
    (first, *rest), kind = _followed(EvidenceLink, steps)
    named = first.replace("{}", document) if "{}" in first else f"{document}: {first}"
    return [named, *rest], kind


def _document(document: str, steps: Way) -> tuple[list[str], Any]:
    if steps == ("order of quotes",):
        return [f"the order of the quotations of {document}"], SourceQuote
    if steps[0] != "quotes" or len(steps) == 1:
        labels, kind = _followed(Evidence, steps)
        return [document, *labels], kind
    quotation = f"the quotation ‘{_line(steps[1])}’ of {document}"
    labels, kind = _followed(SourceQuote, steps[2:])
    return [quotation, *(labels if steps[2:] != ("text",) else [])], kind


def _followed(kind: Any, steps: Sequence[str]) -> tuple[list[str], Any]:
    """Take a model and names of fields and places in lists; return words for each field, and the kind of the last."""
    labels: list[str] = []
    for step in steps:
        if (label := _label(kind, step)) is not None:
            labels.append(label)
            kind = _kind(kind, step)
        elif labels and re.fullmatch("[0-9]{1,6}", step):
            labels[-1] += f", no. {step}"
        else:
            labels.append(_line(step.replace("_", " ")))
            kind = None
    return labels, kind


def _label(kind: Any, field: str) -> str | None:
    return LABELS.get(kind, {}).get(field)


def _kind(model: type[Model], field: str) -> Any:
    """Take a model and one of its fields; return the model, term or date it holds, or None for texts and numbers."""
    return _KINDS.get((model, field)) or next(_kinds(model.model_fields[field].annotation), None)


def _kinds(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and issubclass(annotation, Model | Term | date | PartialDate | Span):
        yield annotation
    for argument in get_args(annotation):
        yield from _kinds(argument)


def _items(value: Any, kind: Any, documents: Documents) -> list[str]:
    """Take a value of a frozen entry and its kind; return it as the items of a list, of which most values have one."""
    if value is None:
        return []
    if kind in (EvidenceLink, SourceQuote) and isinstance(value, str):
        return _quotations(value, kind)
    if isinstance(value, dict):
        found = [(_label(kind, name) or _line(name), *_within(value, kind, name)) for name in value if name != "id"]
        return [f"{label}: {_text(part, inner, documents)}" for label, part, inner in found]
    return [_text(item, kind, documents) for item in (value if isinstance(value, list) else [value])]


def _quotations(text: str, kind: Any) -> list[str]:
    """Take the end of a link or an order of quotations, and which it is; return the quotations that it names."""
    if kind is EvidenceLink and "#" not in text:
        return ["all quotations"]
    names = text.partition("#")[2].split("+") if kind is EvidenceLink else text.split(", ")
    return [f"‘{_line(name)}’" for name in names]


def _within(value: Mapping[str, Any], kind: Any, name: str) -> tuple[Any, Any]:
    return value[name], _kind(kind, name) if _label(kind, name) else None


def _text(value: Any, kind: Any, documents: Documents, depth: int = 0) -> str:
    """Take a value of a frozen entry and its kind; return it in one line of words."""
    if isinstance(value, str):
        return _named(value, kind, documents)
    if isinstance(value, list | dict) and depth < _DEPTH:
        parts = (
            [_within(value, kind, name) for name in value] if isinstance(value, dict) else [(v, kind) for v in value]
        )
        mark = " · " if isinstance(value, dict) else ", "
        return mark.join(_text(part, inner, documents, depth + 1) for part, inner in parts)
    return _line(json.dumps(value, ensure_ascii=False))


def _named(text: str, kind: Any, documents: Documents) -> str:
    if kind is Evidence:
        return str(documents.get(text, _line(text)))
    if kind is not None and issubclass(kind, Term):
        return _term(kind, text)
    return _when(text) if kind is not None and issubclass(kind, date | PartialDate | Span) else _line(text)


def _term(kind: type[Term], word: Any) -> str:
    known = {term.value: term.label for term in kind}
    return _capital(known.get(word, _line(word)) if isinstance(word, str) else _line(json.dumps(word)))


def _when(text: Any) -> str:
    """Take a date or a stretch of time as a record has it and return it in words, or as it is if it is none."""
    if text == "not-asked":
        return "not asked"
    try:
        return day(Span(str(text)))
    except ValueError:
        return _line(text)


def _line(text: Any) -> str:
    """Take anything and return it as one line in which nothing is invisible or turns what stands beside it."""
    return " ".join(legible(str(text)).split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
