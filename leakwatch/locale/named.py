"""What states, kinds and roles are called in words: one word for each, wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from leakwatch.errors import N_
from leakwatch.models import (
    AlertKind,
    AnnouncementState,
    AnswerKind,
    Basis,
    CaptureState,
    CaseState,
    Cause,
    Delivery,
    Form,
    HoldState,
    Kind,
    LetterKind,
    LetterState,
    LineState,
    Outcome,
    Role,
    Severity,
    Shown,
    SideJobState,
    Sight,
    Status,
    TermKind,
    Wish,
)

ALERTS: Mapping[AlertKind, str] = {
    AlertKind.FINDINGS: N_("findings"),
    AlertKind.BASELINE: N_("a first sweep"),
    AlertKind.REVIEW: N_("findings to review"),
    AlertKind.HEALTH: N_("a source went blind or sees again"),
    AlertKind.QUARANTINE: N_("a source rests"),
    AlertKind.STORM: N_("many findings at once"),
    AlertKind.STATUS: N_("a decision"),
    AlertKind.ESCALATION: N_("nobody has looked at it yet"),
    AlertKind.REMINDER: N_("something is due"),
    AlertKind.DIGEST: N_("a digest"),
    AlertKind.ANNOUNCEMENT: N_("an announcement to the staff"),
    AlertKind.ALARM: N_("something could not be delivered"),
}
ANNOUNCEMENTS: Mapping[AnnouncementState, str] = {
    AnnouncementState.DRAFT: N_("draft"),
    AnnouncementState.APPROVED: N_("approved, not published yet"),
    AnnouncementState.PUBLISHED: N_("made known"),
    AnnouncementState.CLOSED: N_("closed"),
}
ANSWERS: Mapping[AnswerKind, str] = {
    AnswerKind.NONE: N_("nobody registered"),
    AnswerKind.NUMBER: N_("registered: a number"),
    AnswerKind.RELAYED: N_("request passed on"),
    AnswerKind.REFUSED: N_("refused"),
}
BASES: Mapping[Basis, str] = {
    Basis.SWEEP: N_("two sweeps and a direct check"),
    Basis.PLATFORM: N_("written answer of the platform"),
    Basis.PERSON: N_("own declaration with proof"),
}
CAPTURES: Mapping[CaptureState, str] = {
    CaptureState.ASKED: N_("its page is being visited"),
    CaptureState.SEALED: N_("sealed until its finding is confirmed"),
    CaptureState.KEPT: N_("evidence"),
    CaptureState.FAILED: N_("not captured"),
    CaptureState.DROPPED: N_("deleted"),
}
CASE_STATES: Mapping[CaseState, str] = {
    CaseState.OPEN: N_("opened"),
    CaseState.LEGAL_REVIEW: N_("legal review"),
    CaseState.PLANNED: N_("action planned"),
    CaseState.INQUIRY: N_("platform inquiry"),
    CaseState.HR_CONTACT: N_("HR contact"),
    CaseState.TAKEDOWN: N_("takedown"),
    CaseState.WAITING: N_("waiting for an answer"),
    CaseState.REPORTED_GONE: N_("reported gone"),
    CaseState.VERIFIED_GONE: N_("verified gone"),
    CaseState.KEPT: N_("kept after approval"),
    CaseState.REFUSED: N_("refused by the platform"),
    CaseState.NO_REPLY: N_("no reply"),
    CaseState.BLOCK_REQUEST: N_("block request"),
    CaseState.NOTICE: N_("notice to all staff"),
    CaseState.ACCEPTED_RISK: N_("accepted risk"),
    CaseState.CLOSED: N_("closed"),
}
CAUSES: Mapping[Cause, str] = {
    Cause.RETENTION: N_("kept long enough"),
    Cause.REQUEST: N_("asked for by the person"),
    Cause.ROSTER: N_("taken off the roster"),
}
DELIVERIES: Mapping[Delivery, str] = {
    Delivery.WAITING: N_("waiting"),
    Delivery.SENDING: N_("being sent"),
    Delivery.DELIVERED: N_("delivered"),
    Delivery.RETRY: N_("to be tried again"),
    Delivery.UNKNOWN: N_("undecided whether it arrived"),
    Delivery.DEAD: N_("refused by the channel"),
}
FORMS: Mapping[Form, str] = {
    Form.POST: N_("a message of its own"),
    Form.REPLY: N_("in the thread"),
    Form.UPDATE: N_("in place of the message"),
}
HOLDS: Mapping[HoldState, str] = {
    HoldState.ASKED: N_("asked for"),
    HoldState.ACTIVE: N_("in force"),
    HoldState.RELEASING: N_("release asked for"),
    HoldState.RELEASED: N_("released"),
    HoldState.EXPIRED: N_("its last day is over"),
    HoldState.LAPSED: N_("nobody approved it in time"),
}
KINDS: Mapping[Kind, str] = {
    Kind.REGISTRATION: N_("possible registration"),
    Kind.FORMER_REGISTRATION: N_("possible registration of a former member"),
    Kind.SOLICITATION: N_("somebody asks for our know-how"),
    Kind.LEAK: N_("possible leak"),
    Kind.OFFICIAL: N_("own publication"),
    Kind.MENTION: N_("mention"),
}
LETTERS: Mapping[LetterKind, str] = {
    LetterKind.PLATFORM_INQUIRY: N_("inquiry to a platform"),
    LetterKind.DEREGISTRATION_RELAY: N_("request to pass on a deregistration"),
    LetterKind.EMPLOYER_BLOCK: N_("request to take nobody of the company"),
    LetterKind.REMINDER: N_("reminder to a platform"),
    LetterKind.CLOSING: N_("thanks and closing"),
    LetterKind.HR_CONTACT: N_("first contact by HR"),
    LetterKind.OUTCOME: N_("outcome"),
    LetterKind.TAKEDOWN: N_("takedown request to a host"),
    LetterKind.STAFF_NOTICE: N_("notice of purpose to the staff"),
    LetterKind.UNION_NOTICE: N_("explanation to the union"),
    LetterKind.LEAVER_REMINDER: N_("reminder to leavers"),
    LetterKind.GUIDELINE: N_("guideline made known again"),
}
LETTER_STATES: Mapping[LetterState, str] = {
    LetterState.DRAFT: N_("draft"),
    LetterState.APPROVED: N_("approved, not sent yet"),
    LetterState.SENDING: N_("being sent"),
    LetterState.SENT: N_("sent"),
    LetterState.WITHDRAWN: N_("withdrawn"),
}
LINE_STATES: Mapping[LineState, str] = {
    LineState.DRAFT: N_("draft"),
    LineState.APPROVED: N_("approved, not sent yet"),
    LineState.SENT: N_("sent"),
    LineState.ACKNOWLEDGED: N_("acknowledged"),
    LineState.ANSWERED: N_("answered"),
    LineState.REMINDED: N_("reminded"),
    LineState.CLOSED: N_("closed"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.OK: N_("clean"),
    Outcome.NONE: N_("clean, nothing there"),
    Outcome.PARTIAL: N_("saw only a part"),
    Outcome.CHANGED: N_("layout changed"),
    Outcome.BLOCKED: N_("blocked by the site"),
    Outcome.FAILED: N_("failed"),
}
ROLES: Mapping[Role, str] = {
    Role.REVIEWER: N_("reviewer"),
    Role.LEAD: N_("lead"),
    Role.LEGAL: N_("legal department"),
    Role.AUDITOR: N_("auditor"),
}
SEVERITIES: Mapping[Severity, str] = {
    Severity.LOW: N_("low"),
    Severity.MEDIUM: N_("medium"),
    Severity.HIGH: N_("high"),
    Severity.CRITICAL: N_("critical"),
}
SHOWN: Mapping[Shown, str] = {
    Shown.PRESENT: N_("every quote"),
    Shown.CHANGED: N_("not every quote any more"),
    Shown.GONE: N_("the page is gone"),
    Shown.UNREAD: N_("no text to look for quotes in"),
}
SIDE_JOBS: Mapping[SideJobState, str] = {
    SideJobState.PENDING: N_("not confirmed yet"),
    SideJobState.APPROVED: N_("approved"),
    SideJobState.WITHDRAWN: N_("withdrawn"),
}
SIGHTS: Mapping[Sight, str] = {
    Sight.NEW: N_("not swept yet"),
    Sight.SEEING: N_("seen"),
    Sight.BLIND: N_("blind"),
    Sight.QUARANTINED: N_("blind, rests"),
}
STATUSES: Mapping[Status, str] = {
    Status.NEW: N_("not looked into yet"),
    Status.TAKEN: N_("taken"),
    Status.CONFIRMED: N_("confirmed"),
    Status.DISMISSED: N_("dismissed"),
    Status.APPROVED: N_("approved side job"),
    Status.SNOOZED: N_("set aside"),
    Status.GONE: N_("no longer to be seen"),
    Status.CLOSED: N_("closed"),
}
TERM_KINDS: Mapping[TermKind, str] = {
    TermKind.TECHNOLOGY: N_("technology"),
    TermKind.INTERNAL_METHOD: N_("internal method"),
    TermKind.CODE_NAME: N_("code name"),
    TermKind.UNRELEASED_PRODUCT: N_("unreleased product"),
    TermKind.PARAMETER: N_("process parameter"),
    TermKind.CUSTOMER_PROGRAM: N_("customer program"),
    TermKind.DOMAIN: N_("internal domain"),
    TermKind.DOCUMENT_MARKING: N_("marking of a document"),
}
WISHES: Mapping[Wish, str] = {
    Wish.EXPORT: N_("to see what is kept"),
    Wish.CORRECT: N_("to have it corrected"),
    Wish.DELETE: N_("to have it deleted"),
}
#: By the name of the act.
CAMPAIGN_ACTS: Mapping[str, str] = {
    "start": N_("campaign started"),
    "propose": N_("put forward"),
    "approve": N_("approval"),
    "return": N_("approval taken back"),
    "send": N_("inquiry sent"),
    "acknowledge": N_("receipt acknowledged"),
    "remind": N_("reminder sent"),
    "answer": N_("answer recorded"),
    "close": N_("line closed"),
    "give_up": N_("closed without an answer"),
    "withdraw": N_("closed without asking"),
    "reopen": N_("to be asked anew"),
}
LETTER_ACTS: Mapping[str, str] = {
    "draft": N_("drafting"),
    "edit": N_("correction"),
    "approve": N_("approval"),
    "send": N_("sending by mail"),
    "sent": N_("recording as sent by hand"),
    "not_sent": N_("recording as not sent"),
    "withdraw": N_("withdrawal"),
    "view": N_("reading"),
    "export": N_("writing into a file"),
}
ANNOUNCEMENT_ACTS: Mapping[str, str] = {
    "approve": N_("approval"),
    "publish": N_("publication"),
    "close": N_("closing"),
}
#: What each verdict says of a finding.
VERDICTS: Mapping[str, str] = {
    "take": STATUSES[Status.TAKEN],
    "confirm": STATUSES[Status.CONFIRMED],
    "not_ours": N_("not ours"),
    "namesake": N_("another person of the same name"),
    "public": N_("public knowledge"),
    "official": N_("our own publication"),
    "approved": STATUSES[Status.APPROVED],
    "snooze": STATUSES[Status.SNOOZED],
    "close": STATUSES[Status.CLOSED],
    "reopen": N_("open again"),
}
_NAMED: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Sight: SIGHTS,
    Form: FORMS,
    AlertKind: ALERTS,
    AnnouncementState: ANNOUNCEMENTS,
    AnswerKind: ANSWERS,
    Basis: BASES,
    CaptureState: CAPTURES,
    CaseState: CASE_STATES,
    Cause: CAUSES,
    Delivery: DELIVERIES,
    HoldState: HOLDS,
    Kind: KINDS,
    LetterKind: LETTERS,
    LetterState: LETTER_STATES,
    LineState: LINE_STATES,
    Outcome: OUTCOMES,
    Role: ROLES,
    Severity: SEVERITIES,
    Shown: SHOWN,
    SideJobState: SIDE_JOBS,
    Status: STATUSES,
    TermKind: TERM_KINDS,
    Wish: WISHES,
}


def words_of(value: StrEnum) -> str | None:
    """The catalogue message that says `value`; None for one of a sort that people never read."""
    return _NAMED.get(type(value), {}).get(value)
