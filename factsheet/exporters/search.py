"""The index of the site's search: Pagefind's, made of records and not of pages, and the same bytes from the same.

Pagefind runs as a service that is asked on its standard input and answers on its output, both in base64 of JSON with a
comma behind it (pagefind/src/service in its sources). Its own Python package speaks the same, but waits a tenth of a
second for every record, and for ever if the program was killed. `bundle` puts in order what Pagefind makes.
"""

from __future__ import annotations

import base64
import importlib.metadata
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from threading import Timer
from typing import IO, Any

from factsheet import digests
from factsheet.exporters import bundle
from factsheet.exporters.target import Made, Target
from factsheet.problems import Unable
from factsheet.records import PartialDate
from factsheet.wording import day

FOLDER = PurePosixPath("site", "pagefind")
TIMEOUT = 600
"""Seconds that Pagefind may take for all records; ten thousand of a thousand words need a hundred."""
PACKAGE = "pagefind_bin"


@dataclass(frozen=True)
class SearchRecord:
    """A page as the search knows it: where it is, what it is called, all its words, and what it is filtered by."""

    path: str
    """Address of the page from the site's first page: `BR-001/`."""
    title: str
    text: str
    kind: str
    date: str = ""
    """As it is written, for sorting: `2020-03-03`, or as much of it as is known."""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values that the page has, by the name of the filter; its kind is a filter in any case."""

    @property
    def request(self) -> dict[str, Any]:
        """Return the record as Pagefind takes it."""
        dated = {"date": self.date} if self.date else {}
        in_words = {"date": day(PartialDate(self.date))} if self.date else {}
        filters = {"kind": [self.kind]} | {name: sorted(set(values)) for name, values in self.filters.items() if values}
        return {
            "url": self.path,
            "content": self.text,
            "meta": {"title": self.title, "kind": self.kind} | in_words,
            "filters": filters,
            "sort": dated,
        }


def search_target(records: Sequence[SearchRecord], language: str) -> Target:
    """Take what is to be found, and the language of the pages; return the target of the search's files.

    Raises Unable if Pagefind is not installed, before anything was made.
    """
    # The order decides the bytes: pages are numbered in it.
    wanted = sorted(
        (record.request for record in records), key=lambda request: (request["url"], digests.of_data(request))
    )
    return Target(
        FOLDER / bundle.ENTRY,
        needs=[digests.of_data(wanted), language, _version()],
        make=partial(search_index, wanted, language),
        slow=True,
        folder=FOLDER,
    )


def search_index(records: Sequence[Mapping[str, Any]], language: str) -> Made:
    """Take records as Pagefind takes them, in their order, and their language; return the files of the search.

    Raises Unable if Pagefind cannot be run or does not end well.
    """
    files = bundle.settled(_indexed(records, language))
    entry = files.pop(PurePosixPath(bundle.ENTRY))
    return Made(entry, found=files)


def _version() -> str:
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise Unable(_remedy("is not installed")) from None


def _remedy(fault: str) -> str:
    return f"Pagefind, which makes the search of the web pages, {fault}; `make` installs it with the locked packages"


def _program() -> Path:
    try:
        # Here, because a build without a new index does not need it.
        from pagefind_bin import get_executable  # type: ignore[import-untyped]

        return Path(get_executable())
    except (ImportError, FileNotFoundError):
        raise Unable(_remedy("has no program for this machine")) from None


def _indexed(records: Sequence[Mapping[str, Any]], language: str) -> dict[str, bytes]:
    """Take records and their language; return all files that Pagefind makes, by path."""
    program = _program()
    index = {"index_id": 0}
    payloads = [
        {"type": "NewIndex", "config": {}},
        # In small letters, as Pagefind's script looks for the language of a page.
        *({"type": "AddRecord", "language": language.lower(), **index, **record} for record in records),
        {"type": "GetFiles", **index},
    ]
    answer = _last_answer(program, payloads)
    return {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}


def _last_answer(program: Path, payloads: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    answer: Mapping[str, Any] = {}
    try:
        # No environment, and a folder that has no settings of Pagefind: it would take either for its own.
        with subprocess.Popen(
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={}, cwd=program.parent,
        ) as process:  # fmt: skip
            assert process.stdin is not None
            assert process.stdout is not None
            timer = Timer(TIMEOUT, process.kill)
            timer.start()
            try:
                for number, payload in enumerate(payloads):
                    answer = _asked(process.stdin, process.stdout, {"message_id": number, "payload": payload})
            finally:
                timer.cancel()
                process.kill()
    except BrokenPipeError:
        message = f"Pagefind ended before the search was made, or took more than {TIMEOUT} seconds"
        raise Unable(f"{message}; perhaps it wants more memory than there is: try again with --jobs 1") from None
    except OSError as error:
        raise Unable(_remedy(f"could not be run ({error.strerror or error})")) from None
    return answer


def _asked(requests: IO[bytes], answers: IO[bytes], request: Mapping[str, Any]) -> Mapping[str, Any]:
    # One question at a time: Pagefind answers each, and ends without an answer when its input does.
    requests.write(base64.b64encode(json.dumps(request).encode()) + b",")
    requests.flush()
    pieces: list[bytes] = []
    while not pieces or not pieces[-1].endswith(b","):
        piece = answers.read1()  # type: ignore[attr-defined]
        if not piece:
            raise BrokenPipeError
        pieces.append(piece)
    payload: dict[str, Any] = json.loads(base64.b64decode(b"".join(pieces)[:-1]))["payload"]
    if payload["type"] == "Error":
        raise Unable(f"Pagefind cannot make the search: {payload['message']}")
    return payload
