"""What the doctor says of the ways to people beside Slack: mail and webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.config import Settings
from leakwatch.errors import N_
from leakwatch.notify import Mailer


def examine_channels(settings: Settings, *, online: bool) -> Iterator[Check]:
    """`online` has the mail server let us in; nothing is sent, and webhooks are not called."""
    if settings.mail is not None and online:
        answer = asyncio.run(Mailer(settings.mail, settings.network).examine())
        yield (good if answer.ok else bad)("mail", answer.message, **answer.values)
    elif settings.mail is not None:
        yield note("mail", N_("configured, not asked (--offline)"))
    for name, webhook in settings.webhooks.items():
        what = f"webhook {name}"
        if webhook.unset:
            message = N_("the environment variable {variable} is not set: its alerts wait")
            yield bad(what, message, variable=webhook.unset)
        else:
            yield note(what, N_("configured; leakwatch notify test calls it"))
