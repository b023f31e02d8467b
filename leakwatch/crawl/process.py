"""One crawl in this process: Scrapy's reactor runs once and cannot be started again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.internet.error import ReactorNotRestartable

from leakwatch.config import Network
from leakwatch.crawl.addresses import Reach, literal_address
from leakwatch.crawl.browser.chromium import SANDBOX, check_browser, leave_nothing
from leakwatch.crawl.counts import Counts
from leakwatch.crawl.exits import Exits
from leakwatch.crawl.guard import Guard
from leakwatch.crawl.identity import CrawlerIdentity
from leakwatch.crawl.kinds import said_of, spider_class
from leakwatch.crawl.logs import bridge_logs, hush_early
from leakwatch.crawl.resolver import GuardedResolver, lookup
from leakwatch.crawl.settings import sweep_settings
from leakwatch.crawl.state import Sweep, SweepCrawler
from leakwatch.crawl.tls import check_ca_file
from leakwatch.crawl.visit import Visit
from leakwatch.errors import N_, SweepError
from leakwatch.models import Source


def run(source: Source, visit: Visit) -> Counts:
    """See `leakwatch.crawl.crawl`."""
    if visit.playing:
        visit = replace(visit, network=Network())  # nobody is asked, no name server either
    else:
        _check_visit(source, visit.identity, visit.network)
    settings = sweep_settings(source, visit)
    if not visit.playing:
        sandbox = settings.getbool(SANDBOX, default=True)
        check_browser(source, visit.network, sandbox=sandbox)
    spider = spider_class(source, settings.getlist("SPIDER_MODULES"))
    guard = _guard(source, visit.network)
    settings.set("TWISTED_DNS_RESOLVER", _resolver(guard), priority="cmdline")
    sweep = Sweep(source, visit, guard=guard)
    try:
        _crawl(sweep, spider, settings, given={"seen_at": visit.seen_at, "since": visit.since})
    finally:
        if source.browser is not None:
            leave_nothing()
    if sweep.fatal is not None:
        raise sweep.fatal
    return sweep.counts


def _crawl(
    sweep: Sweep, spider: type[Spider], settings: Settings, *, given: Mapping[str, Any]
) -> None:
    hush_early()
    process = AsyncCrawlerProcess(settings)
    bridge_logs(sweep)
    crawler = SweepCrawler(spider, process.settings, sweep)
    task: asyncio.Task[None] = process.crawl(crawler, source=sweep.source, **given)
    try:
        process.start(install_signal_handlers=False)  # ours are set by Clock
    except ReactorNotRestartable as error:
        task.cancel()
        raise SweepError(N_("a process can sweep only once: start another one")) from error
    error_ = task.exception() if task.done() and not task.cancelled() else None
    if error_ is not None:
        raise SweepError(
            N_("the sweep of {source} could not be started: {why}"),
            source=sweep.source.name,
            why=said_of(error_) if isinstance(error_, Exception) else type(error_).__name__,
        ) from error_


def _guard(source: Source, network: Network) -> Guard:
    return Guard(
        Reach(source.allow_private),
        Exits(network),
        lookup=lookup,
        sites=source.domains,
        ports=_ports(source),
    )


def _ports(source: Source) -> frozenset[int]:
    """Ports that the definition itself writes out."""
    urls = (*source.start, *(canary.url for canary in source.canaries))
    return frozenset(port for url in urls if (port := urlsplit(url).port) is not None)


def _resolver(guard: Guard) -> Callable[..., GuardedResolver]:
    def build(*, reactor: Any) -> GuardedResolver:
        return GuardedResolver(guard, reactor)

    return build


def _check_visit(source: Source, identity: CrawlerIdentity, network: Network) -> None:
    """Whom to write to is owed to every site but our own, and authorities must be readable."""
    check_ca_file(network.ca_file)
    if identity.contact:
        return
    reach = Reach(source.allow_private)
    # an address that is not in the definition is somebody's all the same; a folder is nobody's
    for start in source.start or (("",) if source.visits else ()):
        address = literal_address(urlsplit(start).hostname or "")
        if address is None or not reach.names(address):
            raise SweepError(
                N_("{source} is somebody else's site: set contact in leakwatch.yaml first"),
                source=source.name,
            )
