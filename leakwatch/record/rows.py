"""The tables of the record; no row leaves this package."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Identity, Index, Table, UniqueConstraint
from sqlmodel import Column, Field, Integer, SQLModel

from leakwatch.record.columns import Json, PageText, Sealed, UtcDateTime

#: The first finding is F-1001: a number that is not taken for a count.
FIRST_FINDING = 1001


class MetaRow(SQLModel, table=True):
    """Facts about the record itself."""

    __tablename__ = "meta"

    name: str = Field(primary_key=True)
    value: str | None = None
    sealed: Any = Field(default=None, sa_type=Sealed, nullable=True)


class SweepRow(SQLModel, table=True):
    __tablename__ = "sweep"
    __table_args__ = (Index("ix_sweep_source", "source", "id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    source: str
    state: str  #: running, finished, interrupted
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str | None = None
    clean: bool = False
    reasons: Any = Field(default_factory=list, sa_type=Json, nullable=False)
    requests: int = 0
    pages: int = 0
    bytes: int = Field(default=0, sa_type=BigInteger)
    sightings: int = 0
    judged: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    unchanged: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    findings: int = 0
    new_findings: int = 0
    suppressed: int = 0
    errors: Any = Field(default_factory=dict, sa_type=Json, nullable=False)
    baseline: bool = False
    watchlist_digest: str = ""
    rules_digest: str = ""
    holder: str | None = None  #: HOST/PID@START of the process that sweeps


class SuppressedRow(SQLModel, table=True):
    """Hits one sweep set aside, by rule and entry: ids and counts, never what was found."""

    __tablename__ = "suppressed"
    __table_args__ = (Index("ix_suppressed_sweep", "sweep"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    sweep: int = Field(foreign_key="sweep.id")
    rule: str
    entry: str
    matched: str
    count: int


class FindingRow(SQLModel, table=True):
    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("source", "identity", "kind", "subject", name="uq_finding_identity"),
        Index("ix_finding_status", "source", "status"),
        Index("ix_finding_subject", "subject"),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(
        default=None, sa_column=Column(Integer, Identity(start=FIRST_FINDING), primary_key=True)
    )
    source: str
    identity: str  #: hash of the sighting's identity, a keyed one when confidential
    kind: str
    subject: str
    confidential: bool
    withheld: bool = False  #: found while the vault was closed: no detail was kept
    status: str
    score: float
    severity: str
    reasons: Any = Field(sa_type=Json, nullable=False)
    first_seen: datetime = Field(sa_type=UtcDateTime)
    last_seen: datetime = Field(sa_type=UtcDateTime)
    last_sweep: int
    missing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    gone_from: str | None = None  #: status before it was gone
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    verdict: str | None = None
    openings: int = 1  #: how often it was opened; makes each opening's alert a new one
    pending: str | None = None  #: waits for the baseline or review summary of its source
    signature: Any = Field(sa_type=Json, nullable=False)  #: hashes of all members ever seen
    content: str  #: hash of the page's content, a keyed one when confidential
    url: str | None = Field(default=None, sa_type=PageText)
    title: str | None = Field(default=None, sa_type=PageText)
    excerpts: Any = Field(default=None, sa_type=Json, nullable=True)
    explanation: Any = Field(default=None, sa_type=Json, nullable=True)
    detail: Any = Field(default=None, sa_type=Sealed, nullable=True)
    watchlist_digest: str = ""
    rules_digest: str = ""
    charter_version: str | None = None


class HistoryRow(SQLModel, table=True):
    """What became of a finding."""

    __tablename__ = "history"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    finding: int = Field(foreign_key="finding.number", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    act: str
    actor: str | None = None
    status: str
    entries: Any = Field(default_factory=list, sa_type=Json, nullable=False)


class OutboxRow(SQLModel, table=True):
    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key", name="uq_outbox_key"),
        Index("ix_outbox_state", "state", "id"),
        Index("ix_outbox_parent", "parent"),
        # holds all that is asked of what waits, so that its long rows need not be read
        Index("ix_outbox_due", "state", "channel", "next_at", "gather", "parent"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    source: str
    alert: Any = Field(
        sa_type=Json, nullable=False
    )  #: without the excerpts of confidential findings
    excerpts: Any = Field(default=None, sa_type=Sealed, nullable=True)
    state: str
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, sa_type=PageText)
    receipt: str | None = None
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_by: str | None = None  #: HOST/PID@START of the deliverer
    form: str = Field(default="post", sa_column_kwargs={"server_default": "post"})
    channel: str | None = None  #: None: not routed yet
    route: str | None = None
    parent: str | None = None  #: key of the entry whose message this one answers or edits
    gather: str | None = None  #: what it waits to be told under: `storm:SWEEP`, `digest`
    sweep: int | None = None


class AlertedRow(SQLModel, table=True):
    """Which entries of the outbox tell of which finding."""

    __tablename__ = "alerted"
    __table_args__ = (Index("ix_alerted_finding", "finding"),)

    outbox: int = Field(foreign_key="outbox.id", primary_key=True)
    finding: int = Field(primary_key=True)


class PaceRow(SQLModel, table=True):
    """When each channel takes its next message, whoever sends it."""

    __tablename__ = "pace"

    channel: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=UtcDateTime)


class AuditRow(SQLModel, table=True):
    """Append-only: a trigger refuses changes, and each row's hash covers the one before."""

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    act: str
    subject: str
    reason_hash: str
    previous: str
    hash: str


class AuditReasonRow(SQLModel, table=True):
    """Why somebody acted; may be deleted without breaking the chain."""

    __tablename__ = "audit_reason"

    audit_id: int = Field(foreign_key="audit.id", primary_key=True)
    reason: Any = Field(sa_type=Sealed, nullable=False)


class LeaseRow(SQLModel, table=True):
    __tablename__ = "lease"

    domain: str = Field(primary_key=True)
    holder: str
    pid: int
    host: str
    acquired_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class PersonRow(SQLModel, table=True):
    """One entry of the roster; all but its pseudonym is sealed."""

    __tablename__ = "person"

    roster_id: str = Field(primary_key=True)
    name_key: str = Field(index=True)  #: HMAC of the folded full name
    detail: Any = Field(sa_type=Sealed, nullable=False)


class PageRow(SQLModel, table=True):
    """One sighting on one page, as a sweep last judged it: hashes, times and validators, no text.

    Of a source of personal data `key`, `sighting`, `content`, `said` and `lines` are keyed hashes.
    """

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("source", "key", "sighting", name="uq_page_sighting"),
        Index("ix_page_seen", "source", "seen_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    key: str  #: hash of the page's canonical address
    sighting: str  #: hash of the sighting's identity, as findings bear it
    keyed: bool
    content: str  #: hash of what the page means; empty: it is judged each time
    judged_under: str  #: hash over watchlist, rules and version
    definition: str  #: hash over how the source is read
    judged_sweep: int  #: findings of this sighting seen since then are those of this content
    seen_at: datetime = Field(sa_type=UtcDateTime)  #: last known to be there
    looked_at: datetime = Field(sa_type=UtcDateTime)  #: the site last said what it is
    read_at: datetime = Field(sa_type=UtcDateTime)  #: it was last read in full
    validators: Any = Field(default=None, sa_type=Sealed, nullable=True)
    said: str = ""  #: hash of what led to the page said of it
    lines: Any = Field(default=None, sa_type=Json, nullable=True)  #: kind `page`: hash of each line


class CursorRow(SQLModel, table=True):
    """The newest item of a source's last clean sweep."""

    __tablename__ = "cursor"

    source: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    judged_under: str
    definition: str


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row class, for statements over many rows."""
    return cast("Table", row.__dict__["__table__"])
