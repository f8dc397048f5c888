"""Addresses that land on quoted words: text fragments (WICG, URL Fragment Text Directives).

A browser that does not know them, or does not find the words, shows the page from its beginning. Browsers pass over
the difference between small and capital letters, accents, straight and curly quotation marks, and kinds of spaces; a
word that is named must begin and end where a word of the page does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from urllib.parse import quote

Words = tuple[str, ...]

_WITHOUT_SPACES = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Letters of scripts in which no space parts the words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_GAP = re.compile(
    r"(?<!\w)\w*\[(?:[^\[\]]|\[[^\[\]]*\])*\]\w*"  # an insertion, with the word of which it is a part: [T]he
    r"|[\[\]…]|\.{3,}|\.(?:\s\.){2,}"
    r"|—|\s[–-]+\s"  # whose form differs between editions of one text
    r"|\n\s*\n"
    r"|[、。，．：；！？]"
)
"""What stands in a quotation and perhaps not in its source, and where clauses or paragraphs end."""
_LETTER_WITHOUT_SPACES = re.compile(f"[{_WITHOUT_SPACES}]")
_FEWEST = 3
"""Words of a piece that is not likely to stand on the same page before."""
_ENDS = 5
"""Words by which the beginning and the end of a long or interrupted quotation are named; more where these recur."""
_MOST = 30
"""Most words by which a beginning or an end is named, if it recurs however many are added."""
_WHOLE = 12
"""Words up to which an uninterrupted quotation is named whole."""
_CHARACTERS = 300
"""Most characters by which a beginning or an end is named: more stand only where no end of a word is known."""


def text_fragment(address: str, quotation: str) -> str:
    """Take the address of a page and words quoted from it; return the address that leads to these words.

    A directive that the address has is replaced. It is returned as it is if it leads to a PDF, in which browsers look
    for no text, or if the quotation has no words that certainly stand in its source.
    """
    page, _, fragment = address.partition("#")
    ends = _ends(_pieces(quotation))
    if not ends or page.partition("?")[0].lower().endswith(".pdf"):
        return address
    directive = ",".join(map(_escaped, ends))
    return f"{page}#{fragment.partition(':~:')[0]}:~:text={directive}"


def _pieces(quotation: str) -> list[Words]:
    """Take a quotation and return the words of each of its pieces that stand in the source without interruption."""
    pieces = (_bare(piece) for piece in _GAP.split(quotation))
    return [tuple(piece.split()) for piece in pieces if any(character.isalnum() for character in piece)]


def _ends(pieces: Sequence[Words]) -> tuple[str, ...]:
    """Take pieces of a quotation; return it whole, or its beginning and its end, or nothing."""
    if not pieces:
        return ()
    # A single word beside an omission, such as a title before a name, may stand anywhere on the page.
    firm = [piece for piece in pieces if _size(piece) >= _FEWEST] or [max(pieces, key=_size)]
    first, last = firm[0], firm[-1]
    text = [_folded(word) for piece in pieces for word in piece]
    start = _shortest([first[:count] for count in range(1, min(len(first), _MOST) + 1)], text)
    end = _shortest([last[-count:] for count in range(1, min(len(last), _MOST) + 1)], text)
    # A browser looks for the end behind the beginning, so that the two must not share a word.
    is_whole = len(firm) == 1 and (_size(first) <= _WHOLE or len(start) + len(end) > len(first))
    ends = [_bare(" ".join(words)) for words in ([first] if is_whole else [start, end])]
    return tuple(ends) if all(len(end) <= _CHARACTERS for end in ends) else ()


def _shortest(candidates: Sequence[Words], text: Sequence[str]) -> Words:
    """Take words in ever greater number and the quotation; return the first that suffice and occur once, or the last.

    More words do not help where a piece is said again as a whole, and then the browser finds the first of the two.
    """
    enough = (words for words in candidates if _size(words) >= _ENDS and _occurrences(words, text) == 1)
    return next(enough, candidates[-1])


def _occurrences(words: Words, text: Sequence[str]) -> int:
    sought = [_folded(word) for word in words]
    return sum(text[index : index + len(sought)] == sought for index in range(len(text) - len(sought) + 1))


def _size(words: Words) -> int:
    """Take words and return how many they are; of scripts without spaces, two letters count as one."""
    return sum(1 if word.isascii() else max(1, len(_LETTER_WITHOUT_SPACES.findall(word)) // 2) for word in words)


def _folded(word: str) -> str:
    """Take a word and return what browsers compare of it."""
    if word.isascii():
        return _bare(word.lower())
    letters = unicodedata.normalize("NFKD", word.casefold())
    return _bare("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _bare(text: str) -> str:
    """Take a text and return it without the punctuation and spaces around it."""
    start, end = 0, len(text)
    while start < end and _is_outside(text[start]):
        start += 1
    while start < end and _is_outside(text[end - 1]):
        end -= 1
    return text[start:end]


@cache
def _is_outside(character: str) -> bool:
    # An underscore is a part of its word (Unicode Standard Annex 29), and so are the marks above and below letters.
    return character.isspace() or (unicodedata.category(character).startswith("P") and character != "_")


def _escaped(text: str) -> str:
    # Hyphens, commas and ampersands mean something within a directive; of these `quote` leaves the first.
    return quote(text, safe="").replace("-", "%2D")
