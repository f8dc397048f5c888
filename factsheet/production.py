"""From a checked collection to files: which forms of which entries are wanted, and what the build made of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from factsheet import build, digests, dossier, files, fits, frozen, inputs, loader, prose, references, reports, topics
from factsheet.build import Failure, Report
from factsheet.corpus import Corpus
from factsheet.doctor import build_tools
from factsheet.exporters.catalogue import EXPORTERS, PRINTED, WEB
from factsheet.exporters.edition import Edition
from factsheet.exporters.target import Target, text_target
from factsheet.loader import CheckedCollection
from factsheet.manifest import Manifest
from factsheet.pages import Pages
from factsheet.problems import Location, Problem, Severity, Unable, did_you_mean
from factsheet.progress import Progress
from factsheet.project import FILE, Project
from factsheet.publishing import is_ready
from factsheet.records import Form, Nup, Paper
from factsheet.theme import default_theme


@dataclass(frozen=True)
class Choice:
    """What is to be built; an empty tuple stands for all."""

    ids: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    """Forms of print."""
    papers: tuple[str, ...] = ()
    nup: str = ""
    """How booklets are laid on sheets of paper, beside what the project says."""
    drafts: bool = False

    @property
    def wanted_formats(self) -> Collection[str]:
        """Return the names of the formats that are wanted: all, or print alone if a form of print is named."""
        return self.formats or (EXPORTERS if not (self.forms or self.nup) else [PRINTED])

    @property
    def is_whole(self) -> bool:
        """Return whether everything is to be built, so that whatever else lies in the folder is out of date."""
        return not (self.ids or self.formats or self.forms or self.papers or self.nup)


def produce(collection: CheckedCollection, choice: Choice, folder: Path, jobs: int, progress: Progress) -> Report:
    """Take a collection without errors and what is wanted; make it and return what was done.

    Raises Unable if something is wanted that there is not.
    """
    assert collection.file is not None  # without it there are errors
    project, corpus, texts = collection.file.project, collection.corpus, collection.prose
    _check(choice, project, corpus)
    ready = [e.record.id for e in corpus.claims if is_ready(e.record, collection.published.get(e.record.id, ()))]
    pages = Pages(default_theme(), project, texts, frozenset(ready))
    edition = _edition(collection, pages, choice)
    if WEB in choice.wanted_formats:
        edition = _with_web(edition, collection, folder)
    targets = list(_targets(edition, choice))
    if choice.ids and not targets:
        raise Unable("there is nothing to make of these in this format or form; leave out the ids, or the form")
    if choice.is_whole:
        targets.append(text_target(loader.TEXTS, prose.to_json(edition.pages.prose)))
        targets.append(text_target(loader.REFERENCES, references.to_json(edition.references)))
    return build.build(targets, folder, tools=tools(), whole=choice.is_whole, jobs=jobs, progress=progress)


def tools() -> dict[str, str]:
    """Return names and versions of the programs that decide the bytes of printed files, this one's code among them."""
    return build_tools() | {"factsheet": digests.short(inputs.program())}


def problems(report: Report, collection: CheckedCollection) -> list[Problem]:
    """Take what a build did and the collection; return a problem for each file that could not be made."""
    places = {claim_id: entry.at("id") for claim_id, entry in collection.corpus.claim_by_id.items()}
    places |= {evidence_id: entry.at("id") for evidence_id, entry in collection.corpus.evidence_by_id.items()}
    if file := collection.file:
        places |= {sheet.id: file.at("sheets", number, "id") for number, sheet in enumerate(file.project.sheets)}
    return [
        Problem(_place(failure, places), failure.code, f"{_name(failure.path)}: {failure.message}")
        for failure in report.failed
    ]


def _place(failure: Failure, places: Mapping[str, Location]) -> Location:
    # A page about a document shows several entries, and is named after the document; what shows all is named in none.
    named = [failure.subject, *reversed(failure.path.parts)]
    return next((places[name] for name in named if name in places), Location(str(FILE)))


def _name(path: PurePosixPath) -> str:
    return str(path.relative_to("site")) if path.name == "index.html" else path.name


def fit_notes(collection: CheckedCollection, folder: Path) -> list[Problem]:
    """Take a collection and an output folder; return a note for each entry of which a sheet was tight when it was made.

    It says how densely each such sheet was set, and which documents were left out for want of room.
    """
    tight: dict[str, list[str]] = {}
    settings = {path: file.setting for path, file in Manifest.read(folder).files.items()}
    for fit in fits.fits(settings):
        if fit.subject in collection.corpus.claim_by_id and (fit.left_out or fit.is_densest):
            without = f" without {', '.join(fit.left_out)}" if fit.left_out else ""
            density = f"{fit.density} of {fit.densest}"
            tight.setdefault(fit.subject, []).append(f"on {fit.paper}{without}, at density {density}")
    entries = collection.corpus.claim_by_id
    return [
        Problem(
            entries[name].at("evidence"),
            "fit",
            f"as last built, the sheet is printed {'; '.join(sheets)}",
            Severity.NOTE,
        )
        for name, sheets in tight.items()
    ]


def remember(folder: Path, read: str, report: Report, notes: Sequence[Problem]) -> None:
    """Take an output folder, what a whole build read and did, and its warnings; keep them for the next build."""
    last = inputs.LastBuild(read, report.manifest, tuple(reports.line(note) for note in notes))
    files.write_whole(folder, inputs.FILE, last.text.encode())


def _edition(collection: CheckedCollection, pages: Pages, choice: Choice) -> Edition:
    project, corpus = pages.project, collection.corpus
    dossiers = dossier.join(project, corpus, drafts=choice.drafts)
    evidence = {evidence_id: entry.record for evidence_id, entry in corpus.evidence_by_id.items()}
    sheets = topics.join(project.sheets, dossiers, evidence)
    _check_shown(choice.ids, corpus, {d.claim.id for d in dossiers} | {topic.sheet.id for topic in sheets})
    return Edition(
        project=project,
        dossiers=dossiers,
        topics=sheets,
        pages=pages,
        theme=pages.theme,
        papers=tuple(paper for paper in Paper if not choice.papers or paper in choice.papers),
        tools=tuple(sorted(tools().items())),
        published=collection.published,
        forms=tuple(form for form in Form if form in choice.forms),
        nup=next((nup for nup in Nup if nup == choice.nup), None),
    )


def _with_web(edition: Edition, collection: CheckedCollection, folder: Path) -> Edition:
    """Take an edition, its collection and the output folder; return it with what only the web edition shows."""
    evidence = {evidence_id: entry.record for evidence_id, entry in collection.corpus.evidence_by_id.items()}
    claims = [entry.claim for entry in edition.dossiers]
    kept = frozen.frozen(edition.project, collection.published, claims, evidence)
    texts = prose.render(frozen.passages(kept), collection.prose)
    frozen.check_texts(kept, texts)
    pages = dataclasses.replace(edition.pages, prose={**collection.prose, **texts})
    edition = dataclasses.replace(edition, pages=pages, frozen=kept)
    items = edition.website.items(kept)
    formatted = references.format_references(items, references.STYLES, loader.known_references(folder))
    return dataclasses.replace(edition, references=formatted)


def _targets(edition: Edition, choice: Choice) -> Iterator[Target]:
    for name in choice.wanted_formats:
        for target in EXPORTERS[name](edition):
            if not choice.ids or target.subject in choice.ids:
                yield target


def _check(choice: Choice, project: Project, corpus: Corpus) -> None:
    sheets = [sheet.id for sheet in project.sheets]
    _known("entry or topic sheet" if sheets else "entry", choice.ids, [*corpus.claim_by_id, *sheets])
    _known("format", choice.formats, list(EXPORTERS))
    _known("form", choice.forms, list(Form))
    _known("size of paper", choice.papers, list(Paper))


def _check_shown(ids: Sequence[str], corpus: Corpus, shown: Collection[str]) -> None:
    for wanted in ids:
        if wanted not in shown:
            what = "is a draft" if wanted in corpus.claim_by_id else "has no entries to show but drafts"
            raise Unable(f"'{wanted}' {what}; build it with --drafts")


def _known(kind: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    for word in wanted:
        if word not in known:
            hint = did_you_mean(word, known) or "there are " + ", ".join(known)
            raise Unable(f"there is no {kind} '{word}'; {hint}")
