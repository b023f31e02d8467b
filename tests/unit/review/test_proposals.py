from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.models import (
    EntryKind,
    Excerpt,
    Explanation,
    LoggedFinding,
    LoggedReason,
    Status,
)
from leakwatch.review import Proposal, propose
from leakwatch.review.words import LONGEST, employers_in, longer_word, stands_in
from tests.sample_watch import WATCHLIST
from tests.unit.review.test_precision import logged


def excerpt(before: str, quote: str, after: str = "", **changes: Any) -> Excerpt:
    given: dict[str, Any] = {
        "field": "text",
        "entry": "T06",
        "entry_kind": EntryKind.TERM,
        "rule": "term_named",
    }
    return Excerpt(before=before, quote=quote, after=after, **(given | changes))


def company(quote: str, **changes: Any) -> Excerpt:
    kind = {"entry": "sorei", "entry_kind": EntryKind.COMPANY, "rule": "company_named"}
    return excerpt("", quote, **(kind | changes))


def leak(number: int, *excerpts: Excerpt, status: Status = Status.DISMISSED) -> LoggedFinding:
    """A finding about 凪材 that rests on its term alone."""
    reason = LoggedReason(rule="term_internal", weight=4.0, entry="T06", matched="term_named")
    return logged(
        number,
        status,
        subject="term:T06",
        excerpts=excerpts,
        explanation=Explanation(reasons=(reason,)),
    )


def registration(
    number: int, *excerpts: Excerpt, status: Status = Status.DISMISSED, **weights: float
) -> LoggedFinding:
    reasons = tuple(
        LoggedReason(rule=rule, weight=weight, entry="sorei", matched=rule)
        for rule, weight in weights.items()
    )
    return logged(number, status, excerpts=excerpts, explanation=Explanation(reasons=reasons))


def proposed(acts: dict[int, str], *findings: LoggedFinding) -> list[Proposal]:
    return list(propose(findings, acts, WATCHLIST))


@pytest.mark.parametrize(
    ("before", "quote", "after", "word"),
    [
        pytest.param("は", "凪材", "料店です", "凪材料店", id="kanji behind"),
        pytest.param("が夕", "凪材", "を", "夕凪材", id="kanji in front"),
        pytest.param("", "ミナモ", "ハウスの", "ミナモハウス", id="katakana"),
        pytest.param("the ", "SR-5", "00 series", "SR-500", id="digits"),
        pytest.param("", "凪材", "を作る", "", id="another script goes on"),
        pytest.param("", "凪材", "", "", id="nothing goes on"),
        pytest.param("", "凪材", "料" * LONGEST, "", id="a run too long for a word"),
        pytest.param("の ", "ﾐﾅﾓ", "ﾊｳｽ", "ﾐﾅﾓﾊｳｽ", id="half-width"),
        pytest.param("", "", "凪", "", id="an empty quote"),
    ],
)
def test_the_longer_word_is_the_quote_and_what_goes_on_in_its_script(
    before: str, quote: str, after: str, word: str
) -> None:
    assert longer_word(excerpt(before, quote, after)) == word


@pytest.mark.parametrize(
    ("word", "within"),
    [
        ("夕凪材料", True),
        ("凪材料", True),
        ("凪材", True),
        ("材料", False),
        ("夕凪", False),
        ("", False),
    ],
)
def test_a_quote_stands_in_a_word_that_covers_it(word: str, *, within: bool) -> None:
    assert stands_in(word, excerpt("町の夕", "凪材", "料店")) is within


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("株式会社青磁商事に勤めています", ["株式会社青磁商事"]),
        ("青磁商事(株)の営業です", ["青磁商事(株)"]),
        ("現職：㈱アオジ、前職：青磁商事株式会社", ["青磁商事株式会社", "㈱アオジ"]),
        ("株式会社の話", []),
        ("", []),
    ],
)
def test_companies_are_names_with_a_legal_form(text: str, names: list[str]) -> None:
    assert sorted(employers_in(text)) == sorted(names)


def test_a_dismissed_term_inside_a_longer_word_suggests_that_word() -> None:
    found = proposed({1: "not_ours"}, leak(1, excerpt("町の", "凪材", "料店で")))
    assert found == [
        Proposal(
            kind="not_in", entry="T06", word="凪材料店", dismissed=(1,), hides=(1,), confirmed=()
        )
    ]


def test_it_says_how_many_it_would_have_hidden_and_how_many_of_them_were_right() -> None:
    word = excerpt("町の", "凪材", "料店で")
    log = [
        leak(1, word),
        leak(2, word, status=Status.NEW),
        leak(3, word, status=Status.CONFIRMED),
        leak(4, word, status=Status.APPROVED),
        leak(5, word, excerpt("新", "凪材", "を"), status=Status.NEW),
        leak(6, excerpt("", "凪材", "を"), status=Status.CONFIRMED),
        registration(7, company("蒼嶺セラ"), company_named=3.2, site_named=1.2),
    ]
    acts = {1: "public", 3: "confirm", 4: "approved", 6: "confirm"}
    (found,) = proposed(acts, *log)
    assert (found.dismissed, found.hides, found.confirmed) == ((1,), (1, 2, 3, 4), (3, 4))


def test_a_finding_with_reasons_enough_besides_the_term_is_not_hidden() -> None:
    word = excerpt("町の", "凪材", "料店で")
    besides = registration(2, word, status=Status.NEW, company_named=3.2, site_named=1.2)
    weak = registration(3, word, status=Status.NEW, company_weak=1.2)
    (found,) = proposed({1: "not_ours"}, leak(1, word), besides, weak)
    assert found.hides == (1, 3)


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("official", Status.DISMISSED),
        ("namesake", Status.DISMISSED),
        ("confirm", Status.CONFIRMED),
        ("not_ours", Status.NEW),
    ],
)
def test_only_what_stands_dismissed_as_not_about_us_suggests_a_word(
    verdict: str, status: Status
) -> None:
    assert proposed({1: verdict}, leak(1, excerpt("", "凪材", "料店"), status=status)) == []


def test_words_that_are_known_are_not_suggested_again() -> None:
    known = excerpt("", "ミナモ", "ノ湯", entry="T03")
    trap = replace(WATCHLIST.terms[2], not_in=("ミナモノ湯", "ミナモノ"))
    watchlist = replace(WATCHLIST, terms=(trap,))
    assert propose([leak(1, known)], {1: "not_ours"}, watchlist) == ()
    assert propose([leak(1, excerpt("", "凪材", "料"))], {1: "not_ours"}, watchlist) == ()


def test_an_alias_that_was_taken_for_others_is_suggested_as_weak() -> None:
    log = [
        registration(1, company("蒼嶺セラ"), company_named=3.2, technology_named=0.7),
        registration(2, company("蒼嶺セラ"), status=Status.CONFIRMED, company_named=3.2, own=5.0),
        registration(
            3,
            company("蒼嶺セラ"),
            company("蒼嶺セラミックス株式会社"),
            status=Status.CONFIRMED,
            company_named=3.2,
            technology_named=0.7,
        ),
        registration(4, company("蒼嶺セラ"), status=Status.CONFIRMED, company_named=3.6),
    ]
    (found,) = proposed({1: "not_ours", 2: "confirm", 3: "confirm", 4: "confirm"}, *log)
    assert (found.kind, found.entry, found.word) == ("weak", "sorei", "蒼嶺セラ")
    assert (found.hides, found.confirmed) == ((1, 4), (4,))


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param(company("蒼嶺", rule="company_weak"), id="weak already"),
        pytest.param(company("蒼嶺セラミックス株式会社"), id="the full name"),
        pytest.param(company("蒼嶺セラ", entry="film"), id="not a name of that company"),
    ],
)
def test_other_names_are_not_suggested_as_weak(quote: Excerpt) -> None:
    assert proposed({1: "not_ours"}, registration(1, quote, company_named=3.2)) == []


def namesake(
    number: int, text: str, status: Status = Status.DISMISSED, **more: Any
) -> LoggedFinding:
    name = excerpt("", "林健", text, entry="E001", entry_kind=EntryKind.PERSON, rule="person_named")
    reasons = (LoggedReason(rule="other_employer", weight=-2.5),)
    given: dict[str, Any] = {
        "subject": "person:E001",
        "excerpts": (name,),
        "explanation": Explanation(reasons=reasons),
    }
    return logged(number, status, **(given | more))


def test_a_namesake_is_suggested_with_the_other_employer() -> None:
    log = [
        namesake(1, "は青磁商事株式会社の営業。蒼嶺セラミックス株式会社の土岐川工場にも詳しい"),
        namesake(2, "は青磁商事㈱の営業", Status.NEW),
        namesake(3, "は青磁商事株式会社の顧問", Status.CONFIRMED),
        namesake(4, "は青磁商事株式会社", Status.NEW, subject="person:E002"),
    ]
    (found,) = proposed({1: "namesake", 3: "confirm"}, *log)
    assert (found.kind, found.entry, found.word) == ("namesake", "E001", "青磁商事株式会社")
    assert (found.dismissed, found.hides, found.confirmed) == ((1,), (1, 3), (3,))


def test_without_an_employer_in_what_is_kept_the_stated_one_is_counted() -> None:
    log = [
        namesake(1, "です"),
        namesake(2, "です", Status.NEW),
        namesake(3, "です", Status.NEW, explanation=Explanation()),
    ]
    (found,) = proposed({1: "namesake"}, *log)
    assert (found.word, found.hides) == ("", (1, 2))


def test_what_would_hide_something_right_comes_last() -> None:
    one, other = excerpt("", "凪材", "料店"), excerpt("", "凪材", "木店")
    log = [leak(1, one), leak(2, one, status=Status.CONFIRMED), leak(3, other)]
    found = proposed({1: "not_ours", 2: "confirm", 3: "public"}, *log)
    assert [(proposal.word, proposal.confirmed) for proposal in found] == [
        ("凪材木店", ()),
        ("凪材料店", (2,)),
    ]


def test_two_findings_that_suggest_the_same_are_one_proposal() -> None:
    word = excerpt("", "凪材", "料店")
    (found,) = proposed({1: "not_ours", 2: "public"}, leak(1, word, word), leak(2, word))
    assert (found.dismissed, found.hides) == ((1, 2), (1, 2))


def test_sealed_findings_without_excerpts_suggest_nothing() -> None:
    assert proposed({1: "not_ours"}, logged(1, Status.DISMISSED, explanation=None)) == []
