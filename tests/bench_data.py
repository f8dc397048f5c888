"""How long the data of a large collection takes, beside the programs that one would otherwise put it together with.

Beside ours stands the database alone, made by sqlite-utils from our own tables in CSV, with keys and the same indexes
of words; and a reference by `factsheet cite` stands beside the same by pandoc. All in turns, in one run.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from factsheet import build, loader, references, tables
from factsheet.exporters import data, database
from factsheet.exporters.edition import Edition
from factsheet.pandoc import pandoc_path
from tests.faker import TODAY
from tests.stopwatch import Row, seconds, show, watched
from tests.workshop import ROOT, edition_of

COPIES = 25
"""How many times the entries of this repository are in the large collection: 1,000 in all."""
ROUNDS = 3


def main() -> None:
    """Measure and print two tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large_collection(folder)
        citation(folder)


def large_collection(folder: Path) -> None:
    """Measure all data of the large collection in an empty folder, and its tables brought into a database."""
    ours, theirs, memory = [], [], 0.0
    for _ in range(ROUNDS):
        shutil.rmtree(folder / "ours", ignore_errors=True)
        run = watched([sys.executable, "-m", "tests.bench_data", str(folder / "ours")], ROOT)
        ours.append(run.seconds)
        memory = max(memory, run.memory)
        (folder / "theirs.sqlite").unlink(missing_ok=True)
        theirs.append(seconds(lambda: insert(folder / "ours" / "site" / "data" / "csv", folder / "theirs.sqlite")))
    ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
    number = len(edition().dossiers)
    show(
        f"Data of {number:,} entries: medians of {ROUNDS} rounds of wall time.",
        [
            Row(f"all {len(data.FILES)} files, nothing made before", statistics.median(ours)),
            Row("a database by sqlite-utils", statistics.median(theirs), f"ours takes {ratio:.2f} times as long"),
            Row("memory of our process", memory, unit="MB"),
        ],
    )


def edition() -> Edition:
    """Return an edition with the entries of this repository many times over, under other ids."""
    given = edition_of(loader.load(ROOT, TODAY), "https://facts.example.org")
    copies = (
        dataclasses.replace(
            entry, relatives=(), claim=entry.claim.model_copy(update={"id": f"NK-{1_000 * number + place}"})
        )
        for number in range(1, COPIES + 1)
        for place, entry in enumerate(given.dossiers)
    )
    return dataclasses.replace(given, dossiers=tuple(copies), topics=())


def insert(folder: Path, path: Path) -> None:
    """Take the folder of our tables and a path; make a database of them there, as the manual of sqlite-utils says."""
    for name in tables.NAMES:
        sqlite_utils("insert", str(path), name, str(folder / f"{name}.csv"), "--csv")
    for name, columns in database.SEARCHED.items():
        sqlite_utils("enable-fts", str(path), name, *columns)


def sqlite_utils(*arguments: str) -> None:
    """Run the program; it must succeed."""
    subprocess.run([sys.executable, "-m", "sqlite_utils", *arguments], check=True, capture_output=True)


def citation(folder: Path) -> None:
    """Measure a reference in a style, as first asked for, beside the same by pandoc from a file of CSL-JSON."""
    (folder / "items.json").write_text(json.dumps(json.loads(done("csl-json"))), "utf-8")
    text = "---\nnocite: '@*'\n---\n"
    style = references.STYLES[1].path
    command = [pandoc_path(), "--citeproc", "--bibliography", "items.json", "--csl", str(style), "--to", "plain"]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: done("apa")))
        theirs.append(
            seconds(lambda: subprocess.run(command, cwd=folder, input=text, text=True, check=True, capture_output=True))
        )
    ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
    show(
        f"A reference: medians of {ROUNDS} rounds of wall time.",
        [
            Row("factsheet cite --style apa", statistics.median(ours), "with all records read"),
            Row("pandoc --citeproc", statistics.median(theirs), f"ours takes {ratio:.2f} times as long"),
        ],
    )


def done(style: str) -> str:
    """Run `factsheet cite` for the first entry of this repository and return what it prints."""
    command = [sys.executable, "-m", "factsheet", "cite", "NK-001", "--style", style]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    if len(sys.argv) > 1:
        build.build(
            list(data.export(edition())), Path(sys.argv[1]), tools={}, whole=True, jobs=2, progress=lambda *_: None
        )
    else:
        main()
