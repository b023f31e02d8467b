"""Tombstones: what was deleted is not reported anew while what it rests on is the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Cause, Finding, Sighting, Suppressed, Tombstone
from leakwatch.record import identity
from leakwatch.record.rows import FindingRow
from leakwatch.record.rows_keeping import TombstoneRow
from leakwatch.record.sealing import Vault

#: Name under which sweeps count what they stopped.
RULE = "tombstone"


def bury(
    session: Session, vault: Vault, row: FindingRow, *, cause: Cause, until: date, now: datetime
) -> None:
    """Put a tombstone in the place of `row`, which is about to be emptied. Raises SealError."""
    if row.identity == identity.WITHHELD or not row.signature:
        return  # nothing was kept by which it could be told again
    where, members = row.identity, set(row.signature)
    if not row.confidential:
        where = identity.keyed(vault, where)
        members = {identity.keyed(vault, one) for one in members}
    session.add(
        TombstoneRow(
            key=_key(vault, row.source, where, row.kind, row.subject),
            signature=sorted(members),
            source=row.source,
            kind=row.kind,
            cause=cause.value,
            at=now,
            until=until,
        )
    )


@dataclass(slots=True)
class _Stone:
    number: int
    kind: str
    signature: frozenset[str]
    stopped: int = 0
    lifted: bool = False


@dataclass
class Tombstones:
    """Those of one source, as its sweep asks them; what they did is written at its end.

    Without the key none can be asked, as nothing that was found can be told from anything else.
    """

    _vault: Vault
    _stones: dict[str, list[_Stone]] = field(default_factory=dict)

    def passed(self, sighting: Sighting, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """`findings` without those that a tombstone stops."""
        if not self._stones or not findings:
            return findings
        plain = identity.sighting_digest(sighting.source, sighting.identity)
        where = identity.keyed(self._vault, plain)
        return tuple(one for one in findings if not self._stops(one, where))

    def counted(self) -> tuple[Suppressed, ...]:
        """What they stopped, by tombstone."""
        return tuple(
            Suppressed(rule=RULE, entry=f"T-{one.number}", matched=one.kind, count=one.stopped)
            for one in self._each()
            if one.stopped
        )

    def write(self, session: Session, *, now: datetime) -> None:
        """Note what they stopped, and which are lifted since something new was found."""
        for stone in self._each():
            row = session.get(TombstoneRow, stone.number)
            if row is None:
                continue
            if stone.stopped:
                row.stopped, row.stopped_at = row.stopped + stone.stopped, now
            if stone.lifted:
                row.lifted_at = row.lifted_at or now

    def _stops(self, finding: Finding, where: str) -> bool:
        source = finding.sighting.source
        stones = self._stones.get(
            _key(self._vault, source, where, finding.kind.value, finding.subject), []
        )
        if not stones:
            return False
        members = {identity.keyed(self._vault, identity.member_digest(hit)) for hit in finding.hits}
        standing = [one for one in stones if not one.lifted]
        stopping = next((one for one in standing if members <= one.signature), None)
        if stopping is not None:
            stopping.stopped += 1
            return True
        for one in standing:
            one.lifted = True  # it is in the log again, where the next sweep has to find it
        return False

    def _each(self) -> Iterable[_Stone]:
        return (one for stones in self._stones.values() for one in stones)


def load_tombstones(session: Session, vault: Vault, source: str, *, today: date) -> Tombstones:
    """The tombstones of `source` that stand today."""
    stones: dict[str, list[_Stone]] = {}
    if vault.is_open:
        standing = select(TombstoneRow).where(
            col(TombstoneRow.source) == source,
            col(TombstoneRow.lifted_at).is_(None),
            col(TombstoneRow.until) >= today,
        )
        for row in session.scalars(standing):
            assert row.id is not None
            stone = _Stone(row.id, row.kind, frozenset(row.signature))
            stones.setdefault(row.key, []).append(stone)
    return Tombstones(vault, stones)


def tombstone_of(row: TombstoneRow) -> Tombstone:
    assert row.id is not None
    return Tombstone(
        number=row.id,
        source=row.source,
        kind=row.kind,
        cause=Cause(row.cause),
        at=row.at,
        until=row.until,
        stopped=row.stopped,
        stopped_at=row.stopped_at,
        lifted_at=row.lifted_at,
    )


def _key(vault: Vault, source: str, where: str, kind: str, subject: str) -> str:
    return vault.keyed(RULE, identity.digest(source, where, kind, subject))
