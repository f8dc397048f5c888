"""How long ten thousand pages of entries take, beside Hugo with pages of the same size: a part of `make bench`.

The entries are those of this repository, each many times under other ids. Ours are read once, rendered, compared and
written as a build does it. Hugo is given every page's words as data, and in one piece what its templates would have to
compute: the time line, citations, data for search engines.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from factsheet import build, loader
from factsheet.dossier import Dossier
from factsheet.exporters import web
from factsheet.exporters.edition import Edition
from tests.faker import TODAY
from tests.stopwatch import Row, say, show, watched
from tests.workshop import ROOT, edition_of

ENTRIES = 10_000
ROUNDS = 3
JOBS = 2
ADDRESS = "https://facts.example.org"
MAIN = re.compile(
    r"(?P<head><head>.*?</head>).*?(?P<top><a class=\"skip\".*?</header>)"
    r".*?(?P<rest><section class=\"explanation\".*|<div class=\"known\">.*)</article>.*?(?P<foot><footer.*?</footer>)",
    re.DOTALL,
)

SITE = Path(__file__).with_name("hugo")
"""A site for Hugo without pages."""


def main() -> None:
    """Measure and print a table; say so if Hugo is not there."""
    if shutil.which("hugo") is None:
        say("no pages beside Hugo, which is not installed (on Debian and Ubuntu: apt-get install hugo)")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say(f"{ENTRIES:,} pages of entries, and Hugo's, in turns")
        site = hugo_site(folder / "hugo")
        ours, theirs, memory = [], [], 0.0
        for _ in range(ROUNDS):
            for made in ("ours", "theirs"):
                shutil.rmtree(folder / made, ignore_errors=True)
            run = watched([sys.executable, "-m", "tests.bench_site", str(folder / "ours")], ROOT)
            ours.append(run.seconds)
            memory = max(memory, run.memory)
            theirs.append(watched(["hugo", "--quiet", "-s", str(site), "-d", str(folder / "theirs")], ROOT).seconds)
        ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
        sizes = [size(folder / made) for made in ("ours", "theirs")]
        rows = [
            Row(f"{ENTRIES:,} entries to HTML, nothing made before", statistics.median(ours), f"{sizes[0]:.0f} MB"),
            Row(
                "the same by Hugo",
                statistics.median(theirs),
                f"{sizes[1]:.0f} MB; ours takes {ratio:.2f} times as long",
            ),
            Row("memory of our largest process", memory, unit="MB"),
        ]
        show(f"Pages of entries: medians of {ROUNDS} rounds of wall time.", rows)


def size(folder: Path) -> float:
    """Return the size of all pages in a folder in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*.html")) / 1e6


def edition() -> Edition:
    """Return an edition with as many entries as are wanted, made of those of this repository."""
    given = edition_of(loader.load(ROOT, TODAY), ADDRESS)
    return dataclasses.replace(given, dossiers=tuple(entries(given.dossiers)))


def entries(dossiers: tuple[Dossier, ...]) -> Iterator[Dossier]:
    """Yield entries under other ids, each with words of its own."""
    for number in range(ENTRIES):
        entry = dossiers[number % len(dossiers)]
        claim = entry.claim.model_copy(update={"id": f"NK-{10_000 + number}", "fact": f"{number}: {entry.claim.fact}"})
        yield dataclasses.replace(entry, claim=claim)


def build_entries(folder: Path) -> None:
    """Make the pages of all entries in a folder, as a build does."""
    targets = list(web.entry_pages(edition()))
    build.build(targets, folder, tools={}, whole=True, jobs=JOBS, progress=silent)


def silent(made: int, total: int, path: object) -> None:
    """Show nothing."""


def hugo_site(folder: Path) -> Path:
    """Write a site for Hugo with the same entries and return its folder."""
    given = edition()
    shutil.copytree(SITE, folder)
    (folder / "content").mkdir()
    for dossier in given.dossiers:
        page = MAIN.search(given.website.entry(dossier))
        assert page is not None
        data = front_matter(dossier) | page.groupdict()
        text = f"{json.dumps(data, ensure_ascii=False)}\n\n{dossier.claim.summary}\n"
        (folder / "content" / f"{dossier.claim.id}.md").write_text(text)
    return folder


def front_matter(dossier: Dossier) -> dict[str, object]:
    """Take an entry and return its words as data."""
    claim, said = dossier.claim, dossier.claim.reviewed
    return {
        "id": claim.id, "title": claim.fact, "quote": said.quote.text if said.quote else claim.claim,
        "who": said.claimant.name, "venue": said.venue, "said": str(said.date), "rating": claim.rating.label,
        "reason": claim.rating_reason,
        "exhibits": [
            {
                "publisher": exhibit.evidence.publisher, "issued": str(exhibit.evidence.issued),
                "quotes": [quote.model_dump(mode="json") for quote in exhibit.quotes],
                "shows": exhibit.link.establishes, "not": exhibit.link.does_not_establish,
                "relation": exhibit.link.relation.label, "title": exhibit.evidence.title, "side": exhibit.side,
                "about": exhibit.evidence.summary, "id": exhibit.evidence.id,
                "kind": f"({exhibit.evidence.type.label}, {exhibit.evidence.level.label} source)",
                "limits": exhibit.evidence.limits,
                "note": exhibit.evidence.verification.note or "", "url": exhibit.evidence.url,
                "archives": list(exhibit.evidence.archive_urls),
            }
            for exhibit in dossier.exhibits
        ],
    }  # fmt: skip


if __name__ == "__main__":
    build_entries(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
