from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from factsheet import pandoc, prose
from factsheet.pandoc import PandocError
from factsheet.prose import Passage, Rendered
from tests import pandocs

CITATIONS = (("bridge-ruling", "1"), ("a-letter", "2"))
TOO_DEEP = "text is nested more than 10 levels deep"


def rendered(markdown: str) -> Rendered:
    passage = Passage(markdown, CITATIONS)
    return prose.render([passage], {})[passage.key]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Two *short*\n**lines**.", "<p>Two <em>short</em> <strong>lines</strong>.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", '<ol type="1">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> It was closed.", "<blockquote>\n<p>It was closed.</p>\n</blockquote>"),
        ("a\\\nb", "<p>a<br />\nb</p>"),
        (
            "[minutes](https://town.example.org/a?b=1&c=2)",
            '<p><a href="https://town.example.org/a?b=1&amp;c=2">minutes</a></p>',
        ),
        ("[minutes](HTTP://town.example.org/)", '<p><a href="HTTP://town.example.org/">minutes</a></p>'),
        ("<https://town.example.org/>", '<p><a href="https://town.example.org/">https://town.example.org/</a></p>'),
        ("[write](mailto:town@example.org)", '<p><a href="mailto:town@example.org">write</a></p>'),
        ("[m]\n\n[m]: https://town.example.org/", '<p><a href="https://town.example.org/">m</a></p>'),
        ("“Quotes” -- and 'straight' ... “ones”", "<p>“Quotes” -- and 'straight' ... “ones”</p>"),
        ("5 < 6 & 7 > 6, \\<b\\>, &lt;b&gt; and &copy;", "<p>5 &lt; 6 &amp; 7 &gt; 6, &lt;b&gt;, &lt;b&gt; and ©</p>"),
        ("{#id .class} $x$ ^up^ ~~out~~ | cell |", "<p>{#id .class} $x$ ^up^ ~~out~~ | cell |</p>"),
        ("می\u200cخواهم", "<p>می\u200cخواهم</p>"),
    ],
)
def test_what_a_text_may_hold(markdown: str, html: str) -> None:
    assert rendered(markdown) == Rendered(html)


@pytest.mark.parametrize(
    ("markdown", "faults"),
    [
        ("<script>alert(1)</script>", ['raw HTML is refused: "<script>alert(1)</script>"']),
        (
            "a <b onclick=x>b</b>",
            ['raw HTML is refused: "<b onclick=x>"', 'raw HTML is refused: "</b>"'],
        ),
        ("a <!-- secret -->", ['raw HTML is refused: "<!-- secret -->"']),
        ("[a <i>b</i>](https://example.org/)", ['raw HTML is refused: "<i>"', 'raw HTML is refused: "</i>"']),
        ("![a map](https://example.org/map.png)", ['pictures are refused: "a map"']),
        ("![](https://example.org/map.png)", ["pictures are refused"]),
        ("# Closed", ['headings are refused, because the page makes its own: "Closed"']),
        ("Closed\n===", ['headings are refused, because the page makes its own: "Closed"']),
        ("the `code`", ['code marks (backticks) are refused: "code"']),
        (
            "    four spaces",
            ['indented or fenced code is refused (four spaces at the start of a line make code): "four spaces"'],
        ),
        (
            "```{=html}\n<b>\n```",
            ['indented or fenced code is refused (four spaces at the start of a line make code): "<b>"'],
        ),
        ("a\n\n---\n\nb", ["rules across the page are refused"]),
        (
            "---\nbibliography: /etc/passwd\n---\ntext",
            [
                "rules across the page are refused",
                'headings are refused, because the page makes its own: "bibliography: /etc/passwd"',
            ],
        ),
        ("- > 1. <b>", ['raw HTML is refused: "<b>"']),
        ("a&#x202e;b", ["an entity stands for U+202E (RIGHT-TO-LEFT OVERRIDE), an invisible formatting character"]),
        ("a&#8203;b", ["an entity stands for U+200B (ZERO WIDTH SPACE), an invisible formatting character"]),
        ("a&shy;b", ["an entity stands for U+00AD (SOFT HYPHEN), an invisible formatting character"]),
        (
            '[a](https://example.org/ "&#x3164;")',
            ["an entity stands for U+3164 (HANGUL FILLER), a blank letter"],
        ),
    ],
)
def test_what_a_text_may_not_hold(markdown: str, faults: list[str]) -> None:
    assert rendered(markdown) == Rendered("", tuple(faults))


@pytest.mark.parametrize(
    ("target", "seen"),
    [
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("JaVaScRiPt:alert(1)", "JaVaScRiPt:alert(1)"),
        ("&#106;avascript:alert(1)", "javascript:alert(1)"),
        ("&#x6A;avascript&colon;alert(1)", "javascript:alert(1)"),
        ("java&#x0A;script:alert(1)", "java\nscript:alert(1)"),
        ("java&Tab;script:alert(1)", "java\tscript:alert(1)"),
        ("<  javascript:alert(1)>", "  javascript:alert(1)"),
        ("%6aavascript:alert(1)", "%6aavascript:alert(1)"),
        ("data:text/html,hello", "data:text/html,hello"),
        ("vbscript:x", "vbscript:x"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("//evil.example/", "//evil.example/"),
        ("/absolute", "/absolute"),
        ("relative.html", "relative.html"),
        ("#exhibit-1", "#exhibit-1"),
        ("", ""),
        ("http:javascript:1", "http:javascript:1"),
        ("https:/example.org", "https:/example.org"),
    ],
)
def test_links_lead_to_web_and_mail_addresses_only(target: str, seen: str) -> None:
    fault = f'a link may lead to http, https or mailto addresses only: "{seen}"'
    assert rendered(f"[text]({target})") == Rendered("", (fault,))


@pytest.mark.parametrize(
    "target", ["https://court.example.org@evil.example/", "https://a:b@evil.example", "https://a\\\\@evil.example"]
)
def test_links_do_not_pretend_to_lead_elsewhere(target: str) -> None:
    seen = target.replace("\\\\", "\\")
    fault = f'a link may not name a user before its host, which deceives: "{seen}"'
    assert rendered(f"[text]({target})") == Rendered("", (fault,))


def test_an_address_in_pointed_brackets_is_a_link_as_well() -> None:
    fault = 'a link may lead to http, https or mailto addresses only: "javascript:alert(1)"'
    assert rendered("<javascript:alert(1)>") == Rendered("", (fault,))


def citation(number: int) -> str:
    return f'<a href="#exhibit-{number}" class="citation">{number}</a>'


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("It was [@bridge-ruling].", f"<p>It was {citation(1)}.</p>"),
        ("See [@a-letter], [@bridge-ruling];", f"<p>See {citation(2)}, {citation(1)};</p>"),
        ("Closed[@bridge-ruling][@a-letter].", f"<p>Closed{citation(1)}{citation(2)}.</p>"),
        ("- *Closed* (*[@a-letter]*)", f"<ul>\n<li><em>Closed</em> (<em>{citation(2)}</em>)</li>\n</ul>"),
        ("write to town@example.org", "<p>write to town@example.org</p>"),
    ],
)
def test_citations_lead_to_the_numbered_exhibits(markdown: str, html: str) -> None:
    assert rendered(markdown) == Rendered(html)


@pytest.mark.parametrize(
    ("markdown", "fault"),
    [
        ("[@letter]", "[@letter] cites evidence that this entry does not link to"),
        ("[@A-Letter]", "[@A-Letter] cites evidence that this entry does not link to"),
        (
            "[@a-letter; @bridge-ruling]",
            "'[@a-letter;' is no citation; write one evidence id in each pair of brackets, such as [@id]",
        ),
        ("[@a-letter", "'[@a-letter' is no citation; write one evidence id in each pair of brackets, such as [@id]"),
    ],
)
def test_what_looks_like_a_citation_and_leads_nowhere_is_a_fault(markdown: str, fault: str) -> None:
    assert rendered(markdown) == Rendered("", (fault,))


def test_the_same_text_with_other_numbers_is_rendered_anew() -> None:
    passages = [Passage("[@a-letter]", (("a-letter", number),)) for number in "12"]
    html = [rendering.html for rendering in prose.render(passages, {}).values()]
    assert html == [f"<p>{citation(1)}</p>", f"<p>{citation(2)}</p>"]


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [
        ("> " * 8 + "a", "> " * 9 + "a"),
        ("- " * 8 + "a", "- " * 9 + "a"),
        ("1. " * 8 + "a", "1. " * 9 + "a"),
        ("*a _b *a _b *a _b *a _b c_*_*_*_*", "*a _b *a _b *a _b *a _b *a _b c_*_*_*_*_*"),
        ("> " * 5 + "- a", "> " * 150 + "a"),
    ],
)
def test_nesting_is_limited(allowed: str, refused: str) -> None:
    assert rendered(allowed).faults == ()
    assert rendered(refused) == Rendered("", (TOO_DEEP,))


@pytest.mark.parametrize("markdown", ["[" * 5000, "[" * 5000 + "]" * 5000, "*" * 5000, "![" * 5000, "<" * 5000])
def test_thousands_of_marks_that_mean_nothing_are_printed_as_they_are(markdown: str) -> None:
    assert rendered(markdown) == Rendered(f"<p>{markdown.replace('<', '&lt;')}</p>")


def test_one_process_renders_all_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = pandocs.counted(tmp_path, monkeypatch)
    passages = [Passage(f"Text {number}.") for number in range(50)]
    html = [rendering.html for rendering in prose.render(passages, {}).values()]
    assert html == [f"<p>Text {number}.</p>" for number in range(50)]
    assert starts.read_text() == "started\n"


def test_no_process_is_started_when_all_texts_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pandocs.place(tmp_path, monkeypatch)
    known = {Passage("a").key: Rendered("<p>a</p>"), Passage("b").key: Rendered("", ("a fault",))}
    assert prose.render([Passage("b"), Passage("a")], known) == known
    assert prose.render([], {}) == {}


def test_a_pandoc_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pandocs.script(pandocs.place(tmp_path, monkeypatch), f"exec {shutil.which('sleep')} 60")
    monkeypatch.setattr(pandoc, "SECONDS", 0.1)
    with pytest.raises(PandocError) as raised:
        rendered("a")
    assert str(raised.value) == "pandoc took more than 0.1 seconds for 1 texts"


def test_renderings_survive_being_kept() -> None:
    texts = prose.render([Passage("*a* “b”"), Passage("<b>")], {})
    assert prose.from_json(prose.to_json(texts)) == texts
    assert prose.to_json(dict(reversed(texts.items()))) == prose.to_json(texts)


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"a": 1}', '{"a": {"html": "x"}}', '{"a": {"faults": []}}'])
def test_damaged_renderings_are_not_known(damaged: str) -> None:
    assert prose.from_json(damaged) == {}
