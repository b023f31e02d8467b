"""What could not be delivered is told in another channel, once a day for each cause."""

from __future__ import annotations

from leakwatch.models import AlertKind, Delivery, DeliveryTerms
from leakwatch.record import Record
from tests.factories import make_alert
from tests.logged import NOW, day
from tests.outboxes import ending, keys, put, taken

TERMS = DeliveryTerms(fallback="#fallback")


def die(record: Record, code: str, *, concerns: str | None = "#a", at: int = 0) -> None:
    (entry,) = (one for one in taken(record, terms=TERMS) if one.alert.kind is AlertKind.FINDINGS)
    dead = ending(entry, Delivery.DEAD, error=code, concerns=concerns)
    taken(record, dead, now=day(at), limit=0, terms=TERMS)


def alarms(record: Record) -> list[tuple[str | None, tuple[str, ...], dict[str, int]]]:
    return [
        (one.channel, one.alert.reasons, dict(one.alert.counts))
        for one in record.outbox.list()
        if one.alert.kind is AlertKind.ALARM
    ]


def test_a_refusal_is_told_in_the_fallback_channel(record: Record) -> None:
    put(record, make_alert("a", channel="#a"))
    die(record, "not_in_channel")
    assert alarms(record) == [("#fallback", ("not_in_channel",), {"#a": 1})]
    (alarm,) = taken(record, terms=TERMS)
    assert alarm.alert.kind is AlertKind.ALARM


def test_there_is_one_alarm_for_a_channel_a_cause_and_a_day(record: Record) -> None:
    for number, (channel, code, at) in enumerate(
        [("#a", "x", 0), ("#a", "x", 0), ("#a", "y", 0), ("#b", "x", 0), ("#a", "x", 1)]
    ):
        put(record, make_alert(str(number), channel=channel))
        die(record, code, concerns=channel, at=at)
    assert [(reasons, set(counts)) for _, reasons, counts in alarms(record)] == [
        (("x",), {"#a"}),
        (("y",), {"#a"}),
        (("x",), {"#b"}),
        (("x",), {"#a"}),
    ]


def test_there_is_no_alarm_about_an_alarm(record: Record) -> None:
    put(record, make_alert("alarm", kind=AlertKind.ALARM, findings=()), channel="#fallback")
    (alarm,) = taken(record, terms=TERMS)
    taken(record, ending(alarm, Delivery.DEAD, error="x", concerns="#fallback"), terms=TERMS)
    assert keys(record.outbox.list()) == ["alarm"]
    assert record.outbox.list()[0].state is Delivery.DEAD


def test_no_mail_address_leaves_in_an_alarm(record: Record) -> None:
    put(record, make_alert("a", channel="mail:hanako@example.com"))
    die(record, "smtp_550", concerns="mail:hanako@example.com")
    alarm = record.outbox.list()[-1]
    assert dict(alarm.alert.counts) == {"mail": 1}
    assert "hanako" not in f"{alarm.key} {alarm.alert}"


def test_an_end_that_concerns_nobody_raises_no_alarm(record: Record) -> None:
    put(record, make_alert("a"), make_alert("b"))
    die(record, "message_not_found", concerns=None)
    assert alarms(record) == []


def test_without_a_fallback_nothing_is_queued(record: Record) -> None:
    put(record, make_alert("a"))
    (entry,) = taken(record)
    taken(record, ending(entry, Delivery.DEAD, error="x", concerns="#a", at=NOW))
    assert alarms(record) == []


def test_what_nobody_can_decide_is_told_as_well(record: Record) -> None:
    put(record, make_alert("a", channel="#a"))
    (entry,) = taken(record, terms=TERMS)
    undecided = ending(entry, Delivery.UNKNOWN, error="unclear:missing_scope", concerns="slack")
    taken(record, undecided, limit=0, terms=TERMS)
    assert alarms(record) == [("#fallback", ("unclear:missing_scope",), {"slack": 1})]
