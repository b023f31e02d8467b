"""What spiders give back: sightings are handed on, problems and exceptions counted, none lost."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from leakwatch.crawl.canaries import canary_requests
from leakwatch.crawl.failures import Refused
from leakwatch.crawl.requests import retry_after
from leakwatch.crawl.state import ANSWERED, CHECK, RECALLED, Sweep, is_listing, sweep_of
from leakwatch.errors import PageError, SweepError
from leakwatch.models import FileRead, PageProblem, Reached, Sighting

logger = logging.getLogger(__name__)


class Reading:
    """Between the engine and the spider, for what `Lookout` took for a page."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._sweep = crawler, sweep_of(crawler)
        crawler.signals.connect(self._errback_raised, signal=signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reading:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Canaries first, while nothing has gone wrong yet; then what the spider starts with."""
        for request in canary_requests(self._sweep, self._crawler.spider):
            yield request
        try:
            async for item in start:
                if isinstance(item, Request):
                    item.meta.setdefault("is_start_request", True)
                yield item
        except CloseSpider:
            raise
        except SweepError as error:  # it cannot begin, and says why
            self._sweep.die(error)
        except Exception as error:  # noqa: BLE001 - whatever a spider raises is counted
            self._sweep.counts.fail("start_error", listing=True)
            log_exception(self._sweep, "crawl.start_error", error)

    def process_spider_input(self, response: Response) -> None:
        request = response.request
        assert request is not None
        if CHECK in request.meta:
            return  # every answer says something, and none goes to the spider
        if 200 <= response.status < 300 or self._wanted(response):  # noqa: PLR2004 - HTTP
            self._sweep.answered(request)
            return
        late = response.status == 503 and retry_after(response) is not None  # noqa: PLR2004
        error = Refused("retry_after" if late else f"http_{response.status}")
        self._sweep.lost(request, error)
        if retry_after(response) is not None:
            self._sweep.stop("retry_after")
        raise error

    def _wanted(self, response: Response) -> bool:
        """Whether a spider of a user's own, or a condition of ours, asked for answers of this status."""
        if response.status == 304 and RECALLED in response.meta:  # noqa: PLR2004 - HTTP
            return True
        wanted = response.meta.get(
            "handle_httpstatus_list", getattr(self._crawler.spider, "handle_httpstatus_list", ())
        )
        return response.status in wanted

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> Iterable[Any] | None:
        request = response.request
        assert request is not None
        request.meta[ANSWERED] = False
        if isinstance(exception, CloseSpider):
            self._sweep.counts.stopped = "closed_by_spider"
            return None
        if isinstance(exception, PageError):
            name = exception.name
            self._sweep.counts.fail(name, listing=is_listing(request))
            where = str(exception.values.get("where", ""))
            self._sweep.note("crawl.page_error", response.url, error=name, where=where)
        elif not isinstance(exception, Refused):
            self._sweep.counts.fail("callback_error", listing=is_listing(request))
            log_exception(self._sweep, "crawl.callback_error", exception, url=response.url)
        return ()

    def _errback_raised(self, failure: Failure) -> None:
        """Exceptions of callbacks end above; here come those of errbacks."""
        if isinstance(failure.value, Exception):
            self._sweep.counts.fail("callback_error", listing=False)
            log_exception(self._sweep, "crawl.errback_error", failure.value)


class Sightings:
    """Scrapy's item processor: takes what spiders yield straight to the sweep."""

    def __init__(self, crawler: Crawler) -> None:
        self._sweep = sweep_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Sightings:
        return cls(crawler)

    async def open_spider_async(self) -> None:
        pass

    async def close_spider_async(self) -> None:
        pass

    async def process_item_async(self, item: object) -> object:
        counts = self._sweep.counts
        if isinstance(item, Sighting):
            try:
                self._sweep.see(item)
            except Exception as error:  # noqa: BLE001 - one page must not take the sweep with it
                counts.fail("sighting_error", listing=False)
                log_exception(self._sweep, "crawl.sighting_error", error, url=item.url)
        elif isinstance(item, PageProblem):
            self._problem(item)
        elif isinstance(item, FileRead):
            counts.answered(listing=False)
        elif isinstance(item, Reached):
            counts.reach(item.at)
        else:
            counts.fail("unknown_item", listing=False)
            kind = type(item).__name__
            self._sweep.note("crawl.unknown_item", "", level=logging.ERROR, error=kind)
        return item

    def _problem(self, problem: PageProblem) -> None:
        if problem.name == "page_limit":  # the spider kept a limit of the source: no error
            self._sweep.counts.page_limit = True
        else:
            self._sweep.counts.fail(problem.name, listing=problem.listing)
        self._sweep.note("crawl.page_problem", problem.url, error=problem.name, where=problem.where)


def log_exception(sweep: Sweep, key: str, error: Exception, *, url: str = "") -> None:
    """Kind and place of `error` at ERROR; its words may quote a page, so they stay at DEBUG."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "-"
    sweep.note(key, url, level=logging.ERROR, error=type(error).__name__, place=place)
    logger.debug(key, exc_info=error)
