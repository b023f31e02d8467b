"""Reasons that a command asks for, refused when they are empty."""

from __future__ import annotations

from leakwatch.errors import N_, UsageError


def given(reason: str | None) -> str:
    """The reason of an act. Raises UsageError."""
    return _asked(reason, N_("this needs --reason TEXT: it is entered in the audit trail"))


def to_reveal(reason: str | None) -> str:
    """The reason for looking into what is sealed. Raises UsageError."""
    return _asked(reason, N_("--reveal needs --reason TEXT: it is entered in the audit trail"))


def _asked(reason: str | None, message: str) -> str:
    if reason is None or not reason.strip():
        raise UsageError(message)
    return reason
