from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list

from leakwatch.config import Network
from leakwatch.crawl import Bounds, CrawlerIdentity
from leakwatch.crawl.doubts import NoDoubts
from leakwatch.crawl.settings import sweep_settings
from leakwatch.crawl.visit import Visit
from leakwatch.models import Limits, Politeness, Shows, Source


def make_settings(*, overrides: dict[str, Any] | None = None, **politeness: Any) -> Settings:
    source = Source(
        name="sample",
        kind="directory",
        start=(),
        shows=Shows.PAGE,
        limits=Limits(page_bytes=123_456),
        politeness=Politeness(**politeness),
    )
    identity = CrawlerIdentity(version="9.9", contact="watch@example.com")
    visit = Visit(
        identity=identity,
        network=Network(),
        modules=("their.spiders",),
        on_sighting=lambda _sighting: None,
        on_progress=lambda _counts: None,
        seen_at=datetime(2026, 4, 1, tzinfo=UTC),
        since=None,
        memory=None,
        doubts=NoDoubts(),
        bounds=Bounds(),
        tape=None,
        overrides=overrides or {},
    )
    return sweep_settings(source, visit)


def components(settings: Settings, name: str) -> list[str]:
    merged = settings.get_component_priority_dict_with_base(name)
    found = build_component_list(merged)
    return [one if isinstance(one, str) else one.__name__ for one in found]


def test_only_what_is_named_runs_and_in_this_order() -> None:
    settings = make_settings()
    assert components(settings, "DOWNLOADER_MIDDLEWARES") == [
        "Doorway",
        "Robots",
        "Conditions",
        "Repeats",
        "Unpacking",
        "Redirects",
    ]
    assert components(settings, "SPIDER_MIDDLEWARES") == ["Lookout", "Pages", "Reading"]
    assert components(settings, "EXTENSIONS") == ["Clock", "Absent", "Throttle"]
    assert set(settings.getwithbase("DOWNLOAD_HANDLERS")) == {"http", "https"}


def test_a_source_may_do_without_robots_and_throttle() -> None:
    settings = make_settings(robots=False, autothrottle=False)
    assert "Robots" not in components(settings, "DOWNLOADER_MIDDLEWARES")
    assert components(settings, "EXTENSIONS") == ["Clock", "Absent"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COOKIES_ENABLED", False),
        ("DOWNLOAD_DELAY_JITTER", 0.0),
        ("DOWNLOAD_MAXSIZE", 123_456),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("HTTPCACHE_ENABLED", False),
        ("MEMUSAGE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("ROBOTSTXT_OBEY", True),
        ("TELNETCONSOLE_ENABLED", False),
        ("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", ""),
        ("USER_AGENT", "leakwatch/9.9 (+watch@example.com)"),
        ("SPIDER_MODULES", ["spiders", "their.spiders"]),
    ],
)
def test_what_matters_is_set_by_us(name: str, value: object) -> None:
    assert make_settings()[name] == value


def test_the_whole_sweep_is_bound_by_the_concurrency_of_its_source() -> None:
    settings = make_settings(concurrency=3)
    assert settings.getint("CONCURRENT_REQUESTS") == 3
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 3
    assert settings.getfloat("AUTOTHROTTLE_TARGET_CONCURRENCY") == 3.0


def test_a_spiders_own_settings_stand_below_ours() -> None:
    settings = make_settings()
    settings.setdict({"ROBOTSTXT_OBEY": False, "EXTENSIONS": {}}, priority="spider")
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert components(settings, "EXTENSIONS")[0] == "Clock"


def test_tests_and_benchmarks_may_override() -> None:
    assert make_settings(overrides={"RETRY_TIMES": 0}).getint("RETRY_TIMES") == 0


@pytest.mark.parametrize(
    ("contact", "agent"),
    [("watch@example.com", "leakwatch/9.9 (+watch@example.com)"), ("", "leakwatch/9.9")],
)
def test_we_say_who_we_are(contact: str, agent: str) -> None:
    assert CrawlerIdentity(version="9.9", contact=contact).user_agent == agent


def test_no_web_server_is_loaded_for_a_sweep() -> None:
    """Scrapy's remote control, on by default, brings one, and runs any code that it is sent."""
    program = "import sys, leakwatch.crawl.process\nprint('aiohttp' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
