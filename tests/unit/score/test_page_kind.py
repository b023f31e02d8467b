"""What a page is taken for when its source does not say: one line per sign, and when there is none."""

from __future__ import annotations

from typing import Any

import pytest

from leakwatch.match import Reading, find_hits
from leakwatch.models import Beside, Kind, KnownMarkup, Shows, Taken
from leakwatch.score import KINDS, SIGNS, assess, taken_for
from tests.sample_watch import COMPILED, WATCHLIST, make_sighting

PROFILE = "所属\n架空電子株式会社\n役職\n主任\n自己紹介\n材料の話ができます。"
REQUEST = "募集企業：架空商事\n募集期間：4月末まで\n材料に詳しい方を探しています。"
NEWS = "2026年4月1日\n新棟を建てる\n架空新報 経済部\n会社は増産を発表した。"


def taken(text: str = "", *declares: str, **changes: Any) -> Taken:
    given = {"shows": Shows.PAGE, "markup": KnownMarkup(declares=frozenset(declares))} | changes
    sighting = make_sighting(text, **given)
    return taken_for(sighting, Reading(sighting))


CASES = [
    ("labelled facts and an introduction", PROFILE, (), "profile profile_labels"),
    ("facts in running labels", "所属：架空電子　経験年数：10年\nプロフィール：材料の者です", (), "profile profile_labels"),
    ("a profile page", "材料の者です。", ("profilepage",), "profile declared_profile"),
    ("og:profile", "材料の者です。", ("og:profile",), "profile declared_profile"),
    ("declared and labelled", PROFILE, ("profilepage",), "profile declared_profile profile_labels"),
    ("client and period", REQUEST, (), "request request_labels"),
    ("what is sought, and until when", "求める経験\n焼成の量産\n応募締切\n4月末", (), "request request_labels"),
    ("a job", "焼成の経験者。", ("jobposting",), "request declared_request"),
    ("a news article", "会社は増産を発表した。", ("newsarticle", "og:article"), "article declared_article"),
    ("a blog", "焼成の話。", ("blogposting",), "article declared_article"),
    ("newsroom and date", NEWS, (), "article newsroom"),
    ("newsroom and date in English", "November 26, 2026\nNew works\nNews Desk\nThe company announced.", (), "article newsroom"),
    ("facts alone", "所属\n架空電子株式会社\n役職\n主任", (), "page"),
    ("an introduction alone", "自己紹介\n材料の話ができます。", (), "page"),
    ("one fact with an introduction", "所属\n架空電子\n自己紹介\n材料の話。", (), "page"),
    ("a client alone", "クライアント：架空商事\n材料の仕事。", (), "page"),
    ("a fee alone", "報酬\n30,000円/時", (), "page"),
    ("a newsroom without a date", "架空新報 経済部\n会社は増産を発表した。", (), "page"),
    ("a date alone", "2026年4月1日\n材料の話。", (), "page"),
    ("a person that may be an author", "材料の者です。", ("person", "webpage"), "page"),
    ("og:article, which blogs say of all", "材料の者です。", ("og:article",), "page"),
    ("declared one way, labelled another", PROFILE, ("newsarticle",), "page"),
    ("two kinds declared", "材料。", ("newsarticle", "jobposting"), "page"),
    ("two kinds of labels", f"{PROFILE}\n{REQUEST}", (), "page"),
    ("nothing", "", (), "page"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "declares", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_page_is_what_its_signs_agree_on(text: str, declares: tuple[str, ...], said: str) -> None:
    kind, *signs = said.split()
    assert taken(text, *declares) == Taken(Shows(kind), tuple(signs))


def test_facts_about_others_are_no_sign() -> None:
    first = "材料の話。\n"
    beside = KnownMarkup(beside=(Beside(len(first), len(first + PROFILE), "related"),))
    assert taken(first + PROFILE).shows is Shows.PROFILE
    assert taken(first + PROFILE, markup=beside).shows is Shows.PAGE


def test_keys_of_a_pages_own_scripts_are_no_labels() -> None:
    data = "organization: 架空電子\njob title: 主任\nbio: 材料の話"
    assert taken("材料", fields={"data": data}).shows is Shows.PAGE


@pytest.mark.parametrize("shows", [Shows.PROFILE, Shows.REQUEST, Shows.ARTICLE])
def test_what_a_source_says_of_its_pages_stands(shows: Shows) -> None:
    assert taken(PROFILE, "newsarticle", shows=shows) == Taken(shows)


def kinds(text: str, otherwise: Shows = Shows.PAGE, **changes: Any) -> list[Kind]:
    sighting = make_sighting(text, **({"shows": Shows.PAGE} | changes))
    matches = find_hits(sighting, COMPILED)
    return [each.kind for each in assess(sighting, matches, WATCHLIST, otherwise=otherwise)]


OURS = "所属\n蒼嶺セラミックス株式会社\n役職\n主任\n自己紹介\n材料の話ができます。"


def test_a_page_that_is_a_profile_is_judged_as_one() -> None:
    assert kinds(OURS) == [Kind.REGISTRATION]
    assert kinds(OURS.replace("自己紹介\n", "")) == []


def test_a_page_that_does_not_say_is_read_as_asked() -> None:
    text = "蒼嶺セラミックス株式会社に勤務しています。"
    assert kinds(text) == []
    assert kinds(text, Shows.PROFILE) == [Kind.REGISTRATION]
    news = KnownMarkup(declares=frozenset({"newsarticle"}))
    assert kinds(text, Shows.PROFILE, markup=news) == []


def test_a_finding_tells_what_its_page_was_taken_for_where_nobody_had_said() -> None:
    for shows, told in ((Shows.PAGE, Taken(Shows.PROFILE, ("profile_labels",))), (Shows.PROFILE, None)):  # fmt: skip
        sighting = make_sighting(OURS, shows=shows)
        (finding,) = assess(sighting, find_hits(sighting, COMPILED), WATCHLIST)
        assert finding.taken == told


def test_every_sign_and_kind_has_words() -> None:
    assert set(KINDS) == set(Shows)
    met = {sign for case in CASES for sign in case[3].split()[1:]}
    assert met == set(SIGNS)
