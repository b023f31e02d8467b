from __future__ import annotations

from dataclasses import replace

import pytest

from leakwatch.match.people import person_variants
from leakwatch.match.variant import Variant, strongest
from leakwatch.models import Person
from leakwatch.text import fold_key
from tests.sample_watch import PEOPLE

ONO = Person(
    id="p",
    surname="大野",
    given="純一郎",
    surname_kana="おおの",
    given_kana="ジュンイチロウ",
    email="j.ohno@sorei-ceramics.example",
)


def forms(person: Person, rule: str, *, common_only: bool = False) -> set[str]:
    found = person_variants(person, common_only=common_only)
    return {variant.form for variant in found if variant.rule == rule}


def of_form(person: Person, form: str) -> Variant:
    (found,) = (each for each in strongest(person_variants(person)) if each.form == form)
    return found


def test_a_person_without_a_reading_is_looked_for_in_kanji_only() -> None:
    person = Person(id="p", surname="林", given="健")
    assert {variant.form for variant in person_variants(person)} == {"林健", "林・健", "林,健"}


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(Person(id="p", surname="林", given=""), id="none"),
        pytest.param(Person(id="p", surname="林", given="\u200b"), id="nothing visible"),
        pytest.param(Person(id="p", surname="\u3000", given="健"), id="no surname"),
    ],
)
def test_a_person_without_a_given_name_or_surname_is_not_looked_for(person: Person) -> None:
    assert list(person_variants(person)) == []


def test_kana_and_latin_names_of_a_few_letters_are_left_out() -> None:
    person = Person(id="p", surname="井", given="亜", surname_kana="い", given_kana="あ")
    assert {variant.rule for variant in person_variants(person)} == {"person_named"}


def test_a_reading_that_shows_nothing_is_as_good_as_none() -> None:
    person = replace(ONO, surname_kana="\u200b", email=None)
    assert {variant.rule for variant in person_variants(person)} == {"person_named"}


@pytest.mark.parametrize(
    ("spelled", "rule"),
    [
        pytest.param("大野純一郎", "person_named", id="kanji"),
        pytest.param("大野・純一郎", "person_named", id="middle dot"),
        pytest.param("大野,純一郎", "person_named", id="comma"),
        pytest.param("大野じゅんいちろう", "person_named", id="given name in hiragana"),
        pytest.param("大野ジュンイチロウ", "person_named", id="given name in katakana"),
        pytest.param("おおの純一郎", "person_named", id="surname in hiragana"),
        pytest.param("大野 junichiro", "person_named", id="given name in Latin letters"),
        pytest.param("おおのじゅんいちろう", "person_kana", id="hiragana"),
        pytest.param("オオノ・ジュンイチロウ", "person_kana", id="katakana"),
        pytest.param("ジュンイチロウ・オオノ", "person_kana", id="given name first"),
        pytest.param("オオノジユンイチロウ", "person_kana", id="large kana"),
        pytest.param("オーノジュンイチロー", "person_kana", id="long vowels"),
        pytest.param("オオノじゅんいちろう", "person_kana", id="either kana"),
        pytest.param("junichiro ono", "person_romaji", id="passport"),
        pytest.param("ono junichiro", "person_romaji", id="surname first"),
        pytest.param("ono, junichiro", "person_romaji", id="comma in Latin letters"),
        pytest.param("junichiroh ohno", "person_romaji", id="oh"),
        pytest.param("junichirou oono", "person_romaji", id="wapuro"),
        pytest.param("zyunitiro ono", "person_romaji", id="kunrei"),
        pytest.param("jyunichiro ono", "person_romaji", id="jy"),
        pytest.param("jun'ichiro ono", "person_romaji", id="apostrophe"),
        pytest.param("jun-ichiro ono", "person_romaji", id="hyphen"),
        pytest.param("junichiro ohno", "person_romaji", id="two systems"),
        pytest.param("junichiro oono", "person_romaji", id="two other systems"),
        pytest.param("junichiro.ono", "person_romaji", id="as a local part"),
        pytest.param("onojunichiro", "person_romaji", id="as a handle"),
        pytest.param("j. ono", "person_initials", id="initial"),
        pytest.param("ohno, j", "person_initials", id="initial behind"),
        pytest.param("jono@", "person_initials", id="initial in an address"),
        pytest.param("j.ohno@sorei-ceramics.example", "person_address", id="own address"),
        pytest.param("jono@sorei-ceramics.example", "person_address", id="at the same host"),
    ],
)
def test_a_name_is_looked_for_in_every_way_it_is_written(spelled: str, rule: str) -> None:
    assert spelled in forms(ONO, rule)
    assert fold_key(spelled) == spelled


@pytest.mark.parametrize(
    "spelled",
    ["ono yuko", "yuko ono", "ohno, yuko", "yuuko oono", "ono yuuko", "ono.yuko", "yuko_ono"],
)
def test_romanisations_of_the_two_parts_may_be_mixed(spelled: str) -> None:
    person = Person(
        id="p", surname="大野", given="裕子", surname_kana="おおの", given_kana="ゆうこ"
    )
    assert spelled in forms(person, "person_romaji")


@pytest.mark.parametrize(
    ("surname", "kana", "spelled"),
    [
        ("本間", "ほんま", "homma kenta"),
        ("本間", "ほんま", "honma kenta"),
        ("新橋", "しんばし", "shimbashi kenta"),
        ("新橋", "しんばし", "sinbasi kenta"),
        ("服部", "はっとり", "hattori kenta"),
        ("八丁", "はっちょう", "hatcho kenta"),
        ("八丁", "はっちょう", "hattyo kenta"),
        ("佐藤", "さとう", "satoh kenta"),
    ],
)
def test_a_surname_is_romanised_in_every_system(surname: str, kana: str, spelled: str) -> None:
    person = Person(id="p", surname=surname, given="健太", surname_kana=kana, given_kana="けんた")
    assert spelled in forms(person, "person_romaji")


@pytest.mark.parametrize(
    ("surname", "alike"),
    [
        ("関ヶ原", {"関が原健", "関ガ原健"}),
        ("井ノ口", {"井の口健", "井之口健"}),
        ("佐々木", {"佐佐木健"}),
        ("竹之内", {"竹の内健", "竹ノ内健"}),
        ("之内", set()),
    ],
)
def test_particles_and_repetition_within_a_surname_are_written_in_several_ways(
    surname: str, alike: set[str]
) -> None:
    person = Person(id="p", surname=surname, given="健")
    name = fold_key(surname)
    assert forms(person, "person_named") == {f"{name}健", f"{name}・健", f"{name},健"} | alike


def test_sounds_that_are_alike_are_written_for_one_another() -> None:
    person = replace(ONO, given="和男", given_kana="かづお")
    assert {"オオノカズオ", "おおのかずお"} <= forms(person, "person_kana")


def test_a_katakana_name_is_looked_for_in_either_order() -> None:
    person = Person(id="p", surname="ミルゼン", given="アルド")
    assert {"ミルゼン・アルド", "アルド・ミルゼン"} <= forms(person, "person_named")


def test_a_latin_name_is_looked_for_as_one() -> None:
    person = Person(id="p", surname="Mirzen", given="Aldo", email="x@mirzen.example")
    assert {"aldo mirzen", "mirzen aldo", "mirzen, aldo", "aldo.mirzen"} <= forms(
        person, "person_romaji"
    )
    assert "a. mirzen" in forms(person, "person_initials")
    assert not forms(person, "person_named")


@pytest.mark.parametrize(
    ("romaji", "initials"),
    [
        pytest.param("Ken HAYASHI", "k. hayashi", id="capitals say which is the surname"),
        pytest.param("HAYASHI Ken", "k. hayashi", id="in either order"),
        pytest.param("Hayashi, Ken", "k. hayashi", id="so does a comma"),
        pytest.param("Ken Hayashi", "k. hayashi", id="else the surname is the last word"),
    ],
)
def test_the_rosters_own_spelling_gives_initials_too(romaji: str, initials: str) -> None:
    person = Person(id="p", surname="林", given="健", romaji=(romaji, "one-word"))
    assert initials in forms(person, "person_initials")
    assert {"ken hayashi", "hayashi ken"} <= forms(person, "person_romaji")


def test_initials_are_weaker_than_names_and_only_latin() -> None:
    found = [each for each in person_variants(ONO) if each.rule == "person_initials"]
    assert all(each.form.isascii() for each in found)
    assert max(each.strength for each in found) < 0.7


def test_an_address_is_worth_most_when_the_roster_states_it() -> None:
    assert of_form(ONO, "j.ohno@sorei-ceramics.example").strength == 1.0
    assert of_form(ONO, "j.ono@sorei-ceramics.example").strength < 1.0
    assert of_form(ONO, "j.ohno@").rule == "person_initials"


@pytest.mark.parametrize("email", ["", "nobody", "@sorei.example", "x@"])
def test_what_is_no_address_gives_none(email: str) -> None:
    assert not forms(replace(ONO, email=email), "person_address")


def test_a_local_part_that_could_be_anybodys_is_looked_for_at_its_host_only() -> None:
    person = Person(id="p", surname="林", given="健", email="x17@sorei.example")
    assert forms(person, "person_address") == {"x17@sorei.example"}
    assert not forms(person, "person_initials")


def test_forms_of_guessed_readings_say_so_and_stated_readings_forbid_guessing() -> None:
    guesses = (("おおの", "すみいちろう"), ("おおや", "じゅんいちろう"))
    silent = replace(ONO, surname_kana=None, guessed_kana=guesses)
    found = list(strongest(person_variants(silent)))
    guessed = {each.form for each in found if each.guessed}
    assert {"おおのすみいちろう", "junichiro oya", "大野すみいちろう"} <= guessed
    assert "大野純一郎" not in guessed
    assert not any(each.guessed for each in person_variants(replace(ONO, guessed_kana=guesses)))


def test_one_person_stays_below_150_spellings() -> None:
    guesses = (("おおの", "しゅういちろう"), ("おおや", "じゅんいちろう"), ("おの", "じょういち"))
    hard = replace(ONO, romaji=("Junichiroh OHNOH", "Jyun-ichi Oono"))
    for person in (*PEOPLE, ONO, hard, replace(ONO, given_kana=None, guessed_kana=guesses)):
        assert len({variant.form for variant in person_variants(person)}) <= 150


def test_the_common_spellings_are_a_few_of_all() -> None:
    every = {variant.form for variant in person_variants(ONO)}
    common = {variant.form for variant in person_variants(ONO, common_only=True)}
    assert common < every
    assert len(common) <= 25
    assert {"大野純一郎", "オオノジュンイチロウ", "ono junichiro"} <= common
