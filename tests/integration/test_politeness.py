"""What a source is spared: too many requests in a day, quiet hours, and terms that forbid it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.installation import Installation, finish
from tests.servers.behaviours import Page, Site, links, serving

DEFINITION = """\
kind: directory
start: {start}
shows: article
personal_data: false
allow_private: [127.0.0.1/32]
listing: {{links: "a::attr(href)"}}
"""


@pytest.fixture
def site() -> Iterator[Site]:
    routes = {f"/{number}": Page("<p>頁</p>") for number in range(8)}
    with serving(Site({**routes, "/list": links(*routes)})) as running:
        yield running


def define(place: Installation, site: Site, *more: str) -> None:
    text = DEFINITION.format(start=site.url("/list"))
    (place.config / "sources" / "board.yaml").write_text(
        text + "".join(line + "\n" for line in more), encoding="utf-8"
    )


def around_now() -> str:
    """A span of two hours with this moment in the middle, in the time zone of the demo."""
    here = datetime.now(ZoneInfo("Asia/Tokyo"))
    start, end = (here + timedelta(hours=hours) for hours in (-1, 1))
    return f"{start:%H:%M}-{end:%H:%M}"


def test_the_requests_of_a_day_are_counted_over_everything_that_sends_them(
    fresh: Installation, site: Site
) -> None:
    define(fresh, site, "politeness: {delay: 0s, autothrottle: false, per_day: 7}")
    checked = fresh.run("sources", "check", "board")
    assert checked.code == 0, checked.out + checked.err
    spent = len(site.asked)
    assert spent == 3
    swept = fresh.run("sweep", "board", "--dry-run", "--format", "jsonl")
    (done,) = swept.events("sweep.done")
    assert (done["outcome"], done["requests"]) == ("partial", 7 - spent)
    assert "daily_budget" in done["reasons"]
    assert len(site.asked) == 7
    again = fresh.run("sweep", "board")
    assert again.code == 1
    assert "7 requests of today" in again.err
    assert len(site.asked) == 7
    assert "requests of today used up" in fresh.run("sources", "list").out


def test_quiet_hours_are_kept_unless_somebody_insists(fresh: Installation, site: Site) -> None:
    fresh.only("board")
    define(fresh, site, f"politeness: {{delay: 0s, quiet: '{around_now()}'}}")
    refused = fresh.run("sweep", "board", "--format", "jsonl")
    assert refused.code == 1
    assert refused.events("sweep.refused")[0]["reason"] == "quiet_hours"
    assert fresh.run("sources", "check", "board").code == 1
    assert site.asked == []
    assert fresh.run("sweep", "board", "--now", "--no-send").code == 0
    assert site.asked


def test_the_service_puts_a_sweep_off_and_alarms_nobody(fresh: Installation, site: Site) -> None:
    fresh.only("board")
    define(fresh, site, "schedule: {every: 1h}", f"politeness: {{quiet: '{around_now()}'}}")
    process = fresh.start("run")
    out = process.stdout
    assert out is not None
    line = out.readline()
    process.terminate()
    result = finish(process)
    assert '"sweep.put_off"' in line
    assert '"quiet_hours"' in line
    assert result.code == 0, result.err
    assert site.asked == []
    assert fresh.alerts() == ()


@pytest.mark.parametrize(
    ("terms", "reason", "says"),
    [
        ("crawling: forbidden, note: 規約第8条", "forbidden_by_terms", "規約第8条"),
        ("crawling: unconfirmed", "terms_unconfirmed", "terms.confirmed"),
    ],
)
def test_what_terms_do_not_allow_is_not_swept_by_hand_either(
    fresh: Installation, site: Site, terms: str, reason: str, says: str
) -> None:
    define(fresh, site, "enabled: false", f"terms: {{{terms}}}")
    refused = fresh.run("sweep", "board", "--format", "jsonl")
    assert refused.code == 1
    assert refused.events("sweep.refused")[0]["reason"] == reason
    assert says in refused.err
    assert site.asked == []
