"""Asks pages that a sweep did not show any more whether they are there, once the spider is through."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from leakwatch.crawl.failures import Dropped, name_of
from leakwatch.crawl.lookout import DOCUMENT, content_type_of, wall_of_response
from leakwatch.crawl.not_there import verdict_on
from leakwatch.crawl.requests import retry_after
from leakwatch.crawl.state import CHECK, Sweep, sweep_of
from leakwatch.crawl.walls import SOFT_404, looks_gone
from leakwatch.errors import LeakwatchError, PageError
from leakwatch.extract import Document, read_document
from leakwatch.models import Answer

#: Bytes of an answer that are looked at: a refusal stands at the top.
_LOOKED_AT = 2_000_000


class Absent:
    """A Scrapy extension: the last requests of a sweep go through all that the others went through.

    What they meet is no trouble of the sweep, which is over and judged by then; each answer is
    handed on, those that never came as `not_asked`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._sweep = crawler, sweep_of(crawler)
        self._left: set[str] = set()
        crawler.signals.connect(self._idle, signal=signals.spider_idle)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Absent:
        return cls(crawler)

    def _idle(self, spider: Spider) -> None:  # noqa: ARG002 - Scrapy's signature
        if self._sweep.checking or self._sweep.counts.stopped:
            return
        requests = list(self._requests())
        if not requests:
            return
        assert self._crawler.engine is not None
        for request in requests:
            self._crawler.engine.crawl(request)
        raise DontCloseSpider

    def _requests(self) -> Iterator[Request]:
        self._sweep.checking = True
        try:
            due = self._sweep.doubts.due(self._sweep.counts)
        except LeakwatchError as error:
            self._sweep.die(error)
            return
        for url in dict.fromkeys(due):
            self._left.add(url)
            if urlsplit(url).scheme not in {"http", "https"}:
                self._hear(url, Answer.UNKNOWN, "no_address")
                continue
            question = _Question(self, url)
            yield Request(
                url,
                callback=question.hear,
                errback=question.lost,
                meta={CHECK: True},
                dont_filter=True,
            )

    def _hear(self, url: str, answer: Answer, how: str) -> None:
        if url not in self._left:
            return
        self._left.discard(url)
        self._sweep.counts.checks[how] += 1
        try:
            self._sweep.doubts.hear(url, answer, how)
        except LeakwatchError as error:
            self._sweep.die(error)

    def _closed(self) -> None:
        for url in sorted(self._left):
            self._hear(url, Answer.UNKNOWN, "not_asked")

    def answered(self, url: str, response: Response) -> None:
        answer, how = _read(response, asked=url, sweep=self._sweep)
        self._hear(url, answer, how)
        self._sweep.tire(how)
        if retry_after(response) is not None:
            self._sweep.stop("retry_after")

    def lost(self, url: str, error: BaseException) -> None:
        if not isinstance(error, Dropped):  # those were never asked, as the end will say
            self._hear(url, Answer.UNKNOWN, name_of(error))


class _Question:
    """One address on its way; what comes back is told apart by it, whatever redirects did."""

    def __init__(self, absent: Absent, url: str) -> None:
        self._absent, self._url = absent, url

    def hear(self, response: Response) -> tuple[()]:
        self._absent.answered(self._url, response)
        return ()

    def lost(self, failure: Failure) -> tuple[()]:
        if failure.value is not None:
            self._absent.lost(self._url, failure.value)
        return ()


def _read(response: Response, *, asked: str, sweep: Sweep) -> tuple[Answer, str]:
    wall = wall_of_response(response, sweep.source.marks)
    page: Document | None = response.meta.pop(DOCUMENT, None)
    if page is None and response.status == 200:  # noqa: PLR2004 - HTTP
        content_type = content_type_of(response) or None
        try:
            page = read_document(
                response.body[:_LOOKED_AT], url=response.url, content_type=content_type
            )
        except PageError:
            return Answer.UNKNOWN, "empty"
    if wall is None and page is not None and any(looks_gone(page, gone) for gone in sweep.gone):
        wall = SOFT_404
    return verdict_on(response.status, page, asked=asked, wall=wall)
