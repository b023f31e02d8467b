from __future__ import annotations

import math

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from leakwatch.crawl.own_headers import OwnHeaders
from leakwatch.crawl.rates import longest_wait
from leakwatch.models import Rate
from tests.servers.crawling import make_source

RATE = Rate(remaining="X-Left", reset="X-Reset")
DATE = "Sun, 01 Mar 2026 00:00:00 GMT"  # epoch 1772323200


def wait(rate: Rate = RATE, status: int = 200, body: bytes = b"", /, **headers: str) -> float:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = Response("https://api.example/", status=status, headers=named, body=body)
    return longest_wait(response, make_source("https://api.example/", rate=rate))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        ({"X_Left": "1", "X_Reset": "60"}, 0.0),
        ({"X_Left": "0", "X_Reset": "60"}, 61.0),
        ({"X_Left": "-1", "X_Reset": "60"}, 61.0),
        ({"X_Left": "0", "X_Reset": "1772323230", "Date": DATE}, 31.0),
        ({"X_Left": "0", "X_Reset": "1772323230000", "Date": DATE}, 31.0),
        ({"X_Left": "0", "X_Reset": "1772323100", "Date": DATE}, 1.0),
        ({"X_Left": "0"}, math.inf),
        ({"X_Left": "0", "X_Reset": "tomorrow"}, math.inf),
        ({"X_Left": "many"}, 0.0),
        ({"X_Left": "nan", "X_Reset": "nan"}, 0.0),
        ({"X_Left": "0, 1400", "X_Reset": "1, 90000"}, 2.0),
        ({"X_Left": "1, 0", "X_Reset": "1, 90000"}, 90_001.0),
    ],
)
def test_a_used_up_budget_is_waited_for(headers: dict[str, str], seconds: float) -> None:
    assert wait(**headers) == seconds


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b'{"backoff": 10}', 10.0),
        (b'{"backoff": "10"}', 10.0),
        (b'{"backoff": null}', 0.0),
        (b'{"backoff": -5}', 0.0),
        (b'{"backoff": {"a": 1}}', 0.0),
        (b'{"backoff": 1e999}', 0.0),
        (b"<p>a wall</p>", 0.0),
    ],
)
def test_a_backoff_is_read_of_the_answer(body: bytes, seconds: float) -> None:
    assert wait(Rate(backoff="backoff"), 200, body) == seconds


def test_a_403_that_says_when_to_come_back_is_about_the_pace() -> None:
    assert wait(RATE, 403, Retry_After="30") == 30.0
    assert wait(RATE, 200, Retry_After="30") == 0.0
    assert wait(RATE, 403) == 0.0


SOURCE = make_source(
    "https://api.example/x",
    "http://127.0.0.1:8000/y",
    domains=("api.example", "127.0.0.1", "pages.example"),
    headers={"Authorization": "Bearer s3cret", "X-Key": "k"},
)


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://api.example/other", True),
        ("https://API.example:443/other", True),
        ("https://pages.example/", True),
        ("http://127.0.0.1:8000/z", True),
        ("http://api.example/x", False),
        ("https://api.example:8443/x", False),
        ("http://127.0.0.1:8001/z", False),
        ("https://sub.api.example/", False),
        ("https://api.example.evil.example/", False),
        ("https://evil.example/?https://api.example/", False),
    ],
)
def test_headers_belong_to_the_addresses_of_the_definition_and_to_no_other(
    url: str, *, own: bool
) -> None:
    before = Request(url, headers={"Authorization": "Bearer s3cret"}, callback=print)
    OwnHeaders(SOURCE).settle(before)
    assert (b"Authorization" in before.headers, b"X-Key" in before.headers) == (own, own)


def test_robots_txt_is_asked_for_without_them() -> None:
    robots = Request("https://api.example/robots.txt", callback=NO_CALLBACK)
    OwnHeaders(SOURCE).settle(robots)
    assert b"Authorization" not in robots.headers
