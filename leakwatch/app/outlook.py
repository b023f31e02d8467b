"""When each source is swept next, and what keeps it from being swept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leakwatch.app.hindrances import Hindrance, lasting, passing
from leakwatch.app.watch import Watch
from leakwatch.errors import N_
from leakwatch.models import Sight, Source, health
from leakwatch.schedule import next_run

#: Why a source is not swept, in a word or two, by the name of the reason.
WHY: Mapping[str, str] = {
    "disabled": N_("disabled"),
    "manual": N_("for people"),
    "forbidden_by_terms": N_("terms forbid it"),
    "terms_unconfirmed": N_("terms not confirmed"),
    "variable_unset": N_("{variables} not set"),
    "quarantined": N_("quarantined"),
    "quiet_hours": N_("quiet until {until}"),
    "daily_budget": N_("requests of today used up"),
}


def hindrances(watch: Watch, source: Source, *, now: datetime) -> list[Hindrance]:
    """Everything that keeps `source` from being swept by the service now, most lasting first."""
    found = [lasting(source)]
    if not source.enabled:
        found.append(Hindrance(reason="disabled", message=N_("it is switched off: enabled: false")))
    state = health(watch.record.sweeps.history(source.name), source)
    if state.sight is Sight.QUARANTINED:
        message = N_("too many sweeps in a row were not clean (quarantine_after)")
        until = state.rests_until
        found.append(Hindrance(reason="quarantined", message=message, until=until))
    if not any(found):
        found.append(passing(source, watch.record, now=now))
    return [one for one in found if one is not None]


def next_sweep(watch: Watch, source: Source, *, now: datetime) -> datetime | None:
    """When a running service would sweep `source` next; None when it would not."""
    if not source.enabled or lasting(source) is not None:
        return None
    history = watch.record.sweeps.history(source.name)
    due = next_run(source, last=history[0].ended_at if history else None, now=now)
    rest = health(history, source).rests_until
    return due if due is None or rest is None else max(due, rest)


def short_reason(hindrance: Hindrance) -> tuple[str, Mapping[str, object]]:
    """`hindrance` in a word or two: a catalogue message and its values."""
    return WHY[hindrance.reason], {"until": "", "variables": "", **hindrance.values}
