"""A charter, a watch group or a person's own time ends while something runs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.chartered import charter_due
from leakwatch.app.judging import Judge, Judgement
from leakwatch.app.watch import Watch, open_watch
from leakwatch.config import load_settings
from leakwatch.models import Person
from leakwatch.record import open_record
from tests.logged import make_person
from tests.sample_watch import PEOPLE, WATCHLIST, make_sighting
from tests.unit.config.right import CHARTER, MAIN, write
from tests.watching import watching

#: 2027-03-31 is the charter's last day; in Tokyo it ends at 15:00 UTC.
TOKYO = MAIN + "timezone: Asia/Tokyo\n"
LAST_MINUTE = datetime(2027, 3, 31, 14, 59, tzinfo=UTC)
MIDNIGHT = LAST_MINUTE + timedelta(minutes=1)
GROUPED = CHARTER.replace("2027-03-31", "2028-03-31") + (
    "groups:\n  - {id: chuck, reason: r, until: 2027-03-31, approved_by: hanako}\n"
)
SIGHTING = make_sighting("蒼嶺セラミックス株式会社 静電チャック開発部 主任 林 健", title="林 健")


def subjects(judgement: Judgement) -> set[str]:
    return {finding.subject for finding in judgement.findings}


def judge_over_midnight(watch: Watch, people: tuple[Person, ...] = PEOPLE) -> list[Judgement]:
    without = replace(WATCHLIST, people=(), digest="w0")
    watch = replace(
        watch,
        settings=replace(watch.settings, watchlist=without),
        watchlist=replace(WATCHLIST, people=people),
    )
    judge = Judge(watch, watch.source("experts"), now=LAST_MINUTE)
    return [judge(SIGHTING, None, now=now) for now in (LAST_MINUTE, MIDNIGHT)]


def test_a_running_sweep_stops_watching_by_name_when_the_charter_ends(tmp_path: Path) -> None:
    with watching(tmp_path, {"leakwatch.yaml": TOKYO}, now=LAST_MINUTE) as watch:
        before, after = judge_over_midnight(watch)
    assert "person:E001" in subjects(before)
    assert subjects(after)
    assert not [one for one in subjects(after) if one.startswith("person:")]
    assert {one.charter_version for one in after.findings} == {None}


def test_what_was_judged_without_people_is_judged_again_later(tmp_path: Path) -> None:
    with watching(tmp_path, {"leakwatch.yaml": TOKYO}, now=LAST_MINUTE) as watch:
        _, after = judge_over_midnight(watch)
    assert not after.whole


@pytest.mark.parametrize(
    ("people", "still"),
    [
        pytest.param((replace(PEOPLE[0], group="chuck"), *PEOPLE[1:]), False, id="group"),
        pytest.param((replace(PEOPLE[0], until=date(2027, 3, 31)), *PEOPLE[1:]), False, id="own"),
        pytest.param(PEOPLE, True, id="neither"),
    ],
)
def test_so_it_does_when_a_group_or_a_persons_own_time_ends(
    tmp_path: Path, people: tuple[Person, ...], still: bool
) -> None:
    files = {"leakwatch.yaml": TOKYO, "charter.yaml": GROUPED}
    with watching(tmp_path, files, now=LAST_MINUTE) as watch:
        before, after = judge_over_midnight(watch, people)
    assert "person:E001" in subjects(before)
    assert ("person:E001" in subjects(after)) is still


def installed(directory: Path, people: tuple[Person, ...], charter: str = CHARTER) -> Path:
    config = write(directory / "config", {"leakwatch.yaml": TOKYO, "charter.yaml": charter})
    settings = load_settings(config, environ={}, today=date(2026, 11, 26))
    with open_record(settings.state_dir, sealing_key=None, now=LAST_MINUTE) as record:
        record.people.replace(people, actor="hanako", now=LAST_MINUTE)
    return config


def test_a_charter_ends_at_midnight_where_the_company_is(tmp_path: Path) -> None:
    config = installed(tmp_path, (make_person(),))
    for now, watched in ((LAST_MINUTE, 1), (MIDNIGHT, 0)):
        with open_watch(config, environ={}, now=now) as watch:
            assert len(watch.watchlist.people) == watched
            assert watch.settings.charter.valid is bool(watched)
            assert [one.values.get("until") for one in watch.notices] == (
                [] if watched else ["2027-03-31"]
            )


def test_who_is_left_out_is_counted_in_a_notice(tmp_path: Path) -> None:
    people = (
        make_person("E001"),
        make_person("E002", group="chuck"),
        make_person("E003", until=date(2027, 3, 30)),
        make_person("E004", group="other"),
    )
    config = installed(tmp_path, people, GROUPED)
    with open_watch(config, environ={}, now=MIDNIGHT) as watch:
        assert [one.id for one in watch.watchlist.people] == ["E001"]
        assert [one.values["count"] for one in watch.notices] == [2, 1]


def test_the_service_notes_a_charter_that_was_renewed_while_it_runs(tmp_path: Path) -> None:
    with watching(tmp_path, {"leakwatch.yaml": TOKYO}, now=LAST_MINUTE) as watch:
        assert asyncio.run(charter_due(watch, now=LAST_MINUTE))
        assert not asyncio.run(charter_due(watch, now=MIDNIGHT))
        renewed = CHARTER.replace("2027-03-31", "2028-03-31")
        (tmp_path / "config" / "charter.yaml").write_text(renewed, encoding="utf-8")
        assert asyncio.run(charter_due(watch, now=MIDNIGHT))
        assert [one.by for one in watch.record.charters.list()] == ["leakwatch", "leakwatch"]


def test_a_charter_that_cannot_be_read_is_for_the_commands_to_say(tmp_path: Path) -> None:
    with watching(tmp_path, now=LAST_MINUTE) as watch:
        (tmp_path / "config" / "charter.yaml").write_text("purpose: [", encoding="utf-8")
        assert not asyncio.run(charter_due(watch, now=LAST_MINUTE))
