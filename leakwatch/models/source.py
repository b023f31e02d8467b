"""A place we watch, as its definition declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    kind: SelectorKind
    expression: str
    attribute: str | None = None  #: attribute to read instead of the text, as in `a::attr(href)`
    where: str = ""  #: FILE:LINE of the definition, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """A page known to hold a text: when it is not there we are blind."""

    url: str
    contains: str


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
    kind: str  #: the spider's name: `directory`, `feed`, `sitemap` or a user's own
    start: tuple[str, ...]
    shows: Shows
    title: str = ""
    enabled: bool = True
    personal_data: bool = True  #: view before acquire: nothing is kept without a finding
    identity: Selector | None = None
    links: Selector | None = None  #: directory: links from a listing to details
    next: Selector | None = None  #: directory: link to the next listing page
    fields: Mapping[str, Selector] = field(default_factory=dict)
    follow: bool = False  #: feed: fetch each entry's page as well
    include: tuple[str, ...] = ()  #: sitemap: regular expressions over addresses
    since_days: int | None = None  #: sitemap: only entries changed in that many days
    canaries: tuple[Canary, ...] = ()
    at_least: int | None = None  #: sightings expected of a healthy sweep
    limits: Limits = field(default_factory=Limits)
    politeness: Politeness = field(default_factory=Politeness)
    timing: Timing = field(default_factory=Timing)
    allow_private: tuple[str, ...] = ()  #: networks (CIDR) the guard lets through for this source
    channel: str | None = None  #: where its alerts go, else the default channel
    where: str = ""  #: the definition's file, for messages
    domains: tuple[str, ...] = ()  #: hosts of its pages; no two sweeps on one at once
