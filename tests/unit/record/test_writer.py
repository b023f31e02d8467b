from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from leakwatch.models import (
    AlertKind,
    Finding,
    Kind,
    Sighting,
)
from leakwatch.record import Record
from tests.logged import (
    NOW,
    acts,
    after_baseline,
    begin,
    day,
    drain,
    make_finding,
    make_public_source,
    make_report,
    make_sighting,
    make_source,
    only,
    sweep,
)

SOURCE = make_source()
PAGE = make_sighting(SOURCE)


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
