"""Files that are written whole or not at all, and never outside the folder they belong in."""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePosixPath
from typing import Any

from factsheet import digests

PARTIAL = ".partial"
"""Folder, in the one that is written to, of files that are not finished."""


def write_whole(folder: Path, path: PurePosixPath, content: bytes) -> None:
    """Take a folder, a path in it and the content; put the file there whole, or leave what was there.

    Raises OSError if that cannot be done.
    """
    place = place_of(folder, path)
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = _partial(folder, path, content)
    if place.is_dir():
        # Renaming would fail as well, and name the partial file, which tells nobody where to look.
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    partial.replace(place)
    remove_if_empty(partial.parent)


def write_once(folder: Path, path: PurePosixPath, content: bytes) -> None:
    """Take a folder, a path in it and the content; put the file there whole, and never in place of another.

    Raises FileExistsError if there is a file already, and OSError if it cannot be written.
    """
    place = place_of(folder, path)
    partial = _partial(folder, path, content)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(partial, place)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
    except OSError as error:
        message = f"{error.strerror}; this needs a disk on which a file can have two names"
        raise OSError(error.errno, message, str(place)) from None
    finally:
        partial.unlink()
        remove_if_empty(partial.parent)


def place_of(folder: Path, path: PurePosixPath | str) -> Path:
    """Take a folder and a path in it; return where that is. OSError says that a link would lead elsewhere."""
    no_links(folder, inside(path))
    return folder / path


def no_links(folder: Path, path: PurePosixPath) -> None:
    """Take a folder and a path in it; OSError says that the path goes through a symbolic link."""
    for part in [path, *path.parents]:
        if part.parts and (folder / part).is_symlink():
            raise OSError(f"'{folder / part}' is a symbolic link; remove it, because output stays in its own folder")


def inside(path: Any) -> PurePosixPath:
    """Take a path and return it; ValueError says that it would leave the folder it belongs in."""
    checked = PurePosixPath(path)
    if checked.is_absolute() or not checked.parts or ".." in checked.parts or "\\" in str(path):
        raise ValueError(f"the path '{path}' leaves the output folder")
    return checked


def remove_if_empty(folder: Path) -> None:
    """Take a folder and remove it if it is there and nothing is in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _partial(folder: Path, path: PurePosixPath, content: bytes) -> Path:
    no_links(folder, PurePosixPath(PARTIAL))
    partial = folder / PARTIAL / digests.of_text(str(path))
    partial.parent.mkdir(parents=True, exist_ok=True)
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return partial
