"""What /leakwatch says of cases and campaigns: labels, states, counts and days, no name of anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from leakwatch.errors import N_, UsageError
from leakwatch.locale import Catalogue
from leakwatch.locale.named import CASE_STATES, LINE_STATES
from leakwatch.models import Campaign, Case, CaseState, Reviewer, person_subject
from leakwatch.notify import duty_words
from leakwatch.notify.inert import inert
from leakwatch.triage.reply import Line, Reply, reply

PAGE = 10
_NAME_LIMIT = 60
#: Words that stand for a choice of cases beside the names of states.
_OPEN, _OVERDUE, _MINE = "open", "overdue", "mine"


class CaseworkAnswers:
    def __init__(self, catalogue: Catalogue) -> None:
        self._text, self._catalogue = catalogue.text, catalogue

    def cases(self, found: Sequence[Case], *, today: date) -> Reply:
        title = self._text(N_("Cases: {count}"), count=len(found))
        lines = [self._case(one, today) for one in found[:PAGE]]
        if not found:
            lines = [Line(text=self._text(N_("Nothing there.")))]
        if len(found) > PAGE:
            lines.append(Line(text=self._text(N_("and {count} more"), count=len(found) - PAGE)))
        return reply(title, lines, foot=self._text(N_("More: {command}"), command=_MORE_CASES))

    def campaigns(self, found: Sequence[Campaign]) -> Reply:
        title = self._text(N_("Campaigns: {count}"), count=len(found))
        lines = [line for one in found[:PAGE] for line in self._campaign(one)]
        if not found:
            lines = [Line(text=self._text(N_("Nothing there.")))]
        if len(found) > PAGE:
            lines.append(Line(text=self._text(N_("and {count} more"), count=len(found) - PAGE)))
        foot = self._text(N_("More: {command}"), command="leakwatch campaigns show K-1")
        return reply(title, lines, foot=foot)

    def counts(self, cases: Iterable[Case], campaigns: Iterable[Campaign], *, today: date) -> Line:
        """One line for `/leakwatch status`."""
        opened = [one for one in cases if one.state is not CaseState.CLOSED]
        text = self._text(
            N_("{cases} open, {overdue} of them overdue; campaigns: {campaigns} running"),
            cases=len(opened),
            overdue=sum(_is_overdue(one, today) for one in opened),
            campaigns=sum(one.closed_at is None for one in campaigns),
        )
        return Line(bold=self._text(N_("Cases: ")), text=text)

    def _case(self, case: Case, today: date) -> Line:
        facts = [
            self._text(CASE_STATES[case.state]),
            inert(case.source, _NAME_LIMIT),
            ", ".join(f"F-{number}" for number in case.findings[:3]),
            self._text(N_("owner {owner}"), owner=case.owner),
        ]
        if case.due is not None:
            text = N_("overdue since {day}") if _is_overdue(case, today) else N_("due {day}")
            facts.append(self._text(text, day=duty_words.of_day(case.due, self._catalogue)))
        return Line(bold=case.label, text=f"  {' · '.join(filter(None, facts))}")

    def _campaign(self, campaign: Campaign) -> Iterator[Line]:
        period = f"{campaign.begins.isoformat()} – {campaign.ends.isoformat()}"
        states = Counter(line.state for line in campaign.lines)
        counted = ", ".join(
            f"{self._text(words)}: {states[state]}"
            for state, words in LINE_STATES.items()
            if states[state]
        )
        registered = sum(line.count or 0 for line in campaign.lines)
        total = self._text(N_("registrants so far: {count}"), count=registered)
        yield Line(bold=campaign.label, text=f"  {period} · {counted} · {total}")


_MORE_CASES = "leakwatch cases show C-1"


def chosen(
    cases: Iterable[Case], argument: str, *, actor: Reviewer, today: date
) -> tuple[Case, ...]:
    """Those of `cases` that fit every word of `argument` and are not about the actor himself.

    A word is a state, a source, `open`, `overdue`, `mine`, a case or a campaign. Without any:
    the open ones. Raises UsageError for a word that is none of these.
    """
    own = person_subject(actor.roster_id) if actor.roster_id else None
    found = [one for one in cases if own is None or one.subject != own]
    words = argument.casefold().split() or [_OPEN]
    known = {one.source.casefold() for one in found} | set(CaseState)
    for word in words:
        if word not in known | {_OPEN, _OVERDUE, _MINE} and not word.startswith(("c-", "k-")):
            raise UsageError(
                N_("{word} is no state of a case and no source: try {known}"),
                word=inert(word, _NAME_LIMIT),
                known=", ".join((_OPEN, _OVERDUE, _MINE, *CaseState)),
            )
        found = [one for one in found if _fits(one, word, actor=actor, today=today)]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.number)))


def _fits(case: Case, word: str, *, actor: Reviewer, today: date) -> bool:
    special: Mapping[str, bool] = {
        _OPEN: case.state is not CaseState.CLOSED,
        _OVERDUE: _is_overdue(case, today),
        _MINE: case.owner == actor.id,
    }
    if word in special:  # "open" is every case that is not closed, not the first state alone
        return special[word]
    labels = {case.label.casefold(), (case.campaign or "").partition("/")[0].casefold()}
    return word in {case.state.value, case.source.casefold()} | labels


def _is_overdue(case: Case, today: date) -> bool:
    return case.due is not None and case.due < today and case.state is not CaseState.CLOSED
