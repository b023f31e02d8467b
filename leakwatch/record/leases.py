"""Who is on which domain: never two sweeps on one at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, LeaseTaken
from leakwatch.record.database import Database
from leakwatch.record.processes import is_alive
from leakwatch.record.rows import LeaseRow

_TAKEN = N_("{domain} is taken by {holder} (process {pid} on {host}): one sweep at a time")


class Leases:
    def __init__(self, database: Database, *, host: str) -> None:
        self._database, self._host = database, host

    def acquire(
        self, domains: Iterable[str], *, holder: str, pid: int, now: datetime, ttl: timedelta
    ) -> None:
        """Take all of `domains` or none. Raises LeaseTaken, which names domain and holder.

        A domain is taken with what lies below it. A lease that ran out, or whose process on this machine is dead, is taken over.
        """
        wanted = _sites(domains)
        with self._database.writing() as session:
            for lease in _near(session, wanted):
                if self._is_live(lease, now):
                    raise _taken(lease)
                session.delete(lease)
            session.flush()
            session.add_all(
                LeaseRow(
                    domain=domain,
                    holder=holder,
                    pid=pid,
                    host=self._host,
                    acquired_at=now,
                    expires_at=now + ttl,
                )
                for domain in wanted
            )

    def renew(self, domains: Iterable[str], *, pid: int, now: datetime, ttl: timedelta) -> None:
        """Hold on for another `ttl`. Raises LeaseTaken when somebody else took a domain over.

        Writes only when a quarter of the time is spent, since it is called for every page.
        """
        wanted = _sites(domains)
        with self._database.reading() as session:
            ours = {row.domain: row for row in _held(session, wanted) if self._is_ours(row, pid)}
        if len(ours) == len(wanted) and all(
            row.expires_at - now > ttl * 3 / 4 for row in ours.values()
        ):
            return
        with self._database.writing() as session:
            rows = {row.domain: row for row in _held(session, wanted)}
            for domain in wanted:
                row = rows.get(domain)
                if row is None:
                    raise LeaseTaken(_TAKEN, domain=domain, holder="-", pid="-", host="-")
                if not self._is_ours(row, pid):
                    raise _taken(row)
                row.expires_at = now + ttl

    def release(self, domains: Iterable[str], *, pid: int) -> None:
        """Give back what process `pid` holds of `domains`."""
        with self._database.writing() as session:
            session.execute(
                delete(LeaseRow).where(
                    col(LeaseRow.domain).in_(_sites(domains)),
                    col(LeaseRow.pid) == pid,
                    col(LeaseRow.host) == self._host,
                )
            )

    def _is_ours(self, lease: LeaseRow, pid: int) -> bool:
        return lease.pid == pid and lease.host == self._host

    def _is_live(self, lease: LeaseRow, now: datetime) -> bool:
        if lease.expires_at <= now:
            return False
        return lease.host != self._host or is_alive(lease.pid)


def _sites(domains: Iterable[str]) -> list[str]:
    """`domains` as leases are written: `www.` is the same site as the name behind it."""
    return sorted({domain.lower().rstrip(".").removeprefix("www.") for domain in domains})


def _near(session: Session, wanted: list[str]) -> list[LeaseRow]:
    """Leases on `wanted`, on what lies below them, and on what they lie below.

    A sweep of a domain visits the hosts below it as well.
    """
    rows = session.scalars(select(LeaseRow).order_by(col(LeaseRow.domain)))
    return [row for row in rows if any(_touch(row.domain, domain) for domain in wanted)]


def _touch(one: str, other: str) -> bool:
    return f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}")


def _held(session: Session, domains: list[str]) -> list[LeaseRow]:
    wanted = select(LeaseRow).where(col(LeaseRow.domain).in_(domains))
    return list(session.scalars(wanted.order_by(col(LeaseRow.domain))))


def _taken(lease: LeaseRow) -> LeaseTaken:
    return LeaseTaken(
        _TAKEN, domain=lease.domain, holder=lease.holder, pid=lease.pid, host=lease.host
    )
