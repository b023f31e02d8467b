"""How fast an API is asked, and to whom the headers of its definition go."""

from __future__ import annotations

import pytest

from leakwatch.models import Outcome, Paging, Rate
from tests.servers.asking import ITEMS, answered, api, bodies, items
from tests.servers.behaviours import Site, Turns, redirect, serving
from tests.servers.crawling import Order, make_source, sweep

EPOCH_FAR = "4102444800"


def test_a_used_up_budget_that_fills_again_soon_is_waited_for() -> None:
    used_up = {"X_Left": "0", "X_Reset": "1"}
    routes = {"/a?p=1": answered(items(1), **used_up), "/a?p=2": answered(items(2))}
    rate = Rate(remaining="X-Left", reset="X-Reset")
    swept, site = api(routes, "/a?p={page}", paging=Paging(size=1), rate=rate)
    assert bodies(swept) == ["本文1", "本文2"]
    asked = [one.at for one in site.asked]
    assert asked[2] - asked[1] >= 1.0, "the site was not left in peace"


@pytest.mark.parametrize("reset", ["3600", EPOCH_FAR, "soon", ""])
def test_a_used_up_budget_that_fills_late_ends_the_sweep(reset: str) -> None:
    used_up = answered(items(1), X_Left="0", X_Reset=reset)
    routes = {"/a?p=1": used_up, "/a?p=2": answered(items(2))}
    rate = Rate(remaining="X-Left", reset="X-Reset")
    swept, site = api(routes, "/a?p={page}", paging=Paging(size=1), rate=rate)
    assert (swept.outcome, swept.reasons) == (Outcome.PARTIAL, ("rate_limited",))
    assert (bodies(swept), site.paths()[1:]) == (["本文1"], ["/a?p=1"])


def test_a_budget_used_up_by_the_last_question_is_no_loss() -> None:
    routes = {"/a": answered(items(1), X_Left="0", X_Reset="3600")}
    swept, _ = api(routes, rate=Rate(remaining="X-Left", reset="X-Reset"))
    assert (swept.outcome, swept.reasons) == (Outcome.OK, ())


@pytest.mark.parametrize("code", [403, 429])
def test_a_refusal_for_the_budget_is_asked_again_when_it_is_filled(code: int) -> None:
    refusal = answered({"message": "slow down"}, code, X_Left="0", X_Reset="0")
    rate = Rate(remaining="X-Left", reset="X-Reset")
    swept, _ = api({"/a": Turns((refusal, answered(items(1))))}, rate=rate)
    assert (swept.outcome, bodies(swept)) == (Outcome.OK, ["本文1"])
    late = answered({"message": "slow down"}, code, X_Left="0", X_Reset="3600")
    swept, site = api({"/a": late}, rate=rate)
    assert (swept.outcome, "rate_limited" in swept.reasons) == (Outcome.PARTIAL, True)
    assert len(site.asked) == 2


def test_backoff_in_an_answer_is_obeyed() -> None:
    routes = {"/a?p=1": answered(items(1, backoff=1)), "/a?p=2": answered(items(2, backoff=9_999))}
    routes["/a?p=3"] = answered(items(3))
    swept, site = api(routes, "/a?p={page}", paging=Paging(size=1), rate=Rate(backoff="backoff"))
    assert (swept.reasons, bodies(swept)) == (("rate_limited",), ["本文1", "本文2"])
    asked = [one.at for one in site.asked]
    assert asked[2] - asked[1] >= 1.0, "the site was not left in peace"


def test_headers_go_to_the_own_host_and_no_redirect_takes_them_along() -> None:
    secret = {"Authorization": "Bearer s3cret", "X-API-Key": "k3y", "Accept": "application/x+json"}
    other = Site({"/a": answered(items(1)), "/b": answered(items(2))})
    with serving(other), serving(Site({})) as site:
        for_host = other.url("/a").replace("127.0.0.1", "localhost")
        site.routes |= {"/port": redirect(other.url("/b")), "/host": redirect(for_host)}
        site.routes |= {"/own": redirect("/same"), "/same": answered(items(3))}
        source = make_source(
            *(site.url(path) for path in ("/port", "/host", "/own")),
            domains=("127.0.0.1", "localhost"),
            headers=secret,
            allow_private=("127.0.0.0/8", "::1/128"),
            **ITEMS,
        )
        swept = sweep(Order(source=source, modules=()))
    assert bodies(swept) == ["本文1", "本文2", "本文3"], swept.log
    sent = [one for one in site.asked if one.path != "/robots.txt"]
    assert {one.path for one in sent} == {"/port", "/host", "/own", "/same"}
    for name, value in secret.items():
        assert all(one.headers[name.lower()] == value for one in sent)
        assert not any(value in one.headers.values() for one in other.asked)
    robots = [one for one in site.asked if one.path == "/robots.txt"]
    assert robots
    assert not any("s3cret" in str(one.headers) for one in robots)
    assert "s3cret" not in swept.log
