"""The feed of fact-checks: as those who collect them read it, and each block of JSON-LD that a site has."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from factsheet import dossier, frozen, loader, prose
from factsheet.exporters import reviews, web
from factsheet.exporters.edition import Edition
from tests.faker import FakeCollection, change, link, project_fields
from tests.test_claimreview import faults
from tests.test_pages_hostile import ATTACKS, fill
from tests.workshop import ROOT, edition, edition_of, parsed, project_of, sound

TODAY = date(2030, 1, 1)
SITE = "https://example.org/bridge"
UNRATED = "a ClaimReview without reviewRating"
"""What a withdrawn entry lacks, so that nobody lists it as a review."""


def feed(collection: FakeCollection) -> dict[str, Any]:
    """Take a collection and return its feed, as read back."""
    return read(edition(collection))


def read(given: Edition) -> dict[str, Any]:
    files = reviews.files(given)
    assert tuple(files) == reviews.FILES
    data: dict[str, Any] = json.loads(files["claimreview.json"].decode(), parse_constant=pytest.fail)
    return data


def blocks(html: str) -> list[dict[str, Any]]:
    """Take a page and return its blocks of JSON-LD."""
    found = [script for script in parsed(html).iter("script") if script.get("type") == "application/ld+json"]
    return [json.loads(script.text or "", parse_constant=pytest.fail) for script in found]


def withdraw(collection: FakeCollection) -> None:
    """Write two entries, the second of which is withdrawn."""
    withdrawal = change(version="2", date="2025-05-20", level="withdrawn", change="The court reversed it.")
    collection.claim(history=[change(), change(version="2", date="2025-05-09", level="update", change="More.")])
    collection.claim("BR-002", status="withdrawn", history=[change(date="2025-05-03"), withdrawal])


def test_a_feed_of_an_entry_and_of_one_that_was_withdrawn(collection: FakeCollection) -> None:
    withdraw(collection)
    publisher = {
        "@type": "Organization",
        "name": "Friends of the Bridge",
        "url": "https://example.org/",
        "publishingPrinciples": f"{SITE}/method/",
        "correctionsPolicy": f"{SITE}/corrections/",
    }
    made = feed(collection)
    items = [element["item"] for element in made["dataFeedElement"]]
    expected = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": "The Bridge at Stonyford",
        "description": "What was said about the closing, and what the record shows",
        "url": f"{SITE}/data/claimreview.json",
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "copyrightNotice": "quotations belong to their authors",
        "publisher": publisher,
        "dateModified": "2025-05-20",
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "url": f"{SITE}/BR-001/",
                "dateCreated": "2025-05-01",
                "dateModified": "2025-05-09",
                "item": items[0],
            },
            {
                "@type": "DataFeedItem",
                "url": f"{SITE}/BR-002/",
                "dateCreated": "2025-05-03",
                "dateModified": "2025-05-20",
                "dateDeleted": "2025-05-20",
                "item": [
                    {
                        "@context": "https://schema.org",
                        "@type": "ClaimReview",
                        "identifier": "BR-002",
                        "url": f"{SITE}/BR-002/",
                        "claimReviewed": "The bridge was open to everybody all year.",
                        "datePublished": "2025-05-03",
                        "dateModified": "2025-05-20",
                        "version": 2,
                        "creativeWorkStatus": "Withdrawn",
                        "inLanguage": "en",
                        "license": "https://creativecommons.org/licenses/by/4.0/",
                        "author": publisher,
                        "publisher": publisher,
                        "correction": [
                            {
                                "@type": "CorrectionComment",
                                "text": "The court reversed it.",
                                "datePublished": "2025-05-20",
                            }
                        ],
                    }
                ],
            },
        ],
    }
    # As text, because the order of properties counts too.
    assert json.dumps(made, indent=1) == json.dumps(expected, indent=1)
    assert list(faults(made)) == [UNRATED]


def test_the_feed_says_what_the_pages_say(collection: FakeCollection) -> None:
    withdraw(collection)
    given = edition(collection)
    items = [element["item"] for element in read(given)["dataFeedElement"]]
    assert items == [blocks(given.website.entry(entry)) for entry in given.dossiers]


def test_programs_that_read_the_known_feed_read_this_one(collection: FakeCollection) -> None:
    # Data Commons' feed of fact-checks has a list in `item`; its readers pass over what reviews nothing.
    withdraw(collection)
    read_so = [
        (item["url"], item["claimReviewed"], item["reviewRating"]["alternateName"], item["itemReviewed"]["author"])
        for element in feed(collection)["dataFeedElement"]
        for item in element["item"]
        if item["@type"] == "ClaimReview" and "itemReviewed" in item
    ]
    mayor = {"@type": "Person", "name": "Ada Crane", "jobTitle": "Mayor of Stonyford"}
    claim = "The bridge was open to everybody all year."
    assert read_so == [(f"{SITE}/BR-001/", claim, "Contradicted by the record", mayor)]


def test_a_collection_without_a_site_has_a_feed_without_its_addresses(collection: FakeCollection) -> None:
    collection.project(base_url=None)
    made = feed(collection)
    assert SITE not in json.dumps(made)
    assert list(faults(made)) == ["a ClaimReview without url"]


def test_a_feed_of_nothing(collection: FakeCollection) -> None:
    given = dataclasses.replace(edition(collection), dossiers=())
    made = read(given)
    assert (made["dataFeedElement"], "dateModified" in made) == ([], False)


def test_a_draft_is_in_the_feed_only_if_drafts_are_built(collection: FakeCollection) -> None:
    collection.claim("BR-002", status="draft")
    loaded = sound(collection)
    given = edition_of(loaded)
    drafts = dossier.join(project_of(loaded), loaded.corpus, drafts=True)
    marks = {
        element["item"][0]["identifier"]: element["item"][0]["creativeWorkStatus"]
        for element in read(dataclasses.replace(given, dossiers=drafts))["dataFeedElement"]
    }
    assert marks == {"BR-001": "In review", "BR-002": "Draft"}
    assert "BR-002" not in json.dumps(read(given))


def test_nothing_withheld_and_nothing_withdrawn_is_in_the_feed(collection: FakeCollection) -> None:
    collection.evidence("diary", title="Zebra’s diary", publisher="Zebra Press", sensitivity="withheld")
    collection.claim(evidence=[link(), link("diary", establishes="A zebra saw it.")])
    withdrawal = change(version="2", level="withdrawn", change="The court reversed it.")
    collection.claim("BR-002", status="withdrawn", fact="A quagga crossed.", history=[change(), withdrawal])
    text = json.dumps(feed(collection)).lower()
    assert [word for word in ("zebra", "diary", "quagga") if word in text] == []
    assert "BR-002".lower() in text


@pytest.mark.parametrize("attack", [*ATTACKS, "& \\ \\u003c", "NaN", "-0"])
def test_hostile_words_stay_words(collection: FakeCollection, attack: str) -> None:
    fill(collection, attack)
    made = feed(collection)
    first, withdrawn, _ = (element["item"][0] for element in made["dataFeedElement"])
    assert (made["name"], made["copyrightNotice"]) == (f"Title {attack}", f"Quotations {attack}")
    assert (first["name"], withdrawn["claimReviewed"]) == (f"Fact {attack}", f"Claim {attack}")
    assert set(faults(made)) == {UNRATED}


def test_the_same_records_make_the_same_bytes(collection: FakeCollection) -> None:
    withdraw(collection)
    assert reviews.files(edition(collection)) == reviews.files(edition(collection))


def test_the_publisher_of_the_feed_is_that_of_its_reviews(collection: FakeCollection) -> None:
    collection.project(publisher=project_fields()["publisher"] | {"url": ""})
    made = feed(collection)
    assert made["publisher"] == made["dataFeedElement"][0]["item"][0]["publisher"]
    assert "url" not in made["publisher"]


@pytest.fixture(scope="module")
def real_site() -> Edition:
    """Return what exporters are given for our own collection at a public address, with its published versions."""
    loaded = loader.load(ROOT, TODAY)
    given = edition_of(loaded, "https://example.org/site")
    evidence = {name: entry.record for name, entry in loaded.corpus.evidence_by_id.items()}
    kept = frozen.frozen(given.project, loaded.published, [d.claim for d in given.dossiers], evidence)
    texts = {**loaded.prose, **prose.render(frozen.passages(kept), loaded.prose)}
    return dataclasses.replace(given, pages=dataclasses.replace(given.pages, prose=texts), frozen=kept)


@pytest.mark.slow
def test_every_block_of_our_own_site_is_in_the_vocabulary(real_site: Edition) -> None:
    pages = {str(t.path): t.make().content.decode() for t in web.export(real_site) if t.path.suffix == ".html"}
    found = {path: blocks(page) for path, page in pages.items() if "ld+json" in page}
    assert len(found) >= len(real_site.dossiers) + len(real_site.frozen) > 40
    withdrawn = {entry.claim.id for entry in real_site.dossiers if entry.withdrawn}
    wrong = {
        path: problems
        for path, data in found.items()
        if (problems := [fault for block in data for fault in faults(block)])
        and not (problems == [UNRATED] and any(name in path for name in withdrawn))
    }
    assert wrong == {}
    assert {len(data) for data in found.values()} == {1}


@pytest.mark.slow
def test_the_feed_of_our_own_collection_is_in_the_vocabulary(real_site: Edition) -> None:
    made = read(real_site)
    withdrawn = sum(entry.withdrawn for entry in real_site.dossiers)
    assert list(faults(made)) == [UNRATED] * withdrawn
    assert len(made["dataFeedElement"]) == len(real_site.dossiers) > 30
    assert sum("dateDeleted" in element for element in made["dataFeedElement"]) == withdrawn
