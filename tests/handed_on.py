"""Texts for others to go on with, read back as their readers' programs read them."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from factsheet.manuscript import Block, Kind, Manuscript
from factsheet.pandoc import pandoc_path
from tests.workshop import parsed, text_of, words

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDS = {"Str", "Space", "SoftBreak", "LineBreak", "Emph", "Strong", "Link"}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its style's name; headings are paragraphs too."""

    style: str
    text: str


def tree(markdown: str, reader: str = "commonmark") -> list[Any]:
    """Take Markdown and return the blocks that pandoc's strict reader finds in it."""
    command = [pandoc_path(), "--from", reader, "--to", "json"]
    done = subprocess.run(command, input=markdown, capture_output=True, text=True, check=True)
    blocks: list[Any] = json.loads(done.stdout)["blocks"]
    return blocks


def kinds(node: Any) -> set[str]:
    """Take a part of such a tree and return the names of all nodes in it."""
    if isinstance(node, list):
        return {kind for part in node for kind in kinds(part)}
    return ({node["t"]} | kinds(node.get("c", []))) if isinstance(node, dict) and "t" in node else set()


def links(node: Any) -> list[str]:
    """Take a part of such a tree and return the address of each link in it."""
    if isinstance(node, list):
        return [address for part in node for address in links(part)]
    if not isinstance(node, dict):
        return []
    return [*([node["c"][2][0]] if node["t"] in {"Link", "Image"} else []), *links(node.get("c", []))]


def lines(node: Any) -> list[str]:
    """Take a part of such a tree and return the words of each paragraph and heading in it."""
    if isinstance(node, list):
        return [line for part in node for line in lines(part)]
    if not isinstance(node, dict):
        return []
    if node["t"] in {"Para", "Plain"}:
        return [_said(node["c"])]
    if node["t"] == "Header":
        return [_said(node["c"][2])]
    return lines(node.get("c", []))


def _said(inlines: list[Any]) -> str:
    return words("".join(_inline(node) for node in inlines))


def _inline(node: Any) -> str:
    assert node["t"] in _WORDS, node
    if node["t"] == "Str":
        return str(node["c"])
    return "".join(map(_inline, node["c"][1] if node["t"] == "Link" else node["c"])) if "c" in node else " "


def docx_lines(docx: bytes) -> list[Paragraph]:
    """Take a DOCX and return its paragraphs, each with the name of its style."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        styles = ElementTree.fromstring(package.read("word/styles.xml"))
        document = ElementTree.fromstring(package.read("word/document.xml"))
    names = {style.get(f"{WORD}styleId"): style.find(f"{WORD}name") for style in styles.iter(f"{WORD}style")}
    return [
        Paragraph(_style(paragraph, names), words("".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))))
        for paragraph in document.iter(f"{WORD}p")
    ]


def _style(paragraph: ElementTree.Element, names: dict[str | None, ElementTree.Element | None]) -> str:
    named = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    style = names["Normal" if named is None else named.get(f"{WORD}val")]
    assert style is not None, ElementTree.tostring(paragraph)
    return style.get(f"{WORD}val", "")


def meant(manuscript: Manuscript) -> list[str]:
    """Take a manuscript and return the words of each of its paragraphs, as Markdown and DOCX should have them."""
    return [line for block in manuscript.blocks for line in _meant(block)]


def _meant(block: Block) -> Iterator[str]:
    if block.kind is not Kind.MARKUP:
        yield words("".join(part.text for part in block.words))
        return
    numbered = re.sub(r'<a href="#exhibit-[^>]*>(\d+)</a>', r"[\1]", block.html)
    for element in parsed(numbered).iter():
        if element.tag in {"p", "li"} and not any(below.tag in {"p", "ul", "ol"} for below in element):
            yield text_of(element)
