"""Content digests: the one way this package says that two things are the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

SHORT = 16
"""Hexadecimal characters of a digest that people copy by hand: 64 bits, enough to notice a change."""


def of_bytes(content: bytes) -> str:
    """Take bytes and return their SHA-256 as 64 hexadecimal characters."""
    return hashlib.sha256(content).hexdigest()


def of_text(text: str) -> str:
    """Take text and return the SHA-256 of its UTF-8 form."""
    return of_bytes(text.encode())


def of_data(data: Any) -> str:
    """Take anything JSON can hold and return the SHA-256 of its canonical form: sorted keys, no spaces, UTF-8."""
    return of_text(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False))


def short(digest: str) -> str:
    """Take a full digest and return the form that stands in records."""
    return digest[:SHORT]
