from __future__ import annotations

import asyncio
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from leakwatch.app.tips import inbox_for_tips, write_tip
from leakwatch.config import Settings
from leakwatch.errors import OutputError
from leakwatch.models import CharterState, FileRead, Inbox, Limits, Sighting, Source
from leakwatch.triage import Tip
from spiders.folder import files_below
from spiders.inbox import InboxSpider
from tests.answers import make_source
from tests.logged import WATCHLIST

PAGE = "https://blog.example/entry"


def inbox_at(folder: Path, name: str = "tips", **changes: Any) -> Source:
    inbox = Inbox(folder=str(folder), where="x.yaml:3")
    source = make_source(
        kind="inbox", inbox=inbox, start=(), links=None, next=None, limits=Limits()
    )
    return replace(source, name=name, **changes)


def tip(*links: str, note: str = "", user: str = "U0STRANGER") -> Tip:
    return Tip(user=user, at=datetime.now(UTC), links=links or (PAGE,), note=note)


def read(source: Source) -> list[object]:
    """What a sweep of the inbox yields at this very moment."""

    async def items() -> list[object]:
        spider = InboxSpider(source=source, seen_at=datetime.now(UTC))
        return [item async for item in spider.start()]

    return asyncio.run(items())


def test_a_tip_is_read_by_the_sweep_that_follows_at_once(tmp_path: Path) -> None:
    source = inbox_at(tmp_path)
    write_tip(source, tip(PAGE, "https://other.example/x", note="蒼海マテリアルの話です"))
    items = read(source)
    sightings = [one for one in items if isinstance(one, Sighting)]
    assert [one.url for one in sightings] == [PAGE, "https://other.example/x"]
    assert all("蒼海マテリアルの話です" in one.text for one in sightings)
    assert sum(isinstance(one, FileRead) for one in items) == 1
    assert len(items) == 3  # and no problem


def test_the_same_link_reported_twice_is_one_sighting(tmp_path: Path) -> None:
    source = inbox_at(tmp_path)
    for user in ("U00000001", "U00000002"):
        write_tip(source, tip(user=user))
    sightings = [one for one in read(source) if isinstance(one, Sighting)]
    assert len(sightings) == 2
    assert len({one.identity for one in sightings}) == 1


def test_a_tip_is_for_its_owner_only_and_names_who_and_when_by_ids(tmp_path: Path) -> None:
    path = write_tip(inbox_at(tmp_path), tip())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "U0STRANGER" in path.name
    assert '"reported_by": "slack:U0STRANGER"' in path.read_text(encoding="utf-8")


def test_nothing_half_written_is_ever_seen(tmp_path: Path) -> None:
    source = inbox_at(tmp_path)
    write_tip(source, tip())
    (tmp_path / "slack" / ".20260401T090000Z-U-0.jsonl.part").write_text("{", encoding="utf-8")
    found = list(files_below(tmp_path, now=datetime.now(UTC), where="x.yaml:3"))
    assert [one.left for one in found] == [None]


@pytest.mark.parametrize("user", ["../../x", "U1\n", "", "ユーザー" * 50])
def test_a_user_id_never_becomes_a_path(tmp_path: Path, user: str) -> None:
    path = write_tip(inbox_at(tmp_path), tip(user=user))
    assert path.parent == tmp_path / "slack"
    assert len(path.name) < 100


def test_hostile_words_stay_within_their_line(tmp_path: Path) -> None:
    note = '"}\n{"url": "https://evil.example/"}\u2028\x00'
    source = inbox_at(tmp_path)
    write_tip(source, tip(note=note))
    assert [one.url for one in read(source) if isinstance(one, Sighting)] == [PAGE]


def test_a_folder_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    missing = inbox_at(tmp_path / "not-there")
    with pytest.raises(OutputError, match="the inbox tips cannot be written to"):
        write_tip(missing, tip())
    assert list(tmp_path.iterdir()) == []


def settings(*sources: Source) -> Settings:
    return Settings(
        directory=Path("config"),
        state_dir=Path("var"),
        language="en",
        watchlist=WATCHLIST,
        sources=MappingProxyType({one.name: one for one in sources}),
        charter=CharterState(charter=None),
    )


def test_tips_go_to_the_inbox_of_that_name_else_to_the_first_enabled_one(tmp_path: Path) -> None:
    answers, letters = inbox_at(tmp_path, "answers"), inbox_at(tmp_path, "letters")
    tips, off = inbox_at(tmp_path, "tips"), inbox_at(tmp_path, "aaa", enabled=False)
    assert inbox_for_tips(settings(letters, answers, tips, off)) == tips
    assert inbox_for_tips(settings(letters, answers, off)) == answers
    assert inbox_for_tips(settings(off, make_source())) is None
