"""Casework in `leakwatch run`: staff read an announcement, pages and cases come to their days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.demo_sweep import sweep_on
from leakwatch.app.watch import open_watch
from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER
from leakwatch.demo.slack.people import User
from leakwatch.models import (
    Capture,
    CaptureState,
    Status,
)
from leakwatch.notify.actions import READ
from tests.at_slack import pressable, served
from tests.guild import GUILD, Guild, founded, profile
from tests.installation import Installation
from tests.servers.triaging import Person
from tests.working_day import at_noon, seat

DAY = timedelta(days=1)
#: In no file of the installation, as most of the staff.
COLLEAGUE = "U0COLLEAGUE"
READERS = {LEAD: "firing", REVIEWER: "firing", STRANGER: "substrate", COLLEAGUE: "substrate"}


@pytest.fixture
def guild(tmp_path: Path) -> Iterator[Guild]:
    """Two members of ours; the charter lets their pages be sealed."""
    with founded(tmp_path / "place") as running:
        place = running.place
        place.only(GUILD)
        pressable(place)
        at_noon(place)
        charter = place.config / "charter.yaml"
        charter.write_text(charter.read_text("utf-8") + "seals_captures: true\n", encoding="utf-8")
        running.shows(ours=profile("窒化ケイ素基板も見ます。"), also=profile("LTCCも見ます。"))
        yield running


def captures(place: Installation) -> dict[int, Capture]:
    with place.record() as record:
        return {one.finding: one for one in record.captures.list()}


def test_what_the_calendar_wants_is_proposed_published_by_two_and_read_by_the_staff(
    fresh: Installation,
) -> None:
    fresh.only()
    pressable(fresh)
    day: date = at_noon(fresh) + 3 * DAY
    fresh.edit("casework.yaml", "smallest_group: 3", "smallest_group: 2")
    fresh.edit("casework.yaml", ", ionics: 24, quality: 60", "")
    fresh.slack.workspace.users.append(User(id=COLLEAGUE, name="colleague"))
    path = fresh.config / "casework.yaml"
    entry = f"  calendar: [{{month: {day.month}, day: {day.day}, title: 周知}}]\n"
    path.write_text(path.read_text("utf-8") + entry, encoding="utf-8")
    assert fresh.run("db", "upgrade").code == 0
    with served(fresh):
        fresh.slack.wait_for(lambda: fresh.rows("SELECT 1 FROM letter WHERE about = 'A-1'"))
        for who, act in (("hanako", "approve"), ("taro", "publish")):
            seat(fresh, who)
            done = fresh.run("awareness", act, "A-1")
            assert done.code == 0, done.err
        (told,) = fresh.slack.wait_for(
            lambda: [one for one in fresh.messages() if READ in str(one["blocks"])]
        )
        for user, division in READERS.items():
            reader = Person(fresh.slack, user, str(told["ts"]))
            view = reader.opens(READ)
            reader.submits(view, division=division)
            assert "you are counted" in reader.hears()
        again = Person(fresh.slack, LEAD, str(told["ts"]))
        again.press(READ)
        fresh.slack.wait_for(lambda: "counted before" in again.told()[-1])
        counted = fresh.run("awareness", "counts", "A-1", "--format", "jsonl")
    assert counted.code == 0, counted.err
    *groups, everybody = counted.lines
    assert (everybody["all"], everybody["readers"]) == (True, 4)
    assert {tuple(one["divisions"]): one["readers"] for one in groups} == {
        ("firing",): 2,
        ("substrate",): 2,
    }
    for user in READERS:
        assert user not in json.dumps(fresh.rows("SELECT * FROM audit"))


def test_pages_nobody_confirmed_are_deleted_by_the_service_when_their_days_are_over(
    guild: Guild,
) -> None:
    place, then = guild.place, datetime.now(UTC) - 15 * DAY
    sweep_on(place.config, GUILD, at=then)
    with open_watch(place.config, environ={}, now=then + DAY) as watch:
        one, other = watch.record.findings.list(source=GUILD)
        watch.record.findings.set_status(
            one.number,
            Status.CONFIRMED,
            "confirm",
            actor="taro",
            reason="登録を確認",
            until=None,
            now=then + DAY,
        )
    before = captures(place)
    assert (before[one.number].state, before[other.number].state) == (
        CaptureState.KEPT,
        CaptureState.SEALED,
    )
    with served(place):
        place.slack.wait_for(lambda: captures(place)[other.number].state is not CaptureState.SEALED)
    after = captures(place)
    assert (after[other.number].why, after[other.number].sha256) == ("expired", "")
    assert after[one.number] == before[one.number]
    assert len(place.rows("SELECT id FROM attachment")) == 1
    assert place.run("evidence", "verify").code == 0
