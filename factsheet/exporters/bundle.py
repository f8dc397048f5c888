"""The files that Pagefind makes for a site, put in order, so that the same records make the same bytes.

Pagefind goes through filters, their values and sorts in the order of a hash table, which has another seed each time,
and names those files by their content. What depends on the order is read here, sorted, written and named anew: the
files of filters, the file that names them, and the one that names that. They are CBOR (RFC 8949) behind a signature, in
the shapes of Pagefind's sources, pagefind/src/index/index_filter.rs and index_metadata.rs.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from factsheet import digests

ENTRY = "pagefind-entry.json"
"""The file that names the others."""
SCRIPTS = ("pagefind.js", "pagefind-worker.js")
SIGNATURE = b"pagefind_dcd"
"""Begins every file of data. Pagefind's script takes a file that begins so as it lies there for one not compressed."""
DATA = ("fragment", "index")
"""Folders of files that are the same each time."""

UNSIGNED, TEXT, ARRAY = 0, 3, 4
"""Major types of CBOR."""


def settled(files: Mapping[str, bytes]) -> dict[PurePosixPath, bytes]:
    """Take all files that Pagefind made, by path; return those that a page needs, in order and named by their content.

    What is left out are Pagefind's own forms of a search page. ValueError says that a file has another shape than this
    version of Pagefind gives it.
    """
    kept = {path: content for path, content in files.items() if path in SCRIPTS or path.split("/")[0] in DATA}
    entry = json.loads(files[ENTRY])
    for language in entry["languages"].values():
        content, filters = _settled_meta(files[f"pagefind.{language['hash']}.pf_meta"], files)
        language["hash"] = _named(language["hash"], content)
        kept |= {f"pagefind.{language['hash']}.pf_meta": content} | filters
        wasm = f"wasm.{language['wasm'] or 'unknown'}.pagefind"
        kept[wasm] = files[wasm]
    kept[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return {PurePosixPath(path): kept[path] for path in sorted(kept)}


def _settled_meta(packed: bytes, files: Mapping[str, bytes]) -> tuple[bytes, dict[str, bytes]]:
    version, pages, chunks, filters, sorts, fields = _read(packed)
    named, made = [], {}
    for name, old in filters:
        _, values = _read(files[f"filter/{old}.pf_filter"])
        content = _written([name, sorted(values)])
        new = _named(old, content)
        named.append([name, new])
        made[f"filter/{new}.pf_filter"] = content
    return _written([version, pages, chunks, sorted(named), sorted(sorts), sorted(fields)]), made


def _named(old: str, content: bytes) -> str:
    return f"{old.rpartition('_')[0]}_{digests.short(digests.of_bytes(content))}"


def _read(packed: bytes) -> Any:
    data = gzip.decompress(packed)
    if not data.startswith(SIGNATURE):
        raise ValueError("a file of Pagefind's has another beginning than it should")
    value, end = decoded(data, len(SIGNATURE))
    if end != len(data):
        raise ValueError("a file of Pagefind's has another end than it should")
    return value


def _written(value: Any) -> bytes:
    # Not compressed, because how that is done is another matter of versions; web servers do it on the way.
    return SIGNATURE + encoded(value)


def decoded(data: bytes, at: int = 0) -> tuple[Any, int]:
    """Take CBOR and where a value begins in it; return the value, and where it ends.

    Only numbers from 0 on, texts and arrays are known; ValueError says that there is something else, or too little.
    """
    major, argument = data[at] >> 5, data[at] & 31
    at += 1
    if argument >= 24:
        width = 1 << (argument - 24)
        if width > 8 or at + width > len(data):
            raise ValueError("CBOR of a form that nobody foresaw")
        argument, at = int.from_bytes(data[at : at + width], "big"), at + width
    if major == UNSIGNED:
        return argument, at
    if major == TEXT and at + argument <= len(data):
        return data[at : at + argument].decode(), at + argument
    if major != ARRAY or argument > len(data):
        raise ValueError("CBOR of a form that nobody foresaw")
    items = []
    for _ in range(argument):
        item, at = decoded(data, at)
        items.append(item)
    return items, at


def encoded(value: Any) -> bytes:
    """Take a number from 0 on, a text, or a list of such; return it as CBOR in its shortest form."""
    if isinstance(value, int):
        return _head(UNSIGNED, value)
    if isinstance(value, str):
        content = value.encode()
        return _head(TEXT, len(content)) + content
    return _head(ARRAY, len(value)) + b"".join(map(encoded, value))


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    power = next(power for power in range(4) if argument < 1 << (8 << power))
    return bytes([major << 5 | 24 + power]) + argument.to_bytes(1 << power, "big")
