"""The collection as data: everything that other people's programs read, made together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from factsheet.exporters import bibliographies, database, delimited, packages, records, reviews
from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Made, Target

FOLDER = PurePosixPath("site", "data")
Maker = Callable[[Edition], dict[str, bytes]]
MAKERS: tuple[tuple[tuple[str, ...], Maker], ...] = (
    (records.FILES, records.files),
    (reviews.FILES, reviews.files),
    (bibliographies.FILES, bibliographies.files),
    (delimited.FILES, delimited.files),
    (database.FILES, database.files),
)
"""What the package describes, in the order in which it lists them: names of files, and the call that makes them."""
FILES = (*packages.FILES, *(name for names, _ in MAKERS for name in names))
"""All files, below the folder; the first describes the others."""


def export(edition: Edition) -> Iterator[Target]:
    """Take an edition and yield all files of its data, which are made by one call, when its turn comes."""
    path, *beside = (FOLDER / name for name in FILES)
    yield Target(path, needs=None, make=partial(_made, edition), beside=tuple(beside))


def files(edition: Edition) -> dict[str, bytes]:
    """Take an edition and return every file of its data by its name below the folder, in the order of `FILES`."""
    others = {name: content for _, make in MAKERS for name, content in make(edition).items()}
    made = packages.files(edition, others) | others
    return {name: made[name] for name in FILES}


def _made(edition: Edition) -> Made:
    first, *beside = files(edition).values()
    return Made(first, tuple(beside))
