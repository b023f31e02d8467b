from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.crawl.not_there import same_place, verdict_on
from leakwatch.crawl.walls import Answer as Seen, wall_at, wall_of
from leakwatch.extract import Document, read_document
from leakwatch.models import Answer, Marks

OWN = "https://guild.example/members/17"


def verdict(status: int, page: Document | None) -> tuple[Answer, str]:
    """The verdict on what came from where the page was asked for, with the walls that stand there."""
    wall = None
    if page is not None:
        seen = Seen(document=page, body=page.text.encode(), status=status, headers={})
        wall = wall_at(page.url, asked=OWN) or wall_of(seen, Marks())
    return verdict_on(status, page, asked=OWN, wall=wall)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (OWN, True),
        ("http://guild.example/members/17", True),
        ("https://www.guild.example/members/17/", True),
        ("https://guild.example:443/members/17#top", True),
        ("https://guild.example/members/17?lang=ja", True),
        ("https://guild.example/members/17?utm_source=x", True),
        ("https://guild.example/members/18", False),
        ("https://guild.example/", False),
        ("https://guild.example:8443/members/17", False),
        ("https://other.example/members/17", False),
    ],
)
def test_an_address_is_its_own_whatever_a_site_does_to_its_edges(other: str, same: bool) -> None:
    assert same_place(OWN, other) is same


def test_a_redirect_that_drops_who_was_asked_for_leads_elsewhere() -> None:
    assert not same_place("https://guild.example/p?id=17", "https://guild.example/p")
    assert not same_place("https://guild.example/p?id=17", "https://guild.example/p?id=18")


@pytest.mark.parametrize(
    ("final", "answer"),
    [
        ("https://guild.example/members/17/profile", (Answer.THERE, "moved")),
        ("https://guild.example/members/17-kiln-expert", (Answer.THERE, "moved")),
        ("https://guild.example/ja/members/17", (Answer.THERE, "moved")),
        ("https://guild.example/members/170", (Answer.GONE, "redirected")),
        ("https://guild.example/members", (Answer.GONE, "redirected")),
        ("https://other.example/members/17/profile", (Answer.GONE, "redirected")),
        ("https://guild.example/login?next=/members/17", (Answer.UNKNOWN, "wall")),
        ("https://guild.example/users/sign_in", (Answer.UNKNOWN, "wall")),
    ],
)
def test_where_a_redirect_led_to_says_what_became_of_the_page(
    final: str, answer: tuple[Answer, str]
) -> None:
    page = read_document("<p>窯業の専門家をお探しの方へ</p>".encode(), url=final)
    assert verdict(200, page) == answer


def test_a_profile_that_speaks_of_deleting_and_logging_in_is_there() -> None:
    text = "<h1>研究者</h1><p>404の解説やログイン機能、ページが見つかりませんという表示の設計をしました。"
    page = read_document(text.encode(), url=OWN)
    assert verdict(200, page) == (Answer.THERE, "http_200")


def test_a_private_profile_is_no_absence() -> None:
    page = read_document("<h1>非公開のプロフィール</h1>".encode(), url=OWN)
    assert verdict(200, page) == (Answer.THERE, "http_200")


@given(
    st.integers(100, 599),
    st.text("<>/phtml1 404見つかりません退会", max_size=80),
    st.sampled_from([OWN, "https://guild.example/", ""]),
)
@settings(max_examples=200, deadline=None)
def test_only_a_page_that_was_read_or_refused_by_name_is_gone(
    status: int, body: str, final: str
) -> None:
    page = read_document(f"<p>x{body}".encode(), url=final) if status == 200 else None
    answer, how = verdict(status, page)
    if answer is Answer.GONE:
        assert status in {200, 404, 410}
    if status not in {200, 404, 410}:
        assert (answer, how) == (Answer.UNKNOWN, f"http_{status}")
