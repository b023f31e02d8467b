"""Cases of a story: opened by one reviewer, approved by the other, followed until they are closed."""

from __future__ import annotations

from collections.abc import Sequence

from leakwatch.app.cases import Given, move_case, open_case, open_from_answer
from leakwatch.app.story_letters import send_letter
from leakwatch.app.story_stage import LEAD, REVIEWER, SWEPT, Stage
from leakwatch.casework.cases import act_named
from leakwatch.errors import N_
from leakwatch.models import AnswerFile, Basis, Case, CaseState, LetterKind, Status
from leakwatch.notify.casework_words import BASES

#: Who stands on the sample platform by name; the two profiles that go are theirs.
SUBJECTS = ("person:P001", "person:P003")
_PLATFORM_SAYS = "ご依頼の件、該当の登録は削除されました。"


def move(stage: Stage, case: Case, act: str, *, actor: str, given: Given | None = None) -> Case:
    """One act of one reviewer. Raises LeakwatchError."""
    with stage.open() as watch:
        return move_case(
            watch,
            case.number,
            act_named(act),
            actor=stage.reviewer(watch, actor),
            now=stage.now,
            given=given,
        )


def case_now(stage: Stage, case: Case) -> Case:
    with stage.open() as watch:
        return watch.record.cases.get(case.number)


def open_cases(stage: Stage, line: str, *, platform: str) -> tuple[Case, ...]:
    """One for each registrant who is known by name, and one that only `platform` knows."""
    cases = [open_on(stage, subject) for subject in SUBJECTS]
    with stage.open() as watch:
        cases.append(
            open_from_answer(
                watch,
                platform,
                campaign=line,
                actor=stage.reviewer(watch, REVIEWER),
                now=stage.now,
                reason="one registrant, by the platform's answer",
            )
        )
    stage.expect(
        N_("{case} follows what {line} answered: who it is stays unknown"),
        right=not cases[-1].on_person,
        case=cases[-1].label,
        line=line,
    )
    return tuple(cases)


def open_on(stage: Stage, subject: str) -> Case:
    """A case on somebody's finding, confirmed first."""
    with stage.open() as watch:
        finding = stage.findings(watch, subject)[0]
        if finding.status is not Status.CONFIRMED:
            reason = "no side job is registered"
            stage.confirm(watch, finding, actor=REVIEWER, reason=reason)
        case = open_case(
            watch,
            [finding.number],
            actor=stage.reviewer(watch, REVIEWER),
            now=stage.now,
            reason="possible breach of the rules on side jobs",
        )
    stage.tell(N_("{case} follows {finding}"), case=case.label, finding=finding.label)
    return case


def plan(stage: Stage, case: Case) -> None:
    """From "opened" to "planned": nothing goes on without a second person."""
    if case.on_person:
        with stage.refused(
            N_("{case} is about a person, so it waits for a second one: {why}"), case=case.label
        ):
            move(stage, case, "review", actor=REVIEWER)
        with stage.refused(N_("{case}: who opened it cannot be that one: {why}"), case=case.label):
            move(stage, case, "approve", actor=REVIEWER)
        move(stage, case, "approve", actor=LEAD)
    move(stage, case, "review", actor=REVIEWER)
    move(stage, case, "plan", actor=LEAD, given=Given(reason="ask through the platform"))


def ask(stage: Stage, case: Case, act: str, kind: LetterKind) -> Case:
    """Prepare, send the letter, wait; a letter that has not left keeps the case where it is."""
    move(stage, case, act, actor=REVIEWER)
    with stage.refused(
        N_("{case}: nobody waits for a letter that has not left: {why}"), case=case.label
    ):
        move(stage, case, "wait", actor=REVIEWER)
    with stage.open() as watch:
        send_letter(stage, watch, kind, case.label)
    waiting = move(stage, case, "wait", actor=REVIEWER)
    stage.expect(
        N_("{case} waits for an answer until {due}"),
        right=waiting.state is CaseState.WAITING and waiting.due is not None,
        case=case.label,
        due=waiting.due.isoformat() if waiting.due else "-",
    )
    return waiting


def lead_to_waiting(stage: Stage, cases: Sequence[Case]) -> None:
    for case in cases:
        plan(stage, case)
        ask(stage, case, "ask_platform", LetterKind.DEREGISTRATION_RELAY)


def verify_and_close(stage: Stage, cases: Sequence[Case]) -> None:
    """Two sweeps and a look at each page prove the ones; the platform's own words the other."""
    for _ in range(2):
        stage.pass_days(3)
        stage.sweep()
    for case in cases:
        if case.source == SWEPT:
            _verify_swept(stage, case)
        else:
            _verify_written(stage, case)
    stage.work()


def _verify_swept(stage: Stage, case: Case) -> None:
    now = case_now(stage, case)
    stage.expect(
        N_("{case}: two sweeps do not show it any more, and its page is gone"),
        right=now.state is CaseState.REPORTED_GONE,
        case=case.label,
    )
    with stage.refused(
        N_("{case}: a platform that can be swept is not taken at its word: {why}"), case=case.label
    ):
        move(stage, case, "verify", actor=REVIEWER, given=Given(basis=Basis.PLATFORM, file=_said()))
    move(stage, case, "verify", actor=REVIEWER, given=Given(basis=Basis.SWEEP))
    _close(stage, case, Basis.SWEEP)


def _verify_written(stage: Stage, case: Case) -> None:
    move(stage, case, "report_gone", actor=REVIEWER, given=Given(reason="the platform wrote"))
    with stage.refused(
        N_("{case}: a word without its paper proves nothing: {why}"), case=case.label
    ):
        move(stage, case, "verify", actor=REVIEWER, given=Given(basis=Basis.PLATFORM))
    move(stage, case, "verify", actor=REVIEWER, given=Given(basis=Basis.PLATFORM, file=_said()))
    _close(stage, case, Basis.PLATFORM)


def _said() -> AnswerFile:
    content = _PLATFORM_SAYS.encode()
    return AnswerFile(content=content, name="answer.txt", media_type="text/plain")


def _close(stage: Stage, case: Case, basis: Basis) -> None:
    with stage.open() as watch:
        send_letter(stage, watch, LetterKind.CLOSING, case.label)
    closed = move(stage, case, "close", actor=REVIEWER)
    stage.expect(
        N_("{case} is closed: gone, verified {basis}; it is asked after again on {days}"),
        right=closed.state is CaseState.CLOSED and closed.basis is basis,
        case=case.label,
        basis=stage.words(BASES[basis]),
        days=", ".join(day.isoformat() for day in closed.rechecks) or "-",
    )
