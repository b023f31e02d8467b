"""Numbers of a time, out of the log: nothing twice, nothing from outside it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from leakwatch.models import Kind, Outcome, Severity, Status
from leakwatch.record import Record
from leakwatch.record.figures import blind_time
from tests.logged import (
    NOW,
    give_verdict,
    make_finding,
    make_sighting,
    make_source,
    sweep,
)

HOUR = timedelta(hours=1)


def hours(*numbers: int) -> tuple[datetime, ...]:
    return tuple(NOW + number * HOUR for number in numbers)


def ends(*told: tuple[int, Outcome]) -> list[tuple[datetime, str]]:
    return [(NOW + at * HOUR, outcome.value) for at, outcome in told]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], 0),
        ([(1, Outcome.OK), (2, Outcome.NONE)], 0),
        ([(1, Outcome.FAILED), (3, Outcome.OK)], 2),
        ([(1, Outcome.BLOCKED), (2, Outcome.CHANGED), (5, Outcome.NONE)], 4),
        ([(1, Outcome.FAILED), (2, Outcome.PARTIAL), (4, Outcome.OK)], 3),
        ([(1, Outcome.PARTIAL), (4, Outcome.OK)], 0),
        ([(8, Outcome.FAILED)], 2),
        ([(-5, Outcome.FAILED), (3, Outcome.OK)], 3),
        ([(-5, Outcome.FAILED), (-3, Outcome.OK)], 0),
        ([(1, Outcome.FAILED), (2, Outcome.OK), (4, Outcome.FAILED), (7, Outcome.OK)], 4),
    ],
    ids=[
        "none",
        "always seen",
        "once blind",
        "several in a row",
        "a part ends nothing",
        "a part begins nothing",
        "to the end",
        "from before",
        "before only",
        "twice",
    ],
)
def test_blind_time_lasts_from_a_sweep_that_saw_nothing_to_the_next_clean_one(
    told: list[tuple[int, Outcome]], expected: int
) -> None:
    begin, end = hours(0, 10)
    assert blind_time(ends(*told), begin, end) == expected * HOUR


def test_a_finding_is_counted_where_it_was_first_seen_with_the_time_it_waited(
    record: Record,
) -> None:
    finding = make_finding(make_sighting(make_source()))
    sweep(record, make_source(), finding, at=NOW)
    (new,) = record.figures.found(NOW, NOW + HOUR)
    assert (new.kind, new.severity) == (Kind(finding.kind), Severity(finding.severity))
    assert new.waited is None
    assert record.figures.found(NOW + HOUR, NOW + 2 * HOUR) == ()
    assert record.figures.found(NOW - HOUR, NOW) == ()
    give_verdict(record, Status.TAKEN, now=NOW + 3 * HOUR)
    give_verdict(record, Status.CONFIRMED, now=NOW + 9 * HOUR)
    (looked,) = record.figures.found(NOW, NOW + HOUR)
    assert looked.waited == 3 * HOUR


def test_sweeps_of_the_time_are_counted_and_sources_from_before_are_known(
    record: Record,
) -> None:
    sweep(record, make_source(), at=NOW)
    (swept,) = record.figures.swept(NOW - HOUR, NOW + HOUR)
    assert (swept.source, swept.sweeps) == ("platform", 1)
    (before,) = record.figures.swept(NOW + HOUR, NOW + 2 * HOUR)
    assert (before.sweeps, before.clean) == (0, 0)


def test_an_empty_record_has_no_figures(record: Record) -> None:
    assert record.figures.found(NOW, NOW + HOUR) == ()
    assert record.figures.swept(NOW, NOW + HOUR) == ()
    assert record.figures.acts(NOW, NOW + HOUR) == {}


def test_what_was_entered_in_the_audit_trail_is_counted_by_act(record: Record) -> None:
    for _ in range(2):
        record.audit.append("finding.reveal", actor="taro", subject="F-1", reason=None, now=NOW)
    assert record.figures.audited(NOW, NOW + HOUR) == {"finding.reveal": 2}
    assert record.figures.audited(NOW + HOUR, NOW + 2 * HOUR) == {}
