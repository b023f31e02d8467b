"""Pages that are watched for themselves: what is told of them, and what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leakwatch.models import Outcome, Selector, SelectorKind, Shows, Source
from tests.servers.behaviours import Page, Site, Turns, serving
from tests.servers.resweeping import (
    WATCHLIST,
    Place,
    Tagged,
    findings,
    make_pages_source,
    told,
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "var")


def watched(site: Site, **changes: Any) -> Source:
    return make_pages_source(
        site.url("/"), kind="page", shows=Shows.PAGE, personal_data=False, **changes
    )


def excerpt(place: Place) -> list[str]:
    with place.record() as record:
        alerts = [entry.alert for entry in record.outbox.list()]
    return [one.excerpt for alert in alerts for one in alert.findings]


def test_a_watched_page_is_told_when_it_changes_and_only_then(place: Place) -> None:
    first = "<title>お知らせ</title><p>一つ目</p><p>閲覧数 1</p><p>2026年4月1日</p>"
    noise = "<title>お知らせ</title><p>一つ目</p><p>閲覧数 90</p><p>2026年4月2日</p>"
    news = noise + "<p>新しい募集を始めました</p>"
    with serving(Site({"/": Turns((Page(first), Page(noise), Page(news), Page(news)))})) as site:
        source = watched(site)
        reports = [place.sweep(source) for _ in range(4)]
    assert [report.outcome for report in reports] == [Outcome.OK] * 4
    assert told(place) == [1001]
    (said,) = excerpt(place)
    assert "新しい募集を始めました" in said
    (finding,) = findings(place)
    assert (finding.kind.value, finding.subject) == ("mention", "company")
    assert finding.missing_since is None
    assert finding.last_seen == reports[-1].started_at


def test_each_change_of_a_watched_page_is_told_also_one_back(place: Place) -> None:
    one, two = Page("<p>甲</p><p>乙</p>"), Page("<p>甲</p><p>丙</p>")
    with serving(Site({"/": Turns((one, two, one, two))})) as site:
        for _ in range(4):
            place.sweep(watched(site))
    assert told(place) == [1001, 1001, 1001]


def test_lines_gone_from_a_watched_page_are_told_by_their_number(place: Place) -> None:
    steps = (Page("<p>甲</p><p>乙</p><p>丙</p>"), Page("<p>甲</p>"))
    with serving(Site({"/": Turns(steps)})) as site:
        for _ in range(2):
            place.sweep(watched(site))
    (said,) = excerpt(place)
    assert "-2" in said


def test_parts_of_a_watched_page_that_its_definition_ignores_are_not_told(place: Place) -> None:
    ignore = (Selector(kind=SelectorKind.CSS, expression=".weather"),)
    steps = tuple(Page(f"<p>甲</p><p class=weather>{each}</p>") for each in ("晴れ", "雨"))
    with serving(Site({"/": Turns(steps)})) as site:
        for _ in range(2):
            place.sweep(watched(site, ignore=ignore))
    assert told(place) == []


def test_another_watchlist_neither_loses_nor_tells_a_watched_page(place: Place) -> None:
    with serving(Site({"/": Tagged("<p>甲</p>")})) as site:
        place.sweep(watched(site))
        for digest in ("two", "three", "four"):
            place.sweep(watched(site), watchlist=replace(WATCHLIST, digest=digest))
    assert told(place) == []
    (finding,) = findings(place)
    assert (finding.status.value, finding.missing_since) == ("new", None)
