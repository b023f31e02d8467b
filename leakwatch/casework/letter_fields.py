"""The fields that a letter may show, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from leakwatch.errors import N_, UsageError

#: What a field holds: nothing, a text, a day, a number or a list of texts.
Value = str | date | int | tuple[str, ...] | None

#: Field → what it holds, for those who edit templates.
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "sender.company": N_("our company's official name (casework.yaml)"),
        "sender.corporate_number": N_("its corporate number (casework.yaml)"),
        "sender.address": N_("its postal address (casework.yaml)"),
        "sender.department": N_("the department that writes (casework.yaml)"),
        "sender.name": N_("who signs (casework.yaml)"),
        "sender.mail": N_("mail address for answers (casework.yaml)"),
        "sender.phone": N_("telephone number for answers (casework.yaml)"),
        "recipient.company": N_("company that is written to (operator, in the source's file)"),
        "recipient.department": N_("its department, where known"),
        "recipient.name": N_("person that is written to, where one is"),
        "platform.name": N_("name of the service (title, in the source's file)"),
        "letter.date": N_("day on which it is written"),
        "letter.reference": N_("label that the answer should bear"),
        "letter.answer_by": N_("day by which an answer is asked for"),
        "owner.names": N_("names of our company (watchlist.yaml)"),
        "owner.domains": N_("domains of our company and its group (watchlist.yaml)"),
        "owner.subsidiaries": N_("other companies of the group (watchlist.yaml)"),
        "earlier.date": N_("day of the letter that this one follows"),
        "earlier.subject": N_("subject of the letter that this one follows"),
        "answer.date": N_("day of the answer"),
        "answer.count": N_("number of registrants in the answer"),
        "outcome.kind": N_("how it ended: gone, kept or none"),
        "outcome.note": N_("what else is to be said of that"),
        "takedown.urls": N_("addresses of what is to be taken down"),
        "charter.purpose": N_("purpose of watching (charter.yaml)"),
        "charter.legal_basis": N_("legal basis (charter.yaml)"),
        "charter.scope": N_("what is watched, and what is not (charter.yaml)"),
        "charter.responsible": N_("who is responsible (charter.yaml)"),
        "charter.retention_days": N_("days for which findings are kept (charter.yaml)"),
        "charter.valid_until": N_("last day of the charter (charter.yaml)"),
        "union.name": N_("union or representative that is written to"),
        "union.meeting": N_("day on which it is to be talked over"),
        "guideline.title": N_("name of the guideline"),
        "guideline.place": N_("where it can be read"),
    }
)
_DAYS = frozenset(
    {
        "letter.date",
        "letter.answer_by",
        "earlier.date",
        "answer.date",
        "charter.valid_until",
        "union.meeting",
    }
)
#: Fields that hold a list of texts.
LISTS = frozenset({"owner.names", "owner.domains", "owner.subsidiaries", "takedown.urls"})
_NUMBERS = frozenset({"answer.count", "charter.retention_days"})
_LONG = frozenset({"outcome.note", "charter.purpose", "charter.legal_basis", "charter.scope"})
_CHOICES = {"outcome.kind": ("gone", "kept", "none")}

#: Controls but tab and line feed, line separators, and marks that turn the writing direction.
CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def read_fields(written: Iterable[str]) -> dict[str, Value]:
    """`name=value` as typed; a list's name may come several times. Raises UsageError."""
    found: dict[str, Value] = {}
    for one in written:
        name, equals, text = one.partition("=")
        name, text = name.strip(), text.strip()
        if not equals or name not in FIELDS:
            raise UsageError(
                N_("{written} is no field: write NAME=VALUE; known are {known}"),
                written=name or one,
                known=", ".join(FIELDS),
            )
        value = _read(name, text)
        if name in LISTS:
            before = found.get(name)
            value = (*(before if isinstance(before, tuple) else ()), text)
        found[name] = value
    return found


def _read(name: str, text: str) -> Value:
    if name in _DAYS:
        try:
            return date.fromisoformat(text)
        except ValueError:
            message = N_("{field}: {text} is no day: write it as 2026-12-10")
            raise UsageError(message, field=name, text=text) from None
    if name in _NUMBERS:
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
            message = N_("{field}: {text} is no number: write digits only")
            raise UsageError(message, field=name, text=text)
        return int(text)
    if name in _CHOICES and text not in _CHOICES[name]:
        raise UsageError(
            N_("{field}: {text} is not known: write one of {known}"),
            field=name,
            text=text,
            known=", ".join(_CHOICES[name]),
        )
    return text


def require_clean(fields: Mapping[str, Value]) -> None:
    """Refuse fields nobody knows, control characters, and breaks in what is one line.

    Raises UsageError that names the field; its value is not repeated.
    """
    for name, value in fields.items():
        if name not in FIELDS:
            raise UsageError(N_("{field} is no field of letters"), field=name)
        for text in value if isinstance(value, tuple) else (value,):
            if not isinstance(text, str):
                continue
            if CONTROL.search(text) or (name not in _LONG and "\n" in text):
                raise UsageError(
                    N_("{field} holds a control character or a line break: write it as plain text"),
                    field=name,
                )


def is_empty(value: Value) -> bool:
    """Whether there is nothing in it; 0 is a number."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == ()
