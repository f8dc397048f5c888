"""Every form of output by its name. A new form is a new module with an `export` function, named here."""

from __future__ import annotations

from factsheet.exporters import schemas, sheets, tables, web
from factsheet.exporters.target import CannotMake, Edition, Exporter, Target

EXPORTERS: dict[str, Exporter] = {
    "pdf": sheets.export,
    "html": web.export,
    "json": tables.export,
    "schema": schemas.export,
}

PAPERS = tuple(sheets.PAPERS)

PRELOAD = ("weasyprint", "factsheet.exporters.sheets", "fontTools.ttLib.woff2")
"""Modules that a worker process should have before its first target, because they take long to import."""

__all__ = ["EXPORTERS", "PAPERS", "PRELOAD", "CannotMake", "Edition", "Exporter", "Target"]
