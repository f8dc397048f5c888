"""What a file of sources holds: a list of links in Markdown, or a bibliography of a program for citing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from factsheet import characters
from factsheet.findings import bibtex, cleaning, csl, items, links, ris
from factsheet.findings.found import Document, Extract, Findings, Left, Leftover
from factsheet.pandoc import PandocError
from factsheet.problems import Unable, did_you_mean

__all__ = ["Document", "Extract", "Findings", "Form", "Left", "Leftover", "form_of", "read", "text_of"]

MAX_BYTES = 2 * 1024 * 1024
"""A larger file is refused: a list of ten thousand links with their copies has as much."""


class Form(StrEnum):
    """The format of a file."""

    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    RIS = "ris"
    CSL_JSON = "csl-json"


_ENDINGS = {
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".txt": Form.MARKDOWN,
    ".bib": Form.BIBLATEX,
    ".ris": Form.RIS,
    ".json": Form.CSL_JSON,
}


def form_of(path: Path) -> Form:
    """Take the path of a file and return the format that its ending stands for. Raises Unable if it stands for none."""
    if form := _ENDINGS.get(path.suffix.lower()):
        return form
    known = ", ".join(_ENDINGS)
    raise Unable(f"the ending of '{_shown(path)}' is not one of {known}; name its format with --from")


def text_of(path: Path) -> str:
    """Take the path of a file and return its text. Raises Unable if it is no file of text, empty, or too large."""
    name = _shown(path)
    if path.is_dir():
        raise Unable(f"'{name}' is a folder; name a file in it")
    if not path.exists():
        near = did_you_mean(path.name, (other.name for other in path.parent.glob("*")))
        raise Unable(f"there is no file '{name}'" + (f"; {near}" if near else ""))
    if not path.is_file():
        raise Unable(f"'{name}' is no regular file")
    if path.stat().st_size > MAX_BYTES:
        raise Unable(f"'{name}' has more than {MAX_BYTES // 1024 // 1024} MB; import it in parts")
    return _decoded(path.read_bytes(), name)


def read(text: str, form: Form, name: str) -> Findings:
    """Take the text of a file, its format and its name for messages; return what it holds. Raises Unable."""
    try:
        return cleaning.cleaned(_read(text, form))
    except (PandocError, ValueError) as fault:
        raise Unable(f"'{characters.visible(name)}' cannot be read as {form}: {fault}") from None


def _read(text: str, form: Form) -> Findings:
    if form is Form.MARKDOWN:
        return links.read(text)
    if form is Form.RIS:
        return items.findings(ris.items(text))
    if form is Form.CSL_JSON:
        return items.findings(csl.items(text))
    return items.findings(bibtex.items(text, form.value))


def _decoded(content: bytes, name: str) -> str:
    if content.startswith(b"%PDF-"):
        raise Unable(f"'{name}' is a PDF; import reads lists of links and bibliographies, not the documents themselves")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unable(f"'{name}' is UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unable(f"'{name}' is not UTF-8 (line {line}); save it as UTF-8") from None
    if not text.strip():
        raise Unable(f"'{name}' is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shown(path: Path) -> str:
    return characters.visible(str(path))
