"""Why a channel did not take an alert, in words, and what can be done."""

from __future__ import annotations

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.notify.inert import inert
from leakwatch.notify.reasons import Reason

_CHANNEL_LIMIT = 90
_CODE_LIMIT = 60


def channel_in_words(channel: str, catalogue: Catalogue) -> str:
    """A channel by its name; of a mail address only the part that names no person."""
    if channel.startswith("mail:"):
        domain = inert(channel.rpartition("@")[2], _CHANNEL_LIMIT)
        return catalogue.text(N_("mail to {domain}"), domain=f"…@{domain}")
    return inert(channel, _CHANNEL_LIMIT) or catalogue.text(N_("the default channel"))


def of_code(code: str, catalogue: Catalogue) -> Reason:  # noqa: ARG001
    return Reason(words=inert(code, _CODE_LIMIT))
