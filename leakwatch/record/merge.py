"""What becomes of a finding that is seen: a pure decision over what the log knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leakwatch.models import Answer, Status

#: Verdicts that outlive an absence: who was found harmless is harmless when he returns.
_SETTLED = frozenset({Status.DISMISSED, Status.APPROVED})
#: Statuses under which an absence was noticed, so that a return is news.
_ENDED = frozenset({Status.GONE, Status.CLOSED})
#: Somebody looks into it, or found that it concerns us: the register says so, and changes nothing.
_IN_HAND = frozenset({Status.TAKEN, Status.CONFIRMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A finding as the log holds it."""

    status: Status
    members: frozenset[str]  #: every member of its signature ever seen
    content: str
    missing: bool = False
    gone_from: Status | None = None  #: its status before it was gone
    snoozed_until: datetime | None = None
    registered: bool = False  #: approved by the register of side jobs, not by a reviewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The same finding as a source shows it now."""

    members: frozenset[str]
    content: str
    now: datetime
    settled: bool = False  #: an approved side job covers it


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    status: Status
    acts: tuple[str, ...] = ()  #: lines of its history, in order
    gained: frozenset[str] = frozenset()  #: members that are new
    opened: bool = False  #: somebody should hear of it
    settled: bool = False  #: the register of side jobs made it so


def decide(known: Known | None, seen: Seen) -> Change:
    """The next status of a finding, and why.

    Only a new member, a return from gone or closed, or the end of a snooze opens a finding again,
    and that no side job covers any more what one covered. What a side job covers is not opened;
    where somebody has it in hand it stays there.
    """
    if seen.settled:
        return _settled(known, seen)
    if known is not None and known.registered and not seen.settled:
        return _uncovered(known, seen)
    return _decide(known, seen)


def _settled(known: Known | None, seen: Seen) -> Change:
    change = _decide(known, seen)
    if known is not None and not change.opened and known.status is not Status.NEW:
        return change
    acts = tuple(act for act in change.acts if act not in {"reopened", "woken"})
    if known is not None and known.status in _IN_HAND:
        return Change(status=known.status, acts=(*acts, "side_job"), gained=change.gained)
    covered = known is not None and known.status is Status.APPROVED
    return Change(
        status=Status.APPROVED,
        acts=acts if covered else (*acts, "side_job"),
        gained=change.gained,
        settled=True,
    )


def _uncovered(known: Known, seen: Seen) -> Change:
    returned = ("returned",) if known.missing else ()
    gained = seen.members - known.members
    acts = (*returned, "side_job_over", *(("reopened",) if gained else ()))
    return Change(status=Status.NEW, acts=acts, gained=gained, opened=True)


def _decide(known: Known | None, seen: Seen) -> Change:
    if known is None:
        return Change(status=Status.NEW, acts=("found",), gained=seen.members, opened=True)
    returned = ("returned",) if known.missing else ()
    gained = seen.members - known.members
    if gained:
        acts = (*returned, "reopened")
        return Change(status=Status.NEW, acts=acts, gained=gained, opened=True)
    edited = ("edited",) if seen.content != known.content else ()
    if known.missing and known.status in _ENDED:
        return _returned(known, edited)
    if _woken(known, seen.now):
        return Change(status=Status.NEW, acts=(*returned, "woken"), opened=True)
    return Change(status=known.status, acts=(*returned, *edited))


def _returned(known: Known, edited: tuple[str, ...]) -> Change:
    acts = ("returned", *edited)
    if known.status is Status.GONE and known.gone_from in _SETTLED:
        return Change(status=known.gone_from, acts=acts)
    return Change(status=Status.NEW, acts=acts, opened=True)


def _woken(known: Known, now: datetime) -> bool:
    if known.status is not Status.SNOOZED:
        return False
    return known.snoozed_until is None or known.snoozed_until <= now


def decide_unseen(status: Status, *, answer: Answer | None) -> Change:
    """A finding that a sweep fit to tell did not see: missing at first (`answer` is None).

    The next time its page was asked, and only one that says that it is gone makes it so.
    """
    if status in _ENDED:
        return Change(status=status)
    match answer:
        case None:
            return Change(status=status, acts=("missing",))
        case Answer.GONE:
            return Change(status=Status.GONE, acts=("gone",))
        case Answer.THERE:
            return Change(status=status, acts=("unlisted",))
        case Answer.UNKNOWN:
            return Change(status=status, acts=("unchecked",))
