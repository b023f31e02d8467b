"""Public solicitations through the shipped definition, served from loopback in the known shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from leakwatch.models import Canary, Outcome, Shows, Source
from scripts.cataloguing import catalogued
from tests.servers.behaviours import Behaviour, Page, Site, serving, status
from tests.servers.crawling import BRISK, Order, Swept, sweep

[BOARD] = [source for source in catalogued() if source.name == "visasq-requests"]
LISTING = "/issue/?keyword=&is_started_only=true&page="


def listing(*numbers: int) -> Page:
    cards = "".join(f'<a class="x{n}f" href="/issue/{n}/"><h2>依頼{n}</h2></a>' for n in numbers)
    pager = "".join(f'<a href="{LISTING}{n}">{n}</a>' for n in range(1, 9))
    return Page(f'<title>ビザスク</title><nav><a href="/issue/">公開案件</a>{pager}</nav>{cards}')


def request(number: int, *, more: str = "") -> Page:
    return Page(
        f"<title>依頼{number}</title><main><h1>依頼{number}</h1><p>焼成炉の運用</p>{more}</main>"
    )


def details(*numbers: int) -> dict[str, Behaviour]:
    return {f"/issue/{number}/": request(number) for number in numbers}


def shipped(site: Site) -> Source:
    """The shipped definition, its places moved to `site`."""
    start = tuple(
        one.replace(f"https://{BOARD.domains[0]}", site.url("").rstrip("/")) for one in BOARD.start
    )
    return replace(
        BOARD,
        start=start,
        canaries=tuple(
            Canary(url=site.url(f"{LISTING}1"), contains=one.contains) for one in BOARD.canaries
        ),
        domains=("127.0.0.1",),
        allow_private=("127.0.0.1/32",),
        politeness=BRISK,
    )


def run(routes: Mapping[str, Behaviour]) -> tuple[Swept, list[str]]:
    with serving(Site(routes)) as site:
        swept = sweep(Order(source=shipped(site), modules=()))
        return swept, [path for path in site.paths() if path != "/robots.txt"]


ENDS: list[tuple[str, Behaviour]] = [
    ("an empty page", listing()),
    ("a page that is not there", status(404)),
    ("the last page again", listing(4, 5)),
]


@pytest.mark.parametrize("end", [row[1] for row in ENDS], ids=[row[0] for row in ENDS])
def test_every_page_of_the_board_is_read_to_its_end(end: Behaviour) -> None:
    pages = {f"{LISTING}1": listing(1, 2, 3), f"{LISTING}2": listing(4, 5), f"{LISTING}3": end}
    swept, asked = run({**pages, **details(1, 2, 3, 4, 5)})
    assert (swept.outcome, swept.reasons) == (Outcome.OK, ())
    assert sorted(one.identity for one in swept.sightings) == [f"issue/{n}" for n in range(1, 6)]
    assert all(one.shows is Shows.REQUEST for one in swept.sightings)
    assert [path for path in asked if path.startswith(LISTING)] == [
        f"{LISTING}{number}"
        for number in (1, 1, 2, 3)  # the first is the canary's as well
    ]


def test_a_board_that_is_empty_today_is_known_to_be() -> None:
    swept, _asked = run({f"{LISTING}1": listing()})
    assert (swept.outcome, swept.sightings) == (Outcome.NONE, [])


def test_a_board_that_is_not_itself_is_no_empty_one() -> None:
    swept, _asked = run({f"{LISTING}1": Page("<title>Sign in</title><p>please log in")})
    assert swept.outcome is Outcome.BLOCKED


def test_what_a_request_does_not_show_is_no_error() -> None:
    paid = "<dl><dt>謝礼</dt><dd>3万円</dd></dl>"
    routes = {"/issue/1/": request(1, more=paid), "/issue/2/": request(2)}
    swept, _asked = run({f"{LISTING}1": listing(1, 2), **routes})
    assert swept.outcome is Outcome.OK
    fields = {one.identity: one.fields for one in swept.sightings}
    assert fields["issue/1"]["reward"] == "3万円"
    assert "reward" not in fields["issue/2"]
