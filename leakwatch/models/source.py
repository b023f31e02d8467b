"""A place we watch, as its definition declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leakwatch.models.asking import Asked, Paging, Query, Rate, Since
from leakwatch.models.standing import (
    About,
    Browser,
    Inbox,
    Inquiries,
    Manual,
    Marks,
    Quiet,
    Terms,
)


class Shows(StrEnum):
    """What one sighting of a source is."""

    PROFILE = "profile"
    REQUEST = "request"  #: somebody looks for expertise
    ARTICLE = "article"
    PAGE = "page"


class SelectorKind(StrEnum):
    CSS = "css"
    XPATH = "xpath"
    URL = "url"  #: a regular expression over the page's address, its first group
    JSON = "json"  #: a JMESPath expression over one item of an API's answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    kind: SelectorKind
    expression: str
    #: Attribute to read instead of the text, as in `a::attr(href)`; of JMESPath `html` for markup.
    attribute: str | None = None
    where: str = ""  #: FILE:LINE of the definition, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """Something known to be there, or known not to be: when it is otherwise we are blind.

    Exactly one of `url`, `query` and `random` says what is asked for.
    """

    url: str = ""  #: a page
    query: str = ""  #: a query, for sources that have `{query}` in `start`
    random: bool = False  #: a query of a random string, to which nothing may be found
    contains: str = ""  #: text on the page, or in what the query finds; empty: anything will do
    absent: bool = False  #: the page does not exist, or the query finds nothing

    @property
    def negative(self) -> bool:
        return self.absent or self.random


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    pages: int = 2_000  #: requests in one sweep
    depth: int = 200  #: listing pages followed one after the other
    page_bytes: int = 10_000_000
    seconds: int = 3_600
    memory_mb: int = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    delay: float = 2.0  #: seconds between two requests
    concurrency: int = 1
    autothrottle: bool = True
    robots: bool = True
    timeout: float = 30.0  #: seconds for one page
    per_day: int | None = None  #: requests in one day, over all sweeps
    quiet: tuple[Quiet, ...] = ()  #: times of day, in the source's time zone, without sweeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a source is swept: exactly one of `cron` and `every` is set, or none (by hand only)."""

    cron: str | None = None
    every: float | None = None  #: seconds
    timezone: str = "Asia/Tokyo"
    jitter: float = 0.0  #: seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    name: str
    kind: str  #: the spider's name; `manual` has none and is never swept
    start: tuple[str, ...]  #: may hold `{query}`, `{page}` and `{since}`
    shows: Shows
    title: str = ""
    enabled: bool = True
    personal_data: bool = True  #: view before acquire: nothing is kept without a finding
    identity: Selector | None = None
    links: Selector | None = None  #: directory, requests: links from a listing to details
    next: Selector | None = None  #: directory, requests, search: link to the next page
    fields: Mapping[str, Selector] = field(default_factory=dict)
    items: Selector | None = None  #: search, api: what is one result, or one item
    link: Selector | None = None  #: search, api: the address of one result, within it
    follow: bool = False  #: feed, search, api: fetch each entry's page as well
    include: tuple[str, ...] = ()  #: sitemap: regular expressions over addresses
    since_days: int | None = None  #: sitemap: only entries changed in that many days
    query: Query | None = None
    queries: tuple[Asked, ...] = ()  #: what `query` comes to under the watchlist
    paging: Paging | None = None
    rate: Rate = field(default_factory=Rate)
    since: Since | None = None  #: api
    complete: str | None = None  #: api: JMESPath that is true when an answer is whole
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  #: to its hosts only
    variables: frozenset[str] = frozenset()  #: environment variables its definition names
    unset: tuple[str, ...] = ()  #: those of them that are not set: it cannot be swept
    unset_where: str = ""  #: FILE:LINE that names the first of them
    canaries: tuple[Canary, ...] = ()
    at_least: int | None = None  #: sightings expected of a healthy sweep
    contract: Mapping[str, float] = field(default_factory=dict)  #: field → share that has it
    quarantine_after: int = 3  #: sweeps in a row that are not clean
    ignore: tuple[Selector, ...] = ()  #: parts of a page whose change means nothing
    marks: Marks = field(default_factory=Marks)
    limits: Limits = field(default_factory=Limits)
    politeness: Politeness = field(default_factory=Politeness)
    timing: Timing = field(default_factory=Timing)
    allow_private: tuple[str, ...] = ()  #: networks (CIDR) the guard lets through for this source
    channel: str | None = None  #: where its alerts go, else the default channel
    terms: Terms = field(default_factory=Terms)
    about: About = field(default_factory=About)
    manual: Manual | None = None
    asked: Inquiries = field(default_factory=Inquiries)  #: of places that are read as well
    inbox: Inbox | None = None
    browser: Browser | None = None
    where: str = ""  #: the definition's file, for messages
    domains: tuple[str, ...] = ()  #: hosts of its pages; no two sweeps on one at once

    @property
    def swept(self) -> bool:
        """Whether a program reads it at all; people ask the others."""
        return self.manual is None

    @property
    def inquiries(self) -> Inquiries:
        """Whom to write to about it, whether a program reads it or not."""
        return self.manual or self.asked

    @property
    def watched(self) -> bool:
        """Whether its pages are watched for themselves: told when they change."""
        return self.kind == "page"

    @property
    def visits(self) -> bool:
        """Whether its sweeps go out to anybody: a folder is read where it lies."""
        return self.manual is None and self.inbox is None

    @property
    def shows_absence(self) -> bool:
        """Whether it means anything that a sweep does not show something any more.

        Feeds scroll, a filter by date skips pages, and files leave an inbox when they are put away.
        """
        return self.kind not in {"feed", "inbox"} and self.since_days is None and self.since is None
