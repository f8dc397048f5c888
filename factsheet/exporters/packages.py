"""What describes the data as a whole: a Data Package for programs, and a file that says how to cite the collection.

Data Package, Data Resource and Table Schema are version 1 of Frictionless Data (specs.frictionlessdata.io); the other
file is in the Citation File Format 1.2.0 (citation-file-format.github.io).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from factsheet import digests
from factsheet.exporters import delimited
from factsheet.exporters.edition import Edition
from factsheet.exporters.licences import spdx
from factsheet.project import Publisher
from factsheet.records import Term
from factsheet.register import slug
from factsheet.tables import Column, Kind, Table

PACKAGE, CITATION = "datapackage.json", "CITATION.cff"
FILES = (PACKAGE, CITATION)
"""The files, below the site's folder of data."""
PARTIAL = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
"""What a date of day, month or year precision looks like."""
FORMATS = {
    "bib": "application/x-bibtex",
    "cff": "application/yaml",
    "json": "application/json",
    "ris": "application/x-research-info-systems",
    "sqlite": "application/vnd.sqlite3",
}
"""The media type of each kind of file that is no table."""
MEANINGS = {
    "claims.json": "The entries as they are recorded, with everything of their documents.",
    "evidence.json": "The documents as they are recorded, and which entries rest on them.",
    "schema/claims.schema.json": "The JSON Schema of claims.json, which explains every field.",
    "schema/evidence.schema.json": "The JSON Schema of evidence.json, which explains every field.",
    "claimreview.json": "The entries as schema.org ClaimReview, a feed for archives of fact-checks and search engines.",
    "references.bib": "References to entries and documents as BibTeX.",
    "references-biblatex.bib": "References to entries and documents for biblatex.",
    "references.ris": "References to entries and documents as RIS, for programs that keep references.",
    "references.json": "References to entries and documents as CSL-JSON, for programs that write citations.",
    "factsheet.sqlite": "All tables as an SQLite database, with an index of their words and views for usual questions.",
    CITATION: "How to cite the collection as a whole, in the Citation File Format.",
}
"""What each file that is no table is for."""
TABLES = (
    "The tables in csv/ have UTF-8 text, commas between cells and the names of columns in the first line; a cell "
    "without a value is empty. Open them with the comma as the only separator."
)

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.DAY: {"type": "date", "format": "%Y-%m-%d"},
    Kind.DATE: {"type": "string"},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
}
_DIALECT = {
    "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False,
    "header": True, "caseSensitiveHeader": True,
}  # fmt: skip
_UNSAFE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def files(edition: Edition, others: Mapping[str, bytes]) -> dict[str, bytes]:
    """Take an edition and all other files of its data by name; return those that describe them, by name in `FILES`."""
    citing = {CITATION: citation(edition).encode()}
    described = json.dumps(package(edition, {**others, **citing}), ensure_ascii=False, allow_nan=False, indent=1)
    return {PACKAGE: f"{described}\n".encode(), **citing}


def package(edition: Edition, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Take an edition and the files of its data by name; return the descriptor of the package that they make.

    Its version is the day of the newest version of any entry. It says nothing of when it was made.
    """
    project, newest = edition.project, edition.register.newest
    listed = {f"{delimited.FOLDER}/{table.name}.csv": table for table in edition.tables}
    return _present(
        {
            "profile": "data-package",
            "name": slug(project.title),
            "title": project.title,
            "description": _description(edition),
            "homepage": project.address(""),
            "version": str(newest or ""),
            "licenses": [_present({"name": spdx(project.licence), "path": _path(project.licence.url),
                                   "title": project.licence.name})],
            "contributors": [_contributor(project.publisher)],
            "keywords": _keywords(edition),
            "resources": [_resource(name, contents[name], listed.get(name)) for name in contents],
        }
    )  # fmt: skip


def citation(edition: Edition) -> str:
    """Take an edition and return how its collection is cited, in the Citation File Format."""
    project, newest = edition.project, edition.register.newest
    identifier = spdx(project.licence)
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this collection, please cite it as below.",
        "type": "dataset",
        "title": f"{project.title}: {project.subtitle}",
        "authors": [_present({"name": project.publisher.name, "website": _website(project.publisher.url)})],
        "version": str(newest or ""),
        "date-released": str(newest or ""),
        "license": identifier,
        "license-url": "" if identifier else _website(project.licence.url),
        "url": _website(project.address("")),
        "abstract": f"{project.subtitle}. {_terms_of_use(edition)}",
        "keywords": _keywords(edition),
    }
    # Texts in the quotes of JSON are YAML as well, and no text ends them.
    return "".join(f"{name}: {_yaml(value)}\n" for name, value in fields.items() if value)


def _description(edition: Edition) -> str:
    return "\n\n".join(
        (f"{edition.project.subtitle}.", _terms_of_use(edition), TABLES, delimited.GUARDED)
    )  # fmt: skip


def _terms_of_use(edition: Edition) -> str:
    licence = edition.project.licence
    return f"The collection’s own texts are under {licence.name}; {licence.quotations}."


def _contributor(publisher: Publisher) -> dict[str, Any]:
    email = publisher.contact if re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}", publisher.contact) else ""
    path = _path(publisher.url)
    return _present({"title": publisher.name, "path": path, "email": email, "role": "publisher"})


def _keywords(edition: Edition) -> list[str]:
    return list(dict.fromkeys(subject.name for subject in edition.register.subjects))


def _resource(name: str, content: bytes, table: Table | None) -> dict[str, Any]:
    size = {"bytes": len(content), "hash": f"sha256:{digests.of_bytes(content)}"}
    if table is None:
        suffix = name.rpartition(".")[2]
        # Frictionless would take a file named `schema.json` for a schema of its own, unless it is told otherwise.
        kind = {"type": "json"} if suffix == "json" else {}
        about = {"format": suffix, "mediatype": FORMATS[suffix], "description": MEANINGS[name]}
        return {"profile": "data-resource", "name": name.lower(), "path": name, **kind, **about, **size}
    about = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "description": table.meaning}
    return {
        "profile": "tabular-data-resource", "name": table.name, "path": name, **about, **size, "dialect": _DIALECT,
        "schema": _schema(table),
    }  # fmt: skip


def _schema(table: Table) -> dict[str, Any]:
    keys = [
        {"fields": list(r.columns), "reference": {"resource": r.table, "fields": list(r.key)}} for r in table.references
    ]
    schema = {
        "fields": [_field(column, unique=table.key == (column.name,)) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": keys,
    }
    return _present(schema)


def _field(column: Column, *, unique: bool) -> dict[str, Any]:
    constraints = {
        "required": column.required,
        "unique": unique,
        "enum": [str(term) for term in column.terms],
        "pattern": PARTIAL if column.kind is Kind.DATE else "",
    }
    meaning = " ".join([column.meaning, *_glossary(column.terms)])
    field = {"name": column.name, "description": meaning, **_TYPES[column.kind], "constraints": _present(constraints)}
    return _present(field)


def _glossary(terms: Sequence[str]) -> list[str]:
    """Take the words of a controlled list; return for each of those that have a meaning a sentence with it."""
    return [f"{term}: {term.meaning}" for term in terms if isinstance(term, Term)]


def _path(address: str) -> str:
    # The specification allows no two dots in a row, lest a path climb; to browsers these are the same.
    return address.replace("..", "%2E%2E")


def _website(address: str) -> str:
    # The format knows schemes in small letters only.
    scheme, colon, rest = address.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def _yaml(value: Any) -> str:
    """Take a text, or a list or mapping of texts, and return it as YAML in one line, the same in YAML 1.1 and 1.2."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _present(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value}
