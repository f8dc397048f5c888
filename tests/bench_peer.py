"""What one would write instead of the press: a script that prints pages with WeasyPrint as its documentation shows.

`python -m tests.bench_peer LIST` prints each page in a list, on two cores. It knows nothing of this package. A list is
JSON: for each page its HTML, its stylesheet and the PDF to be written, as the paths of files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import weasyprint
from weasyprint.text.fonts import FontConfiguration

JOBS = 2


class Page(NamedTuple):
    """A page to be printed."""

    html: str
    css: str
    pdf: str


def main(file: Path) -> None:
    """Take the file of a list and print its pages."""
    with ProcessPoolExecutor(JOBS) as pool:
        for printed in [pool.submit(print_page, page) for page in read(file)]:
            printed.result()


def print_page(page: Page) -> None:
    """Print a page; nothing is kept for the next one."""
    fonts = FontConfiguration()
    css = weasyprint.CSS(string=Path(page.css).read_text("utf-8"), font_config=fonts)
    html = weasyprint.HTML(string=Path(page.html).read_text("utf-8"))
    html.write_pdf(page.pdf, stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")


def read(file: Path) -> list[Page]:
    """Take the file of a list and return its pages."""
    return [Page(*paths) for paths in json.loads(file.read_text("utf-8"))]


def write(file: Path, pages: Iterable[Sequence[str]]) -> None:
    """Write a list of pages to a file."""
    file.write_text(json.dumps([list(page) for page in pages]), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
