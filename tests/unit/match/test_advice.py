from __future__ import annotations

from dataclasses import replace

import pytest

from leakwatch.match import check_watchlist, variants
from leakwatch.models import Company, Person, Term, TermKind, Watchlist
from tests.sample_watch import SOREI, WATCHLIST


def _only(*terms: Term, company: Company = SOREI) -> Watchlist:
    return Watchlist(companies=(company,), terms=terms)


def _term(text: str, **changes: object) -> Term:
    plain = Term(id="T1", text=text, sensitivity=2, kind=TermKind.CODE_NAME)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_company_is_looked_for_in_every_spelling() -> None:
    forms = {variant.form for variant in variants(WATCHLIST, "蒼嶺セラミックス株式会社")}
    assert {
        "(株)蒼嶺セラミックス",
        "蒼嶺セラミックス",
        "蒼嶺・セラミックス",
        "ソウレイセラミックス",
        "sorei ceramics",
        "soreiceramics",
        "蒼嶺",
        "蒼嶺陶器",
        "sorei-ceramics.example",
    } <= forms


@pytest.mark.parametrize("name", ["E001", "林健", "林　健", "Ken Hayashi", "ハヤシケン"])
def test_an_entry_is_meant_by_its_id_or_by_any_of_its_spellings(name: str) -> None:
    found = variants(WATCHLIST, name)
    assert {variant.entry for variant in found} == {"E001"}
    assert {"林健", "はやしけん", "ハヤシケン", "hayashi ken", "ken hayashi"} <= {
        variant.form for variant in found
    }


def test_a_name_nobody_listed_means_nothing() -> None:
    assert variants(WATCHLIST, "無名") == ()


def test_no_spelling_is_a_surname_alone_or_holds_a_line_break() -> None:
    found = variants(WATCHLIST, "E002")
    assert not {"高瀬", "凉子", "takase", "たかせ"} & {variant.form for variant in found}
    broken = _only(_term("青海\n波"))
    assert [variant.form for variant in variants(broken, "T1")] == ["青海波"]


def test_a_sound_watchlist_gives_no_advice() -> None:
    assert check_watchlist(replace(WATCHLIST, people=())) == ()


@pytest.mark.parametrize(
    ("term", "said"),
    [
        pytest.param(_term("ab"), "so short", id="two letters"),
        pytest.param(_term("凪"), "so short", id="one kanji"),
        pytest.param(_term("青海波", not_in=("白海波帯",)), "holds no spelling", id="idle trap"),
        pytest.param(_term("青海波", not_in=("青海波",)), "is itself a spelling", id="own trap"),
        pytest.param(
            _term("1,320℃", kind=TermKind.PARAMETER), "parameter without context", id="parameter"
        ),
        pytest.param(
            _term("青海波", kind=TermKind.TECHNOLOGY), "public technology", id="public but secret"
        ),
    ],
)
def test_a_noisy_or_contradictory_term_is_told(term: Term, said: str) -> None:
    messages = [advice.message.format(**advice.values) for advice in check_watchlist(_only(term))]
    assert any(said in message for message in messages)


def test_two_entries_with_one_spelling_are_told_once_with_both_names() -> None:
    twin = _only(_term("青海波"), _term("青海 波", id="T2"))
    (advice,) = check_watchlist(twin)
    assert (advice.entry, advice.values) == ("T2", {"form": "青海波", "other": "T1"})


def test_one_term_with_two_sensitivities_is_told() -> None:
    twin = _only(_term("青海波"), _term("青海 波", id="T2", sensitivity=3))
    told = [advice.message.format(**advice.values) for advice in check_watchlist(twin)]
    assert "“青海波” has sensitivity 3 here and 2 at T1: keep one entry" in told


def test_aliases_that_two_companies_share_are_all_told_in_one_remark() -> None:
    other = Company(id="b", name="白嶺フィルム株式会社", aliases=("蒼嶺セラ", "蒼嶺セラミックス"))
    (advice,) = check_watchlist(Watchlist(companies=(SOREI, other)))
    assert advice.entry == "b"
    assert set(str(advice.values["form"]).split(", ")) >= {"蒼嶺セラ", "蒼嶺セラミックス"}


def test_an_exclusion_that_is_a_derived_spelling_of_its_term_is_told() -> None:
    messages = [
        each.message for each in check_watchlist(_only(_term("三段青海波", not_in=("3段青海波",))))
    ]
    assert [message for message in messages if "is itself a spelling" in message]


def test_remarks_come_in_the_order_of_the_watchlist() -> None:
    noisy = (_term("会社"), _term("ab", id="T2"), _term("開発", id="T3"))
    found = [advice.entry for advice in check_watchlist(_only(*noisy))]
    assert found == sorted(found)
    assert set(found) == {"T1", "T2", "T3"}


def test_of_many_people_with_a_shared_name_some_are_told_and_the_rest_counted() -> None:
    people = tuple(Person(id=f"P{number}", surname="大貫", given="健") for number in range(80))
    found = check_watchlist(Watchlist(companies=(SOREI,), people=people))
    assert len(found) == 51
    assert found[-1].values == {"count": 29}
    assert not any("大貫" in str(each.values) for each in found)


def test_an_alias_that_is_also_weak_is_told() -> None:
    both = replace(SOREI, weak_aliases=("蒼嶺セラ",))
    (advice,) = check_watchlist(_only(company=both))
    assert "both as an alias and as a weak alias" in advice.message


@pytest.mark.parametrize(
    "term",
    [
        pytest.param(_term("\u200b\u3000"), id="text"),
        pytest.param(_term("青海波", variants=("\u00ad",)), id="variant"),
    ],
)
def test_a_spelling_that_folds_to_nothing_is_told_and_not_looked_for(term: Term) -> None:
    (advice,) = check_watchlist(_only(term))
    assert "holds nothing visible" in advice.message
    assert "" not in {variant.form for variant in variants(_only(term), "T1")}


def test_a_person_of_whose_name_nothing_is_left_is_told() -> None:
    ghost = Person(id="P1", surname="\u200b", given="健")
    (advice,) = check_watchlist(Watchlist(companies=(SOREI,), people=(ghost,)))
    assert (advice.entry, advice.values) == ("P1", {"entry": "P1"})


def test_two_people_of_one_name_are_told_once_and_shared_initials_are_not() -> None:
    def person(entry: str, given: str, kana: str) -> Person:
        return Person(
            id=entry, surname="大貫", given=given, surname_kana="おおぬき", given_kana=kana
        )

    twins = (person("P1", "健", "けん"), person("P2", "健", "けん"), person("P3", "香", "かおる"))
    found = check_watchlist(Watchlist(companies=(SOREI,), people=twins))
    assert [(advice.entry, advice.values["other"]) for advice in found] == [("P2", "P1")]


def test_a_long_roster_is_looked_for_in_common_spellings_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = {each.form for each in variants(WATCHLIST, "E002")}
    monkeypatch.setattr("leakwatch.match.forms.LONG_ROSTER", 2)
    monkeypatch.setattr("leakwatch.match.advice.LONG_ROSTER", 2)
    after = {each.form for each in variants(WATCHLIST, "E002")}
    assert after < before
    assert {"高瀬涼子", "高瀬・涼子", "たかせりょうこ", "ryoko takase"} <= after
    messages = [each.message for each in check_watchlist(WATCHLIST)]
    assert any("common spellings" in message for message in messages)
