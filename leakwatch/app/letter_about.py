"""What a letter belongs to, by its label: case, line of a campaign, announcement, charter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from leakwatch.app.watch import Watch
from leakwatch.casework.letter_fields import Value
from leakwatch.casework.letters import fields_for_case, fields_for_line
from leakwatch.errors import N_, UsageError
from leakwatch.models import LetterKind, Person, Reviewer, Source, person_of
from leakwatch.review import require_reader

_LABEL = re.compile(
    r"(?P<sort>[CKA])-(?P<number>[1-9][0-9]{0,8})(?:/(?P<platform>[a-z0-9][a-z0-9_-]*))?", re.ASCII
)
_CHARTER = "charter"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAbout:
    """What a letter belongs to: its label as it is written, its place, what is known of it."""

    label: str
    source: Source | None = None
    person: Person | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)


def about_of(watch: Watch, label: str, kind: LetterKind, actor: Reviewer | None) -> LetterAbout:
    """Raises UsageError when there is nothing of that label, and PermissionDenied."""
    require_reader(actor)
    wanted = label.strip()
    if wanted.casefold() == _CHARTER:
        return LetterAbout(label=_CHARTER)
    head, slash, tail = wanted.partition("/")
    found = _LABEL.fullmatch(f"{head.upper()}{slash}{tail.lower()}")
    if found is None or (found["platform"] and found["sort"] != "K"):
        raise UsageError(
            N_("{label}: write what the letter belongs to as C-3, K-1/NAME, A-2 or charter"),
            label=label,
        )
    number = int(found["number"])
    match found["sort"]:
        case "C":
            return _about_case(watch, number, kind, actor)
        case "K":
            return _about_line(watch, number, found["platform"])
        case _:
            return LetterAbout(label=watch.record.announcements.get(number).label)


def _about_case(watch: Watch, number: int, kind: LetterKind, actor: Reviewer | None) -> LetterAbout:
    case = watch.record.cases.get(number)
    require_reader(actor, subject=case.subject)
    roster_id = person_of(case.subject)
    person = next((one for one in watch.watchlist.people if one.id == roster_id), None)
    source = watch.source(case.source)
    fields = fields_for_case(case, source, kind, person)
    return LetterAbout(label=case.label, source=source, person=person, fields=fields)


def _about_line(watch: Watch, number: int, platform: str | None) -> LetterAbout:
    campaign = watch.record.campaigns.get(number)
    line = campaign.line(platform or "")
    if line is None:
        raise UsageError(
            N_("{campaign}: name one of its platforms, as {campaign}/NAME: {known}"),
            campaign=campaign.label,
            known=", ".join(one.platform for one in campaign.lines) or "-",
        )
    source = watch.source(line.platform)
    fields = fields_for_line(campaign, line, source)
    return LetterAbout(label=campaign.line_label(line.platform), source=source, fields=fields)
