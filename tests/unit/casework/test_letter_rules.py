from __future__ import annotations

from datetime import date

import pytest

from leakwatch.casework.letter_days import days_in, written_day
from leakwatch.casework.letter_rules import answer_day, approval, faults
from leakwatch.errors import PermissionDenied
from leakwatch.models import FOR_STAFF, LetterKind
from leakwatch.redact import tells
from tests.asked import ANZU, ANZU_AGAIN, BOTAN, REVIEWERS
from tests.lettered import TODAY, make_letter, make_text
from tests.sample_watch import WATCHLIST

INQUIRY, PERSON = LetterKind.PLATFORM_INQUIRY, LetterKind.HR_CONTACT


def said(kind: LetterKind = INQUIRY, **changes: str) -> list[str]:
    found = faults(
        kind,
        make_text(**changes),
        company="サンプル商会株式会社",
        signer=("見本 花子", "joho@sample-shokai.example"),
        today=TODAY,
        tells=lambda text: tells(text, WATCHLIST),
    )
    return [str(one.message.format(**one.values)) for one in found]


def body(words: str) -> str:
    return f"サンプル商会株式会社\n{words}\n"


def test_a_letter_without_fault_may_leave() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": " "}, "subject is empty"),
        ({"recipient": ""}, "nobody who gets it"),
        ({"body": body("〔sender.phone〕 〔sender.mail〕")}, "sender.phone, sender.mail"),
        ({"subject": "〔letter.reference〕"}, "letter.reference"),
        ({"body": body("{{ sender.phone }}")}, "{{"),
        ({"body": body("{% if x %}")}, "{%"),
        ({"body": body("○○様")}, "○○"),
        ({"body": body("TBD")}, "TBD"),
        ({"body": body("____")}, "____"),
        ({"body": "どこかの会社です。\n"}, "サンプル商会株式会社"),
        ({"body": body("a\x1b[2J")}, "control character"),
        ({"subject": "a\nBcc: x@example.com"}, "control character"),
        ({"recipient": "a@example.com\nBcc: x@example.com"}, "control character"),
        ({"recipient": "a@@example"}, "no mail address"),
        ({"recipient": "a@example.com, b@example.com"}, "no mail address"),
        ({"subject": "長" * 201}, "200"),
        ({"answer_by": "2026-11-26"}, "2026-11-26"),
        ({"body": body("林 健 様についてお尋ねします")}, "roster"),
        ({"body": body("三段ゾルゲル法")}, "inner term"),
    ],
)
def test_an_empty_or_wrong_field_keeps_it(changes: dict[str, str], words: str) -> None:
    assert any(words in one for one in said(INQUIRY, **changes))


def test_a_letter_to_the_person_may_name_him() -> None:
    assert said(PERSON, body=body("林 健 様")) == []


def test_who_signs_may_be_on_the_roster_himself() -> None:
    found = faults(
        INQUIRY,
        make_text(body=body("林 健")),
        company="サンプル商会株式会社",
        signer=("林 健", ""),
        today=TODAY,
        tells=lambda text: tells(text, WATCHLIST),
    )
    assert found == ()


def test_a_host_is_told_the_addresses_of_its_own_pages() -> None:
    assert said(LetterKind.TAKEDOWN, body=body("https://paste.example/minamo/xxxx")) == []
    assert said(LetterKind.TAKEDOWN, body=body("MINAMO")) != []


@pytest.mark.parametrize("actor", [ANZU, ANZU_AGAIN], ids=["same entry", "another entry"])
def test_nobody_approves_what_he_wrote(actor: object) -> None:
    check = approval(ANZU if actor is ANZU else ANZU_AGAIN, REVIEWERS, lambda *_: None)
    with pytest.raises(PermissionDenied):
        check(make_letter(author="R01"), make_text())
    approval(BOTAN, REVIEWERS, lambda *_: None)(make_letter(author="R01"), make_text())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_day_is_read_back_as_it_is_written(language: str) -> None:
    day = date(2026, 2, 3)
    assert days_in(f"({written_day(day, language)})", language) == (day,)


def test_a_day_that_is_none_is_left_out() -> None:
    assert days_in("2026年13月40日 2026年1月2日", "ja") == (date(2026, 1, 2),)


def test_an_edited_text_asks_for_an_answer_by_the_latest_day_in_it() -> None:
    assert answer_day(make_text(body="2026年11月26日 2026年12月24日"), "ja") == "2026-12-24"
    assert answer_day(make_text(body="x"), "ja") == "2026-12-10"
    assert answer_day(make_text(body="2026年12月24日", answer_by=""), "ja") == ""


@pytest.mark.parametrize("kind", sorted(FOR_STAFF))
def test_what_all_staff_reads_holds_no_inner_term(kind: LetterKind) -> None:
    assert said(kind, body=body("三段ゾルゲル法")) != []
    assert said(kind, body=body("方針")) == []
