"""`leakwatch doctor`: one page, exit 1 on trouble."""

from __future__ import annotations

from typing import Annotated

import typer

from leakwatch.cli.session import now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_


def doctor(
    context: typer.Context,
    *,
    offline: Annotated[bool, typer.Option("--offline", help=_("Do not ask Slack."))] = False,
) -> int:
    from leakwatch.app.doctor import Health, examine

    session = session_of(context)
    terminal = session.terminal
    with session.watch() as watch:
        checks = tuple(examine(watch, online=not offline, now=now()))
    marks = {Health.GOOD: N_("ok"), Health.NOTE: N_("note"), Health.BAD: N_("BAD")}
    terminal.table(
        [N_("state"), N_("what"), N_("finding of the check")],
        [
            (
                terminal.text(marks[check.health]),
                check.what,
                terminal.text(check.message, **check.values),
            )
            for check in checks
        ],
    )
    bad = sum(check.health is Health.BAD for check in checks)
    if bad:
        terminal.warn(N_("{count} things need a hand"), count=bad)
    return 1 if bad else 0
