"""`sources/NAME.yaml`: a place we watch."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from leakwatch.config import addresses
from leakwatch.config.cron import CronProblem, normal_cron
from leakwatch.config.schema.base import (
    Channel,
    Entry,
    Many,
    Regex,
    Text,
    Url,
    duration,
    rule,
    rule_of,
    searchable,
    size,
    trial,
    whole,
)
from leakwatch.config.schema.times import Timezone
from leakwatch.errors import N_
from leakwatch.models import SelectorKind, Shows

_KIND = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def _kind(text: str) -> str:
    if not _KIND.fullmatch(text):
        raise rule(N_("the name of a kind, as in {example}"), example="directory")
    return text


def _cron(text: str) -> str:
    try:
        return normal_cron(text)
    except CronProblem as problem:
        raise rule_of(problem.phrase) from problem


def _network(text: str) -> str:
    found = addresses.network(text)
    if found is None:
        raise rule(N_("a network in CIDR notation, as in {example}"), example="10.1.0.0/16")
    if not addresses.is_private(found):
        raise rule(N_("a private network: public addresses need no leave"))
    return str(found)


def _field_name(text: str) -> str:
    if not _FIELD.fullmatch(text):
        raise rule(N_("a field name: small letters, digits and underscores"))
    return text


def _as_mapping(value: object) -> object:
    return {"css": value} if isinstance(value, str) else value


class SelectorEntry(Entry):
    """Exactly one of the keys; `::text` and `::attr(NAME)` may end a CSS selector."""

    css: Annotated[Text | None, Field(description="CSS selector.")] = None
    xpath: Annotated[Text | None, Field(description="XPath expression.")] = None
    url: Annotated[
        Text | None,
        Field(description="Regular expression over the page's address; its first group counts."),
    ] = None

    @property
    def chosen(self) -> tuple[SelectorKind, str]:
        written = {SelectorKind.CSS: self.css, SelectorKind.XPATH: self.xpath}
        for kind, expression in {**written, SelectorKind.URL: self.url}.items():
            if expression is not None:
                return kind, expression
        raise rule(N_("one of css, xpath and url"))

    @model_validator(mode="after")
    def check(self) -> SelectorEntry:
        from leakwatch.extract import check_selector  # noqa: PLC0415 - loads the HTML parsers

        if len(self.model_fields_set) != 1:
            raise rule(N_("one of css, xpath and url"))
        kind, expression = self.chosen
        problem = trial(lambda: check_selector(kind, expression))
        if problem is not None:
            raise rule(N_("a selector that can be read ({problem})"), problem=problem)
        return self


Selector = Annotated[
    SelectorEntry, BeforeValidator(_as_mapping, json_schema_input_type=str | SelectorEntry)
]


def _on_the_page(selector: SelectorEntry) -> SelectorEntry:
    if selector.url is not None:
        raise rule(N_("a css or xpath selector: url is for identity only"))
    return selector


PageSelector = Annotated[Selector, AfterValidator(_on_the_page)]


class ListingEntry(Entry):
    links: Annotated[PageSelector, Field(description="Links from the listing to its entries.")]
    next: Annotated[
        PageSelector | None, Field(description="Link to the next page of the listing.")
    ] = None


class CanaryEntry(Entry):
    url: Annotated[Url, Field(description="Page that is known to exist.")]
    contains: Annotated[
        Annotated[str, AfterValidator(searchable)], Field(description="Text that stands on it.")
    ]


class ExpectEntry(Entry):
    at_least: Annotated[
        Annotated[int, whole(1, 10_000_000)] | None,
        Field(description="Entries a healthy sweep sees."),
    ] = None


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


class SourceFile(Entry):
    kind: Annotated[
        Annotated[str, AfterValidator(_kind)],
        Field(description="directory, feed, sitemap, or a spider of your own."),
    ]
    title: Annotated[str, Field(description="What it is, for those who read this file.")] = ""
    start: Annotated[Many[Url], Field(min_length=1, description="Where a sweep begins.")]
    domains: Annotated[
        Many[Text],
        Field(description="Other hosts its pages stand on; links to any other are left alone."),
    ] = ()
    shows: Annotated[Shows, Field(description="What one of its entries is.")]
    enabled: Annotated[bool, Field(description="Whether schedule and --all include it.")] = True
    personal_data: Annotated[
        bool, Field(description="Whether it shows people: then nothing is kept without a finding.")
    ] = True
    schedule: Annotated[
        ScheduleEntry | None, Field(description="When it is swept; without it, by hand only.")
    ] = None
    listing: Annotated[
        ListingEntry | None, Field(description="kind directory: how to walk the listing.")
    ] = None
    identity: Annotated[
        Selector | None, Field(description="The platform's own id of an entry; else its address.")
    ] = None
    fields: Annotated[
        dict[Annotated[str, AfterValidator(_field_name)], PageSelector],
        Field(description="Labelled parts of an entry's page.", default_factory=dict),
    ]
    follow: Annotated[
        bool | None, Field(description="kind feed: whether each entry's page is fetched as well.")
    ] = None
    include: Annotated[
        Many[Regex], Field(description="kind sitemap: only addresses that match one of these.")
    ] = ()
    since: Annotated[
        Annotated[float, duration(_DAY, 3_660 * _DAY, "1d - 3660d")] | None,
        Field(description="kind sitemap: only entries changed in that time."),
    ] = None
    canaries: Annotated[
        tuple[CanaryEntry, ...], Field(description="Proof that we can still see.")
    ] = ()
    expect: Annotated[ExpectEntry | None, Field(description="What a healthy sweep brings.")] = None
    limits: Annotated[LimitsEntry | None, Field(description="Where a sweep stops.")] = None
    politeness: Annotated[
        PolitenessEntry | None, Field(description="How gently the site is asked.")
    ] = None
    allow_private: Annotated[
        Many[Annotated[str, AfterValidator(_network)]],
        Field(description="Private networks this source may reach; none by default."),
    ] = ()
    channel: Annotated[
        Channel | None, Field(description="Where its alerts go; else Slack's default channel.")
    ] = None
