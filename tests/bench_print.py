"""How long the full print edition takes, beside bare WeasyPrint, Chromium and a script, all on the same cores.

Bare WeasyPrint gets each page as the build printed it in the end: the variant and the density that were chosen.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from factsheet.exporters.catalogue import PRINTED
from factsheet.manifest import Manifest
from factsheet.pandoc import pandoc_path
from factsheet.records import Form, Nup
from tests import bench_peer
from tests.bench_pages import Printed, full_edition_of, sample, write_pages
from tests.outside.tools import TOOLS
from tests.stopwatch import Row, Run, run, say, seconds, show, watched
from tests.workshop import real_collection

ROUNDS = 2
SAMPLE = 4
"""Pages of each kind that Chromium and the script print; their time for all is reckoned from these."""
FULL = ("build", "--to", PRINTED, "--form", ",".join(Form), "--nup", Nup.BOOKLET, "--jobs", str(bench_peer.JOBS))
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer")
NEW_ITEM = """
  - version: 2
    date: "2026-11-21"
    level: clarification
    change: A word.
"""

Printer = Callable[[Printed], None]


def main(folder: Path) -> None:
    """Take a folder; measure the full print edition of this repository's collection there, and print tables."""
    collection, peer = real_collection(folder / "collection"), folder / "peer"
    say("the full print edition, and bare WeasyPrint, in turns")
    ours, bare = [full_edition(collection)], []
    printed = write_pages(full_edition_of(collection), collection / "build", peer)
    bare.append(bare_weasyprint(printed, peer))
    while len(bare) < ROUNDS:
        ours.append(full_edition(collection))
        bare.append(bare_weasyprint(printed, peer))
    rows = [*edition_rows(ours, bare, Manifest.read(collection / "build"), len(printed)), *other_rows(printed, ours)]
    show(f"The full print edition, {bench_peer.JOBS} processes: medians of {ROUNDS} rounds; lower is better.", rows)
    show("Layouts that it took to fit a sheet.", layout_rows(printed))
    show(f"The full print edition again: medians of {ROUNDS} rounds.", again_rows(collection))


def full_edition(collection: Path) -> Run:
    """Take a collection; print everything in every form into an empty folder, and return what that needed."""
    shutil.rmtree(collection / "build", ignore_errors=True)
    return edition_again(collection)


def edition_again(collection: Path) -> Run:
    """Take a collection; print what changed since it was printed last, and return what that needed."""
    return watched([sys.executable, "-m", "factsheet", *FULL], collection)


def bare_weasyprint(printed: Sequence[Printed], folder: Path) -> Run:
    """Take pages and a folder; let bare WeasyPrint print them in the same order, and return what that needed."""
    bench_peer.write(folder / "list.json", [item.page for item in printed])
    return watched([sys.executable, bench_peer.__file__, "list.json"], folder)


def edition_rows(ours: Sequence[Run], bare: Sequence[Run], manifest: Manifest, prints: int) -> Iterator[Row]:
    """Take what both needed in each round, and what was made; yield rows of time, ratio and memory."""
    own, other = (statistics.median(run.seconds for run in runs) for runs in (ours, bare))
    made = f"{len(manifest.files)} files, {own / prints:.2f} s for each of {prints} prints"
    yield Row("all forms on both papers, nothing made before", own, made)
    without = "no fitting, imposition, enclosures, PDF/A-3a or look for warnings and glyphs"
    yield Row("bare WeasyPrint, each page in its final setting", other, without)
    ratio = statistics.median(mine.seconds / theirs.seconds for mine, theirs in zip(ours, bare, strict=True))
    yield Row("ratio", ratio, "wanted: 1.3 or less", "")
    yield Row("largest process of ours", max(run.memory for run in ours), unit="MB")
    yield Row("largest process of bare WeasyPrint", max(run.memory for run in bare), unit="MB")


def other_rows(printed: Sequence[Printed], ours: Sequence[Run]) -> Iterator[Row]:
    """Take all pages and what the build of them needed; yield the times of Chromium and of a script for the same."""
    own = statistics.median(run.seconds for run in ours)
    chromium = TOOLS["Chromium"].path
    printers: list[tuple[str, Printer]] = [("a script: pandoc, then weasyprint, for each page", script)]
    if chromium:
        printers.append(("Chromium --print-to-pdf, started for each page", partial(browser, chromium)))
    else:
        yield Row("Chromium --print-to-pdf", 0, "not measured: it is not on this machine", "")
    for what, printer in printers:
        say(what)
        theirs = statistics.median(reckoned(printed, printer) for _ in range(ROUNDS))
        yield Row(what, theirs, f"{theirs / own:.2f} times what the build needs; reckoned from {SAMPLE} of each kind")


def reckoned(printed: Sequence[Printed], printer: Printer) -> float:
    """Take all pages and what prints one; return the seconds for all of them, reckoned from a sample of each kind."""
    total = 0.0
    for kind in dict.fromkeys(item.kind for item in printed):
        alike = [item for item in printed if item.kind == kind]
        chosen = sample(alike, SAMPLE)
        total += seconds(partial(print_all, printer, chosen)) / len(chosen) * len(alike)
    return total


def print_all(printer: Printer, pages: Sequence[Printed]) -> None:
    """Take what prints a page, and pages; print them, as many at once as the build does."""
    with ThreadPoolExecutor(bench_peer.JOBS) as pool:
        list(pool.map(printer, pages))


def script(item: Printed) -> None:
    """Print a page as a script would: convert its Markdown, then print its HTML, each by its command."""
    folder = item.markdown.parent
    run([pandoc_path(), "--from", "commonmark", "--to", "html5", str(item.markdown)], folder)
    weasyprint = str(Path(sys.executable).with_name("weasyprint"))
    run([weasyprint, "--stylesheet", item.page.css, "--pdf-variant", "pdf/ua-1", item.page.html, item.page.pdf], folder)


def browser(chromium: str, item: Printed) -> None:
    """Take the path of Chromium, and a page; let it print the page."""
    with TemporaryDirectory() as profile:
        options = [*CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={item.page.pdf}"]
        run([chromium, *options, item.linked.as_uri()], item.linked.parent)


def layout_rows(printed: Sequence[Printed]) -> Iterator[Row]:
    """Take all pages; yield rows of how many layouts those took that had to be fitted."""
    fitted = [item for item in printed if item.layouts]
    counts = [item.layouts for item in fitted]
    spread = ", ".join(f"{number} took {count}" for count, number in sorted(Counter(counts).items()))
    most = [Path(item.page.pdf).stem for item in fitted if item.layouts == max(counts)]
    yield Row("median", statistics.median(counts), f"of {len(counts)} sheets and cards, {spread}", "")
    yield Row("mean", statistics.mean(counts), unit="")
    yield Row("most", max(counts), ", ".join(most[:3]), "")


def again_rows(collection: Path) -> Iterator[Row]:
    """Take a collection that was printed in full; yield rows of printing it unchanged, and with a word changed."""
    say("the full print edition, unchanged and with one word changed")
    claim = sorted((collection / "claims").glob("*.yaml"))[0]
    texts = (claim.read_text("utf-8"), with_one_word(claim.read_text("utf-8")))
    nothing, word = [], []
    for number in range(ROUNDS):
        nothing.append(edition_again(collection).seconds)
        claim.write_text(texts[(number + 1) % 2], "utf-8")
        word.append(edition_again(collection).seconds)
    yield Row("nothing changed", statistics.median(nothing))
    others = "its own prints, and the booklets, sheets and large print that it stands in"
    yield Row("one word of one claim changed", statistics.median(word), others)


def with_one_word(claim: str) -> str:
    """Take the text of a claim that is published; return it with a word changed and an item of its history for that."""
    edited = claim.replace("unknowns: >-\n  ", "unknowns: >-\n  Indeed ").rstrip("\n") + NEW_ITEM
    assert "Indeed" in edited
    return edited


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        main(Path(name))
