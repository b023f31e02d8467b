"""What the doctor says of each source: whether it is swept, how well it is seen, what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.app.expiring import expired_recordings
from leakwatch.app.hindrances import lasting
from leakwatch.app.watch import Watch
from leakwatch.errors import N_
from leakwatch.models import Outcome, Sight, Source, health


def examine_sources(watch: Watch, now: datetime) -> Iterator[Check]:
    """One line per enabled source; recordings that are overdue are deleted here as well."""
    known = watch.settings.sources.values()
    enabled = [source for source in known if source.enabled and source.swept]
    if not enabled:
        yield bad("sources", N_("no source is enabled in sources/: nothing is watched"))
    for source in enabled:
        yield _source(watch, source)
    for expired in expired_recordings(watch, now=now):
        yield note("recordings", expired.message, **expired.values)


def _source(watch: Watch, source: Source) -> Check:
    what = f"source {source.name}"
    hindrance = lasting(source)
    if hindrance is not None:
        return note(what, hindrance.message, **hindrance.values)
    if source.inbox is not None and not Path(source.inbox.folder).is_dir():
        return bad(what, N_("its folder {folder} is missing: make it"), folder=source.inbox.folder)
    return _sight(watch, source, what)


def _sight(watch: Watch, source: Source, what: str) -> Check:
    history = watch.record.sweeps.history(source.name)
    if not history:
        return note(what, N_("not swept yet"))
    last, state = history[0], health(history, source)
    if last.outcome.clean:
        return good(what, N_("last sweep {outcome}"), outcome=last.outcome)
    if state.sight is Sight.QUARANTINED:
        message = N_("rests after {count} sweeps that were not clean, the last one {outcome}")
        check = bad(what, message, count=len(state.failed), outcome=last.outcome)
    else:
        report = note if last.outcome is Outcome.PARTIAL else bad
        check = report(what, N_("last sweep {outcome}"), outcome=last.outcome)
    return replace(check, reasons=last.reasons)
