"""Recorded answers: private, sealed where they show people, and gone when their time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from leakwatch.errors import SealError, UsageError
from leakwatch.record import Record, Vault
from leakwatch.record.recordings import KEEP, Recordings
from tests.logged import NOW

PAGE = "個人のページ".encode()
DAY = timedelta(days=1)


def test_what_shows_people_is_sealed_and_only_its_owner_reads_it(record: Record) -> None:
    kept = record.recordings.store("platform", PAGE, sealed=True, now=NOW)
    assert PAGE not in kept.path.read_bytes()
    assert kept.path.stat().st_mode & 0o777 == 0o600
    for folder in kept.path.parents[:2]:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert record.recordings.load(record.recordings.newest("platform")) == PAGE


def test_it_deletes_itself_after_its_time_and_not_before(record: Record) -> None:
    kept = record.recordings.store("platform", PAGE, sealed=True, now=NOW)
    early = record.recordings.expire(NOW + KEEP - DAY, personal={"platform"})
    assert early == ()
    assert kept.path.exists()
    assert record.recordings.expire(NOW + KEEP, personal={"platform"}) == (kept,)
    assert not kept.path.exists()
    assert timedelta(days=7) == KEEP


def test_what_shows_nobody_stays_until_the_next_recording(record: Record) -> None:
    first = record.recordings.store("blog", b"one", sealed=False, now=NOW)
    assert record.recordings.expire(NOW + 100 * DAY, personal=()) == ()
    record.recordings.store("blog", b"two", sealed=False, now=NOW + DAY)
    assert not first.path.exists()
    assert record.recordings.load(record.recordings.newest("blog")) == b"two"


def test_pages_in_the_clear_of_a_source_that_shows_people_by_now_are_deleted(
    record: Record,
) -> None:
    kept = record.recordings.store("blog", b"one", sealed=False, now=NOW)
    assert record.recordings.expire(NOW, personal={"blog"}) == (kept,)


def test_without_the_key_nothing_of_people_is_kept(record: Record) -> None:
    folder = record.recordings.store("blog", b"one", sealed=False, now=NOW).path.parents[2]
    closed = Recordings(folder, Vault())
    with pytest.raises(SealError):
        closed.store("platform", PAGE, sealed=True, now=NOW)
    with pytest.raises(UsageError, match="nothing of platform is recorded"):
        closed.newest("platform")


def test_a_new_key_leaves_no_recording_that_it_cannot_open(record: Record) -> None:
    kept = record.recordings.store("platform", PAGE, sealed=True, now=NOW)
    plain = record.recordings.store("blog", b"one", sealed=False, now=NOW)
    assert record.recordings.drop_sealed() == (kept,)
    assert plain.path.exists()
