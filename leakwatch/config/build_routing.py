"""From `routing.yaml` to the routes themselves."""

from __future__ import annotations

from pathlib import Path

from leakwatch.config.schema.routing import (
    DigestEntry,
    EscalateEntry,
    QuietEntry,
    RouteEntry,
    RoutingFile,
    Weekday,
    WhenEntry,
)
from leakwatch.config.yaml_file import Document
from leakwatch.models import DigestPlan, Escalation, Period, Route, RouteQuiet, Routing


def build_routing(written: RoutingFile, document: Document, *, directory: Path) -> Routing:
    """The routing of an installation; each route knows its line.

    `directory` is the configuration's: relative paths start there.
    """
    calendar = written.calendar
    return Routing(
        routes=tuple(
            _route(entry, f"{document.file}:{document.line(('routes', index))}")
            for index, entry in enumerate(written.routes)
        ),
        storm=written.storm,
        fallback=written.fallback,
        digests=tuple(_digest(entry, directory) for entry in written.digests),
        free_days=frozenset(calendar.holidays if calendar else ()),
        work_days=frozenset(calendar.work_days if calendar else ()),
        intervals=dict(written.intervals),
    )


def _route(entry: RouteEntry, where: str) -> Route:
    when = entry.when or WhenEntry()
    return Route(
        name=entry.name,
        alerts=frozenset(when.alert),
        kinds=frozenset(when.kind),
        severities=frozenset(when.severity),
        sources=frozenset(when.source),
        sensitivity=when.sensitivity or 0,
        channel=entry.channel,
        also=tuple(dict.fromkeys(entry.also)),
        mention=tuple(dict.fromkeys(entry.mention)),
        digest=entry.deliver == "digest",
        quiet=_quiet(entry.quiet),
        escalation=_escalation(entry.escalate),
        language=entry.language,
        lead=entry.lead or "",
        where=where,
    )


def _quiet(entry: QuietEntry | None) -> RouteQuiet | None:
    if entry is None:
        return None
    return RouteQuiet(span=entry.hours, free_days=entry.free_days, but=frozenset(entry.but))


def _escalation(entry: EscalateEntry | None) -> Escalation | None:
    if entry is None:
        return None
    return Escalation(
        owner=entry.owner,
        seconds=entry.after,
        business_days=entry.business_days,
        severities=frozenset(entry.severity),
    )


def _digest(entry: DigestEntry, directory: Path) -> DigestPlan:
    folder = directory / entry.folder if entry.folder else None
    return DigestPlan(
        period=Period.DAILY if entry.every == "day" else Period.WEEKLY,
        minute=entry.at,
        weekday=list(Weekday).index(entry.on) if entry.on else 0,
        channel=entry.channel,
        folder=str(folder) if folder else None,
        language=entry.language,
    )
