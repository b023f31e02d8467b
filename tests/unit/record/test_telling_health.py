"""The channel hears when a source goes blind, stays blind, and sees again; once each."""

from __future__ import annotations

from typing import Any

import pytest

from leakwatch.models import Alert, AlertKind, Outcome, Source
from leakwatch.record import Record
from leakwatch.record.alert_json import dump_alert, load_alert
from tests.logged import NOW, after_baseline, begin, day, make_source, sweep, told

SOURCE = make_source()
WALL: dict[str, Any] = {"outcome": Outcome.BLOCKED, "reasons": ("bot_wall",)}
CLEAN: dict[str, Any] = {"outcome": Outcome.NONE}


def alerts(record: Record, *reports: dict[str, Any], source: Source = SOURCE) -> list[list[Alert]]:
    """What each sweep in turn tells, one a day from tomorrow on."""
    heard = []
    for number, report in enumerate(reports, start=1):
        sweep(record, source, at=day(number), report=report)
        heard.append(told(record))
    return heard


def kinds(heard: list[list[Alert]]) -> list[list[AlertKind]]:
    return [[alert.kind for alert in one] for one in heard]


def test_a_source_that_stays_blind_is_told_of_twice_and_once_more_when_it_sees(
    record: Record,
) -> None:
    after_baseline(record)
    heard = alerts(record, WALL, WALL, WALL, WALL, WALL, CLEAN, WALL)
    health, rests = [AlertKind.HEALTH], [AlertKind.QUARANTINE]
    assert kinds(heard) == [health, [], rests, [], [], health, health]


def test_the_alert_says_how_many_sweeps_and_why(record: Record) -> None:
    after_baseline(record)
    timed_out = {"outcome": Outcome.FAILED, "reasons": ("timeout", "canary_unseen")}
    (blind,), _, (rests,) = alerts(record, WALL, timed_out, WALL)
    assert (dict(blind.counts), blind.reasons) == ({"blocked": 1}, ("bot_wall",))
    assert dict(rests.counts) == {"blocked": 2, "failed": 1}
    assert rests.reasons == ("bot_wall", "timeout", "canary_unseen")


def test_the_end_of_a_quarantine_is_said_with_the_news_that_it_sees(record: Record) -> None:
    after_baseline(record)
    *_, (back,) = alerts(record, WALL, WALL, WALL, CLEAN)
    assert (back.kind, back.reasons) == (AlertKind.HEALTH, ("quarantine_ended",))


def test_a_source_that_rests_after_one_sweep_is_told_of_once(record: Record) -> None:
    source = make_source(quarantine_after=1)
    after_baseline(record, source=source)
    assert kinds(alerts(record, WALL, WALL, source=source)) == [[AlertKind.QUARANTINE], []]


def test_a_source_that_sees_a_part_is_blind_but_does_not_rest(record: Record) -> None:
    after_baseline(record)
    part = {"outcome": Outcome.PARTIAL, "reasons": ("timeout",), "sightings": 9}
    assert kinds(alerts(record, part, part, part, part)) == [[AlertKind.HEALTH], [], [], []]


def test_sweeps_that_die_make_a_source_rest_as_well(record: Record) -> None:
    after_baseline(record)
    for number in range(1, 4):
        record.sweeps.fell(SOURCE, why="died", now=day(number))
    assert [alert.kind for alert in told(record)] == [AlertKind.HEALTH, AlertKind.QUARANTINE]


def test_sweeps_that_were_killed_say_nothing_about_the_source(record: Record) -> None:
    after_baseline(record)
    for number in range(1, 5):
        begin(record, SOURCE, at=day(number))
    assert kinds(alerts(record, CLEAN)) == [[]]


@pytest.mark.parametrize("reasons", [(), ("bot_wall", "field_missing:career")])
def test_the_reasons_of_an_alert_are_kept(reasons: tuple[str, ...]) -> None:
    alert = Alert(
        key="k", kind=AlertKind.HEALTH, source="s", channel=None, created_at=NOW, reasons=reasons
    )
    assert load_alert(dump_alert(alert)) == alert
    older = {name: value for name, value in dump_alert(alert).items() if name != "reasons"}
    assert load_alert(older).reasons == ()
