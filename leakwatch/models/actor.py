"""Who acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    REVIEWER = "reviewer"
    LEAD = "lead"
    LEGAL = "legal"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Days on which a reviewer is not there, both ends included."""

    begins: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """An entry of `config/reviewers.yaml`; nothing a user types names the actor."""

    id: str
    role: Role
    email: str | None = None
    slack: str | None = None  #: Slack user id
    os_user: str | None = None  #: login name on this machine
    roster_id: str | None = None  #: when the reviewer is on the roster himself
    deputy: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    away: tuple[Away, ...] = ()
    first: str | None = None  #: id of his first entry, where he has several: see `joined`

    def active(self, today: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= today
        return begun and (self.valid_until is None or today <= self.valid_until)

    def is_away(self, today: date) -> bool:
        return any(one.begins <= today <= one.ends for one in self.away)

    def on_duty(self, today: date) -> bool:
        """Whether something can be asked of him: in his role, and there."""
        return self.active(today) and not self.is_away(today)


def same_person(one: Reviewer, other: Reviewer) -> bool:
    """Whether two entries are one person's: nobody is his own second actor."""
    if one.id == other.id:
        return True
    pairs = (
        (one.email and one.email.casefold(), other.email and other.email.casefold()),
        (one.slack, other.slack),
        (one.os_user, other.os_user),
        (one.roster_id, other.roster_id),
        (one.first, other.first),
    )
    return any(mine and mine == his for mine, his in pairs)


def joined(reviewers: Iterable[Reviewer]) -> tuple[Reviewer, ...]:
    """`reviewers` with what is known of a person in each of his entries.

    Of three entries the first and the last may be tied by the second alone, and whom a finding is
    about may stand in one of them only: he is the same person under all.
    """
    entered = tuple(reviewers)
    groups: list[list[Reviewer]] = []
    for one in entered:
        tied = [group for group in groups if any(same_person(one, other) for other in group)]
        groups = [group for group in groups if group not in tied]
        groups.append([*(other for group in tied for other in group), one])
    whole = {one.id: _whole(one, group) for group in groups if len(group) > 1 for one in group}
    return tuple(whole.get(one.id, one) for one in entered)


def _whole(one: Reviewer, group: Iterable[Reviewer]) -> Reviewer:
    known = sorted({other.roster_id for other in group if other.roster_id})
    return replace(
        one,
        first=min(other.id for other in group),
        roster_id=one.roster_id or next(iter(known), None),
    )
