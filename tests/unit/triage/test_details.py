"""All that may be shown of a finding, within what a message holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from slack_sdk.models.blocks import Block  # noqa: TID251 - the SDK's own judgement

from leakwatch.demo.slack.validator import check_blocks, too_long
from leakwatch.locale import catalogue
from leakwatch.models import (
    Absence,
    Company,
    Explanation,
    HistoryEntry,
    Kind,
    LoggedFinding,
    LoggedReason,
    Reviewer,
    Role,
    Severity,
    Status,
    Suppressed,
    Watchlist,
)
from leakwatch.triage.deciding import Seen
from leakwatch.triage.details import Detailed, details
from leakwatch.triage.words import brought_by
from tests.logged import NOW

ENGLISH = catalogue("en")
WATCHLIST = Watchlist(companies=(Company(id="C01", name="株式会社蒼海マテリアル"),))
FINDING = LoggedFinding(
    number=1042,
    source="platform",
    kind=Kind.REGISTRATION,
    subject="person:E012",
    score=0.8,
    severity=Severity.HIGH,
    status=Status.NEW,
    first_seen=NOW,
    last_seen=NOW,
    missing_since=None,
)
FOUND = HistoryEntry(at=NOW, act="found", status=Status.NEW)


def look(
    *reasons: LoggedReason,
    suppressed: tuple[Suppressed, ...] = (),
    history: tuple[HistoryEntry, ...] = (FOUND,),
    excerpt: str = "",
) -> Detailed:
    explanation = Explanation(reasons=reasons, suppressed=suppressed)
    seen = Seen(
        actor=Reviewer(id="hanako", role=Role.LEAD),
        finding=replace(FINDING, explanation=explanation),
        history=history,
    )
    return Detailed(seen=seen, excerpt=excerpt)


def shown(one: Detailed) -> str:
    blocks = list(details(one, ENGLISH, zone=UTC, watchlist=WATCHLIST))
    assert check_blocks(blocks) == ()
    assert not too_long(blocks)
    for block in Block.parse_all(blocks):
        block.validate_json()
    return repr(blocks)


def test_reasons_are_shown_with_their_weights_and_entries() -> None:
    said = shown(look(LoggedReason(rule="employer_named", weight=2.04, entry="C01")))
    assert "+2.0" in said
    assert "(C01)" in said


def test_an_id_of_the_roster_is_not_shown() -> None:
    said = shown(
        look(
            LoggedReason(rule="name_kanji", weight=1.0, entry="E012"),
            LoggedReason(rule="name_kanji", weight=-1.0, entry="E099"),
            suppressed=(Suppressed(rule="namesake", entry="E098", count=3),),
        )
    )
    assert "(the name)" in said
    assert "somebody on the roster" in said
    assert "×3" in said
    for roster_id in ("E012", "E098", "E099"):
        assert roster_id not in said


def test_who_did_what_and_when_is_shown() -> None:
    later = NOW + timedelta(hours=1)
    taken = HistoryEntry(at=later, act="take", status=Status.TAKEN, actor="hanako")
    said = shown(look(history=(FOUND, taken)))
    assert "found (2026-04-01 09:00 UTC)" in said
    assert "hanako looks into it (2026-04-01 10:00 UTC)" in said


def test_since_when_it_is_not_shown_any_more_is_said() -> None:
    gone = replace(look(), absence=Absence(since=NOW, sweeps=(), checks=(), gone_at=None))
    assert "not shown since 2026-04-01 09:00 UTC" in shown(gone)


def test_of_a_long_history_the_end_is_shown_and_the_rest_counted() -> None:
    lines = [HistoryEntry(at=NOW, act="edited", status=Status.NEW)] * 500
    said = shown(look(history=(FOUND, *lines)))
    assert "and 489 more" in said


def test_without_an_explanation_rules_and_weights_are_left() -> None:
    bare = replace(FINDING, explanation=None, reasons=(("employer_named", 2.0),))
    seen = Seen(actor=Reviewer(id="x", role=Role.LEAD), finding=bare, history=())
    assert "+2.0" in shown(Detailed(seen=seen))


@given(
    text=st.text(max_size=3_000),
    actor=st.text(max_size=300),
    count=st.integers(0, 60),
)
@settings(max_examples=50, deadline=None)
def test_whatever_it_holds_the_message_is_one_that_slack_takes(
    text: str, actor: str, count: int
) -> None:
    reasons = [LoggedReason(rule=text or "x", weight=1.0, entry="C01")] * count
    lines = [HistoryEntry(at=NOW, act=text or "x", status=Status.NEW, actor=actor)] * count
    dropped = (Suppressed(rule=text or "x", entry="C01"),) * count
    shown(look(*reasons, suppressed=dropped, history=(FOUND, *lines), excerpt=text * 3))


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], None),
        ([("found", "new", None)], "found"),
        ([("found", "new", None), ("edited", "new", None)], "found"),
        ([("found", "new", None), ("take", "taken", "x"), ("edited", "taken", None)], "take"),
        ([("found", "new", None), ("take", "taken", "x"), ("gone", "gone", None)], "gone"),
        ([("confirm", "confirmed", "x"), ("reopened", "new", None)], "reopened"),
    ],
)
def test_the_line_that_brought_a_finding_where_it_stands(
    acts: list[tuple[str, str, str | None]], expected: str | None
) -> None:
    lines = [HistoryEntry(at=NOW, act=a, status=Status(s), actor=who) for a, s, who in acts]
    found = brought_by(lines)
    assert (found.act if found else None) == expected
