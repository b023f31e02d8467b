"""`leakwatch run`: the service."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

import typer

from leakwatch.cli.session import session_of
from leakwatch.errors import N_


def run(context: typer.Context) -> int:
    """Sweep every enabled source on its schedule and deliver what they find, until stopped."""
    from leakwatch.app.announcing import announced
    from leakwatch.app.deliver import notifier_for
    from leakwatch.app.service import Service

    session = session_of(context)
    terminal = session.terminal
    logging.getLogger("leakwatch").setLevel(logging.INFO)

    def heard(event: Mapping[str, object]) -> None:
        if event.get("event") != "sweep.progress":
            terminal.jsonl(event)

    with session.watch() as watch:
        notifier = notifier_for(watch.settings, catalogue=terminal.catalogue, write=terminal.aside)
        service = Service(watch, notifier, on_event=heard, catalogue=terminal.catalogue)
        session.notify(tuple(announced(watch.settings)))
        terminal.warn(
            N_("watching {count} sources; Ctrl-C ends it"),
            count=sum(source.enabled for source in watch.settings.sources.values()),
        )
        asyncio.run(service.run())
    return 0
