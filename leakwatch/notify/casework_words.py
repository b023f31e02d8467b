"""What the states of cases and campaign lines are called, in a word or two."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.errors import N_
from leakwatch.models import AnswerKind, Basis, CaseState, LineState

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
LINE_STATES: Mapping[LineState, str] = {
    LineState.DRAFT: N_("draft"),
    LineState.APPROVED: N_("approved, not sent yet"),
    LineState.SENT: N_("sent"),
    LineState.ACKNOWLEDGED: N_("acknowledged"),
    LineState.ANSWERED: N_("answered"),
    LineState.REMINDED: N_("reminded"),
    LineState.CLOSED: N_("closed"),
}
ANSWERS: Mapping[AnswerKind, str] = {
    AnswerKind.NONE: N_("nobody registered"),
    AnswerKind.NUMBER: N_("registered: a number"),
    AnswerKind.RELAYED: N_("request passed on"),
    AnswerKind.REFUSED: N_("refused"),
}
BASES: Mapping[Basis, str] = {
    Basis.SWEEP: N_("by sweeps and a direct check"),
    Basis.PLATFORM: N_("by the platform's written answer"),
    Basis.PERSON: N_("by the person's own declaration"),
}
