"""Short ways to ask a stand-in on loopback, as the kinds `api` and `search` do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from leakwatch.models import Selector, SelectorKind, Source
from tests.servers.behaviours import Behaviour, Page, Site, serving
from tests.servers.crawling import Order, Swept, make_source, sweep

JSON = {"Content-Type": "application/json"}


def json_selector(expression: str) -> Selector:
    return Selector(kind=SelectorKind.JSON, expression=expression, where="config/sources/s.yaml:9")


def css(expression: str, attribute: str | None = None) -> Selector:
    return Selector(kind=SelectorKind.CSS, expression=expression, attribute=attribute)


ITEMS = {
    "kind": "api",
    "items": json_selector("items"),
    "link": json_selector("url"),
    "fields": {"body": json_selector("text")},
}


def items(*numbers: int, **beside: object) -> dict[str, object]:
    return {"items": [{"url": f"/{n}", "text": f"本文{n}"} for n in numbers], **beside}


def answered(data: object, code: int = 200, /, **headers: str) -> Page:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(json.dumps(data), code, {**JSON, **named})


def run(routes: Mapping[str, Behaviour], start: str, **changes: Any) -> tuple[Swept, Site]:
    with serving(Site(routes)) as site:
        source: Source = make_source(site.url(start), domains=("127.0.0.1",), **changes)
        return sweep(Order(source=source, modules=())), site


def api(routes: Mapping[str, Behaviour], start: str = "/a", **changes: Any) -> tuple[Swept, Site]:
    return run(routes, start, **(ITEMS | changes))


def errors(swept: Swept) -> dict[str, int]:
    assert swept.counts is not None, swept.error
    return dict(swept.counts.errors)


def bodies(swept: Swept) -> list[str]:
    return sorted(one.text for one in swept.sightings)
