"""Who stands in for a reviewer who is away, past his time, or whom something is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from leakwatch.models import Reviewer, Role, person_subject


def deputies_of(owner: str, reviewers: Sequence[Reviewer]) -> Iterator[Reviewer]:
    """The owner's deputy, that one's deputy and so on, each once, then the leads; never the owner."""
    by_id = {reviewer.id: reviewer for reviewer in reviewers}
    seen, current = {owner}, by_id.get(owner)
    while current is not None and current.deputy and current.deputy not in seen:
        seen.add(current.deputy)
        current = by_id.get(current.deputy)
        if current is not None:
            yield current
    for reviewer in reviewers:
        if reviewer.role is Role.LEAD and reviewer.id not in seen:
            yield reviewer


def who_sees_to_it(
    owner: str, reviewers: Sequence[Reviewer], *, today: date, about: Collection[str] = ()
) -> Reviewer | None:
    """The owner; while he cannot, who stands in for him; without an owner the first lead.

    Never one of those who are the subjects `about`. None when nobody is on duty.
    """
    own = [reviewer for reviewer in reviewers if reviewer.id == owner]
    for reviewer in (*own, *deputies_of(owner, reviewers)):
        if reviewer.on_duty(today) and not concerned(reviewer, about):
            return reviewer
    return None


def concerned(reviewer: Reviewer, about: Collection[str]) -> bool:
    """Whether one of the subjects `about` is the reviewer himself."""
    return bool(reviewer.roster_id) and person_subject(reviewer.roster_id or "") in about
