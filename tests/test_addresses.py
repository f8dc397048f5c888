"""Addresses: which of them lead to one page, and of which page an archive's address is a copy."""

from __future__ import annotations

import pytest

from factsheet import addresses
from factsheet.addresses import Copy

PAGE = "https://court.example.org/2020/miller"


@pytest.mark.parametrize(
    "same",
    [
        "http://court.example.org/2020/miller",
        "https://www.court.example.org/2020/miller/",
        "HTTPS://COURT.example.org:443/2020/miller",
        "http://court.example.org:80/2020/miller",
        "https://court.example.org/2020/miller#ruling",
        "https://court.example.org/2020/miller#:~:text=carts,back",
        "https://court.example.org/2020/miller?utm_source=a&utm_medium=b",
        "https://court.example.org/2020/miller?fbclid=x&gclid=y",
        "https://court.example.org/2020/miller?",
        "https://court.example.org/2020/%6Diller",
    ],
)
def test_addresses_of_one_page_have_one_key(same: str) -> None:
    assert addresses.key(same) == addresses.key(PAGE) == "court.example.org/2020/miller"


@pytest.mark.parametrize(
    "other",
    [
        "https://m.court.example.org/2020/miller",
        "https://court.example.org/2020/Miller",
        "https://court.example.org:8080/2020/miller",
        "https://court.example.org/2020/miller?page=2",
        "https://court.example.org/2020/miller#/annex",
        "https://court.example.org/2020/miller.pdf",
        "https://court.example.org/2020%2Fmiller",
        "https://court.example.org.evil.example/2020/miller",
    ],
)
def test_addresses_of_other_pages_have_other_keys(other: str) -> None:
    assert addresses.key(other) != addresses.key(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://müller.example.org/", "https://xn--mller-kva.example.org"),
        ("https://example.org/brücke?a=ü", "https://example.org/br%C3%BCcke?a=%c3%bc"),
        ("https://www.forbes.com/road/?sh=760d7a197946", "https://forbes.com/road"),
        ("https://www.youtube.com/watch?v=AbC&feature=share", "https://youtube.com/watch?v=AbC"),
        ("https://doi.org/10.1234/Br.2019", "10.1234/br.2019"),
        ("http://dx.doi.org/10.1234/br%2E2019", "doi:10.1234/BR.2019"),
    ],
)
def test_what_is_written_in_two_ways_has_one_key(one: str, other: str) -> None:
    assert addresses.key(one) == addresses.key(other)


def test_a_parameter_that_tracks_on_one_host_means_something_on_another() -> None:
    assert addresses.key("https://example.org/?sh=1") != addresses.key("https://example.org/?sh=2")


@pytest.mark.parametrize("damaged", ["http://[", "https://example.org:port/", "", "//", "https://" + "a" * 70 + "/"])
def test_a_damaged_address_has_a_key_too(damaged: str) -> None:
    assert isinstance(addresses.key(damaged), str)
    assert addresses.copy(damaged) is None


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        ("https://doi.org/10.1234/a(b)", "10.1234/a(b)"),
        ("doi: 10.1234/a", "10.1234/a"),
        ("10.1234/a", "10.1234/a"),
        ("https://example.org/10.1234/a", ""),
        ("10.1/x", ""),
    ],
)
def test_a_doi_is_read_from_its_address(address: str, doi: str) -> None:
    assert addresses.doi(address) == doi


@pytest.mark.parametrize(
    ("address", "of", "is_one", "page"),
    [
        (f"https://web.archive.org/web/20200507120000/{PAGE}", PAGE, True, PAGE),
        (f"http://web.archive.org/web/20200507120000id_/{PAGE}", PAGE, True, PAGE),
        (
            "https://web.archive.org/web/2020/https%3A%2F%2Fcourt.example.org%2F2020",
            "https%3A%2F%2Fcourt.example.org%2F2020", True, "https://court.example.org/2020",
        ),
        ("https://web.archive.org/web/2020/court.example.org/", "court.example.org/", True, "http://court.example.org/"),
        ("https://web.archive.org/web/2020/https:/a.example/", "https:/a.example/", True, "https://a.example/"),
        (f"https://web.archive.org/web/20200000000000*/{PAGE}", PAGE, False, PAGE),
        (f"https://web.archive.org/web/*/{PAGE}", "", False, ""),
        (f"https://web.archive.org/save/{PAGE}", "", False, ""),
        ("https://archive.ph/AbCdE", "", True, ""),
        (f"https://archive.today/20200507120000/{PAGE}", PAGE, True, PAGE),
        (f"https://archive.is/2020.05.07-120000/{PAGE}", PAGE, True, PAGE),
        (f"https://archive.li/{PAGE}", PAGE, False, PAGE),
        (f"https://archive.md/newest/{PAGE}", PAGE, False, PAGE),
        ("https://archive.fo/search/?q=x", "", False, ""),
        ("https://archive.vn/", "", False, ""),
        ("https://perma.cc/AB12-CD34", "", True, ""),
        ("https://perma.cc/", "", False, ""),
        ("https://ghostarchive.org/archive/AbCdE", "", True, ""),
        (f"https://www.webcitation.org/6AbCdEfGh?url={PAGE}", PAGE, True, PAGE),
        (f"https://arquivo.pt/wayback/20200507120000/{PAGE}", PAGE, True, PAGE),
        (f"https://webarchive.nationalarchives.gov.uk/ukgwa/20200507120000mp_/{PAGE}", PAGE, True, PAGE),
        (f"https://webarchive.nationalarchives.gov.uk/ukgwa/*/{PAGE}", PAGE, False, PAGE),
    ],
)  # fmt: skip
def test_what_the_address_of_an_archive_says(address: str, of: str, is_one: bool, page: str) -> None:
    copy = addresses.copy(address)
    assert copy
    assert (copy, copy.page) == (Copy(of, is_one), page)
    assert addresses.is_archive(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://new-east-archive.org/articles/1",
        "https://archive.example.org/AbCdE",
        f"https://example.org/web.archive.org/web/2020/{PAGE}",
        "https://web.archive.org.example.org/web/2020/x",
    ],
)
def test_what_only_looks_like_an_archive_is_none(address: str) -> None:
    assert addresses.copy(address) is None
    assert not addresses.is_archive(address)


def test_the_library_of_an_archive_has_documents_of_its_own() -> None:
    assert addresses.copy("https://archive.org/details/the-bridge") is None
    assert addresses.is_archive("https://archive.org/details/the-bridge")


@pytest.mark.parametrize(
    ("of", "url", "same"),
    [
        (f"http://www.{PAGE.removeprefix('https://')}/", PAGE, True),
        ("https%3A%2F%2Fcourt.example.org%2F2020%2Fmiller", PAGE, True),
        (PAGE.upper(), PAGE, True),
        ("https://www.forbes.com/road/", "https://www.forbes.com/road/?sh=760d7a197946", True),
        (f"{PAGE}?page=2", PAGE, False),
        ("https://court.example.org/2020/cooper", PAGE, False),
        ("https://court.example.com/2020/miller", PAGE, False),
    ],
)
def test_a_copy_is_one_of_a_page_in_spite_of_what_archives_change(of: str, url: str, same: bool) -> None:
    assert addresses.same_page(of, url) is same
