"""Each kind of spelling that is promised, found on a page written so."""

from __future__ import annotations

import unicodedata

import pytest

from leakwatch.match import compile_watchlist, find_hits, variants
from leakwatch.models import Company, Person, Term, TermKind, Watchlist
from tests.sample_watch import make_sighting

OWN = Company(
    id="own",
    name="白樺デバイス工業株式会社",
    owner=True,
    kana="しらかばでばいすこうぎょう",
    english=("Shirakaba Device Industries Co., Ltd.",),
    aliases=("シラデバ",),
    weak_aliases=("SDI",),
    former_names=("白樺電機製作所",),
    domains=("shirakaba-device.example",),
)
SUB = Company(id="sub", name="白樺フォトニクス有限会社", english=("Shirakaba Photonics Inc.",))
PEOPLE = (
    Person(id="ONO", surname="大野", given="純一", surname_kana="おおの", given_kana="じゅんいち"),
    Person(id="WAT", surname="渡邉", given="翔太", surname_kana="わたなべ", given_kana="しょうた"),
    Person(id="SHIN", surname="新橋", given="陽子", surname_kana="しんばし", given_kana="ようこ"),
    Person(id="KUGA", surname="久家", given="恵", guessed_kana=(("くが", "めぐみ"),)),
    Person(
        id="SATO",
        surname="佐藤",
        given="健",
        surname_kana="さとう",
        given_kana="けん",
        email="ken_s@shirakaba-device.example",
    ),
)


def _term(entry: str, text: str, **changes: object) -> Term:
    given = {"sensitivity": 2, "kind": TermKind.PARAMETER, **changes}
    return Term(id=entry, text=text, **given)  # type: ignore[arg-type]


TERMS = (
    _term("HEAT", "1,320℃"),
    _term("PRESSURE", "酸素分圧10^-9"),
    _term("STAGE", "二段脱脂法", kind=TermKind.INTERNAL_METHOD),
    _term("CODE", "RV-4", kind=TermKind.CODE_NAME),
    _term("KANA", "ショウジョウバインダー", kind=TermKind.CODE_NAME),
)
WATCHLIST = Watchlist(companies=(OWN, SUB), people=PEOPLE, terms=TERMS)
COMPILED = compile_watchlist(WATCHLIST)

WRITTEN = {
    "own: legal form behind": "白樺デバイス工業株式会社",
    "own: legal form in front": "株式会社白樺デバイス工業",
    "own: in brackets": "(株)白樺デバイス工業|（株）白樺デバイス工業|白樺デバイス工業(株)",
    "own: in one character": "㈱白樺デバイス工業|白樺デバイス工業㈱|㍿白樺デバイス工業|㊑白樺デバイス工業",
    "own: old kanji": "株式會社白樺デバイス工業",
    "own: without": "白樺デバイス工業",
    "own: with a blank": "白樺デバイス工業 株式会社",
    "own: half width": "白樺ﾃﾞﾊﾞｲｽ工業",
    "own: spaced out": "白 樺 デ バ イ ス 工 業",
    "own: broken line": "白樺デバ\nイス工業",
    "own: middle dot": "白樺・デバイス工業",
    "own: zero width": "白\u200b樺デバ\u00adイス工\u2060業",
    "own: apart (NFD)": unicodedata.normalize("NFD", "白樺デバイス工業"),
    "own: alias": "シラデバ",
    "own: weak alias": "SDI|ＳＤＩ|sdi",
    "own: former name": "白樺電機製作所|株式会社白樺電機製作所",
    "own: reading": "シラカバデバイスコウギョウ|ｼﾗｶﾊﾞﾃﾞﾊﾞｲｽｺｳｷﾞｮｳ|しらかばでばいすこうぎょう",
    "own: reading beside its katakana": "しらかばデバイスこうぎょう",
    "own: reading in large kana": "シラカバデバイスコウギヨウ",
    "own: English": "Shirakaba Device Industries Co., Ltd.|SHIRAKABA DEVICE INDUSTRIES CO LTD",
    "own: another English form": "Shirakaba Device Industries K.K.|Shirakaba Device Industries Inc.",
    "own: form in front": "Kabushiki Kaisha Shirakaba Device Industries",
    "own: one word": "ShirakabaDeviceIndustries|#shirakaba_device_industries",
    "own: domain": "shirakaba-device.example|https://www.shirakaba-device.example/x|a@shirakaba-device.example",
    "sub: legal forms": "白樺フォトニクス有限会社|(有)白樺フォトニクス|㈲白樺フォトニクス",
    "sub: English": "Shirakaba Photonics Inc.|Shirakaba Photonics, Inc.|Shirakaba Photonics",
    "sub: a kana wrong": "白樺フォトニックス|白樺フオトニクス|白樺フォトニク",
    "ONO: kanji": "大野純一|大野 純一|大野　純一|大野・純一|大 野 純 一|大野\n純一",
    "ONO: kana": "おおの じゅんいち|オオノジュンイチ|ｵｵﾉ ｼﾞｭﾝｲﾁ|オオノ・ジュンイチ",
    "ONO: kana behind a particle": "私はおおのじゅんいちです",
    "ONO: large kana": "オオノ ジユンイチ",
    "ONO: long-vowel sign": "オーノ ジュンイチ",
    "ONO: half kana": "大野 じゅんいち",
    "ONO: half Latin": "大野 Junichi",
    "ONO: Hepburn": "Junichi Ono|Jun'ichi Ono|Jun’ichi Ono|Jun-ichi Ono",
    "ONO: passport": "Junichi Ohno|Jun'ichi Ohno",
    "ONO: wapuro": "Junichi Oono|Jyunichi Oono",
    "ONO: Kunrei": "Zyuniti Ono|Zyun'iti Oono",
    "ONO: macron": "Junichi Ōno|Jun'ichi Ôno",
    "ONO: surname first": "Ohno Junichi|OHNO Junichi|ONO JUNICHI",
    "ONO: comma": "Ohno, Junichi|ONO, Jun'ichi",
    "ONO: initials": "J. Ohno|J Ono|Ohno J.|ONO, J",
    "ONO: local part": "junichi.ohno@mail.example|junichi_ono@mail.example|ono-junichi@mail.example",
    "ONO: local part with an initial": "j.ono@mail.example|jono@mail.example|ono_j@mail.example",
    "WAT: kanji of the register": "渡邉翔太|渡邊翔太|渡辺翔太|渡邉\U000e0101翔太",
    "WAT: long o": "Shota Watanabe|Shohta Watanabe|Shouta Watanabe|Shōta Watanabe|Syota Watanabe",
    "SHIN: m or n": "Yoko Shimbashi|Yoko Shinbashi|Yohko Shinbashi|Youko Sinbasi|SHIMBASHI, Yoko",
    "KUGA: guessed reading": "Megumi Kuga|クガ メグミ|Kuga Megumi",
    "SATO: the roster's own address": "ken_s@shirakaba-device.example",
    "SATO: an address made of the name": "k.sato@shirakaba-device.example",
    "SATO: several systems": "Ken Sato|Ken Satoh|Ken Satou|Ken Satō|Sato Ken",
    "HEAT: degrees": "1,320℃|1320度|1320 degrees C|1320°C|１３２０℃|1,320 ℃|1320 deg C|1320 degrees Celsius|1320 度",
    "PRESSURE: powers of ten": "酸素分圧10^-9|酸素分圧1E-9|酸素分圧１０の−９乗|酸素分圧10⁻⁹|酸素分圧 1e-9|酸素分圧1×10^-9",
    "STAGE: numerals": "二段脱脂法|2段脱脂法|２段脱脂法|2 段 脱脂法",
    "CODE: hyphens": "RV-4|RV‐4|RV–4|RV−4|RVー4|ＲＶ－４|RV 4|RV_4|rv-4",
    "KANA: small and large": "ショウジョウバインダー|シヨウジヨウバインダー|ショウジョウバインダ",
}


def _pages() -> list[object]:
    return [
        pytest.param(kind.split(":")[0], text, id=f"{kind} {text}")
        for kind, written in WRITTEN.items()
        for text in written.split("|")
    ]


@pytest.mark.parametrize(("entry", "text"), _pages())
def test_a_page_written_so_is_found(entry: str, text: str) -> None:
    hits = find_hits(make_sighting(f"（{text}）"), COMPILED).hits
    assert entry in {hit.entry for hit in hits}
    assert all(hit.quote in text for hit in hits)


def test_only_forms_of_a_guessed_reading_are_marked_so() -> None:
    guessed = {each.form: each.guessed for each in variants(WATCHLIST, "KUGA")}
    assert (guessed["久家恵"], guessed["megumi kuga"], guessed["クガメグミ"]) == (False, True, True)
    assert not any(each.guessed for each in variants(WATCHLIST, "ONO"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1320円", id="another unit"),
        pytest.param("11,320℃", id="a longer number"),
        pytest.param("二段目の脱脂法", id="other words"),
        pytest.param("RV-40", id="a longer code"),
        pytest.param("大野純一郎", id="a longer name"),
        pytest.param("小大野純一", id="a longer surname"),
        pytest.param("白樺フォトニクスラボ", id="a longer company"),
        pytest.param("Junichiro Ohno", id="a longer given name"),
        pytest.param("このおおのじゅんいちろう", id="a longer reading"),
    ],
)
def test_what_only_looks_so_is_not(text: str) -> None:
    assert find_hits(make_sighting(text), COMPILED).hits == ()
