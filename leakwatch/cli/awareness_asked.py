"""What is typed of an announcement, read: its label, the kind, fields and words of its letter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from leakwatch.errors import N_, UsageError
from leakwatch.models import FOR_STAFF, LetterKind

if TYPE_CHECKING:
    from leakwatch.app.staff_letters import OwnText
    from leakwatch.casework.letter_fields import Value

_LABEL = re.compile(r"(?:A-?)?([1-9][0-9]{0,8})", re.ASCII | re.IGNORECASE)


def announcement_number(label: str) -> int:
    """1 of `A-1`, `a1` or `1`. Raises UsageError."""
    found = _LABEL.fullmatch(label.strip())
    if found is None:
        message = N_("{label} is no announcement: write it as A-1 (leakwatch awareness list)")
        raise UsageError(message, label=label)
    return int(found[1])


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
