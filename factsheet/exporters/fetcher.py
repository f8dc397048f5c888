"""What WeasyPrint may load while it prints: the fonts of the theme, and nothing else."""

from __future__ import annotations

from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from factsheet.fonts import PRINTED_FACES


class ThemeFetcher(URLFetcher):  # type: ignore[misc]
    """Serves `theme:NAME` for the faces that are printed with; whatever else a page asks for ends the printing.

    WeasyPrint's own fetcher would embed any file that the user can read and ask the network for eighteen kinds of
    address. Raising its fatal error is the only way to end the printing: others become warnings.
    """

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
        """Take an address and return the font it names; raises FatalURLFetchingError for any other."""
        for face in PRINTED_FACES:
            if url == f"theme:{face.name}":
                return URLFetcherResponse(url, face.content, {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError(f"'{url[:200]}' is not a file of the theme")
