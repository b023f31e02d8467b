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

from leakwatch.crawl.counts import BLOCKED, MISSING, PASSED, Counts
from leakwatch.crawl.failures import GUARD_REFUSED, REDIRECT_REFUSED, name_of
from leakwatch.crawl.guard import Guard
from leakwatch.crawl.tape import Answer, Trouble
from leakwatch.crawl.visit import Visit
from leakwatch.crawl.walls import MAINTENANCE, SOFT_404, Gone
from leakwatch.errors import LeakwatchError
from leakwatch.models import PageRead, Sighting, Source

logger = logging.getLogger(__name__)

#: Request.meta keys. `listing` is set by spiders: the page leads to others.
#: `check` is a page asked directly at the end, which the sweep is not judged by.
LISTING, CANARY, CHECK = "listing", "canary", "check"
#: The answer is a page that the spider gets; it was asked for under its validators.
ANSWERED, RECALLED = "answered", "recalled"

#: So many refusals in a row and we leave: a site that says no is not asked again and again.
_MOST_REFUSALS = 5
#: Seconds for the engine to end once it was told to.
_PATIENCE = 5.0
_CANARY_GONE = frozenset({"http_404", "http_410", SOFT_404})
_TIRING = BLOCKED | {MAINTENANCE}
#: Why checks end before the last one, and the sweep is none the worse.
_OF_CHECKS = frozenset({"gave_up", "retry_after", "time_limit"})


def _forbids_nothing(_url: str) -> bool:
    return False


class Sweep:
    """One run over one source."""

    def __init__(self, source: Source, visit: Visit, *, guard: Guard) -> None:
        self.source, self.guard = source, guard
        self.identity, self.network = visit.identity, visit.network
        self.bounds, self.tape, self.memory = visit.bounds, visit.tape, visit.memory
        self.wire = visit.wire
        self.counts = Counts()
        self.fatal: LeakwatchError | None = None
        self.doubts, self.checking = visit.doubts, False
        self.forbids: Callable[[str], bool] = _forbids_nothing  # robots.txt, as far as it is known
        self._on_sighting, self._on_progress = visit.on_sighting, visit.on_progress
        self._crawler: SweepCrawler | None = None
        self._refusals = 0
        self.gone: list[Gone] = []  # what the site was seen to show for what does not exist
        self.gone_at: set[str] = set()  # where it was seen to lead instead
        self.ending = False  # told to end: what is still dropped is no failure of its page

    def attach(self, crawler: SweepCrawler) -> None:
        self._crawler = crawler

    def see(self, sighting: Sighting) -> None:
        """Hand a sighting on; an error that is not about this one page ends the sweep."""
        self.counts.sightings += 1
        self.counts.fields.update(
            name for name in self.source.contract if sighting.fields.get(name)
        )
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
        name = self.name(request, error)
        if CHECK in request.meta:
            self.tire(name)
            return
        if name in {GUARD_REFUSED, REDIRECT_REFUSED}:
            self.counts.refused += 1
        if CANARY in request.meta and name in _CANARY_GONE:
            canary = self.source.canaries[request.meta[CANARY]]
            self.counts.canaries[PASSED if canary.negative else MISSING] += 1
        else:
            self.counts.lost(name, listing=is_listing(request))
        self.note("crawl.page_lost", request.url, error=name)
        self.tire(name)

    def tape_answer(self, answer: Answer) -> None:
        """Keep `answer` where somebody wants it."""
        if self.tape is not None and not self.tape.keep(answer):
            self.stop("recording_full")

    def trouble(self, name: str, url: str) -> None:
        """Something is wrong with one page, for those who look at pages one by one."""
        if self.tape is not None:
            self.tape.troubles.append(Trouble(name, url))

    def name(self, request: Request, error: Exception) -> str:
        """What the failure of `request` is counted as."""
        name = name_of(error)
        if name == "dns" and self.guard.refuses_name(host_of(request)):
            name = GUARD_REFUSED
        if name == GUARD_REFUSED and request.meta.get("redirect_times"):
            name = REDIRECT_REFUSED
        return name

    def tire(self, name: str) -> None:
        """Leave once the site has said no too often in a row."""
        self._refusals = self._refusals + 1 if name in _TIRING else 0
        if self._refusals >= _MOST_REFUSALS:
            self.stop("gave_up")

    def note(self, key: str, url: str, *, level: int = logging.INFO, **values: object) -> None:
        """Log under the source's name; its addresses stay at DEBUG when they lead to people."""
        extra = {"source": self.source.name, **values}
        if "error" in values:
            self.trouble(str(values["error"]), url)
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
        """End the sweep now: what waits or is on its way is dropped, what has come is kept.

        One that only checks any more has seen its source to the end, and stays judged by that.
        """
        if self.ending or self.counts.stopped or self._crawler is None:
            return
        self.ending = True
        if not (self.checking and reason in _OF_CHECKS):
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
        self.renderer: object | None = None  #: the handler that has a browser
        sweep.attach(self)


def sweep_of(crawler: Crawler) -> Sweep:
    return cast("SweepCrawler", crawler).sweep


def is_listing(request: Request) -> bool:
    """Whether more than its own page is lost when `request` fails."""
    return bool(request.meta.get(LISTING) or request.meta.get("is_start_request"))


def host_of(request: Request) -> str | None:
    return urlparse_cached(request).hostname
