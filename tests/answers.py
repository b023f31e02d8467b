"""Answers as the engine hands them to a spider, and spiders to hand them to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from leakwatch.extract import parse_selector
from leakwatch.models import Limits, PageProblem, Selector, SelectorKind, Shows, Sighting, Source
from spiders.source_spider import SourceSpider

SEEN_AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
START = "https://takumi.example/experts"


def css(expression: str) -> Selector:
    return parse_selector(expression, SelectorKind.CSS)


def make_source(**changes: Any) -> Source:
    given: dict[str, Any] = {
        "name": "takumi",
        "kind": "directory",
        "start": (START,),
        "shows": Shows.PROFILE,
        "links": css("a.expert"),
        "next": css("a[rel=next]"),
        "limits": Limits(depth=5),
    }
    return Source(**(given | changes))


def answer(
    body: str | bytes, *, url: str = START, content_type: str | None = "text/html"
) -> Response:
    headers = {"Content-Type": content_type} if content_type else {}
    data = body.encode() if isinstance(body, str) else body
    return HtmlResponse(url, body=data, headers=headers, request=Request(url))


async def first_requests(spider: SourceSpider) -> list[Request]:
    return [request async for request in spider.start()]


class Yielded:
    """What a callback yielded, sorted by kind."""

    def __init__(self, items: Any) -> None:
        self.all = list(items)
        self.requests = [item for item in self.all if isinstance(item, Request)]
        self.sightings = [item for item in self.all if isinstance(item, Sighting)]
        self.problems = [item for item in self.all if isinstance(item, PageProblem)]
        assert len(self.requests) + len(self.sightings) + len(self.problems) == len(self.all)

    @property
    def urls(self) -> list[str]:
        return [request.url for request in self.requests]

    @property
    def names(self) -> list[str]:
        return [problem.name for problem in self.problems]


def follow(request: Request, response: Response) -> Yielded:
    """What the callback of `request` makes of `response`."""
    assert request.callback is not None
    return Yielded(request.callback(response, **request.cb_kwargs))
