"""Findings that a sweep did not show: missing at first, and gone when their own pages say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import SealError
from leakwatch.extract import canonical_url
from leakwatch.models import Answer, Check, Kind, Sighting, Status
from leakwatch.record.evidence import facts_of
from leakwatch.record.history import note
from leakwatch.record.identity import WITHHELD
from leakwatch.record.merge import decide_unseen
from leakwatch.record.outbox_status import News, tell
from leakwatch.record.plan import Plan
from leakwatch.record.rows import FindingRow
from leakwatch.record.sealing import Vault

_ENDED = (Status.GONE, Status.CLOSED)
#: Whoever takes our name off his profile is registered all the same.
_REGISTERED = frozenset({Kind.REGISTRATION, Kind.FORMER_REGISTRATION})


@dataclass
class Looks:
    """What one sweep learned of what it did not show; kept in memory only, addresses and all."""

    present: set[str] = field(default_factory=set)  #: identities seen, though perhaps no finding
    checks: dict[str, Check] = field(default_factory=dict)  #: by the address that was asked
    _shown: dict[str, str] = field(default_factory=dict)  #: address → the sighting it showed
    _shared: set[str] = field(default_factory=set)  #: addresses that showed several
    _sightings: set[str] = field(default_factory=set)
    _kept: int = 0  #: pages of one sighting each that were as they had been

    def note(self, sighting: Sighting, plain: str) -> None:
        """A sighting; `plain` is the digest of its identity."""
        address = canonical_url(sighting.url)
        self._sightings.add(plain)
        if self._shown.setdefault(address, plain) != plain:
            self._shared.add(address)

    def note_kept(self) -> None:
        """A page that shows one sighting, and did not have to be read for it."""
        self._kept += 1

    def settle(self, row: FindingRow, url: str | None, *, now: datetime) -> Check | None:
        """What is known of `row` without asking its page; None when that has to be asked.

        An entry without a page of its own is gone with two clean readings of the page that showed
        it: there is nothing else that could be asked. A page that shows one other than before may
        have been renamed by its definition: it is there.
        """
        if row.identity in self.present:
            registered = Kind(row.kind) in _REGISTERED
            answer = Answer.THERE if registered else Answer.GONE
            return Check(answer=answer, how="not_said", at=now)
        if url is None:
            return Check(answer=Answer.UNKNOWN, how="no_address", at=now)
        address = canonical_url(url)
        if address in self._shared or self._is_crowded:
            return Check(answer=Answer.GONE, how="not_on_page", at=now)
        if address in self._shown:
            return Check(answer=Answer.THERE, how="http_200", at=now)
        return None

    @property
    def _is_crowded(self) -> bool:
        """Whether the source shows most of its entries several to a page."""
        own = len(self._shown) - len(self._shared) + self._kept
        return bool(self._shared) and 2 * own < len(self._sightings) + self._kept


def addresses_in_doubt(
    session: Session, plan: Plan, *, vault: Vault, looks: Looks, now: datetime
) -> Iterator[str]:
    """Where to ask for what was missing before, and is again not shown up to now."""
    if not plan.tracks_absence:
        return
    for row in _unseen(session, plan, vault=vault, looks=looks):
        url = _url(row)
        if row.missing_since is not None and looks.settle(row, url, now=now) is None:
            assert url is not None
            yield url


def mark_unseen(session: Session, plan: Plan, *, vault: Vault, looks: Looks, now: datetime) -> None:
    """Enter what a sweep that read its source to the end did not show."""
    gone = []
    for row in list(_unseen(session, plan, vault=vault, looks=looks)):
        check = _check(row, looks, now) if row.missing_since is not None else None
        _mark(session, row, plan, check=check, now=now)
        if row.status == Status.GONE:
            gone.append(News(number=row.number or 0, reply=True))
    tell(session, gone, now=now)


def _unseen(session: Session, plan: Plan, *, vault: Vault, looks: Looks) -> Iterator[FindingRow]:
    unseen = select(FindingRow).where(
        col(FindingRow.source) == plan.source.name,
        col(FindingRow.last_sweep) != plan.sweep,
        col(FindingRow.status).not_in(_ENDED),
        col(FindingRow.identity) != WITHHELD,
    )
    for row in session.scalars(unseen):
        judged_alike = (row.watchlist_digest, row.rules_digest) == plan.digests()
        if row.identity in looks.present and not judged_alike:
            continue  # the page is there; it is we who look for something else now
        if row.confidential and not vault.is_open:
            continue  # without the key its page cannot be told from others
        yield row


def _check(row: FindingRow, looks: Looks, now: datetime) -> Check:
    url = _url(row)
    settled = looks.settle(row, url, now=now)
    asked = looks.checks.get(url or "")
    return settled or asked or Check(answer=Answer.UNKNOWN, how="not_asked", at=now)


def _url(row: FindingRow) -> str | None:
    if row.detail is None:
        return row.url
    try:
        url = row.detail.open().get("url")
    except SealError:
        return None
    return None if url is None else str(url)


def _mark(
    session: Session, row: FindingRow, plan: Plan, *, check: Check | None, now: datetime
) -> None:
    change = decide_unseen(Status(row.status), answer=check.answer if check else None)
    if change.status is Status.GONE:
        row.gone_from, row.snoozed_until = row.status, None
    row.status = change.status.value
    row.missing_since = row.missing_since or now
    for act in change.acts:
        note(session, row, act, now=check.at if check else now, entries=facts_of(plan.sweep, check))
