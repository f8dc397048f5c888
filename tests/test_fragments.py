"""Addresses that land on quoted words: each quotation beside the whole address that leads to it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet.fragments import text_fragment

PAGE = "https://court.example.org/miller"

WHOLE = [
    ("The carts were turned back.", "The%20carts%20were%20turned%20back"),
    ("Closed", "Closed"),
    ("  The carts\n  were turned back", "The%20carts%20were%20turned%20back"),
    ("“The carts were turned back!”", "The%20carts%20were%20turned%20back"),
    ("50% of all-comers, carts & mules, paid", "50%25%20of%20all%2Dcomers%2C%20carts%20%26%20mules%2C%20paid"),
    ("A/B? #1 = 2+2: “so” _it_ is", "A%2FB%3F%20%231%20%3D%202%2B2%3A%20%E2%80%9Cso%E2%80%9D%20_it_%20is"),
    ("a:~:text=b, and c", "a%3A~%3Atext%3Db%2C%20and%20c"),
    ("one two three four five six seven eight nine ten eleven twelve",
     "one%20two%20three%20four%20five%20six%20seven%20eight%20nine%20ten%20eleven%20twelve"),
    ("personne n’a été empêché", "personne%20n%E2%80%99a%20%C3%A9t%C3%A9%20emp%C3%AAch%C3%A9"),
    ("ոչ ոք չգիտեր", "%D5%B8%D5%B9%20%D5%B8%D6%84%20%D5%B9%D5%A3%D5%AB%D5%BF%D5%A5%D6%80"),
    ("क्षति हुई", "%E0%A4%95%E0%A5%8D%E0%A4%B7%E0%A4%A4%E0%A4%BF%20%E0%A4%B9%E0%A5%81%E0%A4%88"),
]  # fmt: skip
"""Short quotations, which are named whole; a mark below a letter at the end of a word belongs to the word."""

ENDS = [
    ("one two three four five six seven eight nine ten eleven twelve thirteen",
     "one two three four five", "nine ten eleven twelve thirteen"),
    ("The carts were stopped … nobody knew why", "The carts were stopped", "nobody knew why"),
    ("The carts were stopped [...] nobody knew why", "The carts were stopped", "nobody knew why"),
    ("The carts were stopped (...) nobody knew why", "The carts were stopped", "nobody knew why"),
    ("The carts were stopped . . . nobody knew why", "The carts were stopped", "nobody knew why"),
    ("The carts were stopped [in March, or [as some say] in April], nobody knew why",
     "The carts were stopped", "nobody knew why"),
    ("The carts were stopped — or so he said – and nobody knew why", "The carts were stopped", "and nobody knew why"),
    ("The carts were stopped.\n\nNobody knew the reason", "The carts were stopped", "Nobody knew the reason"),
    # Of an altered word only a part stands in the source.
    ("[T]he carts of millers were stopped, and no carter[s] of the town knew why it was done",
     "carts of millers were stopped", "knew why it was done"),
    # A word or two beside a gap stand anywhere on a page.
    ("Mayor [Ada] Crane said that carts were stopped … nobody knew why … Mr Miller",
     "Crane said that carts were", "nobody knew why"),
    # Words are added until they stand in the quotation once, whatever their capitals, accents and punctuation.
    ("We will open the road, we will open the road again, and then we shall open it",
     "We will open the road, we", "then we shall open it"),
    ("It was, in the end, open to all, and he knew that; I saw that in the end, it was, in the end, open to all",
     "It was, in the end, open to all, and", "end, it was, in the end, open to all"),
    ("Le pont était fermé hier soir … je dis que le pont etait FERMÉ, hier matin",
     "Le pont était fermé hier soir", "pont etait FERMÉ, hier matin"),
    # Clauses of scripts without spaces end where a word does.
    ("橋は三月から九月まで閉鎖された。その理由は誰にも知らされなかった。",
     "橋は三月から九月まで閉鎖された", "その理由は誰にも知らされなかった"),
]  # fmt: skip
"""Long or interrupted quotations, with the words by which their beginning and their end are named."""

ONLY_PIECE = [
    ("There is a clear decision to keep that road [to the mill] closed", "There is a clear decision to keep that road"),
    ("… the carts were stopped …", "the carts were stopped"),
    ("Crane … Miller", "Crane"),
    # Its beginning and its end would share words.
    ("no no no no no no no no no no no no no no", "no no no no no no no no no no no no no no"),
]

UNNAMED = ["", "…", "[no words]", "?!", "[T]he", " — ", "x" * 301, "長" * 301]
"""What has no words that certainly stand in a source, or too many letters without a known end of a word."""

ADDRESSES = [
    ("https://e.example/", "https://e.example/#:~:text=Closed"),
    ("https://e.example/a?b=c.pdf", "https://e.example/a?b=c.pdf#:~:text=Closed"),
    ("https://e.example/a#", "https://e.example/a#:~:text=Closed"),
    ("https://e.example/a#part-2", "https://e.example/a#part-2:~:text=Closed"),
    ("https://e.example/a#!/hall/2", "https://e.example/a#!/hall/2:~:text=Closed"),
    ("https://e.example/a#:~:text=old", "https://e.example/a#:~:text=Closed"),
    ("https://e.example/a#part-2:~:text=old&text=older", "https://e.example/a#part-2:~:text=Closed"),
    ("https://e.example/?", "https://e.example/?#:~:text=Closed"),
    ("https://e.example/a.pdf", "https://e.example/a.pdf"),
    ("https://e.example/a.PDF?download=1#page=4", "https://e.example/a.PDF?download=1#page=4"),
    ("https://archive.example/2023/https://e.example/a.Pdf", "https://archive.example/2023/https://e.example/a.Pdf"),
]


@pytest.mark.parametrize(("quotation", "directive"), WHOLE, ids=[quotation for quotation, _ in WHOLE])
def test_a_short_quotation_is_named_whole(quotation: str, directive: str) -> None:
    assert text_fragment(PAGE, quotation) == f"{PAGE}#:~:text={directive}"


@pytest.mark.parametrize(("quotation", "start", "end"), ENDS, ids=[quotation[:40] for quotation, _, _ in ENDS])
def test_a_long_or_interrupted_quotation_is_named_by_its_ends(quotation: str, start: str, end: str) -> None:
    assert named(text_fragment(PAGE, quotation)) == [start, end]


@pytest.mark.parametrize(("quotation", "piece"), ONLY_PIECE, ids=[quotation for quotation, _ in ONLY_PIECE])
def test_a_quotation_with_one_piece_of_which_a_word_is_sure_is_named_by_that(quotation: str, piece: str) -> None:
    assert named(text_fragment(PAGE, quotation)) == [piece]


@pytest.mark.parametrize("quotation", UNNAMED)
def test_words_that_cannot_be_named_leave_the_address_as_it_is(quotation: str) -> None:
    assert text_fragment(f"{PAGE}#part-2", quotation) == f"{PAGE}#part-2"


@pytest.mark.parametrize(("address", "expected"), ADDRESSES, ids=[address for address, _ in ADDRESSES])
def test_the_rest_of_an_address_is_kept(address: str, expected: str) -> None:
    assert text_fragment(address, "Closed.") == expected


def test_words_are_at_hand_at_once_whatever_is_quoted() -> None:
    # The longest texts that a record may hold, in forms in which a careless search goes back and forth.
    for part in ("[", "[a", "a[", ". ", "-", "a ", "a", "] [", "\n "):
        text_fragment(PAGE, (part * 20_000)[:20_000])


PARTS = st.sampled_from(
    [
        "the",
        "carts",
        "of",
        "Miller’s",
        "all-comers",
        "50%",
        "A&B,",
        "…",
        "[in]",
        "[T]he",
        "–",
        "\n\n",
        "“open”",
        "ք",
        "。",
    ]
)
QUOTATIONS = st.one_of(st.text(), st.lists(PARTS, max_size=40).map(" ".join))


@given(QUOTATIONS)
@example("a:~:text=b")
@example("\x1f\x1f0 0 0")
def test_every_address_can_be_read_and_names_words_of_the_quotation(quotation: str) -> None:
    address = text_fragment(PAGE, quotation)
    assert re.fullmatch(r"[!-~]+", address)
    assert address.count(":~:") <= 1
    assert urlsplit(address)[:4] == urlsplit(PAGE)[:4]
    if address == PAGE:
        return
    directive = address.removeprefix(f"{PAGE}#:~:text=")
    assert re.fullmatch(r"(?:[\w.~]|%[0-9A-F]{2})+(?:,(?:[\w.~]|%[0-9A-F]{2})+)?", directive, re.ASCII)
    plain = " ".join(quotation.split())
    ends = named(address)
    assert [end for end in ends if end not in plain or not any(letter.isalnum() for letter in end)] == []
    if len(ends) == 2:
        assert plain.rindex(ends[1]) >= plain.index(ends[0]) + len(ends[0])


def named(address: str) -> list[str]:
    """Take an address and return the words by which it names a passage."""
    return [unquote(end) for end in address.partition(":~:text=")[2].split(",")]
