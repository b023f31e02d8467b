"""Campaigns, letters and circumstances for tests of what is asked of platforms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from leakwatch.casework.campaigns import Circumstances
from leakwatch.models import (
    Campaign,
    CampaignLine,
    Deadlines,
    Letter,
    LetterKind,
    LetterState,
    LineState,
    Manual,
    Reviewer,
    Role,
    Routing,
    Shows,
    Source,
)

TODAY = date(2026, 11, 26)  # a Thursday
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
ASKED = date(2026, 11, 2)

ANZU = Reviewer(id="R01", role=Role.LEAD, email="anzu@example.com", os_user="anzu")
BOTAN = Reviewer(id="R02", role=Role.REVIEWER, email="botan@example.com")
#: The first one again, under the account of another system.
ANZU_AGAIN = Reviewer(id="R03", role=Role.LEGAL, email="ANZU@example.com", slack="U0ANZU")
EYE = Reviewer(id="R04", role=Role.AUDITOR, email="eye@example.com")
REVIEWERS = (ANZU, BOTAN, ANZU_AGAIN, EYE)


def make_line(platform: str = "komorebi", **changes: Any) -> CampaignLine:
    """A line that was asked, unless `changes` say otherwise."""
    given = {"state": LineState.SENT, "sent_on": ASKED, "asked_by": "R01", "approved_by": "R02"}
    return CampaignLine(platform=platform, **{**given, "due": date(2026, 11, 17), **changes})


def make_campaign(*lines: CampaignLine, number: int = 1, **changes: Any) -> Campaign:
    given = {"name": "照会", "begins": ASKED, "ends": date(2027, 1, 29), "owner": "R01"}
    return Campaign(number=number, lines=lines or (make_line(),), **{**given, **changes})


def make_letter(
    kind: LetterKind = LetterKind.PLATFORM_INQUIRY, number: int = 1, **changes: Any
) -> Letter:
    """A letter that left, written by one person and approved by another."""
    given = {
        "version": 1,
        "language": "ja",
        "about": "K-1/komorebi",
        "state": LetterState.SENT,
        "author": "R01",
        "approver": "R02",
        "created_at": NOW,
        "sent_at": NOW,
    }
    return Letter(number=number, kind=kind, **{**given, **changes})


def make_circumstances(actor: Reviewer = BOTAN, **changes: Any) -> Circumstances:
    given = Circumstances(
        actor=actor,
        reviewers=REVIEWERS,
        today=TODAY,
        zone=UTC,
        deadlines=Deadlines(),
        calendar=Routing(),
    )
    return replace(given, **changes)


def make_platform(name: str = "komorebi", title: str = "コモレビ", **inquiries: Any) -> Source:
    """A place that no program reads."""
    links = inquiries.pop("links", ())
    return Source(
        name=name,
        kind="manual",
        title=title,
        start=(),
        shows=Shows.PROFILE,
        manual=Manual(reason="members only", links=links, **inquiries),
    )


PLATFORMS = {
    source.name: source
    for source in (
        make_platform(contact="desk@komorebi.example", names=("こもれびエキスパート",)),
        make_platform("minato", "Minato Experts", contact="legal@minato.example"),
        make_platform("hoshi", "ホシノネット", operator="コモレビ"),
        make_platform("tsuki", "Tsuki Link (月光)", links=("https://www.tsuki.example/",)),
    )
}
