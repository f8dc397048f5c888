"""What stands in the files of records, field by field, and the JSON Schemas that say so to those who read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from factsheet.project import Licence, Party
from factsheet.records import (
    Change,
    Claim,
    ClaimId,
    ClaimStatus,
    Count,
    Evidence,
    Identifier,
    Language,
    Line,
    Model,
    Related,
    Relation,
    Sensitivity,
    SheetId,
    Term,
    WebAddress,
)
from factsheet.records.fields import ShortDigest

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

_ADDRESS = "^[Hh][Tt][Tt][Pp][Ss]?://[^/]"
_VERSION = {"description": "Number of the newest version, as in the last item of `history`.", "type": "integer"}
_SPARED = {"translations"}
"""Fields of records that no page shows yet, and no file gives."""


class Topic(Model):
    """A topic of entries."""

    id: Identifier
    """The word that stands in `topics` of records."""
    name: Line
    """What readers call it."""


class Head(Model):
    """What each file of records says of the collection."""

    format: Literal[1]
    """Number of the file's format. It is raised when a field changes its meaning or goes away; new fields may come."""
    title: Line
    """Title of the collection."""
    publisher: Line
    """Who publishes it."""
    licence: Licence
    """Terms of use."""
    language: Language
    """Language of the records' own texts, as a BCP 47 tag; quotations name theirs."""
    url: WebAddress | None = None
    """Address of the collection's site, if it has one."""
    parties: tuple[Party, ...]
    """The parties to the dispute, by the ids that stand in `party` of records."""
    topics: tuple[Topic, ...]
    """The topics of the entries that still stand."""


class Exhibit(Model):
    """A document that an entry rests on, as the entry shows it."""

    number: Count
    """Its number in the entry, counted from 1: the place of its link in `evidence`."""
    digest: ShortDigest
    """Digest of the record as its authors keep it, the same in all files; another one tells that the record changed."""
    document: Evidence
    """The record. `derived_from` and `conflicts_with` name only other documents of this entry."""


class Entry(Claim):
    """A public claim and how documented evidence bears on it."""

    exhibits: tuple[Exhibit, ...]
    """The documents themselves, one for each link in `evidence` and in its order. What may not be shown has neither."""
    related: tuple[Related, ...]
    """Other claims of this file that a reader should see beside this one."""
    rating_label: Line
    """What readers call the rating."""
    rating_number: Count | None = None
    """Place of the rating on the scale from 1 (contradicted) to 5 (supported); left out if it is not on the scale."""
    url: WebAddress | None = None
    """Address of the entry's page, which is always that of the newest version."""
    version_url: WebAddress | None = None
    """Address of the page that keeps this very version; left out until the version is published."""


class WithdrawnEntry(Model):
    """An entry that is no longer relied upon, and should not be cited: no more than what it was about, and why."""

    id: ClaimId
    """Identifier, never reused."""
    status: Literal[ClaimStatus.WITHDRAWN]
    """That it was withdrawn."""
    claim: Line
    """The claim that it was about."""
    history: tuple[Change, ...]
    """What changed, oldest first; the last change of level `withdrawn` says why nothing else is held any longer."""
    version: Count
    """Number of the newest version."""
    url: WebAddress | None = None
    """Address of its page, which says the same."""


class ClaimsFile(Head):
    """All entries of a collection, each with the documents it rests on."""

    claims: tuple[Entry | WithdrawnEntry, ...]
    """The entries; of those that were withdrawn no more than what their pages say."""


class UsedBy(Model):
    """One entry that rests on a document."""

    claim: ClaimId
    """Id of the entry."""
    exhibit: Count
    """Number of the document in that entry."""
    relation: Relation
    """How the document bears on the claim."""


class FurtherReading(Model):
    """A sheet about a topic that names a document for further reading."""

    id: SheetId
    """The sheet's name in addresses."""
    title: Line
    """What the sheet is about."""


class Source(Evidence):
    """A document that bears on claims, as the collection describes it."""

    digest: ShortDigest
    """Digest of the record as its authors keep it, the same in all files; another one tells that the record changed."""
    page_url: WebAddress | None = None
    """Address of the page about it on the collection's site; `url` is where the document itself is."""
    used_by: tuple[UsedBy, ...]
    """The entries that rest on it."""
    sheets: tuple[FurtherReading, ...]
    """The sheets that name it for further reading."""


class EvidenceFile(Head):
    """Every document that entries rest on or that is named for further reading, each once."""

    evidence: tuple[Source, ...]
    """The documents in the order of their ids. They name only each other."""


def schema(model: type[Head], address: str) -> Schema:
    """Take the model of a file, and the public address of its schema, or an empty text; return the schema."""
    made = model.model_json_schema(mode="serialization")
    parts = {name: _described(name, _plain(part)) for name, part in made.pop("$defs").items()}
    whole = _plain(made)
    pointer = {"description": "Where this file's fields are described, seen from the file.", "type": "string"}
    whole["properties"] = {"$schema": pointer, **whole["properties"]}
    used = set(_used(whole, parts))
    identity = {"$id": address} if address else {}
    return {"$schema": DIALECT, **identity, **whole, "$defs": {name: parts[name] for name in sorted(used)}}


def _plain(made: Schema) -> Schema:
    """Take a schema that pydantic made of a model; return it for data in which no field stands at its default."""
    plain = {name: value for name, value in made.items() if name not in {"anyOf", "default", "title"}}
    options = [_plain(option) for option in made.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        plain = options[0] | plain
    elif options:
        plain["anyOf"] = options
    if "items" in made:
        plain["items"] = _plain(made["items"])
        plain |= {"minItems": 1} if "default" in made else {}
    if "properties" in made:
        plain["properties"] = {n: _plain(part) for n, part in made["properties"].items() if n not in _SPARED}
    if plain.get("format") == "uri":
        # Browsers read more addresses than RFC 3986 has, such as those with letters beyond ASCII.
        plain = {name: value for name, value in plain.items() if name != "format"} | {"pattern": _ADDRESS}
    if "description" in plain:
        # Those who have the data do not have the settings, and the parties stand in the file itself.
        plain["description"] = plain["description"].replace("`parties` in factsheet.yaml", "`parties`")
    return plain


def _described(name: str, part: Schema) -> Schema:
    """Take a part's name and schema; return it with what its words mean, and without those that never come."""
    term = next((kind for kind in Term.__subclasses__() if kind.__name__ == name), None)
    if term:
        words = [word for word in term if word is not Sensitivity.WITHHELD]
        meanings = [f"`{word}`: {_sentence(word.label)} {word.meaning}" for word in words]
        return part | {
            "enum": [str(word) for word in words],
            "description": "\n".join([part["description"], *meanings]),
        }
    if name == Entry.__name__:
        # A withdrawn entry has a form of its own; and records leave the version to be read off their history.
        part["properties"]["status"] |= {"not": {"const": str(ClaimStatus.WITHDRAWN)}}
        part["properties"]["version"] = _VERSION
        part["required"].append("version")
    return part


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _used(value: Any, parts: dict[str, Schema]) -> Iterator[str]:
    """Take a schema and all parts; yield the names of the parts it refers to, and those to which these refer."""
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            name = reference.rpartition("/")[2]
            yield name
            yield from _used(parts[name], parts)
        yield from _of_all(value.values(), parts)
    elif isinstance(value, list):
        yield from _of_all(value, parts)


def _of_all(values: Iterable[Any], parts: dict[str, Schema]) -> Iterator[str]:
    for value in values:
        yield from _used(value, parts)
