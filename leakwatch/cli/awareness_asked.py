"""What is typed of an announcement, read: its label, the kind, fields and words of its letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leakwatch.cli.labels import read_label
from leakwatch.errors import N_, UsageError
from leakwatch.models import FOR_STAFF, LetterKind

if TYPE_CHECKING:
    from leakwatch.app.staff_letters import OwnText
    from leakwatch.casework.letter_fields import Value


def announcement_number(label: str) -> int:
    """1 of `A-1`, `a1` or `1`. Raises UsageError."""
    message = N_("{label} is no announcement: write it as A-1 (leakwatch awareness list)")
    return read_label(label, sort="A", message=message)


def own_text(title: str, file: Path | None) -> OwnText | None:
    """The text in `file`. Raises UsageError."""
    from leakwatch.app.staff_letters import OwnText

    if file is None:
        return None
    try:
        return OwnText(subject=title, body=file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or N_("it is not UTF-8")
        message = N_("{file} cannot be read ({reason}): save it as UTF-8 text")
        raise UsageError(message, file=file, reason=reason) from error


def letter_fields(written: list[str] | None) -> dict[str, Value]:
    """Raises UsageError for what is no field."""
    from leakwatch.casework.letter_fields import read_fields

    return read_fields(written or ())


def letter_kind(name: str) -> LetterKind:
    """Raises UsageError for what is no letter to the staff."""
    if name not in FOR_STAFF:
        raise UsageError(
            N_("{kind} is no letter to the staff: write {known}"),
            kind=name,
            known=", ".join(sorted(FOR_STAFF)),
        )
    return LetterKind(name)
