"""Items as BibTeX, RIS and sentences: what is written, and what pandoc reads of it."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet import bibliography, citations, corpus
from factsheet.pandoc import pandoc_path
from tests.workshop import ROOT

Item = dict[str, Any]

REPORT: Item = {
    "id": "bridge-census",
    "type": "report",
    "title": "Carts & oxen at 100%: {all} of #1_b",
    "author": [{"literal": "Office of Roads and Bridges"}, {"literal": "Ada Crane"}],
    "publisher": "Town of Stonyford",
    "container-title": "Yearbook",
    "collection-title": "The Bridge",
    "genre": "census",
    "number": "S/2020/6",
    "version": "2",
    "language": "en",
    "issued": {"date-parts": [[2020, 5, 6]]},
    "accessed": {"date-parts": [[2025, 4, 30]]},
    "URL": "https://example.org/a_b?c=1&d=%20#e~f",
    "DOI": "10.1234/carts_1",
    "note": "Archived copy: https://copies.example.org/a_b\nArchived copy: https://copies.example.org/2",
}
DECISION: Item = {
    "id": "bridge-ruling",
    "type": "legal_case",
    "title": "Miller v. Town of Stonyford",
    "authority": "Court of the County",
    "issued": {"date-parts": [[2020, 5]]},
    "URL": "https://court.example.org/2020/miller",
}
NEWS: Item = {
    "id": "carter-2020",
    "type": "article-newspaper",
    "title": "Nobody crossed",
    "author": [{"literal": name} for name in ("Bo Lund", "Cy Ode", "Di Ash", "Ed Roe")],
    "publisher": "The Carter",
    "container-title": "The Carter",
    "issued": {"date-parts": [[2020]]},
}


def read(text: str, form: str) -> list[Item]:
    """Take a text and its form, and return the items that pandoc reads of it."""
    done = subprocess.run(
        [pandoc_path(), "--from", form, "--to", "csljson"],
        input=text.encode(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.decode()) == (0, "")
    made: list[Item] = json.loads(done.stdout)
    return made


def test_an_entry_with_every_field() -> None:
    assert bibliography.bibtex(REPORT) == (
        "@techreport{bridge-census,\n"
        "  author = {{Office of Roads and Bridges} and {Ada Crane}},\n"
        "  title = {{Carts \\& oxen at 100\\%: \\{all\\} of \\#1\\_b}},\n"
        "  booktitle = {{Yearbook}},\n"
        "  institution = {Town of Stonyford},\n"
        "  series = {{The Bridge}},\n"
        "  type = {census},\n"
        "  number = {S/2020/6},\n"
        "  version = {2},\n"
        "  year = {2020},\n"
        "  month = may,\n"
        "  day = {6},\n"
        "  language = {en},\n"
        "  doi = {10.1234/carts_1},\n"
        "  url = {https://example.org/a_b?c=1&d=%20#e~f},\n"
        "  urldate = {2025-04-30},\n"
        "  note = {Archived copy: \\url{https://copies.example.org/a_b};"
        " Archived copy: \\url{https://copies.example.org/2}}\n"
        "}\n"
    )


def test_entries_with_few_fields() -> None:
    assert bibliography.bibtex(DECISION) == (
        "@misc{bridge-ruling,\n"
        "  title = {{Miller v. Town of Stonyford}},\n"
        "  howpublished = {Court of the County},\n"
        "  year = {2020},\n"
        "  month = may,\n"
        "  url = {https://court.example.org/2020/miller}\n"
        "}\n"
    )
    assert bibliography.bibtex(NEWS) == (
        "@article{carter-2020,\n"
        "  author = {{Bo Lund} and {Cy Ode} and {Di Ash} and {Ed Roe}},\n"
        "  title = {{Nobody crossed}},\n"
        "  journal = {{The Carter}},\n"
        "  publisher = {The Carter},\n"
        "  year = {2020}\n"
        "}\n"
    )


def test_a_record_with_every_field() -> None:
    # http://www.refman.com/support/risformat_fields_02.asp: each tag "must be on a separate line, preceded by a
    # carriage return/line feed". The comma keeps programs from taking a name apart.
    assert bibliography.ris(REPORT) == (
        "TY  - RPRT\r\n"
        "ID  - bridge-census\r\n"
        "AU  - Office of Roads and Bridges,\r\n"
        "AU  - Ada Crane,\r\n"
        "TI  - Carts & oxen at 100%: {all} of #1_b\r\n"
        "T2  - Yearbook\r\n"
        "T3  - The Bridge\r\n"
        "PB  - Town of Stonyford\r\n"
        "PY  - 2020\r\n"
        "DA  - 2020/05/06\r\n"
        "ET  - 2\r\n"
        "SN  - S/2020/6\r\n"
        "M3  - census\r\n"
        "LA  - en\r\n"
        "DO  - 10.1234/carts_1\r\n"
        "UR  - https://example.org/a_b?c=1&d=%20#e~f\r\n"
        "Y2  - 2025/04/30\r\n"
        "N1  - Archived copy: https://copies.example.org/a_b\r\n"
        "N1  - Archived copy: https://copies.example.org/2\r\n"
        "ER  - \r\n"
    )


def test_a_record_with_few_fields() -> None:
    assert bibliography.ris(DECISION) == (
        "TY  - CASE\r\n"
        "ID  - bridge-ruling\r\n"
        "TI  - Miller v. Town of Stonyford\r\n"
        "PB  - Court of the County\r\n"
        "PY  - 2020\r\n"
        "DA  - 2020/05\r\n"
        "UR  - https://court.example.org/2020/miller\r\n"
        "ER  - \r\n"
    )


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (
            REPORT,
            "Office of Roads and Bridges and Ada Crane, “Carts & oxen at 100%: {all} of #1_b”, census, S/2020/6, "
            "version 2, in Yearbook, Town of Stonyford, 6 May 2020. https://example.org/a_b?c=1&d=%20#e~f "
            "Archived copy: https://copies.example.org/a_b Archived copy: https://copies.example.org/2",
        ),
        (
            DECISION,
            "“Miller v. Town of Stonyford”, court decision, Court of the County, May 2020. "
            "https://court.example.org/2020/miller",
        ),
        (NEWS, "Bo Lund and others, “Nobody crossed”, news report, in The Carter, 2020."),
        (
            {"id": "a", "type": "webpage", "title": "محكمة", "publisher": "Town", "DOI": "10.1/a"},
            "“\u2068محكمة\u2069”, Town. https://doi.org/10.1/a",
        ),
        (
            {"id": "a", "type": "post", "title": "A\nb", "author": [{"family": "Crane", "given": "Ada"}]},
            "Ada Crane, “A b”, post.",
        ),
        (
            {"id": "a", "type": "post", "title": "Carts were turned back.", "publisher": "Town"},
            "“Carts were turned back”, post, Town.",
        ),
        (
            {"id": "a", "type": "post", "title": "Carts in the U.S.", "publisher": "Town"},
            "“Carts in the U.S.”, post, Town.",
        ),
        ({"id": "a", "type": "post", "title": "And then …", "publisher": "Town"}, "“And then …”, post, Town."),
    ],
)
def test_a_sentence_to_paste(item: Item, words: str) -> None:
    assert bibliography.sentence(item) == words


HOSTILE = [
    "}} @misc{second, title={{Second}}", "{ { {", "} } }", "}{", "{a{b}c", "\\", "\\{", "\\}", "a\\", "%", "a % b",
    "\\end{document}", "\\input{/etc/passwd}", '" # "', "\"}, title = \"b", "@", "@comment{",
    "\n@misc{b, title={{b}}}\n", "\r\nER  - \r\nTY  - BOOK\r\nTI  - b", "a\nTY  - BOOK", "a\rER  - ", "a\u2028ER  - ",
    "a\x85ER  - ", "ER  - ", "TY  - BOOK", "$x$ ~y^2_3 #1 & 100%", "don't `so` ``quoted'' -- --- << >> ,, ?` !`",
    "Ж და Հ 中 é ‘a’ “b” – …", "and others and and",
]  # fmt: skip


def plain(text: str, form: str) -> str:
    """Take a title and return what must be read of it: on one line, and of BibTeX without marks that LaTeX sets."""
    line = " ".join(text.split())
    if form == "ris":
        return line
    # Pandoc passes over braces that have no partner, takes quotation marks of all kinds for one, and a raised figure,
    # which is a sign of its own, for markup.
    level = unicodedata.normalize("NFKC", re.sub(r"</?su[bp]>", "", line))
    return "".join(sign for sign in level if sign not in "{}'\"‘’“”`").replace(" ", "")


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris"])
def test_one_item_is_one_entry_whatever_it_holds(form: str) -> None:
    write = bibliography.ris if form == "ris" else bibliography.bibtex
    items: list[Item] = [
        {
            "id": f"{number}", "type": "report", "title": f"x{text}x", "author": [{"literal": f"y{text}y"}],
            "publisher": text, "genre": text, "number": text, "language": text, "container-title": text, "note": text,
            "URL": f"https://example.org/{text}", "DOI": f"10.1/{text}", "issued": {"date-parts": [[2020, 5, 6]]},
        }
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    back = read("".join(write(item) for item in items), form)
    assert [item["id"] for item in back] == [item["id"] for item in items]
    assert [plain(item["title"], form) for item in back] == [plain(item["title"], form) for item in items]
    assert {item["type"] for item in back} == {"report"}
    assert {tuple(item["issued"]["date-parts"][0])[:1] for item in back} == {(2020,)}


def ends(text: str) -> list[int]:
    """Take BibTeX and return where an entry ends, which is where all braces that were opened are closed."""
    opened, found = 0, []
    for number, sign in enumerate(text):
        opened += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "}" and opened <= 0:
            found.append(number)
    return found


@given(st.text(max_size=40) | st.text("{}\\%@#\"'-,\n\r `", max_size=20))
def test_no_entry_ends_before_its_end(text: str) -> None:
    # The classic program counts all braces, also those behind a backslash.
    item = {"id": text, "type": "post", "title": text, "author": [{"literal": text}], "note": text, "URL": text}
    entry = bibliography.bibtex(item)
    assert ends(entry) == [len(entry) - len("}\n")]


@given(st.text(max_size=40) | st.text("TYER- \n\r\x85\u2028", max_size=20))
def test_no_line_of_a_record_begins_with_a_tag_of_its_value(text: str) -> None:
    item = {"id": "a", "type": "post", "title": text, "author": [{"literal": text}], "note": text, "publisher": text}
    lines = bibliography.ris(item).removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("TY  - ELEC", "ER  - ")
    assert {line[:6] for line in lines[1:-1]} <= {"ID  - ", "AU  - ", "TI  - ", "PB  - ", "N1  - "}
    assert not any(len(line.splitlines()) > 1 for line in lines)


letters = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris"])
@settings(max_examples=10)
@given(many=st.lists(letters, min_size=10, max_size=30))
def test_any_title_is_read_as_it_was(form: str, many: list[str]) -> None:
    write = bibliography.ris if form == "ris" else bibliography.bibtex
    items: list[Item] = [
        {"id": str(number), "type": "report", "title": f"a {text} z"} for number, text in enumerate(many)
    ]
    back = read("".join(write(item) for item in items), form)
    assert [plain(item["title"], form) for item in back] == [plain(item["title"], form) for item in items]


def kept(item: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(item.get(variable) for variable in ("id", "URL", "issued", "number", "author"))


@pytest.mark.slow
def test_pandoc_reads_our_own_documents_as_they_are() -> None:
    records, _ = corpus.load(ROOT)
    items = [citations.document_item(entry.record) for entry in records.sources if not entry.record.withheld]
    back = read("".join(bibliography.bibtex(item) for item in items), "bibtex")
    # An apostrophe that is straight in the record is one all the same.
    bent = json.loads(json.dumps([kept(item) for item in back], ensure_ascii=False).replace("’", "'"))
    assert bent == json.loads(json.dumps([kept(item) for item in items], ensure_ascii=False).replace("’", "'"))
    back = read("".join(bibliography.ris(item) for item in items), "ris")
    assert [(item["id"], item["title"], item.get("URL")) for item in back] == [
        (item["id"], item["title"], item.get("URL")) for item in items
    ]
