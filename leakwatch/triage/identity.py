"""Who asks: the reviewer behind a Slack user id, or somebody who may only read counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leakwatch.errors import PermissionDenied
from leakwatch.models import Reviewer
from leakwatch.record import Record
from leakwatch.review import actor_in_slack
from leakwatch.triage.desk import Desk
from leakwatch.triage.moment import Clock

_USER = re.compile(r"[UW][A-Z0-9]{2,20}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody of the workspace."""

    id: str  #: in the audit trail: the reviewer's id, else `slack:` and the user id
    reviewer: Reviewer | None = None
    refusal: PermissionDenied | None = None  #: why he is no reviewer

    def require(self) -> Reviewer:
        """The reviewer. Raises PermissionDenied, which says what to do about it."""
        if self.reviewer is None:
            assert self.refusal is not None
            raise self.refusal
        return self.reviewer


async def asked_by(desk: Desk, user: str) -> Who:
    """Who `user` is as `reviewers.yaml` says at this moment."""
    return await desk.with_record(_look, desk.backing.reviewers, user, desk.clock())


def _look(
    _record: Record, reviewers: Callable[[], Sequence[Reviewer]], user: str, clock: Clock
) -> Who:
    try:
        reviewer = actor_in_slack(reviewers(), user=user, today=clock.today)
    except PermissionDenied as error:
        return Who(id=outsider(user), refusal=error)
    return Who(id=reviewer.id, reviewer=reviewer)


def outsider(user: str) -> str:
    """How the audit trail calls somebody who is no reviewer."""
    return f"slack:{user if _USER.fullmatch(user) else '?'}"
