"""The nouns: frozen dataclasses, the same in every module."""

from __future__ import annotations

from leakwatch.models.absence import ACTS, CHECKS, Absence, Answer, Check, Miss
from leakwatch.models.actor import Away, Reviewer, Role, joined, same_person
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
    EnglishSender,
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
    OUTSIDE,
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

# fmt: off
__all__ = [
    "ACTS", "APPROVALS", "APPROVERS", "BY_REGISTER", "CHECKS", "COMPANY", "CONFIDENTIAL",
    "FOR_STAFF", "HOLDING", "NO_MARKUP", "OUTSIDE", "PRECEDENCE", "REST", "UNKNOWN", "About",
    "Absence", "Age", "Alert", "AlertFinding", "AlertKind", "Announced", "Announcement",
    "AnnouncementState", "Answer", "AnswerFile", "AnswerKind", "Approval", "Asked",
    "AuditMonth", "Awareness", "Away", "Backup", "Basis", "Beside", "Blind", "Browser",
    "Bulletin", "Campaign", "CampaignEvent", "CampaignLine", "Canary", "Capture",
    "CaptureState", "Case", "CaseDecision", "CaseEvent", "CaseFacts", "CaseFinding",
    "CaseSight", "CaseState", "CaseworkPlan", "Cause", "Charter", "CharterState",
    "CharterVersion", "Check", "Classification", "Combination", "Company", "Confidence",
    "Confidentiality", "Crawling", "Deadlines", "Deletion", "Delivery", "DeliveryTerms",
    "Digest", "DigestPlan", "Division", "Duty", "Ending", "EnglishSender", "EntryKind",
    "Escalation", "Excerpt", "Exchange", "Expiring", "Explanation", "FileRead", "Finding",
    "Form", "HistoryEntry", "Hit", "Hold", "HoldState", "Inbox", "Inquiries", "KeepingTerms",
    "Kind", "KnownMarkup", "Letter", "LetterCheck", "LetterKind", "LetterState", "LetterText",
    "LetterVersion", "Limits", "LineAnswer", "LineDecision", "LineState", "Listed",
    "LoggedFinding", "LoggedReason", "Manual", "Marks", "Markup", "Military", "Minutes", "Miss",
    "Namesake", "OutboxEntry", "Outcome", "PackedCapture", "PageNews", "PageProblem",
    "PageRead", "Paging", "Period", "Person", "Politeness", "Posting", "Profile", "Pulse",
    "Query", "Quiet", "Quote", "Rate", "Reached", "ReaderGroup", "Reading", "Reason",
    "Recalled", "Receipt", "Reminder", "Request", "Retention", "RetentionRun", "Reviewer",
    "Role", "Route", "RouteQuiet", "Routed", "Routing", "Selector", "SelectorKind", "Sender",
    "SentHead", "Severity", "Shown", "Shows", "SideJob", "SideJobState", "SideJobTerms",
    "SideJobUse", "Sight", "Sighting", "Since", "SinceFormat", "Site", "Source", "SourceHealth",
    "Stage", "Standing", "Status", "Suppressed", "Suppression", "SweepReport",
    "SweepSuppressed", "Taken", "Term", "TermKind", "Terms", "Timing", "Told", "Tombstone",
    "Unanswered", "Validators", "WatchGroup", "Watchlist", "Wish", "health", "joined",
    "person_of", "person_subject", "same_person", "term_subject", "tracks_gone",
]
# fmt: on
