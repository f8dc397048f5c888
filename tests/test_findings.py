"""Files of sources: which documents a list of links or a bibliography names, and what of it is not taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factsheet import findings
from factsheet.findings import Document, Findings, Form
from factsheet.problems import Unable

GAZETTE = "https://gazette.example.org/2020/road"
COPY = f"https://web.archive.org/web/20200507120000/{GAZETTE}"


def read(text: str, form: Form = Form.MARKDOWN) -> Findings:
    return findings.read(text, form, "readings")


def only(text: str, form: Form = Form.MARKDOWN) -> Document:
    """Take a text that names one document and nothing that is left over; return the document."""
    found = read(text, form)
    assert found.leftovers == ()
    (document,) = found.documents
    return document


def told(found: Findings) -> list[str]:
    """Take findings and return what is left over as lines."""
    return [f"{left.line}: {left.what}: {left.reason}: {left.address}" for left in found.leftovers]


def test_definitions_that_nothing_refers_to_are_told() -> None:
    text = f"""[a][1] [b][2] c[^1]

[1]: {GAZETTE} "title"
[2]: <{GAZETTE}/b_(c)?d&amp;e>
[3]: {GAZETTE}/3
[^1]: See {GAZETTE}/4 and ({GAZETTE}/5).
[^2]: See [f]({GAZETTE}/6) and {GAZETTE}/7
[4]: mailto:a@example.org

    and {GAZETTE}/8

Words.
"""
    found = read(text)
    assert [document.url.removeprefix(GAZETTE) for document in found.documents] == ["", "/b_(c)?d&e", "/4", "/5"]
    assert told(found) == [
        f"5: refused: it stands in a definition that nothing refers to: {GAZETTE}/3",
        f"7: refused: it stands in a definition that nothing refers to: {GAZETTE}/6",
        f"7: refused: it stands in a definition that nothing refers to: {GAZETTE}/7",
        f"10: refused: it stands in a definition that nothing refers to: {GAZETTE}/8",
    ]


@pytest.mark.parametrize(
    "item",
    [
        f"- [The Road]({GAZETTE}) | [Archive]({COPY})",
        f"- [The Road]({GAZETTE}) ([archived]({COPY}))",
        f"* [The Road]({GAZETTE}), [Wayback Machine]({COPY}).",
        f"1. [The Road]({GAZETTE}) – [[archived copy]]({COPY})",
        f"[The Road]({GAZETTE})\n[Archived version]({COPY})",
        f"- [The Road]({GAZETTE})\n  - [Archive]({COPY})",
        f"- [The Road][1] | [Archive][2]\n\n[1]: {GAZETTE}\n[2]: {COPY}",
        f"- [The *Road*]({GAZETTE} 'A title') [a copy]({COPY})",
        f"- [The Road]({GAZETTE}) | [Archive]({COPY}/)",
        f"- [The Road]({GAZETTE}) | [Archive]({COPY.replace('https://g', 'https%3A%2F%2Fg').replace('g/2', 'g%2F2')})",
        f"- [The Road]({GAZETTE}) [the same page]({COPY})",
    ],
)
def test_a_list_of_readings_gives_titles_and_archived_copies(item: str) -> None:
    found = read(f"# Readings\n\n{item}\n")
    (document,) = found.documents
    assert (document.line, document.title, document.url, document.topics) == (3, "The Road", GAZETTE, ("Readings",))
    assert len(document.copies) == 1
    assert document.copies[0].startswith("https://web.archive.org/web/20200507120000/http")
    assert [left for left in told(found) if "archive" in left] == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"As [the Gazette wrote]({GAZETTE}), carts could not cross.", "[the Gazette wrote]"),
        (f"- [The Road]({GAZETTE}), by Ada Crane", "[The Road]"),
        (f"- [The Road]({GAZETTE})", "The Road"),
        (f"## [The Road]({GAZETTE})", "The Road"),
        (f"- [Archive of roads]({GAZETTE})", "Archive of roads"),
        (f"See {GAZETTE}.", ""),
        (f"<{GAZETTE}>", ""),
        (f"- [{GAZETTE}]({GAZETTE})", ""),
        (f"A note.[^1]\n\n[^1]: Said [there]({GAZETTE}).", "[there]"),
        (f"- [The `road`: “closed” & \\[shut\\]]({GAZETTE})", "The `road`: “closed” & [shut]".replace("`", "")),
    ],
)
def test_words_in_running_text_are_no_title(text: str, title: str) -> None:
    assert only(text).title == title


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("[x](#part)", "it leads within its own page: #part"),
        ("[x](road.html)", "it is relative, and the page that it belongs to is not known: road.html"),
        ("[x](//a.example/)", "it is relative, and the page that it belongs to is not known: //a.example/"),
        ("[x]()", "it is relative, and the page that it belongs to is not known: "),
        ("<ada@example.org>", "it is an e-mail address: mailto:ada@example.org"),
        ("[x](javascript:alert(1))", "it is no address of the web: javascript:alert(1)"),
        ("[x](ftp://example.org/a)", "it is no address of the web: ftp://example.org/a"),
        ("[x](https://a:b@example.org/)", "it is damaged, or holds credentials or signs that deceive: https://a:b@example.org/"),
        ("![x](https://example.org/a.png)", "it is a picture: https://example.org/a.png"),
        ("`https://example.org/a`", "it stands in code, which is not read: https://example.org/a"),
        ('<a href="https://example.org/a">x</a>', "it stands in HTML, which is not read: https://example.org/a"),
        ("[x](https://archive.ph/AbCdE)", "it leads to an archived copy and does not say of which page: https://archive.ph/AbCdE"),
        (
            f"[x](https://archive.ph/{GAZETTE})",
            f"it leads to a search or a calendar of an archive, not to one copy: https://archive.ph/{GAZETTE}",
        ),
    ],
)  # fmt: skip
def test_what_leads_to_no_document_is_refused_by_its_line(link: str, reason: str) -> None:
    found = read(f"Text.\n\nMore {link}\n")
    assert (found.documents, told(found)) == ((), [f"3: refused: {reason}"])


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (
            f"- [The Road]({GAZETTE}) | [Archive](https://web.archive.org/web/20200000000000*/{GAZETTE})",
            f"it is a search or a calendar, not one copy: https://web.archive.org/web/20200000000000*/{GAZETTE}",
        ),
        (
            f"- [The Bridge](https://mill.example.org/) | [Archive]({COPY})",
            f"it is a copy of another page, {GAZETTE}: {COPY}",
        ),
        (f"- [Archive]({COPY})", f"no link stands before it of which it could be a copy: {COPY}"),
        (f"- [a]({GAZETTE})\n- [Archive]({COPY})", f"no link stands before it of which it could be a copy: {COPY}"),
        (f"- [The Road]({GAZETTE}) [Archive]({COPY}) [Archive]({COPY})", f"it stands here twice: {COPY}"),
        (
            f"- [The Road]({GAZETTE}) | [Archive](https://mill.example.org/copy)",
            "'mill.example.org' is no web archive that is known here: https://mill.example.org/copy",
        ),
    ],
)  # fmt: skip
def test_an_archive_address_that_is_no_copy_of_the_link_is_not_taken(item: str, reason: str) -> None:
    last = item.count("\n") + 1
    assert told(read(item)) == [f"{last}: archive address not taken: {reason}"]


def test_a_copy_is_never_given_to_a_document_further_up() -> None:
    text = f"- [The Road]({GAZETTE}), [x](road.html) | [Archive](https://archive.ph/AbCdE)"
    assert read(text).documents[0].archives == ()


def test_of_a_copy_that_stands_alone_the_page_is_read_from_its_address() -> None:
    document = only(f"- [The Road]({COPY})")
    assert (document.url, document.archives, document.copies) == (GAZETTE, (COPY,), ())


def test_a_block_quote_belongs_to_the_last_document_above_it() -> None:
    text = f"See [one](https://one.example.org/) and [two]({GAZETTE}) ([archive]({COPY})):\n\n"
    text += "> Carts\n> back.\n>\n> All.\n"
    one, two = read(text).documents
    assert (one.extracts, two.extracts) == ((), (findings.Extract(3, "Carts back.\n\nAll."),))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Words.\n\n> Carts.", "no paragraph with a link to a document stands right above it"),
        (f"[a]({GAZETTE})\n\nWords.\n\n> Carts.", "no paragraph with a link to a document stands right above it"),
        (f"[a]({GAZETTE})\n\n> {'word ' * 121}", "it has 121 words, and at most 120 may be quoted"),
        (f"[a]({GAZETTE})\n\n> Carts [b](https://b.example.org/)",
         "there are links in it, so that its words may be those of another document"),
        (f"[a]({GAZETTE})\n\n> - Carts", "it holds more than paragraphs"),
        (f"[a]({GAZETTE})\n\n> Carts\u202e.",
         "U+202E (RIGHT-TO-LEFT OVERRIDE), an invisible formatting character"),
    ],
)  # fmt: skip
def test_a_block_quote_of_which_the_source_is_in_doubt_is_not_placed(text: str, reason: str) -> None:
    line = text[: text.index("> ")].count("\n") + 1
    assert told(read(text)) == [f"{line}: block quote not placed: {reason}: "]


def test_a_quote_of_120_words_is_placed() -> None:
    assert len(only(f"[a]({GAZETTE})\n\n> {'word ' * 120}").extracts) == 1


def test_what_a_reader_cannot_see_is_taken_out_of_titles_and_told() -> None:
    found = read(f"- [The Ro\u200bad \u2066twice]({GAZETTE})")
    assert found.documents[0].title == "The Road twice"
    assert [left.reason for left in found.leftovers] == [
        "U+200B (ZERO WIDTH SPACE), an invisible formatting character, from 'The Road twice'",
        "U+2066 (LEFT-TO-RIGHT ISOLATE), an invisible formatting character, from 'The Road twice'",
    ]


def test_a_text_that_is_too_long_for_a_record_is_left_out_and_told() -> None:
    found = read(f"- [{'a' * 1_001}]({GAZETTE}/1) [{'b' * 1_000}]({GAZETTE}/2)")
    assert [len(document.title) for document in found.documents] == [0, 1_000]
    assert told(found) == [f"1: left out: a text of 1,001 characters, where at most 1,000 may stand: '{'a' * 60}…': "]


RIS = f"""\
TY  - NEWS
AU  - Crane, Ada
AU  - Town of Stonyford,
TI  - The Road: {{Closed}} "or" not?
T2  - The Gazette
PB  - Gazette Press
DA  - 2020/05/
PY  - 2020
Y2  - 2021/02/03/10:11
LA  - en_GB
UR  - {GAZETTE}
N1  - Archived copy: {COPY}
ER  -\x20

"""
BIB = f"""\
@comment{{nothing}}
@online{{crane2020,
  title = {{The Road: {{Closed}} "or" Not?}},
  author = {{Crane, Ada and {{Town of Stonyford}} and others}},
  date = {{2020-05}}, urldate = {{2021-02-03}}, langid = {{english}},
  organization = "Gazette Press", abstract = {{title = {{x}}}},
  url = {{{GAZETTE}}}, note = {{Archived copy: \\url{{{COPY}}}}},
}}
"""
CSL: list[dict[str, Any]] = [
    {
        "id": "crane",
        "type": "article-newspaper",
        "title": 'The <i>Road</i>: Closed "or" < not?',
        "author": [{"family": "Crane", "given": "Ada"}, {"literal": "Town of Stonyford"}],
        "publisher": "Gazette Press",
        "container-title": "The Gazette",
        "issued": {"date-parts": [[2020, 5]]},
        "accessed": {"date-parts": [["2021", "2", 3]]},
        "language": "en-GB",
        "URL": GAZETTE,
        "note": f"Archived copy: {COPY}",
    }
]


def test_an_item_in_ris_keeps_all_that_it_says() -> None:
    assert only("\n" + RIS, Form.RIS) == Document(
        line=2, url=GAZETTE, title='The Road: {Closed} "or" not?', archives=(COPY,),
        authors=("Ada Crane", "Town of Stonyford"), publisher="Gazette Press", kind="news-report", issued="2020-05",
        accessed="2021-02-03", container_title="The Gazette", language="en-GB",
    )  # fmt: skip


@pytest.mark.parametrize("form", [Form.BIBLATEX, Form.BIBTEX])
def test_an_entry_of_bibtex_keeps_all_that_it_says(form: Form) -> None:
    assert only(BIB, form) == Document(
        line=2, url=GAZETTE, title='The Road: Closed "or" Not?', archives=(COPY,),
        authors=("Ada Crane", "Town of Stonyford"), publisher="Gazette Press", issued="2020-05",
        accessed="2021-02-03", language="en",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "number"), [("RPRT", "S/2020/6"), ("JOUR", "")])
def test_only_of_a_report_a_serial_number_is_its_own(kind: str, number: str) -> None:
    assert only(f"TY  - {kind}\nSN  - S/2020/6\nUR  - {GAZETTE}\nER  - \n", Form.RIS).number == number


@pytest.mark.parametrize(("entry", "kind"), [("article", ""), ("legislation", ""), ("dataset", "dataset")])
def test_a_type_that_may_be_several_is_not_guessed(entry: str, kind: str) -> None:
    assert only(f"@{entry}{{a, title = {{T}}, url = {{{GAZETTE}}}}}\n", Form.BIBLATEX).kind == kind


def test_an_item_of_csl_json_keeps_all_that_it_says() -> None:
    assert only(json.dumps(CSL, indent=1), Form.CSL_JSON) == Document(
        line=2, url=GAZETTE, title='The Road: Closed "or" < not?', archives=(COPY,),
        authors=("Ada Crane", "Town of Stonyford"), publisher="Gazette Press", kind="news-report", issued="2020-05",
        accessed="2021-02-03", container_title="The Gazette", language="en-GB",
    )  # fmt: skip


def test_what_an_item_says_and_no_record_can_hold_is_told() -> None:
    item = {"id": 1, "title": "T", "issued": {"literal": "spring"}, "language": "English", "DOI": "x", "URL": GAZETTE}
    bare = {"id": 2, "title": "No address"}
    found = read(json.dumps([item, bare], indent=1), Form.CSL_JSON)
    assert [document.issued for document in found.documents] == [""]
    assert told(found) == [
        "2: left out: 'English' is no tag of a language: ",
        "2: left out: 'spring' is no date as records have it (issued): ",
        "2: left out: 'x' is no DOI: ",
        "12: refused: it has neither an address nor a DOI: No address",
    ]


def test_an_address_beside_that_of_an_item_is_told() -> None:
    found = read(
        f"TY  - NEWS\nUR  - {GAZETTE}\nUR  - {GAZETTE}/2\nL2  - {COPY}\nN1  - See {GAZETTE}/.\nER  - \n", Form.RIS
    )
    assert [(document.url, document.archives) for document in found.documents] == [(GAZETTE, (COPY,))]
    assert told(found) == [f"1: left out: an address beside its own, which leads to no copy in an archive: {GAZETTE}/2"]


def test_an_item_with_only_a_doi_gets_the_address_of_its_doi() -> None:
    document = only(json.dumps([{"id": 1, "DOI": "https://doi.org/10.1234/a<b>"}]), Form.CSL_JSON)
    assert (document.doi, document.url) == ("10.1234/a<b>", "https://doi.org/10.1234/a%3Cb%3E")


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("@misc{x, title={a", Form.BIBLATEX, "Error at (line 1, column 18): unexpected end of input"),
        ("words", Form.RIS, "line 1 belongs to no item, which would begin with 'TY  - '"),
        ('{"a": 1}', Form.CSL_JSON, "it is no list of items"),
        ('[{"a": 1}]\n[{"b": 2}]', Form.CSL_JSON, "there is text behind the list of items"),
        ('[{"URL": "a",\n"URL": "b"}]', Form.CSL_JSON, "the item in line 1 is no JSON: 'URL' stands in it twice"),
        ("[1]", Form.CSL_JSON, "in line 1 there is something else than an item"),
        ('[{"a": 1},\n{"b"', Form.CSL_JSON, "the item in line 2 is no JSON: Expecting ':' delimiter"),
        ("[" * 100_000, Form.CSL_JSON, "the item in line 1 is no JSON: it is nested too deep, or too large"),
        (f"[{'9' * 5000}]", Form.CSL_JSON, "the item in line 1 is no JSON: it is nested too deep, or too large"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_of_its_format_is_refused(text: str, form: Form, reason: str) -> None:
    with pytest.raises(Unable) as refusal:
        read(text, form)
    assert str(refusal.value) == f"'readings' cannot be read as {form}: {reason}"


def test_tex_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words")
    text = f"@misc{{x, title={{A \\input{{{secret}}} B}}, url={{{GAZETTE}}}}}"
    assert only(text, Form.BIBLATEX).title == "A B"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["[" * 50_000, f"[a]({GAZETTE} " * 2_000, "- " * 1_000 + "a", "*a " * 1_000])
def test_text_that_is_meant_to_be_slow_is_read(text: str) -> None:
    read(text)
