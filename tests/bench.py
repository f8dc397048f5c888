"""How long builds take on this machine, beside the script that one would write instead: `make bench`.

Everything is measured in this one run and alternately, because only ratios on the same machine mean anything.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from factsheet import loader
from factsheet.dossier import join
from factsheet.pages import Pages
from factsheet.pandoc import pandoc_path
from factsheet.theme import FACES, PRINT_STYLESHEETS, default_theme
from tests import bench_data, bench_print, bench_site
from tests.faker import TODAY
from tests.stopwatch import Row, factsheet, run, say, seconds, show
from tests.workshop import project_of, real_collection

ROUNDS = 5
PEER_SHEETS = 4
"""Sheets that the script makes in each round; its time for all of them is reckoned from these."""
COPIES = 3
"""How many times the records of the large collection are those of the real one."""


def main() -> None:
    """Measure and print tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collection = unpublished_collection(folder / "collection")
        many = unpublished_collection(folder / "many")
        multiply(many)
        full = full_builds(collection, folder / "peer")
        rows = [*full, *small_builds(collection), *large_collection(many, script_seconds=full[1].measured)]
        show(f"One-page sheets: medians of {ROUNDS} rounds of wall time; lower is better.", rows)
        bench_print.main(folder / "print")
    bench_data.main()
    bench_site.main()


def unpublished_collection(folder: Path) -> Path:
    """Copy this repository's records into a folder as if none were published, so that they may be changed and copied.

    The sheets about topics are left out, because the script has nothing like them.
    """
    real_collection(folder)
    shutil.rmtree(folder / "claims" / "published")
    for claim in (folder / "claims").glob("*.yaml"):
        claim.write_text(claim.read_text("utf-8").replace("status: published", "status: in-review"), "utf-8")
    project = folder / "factsheet.yaml"
    project.write_text(project.read_text("utf-8").partition("\nsheets:")[0] + "\n", "utf-8")
    return folder


def full_builds(collection: Path, folder: Path) -> list[Row]:
    """Build all sheets into an empty folder, and let the script make some of the same, in turns."""
    say("all sheets, and the script instead")
    pages = sheet_pages(collection, folder)
    ours, theirs = [], []
    for number in range(ROUNDS):
        shutil.rmtree(collection / "build", ignore_errors=True)
        ours.append(seconds(lambda: factsheet(collection, "build", "--form", "sheet")))
        start = number * PEER_SHEETS % len(pages)
        sample = (pages + pages)[start : start + PEER_SHEETS]
        theirs.append(seconds(partial(script, sample)) / PEER_SHEETS * len(pages))
    own, other = statistics.median(ours), statistics.median(theirs)
    ratios = statistics.median(slow / fast for slow, fast in zip(theirs, ours, strict=True))
    sampled = f"reckoned from {PEER_SHEETS} sheets in each round, not fitted to the page"
    compared = f"{ratios:.1f} times as fast as the script"
    return [
        Row(f"build --form sheet, {len(pages)} sheets, nothing made before", own, compared),
        Row("the same by a script: pandoc, then weasyprint, for each sheet", other, sampled),
    ]


def small_builds(collection: Path) -> list[Row]:
    """Build the whole collection again, unchanged and with one word changed, and check it, in turns."""
    say("builds of little, and checks")
    factsheet(collection, "build")
    claim = sorted((collection / "claims").glob("*.yaml"))[0]
    text = claim.read_text("utf-8")
    edited = text.replace("unknowns: >-\n  ", "unknowns: >-\n  Indeed ")
    assert edited != text
    nothing, sheet, word, check, start = [], [], [], [], []
    for number in range(ROUNDS):
        nothing.append(seconds(lambda: factsheet(collection, "build")))
        claim.write_text(text if number % 2 else edited, "utf-8")
        sheet.append(seconds(lambda: factsheet(collection, "build", claim.name[:6], "--form", "sheet")))
        word.append(seconds(lambda: factsheet(collection, "build")))
        check.append(seconds(lambda: factsheet(collection, "check")))
        start.append(seconds(lambda: run([sys.executable, "-c", "pass"], collection)))
    return [
        Row("build, nothing changed", statistics.median(nothing)),
        Row("build ID --form sheet, one word of that claim changed", statistics.median(sheet), "its sheets"),
        Row(
            "build, one word of one claim changed", statistics.median(word), "all its forms, and the booklets it is in"
        ),
        Row("check", statistics.median(check)),
        Row("python that does nothing", statistics.median(start), "for comparison"),
    ]


def large_collection(many: Path, script_seconds: float) -> list[Row]:
    """Print and check a collection of several times as many records; take what the script needed for the real one."""
    say(f"{COPIES} times as many records (the first build of them takes a while)")
    first = seconds(lambda: factsheet(many, "build", "--form", "sheet"))
    factsheet(many, "build")
    nothing, check = [], []
    for _ in range(ROUNDS):
        nothing.append(seconds(lambda: factsheet(many, "build")))
        check.append(seconds(lambda: factsheet(many, "check")))
    claims = len(list((many / "claims").glob("*.yaml")))
    compared = f"{script_seconds * COPIES / first:.1f} times as fast as the script would be"
    return [
        Row(f"build --form sheet, {2 * claims} sheets, nothing made before (once)", first, compared),
        Row(f"build, nothing changed, {claims} claims", statistics.median(nothing)),
        Row(f"check, {claims} claims", statistics.median(check)),
    ]


def multiply(collection: Path) -> None:
    """Copy every record of a collection under new ids, until there are COPIES of each."""
    evidence = {path.stem: path.read_text("utf-8") for path in sorted((collection / "evidence").glob("*.yaml"))}
    claims = {path: path.read_text("utf-8") for path in sorted((collection / "claims").glob("*.yaml"))}
    for copy in range(1, COPIES):
        for path, text in claims.items():
            new = path.name.replace("NK-0", f"NK-{copy}")
            (path.parent / new).write_text(renamed(text, evidence, copy), "utf-8")
        for evidence_id, text in evidence.items():
            (collection / "evidence" / f"{evidence_id}-{copy}.yaml").write_text(renamed(text, evidence, copy), "utf-8")


def renamed(text: str, evidence: Iterable[str], copy: int) -> str:
    """Take a record's text and return it with the ids of all records as those of a copy."""
    ids = "|".join(sorted(evidence, key=len, reverse=True))
    # Not within addresses, which are those of real pages.
    text = re.sub(rf"(?<![\w/.-])({ids})(?![\w/.-])", rf"\1-{copy}", text)
    return text.replace("NK-0", f"NK-{copy}")


def sheet_pages(collection: Path, folder: Path) -> list[Path]:
    """Write what the script works from: for each sheet its Markdown and the HTML around it; and the stylesheet."""
    folder.mkdir()
    loaded = loader.load(collection, TODAY)
    project, theme = project_of(loaded), default_theme()
    pages = Pages(theme, project, loaded.prose)
    fonts = "\n".join(face.rule(face.path.as_uri(), "truetype") for face in FACES)
    (folder / "sheet.css").write_text("\n".join([fonts, *map(theme.text, PRINT_STYLESHEETS)]), "utf-8")
    written = []
    for dossier in join(project, loaded.corpus):
        for paper in ("a4", "letter"):
            page = folder / f"{dossier.claim.id}-{paper}.html"
            page.write_text(pages.sheet(dossier, dossier.exhibits[:4], paper), "utf-8")
            page.with_suffix(".md").write_text(dossier.claim.summary, "utf-8")
            written.append(page)
    return written


def script(pages: Iterable[Path]) -> None:
    """Do for each sheet what a script would do: convert its Markdown, then print its page with the same stylesheet."""
    weasyprint = str(Path(sys.executable).with_name("weasyprint"))
    for page in pages:
        run([pandoc_path(), "--from", "commonmark", "--to", "html5", str(page.with_suffix(".md"))], page.parent)
        options = ["--stylesheet", "sheet.css", "--pdf-variant", "pdf/ua-1"]
        run([weasyprint, *options, str(page), str(page.with_suffix(".pdf"))], page.parent)


if __name__ == "__main__":
    main()
