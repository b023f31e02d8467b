"""Announcements, their letters and readers, for tests; all of it invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leakwatch.casework.awareness import groups
from leakwatch.models import (
    Alert,
    AlertKind,
    Announcement,
    AnnouncementState,
    Bulletin,
    Letter,
    LetterKind,
    LetterState,
)
from leakwatch.record import Record
from leakwatch.record.announcements import Copy
from tests.logged import NOW

HEADCOUNT = {"KILN": 120, "COATING": 45}


def make_announcement(**changes: Any) -> Announcement:
    given: dict[str, Any] = {
        "number": 1,
        "occasion": "",
        "kind": "guideline",
        "state": AnnouncementState.DRAFT,
        "author": "taro",
        "created_at": NOW,
    }
    return Announcement(**(given | changes))


def make_letter(**changes: Any) -> Letter:
    """Approved by somebody else than its author."""
    given: dict[str, Any] = {
        "number": 1,
        "version": 1,
        "kind": LetterKind.GUIDELINE,
        "language": "ja",
        "about": "A-1",
        "state": LetterState.APPROVED,
        "author": "taro",
        "approver": "hanako",
        "created_at": NOW,
    }
    return Letter(**(given | changes))


def make_bulletin(**changes: Any) -> Bulletin:
    given: dict[str, Any] = {
        "label": "A-1",
        "title": "兼業と秘密保持について",
        "text": "サンプル商会の従業員の皆さまへ\n兼業は届出が必要です。",
        "language": "ja",
    }
    return Bulletin(**(given | changes))


def make_told(bulletin: Bulletin | None = None, *, at: datetime = NOW) -> Alert:
    return Alert(
        key="announcement:A-1",
        kind=AlertKind.ANNOUNCEMENT,
        source="",
        channel="#all-staff",
        created_at=at,
        bulletin=bulletin or make_bulletin(),
    )


def publish(
    record: Record,
    *,
    headcount: Mapping[str, int] = HEADCOUNT,
    smallest: int = 2,
    named: bool = False,
) -> int:
    """A published announcement; its number."""
    announcements = record.announcements
    proposed = announcements.propose(title="年次の周知", kind="guideline", author="taro", now=NOW)
    assert proposed is not None
    number = proposed.number
    announcements.approve(
        number, check=lambda _: AnnouncementState.APPROVED, actor="hanako", now=NOW
    )
    announcements.publish(
        number,
        [Copy(alert=make_told(), channel="#all-staff")],
        check=lambda _: AnnouncementState.PUBLISHED,
        headcount=headcount,
        smallest=smallest,
        named=named,
        actor="taro",
        now=NOW,
    )
    return number


def close(record: Record, number: int) -> None:
    record.announcements.close(
        number, check=lambda _: AnnouncementState.CLOSED, group=groups, actor="taro", now=NOW
    )
