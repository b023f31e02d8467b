from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from leakwatch.errors import UsageError
from leakwatch.models import EntryKind, Person, Status
from leakwatch.record import Record
from leakwatch.record.people import dump_person, load_person
from leakwatch.record.rows import AuditRow
from tests.logged import (
    NOW,
    day,
    make_finding,
    make_hit,
    make_person,
    make_public_source,
    make_sighting,
    make_source,
    sweep,
)

SOURCE = make_source()
SHINONOME = make_person()
OTHER = make_person("E013", surname="久我", given="みなと", surname_kana=None, romaji=())


def acts(record: Record) -> list[tuple[str, str]]:
    with record._database.reading() as session:
        return [(row.act, row.subject) for row in session.query(AuditRow)]


def import_both(record: Record) -> None:
    record.people.replace([OTHER, SHINONOME], actor="R01", now=NOW)


@pytest.mark.parametrize(
    "person",
    [
        SHINONOME,
        make_person(left=date(2025, 3, 31), years=12, email="s@soukai.example", site="S1"),
        Person(id="E1", surname="久我", given=""),
        Person(id="E1", surname="久我", given="湊", guessed_kana=(("クガ", "ミナト"),)),
    ],
    ids=["usual", "former", "bare", "guessed"],
)
def test_a_person_survives_json(person: Person) -> None:
    loaded = load_person(json.loads(json.dumps(dump_person(person))))
    assert loaded == person
    assert hash(loaded) == hash(person)


def test_fields_of_another_version_are_left_out() -> None:
    assert load_person({**dump_person(OTHER), "height": 170}) == OTHER


def test_the_roster_comes_back_by_id(record: Record) -> None:
    import_both(record)
    assert record.people.load() == (SHINONOME, OTHER)


def test_an_import_is_the_whole_roster(record: Record) -> None:
    import_both(record)
    record.people.replace([OTHER], actor="R01", now=NOW)
    assert record.people.load() == (OTHER,)
    record.people.replace([], actor="R01", now=NOW)
    assert record.people.load() == ()
    assert [act for act, _ in acts(record)] == ["people.import"] * 3


@pytest.mark.parametrize("name", ["東雲朔太郎", "東雲　朔太郎", "東雲 朔太郎"])
def test_a_name_is_found_however_it_is_written(record: Record, name: str) -> None:
    import_both(record)
    assert record.people.find(name) == (SHINONOME,)


def test_a_part_of_a_name_finds_nobody(record: Record) -> None:
    import_both(record)
    assert record.people.find("東雲") == ()


def test_an_export_is_entered_in_the_audit_trail(record: Record) -> None:
    import_both(record)
    people = record.people.export(actor="R01", reason="本人の請求", now=NOW)
    assert people == (SHINONOME, OTHER)
    assert acts(record)[-1] == ("people.export", "people")


def test_deleting_somebody_who_is_not_there_is_a_usage_error(record: Record) -> None:
    with pytest.raises(UsageError, match="E099"):
        record.people.delete("E099", actor="R01", reason="誤り", now=NOW)
    assert acts(record) == []


def test_a_deleted_person_leaves_only_the_shell_of_his_findings(record: Record) -> None:
    import_both(record)
    page = make_sighting(SOURCE, title="東雲 朔太郎")
    sweep(record, SOURCE, make_finding(page, subject="person:E012"), alert_all=True)
    record.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    finding = record.findings.get(1001, reveal=True)
    assert record.people.load() == (OTHER,)
    assert (finding.url, finding.title, finding.excerpts) == (None, None, ())
    assert (finding.status, finding.number) == (Status.CLOSED, 1001)
    assert record.findings.history(1001)[-1].act == "erased"
    assert record.outbox.list()[0].alert.findings[0].excerpt == ""
    assert acts(record)[-1] == ("people.delete", "person:E012")
    assert record.verify() == ()


def test_a_deleted_person_is_cut_out_of_the_findings_of_others(record: Record) -> None:
    import_both(record)
    page = make_sighting(SOURCE, "東雲", title="東雲朔太郎と久我みなと", url="https://p.example/17")
    hits = (
        make_hit("東雲朔太郎", entry="E012", entry_kind=EntryKind.PERSON),
        make_hit("蒼海マテリアル"),
    )
    sweep(record, SOURCE, make_finding(page, subject="person:E013", hits=hits))
    before = record.findings.get(1001, reveal=True)
    record.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    after = record.findings.get(1001, reveal=True)
    assert "E012" in {excerpt.entry for excerpt in before.excerpts}
    assert "E012" not in {excerpt.entry for excerpt in after.excerpts}
    assert (after.title, after.url, after.status) == (None, before.url, Status.NEW)
    assert "朔太郎" not in repr(after)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "東雲　朔太郎のブログ"},
        {"title": "Shinonome Sakutaro: notes"},
        {"url": "https://blog.example/shinonome-sakutaro"},
        {"title": "シノノメ サクタロウ"},
    ],
    ids=["kanji", "romaji", "address", "kana"],
)
def test_a_deleted_person_is_cut_out_of_what_lies_in_clear(
    record: Record, change: dict[str, Any]
) -> None:
    import_both(record)
    blog = make_public_source()
    page = replace(make_sighting(blog, text="蒼海マテリアル"), **change)
    hit = make_hit(start=0, end=7)
    sweep(record, blog, make_finding(page, hits=(hit,)), alert_all=True)
    record.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    finding = record.findings.get(1001)
    (alert,) = (entry.alert for entry in record.outbox.list())
    for name, value in change.items():
        assert getattr(finding, name) is None
        assert value not in repr(alert)
    assert finding.excerpts


def test_a_finding_that_names_nobody_is_left_alone(record: Record) -> None:
    import_both(record)
    page = make_sighting(SOURCE, text="蒼海マテリアル")
    sweep(record, SOURCE, make_finding(page, hits=(make_hit(start=0, end=7),)))
    before = record.findings.get(1001, reveal=True)
    record.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    assert record.findings.get(1001, reveal=True) == before


def test_somebody_an_import_took_off_can_still_be_deleted(record: Record) -> None:
    import_both(record)
    page = make_sighting(SOURCE, title="東雲 朔太郎")
    sweep(record, SOURCE, make_finding(page, subject="person:E012"), alert_all=True)
    record.people.replace([OTHER], actor="R01", now=NOW)
    record.people.delete("E012", actor="R01", reason="本人の請求", now=day(1))
    finding = record.findings.get(1001, reveal=True)
    assert (finding.url, finding.title, finding.excerpts) == (None, None, ())
    assert acts(record)[-1] == ("people.delete", "person:E012")
    with pytest.raises(UsageError, match="E012"):
        record.people.delete("E012", actor="R01", reason="本人の請求", now=day(2))
