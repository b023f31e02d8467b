"""A year of an invented company's follow-up, as the sections of a report take it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from leakwatch.app.report_findings import findings_section, sources_section, triage_section
from leakwatch.app.report_follow_up import campaigns_section, cases_section, letters_section
from leakwatch.app.report_keeping import (
    Told,
    audit_section,
    awareness_section,
    charter_section,
    keeping_section,
    side_jobs_section,
)
from leakwatch.casework.awareness import groups
from leakwatch.casework.report import Report, Section
from leakwatch.locale import Catalogue
from leakwatch.models import (
    AnnouncementState,
    AnswerKind,
    Basis,
    Campaign,
    CampaignLine,
    Case,
    CaseState,
    Cause,
    Charter,
    CharterState,
    Deletion,
    Digest,
    Hold,
    HoldState,
    Kind,
    Letter,
    LetterKind,
    LetterState,
    LineState,
    Severity,
)
from leakwatch.record.figures import FoundFigure, SweptFigure
from tests.announced import make_announcement, make_letter

TODAY = date(2026, 11, 26)
PERIOD = (datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC))
DIVISIONS = {"KILN": "焼成技術部", "COATING": "塗工技術部", "SALES": "営業部", "LEGAL": "法務部"}
HEADCOUNT = {"KILN": 120, "COATING": 45, "SALES": 80, "LEGAL": 9}


def found() -> tuple[FoundFigure, ...]:
    """Ten findings a month, of every kind and severity."""
    return tuple(
        FoundFigure(
            at=PERIOD[0] + timedelta(days=3 * number),
            kind=list(Kind)[number % 6],
            severity=list(Severity)[number * 7 // 3 % 4],
            waited=None if number % 9 == 8 else timedelta(minutes=37 * (number + 1)),
        )
        for number in range(118)
    )


def campaigns() -> tuple[Campaign, ...]:
    lines = (
        CampaignLine(platform="visasq", state=LineState.CLOSED, answer=AnswerKind.NUMBER, count=3),
        CampaignLine(platform="spot-lab", state=LineState.CLOSED, answer=AnswerKind.RELAYED),
        CampaignLine(platform="skill-market", state=LineState.CLOSED, answer=AnswerKind.NONE),
        CampaignLine(platform="expert-line", state=LineState.ANSWERED, answer=AnswerKind.REFUSED),
        CampaignLine(platform="consult-now", state=LineState.SENT, due=date(2026, 12, 4)),
    )
    return (
        Campaign(
            number=2,
            name="秋の一斉照会",
            begins=date(2026, 10, 1),
            ends=date(2026, 12, 28),
            owner="hanako",
            lines=lines,
        ),
    )


def cases() -> tuple[Case, ...]:
    def case(number: int, state: CaseState, **changes: object) -> Case:
        given: dict[str, object] = {
            "number": number,
            "source": "visasq",
            "subject": "person:E012",
            "state": state,
            "owner": "hanako",
            "opened_at": PERIOD[0],
            "begun_at": PERIOD[0],
        }
        return Case(**(given | changes))  # type: ignore[arg-type]

    gone = {"verified_on": date(2026, 9, 1), "rechecks": (date(2026, 11, 30), date(2027, 2, 28))}
    return (
        case(1, CaseState.VERIFIED_GONE, basis=Basis.SWEEP, **gone),
        case(2, CaseState.VERIFIED_GONE, basis=Basis.PLATFORM, **gone),
        case(3, CaseState.CLOSED, basis=Basis.PERSON, verified_on=date(2026, 3, 1)),
        case(4, CaseState.WAITING, due=date(2026, 11, 20)),
        case(5, CaseState.ACCEPTED_RISK, due=date(2027, 3, 31)),
        case(6, CaseState.LEGAL_REVIEW, due=date(2026, 12, 1), openings=2),
        case(7, CaseState.KEPT),
    )


def letters() -> tuple[Letter, ...]:
    kinds = (
        *[LetterKind.PLATFORM_INQUIRY] * 5,
        *[LetterKind.DEREGISTRATION_RELAY] * 2,
        LetterKind.EMPLOYER_BLOCK,
        LetterKind.GUIDELINE,
    )
    return tuple(
        make_letter(
            number=number,
            kind=kind,
            state=LetterState.SENT if number % 4 else LetterState.APPROVED,
            by_hand=number == 2,
        )
        for number, kind in enumerate(kinds, 1)
    )


def told() -> tuple[Told, ...]:
    """Three announcements, each with a wider reach than the one before."""
    return tuple(
        Told(
            announcement=make_announcement(
                number=number,
                occasion=occasion,
                state=AnnouncementState.CLOSED,
                published_at=datetime(2026, month, 1, tzinfo=UTC),
                headcount=HEADCOUNT,
                smallest=10,
            ),
            groups=groups(
                {
                    "KILN": 20 * number,
                    "COATING": 12 * number,
                    "SALES": 18 * number,
                    "LEGAL": number,
                },
                HEADCOUNT,
                10,
            ),
        )
        for number, month, occasion in (
            (1, 1, "calendar:2026-01-05/guideline"),
            (2, 6, "K-1"),
            (3, 11, "C-3"),
        )
    )


def deletions() -> tuple[Deletion, ...]:
    return tuple(
        Deletion(
            id=str(number),
            at=PERIOD[0],
            cause=Cause.RETENTION if number else Cause.REQUEST,
            what="dismissed" if number else "people",
            about="F-1001",
            count=1,
            actor="leakwatch",
        )
        for number in range(5)
    )


def charter() -> CharterState:
    return CharterState(
        charter=Charter(
            purpose="営業秘密の保護",
            legal_basis="就業規則第12条",
            responsible="法務部長",
            deputy="情報管理室長",
            retention_days=365,
            notice_date=date(2026, 4, 1),
            valid_until=date(2027, 3, 31),
            version="5f0c2d9a41be",
        )
    )


def sections(texts: Catalogue) -> tuple[Section, ...]:
    """All of them, with something in each."""
    hours = timedelta(hours=1)
    swept = tuple(
        SweptFigure(source=name, sweeps=360 - at, clean=350 - 9 * at, blind=at * at * 11 * hours)
        for at, name in enumerate(("visasq", "tech-blog", "request-board", "code-search"))
    )
    counted = Digest(since=PERIOD[0], until=PERIOD[1], judged=80, dismissed=9)
    hold = Hold(
        number=1,
        about="C-4",
        state=HoldState.ACTIVE,
        asked_by="hanako",
        asked_at=PERIOD[0],
        until=date(2027, 6, 30),
    )
    return (
        findings_section(found(), PERIOD, texts, UTC),
        triage_section(found(), counted, texts),
        sources_section(swept, ["visasq", "slides"], PERIOD, texts),
        campaigns_section(campaigns(), texts),
        cases_section(cases(), {"gone": 4, "returned": 1}, TODAY, texts),
        letters_section(letters(), texts),
        side_jobs_section((), {"within": 3, "beyond": 1}, TODAY, texts),
        awareness_section(told(), DIVISIONS, texts, ZoneInfo("UTC")),
        keeping_section(deletions(), (), (hold,), texts),
        charter_section(charter(), TODAY, texts),
        audit_section("9d" * 32, 1_204, {"finding.reveal": 7, "people.export": 1}, 0, texts),
    )


def report(texts: Catalogue) -> Report:
    return Report(
        title="Leakwatch report: 2025-12-01 to 2026-11-26",
        lines=("Made on 2026-11-26 18:00 JST.",),
        figures=(("new findings", "118"), ("false alarms", "11 %"), ("verified gone", "3")),
        sections=sections(texts),
    )
