"""Why a source is not swept: for good, until somebody does something, or just now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from leakwatch.crawl import Bounds, Counts
from leakwatch.errors import N_, SweepRefused
from leakwatch.models import Crawling, Source
from leakwatch.record import Record
from leakwatch.schedule import day_of, quiet_from, quiet_until

#: Reasons that pass by themselves; a sweep that meets one is put off and nobody is alarmed.
PASSING = frozenset({"quiet_hours", "daily_budget"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """One reason why a source is not swept."""

    reason: str  #: name, such as `forbidden_by_terms`
    message: str  #: catalogue message
    values: Mapping[str, object] = field(default_factory=dict)
    until: datetime | None = None  #: when it is over by itself

    def refusal(self) -> SweepRefused:
        return SweepRefused(self.message, reason=self.reason, **self.values)


def lasting(source: Source) -> Hindrance | None:
    """What keeps `source` from being swept, by hand too, until its definition changes."""
    values = {"source": source.name}
    if source.manual is not None:
        return Hindrance(
            reason="manual",
            message=N_("{source} is never swept: {why}\nAsk or look yourself: {links}"),
            values={
                **values,
                "why": source.manual.reason,
                "links": ", ".join(filter(None, (*source.manual.links, source.manual.contact)))
                or "-",
            },
        )
    if source.inbox is None and (forbidden := _by_terms(source)) is not None:
        return forbidden
    if source.unset:
        return Hindrance(
            reason="variable_unset",
            message=N_("{where}: {variables} is not set, so {source} cannot be asked"),
            values={**values, "where": source.unset_where, "variables": ", ".join(source.unset)},
        )
    return None


def _by_terms(source: Source) -> Hindrance | None:
    terms, values = source.terms, {"source": source.name}
    if terms.crawling is Crawling.FORBIDDEN:
        return Hindrance(
            reason="forbidden_by_terms",
            message=N_("the terms of {source} forbid programs: {note}"),
            values={**values, "note": terms.note or "-"},
        )
    if terms.crawling is Crawling.UNCONFIRMED and terms.confirmed is None:
        return Hindrance(
            reason="terms_unconfirmed",
            message=N_(
                "nobody has confirmed that the terms of {source} allow this: read them, then set"
                " terms.confirmed ({note})"
            ),
            values={**values, "note": terms.note or "-"},
        )
    return None


def passing(
    source: Source, record: Record, *, now: datetime, in_quiet: bool = False
) -> Hindrance | None:
    """What keeps `source` from being swept at this moment; `in_quiet`: quiet hours do not."""
    until = None if in_quiet else quiet_until(source, now)
    if until is not None:
        return Hindrance(
            reason="quiet_hours",
            message=N_("{source} is left alone until {until} (politeness.quiet)"),
            values={"source": source.name, "until": _local(source, until)},
            until=until,
        )
    left = _left(source, record, now)
    if left is not None and left <= 0:
        tomorrow = _tomorrow(source, now)
        return Hindrance(
            reason="daily_budget",
            message=N_(
                "{source} has had its {most} requests of today (politeness.per_day): again from"
                " {until}"
            ),
            values={
                "source": source.name,
                "most": source.politeness.per_day,
                "until": _local(source, tomorrow),
            },
            until=tomorrow,
        )
    return None


def bounds_for(source: Source, record: Record, *, now: datetime, in_quiet: bool = False) -> Bounds:
    """How far a crawl that begins `now` may go."""
    quiet = None if in_quiet else quiet_from(source, now)
    return Bounds(
        requests=_left(source, record, now),
        seconds=None if quiet is None else (quiet - now).total_seconds(),
    )


class Meter:
    """Enters the requests of one crawl in the day's count while it goes on."""

    def __init__(self, source: Source, record: Record, clock: Callable[[], datetime]) -> None:
        self._source, self._record, self._clock = source, record, clock
        self._entered = 0

    def __call__(self, counts: Counts) -> None:
        """Raises RecordError."""
        more, self._entered = counts.requests - self._entered, counts.requests
        day = day_of(self._source, self._clock())
        self._record.today.add(self._source.name, day, more)


def _left(source: Source, record: Record, now: datetime) -> int | None:
    most = source.politeness.per_day
    if most is None:
        return None
    return most - record.today.requests(source.name, day_of(source, now))


def _tomorrow(source: Source, now: datetime) -> datetime:
    zone = ZoneInfo(source.timing.timezone)
    return datetime.combine(day_of(source, now) + timedelta(days=1), time(), tzinfo=zone)


def _local(source: Source, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(source.timing.timezone)):%Y-%m-%d %H:%M}"
