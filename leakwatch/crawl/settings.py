"""Scrapy's settings, ours: polite, verified, quiet, and with nothing running that we do not need."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapy.settings import Settings

from leakwatch.crawl.absent import Absent
from leakwatch.crawl.browser.chromium import SANDBOX
from leakwatch.crawl.clock import Clock
from leakwatch.crawl.identity import PRODUCT
from leakwatch.crawl.lookout import Lookout
from leakwatch.crawl.rates import Rates
from leakwatch.crawl.reading import Reading
from leakwatch.crawl.remembering import Conditions, Pages
from leakwatch.crawl.requests import Doorway, Redirects, Repeats
from leakwatch.crawl.robots import Robots, Throttle
from leakwatch.crawl.unpacking import Unpacking
from leakwatch.crawl.visit import Visit
from leakwatch.models import Politeness, Rate, Source

#: Where the built-in spiders live; users add modules of their own.
SPIDERS = "spiders"

_HANDLER = "leakwatch.crawl.handler.BoundedHandler"
_PLAYBACK = "leakwatch.crawl.playback.PlaybackHandler"
#: A recording is in no hurry to be spared.
_AT_ONCE = Politeness(delay=0.0, concurrency=1, autothrottle=False)
_RENDERING = "leakwatch.crawl.browser.handler.RenderingHandler"
_OFF: dict[str, Any] = {
    "ADDONS": {},
    "COOKIES_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "LOG_VERSIONS": [],
    "MEMUSAGE_ENABLED": False,  # our own limit stands in leakwatch.dispatch, and mails nobody
    "METAREFRESH_ENABLED": False,
    "REFERER_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,  # on by default: a server that runs any code it is sent
    "STATS_DUMP": False,
    "TELNETCONSOLE_ENABLED": False,
    "TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": "",
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
}


def sweep_settings(source: Source, visit: Visit) -> Settings:
    """Settings for one sweep, above what a spider's `custom_settings` may say.

    Where every answer comes out of a recording there is nothing to be polite to.
    """
    settings = Settings()
    if visit.playing:
        manners = replace(_AT_ONCE, robots=source.politeness.robots)
        source = replace(source, politeness=manners)
    ours = {**_OFF, **_components(source), **_manners(source), **_limits(source)}
    ours["SPIDER_MODULES"] = [SPIDERS, *visit.modules]
    ours[SANDBOX] = True  # whatever a spider of a user's own says
    ours["USER_AGENT"] = visit.identity.user_agent
    if visit.playing:
        ours["DOWNLOAD_HANDLERS"] = dict.fromkeys(("http", "https"), _PLAYBACK)
    settings.setdict(ours, priority="cmdline")
    settings.setdict(dict(visit.overrides), priority="cmdline")
    return settings


def _components(source: Source) -> dict[str, Any]:
    robots: dict[Any, int] = {Robots: 100} if source.politeness.robots else {}
    rates: dict[Any, int] = {Rates: 560} if source.rate != Rate() else {}
    handler = _HANDLER if source.browser is None else _RENDERING
    throttle: dict[Any, int] = {Throttle: 0} if source.politeness.autothrottle else {}
    return {
        # Everything that Scrapy enables by default is off, and not even imported (half a second, and
        # a web server among it); what comes new with a version stays off too.
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOAD_HANDLERS_BASE": {},
        "EXTENSIONS_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER": "leakwatch.crawl.downloader.SweepDownloader",
        "DOWNLOADER_MIDDLEWARES": {
            Doorway: 50,  # before robots.txt is asked for: a place out of reach has none
            **robots,
            Conditions: 500,
            Repeats: 550,
            **rates,
            Unpacking: 590,
            Redirects: 600,
        },
        "DOWNLOAD_HANDLERS": {
            "http": handler,
            "https": handler,
        },
        "EXTENSIONS": {Clock: 0, Absent: 0, **throttle},
        "ITEM_PROCESSOR": "leakwatch.crawl.reading.Sightings",
        "LOG_FORMATTER": "leakwatch.crawl.logs.QuietFormatter",
        "SPIDER_MIDDLEWARES": {Lookout: 40, Pages: 45, Reading: 50},
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    }


def _manners(source: Source) -> dict[str, Any]:
    manners = source.politeness
    return {
        "AUTOTHROTTLE_ENABLED": manners.autothrottle,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(manners.concurrency),
        # Without the first, 14 to 16 requests were seen in flight on one host despite the second.
        "CONCURRENT_REQUESTS": manners.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": manners.concurrency,
        "DOWNLOAD_DELAY": manners.delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # a delay is a promise: no request comes at half of it
        "ROBOTSTXT_OBEY": manners.robots,
        "ROBOTSTXT_USER_AGENT": PRODUCT,
    }


def _limits(source: Source) -> dict[str, Any]:
    return {
        "CONCURRENT_ITEMS": 1,  # one task for each is started per answer, and ours never wait
        "DOWNLOAD_MAXSIZE": source.limits.page_bytes,
        "DOWNLOAD_TIMEOUT": source.politeness.timeout,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],  # 429 only when it says how long
        "RETRY_TIMES": 2,
    }
