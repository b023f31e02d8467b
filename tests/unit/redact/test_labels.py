from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import find_hits
from leakwatch.models import Finding, Kind, Reason, Severity, Sighting
from leakwatch.redact import CONTACT, NAME, label_excerpt, labelled, tells
from leakwatch.redact.labels import LENGTH
from leakwatch.text import fold_key
from tests.sample_watch import COMPILED, WATCHLIST, make_sighting


def finding_of(sighting: Sighting, **changes: Any) -> Finding:
    hits = find_hits(sighting, COMPILED).hits
    given: dict[str, Any] = {
        "sighting": sighting,
        "kind": Kind.REGISTRATION,
        "subject": "unknown",
        "score": 0.9,
        "severity": Severity.HIGH,
        "hits": hits,
        "reasons": tuple(Reason(rule="company_named", weight=1.0, hit=hit) for hit in hits),
    }
    return Finding(**(given | changes))


def excerpt_of(text: str, **changes: Any) -> str:
    sighting = make_sighting(text, **changes)
    return label_excerpt(finding_of(sighting), sighting, WATCHLIST)


def all_of(text: str, **changes: Any) -> str:
    sighting = make_sighting(text, **changes)
    return labelled(text, finding_of(sighting), sighting, WATCHLIST)


@pytest.mark.parametrize(
    "name",
    [
        "髙瀬 凉子",
        "高瀬涼子",
        "高瀬・涼子",
        "髙\u200b瀬\u00ad凉\u2060子",
        "高瀬\n\n涼子",
        "高\n瀬\n涼\n子",
        "高　瀬　涼　子",
        "ﾀｶｾ ﾘｮｳｺ",
        "タカセリョウコ",
        "たかせりょうこ",
        "Ryoko Takase",
        "ＴＡＫＡＳＥ，ＲＹＯＫＯ",
        "Ryōko Takase",
        "ryoko.takase",
        "\u202e高瀬涼子\u202c",
        "高瀬\0涼子",
        "高\u0301瀬涼子",
        "小高瀬涼子郎",
    ],
)
def test_a_roster_name_is_hidden_in_every_spelling(name: str) -> None:
    shown = all_of(f"担当は「{name}」です。")
    assert NAME in shown
    for part in ("高瀬", "涼子", "凉子", "髙瀬", "takase", "タカセ", "たかせ", "ryoko"):
        assert fold_key(part) not in fold_key(shown)


@pytest.mark.parametrize(
    "contact",
    [
        "r.takase@mail.example",
        "ｒ．ｔａｋａｓｅ＠ｍａｉｌ．ｅｘａｍｐｌｅ",
        "rt [at] mail [dot] example",
        "rt(at)mail.example",
        "rtアットmailドットexample",
        "090-1234-5678",
        "０９０－１２３４－５６７８",
        "090ー1234ー5678",
        "09012345678",
        "+81 90 1234 5678",
        "(03) 1234-5678",
        "03(1234)5678",
        "https://people.example/u/1?x=<b>",
        "hxxp://people.example/u/1",
        "www.people.example/u",
        "people.example/u/1",
        "people.example",
        "@rt_1980",
        "＠rt_1980",
        "LINE ID: rt1980",
        "ライン ID：rt1980",
        "Skype: live.rt1980",
        "〒509-5100",
    ],
)
def test_contact_data_is_hidden_however_it_is_written(contact: str) -> None:
    shown = all_of(f"連絡先は {contact} です。")
    assert CONTACT in shown
    assert "1980" not in shown
    assert "mail" not in fold_key(shown)
    assert "people" not in fold_key(shown)
    assert "5678" not in fold_key(shown)
    assert "5100" not in fold_key(shown)


@pytest.mark.parametrize("text", ["従業員2,340名", "2019-2021年", "Co.,Ltd.", "Co.Ltd.", "1,320℃"])
def test_numbers_and_legal_forms_are_no_contact_data(text: str) -> None:
    assert CONTACT not in all_of(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("ミナモ", "［T03］", id="code name"),
        pytest.param("ＭＩＮＡＭＯ", "［T03］", id="variant"),
        pytest.param("ミナモト", "［T03］", id="within a longer word"),
        pytest.param("ミ\u200bナモ", "［T03］", id="disguised"),
        pytest.param("三段ゾルゲル法", "［T02］", id="internal"),
        pytest.param("炉は1,320℃", "［T05］", id="without its context"),
    ],
)
def test_terms_from_sensitivity_two_on_are_hidden(text: str, label: str) -> None:
    shown = all_of(f"件は{text}。")
    assert label in shown
    assert fold_key("ミナモ") not in fold_key(shown)


def test_public_technology_and_the_company_are_shown() -> None:
    shown = excerpt_of("蒼嶺セラミックスで静電チャックを担当")
    assert shown == "蒼嶺セラミックスで静電チャックを担当"


def test_the_pages_own_name_is_hidden_whole_and_in_parts() -> None:
    shown = excerpt_of(
        "蒼嶺セラミックスの架橋です。空乃とも呼ばれます。Kakehashi。",
        fields={"name": "架橋 空乃 (Sorano KAKEHASHI)"},
    )
    assert "架橋" not in shown
    assert "空乃" not in shown
    assert "kakehashi" not in shown.lower()


def test_parts_of_a_found_persons_name_are_hidden_too_even_one_kanji_with_an_honorific() -> None:
    shown = excerpt_of("林健。蒼嶺セラミックス勤務。林さん、はやし、HAYASHIと呼ばれる。森林の話。")
    assert "林さん" not in shown
    assert "はやし" not in shown
    assert "hayashi" not in shown.lower()
    assert "森林の話" in shown


def test_the_edge_of_an_excerpt_cuts_no_name_in_half() -> None:
    for filler in range(30, 46):
        shown = excerpt_of(
            "髙瀬凉子" + "あ" * filler + "蒼嶺セラミックス" + "い" * filler + "高瀬涼子"
        )
        for char in "髙高瀬凉涼":
            assert char not in shown


def test_an_excerpt_is_one_line_of_bounded_length_with_whole_labels() -> None:
    text = "。".join(f"{number}番目の蒼嶺セラミックスと林健とミナモ\n" for number in range(60))
    shown = excerpt_of(text)
    assert "\n" not in shown
    assert len(shown) <= LENGTH
    assert shown.count("［") == shown.count("］")


def test_overlapping_stretches_are_shown_once() -> None:
    shown = excerpt_of("静電チャック開発部の土岐川工場で蒼嶺セラミックス")
    assert shown.count("土岐川工場") == 1


def test_what_a_terminal_or_a_channel_could_be_tricked_by_is_dropped() -> None:
    page = "\x1b[31m蒼嶺セラミックス\x07\u202e\ud800\n\r勤務\u2028です"
    shown = excerpt_of(page, personal_data=False)
    assert shown == "[31m蒼嶺セラミックス 勤務 です"
    assert shown.encode("utf-8")


def test_who_stands_in_the_line_below_is_not_shown_beside_a_hit() -> None:
    page = "御子柴ひかり\n蒼嶺セラミックスに勤務\n巽 奏多"
    assert excerpt_of(page) == "蒼嶺セラミックスに勤務"
    assert excerpt_of(page, personal_data=False) == "御子柴ひかり 蒼嶺セラミックスに勤務 巽 奏多"


def test_an_excerpt_of_what_is_new_leaves_out_what_was_known() -> None:
    sighting = make_sighting(f"蒼嶺セラミックスに勤務。{'あ' * 90}蒼嶺陶器の出身")
    finding = finding_of(sighting)
    new = tuple(hit for hit in finding.hits if hit.quote == "蒼嶺陶器")
    assert len(new) == 1
    shown = label_excerpt(finding, sighting, WATCHLIST, around_hits=new)
    assert "蒼嶺陶器の出身" in shown
    assert "勤務" not in shown
    unweighed = finding_of(sighting, reasons=())
    assert label_excerpt(unweighed, sighting, WATCHLIST, around_hits=new) == shown


def test_what_is_hidden_beside_something_new_is_that_of_the_whole_page() -> None:
    sighting = make_sighting("髙瀬凉子、蒼嶺セラミックス、MINAMO")
    finding = finding_of(sighting)
    new = tuple(hit for hit in finding.hits if hit.quote == "蒼嶺セラミックス")
    shown = label_excerpt(finding, sighting, WATCHLIST, around_hits=new)
    assert shown.startswith(NAME)
    assert "MINAMO" not in shown


def test_without_hits_there_is_nothing_to_show() -> None:
    assert excerpt_of("関係のない文") == ""


SECRETS = ["髙瀬凉子", "林 健", "MINAMO", "三段ゾルゲル法", "a@b.example", "090-1234-5678"]
DECOYS = ["蒼嶺セラミックス", "。", " ", "\n", "\u200b", "林", "あ", "(", "［", "］", "@", "-", "1"]


@given(st.lists(st.sampled_from(SECRETS + DECOYS), max_size=14))
@settings(max_examples=300, deadline=None)
def test_nothing_hidden_is_found_again_in_what_is_shown(parts: list[str]) -> None:
    shown = fold_key(excerpt_of("".join(parts)))
    for secret in ("高瀬", "凉子", "涼子", "minamo", "ゾルゲル", "a@b", "1234-5678"):
        assert fold_key(secret) not in shown


@pytest.mark.parametrize(
    ("text", "hidden", "label"),
    [
        pytest.param("管理番号はＧＬ-204bです", "204", "［T08］", id="pattern"),
        pytest.param("静電チャックの真空脱脂は露点が要", "脱脂", "［C01］", id="combination"),
        pytest.param(
            "静電チャックの真空脱脂は露点が要", "静電", "［C01］", id="public word in one"
        ),
        pytest.param("真空脱脂だけ", "脱脂", "［C01］", id="item of a combination"),
    ],
)
def test_what_patterns_and_combinations_found_is_hidden(text: str, hidden: str, label: str) -> None:
    shown = all_of(text)
    assert hidden not in fold_key(shown)
    assert label in shown


@pytest.mark.parametrize(
    "part",
    [
        "users/高瀬涼子",
        f"users/{quote('髙瀬 凉子')}",
        f"users/{quote(quote('高瀬涼子'))}",
        "users/ryoko-takase",
        "?author=Takase+Ryoko",
        "@ryoko_takase",
        f"tags/{quote('三段ゾルゲル法')}",
        "tags/SR-5/notes",
        "2026/ミナモ#part",
    ],
)
def test_an_address_that_names_somebody_of_ours_or_an_inner_term_tells(part: str) -> None:
    assert tells(f"https://blog.example/{part}", WATCHLIST)


@pytest.mark.parametrize(
    "part",
    [
        "",
        "requests/337/",
        "users/hanako?page=2",
        quote("静電チャック"),
        "%",
        "%E9%AB",
        "0312345678",
    ],
)
def test_any_other_address_tells_nothing(part: str) -> None:
    assert not tells(f"https://blog.example/{part}", WATCHLIST)
