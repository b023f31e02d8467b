"""An alert as one Slack message, for a reader who has ten seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from hashlib import sha256
from typing import Any

from leakwatch.locale import Catalogue
from leakwatch.models import AlertKind, Form, Posting
from leakwatch.notify import kit
from leakwatch.notify.blocks_announcement import bulletin_of
from leakwatch.notify.blocks_body import body_of
from leakwatch.notify.blocks_finding import findings_of
from leakwatch.notify.blocks_foot import foot_of
from leakwatch.notify.blocks_reminder import reminder_of
from leakwatch.notify.blocks_status import status_of
from leakwatch.notify.blocks_title import fallback_of, title_of
from leakwatch.notify.digest_blocks import digest_of
from leakwatch.notify.inert import cut, escaped

EVENT_TYPE = "leakwatch_alert"

_MAX_NUMBERS = 50
_KEY_LIMIT = 200
#: Slack shows about this much of the text in a notification.
_FALLBACK_LIMIT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What `chat.postMessage` and `chat.update` take."""

    text: str  #: for notifications and screen readers; escaped, nothing of a page in it
    blocks: tuple[kit.Block, ...]
    metadata: Mapping[str, Any]


def render(posting: Posting, catalogue: Catalogue, *, zone: tzinfo = UTC) -> Message:
    """`posting` within Slack's limits whatever it holds; what does not fit is counted.

    Times are those of `zone`, and say so.
    """
    if posting.alert.digest is not None:
        text, blocks = digest_of(posting.alert.digest, catalogue, zone=zone)
    elif posting.alert.bulletin is not None:
        text, blocks = bulletin_of(posting.alert.bulletin, catalogue)
    elif posting.alert.reminders:
        text, blocks = reminder_of(posting, catalogue, zone=zone)
    elif posting.alert.kind is AlertKind.STATUS:
        text, blocks = status_of(posting, catalogue, zone=zone)
    else:
        text, blocks = _told(posting, catalogue, zone=zone)
    return Message(
        text=cut(escaped(text), _FALLBACK_LIMIT),
        blocks=tuple(blocks),
        metadata={"event_type": EVENT_TYPE, "event_payload": _payload(posting)},
    )


def delivery_key(posting: Posting) -> str:
    """What the message's metadata is found again by; an edit leaves a message the key it has."""
    key = posting.key
    if posting.form is Form.UPDATE:
        key = posting.parent or posting.alert.key
    if len(key) <= _KEY_LIMIT and key.isascii():
        return key
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _told(posting: Posting, catalogue: Catalogue, *, zone: tzinfo) -> tuple[str, list[kit.Block]]:
    alert = posting.alert
    title = title_of(posting, catalogue)
    head = [kit.header(title), *body_of(posting, catalogue, zone=zone)]
    foot = foot_of(alert, catalogue, zone=zone)
    findings = findings_of(
        alert,
        catalogue,
        stand=posting.standings,
        zone=zone,
        room=kit.WEIGHT_LIMIT - kit.weight([*head, *foot]),
    )
    return fallback_of(title, alert, catalogue), [*head, *findings, *foot]


def _payload(posting: Posting) -> dict[str, str]:
    numbers = " ".join(str(one.number) for one in posting.alert.findings[:_MAX_NUMBERS])
    return {"key": delivery_key(posting), "findings": numbers}
