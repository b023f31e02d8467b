"""A digest as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from leakwatch.models import Blind, Digest, Expiring, Sight

_MOMENTS = ("since", "until")
_LISTS = ("blind", "expiring", "never_swept")


def dump_digest(digest: Digest | None) -> dict[str, Any] | None:
    """`digest` as JSON holds it."""
    if digest is None:
        return None
    values = {one.name: getattr(digest, one.name) for one in fields(digest)}
    plain = {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()
    }
    return {
        **plain,
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "never_swept": list(digest.never_swept),
        "blind": [
            {
                "source": one.source,
                "sight": one.sight.value,
                "reasons": list(one.reasons),
                "since": one.since.isoformat() if one.since else None,
            }
            for one in digest.blind
        ],
        "expiring": [
            {"what": one.what, "id": one.id, "on": one.on.isoformat()} for one in digest.expiring
        ],
    }


def load_digest(values: Mapping[str, Any] | None) -> Digest | None:
    """What `dump_digest` wrote; what a later version added is left out."""
    if values is None:
        return None
    known = {one.name for one in fields(Digest)} - {*_MOMENTS, *_LISTS}
    return Digest(
        since=datetime.fromisoformat(values["since"]),
        until=datetime.fromisoformat(values["until"]),
        never_swept=tuple(values["never_swept"]),
        blind=tuple(
            Blind(
                source=one["source"],
                sight=Sight(one["sight"]),
                reasons=tuple(one["reasons"]),
                since=datetime.fromisoformat(one["since"]) if one["since"] else None,
            )
            for one in values["blind"]
        ),
        expiring=tuple(
            Expiring(what=one["what"], id=one["id"], on=date.fromisoformat(one["on"]))
            for one in values["expiring"]
        ),
        **{name: value for name, value in values.items() if name in known},
    )
