from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leakwatch.models import Cause, Finding, Retention, Status, Tombstone
from leakwatch.record import Record
from tests.keepers import TERMS
from tests.logged import (
    NOW,
    acts,
    begin,
    day,
    give_verdict,
    make_finding,
    make_hit,
    make_person,
    make_public_source,
    make_report,
    make_secret,
    make_sighting,
    make_source,
    sweep,
)

PLATFORM, BLOG = make_source(), make_public_source()
LATER = 200


def namesake(platform: bool = True) -> Finding:
    source = PLATFORM if platform else BLOG
    return make_finding(make_sighting(source), subject="person:E012" if platform else "company")


def buried(record: Record, finding: Finding | None = None) -> Tombstone:
    """A dismissed finding whose time is over."""
    finding = finding or namesake()
    source = PLATFORM if finding.sighting.personal_data else BLOG
    sweep(record, source, finding, alert_all=True)
    give_verdict(record, Status.DISMISSED, "namesake")
    run = record.keeping.retain(TERMS, actor="-", now=day(LATER))
    assert run.deleted == {"dismissed": 1}
    (stone,) = record.keeping.tombstones()
    return stone


def test_terms_name_every_class_of_the_configuration() -> None:
    assert set(TERMS.days) == set(Retention.__dataclass_fields__)


@pytest.mark.parametrize("platform", [True, False], ids=["sealed", "in clear"])
def test_what_was_dismissed_and_deleted_is_not_reported_anew(
    record: Record, *, platform: bool
) -> None:
    stone = buried(record, namesake(platform))
    assert (stone.cause, stone.until) == (Cause.RETENTION, date(2029, 10, 17))
    source = PLATFORM if platform else BLOG
    report = sweep(record, source, namesake(platform), at=day(LATER), alert_all=True)
    assert (report.findings, report.new_findings) == (0, 0)
    assert len(record.findings.list()) == 1
    (stone,) = record.keeping.tombstones()
    assert (stone.stopped, stone.stopped_at) == (1, day(LATER))


def test_what_a_tombstone_stopped_is_counted_in_the_sweep_and_shown(record: Record) -> None:
    buried(record)
    report = sweep(record, PLATFORM, namesake(), at=day(LATER))
    assert report.suppressed == 1
    (shown,) = record.suppressed.list(rule="tombstone")
    assert (shown.suppressed.entry, shown.suppressed.matched) == ("T-1", "registration")


def test_a_dry_run_counts_and_changes_nothing(record: Record) -> None:
    buried(record)
    writer = begin(record, PLATFORM, at=day(LATER), dry_run=True)
    finding = namesake()
    writer.add(finding.sighting, (finding,), now=day(LATER))
    report = writer.finish(make_report(PLATFORM, at=day(LATER)), now=day(LATER))
    assert (report.findings, report.suppressed) == (0, 1)
    assert record.keeping.tombstones()[0].stopped == 0


def test_a_new_member_reports_it_and_lifts_the_tombstone(record: Record) -> None:
    buried(record)
    hits = (*namesake().hits, make_hit("紅蓮計画", entry="T08", rule="term"))
    told = replace(namesake(), hits=hits)
    report = sweep(record, PLATFORM, told, at=day(LATER), alert_all=True)
    assert report.new_findings == 1
    (stone,) = record.keeping.tombstones()
    assert stone.lifted_at == day(LATER)
    again = sweep(record, PLATFORM, namesake(), at=day(LATER + 1))
    assert (again.findings, again.suppressed) == (1, 0)
    assert record.findings.get(1002).last_seen == day(LATER + 1)


def test_fewer_members_are_nothing_new(record: Record) -> None:
    hits = (*namesake().hits, make_hit("紅蓮計画", entry="T08", rule="term"))
    buried(record, replace(namesake(), hits=hits))
    assert sweep(record, PLATFORM, namesake(), at=day(LATER)).findings == 0


@pytest.mark.parametrize(
    "other",
    [
        make_finding(make_sighting(PLATFORM, "18"), subject="person:E012"),
        make_finding(make_sighting(PLATFORM), subject="person:E013"),
        make_finding(make_sighting(PLATFORM), subject="unknown"),
    ],
    ids=["other page", "other person", "unknown"],
)
def test_something_else_is_reported(record: Record, other: Finding) -> None:
    buried(record)
    assert sweep(record, PLATFORM, other, at=day(LATER)).new_findings == 1


def test_a_tombstone_ends_on_its_day(record: Record) -> None:
    stone = buried(record)
    after = (stone.until - NOW.date()).days + 1
    assert sweep(record, PLATFORM, namesake(), at=day(after)).new_findings == 1
    record.keeping.retain(TERMS, actor="-", now=day(after))
    assert record.keeping.tombstones() == ()


def test_what_became_confidential_later_is_stopped_all_the_same(record: Record) -> None:
    buried(record, namesake(platform=False))
    kept = replace(make_secret(make_sighting(BLOG)), kind=namesake().kind, subject="company")
    report = sweep(record, BLOG, replace(kept, hits=namesake(platform=False).hits), at=day(LATER))
    assert report.findings == 0


def test_a_request_buries_what_it_deletes_only_where_it_says_so(record: Record) -> None:
    record.people.replace([make_person()], actor="R01", now=NOW)
    sweep(record, PLATFORM, namesake())
    until = date(2027, 1, 1)
    record.people.delete(
        "E012",
        actor="R01",
        reason="本人の請求",
        now=day(1),
        cause=Cause.REQUEST,
        tombstones_until=until,
    )
    assert sweep(record, PLATFORM, namesake(), at=day(2)).findings == 0
    (stone,) = record.keeping.tombstones()
    assert (stone.cause, stone.until, stone.stopped) == (Cause.REQUEST, until, 1)


def test_without_a_tombstone_the_same_is_found_anew(record: Record) -> None:
    record.people.replace([make_person()], actor="R01", now=NOW)
    sweep(record, PLATFORM, namesake())
    record.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    assert sweep(record, PLATFORM, namesake(), at=day(2)).new_findings == 1
    assert acts(record, 1002) == ["found"]


def test_a_tombstone_says_nothing_of_what_was_found(state_dir: Path, record: Record) -> None:
    buried(record, namesake(platform=False))
    with record._database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM tombstone").all()
    written = repr(rows)
    for told in ("https://", "蒼海", "C01", "employer_named", "E012"):
        assert told not in written
