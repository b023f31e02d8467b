"""The sweep as Scrapy's components see it: what they share, and how it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.utils.defer import _schedule_coro
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import ReactorNotRunning

from leakwatch.config import Network
from leakwatch.crawl.counts import BLOCKED, MISSING, Counts
from leakwatch.crawl.failures import GUARD_REFUSED, REDIRECT_REFUSED, name_of
from leakwatch.crawl.guard import Guard
from leakwatch.crawl.identity import CrawlerIdentity
from leakwatch.crawl.memory import Memory
from leakwatch.errors import LeakwatchError
from leakwatch.models import PageRead, Sighting, Source

logger = logging.getLogger(__name__)

#: Request.meta keys. `listing` is set by spiders: the page leads to others.
LISTING, CANARY = "listing", "canary"
#: The answer is a page that the spider gets; it was asked for under its validators.
ANSWERED, RECALLED = "answered", "recalled"

#: So many refusals in a row and we leave: a site that says no is not asked again and again.
_MOST_REFUSALS = 5
#: Seconds for the engine to end once it was told to.
_PATIENCE = 5.0
_CANARY_GONE = frozenset({"http_404", "http_410"})


class Sweep:
    """One run over one source."""

    def __init__(
        self,
        source: Source,
        *,
        identity: CrawlerIdentity,
        network: Network,
        guard: Guard,
        on_sighting: Callable[[Sighting], None],
        on_progress: Callable[[Counts], None],
        memory: Memory | None = None,
    ) -> None:
        self.source, self.identity, self.network, self.guard = source, identity, network, guard
        self.memory = memory
        self.counts = Counts()
        self.fatal: LeakwatchError | None = None
        self._on_sighting, self._on_progress = on_sighting, on_progress
        self._crawler: SweepCrawler | None = None
        self._refusals = 0

    def attach(self, crawler: SweepCrawler) -> None:
        self._crawler = crawler

    def see(self, sighting: Sighting) -> None:
        """Hand a sighting on; an error that is not about this one page ends the sweep."""
        self.counts.sightings += 1
        try:
            self._on_sighting(sighting)
        except LeakwatchError as error:
            self.die(error)

    def keep(self, url: str, *, asked: bool) -> None:
        """Take a page that has not changed as seen, with its one sighting."""
        assert self.memory is not None, "only what is remembered is kept"
        self.counts.sightings += 1
        self.counts.unchanged += 1
        self.counts.details += not asked  # else it counts as answered
        try:
            self.memory.keep(url, asked=asked)
        except LeakwatchError as error:
            self.die(error)

    def learn(self, page: PageRead) -> None:
        """Remember a page that was read without trouble."""
        assert self.memory is not None, "only who remembers learns"
        try:
            self.memory.learn(page)
        except LeakwatchError as error:
            self.die(error)

    def progress(self) -> None:
        try:
            self._on_progress(self.counts)
        except LeakwatchError as error:
            self.die(error)

    def answered(self, request: Request) -> None:
        self._refusals = 0
        request.meta[ANSWERED] = True
        if CANARY not in request.meta:
            self.counts.answered(listing=is_listing(request))

    def lost(self, request: Request, error: Exception) -> None:
        """Count a page that was not to be had."""
        if request.callback is NO_CALLBACK:
            return  # robots.txt: counted with the page it keeps us from
        name = self._name_of(request, error)
        if name in {GUARD_REFUSED, REDIRECT_REFUSED}:
            self.counts.refused += 1
        if CANARY in request.meta and name in _CANARY_GONE:
            self.counts.canaries[MISSING] += 1
        else:
            self.counts.lost(name, listing=is_listing(request))
        self.note("crawl.page_lost", request.url, error=name)
        self._tire(name)

    def _name_of(self, request: Request, error: Exception) -> str:
        name = name_of(error)
        if name == "dns" and self.guard.refuses_name(host_of(request)):
            name = GUARD_REFUSED
        if name == GUARD_REFUSED and request.meta.get("redirect_times"):
            name = REDIRECT_REFUSED
        return name

    def _tire(self, name: str) -> None:
        self._refusals = self._refusals + 1 if name in BLOCKED else 0
        if self._refusals >= _MOST_REFUSALS:
            self.stop("gave_up")

    def note(self, key: str, url: str, *, level: int = logging.INFO, **values: object) -> None:
        """Log under the source's name; its addresses stay at DEBUG when they lead to people."""
        extra = {"source": self.source.name, **values}
        if self.source.personal_data:
            logger.debug(key, extra={**extra, "url": url})
        else:
            extra["url"] = url
        logger.log(level, key, extra=extra)

    def die(self, error: LeakwatchError) -> None:
        """End the sweep and let `error` leave `crawl`."""
        self.fatal = self.fatal or error
        self.stop("died")

    def stop(self, reason: str) -> None:
        """End the sweep now: what waits or is on its way is dropped, what has come is kept."""
        if self.counts.stopped or self._crawler is None:
            return
        self.counts.stopped = reason
        asyncio.get_running_loop().call_later(_PATIENCE, _halt)
        engine = self._crawler.engine
        cast("Any", engine.downloader).abandon()
        _schedule_coro(engine.close_spider_async(reason=reason))


def _halt() -> None:
    """The engine did not end by itself: leave it where it is, and keep what was counted."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    with contextlib.suppress(ReactorNotRunning):
        cast("Any", reactor).stop()


class SparseSignals(SignalManager):
    """Signals nobody listens to are not sent: Scrapy sends eight for each page."""

    def __init__(self, sender: Any) -> None:
        super().__init__(sender)
        self._heard: set[int] = set()

    def connect(self, receiver: Any, signal: Any, **kwargs: Any) -> None:
        self._heard.add(id(signal))
        super().connect(receiver, signal, **kwargs)

    def send_catch_log(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        return super().send_catch_log(signal, **kwargs) if id(signal) in self._heard else []

    async def send_catch_log_async(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        if id(signal) not in self._heard:
            return []
        return await super().send_catch_log_async(signal, **kwargs)


class SweepCrawler(Crawler):
    """A crawler whose components can find their sweep."""

    def __init__(self, spider_class: type[Spider], settings: Settings, sweep: Sweep) -> None:
        super().__init__(spider_class, settings)
        self.signals = SparseSignals(self)
        self.sweep = sweep
        sweep.attach(self)


def sweep_of(crawler: Crawler) -> Sweep:
    return cast("SweepCrawler", crawler).sweep


def is_listing(request: Request) -> bool:
    """Whether more than its own page is lost when `request` fails."""
    return bool(request.meta.get(LISTING) or request.meta.get("is_start_request"))


def host_of(request: Request) -> str | None:
    return urlparse_cached(request).hostname
