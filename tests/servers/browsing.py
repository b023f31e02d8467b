"""Sweeps in a real browser, over pages on loopback."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from leakwatch.crawl.browser.chromium import SANDBOX, find_chromium
from leakwatch.models import Browser
from tests.servers.behaviours import Page
from tests.servers.crawling import BRISK, Order, Swept, make_source, sweep

needs_browser = pytest.mark.skipif(
    find_chromium() is None or importlib.util.find_spec("scrapy_playwright") is None,
    reason="no Chromium, or not the extra browser: apt-get install chromium, scripts/install",
)
#: As root there is no sandbox; the pages of these tests are our own.
OVERRIDES: Mapping[str, Any] = {SANDBOX: os.geteuid() != 0}


def script(code: str, *, status: int = 200) -> Page:
    """A page that is empty until `code` has run; `show(text)` shows something, and marks it ready."""
    return Page(
        "<body><div id=app></div><script>"
        "const app = document.getElementById('app');"
        "const show = (text) => { app.innerHTML = text; app.className = 'ready'; };"
        f"{code}</script></body>",
        status,
    )


def browse(*start: str, order: Order | None = None, **changes: Any) -> Swept:
    """Sweep `start` in a browser; `changes` are of the source."""
    given: dict[str, Any] = {"browser": Browser(wait_for=".ready", timeout=5.0)}
    given["politeness"] = replace(BRISK, concurrency=1)  # pages share one browser's connections
    given |= changes
    base = order or Order(source=make_source(*start))
    source = make_source(*start, **given)
    return sweep(replace(base, source=source, overrides={**OVERRIDES, **base.overrides}))
