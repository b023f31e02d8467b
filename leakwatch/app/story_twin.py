"""The story's bad twin: one refuses, one comes back, one had approval and gives away a code name."""

from __future__ import annotations

from datetime import timedelta

from leakwatch.app.cases import Given
from leakwatch.app.story_cases import (
    ask,
    case_now,
    lead_to_waiting,
    move,
    open_on,
    plan,
    verify_and_close,
)
from leakwatch.app.story_letters import send_letter
from leakwatch.app.story_stage import LEAD, REVIEWER, SWEPT, Stage
from leakwatch.casework.side_jobs import require_approver
from leakwatch.errors import N_
from leakwatch.models import (
    APPROVALS,
    Case,
    CaseState,
    Kind,
    LetterKind,
    LoggedFinding,
    SideJobTerms,
    Status,
)

#: Who comes back with which profile, whose platform refuses, and who has an approved side job.
RETURNS, PROFILE = "person:P001", "20417"
REFUSED = "person:P016"
APPROVED, SIDE_JOB = "person:P019", "21733"
#: In the words of the sample watchlist a code name of the highest sensitivity.
_CODE_NAME = "ミズナギ"
_AWAY = 90


def play_twin(stage: Stage) -> None:
    """Raises LeakwatchError where nothing can go on."""
    stage.act(N_("1. An approved side job is settled without anybody's work"))
    stage.world.import_people()
    _register(stage)
    stage.sweep()
    _settled(stage)
    stage.act(N_("2. A platform refuses, and nothing ends in that"))
    _refusal(stage)
    stage.act(N_("3. Gone, verified, closed, and back after ninety days"))
    _comes_back(stage)
    stage.act(N_("4. Whoever had approval gives away a code name"))
    _leaks(stage)


def _register(stage: Stage) -> None:
    with stage.open() as watch:
        lead, today = stage.reviewer(watch, LEAD), watch.day(stage.now)
        terms = SideJobTerms(
            person=APPROVED.partition(":")[2],
            platform=SWEPT,
            topics=("quality",),
            begins=today,
            ends=today + timedelta(days=300),
            approver=LEAD,
        )
        (job,) = watch.record.side_jobs.enter(
            [terms], actor=REVIEWER, reason="form 12", now=stage.now
        )
        watch.record.side_jobs.approve(
            [job.number],
            actor=LEAD,
            reason=None,
            check=lambda one: require_approver(one, lead, watch.settings.reviewers),
            now=stage.now,
        )
    stage.tell(
        N_("{job} is entered by {one} and approved by {other}"),
        job=job.label,
        one=REVIEWER,
        other=LEAD,
    )


def _settled(stage: Stage) -> None:
    with stage.open() as watch:
        found = _registration(stage.findings(watch, APPROVED))
    stage.expect(
        N_("{finding} is closed as approved by the register"),
        right=found is not None and found.status is Status.APPROVED,
        finding=found.label if found else "-",
    )


def _registration(found: tuple[LoggedFinding, ...]) -> LoggedFinding | None:
    return next((one for one in found if one.kind is Kind.REGISTRATION), None)


def _refusal(stage: Stage) -> None:
    case = open_on(stage, REFUSED)
    plan(stage, case)
    ask(stage, case, "ask_platform", LetterKind.DEREGISTRATION_RELAY)
    _refuse(stage, case, "the platform passes nothing on")
    with stage.refused(N_("{case}: a refusal is no end: {why}"), case=case.label):
        move(stage, case, "close", actor=REVIEWER)
    with stage.refused(
        N_("{case}: all staff is told only after the rest was tried: {why}"), case=case.label
    ):
        move(stage, case, "notify_staff", actor=REVIEWER)
    ask(stage, case, "request_block", LetterKind.EMPLOYER_BLOCK)
    _refuse(stage, case, "no block for single employers")
    ask(stage, case, "ask_person", LetterKind.HR_CONTACT)
    _refuse(stage, case, "the person keeps the profile")
    move(stage, case, "notify_staff", actor=REVIEWER)
    with stage.open() as watch:
        send_letter(stage, watch, LetterKind.STAFF_NOTICE, case.label)
    _accept(stage, case)


def _refuse(stage: Stage, case: Case, why: str) -> None:
    stage.pass_days(4)
    refused = move(stage, case, "refuse", actor=REVIEWER, given=Given(reason=why))
    stage.expect(
        N_("{case} is refused, and has to go on by {due}"),
        right=refused.state is CaseState.REFUSED and refused.due is not None,
        case=case.label,
        due=refused.due.isoformat() if refused.due else "-",
    )


def _accept(stage: Stage, case: Case) -> None:
    review = stage.now.date() + timedelta(days=180)
    given = Given(reason="all else was tried", due=review, risk_owner=LEAD)
    with stage.refused(
        N_("{case}: nobody bears a risk without an owner and a day: {why}"), case=case.label
    ):
        move(stage, case, "accept_risk", actor=LEAD, given=Given(reason="all else was tried"))
    accepted = move(stage, case, "accept_risk", actor=LEAD, given=given)
    stage.expect(
        N_("{case}: {owner} bears the risk, and looks at it again on {day}"),
        right=accepted.state is CaseState.ACCEPTED_RISK and accepted.risk_owner == LEAD,
        case=case.label,
        owner=LEAD,
        day=review.isoformat(),
    )


def _comes_back(stage: Stage) -> None:
    case = open_on(stage, RETURNS)
    lead_to_waiting(stage, [case])
    stage.world.world.deregister(PROFILE)
    verify_and_close(stage, [case])
    stage.pass_days(_AWAY)
    stage.world.world.register(PROFILE)
    stage.sweep()
    back = case_now(stage, case)
    with stage.open() as watch:
        reminded = watch.record.reminders.of(case.label)
    stage.expect(
        N_("{case}: its owner was reminded to ask again whether it is still gone"),
        right="case.recheck:day" in reminded,
        case=case.label,
    )
    with stage.open() as watch:
        count = len([one for one in watch.record.cases.list() if one.subject == RETURNS])
    stage.expect(
        N_("{days} days later the profile is back: the same case {case} is opened again"),
        right=back.state is CaseState.OPEN and back.openings == 2 and count == 1,  # noqa: PLR2004
        case=case.label,
        days=_AWAY,
    )


def _leaks(stage: Stage) -> None:
    stage.world.world.edit(
        SIDE_JOB, body=f"試作計画「{_CODE_NAME}」の品質保証についてもお話しします。"
    )
    stage.sweep()
    with stage.open() as watch:
        leaks = [one for one in watch.record.findings.list(source=SWEPT) if one.kind is Kind.LEAK]
        said = next(iter(leaks), None)
    stage.expect(
        N_("{finding}: the code name is alerted, and the alert says that an approval exists"),
        right=said is not None and said.status is not Status.APPROVED and _alerted(stage),
        finding=said.label if said else "-",
    )
    stage.expect(
        N_("the code name itself stands in no message"), right=not stage.posted(_CODE_NAME)
    )


def _alerted(stage: Stage) -> bool:
    return stage.posted(stage.words(APPROVALS["confidential"]))
