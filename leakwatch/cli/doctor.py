"""`leakwatch doctor`: one page, exit 1 on trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, RecordError

if TYPE_CHECKING:
    from leakwatch.app.checks import Check
    from leakwatch.cli.terminal import Terminal


def doctor(
    context: typer.Context,
    *,
    offline: Annotated[bool, typer.Option("--offline", help=_("Do not ask Slack."))] = False,
    no_post: Annotated[
        bool,
        typer.Option("--no-post", help=_("Ask Slack, but post no test message to be deleted.")),
    ] = False,
) -> int:
    from leakwatch.app.checks import Health

    session = session_of(context)
    terminal = session.terminal
    checks = _examined(session, online=not offline, post=not no_post)
    marks = {Health.GOOD: N_("ok"), Health.NOTE: N_("note"), Health.BAD: N_("BAD")}
    terminal.table(
        [N_("state"), N_("what"), N_("finding of the check")],
        [
            (
                terminal.text(marks[check.health]),
                check.what,
                _words(terminal, check),
            )
            for check in checks
        ],
    )
    bad = sum(check.health is Health.BAD for check in checks)
    if bad:
        terminal.warn(N_("{count} things need a hand"), count=bad)
    return 1 if bad else 0


def _words(terminal: Terminal, check: Check) -> str:
    """What was found; of a source that is not seen why, and what to do, a line each."""
    from leakwatch.notify import of_code, of_reason

    told = [of_reason(name, terminal.catalogue) for name in check.reasons]
    channel = str(check.values.get("channel", ""))
    told += [of_code(code, terminal.catalogue, channel=channel) for code in check.codes]
    names = (*check.reasons, *check.codes)
    lines = [f"{name}: {one.words}" for name, one in zip(names, told, strict=True)]
    remedies = dict.fromkeys(f"→ {one.remedy}" for one in told if one.remedy)
    return "\n".join([terminal.text(check.message, **check.values), *lines, *remedies])


def _examined(session: Session, *, online: bool, post: bool) -> tuple[Check, ...]:
    """Every check; of a record that does not open, what can be said all the same."""
    from leakwatch.app.doctor import examine, examine_without_record

    try:
        with session.watch() as watch:
            return tuple(examine(watch, online=online, post=post, now=now()))
    except RecordError as error:
        settings = session.settings()
        return tuple(examine_without_record(settings, error, online=online, now=now()))
