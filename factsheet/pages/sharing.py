"""Share cards: in which looks they are made."""

from __future__ import annotations

from enum import StrEnum


class Look(StrEnum):
    """Whether a picture is dark on light or light on dark."""

    LIGHT = "light"
    DARK = "dark"
