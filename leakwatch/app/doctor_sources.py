"""What the doctor says of each source: whether it is swept, how well it is seen, what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.app.expiring import expired_recordings
from leakwatch.app.hindrances import lasting
from leakwatch.app.sight import Sight, sight_of
from leakwatch.app.watch import Watch
from leakwatch.errors import N_
from leakwatch.models import Outcome, Source


def examine_sources(watch: Watch, now: datetime) -> Iterator[Check]:
    """One line per enabled source; recordings that are overdue are deleted here as well."""
    enabled = [source for source in watch.settings.sources.values() if source.enabled]
    if not enabled:
        yield bad("sources", N_("no source is enabled in sources/: nothing is watched"))
    for source in enabled:
        yield _source(watch, source)
    for expired in expired_recordings(watch, now=now):
        yield note("recordings", expired.message, **expired.values)


def _source(watch: Watch, source: Source) -> Check:
    what = f"source {source.name}"
    hindrance = lasting(source)
    if hindrance is not None and hindrance.reason == "manual":
        return good(what, N_("for people to look at"))
    if hindrance is not None:
        return note(what, hindrance.message, **hindrance.values)
    if source.inbox is not None and not Path(source.inbox.folder).is_dir():
        return bad(what, N_("its folder {folder} is missing: make it"), folder=source.inbox.folder)
    return _sight(watch, source, what)


def _sight(watch: Watch, source: Source, what: str) -> Check:
    history = watch.record.sweeps.history(source.name)
    if not history:
        return note(what, N_("not swept yet"))
    last = history[0]
    values = {"outcome": last.outcome.value, "reasons": ", ".join(last.reasons) or "-"}
    if last.outcome.clean:
        return good(what, N_("last sweep {outcome}"), **values)
    if sight_of(source, history) is Sight.QUARANTINED:
        message = N_(
            "blind for {count} sweeps, last {outcome}: {reasons}; leakwatch sources check {source}"
        )
        count = next(
            (at for at, report in enumerate(history) if report.outcome.clean), len(history)
        )
        return bad(what, message, count=count, source=source.name, **values)
    report = note if last.outcome is Outcome.PARTIAL else bad
    return report(what, N_("last sweep {outcome}: {reasons}"), **values)
