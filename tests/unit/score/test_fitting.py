from __future__ import annotations

from leakwatch.match import Reading, Sentence
from leakwatch.models import Hit
from leakwatch.score.assess import weigh
from leakwatch.score.fitting import Stated, read_stated, who_fits
from leakwatch.score.roster import indexed
from leakwatch.text import fold_key
from tests.sample_watch import PEOPLE, WATCHLIST, make_sighting, match


def stated(text: str) -> Stated:
    reading = Reading(make_sighting(text))
    placed: list[tuple[Hit, Sentence]] = [
        (hit, mention.sentence) for hit in match(text).hits if (mention := reading.mention(hit))
    ]
    return read_stated(tuple(reading.about()), placed, WATCHLIST)


def test_a_post_is_read_from_division_place_title_and_years() -> None:
    said = stated("静電チャックの開発部門で主任として12年、岐阜県の工場に勤務。")
    assert said == Stated(
        divisions=frozenset({"chuck"}),
        sites=frozenset({"toki"}),
        titles=frozenset({fold_key("主任")}),
        years=frozenset({12}),
    )
    assert who_fits(said, indexed(PEOPLE)).only is PEOPLE[0]


def test_nobody_fits_where_too_little_is_said() -> None:
    fit = who_fits(stated("主任として12年になります。"), indexed(PEOPLE))
    assert (fit.people, fit.of) == ((), 2)


def test_one_thing_that_does_not_fit_rules_a_person_out() -> None:
    said = stated("静電チャックの開発部門で主任として20年、岐阜県の工場に勤務。")
    assert who_fits(said, indexed(PEOPLE)).people == ()


def test_a_verb_is_no_title_and_a_seat_no_place_of_work() -> None:
    said = stated("静電チャック開発部。京都に本社。主任を置く部門を見ています。")
    assert (said.titles, said.sites) == (frozenset(), frozenset())


def test_the_index_belongs_to_one_roster() -> None:
    assert indexed(PEOPLE) is indexed(PEOPLE)
    assert indexed((PEOPLE[1],)).by_id.keys() == {"E002"}


def test_a_finding_says_how_many_on_the_roster_fit() -> None:
    page = make_sighting(
        "セラミックス部品メーカー(従業員2,340名)に勤務しています。"
        "静電チャック開発部の主任で、土岐川工場に12年います。"
    )
    told = [finding.fits for finding in weigh(page, match(page.text), WATCHLIST)]
    active = sum(person.left is None for person in PEOPLE)
    assert told
    assert set(told) == {(1, active)}


def test_a_finding_of_a_page_that_says_too_little_counts_nobody() -> None:
    page = make_sighting("蒼嶺セラミックスに勤務しています。")
    told = [finding.fits for finding in weigh(page, match(page.text), WATCHLIST)]
    assert told
    assert set(told) == {None}
