"""The charter gate: without purpose, authority and notice nobody is watched by name."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from operator import itemgetter

from leakwatch.config.schema.charter import CharterFile
from leakwatch.errors import N_
from leakwatch.models import Charter, CharterState, WatchGroup

#: Hexadecimal digits of a hash: collisions of 64 bits are no concern among a few charters.
_DIGITS = 16

#: Without these the gate is closed; what came later is asked for by `charter check` only.
REQUIRED = (
    "purpose",
    "legal_basis",
    "responsible",
    "deputy",
    "retention_days",
    "notice_date",
    "valid_until",
)


def missing_charter(file: str) -> CharterState:
    return CharterState(
        charter=None,
        problem=N_(
            "nobody is watched by name: there is no charter ({file}); write one with purpose, legal"
            " basis, responsible person, deputy, retention, notice and validity"
        ),
        values={"file": file},
    )


def complete_charter(written: CharterFile) -> Charter | None:
    """What is written, whatever the day, once nothing that the gate asks for is empty."""
    return None if _empty(written) else _charter(written)


def _empty(written: CharterFile) -> list[str]:
    return [key for key in REQUIRED if not getattr(written, key)]


def charter_state(written: CharterFile, *, file: str, today: date) -> CharterState:
    """The gate as it stands on `today`: open, or closed with the reason."""
    empty = _empty(written)
    if empty:
        return CharterState(
            charter=None,
            problem=N_("nobody is watched by name: {file} is incomplete (empty: {keys})"),
            values={"file": file, "keys": ", ".join(empty)},
        )
    return _on(_charter(written), file=file, today=today)


def still_open(state: CharterState, *, file: str, today: date) -> CharterState:
    """`state` as it is on another day: a charter expires while a program runs."""
    if state.charter is None:
        return state
    return _on(state.charter, file=file, today=today)


def _on(charter: Charter, *, file: str, today: date) -> CharterState:
    for fails, problem in (
        (
            charter.valid_until < today,
            N_("nobody is watched by name: {file} expired on {until}; have it renewed"),
        ),
        (
            charter.notice_date > today,
            N_("nobody is watched by name: by {file} the staff is told on {notice} only"),
        ),
        (
            charter.responsible == charter.deputy,
            N_("nobody is watched by name: in {file} the responsible person is his own deputy"),
        ),
    ):
        if fails:
            return CharterState(
                charter=None,
                problem=problem,
                values={
                    "file": file,
                    "until": charter.valid_until.isoformat(),
                    "notice": charter.notice_date.isoformat(),
                },
            )
    return CharterState(charter=charter)


def _charter(written: CharterFile) -> Charter:
    assert written.retention_days
    assert written.notice_date
    assert written.valid_until
    return Charter(
        purpose=written.purpose,
        legal_basis=written.legal_basis,
        responsible=written.responsible,
        deputy=written.deputy,
        retention_days=written.retention_days,
        notice_date=written.notice_date,
        valid_until=written.valid_until,
        version=_version(written),
        scope=written.scope,
        authority=written.authority,
        notice=written.notice,
        consultation=written.consultation,
        consulted_on=written.consulted_on,
        groups=tuple(
            WatchGroup(
                id=group.id, reason=group.reason, until=group.until, approved_by=group.approved_by
            )
            for group in written.groups
        ),
        seals_captures=written.seals_captures,
        names_readers=written.names_readers,
    )


def _version(written: CharterFile) -> str:
    """Hash of what the charter says; comments, order and line breaks do not change it.

    A key that was not always there counts once it says something: a new release is no new charter.
    """
    dumped = written.model_dump(mode="json")
    dumped["groups"] = sorted(dumped.get("groups") or (), key=itemgetter("id"))
    content = {
        key: " ".join(str(value).split())
        for key, value in dumped.items()
        if key in REQUIRED or value
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
