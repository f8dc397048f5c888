"""Entries and documents cited by their ids: which may be cited, at which address, and as what text.

An entry is cited as its very version, at the address that keeps it; the web edition follows the same rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factsheet import bibliography, citations, references
from factsheet.bibliography import Item
from factsheet.corpus import Corpus
from factsheet.problems import Unable, did_you_mean
from factsheet.project import Project
from factsheet.publishing import cited_path, is_ready
from factsheet.records import Claim, ClaimStatus
from factsheet.references import STYLES, Formatted, Style
from factsheet.versions import Version, Versions

FILES: Mapping[str, Callable[[Sequence[Item]], str]] = {
    "bibtex": lambda items: "\n".join(map(bibliography.bibtex, items)),
    "biblatex": lambda items: "\n".join(map(bibliography.biblatex, items)),
    "ris": lambda items: "".join(map(bibliography.ris, items)),
    "csl-json": citations.as_json,
}
"""By its name, each form that programs read: takes items of CSL-JSON and returns the text of one file of them."""
SENTENCE = "text"
"""The form of a plain sentence."""
FORMS = (SENTENCE, *(style.name for style in STYLES), *FILES)
"""Names of all forms; beside them, any style in the Citation Style Language is one."""
_NOT_CITED = {ClaimStatus.DRAFT, ClaimStatus.WITHDRAWN}


@dataclass(frozen=True)
class Holdings:
    """What can be cited: the settings of a collection, the records that could be read, and the published versions."""

    project: Project
    corpus: Corpus
    published: Versions

    def item(self, record_id: str) -> dict[str, Any]:
        """Take the id of an entry or a document and return its item of CSL-JSON.

        Raises Unable if there is none, or if it may not be cited; the message says what to do instead.
        """
        if record_id in self.corpus.claim_by_id:
            return self._entry(self.corpus.claim_by_id[record_id].record)
        if record_id not in self.corpus.evidence_by_id:
            raise Unable(f"there is no entry or document '{record_id}'; {self._hint(record_id)}")
        evidence = self.corpus.evidence_by_id[record_id].record
        if evidence.withheld:
            raise Unable(f"'{record_id}' is withheld, and nothing of it may be shown; cite another document")
        return citations.document_item(evidence)

    def may_change(self, record_id: str) -> bool:
        """Take an id and return whether it is that of an entry of which the newest version is not published yet."""
        entry = self.corpus.claim_by_id.get(record_id)
        return entry is not None and not _is_frozen(entry.record, self.published.get(record_id, ()))

    def _entry(self, claim: Claim) -> dict[str, Any]:
        if claim.status is ClaimStatus.DRAFT:
            raise Unable(f"'{claim.id}' is a draft, which readers cannot see; cite it when it is published")
        if claim.status is ClaimStatus.WITHDRAWN:
            address = self.project.address(f"{claim.id}/")
            remedy = f"cite the documents themselves, or say that it was withdrawn{f': {address}' if address else ''}"
            raise Unable(f"'{claim.id}' was withdrawn and is no longer relied upon; {remedy}")
        return entry_item(self.project, claim, self.published.get(claim.id, ()))

    def _hint(self, record_id: str) -> str:
        if record_id in {sheet.id for sheet in self.project.sheets}:
            return "it is a sheet about a topic; cite the entries on it"
        # What may not be shown is not suggested either.
        claims = [name for name, entry in self.corpus.claim_by_id.items() if entry.record.status not in _NOT_CITED]
        documents = [name for name, entry in self.corpus.evidence_by_id.items() if not entry.record.withheld]
        return did_you_mean(record_id, [*claims, *documents]) or "ids are those of the files in claims/ and evidence/"


def entry_item(project: Project, claim: Claim, published: Sequence[Version]) -> dict[str, Any]:
    """Take a project, a claim that may be shown, and its published versions; return the entry's item of CSL-JSON."""
    address = project.address(cited_path(claim, is_frozen=_is_frozen(claim, published)))
    return citations.entry_item(claim, project.title, project.publisher.name, address)


def _is_frozen(claim: Claim, published: Sequence[Version]) -> bool:
    return bool(published) and not is_ready(claim, published)


def form_of(text: str) -> str | Style:
    """Take the name of a form or the path of a style; return the name, or the style if it is one.

    Raises Unable if it is neither, or if the file has no rules of its own.
    """
    name = text.lower()
    if name in FORMS:
        return next((style for style in STYLES if style.name == name), name)
    if Path(text).is_file():
        return references.style_of(Path(text))
    hint = did_you_mean(name, FORMS)
    known = f"there are {', '.join(FORMS)}, and the file of any other style in the Citation Style Language (.csl)"
    raise Unable(f"there is no style '{text}'; {f'{hint} T{known[1:]}' if hint else known}")


def citation(items: Sequence[Item], form: str | Style, known: Mapping[str, Formatted]) -> str:
    """Take items of CSL-JSON, a form's name or a style, and references known by key; return the text, newline and all.

    Sentences and references have a line each, with an empty line between them; of other forms all items make one file.
    Raises Unable.
    """
    if form == SENTENCE:
        return _paragraphs([bibliography.sentence(item) for item in items])
    if isinstance(form, str):
        return FILES[form](items)
    made = references.format_references(items, [form], known)
    return _paragraphs([_reference(item, form, made) for item in items])


def _paragraphs(lines: Sequence[str]) -> str:
    return "\n\n".join(lines) + "\n"


def _reference(item: Item, style: Style, made: Mapping[str, Formatted]) -> str:
    if text := made[references.key(item, style)].text:
        return " ".join(text.splitlines())
    raise Unable(f"the style '{style.label}' prints nothing of '{item['id']}'; it may have no list of references")
