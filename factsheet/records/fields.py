"""The types that fields are made of: text, dates of day, month or year precision, intervals, addresses, names."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    RootModel,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from factsheet.records.terms import Form

QUOTE_WORDS = 120
"""Longest quotation in words: short extracts for criticism and review, never a replacement for the source."""

LINE_CHARACTERS = 1_000
"""Longest line, such as a title: more than any printed title has."""

PROSE_CHARACTERS = 20_000
"""Longest text: some ten printed pages, more than any entry needs and little enough to be rendered in a moment."""

BASE_ADDRESS_CHARACTERS = 200
"""Longest address of a site: with an entry's id it still makes a QR code that a telephone reads from paper."""

DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
"""Names that Windows takes for devices, whatever their extension."""

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl, config=ConfigDict(defer_build=True))


class Model(BaseModel):
    """What all records are: immutable, and closed to fields that nobody described."""

    # Validators are built when a whole record is first read, not once more for each of its parts.
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


def _fault(code: str, message: str) -> PydanticCustomError:
    # The code travels through pydantic as the error's type, so that `schema` need not know every field's rule.
    return PydanticCustomError(code, "{message}", {"message": message})


def _one_line(text: str) -> str:
    line = text.strip()
    if not line:
        raise _fault("empty", "this field is empty")
    if len(line) > LINE_CHARACTERS:
        raise _fault(
            "too-long", f"this line has {len(line):,} characters, and at most {LINE_CHARACTERS:,} may stand here"
        )
    if "\n" in line:
        raise _fault("not-one-line", "this field holds one line of plain text, and here are several")
    return line


def _prose(text: str) -> str:
    if not text.strip():
        raise _fault("empty", "this field is empty")
    if len(text) > PROSE_CHARACTERS:
        raise _fault(
            "too-long", f"this text has {len(text):,} characters, and at most {PROSE_CHARACTERS:,} may stand here"
        )
    return text.strip()


def _short_quote(text: str) -> str:
    words = len(text.split())
    if words > QUOTE_WORDS:
        raise _fault("quote-too-long", f"this quotation has {words} words, and at most {QUOTE_WORDS} may be quoted")
    return text


@lru_cache(maxsize=65_536)  # there are fewer days in the years that most collections are about
def _partial_bounds(text: str) -> tuple[date, date]:
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern has it
    if day is not None and month is not None:
        return date(year, month, day), date(year, month, day)
    if month is not None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _not_a_date(text: object) -> PydanticCustomError:
    return _fault("not-a-date", f"'{text}' is not a date of the calendar, written YYYY-MM-DD, YYYY-MM or YYYY")


class PartialDate(RootModel[Annotated[str, Field(pattern=f"^{_DATE}$")]]):
    """A date of day, month or year precision, ISO 8601: 2023-02-18, 2023-02 or 2023."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _check(cls, text: Any) -> Any:
        try:
            _partial_bounds(str(text))
        except ValueError:
            raise _not_a_date(text) from None
        return text

    @property
    def first(self) -> date:
        """Return the first day the date can mean."""
        return _partial_bounds(self.root)[0]

    @property
    def last(self) -> date:
        """Return the last day the date can mean."""
        return _partial_bounds(self.root)[1]

    def __str__(self) -> str:
        return self.root


class Span(RootModel[Annotated[str, Field(pattern=rf"^{_DATE}(/({_DATE}|\.\.))?$")]]):
    """A stretch of time, ISO 8601: 2022-12-12/2023-04-30, open as 2022-12-12/.., or one date of any precision."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _check(cls, text: Any) -> Any:
        start, _, end = str(text).partition("/")
        try:
            first = _partial_bounds(start)[0]
            last = _partial_bounds(end)[1] if end not in {"", ".."} else date.max
        except ValueError:
            raise _fault(
                "not-an-interval", f"'{text}' is neither a date nor an interval such as 2022-12-12/2023-04-30"
            ) from None
        if last < first or str(text).endswith("/"):
            raise _fault("not-an-interval", f"the interval '{text}' ends before it begins")
        return text

    @property
    def first(self) -> date:
        """Return the first day of the stretch."""
        return _partial_bounds(self.root.partition("/")[0])[0]

    @property
    def last(self) -> date:
        """Return the last day of the stretch; the end of the calendar if it is open."""
        start, slash, end = self.root.partition("/")
        return date.max if end == ".." else _partial_bounds(end if slash else start)[1]

    def overlaps(self, other: Span) -> bool:
        """Take another stretch and return whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return self.root


def _full_day(value: Any) -> Any:
    # Python 3.11's fromisoformat and pydantic both accept 20240506, week dates and bare numbers.
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise _fault("not-a-date", f"'{value}' is not a day written YYYY-MM-DD")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _fault("not-a-date", f"'{value}' is not a day of the calendar") from None
    return value


def _day_or_not_asked(text: str) -> str:
    if text != "not-asked":
        _full_day(text)
    return text


def web_address(text: str) -> str:
    """Take an address and return it unchanged, if a browser would read it as http or https without credentials.

    pydantic parses addresses as the WHATWG URL standard does, so that the check and a browser see the same host.
    """
    try:
        parsed = _ADDRESS.validate_python(text)
    except ValidationError:
        raise _fault("not-a-web-address", f"'{text}' is not an http or https address") from None
    if parsed.username or parsed.password or not text.isprintable() or re.search(r"[\s\\<>\"`]", text):
        raise _fault("not-a-web-address", f"'{text}' holds credentials, spaces or characters that deceive")
    if not re.match(r"https?://[^/]", text, re.IGNORECASE):
        raise _fault("not-a-web-address", f"'{text}' is not an http or https address")
    return text


def root_of_a_site(address: str) -> str:
    """Take a web address or an empty text and return it unchanged, if paths of pages can be put behind it."""
    if re.search(r"[?#]|/\.\.?(/|$)", address):
        raise _fault("not-a-site", f"'{address}' has '?', '#' or '..', and pages could not lie below it")
    return address


def _plain_identifier(text: str) -> str:
    if DEVICES.fullmatch(text):
        raise _fault("reserved-name", f"'{text}' cannot be a file name on Windows")
    return text


def _no_form(text: str) -> str:
    # The sheet `road-card` would have the files of `road` as cards.
    for form in Form:
        if text == form or text.endswith(f"-{form}"):
            raise _fault("reserved-name", f"'{form}' is a form of print, and the id of a sheet cannot end with it")
    if text.endswith("-post"):
        # So would `road-post` take the name of the post on `road`.
        raise _fault("reserved-name", "the id of a sheet cannot end with '-post'")
    return text


def _of_an_entry(form: Form) -> Form:
    if form is Form.BOOKLET:
        raise _fault("not-a-form-of-this", "a single entry makes no booklet; name it under 'collection', or in a sheet")
    return form


def _of_a_collection(form: Form) -> Form:
    if form is not Form.BOOKLET:
        raise _fault("not-a-form-of-this", f"all entries together make a booklet; name '{form}' under 'entry'")
    return form


Line = Annotated[str, AfterValidator(_one_line)]
Prose = Annotated[str, AfterValidator(_prose)]
Quote = Annotated[str, AfterValidator(_prose), AfterValidator(_short_quote)]
Fact = Annotated[str, Field(max_length=160), AfterValidator(_one_line)]
Day = Annotated[date, BeforeValidator(_full_day)]
DayOrNotAsked = Annotated[str, AfterValidator(_day_or_not_asked)]
WebAddress = Annotated[str, AfterValidator(web_address), Field(json_schema_extra={"format": "uri"})]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Doi = Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/[!-~]+$")]
Orcid = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$")]
ShortDigest = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
ClaimPrefix = Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")]
ClaimId = Annotated[str, Field(pattern=r"^[A-Z]{2,8}-[0-9]{3,6}$")]
EvidenceId = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64), AfterValidator(_plain_identifier)
]
QuoteId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
EvidenceRef = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}(#[a-z0-9-]+(\+[a-z0-9-]+)*)?$")]
Count = Annotated[int, Field(ge=0)]
LineOrEmpty = Annotated[str, AfterValidator(lambda text: _one_line(text) if text.strip() else "")]
AddressOrEmpty = Annotated[
    str, AfterValidator(lambda text: web_address(text) if text else ""), Field(max_length=BASE_ADDRESS_CHARACTERS)
]
SiteAddress = Annotated[AddressOrEmpty, AfterValidator(root_of_a_site)]
Identifier = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64), AfterValidator(_plain_identifier)
]
EntryForm = Annotated[Form, AfterValidator(_of_an_entry)]
CollectionForm = Annotated[Form, AfterValidator(_of_a_collection)]
SheetId = Annotated[Identifier, AfterValidator(_no_form)]
