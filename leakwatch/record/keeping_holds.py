"""Legal holds: what they cover, and how deletion asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import HOLDING, Hold, HoldState, person_of
from leakwatch.record.keeping_cover import covered, is_known
from leakwatch.record.rows_keeping import HoldRow

#: Days for which a hold that nobody approved stops deletion: what is deleted meanwhile is lost.
ASKED_DAYS = 7


def held(session: Session) -> frozenset[str]:
    """Labels of everything that may not be deleted, and `person:ROSTER_ID` of whom it concerns."""
    return frozenset(_holds_on(session))


def require_free(session: Session, *labels: str) -> None:
    """Refuse to delete what a hold covers. Raises UsageError with the hold and its end."""
    holds = _holds_on(session)
    for label in labels:
        hold = holds.get(label) or holds.get(label.partition("/")[0])
        if hold is not None:
            raise UsageError(
                N_(
                    "{label} is under legal hold {hold} until {until}: nothing of it is deleted"
                    " before that, or before leakwatch cases release {hold} is approved"
                ),
                label=label,
                hold=hold.label,
                until=hold.until.isoformat(),
            )


def is_held(held_labels: frozenset[str], *labels: str) -> bool:
    """Whether one of `labels`, or what it is a part of, is among what is held."""
    return any(one in held_labels or one.partition("/")[0] in held_labels for one in labels)


def require_known(session: Session, about: str) -> str:
    """`about` as labels are written, if it exists. Raises UsageError."""
    given = about.strip()
    label = given if person_of(given) else given.upper()
    if not is_known(session, label):
        raise UsageError(
            N_(
                "{label} is nothing that can be held: write a case as C-3, a finding as F-1042, a"
                " campaign as K-1 or a person as person:ROSTER_ID, as the lists show them"
            ),
            label=given,
        )
    return label


def subjects_of(session: Session, about: str) -> tuple[str, ...]:
    """`person:ROSTER_ID` of all whom `about` concerns, for the rule that nobody acts on himself."""
    return tuple(sorted(one for one in covered(session, about) if person_of(one)))


def overdue(session: Session, today: date) -> Iterator[tuple[HoldRow, HoldState]]:
    """Holds whose time is over, with what they become."""
    for row in session.scalars(_current()).all():
        # also where its release was asked for meanwhile: that is no second person's yes to it
        alone = row.approved_by is None
        if alone and row.asked_at.date() + timedelta(ASKED_DAYS) < today:
            yield row, HoldState.LAPSED
        elif row.until < today:
            yield row, HoldState.EXPIRED


def hold_of(row: HoldRow) -> Hold:
    assert row.id is not None
    return Hold(
        number=row.id,
        about=row.about,
        state=HoldState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        until=row.until,
        approved_by=row.approved_by,
        release_asked_by=row.release_asked_by,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )


def _holds_on(session: Session) -> dict[str, Hold]:
    holds: dict[str, Hold] = {}
    for row in session.scalars(_current()):
        hold = hold_of(row)
        for label in covered(session, row.about):
            holds.setdefault(label, hold)
    return holds


def _current() -> Select[HoldRow]:
    states = sorted(state.value for state in HOLDING)
    return select(HoldRow).where(col(HoldRow.state).in_(states)).order_by(col(HoldRow.id))
