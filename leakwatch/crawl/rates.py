"""How fast an API lets us go on: we wait as it says, or end, and never hammer."""

from __future__ import annotations

import logging
import math
import time
from email.utils import parsedate_to_datetime
from typing import cast

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from leakwatch.crawl.downloader import SweepDownloader
from leakwatch.crawl.failures import Dropped
from leakwatch.crawl.state import host_of, sweep_of
from leakwatch.errors import PageError
from leakwatch.extract import read_answer
from leakwatch.models import Rate, Source

#: A search window is a minute, a quota an hour or a day: the first is waited for, with some slack
#: for clocks that disagree; the others are left for the next sweep.
MOST_PATIENCE = 90.0
#: Numbers from here on are points in time and not spans: nobody lets us wait for thirty years.
_EPOCH = 1_000_000_000.0
_MILLISECONDS = 1_000_000_000_000.0
#: Headers tell whole seconds.
_SLACK = 1.0
_FORBIDDEN = 403
#: Statuses with which APIs answer who asks too fast.
_TOO_FAST = frozenset({_FORBIDDEN, 429})
_TIMES = 2

logger = logging.getLogger(__name__)


class Rates:
    """Rests when an answer says that the budget is used up, and ends the sweep where that is long.

    With a budget used up and no more patience, the request that would come next ends the sweep as
    `rate_limited`; where none comes, nothing is missing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._sweep = crawler, sweep_of(crawler)
        self._source = self._sweep.source
        self._used_up = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rates:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if self._used_up and request.callback is not NO_CALLBACK and self._ours(request):
            self._sweep.stop("rate_limited")
            raise Dropped

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if request.callback is NO_CALLBACK or not self._ours(request):
            return response
        wait = longest_wait(response, self._source)
        refused = response.status in _TOO_FAST and wait > 0
        if wait > MOST_PATIENCE:
            self._used_up = True
        elif wait > 0:
            downloader = cast("SweepDownloader", self._crawler.engine.downloader)
            downloader.rest(request.meta[Downloader.DOWNLOAD_SLOT], wait)
        if not refused:
            return response
        again = None if self._used_up else self._again(request)
        if again is None:
            self._sweep.stop("rate_limited")
            raise Dropped
        return again

    def _ours(self, request: Request) -> bool:
        return host_of(request) in self._source.domains

    def _again(self, request: Request) -> Request | None:
        spider = self._crawler.spider
        assert spider is not None, "an answer comes while a spider is open"
        return get_retry_request(
            request, spider=spider, reason="rate", max_retry_times=_TIMES, logger=logger
        )


def longest_wait(response: Response, source: Source) -> float:
    """Seconds an answer asks us to wait; infinite when the budget is used up for no known time."""
    rate = source.rate
    waits = (_budget(response, rate), _backoff(response, source), _refusal(response))
    return max(waits)


def _budget(response: Response, rate: Rate) -> float:
    """Some APIs count in several windows at once, and part them with commas."""
    left = _numbers(response, rate.remaining)
    resets = _numbers(response, rate.reset)
    resets += [None] * len(left)
    waits = (
        _span(reset, response) for number, reset in zip(left, resets, strict=False) if number == 0
    )
    return max(waits, default=0.0)


def _numbers(response: Response, header: str | None) -> list[float | None]:
    value = (response.headers.get(header) or b"") if header else b""
    return [_number(part) for part in value.decode("latin-1").split(",")] if value else []


def _number(text: object) -> float | None:
    try:
        number = float(str(text)[:40])
    except ValueError:
        return None
    return max(number, 0.0) if math.isfinite(number) else None


def _span(reset: float | None, response: Response) -> float:
    if reset is None:
        return math.inf
    if reset < _EPOCH:
        return reset + _SLACK
    at = reset / 1_000 if reset >= _MILLISECONDS else reset
    return max(at - _now(response), 0.0) + _SLACK


def _now(response: Response) -> float:
    """By the clock of who counts, where it tells the time."""
    try:
        date = (response.headers.get("Date") or b"").decode("latin-1")
        return parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, OverflowError):
        return time.time()


def _backoff(response: Response, source: Source) -> float:
    if source.rate.backoff is None:
        return 0.0
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    try:
        answer = read_answer(response.body, url=response.url, content_type=content_type or None)
        found = answer.find(source.rate.backoff, where=f"{source.where}: rate.backoff")
    except PageError:
        return 0.0  # the spider reads it as well, and says what is wrong
    return _number(found) or 0.0


def _refusal(response: Response) -> float:
    """A 403 that says when to come back means the pace and not the door."""
    if response.status != _FORBIDDEN:
        return 0.0
    return (_numbers(response, "Retry-After") or [0.0])[0] or 0.0
