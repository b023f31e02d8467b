"""How a finding stands, in words, and which buttons still make sense then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue, named
from leakwatch.locale.named import VERDICTS
from leakwatch.models import Alert, Standing, Status
from leakwatch.notify.actions import APPROVED, CONFIRM, DETAILS, DISMISS, SNOOZE, TAKE
from leakwatch.notify.inert import inert

#: As a decision left it: what nobody has in hand any more is open again.
STATUSES = {**named.STATUSES, Status.NEW: N_("open again")}
#: Nobody has to act on these any more.
SETTLED = frozenset({Status.CONFIRMED, Status.DISMISSED, Status.APPROVED, Status.CLOSED})
#: What may follow a status is `review`'s to say; these are the acts that a person means next.
ACTS: Mapping[Status, tuple[str, ...]] = {
    Status.NEW: (TAKE, CONFIRM, DISMISS, APPROVED, SNOOZE, DETAILS),
    Status.TAKEN: (CONFIRM, DISMISS, APPROVED, SNOOZE, DETAILS),
    Status.CONFIRMED: (DISMISS, APPROVED, DETAILS),
    Status.DISMISSED: (DETAILS,),
    Status.APPROVED: (DETAILS,),
    Status.SNOOZED: (TAKE, CONFIRM, DISMISS, APPROVED, DETAILS),
    Status.GONE: (CONFIRM, DISMISS, DETAILS),
    Status.CLOSED: (DETAILS,),
}
#: Found by the eye in place of the severity's mark, once somebody has the matter in hand.
_SETTLED_MARK, _TAKEN_MARK = "☑", "👀"
_ACTOR_LIMIT = 40


def status_of(standing: Standing | None) -> Status:
    return standing.status if standing else Status.NEW


def mark_of(alert: Alert, standings: Mapping[int, Standing]) -> str | None:
    """The mark of an alert that is in somebody's hands; None while a finding in it is not."""
    statuses = [status_of(standings.get(finding.number)) for finding in alert.findings]
    if not statuses or any(status is Status.NEW for status in statuses):
        return None
    return _SETTLED_MARK if SETTLED.issuperset(statuses) else _TAKEN_MARK


def stands(standing: Standing, catalogue: Catalogue, *, zone: tzinfo, day: date) -> str:
    """`taken by hanako, 14:03`; the day is said where it is not `day`."""
    what = catalogue.text(STATUSES[standing.status])
    actor = inert(standing.actor or "", _ACTOR_LIMIT)
    at = _moment(standing.at, zone=zone, day=day)
    why = _why(standing, catalogue, zone=zone)
    if why:
        who = _who(actor, at, catalogue)
        text = N_("{what}: {why} ({who})") if who else N_("{what}: {why}")
        return catalogue.text(text, what=what, why=why, who=who)
    if actor:
        text = N_("{what} by {actor}, {at}") if at else N_("{what} by {actor}")
        return catalogue.text(text, what=what, actor=actor, at=at)
    return catalogue.text(N_("{what}, {at}"), what=what, at=at) if at else what


def _who(actor: str, at: str, catalogue: Catalogue) -> str:
    if actor and at:
        return catalogue.text(N_("{actor}, {at}"), actor=actor, at=at)
    return actor or at


def _why(standing: Standing, catalogue: Catalogue, *, zone: tzinfo) -> str:
    if standing.status is Status.SNOOZED and standing.until:
        until = f"{standing.until.astimezone(zone):%Y-%m-%d}"
        return catalogue.text(N_("until {until}"), until=until)
    known = standing.status is Status.DISMISSED and VERDICTS.get(standing.verdict or "")
    return catalogue.text(known) if known else ""


def _moment(at: datetime | None, *, zone: tzinfo, day: date) -> str:
    if at is None:
        return ""
    there = at.astimezone(zone)
    return f"{there:%H:%M}" if there.date() == day else f"{there:%Y-%m-%d %H:%M}"
