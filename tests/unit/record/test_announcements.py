"""Announcements in the record: proposed once, queued with their publication, readers counted once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from leakwatch.casework.awareness import groups
from leakwatch.errors import PermissionDenied, UsageError
from leakwatch.models import (
    AlertKind,
    Announcement,
    AnnouncementState,
    Delivery,
    ReaderGroup,
)
from leakwatch.record import Record, new_key
from leakwatch.record.announcements import Copy, delete, erase_about, expired
from tests.announced import HEADCOUNT, close, make_bulletin, make_told, publish
from tests.logged import NOW

EVERYBODY = [f"U{number:08d}" for number in range(20)]


def everything(record: Record) -> bytes:
    """All bytes of the database and its journal."""
    path = record._database.path
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def acts(record: Record) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(record._database.path)) as database:
        return list(database.execute("SELECT act, actor, subject FROM audit ORDER BY id"))


def test_the_calendar_proposes_each_day_once(record: Record) -> None:
    given = {"title": "周知", "kind": "guideline", "author": "leakwatch", "now": NOW}
    occasion = "calendar:2026-04-01/guideline"
    first = record.announcements.propose(occasion=occasion, once=True, **given)  # type: ignore[arg-type]
    assert first is not None
    assert record.announcements.propose(occasion=occasion, once=True, **given) is None  # type: ignore[arg-type]
    assert [one.label for one in record.announcements.list()] == ["A-1"]


def test_publishing_queues_the_message_with_its_text_sealed(record: Record) -> None:
    number = publish(record)
    (entry,) = record.outbox.list()
    assert (entry.alert.kind, entry.channel) == (AlertKind.ANNOUNCEMENT, "#all-staff")
    assert (entry.state, entry.alert.bulletin) == (Delivery.WAITING, make_bulletin())
    assert record.announcements.get(number).state is AnnouncementState.PUBLISHED
    stored = everything(record)
    for word in ("兼業は届出が必要です", "年次の周知"):
        assert word.encode() not in stored
        assert word.encode("unicode_escape") not in stored


def test_what_is_refused_queues_nothing(record: Record) -> None:
    proposed = record.announcements.propose(title="周知", kind="guideline", author="taro", now=NOW)
    assert proposed is not None

    def refuse(_one: Announcement) -> AnnouncementState:
        raise PermissionDenied("no")

    with pytest.raises(PermissionDenied):
        record.announcements.publish(
            1,
            [Copy(alert=make_told(), channel="#all-staff")],
            check=refuse,
            headcount={},
            smallest=2,
            named=False,
            actor="taro",
            now=NOW,
        )
    assert record.outbox.list() == ()
    assert record.announcements.get(1) == proposed


def test_each_act_is_in_the_audit_trail_and_no_reader_is(record: Record) -> None:
    number = publish(record)
    for user in EVERYBODY:
        record.announcements.readings.note(number, user, division="KILN")
    close(record, number)
    assert acts(record) == [
        ("announcement.propose", "taro", "A-1"),
        ("announcement.approve", "hanako", "A-1"),
        ("announcement.publish", "taro", "A-1"),
        ("announcement.close", "taro", "A-1"),
    ]
    assert record.audit.verify().ok


def test_a_person_counts_once_however_often_he_presses(record: Record) -> None:
    number = publish(record)
    note = record.announcements.readings.note
    assert [note(number, "U0000001").new for _ in range(3)] == [True, False, False]
    assert note(number, "U0000002", division="KILN").new
    (group,) = record.announcements.counts(number, groups)
    assert group.readers == 2


def test_the_first_division_somebody_says_stays(record: Record) -> None:
    number = publish(record)
    note = record.announcements.readings.note
    assert note(number, "U0000001").division is None
    assert note(number, "U0000001", division="KILN").division == "KILN"
    assert note(number, "U0000001", division="COATING").division == "KILN"


@pytest.mark.parametrize("said", ["", "NOWHERE", "<!channel>"])
def test_a_division_that_there_is_not_is_none(record: Record, said: str) -> None:
    assert (
        record.announcements.readings.note(publish(record), "U0000001", division=said).division
        == ""
    )


def test_a_readers_id_lies_nowhere_unless_names_are_kept(record: Record) -> None:
    number = publish(record)
    record.announcements.readings.note(number, "U0LEAKREADER", division="KILN")
    assert b"U0LEAKREADER" not in everything(record)
    assert record.announcements.readings.reveal(number, actor="taro", reason="r", now=NOW) == ()


def test_the_same_reader_has_another_hash_in_each_announcement(record: Record) -> None:
    numbers = [publish(record), publish(record)]
    for number in numbers:
        record.announcements.readings.note(number, "U0000001")
    with closing(sqlite3.connect(record._database.path)) as database:
        (hashes,) = database.execute("SELECT count(DISTINCT reader) FROM reading").fetchone()
    assert hashes == 2


def test_names_are_kept_sealed_where_the_announcement_said_so(record: Record) -> None:
    number = publish(record, named=True)
    record.announcements.readings.note(number, "U0LEAKREADER", division="KILN")
    assert b"U0LEAKREADER" not in everything(record)
    shown = record.announcements.readings.reveal(number, actor="taro", reason="why", now=NOW)
    assert shown == (("U0LEAKREADER", "KILN"),)
    assert acts(record)[-1] == ("announcement.reveal", "taro", "A-1")
    close(record, number)
    assert record.announcements.readings.reveal(number, actor="taro", reason="r", now=NOW) == shown


@pytest.mark.parametrize("state", ["draft", "closed", "missing"])
def test_only_what_is_published_is_counted(record: Record, state: str) -> None:
    number = 1
    if state == "draft":
        record.announcements.propose(title="周知", kind="guideline", author="taro", now=NOW)
    elif state == "closed":
        number = publish(record)
        close(record, number)
    with pytest.raises(UsageError, match="not counted any more"):
        record.announcements.readings.note(number, "U0000001")


def test_closing_keeps_the_groups_and_forgets_the_readers(record: Record) -> None:
    number = publish(record, smallest=5)
    for user in EVERYBODY[:12]:
        record.announcements.readings.note(number, user, division="KILN")
    for user in EVERYBODY[12:15]:
        record.announcements.readings.note(number, user, division="COATING")
    before = record.announcements.counts(number, groups)
    close(record, number)
    assert record.announcements.counts(number, groups) == before
    assert before == (ReaderGroup(divisions=("COATING", "KILN"), readers=15, people=165),)
    with closing(sqlite3.connect(record._database.path)) as database:
        assert database.execute("SELECT count(*) FROM reading").fetchone() == (0,)


def test_the_headcount_and_the_smallest_group_of_its_day_stay(record: Record) -> None:
    one = record.announcements.get(publish(record, smallest=7))
    assert (dict(one.headcount), one.smallest) == (HEADCOUNT, 7)


def test_a_new_key_opens_what_was_sealed(record: Record) -> None:
    number = publish(record, named=True)
    record.announcements.readings.note(number, "U0000001", division="KILN")
    record.rotate(new_key(), actor="taro", now=NOW)
    assert record.announcements.title(number) == "年次の周知"
    assert record.announcements.readings.reveal(number, actor="taro", reason="r", now=NOW)
    assert not record.announcements.readings.note(number, "U0000001").new


def test_what_ended_long_ago_is_deleted_unless_it_is_held(record: Record) -> None:
    number = publish(record)
    close(record, number)
    later = NOW + timedelta(days=1)
    with record._database.writing() as session:
        assert expired(session, NOW, frozenset()) == ()
        assert expired(session, later, frozenset({"A-1"})) == ()
        assert expired(session, later, frozenset()) == ("A-1",)
        assert delete(session, ["A-1"]) == 1
    assert record.announcements.list() == ()


def test_whose_case_led_to_it_is_forgotten_with_him(record: Record) -> None:
    record.announcements.propose(
        title="周知", kind="guideline", author="taro", now=NOW, occasion="C-3"
    )
    with record._database.writing() as session:
        assert erase_about(session, "person:E012", labels=["C-3"], now=NOW) == 1
    assert record.announcements.get(1).occasion == ""


def test_there_is_a_word_for_an_announcement_that_there_is_not(record: Record) -> None:
    with pytest.raises(UsageError, match="no announcement A-7"):
        record.announcements.get(7)
    assert replace(make_bulletin(), text="").text == ""
