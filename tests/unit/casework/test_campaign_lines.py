from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.casework.campaign_lines import decision, is_overdue
from leakwatch.casework.campaigns import (
    LINE_ACTS,
    LINE_TRANSITIONS,
    Circumstances,
    act_named,
    closing_act,
)
from leakwatch.errors import LeakwatchError, PermissionDenied, UsageError, VerdictError
from leakwatch.models import (
    AnswerKind,
    CampaignLine,
    Letter,
    LetterKind,
    LetterState,
    LineAnswer,
    LineState,
)
from tests.asked import (
    ANZU,
    ANZU_AGAIN,
    BOTAN,
    EYE,
    REVIEWERS,
    TODAY,
    make_campaign,
    make_circumstances,
    make_letter,
    make_line,
)

DRAFT = make_line(state=LineState.DRAFT, sent_on=None, approved_by=None, due=None)
APPROVED = replace(DRAFT, state=LineState.APPROVED, approved_by="R02")


def act(name: str, line: CampaignLine, given: Circumstances) -> CampaignLine:
    return decision(act_named(name), given)(make_campaign(line), line)


def said(kind: AnswerKind, count: int | None = None, on: date = TODAY) -> dict[str, LineAnswer]:
    return {"komorebi": LineAnswer(platform="komorebi", kind=kind, count=count, on=on)}


def letters(*found: Letter) -> dict[str, tuple[Letter, ...]]:
    return {"komorebi": found}


def test_a_platform_is_asked_reminded_and_answers_in_the_end() -> None:
    line = act("approve", DRAFT, make_circumstances(BOTAN))
    line = act("send", line, make_circumstances(letters=letters(make_letter())))
    assert (line.state, line.sent_on, line.due) == (LineState.SENT, TODAY, date(2026, 12, 10))
    line = act("acknowledge", line, make_circumstances())
    assert line.due == date(2026, 12, 10)
    reminder = make_letter(LetterKind.REMINDER, number=2)
    line = act("remind", line, make_circumstances(letters=letters(make_letter(), reminder)))
    assert (line.reminders, line.letter, line.due) == (1, 2, date(2026, 12, 3))
    line = act("answer", line, make_circumstances(answers=said(AnswerKind.NUMBER, 3), written=True))
    assert (line.state, line.count, line.due) == (LineState.ANSWERED, 3, None)
    assert act("close", line, make_circumstances()).state is LineState.CLOSED


@pytest.mark.parametrize("actor", [ANZU, ANZU_AGAIN], ids=["himself", "his other account"])
def test_nobody_approves_what_he_put_forward(actor: Any) -> None:
    with pytest.raises(PermissionDenied, match="somebody else"):
        act("approve", DRAFT, make_circumstances(actor))


def test_an_auditor_asks_nobody() -> None:
    with pytest.raises(PermissionDenied, match="auditor"):
        act("approve", DRAFT, make_circumstances(EYE))


def test_who_opens_a_line_again_is_the_one_who_cannot_approve_it() -> None:
    line = act(
        "reopen", make_line(state=LineState.CLOSED), make_circumstances(BOTAN, reason="今年も")
    )
    assert (line.asked_by, line.sent_on) == ("R02", None)
    with pytest.raises(PermissionDenied):
        act("approve", line, make_circumstances(BOTAN))


@pytest.mark.parametrize(
    "letter",
    [
        make_letter(state=LetterState.APPROVED, sent_at=None),
        make_letter(state=LetterState.DRAFT, sent_at=None, approver=None),
        make_letter(LetterKind.REMINDER),
        make_letter(approver=None),
        make_letter(approver="R01"),
        make_letter(approver="R03"),
    ],
    ids=["not sent", "a draft", "a reminder", "no approver", "his own", "his other account"],
)
def test_a_line_is_sent_only_with_an_inquiry_that_another_person_approved(letter: Letter) -> None:
    with pytest.raises(UsageError, match="no approved inquiry to K-1/komorebi has left"):
        act("send", APPROVED, make_circumstances(letters=letters(letter)))


def test_a_letter_counts_once() -> None:
    line = replace(APPROVED, letter=4)
    with pytest.raises(UsageError):
        act("send", line, make_circumstances(letters=letters(make_letter(number=4))))
    fresh = act("send", line, make_circumstances(letters=letters(make_letter(number=5))))
    assert fresh.letter == 5


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (said(AnswerKind.NUMBER), "how many"),
        (said(AnswerKind.NUMBER, 0), "how many"),
        (said(AnswerKind.NUMBER, -2), "no number of people"),
        (said(AnswerKind.NUMBER, 10**9), "no number of people"),
        (said(AnswerKind.NONE, 2), "goes with no number"),
        (said(AnswerKind.REFUSED, 2), "goes with no number"),
        (said(AnswerKind.RELAYED, 0), "relayed to nobody"),
        (said(AnswerKind.NONE, None, date(2026, 11, 27)), "still to come"),
        (said(AnswerKind.NONE, None, date(2026, 11, 1)), "before it was asked"),
        ({}, "say what it answered"),
    ],
)
def test_an_answer_that_does_not_hold_together_is_refused(
    answer: dict[str, LineAnswer], problem: str
) -> None:
    with pytest.raises(UsageError, match=problem):
        act("answer", make_line(), make_circumstances(answers=answer, written=True))


def test_an_answer_needs_its_source() -> None:
    answer = said(AnswerKind.NONE)
    with pytest.raises(UsageError, match="attach the answer"):
        act("answer", make_line(), make_circumstances(answers=answer))
    by_phone = make_circumstances(answers=answer, reason="電話で回答")
    assert act("answer", make_line(), by_phone).answer is AnswerKind.NONE


def test_an_answer_may_come_after_nobody_waited_any_more() -> None:
    closed = make_line(state=LineState.CLOSED)
    given = make_circumstances(answers=said(AnswerKind.NONE), written=True)
    assert act("answer", closed, given).state is LineState.ANSWERED
    with pytest.raises(UsageError, match="never asked"):
        act("answer", replace(closed, sent_on=None), given)


def test_what_may_not_follow_says_what_may() -> None:
    with pytest.raises(VerdictError, match=r"K-1/komorebi is draft: send may not follow.*approve"):
        act("send", DRAFT, make_circumstances())


def test_a_day_that_is_over_is_no_day_to_wait_for() -> None:
    with pytest.raises(UsageError, match="not to come"):
        act("acknowledge", make_line(), make_circumstances(due=TODAY))


@pytest.mark.parametrize(("due", "over"), [(TODAY, False), (date(2026, 11, 25), True)])
def test_a_platform_is_overdue_when_its_day_is_over(due: date, over: bool) -> None:
    assert is_overdue(make_line(due=due), TODAY) is over
    assert not is_overdue(make_line(state=LineState.ANSWERED, due=due), TODAY)


def test_an_unknown_act_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="approve"):
        act_named("abolish")


# What holds whatever is done, in whatever order, by whomever.

ACTORS = st.sampled_from(REVIEWERS)
LETTERS = st.lists(
    st.builds(
        make_letter,
        st.sampled_from([LetterKind.PLATFORM_INQUIRY, LetterKind.REMINDER]),
        number=st.integers(1, 6),
        approver=st.sampled_from([None, "R01", "R02", "R03"]),
        state=st.sampled_from([LetterState.SENT, LetterState.SENT, LetterState.DRAFT]),
    ),
    max_size=3,
)
ANSWERS = st.builds(
    said,
    st.sampled_from(AnswerKind),
    st.sampled_from([None, 0, 3]),
    st.sampled_from([TODAY, date(2026, 11, 27)]),
)
STEPS = st.tuples(
    st.sampled_from(LINE_ACTS),
    st.builds(
        make_circumstances,
        ACTORS,
        letters=LETTERS.map(tuple).map(lambda found: {"komorebi": found}),
        answers=st.one_of(st.just({}), ANSWERS),
        written=st.booleans(),
        reason=st.sampled_from([None, "", "理由"]),
    ),
)


@settings(max_examples=400)
@given(st.lists(STEPS, max_size=25))
def test_no_path_leads_around_an_approval(steps: list[tuple[Any, Circumstances]]) -> None:
    line, second, inquiry = DRAFT, False, False
    for step, circumstances in steps:
        before = line
        try:
            line = decision(step, circumstances)(make_campaign(line), line)
        except LeakwatchError:
            assert line is before
            continue
        if step.name == "approve":
            assert circumstances.actor.id != before.asked_by
            assert {circumstances.actor.id, before.asked_by} != {"R01", "R03"}
            assert circumstances.actor is not EYE
            second = True
        if step.name in {"return", "reopen"}:
            second = inquiry = False
        if step.name == "send":
            assert second
            sent = next(
                one for one in circumstances.letters["komorebi"] if one.number == line.letter
            )
            assert sent.kind is LetterKind.PLATFORM_INQUIRY
            assert (sent.approver, sent.state) == ("R02", LetterState.SENT)
            inquiry = True
        beyond = {LineState.SENT, LineState.ACKNOWLEDGED, LineState.REMINDED, LineState.ANSWERED}
        if line.state in beyond:
            assert second
            assert inquiry
        assert (line.sent_on is not None) == inquiry
        assert line.state in step.after or line.state is step.state


def reachable(start: LineState) -> set[LineState]:
    found, todo = {start}, [start]
    while todo:
        state = todo.pop()
        for name in LINE_TRANSITIONS[state]:
            following = act_named(name).state
            if following not in found:
                found.add(following)
                todo.append(following)
    return found


def test_every_state_is_reached_from_a_draft() -> None:
    assert reachable(LineState.DRAFT) == set(LineState)


@pytest.mark.parametrize("state", LineState)
def test_nothing_is_stuck(state: LineState) -> None:
    assert LineState.CLOSED in reachable(state)
    if state is not LineState.CLOSED:
        assert closing_act(state).state is LineState.CLOSED


def test_every_act_of_the_table_can_be_carried_out() -> None:
    everything = make_circumstances(
        letters=letters(make_letter(number=7), make_letter(LetterKind.REMINDER, number=8)),
        answers=said(AnswerKind.NONE),
        written=True,
        reason="理由",
    )
    for step in LINE_ACTS:
        for state in step.after:
            asked = None if state in {LineState.DRAFT, LineState.APPROVED} else TODAY
            line = replace(DRAFT, state=state, sent_on=asked)
            assert act(step.name, line, everything).state is step.state
