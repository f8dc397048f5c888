"""The links of a file in Markdown: a document for each, with its archived copies and what is quoted from it.

A list of readings often gives a copy beside each link: `[Title](address) | [Archive](address)`. Markdown is read as
CommonMark, with addresses that stand without brackets, and footnotes.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from factsheet import addresses, pandoc
from factsheet.characters import refused
from factsheet.findings.found import Document, Extract, Findings, Left, Leftover
from factsheet.records.fields import PROSE_CHARACTERS, QUOTE_WORDS, web_address

SCRIPT = Path(__file__).with_name("links.lua")
_COPY = r"archived?(?: cop(?:y|ies)| version| link| page)?|copy|cached?|snapshot|web ?archive|wayback(?: machine)?"
_LABEL = re.compile(rf"\W*(?:{_COPY})\W*", re.IGNORECASE)
"""What stands on a link to a copy."""
_BESIDE = re.compile(rf"\b(?:{_COPY})\b|[\W_]+", re.IGNORECASE)
"""What may stand beside a link without making it a part of a sentence."""
_DEFINITION = re.compile(r"^ {0,3}\[(\^)?([^\[\]\n]+)\]:[ \t]*(.*)")
"""Where the address of links stands apart from them, or the words of a footnote."""
_NOTE = re.compile(r"\[\^([^\[\]\n]+)\]")
_WEB = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:|www\.)\S*", re.IGNORECASE)


@dataclass
class _Draft:
    """A document as far as it was read."""

    line: int
    passage: int
    url: str
    text: str
    topic: str
    archives: list[str] = field(default_factory=list)
    named_by_copy: bool = False
    extracts: list[Extract] = field(default_factory=list)


def read(text: str) -> Findings:
    """Take the text of a file in Markdown and return what its links lead to. Raises PandocError."""
    reading = _Reading(text)
    for event in pandoc.answer(SCRIPT, text, "the links of a file"):
        reading.take(event)
    return reading.result()


def fault(address: str) -> str:
    """Take an address and return why it leads to no document, or an empty text."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    if address.startswith("#"):
        return "it leads within its own page"
    if not address or not scheme:
        return "it is relative, and the page that it belongs to is not known"
    if scheme[1].lower() == "mailto":
        return "it is an e-mail address"
    if scheme[1].lower() not in {"http", "https"}:
        return "it is no address of the web"
    try:
        web_address(address)
    except ValueError:
        return "it is damaged, or holds credentials or signs that deceive"
    return ""


class _Reading:
    """Puts documents together from what stands in the text, in its order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._met: set[str] = set()
        self._drafts: list[_Draft] = []
        self._leftovers: list[Leftover] = []
        self._topic = ""
        self._apart: dict[int, str] = {}
        self._above: dict[int, int] = {}
        self._last_of_item: dict[int, _Draft | None] = {}
        self._last_of_passage: dict[int, _Draft | None] = {}

    def take(self, event: Any) -> None:
        """Take the next thing in the text."""
        self._met.add(event.get("address", ""))
        match event["kind"]:
            case "heading":
                self._topic = event["text"]
            case "passage":
                self._apart[event["number"]] = event["apart"]
            case "item":
                self._above[event["number"]] = event["above"]
            case "link":
                self._link(event)
            case "quote":
                self._quote(event)
            case "picture":
                self._leave(event, Left.LINK, "it is a picture")
            case "stray":
                number = event["line"]
                # The first line of a fenced block is its fence.
                is_next = event["address"] not in self._lines[number - 1] and number < len(self._lines)
                place = f"it stands in {event['place']}, which is not read"
                self._leave(event | {"line": number + is_next}, Left.LINK, place)

    def result(self) -> Findings:
        """Return what was read."""
        self._unused()
        return Findings("link", tuple(map(self._document, self._drafts)), tuple(sorted(self._leftovers)))

    def _unused(self) -> None:
        """Leave the addresses of definitions that nothing refers to: pandoc drops them."""
        notes = Counter(name.casefold() for name in _NOTE.findall(self._text))
        is_dropped, before = False, ""
        for number, row in enumerate(self._lines, start=1):
            match = _DEFINITION.match(row)
            if match and match[1]:
                is_dropped = notes[match[2].casefold()] < 2
            elif not before.strip() and row.strip() and not row.startswith((" ", "\t")):
                is_dropped = False  # what is indented still belongs to the footnote
            before = row
            for address in _WEB.findall(row) if is_dropped else _defined(match[3]) if match else ():
                if address not in self._met:
                    event = {"line": number, "address": address}
                    self._leave(event, Left.LINK, "it stands in a definition that nothing refers to")

    def _link(self, event: Any) -> None:
        address, labelled = event["address"], _LABEL.fullmatch(event["text"])
        copy, wrong = addresses.copy(address), fault(address)
        if wrong:
            self._leave(event, Left.LINK, wrong)
            # A copy that follows would not be one of the document before.
            self._last_of_item[event["item"]] = self._last_of_passage[event["passage"]] = None
        elif labelled and (copy or addresses.is_archive(address) or self._before(event["item"])):
            self._archive(event)
        elif copy:
            self._unlabelled_copy(event, copy)
        else:
            self._add(event, address)

    def _archive(self, event: Any) -> None:
        address, before = event["address"], self._before(event["item"])
        copy = addresses.copy(address)
        if before is None:
            reason = "no link stands before it of which it could be a copy"
        elif not addresses.is_archive(address):
            reason = f"'{urlsplit(address).hostname}' is no web archive that is known here"
        elif address in before.archives:
            reason = "it stands here twice"
        else:
            reason = copy_fault(copy, before.url) if copy else ""
        if reason or before is None:
            self._leave(event, Left.ARCHIVE, reason)
        else:
            before.archives.append(address)

    def _unlabelled_copy(self, event: Any, copy: addresses.Copy) -> None:
        before = self._before(event["item"])
        if not copy.is_one:
            self._leave(event, Left.LINK, "it leads to a search or a calendar of an archive, not to one copy")
        elif before and copy.of and addresses.same_page(copy.of, before.url):
            self._archive(event)
        elif not copy.of or fault(copy.page):
            self._leave(event, Left.LINK, "it leads to an archived copy and does not say of which page")
        else:
            draft = self._add(event, copy.page)
            draft.archives.append(event["address"])
            draft.named_by_copy = True

    def _add(self, event: Any, url: str) -> _Draft:
        draft = _Draft(event["line"], event["passage"], url, event["text"], self._topic)
        self._drafts.append(draft)
        self._last_of_item[event["item"]] = self._last_of_passage[event["passage"]] = draft
        return draft

    def _before(self, item: int) -> _Draft | None:
        while item and item not in self._last_of_item:
            item = self._above.get(item, 0)
        return self._last_of_item.get(item)

    def _quote(self, event: Any) -> None:
        document, text = self._last_of_passage.get(event["passage"]), event.get("text") or ""
        words = len(text.split())
        if document is None:
            reason = "no paragraph with a link to a document stands right above it"
        elif event["linked"]:
            reason = "there are links in it, so that its words may be those of another document"
        elif not words:
            reason = "it holds more than paragraphs"
        elif words > QUOTE_WORDS or len(text) > PROSE_CHARACTERS:
            reason = f"it has {words} words, and at most {QUOTE_WORDS} may be quoted"
        else:
            reason = next((description for _, description in refused(text)), "")
        if reason or document is None:
            self._leave(event, Left.QUOTE, reason)
        else:
            document.extracts.append(Extract(event["line"], text))

    def _leave(self, event: Any, what: Left, reason: str) -> None:
        self._leftovers.append(Leftover(event["line"], what, reason, event.get("address", "")))

    def _document(self, draft: _Draft) -> Document:
        return Document(
            line=draft.line,
            url=draft.url,
            title=self._title(draft),
            doi=addresses.doi(draft.url),
            archives=tuple(draft.archives),
            named_by_copy=draft.named_by_copy,
            extracts=tuple(draft.extracts),
            topics=(draft.topic,) if draft.topic else (),
        )

    def _title(self, draft: _Draft) -> str:
        if _ADDRESS.fullmatch(draft.text) or not draft.text:
            return ""
        is_all = not _BESIDE.sub("", self._apart[draft.passage])
        return draft.text if is_all else f"[{draft.text}]"


def _defined(words: str) -> Iterator[str]:
    """Take what stands behind the colon of a definition and yield its address, if that is one of the web."""
    address = words.split()[0].removeprefix("<").removesuffix(">") if words.strip() else ""
    if _WEB.match(address):
        yield html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", address))


def copy_fault(copy: addresses.Copy, url: str) -> str:
    """Take what an archive's address leads to, and a page's; return why it is no copy of it, or an empty text."""
    if not copy.is_one:
        return "it is a search or a calendar, not one copy"
    if copy.of and not addresses.same_page(copy.of, url):
        return f"it is a copy of another page, {copy.page}"
    return ""
