"""What an alert and the log say of a page that is looked at again."""

from __future__ import annotations

from dataclasses import replace

from leakwatch.models import Finding, Hit, Sighting, Status
from leakwatch.record import Record
from tests.logged import (
    WATCHLIST,
    acts,
    after_baseline,
    day,
    give_verdict,
    make_finding,
    make_hit,
    make_public_source,
    make_sighting,
    make_source,
    only,
    sweep,
    told,
)

SOURCE, BLOG = make_source(), make_public_source()
PAGE = make_sighting(SOURCE)


def edited(page: Sighting, text: str) -> Sighting:
    return replace(page, text=text, content_hash=f"hash of {text}")


def found(page: Sighting, *quotes: str) -> Finding:
    """A finding with a hit of its own entry for each of `quotes`, wherever `page` has it."""
    hits = [_hit(page, quote) for quote in quotes]
    return make_finding(page, hits=tuple(hits), reasons=())


def _hit(page: Sighting, quote: str) -> Hit:
    at = page.text.index(quote)
    entry = {"甲": "T1", "乙": "T2", "丙": "T3"}[quote]
    return make_hit(entry=entry, start=at, end=at + 1, quote=quote, folded=quote)


FIRST = edited(PAGE, "前の仕事は甲の開発")
SECOND = edited(PAGE, "前の仕事は甲の開発\n今は乙の開発も引き受けます")
THIRD = edited(PAGE, "今は乙の開発も引き受けます\nまたいつか")


def test_an_alert_about_something_new_shows_that_and_not_the_old(record: Record) -> None:
    after_baseline(record, found(FIRST, "甲"))
    give_verdict(record, Status.DISMISSED, "not_ours")
    sweep(record, SOURCE, found(SECOND, "甲", "乙"), at=day(1))
    (alert,) = told(record)
    (news,) = alert.findings
    assert (news.reopened, news.returned, news.new_entries) == (True, False, ("T2",))
    assert news.excerpt == "今は乙の開発も引き受けます"
    assert only(record).status is Status.NEW


def test_a_reveal_marks_what_was_new_until_something_newer_comes(record: Record) -> None:
    after_baseline(record, found(FIRST, "甲"))
    assert [one.new for one in record.findings.get(1001, reveal=True).excerpts] == [False]
    sweep(record, SOURCE, found(SECOND, "甲", "乙"), at=day(1))
    shown = record.findings.get(1001, reveal=True).excerpts
    assert [(one.quote, one.new) for one in shown] == [("甲", False), ("乙", True)]
    sweep(record, SOURCE, found(edited(SECOND, f"{SECOND.text}。"), "甲", "乙"), at=day(2))
    shown = record.findings.get(1001, reveal=True).excerpts
    assert [(one.quote, one.new) for one in shown] == [("甲", False), ("乙", True)]
    more = edited(SECOND, f"{SECOND.text}と丙")
    sweep(record, SOURCE, found(more, "甲", "乙", "丙"), at=day(3))
    shown = record.findings.get(1001, reveal=True).excerpts
    assert [one.quote for one in shown if one.new] == ["丙"]


def test_what_is_not_there_any_more_is_noted_in_silence(record: Record) -> None:
    after_baseline(record, found(SECOND, "甲", "乙"))
    give_verdict(record, Status.DISMISSED, "not_ours")
    sweep(record, SOURCE, found(THIRD, "乙"), at=day(1))
    assert told(record) == []
    assert only(record).status is Status.DISMISSED
    assert acts(record)[-2:] == ["edited", "lost"]
    last = record.findings.history(1001)[-1]
    assert (last.entries, last.detail) == (("T1",), "dismissed -T1")


def test_what_comes_back_on_a_page_was_judged_already(record: Record) -> None:
    after_baseline(record, found(SECOND, "甲", "乙"))
    give_verdict(record, Status.DISMISSED, "not_ours")
    sweep(record, SOURCE, found(THIRD, "乙"), at=day(1))
    sweep(record, SOURCE, found(SECOND, "甲", "乙"), at=day(2))
    assert told(record) == []
    assert only(record).status is Status.DISMISSED


def test_something_new_and_something_lost_are_both_in_the_history(record: Record) -> None:
    after_baseline(record, found(FIRST, "甲"))
    sweep(record, SOURCE, found(THIRD, "乙"), at=day(1))
    lines = record.findings.history(1001)
    assert [(line.act, line.detail) for line in lines] == [
        ("found", "new"),
        ("reopened", "new +T2"),
        ("lost", "new -T1"),
    ]


def test_what_only_our_own_rules_no_longer_find_is_not_lost_on_the_page(record: Record) -> None:
    after_baseline(record, found(SECOND, "甲", "乙"))
    other = replace(WATCHLIST, digest="watchlist-2")
    sweep(record, SOURCE, found(THIRD, "乙"), at=day(1), watchlist=other)
    assert "lost" not in acts(record)


def test_on_a_public_page_the_difference_is_told_alike(record: Record) -> None:
    page = make_sighting(BLOG)
    first, second = edited(page, FIRST.text), edited(page, SECOND.text)
    after_baseline(record, found(first, "甲"), source=BLOG)
    sweep(record, BLOG, found(second, "乙"), at=day(1))
    (alert,) = told(record)
    assert alert.findings[0].new_entries == ("T2",)
    assert [one.new for one in only(record).excerpts] == [True]
    assert acts(record) == ["found", "reopened", "lost"]


def test_who_is_back_is_said_to_be_back_and_with_what(record: Record) -> None:
    after_baseline(record, found(FIRST, "甲"))
    for number in (1, 2):
        sweep(record, SOURCE, at=day(number))
    assert only(record).status is Status.GONE
    sweep(record, SOURCE, found(FIRST, "甲"), at=day(3))
    (alert,) = told(record)
    assert (alert.findings[0].returned, alert.findings[0].new_entries) == (True, ())
    for number in (4, 5):
        sweep(record, SOURCE, at=day(number))
    sweep(record, SOURCE, found(SECOND, "甲", "乙"), at=day(6))
    (alert,) = told(record)
    (news,) = alert.findings
    assert (news.returned, news.reopened, news.new_entries) == (True, True, ("T2",))
    assert news.excerpt == "今は乙の開発も引き受けます"


def test_an_edit_while_it_was_away_is_noted(record: Record) -> None:
    after_baseline(record, found(SECOND, "甲", "乙"))
    for number in (1, 2):
        sweep(record, SOURCE, at=day(number))
    sweep(record, SOURCE, found(THIRD, "乙"), at=day(3))
    assert acts(record)[-3:] == ["returned", "edited", "lost"]
