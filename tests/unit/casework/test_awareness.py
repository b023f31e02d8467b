"""An announcement's way, whatever is tried: nothing goes out that two people do not stand behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from leakwatch.casework.awareness import (
    AHEAD,
    BEHIND,
    SERVICE,
    TRANSITIONS,
    AnnouncementAct,
    day_in,
    follow,
    proposed_on,
    require_teller,
)
from leakwatch.errors import LeakwatchError, PermissionDenied, UsageError
from leakwatch.models import (
    Announced,
    Announcement,
    AnnouncementState,
    Letter,
    LetterState,
    Reviewer,
    Role,
    same_person,
)
from tests.announced import make_announcement, make_letter

TARO = Reviewer(id="taro", role=Role.REVIEWER, os_user="taro", slack="U000TARO")
TARO_IN_SLACK = Reviewer(id="taro-slack", role=Role.LEAD, slack="U000TARO")
HANAKO = Reviewer(id="hanako", role=Role.LEAD)
LEGAL = Reviewer(id="jun", role=Role.LEGAL)
AUDITOR = Reviewer(id="aki", role=Role.AUDITOR)
EVERYBODY = (TARO, TARO_IN_SLACK, HANAKO, LEGAL, AUDITOR)
BY_ID = {one.id: one for one in EVERYBODY}

letters = st.lists(
    st.builds(
        lambda state, author, approver: make_letter(state=state, author=author, approver=approver),
        st.sampled_from(LetterState),
        st.sampled_from([SERVICE, *BY_ID]),
        st.sampled_from([None, *BY_ID]),
    ),
    max_size=2,
).map(tuple)
steps = st.lists(
    st.tuples(st.sampled_from(AnnouncementAct), st.sampled_from([None, *EVERYBODY]), letters),
    max_size=6,
)


def done(one: Announcement, act: AnnouncementAct, actor: Reviewer | None) -> Announcement:
    """`one` as the record would keep it after `act`."""
    name = actor.id if actor else SERVICE
    changes: dict[AnnouncementAct, dict[str, object]] = {
        AnnouncementAct.APPROVE: {"approver": name},
        AnnouncementAct.PUBLISH: {"publisher": name},
        AnnouncementAct.CLOSE: {},
    }
    return replace(one, state=TRANSITIONS[act].to, **changes[act])  # type: ignore[arg-type]


@given(author=st.sampled_from([SERVICE, "taro", "hanako"]), tried=steps)
def test_whatever_is_tried_two_people_stand_behind_what_is_published(
    author: str,
    tried: list[tuple[AnnouncementAct, Reviewer | None, tuple[Letter, ...]]],
) -> None:
    one = make_announcement(author=author)
    for act, actor, about in tried:
        try:
            state = follow(one, act, actor=actor, reviewers=EVERYBODY, letters=about)
        except LeakwatchError:
            continue
        assert one.state in TRANSITIONS[act].after
        one = done(one, act, actor)
        assert one.state is state
        if act is not AnnouncementAct.CLOSE:
            assert actor is not None
            assert actor.role is not Role.AUDITOR
            kept = [letter for letter in about if letter.state is not LetterState.WITHDRAWN]
            assert kept
            assert all(letter.state is not LetterState.DRAFT for letter in kept)
            assert all(letter.approver not in {None, letter.author} for letter in kept)
        if one.publisher is not None:
            behind = [
                BY_ID[name] for name in (one.author, one.approver, one.publisher) if name in BY_ID
            ]
            assert any(not same_person(a, b) for a in behind for b in behind)


def test_every_state_is_reached_and_none_is_a_dead_end_but_the_last() -> None:
    reached = {AnnouncementState.DRAFT} | {step.to for step in TRANSITIONS.values()}
    assert reached == set(AnnouncementState)
    left = {state for step in TRANSITIONS.values() for state in step.after}
    assert left == set(AnnouncementState) - {AnnouncementState.CLOSED}


def test_nothing_is_published_that_was_not_approved() -> None:
    assert TRANSITIONS[AnnouncementAct.PUBLISH].after == {AnnouncementState.APPROVED}


@pytest.mark.parametrize("actor", [TARO, TARO_IN_SLACK], ids=["himself", "his other entry"])
def test_nobody_approves_what_he_proposed_under_any_of_his_entries(actor: Reviewer) -> None:
    with pytest.raises(PermissionDenied, match="somebody else"):
        follow(
            make_announcement(),
            AnnouncementAct.APPROVE,
            actor=actor,
            reviewers=EVERYBODY,
            letters=(make_letter(),),
        )


def test_a_letter_approved_by_its_authors_other_entry_is_not_approved() -> None:
    with pytest.raises(PermissionDenied, match="somebody else"):
        follow(
            make_announcement(),
            AnnouncementAct.APPROVE,
            actor=HANAKO,
            reviewers=EVERYBODY,
            letters=(make_letter(author="taro", approver="taro-slack"),),
        )


def test_what_the_calendar_proposed_is_published_by_another_than_who_approved_it() -> None:
    one = make_announcement(author=SERVICE, state=AnnouncementState.APPROVED, approver="hanako")
    about = (make_letter(author=SERVICE),)
    with pytest.raises(PermissionDenied, match="hanako approved what the calendar proposed"):
        follow(one, AnnouncementAct.PUBLISH, actor=HANAKO, reviewers=EVERYBODY, letters=about)
    assert (
        follow(one, AnnouncementAct.PUBLISH, actor=TARO, reviewers=EVERYBODY, letters=about)
        is AnnouncementState.PUBLISHED
    )


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ((), "has no text"),
        ((make_letter(state=LetterState.WITHDRAWN),), "has no text"),
        ((make_letter(state=LetterState.DRAFT, approver=None),), "not approved"),
        ((make_letter(), make_letter(number=2, state=LetterState.DRAFT)), "not approved"),
    ],
    ids=["none", "withdrawn", "draft", "one of two"],
)
def test_a_missing_text_is_named(about: tuple[Letter, ...], said: str) -> None:
    one = make_announcement(state=AnnouncementState.APPROVED)
    with pytest.raises(UsageError) as error:
        follow(one, AnnouncementAct.PUBLISH, actor=HANAKO, reviewers=EVERYBODY, letters=about)
    assert said in str(error.value)


def test_an_auditor_watches_and_does_not_announce() -> None:
    with pytest.raises(PermissionDenied, match="auditor"):
        require_teller(AUDITOR)


def test_by_the_clock_things_end_and_nothing_goes_out() -> None:
    published = make_announcement(state=AnnouncementState.PUBLISHED)
    assert follow(published, AnnouncementAct.CLOSE, actor=None) is AnnouncementState.CLOSED
    for act in (AnnouncementAct.APPROVE, AnnouncementAct.PUBLISH):
        with pytest.raises(PermissionDenied):
            follow(make_announcement(), act, actor=None)


def test_what_is_closed_stays_closed() -> None:
    one = make_announcement(state=AnnouncementState.CLOSED)
    for act in AnnouncementAct:
        with pytest.raises(UsageError, match="A-1 is closed"):
            follow(one, act, actor=HANAKO, reviewers=EVERYBODY, letters=(make_letter(),))


APRIL = Announced(month=4, day=1, title="年次の周知")


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 4, 1) - AHEAD - timedelta(days=1), []),
        (date(2026, 4, 1) - AHEAD, ["calendar:2026-04-01/guideline"]),
        (date(2026, 4, 1) + BEHIND, ["calendar:2026-04-01/guideline"]),
        (date(2026, 4, 1) + BEHIND + timedelta(days=1), []),
    ],
)
def test_the_calendar_proposes_ahead_and_makes_up_for_a_standstill(
    today: date, due: list[str]
) -> None:
    assert [occasion for occasion, _, _ in proposed_on([APRIL], today)] == due


def test_a_day_in_january_is_proposed_in_december() -> None:
    january = Announced(month=1, day=5, title="年始の周知")
    assert [day for _, _, day in proposed_on([january], date(2026, 12, 28))] == [date(2027, 1, 5)]


def test_the_29th_of_february_is_the_28th_where_there_is_none() -> None:
    leap = Announced(month=2, day=29, title="周知")
    assert (day_in(2027, leap), day_in(2028, leap)) == (date(2027, 2, 28), date(2028, 2, 29))
