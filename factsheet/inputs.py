"""Everything that a build reads, as one digest: if the last build read the same, there is nothing to do.

Most runs of `make` change nothing. This lets them end before the records are even parsed.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from factsheet import digests, fonts
from factsheet.manifest import Manifest
from factsheet.theme import Theme

FILE = PurePosixPath(".last-build.json")
RECORDS = ("factsheet.yaml", "claims", "evidence")
MAX_BYTES = 1024 * 1024
"""No file that a build reads is larger; a larger one among the records is refused when they are read."""


@dataclass(frozen=True)
class LastBuild:
    """What the last whole build read and what it had to say; it is no part of the output."""

    inputs: str
    manifest: str
    """Digest of the manifest it left; another one means that a build of other options came after."""
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return what is written to the file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def digest(folder: Path, theme: Theme, options: Mapping[str, Any]) -> str:
    """Take a project's folder, the theme, and all else that decides what a build does; return one digest of it all.

    Returns an empty text if something lies among the records that is no regular file, or too large for one: then they
    must be read.
    """
    roots = [*(folder / name for name in RECORDS), theme.folder, Path(__file__).parent]
    files = [
        (str(PurePosixPath(root.name, file.relative_to(root))), file) if file else None
        for root in roots
        for file in _files(root)
    ]
    contents = [[name, digests.of_bytes(file.read_bytes())] for name, file in filter(None, files)]
    return "" if None in files else digests.of_data([contents, fonts.inventory(), dict(options)])


def program() -> str:
    """Return the digest of this package's own code, which decides the bytes of what it prints like any other tool."""
    package = Path(__file__).parent
    # Only code: a wheel has the templates inside the package, and they are needs of their own.
    files = [file for file in _files(package) if file and file.suffix in {".lua", ".py", ".sql"}]
    return digests.of_data([[str(file.relative_to(package)), digests.of_bytes(file.read_bytes())] for file in files])


def last_build(folder: Path, inputs: str) -> LastBuild | None:
    """Take an output folder and the digest of what a build would read; return the last build if it did it all.

    That is so if it read the same and every file is still what it made.
    """
    manifest = Manifest.read(folder)
    try:
        data = json.loads((folder / FILE).read_text("utf-8"))
        last = LastBuild(str(data["inputs"]), str(data["manifest"]), tuple(str(note) for note in data["notes"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    same = bool(inputs) and (last.inputs, last.manifest) == (inputs, manifest.digest)
    return last if same and all(manifest.is_whole(folder, path) for path in manifest.files) else None


def _files(root: Path) -> Iterator[Path | None]:
    status = root.lstat() if root.is_symlink() or root.exists() else None
    if status and stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
        yield root
    elif status and stat.S_ISDIR(status.st_mode):
        for name in sorted(os.listdir(root)):  # noqa: PTH208 - names, in an order that depends on nothing else
            if name != "__pycache__":
                yield from _files(root / name)
    else:
        yield None
