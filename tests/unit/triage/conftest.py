"""A stand-in Slack, a record with one finding, and triage between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leakwatch.config import SlackSettings
from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER, SlackStandIn, Workspace
from leakwatch.record import Record, open_record
from tests.logged import NOW, after_baseline, make_finding, make_sighting, make_source
from tests.servers.triaging import Lent, Person, Triage, make_settings, post_finding


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace()) as stand_in:
        yield stand_in


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """F-1001 is new."""
    with open_record(tmp_path / "state", sealing_key=None, now=NOW) as opened:
        after_baseline(opened, make_finding(make_sighting(make_source())))
        yield opened


@pytest.fixture
def lent(slack: SlackStandIn, record: Record, tmp_path: Path) -> Lent:
    settings = SlackSettings(token=slack.token, channel="#leakwatch", base_url=slack.api_url)
    return Lent(settings=make_settings(tmp_path, settings), record=record)


@pytest.fixture
def triage(slack: SlackStandIn, lent: Lent) -> Iterator[Triage]:
    with Triage(slack, lent) as running:
        yield running


@pytest.fixture
def ts(slack: SlackStandIn) -> str:
    return post_finding(slack)


@pytest.fixture
def lead(slack: SlackStandIn, ts: str) -> Person:
    return Person(slack, LEAD, ts)


@pytest.fixture
def reviewer(slack: SlackStandIn, ts: str) -> Person:
    return Person(slack, REVIEWER, ts)


@pytest.fixture
def stranger(slack: SlackStandIn, ts: str) -> Person:
    return Person(slack, STRANGER, ts)
