"""Characters that may not stand in a record, because a reader cannot see them or they change what is seen.

The kinds refused are those of Unicode Technical Standard 39 and of "Trojan Source" (CVE-2021-42574): control and
formatting characters, bidirectional overrides, tags, private use, and letters that print as nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_BLANK = {"\u034f", "\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
_UNUSUAL = re.compile(r"[^\n\t -~]")
_JOINERS = {"\u200c", "\u200d"}
_REFUSED_KINDS = {
    "Cc": "a control character",
    "Cf": "an invisible formatting character",
    "Co": "a private-use character",
    "Cs": "half of a surrogate pair",
    "Zl": "an invisible line separator",
    "Zp": "an invisible paragraph separator",
}
_JOINING_SCRIPTS = {
    "ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
    "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN",
}  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS = {
    "adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi",
}  # fmt: skip
_RIGHT_TO_LEFT_LANGUAGES = {
    "acm", "acw", "aeb", "afb", "aii", "ajp", "apc", "apd", "ar", "arb", "arc", "ars", "ary", "arz", "azb", "bal",
    "bgn", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw", "ks", "lrc", "luz", "mzn", "nqo", "pbt", "pes",
    "pnb", "prs", "ps", "rhg", "sd", "skr", "syr", "ug", "ur", "uzs", "yi",
}  # fmt: skip
"""Languages that are written from right to left where the tag does not name their script."""
_LOOKALIKE_SCRIPTS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}
_WORD = re.compile(r"[^\W\d_]{2,}")


def visible(text: str) -> str:
    """Take text and return it with an escape for each character that would move the cursor or begin a line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def refused(text: str) -> Iterator[tuple[int, str]]:
    """Take text and yield the index of each character that may not stand in a record, with its description."""
    for match in _UNUSUAL.finditer(text):
        index, character = match.start(), match[0]
        if character in _JOINERS and index and _script(text[index - 1]) in _JOINING_SCRIPTS:
            continue
        kind = "a blank letter" if character in _BLANK else _REFUSED_KINDS.get(unicodedata.category(character))
        if ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
            kind = "a code that is no character"
        if kind:
            yield index, f"U+{ord(character):04X} ({unicodedata.name(character, 'without a name')}), {kind}"


def mixed_script_words(text: str) -> Iterator[str]:
    """Take text and yield each word that mixes letters of scripts that look alike, such as Latin and Cyrillic."""
    if text.isascii():
        return
    for word in _WORD.findall(text):
        if not word.isascii() and len({_script(letter) for letter in word} & _LOOKALIKE_SCRIPTS) > 1:
            yield word


def direction(language: str) -> str:
    """Take a language as a BCP 47 tag, such as ar or az-Arab; return `rtl` or `ltr`, as HTML's `dir` has it."""
    primary, *subtags = language.lower().split("-")
    # The script is the one subtag of four letters, before the region (RFC 5646, section 2.1).
    script = next((subtag for subtag in subtags if re.fullmatch("[a-z]{4}", subtag)), None)
    is_rtl = script in _RIGHT_TO_LEFT_SCRIPTS if script else primary in _RIGHT_TO_LEFT_LANGUAGES
    return "rtl" if is_rtl else "ltr"


def isolated(text: str) -> str:
    """Take a text to be put into a line; return it so that its letters do not turn around what stands beside it.

    Without the two marks (Unicode Standard Annex 9, section 2.4), a date after an Arabic title is set before it.
    """
    if text.isascii():
        return text
    is_rtl = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
    return f"\u2068{text}\u2069" if is_rtl else text


def _script(character: str) -> str:
    # The first word of a letter's Unicode name is its script; the standard library has no property for it.
    return unicodedata.name(character, "").partition(" ")[0]
