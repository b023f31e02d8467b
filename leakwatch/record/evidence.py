"""What an absence can be proved by: facts in a finding's history, and how they are read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Absence, Answer, Check, Miss
from leakwatch.record.rows import HistoryRow, SweepRow

_SWEEP = "sweep "
#: act → what the check behind it had answered
ANSWERS = {"gone": Answer.GONE, "unlisted": Answer.THERE, "unchecked": Answer.UNKNOWN}
#: Acts whose line holds facts in place of entries of the watchlist.
FACTUAL = frozenset({"missing", *ANSWERS})
#: Acts that end an absence.
_SEEN = frozenset({"found", "reopened", "returned"})


def facts_of(sweep: int, check: Check | None) -> list[str]:
    """What the line of a sweep that did not show a finding holds."""
    return [f"{_SWEEP}{sweep}", *([check.how] if check else [])]


def absence_of(session: Session, lines: Sequence[HistoryRow]) -> Absence | None:
    """The absence that `lines`, a finding's history, end in; None when it was seen last."""
    seen = max((at for at, line in enumerate(lines) if line.act in _SEEN), default=-1)
    since = [line for line in lines[seen + 1 :] if line.act in FACTUAL]
    if not since:
        return None
    gone = [line.at for line in since if line.act == "gone"]
    return Absence(
        since=since[0].at,
        sweeps=_misses(session, since),
        checks=tuple(
            Check(answer=ANSWERS[line.act], how=how, at=line.at)
            for line in since
            if line.act in ANSWERS
            for how in line.entries[1:2]
        ),
        gone_at=gone[-1] if gone else None,
    )


def _misses(session: Session, lines: Iterable[HistoryRow]) -> tuple[Miss, ...]:
    numbers = dict.fromkeys(
        int(fact.removeprefix(_SWEEP))
        for line in lines
        for fact in line.entries[:1]
        if fact.startswith(_SWEEP)
    )
    ended: dict[int, datetime | None] = {
        row.id: row.ended_at
        for row in session.scalars(select(SweepRow).where(col(SweepRow.id).in_(list(numbers))))
        if row.id is not None
    }
    return tuple(Miss(sweep=number, at=ended.get(number)) for number in numbers)
