"""Reads a whole collection and finds everything that is wrong with it: the pipeline from files to checked records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from factsheet import corpus as corpus_room
from factsheet import dossier, project, prose, publishing, references, rules, versions
from factsheet.corpus import Corpus
from factsheet.problems import Location, Problem, Unable
from factsheet.project import ProjectFile
from factsheet.prose import Passage, Rendered
from factsheet.references import Formatted
from factsheet.versions import Versions

TEXTS = PurePosixPath(".texts.json")
"""Rendered Markdown by digest, in an output folder, so that pandoc starts only for what changed since."""
REFERENCES = PurePosixPath(".references.json")
"""Formatted references by digest, for the same reason."""


@dataclass(frozen=True)
class CheckedCollection:
    """What was read of a collection, its rendered texts, and everything that is wrong with it, in order of place."""

    file: ProjectFile | None
    corpus: Corpus
    prose: Mapping[str, Rendered]
    problems: list[Problem]
    published: Versions


def load(folder: Path, today: date, known: Mapping[str, Rendered] | None = None) -> CheckedCollection:
    """Take a project's folder, the day of the check, and texts rendered before; return the checked collection.

    Raises Unable if the folder holds no project.
    """
    collection = read(folder, today)
    passages = list(_passages(collection.file, collection.corpus))
    rendered = prose.render([passage for passage, _ in passages], known or {})
    faults = {Problem(at, "markdown", fault) for passage, at in passages for fault in rendered[passage.key].faults}
    return replace(collection, prose=rendered, problems=sorted({*collection.problems, *faults}))


def read(folder: Path, today: date) -> CheckedCollection:
    """Take a project's folder and the day of the check; return the collection without its texts in Markdown.

    They are neither rendered nor checked, so that no other program is needed. Raises Unable if the folder holds no
    project.
    """
    file, problems = load_project(folder)
    corpus, faults = corpus_room.load(folder)
    problems += faults
    published, faults = versions.load(folder)
    problems += faults
    problems += rules.check_records(corpus)
    problems += publishing.problems(corpus, published)
    if file:
        problems += rules.check_collection(file, corpus, today)
    return CheckedCollection(file, corpus, {}, sorted(set(problems)), published)


def known_texts(folder: Path) -> dict[str, Rendered]:
    """Take an output folder and return the texts that an earlier build rendered, by digest."""
    try:
        return prose.from_json((folder / TEXTS).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


def known_references(folder: Path) -> dict[str, Formatted]:
    """Take an output folder and return the references that an earlier build formatted, by digest."""
    try:
        return references.from_json((folder / REFERENCES).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


def load_project(folder: Path) -> tuple[ProjectFile | None, list[Problem]]:
    """Take a project's folder; return its settings, or nothing, and what is wrong with them.

    Raises Unable if the folder holds no project.
    """
    try:
        return project.load(folder)
    except FileNotFoundError:
        message = f"there is no {project.FILE} in '{folder}'; go to a collection's folder, or name it with -C FOLDER"
        raise Unable(message) from None


def _passages(file: ProjectFile | None, corpus: Corpus) -> Iterator[tuple[Passage, Location]]:
    if file:
        for text, path in project.markdown(file.project):
            yield Passage(text), file.at(*path)
    evidence = {entry.record.id: entry.record for entry in corpus.sources}
    for entry in corpus.claims:
        for field, passage in dossier.passages(entry.record, dossier.shown_links(entry.record, evidence)).items():
            yield passage, entry.at(field)
