"""Sweeps as child processes, and what becomes of one that dies."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from leakwatch.app.sweep import SweepOptions
from leakwatch.config import Settings
from leakwatch.dispatch import ChildResult, run_child
from leakwatch.errors import N_
from leakwatch.models import Outcome, Source, SweepReport

logger = logging.getLogger(__name__)

#: Sweeps of different domains at one time. Each is one process that mostly waits for a site.
PARALLEL = 2
#: Keys of `sweep.done` that are no part of the report.
_BESIDE = frozenset({"event", "suppressed_by"})

OnEvent = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSweep:
    """How the sweep of one source ended, as its parent saw it."""

    source: str
    report: SweepReport | None  #: None: it did not come to a report
    message: str = ""  #: catalogue message: why there is no report
    values: Mapping[str, object] | None = None
    exit_code: int = 0  #: of its process; says of what kind a refusal is
    fell: str | None = None  #: without a report: `refused` by itself, or `died`
    reason: str = ""  #: name of a refusal that has one, such as `quiet_hours`

    @property
    def clean(self) -> bool:
        return self.report is not None and self.report.outcome.clean


def sweep_command(settings: Settings, source: Source, options: SweepOptions) -> list[str]:
    """The command line of the sweep's own process."""
    # -P: modules that lie in the current directory are somebody else's
    command = [sys.executable, "-P", "-m", "leakwatch", "--config", str(settings.directory)]
    command += ["sweep", source.name, "--events"]
    command += ["--dry-run"] if options.dry_run else []
    command += ["--alert-all"] if options.alert_all else []
    command += [] if options.wait else ["--no-wait"]
    command += ["--now"] if options.in_quiet else []
    return command


def foreign_variables(settings: Settings, source: Source) -> frozenset[str]:
    """Variables that only other sources and channels name: none of this one's business."""
    others = frozenset[str]().union(*(one.variables for one in settings.sources.values()))
    return (others | settings.withheld) - source.variables - settings.variables


async def sweep_child(
    settings: Settings, source: Source, *, options: SweepOptions, on_event: OnEvent
) -> ChildSweep:
    """Sweep `source` in a process of its own; never raises for what the child does."""
    last: dict[str, Mapping[str, object]] = {}

    def heard(event: Mapping[str, object]) -> None:
        last[str(event.get("event"))] = event
        on_event(event)

    result = await run_child(
        sweep_command(settings, source, options),
        on_event=heard,
        limits=source.limits,
        variables=settings.variables | source.variables,
        withheld=foreign_variables(settings, source),
    )
    return _ended(source, result, last)


def _ended(
    source: Source, result: ChildResult, last: Mapping[str, Mapping[str, object]]
) -> ChildSweep:
    if "sweep.done" in last:
        return ChildSweep(source=source.name, report=read_report(last["sweep.done"]))
    if "sweep.refused" in last:
        refused = last["sweep.refused"]
        values = refused.get("values")
        return ChildSweep(
            source=source.name,
            report=None,
            message=str(refused["message"]),
            values=values if isinstance(values, dict) else {},
            exit_code=result.exit_code,
            fell="refused",
            reason=str(refused.get("reason") or ""),
        )
    logger.error("sweep.died", extra={"source": source.name, "exit_code": result.exit_code})
    return ChildSweep(
        source=source.name,
        report=None,
        message=N_("the sweep of {source} died ({why}); the next one starts afresh"),
        values={"source": source.name, "why": result.killed or f"exit code {result.exit_code}"},
        fell="died",
    )


def read_report(event: Mapping[str, object]) -> SweepReport:
    """The report in a `sweep.done` event."""
    values = {name: value for name, value in event.items() if name not in _BESIDE}
    values["outcome"] = Outcome(str(values["outcome"]))
    reasons = values["reasons"]
    values["reasons"] = tuple(reasons) if isinstance(reasons, list) else ()
    for name in ("started_at", "ended_at"):
        values[name] = datetime.fromisoformat(str(values[name]))
    return SweepReport(**values)  # type: ignore[arg-type]  # our own child wrote it, field by field


async def sweep_all(
    settings: Settings, sources: Sequence[Source], *, options: SweepOptions, on_event: OnEvent
) -> tuple[ChildSweep, ...]:
    """Sweep `sources`, a few at a time, in their order."""
    places = asyncio.Semaphore(PARALLEL)

    async def one(source: Source) -> ChildSweep:
        async with places:
            return await sweep_child(settings, source, options=options, on_event=on_event)

    return tuple(await asyncio.gather(*(one(source) for source in sources)))
