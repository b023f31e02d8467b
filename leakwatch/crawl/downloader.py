"""Scrapy's downloader, with every request admitted and every loss counted in one place."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import Any

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.defer import Deferred, inlineCallbacks
from twisted.python.failure import Failure

from leakwatch.crawl.failures import RENDERED, Dropped
from leakwatch.crawl.sampling import Sampler
from leakwatch.crawl.state import CANARY, CHECK, sweep_of
from leakwatch.crawl.tape import BEYOND
from leakwatch.crawl.taping import answer_of, failure_of
from leakwatch.crawl.unpacking import content_of


def _failure(error: Exception | None = None) -> Failure:
    """`error`, or what is being handled, as Twisted hands it on."""
    return Failure(error)  # type: ignore[no-untyped-call]


class SweepDownloader(Downloader):
    """Keeps the source's page limit, waits when told to, and can drop everything at once."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._sweep = sweep_of(crawler)
        self._left = self._sweep.source.limits.pages
        self._today = self._sweep.bounds.requests
        self._sampler = Sampler(self._sweep.bounds)
        self._under_way: set[Deferred[Response]] = set()
        self._abandoned = False

    @inlineCallbacks
    def fetch(
        self,
        request: Request,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Generator[Deferred[Any], Any, Response | Request]:
        try:
            self._admit(request)
            result: Response | Request = yield super().fetch(request)
        except Dropped:
            raise
        except Exception as error:
            self._sweep.lost(request, error)
            raise
        return result

    def _admit(self, request: Request) -> None:
        if self._abandoned:
            raise Dropped
        if request.callback is NO_CALLBACK or CANARY in request.meta:
            return  # robots.txt and canaries are no pages of the source
        if self._left <= 0 or not self._sampler.takes(request):
            # what is checked at the end is nothing that the sweep did not see
            self._sweep.counts.page_limit |= CHECK not in request.meta
            self._sweep.tape_answer(failure_of(request, BEYOND))
            raise Dropped
        self._left -= 1

    async def _download(self, slot: Slot, request: Request) -> Response:
        counts = self._sweep.counts
        if self._today is not None and counts.requests >= self._today:
            self._sweep.stop("daily_budget")
            raise Dropped
        counts.requests += 1
        try:
            response = await super()._download(slot, request)
        except Dropped:
            raise
        except Exception as error:
            self._sweep.tape_answer(failure_of(request, self._sweep.name(request, error)))
            raise
        if RENDERED not in response.flags:
            counts.bytes += len(response.body)
        answer = answer_of(request, response)
        self._sweep.tape_answer(answer)
        if self._sweep.wire is not None:
            body = content_of(answer, most=self._sweep.source.limits.page_bytes)
            self._sweep.wire.settle(answer, body=body)
        return response

    async def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> None:
        """As in Scrapy, but the one who waits may have been sent away meanwhile."""
        self._under_way.add(queue_dfd)
        try:
            response = await self._download(slot, request)
        except Exception:  # noqa: BLE001 - it travels on in the deferred
            if not queue_dfd.called:
                queue_dfd.errback(_failure())
        else:
            if not queue_dfd.called:
                queue_dfd.callback(response)
        finally:
            self._under_way.discard(queue_dfd)

    def _process_queue(self, slot: Slot) -> None:
        if self._abandoned:
            self._send_away(slot)
        else:
            super()._process_queue(slot)

    def abandon(self) -> None:
        """Drop what waits and what is on its way; a crawl delay of an hour must not hold us."""
        self._abandoned = True
        for slot in self.slots.values():
            self._send_away(slot)
        for deferred in list(self._under_way):
            deferred.errback(_failure(Dropped()))

    @staticmethod
    def _send_away(slot: Slot) -> None:
        if slot.latercall:
            slot.latercall.cancel()
            slot.latercall = None
        while slot.queue:
            _, deferred = slot.queue.popleft()
            deferred.errback(_failure(Dropped()))

    def slow_down(self, key: str, seconds: float) -> None:
        """Leave at least `seconds` between two requests to a host from now on."""
        settings = self.per_slot_settings.setdefault(key, {})
        settings["delay"] = max(seconds, settings.get("delay", self._delay))
        if key in self.slots:
            self.slots[key].delay = max(seconds, self.slots[key].delay)

    def slowest(self, key: str) -> float:
        """The delay that was asked for by `slow_down`; 0 when none was."""
        return float(self.per_slot_settings.get(key, {}).get("delay", 0.0))

    def rest(self, key: str, seconds: float) -> None:
        """Send nothing to a host for `seconds`."""
        slot = self.slots.get(key)
        if slot is not None:
            slot.delay = max(
                slot.delay, 0.001
            )  # without any delay Scrapy does not look at lastseen
            slot.lastseen = monotonic() + seconds - slot.delay
