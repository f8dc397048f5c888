from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import settings

from factsheet import loader
from factsheet.dossier import Dossier
from factsheet.exporters import database
from factsheet.exporters.edition import Edition
from factsheet.loader import CheckedCollection
from tests import databases, prints
from tests.faker import TODAY, FakeCollection
from tests.prints import Print
from tests.workshop import ROOT, dossiers, edition_of, factsheet, real_collection

# The same examples at every run and no limit of time, so that no result depends on the machine or on chance.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

EXPECTED = Path(__file__).with_name("expected")

Expected = Callable[[str, str], None]
"""Takes the name of a file in `tests/expected/` and a text, and fails with the difference if they are not equal."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-expected", action="store_true", help="Rewrite tests/expected/ with what the tests made this time."
    )


@pytest.fixture
def collection(tmp_path: Path) -> FakeCollection:
    """Return a valid collection about an invented subject, in a folder of its own."""
    return FakeCollection(tmp_path)


@pytest.fixture(scope="session")
def entry(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Return the entry of a valid collection about an invented subject."""
    return dossiers(FakeCollection(tmp_path_factory.mktemp("entry")))[0]


@pytest.fixture(scope="session")
def real_records() -> CheckedCollection:
    """Return this repository's own collection as it was read, with no text rendered; nobody may change it."""
    return loader.read(ROOT, TODAY)


@pytest.fixture(scope="session")
def real(real_records: CheckedCollection) -> Edition:
    """Return what exporters of data are given of it."""
    return edition_of(real_records)


@pytest.fixture(scope="session")
def opened(real: Edition) -> Iterator[Connection]:
    """Return its database; nobody may change it."""
    with closing(databases.connect(database.files(real)[database.DATABASE])) as connection:
        connection.execute("PRAGMA query_only = ON")
        yield connection


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this repository's own collection with its `build` folder; nobody may change it."""
    folder = real_collection(tmp_path_factory.mktemp("real"))
    done = factsheet(folder, "build", "--jobs", "2", environment={"PYTHONHASHSEED": "1", "TZ": "UTC"})
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> FakeCollection:
    """Return a collection whose entry is published and printed; nobody may change it."""
    made = FakeCollection(tmp_path_factory.mktemp("published"))
    made.claim(status="published")
    for arguments in (("publish", "--all"), ("build", "--to", "pdf", "--paper", "a4", "--jobs", "1")):
        done = factsheet(made.folder, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture
def sheet(published: FakeCollection) -> Path:
    """Return the sheet of its entry on A4."""
    return published.folder / "build" / "site" / "pdf" / "BR-001-a4.pdf"


@pytest.fixture
def second(published: FakeCollection, tmp_path: Path) -> FakeCollection:
    """Return the same collection, to be changed."""
    copy = FakeCollection(tmp_path)
    copy.claim(status="published")
    for file in sorted((published.folder / "claims" / "published").iterdir()):
        copy.write(f"claims/published/{file.name}", file.read_bytes())
    return copy


@pytest.fixture(scope="session")
def plain_prints(real_build: Path) -> list[Print]:
    """Return every printed file of the real collection, which has no public address."""
    return prints.prints(prints.without_address(real_build))


@pytest.fixture(scope="session")
def addressed_prints(real_build: Path) -> list[Print]:
    """Return printed files of the real collection for a public address."""
    return prints.prints(prints.with_address(real_build))


@pytest.fixture(scope="module", params=["plain_prints", "addressed_prints"])
def all_prints(request: pytest.FixtureRequest) -> list[Print]:
    """Return printed files of the real collection, without a public address and then with one."""
    files: list[Print] = request.getfixturevalue(request.param)
    return files


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Expected:
    """Return a function that compares a text with the file that holds what is expected, or rewrites the file."""
    accept = bool(request.config.getoption("--accept-expected"))

    def compare(name: str, text: str) -> None:
        path = EXPECTED / name
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        elif not path.exists():
            pytest.fail(f"there is no {path}; read what was made, then run 'make expected':\n{text}", pytrace=False)
        elif (kept := path.read_bytes().decode()) != text:
            difference = "\n".join(difflib.unified_diff(kept.split("\n"), text.split("\n"), name, "made now", n=2))
            remedy = "If the new text is right, run 'make expected' and read the difference before you keep it."
            pytest.fail(f"{path} differs from what was made:\n{difference}\n\n{remedy}", pytrace=False)

    return compare
