"""What `db verify` says of an outbox that does not hang together."""

from __future__ import annotations

import pytest

from leakwatch.models import Form
from leakwatch.record import Record
from tests.factories import make_alert, make_alert_finding
from tests.logged import make_finding, make_public_source, make_sighting, sweep
from tests.outboxes import put


@pytest.fixture
def whole(record: Record) -> Record:
    source = make_public_source()
    sweep(record, source, make_finding(make_sighting(source)), alert_all=True)
    key = record.outbox.list()[0].key
    line = make_alert("line", kind="status", findings=(make_alert_finding(1001),))
    put(record, line, form=Form.REPLY, parent=key)
    assert record.verify() == ()
    return record


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE outbox SET parent = 'gone' WHERE id = 2", "alert 2 hangs on gone"),
        ("UPDATE outbox SET parent = NULL WHERE id = 2", "alert 2 answers or edits a message"),
        ("DELETE FROM alerted", "alert 1: no verdict would reach"),
    ],
)
def test_what_does_not_hang_together_is_named(whole: Record, statement: str, said: str) -> None:
    with whole._database.writing() as session:
        session.connection().exec_driver_sql(statement)
    (problem,) = whole.verify()
    assert said in problem.message.format(**problem.values)
