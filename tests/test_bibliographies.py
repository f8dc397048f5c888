"""The files of references: what stands in them, and what other programs read of them."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from factsheet import cli, frozen
from factsheet.exporters import bibliographies
from factsheet.loader import CheckedCollection
from factsheet.pandoc import pandoc_path
from tests.faker import FakeCollection, change, link
from tests.test_citations import faults
from tests.workshop import edition, edition_of, sound

Item = dict[str, Any]
Read = list[tuple[str, str, str, str]]
"""Of each item its id, the letters and figures of its title, its address, and its date as far as it is known."""

ADDRESS = "https://example.org/road"
PYBTEX = """
import json, sys
import pybtex.database
from pybtex.richtext import Text
entries = pybtex.database.parse_file(sys.argv[1]).entries
months = "January February March April May June July August September October November December".split()
def date(fields):
    month = f"{months.index(fields['month']) + 1:02}" if "month" in fields else ""
    day = f"{int(fields['day']):02}" if "day" in fields else ""
    return fields.get("date") or "-".join(filter(None, [fields["year"], month, day]))
print(json.dumps([
    (name, str(Text.from_latex(e.fields["title"])).replace(r"\\textquotesingle", ""), e.fields["url"], date(e.fields))
    for name, e in entries.items()
]))
"""
BIBTEXPARSER = """
import json, sys
import bibtexparser
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode
parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
parser.customization = convert_to_unicode
months = "January February March April May June July August September October November December".split()
def date(e):
    month = f"{months.index(e['month']) + 1:02}" if "month" in e else ""
    day = f"{int(e['day']):02}" if "day" in e else ""
    return e.get("date") or "-".join(filter(None, [e["year"], month, day]))
with open(sys.argv[1], encoding="utf-8") as stream:
    entries = bibtexparser.load(stream, parser).entries
print(json.dumps([(e["ID"], e["title"], e["url"], date(e)) for e in entries]))
"""
RISPY = """
import json, sys
import rispy
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    records = rispy.load(stream)
print(json.dumps([(r["id"], r["title"], r["urls"][0], r["date"].replace("/", "-")) for r in records]))
"""


def letters(title: str) -> str:
    """Take a title and return what of it is neither a mark nor a space; programs set these in ways of their own."""
    return re.sub(r"\W", "", title)


def day(item: Item) -> str:
    """Take an item and return its date, as ISO 8601 writes it."""
    return "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0])


def known(items: list[Item]) -> Read:
    """Take items and return what must be read of them."""
    return [(item["id"], letters(item["title"]), item["URL"], day(item)) for item in items]


def read_by(program: str, file: Path) -> Read:
    """Take a program in Python and a file; return what the program read of it."""
    # In a process of its own, in which no warning of a library ends a test.
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [(name, letters(title), url, date) for name, title, url, date in json.loads(done.stdout)]


def read_by_pandoc(file: Path, form: str) -> list[Item]:
    """Take a file and its form and return the items that pandoc reads of it."""
    command = [pandoc_path(), "--from", form, "--to", "csljson", str(file)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    items: list[Item] = json.loads(done.stdout)
    return items


@pytest.fixture(scope="module")
def references(real_records: CheckedCollection, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Item]]:
    """Return a folder with the files of this repository's own collection, and the items that stand in them."""
    folder = tmp_path_factory.mktemp("references")
    made = edition_of(real_records, ADDRESS)
    files = bibliographies.files(made)
    assert tuple(files) == bibliographies.FILES
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder, bibliographies.items(made)


def test_every_entry_and_every_document_once_in_a_fixed_order(collection: FakeCollection) -> None:
    collection.claim("BR-1000", evidence=[link(), link("a-letter")])
    collection.claim("BR-999", evidence=[link("zoning-map"), link()])
    collection.evidence("a-letter")
    collection.evidence("zoning-map")
    files = bibliographies.files(edition(collection))
    named = ["BR-001", "BR-999", "BR-1000", "a-letter", "bridge-ruling", "zoning-map"]
    assert [item["id"] for item in json.loads(files["references.json"])] == named
    for name in ("references.bib", "references-biblatex.bib"):
        assert re.findall(r"^@\w+\{(.*),$", files[name].decode(), re.MULTILINE) == named
    assert re.findall(r"^ID  - (.*)\r$", files["references.ris"].decode(), re.MULTILINE) == named


def test_a_collection_without_entries_has_files_all_the_same(collection: FakeCollection) -> None:
    collection.remove("claims/BR-001.yaml")
    assert bibliographies.files(edition(collection)) == {
        "references.bib": b"", "references-biblatex.bib": b"", "references.ris": b"", "references.json": b"[]\n",
    }  # fmt: skip


def test_nothing_withheld_and_no_entry_that_is_withdrawn_or_a_draft(collection: FakeCollection) -> None:
    collection.claim(evidence=[link(), link("diary")])
    collection.evidence("diary", title="Zebra", sensitivity="withheld")
    gone = change(version="2", date="2025-05-20", level="withdrawn", change="It was wrong.")
    collection.claim("BR-002", status="withdrawn", fact="Quagga.", history=[change(), gone])
    collection.claim("BR-003", status="draft", fact="Okapi.", evidence=[link("sketch")])
    collection.evidence("sketch", title="Okapi")
    files = bibliographies.files(edition(collection))
    assert [item["id"] for item in json.loads(files["references.json"])] == ["BR-001", "bridge-ruling"]
    whole = b"".join(files.values()).decode().lower()
    assert [word for word in ("zebra", "diary", "quagga", "br-002", "okapi", "br-003", "sketch") if word in whole] == []


def test_entries_are_cited_as_the_site_cites_them(collection: FakeCollection) -> None:
    # BR-001 is published; BR-002 has a newer version that is not; BR-003 has none yet.
    collection.claim(status="published")
    collection.claim("BR-002", status="published")
    assert cli.run(["-C", str(collection.folder), "publish", "--all"]) == 0
    newer = change(version="2", date="2025-05-20", level="factual", change="The court sat in May, not in June.")
    collection.claim("BR-002", status="published", unknowns="Who built it.", history=[change(), newer])
    collection.claim("BR-003")
    made = edition_of(sound(collection))
    # Without the pages of versions, as a build of the data alone has it; then with them, as a whole build has it.
    made = dataclasses.replace(made, pages=dataclasses.replace(made.pages, pending=frozenset({"BR-002"})))
    items = bibliographies.items(made)
    site = "https://example.org/bridge"
    assert [item["URL"] for item in items[:3]] == [f"{site}/BR-001/v1/", f"{site}/BR-002/", f"{site}/BR-003/"]
    claims = [dossier.claim for dossier in made.dossiers]
    evidence = {exhibit.evidence.id: exhibit.evidence for exhibit in made.dossiers[0].exhibits}
    kept = frozen.frozen(made.project, made.published, claims, evidence)
    for one in (made, dataclasses.replace(made, frozen=kept)):
        assert [one.website.entry_item(dossier) for dossier in one.register.shown] == items[:3]


def test_csl_json_is_what_the_schema_asks_for_and_comes_back(references: tuple[Path, list[Item]]) -> None:
    folder, items = references
    read = json.loads((folder / "references.json").read_bytes())
    assert read == items
    assert list(faults(read)) == []
    assert len({item["id"] for item in items}) == len(items) > 200
    entries = [item for item in items if item["URL"].startswith(ADDRESS)]
    assert len(entries) >= 40
    assert [one["URL"] for one in entries] == [f"{ADDRESS}/{one['id']}/v{one['version']}/" for one in entries]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["references.bib", "references-biblatex.bib"])
@pytest.mark.parametrize("program", [PYBTEX, BIBTEXPARSER], ids=["pybtex", "bibtexparser"])
def test_other_programs_read_bibtex(references: tuple[Path, list[Item]], program: str, name: str) -> None:
    folder, items = references
    assert read_by(program, folder / name) == known(items)


def test_other_programs_read_ris(references: tuple[Path, list[Item]]) -> None:
    folder, items = references
    assert read_by(RISPY, folder / "references.ris") == known(items)
    content = (folder / "references.ris").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


@pytest.mark.parametrize(("name", "form"), [("references.bib", "bibtex"), ("references-biblatex.bib", "biblatex")])
def test_pandoc_reads_bibtex_as_it_is(references: tuple[Path, list[Item]], name: str, form: str) -> None:
    folder, items = references
    read = read_by_pandoc(folder / name, form)
    assert known(read) == known(items)
    assert [item.get("author") for item in bent(read)] == [item.get("author") for item in bent(items)]
    if form == "bibtex":
        assert [item.get("number") for item in read] == [item.get("number") for item in items]


def test_pandoc_reads_ris_as_it_is(references: tuple[Path, list[Item]]) -> None:
    folder, items = references
    read = read_by_pandoc(folder / "references.ris", "ris")
    assert [(one["id"], one["title"], one["URL"]) for one in read] == [(i["id"], i["title"], i["URL"]) for i in items]
    # Of the day pandoc reads the year alone; what other programs read of it is tested above.
    assert [one["issued"]["date-parts"][0][0] for one in read] == [i["issued"]["date-parts"][0][0] for i in items]


def bent(items: list[Item]) -> list[Item]:
    """Take items and return them with each straight apostrophe as pandoc writes it."""
    made: list[Item] = json.loads(json.dumps(items, ensure_ascii=False).replace("'", "’"))
    return made
