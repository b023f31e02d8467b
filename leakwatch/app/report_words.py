"""What states, answers, bases, letters and deletions are called in the report."""

from __future__ import annotations

from collections.abc import Mapping

from leakwatch.errors import N_
from leakwatch.models import AnswerKind, Basis, CaseState, Cause, LetterKind, LineState
from leakwatch.notify import casework_words

#: One word for a state, wherever it is shown.
ANSWERS: Mapping[AnswerKind, str] = casework_words.ANSWERS
LINES: Mapping[LineState, str] = casework_words.LINE_STATES
STATES: Mapping[CaseState, str] = casework_words.CASE_STATES
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
