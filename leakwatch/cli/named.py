"""States, kinds and acts as tables show them: by the name that options take, and in words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.models import (
    AnnouncementState,
    AnswerKind,
    CaseState,
    HoldState,
    LetterKind,
    LetterState,
    LineState,
    SideJobState,
)

_LETTERS: Mapping[StrEnum, str] = {
    LetterState.DRAFT: N_("draft"),
    LetterState.APPROVED: N_("approved, not sent yet"),
    LetterState.SENDING: N_("being sent"),
    LetterState.SENT: N_("sent"),
    LetterState.WITHDRAWN: N_("withdrawn"),
}
_SIDE_JOBS: Mapping[StrEnum, str] = {
    SideJobState.PENDING: N_("not confirmed yet"),
    SideJobState.APPROVED: N_("approved"),
    SideJobState.WITHDRAWN: N_("withdrawn"),
}
_HOLDS: Mapping[StrEnum, str] = {
    HoldState.ASKED: N_("asked for"),
    HoldState.ACTIVE: N_("in force"),
    HoldState.RELEASING: N_("release asked for"),
    HoldState.RELEASED: N_("released"),
    HoldState.EXPIRED: N_("its last day is over"),
    HoldState.LAPSED: N_("nobody approved it in time"),
}
_ANNOUNCEMENTS: Mapping[StrEnum, str] = {
    AnnouncementState.DRAFT: N_("draft"),
    AnnouncementState.APPROVED: N_("approved, not published yet"),
    AnnouncementState.PUBLISHED: N_("made known"),
    AnnouncementState.CLOSED: N_("closed"),
}
#: Acts of a campaign's timeline.
CAMPAIGN_ACTS: Mapping[str, str] = {
    "start": N_("campaign started"),
    "propose": N_("put forward"),
    "approve": N_("approved"),
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


def worded(terminal: Terminal, value: StrEnum | None) -> str | None:
    """`value` by its name; in another language than English its word stands first."""
    return None if value is None else beside(terminal, value.value, _words()[type(value)][value])


def beside(terminal: Terminal, name: str, words: str | None) -> str:
    """`name`, which options and JSON lines know, behind what it means in the reader's language."""
    if words is None or terminal.catalogue.language == "en":
        return name
    return f"{terminal.text(words)} ({name})"


@cache
def _words() -> Mapping[type[StrEnum], Mapping[Any, str]]:
    from leakwatch.app.report_words import ANSWERS, LETTERS, LINES, STATES

    return {
        AnnouncementState: _ANNOUNCEMENTS,
        AnswerKind: ANSWERS,
        CaseState: STATES,
        HoldState: _HOLDS,
        LetterKind: LETTERS,
        LetterState: _LETTERS,
        LineState: LINES,
        SideJobState: _SIDE_JOBS,
    }
