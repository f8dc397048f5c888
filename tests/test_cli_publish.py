"""`factsheet publish` as people call it: what is frozen, what is printed, and the exit code."""

from __future__ import annotations

import json

import pytest

from factsheet.versions import Version
from tests.faker import FakeCollection, change
from tests.test_cli_check import Printed

SECOND = change(version="2", date="2025-05-20", level="clarification", change="Said more clearly.")
FIRST = "BR-001 version 1 of 2025-05-01: claims/published/BR-001.v1.json\n"


@pytest.fixture
def run(collection: FakeCollection, capsys: pytest.CaptureFixture[str]) -> Printed:
    """Return a function that runs the command line on a collection whose entry may be published."""
    collection.claim(status="published")
    return Printed(collection.folder, capsys)


def frozen(collection: FakeCollection) -> list[str]:
    return sorted(path.name for path in (collection.folder / "claims").glob("published/*"))


def test_an_entry_is_frozen_by_its_id(run: Printed, collection: FakeCollection) -> None:
    assert run("publish", "BR-001") == (0, f"{FIRST}Published 1 entry. Commit claims/published with them.\n", "")
    assert frozen(collection) == ["BR-001.v1.json"]
    assert run("check")[0] == 0


def test_all_entries_that_are_ready_are_frozen(run: Printed, collection: FakeCollection) -> None:
    collection.claim("BR-002", status="published")
    collection.claim("BR-003", status="in-review")
    collection.claim("BR-004", status="draft")
    code, out, _ = run("publish", "--all")
    assert (code, out.splitlines()[-1]) == (0, "Published 2 entries. Commit claims/published with them.")
    assert frozen(collection) == ["BR-001.v1.json", "BR-002.v1.json"]
    assert run("publish", "--all") == (0, "Every version is published already.\n", "")


def test_a_dry_run_freezes_nothing(run: Printed, collection: FakeCollection) -> None:
    assert run("publish", "--dry-run", "--all") == (0, f"{FIRST}1 entry would be published.\n", "")
    assert frozen(collection) == []


def test_an_entry_without_a_new_item_of_history_is_refused(run: Printed, collection: FakeCollection) -> None:
    run("publish", "BR-001")
    code, out, err = run("publish", "BR-001")
    assert (code, err) == (1, "Nothing was published.\n")
    assert out.startswith(
        "claims/BR-001.yaml:37:1: error: version 1 of 'BR-001' is published already, and its history has no newer "
        "item; say in a new item of 'history', with version 2, what changed and why [nothing-new]\n"
    )
    assert frozen(collection) == ["BR-001.v1.json"]


def test_what_changed_since_the_last_version_is_listed(run: Printed, collection: FakeCollection) -> None:
    run("publish", "BR-001")
    collection.claim(status="published", rating_reason="A court said so.", history=[change(), SECOND])
    assert run("publish", "BR-001") == (
        0,
        "BR-001 version 2 of 2025-05-20: claims/published/BR-001.v2.json\n"
        "  since version 1 of 2025-05-01:\n"
        "  rating_reason\n"
        "    - A court found that carts were turned back.\n"
        "    + A court said so.\n"
        "Published 1 entry. Commit claims/published with them.\n",
        "",
    )


def test_an_entry_in_review_is_refused_and_then_none_is_frozen(run: Printed, collection: FakeCollection) -> None:
    collection.claim("BR-002", status="in-review")
    code, out, _ = run("publish", "BR-001", "BR-002")
    assert code == 1
    assert out.startswith(
        "claims/BR-002.yaml:1:9: error: 'BR-002' is 'in-review', and only what is published is frozen; set "
        "'status: published' [not-ready]\n"
    )
    assert frozen(collection) == []


def test_nothing_is_frozen_while_records_have_errors(run: Printed, collection: FakeCollection) -> None:
    collection.claim("BR-002", rating="flase")
    code, out, err = run("publish", "BR-001")
    assert (code, err) == (1, "Nothing was published: mend the errors first.\n")
    assert "[unknown-word]" in out
    assert frozen(collection) == []


def test_too_few_reviewers_bar_a_publication(run: Printed, collection: FakeCollection) -> None:
    collection.project(reviewers="1")
    code, out, _ = run("publish", "BR-001")
    assert code == 1
    assert "[too-few-reviewers]" in out
    assert frozen(collection) == []


def test_an_unknown_entry_is_a_misuse(run: Printed) -> None:
    assert run("publish", "BR-010") == (2, "", "factsheet: there is no entry 'BR-010'; did you mean 'BR-001'?\n")


@pytest.mark.parametrize("arguments", [(), ("BR-001", "--all")])
def test_entries_are_named_or_all_are_asked_for(run: Printed, arguments: tuple[str, ...]) -> None:
    code, out, err = run("publish", *arguments)
    assert (code, out) == (2, "")
    assert err.endswith("Error: name the entries to be published, or use --all\n")


@pytest.mark.slow
def test_pages_say_that_a_version_is_not_published_yet(run: Printed, collection: FakeCollection) -> None:
    page = collection.folder / "build/site/BR-001/index.html"
    assert run("build", "--to", "html")[0] == 0
    assert '<strong class="mark">Not yet published</strong>' in page.read_text("utf-8")
    run("publish", "BR-001")
    run("build", "--to", "html")
    assert "Not yet published" not in page.read_text("utf-8")
    collection.claim(status="published", rating_reason="A court said so.", history=[change(), SECOND])
    run("build", "--to", "html")
    assert '<strong class="mark">Not yet published</strong>' in page.read_text("utf-8")
    assert "not yet published" in (collection.folder / "build/site/index.html").read_text("utf-8")


def test_a_sheet_about_a_topic_is_not_frozen(run: Printed, collection: FakeCollection) -> None:
    collection.project(sheets=[{"id": "closing", "title": "a", "fact": "b", "lead": "c", "claims": ["BR-001"]}])
    assert run("publish", "closing") == (
        2,
        "",
        "factsheet: 'closing' is a sheet about a topic; publish its entries, of which it prints the newest versions\n",
    )


def test_no_text_of_a_frozen_version_moves_the_cursor(run: Printed, collection: FakeCollection) -> None:
    run("publish", "BR-001")
    path = collection.folder / "claims/published/BR-001.v1.json"
    entry = json.loads(path.read_text("utf-8"))["entry"]
    version = Version(entry | {"fact": "\x1b[2J\nFine", "\x1b[1A\nfield": "x"})
    path.write_text(version.text, "utf-8")
    collection.claim(status="published", history=[change(), SECOND])
    code, out, _ = run("publish", "--dry-run", "BR-001")
    assert code == 0
    assert "    - \\x1b[2J\n      Fine\n" in out
    assert "  \\x1b[1A\\nfield\n" in out
    assert "\x1b" not in out
