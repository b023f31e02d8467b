"""Answers out of a recording, in the place of the network."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from leakwatch.crawl.failures import Dropped, Refused
from leakwatch.crawl.state import sweep_of
from leakwatch.crawl.tape import BEYOND, Answer

#: An address that the recording does not hold.
NOT_RECORDED = "not_recorded"


class PlaybackHandler(BaseDownloadHandler):
    """Serves what was recorded; whatever was not is lost under a name of its own."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._sweep = sweep_of(crawler)
        self._tape = self._sweep.tape

    async def download_request(self, request: Request) -> Response:
        answer = self._tape.next_of(request.method, request.url) if self._tape else None
        if answer is None:
            raise Refused(NOT_RECORDED)
        if answer.error == BEYOND:
            self._sweep.counts.page_limit = True
            raise Dropped
        if answer.error:
            raise Refused(answer.error)
        return _response(answer)


def _response(answer: Answer) -> Response:
    headers = Headers()
    for name, value in answer.headers:
        headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=answer.url, body=answer.body)
    return kind(url=answer.url, status=answer.status, headers=headers, body=answer.body)
