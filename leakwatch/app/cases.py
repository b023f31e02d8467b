"""Cases as people lead them: opened, moved on, given away, with everything a rule asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from leakwatch.app.watch import Watch
from leakwatch.casework.case_given import Circumstances, Missing
from leakwatch.casework.case_needs import missing
from leakwatch.casework.case_steps import decision
from leakwatch.casework.cases import CASE_ACTS, WORKERS, CaseAct
from leakwatch.errors import N_, PermissionDenied, UsageError, VerdictError
from leakwatch.models import (
    UNKNOWN,
    AnswerFile,
    Basis,
    Case,
    CaseEvent,
    Letter,
    LoggedFinding,
    Reviewer,
    Status,
    person_subject,
)
from leakwatch.review import require_reader
from leakwatch.workdays import add_business_days

#: A finding that was judged to be nothing is no case.
_NO_CASE = frozenset({Status.DISMISSED, Status.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said with an act."""

    reason: str | None = None
    due: date | None = None
    basis: Basis | None = None
    file: AnswerFile | None = None  #: what a basis rests on
    risk_owner: str | None = None


def require_worker(actor: Reviewer | None, *, subject: str | None = None) -> Reviewer:
    """The actor, if he may follow cases, and the one on `subject`. Raises PermissionDenied."""
    known = require_reader(actor, subject=subject)
    if known.role not in WORKERS:
        raise PermissionDenied(
            N_("cases are followed by the roles {roles}; yours is {role}"),
            roles=", ".join(sorted(role.value for role in WORKERS)),
            role=known.role.value,
        )
    return known


def open_case(
    watch: Watch,
    findings: Sequence[int],
    *,
    actor: Reviewer | None,
    now: datetime,
    owner: str | None = None,
    reason: str | None = None,
) -> Case:
    """Open a case on findings of one subject in one place.

    Raises UsageError, VerdictError and PermissionDenied.
    """
    found = [watch.record.findings.get(number) for number in dict.fromkeys(findings)]
    if not found:
        raise UsageError(N_("a case follows findings: name one, as F-1042"))
    known = require_worker(actor, subject=found[0].subject)
    for finding in found:
        _require_judged(finding)
    return watch.record.cases.open(
        [one.number for one in found],
        source=found[0].source,
        subject=found[0].subject,
        owner=require_owner(watch, owner or known.id, subject=found[0].subject, now=now),
        actor=known.id,
        now=now,
        due=_first_due(watch, now),
        reason=reason,
    )


def open_from_answer(
    watch: Watch,
    platform: str,
    *,
    campaign: str,
    actor: Reviewer | None,
    now: datetime,
    owner: str | None = None,
    reason: str | None = None,
) -> Case:
    """Open a case on people whom only the platform knows: they are reached through it.

    `campaign` is the label of the line that answered. Raises UsageError and PermissionDenied.
    """
    known = require_worker(actor)
    watch.source(platform)
    return watch.record.cases.open(
        (),
        source=platform,
        subject=UNKNOWN,
        owner=require_owner(watch, owner or known.id, subject=UNKNOWN, now=now),
        actor=known.id,
        now=now,
        due=_first_due(watch, now),
        campaign=campaign,
        reason=reason,
    )


def move_case(
    watch: Watch,
    number: int,
    act: CaseAct,
    *,
    actor: Reviewer | None,
    now: datetime,
    given: Given | None = None,
) -> Case:
    """Carry out `act`, if it may be. Raises what its rules raise."""
    said = given or Given()
    case = watch.record.cases.get(number)
    known = require_worker(actor, subject=case.subject)
    around = circumstances(watch, case, actor=known, now=now, given=said)
    return watch.record.cases.move(
        number,
        act.name,
        actor=known.id,
        decide=decision(act, around),
        now=now,
        reason=said.reason,
        file=said.file,
    )


def assign_case(
    watch: Watch, number: int, owner: str, *, actor: Reviewer | None, now: datetime
) -> Case:
    """Give a case to another owner. Raises UsageError and PermissionDenied."""
    case = watch.record.cases.get(number)
    known = require_worker(actor, subject=case.subject)
    return watch.record.cases.assign(
        number,
        require_owner(watch, owner, subject=case.subject, now=now),
        actor=known.id,
        now=now,
    )


def circumstances(
    watch: Watch,
    case: Case,
    *,
    actor: Reviewer | None,
    now: datetime,
    given: Given | None = None,
) -> Circumstances:
    """Everything a decision on `case` rests on beside what the record holds, as of now."""
    settings, said = watch.settings, given or Given()
    source = settings.sources.get(case.source)
    return Circumstances(
        actor=actor,
        reviewers=settings.reviewers,
        today=watch.today(now),
        zone=ZoneInfo(settings.timezone),
        deadlines=settings.casework.deadlines,
        calendar=settings.routing,
        rechecks=settings.casework.rechecks,
        swept=source is not None and source.swept and source.enabled,
        reason=said.reason,
        due=said.due,
        basis=said.basis,
        risk_owner=said.risk_owner,
    )


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


def attach_file(
    watch: Watch, number: int, file: AnswerFile, *, actor: Reviewer | None, now: datetime
) -> int:
    """Keep `file` sealed with a case; its number. Raises UsageError and PermissionDenied."""
    known = require_worker(actor, subject=watch.record.cases.get(number).subject)
    return watch.record.cases.attach(number, file, actor=known.id, now=now)


def possible(
    watch: Watch, case: Case, *, actor: Reviewer, now: datetime
) -> tuple[tuple[CaseAct, tuple[Missing, ...]], ...]:
    """Which acts may follow now, each with what it would still need."""
    facts = watch.record.cases.facts(case.number)
    around = circumstances(watch, case, actor=actor, now=now)
    return tuple(
        (act, tuple(missing(act, case, facts, around)))
        for act in CASE_ACTS
        if case.state in act.after and not act.ours and actor.role in act.roles
    )


def require_owner(watch: Watch, owner: str, *, subject: str, now: datetime) -> str:
    """`owner`, if he may follow a case on `subject` today. Raises UsageError and PermissionDenied."""
    entered = {one.id: one for one in watch.settings.reviewers}
    reviewer = entered.get(owner)
    if reviewer is None or not reviewer.active(watch.today(now)):
        raise UsageError(
            N_("{owner} is not entered in reviewers.yaml, or not any more: known are {known}"),
            owner=owner,
            known=", ".join(sorted(entered)) or "-",
        )
    return require_worker(reviewer, subject=subject).id


def _require_judged(finding: LoggedFinding) -> None:
    if finding.status in _NO_CASE:
        raise VerdictError(
            N_("{finding} is {status}, so it is no case: reopen it first if that was wrong"),
            finding=finding.label,
            status=finding.status.value,
        )


def _first_due(watch: Watch, now: datetime) -> date:
    settings = watch.settings
    days = settings.casework.deadlines.legal
    return add_business_days(watch.today(now), days, settings.routing)
