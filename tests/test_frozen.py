"""Pages of published versions: what each said stays, whatever became of its entry, its documents and the settings."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from factsheet import digests, frozen, prose
from factsheet.exporters.edition import Edition
from factsheet.frozen import FrozenEntry
from factsheet.problems import Unable
from tests.faker import FakeCollection, appearance, change, link, quote
from tests.site_pages import main, section, shown
from tests.test_publishing import publish
from tests.test_revisions import lines
from tests.workshop import edition_of, parsed, sound, text_of, words

FIRST, SECOND = "claims/published/BR-001.v1.json", "claims/published/BR-001.v2.json"
WITHDRAWAL = {"level": "withdrawn", "change": "The court reversed it."}
DIARY = {"title": "Zebra’s diary", "publisher": "Zebra Press", "summary": "A zebra saw the carts."}
"""A document that was published once and is withheld today."""


def history(*items: dict[str, Any]) -> list[dict[str, Any]]:
    """Take what each version after the first says, and return the whole history."""
    later = [{"level": "factual", "change": f"Put right {number}."} | item for number, item in enumerate(items, 2)]
    dated = [item | {"version": str(n), "date": f"2025-05-{n:02d}"} for n, item in enumerate(later, 2)]
    return [change(), *dated]


def published(collection: FakeCollection, **fields: Any) -> None:
    """Write the claim with these fields and publish it."""
    collection.claim(**{"status": "published"} | fields)
    publish(collection)


def site(collection: FakeCollection) -> Edition:
    """Take a collection without errors; return what the exporter of its web edition is given."""
    loaded = sound(collection)
    given = edition_of(loaded)
    evidence = {name: entry.record for name, entry in loaded.corpus.evidence_by_id.items()}
    kept = frozen.frozen(given.project, loaded.published, [d.claim for d in given.dossiers], evidence)
    texts = prose.render(frozen.passages(kept), loaded.prose)
    frozen.check_texts(kept, texts)
    pages = dataclasses.replace(given.pages, prose={**loaded.prose, **texts})
    return dataclasses.replace(given, pages=pages, frozen=kept)


def pages(collection: FakeCollection) -> list[str]:
    """Take a collection and return the page of each published version."""
    given = site(collection)
    return [given.website.version(entry) for entry in given.frozen]


def entries(collection: FakeCollection) -> tuple[FrozenEntry, ...]:
    return site(collection).frozen


def without_banner(page: str) -> str:
    """Take the page of a version and return its words without those that say which versions there are."""
    article = main(page).find("article")
    assert article is not None
    article.remove(article[0])
    return text_of(article)


def banner(page: str) -> str:
    return next(text_of(element) for element in main(page).iter("aside"))


def meta(page: str, name: str) -> str:
    """Take a page and the name or property of a tag in its head; return its content, or an empty text."""
    tags = {tag.get("name") or tag.get("property"): tag.get("content") for tag in parsed(page).iter("meta")}
    return tags.get(name) or ""


def canonical(page: str) -> list[str]:
    return [link.get("href", "") for link in parsed(page).iter("link") if link.get("rel") == "canonical"]


def test_the_page_of_a_version_keeps_its_words_whatever_becomes_of_the_rest(collection: FakeCollection) -> None:
    beside = {"ref": "BR-002", "relation": "repeats", "why": "Both are about carts."}
    collection.claim("BR-002", status="published", claim="Carts were never seen.")
    collection.evidence("letter", title="A letter", publisher="Rosa Miller")
    first = {
        "related": [beside], "evidence": [link(), link("letter")], "explanation": "So says [@letter], and *not* more.",
    }  # fmt: skip
    published(collection, **first)
    before = next(page for page in pages(collection) if "BR-001" in page)
    second = change(version="2", date="2025-05-02", level="factual", change="The record was read again.")
    collection.evidence(
        title="A new title", publisher="A new court", quotes=[quote(id="people", text="People passed.")],
        summary="All is other now.", history=[change(), second],
    )  # fmt: skip
    collection.claim("BR-002", status="published", claim="All is other now.", history=[change(), second])
    collection.project(parties=[{"id": "town", "name": "The City"}])
    published(
        collection, history=history({"level": "rating-changed"}), fact="Carts could cross.", claim="Now said so.",
        appearances=[appearance(claimant={"name": "Bo Lund"}, venue="Fair")], period="2019", rating="mixed",
        technique=["overstatement"], evidence=[link("bridge-ruling", relation="partly-contradicts")], summary="New.",
        topics=["other"], places=["Hill"], unknowns="New.", rating_reason="New.", checked_as_of="2025-05-20",
    )  # fmt: skip
    after = next(page for page in pages(collection) if "BR-001, version 1" in page)
    assert banner(after) == (
        "Version 1, as it was published on 1 May 2025. A newer one replaced it: version 2. "
        "The rating was changed since. The page of this entry always has the newest."
    )
    assert "The record was read again." not in after
    gone = " · cite this source, and all that rests on it"  # of the letter, which has no page any more
    known = without_banner(before).replace("; 0 from the side of The Town; 0 from the side of The Valley", "")
    now = without_banner(after).replace("; 0 from the side of The City", "")
    assert now == known.replace(gone, "", 2).replace("Read it at the source", f"Read it at the source{gone}", 1)


def test_what_changed_is_told_on_the_page_of_the_newer_version(collection: FakeCollection) -> None:
    collection.evidence("letter", title="A letter", publisher="Rosa Miller", issued="2020-04-01")
    published(collection, evidence=[link(), link("letter")])
    ruled = change(version="2", date="2025-05-02", level="factual", change="The number of the paragraph was wrong.")
    collection.evidence(quotes=[quote(id="carts", locator="para. 13")], history=[change(), ruled])
    published(
        collection, history=history({"level": "rating-changed", "change": "The letter was read."}), rating="mixed",
        evidence=[link("letter"), link()], period="2020", technique=["overstatement"],
    )  # fmt: skip
    first, second = pages(collection)
    assert 'id="changed"' not in first
    assert section(second, "changed") == words("""
        What changed since version 1
        Rating changed, 2 May 2025: The letter was read.
        Factual correction, 2 May 2025 · Document 2 (Court of the County, 6 May 2020): The number of the paragraph
        was wrong.
        The time that the claim is about 1 January 2020 to 31 December 2020 2020
        The rating Contradicted by the record Part true, part contradicted
        How the wording misleads Overstatement
        The order of the evidence
        Rosa Miller, 1 April 2020: A letterCourt of the County, 6 May 2020: Miller v. Town of StonyfordRosa Miller,
        1 April 2020: A letter
        The quotation ‘carts’ of document 2 (Court of the County, 6 May 2020): where the words stand para. 12 13
    """)


NEWEST = "It is the newest. The page of this entry always has the newest."
REPLACED = "A newer one replaced it: version 3. The page of this entry always has the newest."
GONE = (
    "The entry was withdrawn since: why. This version is kept so that those who cited it can see what it said."
)  # fmt: skip


def test_every_version_says_what_became_of_it(collection: FakeCollection) -> None:
    published(collection)
    assert [banner(page) for page in pages(collection)] == [
        f"Version 1, as it was published on 1 May 2025. {NEWEST}"
    ]  # fmt: skip
    published(collection, status="withdrawn", history=history(WITHDRAWAL))
    assert [banner(page) for page in pages(collection)] == [
        f"Version 1, as it was published on 1 May 2025. {GONE}",
        f"Version 2, as it was published on 2 May 2025. {NEWEST}",
    ]
    published(collection, history=history(WITHDRAWAL, {"change": "The reversal was void."}))
    made = pages(collection)
    assert [banner(page) for page in made] == [
        f"Version 1, as it was published on 1 May 2025. {REPLACED}",
        f"Version 2, as it was published on 2 May 2025. {REPLACED}",
        f"Version 3, as it was published on 3 May 2025. {NEWEST}",
    ]
    assert section(made[2], "changed") == (
        "What changed since version 2 Factual correction, 3 May 2025: The reversal was void. "
        "The entry was published again Withdrawn Published"
    )
    assert [canonical(page) for page in made] == [["https://example.org/bridge/BR-001/"]] * 3
    assert ["It is no longer relied upon" in page or "The entry is no longer" in page for page in made] == [False] * 3


def test_a_version_is_cited_by_its_own_page_and_only_the_newest_has_a_pdf_and_a_picture(
    collection: FakeCollection,
) -> None:
    published(collection)
    published(collection, history=history({}))
    collection.claim(status="published", history=history({}, {}))  # a third version, which is not frozen yet
    kept = "https://example.org/bridge/BR-001/"
    assert [meta(page, "citation_public_url") for page in pages(collection)] == [f"{kept}v1/", f"{kept}v2/"]
    assert [meta(page, "citation_pdf_url") for page in pages(collection)] == [
        "", "https://example.org/bridge/pdf/BR-001-a4.pdf",
    ]  # fmt: skip
    assert [meta(page, "og:image") for page in pages(collection)] == ["", "https://example.org/bridge/share/BR-001.png"]


def test_a_version_under_review_says_so(collection: FakeCollection) -> None:
    published(collection, status="under-review")
    (page,) = pages(collection)
    assert '<strong class="mark">Under review</strong>' in page


def withhold(collection: FakeCollection) -> None:
    """Publish an entry that rests on a diary and names it wherever a record can, and then withhold the diary."""
    collection.evidence("diary", **DIARY)
    collection.evidence(derived_from=["diary"], conflicts_with=["diary"])
    said = "Carts were turned back[@diary], as [@bridge-ruling] and [@diary] say."
    published(collection, evidence=[link("diary", establishes="Stripes."), link()], summary=said, explanation=said)
    collection.evidence("diary", **DIARY, sensitivity="withheld")
    second = change(version="2", date="2025-05-02", level="update", change="Sources were named anew.")
    collection.evidence(derived_from=["diary"], conflicts_with=["diary"], history=[change(), second])
    rest = "Carts were turned back, as [@bridge-ruling] says."
    published(collection, history=history({}), summary=rest, evidence=[link("diary", establishes="Stripes."), link()])


def test_what_is_withheld_today_is_in_no_version(collection: FakeCollection) -> None:
    withhold(collection)
    for entry in entries(collection):
        assert [name for name in ("diary", "zebra", "stripes") if name in str(entry.version).lower()] == []
        assert [name for name in ("diary", "zebra", "stripes") if name in str(entry.revisions).lower()] == []
    first, second = pages(collection)
    assert [word for word in ("diary", "zebra", "stripes") if word in (first + second).lower()] == []
    said = "Carts were turned back (withheld), as 1 and (withheld) say."
    assert section(first, "explanation") == f"In full{said}"
    assert lines(entries(collection)[1].revisions) == [
        "The summary", "    Carts were turned", "  - back (withheld), as [@bridge-ruling] and (withheld) say.",
        "  + back, as [@bridge-ruling] says.",
        "The full explanation", f"  - {said.replace('as 1', 'as [@bridge-ruling]')}",
    ]  # fmt: skip


def test_a_version_tells_how_many_of_its_documents_are_withheld(collection: FakeCollection) -> None:
    withhold(collection)
    assert [entry.left_out for entry in entries(collection)] == [1, 0]
    told = "1 document that it showed then is withheld today, and named nowhere."
    assert [told in banner(page) for page in pages(collection)] == [True, False]


def test_a_document_that_was_published_is_withheld_and_not_deleted(collection: FakeCollection) -> None:
    collection.evidence("diary", **DIARY)
    published(collection, evidence=[link(), link("diary")])
    collection.evidence("diary", **DIARY, sensitivity="withheld")
    published(collection, history=history({}))
    assert "Zebra" not in "".join(pages(collection))
    collection.remove("evidence/diary.yaml")
    with pytest.raises(Unable) as raised:
        pages(collection)
    assert str(raised.value) == (
        f"'{FIRST}' rests on 'diary', and there is no such evidence now; take its record back, with "
        "'sensitivity: withheld' if it may not be shown"
    )


def test_words_in_brackets_before_a_withheld_document_become_no_link(collection: FakeCollection) -> None:
    collection.evidence("diary", **DIARY)
    published(collection, summary="Carts [were turned back][@diary].", evidence=[link(), link("diary")])
    collection.evidence("diary", **DIARY, sensitivity="withheld")
    published(collection, history=history({}))
    assert "Carts [were turned back] (withheld)." in shown(pages(collection)[0])


def test_a_version_all_of_whose_documents_are_withheld_has_a_page(collection: FakeCollection) -> None:
    collection.evidence("letter", title="A letter", publisher="Rosa Miller")
    published(collection, evidence=[link("letter")])
    collection.evidence("letter", title="A letter", publisher="Rosa Miller", sensitivity="withheld")
    published(collection, history=history({}))
    first, second = pages(collection)
    assert "Rosa Miller" not in first + second
    assert section(first, "evidence").startswith("What the record shows")
    assert section(first, "cite").startswith("Cite this This entry, version 1")


def test_an_entry_that_is_no_longer_or_not_yet_shown_is_named_by_no_version(collection: FakeCollection) -> None:
    collection.claim("BR-009", status="draft")
    published(collection)
    beside = {"ref": "BR-009", "relation": "in-tension-with", "why": "It is not ready."}
    published(collection, history=history({}), related=[beside])
    assert "BR-009" not in "".join(pages(collection))
    assert "It is not ready." not in "".join(pages(collection))
    assert entries(collection)[1].revisions == ()


def test_a_party_that_left_the_settings_keeps_its_place(collection: FakeCollection) -> None:
    collection.evidence(party_relation="party", party="old-mill")
    collection.project(parties=[{"id": "old-mill", "name": "The Old Mill"}, {"id": "town", "name": "The Town"}])
    published(collection)
    second = change(version="2", date="2025-05-02", level="factual", change="It is nobody’s.")
    collection.evidence(history=[change(), second])
    collection.project()
    published(collection, history=history({}))
    assert "the other side: Old mill" in shown(pages(collection)[0])


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_what_was_published_is_never_a_draft_again(collection: FakeCollection, status: str) -> None:
    published(collection)
    collection.claim(status=status)
    assert [problem.partition(";")[0] for problem in collection.problems()] == [
        f"claims/BR-001.yaml:1:9: error: version 1 of this entry was published, and its status is '{status}'"
    ]


def test_what_was_published_is_never_deleted_and_never_gets_another_id(collection: FakeCollection) -> None:
    collection.claim("BR-002")
    published(collection)
    collection.remove("claims/BR-001.yaml")
    gone = (
        f"{FIRST}:1:1: error: version 1 of 'BR-001' was published, and there is no such claim now; take the record "
        "back; an entry that is no longer relied upon is withdrawn, not deleted [published-gone]"
    )
    assert collection.problems() == [gone]
    collection.project(id_prefix="RB")
    collection.remove("claims/BR-002.yaml")
    collection.claim("RB-001")
    assert collection.problems() == [gone]


def rewritten(collection: FakeCollection, field: str, value: Any) -> None:
    """Take the first version of the entry; write it with another value of a field, and the digest that fits it."""
    entry = json.loads((collection.folder / FIRST).read_text("utf-8"))["entry"] | {field: value}
    data = {"format": 1, "before": "", "entry": entry, "digest": digests.of_data(["", entry])}
    collection.write(FIRST, json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


DEEP: list[Any] = []
for _ in range(600):
    DEEP = [DEEP]
FAULTS = [
    ("fact", "x" * 161, "fact: String should have at most 160 characters"),
    ("rating", "wrong", "rating: Input should be 'false', 'mostly-false', 'mixed', 'mostly-true', 'true', 'misleading',"
     " 'unproven' or 'outdated'"),
    ("appearances", [], "appearances: Tuple should have at least 1 item after validation, not 0"),
    ("related", [{"ref": "BR-001"}], "related.0.relation: Field required"),
    ("related", ["BR-001"], "related.0: Input should be a valid dictionary or instance of Related"),
    ("summary", "So: <script>alert(1)</script>", 'summary: raw HTML is refused: "<script>"'),
    ("summary", "[so](javascript:alert(1))",
     "summary: a link may lead to http, https or mailto addresses only: \"javascript:alert(1)\""),
    ("summary", "So [@nothing].", "summary: [@nothing] cites evidence that this entry does not link to"),
    ("explanation", "So &#x202e; it is.",
     "explanation: an entity stands for U+202E (RIGHT-TO-LEFT OVERRIDE), an invisible formatting character"),
    ("older", DEEP, "it is nested too deep"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "fault"), FAULTS, ids=[f"{name}-{n}" for n, (name, *_) in enumerate(FAULTS)]
)
def test_a_version_that_no_page_can_show_stops_the_build_and_is_named(
    collection: FakeCollection, field: str, value: Any, fault: str
) -> None:
    published(collection)
    rewritten(collection, field, value)
    collection.claim(status="published", history=history({}))
    with pytest.raises(Unable) as raised:
        pages(collection)
    assert str(raised.value) == (
        f"'{FIRST}' holds what no page can show: {fault}; take back the file that was committed"
    )  # fmt: skip


WITHDRAWN = [
    ("claim", None, "claim: there is none"),
    ("claim", ["x"], "claim: there is none"),
    ("history", [change(version=1, level="gone")],
     "level: Input should be 'published', 'rating-changed', 'factual', 'clarification', 'update' or 'withdrawn'"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "fault"), WITHDRAWN)
def test_a_withdrawal_that_no_page_can_show_is_named(
    collection: FakeCollection, field: str, value: Any, fault: str
) -> None:
    published(collection, status="withdrawn", history=[change(level="withdrawn")])
    rewritten(collection, field, value)
    loaded = collection.load()
    assert loaded.file is not None
    with pytest.raises(Unable, match=fault):
        frozen.frozen(loaded.file.project, loaded.published, [], {})


def test_what_cannot_be_seen_or_turns_other_words_is_shown_by_its_code(collection: FakeCollection) -> None:
    published(collection)
    rewritten(collection, "fact", "Carts could \u202enot\u202c cross\u200b.")
    rewritten(collection, "older", {"<b>field</b>": ["\u202e<script>alert(1)</script>"]})
    published(collection, history=history({}))
    first, second = pages(collection)
    assert next(text_of(heading) for heading in main(first).iter("h1")) == r"Carts could \u202enot\u202c cross\u200b."
    assert section(second, "changed").endswith(r"Older <b>field</b>: \u202e<script>alert(1)</script>")
    assert [code for code in "\u202e\u202c\u200b" if code in first + second] == []


@pytest.mark.slow
def test_many_versions_of_an_entry_take_no_long_time(collection: FakeCollection) -> None:
    import time

    items = history(*[{"date": "2025-05-01"}] * 27)
    for number in range(1, 29):
        fact = f"Carts could not cross {number} times from 3 March to 30 September 2020."
        published(collection, fact=fact, history=items[:number])
    started = time.perf_counter()
    made = pages(collection)
    assert time.perf_counter() - started < 5
    facts = [next(text_of(heading) for heading in main(page).iter("h1")) for page in made]
    assert facts == [f"Carts could not cross {n} times from 3 March to 30 September 2020." for n in range(1, 29)]
