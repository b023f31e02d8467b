"""robots.txt, obeyed: what it forbids, how long it asks us to wait, and when it is out of reach."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

from leakwatch.crawl.downloader import SweepDownloader
from leakwatch.crawl.failures import ROBOTS_REFUSED, Dropped, Refused, name_of
from leakwatch.crawl.identity import PRODUCT
from leakwatch.crawl.state import sweep_of


class Robots(RobotsTxtMiddleware):
    """RFC 9309, where Scrapy is laxer: a robots.txt that cannot be had forbids everything."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, str] = {}
        sweep_of(crawler).forbids = self._forbids

    def _forbids(self, url: str) -> bool:
        """Whether a robots.txt that was asked for already keeps us from `url`."""
        parser = self._parsers.get(urlsplit(url).netloc)
        known = parser is not None and not isinstance(parser, Deferred)
        return known and not cast("RobotParser", parser).allowed(url, PRODUCT)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if rp is not None:
            if not rp.allowed(request.url, PRODUCT):
                raise Refused(ROBOTS_REFUSED)
            return
        if sweep_of(self.crawler).ending:
            raise Dropped
        place = urlsplit(request.url).netloc
        if place in self._unreachable:
            raise Refused(self._unreachable[place])

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        status = response.status
        if status == 429 or status >= 500:  # noqa: PLR2004 - RFC 9309, 2.3.1.4
            raise Refused(f"http_{status}")
        if status >= 300:  # noqa: PLR2004 - 2.3.1.3: as if there were none
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        self._obey_delay(netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreachable[netloc] = name_of(exc)
        super()._robots_error(exc, netloc)

    def _obey_delay(self, netloc: str, request: Request) -> None:
        delay = asked_delay(self._parsers[netloc])
        downloader = cast("SweepDownloader", self.crawler.engine.downloader)
        if delay > 0:
            downloader.slow_down(downloader.get_slot_key(request), delay)


def asked_delay(parser: object) -> float:
    """Seconds between two requests that a robots.txt asks us for; 0 when it does not."""
    rules = cast("Any", parser).rp
    delay = float(rules.crawl_delay(PRODUCT) or 0.0)
    rate = rules.request_rate(PRODUCT)
    return max(delay, rate.seconds / rate.requests) if rate is not None and rate.requests else delay


class Throttle(AutoThrottle):
    """AutoThrottle that never goes below what robots.txt asks for."""

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        downloader = cast("SweepDownloader", self.crawler.engine.downloader)
        for key, known in downloader.slots.items():
            if known is slot:
                slot.delay = max(slot.delay, downloader.slowest(key))
