"""Markup that is made here and not in a template: codes, data in a page, links as print shows them."""

from __future__ import annotations

import html as html_text
import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from factsheet.characters import direction
from factsheet.dossier import Exhibit
from factsheet.fragments import text_fragment
from factsheet.records import Quotation, VerificationLevel
from factsheet.wording import bare_address

_CITATION = re.compile(r'<a href="#exhibit-[0-9]+" class="citation">([0-9]+)</a>')
_NUMBERS = re.compile(r"[0-9]+–[0-9]+")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def quick_response_code(address: str) -> Markup:
    """Take an address and return its QR code as SVG: error level Q, a quiet zone of four modules (ISO/IEC 18004)."""
    import segno  # here, because a collection without public address needs no codes

    stream = BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(
        stream, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True, title=f"QR code: {address}", nl=False
    )
    return Markup(stream.getvalue().decode())  # noqa: S704 - segno escapes the title, the rest are numbers


def script(data: Any) -> Markup:
    """Take JSON data and return it for a script element, in which no text can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - everything that HTML could read as markup is escaped above


def unlinked(html: Markup) -> Markup:
    """Take the HTML of a passage; return it with the numbers of exhibits as plain numbers."""
    # On paper an exhibit's number needs no link, and the exhibit may be one that was left out for space.
    plain = str(html)  # of Markup, `sub` makes Markup, and escapes what it puts in
    return Markup(_CITATION.sub(r'<sup class="citation">\1</sup>', plain))  # noqa: S704 - digits between fixed tags


def readable_links(html: Markup) -> Markup:
    """Take the HTML of a passage; return it with each link's address beside its words, or instead of a part of it."""

    def readable(link: re.Match[str]) -> str:
        address, words = bare_address(link[1]), html_text.unescape(re.sub(r"<[^>]*>", "", link[2]))
        whole, part = (
            bare_address(text).casefold().removeprefix("www.") for text in (html_text.unescape(link[1]), words)
        )
        if whole == part or whole.startswith(f"{part}/"):
            return f'<a href="{link[1]}" class="address">{address}</a>'
        return f'{link[0]} (<span class="address">{address}</span>)'

    return Markup(_LINK.sub(readable, str(html)))  # noqa: S704 - the address stood escaped in the same HTML


def language(quotation: Quotation) -> Markup:
    """Take a quotation; return the attributes of an element that holds its words: their language and direction."""
    turned = ' dir="rtl"' if direction(quotation.lang) == "rtl" else ""
    return Markup(f'lang="{escape(quotation.lang)}"{turned}')  # noqa: S704 - escaped, beside fixed words


def unbroken(text: str) -> Markup:
    """Take a title and return it with each stretch of years or numbers kept on one line: 2022–23."""
    whole = _NUMBERS.sub(r'<span class="unbroken">\g<0></span>', str(escape(text)))
    return Markup(whole)  # noqa: S704 - digits and dashes between fixed tags, and the rest was escaped before


def contact_link(contact: str, words: str = "", subject: str = "") -> Markup:
    """Take where corrections go, words for the link or none for the contact itself, and the subject of a letter.

    Return a link to the mailbox or page, or the contact as it is if it is neither.
    """
    if re.match(r"https?://[\w.-]+(:\d+)?(/|$)", contact, flags=re.IGNORECASE):
        address = contact
    elif re.fullmatch(r"[^@\s<>:/]+@[^@\s<>:/]+", contact):
        address = f"mailto:{quote(contact, safe='@+')}" + (f"?subject={quote(subject, safe='')}" if subject else "")
    else:
        return escape(f"{words}: {contact}" if words else contact)
    shown = words or bare_address(contact)
    return Markup(f'<a href="{escape(address)}">{escape(shown)}</a>')  # noqa: S704 - escaped, beside fixed words


def original(exhibit: Exhibit) -> str:
    """Take an exhibit and return the address of its document, at its first words if they were read there.

    Words that were read elsewhere may stand otherwise in the original, in its own language for instance.
    """
    evidence = exhibit.evidence
    if not exhibit.quotes or evidence.verification.level is not VerificationLevel.READ_AT_SOURCE:
        return evidence.url
    return text_fragment(evidence.url, exhibit.quotes[0].text)
