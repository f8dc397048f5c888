"""Texts to go on with from hostile records: their words come out as words, whatever a program could read in them."""

from __future__ import annotations

import re

import pytest

from factsheet import manuscript
from tests.faker import FakeCollection, appearance, link, quote
from tests.handed_on import docx_lines, kinds, lines, links, meant, tree
from tests.test_pages_hostile import ATTACKS, fill
from tests.test_takeaway import STYLES, texts, written

pytestmark = pytest.mark.slow

HOSTILE = (
    *ATTACKS,
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "# heading ## ==",
    "1. first\\. 2) second - + * > quoted",
    "--- *** ___ === ~~~ ``` :::",
    "\\[ \\\\ \\. &amp; &copy &#x3c; <!-- x --> <https://evil.example>",
    "*a* _b_ **c** __d__ `e` ~~f~~ | g | $h$ [i]: https://evil.example [^1] :smile:",
)
ALLOWED = re.compile(
    r"https://(town\.example\.org/minutes/|court\.example\.org/2020/|creativecommons\.org/|example\.org/bridge/)\S*"
)


@pytest.mark.parametrize("attack", HOSTILE)
def test_whatever_a_record_holds_comes_out_as_words_in_every_form(collection: FakeCollection, attack: str) -> None:
    fill(collection, attack) if attack in ATTACKS else fill_plain(collection, attack)
    for text in texts(collection):
        made = manuscript.write(text.manuscript, STYLES)
        expected = meant(text.manuscript)
        blocks = tree(made.markdown)
        assert sum(attack in line for line in expected) > 5
        assert lines(blocks) == expected
        assert kinds(blocks) <= {
            "Para", "Plain", "Header", "BlockQuote", "BulletList", "Str", "Space", "SoftBreak", "Strong", "Emph",
            "Link",
        }  # fmt: skip
        assert [address for address in links(blocks) if not ALLOWED.fullmatch(address)] == []
        # What forums add to CommonMark finds nothing to add either, but links that it makes of any address.
        assert lines(tree(made.markdown, "gfm-autolink_bare_uris")) == expected
        assert [line.text for line in docx_lines(made.docx)] == expected
        assert attack in made.plain
        assert attack in text.post or attack not in text.manuscript.title


def fill_plain(collection: FakeCollection, text: str) -> None:
    """Write a collection in which every plain text of an entry and of a sheet begins with the text."""
    said = {"text": f"{text} said", "lang": "en", "translation": text, "translator": text}
    read = {"level": "read-in-reproduction", "found_in": [text], "note": text}
    collection.project(
        title=text, parties=[{"id": "town", "name": text}, {"id": "valley", "name": text}],
        sheets=[{"id": "closing", "title": text, "fact": text, "claims": ["BR-001"], "lead": "Lead."}],
    )  # fmt: skip
    collection.claim(
        fact=f"{text} now", rating_reason=text, unknowns=text, reply={"asked": "not-asked", "text": text},
        evidence=[link(establishes=text, does_not_establish=text)], reviewers=[{"name": text}],
        appearances=[appearance(claimant={"name": text, "office": text, "party": "town"}, venue=text, quote=said,
                                verification=read)],
    )  # fmt: skip
    collection.evidence(
        title=text, publisher=text, authors=[text], number=text, container_title=text, genre=text, verification=read,
        quotes=[quote(id="carts", **said, locator=text, note=text)],
    )  # fmt: skip


def test_lines_that_a_record_breaks_itself_begin_as_words(collection: FakeCollection) -> None:
    summary = (
        "First\\\n\\- second\\\n1\\. third\\\n\\# fourth\\\n\\=== **&nbsp;a** fifth\n\n> \\> quoted\n\n3. \\+ a\n4. b"
    )
    collection.claim(summary=summary)
    made = written(collection)
    assert "First\\\n\\- second\\\n1\\. third\\\n\\# fourth\\\n\\=== " in made.markdown
    read = lines(tree(made.markdown))
    start = read.index("Summary") + 1
    assert read[start : start + 4] == ["First - second 1. third # fourth === a fifth", "> quoted", "+ a", "b"]
