"""The letters of a campaign: drafted for all its lines at once, and held until a line is approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from leakwatch.app.campaigning import circumstances
from leakwatch.app.letters import Wanted, draft_letter, faults_of
from leakwatch.app.watch import Watch
from leakwatch.casework.campaign_lines import is_overdue, left
from leakwatch.casework.campaigns import UNANSWERED, require_asker
from leakwatch.casework.letter_rules import Fault
from leakwatch.errors import N_, VerdictError
from leakwatch.locale.names import Names
from leakwatch.models import (
    Campaign,
    CampaignLine,
    Letter,
    LetterKind,
    LetterState,
    LineState,
    Reviewer,
)

#: Written, and neither sent nor taken back.
_OPEN: Final = frozenset({LetterState.DRAFT, LetterState.APPROVED, LetterState.SENDING})
#: States of a line in which a letter of that kind may leave; letters of other kinds may always.
_LEAVES: Final[Mapping[LetterKind, frozenset[LineState]]] = {
    LetterKind.PLATFORM_INQUIRY: frozenset({LineState.APPROVED}),
    LetterKind.REMINDER: UNANSWERED,
}
_FOR: Final[Mapping[LetterKind, frozenset[LineState]]] = {
    LetterKind.PLATFORM_INQUIRY: frozenset({LineState.DRAFT, LineState.APPROVED}),
    LetterKind.REMINDER: UNANSWERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    letter: Letter
    faults: tuple[Fault, ...]  #: what still keeps it from being approved


def draft_letters(
    watch: Watch,
    number: int,
    platform: str | None,
    kind: LetterKind,
    *,
    actor: Reviewer,
    now: datetime,
    language: str | None = None,
) -> tuple[Drafted, ...]:
    """A draft for each line that wants one: an inquiry, or a reminder to whoever is late.

    Raises VerdictError when no line does, and as `app.letters.prepare` does, before anything is
    kept of a line whose letter cannot be written.
    """
    require_asker(actor)
    campaign = watch.record.campaigns.get(number)
    lines = _wanting(watch, campaign, platform, kind, actor=actor, now=now)
    return tuple(
        _drafted(
            watch,
            Wanted(kind=kind, about=campaign.line_label(line.platform), language=language),
            actor=actor,
            now=now,
        )
        for line in lines
    )


def _wanting(
    watch: Watch,
    campaign: Campaign,
    platform: str | None,
    kind: LetterKind,
    *,
    actor: Reviewer,
    now: datetime,
) -> tuple[CampaignLine, ...]:
    given = circumstances(watch, campaign, actor=actor, now=now)
    lines = tuple(
        line
        for line in campaign.lines
        if platform in {None, line.platform}
        and line.state in _FOR[kind]
        and (kind is not LetterKind.REMINDER or platform or is_overdue(line, given.today))
        and left(kind, line, given) is None
        and not any(
            letter.kind is kind and letter.state in _OPEN
            for letter in given.letters.get(line.platform, ())
        )
    )
    if not lines:
        raise VerdictError(
            N_("{label} wants no letter {kind} now: it is written already, or not the time for it"),
            label=campaign.line_label(platform) if platform else campaign.label,
            kind=kind,
        )
    return lines


def _drafted(watch: Watch, wanted: Wanted, *, actor: Reviewer, now: datetime) -> Drafted:
    letter = draft_letter(watch, wanted, actor=actor, now=now)
    text = watch.record.letters.text(letter.number)
    found = faults_of(watch, letter.kind, letter.language, text, today=watch.day(now))
    return Drafted(letter=letter, faults=found)


def is_moot(watch: Watch, letter: Letter) -> bool:
    """Whether the line that a draft or an approved letter is about went on without it."""
    line = _line_of(watch, letter)
    if line is None or letter.kind not in _FOR or letter.state is LetterState.SENDING:
        return False
    return line.state not in _FOR[letter.kind]


def require_line_ready(watch: Watch, letter: Letter) -> None:
    """Refuse to let a letter leave for a line that nobody approved, or that has answered.

    Letters about anything else pass. Raises VerdictError and UsageError.
    """
    states = _LEAVES.get(letter.kind)
    line = _line_of(watch, letter)
    if states is None or line is None or line.state in states:
        return
    raise VerdictError(
        N_("{letter} cannot leave: {label} is {state}, and has to be {needed}"),
        letter=letter.label,
        label=letter.about,
        state=line.state,
        needed=Names.sorted(states),
    )


def _line_of(watch: Watch, letter: Letter) -> CampaignLine | None:
    head, _, platform = letter.about.partition("/")
    if not platform or not head.startswith("K-"):
        return None
    return watch.record.campaigns.get(int(head.removeprefix("K-"))).line(platform)
