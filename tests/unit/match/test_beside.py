"""Hits in what the markup puts beside the subject: one line per layout of a page."""

from __future__ import annotations

import pytest

from leakwatch.extract import read_document
from leakwatch.match import Matches, Reading
from leakwatch.models import Beside, KnownMarkup
from tests.sample_watch import make_sighting, match

#: What a profile says of itself without naming anything of the watchlist.
BODY = "<p>材料の評価と量産の立ち上げを担当しています。焼成と成形の条件出しが専門で、相談は随時受けます。</p>"


def hits_of(html: str) -> Matches:
    page = read_document(html.encode(), url="https://experts.example/experts/4711")
    return match(page.text, title=page.title, markup=page.markup)


def quotes(matches: Matches) -> tuple[list[str], list[str]]:
    aside = [each.hit.quote for each in matches.suppressions if each.rule == "of_others"]
    return [hit.quote for hit in matches.hits], aside


CASES = [
    ("an employee in an aside", f"{BODY}<aside>髙瀬凉子</aside>", "", "髙瀬凉子"),
    ("the company in a footer", f"{BODY}<footer>蒼嶺セラミックス</footer>", "", "蒼嶺セラミックス"),
    ("a site in the navigation", f"<nav>土岐川工場</nav>{BODY}", "", "土岐川工場"),
    ("a secret in an aside stays", f"{BODY}<aside>ミナモの担当者</aside>", "ミナモ", ""),
    ("a secret in a footer stays", f"{BODY}<footer>ミナモと髙瀬凉子</footer>", "ミナモ", "髙瀬凉子"),
    ("the page's own stays", f"<p>髙瀬凉子です。</p>{BODY}<aside>蒼嶺セラミックス</aside>", "髙瀬凉子", "蒼嶺セラミックス"),
    ("a byline", f"<article><header>髙瀬凉子</header>{BODY}<footer>蒼嶺セラミックス</footer></article>", "髙瀬凉子 蒼嶺セラミックス", ""),
    ("all of it in an aside", f"<aside>髙瀬凉子{BODY}</aside>", "髙瀬凉子", ""),
    ("the heading in the aside", f"<aside><h1>髙瀬凉子</h1>蒼嶺セラミックス</aside>{BODY}", "髙瀬凉子 髙瀬凉子 蒼嶺セラミックス", ""),
    ("the title's name in the aside", f"<title>髙瀬凉子 | 名鑑</title><aside><b>髙瀬凉子</b><br>蒼嶺セラミックス</aside>{BODY}", "髙瀬凉子 髙瀬凉子 蒼嶺セラミックス", ""),
    ("the title's name in both", f"<title>佐野の話</title><h2>佐野</h2>{BODY}<aside>佐野<br>蒼嶺セラミックス</aside>", "", "蒼嶺セラミックス"),
    ("the employer only in the aside", f"{BODY}<aside class=profile-sidebar><dl><dt>所属<dd>蒼嶺セラミックス</dl></aside>", "蒼嶺セラミックス", ""),
    ("the employer only in a plain aside", f"{BODY}<aside>所属：蒼嶺セラミックス</aside>", "蒼嶺セラミックス", ""),
    ("the employer in both", f"<p>所属：架空電子株式会社</p>{BODY}<aside>所属：蒼嶺セラミックス</aside>", "", "蒼嶺セラミックス"),
    ("employers of several others", f"{BODY}<aside>所属：蒼嶺セラミックス<br>所属：架空電子</aside>", "", "蒼嶺セラミックス"),
    ("a writer's box in a blog", f"{BODY}<aside><h3>プロフィール</h3>蒼嶺セラミックスの者です</aside>", "蒼嶺セラミックス", ""),
    ("facts in a box of related profiles", f"{BODY}<div class=related>所属：蒼嶺セラミックス</div>", "", "蒼嶺セラミックス"),
    ("facts in a footer", f"{BODY}<footer>会社名：蒼嶺セラミックス</footer>", "", "蒼嶺セラミックス"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "kept", "aside"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_hit_counts_where_the_page_speaks_of_its_subject(
    html: str, kept: str, aside: str
) -> None:
    assert quotes(hits_of(html)) == (kept.split(), aside.split())


def test_a_label_outside_is_not_cut_short_by_a_stretch() -> None:
    text = "経歴\n焼成の仕事。\n一覧\n成形の仕事。"
    nav = KnownMarkup(beside=(Beside(10, 12, "nav"),))
    assert text[10:12] == "一覧"
    labels = [each.label for each in Reading(make_sighting(text, markup=nav)).sentences]
    assert labels == ["label", "career", "side", "career"]


def test_a_box_by_its_heading_ends_with_the_stretch_it_stands_in() -> None:
    page = f"<div><aside><h3>おすすめのエキスパート</h3>別の人</aside><p>蒼嶺セラミックス</p>{BODY}</div>"
    assert quotes(hits_of(page)) == (["蒼嶺セラミックス"], [])


def test_what_stands_beside_says_nothing_of_the_employer() -> None:
    page = f"{BODY}<p>勤務先：蒼嶺セラミックス</p><aside class=related>勤務先：架空電子株式会社</aside>"
    reading = hits_of(page).reading
    assert reading is not None
    assert [each.text.strip() for each in reading.labelled("employer")] == ["蒼嶺セラミックス"]


def test_every_suppressed_hit_keeps_its_place_in_the_text() -> None:
    page = read_document(f"{BODY}<aside>髙瀬凉子</aside>".encode(), url="https://x.example/")
    (one,) = match(page.text, markup=page.markup).suppressions
    assert page.text[one.hit.start : one.hit.end] == one.hit.quote
