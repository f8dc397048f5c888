"""Previews: the first page of a printed sheet as a small picture, for the pages that link to the sheet.

A preview is made with its sheet, by the same call, because nothing else has the PDF's bytes: no target opens a file of
the output folder, and to print a sheet again takes ten times as long as to draw it. Only one paper of each sheet has
one, and which depends on the records alone, so that a build of one paper leaves the others' files as they are.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from factsheet.exporters.edition import Edition
from factsheet.exporters.fitting import SheetForm, print_sheet
from factsheet.exporters.pictures import PLAIN, picture
from factsheet.exporters.target import Made, Target

FOLDER = PurePosixPath("site", "previews")
WIDTH = 600
"""Dots of a preview, which pages show half as wide, so that it is sharp on fine screens."""


def sheet_target(edition: Edition, path: PurePosixPath, form: SheetForm, subject: str, *, previewed: bool) -> Target:
    """Take an edition, the path of a sheet, its form, the id of what it shows, and whether it has a preview.

    Return the file to be printed.
    """
    needs = [form.needs, *edition.press_needs]
    make, beside = (print_with_preview, (preview_path(path),)) if previewed else (print_sheet, ())
    return Target(path, needs, partial(make, form), slow=True, subject=subject, beside=beside)


def print_with_preview(form: SheetForm) -> Made:
    """Take a sheet and return it as a PDF, with its preview beside it. Raises CannotMake if it does not fit."""
    made = print_sheet(form)
    return replace(made, beside=(picture(made.content, PLAIN, WIDTH),))


def preview_path(path: PurePosixPath) -> PurePosixPath:
    """Take the path of a printed file and return that of its preview."""
    return FOLDER / f"{path.stem}.png"
