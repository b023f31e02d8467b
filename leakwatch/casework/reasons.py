"""The reason that an act has to have, where it must say why."""

from __future__ import annotations

from leakwatch.errors import N_, UsageError

NEEDS_REASON = N_("{label}: this needs a reason: --reason TEXT")


def is_reasoned(reason: str | None) -> bool:
    return bool((reason or "").strip())


def require_reason(reason: str | None, label: str) -> None:
    """Refuse an act on `label` without one. Raises UsageError."""
    if not is_reasoned(reason):
        raise UsageError(NEEDS_REASON, label=label)
