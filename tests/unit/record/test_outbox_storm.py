"""A sweep that finds too much tells of it in one summary, with everything in its thread."""

from __future__ import annotations

import subprocess
import sys

import pytest

from leakwatch.models import Alert, AlertKind, Delivery, Form, Routed, Severity, Source
from leakwatch.record import Record, SweepWriter
from tests.factories import make_alert
from tests.logged import (
    NOW,
    begin,
    day,
    make_finding,
    make_public_source,
    make_report,
    make_sighting,
    sweep,
)
from tests.outboxes import deliver_all, ending, forms, keys, put, taken

BLOG = make_public_source()


def find(writer: SweepWriter, source: Source, *names: str, **changes: object) -> None:
    for name in names:
        page = make_sighting(source, name)
        writer.add(page, (make_finding(page, **changes),), now=NOW)
    writer.flush(NOW)


def names(count: int, *, start: int = 0) -> tuple[str, ...]:
    return tuple(str(number) for number in range(start, start + count))


def test_as_many_as_the_brake_allows_go_out_one_by_one(record: Record) -> None:
    findings = [make_finding(make_sighting(BLOG, name)) for name in names(3)]
    sweep(record, BLOG, *findings, alert_all=True, storm=3)
    assert forms(deliver_all(record)) == [(Form.POST, "findings")] * 3


def test_one_more_and_all_of_them_follow_one_summary(record: Record) -> None:
    findings = [make_finding(make_sighting(BLOG, name)) for name in names(4)]
    sweep(record, BLOG, *findings, alert_all=True, storm=3)
    summary, *rest = deliver_all(record)
    assert (summary.form, summary.alert.kind) == (Form.POST, AlertKind.STORM)
    assert (dict(summary.alert.counts), summary.alert.sweep) == ({"high": 4}, 1)
    assert forms(rest) == [(Form.REPLY, "findings")] * 4
    assert {entry.thread for entry in rest} == {f"C1/{summary.id}"}
    assert {entry.state for entry in record.outbox.list()} == {Delivery.DELIVERED}


def test_what_went_out_before_the_brake_stays_out_and_the_rest_waits_for_the_end(
    record: Record,
) -> None:
    writer = begin(record, BLOG, alert_all=True, storm=3)
    find(writer, BLOG, *names(2))
    find(writer, BLOG, *names(2, start=2))
    find(writer, BLOG, *names(1, start=4))
    assert forms(deliver_all(record)) == [(Form.POST, "findings")] * 2
    writer.finish(make_report(BLOG), now=NOW)
    assert forms(deliver_all(record)) == [
        (Form.POST, "storm"),
        *[(Form.REPLY, "findings")] * 3,
    ]


@pytest.fixture
def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_storm_whose_sweep_was_killed_is_told_all_the_same(record: Record, dead_pid: int) -> None:
    find(begin(record, BLOG, alert_all=True, storm=3), BLOG, *names(5))
    assert deliver_all(record) == []
    with record._database.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE sweep SET holder = ?", (f"{record.outbox._host}/{dead_pid}",)
        )
    assert forms(deliver_all(record)) == [(Form.POST, "storm"), *[(Form.REPLY, "findings")] * 5]


def test_a_storm_is_told_when_the_next_sweep_finds_the_last_one_dead(record: Record) -> None:
    find(begin(record, BLOG, alert_all=True, storm=3), BLOG, *names(5))
    begin(record, BLOG, at=day(1), alert_all=True)
    assert len(deliver_all(record)) == 6


def test_each_channel_has_a_summary_of_what_goes_there(record: Record) -> None:
    def decide(alert: Alert, _now: object) -> Routed:
        grave = alert.findings[0].severity is Severity.CRITICAL
        return Routed(channel="#grave" if grave else "#rest")

    writer = begin(record, BLOG, alert_all=True, storm=3)
    find(writer, BLOG, *names(2), severity=Severity.CRITICAL)
    find(writer, BLOG, *names(3, start=2))
    find(writer, BLOG, *names(1, start=5), severity=Severity.CRITICAL)
    writer.finish(make_report(BLOG), now=NOW)
    told = deliver_all(record, decide=decide)
    storms = [one for one in told if one.alert.kind is AlertKind.STORM]
    assert {one.channel: dict(one.alert.counts) for one in storms} == {
        "#rest": {"high": 3},
        "#grave": {"critical": 1},
    }
    in_threads = {(one.channel, one.alert.findings[0].severity) for one in told if one.thread}
    assert in_threads == {("#rest", Severity.HIGH), ("#grave", Severity.CRITICAL)}


def test_a_summary_that_is_refused_takes_nothing_with_it(record: Record) -> None:
    findings = [make_finding(make_sighting(BLOG, name)) for name in names(4)]
    sweep(record, BLOG, *findings, alert_all=True, storm=3)
    (summary,) = taken(record)
    (first,) = taken(record, ending(summary, Delivery.DEAD, error="x"))
    taken(record, ending(first), limit=0)
    assert forms([first, *deliver_all(record)]) == [(Form.POST, "findings")] * 4


def test_what_waits_under_a_sweep_that_nobody_knows_is_not_left_there(record: Record) -> None:
    put(record, make_alert("a"), gather="storm:99")
    assert keys(deliver_all(record)) == ["storm:99@", "a"]
