"""References in citation styles, beside the worked examples of those who teach these styles."""

from __future__ import annotations

from tests.cited import ADDRESS, APA, day, formatted, in_all, item, names


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


def test_a_speech_has_its_day_once_in_each_style() -> None:
    speech = item(type="speech", title="Remarks", publisher="Town", genre="remarks")
    assert in_all(speech) == {
        "chicago": f"Ada Crane, “Remarks,” remarks, Town, May 6, 2020, {ADDRESS}.",
        "apa": f"Ada Crane. (2020, May 6). Remarks [Remarks]. Town. {ADDRESS}",
        "mla": f"Ada Crane. “Remarks.” Remarks. Town, 6 May 2020, {ADDRESS}.",
    }


def test_the_number_of_a_hearing_is_not_that_of_a_bill() -> None:
    # https://guides.smu.edu/c.php?g=1206606&p=8837969: "Title of Hearing, Congress session (Year) (statement of Witness
    # Name, Title)." With a number the style would write "Hearing on Serial No. 7".
    hearing = item(type="hearing", title="The Bridge", number="Serial No. 7", publisher=None, authority="Committee")
    assert in_all(hearing) == {
        "chicago": f"The Bridge, Committee Serial No. 7 (2020) (testimony of Ada Crane), {ADDRESS}.",
        "apa": f"The Bridge, Committee Serial No. 7 (2020) (testimony of Ada Crane). {ADDRESS}",
        "mla": f"Ada Crane. The Bridge. 6 May 2020, {ADDRESS}.",
    }
