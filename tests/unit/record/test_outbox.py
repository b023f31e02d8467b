from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from leakwatch.errors import UsageError
from leakwatch.models import Alert, AlertKind, Delivery, Kind, OutboxEntry, Receipt, Severity
from leakwatch.record import Record
from leakwatch.record.alert_json import dump_alert, load_alert, with_excerpts
from leakwatch.record.outbox import CLAIM, INTERRUPTED, REQUEUED, Outbox, queue
from tests.factories import make_alert, make_alert_finding, make_summary
from tests.logged import NOW, day


def put(record: Record, *alerts: Alert, sealed: dict[int, str] | None = None) -> list[bool]:
    with record._database.writing() as session:
        return [queue(session, alert, sealed=sealed or {}) for alert in alerts]


def states(record: Record) -> list[Delivery]:
    return [entry.state for entry in record.outbox.list()]


def claim_one(record: Record) -> OutboxEntry:
    (entry,) = record.outbox.claim(NOW, 1)
    return entry


@st.composite
def alerts(draw: st.DrawFn) -> Alert:
    finding = make_alert_finding(
        kind=draw(st.sampled_from(list(Kind))),
        severity=draw(st.sampled_from(list(Severity))),
        score=draw(st.floats(0, 1)),
        reasons=tuple(draw(st.lists(st.tuples(st.text(), st.floats(-9, 9)), max_size=3))),
        new_entries=tuple(draw(st.lists(st.text(), max_size=3))),
        reopened=draw(st.booleans()),
    )
    return make_alert(
        draw(st.text()),
        kind=draw(st.sampled_from(list(AlertKind))),
        counts=draw(st.dictionaries(st.text(), st.integers(), max_size=3)),
        findings=(finding,) * draw(st.integers(0, 2)),
        url=draw(st.none() | st.just("https://a.example/")),
    )


@given(alerts())
def test_an_alert_survives_json(alert: Alert) -> None:
    assert load_alert(dump_alert(alert)) == alert


def test_excerpts_are_put_in_by_number() -> None:
    alert = make_alert(findings=(make_alert_finding(1), make_alert_finding(2, excerpt="二")))
    changed = with_excerpts(alert, {1: "一"})
    assert [finding.excerpt for finding in changed.findings] == ["一", "二"]


def test_an_alert_of_the_same_key_is_queued_once(record: Record) -> None:
    assert put(record, make_alert(), make_alert(), make_alert("other")) == [True, False, True]
    assert put(record, make_alert()) == [False]
    assert states(record) == [Delivery.WAITING, Delivery.WAITING]


def test_a_queued_alert_comes_out_as_it_went_in(record: Record) -> None:
    alerts = [make_alert(), make_summary(AlertKind.HEALTH, blocked=1)]
    put(record, *alerts)
    assert [entry.alert for entry in record.outbox.claim(NOW, 10)] == alerts


def test_sealed_excerpts_come_out_with_their_alert(record: Record) -> None:
    put(record, make_alert(), sealed={1042: "大手素材メーカー 研究職10年 ［氏名］"})
    assert claim_one(record).alert == make_alert()
    with record._database.reading() as session:
        stored = session.connection().exec_driver_sql("SELECT alert FROM outbox").scalar_one()
    assert "研究職" not in stored


def test_entries_are_claimed_oldest_first_and_once(record: Record) -> None:
    put(record, *(make_alert(str(number)) for number in range(5)))
    first, second = record.outbox.claim(NOW, 3), record.outbox.claim(NOW, 3)
    assert [entry.alert.key for entry in (*first, *second)] == ["0", "1", "2", "3", "4"]
    assert record.outbox.claim(NOW, 3) == ()
    assert {(entry.state, entry.attempts) for entry in first} == {(Delivery.SENDING, 1)}


def test_a_delivered_alert_keeps_its_receipt_and_is_not_due_again(record: Record) -> None:
    put(record, make_alert())
    record.outbox.delivered(claim_one(record).id, Receipt(reference="C1/170.1"), NOW)
    (entry,) = record.outbox.list(state=Delivery.DELIVERED)
    assert (entry.receipt, entry.error) == ("C1/170.1", None)
    assert record.outbox.claim(day(9), 10) == ()


def test_a_retry_waits_for_its_time(record: Record) -> None:
    put(record, make_alert())
    record.outbox.retry(claim_one(record).id, "ratelimited", day(1))
    assert record.outbox.claim(day(1) - timedelta(seconds=1), 10) == ()
    (again,) = record.outbox.claim(day(1), 10)
    assert (again.attempts, again.error, again.next_at) == (2, "ratelimited", day(1))


@pytest.mark.parametrize("state", [Delivery.DEAD, Delivery.UNKNOWN], ids=str)
def test_what_needs_a_person_is_listed_and_never_due(record: Record, state: Delivery) -> None:
    put(record, make_alert())
    end = record.outbox.dead if state is Delivery.DEAD else record.outbox.unknown
    end(claim_one(record).id, "channel_not_found")
    assert record.outbox.claim(day(9), 10) == ()
    (entry,) = record.outbox.list(state=state)
    assert entry.error == "channel_not_found"


@pytest.mark.parametrize(
    ("error", "absent", "expected"),
    [
        pytest.param("channel_not_found", False, None, id="refused: it cannot be there"),
        pytest.param("unclear", False, REQUEUED, id="undecided: looked for before it is sent"),
        pytest.param("unclear:timeout", True, None, id="undecided, and a person has looked"),
    ],
)
@pytest.mark.parametrize("end", ["dead", "unknown", "retry"])
def test_a_person_can_send_it_again(
    record: Record, end: str, error: str, *, absent: bool, expected: str | None
) -> None:
    put(record, make_alert())
    entry = claim_one(record)
    if end == "retry":
        record.outbox.retry(entry.id, error, day(5))
    else:
        getattr(record.outbox, end)(entry.id, error)
    record.outbox.requeue(entry.id, now=NOW, absent=absent)
    again = claim_one(record)
    assert (again.attempts, again.error) == (1, expected)


@pytest.mark.parametrize("delivered", [True, False], ids=["delivered", "on its way"])
def test_what_arrived_or_is_on_its_way_is_not_sent_again(record: Record, delivered: bool) -> None:
    put(record, make_alert())
    entry = claim_one(record)
    if delivered:
        record.outbox.delivered(entry.id, "C1/1", NOW)
    with pytest.raises(UsageError, match=r"only what did not arrive"):
        record.outbox.requeue(entry.id, now=NOW)


def test_an_unknown_number_is_a_usage_error(record: Record) -> None:
    for refused in (
        lambda: record.outbox.get(9),
        lambda: record.outbox.requeue(9, now=NOW),
        lambda: record.outbox.dead(9, "x"),
    ):
        with pytest.raises(UsageError, match="no alert 9"):
            refused()


def test_what_a_dead_deliverer_left_comes_back_marked_as_perhaps_arrived(record: Record) -> None:
    put(record, make_alert())
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    entry = claim_one(record)
    with record._database.writing() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox SET claimed_by = ?", (f"{record.outbox._host}/{dead.pid}",)
        )
    (again,) = record.outbox.claim(NOW, 10)
    assert (again.id, again.attempts, again.error) == (entry.id, 2, INTERRUPTED)


def test_a_living_deliverer_is_left_alone_until_its_time_is_up(record: Record) -> None:
    put(record, make_alert())
    claim_one(record)
    assert record.outbox.recover(NOW + CLAIM / 2) == 0
    assert record.outbox.recover(NOW + CLAIM) == 1
    assert record.outbox.get(1).state is Delivery.RETRY


def test_a_deliverer_on_another_host_is_believed_alive(record: Record) -> None:
    put(record, make_alert())
    Outbox(record._database, host="elsewhere").claim(NOW, 1)
    assert record.outbox.recover(NOW + CLAIM / 2) == 0


def test_two_deliverers_never_take_the_same_alert(record: Record, state_dir: object) -> None:
    put(record, *(make_alert(str(number)) for number in range(40)))
    script = (
        "import sys, pathlib, datetime; from leakwatch.record import open_record\n"
        "now = datetime.datetime(2026, 4, 1, 9, tzinfo=datetime.UTC)\n"
        "with open_record(pathlib.Path(sys.argv[1]), sealing_key=None, now=now) as record:\n"
        "    print('ready', flush=True); input()\n"
        "    while entries := record.outbox.claim(now, 1):\n"
        "        print(entries[0].alert.key, flush=True)\n"
        "        record.outbox.delivered(entries[0].id, 'C1/1', now)\n"
    )
    command = [sys.executable, "-c", script, str(state_dir)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(3)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    taken = [key for process in running for key in process.communicate("go\n")[0].split()]
    assert sorted(taken, key=int) == [str(number) for number in range(40)]
