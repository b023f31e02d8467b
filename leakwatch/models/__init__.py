"""The nouns: frozen dataclasses, the same in every module."""

from __future__ import annotations

from leakwatch.models.absence import ACTS, CHECKS, Absence, Answer, Check, Miss
from leakwatch.models.actor import Away, Reviewer, Role, same_person
from leakwatch.models.alert import Alert, AlertFinding, AlertKind, Standing
from leakwatch.models.announcement import (
    Announcement,
    AnnouncementState,
    Bulletin,
    ReaderGroup,
    Reading,
)
from leakwatch.models.asking import Asked, Paging, Query, Rate, Since, SinceFormat
from leakwatch.models.campaign import (
    AnswerFile,
    AnswerKind,
    Campaign,
    CampaignEvent,
    CampaignLine,
    LineAnswer,
    LineDecision,
    LineState,
)
from leakwatch.models.capture import Capture, CaptureState, Exchange, PackedCapture, Quote, Shown
from leakwatch.models.case import (
    Basis,
    Case,
    CaseDecision,
    CaseEvent,
    CaseFacts,
    CaseFinding,
    CaseSight,
    CaseState,
)
from leakwatch.models.casework import (
    Announced,
    Awareness,
    CaseworkPlan,
    Deadlines,
    Retention,
    Sender,
)
from leakwatch.models.charter import Charter, CharterState, CharterVersion, WatchGroup
from leakwatch.models.classification import Classification, Confidentiality, Listed, Military
from leakwatch.models.digest import Age, Blind, Digest, Expiring
from leakwatch.models.duty import Duty, Reminder, Stage
from leakwatch.models.explanation import Explanation, LoggedReason, Suppressed, SweepSuppressed
from leakwatch.models.finding import (
    COMPANY,
    UNKNOWN,
    EntryKind,
    Excerpt,
    Finding,
    HistoryEntry,
    Hit,
    Kind,
    LoggedFinding,
    Reason,
    Severity,
    Status,
    Suppression,
    person_of,
    person_subject,
    term_subject,
)
from leakwatch.models.health import REST, Sight, SourceHealth, health
from leakwatch.models.keeping import (
    HOLDING,
    AuditMonth,
    Backup,
    Cause,
    Deletion,
    Hold,
    HoldState,
    KeepingTerms,
    Request,
    RetentionRun,
    SentHead,
    Tombstone,
    Wish,
)
from leakwatch.models.letter import (
    FOR_STAFF,
    Letter,
    LetterCheck,
    LetterKind,
    LetterState,
    LetterText,
    LetterVersion,
)
from leakwatch.models.markup import NO_MARKUP, Beside, KnownMarkup, Markup
from leakwatch.models.page import PageNews, PageRead, Recalled, Told, Validators
from leakwatch.models.posting import Delivery, Ending, Form, OutboxEntry, Posting, Receipt
from leakwatch.models.pulse import Minutes, Pulse
from leakwatch.models.routing import (
    DeliveryTerms,
    DigestPlan,
    Escalation,
    Period,
    Route,
    Routed,
    RouteQuiet,
    Routing,
)
from leakwatch.models.side_job import (
    APPROVALS,
    APPROVERS,
    BY_REGISTER,
    CONFIDENTIAL,
    Approval,
    SideJob,
    SideJobState,
    SideJobTerms,
    SideJobUse,
)
from leakwatch.models.sighting import Sighting, Taken
from leakwatch.models.source import (
    Canary,
    Limits,
    Politeness,
    Selector,
    SelectorKind,
    Shows,
    Source,
    Timing,
)
from leakwatch.models.standing import (
    About,
    Browser,
    Confidence,
    Crawling,
    Inbox,
    Inquiries,
    Manual,
    Marks,
    Quiet,
    Terms,
)
from leakwatch.models.sweep import (
    PRECEDENCE,
    FileRead,
    Outcome,
    PageProblem,
    Reached,
    SweepReport,
    tracks_gone,
)
from leakwatch.models.unanswered import Unanswered
from leakwatch.models.watchlist import (
    Combination,
    Company,
    Division,
    Namesake,
    Person,
    Profile,
    Site,
    Term,
    TermKind,
    Watchlist,
)
