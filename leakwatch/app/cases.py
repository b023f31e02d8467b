"""Cases as people lead them: opened, moved on, given away, with everything a rule asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leakwatch.app.hindrances import lasting
from leakwatch.app.watch import Watch
from leakwatch.casework.case_given import Circumstances
from leakwatch.casework.case_steps import decision
from leakwatch.casework.cases import WORKERS, CaseAct, act_named
from leakwatch.errors import N_, PermissionDenied, UsageError, VerdictError
from leakwatch.models import (
    UNKNOWN,
    AnswerFile,
    Basis,
    Case,
    CaseState,
    LoggedFinding,
    Reviewer,
    Source,
    Status,
    person_of,
    person_subject,
)
from leakwatch.review import require_reader
from leakwatch.roles import require_role
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
    message = N_("cases are followed by the roles {roles}; yours is {role}")
    require_role(known, WORKERS, message)
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

    One that was closed is opened again, with its history, for the same finding, or for the same
    person in the same place. Raises UsageError, VerdictError and PermissionDenied.
    """
    found = [watch.record.findings.get(number) for number in dict.fromkeys(findings)]
    if not found:
        raise UsageError(N_("a case follows findings: name one, as F-1042"))
    known = require_worker(actor, subject=found[0].subject)
    for finding in found:
        _require_judged(finding)
    borne = require_owner(watch, owner or known.id, subject=found[0].subject, now=now)
    before = _closed_before(watch, found)
    if before is not None:
        given = Given(reason=reason)
        again = move_case(
            watch, before.number, act_named("reopen"), actor=known, now=now, given=given
        )
        return _with_findings(watch, again, found, owner=borne, actor=known, now=now)
    return watch.record.cases.open(
        [one.number for one in found],
        source=found[0].source,
        subject=found[0].subject,
        owner=borne,
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
    return Circumstances(
        actor=actor,
        reviewers=settings.reviewers,
        today=watch.day(now),
        zone=settings.zone,
        deadlines=settings.casework.deadlines,
        calendar=settings.routing,
        rechecks=settings.casework.rechecks,
        swept=sweepable(settings.sources.get(case.source)),
        reason=said.reason,
        due=said.due,
        basis=said.basis,
        risk_owner=said.risk_owner,
    )


def sweepable(source: Source | None) -> bool:
    """Whether sweeps can show that something is gone from it."""
    return (
        source is not None and source.enabled and source.shows_absence and lasting(source) is None
    )


def attach_file(
    watch: Watch, number: int, file: AnswerFile, *, actor: Reviewer | None, now: datetime
) -> int:
    """Keep `file` sealed with a case; its number. Raises UsageError and PermissionDenied."""
    known = require_worker(actor, subject=watch.record.cases.get(number).subject)
    return watch.record.cases.attach(number, file, actor=known.id, now=now)


def require_owner(watch: Watch, owner: str, *, subject: str, now: datetime) -> str:
    """`owner`, if he may follow a case on `subject` today. Raises UsageError and PermissionDenied."""
    entered = {one.id: one for one in watch.settings.reviewers}
    reviewer = entered.get(owner)
    today = watch.day(now)
    if reviewer is None or not reviewer.active(today):
        raise UsageError(
            N_("{owner} is not entered in reviewers.yaml, or not any more: known are {known}"),
            owner=owner,
            known=", ".join(sorted(one.id for one in entered.values() if one.active(today))) or "-",
        )
    if reviewer.roster_id and subject == person_subject(reviewer.roster_id):
        raise PermissionDenied(
            N_("{owner} cannot follow what is about himself: name another owner"), owner=owner
        )
    return require_worker(reviewer, subject=subject).id


def _require_judged(finding: LoggedFinding) -> None:
    if finding.status in _NO_CASE:
        raise VerdictError(
            N_("{finding} is {status}, so it is no case: reopen it first if that was wrong"),
            finding=finding.label,
            status=finding.status,
        )


def _closed_before(watch: Watch, found: Sequence[LoggedFinding]) -> Case | None:
    """The closed case that these findings belong to."""
    first = found[0]
    for finding in found:
        case = watch.record.cases.of_finding(finding.number)
        if case is not None:
            return case if case.state is CaseState.CLOSED else None
    if person_of(first.subject) is None:
        return None  # who it was is not known, so it may be somebody else
    known = watch.record.cases.list(source=first.source)
    same = [one for one in known if one.subject == first.subject]
    return next((one for one in same if one.state is CaseState.CLOSED), None)


def _with_findings(
    watch: Watch,
    case: Case,
    found: Sequence[LoggedFinding],
    *,
    owner: str,
    actor: Reviewer,
    now: datetime,
) -> Case:
    cases = watch.record.cases
    for finding in found:
        if finding.number not in case.findings:
            case = cases.add_finding(case.number, finding.number, actor=actor.id, now=now)
    if case.owner != owner:
        case = cases.assign(case.number, owner, actor=actor.id, now=now)
    return case


def _first_due(watch: Watch, now: datetime) -> date:
    settings = watch.settings
    days = settings.casework.deadlines.legal
    return add_business_days(watch.day(now), days, settings.routing)
