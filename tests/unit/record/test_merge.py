from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from leakwatch.models import Answer, Status
from leakwatch.record.merge import Change, Known, Seen, decide, decide_unseen
from tests.logged import NOW

MEMBERS = st.frozensets(st.sampled_from("abcd"))
STATUSES = st.sampled_from(list(Status))
SETTLED = {Status.DISMISSED, Status.APPROVED}


@st.composite
def known_findings(draw: st.DrawFn) -> Known:
    status = draw(STATUSES)
    gone = status is Status.GONE
    snoozed = status is Status.SNOOZED
    return Known(
        status=status,
        members=draw(MEMBERS),
        content=draw(st.sampled_from(["1", "2"])),
        missing=gone or draw(st.booleans()),
        gone_from=draw(STATUSES) if gone else None,
        snoozed_until=NOW + timedelta(days=draw(st.integers(-2, 2))) if snoozed else None,
    )


@st.composite
def sights(draw: st.DrawFn) -> Seen:
    return Seen(members=draw(MEMBERS), content=draw(st.sampled_from(["1", "2"])), now=NOW)


@given(sights())
def test_what_nobody_knows_is_new(seen: Seen) -> None:
    change = decide(None, seen)
    assert (change.status, change.acts, change.opened) == (Status.NEW, ("found",), True)


@given(known_findings(), sights())
def test_a_gained_member_always_opens_and_is_named(known: Known, seen: Seen) -> None:
    change = decide(known, seen)
    assert change.gained == seen.members - known.members
    assert not change.gained or (change.opened and change.status is Status.NEW)


@given(known_findings(), sights())
def test_what_is_opened_is_new_and_has_a_reason(known: Known, seen: Seen) -> None:
    change = decide(known, seen)
    if change.opened:
        assert change.status is Status.NEW
        assert set(change.acts) & {"reopened", "returned", "woken"}


@given(known_findings(), sights())
def test_a_decision_holds_while_nothing_is_gained_and_nothing_was_missing(
    known: Known, seen: Seen
) -> None:
    quiet = seen.members <= known.members and not known.missing
    if quiet and known.status is not Status.SNOOZED:
        assert decide(known, seen).status is known.status
        assert not decide(known, seen).opened


@given(known_findings(), sights())
def test_who_was_found_harmless_is_harmless_when_he_returns(known: Known, seen: Seen) -> None:
    if known.gone_from in SETTLED and seen.members <= known.members:
        change = decide(known, seen)
        assert (change.status, change.opened) == (known.gone_from, False)


@given(known_findings(), sights())
def test_an_absence_that_ends_is_written_down(known: Known, seen: Seen) -> None:
    assert ("returned" in decide(known, seen).acts) == known.missing


@given(known_findings(), sights())
def test_seeing_the_same_again_changes_nothing(known: Known, seen: Seen) -> None:
    change = decide(known, seen)
    after = Known(
        status=change.status,
        members=known.members | change.gained,
        content=seen.content,
        snoozed_until=known.snoozed_until,
    )
    assert decide(after, seen) == Change(status=change.status)


@given(STATUSES, st.none() | st.sampled_from(Answer))
def test_only_a_page_that_says_so_makes_a_finding_gone(
    status: Status, answer: Answer | None
) -> None:
    ended = status in {Status.GONE, Status.CLOSED}
    gone = answer is Answer.GONE and not ended
    change = decide_unseen(status, answer=answer)
    assert change.status is (Status.GONE if gone else status)
    assert len(change.acts) == (0 if ended else 1)
    assert not change.opened


@pytest.mark.parametrize(
    ("until", "status"),
    [(timedelta(0), Status.NEW), (timedelta(seconds=1), Status.SNOOZED), (None, Status.NEW)],
    ids=["over", "a second left", "without a day"],
)
def test_a_snooze_lasts_to_its_very_moment(until: timedelta | None, status: Status) -> None:
    known = Known(
        status=Status.SNOOZED,
        members=frozenset("a"),
        content="1",
        snoozed_until=NOW + until if until is not None else None,
    )
    assert decide(known, Seen(members=frozenset("a"), content="1", now=NOW)).status is status
