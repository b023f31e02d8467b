"""An alert on its way: where it goes, in which form, and how far it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from leakwatch.models.alert import Alert, Standing


class Form(StrEnum):
    POST = "post"  #: a message of its own
    REPLY = "reply"  #: a line in the thread of another message
    UPDATE = "update"  #: another message, edited in place


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One thing to be said in one channel: all that a channel's driver gets to see."""

    key: str  #: what the message is found again by; each outbox entry has its own
    alert: Alert
    channel: str  #: `#name` or id (Slack), `mail:ADDRESS`, `webhook:NAME` or `terminal`
    form: Form = Form.POST
    thread: str | None = None  #: receipt of the message that is answered or edited
    parent: str | None = None  #: key of that message, which an edit leaves it
    standings: Mapping[int, Standing] = field(default_factory=dict)  #: by finding number, as of now
    language: str | None = None  #: None: that of the installation
    mention: tuple[str, ...] = ()  #: Slack ids of users (U…) and user groups (S…) to be called
    lead: str = ""  #: the route's own first line, filled in


class Delivery(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    RETRY = "retry"
    UNKNOWN = "unknown"  #: cannot be decided whether it arrived; listed, never re-sent blindly
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one attempt to deliver an entry ended."""

    entry: int
    state: Delivery  #: WAITING: to be said as a message of its own, for its thread is gone
    at: datetime  #: when the channel had answered
    error: str | None = None
    next_at: datetime | None = None  #: RETRY: not before
    receipt: str | None = None  #: DELIVERED
    found: bool = False  #: DELIVERED: it stood there from an attempt that ended without a word
    concerns: str | None = None  #: DEAD, UNKNOWN: channel or medium to raise an alarm about


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    id: int
    alert: Alert
    state: Delivery
    key: str = ""
    attempts: int = 0
    next_at: datetime | None = None
    error: str | None = None  #: name of the last error
    receipt: str | None = None  #: the channel's own id of the message, see `Receipt`
    form: Form = Form.POST
    channel: str | None = None  #: None: not routed yet
    route: str | None = None  #: name of the route that took it
    parent: str | None = None  #: key of the entry whose message it answers or edits
    thread: str | None = None  #: receipt of that message, once there is one
    gather: str | None = None  #: what it waits to be told under, such as `storm:17` or `digest`
    standings: Mapping[int, Standing] = field(default_factory=dict)  #: as of now
    slot: datetime | None = None  #: SENDING: when its channel takes it, at the earliest
    created_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The channel's own word that it took the message."""

    reference: str  #: such as `C123/1700000000.000100`
