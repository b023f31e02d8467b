"""An invented ceramics maker and everything it watches for; no name in it is anybody's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from leakwatch.match import Matches, compile_watchlist, find_hits
from leakwatch.models import (
    Combination,
    Company,
    Division,
    Person,
    Profile,
    Shows,
    Sighting,
    Site,
    Term,
    TermKind,
    Watchlist,
)

SEEN_AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

SOREI = Company(
    id="sorei",
    name="蒼嶺セラミックス株式会社",
    owner=True,
    kana="そうれいせらみっくす",
    english=("Sorei Ceramics Co., Ltd.",),
    aliases=("蒼嶺セラ",),
    weak_aliases=("蒼嶺", "SCX"),
    former_names=("蒼嶺陶器株式会社",),
    domains=("sorei-ceramics.example",),
    profiles=(
        Profile(
            language="ja",
            industry=("セラミックス部品メーカー", "窯業メーカー"),
            listing=("東証スタンダード上場",),
            headquarters=("岐阜県", "岐阜"),
            market=("半導体製造装置向け静電チャックで国内2位",),
            employees=2340,
            founded=1931,
        ),
        Profile(
            language="en",
            industry=("ceramic parts maker",),
            headquarters=("Gifu",),
            market=("electrostatic chucks",),
            employees=2340,
        ),
    ),
)
FILM = Company(id="film", name="蒼嶺フィルム株式会社", english=("Sorei Film Inc.",))

SITES = (
    Site(id="toki", name="土岐川工場", english=("Tokigawa Works",), region=("岐阜県",)),
    Site(id="kyoto", name="京都研究所", english=("Kyoto Laboratory",), region=("京都府", "京都")),
)
DIVISIONS = (
    Division(
        id="chuck",
        name="静電チャック開発部",
        english=("Electrostatic Chuck Development Dept.",),
        aliases=("静電チャックの開発部門",),
        sites=("toki",),
        technologies=("T01",),
    ),
    Division(id="buy", name="調達部", english=("Procurement Dept.",), sites=("kyoto",)),
)
TERMS = (
    Term(
        id="T01",
        text="静電チャック",
        sensitivity=1,
        kind=TermKind.TECHNOLOGY,
        variants=("electrostatic chuck",),
        may_leave=True,
    ),
    Term(
        id="T02",
        text="三段ゾルゲル法",
        sensitivity=2,
        kind=TermKind.INTERNAL_METHOD,
        variants=("three-stage sol-gel process",),
    ),
    Term(
        id="T03",
        text="ミナモ",
        sensitivity=3,
        kind=TermKind.CODE_NAME,
        variants=("MINAMO", "ミナモ計画"),
        not_in=("ミナモの湯",),
    ),
    Term(id="T04", text="SR-5", sensitivity=3, kind=TermKind.CODE_NAME, variants=("SR5",)),
    Term(
        id="T05",
        text="1,320℃",
        sensitivity=3,
        kind=TermKind.PARAMETER,
        context=("焼成", "焼結", "sinter", "atm"),
    ),
    Term(id="T06", text="凪材", sensitivity=2, kind=TermKind.UNRELEASED_PRODUCT),
    Term(id="T07", text="ひなた", sensitivity=2, kind=TermKind.CUSTOMER_PROGRAM),
    Term(
        id="T08",
        text="銀鱗ロット",
        sensitivity=2,
        kind=TermKind.DOCUMENT_MARKING,
        patterns=("gl-[0-9]{3}[a-c]",),
    ),
)
COMBINATIONS = (
    Combination(
        id="C01",
        sensitivity=2,
        all=("真空脱脂", "T01"),
        any=("露点", "dew point"),
        none=("展示会",),
        within=40,
    ),
    Combination(id="C02", sensitivity=1, all=("toki", "増設"), fields=("headline", "text")),
)
PEOPLE = (
    Person(
        id="E001",
        surname="林",
        given="健",
        surname_kana="はやし",
        given_kana="けん",
        romaji=("Ken HAYASHI",),
        division="chuck",
        site="toki",
        title="主任",
        years=12,
    ),
    Person(
        id="E002",
        surname="髙瀬",
        given="凉子",
        surname_kana="たかせ",
        given_kana="りょうこ",
        division="buy",
        site="kyoto",
    ),
    Person(
        id="E003",
        surname="大貫",
        given="みき",
        surname_kana="おおぬき",
        given_kana="みき",
        email="m.onuki@sorei-ceramics.example",
        left=date(2024, 3, 31),
    ),
)

WATCHLIST = Watchlist(
    companies=(SOREI, FILM),
    sites=SITES,
    divisions=DIVISIONS,
    terms=TERMS,
    combinations=COMBINATIONS,
    people=PEOPLE,
    protected_topics=("労働組合", "通院"),
    digest="w1",
)
COMPILED = compile_watchlist(WATCHLIST)


def make_sighting(text: str = "", **changes: Any) -> Sighting:
    given: dict[str, Any] = {
        "source": "experts",
        "identity": "4711",
        "url": "https://experts.example/users/4711",
        "page": "https://experts.example/users/4711",
        "shows": Shows.PROFILE,
        "text": text,
        "seen_at": SEEN_AT,
    }
    return Sighting(**(given | changes))


def match(text: str = "", **changes: Any) -> Matches:
    return find_hits(make_sighting(text, **changes), COMPILED)


def told(matches: Matches) -> set[tuple[str, str, str]]:
    """(rule, entry, quote) of every hit."""
    return {(hit.rule, hit.entry, hit.quote) for hit in matches.hits}
