"""Items of bibliographies, in the variables of CSL-JSON, as documents.

What an item says is taken over as it stands, or left out and named: nothing is corrected, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from factsheet import addresses
from factsheet.findings.found import Document, Findings, Left, Leftover
from factsheet.findings.links import copy_fault, fault
from factsheet.records import EvidenceType, PartialDate

Item = Mapping[str, Any]

_KINDS = {
    "article-journal": EvidenceType.RESEARCH,
    "article-newspaper": EvidenceType.NEWS_REPORT,
    "dataset": EvidenceType.DATASET,
    "graphic": EvidenceType.IMAGERY,
    "legal_case": EvidenceType.COURT_DECISION,
    "legislation": EvidenceType.LEGISLATION,
    "paper-conference": EvidenceType.RESEARCH,
    "thesis": EvidenceType.RESEARCH,
    "treaty": EvidenceType.TREATY_OR_AGREEMENT,
}
"""Types that can only be one in records: a report, a web page or a post may be by anybody, and of any kind."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WEB = re.compile(r"https?://[^\s\"<>{}|\\]+", re.IGNORECASE)
_PARTS_OF_NAMES = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
_NOT_NAMED = {"others", "et al", "et al."}


def findings(items: Iterable[tuple[int, Item]]) -> Findings:
    """Take items, each with its line; return their documents and what of them is left out."""
    documents: list[Document] = []
    leftovers: list[Leftover] = []
    for line, item in items:
        found = _Reading(line, item)
        if document := found.document():
            documents.append(document)
        leftovers += found.leftovers
    return Findings("item", tuple(documents), tuple(sorted(leftovers)))


class _Reading:
    """Reads one item, and keeps what of it cannot be taken."""

    def __init__(self, line: int, item: Item) -> None:
        self.leftovers: list[Leftover] = []
        self._line = line
        self._item = item

    def document(self) -> Document | None:
        """Return the item's document, or nothing if it says nowhere where that is."""
        doi, url = self._doi(), self._text("URL")
        if reason := fault(url) if url else "" if doi else "it has neither an address nor a DOI":
            self._leave(Left.LINK, reason, url or self._text("title"))
            return None
        copy = addresses.copy(url)
        is_copy = bool(copy and copy.is_one and copy.of and not fault(copy.page))
        page = copy.page if copy and is_copy else url or _address_of(doi)
        archives = [url, *self._archives(page)] if is_copy else self._archives(page)
        return Document(
            line=self._line,
            url=page,
            title=self._text("title"),
            doi=doi or addresses.doi(url),
            archives=tuple(dict.fromkeys(archives)),
            named_by_copy=is_copy,
            authors=tuple(self._authors()),
            publisher=self._text("publisher") or self._text("authority"),
            kind=str(_KINDS.get(self._text("type"), "")),
            issued=self._date("issued", r"[0-9-]+"),
            accessed=self._date("accessed", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
            number=self._text("number"),
            container_title=self._text("container-title"),
            genre=self._text("genre"),
            jurisdiction=self._text("jurisdiction"),
            language=self._language(),
        )

    def _text(self, variable: str) -> str:
        value = self._item.get(variable, "")
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

    def _doi(self) -> str:
        given = self._text("DOI")
        doi = addresses.doi(given)
        if given and not re.fullmatch(r"10\.[0-9]{4,9}/[!-~]+", doi):
            self._leave(Left.DETAIL, f"'{given}' is no DOI")
            return ""
        return doi

    def _archives(self, page: str) -> Iterator[str]:
        given = " ".join(self._text(variable) for variable in ("note", "archive", "archive_location"))
        for match in _WEB.finditer(given):
            address = match[0].rstrip(".,;:)]'")
            copy = addresses.copy(address)
            if copy is None:
                if not addresses.same_page(address, page):
                    self._leave(Left.DETAIL, "an address beside its own, which leads to no copy in an archive", address)
                continue
            if reason := fault(address) or copy_fault(copy, page):
                self._leave(Left.ARCHIVE, reason, address)
            else:
                yield address

    def _authors(self) -> Iterator[str]:
        authors = self._item.get("author")
        for name in authors if isinstance(authors, list) else []:
            if not isinstance(name, Mapping):
                continue
            parts = " ".join(str(name[part]) for part in _PARTS_OF_NAMES if name.get(part))
            whole = " ".join((str(name.get("literal") or "") or parts).split())
            if whole and whole.lower() not in _NOT_NAMED:
                yield whole

    def _date(self, variable: str, pattern: str) -> str:
        given = self._text(variable)
        try:
            if re.fullmatch(pattern, given):
                return str(PartialDate(given))
        except ValueError:
            pass
        if given:
            self._leave(Left.DETAIL, f"'{given}' is no date as records have it ({variable})")
        return ""

    def _language(self) -> str:
        given = self._text("language").replace("_", "-")
        primary, *rest = given.split("-")
        tag = "-".join([primary.lower(), *rest])
        if not given or _LANGUAGE.fullmatch(tag):
            return tag
        self._leave(Left.DETAIL, f"'{given}' is no tag of a language")
        return ""

    def _leave(self, what: Left, reason: str, address: str = "") -> None:
        self.leftovers.append(Leftover(self._line, what, reason, address))


def _address_of(doi: str) -> str:
    # What an address may not hold as it stands; all else is for the resolver to read.
    return "https://doi.org/" + re.sub(r'[%"<>\\`#?{}|^]', lambda sign: f"%{ord(sign[0]):02X}", doi)
