"""One crawl in this process: Scrapy's reactor runs once and cannot be started again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from twisted.internet.error import ReactorNotRestartable

from leakwatch.config import Network
from leakwatch.crawl.addresses import Reach, literal_address
from leakwatch.crawl.counts import Counts
from leakwatch.crawl.exits import Exits
from leakwatch.crawl.guard import Guard
from leakwatch.crawl.identity import CrawlerIdentity
from leakwatch.crawl.logs import bridge_logs, hush_early
from leakwatch.crawl.memory import Memory
from leakwatch.crawl.resolver import GuardedResolver, lookup
from leakwatch.crawl.settings import sweep_settings
from leakwatch.crawl.state import Sweep, SweepCrawler
from leakwatch.crawl.tls import check_ca_file
from leakwatch.errors import N_, SweepError
from leakwatch.models import Sighting, Source


def run(
    source: Source,
    *,
    identity: CrawlerIdentity,
    network: Network,
    modules: Sequence[str],
    on_sighting: Callable[[Sighting], None],
    on_progress: Callable[[Counts], None],
    seen_at: datetime,
    since: datetime | None,
    memory: Memory | None,
    overrides: Mapping[str, Any],
) -> Counts:
    """See `leakwatch.crawl.crawl`."""
    _check_contact(source, identity)
    check_ca_file(network.ca_file)
    settings = sweep_settings(source, identity=identity, modules=modules, overrides=overrides)
    spider = spider_class(source, settings)
    guard = Guard(Reach(source.allow_private), Exits(network), lookup=lookup, sites=source.domains)
    settings.set("TWISTED_DNS_RESOLVER", _resolver(guard), priority="cmdline")
    sweep = Sweep(
        source,
        identity=identity,
        network=network,
        guard=guard,
        on_sighting=on_sighting,
        on_progress=on_progress,
        memory=memory,
    )
    _crawl(sweep, spider, settings, given={"seen_at": seen_at, "since": since})
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
            why=type(error_).__name__,
        ) from error_


def spider_class(source: Source, settings: Settings) -> type[Spider]:
    """The spider whose name is the source's kind. Raises SweepError that names the known kinds."""
    try:
        loader = SpiderLoader.from_settings(settings)
    except Exception as error:
        raise SweepError(
            N_("the spiders in {modules} cannot be loaded: {why}"),
            modules=", ".join(settings.getlist("SPIDER_MODULES")),
            why=f"{type(error).__name__}: {error}",
        ) from error
    try:
        return loader.load(source.kind)
    except KeyError as error:
        raise SweepError(
            N_("{where}: no spider is called {kind}; known kinds are {known}"),
            where=source.where or source.name,
            kind=source.kind,
            known=", ".join(sorted(loader.list())) or "-",
        ) from error


def _resolver(guard: Guard) -> Callable[..., GuardedResolver]:
    def build(*, reactor: Any) -> GuardedResolver:
        return GuardedResolver(guard, reactor)

    return build


def _check_contact(source: Source, identity: CrawlerIdentity) -> None:
    """Whom to write to is owed to every site but our own."""
    if identity.contact:
        return
    reach = Reach(source.allow_private)
    for start in source.start:
        address = literal_address(urlsplit(start).hostname or "")
        if address is None or not reach.names(address):
            raise SweepError(
                N_("{source} is somebody else's site: set contact in leakwatch.yaml first"),
                source=source.name,
            )
