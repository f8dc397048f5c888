"""Items as BibTeX, RIS and sentences: what is written, and what pandoc reads of it."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet import bibliography
from factsheet.pandoc import pandoc_path

Item = dict[str, Any]

WRITERS = {"bibtex": bibliography.bibtex, "biblatex": bibliography.biblatex, "ris": bibliography.ris}
"""What writes an item in each form, by the name that pandoc has for the form."""
Writer = Callable[[Mapping[str, Any]], str]

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


def test_an_entry_for_biblatex_with_every_field() -> None:
    # What the standard styles do not print of a report, the work and the collection it stands in, is in its note; the
    # archived copy stands behind the address, as `addendum` does.
    assert bibliography.biblatex(REPORT) == (
        "@report{bridge-census,\n"
        "  author = {{Office of Roads and Bridges} and {Ada Crane}},\n"
        "  title = {{Carts \\& oxen at 100\\%: \\{all\\} of \\#1\\_b}},\n"
        "  institution = {{Town of Stonyford}},\n"
        "  type = {Census},\n"
        "  number = {S/2020/6},\n"
        "  version = {2},\n"
        "  date = {2020-05-06},\n"
        "  language = {english},\n"
        "  note = {In Yearbook, in The Bridge},\n"
        "  doi = {10.1234/carts_1},\n"
        "  url = {https://example.org/a_b?c=1&d=%20#e~f},\n"
        "  urldate = {2025-04-30},\n"
        "  addendum = {Archived copy: \\url{https://copies.example.org/a_b};"
        " Archived copy: \\url{https://copies.example.org/2}}\n"
        "}\n"
    )


def test_entries_for_biblatex_with_few_fields() -> None:
    # The standard styles print no number of a decision but that in its note; those for law print the field.
    assert bibliography.biblatex(DECISION | {"number": "No. 7"}) == (
        "@jurisdiction{bridge-ruling,\n"
        "  title = {{Miller v. Town of Stonyford}},\n"
        "  organization = {{Court of the County}},\n"
        "  number = {No. 7},\n"
        "  date = {2020-05},\n"
        "  note = {No. 7},\n"
        "  url = {https://court.example.org/2020/miller}\n"
        "}\n"
    )
    assert bibliography.biblatex(NEWS) == (
        "@article{carter-2020,\n"
        "  author = {{Bo Lund} and {Cy Ode} and {Di Ash} and {Ed Roe}},\n"
        "  title = {{Nobody crossed}},\n"
        "  journaltitle = {{The Carter}},\n"
        "  entrysubtype = {newspaper},\n"
        "  date = {2020}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        # Nobody is named twice, and the platform of a post is what its reader looks for.
        (
            {"type": "post", "author": [{"literal": "Town"}], "publisher": "Town", "container-title": "X"},
            ["@online{a,", "author = {{Town}},", "organization = {{X}}"],
        ),
        (
            {"type": "webpage", "publisher": "Town", "genre": "press release", "container-title": "News"},
            ["@online{a,", "organization = {{Town}},", "note = {Press release, in News}"],
        ),
        (
            {"type": "speech", "publisher": "Town", "genre": "remarks", "container-title": "Council, 7th meeting"},
            ["@misc{a,", "organization = {{Town}},", "howpublished = {Council, 7th meeting},", "type = {Remarks}"],
        ),
        (
            {"type": "report", "author": [{"literal": "Town"}], "publisher": "Town", "number": "5"},
            ["@report{a,", "author = {{Town}},", "institution = {{Town}},", "type = {Report},", "number = {5}"],
        ),
        (
            {"type": "bill", "authority": "Parliament", "number": "c. 5"},
            ["@legislation{a,", "organization = {{Parliament}},", "number = {c. 5},", "note = {c. 5}"],
        ),
        (
            {"type": "dataset", "publisher": "Town", "number": "5"},
            ["@dataset{a,", "publisher = {{Town}},", "number = {5}"],
        ),
        ({"type": "treaty", "language": "fr-CH"}, ["@legal{a,", "language = {french}"]),
        ({"type": "graphic", "language": "tlh"}, ["@image{a"]),
    ],
)  # fmt: skip
def test_what_each_type_of_biblatex_has_a_field_for(item: Item, lines: list[str]) -> None:
    entry = bibliography.biblatex({"id": "a"} | item | {"title": "T"})
    kept = [line.strip() for line in entry.splitlines() if "title = {{T}}" not in line]
    assert [line.rstrip(",") for line in kept] == [line.rstrip(",") for line in [*lines, "}"]]


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
        (
            DECISION | {"note": "Reproduced at: https://court.example.org/2020/miller"},
            "“Miller v. Town of Stonyford”, court decision, Court of the County, May 2020. "
            "Reproduced at: https://court.example.org/2020/miller",
        ),
        (NEWS, "Bo Lund and others, “Nobody crossed”, news report, in The Carter, 2020."),
        (
            {"id": "a", "type": "webpage", "title": "محكمة", "publisher": "Town", "DOI": "10.1/a"},
            "“\u2068محكمة\u2069”, Town. https://doi.org/10.1/a",
        ),
        (
            # Nothing turns around what stands behind it, and who published and wrote it is still named only once.
            {
                "id": "a",
                "type": "report",
                "title": "A",
                "author": [{"literal": "محكمة"}],
                "publisher": "محكمة",
                "genre": "قرار",
                "number": "٦",
                "version": "ب",
                "container-title": "جريدة",
                "issued": {"date-parts": [[2020, 5, 6]]},
            },
            "\u2068محكمة\u2069, “A”, \u2068قرار\u2069, ٦, version \u2068ب\u2069, in \u2068جريدة\u2069, 6 May 2020.",
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
    # Pandoc takes a raised figure or letter, which is a sign of its own, for markup.
    line = unicodedata.normalize("NFKC", re.sub(r"</?su[bp]>", "", " ".join(text.split())))
    if form == "ris":
        return line
    # It passes over braces that have no partner, and takes quotation marks of all kinds for one.
    return "".join(sign for sign in line if sign not in "{}'\"‘’“”`").replace(" ", "")


@pytest.mark.parametrize(
    ("form", "write"), [*WRITERS.items(), ("biblatex", bibliography.bibtex)], ids=[*WRITERS, "bibtex as biblatex"]
)
def test_one_item_is_one_entry_whatever_it_holds(form: str, write: Writer) -> None:
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


@pytest.mark.parametrize("write", [bibliography.bibtex, bibliography.biblatex])
@given(text=st.text(max_size=40) | st.text("{}\\%@#\"'-,\n\r `", max_size=20))
def test_no_entry_ends_before_its_end(write: Writer, text: str) -> None:
    # The classic program counts all braces, also those behind a backslash.
    values = dict.fromkeys(("id", "title", "genre", "number", "publisher", "container-title", "note", "URL"), text)
    entry = write(values | {"type": "post", "author": [{"literal": text}]})
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
    write = WRITERS[form]
    items: list[Item] = [
        {"id": str(number), "type": "report", "title": f"a {text} z"} for number, text in enumerate(many)
    ]
    back = read("".join(write(item) for item in items), form)
    assert [plain(item["title"], form) for item in back] == [plain(item["title"], form) for item in items]
