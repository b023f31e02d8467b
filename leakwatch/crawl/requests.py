"""What every request goes through on its way out, and every answer on its way in."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import cast

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings

from leakwatch.crawl.downloader import SweepDownloader
from leakwatch.crawl.failures import REDIRECT_REFUSED, Refused
from leakwatch.crawl.own_headers import OwnHeaders
from leakwatch.crawl.state import host_of, sweep_of

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
#: A site that asks for more patience than this gets a visit at the next sweep instead.
_MOST_PATIENCE = 60.0


class Doorway:
    """Asks the guard, and sets who we are, how long we wait and by which exit we go."""

    def __init__(self, crawler: Crawler) -> None:
        sweep = sweep_of(crawler)
        self._guard = sweep.guard
        self._user_agent = sweep.identity.user_agent
        self._timeout = sweep.source.politeness.timeout
        self._own = OwnHeaders(sweep.source)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Doorway:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        exit_ = await self._guard.exit_for(request.url)
        headers = request.headers
        headers[b"User-Agent"] = self._user_agent
        self._own.settle(request)
        headers.setdefault(b"Accept", _ACCEPT)
        headers.setdefault(b"Accept-Language", "ja,en;q=0.5")
        headers.pop(
            b"Proxy-Authorization", None
        )  # of the request that this one was redirected from
        if exit_.authorization:
            headers[b"Proxy-Authorization"] = exit_.authorization
        request.meta["proxy"] = exit_.proxy
        request.meta["download_timeout"] = self._timeout


class Repeats(RetryMiddleware):
    """Tries again after a passing trouble, but never before the time a site asked us to wait."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        wait = retry_after(response)
        if wait is None:
            return super().process_response(request, response)
        again = self._retry(request, "Retry-After") if wait <= _MOST_PATIENCE else None
        if again is None:
            return response
        downloader = cast("SweepDownloader", self.crawler.engine.downloader)
        downloader.rest(request.meta[Downloader.DOWNLOAD_SLOT], wait)
        return again

    def process_exception(
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response | None:
        if sweep_of(self.crawler).guard.refuses_name(host_of(request)):
            return None
        return cast("Request | None", super().process_exception(request, exception))


def retry_after(response: Response) -> float | None:
    """Seconds a refusing answer asks us to wait; None when it does not say.

    Dates (RFC 9110, 10.2.3) are measured against the answer's own clock; one without a clock, or
    that cannot be read, counts as longer than we have patience for.
    """
    value = response.headers.get("Retry-After")
    if value is None or response.status not in {429, 503}:
        return None
    text = value.decode("ascii", "replace").strip()
    if text.isdecimal() and text.isascii():
        return float(text[:9])
    until, now = (
        _date(text),
        _date((response.headers.get("Date") or b"").decode("ascii", "replace")),
    )
    if until is None or now is None:
        return _MOST_PATIENCE + 1
    return max(0.0, (until - now).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).replace(tzinfo=None)
    except (TypeError, ValueError):
        return None


class Redirects(RedirectMiddleware):
    """Follows redirects, each through the guard; says no Referer, and loses none as a duplicate."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)

    def _engine_started(self) -> None:
        """Nothing to look up: the middleware that would write a Referer is not there."""

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        request.headers.pop("Referer", None)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        if response.status < 300 or response.status >= 400:  # noqa: PLR2004 - HTTP
            return response
        try:
            result = super().process_response(request, response)
        except IgnoreRequest as error:
            raise Refused("too_many_redirects") from error
        except ValueError as error:
            raise Refused(REDIRECT_REFUSED) from error  # an address that cannot be read
        if isinstance(result, Request):
            result.dont_filter = True
            return result
        if "Location" in response.headers:
            raise Refused(REDIRECT_REFUSED)  # to a scheme that is not the web's
        return response
