"""References in citation styles, beside the worked examples of those who teach these styles."""

from __future__ import annotations

import pytest

from factsheet import references
from factsheet.references import STYLES, Style
from tests.cited import ADDRESS, APA, day, formatted, in_all, item, names

pytestmark = pytest.mark.slow

BY_AUTHOR = STYLES[0].path.with_name("harvard-cite-them-right.csl")
NUMBERED = STYLES[0].path.with_name("ieee.csl")
"""Styles that are none of our own: one names author and year, the other gives its references numbers."""


def test_a_press_release() -> None:
    # https://writeanswers.royalroads.ca/faq/199081 has the very same: "McGill Newsroom. (2019, December 2). McGill-led
    # research ... [Press release]. https://...". The publisher, who is the author, is not named again.
    title = "McGill-led research unravels mystery of how early animals survived ice age"
    release = item(
        type="webpage", title=title, author=names("McGill Newsroom"), publisher="McGill Newsroom",
        genre="press release", issued=day(2019, 12, 2),
    )  # fmt: skip
    assert in_all(release) == {
        "chicago": f"McGill Newsroom, “{title},” press release, McGill Newsroom, December 2, 2019, {ADDRESS}.",
        "apa": f"McGill Newsroom. (2019, December 2). {title} [Press release]. {ADDRESS}",
        "mla": f"McGill Newsroom. {title}. Press release. McGill Newsroom, 2 Dec. 2019, {ADDRESS}.",
    }


def test_a_report_of_an_organisation() -> None:
    # https://libguides.uakron.edu/c.php?g=1018920&p=7380320 has the very same: "United Nations Children's Fund. (2020).
    # Build to last: A framework ... education. https://...", the title in italics.
    author, title = "United Nations Children's Fund", "Build to last: A framework in support of education"
    report = item(title=title, author=names(author), publisher=author, issued=day(2020))
    assert formatted(report, APA).html == (
        f'United Nations Children\'s Fund. (2020). <em>{title}</em>. <a href="{ADDRESS}">{ADDRESS}</a>'
    )


def test_a_news_report() -> None:
    # https://libguides.ucd.ie/chicagostyle/chicagonewspapers has the very same note: "Morgan Kelly, “Burden of Irish
    # Debt Could Yet Eclipse that of Greece,” Irish Times, May 22, 2010, http://...". The two lists begin with the last
    # name in the guides ("Kelly, M. (2010, May 22)."); records give names whole.
    title = "Burden of Irish Debt Could Yet Eclipse that of Greece"
    report = item(
        type="article-newspaper", title=title, author=names("Morgan Kelly"), publisher="Irish Times",
        issued=day(2010, 5, 22), **{"container-title": "Irish Times"},
    )  # fmt: skip
    assert in_all(report) == {
        "chicago": f"Morgan Kelly, “{title},” Irish Times, May 22, 2010, {ADDRESS}.",
        "apa": f"Morgan Kelly. (2010, May 22). {title}. Irish Times. {ADDRESS}",
        "mla": f"Morgan Kelly. “{title}.” Irish Times, 22 May 2010, {ADDRESS}.",
    }


def test_a_court_decision() -> None:
    # https://upresearch.lonestar.edu/mla/govt: "United States, Supreme Court. Brown v. Board of Education. 17 May 1954.
    # Legal Information Institute, Cornell Law School, www...". A comma stands for its last full stop, for a record
    # does not say whose page it is. Chicago and APA follow the Bluebook, which wants the volume of law reports.
    decision = item(
        type="legal_case", title="Brown v. Board of Education", author=None, publisher=None,
        authority="United States, Supreme Court", issued=day(1954, 5, 17),
    )  # fmt: skip
    assert in_all(decision) == {
        "chicago": f"Brown v. Board of Education (United States, Supreme Court May 17, 1954), {ADDRESS}.",
        "apa": f"Brown v. Board of Education (United States, Supreme Court May 17, 1954). {ADDRESS}",
        "mla": f"United States, Supreme Court. Brown v. Board of Education. 17 May 1954, {ADDRESS}.",
    }


def test_a_court_decision_with_its_number() -> None:
    # http://guides.ll.georgetown.edu/c.php?g=261289&p=2339386: "United States v. Bennett, No. 05-CR-6050 CJS (W.D.N.Y.
    # Oct. 21, 2005)", of a decision that is in no law reports. The styles give the month whole.
    title, number = "United States v. Bennett", "No. 05-CR-6050 CJS"
    decision = item(
        type="legal_case", title=title, author=None, publisher=None, authority="W.D.N.Y.", genre="order",
        number=number, issued=day(2005, 10, 21),
    )  # fmt: skip
    assert in_all(decision) == {
        "chicago": f"{title}, {number} (W.D.N.Y. October 21, 2005), {ADDRESS}.",
        "apa": f"{title}, {number} (W.D.N.Y. October 21, 2005). {ADDRESS}",
        "mla": f"W.D.N.Y. {title}. Order {number}, 21 Oct. 2005, {ADDRESS}.",
    }


def test_a_document_of_the_united_nations() -> None:
    # http://guides.main.library.emory.edu/c.php?g=50463&p=325126: "United Nations Security Council (SC), Resolution 7,
    # “The Spanish Question,” June 26, 1946,". The style has all of it but the day, which it gives of no report.
    author = "United Nations Security Council"
    resolution = item(
        title="The Spanish Question", author=names(author), publisher=author, number="Resolution 7",
        issued=day(1946, 6, 26),
    )  # fmt: skip
    assert in_all(resolution) == {
        "chicago": f"{author}, The Spanish Question, Resolution 7 ({author}, 1946), {ADDRESS}.",
        "apa": f"{author}. (1946). The Spanish Question (Resolution 7). {ADDRESS}",
        "mla": f"{author}. The Spanish Question. Resolution 7, {author}, 26 June 1946, {ADDRESS}.",
    }


def test_a_document_of_the_security_council_with_its_symbol() -> None:
    # The same page: "U.N. Security Council, 15th Year. Letter dated 7 August 1960 from the President of the Republic of
    # Upper Volta to the Secretary General. Supp. 1960 (S/4430)." What matters, it says, is the symbol and the organ.
    author = "United Nations Security Council"
    title = "Letter dated 7 August 1960 from the President of the Republic of Upper Volta to the Secretary-General"
    letter = item(
        title=title, author=names(author), publisher=author, number="S/4430", genre="letter", issued=day(1960, 8, 7)
    )
    assert in_all(letter) == {
        "chicago": f"{author}, {title}, letter S/4430 ({author}, 1960), {ADDRESS}.",
        "apa": f"{author}. (1960). {title} (Letter S/4430). {ADDRESS}",
        "mla": f"{author}. {title}. Letter S/4430, {author}, 7 Aug. 1960, {ADDRESS}.",
    }


def test_a_treaty() -> None:
    # https://www.citewrite.qut.edu.au/cite/examples/apa/apa_repts_treaty.html: "United Nations Convention on the Rights
    # of the Child, November 20, 1989, https://...". The style sets a full stop before the address.
    title = "United Nations Convention on the Rights of the Child"
    treaty = item(type="treaty", title=title, author=None, publisher="United Nations", issued=day(1989, 11, 20))
    assert in_all(treaty) == {
        "chicago": f"{title}, November 20, 1989, {ADDRESS}.",
        "apa": f"{title}, November 20, 1989. {ADDRESS}",
        "mla": f"{title}. United Nations, 20 Nov. 1989, {ADDRESS}.",
    }


def test_a_bill() -> None:
    # https://marist.libanswers.com/faq/425369: "Student Loan Accountability Act, H.R. 1622, 118th Cong. (2023-2024)."
    # A record has no number of the congress but in the bill's own number, nor its span.
    bill = item(
        type="bill", title="Student Loan Accountability Act", author=None, publisher=None, genre="bill",
        number="H.R. 1622, 118th Cong.", authority="United States Congress", issued=day(2023, 3, 17),
    )  # fmt: skip
    title, number = "Student Loan Accountability Act", "H.R. 1622, 118th Cong."
    assert in_all(bill) == {
        "chicago": f"{title}, {number}, United States Congress (2023), {ADDRESS}.",
        "apa": f"{title}, {number}, United States Congress (2023). {ADDRESS}",
        "mla": f"United States Congress. {title}. {number}, 17 Mar. 2023, {ADDRESS}.",
    }


def test_a_bill_is_not_by_the_member_who_proposed_it() -> None:
    # https://style.mla.org/citing-congressional-documents/: "Begin by listing the government entity as the author,
    # followed by the title of the source. [...] you might [...] specify the document's type and number". The guide that
    # Chicago and APA follow names no author of a bill. So no style has the member's name, which the record keeps.
    bill = item(
        type="bill", title="Bridges Act", author=names("Bo Lund"), publisher=None, genre="bill as introduced",
        number="H.R. 12", authority="United States, Congress, House", issued=day(2023, 3, 17),
    )  # fmt: skip
    authority = "United States, Congress, House"
    assert in_all(bill) == {
        "chicago": f"Bridges Act, bill as introduced H.R. 12, {authority} (2023), {ADDRESS}.",
        "apa": f"Bridges Act, bill as introduced H.R. 12, {authority} (2023). {ADDRESS}",
        "mla": f"{authority}. Bridges Act. Bill as introduced H.R. 12, 17 Mar. 2023, {ADDRESS}.",
    }


def test_a_law_is_not_taken_for_one_of_the_united_states() -> None:
    # http://www.docstoc.com/docs/82751842/MLA-Style: "Electronic Freedom of Information Act Amendments of 1996. Pub. L.
    # 104-418. 2 Oct. 1996." Styles set "Pub. L. No." before the number of any law, which this one has already.
    law = item(
        type="legislation", title="Bridges Act", author=None, publisher=None, authority="Parliament of the Valley",
        number="c. 12-13",
    )  # fmt: skip
    assert in_all(law) == {
        "chicago": f"Bridges Act, c. 12-13, Parliament of the Valley (2020), {ADDRESS}.",
        "apa": f"Bridges Act, c. 12-13, Parliament of the Valley (2020). {ADDRESS}",
        "mla": f"Parliament of the Valley. Bridges Act. c. 12-13, 6 May 2020, {ADDRESS}.",
    }


def test_a_post() -> None:
    # https://scribendi.com/academy/articles/how_to_cite_a_tweet.en.html: "deGrasse Tyson, N. [@neiltyson]. (2020, Sept
    # 29). You can't use reason ... get into. [Tweet] Twitter. https://...". https://libguides.pvcc.edu/citationstyles/
    # notes-biblio-social-media: "Creator (@username), “Title,” Social media platform, Month Day, Year, URL." Records
    # have no user names; and Chicago's style names the kind of post.
    post = item(
        type="post", title="You can't use reason to get into", author=names("Neil deGrasse Tyson"), genre="tweet",
        publisher="Neil deGrasse Tyson", issued=day(2020, 9, 29), **{"container-title": "Twitter"},
    )  # fmt: skip
    who, what = "Neil deGrasse Tyson", "You can't use reason to get into"
    assert in_all(post) == {
        "chicago": f"{who}, “{what},” tweet, Twitter, September 29, 2020, {ADDRESS}.",
        "apa": f"{who}. (2020, September 29). {what} [Tweet]. Twitter. {ADDRESS}",
        "mla": f"{who}. “{what}.” Tweet. Twitter, 29 Sept. 2020, {ADDRESS}.",
    }


def test_a_post_of_an_official_account() -> None:
    # APA, https://libguides.tri-c.edu/c.php?g=1467376&p=10916956: "APA Databases [@APA_Databases]. (2020, September 2).
    # We have curated a collection of journal articles from APA PsycArticles on [...] [Image attached] [Post]. X.
    # https://..." Chicago, http://aut.ac.nz.libguides.com/c.php?g=685064&p=4840651: "Whakatane Museum and Art Gallery
    # (@whakatanemuseamandarts), "Another great post card design [...]," Instagram photo, July 6, 2018, https://..."
    # MLA, https://libanswers.snhu.edu/faq/210484: "Author [handle]. "Post text." X, Date, Time of Post, URL." The
    # account is not named again as the publisher. Chicago's style sets the kind of post before the platform.
    who, what = "APA Databases", "We have curated a collection of journal articles from APA PsycArticles"
    post = item(
        type="post", title=what, author=names(who), publisher=who, genre="post", issued=day(2020, 9, 2),
        **{"container-title": "X"},
    )  # fmt: skip
    assert in_all(post) == {
        "chicago": f"{who}, “{what},” post, X, September 2, 2020, {ADDRESS}.",
        "apa": f"{who}. (2020, September 2). {what} [Post]. X. {ADDRESS}",
        "mla": f"{who}. “{what}.” Post. X, 2 Sept. 2020, {ADDRESS}.",
    }


def test_a_speech_has_its_day_once_in_each_style() -> None:
    speech = item(type="speech", title="Remarks", publisher="Town", genre="remarks")
    assert in_all(speech) == {
        "chicago": f"Ada Crane, “Remarks,” remarks, Town, May 6, 2020, {ADDRESS}.",
        "apa": f"Ada Crane. (2020, May 6). Remarks [Remarks]. Town. {ADDRESS}",
        "mla": f"Ada Crane. “Remarks.” Remarks. Town, 6 May 2020, {ADDRESS}.",
    }


def test_the_number_of_a_hearing_is_not_that_of_a_bill() -> None:
    # https://guides.smu.edu/c.php?g=1206606&p=8837969: "Title of Hearing, Congress session (Year) (statement of Witness
    # Name, Title)." With a number the style would write "Hearing on Serial No. 7". MLA lists who published it.
    hearing = item(type="hearing", title="The Bridge", number="Serial No. 7", publisher=None, authority="Committee")
    assert in_all(hearing) == {
        "chicago": f"The Bridge, Committee Serial No. 7 (2020) (testimony of Ada Crane), {ADDRESS}.",
        "apa": f"The Bridge, Committee Serial No. 7 (2020) (testimony of Ada Crane). {ADDRESS}",
        "mla": f"Ada Crane. The Bridge. Committee, 6 May 2020, {ADDRESS}.",
    }


def test_a_judge_who_dissents_is_named_with_the_court() -> None:
    # A record may name the judge. Chicago and APA name nobody but the court; MLA begins with the judge, and without
    # its publisher no reader would learn of which court.
    opinion = item(
        type="legal_case", title="Dissenting opinion of Judge Lund", author=names("Bo Lund"), publisher=None,
        authority="Court of the County", genre="dissenting opinion", number="No. 7/2020",
    )  # fmt: skip
    title, court = "Dissenting opinion of Judge Lund", "Court of the County"
    assert in_all(opinion) == {
        "chicago": f"{title}, No. 7/2020 ({court} May 6, 2020), {ADDRESS}.",
        "apa": f"{title}, No. 7/2020 ({court} May 6, 2020). {ADDRESS}",
        "mla": f"Bo Lund. {title}. Dissenting opinion No. 7/2020, {court}, 6 May 2020, {ADDRESS}.",
    }


def test_a_title_that_is_a_sentence_has_no_stop_before_what_follows() -> None:
    # Every entry is cited by its fact, which is a sentence: "passed., version 1" is in no guide.
    entry = item(title="Carts were turned back.", genre="Claim and evidence", number="BR-001", version="2")
    publisher = "Friends of the Bridge"
    assert in_all(entry) == {
        "chicago": f"Ada Crane, Carts were turned back, Claim and evidence BR-001, version 2 ({publisher}, 2020), "
        f"{ADDRESS}.",
        "apa": f"Ada Crane. (2020). Carts were turned back (Claim and Evidence BR-001; Version 2). {publisher}. "
        f"{ADDRESS}",
        "mla": f"Ada Crane. Carts were turned back. Version 2, Claim and evidence BR-001, {publisher}, 6 May 2020, "
        f"{ADDRESS}.",
    }


KINDS = ("report", "webpage", "legal_case", "bill", "legislation", "hearing", "treaty", "speech", "post", "dataset")


@pytest.mark.parametrize("style", [*STYLES, *map(references.style_of, (BY_AUTHOR, NUMBERED))], ids=lambda s: s.name)
def test_every_style_gives_the_archived_copy_which_none_knows_of(style: Style) -> None:
    # Styles have no place for a second address; it stands behind all that they say.
    copy = "https://copies.example.org/1"
    pairs = [(item(type=kind), item(type=kind, note=f"Archived copy: {copy}")) for kind in KINDS]
    made = references.format_references([one for pair in pairs for one in pair], [style], {})
    for alone, with_copy in pairs:
        text = made[references.key(alone, style)].text.removesuffix(".")
        assert ADDRESS in text
        assert made[references.key(with_copy, style)].text.removesuffix(".") == f"{text}. Archived at {copy}"


def test_styles_of_others_name_courts_and_parliaments() -> None:
    # Courts and parliaments are no publishers, and would be missing where such a style looks for an author.
    style = references.style_of(BY_AUTHOR)
    decision = item(type="legal_case", author=None, publisher=None, authority="Court of the County")
    law = item(type="legislation", author=None, publisher=None, authority="Parliament of the Valley")
    assert formatted(decision, style).text == f"Court of the County (2020) The Bridge. Available at: {ADDRESS}."
    assert formatted(law, style).text == f"Parliament of the Valley (2020) The Bridge. Available at: {ADDRESS}."
