"""Files that are written whole or not at all, and never outside the folder they belong in."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, Any

from factsheet import digests

PARTIAL = ".partial"
"""Folder, in the one that is written to, of files that are not finished."""


def write_whole(folder: Path, path: PurePosixPath, content: bytes) -> None:
    """Take a folder, a path in it and the content; put the file there whole, or leave what was there.

    Raises OSError if that cannot be done.
    """
    write_together(folder, {path: content})


def write_together(folder: Path, contents: Mapping[PurePosixPath, bytes]) -> None:
    """Take a folder and contents by their paths in it; put each file there whole, or leave what was there.

    All are forced to disk before the first is put in its place: that takes a disk little longer than to do it for one.
    Raises OSError if that cannot be done; then some may be in their places.
    """
    places = {path: place_of(folder, path) for path in contents}
    for place in places.values():
        place.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        streams = [opened.enter_context(_begun(folder, path, content)) for path, content in contents.items()]
        for stream in streams:
            os.fsync(stream.fileno())
    for path, place in places.items():
        if place.is_dir():
            # Renaming would fail as well, and name the partial file, which tells nobody where to look.
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
        _partial_of(folder, path).replace(place)
    remove_if_empty(folder / PARTIAL)


def write_once(folder: Path, path: PurePosixPath, content: bytes) -> None:
    """Take a folder, a path in it and the content; put the file there whole, and never in place of another.

    Raises FileExistsError if there is a file already, and OSError if it cannot be written.
    """
    place = place_of(folder, path)
    with _begun(folder, path, content) as stream:
        os.fsync(stream.fileno())
    partial = _partial_of(folder, path)
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


def _begun(folder: Path, path: PurePosixPath, content: bytes) -> IO[bytes]:
    """Take a folder, a path in it and the content; return the open partial file, into which the content was written."""
    no_links(folder, PurePosixPath(PARTIAL))
    partial = _partial_of(folder, path)
    partial.parent.mkdir(parents=True, exist_ok=True)
    stream = partial.open("wb")
    try:
        stream.write(content)
        stream.flush()
    except BaseException:
        stream.close()
        raise
    return stream


def _partial_of(folder: Path, path: PurePosixPath) -> Path:
    return folder / PARTIAL / digests.of_text(str(path))
