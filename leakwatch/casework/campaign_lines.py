"""What an act makes of a line of a campaign, once everything it needs is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from leakwatch.casework.campaigns import (
    Circumstances,
    LineAct,
    Need,
    require_asker,
    require_follows,
)
from leakwatch.casework.reasons import is_reasoned, require_reason
from leakwatch.casework.second import require_second
from leakwatch.errors import N_, PermissionDenied, UsageError
from leakwatch.models import (
    AnswerKind,
    Campaign,
    CampaignLine,
    Letter,
    LetterKind,
    LetterState,
    LineAnswer,
    LineDecision,
    LineState,
)
from leakwatch.workdays import add_business_days

#: More people than any company has: a mistake about the number.
MOST_REGISTRANTS: Final = 100_000
#: act → the letter that has to have left
LETTERS: Final[Mapping[str, LetterKind]] = {
    "send": LetterKind.PLATFORM_INQUIRY,
    "remind": LetterKind.REMINDER,
}


def decision(act: LineAct, given: Circumstances) -> LineDecision:
    """What `act` makes of a line under what is `given`; the record asks it within its transaction.

    It raises VerdictError (not now), PermissionDenied (not by him) or UsageError (something is
    missing).
    """

    def decide(campaign: Campaign, line: CampaignLine) -> CampaignLine:
        label = campaign.line_label(line.platform)
        require_follows(act, line.state, label=label)
        require_asker(given.actor)
        for need in Need:  # in its order, whatever the set's
            if need in act.needs:
                _CHECKS[need](line, given, label)
        return _BECOMES[act.name](replace(line, state=act.state), given)

    return decide


def _require_second(line: CampaignLine, given: Circumstances, label: str) -> None:
    del label
    require_second(given.actor, line.asked_by, given.reviewers)


def _require_reason(line: CampaignLine, given: Circumstances, label: str) -> None:
    del line
    require_reason(given.reason, label)


def _require_asked(line: CampaignLine, given: Circumstances, label: str) -> None:
    del given
    if line.sent_on is None:
        raise UsageError(
            N_("{label} was never asked, so it cannot have answered: reopen it to ask"), label=label
        )


def _require_inquiry(line: CampaignLine, given: Circumstances, label: str) -> None:
    if left(LetterKind.PLATFORM_INQUIRY, line, given) is None:
        raise UsageError(
            N_(
                "no approved inquiry to {label} has left: draft it with leakwatch campaigns letters,"
                " have somebody else approve it, send it or record it as sent by hand"
            ),
            label=label,
        )


def _require_reminder(line: CampaignLine, given: Circumstances, label: str) -> None:
    if left(LetterKind.REMINDER, line, given) is None:
        raise UsageError(
            N_(
                "no approved reminder to {label} has left since: draft it with leakwatch campaigns"
                " remind, have somebody else approve it, send it or record it as sent by hand"
            ),
            label=label,
        )


def left(kind: LetterKind, line: CampaignLine, given: Circumstances) -> Letter | None:
    """The letter of that kind which left for a line, and was not counted yet."""
    for letter in given.letters.get(line.platform, ()):
        sent = letter.state is LetterState.SENT and letter.sent_at is not None
        new = letter.number > (line.letter or 0)
        if sent and new and letter.kind is kind and _seconded(letter, given):
            return letter
    return None


def _seconded(letter: Letter, given: Circumstances) -> bool:
    """Whether another person than its author approved it, under whatever entries."""
    approver = next((one for one in given.reviewers if one.id == letter.approver), None)
    if approver is None:
        return letter.approver is not None and letter.approver != letter.author
    try:
        require_second(approver, letter.author, given.reviewers)
    except PermissionDenied:
        return False
    return True


def _require_answer(line: CampaignLine, given: Circumstances, label: str) -> None:
    said = given.answers.get(line.platform)
    if said is None:
        raise UsageError(N_("{label}: say what it answered: --kind none|number|…"), label=label)
    check_answer(said, label=label)
    check_day(said.on, asked=line.sent_on, today=given.today, label=label)
    if not given.written and not is_reasoned(given.reason):
        raise UsageError(
            N_("{label}: attach the answer (--file), or say how it came and who has it (--reason)"),
            label=label,
        )


def check_answer(said: LineAnswer, *, label: str) -> None:
    """Refuse a number that does not go with its kind. Raises UsageError."""
    counted = said.count is not None
    if counted and not 0 <= (said.count or 0) <= MOST_REGISTRANTS:
        raise UsageError(
            N_("{label}: {count} is no number of people: write it as digits, as in 3"),
            label=label,
            count=said.count,
        )
    if said.kind is AnswerKind.NUMBER and not said.count:
        raise UsageError(
            N_("{label}: the answer number needs how many they are, 1 or more"), label=label
        )
    if said.kind is AnswerKind.RELAYED and said.count == 0:
        raise UsageError(
            N_("{label}: nothing is relayed to nobody: the answer is none, or has no number"),
            label=label,
        )
    if said.count and said.kind in {AnswerKind.NONE, AnswerKind.REFUSED}:
        raise UsageError(
            N_("{label}: the answer {kind} goes with no number: leave it out, or write number"),
            label=label,
            kind=said.kind,
        )


def check_day(day: date, *, asked: date | None, today: date, label: str) -> None:
    """Refuse a day of an answer that is to come, or lies before the question. Raises UsageError."""
    if day > today:
        raise UsageError(
            N_("{label}: {day} is still to come: write the day on which the answer was given"),
            label=label,
            day=day.isoformat(),
        )
    if asked is not None and day < asked:
        raise UsageError(
            N_("{label}: {day} is before it was asked, on {asked}: is it an older answer?"),
            label=label,
            day=day.isoformat(),
            asked=asked.isoformat(),
        )


_CHECKS: Mapping[Need, Callable[[CampaignLine, Circumstances, str], None]] = {
    Need.SECOND: _require_second,
    Need.INQUIRY: _require_inquiry,
    Need.REMINDER: _require_reminder,
    Need.ASKED: _require_asked,
    Need.ANSWER: _require_answer,
    Need.REASON: _require_reason,
}


def _approved(line: CampaignLine, given: Circumstances) -> CampaignLine:
    return replace(line, approved_by=given.actor.id)


def _drafted(line: CampaignLine, given: Circumstances) -> CampaignLine:
    """Asked for by whoever wants it now: his own approval does not count."""
    return replace(
        line,
        asked_by=given.actor.id,
        approved_by=None,
        sent_on=None,
        due=None,
        answer=None,
        count=None,
        answered_on=None,
        attachment=None,
    )


def _returned(line: CampaignLine, given: Circumstances) -> CampaignLine:
    del given
    return replace(line, approved_by=None)


def _sent(line: CampaignLine, given: Circumstances) -> CampaignLine:
    letter = left(LetterKind.PLATFORM_INQUIRY, line, given)
    assert letter is not None
    day = _day_of(letter, given)
    due = _due(day, given.deadlines.answer, given)
    return replace(line, letter=letter.number, sent_on=day, due=due)


def _reminded(line: CampaignLine, given: Circumstances) -> CampaignLine:
    letter = left(LetterKind.REMINDER, line, given)
    assert letter is not None
    due = _due(_day_of(letter, given), given.deadlines.reminder, given)
    return replace(line, letter=letter.number, due=due, reminders=line.reminders + 1)


def _acknowledged(line: CampaignLine, given: Circumstances) -> CampaignLine:
    return replace(line, due=_to_come(given) or line.due)


def _answered(line: CampaignLine, given: Circumstances) -> CampaignLine:
    said = given.answers[line.platform]
    return replace(line, answer=said.kind, count=said.count, answered_on=said.on, due=None)


def _closed(line: CampaignLine, given: Circumstances) -> CampaignLine:
    del given
    return replace(line, due=None)


_BECOMES: Mapping[str, Callable[[CampaignLine, Circumstances], CampaignLine]] = {
    "approve": _approved,
    "return": _returned,
    "send": _sent,
    "acknowledge": _acknowledged,
    "remind": _reminded,
    "answer": _answered,
    "close": _closed,
    "give_up": _closed,
    "withdraw": _closed,
    "reopen": _drafted,
}


def _day_of(letter: Letter, given: Circumstances) -> date:
    assert letter.sent_at is not None
    return letter.sent_at.astimezone(given.zone).date()


def _due(day: date, count: int, given: Circumstances) -> date:
    return _to_come(given) or add_business_days(day, count, given.calendar)


def _to_come(given: Circumstances) -> date | None:
    if given.due is not None and given.due <= given.today:
        raise UsageError(
            N_("{day} is not to come: write a later day than {today}, as YYYY-MM-DD"),
            day=given.due.isoformat(),
            today=given.today.isoformat(),
        )
    return given.due


def is_overdue(line: CampaignLine, today: date) -> bool:
    """Whether a platform let its day pass without an answer."""
    waiting = line.state in {LineState.SENT, LineState.ACKNOWLEDGED, LineState.REMINDED}
    return waiting and line.due is not None and line.due < today
