"""What programs call a licence: its identifier in the SPDX licence list."""

from __future__ import annotations

import re

from factsheet.project import Licence

_CREATIVE_COMMONS = re.compile(
    r"CC[- ]BY(?P<terms>(-SA|-ND|-NC|-NC-SA|-NC-ND)?)[- ](?P<version>1\.0|2\.0|2\.5|3\.0|4\.0)"
)
_ADDRESS = re.compile(
    r"https?://(www\.)?creativecommons\.org/licenses/by(?P<terms>(-sa|-nd|-nc|-nc-sa|-nc-nd)?)/"
    r"(?P<version>1\.0|2\.0|2\.5|3\.0|4\.0)(/|/legalcode|/legalcode\.en|/deed|/deed\.en)?"
)
_NAMES = {
    "CC0": "CC0-1.0", "CC0-1.0": "CC0-1.0", "CC-ZERO": "CC0-1.0",
    "ODBL": "ODbL-1.0", "ODBL-1.0": "ODbL-1.0",
    "ODC-BY": "ODC-By-1.0", "ODC-BY-1.0": "ODC-By-1.0",
    "PDDL": "PDDL-1.0", "PDDL-1.0": "PDDL-1.0",
}  # fmt: skip
_ADDRESSES = {
    "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL-1.0",
    "opendatacommons.org/licenses/by/1-0": "ODC-By-1.0",
    "opendatacommons.org/licenses/pddl/1-0": "PDDL-1.0",
}


def spdx(licence: Licence) -> str | None:
    """Take a licence and return its identifier, or nothing if its name and its address do not tell one and the same."""
    told = {_by_name(licence.name), _by_address(licence.url)} - {None}
    return told.pop() if len(told) == 1 else None


def _by_name(name: str) -> str | None:
    plain = " ".join(name.split()).upper()
    return _creative_commons(_CREATIVE_COMMONS.fullmatch(plain)) or _NAMES.get(plain.replace(" ", "-"))


def _by_address(address: str) -> str | None:
    plain = re.sub(r"https?://(www\.)?", "", address.lower()).removesuffix("/")
    return _creative_commons(_ADDRESS.fullmatch(address.lower())) or _ADDRESSES.get(plain)


def _creative_commons(found: re.Match[str] | None) -> str | None:
    return f"CC-BY{found['terms'].upper()}-{found['version']}" if found else None
