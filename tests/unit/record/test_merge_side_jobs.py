"""Whatever the log knows: what a side job covers is told to nobody, what none covers any more is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, strategies as st

from leakwatch.models import Status
from leakwatch.record.merge import Known, Seen, decide
from tests.logged import NOW

MEMBERS = st.frozensets(st.sampled_from("abc"))
HELD = {Status.TAKEN, Status.CONFIRMED}
APPROVED = st.sampled_from([(Status.APPROVED, None), (Status.GONE, Status.APPROVED)])


@st.composite
def known(draw: st.DrawFn) -> Known:
    status = draw(st.sampled_from(Status))
    gone_from = draw(st.sampled_from(Status)) if status is Status.GONE else None
    return Known(
        status=status,
        members=draw(MEMBERS),
        content=draw(st.sampled_from("xy")),
        missing=draw(st.booleans()),
        gone_from=gone_from,
        registered=Status.APPROVED in {status, gone_from} and draw(st.booleans()),
    )


SEEN = st.builds(Seen, members=MEMBERS, content=st.sampled_from("xy"), now=st.just(NOW))


@given(st.none() | known(), SEEN)
def test_what_is_covered_is_never_opened_and_stays_in_the_hand_that_has_it(
    before: Known | None, seen: Seen
) -> None:
    change = decide(before, replace(seen, settled=True))
    assert not change.opened
    assert change.status is not Status.NEW
    if before is not None and before.status in HELD:
        assert change.status is before.status
    assert before is None or change.gained == seen.members - before.members


@given(known(), APPROVED, SEEN)
def test_what_no_side_job_covers_any_more_is_always_opened(
    before: Known, approved: tuple[Status, Status | None], seen: Seen
) -> None:
    before = replace(before, status=approved[0], gone_from=approved[1], registered=True)
    change = decide(before, seen)
    assert (change.status, change.opened) == (Status.NEW, True)
    assert "side_job_over" in change.acts
    assert change.gained == seen.members - before.members


@given(known(), SEEN)
def test_a_reviewers_decision_is_what_it_was_without_a_register(before: Known, seen: Seen) -> None:
    change = decide(replace(before, registered=False), seen)
    assert not change.settled
    assert not {"side_job", "side_job_over"} & set(change.acts)


@given(known(), SEEN)
def test_seen_twice_the_same_nothing_more_happens(before: Known, seen: Seen) -> None:
    covered = replace(seen, settled=True)
    first = decide(before, covered)
    after = Known(
        status=first.status,
        members=before.members | first.gained,
        content=seen.content,
        registered=first.settled or before.registered,
    )
    again = decide(after, covered)
    assert (again.status, again.acts, again.opened) == (first.status, (), False)
