from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leakwatch.app.campaign_following import follow_campaigns, follow_campaigns_due
from leakwatch.app.watch import Watch
from leakwatch.models import Campaign, CampaignLine, LetterKind, LetterText, LineState
from tests.logged import NOW
from tests.watching import watching

TEXT = LetterText(subject="K-1/komorebi", recipient="desk@komorebi.example", body="…")


def approved(campaign: Campaign, line: CampaignLine) -> CampaignLine:
    return replace(line, state=LineState.APPROVED, approved_by="jiro")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with watching(tmp_path) as opened:
        campaigns = opened.record.campaigns
        ends = date(2027, 1, 29)
        campaigns.start(
            "照会",
            NOW.date(),
            ends,
            "規則",
            ["komorebi", "minato"],
            owner="hanako",
            actor="hanako",
            now=NOW,
        )
        campaigns.move(1, "komorebi", "approve", actor="jiro", decide=approved, now=NOW)
        yield opened


def letter_left(watch: Watch, kind: LetterKind, *, approver: str = "jiro") -> None:
    letters = watch.record.letters
    letter = letters.draft(
        kind, "ja", about="K-1/komorebi", text=TEXT, author="hanako", now=NOW
    ).number
    letters.approve(letter, actor=approver, check=lambda *_: None, now=NOW)
    letters.mark_sent(letter, by_hand=True, actor="hanako", check=lambda *_: None, now=NOW)


def states(watch: Watch) -> list[str]:
    return [line.state.value for line in watch.record.campaigns.get(1).lines]


def test_nothing_moves_before_a_letter_left(watch: Watch) -> None:
    assert follow_campaigns(watch, now=NOW) == 0
    assert states(watch) == ["approved", "draft"]


def test_an_inquiry_and_a_reminder_that_left_move_their_line_once(watch: Watch) -> None:
    letter_left(watch, LetterKind.PLATFORM_INQUIRY)
    asyncio.run(follow_campaigns_due(watch, now=NOW))
    assert states(watch) == ["sent", "draft"]
    letter_left(watch, LetterKind.REMINDER)
    assert follow_campaigns(watch, now=NOW) == 1
    assert follow_campaigns(watch, now=NOW) == 0
    assert states(watch) == ["reminded", "draft"]
    assert [event.actor for event in watch.record.campaigns.events(1)][-2:] == ["-", "-"]


def test_a_letter_that_its_author_approved_moves_nothing(watch: Watch) -> None:
    letter_left(watch, LetterKind.PLATFORM_INQUIRY, approver="hanako")
    assert follow_campaigns(watch, now=NOW) == 0


def test_a_letter_about_a_draft_moves_nothing(watch: Watch) -> None:
    letters = watch.record.letters
    letter = letters.draft(
        LetterKind.PLATFORM_INQUIRY,
        "ja",
        about="K-1/minato",
        text=TEXT,
        author="hanako",
        now=NOW,
    ).number
    letters.approve(letter, actor="jiro", check=lambda *_: None, now=NOW)
    letters.mark_sent(letter, by_hand=True, actor="hanako", check=lambda *_: None, now=NOW)
    assert follow_campaigns(watch, now=NOW) == 0
    assert states(watch) == ["approved", "draft"]
