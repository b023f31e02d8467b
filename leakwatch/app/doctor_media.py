"""What the doctor says of the channels beside Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from leakwatch.app.checks import Check, bad, good, note
from leakwatch.config import Settings
from leakwatch.errors import N_
from leakwatch.notify import Mailer


def examine_media(settings: Settings, *, online: bool) -> Iterator[Check]:
    """The mail server, which is asked `online` and sent nothing, and each webhook, which is not."""
    mail = settings.mail
    if mail is not None and not online:
        yield note("mail", N_("configured, not asked (--offline)"))
    elif mail is not None:
        answer = asyncio.run(Mailer(mail, settings.network).examine())
        yield (good if answer.ok else bad)("mail", answer.message, **answer.values)
    for name, one in settings.webhooks.items():
        if one.unset:
            message = N_("webhook {name} waits: the environment variable {variable} is not set")
            yield bad("webhook", message, name=name, variable=one.unset)
        else:
            message = N_("webhook {name}: configured, tried by leakwatch notify test only")
            yield note("webhook", message, name=name)
