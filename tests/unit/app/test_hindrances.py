"""What keeps a source from being swept, and what bounds the crawl of one that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from leakwatch.app.hindrances import Meter, bounds_for, lasting, passing
from leakwatch.crawl import Counts
from leakwatch.models import (
    Crawling,
    Inbox,
    Manual,
    Politeness,
    Quiet,
    Shows,
    Source,
    Terms,
)
from leakwatch.record import Record, open_record

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)  # 18:00 in Tokyo
EVENING = Politeness(quiet=(Quiet(start=17 * 60, end=20 * 60),), per_day=100)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as opened:
        yield opened


def make(**changes: Any) -> Source:
    given: dict[str, Any] = {
        "name": "platform",
        "kind": "directory",
        "start": ("https://platform.example/",),
        "shows": Shows.PROFILE,
    }
    return Source(**(given | changes))


LASTING = [
    ({}, None),
    ({"manual": Manual(reason="規約")}, "manual"),
    ({"terms": Terms(crawling=Crawling.FORBIDDEN)}, "forbidden_by_terms"),
    (
        {"terms": Terms(crawling=Crawling.FORBIDDEN, confirmed=date(2026, 1, 1))},
        "forbidden_by_terms",
    ),
    ({"terms": Terms(crawling=Crawling.UNCONFIRMED)}, "terms_unconfirmed"),
    ({"terms": Terms(crawling=Crawling.UNCONFIRMED, confirmed=date(2026, 1, 1))}, None),
    ({"unset": ("API_KEY",)}, "variable_unset"),
    # a folder with what others sent: nobody is visited
    ({"inbox": Inbox(folder="f"), "terms": Terms(crawling=Crawling.FORBIDDEN)}, None),
]


@pytest.mark.parametrize(("changes", "reason"), LASTING)
def test_what_lasts_has_a_name_and_words(changes: dict[str, Any], reason: str | None) -> None:
    found = lasting(make(**changes))
    assert (found.reason if found else None) == reason
    if found:
        assert "{" not in str(found.refusal())


def test_quiet_hours_pass_and_say_when(record: Record) -> None:
    found = passing(make(politeness=EVENING), record, now=NOW)
    assert found is not None
    assert (found.reason, found.until) == ("quiet_hours", datetime(2026, 4, 1, 11, tzinfo=UTC))
    assert "2026-04-01 20:00" in str(found.refusal())
    assert passing(make(politeness=EVENING), record, now=NOW, in_quiet=True) is None


def test_a_day_that_is_used_up_passes_at_midnight_of_the_source(record: Record) -> None:
    source = make(politeness=Politeness(per_day=100))
    meter = Meter(source, record, lambda: NOW)
    counts = Counts(requests=60)
    meter(counts)
    meter(counts)
    assert bounds_for(source, record, now=NOW).requests == 40
    counts.requests = 100
    meter(counts)
    found = passing(source, record, now=NOW)
    assert found is not None
    assert (found.reason, found.until) == ("daily_budget", datetime(2026, 4, 1, 15, tzinfo=UTC))
    assert passing(source, record, now=datetime(2026, 4, 1, 15, tzinfo=UTC)) is None


def test_a_crawl_ends_where_quiet_hours_begin(record: Record) -> None:
    quiet = make(politeness=Politeness(quiet=(Quiet(start=19 * 60, end=20 * 60),)))
    assert bounds_for(quiet, record, now=NOW).seconds == 3_600
    assert bounds_for(quiet, record, now=NOW, in_quiet=True).seconds is None
    assert bounds_for(make(), record, now=NOW).seconds is None
