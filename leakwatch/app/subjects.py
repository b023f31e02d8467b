"""Whom a label is about: he neither sees it nor is reminded of it."""

from __future__ import annotations

import re

from leakwatch.app.watch import Watch
from leakwatch.errors import UsageError
from leakwatch.models import Case, person_subject

_LABEL = re.compile(r"([A-Z])-([1-9][0-9]{0,17})", re.ASCII)


def case_of(watch: Watch, label: str) -> Case | None:
    """The case called `label`, if it is one."""
    letter, number = _parts(label)
    if letter != "C":
        return None
    try:
        return watch.record.cases.get(number)
    except UsageError:
        return None


def subjects_of(watch: Watch, label: str) -> tuple[str, ...]:
    """Subjects of what is called `label`: finding, case, letter, announcement, evidence and so on.

    Of what is about nobody, or is not there, none.
    """
    letter, number = _parts(label)
    try:
        match letter:
            case "C":
                return (watch.record.cases.get(number).subject,)
            case "F":
                return (watch.record.findings.get(number).subject,)
            case "L":
                return subjects_of(watch, watch.record.letters.get(number).about)
            case _:
                return _beside(watch, letter, number)
    except UsageError:
        return ()


def _beside(watch: Watch, letter: str, number: int) -> tuple[str, ...]:
    """Of what is kept beside findings, cases and letters. Raises UsageError."""
    record = watch.record
    match letter:
        case "J":
            return (person_subject(record.side_jobs.get(number).terms.person),)
        case "A":
            return subjects_of(watch, record.announcements.get(number).occasion or "")
        case "E":
            return tuple(sorted(record.captures.subjects(number)))
        case "H":
            return record.keeping.subjects_of(record.keeping.hold_on(f"H-{number}").about)
        case _:
            return ()


def _parts(label: str) -> tuple[str, int]:
    found = _LABEL.fullmatch(label)
    return (found[1], int(found[2])) if found else ("", 0)
