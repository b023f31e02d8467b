"""Sections of the report: campaigns, cases and letters; counts and labels, nobody by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from leakwatch.casework.report import Chart, Section, Series, Table
from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.locale.named import ANSWERS, BASES, CASE_STATES, LETTERS, LINE_STATES
from leakwatch.models import (
    AnswerKind,
    Basis,
    Campaign,
    CampaignLine,
    Case,
    CaseState,
    Letter,
    LetterKind,
    LetterState,
    LineState,
)

#: What a letter has to do before it is of use.
_SENT: Mapping[LetterState, str] = {
    LetterState.DRAFT: N_("draft"),
    LetterState.APPROVED: N_("approved to be sent"),
    LetterState.SENT: N_("sent"),
}


def campaigns_section(campaigns: Sequence[Campaign], texts: Catalogue) -> Section:
    """Campaigns of the time with their answers; how many are registered is told as a sum only."""
    title = texts.text(N_("Campaigns: {count}"), count=len(campaigns))
    if not campaigns:
        return Section(title=title, lines=(texts.text(N_("No platform was asked.")),))
    lines = [line for one in campaigns for line in one.lines]
    rows = tuple(_campaign(one, texts) for one in campaigns)
    table = Table(
        caption=texts.text(N_("Campaigns and what came of them")),
        headings=tuple(
            texts.text(one)
            for one in (
                N_("campaign"),
                N_("period"),
                N_("platforms"),
                N_("answered"),
                N_("refused"),
                N_("registrants"),
                N_("open"),
            )
        ),
        rows=rows,
    )
    return Section(
        title=title,
        charts=(_answers(lines, texts),),
        tables=(table, _platforms(campaigns, texts)),
    )


def _answers(lines: Sequence[CampaignLine], texts: Catalogue) -> Chart:
    answers = Counter(line.answer for line in lines if line.answer is not None)
    return Chart(
        title=texts.text(N_("Answers of the platforms")),
        description=texts.text(N_("Bars by kind of answer; the table below has the numbers.")),
        labels=(
            *(texts.text(ANSWERS[one]) for one in AnswerKind),
            texts.text(N_("no answer yet")),
        ),
        series=(
            Series(
                name=texts.text(N_("platforms")),
                values=(
                    *(answers[one] for one in AnswerKind),
                    sum(line.answer is None and _was_asked(line) for line in lines),
                ),
            ),
        ),
        lying=True,
    )


def _was_asked(line: CampaignLine) -> bool:
    """Neither still to be asked nor closed before it was."""
    if line.state in {LineState.DRAFT, LineState.APPROVED}:
        return False
    return line.state is not LineState.CLOSED or line.sent_on is not None


def _campaign(one: Campaign, texts: Catalogue) -> tuple[str | int | None, ...]:
    answers = Counter(line.answer for line in one.lines)
    counted = [line.count for line in one.lines if line.count is not None]
    return (
        one.label,
        texts.text(
            N_("{begins} to {ends}"), begins=one.begins.isoformat(), ends=one.ends.isoformat()
        ),
        len(one.lines),
        sum(answers[kind] for kind in AnswerKind),
        answers[AnswerKind.REFUSED],
        sum(counted) if counted else None,
        sum(line.state is not LineState.CLOSED for line in one.lines),
    )


def _platforms(campaigns: Sequence[Campaign], texts: Catalogue) -> Table:
    return Table(
        caption=texts.text(N_("Platform by platform")),
        headings=tuple(
            texts.text(one)
            for one in (N_("campaign"), N_("platform"), N_("state"), N_("answer"), N_("due"))
        ),
        rows=tuple(
            (
                one.label,
                line.platform,
                texts.text(LINE_STATES[line.state]),
                texts.text(ANSWERS[line.answer]) if line.answer else None,
                line.due.isoformat() if line.due and line.state is not LineState.CLOSED else None,
            )
            for one in campaigns
            for line in one.lines
        ),
    )


def cases_section(
    cases: Sequence[Case], acts: Mapping[str, int], today: date, texts: Catalogue
) -> Section:
    """Cases by state and basis, what came back, and what has to be asked again."""
    title = texts.text(N_("Cases: {count}"), count=len(cases))
    came_back = sum(one.openings > 1 for one in cases)
    lines = [
        texts.text(
            N_("Findings that were gone: {gone}; that came back: {returned}"),
            gone=acts.get("gone", 0),
            returned=acts.get("returned", 0),
        )
    ]
    if not cases:
        return Section(title=title, lines=(texts.text(N_("There is no case.")), *lines))
    lines.append(texts.text(N_("Cases that came back as the same case: {count}"), count=came_back))
    overdue = sum(is_overdue(one, today) for one in cases)
    if overdue:
        lines.append(texts.text(N_("Cases past their due day: {count}"), count=overdue))
    states = Counter(one.state for one in cases)
    bases = Counter(one.basis for one in cases if one.basis is not None)
    tables = [_counted(N_("Cases by state"), N_("state"), states, CASE_STATES, texts)]
    if bases:
        caption = N_('What "gone" rests on')
        tables.append(_counted(caption, N_("basis"), bases, BASES, texts))
    tables += [*_rechecks(cases, today, texts), *_risks(cases, texts)]
    return Section(
        title=title,
        lines=tuple(lines),
        charts=(_states(states, texts),),
        tables=tuple(tables),
        pressing=bool(overdue),
    )


def _states(states: Mapping[CaseState, int], texts: Catalogue) -> Chart:
    return Chart(
        title=texts.text(N_("Cases by state")),
        description=texts.text(N_("Bars by state; the table below has the numbers.")),
        labels=tuple(texts.text(CASE_STATES[one]) for one in CaseState if states.get(one)),
        series=(
            Series(
                name=texts.text(N_("cases")),
                values=tuple(states[one] for one in CaseState if states.get(one)),
            ),
        ),
        lying=True,
    )


def is_overdue(one: Case, today: date) -> bool:
    ended = one.state in {CaseState.CLOSED, CaseState.KEPT}
    return not ended and one.due is not None and one.due < today


def _counted(
    caption: str,
    heading: str,
    counts: Mapping[CaseState, int] | Mapping[Basis, int],
    words: Mapping[CaseState, str] | Mapping[Basis, str],
    texts: Catalogue,
) -> Table:
    named: dict[StrEnum, int] = dict(counts.items())
    spoken: dict[StrEnum, str] = dict(words.items())
    return Table(
        caption=texts.text(caption),
        headings=(texts.text(heading), texts.text(N_("cases"))),
        rows=tuple(
            (texts.text(text), named[one]) for one, text in spoken.items() if named.get(one)
        ),
    )


def _rechecks(cases: Iterable[Case], today: date, texts: Catalogue) -> list[Table]:
    """When "gone" is asked after again: the next day of each case."""
    due = sorted((min(one.rechecks), one.number, one) for one in cases if one.rechecks)
    if not due:
        return []
    return [
        Table(
            caption=texts.text(N_('When "gone" is asked after again')),
            headings=tuple(texts.text(one) for one in (N_("case"), N_("day"), N_("state"))),
            rows=tuple(
                (
                    one.label,
                    day.isoformat(),
                    texts.text(N_("overdue") if day < today else N_("to come")),
                )
                for day, _number, one in due
            ),
        )
    ]


def _risks(cases: Iterable[Case], texts: Catalogue) -> list[Table]:
    """Risks that somebody answers for, by his id in reviewers.yaml, until a day."""
    accepted = [one for one in cases if one.state is CaseState.ACCEPTED_RISK]
    if not accepted:
        return []
    return [
        Table(
            caption=texts.text(N_("Accepted risks")),
            headings=tuple(
                texts.text(one) for one in (N_("case"), N_("owner"), N_("to be looked at on"))
            ),
            rows=tuple(
                (one.label, one.risk_owner or one.owner, one.due.isoformat() if one.due else None)
                for one in accepted
            ),
        )
    ]


def letters_section(letters: Sequence[Letter], texts: Catalogue) -> Section:
    """Letters of the time by kind, and how far they came."""
    sent = [one for one in letters if one.state is LetterState.SENT]
    title = texts.text(N_("Letters sent: {count}"), count=len(sent))
    counts = Counter((one.kind, one.state) for one in letters)
    kinds = [kind for kind in LetterKind if any(counts[kind, one] for one in _SENT)]
    if not kinds:
        return Section(title=title)
    by_hand = sum(one.by_hand for one in sent)
    lines = []
    if by_hand:
        lines.append(texts.text(N_("Of these {count} were sent by hand."), count=by_hand))
    table = Table(
        caption=texts.text(N_("Letters by kind")),
        headings=(
            texts.text(N_("kind")),
            *(texts.text(word) for word in _SENT.values()),
        ),
        rows=tuple(
            (texts.text(LETTERS[kind]), *(counts[kind, one] for one in _SENT)) for kind in kinds
        ),
    )
    return Section(title=title, lines=tuple(lines), tables=(table,))
