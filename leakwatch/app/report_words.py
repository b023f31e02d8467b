"""What states, answers, bases, letters and deletions are called in the report."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.errors import N_
from leakwatch.models import AnswerKind, Basis, CaseState, Cause, LetterKind, LineState

ANSWERS: Mapping[AnswerKind, str] = {
    AnswerKind.NONE: N_("nobody registered"),
    AnswerKind.NUMBER: N_("a number of registrants"),
    AnswerKind.RELAYED: N_("request passed on"),
    AnswerKind.REFUSED: N_("refused to answer"),
}
LINES: Mapping[LineState, str] = {
    LineState.DRAFT: N_("draft"),
    LineState.APPROVED: N_("approved to be sent"),
    LineState.SENT: N_("sent"),
    LineState.ACKNOWLEDGED: N_("acknowledged"),
    LineState.ANSWERED: N_("answered"),
    LineState.REMINDED: N_("reminded"),
    LineState.CLOSED: N_("closed"),
}
STATES: Mapping[CaseState, str] = {
    CaseState.OPEN: N_("open"),
    CaseState.LEGAL_REVIEW: N_("legal review"),
    CaseState.PLANNED: N_("action planned"),
    CaseState.INQUIRY: N_("platform inquiry"),
    CaseState.HR_CONTACT: N_("HR contact"),
    CaseState.TAKEDOWN: N_("takedown request"),
    CaseState.WAITING: N_("waiting for an answer"),
    CaseState.REPORTED_GONE: N_("reported gone"),
    CaseState.VERIFIED_GONE: N_("verified gone"),
    CaseState.KEPT: N_("kept after approval"),
    CaseState.REFUSED: N_("refused, to go on"),
    CaseState.NO_REPLY: N_("no reply, to go on"),
    CaseState.BLOCK_REQUEST: N_("employer block request"),
    CaseState.NOTICE: N_("notice to all staff"),
    CaseState.ACCEPTED_RISK: N_("accepted risk"),
    CaseState.CLOSED: N_("closed"),
}
BASES: Mapping[Basis, str] = {
    Basis.SWEEP: N_("two sweeps and a direct check"),
    Basis.PLATFORM: N_("written answer of the platform"),
    Basis.PERSON: N_("own declaration with proof"),
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
CAUSES: Mapping[Cause, str] = {
    Cause.RETENTION: N_("kept long enough"),
    Cause.REQUEST: N_("asked for by the person"),
    Cause.ROSTER: N_("taken off the roster"),
}
CLASSES: Mapping[str, str] = {
    "dismissed": N_("dismissed findings"),
    "closed": N_("closed findings, cases and campaigns"),
    "people": N_("what was kept about people"),
    "letters": N_("letters"),
    "evidence": N_("evidence"),
    "captures": N_("pages sealed at finding time"),
    "reasons": N_("reasons in the audit trail"),
}
