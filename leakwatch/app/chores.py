"""Casework as the buttons and commands in Slack see it: what is to be done, and doing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from leakwatch.app.cases import Given, assign_case, move_case
from leakwatch.app.duties import duties_of
from leakwatch.app.subjects import case_of, subjects_of
from leakwatch.app.watch import Watch
from leakwatch.casework.cases import act_named
from leakwatch.errors import N_, UsageError
from leakwatch.locale.named import CASE_STATES
from leakwatch.models import Campaign, Case, Reviewer
from leakwatch.notify import casework_words
from leakwatch.notify.duty_words import command_of
from leakwatch.triage import Chore, Mark, Word

#: What is done by saying why, by the duty that asks for it.
_ACTS: Mapping[str, str] = {"case.legal_review": "plan", "case.waiting": "no_reply"}


class CaseworkChores:
    """`triage.Chores` over the record of a running service."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def look(self, label: str, *, today: date) -> Chore | None:
        found = duties_of(self._watch, label, today=today)
        case = case_of(self._watch, label)
        facts = tuple(_case_facts(case)) if case else ()
        if case is None and not found:
            return None
        return Chore(
            label=label,
            owner=case.owner if case else found[0].owner,
            about=tuple(subjects_of(self._watch, label)),
            duties=found,
            facts=facts,
            commands=(command_of(label, found[0].what if found else ""),),
        )

    def take(self, label: str, *, actor: Reviewer, now: datetime) -> None:
        case = case_of(self._watch, label)
        if case is None:
            raise UsageError(N_("{label} has no owner of its own that could change"), label=label)
        assign_case(self._watch, case.number, actor.id, actor=actor, now=now)

    def done(self, mark: Mark, *, actor: Reviewer, reason: str, now: datetime) -> None:
        case, act = case_of(self._watch, mark.label), _ACTS.get(mark.what)
        if case is None or act is None:
            raise UsageError(N_("{label} takes more than a reason: type it"), label=mark.label)
        given = Given(reason=reason)
        move_case(self._watch, case.number, act_named(act), actor=actor, now=now, given=given)

    def cases(self) -> Sequence[Case]:
        return self._watch.record.cases.list()

    def campaigns(self) -> Sequence[Campaign]:
        return self._watch.record.campaigns.list()


def _case_facts(case: Case) -> Iterator[Word]:
    """How it stands, a line each; labels, ids and days only."""
    yield Word(message=CASE_STATES[case.state])
    yield Word(message=N_("owner {owner}"), values={"owner": case.owner})
    yield Word(message=N_("source {source}"), values={"source": case.source})
    if case.findings:
        labels = ", ".join(f"F-{number}" for number in case.findings)
        yield Word(message=N_("findings {labels}"), values={"labels": labels})
    if case.campaign:
        yield Word(message=N_("from {campaign}"), values={"campaign": case.campaign})
    if case.openings > 1:
        yield Word(message=N_("opened {count} times"), values={"count": case.openings})
    if case.basis is not None:
        yield Word(message=casework_words.BASES[case.basis])
