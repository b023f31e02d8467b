"""What makes a finding gone, and what of that the log can show afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from leakwatch.models import Answer, Check, Kind, Outcome, Sighting, Status
from leakwatch.record import Record, open_record
from tests.logged import (
    NOW,
    acts,
    after_baseline,
    begin,
    day,
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


@pytest.mark.parametrize(
    ("said", "status", "act"),
    [
        ((Answer.GONE, "http_404"), Status.GONE, "gone"),
        ((Answer.THERE, "http_200"), Status.NEW, "unlisted"),
        ((Answer.UNKNOWN, "http_403"), Status.NEW, "unchecked"),
        (None, Status.NEW, "unchecked"),
    ],
    ids=["gone", "there", "unknown", "never asked"],
)
def test_what_its_page_says_decides_whether_a_finding_is_gone(
    record: Record, said: tuple[Answer, str] | None, status: Status, act: str
) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1), said=said)
    sweep(record, SOURCE, at=day(2), said=said)
    assert only(record).status is status
    assert acts(record) == ["found", "missing", act]


def test_what_could_not_be_asked_is_asked_again_at_the_next_sweep(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1))
    sweep(record, SOURCE, at=day(2), said=(Answer.UNKNOWN, "timeout"))
    sweep(record, SOURCE, at=day(3), said=(Answer.GONE, "http_410"))
    assert only(record).status is Status.GONE
    assert acts(record) == ["found", "missing", "unchecked", "gone"]


def test_the_log_tells_which_sweeps_and_which_check_an_absence_rests_on(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1))
    sweep(record, SOURCE, at=day(2), report={"outcome": Outcome.BLOCKED})
    sweep(record, SOURCE, at=day(3), said=(Answer.UNKNOWN, "timeout"))
    sweep(record, SOURCE, at=day(4))
    absence = record.findings.absence(1001)
    assert absence is not None
    assert [one.sweep for one in absence.sweeps] == [2, 4, 5]
    assert [one.at for one in absence.sweeps] == [
        day(number) + timedelta(minutes=1) for number in (1, 3, 4)
    ]
    assert [(one.answer, one.how) for one in absence.checks] == [
        (Answer.UNKNOWN, "timeout"),
        (Answer.GONE, "http_404"),
    ]
    assert absence.since == day(1)
    assert absence.gone_at == day(4)
    assert absence.proof == Check(answer=Answer.GONE, how="http_404", at=day(4))


def test_who_was_seen_again_has_no_absence(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    assert record.findings.absence(1001) is None
    sweep(record, SOURCE, at=day(1))
    absence = record.findings.absence(1001)
    assert absence is not None
    assert (absence.checks, absence.gone_at, absence.proof) == ((), None, None)
    sweep(record, SOURCE, make_finding(PAGE), at=day(2))
    assert record.findings.absence(1001) is None


def test_only_addresses_that_were_missing_before_are_asked(record: Record) -> None:
    other = make_sighting(SOURCE, "18")
    after_baseline(record, make_finding(PAGE), make_finding(other))
    first = begin(record, SOURCE, at=day(1))
    first.add(other, (make_finding(other),), now=day(1))
    assert first.in_doubt(now=day(1)) == ()
    first.finish(make_report(SOURCE), now=day(1))
    second = begin(record, SOURCE, at=day(2))
    assert second.in_doubt(now=day(2)) == (PAGE.url,)
    second.add(PAGE, (make_finding(PAGE),), now=day(2))
    assert second.in_doubt(now=day(2)) == ()


def test_several_findings_on_one_page_ask_it_once(record: Record) -> None:
    after_baseline(record, make_finding(PAGE), make_finding(PAGE, subject="company"))
    sweep(record, SOURCE, at=day(1))
    assert begin(record, SOURCE, at=day(2)).in_doubt(now=day(2)) == (PAGE.url,)
    sweep(record, SOURCE, at=day(3))
    assert {one.status for one in record.findings.list()} == {Status.GONE}


def test_a_rehearsal_asks_nobody(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1))
    assert begin(record, SOURCE, at=day(2), dry_run=True).in_doubt(now=day(2)) == ()


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Kind.REGISTRATION, Status.NEW), (Kind.LEAK, Status.GONE)],
    ids=["a registration stays one", "a leak is gone"],
)
def test_a_page_that_no_longer_says_it_was_read_by_the_sweep_itself(
    record: Record, kind: Kind, status: Status
) -> None:
    after_baseline(record, make_finding(PAGE, kind=kind))
    for number in (1, 2):
        writer = begin(record, SOURCE, at=day(number))
        writer.add(PAGE, (), now=day(number))
        assert writer.in_doubt(now=day(number)) == ()
        writer.finish(make_report(SOURCE), now=day(number))
    assert only(record).status is status
    assert record.findings.history(1001)[-1].facts[-1] == "not_said"


def test_an_entry_that_shares_its_page_is_gone_when_that_page_no_longer_shows_it(
    record: Record,
) -> None:
    address = "https://platform.example/list?page=1"
    entries = [make_sighting(SOURCE, f"entry {number}", url=address) for number in range(3)]
    after_baseline(record, make_finding(entries[0]))
    for number in (1, 2):
        writer = begin(record, SOURCE, at=day(number))
        for entry in entries[1:]:
            writer.add(entry, (), now=day(number))
        assert writer.in_doubt(now=day(number)) == ()
        writer.finish(make_report(SOURCE), now=day(number))
    assert only(record).status is Status.GONE
    assert record.findings.history(1001)[-1].facts == ("sweep 3", "not_on_page")


def test_a_page_that_goes_by_another_name_now_is_not_gone(record: Record) -> None:
    after_baseline(record, make_finding(PAGE))
    for number in (1, 2):
        writer = begin(record, SOURCE, at=day(number))
        writer.add(make_sighting(SOURCE, "id-17", url=PAGE.url), (), now=day(number))
        assert writer.in_doubt(now=day(number)) == ()
        writer.finish(make_report(SOURCE), now=day(number))
    assert only(record).status is Status.NEW
    assert record.findings.history(1001)[-1].facts == ("sweep 3", "http_200")


def test_a_list_that_grew_shorter_has_no_last_page_to_ask(record: Record) -> None:
    def entry(number: int, page: int) -> Sighting:
        address = f"https://platform.example/list?page={page}"
        return make_sighting(SOURCE, f"entry {number}", url=address)

    after_baseline(record, make_finding(entry(9, 3)))
    for number in (1, 2):
        writer = begin(record, SOURCE, at=day(number))
        for one in range(4):
            writer.add(entry(one, 1 + one // 2), (), now=day(number))
        writer.finish(make_report(SOURCE), now=day(number))
    assert only(record).status is Status.GONE


def test_one_page_that_shows_two_people_makes_no_list_of_the_source(record: Record) -> None:
    shared = [make_sighting(SOURCE, f"{n}", url="https://platform.example/top") for n in (1, 2)]
    own = [make_sighting(SOURCE, f"{number}") for number in range(20, 26)]
    after_baseline(record, make_finding(PAGE))
    sweep(record, SOURCE, at=day(1))
    writer = begin(record, SOURCE, at=day(2))
    for sighting in (*shared, *own):
        writer.add(sighting, (), now=day(2))
    assert writer.in_doubt(now=day(2)) == (PAGE.url,)


def test_without_the_key_nobody_is_asked_for_and_nobody_is_gone(state_dir: Path) -> None:
    blog = make_public_source()
    person = make_finding(make_sighting(blog), subject="person:E012")
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        sweep(record, blog, person)
        sweep(record, blog, at=day(1))
    (state_dir / "key").unlink()
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        writer = begin(record, blog, at=day(2))
        assert writer.in_doubt(now=day(2)) == ()
        writer.finish(make_report(blog), now=day(2))
        assert only(record).status is Status.NEW
        assert acts(record) == ["found", "missing"]
