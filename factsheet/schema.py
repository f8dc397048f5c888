"""Nodes to records: validation, and its errors as problems at their place, each with a remedy where there is one."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from factsheet.problems import Location, Problem, did_you_mean
from factsheet.records import Model
from factsheet.source import Mapping, Node, Sequence

Record = TypeVar("Record", bound=Model)
Path = tuple[str | int, ...]


def read_record(model: type[Record], node: Mapping) -> tuple[Record | None, list[Problem]]:
    """Take a model and the fields of a file; return the record, or nothing, and everything that is wrong with it."""
    blanks = list(_blanks(model, node))
    try:
        record = model.model_validate(_plain(node))
    except ValidationError as error:
        # pydantic also calls a list too short when all that stands in it is faulty.
        details = [d for d in error.errors(include_url=False) if not (d["type"] == "too_short" and d["input"])]
        problems = [_problem(model, node, detail) for detail in details]
        # A blank field is named once, as a blank, and not again as a text that is too short or no date.
        blank_places = {problem.at for problem in blanks}
        return None, blanks + [problem for problem in problems if problem.at not in blank_places]
    return (None if blanks else record), blanks


def locate(node: Node, path: Path) -> Location:
    """Take a node and a path of field names and list positions; return the place of what the path leads to.

    A path that leads on to what is not there ends at the last place that is.
    """
    for step in path:
        child: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            child = node.value(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            child = node.items[step]
        if child is None:
            break
        node = child
    return node.at


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return node.text


def _blanks(model: type[Model], node: Node, path: Path = ()) -> Iterator[Problem]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _blanks(model, value, (*path, key.text))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _blanks(model, item, (*path, index))
    elif node.plain and node.text in {"", "~", "null"}:
        field = _field_at(model, path)
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        remedy = f"fill it in: {field.description}" if field and field.description else "fill it in"
        if field and not field.is_required():
            remedy = "fill it in, or leave the field out"
        yield Problem(node.at, "empty", f"the field '{name}' has no value", remedy=remedy)


def _problem(model: type[Model], node: Mapping, detail: Any) -> Problem:
    path: Path = tuple(detail["loc"])
    kind = detail["type"]
    if kind == "missing":
        return _missing(model, node, path)
    if kind == "extra_forbidden":
        return _unknown_field(model, node, path)
    describe = _MESSAGES.get(kind)
    code, message, remedy = describe(detail) if describe else (kind, detail["msg"], "")
    return Problem(locate(node, path), code, message, remedy=remedy or _meaning(model, path, code))


def _missing(model: type[Model], node: Mapping, path: Path) -> Problem:
    remedy = f"add '{path[-1]}:' with this meaning: {_description(model, path)}"
    return Problem(locate(node, path[:-1]), "missing-field", f"the field '{path[-1]}' is missing", remedy=remedy)


def _unknown_field(model: type[Model], node: Mapping, path: Path) -> Problem:
    parent, name = path[:-1], str(path[-1])
    owner = _model_at(model, parent)
    known = list(owner.model_fields) if owner else []
    at = locate(node, parent)
    holder = _node_at(node, parent)
    if isinstance(holder, Mapping) and (key := holder.key(name)):
        at = key.at
    remedy = did_you_mean(name, known) or "the fields here are " + ", ".join(known)
    return Problem(at, "unknown-field", f"unknown field '{name}'", remedy=remedy)


def _node_at(node: Node, path: Path) -> Node | None:
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and (child := node.value(step)):
            node = child
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
        else:
            return None
    return node


def _enum(detail: Any) -> tuple[str, str, str]:
    expected = detail["ctx"]["expected"]
    words = [word.strip().strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    message = f"'{detail['input']}' is not a word that may stand here"
    return "unknown-word", message, did_you_mean(str(detail["input"]), words) or "use one of " + ", ".join(words)


def _shape(expected: str) -> Callable[[Any], tuple[str, str, str]]:
    return lambda _: ("wrong-shape", f"{expected} should stand here", "")


def _number(detail: Any) -> tuple[str, str, str]:
    least = detail.get("ctx", {}).get("ge")
    limit = "" if least is None else f" from {least}"
    return "not-a-number", f"'{str(detail['input'])[:40]}' is not a whole number{limit}", ""


_MESSAGES: dict[str, Callable[[Any], tuple[str, str, str]]] = {
    "enum": _enum,
    "string_pattern_mismatch": lambda d: ("malformed", f"'{str(d['input'])[:80]}' does not have the right form", ""),
    "string_too_long": lambda d: (
        "too-long",
        f"this text has {len(d['input'])} characters, and at most {d['ctx']['max_length']} may stand here",
        "cut it",
    ),
    "too_short": lambda _: ("empty-list", "at least one is needed here", ""),
    "string_type": _shape("a text"),
    "tuple_type": _shape("a list"),
    "dict_type": _shape("a group of fields"),
    "model_type": _shape("a group of fields"),
    "model_attributes_type": _shape("a group of fields"),
    "date_type": _shape("a day written YYYY-MM-DD"),
    "int_type": _shape("a whole number"),
    "int_parsing": _number,
    "int_parsing_size": _number,
    "greater_than_equal": _number,
}


def _meaning(model: type[Model], path: Path, code: str) -> str:
    return f"the field means: {_description(model, path)}" if code in {"malformed", "wrong-shape"} else ""


def _description(model: type[Model], path: Path) -> str:
    field = _field_at(model, path)
    if not field:
        return ""
    group = field.annotation if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel) else None
    names = f" Its fields are {', '.join(group.model_fields)}." if group else ""
    return f"{field.description or ''}{names}"


def _field_at(model: type[Model], path: Path) -> FieldInfo | None:
    return _walk(model, path)[0]


def _model_at(model: type[Model], path: Path) -> type[BaseModel] | None:
    return _walk(model, path)[1]


def _walk(model: type[Model], path: Path) -> tuple[FieldInfo | None, type[BaseModel] | None]:
    """Take a model and a path; return the last field on the path, and the model of what it holds, if it holds one."""
    field: FieldInfo | None = None
    owner: type[BaseModel] | None = model
    names = iter(step for step in path if isinstance(step, str))
    for name in names:
        if owner is None or name not in owner.model_fields:
            break
        field = owner.model_fields[name]
        owner = next(iter(_models_in(field.annotation)), None)
        if typing.get_origin(field.annotation) is dict:
            next(names, None)  # a name that the contributor chose, such as a language
    return field, owner


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [found for inner in typing.get_args(annotation) for found in _models_in(inner)]
