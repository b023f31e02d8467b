"""Pure: when the silence of a route ends."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from leakwatch.models import Quiet, RouteQuiet, Routing
from leakwatch.workdays import is_business_day

#: No holiday of a company is as long; whatever the configuration says, nothing waits longer.
LONGEST = timedelta(days=31)
_DAY = timedelta(days=1)


def end_of_silence(
    quiet: RouteQuiet, routing: Routing, *, now: datetime, zone: tzinfo
) -> datetime | None:
    """When `quiet`, in force at `now`, ends; None when it is not in force. UTC, never past `now`.

    Hours and free days are those of the wall clock in `zone`.
    """
    local = now.astimezone(zone)
    # the hands of the clock: steps over midnight and over a change to summer time stay simple
    begin = hands = local.replace(tzinfo=None, fold=0)
    while (step := _silent_until(quiet, routing, hands)) is not None and hands - begin < LONGEST:
        hands = step
    if hands == begin:
        return None
    end = hands.replace(tzinfo=zone, fold=local.fold).astimezone(UTC)
    return min(max(end, now), now + LONGEST)


def _silent_until(quiet: RouteQuiet, routing: Routing, hands: datetime) -> datetime | None:
    """The end of the one silence that `hands` stand in, be it of a free day or of the hours."""
    if quiet.free_days and not is_business_day(hands.date(), routing):
        return datetime.combine(hands.date() + _DAY, time())
    if quiet.span is not None and quiet.span.covers(60 * hands.hour + hands.minute):
        return _end_of_span(quiet.span, hands)
    return None


def _end_of_span(span: Quiet, hands: datetime) -> datetime:
    midnight = datetime.combine(hands.date(), time())
    end = midnight + timedelta(minutes=span.end)
    return end if end > hands else end + _DAY
