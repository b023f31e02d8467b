"""Pure: what may become of an announcement and by whom, and how its readers may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from leakwatch.casework.second import is_second, require_second
from leakwatch.errors import N_, PermissionDenied, UsageError
from leakwatch.locale.named import ANNOUNCEMENT_ACTS
from leakwatch.locale.names import Named, Names
from leakwatch.models import (
    Announced,
    Announcement,
    AnnouncementState,
    Letter,
    LetterState,
    ReaderGroup,
    Reviewer,
    Role,
    same_person,
)
from leakwatch.roles import require_role

#: Author of what the calendar proposed; no reviewer may be called so.
SERVICE = "leakwatch"
#: How long before its day an announcement of the calendar is proposed, so that it is approved by
#: then; and how long after, where the service stood still.
AHEAD, BEHIND = timedelta(days=14), timedelta(days=30)
#: Whoever has not read it by then will not; the readers are forgotten and the counts stay.
OPEN = timedelta(days=60)
_TELLERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})
_LAST_OF_FEBRUARY = 29


class AnnouncementAct(StrEnum):
    APPROVE = "approve"
    PUBLISH = "publish"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    after: frozenset[AnnouncementState]
    to: AnnouncementState
    roles: frozenset[Role] = _TELLERS
    by_service: bool = False  #: the service may do it by the clock


TRANSITIONS: Mapping[AnnouncementAct, Transition] = {
    AnnouncementAct.APPROVE: Transition(
        after=frozenset({AnnouncementState.DRAFT}), to=AnnouncementState.APPROVED
    ),
    AnnouncementAct.PUBLISH: Transition(
        after=frozenset({AnnouncementState.APPROVED}), to=AnnouncementState.PUBLISHED
    ),
    AnnouncementAct.CLOSE: Transition(
        after=frozenset(AnnouncementState) - {AnnouncementState.CLOSED},
        to=AnnouncementState.CLOSED,
        by_service=True,
    ),
}


def require_teller(actor: Reviewer) -> None:
    """Refuse who may not speak to all staff. Raises PermissionDenied."""
    message = N_("announcements are made by the roles {roles}; yours is {role}")
    require_role(actor, _TELLERS, message)


def follow(
    one: Announcement,
    act: AnnouncementAct,
    *,
    actor: Reviewer | None,
    reviewers: Sequence[Reviewer] = (),
    letters: Sequence[Letter] = (),
) -> AnnouncementState:
    """The state after `act` by `actor` (None: the service); `letters` are those about `one`.

    Nothing is published that not two people stand behind. Raises UsageError for an act that is not
    due or lacks something, and PermissionDenied for somebody who may not.
    """
    step = TRANSITIONS[act]
    if actor is not None:
        require_teller(actor)
    elif not step.by_service:
        raise PermissionDenied(N_("this is for people: nothing is announced by the clock"))
    if one.state not in step.after:
        raise UsageError(
            N_("{label} is {state}: {act} is for what is {after}"),
            label=one.label,
            state=one.state,
            act=Named(act.value, ANNOUNCEMENT_ACTS.get(act.value)),
            after=Names.sorted(step.after),
        )
    if actor is not None and act is not AnnouncementAct.CLOSE:
        _require_letters(one, letters, reviewers)
        _require_two(one, act, actor, reviewers)
    return step.to


def valid(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """Those that were not withdrawn."""
    return tuple(one for one in letters if one.state is not LetterState.WITHDRAWN)


def _require_letters(
    one: Announcement, letters: Sequence[Letter], reviewers: Sequence[Reviewer]
) -> None:
    kept = valid(letters)
    if not kept:
        raise UsageError(
            N_("{label} has no text: write a letter about it (leakwatch awareness write {label})"),
            label=one.label,
        )
    for letter in kept:
        if letter.state is LetterState.DRAFT or letter.approver is None:
            raise UsageError(
                N_("{letter} of {label} is not approved: somebody else has to read it first"),
                letter=letter.label,
                label=one.label,
            )
        _require_others(letter.approver, letter.author, reviewers)


def _require_two(
    one: Announcement, act: AnnouncementAct, actor: Reviewer, reviewers: Sequence[Reviewer]
) -> None:
    if act is AnnouncementAct.APPROVE:
        require_second(actor, one.author, reviewers)
    elif (
        one.author == SERVICE
        and one.approver is not None
        and not is_second(actor.id, one.approver, (*reviewers, actor))
    ):  # nobody else has seen it
        raise PermissionDenied(
            N_("{actor} approved what the calendar proposed: somebody else has to publish it"),
            actor=actor.id,
        )


def _require_others(approver: str, author: str, reviewers: Sequence[Reviewer]) -> None:
    by_id = {one.id: one for one in reviewers}
    one, other = by_id.get(approver), by_id.get(author)
    if approver == author or (one is not None and other is not None and same_person(one, other)):
        raise PermissionDenied(
            N_("{actor} asked for this himself: somebody else has to approve it"), actor=approver
        )


def groups(
    readers: Mapping[str, int], headcount: Mapping[str, int], smallest: int
) -> tuple[ReaderGroup, ...]:
    """`readers` by division in groups of `smallest` at least, most first, the merged rest last.

    The rest is large enough as well: else the smallest group that is shown joins it, for the total
    is known and would tell what is missing. Where all are too few there is one group without a
    number. The empty id holds those who named no division.
    """
    every = set(headcount).union(one for one, count in readers.items() if count)
    counts = {one: readers.get(one, 0) for one in every}
    shown = sorted(
        (one for one in counts if one and counts[one] >= smallest),
        key=lambda one: (-counts[one], one),
    )
    rest = sorted(every - set(shown))
    while rest and shown and sum(counts[one] for one in rest) < smallest:
        rest.append(shown.pop())
    found = [
        ReaderGroup(divisions=(one,), readers=counts[one], people=headcount.get(one))
        for one in shown
    ]
    if rest or not found:
        found.append(_rest(sorted(rest), counts, headcount, smallest))
    return tuple(found)


def _rest(
    divisions: Sequence[str], counts: Mapping[str, int], headcount: Mapping[str, int], smallest: int
) -> ReaderGroup:
    total = sum(counts[one] for one in divisions)
    people = sum(headcount[one] for one in divisions if one in headcount)
    # who named no division may belong to any
    whole = not counts.get("", 0) and all(one in headcount for one in divisions)
    return ReaderGroup(
        divisions=tuple(divisions),
        readers=total if total >= smallest else None,
        people=people if people and whole else None,
    )


def overall(found: Sequence[ReaderGroup], headcount: Mapping[str, int]) -> ReaderGroup:
    """All of them together, with the reach over the whole headcount."""
    numbers = [one.readers for one in found]
    known = [number for number in numbers if number is not None]
    return ReaderGroup(
        divisions=tuple(one for group in found for one in group.divisions),
        readers=sum(known) if len(known) == len(numbers) else None,
        people=sum(headcount.values()) or None,
    )


def day_in(year: int, one: Announced) -> date:
    """The day of `one` in `year`; the 29th of February is the 28th where there is none."""
    try:
        return date(year, one.month, one.day)
    except ValueError:
        return date(year, one.month, _LAST_OF_FEBRUARY - 1)


def proposed_on(
    calendar: Iterable[Announced], today: date
) -> tuple[tuple[str, Announced, date], ...]:
    """What the calendar wants proposed today: occasion, entry, and the day it is due."""
    found = []
    for one in calendar:
        for year in (today.year - 1, today.year, today.year + 1):
            day = day_in(year, one)
            if day - AHEAD <= today <= day + BEHIND:
                found.append((f"calendar:{day.isoformat()}/{one.letter}", one, day))
    return tuple(found)
