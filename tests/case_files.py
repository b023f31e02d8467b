"""Cases, letters and absences of an invented platform, for tests of what may be done with a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from leakwatch.casework.case_given import Circumstances
from leakwatch.casework.case_steps import decision
from leakwatch.casework.cases import act_named
from leakwatch.models import (
    Absence,
    Answer,
    Case,
    CaseFacts,
    CaseFinding,
    CaseState,
    Check,
    Deadlines,
    Kind,
    Letter,
    LetterKind,
    LetterState,
    LoggedReason,
    Miss,
    Reviewer,
    Role,
    Routing,
    Status,
)

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
HANAKO = Reviewer(id="hanako", role=Role.LEAD, os_user="hanako", email="hanako@example.com")
#: The same person under a second entry: one for the terminal, one for Slack.
HANAKO_IN_SLACK = Reviewer(id="hana", role=Role.LEGAL, slack="U0HANAKO", email="Hanako@example.com")
TARO = Reviewer(id="taro", role=Role.LEAD, os_user="taro")
JIRO = Reviewer(id="jiro", role=Role.REVIEWER, os_user="jiro")
AUDITOR = Reviewer(id="aki", role=Role.AUDITOR)
REVIEWERS = (HANAKO, HANAKO_IN_SLACK, TARO, JIRO, AUDITOR)
TWO = (LoggedReason(rule="person_named", weight=2.5), LoggedReason(rule="own_division", weight=1.6))


def make_case(**changes: object) -> Case:
    case = Case(
        number=1,
        source="platform",
        subject="person:E001",
        state=CaseState.OPEN,
        owner="hanako",
        asked_by="hanako",
        opened_at=NOW,
        begun_at=NOW,
        findings=(1001,),
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def around(actor: Reviewer | None = TARO, **changes: object) -> Circumstances:
    circumstances = Circumstances(
        actor=actor,
        reviewers=REVIEWERS,
        today=TODAY,
        zone=ZoneInfo("Asia/Tokyo"),
        deadlines=Deadlines(),
        calendar=Routing(),
        rechecks=(90, 180),
        swept=True,
        reason="because",
    )
    return replace(circumstances, **changes)  # type: ignore[arg-type]


def letter(kind: LetterKind, *, number: int = 1, approver: str = "taro") -> Letter:
    return Letter(
        number=number,
        version=1,
        kind=kind,
        language="ja",
        about="C-1",
        state=LetterState.SENT,
        author="hanako",
        approver=approver,
        created_at=NOW,
        sent_at=NOW,
    )


def gone(sweeps: int = 2, answer: Answer = Answer.GONE) -> Absence:
    return Absence(
        since=NOW,
        sweeps=tuple(Miss(sweep=number, at=NOW) for number in range(sweeps)),
        checks=(Check(answer=answer, how="http_404", at=NOW),),
        gone_at=NOW if answer is Answer.GONE else None,
    )


def facts(*letters: Letter, absence: Absence | None = None, **changes: object) -> CaseFacts:
    finding = CaseFinding(
        number=1001, kind=Kind.REGISTRATION, status=Status.CONFIRMED, reasons=TWO, absence=absence
    )
    return replace(CaseFacts(findings=(finding,), letters=letters), **changes)  # type: ignore[arg-type]


def after(act: str, case: Case, known: CaseFacts, given: Circumstances) -> Case:
    return decision(act_named(act), given)(case, known)
