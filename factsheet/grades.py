"""How hard a text is to read: its words, its longest sentence, and the years of schooling that it asks of a reader.

The grade is the mean of five formulas: those of Flesch and Kincaid, of Coleman and Liau, the Automated Readability
Index, Gunning's fog index and SMOG. They were made for English, and see long words and long sentences and nothing else;
so a grade is shown and never enforced.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

import readability

FORMULAS = ("Kincaid", "Coleman-Liau", "ARI", "GunningFogIndex", "SMOGIndex")
AIM = (9, 11)
"""Grades between which a summary should lie: what most newspapers ask of their readers."""

_BLOCKS = {"p", "li", "ul", "ol", "blockquote"}
"""Elements at whose beginnings and ends a sentence ends too."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]*[A-ZÀ-Þ0-9])")


@dataclass(frozen=True)
class Prose:
    """A text as a reader meets it."""

    words: int
    grade: float | None
    """Years of schooling, to a tenth; nothing if the text has no words, or is not in English."""
    longest: str
    """Its longest sentence, the first of several."""

    @property
    def is_hard(self) -> bool:
        """Return whether it asks for more schooling than a summary should."""
        return self.grade is not None and self.grade > AIM[1]

    @property
    def is_easy(self) -> bool:
        """Return whether it asks for less schooling than most readers have."""
        return self.grade is not None and self.grade < AIM[0]


def read(html: str, language: str = "en") -> Prose:
    """Take the HTML of a passage and its language as a BCP 47 tag; return it as a reader meets it.

    Numbers of citations are no words.
    """
    sentences = [part for block in _blocks(html) for part in _SENTENCE_END.split(block)]
    tokens = [found for sentence in sentences if (found := _tokens(sentence))]
    longest = max(sentences, key=lambda sentence: len(_tokens(sentence)), default="")
    is_english = language.partition("-")[0] == "en"
    return Prose(sum(map(len, tokens)), _grade(tokens) if tokens and is_english else None, longest)


def median(prose: Iterable[Prose]) -> float | None:
    """Take texts and return the grade of which half of them are below, or nothing if none has a grade."""
    known = [text.grade for text in prose if text.grade is not None]
    return round(statistics.median(known), 1) if known else None


def _grade(sentences: Iterable[Iterable[str]]) -> float:
    measures = readability.getmeasures([" ".join(tokens) for tokens in sentences])["readability grades"]
    return round(statistics.mean(float(measures[formula]) for formula in FORMULAS), 1)


def _tokens(text: str) -> list[str]:
    stripped = (re.sub(r"^\W+|\W+$", "", word) for word in text.split())
    return [word for word in stripped if word]


def _blocks(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [text for block in reader.blocks if (text := " ".join(block.split()))]


class _Reader(HTMLParser):
    """Collects the texts of blocks, without the numbers of citations."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [""]
        self._in_citation = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.blocks.append("")
        elif tag == "br":
            self.blocks[-1] += " "
        self._in_citation = tag == "a" and ("class", "citation") in attrs

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.blocks.append("")
        self._in_citation = False

    def handle_data(self, data: str) -> None:
        if not self._in_citation:
            self.blocks[-1] += data
