"""The browser of one sweep: started with the first page, and gone with the sweep."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError, Page
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from leakwatch.crawl.addresses import Reach
from leakwatch.crawl.browser.chromium import SANDBOX, launch_options, make_home, remove_home
from leakwatch.crawl.browser.heads import place_of
from leakwatch.crawl.browser.memory import LEAST_MB, MemoryWatch, kill_descendants
from leakwatch.crawl.browser.proxy import ForwardProxy
from leakwatch.crawl.counts import PART_REFUSED
from leakwatch.crawl.exits import Exits
from leakwatch.crawl.failures import ROBOTS_REFUSED, Refused
from leakwatch.crawl.guard import Guard
from leakwatch.crawl.handler import BoundedHandler
from leakwatch.crawl.resolver import lookup
from leakwatch.crawl.state import SweepCrawler, sweep_of
from leakwatch.errors import N_, SweepError

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


class BrowserHandler(ScrapyPlaywrightDownloadHandler, BoundedHandler):  # type: ignore[misc]
    """One browser for a sweep, with the proxy it goes through and the watch over its memory."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._sweep = sweep_of(crawler)
        source = self._sweep.source
        self._sandbox = crawler.settings.getbool(SANDBOX, default=True)
        exits = Exits(self._sweep.network)
        self._guard = Guard(Reach(source.allow_private), exits, lookup=lookup)
        self._proxy = ForwardProxy(self._guard, on_bytes=self._count)
        self._memory: MemoryWatch | None = None
        self._home: Path | None = None
        self._pages: set[Page] = set()
        self._closings: set[asyncio.Task[bool]] = set()
        self._started = self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The same one for both schemes, so that there is one browser."""
        ours = cast("SweepCrawler", crawler)
        if ours.renderer is None:
            ours.renderer = cls(crawler)
        return cast("Self", ours.renderer)

    async def _launch(self) -> None:
        """Everything but the browser itself, which starts with the first page."""
        network, limits = self._sweep.network, self._sweep.source.limits
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
        loop = asyncio.get_running_loop()

        def on_excess() -> None:
            loop.call_soon_threadsafe(self._sweep.stop, "memory_limit")

        self._memory = MemoryWatch(max(limits.memory_mb, LEAST_MB), on_excess)
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
            closing = asyncio.ensure_future(_close_page(page))
            self._closings.add(closing)
            closing.add_done_callback(self._closings.discard)

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
            page: Page = await self._create_page(request, self._crawler.spider)
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

    async def _admit(self, url: str) -> None:
        """Raises Refused for a part of a page that is out of reach, or that robots.txt forbids."""
        if urlsplit(url).scheme in {"http", "https"}:
            await self._guard.exit_for(url)
        if self._sweep.forbids(url):
            raise Refused(ROBOTS_REFUSED)

    def _count(self, received: int) -> None:
        self._sweep.counts.bytes += received

    def _let_out(self, url: str) -> None:
        """A part of a page goes out: it is counted, and the proxy knows that a page wants it."""
        self._sweep.counts.requests += 1
        self._proxy.expect(place_of(url))

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


def _not_started(error: Exception) -> SweepError:
    return SweepError(
        N_("Chromium cannot be started: {why}"), why=str(error).strip().partition("\n")[0][:200]
    )
