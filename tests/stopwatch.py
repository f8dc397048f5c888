"""What measuring takes: programs that must succeed, the time and the memory they need, and tables of what was found."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROCESSES = Path("/proc")
INTERVAL = 0.25
"""Seconds between two looks at the memory of processes."""


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    what: str
    measured: float
    beside: str = ""
    unit: str = "s"
    """What was measured: seconds, or something else."""

    def __str__(self) -> str:
        return f"{self.measured:8.2f} {self.unit:2}  {self.beside}".rstrip()


@dataclass(frozen=True)
class Run:
    """What a program needed."""

    seconds: float
    """Wall time."""
    memory: float
    """Peak of the largest process, in MB; zero if this system does not tell."""


def show(title: str, rows: Iterable[Row]) -> None:
    """Print a table under its title."""
    table = list(rows)
    width = max(len(row.what) for row in table)
    print(f"\n{title}\n", *(f"{row.what:{width}}  {row}" for row in table), sep="\n", flush=True)


def factsheet(folder: Path, *arguments: str) -> None:
    """Run the command in a collection's folder."""
    run([sys.executable, "-m", "factsheet", *arguments], folder)


def run(command: Sequence[str], folder: Path) -> None:
    """Run a program in a folder; it must succeed."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def watched(command: Sequence[str], folder: Path) -> Run:
    """Run a program in a folder, which must succeed; return what it and the processes it started needed."""
    start, memory = time.perf_counter(), 0.0
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:  # fmt: skip
        said = ""
        while process.returncode is None:
            memory = max(memory, largest_process(process.pid))
            with suppress(subprocess.TimeoutExpired):
                said, _ = process.communicate(timeout=INTERVAL)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return Run(time.perf_counter() - start, memory)


def largest_process(session: int) -> float:
    """Take the number of a session and return the peak memory of its largest process so far, in MB.

    Returns zero if this system does not tell.
    """
    peaks = [0.0]
    for folder in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # a process may end at any moment
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "status").read_text("utf-8").splitlines()
                peaks += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")]
    return max(peaks)


def seconds(call: Callable[[], object]) -> float:
    """Call and return the wall time it took."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def say(what: str) -> None:
    """Tell the reader what is being measured."""
    print(f"Measuring {what} ...", file=sys.stderr)
