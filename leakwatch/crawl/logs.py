"""Scrapy's log through ours: it quotes addresses and pages, so its words stay at DEBUG."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter

from leakwatch.crawl.state import Sweep

logger = logging.getLogger(__name__)

_LOGGERS = ("scrapy", "scrapy-playwright", "twisted", "asyncio")
#: Those that speak before the bridge stands, of versions and settings.
_EARLY = ("scrapy.utils.log", "scrapy.crawler")
#: Complains of what is counted with the page it keeps us from.
_COUNTED = frozenset({"scrapy.downloadermiddlewares.robotstxt"})


class LogBridge(logging.Handler):
    """Says which component complained of what kind of error, and counts what nobody else counts."""

    def __init__(self, sweep: Sweep) -> None:
        super().__init__()
        self._sweep = sweep

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        logger.debug("crawl.engine %s", record.getMessage(), exc_info=record.exc_info)
        if record.levelno < logging.ERROR or record.name in _COUNTED:
            return
        name = kind.__name__ if kind is not None else "-"
        extra = {"source": self._sweep.source.name, "component": record.name, "error": name}
        logger.log(record.levelno, "crawl.engine_error", extra=extra)
        if not self._sweep.ending and self._sweep.counts.stopped is None:
            self._sweep.counts.fail("engine_error", listing=False)


class Discretion(logging.Filter):
    """Of what others log where people are shown, who spoke and how gravely; the words at DEBUG.

    A user's own spider, or a library of his, may quote a page as it likes.
    """

    def __init__(self, sweep: Sweep) -> None:
        super().__init__()
        self._source = sweep.source.name

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.partition(".")[0] == "leakwatch":
            return True
        logger.debug("crawl.spoken %s", record.getMessage(), exc_info=record.exc_info)
        if record.levelno > logging.DEBUG:
            extra = {"source": self._source, "component": record.name}
            logger.log(record.levelno, "crawl.spoken", extra=extra)
        return False


def hush_early() -> None:
    """A filter, since Scrapy resets the levels of its loggers when it starts."""
    for name in _EARLY:
        logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.WARNING)


def bridge_logs(sweep: Sweep) -> None:
    """Take over the loggers of Scrapy and Twisted in this process."""
    if sweep.source.personal_data:
        for handler in logging.getLogger().handlers:
            handler.addFilter(Discretion(sweep))
    level = logging.DEBUG if logger.isEnabledFor(logging.DEBUG) else logging.WARNING
    bridge = LogBridge(sweep)
    for name in _LOGGERS:
        taken = logging.getLogger(name)
        taken.handlers = [bridge]
        taken.propagate = False
        taken.setLevel(level)


class QuietFormatter(LogFormatter):
    """No line per page, and no error that is counted and logged by us already."""

    def crawled(self, *_: Any) -> Any:
        return None

    def scraped(self, *_: Any) -> Any:
        return None

    def spider_error(self, *args: Any) -> Any:
        return {**super().spider_error(*args), "level": logging.DEBUG}

    def item_error(self, *args: Any) -> Any:
        return {**super().item_error(*args), "level": logging.DEBUG}

    def download_error(self, *args: Any) -> Any:
        return {**super().download_error(*args), "level": logging.DEBUG}
