"""Entries as ClaimReview: whole expected data, and the vocabulary to which every type and property belongs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from factsheet import corpus, dossier
from factsheet.claimreview import claim_review
from factsheet.dossier import Dossier
from factsheet.project import Project, load
from factsheet.records import Sensitivity
from tests.faker import FakeCollection, appearance, change, link
from tests.workshop import ROOT, dossiers, project_of, sound

ADDRESS = "https://example.org/bridge/BR-001/"

# schema.org, version 30.0: of each type its parent, and of its own properties those for which we have a use.
PARENTS = {
    "CreativeWork": "Thing",
    "Review": "CreativeWork",
    "ClaimReview": "Review",
    "Claim": "CreativeWork",
    "Comment": "CreativeWork",
    "CorrectionComment": "Comment",
    "Dataset": "CreativeWork",
    "DataFeed": "Dataset",
    "Intangible": "Thing",
    "DataFeedItem": "Intangible",
    "Rating": "Intangible",
    "Organization": "Thing",
    "Person": "Thing",
}
PROPERTIES = {
    "Thing": {"alternateName", "description", "identifier", "name", "sameAs", "url"},
    "CreativeWork": {
        "archivedAt", "author", "citation", "copyrightNotice", "correction", "creativeWorkStatus", "dateModified",
        "datePublished", "inLanguage", "license", "position", "publisher", "text", "version",
    },
    "Review": {"itemReviewed", "reviewRating"},
    "ClaimReview": {"claimReviewed"},
    "Claim": {"appearance", "firstAppearance"},
    "DataFeed": {"dataFeedElement"},
    "DataFeedItem": {"dateCreated", "dateDeleted", "dateModified", "item"},
    "Rating": {"bestRating", "ratingExplanation", "ratingValue", "worstRating"},
    "Organization": {"correctionsPolicy", "publishingPrinciples"},
    "Person": {"jobTitle"},
}  # fmt: skip
# Which types the vocabulary names as values of a property; of all others the values are texts, numbers or addresses.
VALUES = {
    "appearance": {"CreativeWork"},
    "author": {"Organization", "Person"},
    "citation": {"CreativeWork"},
    "correction": {"CorrectionComment"},
    "dataFeedElement": {"DataFeedItem"},
    "firstAppearance": {"CreativeWork"},
    "item": {"ClaimReview"},
    "itemReviewed": {"Claim"},
    "publisher": {"Organization"},
    "reviewRating": {"Rating"},
}

SAID = appearance(
    claimant={"name": "Ada Crane", "office": "Mayor of Stonyford", "same_as": ["https://people.example.org/crane"]},
    source={
        "title": "Minutes of the council", "publisher": "Town of Stonyford", "url": "https://town.example.org/minutes",
        "archive_url": "https://archive.example.org/minutes",
    },
)  # fmt: skip
REPORTED = appearance(
    claimant={"name": "Council of the Valley"}, quote=None, date="2020-10",
    source={"title": "Talk of the valley", "publisher": "Valley News", "url": "https://news.example.org/talk"},
)  # fmt: skip
HEARD = appearance(date="2020-09-01", source={"title": "[Speech]", "publisher": "Ada Crane"})
HISTORY = [
    change(),
    change(version="2", date="2025-05-03", level="factual", change="The barrier stood until 30 September."),
    change(version="2", date="2025-05-03", level="update", change="A letter was added."),
    change(version="3", date="2025-05-20", level="rating-changed", change="The letter settles it."),
]


def review(collection: FakeCollection, **addresses: str) -> dict[str, Any]:
    """Take a collection and return the data of its first entry."""
    loaded = sound(collection)
    entry, *_ = dossier.join(project_of(loaded), loaded.corpus)
    return claim_review(project_of(loaded), entry, ADDRESS, **addresses)


def test_an_entry_with_every_field(collection: FakeCollection) -> None:
    collection.evidence(archive_urls=["https://archive.example.org/miller"], number="12/2020", doi="10.1234/miller")
    collection.evidence("letter", issued="2020-03", language=None, quotes=None)
    collection.claim(appearances=[SAID, REPORTED, HEARD], history=HISTORY, evidence=[link(), link("letter")])
    publisher = {
        "@type": "Organization",
        "name": "Friends of the Bridge",
        "url": "https://example.org/",
        "publishingPrinciples": "https://example.org/bridge/method/",
        "correctionsPolicy": "https://example.org/bridge/corrections/",
    }
    minutes = {
        "@type": "CreativeWork",
        "name": "Minutes of the council",
        "url": "https://town.example.org/minutes",
        "publisher": {"@type": "Organization", "name": "Town of Stonyford"},
        "datePublished": "2020-11-02",
        "archivedAt": "https://archive.example.org/minutes",
    }
    talk = {
        "@type": "CreativeWork",
        "name": "Talk of the valley",
        "url": "https://news.example.org/talk",
        "publisher": {"@type": "Organization", "name": "Valley News"},
        "datePublished": "2020-10",
    }
    speech = {
        "@type": "CreativeWork",
        "name": "[Speech]",
        "publisher": {"@type": "Organization", "name": "Ada Crane"},
        "datePublished": "2020-09-01",
    }
    expected = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": "BR-001",
        "url": ADDRESS,
        "name": "Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.",
        "claimReviewed": "The bridge was open to everybody all year.",
        "datePublished": "2025-05-01",
        "dateModified": "2025-05-20",
        "version": 3,
        "creativeWorkStatus": "In review",
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "author": publisher,
        "publisher": publisher,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Contradicted by the record",
            "ratingValue": 1,
            "worstRating": 1,
            "bestRating": 5,
            "ratingExplanation": "A court found that carts were turned back.",
        },
        "itemReviewed": {
            "@type": "Claim",
            "name": "The bridge was open to everybody all year.",
            "text": "Nobody was ever kept from crossing.",
            "inLanguage": "en",
            "author": {
                "@type": "Person",
                "name": "Ada Crane",
                "jobTitle": "Mayor of Stonyford",
                "sameAs": ["https://people.example.org/crane"],
            },
            "datePublished": "2020-11-02",
            "firstAppearance": talk,
            "appearance": [minutes, talk, speech],
        },
        "citation": [
            {
                "@type": "CreativeWork",
                "position": 1,
                "name": "Miller v. Town of Stonyford",
                "url": "https://court.example.org/2020/miller",
                "sameAs": "https://doi.org/10.1234/miller",
                "identifier": "12/2020",
                "publisher": {"@type": "Organization", "name": "Court of the County"},
                "datePublished": "2020-05-06",
                "inLanguage": "en",
                "archivedAt": ["https://archive.example.org/miller"],
            },
            {
                "@type": "CreativeWork",
                "position": 2,
                "name": "Miller v. Town of Stonyford",
                "url": "https://archive.example.org/letter",
                "publisher": {"@type": "Organization", "name": "Court of the County"},
                "datePublished": "2020-03",
            },
        ],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "The barrier stood until 30 September.",
                "datePublished": "2025-05-03",
            },
            {"@type": "CorrectionComment", "text": "The letter settles it.", "datePublished": "2025-05-20"},
        ],
    }
    made = review(
        collection,
        principles="https://example.org/bridge/method/",
        corrections="https://example.org/bridge/corrections/",
    )
    # As text, because the order of properties counts too.
    assert json.dumps(made, indent=1) == json.dumps(expected, indent=1)
    assert list(faults(made)) == []


def test_a_withdrawn_entry_says_what_its_page_says(collection: FakeCollection) -> None:
    withdrawal = change(version="2", date="2025-05-02", level="withdrawn", change="The court reversed it.")
    collection.claim(status="withdrawn", history=[change(), withdrawal])
    publisher = {"@type": "Organization", "name": "Friends of the Bridge", "url": "https://example.org/"}
    made = review(collection)
    assert made == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": "BR-001",
        "url": ADDRESS,
        "claimReviewed": "The bridge was open to everybody all year.",
        "datePublished": "2025-05-01",
        "dateModified": "2025-05-02",
        "version": 2,
        "creativeWorkStatus": "Withdrawn",
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "author": publisher,
        "publisher": publisher,
        "correction": [{"@type": "CorrectionComment", "text": "The court reversed it.", "datePublished": "2025-05-02"}],
    }
    assert list(faults(made)) == ["a ClaimReview without reviewRating"]


def test_a_rating_off_the_scale_has_no_number(collection: FakeCollection) -> None:
    collection.claim(rating="unproven")
    assert review(collection)["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Not settled by available evidence",
        "ratingExplanation": "A court found that carts were turned back.",
    }


def test_a_claimant_without_an_office_is_a_body(collection: FakeCollection) -> None:
    collection.claim(appearances=[REPORTED])
    said = review(collection)["itemReviewed"]
    assert said["author"] == {"@type": "Organization", "name": "Council of the Valley"}
    assert "text" not in said
    assert "inLanguage" not in said


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["2020-11-02", "2020-10-30"], "2020-10-30"),
        (["2020-11-02", "2020"], "2020-11-02"),  # some day of the year 2020 may be a later one
        (["2020-11-02", "2019"], "2019"),
        (["2020-11-02", "2020-11-02"], "2020-11-02"),
    ],
)
def test_the_first_appearance_is_the_one_that_was_surely_there(
    collection: FakeCollection, dates: list[str], first: str
) -> None:
    collection.claim(appearances=[appearance(date=date) for date in dates])
    assert review(collection)["itemReviewed"]["firstAppearance"]["datePublished"] == first


def test_an_appearance_that_nobody_can_look_up_is_not_the_first(collection: FakeCollection) -> None:
    collection.claim(appearances=[HEARD])
    assert "firstAppearance" not in review(collection)["itemReviewed"]


def test_an_entry_without_address_has_none(collection: FakeCollection) -> None:
    loaded = sound(collection)
    (entry,) = dossiers(collection)
    assert "url" not in claim_review(project_of(loaded), entry, "")


def test_nothing_that_is_withheld_is_in_it(collection: FakeCollection) -> None:
    collection.evidence("letter", title="A secret letter", sensitivity="withheld", publisher="A hidden hand")
    collection.claim(evidence=[link("letter", establishes="It was secret."), link()])
    made = review(collection)
    assert [document["name"] for document in made["citation"]] == ["Miller v. Town of Stonyford"]
    assert not any(word in json.dumps(made) for word in ("secret", "hidden", "letter"))


def test_a_withheld_document_that_came_so_far_is_left_out(collection: FakeCollection) -> None:
    project = project_of(sound(collection))
    (entry,) = dossiers(collection)
    (exhibit,) = entry.exhibits
    withheld = exhibit.evidence.model_copy(update={"sensitivity": Sensitivity.WITHHELD})
    careless = dataclasses.replace(entry, exhibits=(dataclasses.replace(exhibit, evidence=withheld),))
    assert "citation" in claim_review(project, entry, ADDRESS)
    assert "citation" not in claim_review(project, careless, ADDRESS)


def test_all_of_our_own_entries_are_in_the_vocabulary() -> None:
    file, _ = load(ROOT)
    records, _ = corpus.load(ROOT)
    assert file is not None
    entries = dossier.join(file.project, records, drafts=True)
    assert len(entries) > 10
    found = {entry.claim.id: list(faults(reviewed(file.project, entry))) for entry in entries if not entry.withdrawn}
    assert {claim: wrong for claim, wrong in found.items() if wrong} == {}


def reviewed(project: Project, entry: Dossier) -> dict[str, Any]:
    """Take a project and an entry and return its data."""
    return claim_review(project, entry, ADDRESS, principles=ADDRESS, corrections=ADDRESS)


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Person", "claimReviewed": "x"}, "Person has no claimReviewed"),
        ({"@type": "Organisation", "name": "x"}, "Organisation is no type"),
        ({"name": "x"}, "None is no type"),
        ({"@type": "Claim", "author": {"@type": "Claim"}}, "author of a Claim is a Claim"),
        ({"@type": "Claim", "name": ""}, "name of a Claim is empty"),
        ({"@type": "DataFeed", "dateDeleted": "2025-05-02"}, "DataFeed has no dateDeleted"),
        ({"@type": "DataFeed", "dataFeedElement": [{"@type": "Claim"}]}, "dataFeedElement of a DataFeed is a Claim"),
        ({"@type": "ClaimReview", "claimReviewed": "x", "url": "x"}, "a ClaimReview without reviewRating"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_found(node: dict[str, Any], fault: str) -> None:
    assert list(faults(node)) == [fault]


def faults(node: dict[str, Any]) -> Iterator[str]:
    """Take data in JSON-LD and yield where it departs from the vocabulary, or lacks what Google needs of a review."""
    kind = node.get("@type")
    if kind not in PARENTS:
        yield f"{kind} is no type"
        return
    needed = ("claimReviewed", "reviewRating", "url") if kind == "ClaimReview" else ()
    yield from (f"a {kind} without {name}" for name in needed if name not in node)
    for name in node.keys() - {"@type", "@context"}:
        if name not in properties(kind):
            yield f"{kind} has no {name}"
        if node[name] in ("", [], {}, None):
            yield f"{name} of a {kind} is empty"
        for value in node[name] if isinstance(node[name], list) else [node[name]]:
            yield from faults_of_value(kind, name, value)


def faults_of_value(kind: str, name: str, value: Any) -> Iterator[str]:
    """Take a type, one of its properties and a value of it; yield what is wrong with the value."""
    given = value.get("@type") if isinstance(value, dict) else None
    if given not in VALUES.get(name, {None}):
        yield f"{name} of a {kind} is a {given or 'text'}"
    if isinstance(value, dict):
        yield from faults(value)


def properties(kind: str) -> set[str]:
    """Take a type and return its properties, its own and those of the types that it is a kind of."""
    return PROPERTIES.get(kind, set()) | (properties(PARENTS[kind]) if kind in PARENTS else set())
