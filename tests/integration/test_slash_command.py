"""`/leakwatch` in a channel of the stand-in, answered by the real service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leakwatch.demo.slack import LEAD, REVIEWER, STRANGER
from tests.at_slack import Member, pressable, served, words_of
from tests.installation import ARCHIVE, BLOG, CHANNEL, Installation, wait_until


@pytest.fixture
def place(copy: Installation) -> Iterator[Installation]:
    """The world of day 1, swept; nothing is due, and people may press and type."""
    pressable(copy)
    yield copy


def test_smoke(place: Installation) -> None:
    with served(place):
        lead = Member(place, LEAD)
        for text in ("", "status", "sources", "findings", "show F-1", "halp", "sweep nowhere", "findings status:nwe"):
            print("=====", text)
            print(lead.asks(text))
        stranger = Member(place, STRANGER)
        for text in ("", "status", "sources", "findings", "show F-1"):
            print("===== stranger", text)
            print(stranger.asks(text))
        lead.types(f"sweep {BLOG}")
        wait_until(lambda: any("Swept" in words_of(m) for m in place.messages()), what="swept")
        for m in place.messages():
            if "Swe" in words_of(m): print(m)
        lead.types("sweep all")
        wait_until(lambda: any("Swept 4" in words_of(m) for m in place.messages()), what="swept")
        for m in place.messages():
            if "Swe" in words_of(m): print(words_of(m))
    print(place.rows("select act, actor, subject from audit"))
    assert 0
