"""`factsheet import`: every link of a file is accounted for, new records have blanks, and none is written over."""

from __future__ import annotations

import re

import pytest

from factsheet import cli
from tests.faker import FakeCollection

WAYBACK = "https://web.archive.org/web/20200507120000"
RULING = "https%3A%2F%2Fcourt.example.org%2F2020%2Fmiller"
READINGS = f"""\
You may copy this. Go to [what you can do](#what-you-can-do).

# The closed bridge

In May 2020 [the court ordered](https://court.example.org/2020/miller) the town to let carts pass:

> The carts of the applicant were turned back.

The [minutes](https://town.example.org/minutes/2020-11-02) say otherwise; so does the [Gazette](https://gazette.org/road):

> “Nobody: ever” \\#1
> was kept from crossing.

## What you can do

1. Visit [https://council.gov/members](https://council.gov/members).

## Further reading
- [The Road](https://www.gazette.org/road/?utm_source=list) | [Archive]({WAYBACK}/https://gazette.org/road)
- [Ruling](http://www.court.example.org/2020/miller/) | [Archive]({WAYBACK}/{RULING})
- [“No carts: none”](https://mill.org/carts) | [Archive](https://web.archive.org/web/20200000000000*/https://mill.org/carts)
- [Heritage](https://mill.org/heritage) | [Archive]({WAYBACK}/https://news.gorge.edu/heritage)
- [A film](https://www.youtube.com/watch?v=AbC)
- [Carts](https://mill.org/carts#2) ![a cart](cart.png)
"""
TOLD = f"""\
readings.md:1: refused: it leads within its own page: #what-you-can-do
readings.md:5: duplicate of evidence/bridge-ruling.yaml:9:6
readings.md:9: imported evidence/example-minutes.yaml ([minutes]); claims/BR-001.yaml:18:10 names the same page as the \
source of a claim
readings.md:9: imported evidence/gazette-road.yaml (The Road)
readings.md:16: imported evidence/council-members.yaml
readings.md:19: duplicate of evidence/gazette-road.yaml, from line 9, which got this title, the archived copy \
{WAYBACK}/https://gazette.org/road
readings.md:20: duplicate of evidence/bridge-ruling.yaml:9:6, which lacks the archived copy \
{WAYBACK}/{RULING}
readings.md:21: archive address not taken: it is a search or a calendar, not one copy: \
https://web.archive.org/web/20200000000000*/https://mill.org/carts
readings.md:21: imported evidence/mill-no-carts-none.yaml (“No carts: none”)
readings.md:22: archive address not taken: it is a copy of another page, https://news.gorge.edu/heritage: \
{WAYBACK}/https://news.gorge.edu/heritage
readings.md:22: imported evidence/mill-heritage.yaml (Heritage)
readings.md:23: imported evidence/youtube-film.yaml (A film)
readings.md:24: duplicate of evidence/mill-no-carts-none.yaml, from line 21
readings.md:24: refused: it is a picture: cart.png
Links: 16, imported 6, archived copies of these 1, duplicates 4, archived copies of duplicates 1, \
archive addresses not taken 2, refused 2.
Fill in the blanks of the new records; 'factsheet check' names them. Nothing can be built until then.
"""
NEW = [
    "council-members", "example-minutes", "gazette-road", "mill-heritage", "mill-no-carts-none", "youtube-film",
]  # fmt: skip
FILLED = {
    "title": "T", "publisher": "P", "type": "news-report", "party_relation": "unknown", "issued": "2020",
    "summary": "S", "limits": "L", "standing": "current", "lang": "en", "found_in": '"https://gazette.org/road"',
}  # fmt: skip


@pytest.fixture
def here(collection: FakeCollection, monkeypatch: pytest.MonkeyPatch) -> FakeCollection:
    """Return a collection in whose folder commands run, with a list of readings."""
    monkeypatch.chdir(collection.folder)
    collection.write("readings.md", READINGS)
    return collection


def ids(collection: FakeCollection, folder: str = "evidence") -> list[str]:
    return sorted(path.stem for path in (collection.folder / folder).iterdir() if path.stem != "bridge-ruling")


def test_every_link_is_accounted_for(here: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", "readings.md"]) == 1
    assert capsys.readouterr().out == TOLD
    assert ids(here) == NEW
    links = len(re.findall(r"\]\([^()\s]*\)", READINGS))
    numbers = [int(number) for number in re.findall(r" (\d+)[,.]", TOLD.splitlines()[-2])]
    assert (numbers[0], sum(numbers[1:])) == (links, links)


def test_a_dry_run_tells_the_same_and_writes_nothing(here: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", "readings.md", "--dry-run"]) == 1
    told = TOLD.replace(": imported evidence", ": would be imported as evidence").replace(
        " imported 6", " to be imported 6"
    )
    assert capsys.readouterr().out == "".join(told.splitlines(keepends=True)[:-1]) + "Nothing was written.\n"
    assert ids(here) == []


def test_what_is_imported_again_is_all_there(here: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["import", "readings.md"])
    capsys.readouterr()
    assert cli.run(["import", "readings.md"]) == 1
    summary = "Links: 16, duplicates 10, archived copies of duplicates 2, archive addresses not taken 2, refused 2."
    assert capsys.readouterr().out.splitlines()[-1] == summary
    assert ids(here) == NEW


def test_new_records_pass_once_their_blanks_are_filled(here: FakeCollection) -> None:
    cli.run(["import", "readings.md"])
    while named := blanks_of(here):
        for path, line, field in named:
            file = here.folder / path
            lines = file.read_text("utf-8").split("\n")
            # Of the two fields named `level`, only that of verification can stand within another.
            value = FILLED.get(field) or ("read-in-reproduction" if lines[line - 1].startswith(" ") else "primary")
            lines[line - 1] += f" {value}"
            file.write_text("\n".join(lines), "utf-8")
    assert [problem for problem in here.problems() if "[orphan-evidence]" not in problem] == []
    loaded = {entry.record.id: entry.record for entry in here.load().corpus.sources}
    gazette = loaded["gazette-road"]
    assert gazette.title == "The Road"
    assert gazette.archive_urls == (f"{WAYBACK}/https://gazette.org/road",)
    assert [(quote.id, quote.text) for quote in gazette.quotes] == [("q1", "“Nobody: ever” #1 was kept from crossing.")]
    assert gazette.topics == ("the-closed-bridge", "further-reading")
    assert gazette.accessed is None
    assert loaded["mill-no-carts-none"].title == "“No carts: none”"
    assert loaded["mill-no-carts-none"].archive_urls == ()


def blanks_of(collection: FakeCollection) -> list[tuple[str, int, str]]:
    """Return file, line and field of each blank; there must be no other error."""
    found = []
    for problem in collection.load().problems:
        if problem.severity == "error":
            match = re.fullmatch(r"the field '(\w+)' has no value", problem.message)
            assert match, problem
            found.append((problem.at.path, problem.at.line, match[1]))
    return found


def test_no_record_is_written_over(here: FakeCollection) -> None:
    taken = here.write("evidence/mill-heritage.yaml", "id: mill-heritage\nurl: https://other.example.org/\n")
    cli.run(["import", "readings.md"])
    assert taken.read_text("utf-8") == "id: mill-heritage\nurl: https://other.example.org/\n"
    assert "mill-heritage-1" in ids(here)


def test_new_records_can_wait_in_another_folder(here: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", "readings.md", "--to", "inbox"]) == 1
    told = capsys.readouterr().out
    assert "readings.md:23: imported inbox/youtube-film.yaml (A film)\n" in told
    assert told.splitlines()[-1] == (
        "Fill in the blanks of the new records and move them from inbox to evidence, where 'factsheet check' reads."
    )
    assert (ids(here), ids(here, "inbox")) == ([], NEW)
    assert here.problems() == []
    cli.run(["import", "readings.md", "--to", "inbox"])
    assert "duplicates 10" in capsys.readouterr().out


def test_a_file_of_which_all_is_new_has_exit_code_0(
    collection: FakeCollection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(collection.folder)
    collection.write(
        "a.ris", "TY  - NEWS\r\nTI  - The Road\r\nDA  - 2020/05\r\nUR  - https://gazette.org/road\r\nER  - \r\n"
    )
    assert cli.run(["import", "a.ris"]) == 0
    assert capsys.readouterr().out == (
        "a.ris:1: imported evidence/gazette-road.yaml (The Road)\n"
        "Items and archived copies: 1, imported 1.\n"
        "Fill in the blanks of the new records; 'factsheet check' names them. Nothing can be built until then.\n"
    )
    text = (collection.folder / "evidence" / "gazette-road.yaml").read_text("utf-8")
    assert "\n# From a.ris, line 1.\n" in text
    assert '\nissued: "2020-05"\n' in text
    assert "\ntype: news-report\n" in text


def test_an_ending_can_be_overruled(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    file = collection.write("notes", "[a](https://gazette.org/road)")
    assert cli.run(["-C", str(collection.folder), "import", str(file), "--from", "markdown"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "Links: 1, imported 1."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"%PDF-1.7", "'a.pdf' is a PDF; import reads lists of links and bibliographies, not the documents "
         "themselves"),
        ("a.md", b"", "'a.md' is empty"),
        ("a.md", b" \n\n", "'a.md' is empty"),
        ("a.md", b"a\ncaf\xe9", "'a.md' is not UTF-8 (line 2); save it as UTF-8"),
        ("a.md", "ä".encode("utf-16"), "'a.md' is UTF-16; save it as UTF-8"),
        ("a.docx", b"words", "the ending of 'a.docx' is not one of .md, .markdown, .txt, .bib, .ris, .json; name its "
         "format with --from"),
        ("a.md", b"a" * (2 * 1024 * 1024 + 1), "'a.md' has more than 2 MB; import it in parts"),
        ("a.json", b"{}", "'a.json' cannot be read as csl-json: it is no list of items"),
    ],
    ids=["pdf", "empty", "blank", "latin-1", "utf-16", "ending", "large", "json"],
)  # fmt: skip
def test_what_is_no_list_is_refused(
    collection: FakeCollection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    name: str, content: bytes, message: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(collection.folder)
    collection.write(name, content)
    assert cli.run(["import", name]) == 2
    assert capsys.readouterr().err == f"factsheet: {message}\n"


def test_a_folder_and_a_name_with_a_slip_are_refused(here: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["import", "evidence"]) == 2
    assert cli.run(["import", "raedings.md"]) == 2
    assert ids(here) == []
    assert capsys.readouterr().err == (
        "factsheet: 'evidence' is a folder; name a file in it\n"
        "factsheet: there is no file 'raedings.md'; did you mean 'readings.md'?\n"
    )


def test_a_list_without_links_is_told_and_has_exit_code_1(
    collection: FakeCollection, capsys: pytest.CaptureFixture[str]
) -> None:
    file = collection.write("a.md", "No link.")
    assert cli.run(["-C", str(collection.folder), "import", str(file)]) == 1
    assert capsys.readouterr().out == "Links: 0.\n"


def test_records_that_cannot_be_read_are_mended_first(here: FakeCollection, capsys: pytest.CaptureFixture[str]) -> None:
    here.write("evidence/broken.yaml", "title: a: b\n")
    assert cli.run(["import", "readings.md"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("evidence/broken.yaml:1:9: error: this is not valid YAML")
    assert told.err == "Nothing was imported: mend these records first, or it is not known what they hold.\n"
    assert ids(here) == ["broken"]


def test_what_a_file_holds_cannot_move_the_cursor(
    collection: FakeCollection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(collection.folder)
    collection.write("a.json", '[{"id": 1, "title": "A\\u001b[2J\\nB", "URL": "x\\u001b[2J\\ny"}]')
    assert cli.run(["import", "a.json"]) == 1
    assert re.fullmatch(r"[ -~\n]+", capsys.readouterr().out)


def test_a_link_in_place_of_the_folder_is_refused(
    here: FakeCollection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (here.folder / ".partial").symlink_to(elsewhere)
    assert cli.run(["import", "readings.md"]) == 2
    assert (ids(here), list(elsewhere.iterdir())) == ([], [])
