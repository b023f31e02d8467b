"""Casework as the buttons and commands in Slack see it: what is to be done, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from leakwatch.app.duties import duties_of
from leakwatch.app.reminding import subjects_of
from leakwatch.app.watch import Watch
from leakwatch.errors import N_, UsageError
from leakwatch.models import Campaign, Case, Reviewer
from leakwatch.notify.duty_words import command_of
from leakwatch.triage import Chore, Mark


class CaseworkChores:
    """`triage.Chores` over the record of a running service."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def look(self, label: str, *, today: date) -> Chore | None:
        found = duties_of(self._watch, label, today=today)
        return Chore(
            label=label,
            owner=found[0].owner if found else "",
            about=tuple(subjects_of(self._watch, label)),
            duties=found,
            commands=(command_of(label),),
        )

    def take(self, label: str, *, actor: Reviewer, now: datetime) -> None:
        del actor, now
        raise UsageError(N_("{label} has no owner of its own that could change"), label=label)

    def done(self, mark: Mark, *, actor: Reviewer, reason: str, now: datetime) -> None:
        del actor, reason, now
        raise UsageError(N_("{label} takes more than a reason: type it"), label=mark.label)

    def cases(self) -> Sequence[Case]:
        return ()

    def campaigns(self) -> Sequence[Campaign]:
        return ()
