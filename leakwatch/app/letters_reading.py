"""Letters as people look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leakwatch.app.letters import faults_of
from leakwatch.app.subjects import subjects_of
from leakwatch.app.watch import Watch
from leakwatch.casework.letter_rules import Fault
from leakwatch.models import (
    Letter,
    LetterState,
    LetterText,
    LetterVersion,
    Reviewer,
    person_subject,
)
from leakwatch.review import require_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A letter as somebody looks at it."""

    letter: Letter
    text: LetterText
    versions: tuple[LetterVersion, ...]
    faults: tuple[Fault, ...]  #: of what has not left


def read_letter(
    watch: Watch,
    number: int,
    version: int | None = None,
    *,
    act: str,
    actor: Reviewer | None,
    now: datetime,
) -> Seen:
    """What a letter says, entered in the audit trail. Raises PermissionDenied and UsageError."""
    known = require_sight(watch, watch.record.letters.get(number), actor)
    letter, text = watch.record.letters.read(number, version, act=act, actor=known.id, now=now)
    waits = letter.state in {LetterState.DRAFT, LetterState.APPROVED}
    today = watch.day(now)
    return Seen(
        letter=letter,
        text=text,
        versions=watch.record.letters.versions(number),
        faults=faults_of(watch, letter.kind, letter.language, text, today=today) if waits else (),
    )


def visible(
    watch: Watch,
    *,
    actor: Reviewer | None,
    about: str | None = None,
    state: LetterState | None = None,
) -> tuple[Letter, ...]:
    """Letters that the actor may know of: not those about himself. Raises PermissionDenied."""
    known = require_reader(actor)
    own = person_subject(known.roster_id) if known.roster_id else None
    return tuple(
        one
        for one in watch.record.letters.list(state=state)
        if (about is None or one.about.casefold() == about.strip().casefold())
        and (own is None or own not in subjects_of(watch, one.label))
    )


def require_sight(watch: Watch, letter: Letter, actor: Reviewer | None) -> Reviewer:
    """The actor, if he may read this letter. Raises PermissionDenied."""
    known = require_reader(actor)
    for subject in subjects_of(watch, letter.label):
        require_reader(known, subject=subject)
    return known
