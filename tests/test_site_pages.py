"""The page of a source and the list of all sources."""

from __future__ import annotations

import dataclasses

import pytest

from tests.faker import FakeCollection, change, link, quote
from tests.site_pages import ENTRY, RULING, SHEET, document, every_page, links, main, section, shown
from tests.test_pages_hostile import ATTACKS, HARMLESS, fill, skeleton
from tests.workshop import edition


def test_the_page_of_a_source_has_everything_its_record_says(collection: FakeCollection) -> None:
    website = edition(collection).website
    bare = dataclasses.replace(website, references={})
    page = document(bare)
    before, _, after = shown(page).partition("Cite this source")
    assert before == (
        "Source · court decision, words read at the source Miller v. Town of Stonyford Court of the County, 6 May 2020 "
        "Where to read it Original court.example.org/2020/miller "
        "What it says In our words: The court ordered the town to let carts pass. "
        "The barrier was to stand from 3 March to 30 September 2020. "
        "What it cannot show: The court did not decide who had put up the barrier. "
        "In its own words “The carts of the applicant were turned back.” para. 12 · these words in the original "
        f"Entry that rests on it {ENTRY} "
        "Shows Carts were turned back in May 2020. Does not show That people on foot were turned back. "
        "Contradicts the claim · exhibit 1 of BR-001 "
        "About this source Publisher Court of the County "
        "Kind court decision: primary source. The act, decision, statement or observation itself. "
        "Issued 6 May 2020 Language code en In the dispute Court. An international or national court. "
        "Standing Current. In force or unchanged. "
        "Words Read at the source. Read in the publisher’s own page or document. court.example.org/2020/miller "
    )
    assert after.endswith(
        "Versions of this record Version 1, 1 May 2025 · Published: First version. "
        "bridge-ruling: what this collection says of the source, not the source itself. "
        "A change that an entry shows makes a new version of that entry."
    )
    assert links(page) == [
        ("Original", "https://court.example.org/2020/miller"),
        (
            "these words in the original",
            "https://court.example.org/2020/miller#:~:text=The%20carts%20of%20the%20applicant%20were%20turned%20back",
        ),
        ("Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.", "../../BR-001/index.html"),
        ("Ada Crane", "../../claimants/ada-crane/index.html"),
        ("exhibit 1 of BR-001", "../../BR-001/index.html#exhibit-1"),
        ("court.example.org/2020/miller", "https://court.example.org/2020/miller"),
    ]


def test_the_citations_of_a_source_can_be_copied_and_read_without_scripts(collection: FakeCollection) -> None:
    page = main(document(edition(collection).website))
    buttons = [element for element in page.iter("button")]
    copied = {button.get("data-copy"): button.get("hidden") for button in buttons}
    assert {"cite-text", "cite-bibtex", "cite-ris", "cite-csl-json"} <= copied.keys()
    assert set(copied.values()) == {""}
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert copied.keys() <= set(ids)
    assert len(ids) == len(set(ids))


def test_what_few_records_have_stands_on_their_pages(collection: FakeCollection) -> None:
    foreign = quote(
        id="gates", text="أُغلق الجسر أمام العربات.", lang="ar", translation="The bridge was closed to carts.",
        translator="Bo Lund", locator="p. 3", note="Page of the copy.",
    )  # fmt: skip
    read = {
        "level": "read-in-reproduction",
        "found_in": ["https://copy.example.org/a/b (the second half)", "a photocopy"],
        "note": "Two copies differ in a comma.",
    }
    collection.evidence(
        authors=["Ed Ito", "Flo Gray"], genre="order", number="12/2020", container_title="Reports of the County",
        jurisdiction="Stonyford", event_date="2020-03-03/2020-04", accessed="2025-04-30", language="ar",
        doi="10.1000/182<x>", archive_urls=["https://a.example.org/1", "https://a.example.org/2"],
        party_relation="party", party="valley", quotes=[quote(id="carts"), foreign], verification=read,
        sensitivity="redacted",
    )  # fmt: skip
    collection.claim(evidence=[link("bridge-ruling#gates")])
    page = document(edition(collection).website)
    assert section(page, "about") == (
        "About this source Publisher Court of the County Authors Ed Ito, Flo Gray "
        "Kind court decision, “order”: primary source. The act, decision, statement or observation itself. "
        "Stands in Reports of the County Number 12/2020 Jurisdiction Stonyford Issued 6 May 2020 "
        "Reports about 3 March 2020 to April 2020 Language code ar "
        "In the dispute Party to the dispute (The Valley). Standing Current. In force or unchanged. "
        "Words Read in a reproduction. Two copies differ in a comma. "
        "copy.example.org/a/b (the second half) a photocopy Last read there 30 April 2025 "
        "This record Shown with parts removed."
    )
    assert section(page, "words") == (
        "In its own words Words read in a reproduction, not at the source. "
        "“The carts of the applicant were turned back.” "
        "”أُغلق الجسر أمام العربات.“ “The bridge was closed to carts.” (translation: Bo Lund) p. 3 · Page of the copy."
    )
    assert section(page, "uses").endswith("Contradicts the claim · exhibit 1 of BR-001 · quoted: p. 3")
    quotes = [(element.get("lang"), element.get("dir")) for element in main(page).iter("blockquote")]
    assert quotes == [("en", None), ("ar", "rtl")]
    addresses = dict(links(page))
    assert addresses["DOI 10.1000/182<x>"] == "https://doi.org/10.1000/182%3Cx%3E"
    assert (addresses["Archived copy"], addresses["Archived copy 2"]) == tuple(
        f"https://a.example.org/{number}" for number in (1, 2)
    )
    assert addresses["copy.example.org/a/b"] == "https://copy.example.org/a/b"
    # Words that were read in a copy may stand otherwise in the original.
    assert [address for address in addresses.values() if ":~:text=" in address] == []


def test_a_source_that_no_longer_stands_says_so_at_once_and_in_every_list(collection: FakeCollection) -> None:
    collection.evidence(standing="retracted")
    website = edition(collection).website
    assert shown(document(website)).startswith(
        "Source · court decision, words read at the source Miller v. Town of Stonyford Court of the County, 6 May 2020 "
        "Retracted. Taken back by its publisher. Where to read it"
    )
    pages = [website.documents(), website.subject(website.register.subjects[0])]
    assert [f"{RULING} · retracted" in shown(page) for page in pages] == [True, True]
    assert "Miller v. Town of Stonyford · retracted" in shown(website.dates())


def test_sources_that_repeat_or_contradict_each_other_lead_to_each_other(collection: FakeCollection) -> None:
    collection.evidence("relay", title="A relay", derived_from=["bridge-ruling"])
    collection.evidence("denial", title="A denial", conflicts_with=["bridge-ruling"])
    collection.claim(evidence=[link(), link("relay"), link("denial")])
    website = edition(collection).website
    titles = {
        (name, part): [words for words, address in links(document(website, name)) if "/evidence/" in address]
        for name, part in [("bridge-ruling", ""), ("relay", ""), ("denial", "")]
    }
    assert list(titles.values()) == [
        ["A relay", "A denial"],
        ["Miller v. Town of Stonyford"],
        ["Miller v. Town of Stonyford"],
    ]
    ruling = document(website)
    assert section(ruling, "repeated").startswith("What repeats it These repeat it or rely on it. A relay,")
    assert section(ruling, "conflicts").startswith("What says otherwise Sources that conflict with it. A denial,")
    relay = document(website, "relay")
    assert section(relay, "repeats").startswith(
        "What it repeats It repeats or relies on these, and is not counted as independent of them. Miller"
    )


def test_what_is_withheld_is_named_on_no_page(collection: FakeCollection) -> None:
    collection.evidence("zebra", title="Zebra’s diary", publisher="Zebra", sensitivity="withheld")
    collection.evidence(derived_from=["zebra"], conflicts_with=["zebra"])
    collection.evidence("letter", issued="2020-04", derived_from=["zebra"])
    collection.claim(evidence=[link(), link("letter"), link("zebra")])
    collection.project(sheets=[SHEET | {"topics": ["bridge"]}])
    pages = every_page(edition(collection).website)
    assert [name for name, page in pages.items() if "zebra" in page.lower()] == []
    assert "evidence/letter" in pages


def test_sources_stand_by_kind_and_the_newest_first(collection: FakeCollection) -> None:
    collection.evidence("older", title="An older ruling", issued="2019")
    collection.evidence(
        "report", title="A report", type="ngo-report", publisher="Watch", party_relation="party", party="town"
    )
    collection.evidence("census", title="A census", type="dataset", archive_urls=["https://a.example.org/1"])
    collection.claim(evidence=[link(), link("older"), link("report")])
    collection.project(sheets=[SHEET | {"topics": ["bridge"], "further_reading": ["census"]}])
    website = edition(collection).website
    assert shown(website.documents()) == (
        "Sources 4 documents by kind, newest first "
        "“Original” leads to the publisher’s own page or document; “reproduction” to a report, mirror or "
        "translation in which the words were read. A title in square brackets is a description, in our words. "
        "Court decisions 2 Human-rights organisation’s report 1 Data set 1 "
        "2 court decisions A judgment, order or decision of a court. "
        f"{RULING} original · primary source, court, words read at the source · used in BR-001 "
        "An older ruling, Court of the County, 2019 "
        "original · primary source, court, words read at the source · used in BR-001 "
        "1 human-rights organisation’s report A report or statement of a non-governmental organisation. "
        "A report, Watch, 6 May 2020 original · primary source, party to the dispute (The Town), "
        "words read at the source · used in BR-001 "
        "1 data set Published data. "
        "A census, Court of the County, 6 May 2020 original · archived copy · primary source, court, "
        "words read at the source · further reading on The closing"
    )
    assert links(website.documents())[:3] == [
        ("Court decisions", "#court-decision"),
        ("Human-rights organisation’s report", "#ngo-report"),
        ("Data set", "#dataset"),
    ]
    assert section(document(website, "census"), "uses") == (
        "Entries that rest on it No entry rests on it. It is named for further reading on The closing."
    )


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_element_or_attribute_of_a_list_comes_from_a_record(collection: FakeCollection, attack: str) -> None:
    fill(collection, HARMLESS)
    harmless = every_page(edition(collection).website)
    fill(collection, attack)
    attacked = every_page(edition(collection).website)
    assert [skeleton(page) for page in attacked.values()] == [skeleton(page) for page in harmless.values()]
    assert attack in shown(attacked["documents"])
    assert attack in shown(attacked["evidence/bridge-ruling"])


ADDRESS = "https://court.example.org/2020/miller"


@pytest.mark.parametrize(
    ("level", "place", "expected"),
    [
        ("read-at-source", ADDRESS, ("Read it at the source", "Original", "original")),
        ("read-in-reproduction", "a photocopy", ("Read it at the source", "Original", "original")),
        ("read-in-reproduction", f"{ADDRESS} (half)", ("Read the reproduction", "Reproduction", "reproduction")),
    ],
    ids=["the source itself", "an address that was not read", "the address of a reproduction"],
)
def test_the_address_of_a_reproduction_is_not_called_the_original(
    collection: FakeCollection, level: str, place: str, expected: tuple[str, str, str]
) -> None:
    collection.evidence(verification={"level": level, "found_in": [place], "note": "One page."})
    given = edition(collection)
    pages = (given.website.entry(given.dossiers[0]), document(given.website), given.website.documents())
    for page, words in zip(pages, expected, strict=True):
        addresses = {address.partition("#")[0]: text for text, address in reversed(links(page))}
        assert addresses[ADDRESS] == words


def test_a_withdrawn_entry_says_why_before_all_else(collection: FakeCollection) -> None:
    gone = change(version="2", date="2025-05-20", level="withdrawn", change="The minutes were misread.")
    collection.claim(status="withdrawn", history=[change(), gone])
    given = edition(collection)
    assert shown(given.website.entry(given.dossiers[0])) == (
        "BR-001 · Claim and evidence This entry was withdrawn Why: The minutes were misread. "
        "The entry is no longer relied upon, and should not be cited. "
        "Its address stays, so that readers who were sent here learn why. "
        "The claim that it was about (Ada Crane, 2 November 2020): The bridge was open to everybody all year. "
        "Versions Version 2, 20 May 2025 · Withdrawn: The minutes were misread. "
        "Version 1, 1 May 2025 · Published: First version."
    )


def test_a_source_that_was_not_read_says_so_before_what_it_is_about(collection: FakeCollection) -> None:
    collection.evidence(title="[An order]", quotes=[], verification={"level": "not-read", "note": "Lost."})
    collection.claim(evidence=[link("bridge-ruling")])
    page = shown(document(edition(collection).website))
    assert page.startswith(
        "Source · court decision, words not read [An order] Court of the County, 6 May 2020 "
        "A title in square brackets is a description, in our words. Where to read it"
    )
    assert "What it says Not read by those who compiled the record. In our words: The court ordered" in page
