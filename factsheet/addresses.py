"""Addresses of pages: whether two lead to the same page, and of which page an archive's address is a copy.

Nothing is fetched: what an address does not say is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok"
    r"|_hsenc|_hsmi|vero_id|oly_(?:enc|anon)_id|ref_src|at_(?:campaign|medium|custom[1-4]|link_\w+)|cmpid|ocid",
    re.IGNORECASE,
)
"""Parameters that say from where a reader came, and nothing about the page."""
_TRACKING_OF = {
    "congress.gov": {"r", "s"},
    "forbes.com": {"sh"},
    "nytimes.com": {"smid", "smtyp"},
    "theguardian.com": {"cmp"},
    "twitter.com": {"s", "t"},
    "x.com": {"s", "t"},
    "youtu.be": {"feature", "si"},
    "youtube.com": {"feature", "si"},
}
"""Such parameters that mean something else on other hosts."""
_DOI = re.compile(r"(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:\s*)?(?P<doi>10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = re.compile(r"%([0-9A-Fa-f]{2})")

_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(?P<when>[0-9]+)[a-z_*]*/(?P<target>.+)", re.IGNORECASE)
_TARGET = re.compile(r"https?(?::/|%3A)", re.IGNORECASE)
_SNAPSHOT = re.compile(r"/[0-9]{4}[0-9.-]*[a-z_]*/$", re.IGNORECASE)
"""The moment of a copy, as it stands before the address of the page."""
_SHORTENED = re.compile(r"archive\.(?:ph|is|today|li|vn|md|fo)")
_ARCHIVES = re.compile(
    r"web\.archive\.org|archive\.(?:ph|is|today|li|vn|md|fo)|perma\.cc|(?:www\.)?webcitation\.org|ghostarchive\.org"
    r"|arquivo\.pt|(?:wayback\.)?archive-it\.org|(?:www\.)?webarchive\.[a-z.-]+"
)
_LIBRARY = "archive.org"
"""The host of an archive that has documents of its own beside copies of pages."""


@dataclass(frozen=True)
class Copy:
    """What the address of a web archive leads to."""

    of: str
    """The address of the page, as it stands in the archive's; empty if that does not name it."""
    is_one: bool
    """Whether it leads to one copy, and not to a search or a calendar of copies."""

    @property
    def page(self) -> str:
        """Return the address of the page as one would write it, or an empty text."""
        address = unquote(self.of) if re.match(r"https?%3A", self.of, re.IGNORECASE) else self.of
        address = re.sub(r"^(https?):/+", r"\1://", address, flags=re.IGNORECASE)
        # What names no scheme is one of http to the archives.
        return address if not address or re.match("https?:", address, re.IGNORECASE) else f"http://{address}"


def copy(address: str) -> Copy | None:
    """Take an address; return what it leads to if its host is a known web archive, or nothing."""
    host, rest = _host(address), re.sub(r"^[^/]*//[^/?#]*", "", address)
    if not _ARCHIVES.fullmatch(host):
        return None
    if host == "web.archive.org":
        match = _WAYBACK.fullmatch(address)
        is_one = match is not None and "*" not in address.removesuffix(match["target"])
        return Copy(match["target"] if match else "", is_one)
    target = _TARGET.search(rest)
    before, of = (rest[: target.start()], rest[target.start() :]) if target else (rest, "")
    if of and "webcitation" not in host:
        return Copy(of, bool(_SNAPSHOT.search(before)))
    pattern = "/(?!search|newest|oldest)[A-Za-z0-9]{4,10}/?" if _SHORTENED.fullmatch(host) else "/[^*]+"
    return Copy(of.partition("&")[0], bool(re.fullmatch(pattern, before.partition("#")[0].partition("?")[0])))


def is_archive(address: str) -> bool:
    """Take an address and return whether its host is a known archive, which may have documents of its own too."""
    host = _host(address)
    return host.removeprefix("www.") == _LIBRARY or bool(_ARCHIVES.fullmatch(host))


def same_page(one: str, other: str) -> bool:
    """Take the address in that of a copy, and a page's; return whether the copy is one of that page.

    They may differ in what archives change: scheme, www, case, encoding, a closing slash; and in tracking.
    """
    return _bare(one) == _bare(other)


def key(address: str) -> str:
    """Take an address and return a text that is the same for every address of that page.

    That is after the equivalences of RFC 3986, section 6.2.2 and 6.2.3, and without scheme, www, a closing slash, the
    fragment and tracking. A DOI and its address have the same text.
    """
    if match := _DOI.fullmatch(address):
        return f"doi:{unquote(match['doi']).casefold()}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return address
    host = _punycode((parts.hostname or "").removeprefix("www."))
    place = host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"
    query = _untracked(parts.query, host)
    # In a page that is a program, a fragment like a path is what tells its documents apart.
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return place + _plain(parts.path).rstrip("/") + (f"?{_plain(query)}" if query else "") + fragment


def doi(address: str) -> str:
    """Take a DOI in any of its forms, or an address; return the DOI without address, or an empty text."""
    match = _DOI.fullmatch(address.strip())
    return unquote(match["doi"]) if match else ""


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _bare(address: str) -> str:
    address = unquote(unquote(address)).partition("#")[0].casefold()
    address = re.sub(r"^(https?:/+)?(www\.)?", "", address)
    path, _, query = address.partition("?")
    query = _untracked(query, path.partition("/")[0])
    return re.sub(r"/$", "", f"{path}?{query}" if query else path)


def _untracked(query: str, host: str) -> str:
    own = next((names for site, names in _TRACKING_OF.items() if host == site or host.endswith(f".{site}")), set())
    names = ((part, part.partition("=")[0]) for part in query.split("&"))
    return "&".join(part for part, name in names if not _TRACKING.fullmatch(name) and name.lower() not in own)


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _plain(text: str) -> str:
    def decoded(match: re.Match[str]) -> str:
        sign = chr(int(match[1], 16))
        return sign if re.fullmatch(r"[A-Za-z0-9._~-]", sign) else match[0].upper()

    return quote(_UNRESERVED.sub(decoded, text), safe="%/:?#[]@!$&'()*+,;=~")
