"""Cases as people may see them: where they stand, what may follow, and what that needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from leakwatch.app.cases import circumstances
from leakwatch.app.watch import Watch
from leakwatch.casework.case_given import Missing
from leakwatch.casework.case_needs import missing
from leakwatch.casework.cases import CASE_TRANSITIONS, CaseAct
from leakwatch.models import Case, CaseEvent, Letter, Reviewer, person_subject
from leakwatch.review import require_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything there is to see of a case."""

    case: Case
    events: tuple[CaseEvent, ...]
    letters: tuple[Letter, ...]
    attachments: tuple[int, ...]
    possible: tuple[tuple[CaseAct, tuple[Missing, ...]], ...]
    notes: Mapping[str, str] = field(default_factory=dict)  #: unsealed, by moment and act


def view_case(
    watch: Watch, number: int, *, actor: Reviewer | None, now: datetime, reveal: str | None = None
) -> CaseView:
    """A case as `actor` may see it, entered in the audit trail; notes with a reason only.

    Raises UsageError, PermissionDenied and SealError.
    """
    cases = watch.record.cases
    case = cases.get(number)
    known = require_reader(actor, subject=case.subject)
    watch.record.audit.append("case.view", actor=known.id, subject=case.label, reason=None, now=now)
    notes = cases.reveal(number, actor=known.id, reason=reveal, now=now) if reveal else {}
    return CaseView(
        case=case,
        events=cases.events(number),
        letters=watch.record.letters.of(case.label),
        attachments=watch.record.attachments.of(case.label),
        possible=possible(watch, case, actor=known, now=now),
        notes=notes,
    )


def visible(watch: Watch, *, actor: Reviewer | None, open_only: bool) -> tuple[Case, ...]:
    """The cases that `actor` may see: none about himself. Raises PermissionDenied."""
    known = require_reader(actor)
    own = person_subject(known.roster_id) if known.roster_id else None
    found = watch.record.cases.list(open_only=open_only)
    return tuple(case for case in found if case.subject != own)


def possible(
    watch: Watch, case: Case, *, actor: Reviewer, now: datetime
) -> tuple[tuple[CaseAct, tuple[Missing, ...]], ...]:
    """Which acts may follow now, each with what it would still need."""
    facts = watch.record.cases.facts(case.number)
    around = circumstances(watch, case, actor=actor, now=now)
    return tuple(
        (act, tuple(missing(act, case, facts, around)))
        for act in CASE_TRANSITIONS[case.state]
        if not act.ours and actor.role in act.roles
    )
