"""Every form of output by its name. A new form is a new module with an `export` function, named here."""

from __future__ import annotations

from factsheet.exporters import schemas, sheets, tables, web
from factsheet.exporters.edition import Exporter

EXPORTERS: dict[str, Exporter] = {
    "pdf": sheets.export,
    "html": web.export,
    "json": tables.export,
    "schema": schemas.export,
}

PAPERS = tuple(sheets.PAPERS)
