"""Records come from strangers: whatever their texts hold, it is printed as text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from factsheet.claimreview import claim_review
from factsheet.pages.markup import script
from tests.faker import FakeCollection, appearance, change, link, project_fields, quote
from tests.workshop import edition, parsed, text_of

pytestmark = pytest.mark.slow

HARMLESS = "harmless words"
ATTACKS = (
    "<script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "' onload='alert(1)' x='",
    "{{ 7*7 }} {% raw %}",
    "</script></title></style><img src=x>",
    "&lt;b&gt; &#60;i&#62; --> ]]>",
)
MARKDOWN = str.maketrans({character: f"\\{character}" for character in "<>&\"'{}[]*"})


def fill(collection: FakeCollection, text: str) -> None:
    """Write a collection in which every free text holds the text; in Markdown it is escaped, as raw HTML is refused."""
    person = [{"name": f"Person {text}"}]
    history = [change(change=f"Change {text}"), change(version="2", change=f"Second {text}")]
    read = {"level": "read-in-reproduction", "found_in": [f"Found {text}"], "note": f"Note {text}"}
    said = appearance(
        claimant={"name": f"Claimant {text}", "office": f"Office {text}", "party": "town"}, venue=f"Venue {text}",
        quote={"text": f"Quote {text}", "lang": "en", "translation": f"Words {text}", "translator": f"By {text}"},
        source=appearance()["source"] | {"title": f"T {text}", "publisher": f"P {text}", "locator": f"L {text}"},
        verification=read,
    )  # fmt: skip
    project = project_fields()
    collection.project(
        title=f"Title {text}", subtitle=f"Subtitle {text}",
        publisher=project["publisher"] | {"name": f"Name {text}", "contact": f"Contact {text}",
                                          "statement": f"Statement {text.translate(MARKDOWN)}"},
        licence=project["licence"] | {"name": f"Licence {text}", "quotations": f"Quotations {text}"},
        parties=[{"id": "town", "name": f"Town {text}"}, {"id": "valley", "name": f"Valley {text}"}],
        sheets=[{"id": "closing", "title": f"Sheet {text}", "fact": f"Fact {text}", "claims": ["BR-001", "BR-003"],
                 "lead": f"Lead {text.translate(MARKDOWN)}", "further_reading": ["letter"],
                 "call_to_action": {"date": "2025-05-02", "text": f"Ask {text.translate(MARKDOWN)}"}}],
    )  # fmt: skip
    fields: dict[str, Any] = {
        "fact": f"Fact {text}", "claim": f"Claim {text}", "appearances": [said, said], "places": [f"Place {text}"],
        "rating_reason": f"Reason {text}", "technique": ["overstatement"], "unknowns": f"Unknown {text}",
        "summary": f"Summary {text.translate(MARKDOWN)}", "reply": {"asked": "not-asked", "text": f"Reply {text}"},
        "explanation": f"Explanation {text.translate(MARKDOWN)} [@bridge-ruling]", "authors": person,
        "evidence": [link(establishes=f"Shows {text}", does_not_establish=f"Does not {text}")],
        "reviewers": person, "history": history,
    }  # fmt: skip
    collection.claim(**fields, related=[{"ref": "BR-002", "relation": "repeats", "why": f"Why {text}"}])
    collection.claim("BR-002", **fields | {"status": "withdrawn", "history": [history[0] | {"level": "withdrawn"}]})
    collection.claim(
        "BR-003", **fields, related=[{"ref": "BR-001", "relation": "in-tension-with", "why": f"Why {text}"}]
    )
    collection.evidence("letter", title=f"Letter {text}", publisher=f"Writer {text}", summary=f"Gist {text}")
    extract = quote(id="carts", text=f"Extract {text}", translation=f"Words {text}", translator=f"By {text}",
                    locator=f"Locator {text}", note=f"Note {text}")  # fmt: skip
    collection.evidence(
        title=f"Title {text}", publisher=f"Publisher {text}", authors=[f"Author {text}"], number=f"Number {text}",
        container_title=f"Container {text}", genre=f"Genre {text}", jurisdiction=f"Jurisdiction {text}",
        quotes=[extract], summary=f"Summary {text}", limits=f"Limits {text}", verification=read, history=history,
        party_relation="party", party="valley",
    )  # fmt: skip


def rendered(collection: FakeCollection) -> dict[str, str]:
    """Take a collection and return every kind of page of it."""
    given = edition(collection)
    entry, withdrawn, _ = given.dossiers
    (topic,) = given.topics
    return {
        "topic": given.website.topic(topic),
        "topic sheet": given.pages.topic_sheet(topic, "a4", 2),
        "entry": given.website.entry(entry),
        "withdrawn": given.website.entry(withdrawn),
        "index": given.website.index(),
        "method": given.website.method(),
        "sheet": given.pages.sheet(entry, entry.exhibits, "a4"),
    }


def skeleton(html: str) -> list[tuple[str, list[str]]]:
    """Take a page and return the name of each element in it with the names of its attributes, as a browser sees it."""
    return [(element.tag, sorted(element.keys())) for element in parsed(html).iter()]


def shown(html: str) -> str:
    """Take a page and return its words, without those of its scripts and of what is written for programs."""
    return text_of(parsed(re.sub(r"<script type=.*</script>|<pre .*?</pre>", "", html, flags=re.DOTALL)))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_element_or_attribute_comes_from_a_record(collection: FakeCollection, attack: str) -> None:
    fill(collection, HARMLESS)
    harmless = rendered(collection)
    fill(collection, attack)
    attacked = rendered(collection)
    for name, page in attacked.items():
        assert skeleton(page) == skeleton(harmless[name])
        assert shown(page).replace(attack, HARMLESS) == shown(harmless[name])
        assert attack in shown(page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_data_in_a_page_is_read_back_as_it_was(collection: FakeCollection, attack: str) -> None:
    fill(collection, attack)
    given = edition(collection)
    entry = given.dossiers[0]
    scripts = parsed(given.website.entry(entry)).iter("script")
    (element,) = (script for script in scripts if script.get("type") == "application/ld+json")
    site = "https://example.org/bridge/"
    policies = {"principles": f"{site}method/", "corrections": f"{site}corrections/"}
    assert json.loads(element.text or "") == claim_review(given.project, entry, f"{site}BR-001/", **policies)
    assert json.loads(element.text or "")["claimReviewed"] == f"Claim {attack}"


def test_data_for_a_script_element_cannot_end_it() -> None:
    text = "</script><!-- & \u2028 \u2029 é"
    written = script({"b": text, "a": 1})
    assert written == r'{"a":1,"b":"\u003c/script\u003e\u003c!-- \u0026 \u2028 \u2029 é"}'
    assert json.loads(written) == {"a": 1, "b": text}


def test_data_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        script({"a": float("nan")})
