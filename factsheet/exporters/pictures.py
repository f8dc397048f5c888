"""Pages of PDFs as pictures in shades of grey: PDFium draws them, Pillow writes them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from factsheet.exporters.target import CannotMake

if TYPE_CHECKING:
    from PIL.Image import Image

SMOOTH = 16
"""Shades of grey with which large letters have smooth edges; a dot needs half a byte before compression."""
PLAIN = 4
"""Shades that do for letters of a few dots; a dot needs half as much."""


def picture(pdf: bytes, shades: int, width: int, height: int | None = None) -> bytes:
    """Take a PDF, the shades of a picture, its width in dots, and its height if that is not to follow from the page's.

    Return the first page as PNG, which holds nothing but the dots. Raises CannotMake if the page has other proportions.
    """
    import pypdfium2  # here, because most files are not drawn

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        # The least bit less, because PDFium rounds up to whole dots.
        drawn = page.render(scale=(width - 1e-3) / page.get_width(), grayscale=True, draw_annots=False).to_pil()
    if drawn.width != width or drawn.height != (height or drawn.height):
        raise CannotMake(f"the page makes a picture of {drawn.width} by {drawn.height} dots, not {width} by {height}")
    return _png(drawn, shades)


def _png(drawn: Image, shades: int) -> bytes:
    """Take a picture in 256 shades of grey and return it as PNG in fewer, each dot rounded by itself."""
    step = 255 // (shades - 1)
    few = drawn.point([(shade + step // 2) // step for shade in range(256)])
    few = few.convert("P")  # which would choose colours of its own, were they not told:
    few.putpalette([shade * step for shade in range(shades) for _ in "rgb"])
    stream = io.BytesIO()
    # Higher levels save a twentieth and take eight times as long.
    few.save(stream, "PNG", compress_level=6, bits=(shades - 1).bit_length())
    return stream.getvalue()
