"""The pages of the full print edition as the build printed them in the end, in files from which others print them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

from factsheet import digests, loader, production
from factsheet.exporters.catalogue import EXPORTERS, PRINTED
from factsheet.exporters.edition import Edition
from factsheet.exporters.fitting import SheetForm
from factsheet.exporters.flows import Flow
from factsheet.exporters.press import Press
from factsheet.exporters.target import Target
from factsheet.fonts import PRINTED_FACES
from factsheet.manifest import Manifest
from factsheet.records import Form, Nup
from tests.bench_peer import JOBS, Page
from tests.faker import TODAY
from tests.workshop import edition_of


@dataclass(frozen=True)
class Printed:
    """A page as the build printed it, and the text that it was made from."""

    kind: str
    """Its form and what it is about; others take about as long for each page of a kind."""
    size: int
    """Characters of HTML."""
    page: Page
    markdown: Path
    layouts: int
    """How many it took the build to fit it; none if it is not fitted."""

    @property
    def linked(self) -> Path:
        """Return the file of the HTML that names its stylesheet, as a browser needs it."""
        return Path(self.page.html).with_suffix(".linked.html")


def full_edition_of(collection: Path) -> Edition:
    """Take a collection without errors and return it as an edition in every form of print."""
    edition, tools = edition_of(loader.load(collection, TODAY)), tuple(sorted(production.tools().items()))
    return dataclasses.replace(edition, tools=tools, forms=tuple(Form), nup=Nup.BOOKLET)


def write_pages(edition: Edition, build: Path, folder: Path) -> list[Printed]:
    """Take an edition, the folder it was built in and one to be made; write there what others print from.

    Return the pages in the order in which the build began them.
    """
    folder.mkdir()
    targets = list(EXPORTERS[PRINTED](edition))
    files = Manifest.read(build).files
    # Or what the others print would not be what the build printed.
    assert all(files[str(target.path)].made_from == digests.of_data(target.needs) for target in targets)
    with ProcessPoolExecutor(JOBS) as pool:
        finals = list(pool.map(final, targets))
    fonts, texts = written_fonts(folder), markdown(edition)
    return [
        _written(folder, target, html, with_files(form_of(target).stylesheet, fonts), texts[target.subject], layouts)
        for target, (html, layouts) in zip(targets, finals, strict=True)
    ]


def final(target: Target) -> tuple[str, int]:
    """Take a target of print; return the HTML that was printed in the end, and how many layouts it took to fit it.

    What is not fitted took none.
    """
    form = form_of(target)
    if not isinstance(form, SheetForm):
        return form.page, 0
    lay_out = patch.object(Press, "lay_out", autospec=True, side_effect=Press.lay_out)
    write = patch.object(Press, "write", autospec=True, side_effect=Press.write)
    with lay_out as layouts, write as writings:
        made = target.make()
    _, _, page, _ = writings.call_args.args
    assert 'data-density="0"' in page
    density = int(made.setting["density"].partition(" ")[0]) - 1
    return page.replace('data-density="0"', f'data-density="{density}"', 1), layouts.call_count


def form_of(target: Target) -> SheetForm | Flow:
    """Take a target of print and return what is to be printed."""
    assert isinstance(target.make, partial)
    form: SheetForm | Flow = target.make.args[0]
    return form


def markdown(edition: Edition) -> dict[str, str]:
    """Take an edition and return by subject the Markdown that a script would convert for its pages."""
    texts = {entry.claim.id: entry.claim.summary for entry in edition.dossiers}
    everything = "\n\n".join(texts.values())
    return texts | {topic.sheet.id: topic.sheet.lead for topic in edition.topics} | {"": everything}


def written_fonts(folder: Path) -> dict[str, str]:
    """Take a folder; write every font there that pages are printed with, and return their addresses by those here."""
    places = {face.name: folder / face.name for face in PRINTED_FACES}
    for face in PRINTED_FACES:
        if not places[face.name].exists():
            places[face.name].write_bytes(face.content)
    return {f'"theme:{name}"': f'"{place.as_uri()}"' for name, place in places.items()}


def with_files(css: str, fonts: Mapping[str, str]) -> str:
    """Take a stylesheet, and the addresses of fonts by those that stand in it; return it with these addresses."""
    for ours, theirs in fonts.items():
        css = css.replace(ours, theirs)
    return css


def _written(folder: Path, target: Target, html: str, css: str, text: str, layouts: int) -> Printed:
    html_file, css_file = (folder / f"{target.path.stem}.{suffix}" for suffix in ("html", "css"))
    printed = Printed(
        _kind(target), len(html), Page(str(html_file), str(css_file), str(html_file.with_suffix(".pdf"))),
        html_file.with_suffix(".md"), layouts,
    )  # fmt: skip
    html_file.write_text(html, "utf-8")
    css_file.write_text(css, "utf-8")
    printed.markdown.write_text(text, "utf-8")
    link = f'<link rel="stylesheet" href="{css_file.name}"></head>'
    printed.linked.write_text(html.replace("</head>", link, 1), "utf-8")
    return printed


def _kind(target: Target) -> str:
    form = next((form for form in Form if f"-{form}-" in target.path.name), Form.SHEET)
    of = "an entry" if target.subject.isupper() else "a topic"
    return f"{form} of {of if target.subject else 'everything'}"


def sample(printed: Iterable[Printed], size: int) -> list[Printed]:
    """Take pages of a kind and return some of them from the smallest to the largest, evenly spaced."""
    ordered = sorted(printed, key=lambda item: item.size)
    size = min(size, len(ordered))
    return [ordered[(2 * number + 1) * len(ordered) // (2 * size)] for number in range(size)]
