"""What stands under one key of a source: its canaries, limits, manners and times."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from leakwatch.config.cron import CronProblem, normal_cron
from leakwatch.config.schema.base import (
    Entry,
    Many,
    Text,
    Url,
    duration,
    rule,
    rule_of,
    searchable,
    size,
    whole,
)
from leakwatch.config.schema.source_standing import QuietSpan
from leakwatch.config.schema.times import Timezone
from leakwatch.errors import N_

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def _cron(text: str) -> str:
    try:
        return normal_cron(text)
    except CronProblem as problem:
        raise rule_of(problem.phrase) from problem


class CanaryEntry(Entry):
    """Exactly one of url, query and random."""

    url: Annotated[Url | None, Field(description="A page.")] = None
    query: Annotated[Text | None, Field(description="A query; it leaves as it stands here.")] = None
    random: Annotated[
        bool, Field(description="A query of a random string: nothing may be found.")
    ] = False
    contains: Annotated[
        Annotated[str, AfterValidator(searchable)] | None,
        Field(description="Text that stands on the page, or in what the query finds."),
    ] = None
    absent: Annotated[
        bool, Field(description="The page is known not to exist, or the query to find nothing.")
    ] = False

    @model_validator(mode="after")
    def check(self) -> CanaryEntry:
        if (self.url is not None) + (self.query is not None) + self.random != 1:
            raise rule(N_("one of url, query and random"))
        if self.contains is not None and (self.absent or self.random):
            raise rule(N_("either contains or absent, not both"))
        if self.url is not None and self.contains is None and not self.absent:
            raise rule(N_("contains beside url: a text that stands on the page"))
        return self


class ExpectEntry(Entry):
    at_least: Annotated[
        Annotated[int, whole(1, 10_000_000)] | None,
        Field(description="Entries a healthy sweep sees."),
    ] = None
    fields: Annotated[
        dict[str, Annotated[float, Field(gt=0, le=1)]],
        Field(description="Field → share of the entries that have it, 0 to 1."),
    ] = Field(default_factory=dict)


class LimitsEntry(Entry):
    pages: Annotated[
        Annotated[int, whole(1, 1_000_000)] | None, Field(description="Requests in one sweep.")
    ] = None
    depth: Annotated[
        Annotated[int, whole(1, 100_000)] | None,
        Field(description="Listing pages one after the other."),
    ] = None
    page_size: Annotated[
        Annotated[int, size(1_000, 1_000_000_000, "1KB - 1GB")] | None,
        Field(description="Bytes of one page."),
    ] = None
    time: Annotated[
        Annotated[float, duration(1, 7 * _DAY, "1s - 7d")] | None,
        Field(description="Length of one sweep."),
    ] = None
    memory: Annotated[
        Annotated[int, size(64_000_000, 64_000_000_000, "64MB - 64GB")] | None,
        Field(description="Memory of the sweep's process."),
    ] = None


class PolitenessEntry(Entry):
    delay: Annotated[
        Annotated[float, duration(0, _HOUR, "0s - 1h")] | None,
        Field(description="Pause between two requests."),
    ] = None
    concurrency: Annotated[
        Annotated[int, whole(1, 16)] | None, Field(description="Requests at the same time.")
    ] = None
    autothrottle: Annotated[
        bool | None, Field(description="Whether a slow site gets longer pauses.")
    ] = None
    robots: Annotated[bool | None, Field(description="Whether robots.txt is obeyed.")] = None
    timeout: Annotated[
        Annotated[float, duration(1, 10 * _MINUTE, "1s - 10m")] | None,
        Field(description="Patience for one page."),
    ] = None
    per_day: Annotated[
        Annotated[int, whole(1, 10_000_000)] | None,
        Field(description="Requests in one day, over all sweeps."),
    ] = None
    quiet: Annotated[
        Many[QuietSpan] | None,
        Field(description="Times of day without sweeps, such as 22:00-06:30, in its time zone."),
    ] = None


class ScheduleEntry(Entry):
    cron: Annotated[
        Annotated[str, AfterValidator(_cron)] | None,
        Field(description="Five fields: minute, hour, day, month, weekday."),
    ] = None
    every: Annotated[
        Annotated[float, duration(1, 366 * _DAY, "1s - 366d")] | None,
        Field(description="Interval, instead of cron."),
    ] = None
    timezone: Annotated[
        Timezone | None, Field(description="Time zone of cron; else that of leakwatch.yaml.")
    ] = None
    jitter: Annotated[
        Annotated[float, duration(0, _DAY, "0s - 1d")] | None,
        Field(description="Random shift, at most this long."),
    ] = None
