"""Real deletion of what was kept about one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import UNKNOWN, Person, Status, person_of, person_subject
from leakwatch.record.evidence import FACTUAL
from leakwatch.record.explanation import without_entry
from leakwatch.record.history import note
from leakwatch.record.outbox_rows import TELLING
from leakwatch.record.outbox_status import News, retell, tell
from leakwatch.record.pages import forget_pages
from leakwatch.record.rows import FindingRow, HistoryRow, OutboxRow, SuppressedRow
from leakwatch.record.sealing import Vault
from leakwatch.text import fold_key

#: Beginning of the identity of a finding that was emptied: nothing that is seen bears it.
ERASED = "erased:"


def erase_person(session: Session, vault: Vault, person: Person, *, now: datetime) -> int:
    """Empty the person's findings, cut him out of others, and take his excerpts from the outbox.

    How many findings were emptied. Raises SealError when something cannot be unsealed to be looked
    through.
    """
    subject, names = person_subject(person.id), _names(person)
    own = []
    for row in session.scalars(select(FindingRow)).all():
        if row.subject == subject:
            own.append(row)
        else:
            _cut_out(row, person, names)
    erase_findings(session, vault, own, act="erased", now=now)
    session.execute(delete(SuppressedRow).where(col(SuppressedRow.entry) == person.id))
    _forget_entry(session, person.id)
    _rewrite(session, names, now)
    return len(own)


def erase_findings(
    session: Session, vault: Vault, rows: Sequence[FindingRow], *, act: str, now: datetime
) -> None:
    """Empty `rows`: only number, source, kind and days stay, and one line that says `act`.

    What the channels were told of them is cut down, and the posted messages are edited. The ledger
    forgets their pages, so that these are judged when they are seen again.
    """
    if not rows:
        return
    forget_pages(session, vault, rows)
    numbers = [row.number for row in rows if row.number is not None]
    session.execute(delete(HistoryRow).where(col(HistoryRow.finding).in_(numbers)))
    for row in rows:
        _empty(session, row, act, now)
    _cut_alerts(session, frozenset(numbers))
    tell(session, [News(number=number, reply=False) for number in numbers], now=now)


def _cut_alerts(session: Session, numbers: frozenset[int]) -> None:
    """Leave of these findings only their numbers in what was told; a new edit shows no more."""
    for row in session.scalars(select(OutboxRow)).all():
        told = [one["number"] for one in row.alert["findings"]]
        if numbers.isdisjoint(told):
            continue
        findings = [
            _bare_finding(one) if one["number"] in numbers else one for one in row.alert["findings"]
        ]
        row.alert = {**row.alert, "findings": findings, "url": None}
        if row.excerpts is not None:
            kept = {
                number: text
                for number, text in row.excerpts.open().items()
                if int(number) not in numbers
            }
            row.excerpts = kept or None


def _bare_finding(values: dict[str, Any]) -> dict[str, Any]:
    subject = UNKNOWN if person_of(values["subject"]) else values["subject"]
    return {**values, "subject": subject, "excerpt": "", "reasons": [], "new_entries": []}


def _forget_entry(session: Session, entry: str) -> None:
    """Take the id of who is deleted out of the histories of others' findings."""
    for line in session.scalars(select(HistoryRow)):
        if line.act not in FACTUAL and entry in line.entries:
            line.entries = [one for one in line.entries if one != entry]


def _rewrite(session: Session, names: tuple[str, ...], now: datetime) -> None:
    """Take addresses that name the person out of alerts, and edit those that were posted already."""
    for row in session.scalars(select(OutboxRow)).all():
        alert = row.alert
        if _holds(alert["url"] or "", names):
            row.alert = {**alert, "url": None}
            if alert["kind"] in TELLING:
                retell(session, row, f"erased:{row.id}", now)


def _empty(session: Session, row: FindingRow, act: str, now: datetime) -> None:
    row.detail = row.url = row.title = row.excerpts = row.explanation = None
    row.signature, row.content, row.reasons = [], "", []
    row.identity = f"{ERASED}{row.number}"
    row.subject = UNKNOWN if person_of(row.subject) else row.subject
    row.status, row.pending, row.snoozed_until = Status.CLOSED.value, None, None
    row.verdict = row.gone_from = None
    note(session, row, act, now=now)


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
