from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.models import (
    AlertKind,
    EntryKind,
    Outcome,
    Severity,
    Watchlist,
)
from leakwatch.record import Record
from tests.logged import (
    NOW,
    WATCHLIST,
    after_baseline,
    begin,
    day,
    drain,
    make_finding,
    make_hit,
    make_public_source,
    make_secret,
    make_sighting,
    make_source,
    only,
    sweep,
    told,
)
from tests.sample_watch import WATCHLIST as OF_THE_ROSTER

SOURCE = make_source()
PAGE = make_sighting(SOURCE)


def test_a_first_sweep_is_a_baseline_with_one_summary(record: Record) -> None:
    findings = [make_finding(make_sighting(SOURCE, str(number))) for number in range(3)]
    grave = make_finding(make_sighting(SOURCE, "9"), severity=Severity.CRITICAL)
    report = sweep(record, SOURCE, *findings, grave)
    (entry,) = record.outbox.list()
    assert report.baseline
    assert report.new_findings == 4
    assert entry.alert.kind is AlertKind.BASELINE
    assert dict(entry.alert.counts) == {"critical": 1, "high": 3}


def test_a_baseline_without_findings_says_that_the_source_is_watched(record: Record) -> None:
    sweep(record, SOURCE, report={"outcome": Outcome.NONE})
    (entry,) = record.outbox.list()
    assert entry.alert.kind is AlertKind.BASELINE
    assert dict(entry.alert.counts) == {}


def test_alert_all_turns_the_baseline_off(record: Record) -> None:
    report = sweep(record, SOURCE, make_finding(PAGE), alert_all=True)
    assert not report.baseline
    assert drain(record) == [AlertKind.FINDINGS]


def test_a_baseline_can_be_ordered_for_a_known_source(record: Record) -> None:
    after_baseline(record)
    sweep(record, SOURCE, make_finding(PAGE), at=day(1), baseline=True)
    assert drain(record) == [AlertKind.BASELINE]


def test_an_unclean_first_sweep_stays_a_baseline_next_time(record: Record) -> None:
    sweep(record, SOURCE, report={"outcome": Outcome.BLOCKED})
    assert drain(record) == [AlertKind.HEALTH]
    assert sweep(record, SOURCE, make_finding(PAGE), at=day(1)).baseline
    assert sorted(drain(record)) == [AlertKind.BASELINE, AlertKind.HEALTH]
    assert not sweep(record, SOURCE, make_finding(PAGE), at=day(2)).baseline


def test_a_baseline_counts_what_a_killed_sweep_had_stored(record: Record) -> None:
    killed = begin(record, SOURCE)
    killed.add(PAGE, (make_finding(PAGE),), now=NOW)
    killed.flush(NOW)
    sweep(record, SOURCE, make_finding(PAGE), make_finding(make_sighting(SOURCE, "18")), at=day(1))
    (entry,) = record.outbox.list()
    assert dict(entry.alert.counts) == {"high": 2}


def test_a_new_finding_after_the_baseline_is_one_alert(record: Record) -> None:
    after_baseline(record)
    sweep(record, SOURCE, make_finding(PAGE), at=day(1))
    (alert,) = told(record)
    (news,) = alert.findings
    assert (news.number, news.reopened, news.new_entries) == (1001, False, ())
    assert news.reasons == (("employer_named", 2.0),)
    assert alert.url is None


def test_one_sighting_goes_out_as_one_alert_gravest_first(record: Record) -> None:
    after_baseline(record)
    findings = [
        make_finding(PAGE, severity=Severity.LOW, subject="company"),
        make_finding(PAGE, severity=Severity.CRITICAL),
        make_finding(PAGE, severity=Severity.HIGH, subject="term:T1", score=0.7),
        make_finding(PAGE, severity=Severity.HIGH, subject="term:T2", score=0.9),
    ]
    sweep(record, SOURCE, *findings, at=day(1))
    (alert,) = told(record)
    subjects = [finding.subject for finding in alert.findings]
    assert subjects == ["unknown", "term:T2", "term:T1", "company"]


def test_a_known_finding_is_not_told_again_beside_a_new_one(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, make_finding(PAGE), make_finding(PAGE, subject="company"), at=day(1))
    (alert,) = told(record)
    assert [finding.subject for finding in alert.findings] == ["company"]


def test_an_alert_goes_to_the_channel_of_its_source(record: Record) -> None:
    source = make_source(channel="#experts")
    sweep(record, source, make_finding(PAGE), alert_all=True)
    assert record.outbox.list()[0].alert.channel == "#experts"


@pytest.mark.parametrize(
    ("source", "secret", "shown"),
    [
        (make_public_source(), False, True),
        (make_public_source(), True, False),
        (make_source("blog"), False, False),
    ],
    ids=["public", "public with a secret", "personal data"],
)
def test_only_what_is_not_confidential_shows_its_address(
    record: Record, source: Any, secret: bool, shown: bool
) -> None:
    page = make_sighting(source)
    finding = make_secret(page) if secret else make_finding(page)
    sweep(record, source, finding, alert_all=True)
    assert (record.outbox.list()[0].alert.url is not None) is shown
    assert (only(record).url is not None) is shown
    assert only(record).confidential is not shown


def test_an_address_that_names_somebody_is_sealed_with_its_finding(record: Record) -> None:
    source = make_public_source()
    page = make_sighting(
        source, url="https://blog.example/users/%E9%AB%98%E7%80%AC%E6%B6%BC%E5%AD%90"
    )
    watched = replace(WATCHLIST, people=OF_THE_ROSTER.people)
    sweep(record, source, make_finding(page), alert_all=True, watchlist=watched)
    (entry,) = record.outbox.list()
    assert entry.alert.url is None
    assert (only(record).confidential, only(record).url) == (True, None)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "person:E012"},
        {"hits": (make_hit("東雲", entry="E012", entry_kind=EntryKind.PERSON),)},
    ],
    ids=["subject", "hit"],
)
def test_a_person_on_a_public_page_is_confidential(record: Record, change: dict[str, Any]) -> None:
    source = make_public_source()
    sweep(record, source, make_finding(make_sighting(source), **change))
    assert only(record).confidential


@pytest.mark.parametrize(
    "change",
    [{"watchlist": replace(WATCHLIST, digest="watchlist-2")}, {"rules_digest": "rules-2"}],
    ids=["watchlist", "rules"],
)
def test_a_changed_watchlist_brings_one_summary_and_critical_ones_at_once(
    record: Record, change: dict[str, Any]
) -> None:
    after_baseline(record)
    findings = [
        make_finding(make_sighting(SOURCE, "1")),
        make_finding(make_sighting(SOURCE, "2"), severity=Severity.LOW),
        make_finding(make_sighting(SOURCE, "3"), severity=Severity.CRITICAL),
    ]
    sweep(record, SOURCE, *findings, at=day(1), **change)
    at_once, summary = told(record)
    assert (at_once.kind, summary.kind) == (AlertKind.FINDINGS, AlertKind.REVIEW)
    assert dict(summary.counts) == {"high": 1, "low": 1}
    sweep(record, SOURCE, make_finding(PAGE), at=day(2), **change)
    assert drain(record) == [AlertKind.FINDINGS]


def test_a_finding_carries_the_versions_it_was_judged_by_last(record: Record) -> None:
    after_baseline(record, make_finding(PAGE, charter_version="charter-1"))
    newer: Watchlist = replace(WATCHLIST, digest="watchlist-2")
    sweep(record, SOURCE, make_finding(PAGE, score=0.9), at=day(1), watchlist=newer)
    assert only(record).watchlist_digest == "watchlist-2"
    assert only(record).score == 0.9
    assert only(record).charter_version is None
    assert drain(record) == []


def test_health_is_told_once_when_a_source_goes_blind_and_once_when_it_sees(
    record: Record,
) -> None:
    after_baseline(record)
    outcomes = [Outcome.CHANGED, Outcome.BLOCKED, Outcome.OK, Outcome.NONE]
    health = []
    for number, outcome in enumerate(outcomes, start=1):
        sweep(record, SOURCE, at=day(number), report={"outcome": outcome})
        health.append([dict(alert.counts) for alert in told(record)])
    assert health == [[{"changed": 1}], [], [{"ok": 1}], []]


def test_a_killed_sweep_counts_as_failed_and_leaves_health_alone(record: Record) -> None:
    after_baseline(record)
    begin(record, SOURCE, at=day(1))
    sweep(record, SOURCE, at=day(2))
    outcomes = [(report.outcome, report.reasons) for report in record.sweeps.history("platform")]
    assert outcomes == [(Outcome.OK, ()), (Outcome.FAILED, ("interrupted",)), (Outcome.OK, ())]
    assert drain(record) == []


def test_a_sweep_that_came_to_no_report_makes_its_source_blind_once(record: Record) -> None:
    after_baseline(record)
    health = []
    for number in (1, 2):
        record.sweeps.fell(SOURCE, why="died", now=day(number))
        health.append([(alert.kind, dict(alert.counts)) for alert in told(record)])
    sweep(record, SOURCE, at=day(3))
    health.append([(alert.kind, dict(alert.counts)) for alert in told(record)])
    assert health == [[(AlertKind.HEALTH, {"failed": 1})], [], [(AlertKind.HEALTH, {"ok": 1})]]
    last = record.sweeps.history("platform")[1]
    assert (last.outcome, last.reasons, last.pages) == (Outcome.FAILED, ("died",), 0)
    assert record.verify() == ()


def test_a_source_whose_first_sweep_died_still_gets_its_baseline(record: Record) -> None:
    record.sweeps.fell(SOURCE, why="died", now=NOW)
    drain(record)
    sweep(record, SOURCE, make_finding(PAGE), at=day(1))
    assert AlertKind.BASELINE in [alert.kind for alert in told(record)]


def test_the_record_knows_its_latest_time(record: Record) -> None:
    assert record.newest() is None
    record.sweeps.fell(SOURCE, why="died", now=day(2))
    record.audit.append("x", actor="R01", subject="y", reason=None, now=day(1))
    assert record.newest() == day(2)
