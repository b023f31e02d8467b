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
    """Subjects of the finding, case, letter or side job called `label`; of anything else none."""
    letter, number = _parts(label)
    try:
        match letter:
            case "C":
                return (watch.record.cases.get(number).subject,)
            case "F":
                return (watch.record.findings.get(number).subject,)
            case "L":
                return subjects_of(watch, watch.record.letters.get(number).about)
            case "J":
                return (person_subject(watch.record.side_jobs.get(number).terms.person),)
            case _:
                return ()
    except UsageError:
        return ()


def _parts(label: str) -> tuple[str, int]:
    found = _LABEL.fullmatch(label)
    return (found[1], int(found[2])) if found else ("", 0)
