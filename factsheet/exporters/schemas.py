"""JSON Schemas of the records, so that editors complete fields and explain them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Target, text_target
from factsheet.project import Project
from factsheet.records import Claim, Evidence, Model


def export(_: Edition) -> Iterator[Target]:
    """Yield a schema (JSON Schema 2020-12) for each kind of file, generated from its model."""
    models: dict[str, type[Model]] = {"claim": Claim, "evidence": Evidence, "project": Project}
    for name, model in models.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
        text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        yield text_target(PurePosixPath("schema", f"{name}.json"), text)
