"""Routing as an installation has it: what delivery asks where, when and in which dress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from leakwatch.config import Settings
from leakwatch.models import Alert, OutboxEntry, Posting, Routed
from leakwatch.notify.routing import decide, styled

_TERMINAL = "terminal"


def default_channel(settings: Settings) -> str:
    """Where goes what nothing places."""
    return settings.slack.channel if settings.slack else _TERMINAL


def place(alert: Alert, settings: Settings, *, now: datetime) -> Routed:
    """Where `alert` goes, as of `now`."""
    return decide(
        alert,
        settings.routing,
        default=default_channel(settings),
        now=now,
        zone=settings.zone,
    )


def placed_by(settings: Settings) -> Callable[[Alert, datetime], Routed]:
    """`place` as the outbox calls it."""
    return lambda alert, now: place(alert, settings, now=now)


def dressed_by(settings: Settings) -> Callable[[Posting, OutboxEntry], Posting]:
    """What a posting looks like by its route, as delivery calls it."""
    return partial(styled, routing=settings.routing, language=settings.language)
