"""Sections of the report: what was found, how soon somebody looked, and what was not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from statistics import median, quantiles

from leakwatch.casework.report import Chart, Section, Series, Table
from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Digest, Kind, Severity
from leakwatch.notify import phrases
from leakwatch.record.figures import FoundFigure, SweptFigure

_GRAVEST_FIRST = tuple(reversed(Severity))
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
#: From this many on a tenth of them is worth a number.
_ENOUGH_FOR_TENTHS = 10
#: Bars of a chart; the table has all of them.
_MOST_BARS = 15


def findings_section(
    found: Sequence[FoundFigure], period: tuple[datetime, datetime], texts: Catalogue, zone: tzinfo
) -> Section:
    """By severity, kind and month."""
    title = texts.text(N_("Findings: {count}"), count=len(found))
    if not found:
        return Section(title=title, lines=(texts.text(N_("Nothing new was found.")),))
    names = months(period, zone)
    by_month = Counter((month_of(one.at, zone), one.severity) for one in found)
    chart = Chart(
        title=texts.text(N_("New findings by month and severity")),
        description=texts.text(N_("Stacked columns; the table below has the numbers.")),
        labels=names,
        series=tuple(
            Series(
                name=texts.text(phrases.SEVERITIES[severity]),
                tone=severity.value,
                values=tuple(by_month[name, severity] for name in names),
            )
            for severity in _GRAVEST_FIRST
        ),
    )
    return Section(
        title=title,
        charts=(chart,),
        tables=(_months(names, by_month, texts), _kinds(found, texts)),
    )


def months(period: tuple[datetime, datetime], zone: tzinfo) -> tuple[str, ...]:
    """`2026-04` and so on, from the first day of the period to its last."""
    first = period[0].astimezone(zone).date().replace(day=1)
    last = (period[1] - timedelta(microseconds=1)).astimezone(zone).date()
    names, day = [], first
    while day <= last:
        names.append(f"{day:%Y-%m}")
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return tuple(names)


def month_of(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m}"


def _months(names: Iterable[str], counts: Counter[tuple[str, Severity]], texts: Catalogue) -> Table:
    return Table(
        caption=texts.text(N_("New findings by month and severity")),
        headings=(
            texts.text(N_("month")),
            *(texts.text(phrases.SEVERITIES[one]) for one in _GRAVEST_FIRST),
            texts.text(N_("together")),
        ),
        rows=tuple(
            (
                name,
                *(counts[name, one] for one in _GRAVEST_FIRST),
                sum(counts[name, one] for one in _GRAVEST_FIRST),
            )
            for name in names
        ),
    )


def _kinds(found: Sequence[FoundFigure], texts: Catalogue) -> Table:
    counts = Counter((one.kind, one.severity) for one in found)
    kinds = sorted(
        {one.kind for one in found},
        key=lambda kind: (-sum(counts[kind, one] for one in Severity), list(Kind).index(kind)),
    )
    return Table(
        caption=texts.text(N_("New findings by kind and severity")),
        headings=(
            texts.text(N_("kind")),
            *(texts.text(phrases.SEVERITIES[one]) for one in _GRAVEST_FIRST),
            texts.text(N_("together")),
        ),
        rows=tuple(
            (
                texts.text(phrases.KINDS[kind]),
                *(counts[kind, one] for one in _GRAVEST_FIRST),
                sum(counts[kind, one] for one in _GRAVEST_FIRST),
            )
            for kind in kinds
        ),
    )


def triage_section(found: Sequence[FoundFigure], counted: Digest, texts: Catalogue) -> Section:
    """How long findings waited for somebody, and how many decided ones were false alarms."""
    waits = sorted(one.waited for one in found if one.waited is not None)
    waiting = len(found) - len(waits)
    lines = [_false_alarms(counted, texts)]
    if waiting:
        text = N_("Of the new findings {count} have not been looked at yet.")
        lines.append(texts.text(text, count=waiting))
    if not waits:
        return Section(title=texts.text(N_("Triage")), lines=tuple(lines))
    rows = [
        (
            texts.text(N_("half of them within")),
            lasted(median(one / _HOUR for one in waits) * _HOUR, texts),
        )
    ]
    if len(waits) >= _ENOUGH_FOR_TENTHS:
        ninth = quantiles((one / _HOUR for one in waits), n=10, method="inclusive")[8]
        rows.append((texts.text(N_("nine of ten within")), lasted(ninth * _HOUR, texts)))
    rows.append((texts.text(N_("the longest after")), lasted(waits[-1], texts)))
    table = Table(
        caption=texts.text(N_("Time from finding to the first look, {count} findings")).format(
            count=len(waits)
        ),
        headings=(texts.text(N_("part of the findings")), texts.text(N_("waiting time"))),
        rows=tuple(rows),
    )
    return Section(title=texts.text(N_("Triage")), lines=tuple(lines), tables=(table,))


def _false_alarms(counted: Digest, texts: Catalogue) -> str:
    if counted.false_alarms is None:
        return texts.text(N_("No finding was decided on."))
    return texts.text(
        N_("False alarms: {percent} % ({dismissed} of {judged} decided)"),
        percent=round(100 * counted.false_alarms),
        dismissed=counted.dismissed,
        judged=counted.judged,
    )


def lasted(time: timedelta, texts: Catalogue) -> str:
    """`5 minutes`, `3.5 hours` or `2.0 days`."""
    if time < _HOUR:
        return texts.text(N_("{count} minutes"), count=round(time / timedelta(minutes=1)))
    if time < 2 * _DAY:
        return texts.text(N_("{count} hours"), count=f"{time / _HOUR:.1f}")
    return texts.text(N_("{count} days"), count=f"{time / _DAY:.1f}")


def sources_section(
    swept: Sequence[SweptFigure],
    known: Iterable[str],
    period: tuple[datetime, datetime],
    texts: Catalogue,
) -> Section:
    """Each source with its sweeps and the time it was blind; `known` are those to be swept."""
    never = sorted(set(known) - {one.source for one in swept})
    title = texts.text(N_("Sources: {count}"), count=len(swept) + len(never))
    lines = []
    if never:
        text = N_("Never swept, so nothing is known of them: {names}")
        lines.append(texts.text(text, names=", ".join(never)))
    if not swept:
        return Section(title=title, lines=tuple(lines), pressing=bool(never))
    blind = sorted((one for one in swept if one.blind), key=lambda one: (-one.blind, one.source))
    return Section(
        title=title,
        lines=(*lines, _blindness(swept, blind, period, texts)),
        charts=(_blind_chart(blind[:_MOST_BARS], texts),) if blind else (),
        tables=(_sweeps(swept, period, texts),),
        pressing=bool(never),
    )


def _blindness(
    swept: Sequence[SweptFigure],
    blind: Sequence[SweptFigure],
    period: tuple[datetime, datetime],
    texts: Catalogue,
) -> str:
    if not blind:
        return texts.text(N_("No source was blind."))
    whole = (period[1] - period[0]) * len(swept)
    percent = 100 * sum((one.blind for one in blind), timedelta()) / whole if whole else 0.0
    return texts.text(
        N_("{count} of {all} sources were blind for some time, {percent} % of all the time."),
        count=len(blind),
        all=len(swept),
        percent=f"{percent:.1f}",
    )


def _blind_chart(blind: Sequence[SweptFigure], texts: Catalogue) -> Chart:
    return Chart(
        title=texts.text(N_("Blind time by source, in hours")),
        description=texts.text(N_("Bars, the longest first; the table below has all sources.")),
        labels=tuple(one.source for one in blind),
        series=(
            Series(name=texts.text(N_("hours")), values=tuple(one.blind / _HOUR for one in blind)),
        ),
        lying=True,
    )


def _sweeps(
    swept: Sequence[SweptFigure], period: tuple[datetime, datetime], texts: Catalogue
) -> Table:
    whole = period[1] - period[0]
    return Table(
        caption=texts.text(N_("Sweeps and blind time by source")),
        headings=tuple(
            texts.text(one)
            for one in (N_("source"), N_("sweeps"), N_("clean"), N_("blind"), N_("share"))
        ),
        rows=tuple(
            (
                one.source,
                one.sweeps,
                one.clean,
                lasted(one.blind, texts) if one.blind else None,
                f"{100 * one.blind / whole:.1f} %" if one.blind and whole else None,
            )
            for one in swept
        ),
    )
