"""Scrapy's handler of a source whose pages need JavaScript: its pages go through a browser.

What comes back to Scrapy is what it would have got by itself, only that a page is as scripts left
it: redirects, refusals and documents that are no pages are handed on as they came, so that robots.txt,
the guard, delays and every name for a loss are the same as without a browser.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import time
from typing import Any, cast
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError, Page, TimeoutError as PageTimeout
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Response
from scrapy.http.headers import Headers
from scrapy.http.request import NO_CALLBACK
from scrapy.responsetypes import responsetypes
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from leakwatch.crawl.addresses import Reach
from leakwatch.crawl.browser.chromium import SANDBOX, launch_options, make_home, remove_home
from leakwatch.crawl.browser.gate import Gate, Head
from leakwatch.crawl.browser.heads import place_of
from leakwatch.crawl.browser.memory import LEAST_MB, MemoryWatch, kill_descendants
from leakwatch.crawl.browser.proxy import ForwardProxy
from leakwatch.crawl.counts import PART_REFUSED
from leakwatch.crawl.exits import Exits
from leakwatch.crawl.failures import GUARD_REFUSED, RENDERED, ROBOTS_REFUSED, Refused
from leakwatch.crawl.guard import Guard
from leakwatch.crawl.handler import BoundedHandler
from leakwatch.crawl.resolver import lookup
from leakwatch.crawl.state import SweepCrawler, sweep_of
from leakwatch.errors import N_, SweepError

#: Documents that scripts have no part in: they are fetched without a browser.
_PLAIN = re.compile(r"\.(?:atom|csv|gz|json|pdf|rdf|rss|txt|xml|zip)$", re.IGNORECASE)
#: Set by the browser for the whole page, or meant for a proxy.
_BROWSERS_OWN = frozenset({"accept-encoding", "proxy-authorization", "user-agent"})
#: About the bytes on the wire, which the document that scripts left is not.
_OF_THE_WIRE = ("Content-Encoding", "Content-Length", "Transfer-Encoding")
#: Net errors of Chromium, beside those that the proxy has a better name for.
_NET_ERRORS = (
    ("ERR_CERT_", "tls"),
    ("ERR_SSL_", "tls"),
    ("ERR_TIMED_OUT", "timeout"),
    ("ERR_CONNECTION_TIMED_OUT", "timeout"),
    ("ERR_UNSAFE_PORT", GUARD_REFUSED),
    ("ERR_CONTENT_DECODING_FAILED", "broken_encoding"),
    ("ERR_CONTENT_LENGTH_MISMATCH", "incomplete"),
    ("ERR_INCOMPLETE_CHUNKED_ENCODING", "incomplete"),
    ("ERR_RESPONSE_HEADERS_TOO_BIG", "too_large"),
)
_PASSING: dict[str, type[Exception]] = {
    "connection_lost": DownloadFailedError,
    "connection_refused": DownloadConnectionRefusedError,
    "dns": CannotResolveHostError,
    "incomplete": ResponseDataLossError,
    "timeout": DownloadTimeoutError,
}
#: How long a page without `wait_for` may go on loading after it is there.
_SETTLE = 5.0
_CLOSING = 4.0
_POLL = 0.05
#: What no page needs in order to be read, and what works beside the page's own gate.
_LESS = """
  delete Navigator.prototype.serviceWorker;
  for (const name of ['RTCPeerConnection', 'SharedWorker', 'WebTransport', 'webkitRTCPeerConnection'])
    delete globalThis[name];
"""
#: Told in the log of one page; all are counted.
_MOST_TOLD = 10


class RenderingHandler(ScrapyPlaywrightDownloadHandler, BoundedHandler):  # type: ignore[misc]
    """One browser for a sweep; what no browser is needed for goes the ordinary way."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._sweep = sweep_of(crawler)
        source = self._sweep.source
        assert source.browser is not None
        self._wait_for, self._patience = source.browser.wait_for, source.browser.timeout
        self._most = source.limits.page_bytes
        self._sandbox = crawler.settings.getbool(SANDBOX, default=True)
        exits = Exits(self._sweep.network)
        self._guard = Guard(Reach(source.allow_private), exits, lookup=lookup)
        self._proxy = ForwardProxy(self._guard, on_bytes=self._count)
        self._memory: MemoryWatch | None = None
        self._home: Path | None = None
        self._pages: set[Page] = set()
        self._started = self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderingHandler:
        """The same one for both schemes, so that there is one browser."""
        ours = cast("SweepCrawler", crawler)
        if ours.renderer is None:
            ours.renderer = cls(crawler)
        return cast("RenderingHandler", ours.renderer)

    async def _launch(self) -> None:
        """Everything but the browser itself, which starts with the first page."""
        network, limits = self._sweep.network, self._sweep.source.limits
        loop = asyncio.get_running_loop()
        try:
            self._home = make_home(network.ca_file)
            await self._proxy.start()
            self.config.launch_options = launch_options(
                proxy=self._proxy.url, home=self._home, sandbox=self._sandbox
            )
            with _temporary_folder(self._home):
                await super()._launch()
        except (OSError, PlaywrightError) as error:
            self._sweep.die(_not_started(error))
        except SweepError as error:
            self._sweep.die(error)
        excess = partial(loop.call_soon_threadsafe, self._sweep.stop, "memory_limit")
        self._memory = MemoryWatch(max(limits.memory_mb, LEAST_MB), excess)
        self._memory.start()

    async def _create_browser_context(
        self,
        name: str,
        context_kwargs: dict[str, Any] | None,  # noqa: ARG002 - ours are the same for all
        spider: Spider | None = None,
    ) -> Any:
        """One context for the sweep, which keeps scripts that pages share, and nothing on disk."""
        source = self._sweep.source
        ours = {
            "accept_downloads": False,
            "locale": "ja-JP",
            "permissions": [],
            "service_workers": "block",
            "timezone_id": source.timing.timezone,
            "user_agent": self._sweep.identity.user_agent,
        }
        wrapper = await super()._create_browser_context(name, ours, spider)
        await wrapper.context.add_init_script(_LESS)
        wrapper.context.on("page", self._met)
        return wrapper

    def _met(self, page: Page) -> None:
        """A page that opened itself is closed; ours are known by the time we look."""
        asyncio.get_running_loop().call_later(0.5, self._show_out, page)

    def _show_out(self, page: Page) -> None:
        if page not in self._pages and not page.is_closed():
            asyncio.ensure_future(_close_page(page))  # noqa: RUF006 - it takes care of itself

    async def download_request(self, request: Request) -> Response:
        if _needs_browser(request):
            return await self._rendered(request)
        request.meta.pop("playwright", None)
        return cast("Response", await super().download_request(request))

    async def _rendered(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        self._proxy.open_port(parts.port or (443 if parts.scheme == "https" else 80))
        refused: set[str] = set()
        async with self._page(request) as page:
            gate = await Gate.before(
                page,
                headers=_own_headers(request),
                admit=self._admit,
                on_part=self._count_part,
                on_refused=lambda url: refused.add(place_of(url)),
                most_bytes=self._most,
            )
            page.on("crash", lambda _page: gate.end("page_crashed"))
            try:
                return await self._read(request, page, gate)
            finally:
                await gate.close()
                self._own_up(refused | self._proxy.take_refused() - {place_of(request.url)})

    @asynccontextmanager
    async def _page(self, request: Request) -> AsyncIterator[Page]:
        """An empty page. Raises Refused when the browser is gone or goes away meanwhile."""
        page: Page | None = None
        try:
            page = await self._new_page(request)
            yield page
        except PlaywrightError as error:
            if page is None and not self._started and not self._sweep.counts.stopped:
                self._sweep.die(_not_started(error))
            raise Refused("browser_lost") from error
        finally:
            if page is not None:
                self._pages.discard(page)
                await self._leave(page)

    async def _new_page(self, request: Request) -> Page:
        """A page, of a new browser when the one there was has ended just now."""
        try:
            page = await self._create_page(request, self._crawler.spider)
        except PlaywrightError:
            if not self._started:
                raise
            page = await self._create_page(request, self._crawler.spider)
        self._started = True
        self._pages.add(page)
        return page

    async def _leave(self, page: Page) -> None:
        if not await _close_page(page):
            kill_descendants(os.getpid(), but_children=True)  # the next page gets a new browser
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSING):
                    while hasattr(self, "browser"):  # noqa: ASYNC110 - the base class forgets it
                        await asyncio.sleep(_POLL)

    async def _read(self, request: Request, page: Page, gate: Gate) -> Response:
        started, patience = time(), request.meta["download_timeout"]
        try:
            async with asyncio.timeout(patience + _CLOSING):
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
            async with asyncio.timeout(self._patience + _CLOSING):
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
            raise _lost(trouble)
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
        trouble = self._proxy.trouble(place_of(url))
        if trouble is None and isinstance(error, PageTimeout | TimeoutError):
            trouble = "timeout"
        said = str(error)
        known = (name for mark, name in _NET_ERRORS if mark in said)
        return _lost(trouble or next(known, "connection_lost"))

    async def _admit(self, url: str) -> None:
        """Raises Refused for a part of a page that is out of reach, or that robots.txt forbids."""
        if urlsplit(url).scheme in {"http", "https"}:
            await self._guard.exit_for(url)
        if self._sweep.forbids(url):
            raise Refused(ROBOTS_REFUSED)

    def _count(self, received: int) -> None:
        self._sweep.counts.bytes += received

    def _count_part(self) -> None:
        self._sweep.counts.requests += 1

    def _own_up(self, refused: set[str]) -> None:
        """Count what pages asked for in vain; it is no loss by itself, `wait_for` tells that."""
        counts = self._sweep.counts
        counts.refused += len(refused)
        for number, authority in enumerate(sorted(refused)):
            counts.fail(PART_REFUSED, listing=False)
            if number < _MOST_TOLD:
                self._sweep.note("crawl.part_refused", f"//{authority}")

    async def close(self) -> None:
        if not self._closed:  # each scheme closes its handler
            self._closed = True
            await super().close()

    async def _close(self) -> None:
        if self._memory is not None:
            self._memory.stop()
        try:
            async with asyncio.timeout(_CLOSING):
                await super()._close()
        except (PlaywrightError, TimeoutError):
            kill_descendants(os.getpid())
        finally:
            await self._proxy.close()
            if self._home is not None:
                remove_home(self._home)


async def _close_page(page: Page) -> bool:
    """Whether `page` could be closed in time; one in an endless loop may not be."""
    try:
        async with asyncio.timeout(_CLOSING):
            await page.close()
    except TimeoutError:
        return False
    except PlaywrightError:
        pass  # with the browser
    return True


@contextlib.contextmanager
def _temporary_folder(folder: Path) -> Iterator[None]:
    """What is started within takes `folder` for the place of temporary files."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        if before is not None:
            os.environ["TMPDIR"] = before


def _needs_browser(request: Request) -> bool:
    page = request.method == "GET" and not request.body and request.callback is not NO_CALLBACK
    return page and _PLAIN.search(urlsplit(request.url).path) is None


def _own_headers(request: Request) -> dict[str, str]:
    """Those the page's own request is to go with."""
    return {
        name: value
        for name, value in request.headers.to_unicode_dict().items()
        if name.lower() not in _BROWSERS_OWN
    }


def _headers(head: Head) -> Headers:
    headers = Headers()
    for name, value in head.headers:
        headers.appendlist(name, value.replace("\n", ", "))
    for name in _OF_THE_WIRE:
        headers.pop(name, None)
    return headers


def _lost(name: str) -> Exception:
    """As Scrapy's own handler says it, so that a passing trouble is tried again."""
    kind = _PASSING.get(name)
    return Refused(name) if kind is None else kind(name)


def _not_started(error: Exception) -> SweepError:
    return SweepError(
        N_("Chromium cannot be started: {why}"), why=str(error).strip().partition("\n")[0][:200]
    )
