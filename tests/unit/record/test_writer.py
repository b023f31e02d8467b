from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from leakwatch.models import (
    Alert,
    AlertKind,
    EntryKind,
    Finding,
    Kind,
    LoggedFinding,
    Outcome,
    Severity,
    Sighting,
    Status,
    Watchlist,
)
from leakwatch.record import Record
from tests.logged import (
    NOW,
    WATCHLIST,
    begin,
    day,
    make_finding,
    make_hit,
    make_public_source,
    make_report,
    make_secret,
    make_sighting,
    make_source,
    sweep,
)

SOURCE = make_source()
PAGE = make_sighting(SOURCE)
FEED = make_source("feed", kind="feed")


def after_baseline(record: Record, *findings: Finding, source: Any = SOURCE) -> None:
    """A clean first sweep, its summary out of the way."""
    sweep(record, source, *findings)
    drain(record)


def told(record: Record) -> list[Alert]:
    """The alerts that wait, as delivered."""
    entries = record.outbox.claim(day(100), 1_000)
    for entry in entries:
        record.outbox.delivered(entry.id, "C1/1", day(100))
    return [entry.alert for entry in entries]


def drain(record: Record) -> list[AlertKind]:
    return [alert.kind for alert in told(record)]


def only(record: Record) -> LoggedFinding:
    (finding,) = record.findings.list()
    return finding


def acts(record: Record, number: int = 1001) -> list[str]:
    return [entry.act for entry in record.findings.history(number)]


def decide(record: Record, status: Status, verdict: str = "", **changes: Any) -> None:
    given: dict[str, Any] = {"actor": "R01", "reason": "調べた", "until": None, "now": day(1)}
    record.findings.set_status(1001, status, verdict or status.value, **(given | changes))


def test_findings_are_numbered_from_1001(record: Record) -> None:
    other = make_sighting(SOURCE, "18")
    sweep(record, SOURCE, make_finding(PAGE), make_finding(other))
    assert [finding.label for finding in record.findings.list()] == ["F-1001", "F-1002"]


def test_a_finding_keeps_its_number_however_often_it_is_seen(record: Record) -> None:
    for number in range(4):
        sweep(record, SOURCE, make_finding(PAGE), at=day(number))
    assert only(record).number == 1001
    assert only(record).first_seen == day(0)
    assert only(record).last_seen == day(3)
    assert acts(record) == ["found"]


@pytest.mark.parametrize(
    "other",
    [
        make_finding(PAGE, kind=Kind.MENTION),
        make_finding(PAGE, subject="person:E012"),
        make_finding(make_sighting(SOURCE, "18")),
    ],
    ids=["kind", "subject", "sighting"],
)
def test_another_kind_subject_or_sighting_is_another_finding(
    record: Record, other: Finding
) -> None:
    sweep(record, SOURCE, make_finding(PAGE), other)
    assert len(record.findings.list()) == 2


def test_the_same_identity_on_another_source_is_another_finding(record: Record) -> None:
    elsewhere = make_source("board")
    sweep(record, SOURCE, make_finding(PAGE))
    sweep(record, elsewhere, make_finding(make_sighting(elsewhere)))
    assert len(record.findings.list()) == 2


def test_a_sighting_without_a_finding_is_never_stored(record: Record) -> None:
    writer = begin(record, SOURCE)
    writer.add(PAGE, (), now=NOW)
    report = writer.finish(make_report(SOURCE), now=NOW)
    assert report.findings == 0
    assert record.findings.list() == ()


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


def test_text_that_changes_elsewhere_on_the_page_moves_only_last_seen(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    decide(record, Status.DISMISSED, "namesake")
    edited = replace(PAGE, text="31件以上", content_hash="hash-2")
    sweep(record, SOURCE, make_finding(edited), at=day(1))
    assert only(record).status is Status.DISMISSED
    assert only(record).verdict == "namesake"
    assert acts(record) == ["found", "namesake", "edited"]
    assert told(record) == []


def test_an_edited_page_is_kept_as_it_is_now(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, make_finding(replace(PAGE, title="新", content_hash="hash-2")), at=day(1))
    assert record.findings.get(1001, reveal=True).title == "新"


@pytest.mark.parametrize(
    "status",
    [Status.NEW, Status.CONFIRMED, Status.DISMISSED, Status.APPROVED, Status.CLOSED],
    ids=lambda status: status.value,
)
def test_a_new_member_opens_a_finding_whatever_was_decided(record: Record, status: Status) -> None:
    after_baseline(record, make_finding(PAGE))
    decide(record, status)
    more = make_finding(PAGE, hits=(make_hit(), make_hit("窯", entry="T02")))
    sweep(record, SOURCE, more, at=day(1))
    (alert,) = told(record)
    (news,) = alert.findings
    assert only(record).status is Status.NEW
    assert (news.reopened, news.new_entries) == (True, ("T02",))
    assert record.findings.history(1001)[-1].entries == ("T02",)


def test_a_member_that_was_there_before_opens_nothing_when_it_comes_back(record: Record) -> None:
    after_baseline(record, make_finding(PAGE, "甲", "乙"))
    decide(record, Status.DISMISSED)
    sweep(record, SOURCE, make_finding(PAGE, "甲"), at=day(1))
    sweep(record, SOURCE, make_finding(PAGE, "甲", "乙"), at=day(2))
    assert only(record).status is Status.DISMISSED
    assert told(record) == []


def test_each_opening_is_an_alert_of_its_own(record: Record) -> None:
    after_baseline(record, make_finding(PAGE, "甲"))
    sweep(record, SOURCE, make_finding(PAGE, "甲", "乙"), at=day(1))
    sweep(record, SOURCE, make_finding(PAGE, "甲", "乙", "丙"), at=day(2))
    assert drain(record) == [AlertKind.FINDINGS, AlertKind.FINDINGS]


def test_a_snooze_ends_at_the_next_sight_after_its_day(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    decide(record, Status.SNOOZED, until=day(5))
    sweep(record, SOURCE, make_finding(PAGE), at=day(4))
    assert only(record).status is Status.SNOOZED
    sweep(record, SOURCE, make_finding(PAGE), at=day(5))
    assert only(record).status is Status.NEW
    assert only(record).snoozed_until is None
    assert drain(record) == [AlertKind.FINDINGS]


def test_what_two_clean_sweeps_do_not_see_is_missing_and_then_gone(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1))
    assert only(record).missing_since == day(1)
    assert only(record).status is Status.NEW
    sweep(record, SOURCE, at=day(2))
    assert only(record).status is Status.GONE
    assert only(record).missing_since == day(1)
    sweep(record, SOURCE, at=day(3))
    assert acts(record) == ["found", "missing", "gone"]


@pytest.mark.parametrize(
    "report",
    [
        {"outcome": Outcome.PARTIAL},
        {"outcome": Outcome.BLOCKED},
        {"outcome": Outcome.OK, "reasons": ("page_limit",)},
    ],
    ids=["partial", "blocked", "page limit"],
)
def test_a_sweep_that_did_not_see_everything_makes_nothing_missing(
    record: Record, report: dict[str, Any]
) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1), report=report)
    assert only(record).missing_since is None


@pytest.mark.parametrize(
    "source",
    [make_source(kind="feed"), make_source(kind="sitemap", since_days=30)],
    ids=["feed", "sitemap by date"],
)
def test_sources_that_scroll_make_nothing_missing(record: Record, source: Any) -> None:
    after_baseline(record, make_finding(PAGE), source=source)
    sweep(record, source, at=day(1))
    sweep(record, source, at=day(2))
    assert only(record).missing_since is None
    assert only(record).status is Status.NEW


def test_what_was_missing_once_comes_back_as_it_was(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    decide(record, Status.CONFIRMED)
    sweep(record, SOURCE, at=day(1))
    sweep(record, SOURCE, make_finding(PAGE), at=day(2))
    assert only(record).status is Status.CONFIRMED
    assert only(record).missing_since is None
    assert acts(record)[-2:] == ["missing", "returned"]


@pytest.mark.parametrize(
    ("before", "after", "alerts"),
    [
        (Status.CONFIRMED, Status.NEW, 1),
        (Status.NEW, Status.NEW, 1),
        (Status.DISMISSED, Status.DISMISSED, 0),
        (Status.APPROVED, Status.APPROVED, 0),
    ],
    ids=str,
)
def test_who_comes_back_after_he_was_gone_is_news_unless_he_was_harmless(
    record: Record, before: Status, after: Status, alerts: int
) -> None:
    after_baseline(record, make_finding(PAGE))
    decide(record, before)
    for number in (1, 2):
        sweep(record, SOURCE, at=day(number))
    assert only(record).status is Status.GONE
    sweep(record, SOURCE, make_finding(PAGE), at=day(3))
    assert only(record).status is after
    assert acts(record)[-1] == "returned"
    assert len(told(record)) == alerts


def test_a_case_closed_as_gone_opens_when_the_registration_returns(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    for number in (1, 2):
        sweep(record, SOURCE, at=day(number))
    decide(record, Status.CLOSED, "close")
    sweep(record, SOURCE, make_finding(PAGE), at=day(3))
    assert only(record).status is Status.NEW
    assert drain(record) == [AlertKind.FINDINGS]


def test_a_page_that_stays_without_its_words_goes_missing(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    writer = begin(record, SOURCE, at=day(1))
    writer.add(PAGE, (), now=day(1))
    writer.finish(make_report(SOURCE), now=day(1))
    assert only(record).missing_since == day(1)


def test_a_page_that_stays_is_not_missing_because_we_look_for_something_else(
    record: Record,
) -> None:
    after_baseline(record, make_finding(PAGE))
    without = replace(WATCHLIST, digest="watchlist-2")
    writer = begin(record, SOURCE, at=day(1), watchlist=without)
    writer.add(PAGE, (), now=day(1))
    writer.finish(make_report(SOURCE), now=day(1))
    assert only(record).missing_since is None


def test_a_page_that_goes_is_missing_whatever_we_look_for(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1), watchlist=replace(WATCHLIST, digest="watchlist-2"))
    assert only(record).missing_since == day(1)


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


def test_a_dry_run_writes_nothing(record: Record) -> None:
    report = sweep(record, SOURCE, make_finding(PAGE), dry_run=True)
    assert (report.findings, report.dry_run) == (1, True)
    assert record.findings.list() == ()
    assert record.outbox.list() == ()
    assert record.sweeps.history("platform") == ()


def test_a_page_seen_twice_in_one_sweep_is_one_finding(record: Record) -> None:
    writer = begin(record, SOURCE, alert_all=True)
    for _ in range(3):
        writer.add(PAGE, (make_finding(PAGE),), now=NOW)
    writer.finish(make_report(SOURCE), now=NOW)
    assert acts(record) == ["found"]
    assert drain(record) == [AlertKind.FINDINGS]


def test_a_finding_judged_twice_is_stored_once(record: Record) -> None:
    sweep(record, SOURCE, make_finding(PAGE), make_finding(PAGE))
    assert only(record).number == 1001


def test_findings_wait_only_seconds_for_others(record: Record) -> None:
    writer = begin(record, SOURCE)
    writer.add(PAGE, (make_finding(PAGE),), now=NOW)
    assert record.findings.list() == ()
    writer.add(make_sighting(SOURCE, "18"), (), now=NOW + timedelta(seconds=6))
    assert len(record.findings.list()) == 1


def test_a_full_batch_is_committed_at_once(record: Record) -> None:
    writer = begin(record, SOURCE)
    for number in range(250):
        page = make_sighting(SOURCE, str(number))
        writer.add(page, (make_finding(page),), now=NOW)
    assert len(record.findings.list()) == 200
    writer.finish(make_report(SOURCE), now=NOW)
    numbers = [finding.number for finding in record.findings.list()]
    assert numbers == list(range(1001, 1251))


@pytest.mark.parametrize(
    "hostile",
    [
        {"title": "a\0b"},
        {"title": "\ud800"},
        {"url": "https://platform.example/\udcff"},
        {"identity": "\ud83d"},
        {"title": "x" * 1_000_000},
    ],
    ids=["NUL", "lone surrogate", "surrogate in the address", "in the identity", "huge title"],
)
@pytest.mark.parametrize("source", [SOURCE, make_public_source()], ids=["sealed", "clear"])
def test_what_no_database_takes_is_stored_all_the_same(
    record: Record, source: Any, hostile: dict[str, str]
) -> None:
    page: Sighting = replace(make_sighting(source), **hostile)  # type: ignore[arg-type]
    sweep(record, source, make_finding(page), alert_all=True)
    assert record.findings.get(1001, reveal=True).title is not None
    assert drain(record) == [AlertKind.FINDINGS]


def test_a_sweep_reports_what_was_seen_and_what_was_new(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    new = make_finding(make_sighting(SOURCE, "18"))
    report = sweep(
        record, SOURCE, make_finding(PAGE), new, at=day(1), report={"errors": {"http_404": 2}}
    )
    assert (report.findings, report.new_findings) == (2, 1)
    assert record.sweeps.history("platform")[0] == report
