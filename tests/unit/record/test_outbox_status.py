"""Whatever becomes of a finding, the messages that tell of it say so, once each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from leakwatch.models import AlertKind, Delivery, Form, OutboxEntry, Status
from leakwatch.record import Record
from tests.factories import make_alert, make_alert_finding
from tests.logged import (
    NOW,
    day,
    give_verdict,
    make_finding,
    make_person,
    make_public_source,
    make_sighting,
    make_source,
    sweep,
)
from tests.outboxes import deliver_all, ending, put, taken

BLOG = make_public_source()
PAGE = make_sighting(BLOG)


@pytest.fixture
def told(record: Record) -> Record:
    """One finding, F-1001, whose alert was delivered."""
    sweep(record, BLOG, make_finding(PAGE), alert_all=True)
    deliver_all(record)
    return record


def shown(entries: Sequence[OutboxEntry]) -> list[tuple[str, str]]:
    return [(one.form.value, one.standings[1001].status.value) for one in entries]


def test_a_verdict_edits_the_message_and_adds_a_line_to_its_thread(told: Record) -> None:
    give_verdict(told, Status.CONFIRMED, "confirm")
    edit, line = deliver_all(told, now=day(1))
    original = told.outbox.list()[0]
    assert (edit.form, edit.thread, edit.alert) == (Form.UPDATE, "C1/1", original.alert)
    standing = edit.standings[1001]
    assert (standing.status, standing.verdict, standing.actor) == (
        Status.CONFIRMED,
        "confirm",
        "R01",
    )
    assert (line.form, line.thread, line.alert.kind) == (Form.REPLY, "C1/1", AlertKind.STATUS)
    assert line.alert.standing == standing
    assert line.alert.findings[0].excerpt == ""
    assert edit.key.startswith("status:F-1001:")
    assert (edit.key.split("@")[0][-7:], line.key.split("@")[0][-6:]) == (":update", ":reply")


def test_a_snooze_says_until_when(told: Record) -> None:
    give_verdict(told, Status.SNOOZED, "snooze", until=day(9))
    edit, line = deliver_all(told, now=day(1))
    assert edit.standings[1001].until == day(9)
    assert line.alert.standing is not None
    assert line.alert.standing.until == day(9)


def test_edits_that_wait_are_one_and_say_the_newest(told: Record) -> None:
    give_verdict(told, Status.TAKEN, "take")
    give_verdict(told, Status.CONFIRMED, "confirm")
    entries = deliver_all(told, now=day(1))
    assert shown(entries) == [
        ("update", "confirmed"),
        ("reply", "confirmed"),
        ("reply", "confirmed"),
    ]
    said = [one.alert.standing.status for one in entries[1:] if one.alert.standing]
    assert said == [Status.TAKEN, Status.CONFIRMED]


def test_an_edit_under_way_is_followed_by_another(told: Record) -> None:
    give_verdict(told, Status.TAKEN, "take")
    (edit,) = taken(told, now=day(1))
    give_verdict(told, Status.CONFIRMED, "confirm")
    taken(told, ending(edit), limit=0)
    assert ("update", "confirmed") in shown(deliver_all(told, now=day(1)))


def test_a_message_that_was_not_sent_yet_says_it_itself(record: Record) -> None:
    sweep(record, BLOG, make_finding(PAGE), alert_all=True)
    give_verdict(record, Status.TAKEN, "take")
    assert shown(deliver_all(record, now=day(1))) == [("post", "taken"), ("reply", "taken")]


def test_a_message_that_may_have_arrived_is_edited_as_well(record: Record) -> None:
    sweep(record, BLOG, make_finding(PAGE), alert_all=True)
    (post,) = taken(record)
    give_verdict(record, Status.TAKEN, "take")
    unclear = ending(post, Delivery.RETRY, error="unclear:timeout", next_at=NOW)
    taken(record, unclear, limit=0)
    told = deliver_all(record, now=day(1))
    assert [one.form for one in told] == [Form.POST, Form.UPDATE, Form.REPLY]


@pytest.mark.parametrize(
    ("found", "expected"), [(True, [Form.UPDATE]), (False, [])], ids=["found", "sent anew"]
)
def test_a_lost_message_that_turns_up_is_brought_up_to_date(
    record: Record, found: bool, expected: list[Form]
) -> None:
    sweep(record, BLOG, make_finding(PAGE), alert_all=True)
    (post,) = taken(record)
    taken(record, ending(post, Delivery.UNKNOWN, error="unclear"), limit=0)
    give_verdict(record, Status.TAKEN, "take")
    assert deliver_all(record) == []
    record.outbox.requeue(post.id, now=day(1))
    (again,) = taken(record, now=day(1))
    assert again.standings[1001].status is Status.TAKEN
    taken(record, ending(again, found=found), limit=0)
    assert [one.form for one in deliver_all(record, now=day(1))] == expected


def test_every_copy_of_a_message_is_kept_true(record: Record) -> None:
    finding = make_alert_finding(1001)
    sweep(record, BLOG, make_finding(PAGE))
    put(record, make_alert("a", findings=(finding,)), channel="#a")
    put(record, make_alert("a@#b", findings=(finding,)), channel="#b")
    deliver_all(record)
    give_verdict(record, Status.TAKEN, "take")
    told = deliver_all(record, now=day(1))
    assert sorted((one.channel, one.form.value) for one in told) == [
        ("#a", "reply"),
        ("#a", "update"),
        ("#b", "reply"),
        ("#b", "update"),
    ]


def test_a_finding_that_is_opened_again_corrects_the_old_message_in_silence(told: Record) -> None:
    give_verdict(told, Status.DISMISSED, "not_ours")
    deliver_all(told, now=day(1))
    again = make_finding(PAGE, "蒼海マテリアル", "窯")
    sweep(told, BLOG, again, at=day(2))
    assert sorted(shown(deliver_all(told, now=day(2)))) == [("post", "new"), ("update", "new")]


def test_what_is_gone_is_said_in_the_thread_and_what_returns_is_told(told: Record) -> None:
    sweep(told, BLOG, at=day(1))
    assert deliver_all(told, now=day(1)) == []  # missing once is no news
    sweep(told, BLOG, at=day(2))
    gone = deliver_all(told, now=day(2))
    assert shown(gone) == [("update", "gone"), ("reply", "gone")]
    assert gone[0].standings[1001].actor is None
    sweep(told, BLOG, make_finding(PAGE), at=day(3))
    assert sorted(shown(deliver_all(told, now=day(3)))) == [("post", "new"), ("update", "new")]


def test_what_was_settled_and_returns_without_an_alert_is_said_in_the_thread(told: Record) -> None:
    give_verdict(told, Status.DISMISSED, "not_ours")
    for number in (1, 2):
        sweep(told, BLOG, at=day(number))
    deliver_all(told, now=day(2))
    sweep(told, BLOG, make_finding(PAGE), at=day(3))
    back = deliver_all(told, now=day(3))
    assert shown(back) == [("update", "dismissed"), ("reply", "dismissed")]
    assert (back[0].standings[1001].verdict, back[0].standings[1001].actor) == ("not_ours", "R01")


def test_a_finding_seen_again_as_it_was_queues_nothing(told: Record) -> None:
    give_verdict(told, Status.CONFIRMED, "confirm")
    deliver_all(told, now=day(1))
    sweep(told, BLOG, make_finding(PAGE), at=day(2))
    assert deliver_all(told, now=day(2)) == []


def test_lines_about_findings_of_a_storm_go_into_the_one_thread(record: Record) -> None:
    pages = [make_sighting(BLOG, name) for name in "abc"]
    sweep(record, BLOG, *map(make_finding, pages), alert_all=True, storm=2)
    summary, first, *_ = deliver_all(record)
    give_verdict(record, Status.TAKEN, "take")
    edit, line = deliver_all(record, now=day(1))
    assert (edit.form, edit.thread) == (Form.UPDATE, f"C1/{first.id}")
    assert (line.form, line.thread) == (Form.REPLY, f"C1/{summary.id}")


def test_who_is_deleted_is_taken_out_of_what_was_posted(record: Record) -> None:
    source = make_source()
    person = make_person()
    record.people.replace((person,), actor="R01", now=NOW)
    finding = make_finding(make_sighting(source), subject=f"person:{person.id}")
    sweep(record, source, finding, alert_all=True)
    (post,) = deliver_all(record)
    assert post.alert.findings[0].excerpt
    record.people.delete(person.id, actor="R01", reason="本人の求め", now=day(1))
    (edit,) = deliver_all(record, now=day(1))
    assert (edit.form, edit.thread) == (Form.UPDATE, f"C1/{post.id}")
    assert edit.alert.findings[0].excerpt == ""
    assert edit.standings[1001].status is Status.CLOSED
