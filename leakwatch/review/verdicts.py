"""The one table of verdicts: what each makes of a finding, from which status, and by which role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leakwatch.errors import N_, UsageError, VerdictError
from leakwatch.locale.named import VERDICTS as WORDS
from leakwatch.locale.names import Named, Names
from leakwatch.models import Role, Status

_JUDGES = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})
_OPEN = frozenset({Status.NEW, Status.TAKEN, Status.SNOOZED})
_DECIDED = frozenset({Status.CONFIRMED, Status.DISMISSED, Status.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One decision a reviewer may take."""

    name: str  #: what is typed and stored
    status: Status  #: what the finding becomes
    after: frozenset[Status]  #: statuses it may follow
    roles: frozenset[Role] = _JUDGES
    words: str = ""  #: catalogue message: what it means
    needs_reason: bool = True
    needs_until: bool = False


VERDICTS: tuple[Verdict, ...] = (
    Verdict(
        name="take",
        status=Status.TAKEN,
        after=_OPEN,
        words=N_("I look into it"),
        needs_reason=False,
    ),
    Verdict(
        name="confirm",
        status=Status.CONFIRMED,
        after=_OPEN | {Status.GONE},
        words=N_("it concerns us and is not known to be allowed"),
    ),
    Verdict(
        name="not_ours",
        status=Status.DISMISSED,
        after=_OPEN | {Status.CONFIRMED, Status.GONE},
        words=N_("it does not concern us"),
    ),
    Verdict(
        name="namesake",
        status=Status.DISMISSED,
        after=_OPEN | {Status.CONFIRMED, Status.GONE},
        words=N_("another person of the same name"),
    ),
    Verdict(
        name="public",
        status=Status.DISMISSED,
        after=_OPEN | {Status.CONFIRMED, Status.GONE},
        words=N_("it is public knowledge"),
    ),
    Verdict(
        name="official",
        status=Status.DISMISSED,
        after=_OPEN | {Status.CONFIRMED, Status.GONE},
        words=N_("we published it ourselves"),
    ),
    Verdict(
        name="approved",
        status=Status.APPROVED,
        after=_OPEN | {Status.CONFIRMED},
        roles=frozenset({Role.LEAD, Role.LEGAL}),
        words=N_("a side job the company has approved"),
    ),
    Verdict(
        name="snooze",
        status=Status.SNOOZED,
        after=_OPEN,
        words=N_("look again later"),
        needs_until=True,
    ),
    Verdict(
        name="close",
        status=Status.CLOSED,
        after=_DECIDED | {Status.GONE},
        words=N_("followed to its end"),
    ),
    Verdict(
        name="reopen",
        status=Status.NEW,
        after=_DECIDED | {Status.SNOOZED, Status.TAKEN, Status.GONE, Status.CLOSED},
        words=N_("look at it anew"),
    ),
)

#: status → names of the verdicts that may follow it
TRANSITIONS: Mapping[Status, tuple[str, ...]] = {
    status: tuple(verdict.name for verdict in VERDICTS if status in verdict.after)
    for status in Status
}


def verdict_named(name: str) -> Verdict:
    for verdict in VERDICTS:
        if verdict.name == name:
            return verdict
    raise UsageError(
        N_("{name} is no verdict: use one of {known}"),
        name=name,
        known=Names(tuple(map(named, VERDICTS))),
    )


def named(verdict: Verdict) -> Named:
    """As it is typed, and what it means."""
    return Named(verdict.name, WORDS.get(verdict.name))


def require_transition(
    verdict: Verdict,
    *,
    finding: str,
    status: Status,
    reason: str | None,
    until: datetime | None,
    now: datetime,
) -> None:
    """Refuse a verdict that may not follow `status` or lacks what it needs.

    Raises VerdictError (not now) or UsageError (something is missing).
    """
    if status not in verdict.after:
        raise VerdictError(
            N_("{finding} is {status}: {verdict} may not follow; possible now: {possible}"),
            finding=finding,
            status=status,
            verdict=named(verdict),
            possible=Names(tuple(named(verdict_named(name)) for name in TRANSITIONS[status])),
        )
    if verdict.needs_reason and not (reason or "").strip():
        raise UsageError(N_("{verdict} needs a reason: --reason TEXT"), verdict=named(verdict))
    if verdict.needs_until and (until is None or until <= now):
        raise UsageError(
            N_("{verdict} needs a day to come: --until YYYY-MM-DD"), verdict=named(verdict)
        )
