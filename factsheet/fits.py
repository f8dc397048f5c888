"""How sheets were set when they were last printed, as the manifest of a build tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from factsheet.records import Paper

_DENSITY = re.compile(r"([1-9][0-9]?) of ([1-9][0-9]?)")
_SHEETS = PurePosixPath("site", "pdf")


@dataclass(frozen=True)
class Fit:
    """How a sheet was set when it was last printed."""

    subject: str
    """Id of the entry, or of the sheet about a topic."""
    paper: Paper
    density: int
    """How densely: from 1, the most generous setting, to `densest`."""
    densest: int
    left_out: tuple[str, ...]
    """What is not on it for want of room: ids of documents, and words for other parts."""
    spare: int | None = None
    """Millimetres that were left above the foot, if the build has told."""

    @property
    def is_densest(self) -> bool:
        """Return whether it could not be set more densely."""
        return self.density == self.densest


def fits(printed: Mapping[str, Mapping[str, Any]]) -> Iterator[Fit]:
    """Take how files were set, by path; yield how each sheet fits, in the order of paths.

    What has no setting of a sheet, or a damaged one, is passed over. A form of print other than the sheet has its own
    name behind the id, so that its subject is none.
    """
    for path, setting in sorted(printed.items()):
        place = PurePosixPath(path)
        subject, _, size = place.stem.rpartition("-")
        density = _DENSITY.fullmatch(str(setting.get("density", "")))
        paper = next((paper for paper in Paper if paper == size), None)
        if place.parent == _SHEETS and place.suffix == ".pdf" and density and paper:
            listed, spare = setting.get("left_out"), setting.get("spare")
            left_out = tuple(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()
            room = spare if isinstance(spare, int) else None
            yield Fit(subject, paper, int(density[1]), int(density[2]), left_out, room)
