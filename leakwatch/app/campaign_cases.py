"""From what a platform answered to the cases that follow it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from leakwatch.app.cases import open_from_answer
from leakwatch.app.watch import Watch
from leakwatch.errors import N_, UsageError
from leakwatch.models import AnswerKind, Campaign, Case, Reviewer

#: Answers that say that somebody of ours is there.
_SOMEBODY: Final = frozenset({AnswerKind.NUMBER, AnswerKind.RELAYED})


def cases_of(watch: Watch, campaign: Campaign) -> Mapping[str, tuple[Case, ...]]:
    """Cases that each platform's answer brought; platforms without registrants are left out."""
    found = watch.record.cases.list()
    return {
        line.platform: tuple(
            one for one in found if one.campaign == campaign.line_label(line.platform)
        )
        for line in campaign.lines
        if line.answer in _SOMEBODY
    }


def open_cases(
    watch: Watch,
    number: int,
    platform: str | None,
    *,
    actor: Reviewer,
    now: datetime,
    each: bool = False,
    reason: str | None = None,
) -> tuple[Case, ...]:
    """One case for each platform where somebody is registered and none was opened yet.

    `each` opens as many as the platform said. The person stays unknown: he is reached through the
    platform. Raises UsageError when there is nothing to open, and PermissionDenied.
    """
    campaign = watch.record.campaigns.get(number)
    wanted = [
        one
        for one, cases in cases_of(watch, campaign).items()
        if platform in {None, one} and not cases
    ]
    if not wanted:
        raise UsageError(
            N_("no answer in {label} asks for a case that is not open yet"),
            label=campaign.line_label(platform) if platform else campaign.label,
        )
    people = {line.platform: line.count or 1 for line in campaign.lines}
    return tuple(
        open_from_answer(
            watch,
            one,
            campaign=campaign.line_label(one),
            actor=actor,
            now=now,
            owner=campaign.owner,
            reason=reason,
        )
        for one in wanted
        for _ in range(people[one] if each else 1)
    )
