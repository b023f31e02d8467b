"""The charter as it was at each time, and who may be watched under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import Charter, CharterVersion, WatchGroup
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.rows_charters import CharterRow

_FIELDS = frozenset(field.name for field in fields(Charter))
_DATES = ("notice_date", "valid_until", "consulted_on")


class Charters:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def note(self, charter: Charter, *, actor: str, now: datetime) -> bool:
        """Keep `charter` when it differs from the one noted last; whether it does.

        Raises SealError. A charter that comes back as it was before is a line of its own.
        """
        if self._last() == charter.version:
            return False
        with self._database.writing(durable=True) as session:
            session.add(
                CharterRow(version=charter.version, first_seen=now, by=actor, detail=_dump(charter))
            )
            self._audit.enter(
                session,
                "charter.version",
                actor=actor,
                subject=charter.version,
                reason=None,
                now=now,
            )
        return True

    def list(self) -> tuple[CharterVersion, ...]:
        """Oldest first, without their texts."""
        with self._database.reading() as session:
            rows = session.scalars(select(CharterRow).order_by(col(CharterRow.id)))
            return tuple(
                CharterVersion(version=row.version, first_seen=row.first_seen, by=row.by)
                for row in rows
            )

    def get(self, version: str) -> CharterVersion:
        """The charter that findings stamped `version` were made under.

        Raises UsageError when there is none, and SealError.
        """
        wanted = select(CharterRow).where(col(CharterRow.version) == version)
        with self._database.reading() as session:
            row = session.scalars(wanted.order_by(col(CharterRow.id)).limit(1)).first()
            if row is None:
                raise UsageError(
                    N_("no charter {version} was noted: leakwatch charter versions lists them"),
                    version=version,
                )
            return CharterVersion(
                version=row.version,
                first_seen=row.first_seen,
                by=row.by,
                charter=_load(row.detail.open()),
            )

    def _last(self) -> str | None:
        newest = select(col(CharterRow.version)).order_by(col(CharterRow.id).desc()).limit(1)
        with self._database.reading() as session:
            return session.scalars(newest).first()


def _dump(charter: Charter) -> dict[str, Any]:
    values = asdict(charter)
    for name in _DATES:
        values[name] = values[name].isoformat() if values[name] else None
    for group in values["groups"]:
        group["until"] = group["until"].isoformat()
    return values


def _load(values: Mapping[str, Any]) -> Charter:
    """What `_dump` wrote; fields of another version are left out."""
    known: dict[str, Any] = {name: value for name, value in values.items() if name in _FIELDS}
    for name in _DATES:
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    known["groups"] = tuple(
        WatchGroup(**{**group, "until": date.fromisoformat(group["until"])})
        for group in known.get("groups", ())
    )
    return Charter(**known)
