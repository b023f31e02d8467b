"""Real deletion of what was kept about one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Person, Status, person_subject
from leakwatch.record.explanation import without_entry
from leakwatch.record.history import note
from leakwatch.record.outbox_rows import TELLING
from leakwatch.record.outbox_status import News, retell, tell
from leakwatch.record.rows import FindingRow, OutboxRow, SuppressedRow
from leakwatch.text import fold_key


def erase_person(session: Session, person: Person, *, now: datetime) -> None:
    """Empty the person's findings, cut him out of others, and take his excerpts from the outbox.

    Raises SealError when something cannot be unsealed to be looked through.
    """
    subject, names = person_subject(person.id), _names(person)
    news = []
    for row in session.scalars(select(FindingRow)).all():
        if row.subject == subject:
            _empty(session, row, now)
            news.append(News(number=row.number or 0, reply=False))
        else:
            _cut_out(row, person, names)
    session.execute(delete(SuppressedRow).where(col(SuppressedRow.entry) == person.id))
    _rewrite(session, subject, names, now)
    tell(session, news, now=now)


def _rewrite(session: Session, subject: str, names: tuple[str, ...], now: datetime) -> None:
    """Take what shows the person out of every alert, and edit those that were posted already."""
    for row in session.scalars(select(OutboxRow)).all():
        alert = row.alert
        told = any(finding["subject"] == subject for finding in alert["findings"])
        addressed = _holds(alert["url"] or "", names)
        if told:
            row.excerpts = None
        if addressed:
            row.alert = {**alert, "url": None}
        if (told or addressed) and alert["kind"] in TELLING:
            retell(session, row, f"erased:{row.id}", now)


def is_found(session: Session, roster_id: str) -> bool:
    """Whether something is still kept about the person of that id."""
    found = select(col(FindingRow.number)).where(
        col(FindingRow.subject) == person_subject(roster_id), col(FindingRow.detail).is_not(None)
    )
    return session.scalars(found.limit(1)).first() is not None


def _empty(session: Session, row: FindingRow, now: datetime) -> None:
    row.detail = row.url = row.title = row.excerpts = row.explanation = None
    row.signature, row.content, row.reasons = [], "", []
    row.status, row.pending, row.snoozed_until = Status.CLOSED.value, None, None
    note(session, row, "erased", now=now)


def _cut_out(row: FindingRow, person: Person, names: tuple[str, ...]) -> None:
    sealed = row.detail is not None
    shown = row.detail.open() if sealed else _clear(row)
    cut: dict[str, Any] = {
        "explanation": without_entry(shown.get("explanation"), person.id),
        "url": None if _holds(shown["url"] or "", names) else shown["url"],
        "title": None if _holds(shown["title"] or "", names) else shown["title"],
        "excerpts": [
            excerpt
            for excerpt in shown["excerpts"] or []
            if excerpt["entry"] != person.id and not _holds(_text(excerpt), names)
        ],
    }
    if cut == shown:
        return
    if sealed:
        row.detail = cut
    else:
        row.url, row.title, row.excerpts = cut["url"], cut["title"], cut["excerpts"]
        row.explanation = cut["explanation"]


def _clear(row: FindingRow) -> dict[str, Any]:
    return {
        "url": row.url,
        "title": row.title,
        "excerpts": row.excerpts,
        "explanation": row.explanation,
    }


def _names(person: Person) -> tuple[str, ...]:
    """The full name as it may stand in a title or an address, folded."""
    latin = [fold_key(spelling) for spelling in person.romaji]
    full = [fold_key(person.surname + person.given)]
    if person.surname_kana and person.given_kana:
        full.append(fold_key(person.surname_kana + person.given_kana))
    joined = [_bare(spelling) for spelling in latin]
    return tuple({name for name in [*full, *latin, *joined] if name})


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _text(excerpt: dict[str, Any]) -> str:
    return f"{excerpt['before']}{excerpt['quote']}{excerpt['after']}"


def _holds(text: str, names: tuple[str, ...]) -> bool:
    folded = fold_key(text)
    bare = _bare(folded)
    return any(name in folded or _bare(name) in bare for name in names)
