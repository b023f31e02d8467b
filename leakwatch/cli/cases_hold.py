"""`leakwatch cases hold` and `release`: nothing of what is held is deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import ReasonOption
from leakwatch.cli.reasons import given
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Hold, Reviewer

_APPROVE, _SHOW = "approve", "show"


def hold(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="LABEL | approve H-NUMBER | show H-NUMBER",
            help=_("C-3, F-1042, K-1 or person:ROSTER_ID; or approve, or show, and the hold."),
        ),
    ],
    reason: ReasonOption = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help=_("The last day of the hold.")),
    ] = None,
) -> None:
    session = session_of(context)
    if words[0].lower() == _APPROVE and len(words) > 1:
        _approve(session, words[1])
        return
    if words[0].lower() == _SHOW and len(words) > 1:
        _show(session, words[1], reason=given(reason))
        return
    if len(words) > 1:
        raise UsageError(N_("one thing at a time: leakwatch cases hold C-3"))
    with session.watch() as watch:
        actor = _actor(session, watch, words[0])
        asked = watch.record.keeping.hold(
            words[0], until=_day(until), reason=given(reason), actor=actor.id, now=now()
        )
    session.terminal.say(
        N_(
            "{hold} on {about}: nothing of it is deleted; somebody else approves it within a week"
            " with leakwatch cases hold approve {hold}"
        ),
        hold=asked.label,
        about=asked.about,
    )


def release(
    context: typer.Context,
    label: Annotated[str, typer.Argument(help=_("The hold, as H-1, or what it is on."))],
    reason: ReasonOption = None,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        found = watch.record.keeping.hold_on(label)
        actor = _actor(session, watch, found.about)
        asked = watch.record.keeping.release(
            found.number, reason=given(reason), actor=actor.id, now=now()
        )
    if not asked.holds:
        session.terminal.say(N_("{hold} is taken back"), hold=asked.label)
        return
    session.terminal.say(
        N_("{hold} holds until somebody else approves: leakwatch cases hold approve {hold}"),
        hold=asked.label,
    )


def _approve(session: Session, label: str) -> None:
    from leakwatch.casework.second import require_second

    with session.watch() as watch:
        found = watch.record.keeping.hold_on(label)
        actor = _actor(session, watch, found.about)
        reviewers = watch.settings.reviewers
        done = watch.record.keeping.approve(
            found.number,
            actor=actor.id,
            second=lambda first: require_second(actor, first, reviewers),
            now=now(),
        )
    _say(session, done)


def _show(session: Session, label: str, *, reason: str) -> None:
    """Why something is held, for whoever is to approve it; entered in the audit trail first."""
    with session.watch() as watch:
        found = watch.record.keeping.hold_on(label)
        actor = _actor(session, watch, found.about)
        why = watch.record.keeping.hold_reason(
            found.number, actor=actor.id, reason=reason, now=now()
        )
    session.terminal.say(
        N_("{hold} on {about} until {until}, asked for by {asked}: {why}"),
        hold=found.label,
        about=found.about,
        until=found.until.isoformat(),
        asked=found.asked_by,
        why=" ".join(why.split()),
    )


def _say(session: Session, done: Hold) -> None:
    if done.holds:
        message = N_("{hold} holds {about} until {until}")
    else:
        message = N_("{hold} is released: {about} follows its retention again")
    session.terminal.say(message, hold=done.label, about=done.about, until=done.until.isoformat())


def _actor(session: Session, watch: Watch, about: str) -> Reviewer:
    from leakwatch.review import require_keeper

    actor = require_keeper(session.actor(watch.settings))
    for subject in watch.record.keeping.subjects_of(about):
        require_keeper(actor, subject=subject)
    return actor


def _day(until: datetime | None) -> date:
    if until is None:
        raise UsageError(N_("a hold needs its last day: --until YYYY-MM-DD"))
    return until.date()
