"""The tables of CONTRIBUTING.md that are made from the models, so that nobody retypes them: `make reference`.

A table stands between `<!-- made by make reference: fields of Claim -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotated_types import MaxLen
from pydantic.fields import FieldInfo

from factsheet import records
from factsheet.project import Project
from factsheet.records import Claim, Evidence, Model, Term

GUIDE = Path(__file__).parents[1] / "CONTRIBUTING.md"
MODELS: dict[str, type[Model]] = {"Claim": Claim, "Evidence": Evidence, "Project": Project}
WORDS: dict[str, type[Term]] = {
    name: kind
    for name, kind in vars(records).items()
    if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
}
_BLOCK = re.compile(
    r"(?P<begin><!-- made by make reference: (?P<what>fields|words) of (?P<name>\w+) -->\n).*?(?P<end><!-- end -->)",
    re.DOTALL,
)


def main() -> None:
    """Bring the guide's tables in line with the models."""
    GUIDE.write_text(updated(GUIDE.read_text("utf-8")), "utf-8")


def updated(guide: str) -> str:
    """Take the guide and return it with its tables made anew."""
    sections = {match["name"]: _section(guide, match.start()) for match in _BLOCK.finditer(guide)}

    def made(match: re.Match[str]) -> str:
        name = match["name"]
        table = words(WORDS[name]) if match["what"] == "words" else fields(MODELS[name], sections)
        return f"{match['begin']}\n{table}\n\n{match['end']}"

    return _BLOCK.sub(made, guide)


def words(kind: type[Term]) -> str:
    """Take a controlled list and return the table of its words."""
    rows = [f"| `{word.value}` | {word.label} | {word.meaning} |" for word in kind]
    return "\n".join(["| word | printed as | meaning |", "|---|---|---|", *rows])


def fields(model: type[Model], sections: dict[str, str]) -> str:
    """Take a model, and the guide's section for each controlled list; return the table of the model's fields."""
    return "\n".join(["| field | needed | meaning |", "|---|---|---|", *_rows(model, sections, "")])


def _rows(model: type[Model], sections: dict[str, str], above: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        path = f"{above}{name}{_many(field.annotation)}"
        yield f"| `{path}` | {'yes' if field.is_required() else ''} | {' '.join(_meaning(field, sections))} |"
        for inner in _classes(field.annotation, Model):
            if "root" not in inner.model_fields:  # dates and intervals are models in form only
                yield from _rows(inner, sections, f"{path}.")


def _meaning(field: FieldInfo, sections: dict[str, str]) -> Iterator[str]:
    yield " ".join((field.description or "").split()).replace("|", "\\|")
    for limit in field.metadata:
        if isinstance(limit, MaxLen):
            yield f"At most {limit.max_length} characters."
    for kind in _classes(field.annotation, Term):
        yield f"One of [these words](#{sections[kind.__name__]})."


def _many(annotation: Any) -> str:
    origin = typing.get_origin(annotation)
    if origin is dict:
        return ".*" + _many(typing.get_args(annotation)[1])
    return "[]" if origin is tuple else ""


AnyClass = typing.TypeVar("AnyClass")


def _classes(annotation: Any, base: type[AnyClass]) -> Iterator[type[AnyClass]]:
    if typing.get_origin(annotation) is None and isinstance(annotation, type) and issubclass(annotation, base):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _classes(inner, base)


def _section(guide: str, position: int) -> str:
    # The address that GitHub gives to the heading above.
    heading = re.findall(r"^#+ (.*)$", guide[:position], re.MULTILINE)[-1]
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


if __name__ == "__main__":
    main()
