"""What texts to go on with say: every word of the sheet, in its order, as words and never as markup."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from factsheet import manuscript
from factsheet.exporters.texts import REFERENCE
from factsheet.manuscript import Written
from factsheet.takeaway import Takeaway, Takeaways
from factsheet.theme import default_theme
from tests.faker import FakeCollection, appearance, link, quote
from tests.handed_on import docx_lines
from tests.workshop import edition

STYLES = default_theme().folder / REFERENCE
SITE = "https://example.org/bridge/"


def texts(collection: FakeCollection) -> list[Takeaway]:
    """Take a collection and return the texts of its entries and of its sheets about topics."""
    given = edition(collection)
    made = Takeaways(given.pages)
    entries = [made.entry(dossier) for dossier in given.dossiers if not dossier.withdrawn]
    return [*entries, *map(made.topic, given.topics)]


def written(collection: FakeCollection, number: int = 0) -> Written:
    return manuscript.write(texts(collection)[number].manuscript, STYLES)


def full(collection: FakeCollection) -> None:
    """Write a collection whose entry has all that a text can show."""
    said = appearance(
        quote={
            "text": "Personne ne fut retenu.",
            "lang": "fr",
            "translation": "Nobody was kept.",
            "translator": "A. B.",
        },
        verification={"level": "read-at-source", "found_in": ["the minutes"], "note": "Two pages."},
    )
    collection.claim(
        appearances=[said],
        status="under-review",
        technique=["overstatement"],
        summary="The mayor spoke. A *court* found otherwise [@bridge-ruling], see [its site](https://court.example.org/).",
        evidence=[link(), link("letter", relation="partly-supports", establishes="that some crossed.")],
        recheck_by="2026-05-01",
        reviewers=[{"name": "Bea Stone"}],
        reply={"asked": "2025-04-01", "received": "2025-04-03", "text": "I stand by it."},
    )
    collection.evidence(
        quotes=[
            quote(
                id="carts", text="Les charrettes", lang="fr", translation="The carts", translator="C. D.",
                locator="para. 12", note="The page is torn.",
            )
        ],
        number="12/2020", archive_urls=["https://archive.example.org/miller"],
    )  # fmt: skip
    reproduced = "https://archive.example.org/letter"
    found = [f"{reproduced} (in part)", "https://www.paper.example.org/2020/a", "a copy in the library"]
    collection.evidence(
        "letter", title="A letter", publisher="The Valley", type="official-statement", party_relation="party",
        party="valley", quotes=None, standing="disputed",
        verification={"level": "read-in-reproduction", "found_in": found, "note": "A copy was read."},
    )  # fmt: skip


PLAIN = """\
Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.

The Bridge at Stonyford · Claim and evidence · BR-001, version 1 · Under review


THE CLAIM

“Personne ne fut retenu.”

“Nobody was kept.” (translation: A. B.)

Ada Crane, Mayor of Stonyford · Town council · 2 November 2020 · in Town of Stonyford

Source: “Minutes of the council”, Town of Stonyford: https://town.example.org/minutes/2020-11-02 · words read at the \
source: Two pages.

Rating: Contradicted by the record. A court found that carts were turned back.

How it misleads: overstatement.


SUMMARY

The mayor spoke. A court found otherwise [1], see its site <https://court.example.org/>.


WHAT THE RECORD SHOWS


Exhibit 1: Court of the County, 6 May 2020

“Les charrettes”

“The carts” (translation: C. D.)

para. 12 · The page is torn.

Contradicts the claim. Shows Carts were turned back in May 2020.

Does not show That people on foot were turned back.

Source: “Miller v. Town of Stonyford”, court decision, 12/2020, Court of the County, 6 May 2020. Stands in the dispute \
as: court.

Words read at the source.

Read it at the source: https://court.example.org/2020/miller · archived copy: https://archive.example.org/miller


Exhibit 2: The Valley, 6 May 2020

In our words: The court ordered the town to let carts pass. The barrier was to stand from 3 March to 30 September 2020.

Supports part of the claim. Shows that some crossed.

Does not show That people on foot were turned back.

Source: The Valley, “A letter”, 6 May 2020. Stands in the dispute as: the other side: The Valley. Disputed: Its \
accuracy is contested on stated grounds.

Words read in a reproduction, at this address; also read: paper.example.org; a copy in the library. A copy was read.

Read the reproduction: https://archive.example.org/letter


NOT KNOWN

Who ordered the barrier.


REPLY

Asked on 1 April 2025, replied on 3 April 2025: I stand by it.


CITE THIS

Friends of the Bridge, “Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020”, Claim and \
evidence, BR-001, version 1, 1 May 2025. https://example.org/bridge/BR-001/v1/

Sources: 2 documents: 1 court decision, 1 government statement. 1 independent of the parties; 0 from the side of The \
Town; 1 from the side of The Valley. Words read at the source for 1, in reproductions for 1.

Checked as of 1 May 2025 · version 1 of 1 May 2025 · look for a newer version after 1 May 2026 · reviewed by Bea Stone

Published by Friends of the Bridge · corrections to corrections@example.org · text CC BY 4.0 \
<https://creativecommons.org/licenses/by/4.0/>; quotations belong to their authors
"""


def test_the_whole_text_of_an_entry_for_e_mail(collection: FakeCollection) -> None:
    full(collection)
    assert written(collection).plain == PLAIN


MARKDOWN = """\
# Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.

The Bridge at Stonyford · Claim and evidence · BR-001, version 1 · **In review**

## The claim

> “Nobody was ever kept from crossing.”

**Ada Crane**, Mayor of Stonyford · Town council · 2 November 2020 · in Town of Stonyford

**Source:** “Minutes of the council”, Town of Stonyford: <https://town.example.org/minutes/2020-11-02>

**Rating: Contradicted by the record.** A court found that carts were turned back.

## Summary

- The *mayor* said that the bridge was open.
- A court found that carts were turned back \\[1\\].

## What the record shows

### Exhibit 1: Court of the County, 6 May 2020

> “The carts of the applicant were turned back.”

para. 12

Contradicts the claim. **Shows** Carts were turned back in May 2020.

**Does not show** That people on foot were turned back.

**Source:** “Miller v. Town of Stonyford”, court decision, Court of the County, 6 May 2020. Stands in the dispute as: \
court.

Words read at the source.

Read it at the source: <https://court.example.org/2020/miller>

## Not known

Who ordered the barrier.

## Reply

The claimant was not asked.

## Cite this

Friends of the Bridge, “Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020”, Claim and \
evidence, BR-001, version 1, 1 May 2025. <https://example.org/bridge/BR-001/>

**Sources:** 1 document: 1 court decision. 1 independent of the parties; 0 from the side of The Town; 0 from the side \
of The Valley. Words read at the source for 1.

**Checked as of** 1 May 2025 · **version** 1 of 1 May 2025 · compiled from public sources, no independent reviewer yet

**Published by** Friends of the Bridge · corrections to corrections@example.org · text \
[CC BY 4.0](<https://creativecommons.org/licenses/by/4.0/>); quotations belong to their authors
"""


def test_the_whole_text_of_an_entry_in_markdown(collection: FakeCollection) -> None:
    collection.claim(
        summary="- The *mayor* said that the bridge was open.\n- A court found that carts were turned back "
        "[@bridge-ruling].\n"
    )
    assert written(collection).markdown == MARKDOWN


def test_an_entry_without_an_address_names_none_of_its_own(collection: FakeCollection) -> None:
    collection.project(base_url="", publisher={"name": "Friends", "statement": "We compile."})
    made = written(collection)
    for text in (made.plain, made.markdown):
        assert "BR-001, version 1, 1 May 2025.\n" in text
        assert "example.org/bridge" not in text
        assert "corrections" not in text


def test_a_claim_that_was_read_in_a_report_only_is_given_in_our_words(collection: FakeCollection) -> None:
    source = {"title": "Minutes", "publisher": "Town"}
    collection.claim(appearances=[appearance(quote=None, source=source)])
    plain = written(collection).plain
    assert "The bridge was open to everybody all year. (in our words; no verbatim text was read)\n" in plain
    assert "Source: “Minutes”, Town (no address is known)\n" in plain


SHEET: dict[str, Any] = {
    "id": "closing", "title": "The closing", "fact": "The bridge was closed.", "topics": ["bridge"],
    "lead": "What the documents *show*.", "further_reading": ["letter"],
    "call_to_action": {
        "date": "2025-05-02", "text": "Ask\n\n- [the council](https://town.example.org/);\n- your neighbours.",
    },
}  # fmt: skip

TOPIC = """\
The bridge was closed.

The Bridge at Stonyford · Topic sheet · The closing · Partly in review

What the documents show.


WHAT IS SAID, AND WHAT THE RECORD SHOWS


Carts could not cross the bridge at Stonyford from 3 March to 30 September 2020.

What is said (BR-001, in review)

“Nobody was ever kept from crossing.”

Ada Crane, Mayor of Stonyford · 2 November 2020

Rating: Contradicted by the record. A court found that carts were turned back.

Sources: Court of the County (1\u00a0document, 1\u00a0independent).

BR-001, version 1: https://example.org/bridge/BR-001/


Carts crossed in May.

What is said (BR-002)

“Nobody was ever kept from crossing.”

Ada Crane, Mayor of Stonyford · 2 November 2020

Rating: Mostly supported. The ruling says so.

Sources: Court of the County (1\u00a0document, 1\u00a0independent).

In tension with BR-001: Both cannot be.

BR-002, version 1: https://example.org/bridge/BR-002/v1/

1 more document is listed at https://example.org/bridge/sheets/closing/


WHAT THE PUBLISHER ASKS

Request of Friends of the Bridge, 2 May 2025. It is no part of the record above.

Ask

- the council <https://town.example.org/>;
- your neighbours.


CITE THIS

Friends of the Bridge, “The bridge was closed”, The Bridge at Stonyford, topic sheet on BR-001\u00a0v1, \
BR-002\u00a0v1. https://example.org/bridge/sheets/closing/

Cite the primary sources of its entries first.

How to read a rating: it speaks about the evidence and not about motive. “Independent” means from no party to the \
dispute, and no repetition of another source.

Checked as of 1 May 2025 · compiled from public sources, no independent reviewer yet

Published by Friends of the Bridge · corrections to corrections@example.org · text CC BY 4.0 \
<https://creativecommons.org/licenses/by/4.0/>; quotations belong to their authors
"""


def sheet(collection: FakeCollection) -> None:
    """Write a collection with a sheet about a topic, of an entry in review and a published one."""
    collection.project(sheets=[SHEET])
    collection.evidence("letter", title="A letter")
    beside = [{"ref": "BR-001", "relation": "in-tension-with", "why": "Both cannot be."}]
    collection.claim(
        "BR-002", status="published", fact="Carts crossed in May.", rating="mostly-true", related=beside,
        rating_reason="The ruling says so.", evidence=[link(relation="supports")], claim="The court let them pass.",
    )  # fmt: skip


def test_the_whole_text_of_a_sheet_about_a_topic(collection: FakeCollection) -> None:
    sheet(collection)
    assert written(collection, 2).plain == TOPIC


def test_a_version_that_is_not_frozen_is_led_to_where_it_may_change(collection: FakeCollection) -> None:
    collection.claim(status="published")
    given = edition(collection)
    pending = dataclasses.replace(given.pages, pending=frozenset({"BR-001"}))
    text = Takeaways(pending).entry(given.dossiers[0])
    assert text.post.endswith(f", version 1, not yet published, checked as of 1 May 2025: {SITE}BR-001/")
    assert "Not yet published" in [part.text for block in text.manuscript.blocks for part in block.words]


def test_a_doubt_is_told_of_a_version_that_is_not_frozen(collection: FakeCollection) -> None:
    collection.claim(status="under-review")
    given = edition(collection)
    pending = dataclasses.replace(given.pages, pending=frozenset({"BR-001"}))
    text = Takeaways(pending).entry(given.dossiers[0])
    assert ", version 1, under review, not yet published, checked" in text.post
    assert "Under review, not yet published" in [part.text for block in text.manuscript.blocks for part in block.words]


def test_a_text_is_as_new_as_its_newest_part(collection: FakeCollection) -> None:
    sheet(collection)
    given = edition(collection)
    assert Takeaways(given.pages).entry(given.dossiers[0]).manuscript.day == date(2025, 5, 1)
    assert Takeaways(given.pages).topic(given.topics[0]).manuscript.day == date(2025, 5, 2)


def test_words_of_another_direction_keep_it(collection: FakeCollection) -> None:
    words = "لم يُمنع أحد من العبور."
    translated = {"text": words, "lang": "ar", "translation": "Nobody was kept.", "translator": "A. B."}
    collection.claim(appearances=[appearance(quote=translated)])
    collection.evidence(publisher="محكمة", quotes=[quote(id="a", **translated)])
    made = written(collection)
    # The name is isolated, or the date behind it would be read before it.
    assert "Exhibit 1: \u2068محكمة\u2069, 6 May 2020" in made.plain
    assert "court decision, \u2068محكمة\u2069, 6 May 2020." in made.plain
    assert made.plain.count(f"\n”{words}“\n") == 2
    assert [line.style for line in docx_lines(made.docx) if words in line.text] == ["Claim Words", "Block Text"]


def test_no_line_but_a_paragraph_s_own_end_breaks_a_text_for_e_mail(collection: FakeCollection) -> None:
    collection.claim(unknowns="A long text. " * 60 + "\nwith a line of its own.", summary="Words and\nwords. " * 50)
    paragraphs = written(collection).plain.split("\n")
    assert max(map(len, paragraphs)) > 700
    assert all(line == line.strip() for line in paragraphs)
