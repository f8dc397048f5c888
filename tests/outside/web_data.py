"""The files of data and texts as a web server gives them to readers: each opens, and Datasette shows the database."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
import yaml

from factsheet.posts import LIMIT, weight
from tests.outside.sites import Site
from tests.test_claimreview import faults
from tests.test_database_views import QUERIES
from tests.test_reviews import UNRATED
from tests.workshop import parsed

DATASETTE = Path(sys.executable).with_name("datasette")
READ_ONLY = "attempt to write a readonly database"
FORMS = [".docx", ".md", ".txt", "-post.txt"]
"""What the names of an entry's and a topic sheet's texts end with."""


def fetched(website: Site, path: str) -> bytes:
    """Take a site and a path below its address; return what its server gives, which must be there."""
    connection = HTTPConnection(urlsplit(website.address).netloc, timeout=60)
    with closing(connection):
        connection.request("GET", f"/{path}")
        response = connection.getresponse()
        content = response.read()
    assert response.status == 200, f"{response.status}: {path}"
    return content


def linked(website: Site, page: str) -> list[str]:
    """Take a site and the path of a page; return the files of the site to which its main part leads, but no pages."""
    (main,) = parsed(fetched(website, page).decode()).iter("main")
    addresses = [urljoin(website.address + page, link.get("href", "")) for link in main.iter("a")]
    paths = [address.removeprefix(website.address) for address in addresses if address.startswith(website.address)]
    return sorted({path for path in paths if "#" not in path and not path.endswith(("/", ".html"))})


def below(website: Site, folder: str) -> list[str]:
    """Take a site and a folder of it; return the paths of all files in it, however deep, but of no pages."""
    found = [path for path in (website.folder / folder).rglob("*") if path.is_file() and path.suffix != ".html"]
    assert found
    return sorted(website.path(path) for path in found)


def text(content: bytes) -> str:
    """Take a file and return its text, which ends as the files of texts end."""
    read = content.decode()
    assert read.strip()
    assert read.endswith("\n")
    return read


def json_of(content: bytes) -> Any:
    """Take a file and return what it holds as JSON; numbers that are none are refused."""
    return json.loads(content.decode(), parse_constant=pytest.fail)


def table(content: bytes) -> list[list[str]]:
    """Take a file with comma-separated values and return its rows, of which the first names the columns."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    return rows


def database(content: bytes) -> list[tuple[Any, ...]]:
    """Take a database, open it so that nothing can be written into it, and return what it holds, by kind and name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "data.sqlite")
        path.write_bytes(content)
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            with pytest.raises(sqlite3.OperationalError, match=READ_ONLY):
                connection.execute("DELETE FROM claims")
            return connection.execute("SELECT type, name FROM sqlite_master").fetchall()


def archive(content: bytes) -> list[str]:
    """Take a document made of several files and return their names; each must be sound."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return package.namelist()


OPENED: dict[str, Callable[[bytes], object]] = {
    ".atom": ElementTree.fromstring,
    ".bib": text,
    ".cff": lambda content: yaml.safe_load(text(content)),
    ".csv": table,
    ".docx": archive,
    ".json": json_of,
    ".md": text,
    ".ris": text,
    ".sqlite": database,
    ".txt": text,
}
"""What reads each kind of file, and fails if it cannot be read; all of them hold something."""


def open_all(website: Site, paths: list[str]) -> None:
    """Take a site and paths of files; fetch each from its server and open it."""
    for path in paths:
        assert OPENED[Path(path).suffix](fetched(website, path)) is not None, path


def test_every_file_of_the_page_of_data_is_given_and_opens(website: Site) -> None:
    paths = linked(website, "data/")
    open_all(website, paths)
    assert paths == sorted([*below(website, "data"), "corrections.atom", "entries.atom"])


def test_files_are_those_that_the_package_describes(website: Site) -> None:
    package = json_of(fetched(website, "data/datapackage.json"))
    for resource in package["resources"]:
        content = fetched(website, f"data/{resource['path']}")
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert (resource["path"], len(content), digest) == (resource["path"], resource["bytes"], resource["hash"])
        if "schema" in resource:
            assert table(content)[0] == [field["name"] for field in resource["schema"]["fields"]]
    described = {f"data/{resource['path']}" for resource in package["resources"]}
    assert {*below(website, "data")} - described == {"data/datapackage.json"}
    assert package["homepage"] == website.address


def test_texts_of_entries_and_of_topic_sheets_are_given_and_open(website: Site) -> None:
    offered = []
    for page in [*website.by_kind["entry"], *website.by_kind["sheets/one"]]:
        paths = [path for path in linked(website, website.path(page)) if path.startswith("text/")]
        assert paths == sorted(f"text/{page.parent.name}{end}" for end in FORMS)
        open_all(website, paths)
        post = fetched(website, f"text/{page.parent.name}-post.txt").decode()
        assert weight(post) <= LIMIT
        assert f"{website.address}{website.path(page)}" in post
        offered += paths
    assert sorted(offered) == below(website, "text")


def test_the_feed_of_fact_checks_is_in_the_vocabulary(website: Site) -> None:
    feed = json_of(fetched(website, "data/claimreview.json"))
    withdrawn = sum("dateDeleted" in element for element in feed["dataFeedElement"])
    assert len(feed["dataFeedElement"]) - withdrawn == len(website.by_kind["entry"])
    assert list(faults(feed)) == [UNRATED] * withdrawn


def datasette(website: Site, path: str, **asked: str) -> str:
    """Take a site, the path of one of Datasette's pages of the database, and what is asked; return the page.

    The program is a reader's own: it opens the file in its place, and may leave nothing beside it.
    """
    file = website.folder / "data/factsheet.sqlite"
    before, beside = file.read_bytes(), sorted(file.parent.iterdir())
    command = [str(DATASETTE), str(file), "--get", f"{path}?{urlencode(asked)}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (file.read_bytes(), sorted(file.parent.iterdir())) == (before, beside)
    return done.stdout


def rows(website: Site, query: str) -> list[dict[str, Any]]:
    """Take a site and a query; return the rows that Python's own SQLite finds in the database, by column."""
    address = f"{(website.folder / 'data/factsheet.sqlite').as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def test_datasette_shows_every_table_and_view(website: Site) -> None:
    shown = json.loads(datasette(website, "/factsheet.json"))
    tables = {found["name"]: found["count"] for found in shown["tables"] if not found["hidden"]}
    views = {found["name"] for found in shown["views"]}
    told = rows(website, "SELECT kind, name FROM contents")
    assert {row["name"] for row in told if row["kind"] == "table"} <= tables.keys()
    assert {row["name"] for row in told if row["kind"] == "view"} == views > {"claim_overview"}
    assert tables == {name: rows(website, f"SELECT count(*) AS n FROM {name}")[0]["n"] for name in tables}


def test_datasette_shows_a_view(website: Site) -> None:
    shown = json.loads(datasette(website, "/factsheet/claim_overview.json", _shape="objects", _size="max"))
    assert shown["rows"] == rows(website, "SELECT * FROM claim_overview")
    assert shown["rows"]


@pytest.mark.parametrize("name", ["claims", "evidence", "quotes"])
def test_datasette_searches_the_words_of_a_table(website: Site, name: str) -> None:
    found = rows(website, f"SELECT rowid FROM {name}_fts WHERE {name}_fts MATCH 'bridge OR court'")
    page = parsed(datasette(website, f"/factsheet/{name}", _search="bridge OR court", _searchmode="raw", _size="max"))
    assert {box.get("value") for box in page.iter("input") if box.get("name") == "_search"} == {"bridge OR court"}
    assert len(list(page.iter("tr"))) == 1 + len(found) > 1


@pytest.mark.parametrize("question", QUERIES)
def test_datasette_answers_the_questions_of_the_readme(sites: dict[str, Site], question: str) -> None:
    query = QUERIES[question]
    answer = json.loads(datasette(sites["records"], "/factsheet.json", sql=f"{query};", _shape="objects"))
    assert (answer["truncated"], answer["rows"]) == (False, rows(sites["records"], query))
    assert answer["rows"]
