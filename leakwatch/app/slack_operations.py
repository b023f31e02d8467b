"""What the service does for commands out of Slack: looks, sweeps, and the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from leakwatch.app.hindrances import Hindrance, lasting, passing
from leakwatch.app.outlook import hindrances, next_sweep, short_reason
from leakwatch.app.supervise import ChildSweep, OnEvent
from leakwatch.app.sweep import SweepOptions
from leakwatch.app.tips import inbox_for_tips, write_tip
from leakwatch.app.watch import Watch
from leakwatch.errors import N_
from leakwatch.models import Source, SweepReport, health
from leakwatch.triage import Chosen, Ended, Overview, SourceView, Tip, Word, no_source

#: Of one sweep of each source so many are shown, newest first.
_LAST_SWEEPS = 5
_BUSY = N_("it is being swept at this moment")


class Serving(Protocol):
    """The running service, as far as it is asked for something."""

    @property
    def watch(self) -> Watch: ...

    @property
    def sweeping(self) -> frozenset[str]:
        """Names of the sources that are swept at this moment, whoever asked."""
        ...

    @property
    def since(self) -> datetime | None: ...

    @property
    def last_delivery(self) -> datetime | None: ...

    async def sweep_now(
        self, source: Source, *, options: SweepOptions, on_event: OnEvent
    ) -> ChildSweep:
        """Sweep `source` when there is a place for one more; what it found is delivered soon."""
        ...

    def wake(self) -> None:
        """Something was queued: deliver soon."""
        ...


class SlackOperations:
    """`triage.Operations` over a running service."""

    def __init__(self, service: Serving) -> None:
        self._service, self._watch = service, service.watch

    def places(self) -> frozenset[str]:
        settings = self._watch.settings
        named = [settings.slack.channel if settings.slack else None, settings.routing.fallback]
        named += [one.channel for one in settings.sources.values()]
        for route in settings.routing.routes:
            named += [route.channel, *route.also]
        named += [digest.channel for digest in settings.routing.digests]
        return frozenset(filter(None, named))

    async def overview(self) -> Overview:
        return await asyncio.to_thread(self._overview)

    async def views(self) -> tuple[SourceView, ...]:
        return await asyncio.to_thread(self._views)

    async def choose(self, name: str | None) -> Chosen:
        return await asyncio.to_thread(self._choose, name)

    async def sweep(self, source: str, *, on_event: OnEvent) -> Ended:
        # another sweep on the domain is waited for: two sources of one domain may be asked for
        ended = await self._service.sweep_now(
            self._watch.source(source), options=SweepOptions(), on_event=on_event
        )
        why = None if ended.report else Word(message=ended.message, values=ended.values or {})
        return Ended(source=source, report=ended.report, why=why)

    async def leave_tip(self, tip: Tip) -> str | None:
        source = inbox_for_tips(self._watch.settings)
        if source is None:
            return None
        await asyncio.to_thread(write_tip, source, tip)
        return source.name

    def _overview(self) -> Overview:
        record = self._watch.record
        views = self._views()
        sweeps = sorted(self._last_sweeps(), key=lambda one: one.ended_at, reverse=True)
        return Overview(
            findings=record.findings.count_by_status(),
            outbox=record.outbox.counts(),
            sources=views,
            last_sweeps=tuple(sweeps[:_LAST_SWEEPS]),
            sweeping=tuple(sorted(self._service.sweeping)),
            running_since=self._service.since,
            last_delivery=self._service.last_delivery,
            last_beat=record.heartbeats.pulse().at,
        )

    def _last_sweeps(self) -> list[SweepReport]:
        return [
            report
            for name in self._watch.settings.sources
            for report in self._watch.record.sweeps.history(name, limit=_LAST_SWEEPS)
        ]

    def _views(self) -> tuple[SourceView, ...]:
        sources = self._watch.settings.sources.values()
        return tuple(self._view(one) for one in sources if one.enabled or not one.swept)

    def _view(self, source: Source) -> SourceView:
        now = datetime.now(UTC)
        history = self._watch.record.sweeps.history(source.name)
        state = health(history, source)
        found = hindrances(self._watch, source, now=now)
        message, values = short_reason(found[0]) if found else ("", {})
        return SourceView(
            name=source.name,
            sight=state.sight,
            last=history[0] if history else None,
            last_clean=state.last_clean,
            next_sweep=next_sweep(self._watch, source, now=now),
            hindered=Word(message=message, values=values) if found else None,
        )

    def _choose(self, name: str | None) -> Chosen:
        """Raises UsageError."""
        known: Mapping[str, Source] = self._watch.settings.sources
        if name is None:
            asked = [one for one in known.values() if one.enabled and one.swept]
        elif name in known:
            asked = [known[name]]
        else:
            raise no_source(name, known)
        refused = {one.name: word for one in asked if (word := self._refusal(one)) is not None}
        sources = tuple(one.name for one in asked if one.name not in refused)
        return Chosen(sources=sources, refused=refused)

    def _refusal(self, source: Source) -> Word | None:
        """What keeps `source` from being swept now, in full."""
        if source.name in self._service.sweeping:
            return Word(message=_BUSY)
        now = datetime.now(UTC)
        hindrance: Hindrance | None = lasting(source) or passing(
            source, self._watch.record, now=now
        )
        return Word(message=hindrance.message, values=hindrance.values) if hindrance else None
