from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st
from sqlalchemy.dialects import sqlite

from leakwatch.errors import RecordError, SealError
from leakwatch.record import Record
from leakwatch.record.columns import PageText, Sealed, UtcDateTime, storable
from leakwatch.record.rows import LeaseRow, MetaRow
from tests.logged import NOW

DIALECT = sqlite.dialect()


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 4, 1), DIALECT)  # noqa: DTZ001 - the point


def test_a_naive_moment_reaches_nobody_through_the_record(record: Record) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(RecordError):
        record.outbox.claim(naive, 1)


def test_a_moment_of_any_zone_comes_back_in_utc(record: Record) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    with record._database.writing() as session:
        session.add(
            LeaseRow(domain="a", holder="b", pid=1, host="c", acquired_at=tokyo, expires_at=tokyo)
        )
    with record._database.reading() as session:
        moment = session.get_one(LeaseRow, "a").expires_at
    assert moment == NOW
    assert moment.tzinfo is UTC


def test_no_moment_stays_no_moment() -> None:
    assert UtcDateTime().process_bind_param(None, DIALECT) is None
    assert UtcDateTime().process_result_value(None, DIALECT) is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_text_that_databases_take_is_left_alone(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize("text", ["\0", "\ud800", "\udfff東", "a\0\ud83d"], ids=ascii)
def test_text_that_databases_refuse_is_made_storable(text: str) -> None:
    kept = PageText().process_bind_param(text, DIALECT)
    assert kept is not None
    assert "\0" not in kept
    assert kept.encode()


def test_a_sealed_column_without_an_open_vault_refuses_to_write() -> None:
    with pytest.raises(SealError):
        Sealed().process_bind_param("東雲", sqlite.dialect())


def test_a_sealed_column_holds_no_clear_text_and_opens_on_demand(record: Record) -> None:
    with record._database.writing() as session:
        session.add(MetaRow(name="test", sealed={"名": ["東雲", None]}))
    with record._database.reading() as session:
        raw = session.connection().exec_driver_sql("SELECT sealed FROM meta WHERE name='test'")
        token = raw.scalar_one()
        value = session.get_one(MetaRow, "test").sealed
    assert "東雲".encode() not in token
    assert repr(value) == "SealedValue(…)"
    assert value.open() == {"名": ["東雲", None]}


def test_a_sealed_value_moves_to_another_row_without_being_opened(record: Record) -> None:
    with record._database.writing() as session:
        session.add(MetaRow(name="one", sealed="秘"))
    with record._database.writing() as session:
        session.add(MetaRow(name="other", sealed=session.get_one(MetaRow, "one").sealed))
    with record._database.reading() as session:
        assert session.get_one(MetaRow, "other").sealed.open() == "秘"
