"""Which entries are handed out: in order, one a channel at a time, at the channel's pace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from leakwatch.models import Alert, Delivery, DeliveryTerms, Form, Routed
from leakwatch.record import Record
from leakwatch.record.outbox import CLAIM, Outbox
from tests.factories import make_alert
from tests.logged import NOW, day
from tests.outboxes import ending, keys, put, taken

SECOND = timedelta(seconds=1)
EACH_SECOND = DeliveryTerms(interval=lambda _channel: 1.0)


def test_each_channel_gets_its_oldest_entry_and_one_at_a_time(record: Record) -> None:
    put(record, make_alert("a1", channel="#a"), make_alert("b1", channel="#b"))
    put(record, make_alert("a2", channel="#a"), make_alert("none"))
    first = taken(record)
    assert keys(first) == ["a1", "b1", "none"]
    assert taken(record) == ()
    assert keys(taken(record, ending(first[0]))) == ["a2"]


def test_no_more_than_the_limit_is_handed_out(record: Record) -> None:
    put(record, *(make_alert(name, channel=name) for name in "abcd"))
    assert keys(taken(record, limit=3)) == ["a", "b", "c"]
    assert taken(record, limit=0) == ()
    assert keys(taken(record, limit=3)) == ["d"]


def test_a_channel_that_waits_for_a_repeat_holds_what_is_behind(record: Record) -> None:
    put(record, make_alert("a1"), make_alert("a2"))
    (entry,) = taken(record)
    failed = ending(entry, Delivery.RETRY, error="unreachable", next_at=NOW + SECOND)
    assert taken(record, failed) == ()
    assert record.outbox.behind(NOW) == 1
    assert keys(taken(record, now=NOW + SECOND)) == ["a1"]


def test_a_repeat_reckoned_by_a_clock_set_back_since_silences_no_channel(record: Record) -> None:
    put(record, make_alert("a1"), make_alert("a2"))
    (entry,) = taken(record, now=day(300))
    failed = ending(entry, Delivery.RETRY, error="unreachable", next_at=day(300) + SECOND)
    assert taken(record, failed, now=day(300)) == ()
    (again,) = taken(record, now=NOW)
    assert again.key == "a1"
    assert keys(taken(record, ending(again), now=NOW)) == ["a2"]


def test_what_was_tried_before_there_were_routes_is_looked_for_where_it_was_sent(
    record: Record,
) -> None:
    put(record, make_alert("old"), make_alert("experts", channel="#experts"), make_alert("new"))
    for entry in record.outbox.list()[:2]:  # as the release before routes left them
        record.outbox.retry(entry.id, "unclear:timeout", NOW)
    routed = Routed(channel="#elsewhere", also=("#b",))
    terms = DeliveryTerms(decide=lambda _alert, _now: routed, default="#leakwatch")
    places = {entry.key: entry.channel for entry in taken(record, terms=terms)}
    assert places == {
        "old": "#leakwatch",
        "experts": "#experts",
        "new": "#elsewhere",
        "new@#b": "#b",
    }


@pytest.mark.parametrize("state", [Delivery.DEAD, Delivery.UNKNOWN], ids=str)
def test_what_needs_a_person_holds_nobody_back(record: Record, state: Delivery) -> None:
    put(record, make_alert("a1"), make_alert("a2"))
    (entry,) = taken(record)
    assert keys(taken(record, ending(entry, state, error="x"))) == ["a2"]


def test_quiet_hours_of_one_entry_hold_no_other_one(record: Record) -> None:
    put(record, make_alert("quiet"), next_at=day(1))
    put(record, make_alert("loud"))
    assert keys(taken(record)) == ["loud"]
    assert record.outbox.behind(NOW) == 0


def test_slots_of_a_channel_keep_their_distance_whoever_takes_them(record: Record) -> None:
    put(record, *(make_alert(f"a{number}") for number in range(3)), make_alert("b", channel="#b"))
    other = Outbox(record._database, host="elsewhere")
    first, beside = taken(record, terms=EACH_SECOND)
    assert (first.slot, beside.slot) == (NOW, NOW)
    record.outbox.turn([ending(first)], now=NOW, limit=0, terms=EACH_SECOND)
    (second,) = other.turn([], now=NOW, limit=9, terms=EACH_SECOND)
    assert second.slot == NOW + SECOND
    later = NOW + 2.5 * SECOND
    other.turn([ending(second, at=later)], now=later, limit=0, terms=EACH_SECOND)
    (third,) = taken(record, now=later, terms=EACH_SECOND)
    assert third.slot == later + SECOND


def test_a_clock_that_was_set_back_silences_no_channel(record: Record) -> None:
    put(record, make_alert("a"), make_alert("b"))
    (first,) = taken(record, now=day(9), terms=EACH_SECOND)
    (second,) = taken(record, ending(first, at=day(9)), terms=EACH_SECOND)
    assert second.slot == NOW + SECOND


def test_a_slot_far_off_does_not_make_its_deliverer_look_dead(record: Record) -> None:
    hourly = DeliveryTerms(interval=lambda _channel: 3_600.0)
    put(record, make_alert("a"), make_alert("b"))
    (first,) = taken(record, terms=hourly)
    (second,) = taken(record, ending(first), terms=hourly)
    assert second.slot == NOW + timedelta(hours=1)
    assert record.outbox.recover(NOW + 2 * CLAIM) == 0


def test_an_answer_waits_for_its_message_and_knows_its_receipt(record: Record) -> None:
    put(record, make_alert("a"))
    put(record, make_alert("re:a"), form=Form.REPLY, parent="a", channel="")
    (first,) = taken(record)
    assert first.thread is None
    (answer,) = taken(record, ending(first, receipt="C1/17"))
    assert (answer.key, answer.form, answer.thread) == ("re:a", Form.REPLY, "C1/17")


def test_an_answer_to_an_answer_goes_into_the_same_thread(record: Record) -> None:
    put(record, make_alert("top"))
    put(record, make_alert("below"), form=Form.REPLY, parent="top", channel="")
    put(record, make_alert("status"), form=Form.REPLY, parent="below", channel="")
    put(record, make_alert("edit"), form=Form.UPDATE, parent="below", channel="")
    (top,) = taken(record)
    (below,) = taken(record, ending(top, receipt="C1/top"))
    (status,) = taken(record, ending(below, receipt="C1/below"))
    (edit,) = taken(record, ending(status))
    assert (status.thread, edit.thread) == ("C1/top", "C1/below")


def test_an_edit_carries_the_alert_of_its_message(record: Record) -> None:
    put(record, make_alert("a"), sealed={1042: "見本"})
    put(record, make_alert("edit", findings=()), form=Form.UPDATE, parent="a", channel="")
    (first,) = taken(record)
    (edit,) = taken(record, ending(first))
    assert (edit.key, edit.parent, edit.alert) == ("edit", "a", first.alert)
    assert edit.alert.findings[0].excerpt == "見本"


@pytest.mark.parametrize(
    ("state", "error"), [(Delivery.DEAD, "parent_dead"), (Delivery.UNKNOWN, "parent_unknown")]
)
def test_without_its_message_an_answer_stands_alone_and_an_edit_is_moot(
    record: Record, state: Delivery, error: str
) -> None:
    put(record, make_alert("a"))
    put(record, make_alert("re:a"), form=Form.REPLY, parent="a", channel="")
    put(record, make_alert("edit"), form=Form.UPDATE, parent="a", channel="")
    (first,) = taken(record)
    (alone,) = taken(record, ending(first, state, error="x"))
    assert (alone.key, alone.form, alone.parent) == ("re:a", Form.POST, None)
    edit = record.outbox.list()[2]
    assert (edit.state, edit.error) == (Delivery.DEAD, error)
    assert sum(record.outbox.counts().values()) == 2
    assert record.outbox.requeue_all(list(Delivery), now=NOW) == (first.id,)


def test_what_hangs_on_nothing_is_not_left_hanging(record: Record) -> None:
    put(record, make_alert("re"), form=Form.REPLY, parent="nothing")
    put(record, make_alert("edit"), form=Form.UPDATE, parent="nothing")
    assert [(one.key, one.form) for one in taken(record)] == [("re", Form.POST)]
    assert record.outbox.list(Delivery.DEAD)[0].error == "parent_lost"


def test_an_answer_whose_thread_is_gone_is_sent_again_by_itself(record: Record) -> None:
    put(record, make_alert("a"))
    put(record, make_alert("re:a"), form=Form.REPLY, parent="a", channel="")
    (first,) = taken(record)
    (answer,) = taken(record, ending(first))
    (again,) = taken(record, ending(answer, Delivery.WAITING))
    assert (again.id, again.form, again.thread, again.attempts) == (answer.id, Form.POST, None, 1)


def test_an_ending_of_who_was_given_up_counts_only_if_it_arrived(record: Record) -> None:
    put(record, make_alert("a"), make_alert("b", channel="#b"))
    late_a, late_b = taken(record)
    record.outbox.recover(NOW + CLAIM)
    taken(record, ending(late_b, Delivery.DEAD, error="x"), ending(late_a), limit=0)
    states = [(one.key, one.state) for one in record.outbox.list()]
    assert states == [("a", Delivery.DELIVERED), ("b", Delivery.RETRY)]
    taken(record, ending(late_a, Delivery.RETRY, error="x", next_at=NOW), limit=0)
    assert record.outbox.list()[0].state is Delivery.DELIVERED


def test_routes_are_decided_when_entries_are_handed_out(record: Record) -> None:
    def decide(alert: Alert, _now: object) -> Routed:
        also = ("#copy", "#b") if alert.key == "a" else ()
        return Routed(channel="#b", route="all", also=also)

    put(record, make_alert("a"))
    put(record, make_alert("re:a"), form=Form.REPLY, parent="a")
    entries = taken(record, terms=DeliveryTerms(decide=decide))
    assert [(one.key, one.channel, one.route) for one in entries] == [
        ("a", "#b", "all"),
        ("a@#copy", "#copy", "all"),
    ]
    assert record.outbox.get(2).channel == "#b"
    with record._database.reading() as session:
        told = session.connection().exec_driver_sql("SELECT outbox, finding FROM alerted").all()
    assert [tuple(row) for row in told] == [(1, 1042), (2, 1042), (3, 1042)]


def test_what_waits_for_a_digest_follows_in_its_thread(record: Record) -> None:
    def decide(alert: Alert, _now: object) -> Routed:
        waits = alert.key.startswith("a")
        return Routed(channel="#a" if waits else "#d", gather="digest" if waits else None)

    terms = DeliveryTerms(decide=decide)
    put(record, make_alert("a1"), make_alert("a2"))
    assert taken(record, terms=terms) == ()
    put(record, make_alert("digest/1", findings=()))
    assert record.outbox.release("digest", "digest/1") == 2
    (digest,) = taken(record, terms=terms)
    (first,) = taken(record, ending(digest, receipt="D/1"), terms=terms)
    assert (first.key, first.form, first.channel, first.thread) == ("a1", Form.REPLY, "#d", "D/1")


def test_all_that_is_stuck_can_be_sent_again_in_its_order(record: Record) -> None:
    put(record, *(make_alert(name, channel=f"#{name}") for name in "abc"))
    first, second, third = taken(record)
    dead = [ending(one, Delivery.DEAD, error="invalid_auth") for one in (first, third)]
    taken(record, *dead, ending(second, Delivery.UNKNOWN, error="unclear:timeout"))
    outbox = record.outbox
    assert outbox.requeue_all([Delivery.DEAD], now=NOW, channel="#c") == (third.id,)
    assert outbox.requeue_all([Delivery.DEAD, Delivery.UNKNOWN], now=NOW) == (first.id, second.id)
    again = taken(record)
    assert [(one.key, one.attempts, one.error) for one in again] == [
        ("a", 1, None),
        ("b", 1, "unclear:requeued"),
        ("c", 1, None),
    ]


def test_an_edit_of_what_somebody_deleted_is_nobodys_trouble(record: Record) -> None:
    put(record, make_alert("a"))
    put(record, make_alert("edit"), form=Form.UPDATE, parent="a", channel="")
    (first,) = taken(record)
    (edit,) = taken(record, ending(first))
    taken(record, ending(edit, Delivery.DEAD, error="message_not_found"), limit=0)
    assert record.outbox.counts() == {Delivery.DELIVERED: 1}
    assert record.outbox.requeue_all([Delivery.DEAD], now=NOW) == ()
    assert record.outbox.list(state=Delivery.DEAD, moot=False) == ()
    assert record.outbox.get(edit.id).error == "message_not_found"
