"""The crawls that the pipeline benchmark compares, each in a process of its own: `-m … KIND ADDRESS REQUESTS`."""

from __future__ import annotations

import json
import logging
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_mb
from benchmarks.pipeline_site import PLANTED_EVERY, planted_term
from leakwatch.models import (
    CharterState,
    Company,
    Limits,
    Politeness,
    Selector,
    SelectorKind,
    Shows,
    Source,
    Term,
    TermKind,
    Watchlist,
)

LITERALS = 10_000
CONCURRENCY = 8
_FIELDS = {"name": "h1.name", "headline": "p.headline", "career": "div.career"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one crawl cost and found."""

    cpu: float  #: seconds, user and system
    peak_mb: float
    requests: int
    read: int  #: details whose three fields were found
    exceptions: int
    hits: int  #: planted terms found


def main() -> None:
    kind, address, requests = sys.argv[1:]
    crawl = _sweep if kind in {"sweep", "profile"} else _bare
    done = crawl(kind, address, int(requests))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    done = replace(done, cpu=usage.ru_utime + usage.ru_stime, peak_mb=peak_mb())
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


def _bare(kind: str, address: str, requests: int) -> Measured:
    """Scrapy as it comes, but for its log of every page; `kind` says what is done with one."""
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415 - only who measures it pays

    readers: dict[str, Any] = {"fields": _fields, "nothing": _nothing, "bs4": _soup}
    read: list[bool] = []
    process = AsyncCrawlerProcess(
        {
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS": CONCURRENCY,
            "LOG_LEVEL": "WARNING",
            "ROBOTSTXT_OBEY": False,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    crawler = process.create_crawler(_bare_spider(readers[kind], read))
    _task = process.crawl(crawler, start_urls=[address] if requests else [])
    process.start()
    stats = crawler.stats.get_stats()
    return Measured(
        cpu=0,
        peak_mb=0,
        requests=stats.get("downloader/request_count", 0),
        read=sum(read),
        exceptions=stats.get("spider_exceptions/count", 0),
        hits=0,
    )


def _bare_spider(reader: Any, read: list[bool]) -> Any:
    import scrapy  # noqa: PLC0415

    class BareSpider(scrapy.Spider):
        name = "bare"

        def parse(self, response: Any) -> Iterator[Any]:
            for href in response.css("a.expert::attr(href)").getall():
                yield response.follow(href, self.parse_detail)
            following = response.css('a[rel="next"]::attr(href)').get()
            if following:
                yield response.follow(following, self.parse)

        def parse_detail(self, response: Any) -> dict[str, Any]:
            item: dict[str, Any] = reader(response)
            read.append(bool(item) and all(item.values()))
            return item

    return BareSpider


def _fields(response: Any) -> dict[str, Any]:
    return {
        "name": response.css("h1.name::text").get(),
        "headline": response.css("p.headline::text").get(),
        "career": response.css("div.career p::text").get(),
    }


def _nothing(response: Any) -> dict[str, Any]:
    return {"size": len(response.body)}


def _soup(response: Any) -> dict[str, Any]:
    from bs4 import BeautifulSoup  # noqa: PLC0415, TID251 - what we are compared with

    soup = BeautifulSoup(response.body, "html.parser")
    found = {name: soup.select_one(selector) for name, selector in _FIELDS.items()}
    item = {name: node.get_text() for name, node in found.items() if node is not None}
    return {**item, "text": soup.get_text(" ")}


def _sweep(kind: str, address: str, requests: int) -> Measured:
    """What `leakwatch sweep` does in its child, from the crawl to the record."""
    from leakwatch.app.sweep import SweepOptions, sweep_here  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING)
    source = make_source(address if requests else None)
    with _watch(make_watchlist(requests)) as watch:
        report = _profiled(
            kind,
            lambda: sweep_here(
                watch,
                source,
                options=SweepOptions(),
                emit=lambda _event: None,
                clock=lambda: datetime.now(UTC),
            ),
        )
        found = {finding.subject for finding in watch.record.findings.list()}
    return Measured(
        cpu=0,
        peak_mb=0,
        requests=report.requests,
        read=report.sightings - report.errors.get("layout_changed", 0),
        exceptions=sum(report.errors.values()),
        hits=sum(f"term:P{number}" in found for number in range(0, requests, PLANTED_EVERY)),
    )


@contextmanager
def _watch(watchlist: Watchlist) -> Iterator[Any]:
    """An installation that is forgotten afterwards."""
    from leakwatch.app.watch import Watch  # noqa: PLC0415
    from leakwatch.config import Settings  # noqa: PLC0415
    from leakwatch.record import open_record  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            directory=Path(folder),
            state_dir=Path(folder) / "var",
            contact="bench@example.com",
            language="en",
            watchlist=watchlist,
            charter=CharterState(charter=None),
        )
        now = datetime.now(UTC)
        with open_record(settings.state_dir, sealing_key=None, now=now) as record:
            yield Watch(settings=settings, record=record, watchlist=watchlist, notices=())


def _profiled(kind: str, work: Any) -> Any:
    if kind != "profile":
        return work()
    import cProfile  # noqa: PLC0415
    import pstats  # noqa: PLC0415

    profile = cProfile.Profile()
    result = profile.runcall(work)
    stats = pstats.Stats(profile, stream=sys.stderr)
    stats.sort_stats("tottime").print_stats(45)
    stats.sort_stats("cumtime").print_stats(90)
    return result


def make_watchlist(requests: int) -> Watchlist:
    """A company and as many secret code names as there are literals, the planted ones among them."""
    planted = [(f"P{number}", planted_term(number)) for number in range(0, requests, PLANTED_EVERY)]
    others = [
        (f"X{number}", f"架空計画{number:06d}号") for number in range(LITERALS - len(planted))
    ]
    terms = tuple(
        Term(id=id_, text=text, sensitivity=3, kind=TermKind.CODE_NAME)
        for id_, text in planted + others
    )
    owner = Company(id="own", name="架空先端素材株式会社", owner=True)
    return Watchlist(companies=(owner,), terms=terms, digest="benchmark")


def make_source(address: str | None) -> Source:
    def css(expression: str, attribute: str | None = None) -> Selector:
        return Selector(kind=SelectorKind.CSS, expression=expression, attribute=attribute)

    return Source(
        name="bench",
        kind="directory",
        start=(address,) if address else (),
        shows=Shows.PROFILE,
        links=css("a.expert", "href"),
        next=css('a[rel="next"]', "href"),
        fields={name: css(expression) for name, expression in _FIELDS.items()},
        limits=Limits(pages=100_000),
        politeness=Politeness(delay=0.0, concurrency=CONCURRENCY, autothrottle=False, robots=False),
        allow_private=("127.0.0.0/8",),
        domains=("127.0.0.1",),
    )


if __name__ == "__main__":
    main()
