from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet import characters, source
from factsheet.problems import Location
from factsheet.source import Mapping, Scalar, Sequence
from tests.faker import as_yaml

PATH = "claims/BR-001.yaml"


def faults(text: str) -> list[str]:
    """Return the problems of a YAML text as lines, without the path that they all have in common."""
    node, problems = source.parse(text, PATH)
    assert (node is None) == bool(problems)
    return [str(problem).removeprefix(f"{PATH}:") for problem in problems]


def place(line: int, column: int) -> Location:
    return Location(PATH, line, column)


def test_fields_become_nodes_with_their_places() -> None:
    node, problems = source.parse("id: BR-001\nplaces:\n  - Stonyford\nreply: {asked: 'no'}\n", PATH)
    assert problems == []
    assert node == Mapping(
        place(1, 1),
        (
            (Scalar(place(1, 1), "id", plain=True), Scalar(place(1, 5), "BR-001", plain=True)),
            (
                Scalar(place(2, 1), "places", plain=True),
                Sequence(place(3, 3), (Scalar(place(3, 5), "Stonyford", plain=True),)),
            ),
            (
                Scalar(place(4, 1), "reply", plain=True),
                Mapping(
                    place(4, 8),
                    ((Scalar(place(4, 9), "asked", plain=True), Scalar(place(4, 16), "no")),),
                ),
            ),
        ),
    )


def test_a_mapping_knows_its_names_and_values() -> None:
    node, _ = source.parse("id: BR-001\nfact: It rains.\n", PATH)
    assert node is not None
    assert node.key("fact") == Scalar(place(2, 1), "fact", plain=True)
    assert node.value("fact") == Scalar(place(2, 7), "It rains.", plain=True)
    assert node.key("claim") is None
    assert node.value("claim") is None


@pytest.mark.parametrize("typed", ["no", "12:30", "010", "1.10", "2024-02-30", "0x1F", "1e3", ".inf", "=", "9" * 5000])
def test_plain_scalars_stay_as_they_were_typed(typed: str) -> None:
    node, problems = source.parse(f"claim: {typed}", PATH)
    assert problems == []
    assert node is not None
    assert node.value("claim") == Scalar(place(1, 8), typed, plain=True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: error: this file is empty [no-fields]"),
        ("# only a comment\n", "1:1: error: this file is empty [no-fields]"),
        ("- a\n- b\n", "1:1: error: a file holds fields, each a name, a colon and a value [no-fields]"),
        ("just text\n", "1:1: error: a file holds fields, each a name, a colon and a value [no-fields]"),
        ("id: a\n---\nid: b\n", "3:1: error: a file holds one record, not several [several-documents]"),
        (
            "id: a\nfact: b\nid: c\n",
            "3:1: error: the field 'id' is given twice, first in line 1; keep one of the two [duplicate-key]",
        ),
        ("? [a, b]\n: c\n", "1:3: error: the name of a field is plain text [not-a-name]"),
        ("<<: {id: a}\n", "1:1: error: the merge key '<<' is refused; write the fields out [alias]"),
        (
            "fact: It rains: a lot\n",
            "1:15: error: this is not valid YAML: mapping values are not allowed in this context; "
            "put the text in double quotes if it contains ': ' [not-yaml]",
        ),
        (
            "fact: @home\n",
            "1:7: error: this is not valid YAML: found character that cannot start any token; "
            "put the text in double quotes, and indent with spaces [not-yaml]",
        ),
        (
            "fact: a\n\tclaim: b\n",
            "2:1: error: this is not valid YAML: found a tab character that violates indentation [not-yaml]",
        ),
        (
            "places: [a, b\nfact: c\n",
            "2:5: error: this is not valid YAML: did not find expected ',' or ']'; "
            "look at the indentation and the quotes of the lines before [not-yaml]",
        ),
        (
            'fact: "open\nclaim: b\n',
            "1:7: error: this is not valid YAML: found unexpected end of stream; close the quotation mark that stands "
            "here [not-yaml]",
        ),
    ],
)
def test_what_is_no_record_is_refused_at_its_place(text: str, problem: str) -> None:
    assert faults(text) == [problem]


def test_every_anchor_alias_and_tag_of_a_file_is_named() -> None:
    assert faults("fact: &a It rains.\nclaim: *a\nrating: !!str true\n") == [
        "1:7: error: the anchor '&a' is refused; remove it [alias]",
        "2:8: error: the alias '*a' repeats another place; write the text out [alias]",
        "3:9: error: the tag 'tag:yaml.org,2002:str' is refused: records hold text, lists and fields; remove it [tag]",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "claim: Number #1 source\n",
            "1:15: error: YAML begins a comment at '#', so this text would end as 'Number'; "
            "put the text in double quotes [cut-by-comment]",
        ),
        (
            "claim: They said # and meant it\n",
            "1:18: error: YAML begins a comment at '#', so this text would end as 'They said'; "
            "put the text in double quotes [cut-by-comment]",
        ),
        (
            "places:\n  - Road #2\n",
            "2:10: error: YAML begins a comment at '#', so this text would end as 'Road'; "
            "put the text in double quotes [cut-by-comment]",
        ),
    ],
)
def test_words_that_yaml_would_cut_off_are_not_lost_silently(text: str, problem: str) -> None:
    assert faults(text) == [problem]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("status: draft # not yet checked", "draft"),
        ('claim: "Number #1 source"', "Number #1 source"),
        ('claim: "Number one" # the source', "Number one"),
        ("claim: C#1", "C#1"),
        ("claim: >-\n  Number #1 source\n", "Number #1 source"),
    ],
)
def test_comments_that_cut_nothing_off_are_allowed(text: str, value: str) -> None:
    node, problems = source.parse(text, PATH)
    assert problems == []
    assert node is not None
    claim = node.entries[0][1]
    assert isinstance(claim, Scalar)
    assert claim.text == value


def test_depth_is_limited_before_anything_is_put_together() -> None:
    deepest = "a: " + "[" * source.MAX_DEPTH + "]" * source.MAX_DEPTH
    assert faults(deepest) == []
    assert faults("a: " + "[" * (source.MAX_DEPTH + 1)) == [
        "1:24: error: more than 20 levels or 50,000 values; split the record [too-deep]"
    ]


@pytest.mark.slow
def test_the_number_of_values_is_limited() -> None:
    # The mapping, the name and the list are values as well.
    assert faults(f"a: [{'b,' * (source.MAX_NODES - 3)}]") == []
    assert faults(f"a: [{'b,' * (source.MAX_NODES - 2)}]") == [
        "1:99999: error: more than 20 levels or 50,000 values; split the record [too-deep]"
    ]


@pytest.mark.parametrize("content", ["\ufeffid: a\r\nfact: b\r\n".encode(), b"id: a\nfact: b", b"\nid: a\n\nfact: b\n"])
def test_byte_order_mark_and_both_line_endings_are_accepted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    node, problems = source.read(tmp_path, PurePosixPath("a.yaml"))
    assert problems == []
    assert node is not None
    values = [(name.text, value.text) for name, value in node.entries if isinstance(value, Scalar)]
    assert values == [("id", "a"), ("fact", "b")]


def test_a_missing_file_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        source.read(tmp_path, PurePosixPath("a.yaml"))


ANY_TEXT = st.text(max_size=200) | st.text("ab:-#'\"&*!|>[]{},?% \n\t", max_size=200)
PRINTABLE = st.text(max_size=200).filter(lambda text: not any(characters.refused(text)))


@given(ANY_TEXT)
@example("? a")
@example("? !a &b\n  -")
def test_any_text_gives_nodes_or_problems_at_places_inside_the_file(text: str) -> None:
    node, problems = source.parse(text, PATH)
    assert (node is None) == bool(problems)
    lines = f"{text}\n".split("\n")
    for problem in problems:
        assert problem.at.path == PATH
        assert 1 <= problem.at.line <= len(lines)
        assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1


@given(PRINTABLE)
def test_printable_text_in_quotes_is_read_unchanged(text: str) -> None:
    typed = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    node, problems = source.parse(f'claim: "{typed}"', PATH)
    assert problems == []
    assert node == Mapping(place(1, 1), ((Scalar(place(1, 1), "claim", plain=True), Scalar(place(1, 8), text)),))


@given(st.dictionaries(PRINTABLE.filter(lambda name: name != "<<"), PRINTABLE, min_size=1, max_size=5))
def test_what_a_yaml_library_writes_is_read_unchanged(fields: dict[str, str]) -> None:
    node, problems = source.parse(as_yaml(fields), PATH)
    assert problems == []
    assert node is not None
    assert {name.text: value.text for name, value in node.entries if isinstance(value, Scalar)} == fields
