"""How a build's progress is shown: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

Progress = Callable[[int, int, PurePosixPath | None], None]
"""Called with the number of files made, the number to be made, and the path of the one just made."""


@contextmanager
def shown() -> Iterator[Progress]:
    """Yield a progress that shows itself on standard error for as long as the context lasts."""
    if sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _lines


@contextmanager
def _bar() -> Iterator[Progress]:
    # Imported here: it takes as long as reading all records, and is not needed when nothing changed.
    from rich.console import Console
    from rich.progress import Progress as Bar

    bar = Bar(console=Console(stderr=True), transient=True)
    task = bar.add_task("Making", total=None)

    def progress(made: int, total: int, path: PurePosixPath | None) -> None:
        bar.start()
        bar.update(task, completed=made, total=total, description=path.name if path else "Making")

    try:
        yield progress
    finally:
        bar.stop()


def _lines(made: int, total: int, path: PurePosixPath | None) -> None:
    if path is None:
        print(f"Making {total} {'file' if total == 1 else 'files'} ...", file=sys.stderr)
    elif made * 4 // total > (made - 1) * 4 // total:
        print(f"{made} of {total} made", file=sys.stderr)
