from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from leakwatch.errors import SealError, UsageError
from leakwatch.models import Cause, EntryKind, PackedCapture, Shown, SideJobTerms, Wish
from leakwatch.record import Record, open_record
from leakwatch.record.rows import AuditReasonRow
from tests.keepers import SECRET, open_case
from tests.logged import (
    NOW,
    day,
    make_finding,
    make_hit,
    make_person,
    make_sighting,
    make_source,
    sweep,
)

PLATFORM = make_source()
OTHER = make_person("E013", surname="久我", given="みなと", romaji=())


@pytest.fixture
def known(record: Record) -> Record:
    """Somebody with a finding, a case, a letter and an answer."""
    record.people.replace([make_person(), OTHER], actor="R01", now=NOW)
    hits = (
        make_hit("東雲朔太郎", entry="E012", entry_kind=EntryKind.PERSON),
        make_hit("蒼海マテリアル"),
        make_hit("甲", entry="E013", entry_kind=EntryKind.PERSON),
    )
    finding = make_finding(make_sighting(PLATFORM), subject="person:E012", hits=hits)
    sweep(record, PLATFORM, finding, alert_all=True)
    open_case(record)
    return record


def test_an_export_holds_everything_about_a_person(known: Record) -> None:
    told = known.keeping.export("E012", actor="R01", reason="本人の請求", now=day(1))
    assert told["roster"][0]["surname"] == "東雲"
    assert told["findings"][0]["url"] == "https://platform.example/17"
    assert [line["act"] for line in told["findings"][0]["history"]] == ["found"]
    assert {"case_file", "case_event", "letter", "attachment", "audit"} <= set(told)
    written = json.dumps(told, ensure_ascii=False)
    assert SECRET in written
    assert told["letter_version"][0]["detail"]["body"] == SECRET


def test_why_it_was_held_and_what_was_said_of_side_jobs_goes_with_him(known: Record) -> None:
    terms = SideJobTerms(
        person="E012",
        platform="platform",
        topics=(SECRET,),
        begins=NOW.date(),
        ends=NOW.date(),
        approver="R02",
        reason=SECRET,
    )
    known.side_jobs.enter([terms], actor="R01", reason=SECRET, now=NOW)
    known.keeping.hold("C-1", until=NOW.date(), reason=SECRET, actor="R01", now=NOW)
    known.keeping.release(1, reason=SECRET, actor="R01", now=NOW)
    known.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    assert known.keeping.hold_reason(1, actor="R02", reason="点検", now=day(1)) == ""
    with known._database.reading() as session:
        reasons = [one.reason.open() for one in session.scalars(select(AuditReasonRow))]
    assert SECRET not in reasons


def test_an_export_holds_nothing_about_others(known: Record) -> None:
    told = known.keeping.export("E012", actor="R01", reason="本人の請求", now=day(1))
    entries = {one["entry"] for one in told["findings"][0]["excerpts"]}
    assert entries == {"E012", "C01"}
    assert "久我" not in json.dumps(told, ensure_ascii=False)


def test_an_export_does_not_say_why_something_is_held(known: Record) -> None:
    known.keeping.hold("C-1", until=date(2040, 1, 1), reason="係争の準備", actor="R01", now=NOW)
    told = known.keeping.export("E012", actor="R01", reason="本人の請求", now=day(1))
    assert told["holds"][0]["about"] == "C-1"
    assert [one["act"] for one in told["audit"] if one["subject"].startswith("H-1")] == ["hold.ask"]
    assert "係争の準備" not in json.dumps(told, ensure_ascii=False)


def test_an_export_tells_of_earlier_ones_as_requests_and_not_as_acts_of_reviewers(
    known: Record,
) -> None:
    known.keeping.export("E013", actor="R02", reason="別人の請求", now=day(1))
    known.keeping.export("E012", actor="R01", reason="本人の請求", now=day(1))
    told = known.keeping.export("E012", actor="R01", reason="本人の請求", now=day(2))
    assert "request.export" not in {one["act"] for one in told["audit"]}
    assert [(one["wish"], one["about"]) for one in told["requests"]] == [("export", "person:E012")]
    assert "別人" not in json.dumps(told, ensure_ascii=False)


def test_an_export_holds_his_side_jobs(known: Record) -> None:
    for person in ("E012", "E013"):
        terms = SideJobTerms(
            person=person,
            platform="platform",
            topics=(f"講演 {person}",),
            begins=NOW.date(),
            ends=NOW.date(),
            approver="R02",
            reason="届出",
        )
        known.side_jobs.enter([terms], actor="R01", reason="登録", now=NOW)
    told = known.keeping.export("E012", actor="R01", reason="本人の請求", now=day(1))
    assert [one["detail"]["topics"] for one in told["side_jobs"]] == [["講演 E012"]]
    entered = [one["subject"] for one in told["audit"] if one["act"] == "side_job.enter"]
    assert entered == ["J-1"]
    assert "E013" not in json.dumps(told, ensure_ascii=False)


def test_a_deletion_leaves_nothing_that_an_export_would_show(known: Record) -> None:
    gone = known.people.delete(
        "E012", actor="R01", reason="本人の請求", now=day(1), cause=Cause.REQUEST
    )
    assert gone["findings"] == 1
    assert gone["cases"] == 3
    told = known.keeping.export("E012", actor="R01", reason="確認", now=day(2))
    assert set(told) <= {"audit", "requests", "deletions"}
    assert known.verify() == ()


@pytest.mark.parametrize("about", ["F-1001", "C-1"])
def test_evidence_lies_sealed_and_goes_with_whom_it_shows(
    known: Record, state_dir: Path, about: str
) -> None:
    page = f"<h1>東雲朔太郎</h1>{SECRET}".encode()
    asked = known.captures.ask(1001, about, actor="R01", reason="証拠", now=NOW)
    packed = PackedCapture(content=page, shown=Shown.PRESENT, status=200, quotes=1, present=1)
    known.captures.keep(asked.number, packed, actor="R01", now=NOW)
    with known._database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT detail FROM attachment").all()
    tokens = [row[0] for row in rows]
    assert len(tokens) == 2
    assert page not in stored(state_dir)
    assert all(token in stored(state_dir) for token in tokens)
    gone = known.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    assert gone["evidence"] == 1
    assert not any(token in stored(state_dir) for token in tokens)


def stored(state_dir: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(state_dir.rglob("*")) if path.is_file())


def test_a_deletion_forgets_what_was_typed_about_him(known: Record, state_dir: Path) -> None:
    known.findings.reveal(1001, actor="R01", reason="東雲さんか", now=NOW)
    gone = known.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    assert gone["reasons"] >= 2
    assert known.audit.verify().ok


def test_the_record_of_a_request_holds_no_name(known: Record) -> None:
    known.keeping.export("E012", actor="R01", reason="東雲さんの請求", now=day(1))
    known.people.correct(
        replace(make_person(), surname="東雲院"), actor="R01", reason="改姓", now=day(2)
    )
    known.people.delete("E012", actor="R01", reason="請求", now=day(3), cause=Cause.REQUEST)
    wishes = [(one.label, one.wish, one.about) for one in known.keeping.requests()]
    assert wishes == [
        ("R-1", Wish.EXPORT, "person:E012"),
        ("R-2", Wish.CORRECT, "person:E012"),
        ("R-3", Wish.DELETE, "person:E012"),
    ]
    with known._database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM request").all()
    assert "東雲" not in repr(rows)


def test_a_correction_changes_what_he_is_found_by(known: Record) -> None:
    changed = known.people.correct(
        replace(make_person(), surname="西雲"), actor="R01", reason="誤記", now=day(1)
    )
    assert changed == ("surname",)
    assert known.people.find("西雲 朔太郎")
    assert known.people.find("東雲 朔太郎") == ()
    with pytest.raises(UsageError, match="nothing to correct"):
        known.people.correct(
            replace(make_person(), surname="西雲"), actor="R01", reason="誤記", now=day(1)
        )


@pytest.mark.parametrize("roster_id", ["E099", "", "F-1001"])
def test_nobody_is_exported_or_corrected_who_is_not_there(known: Record, roster_id: str) -> None:
    with pytest.raises(UsageError):
        known.keeping.export(roster_id, actor="R01", reason="請求", now=day(1))
    with pytest.raises(UsageError):
        known.people.correct(make_person(roster_id), actor="R01", reason="請求", now=day(1))
    assert known.keeping.requests() == ()


def test_without_the_key_no_request_is_carried_out(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        record.people.replace([make_person()], actor="R01", now=NOW)
    (state_dir / "key").unlink()
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        with pytest.raises(SealError):
            record.keeping.export("E012", actor="R01", reason="請求", now=day(1))
        with pytest.raises(SealError):
            record.people.correct(make_person(), actor="R01", reason="請求", now=day(1))
        with pytest.raises(SealError):
            record.people.delete("E012", actor="R01", reason="請求", now=day(1))
