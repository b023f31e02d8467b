"""What happens beside the crawl: progress, the time limit, and signals."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading

from scrapy import signals
from scrapy.crawler import Crawler

from leakwatch.crawl.state import sweep_of

#: Seconds between two words on progress; the sweep's lease is renewed with them.
_BEAT = 1.0


class Clock:
    """Runs from the first request to the last."""

    def __init__(self, crawler: Crawler) -> None:
        self._sweep = sweep_of(crawler)
        self._beat: asyncio.TimerHandle | None = None
        self._limit: asyncio.TimerHandle | None = None
        self._quiet: asyncio.TimerHandle | None = None
        crawler.signals.connect(self._start, signal=signals.spider_opened)
        crawler.signals.connect(self._end, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Clock:
        return cls(crawler)

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        self._beat = loop.call_later(_BEAT, self._tick)
        self._limit = loop.call_later(
            self._sweep.source.limits.seconds, self._sweep.stop, "time_limit"
        )
        quiet = self._sweep.bounds.seconds
        if quiet is not None:
            self._quiet = loop.call_later(quiet, self._sweep.stop, "quiet_hours")
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._sweep.stop, "stopped")

    def _tick(self) -> None:
        self._sweep.progress()
        self._beat = asyncio.get_running_loop().call_later(_BEAT, self._tick)

    def _end(self) -> None:
        for timer in (self._beat, self._limit, self._quiet):
            if timer is not None:
                timer.cancel()
        self._sweep.progress()
        with contextlib.suppress(RuntimeError, ValueError):
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().remove_signal_handler(number)
