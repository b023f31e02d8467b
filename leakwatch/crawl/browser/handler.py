"""Scrapy's handler of a source whose pages need JavaScript: its pages go through a browser.

What comes back to Scrapy is what it would have got by itself, only that a page is as scripts left
it: redirects, refusals and documents that are no pages are handed on as they came, so that robots.txt,
the guard, delays and every name for a loss are the same as without a browser.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from time import time
from typing import cast
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError, Page, TimeoutError as PageTimeout
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.http.headers import Headers
from scrapy.http.request import NO_CALLBACK
from scrapy.responsetypes import responsetypes

from leakwatch.crawl.browser.gate import Gate, Head
from leakwatch.crawl.browser.heads import place_of
from leakwatch.crawl.browser.losses import lost, name_of_net_error
from leakwatch.crawl.browser.sweep_browser import BrowserHandler
from leakwatch.crawl.failures import RENDERED, Refused

#: Documents that scripts have no part in: they are fetched without a browser.
_PLAIN = re.compile(r"\.(?:atom|csv|gz|json|pdf|rdf|rss|txt|xml|zip)$", re.IGNORECASE)
#: Set by the browser for the whole page, or meant for a proxy.
_BROWSERS_OWN = frozenset({"accept-encoding", "proxy-authorization", "user-agent"})
#: About the bytes on the wire, which the document that scripts left is not.
_OF_THE_WIRE = ("Content-Encoding", "Content-Length", "Transfer-Encoding")
#: How long a page without `wait_for` may go on loading after it is there.
_SETTLE = 5.0
#: Beyond a patience that playwright keeps itself, when it does not answer any more.
_MARGIN = 4.0


class RenderingHandler(BrowserHandler):
    """What no browser is needed for goes the ordinary way."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        source = self._sweep.source
        assert source.browser is not None
        self._wait_for, self._patience = source.browser.wait_for, source.browser.timeout
        self._most = source.limits.page_bytes

    async def download_request(self, request: Request) -> Response:
        if _needs_browser(request):
            return await self._rendered(request)
        request.meta.pop("playwright", None)
        return await super().download_request(request)

    async def _rendered(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        self._proxy.open_port(parts.port or (443 if parts.scheme == "https" else 80))
        self._proxy.expect(place_of(request.url))
        refused: set[str] = set()
        async with self._page(request) as page:
            gate = await Gate.before(
                page,
                headers=_own_headers(request),
                admit=self._admit,
                on_part=self._let_out,
                on_refused=lambda url: refused.add(place_of(url)),
                most_bytes=self._most,
            )
            page.on("crash", lambda _page: gate.end("page_crashed"))
            try:
                return await self._read(request, page, gate)
            finally:
                await gate.close()
                self._own_up(refused | self._proxy.take_refused() - {place_of(request.url)})

    async def _read(self, request: Request, page: Page, gate: Gate) -> Response:
        started, patience = time(), request.meta["download_timeout"]
        try:
            async with asyncio.timeout(patience + _MARGIN):
                moved = await gate.unless_over(
                    page.goto(request.url, wait_until="commit", timeout=patience * 1_000)
                )
        except (PlaywrightError, TimeoutError) as error:
            if gate.head is None or gate.head.body is None:
                raise self._loss(error, request.url) from error
            return self._as_it_came(request, gate.head)
        finally:
            request.meta["download_latency"] = time() - started
        moved = moved or await self._wait(page, gate)
        if moved:
            return Response(request.url, status=302, headers={"Location": moved}, request=request)
        return await self._as_scripts_left_it(request, page, gate)

    async def _wait(self, page: Page, gate: Gate) -> str | None:
        """Until the page is there. Returns where it wants to go instead."""
        try:
            async with asyncio.timeout(self._patience + _MARGIN):
                return await gate.unless_over(self._ready(page))
        except (PageTimeout, TimeoutError) as error:
            raise Refused("not_rendered") from error

    async def _ready(self, page: Page) -> None:
        most = self._patience * 1_000
        if self._wait_for is not None:
            await page.wait_for_selector(f"css={self._wait_for}", state="attached", timeout=most)
            return
        await page.wait_for_load_state("domcontentloaded", timeout=most)
        with contextlib.suppress(PageTimeout):
            await page.wait_for_load_state("networkidle", timeout=min(most, _SETTLE * 1_000))

    async def _as_scripts_left_it(self, request: Request, page: Page, gate: Gate) -> Response:
        head, there = gate.head, page.url
        if head is None or urlsplit(there)[:2] != urlsplit(head.url)[:2]:
            raise Refused("not_rendered")  # a document that came from no site
        try:
            async with asyncio.timeout(_SETTLE):
                text = await gate.text(most=self._most)
        except TimeoutError as error:
            raise Refused("not_rendered") from error
        body = text.encode("utf-8", "replace")
        if len(body) > self._most:
            raise Refused("too_large")
        headers = _headers(head)
        headers["Content-Type"] = "text/html; charset=utf-8"
        return HtmlResponse(
            there, status=head.status, headers=headers, body=body, request=request,
            encoding="utf-8", flags=[RENDERED],
        )  # fmt: skip

    def _as_it_came(self, request: Request, head: Head) -> Response:
        trouble = self._proxy.trouble(place_of(request.url))
        if trouble is not None:  # the answer is our proxy's
            raise lost(trouble)
        body = head.body or b""
        if len(body) > self._most:
            raise Refused("too_large")
        headers = _headers(head)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(
            request.url, status=head.status, headers=headers, body=body, request=request,
            flags=[RENDERED],
        )  # fmt: skip

    def _loss(self, error: Exception, url: str) -> Exception:
        return lost(self._proxy.trouble(place_of(url)) or name_of_net_error(error))


def _needs_browser(request: Request) -> bool:
    page = request.method == "GET" and not request.body and request.callback is not NO_CALLBACK
    return page and _PLAIN.search(urlsplit(request.url).path) is None


def _own_headers(request: Request) -> dict[str, str]:
    """Those the page's own request is to go with."""
    given = cast("dict[str, str]", request.headers.to_unicode_dict())
    return {name: value for name, value in given.items() if name.lower() not in _BROWSERS_OWN}


def _headers(head: Head) -> Headers:
    headers = Headers()
    for name, value in head.headers:
        headers.appendlist(name, value.replace("\n", ", "))
    for name in _OF_THE_WIRE:
        headers.pop(name, None)
    return headers
