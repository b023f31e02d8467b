"""What may not lie in the database in clear is looked for in its bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from leakwatch.errors import RecordError
from leakwatch.models import Status
from leakwatch.record import Record
from leakwatch.record.identity import digest, member_digest, sighting_digest
from tests.logged import (
    NOW,
    TEXT,
    begin,
    day,
    make_finding,
    make_hit,
    make_person,
    make_public_source,
    make_report,
    make_secret,
    make_sighting,
    make_source,
    sweep,
)

SOURCE, BLOG = make_source(), make_public_source()
BYSTANDER = "御子柴ひかり"
#: On pages of the platform, on pages with a secret, in the roster, in what people wrote.
HIDDEN = {
    "innocent name": BYSTANDER,
    "roster name": "東雲朔太郎",
    "surname": "東雲",
    "kana": "シノノメ",
    "romaji": "Shinonome",
    "quote of a person": "蒼海マテリアル、",
    "secret term": "紅蓮計画",
    "title": "会員番号七十七",
    "address": "secret-path-77",
    "identity": "member-77",
    "reason": "本人に確認した",
    "context": "研究職を10年",
}


def spellings(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932"):
        yield text.encode(encoding)
    yield json.dumps(text).strip('"').encode()


def stored_bytes(state_dir: Path) -> bytes:
    """The database and all that SQLite keeps beside it, the write-ahead log as well."""
    files = sorted(state_dir.glob("leakwatch.db*"))
    assert "leakwatch.db-wal" in {path.name for path in files}
    return b"".join(path.read_bytes() for path in files)


@pytest.fixture
def used(record: Record) -> Record:
    """A record after everything that could leave a name in it."""
    record.people.replace([make_person()], actor="R01", now=NOW)
    page = make_sighting(
        SOURCE,
        "member-77",
        url="https://platform.example/secret-path-77",
        title="会員番号七十七",
        text=f"{TEXT} {BYSTANDER}",
        fields={"name": BYSTANDER},
    )
    post = make_sighting(
        BLOG, "member-77", url="https://blog.example/secret-path-77", title="会員番号七十七"
    )
    findings = [make_finding(page, subject="person:E012"), make_finding(page)]
    sweep(record, SOURCE, *findings, alert_all=True)
    sweep(record, BLOG, make_secret(post), alert_all=True)
    writer = begin(record, SOURCE, at=day(1))
    innocent = make_sighting(SOURCE, BYSTANDER, title=BYSTANDER, text=BYSTANDER)
    writer.add(innocent, (), now=day(1))
    more = replace(page, content_hash="hash-2")
    writer.add(more, (make_finding(more, "窯", subject="person:E012"),), now=day(1))
    writer.finish(make_report(SOURCE), now=day(1))
    record.findings.reveal(1001, actor="R01", reason="本人に確認した", now=day(1))
    record.findings.set_status(
        1001,
        Status.CONFIRMED,
        "confirm",
        actor="R01",
        reason="本人に確認した",
        until=None,
        now=day(1),
    )
    for entry in record.outbox.claim(day(2), 100):
        record.outbox.delivered(entry.id, "C1/1", day(2))
    return record


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_it_lies_nowhere_in_the_files(state_dir: Path, used: Record, hidden: str) -> None:
    stored = stored_bytes(state_dir)
    for spelling in spellings(hidden):
        assert spelling not in stored


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_it_lies_nowhere_in_a_backup(tmp_path: Path, used: Record, hidden: str) -> None:
    used.backup(tmp_path / "backup.db")
    assert hidden.encode() not in (tmp_path / "backup.db").read_bytes()


def test_the_search_would_see_what_lies_in_clear(state_dir: Path, used: Record) -> None:
    page = make_sighting(BLOG, "78", title="公開の記事")
    sweep(used, BLOG, make_finding(page), at=day(3))
    assert "公開の記事".encode() in stored_bytes(state_dir)


def test_no_hash_in_the_file_can_be_guessed_at(state_dir: Path, used: Record) -> None:
    stored = stored_bytes(state_dir)
    for guess in (
        sighting_digest("platform", "member-77"),
        sighting_digest("blog", "member-77"),
        member_digest(make_hit("紅蓮計画", entry="T08", rule="term")),
        member_digest(make_hit()),
        digest("東雲朔太郎"),
        "hash-1",
        "hash-2",
    ):
        assert guess.encode() not in stored


def test_an_error_does_not_carry_what_was_to_be_stored(used: Record) -> None:
    with used._database.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE finding RENAME COLUMN title TO heading")
    page = make_sighting(BLOG, "79", title="会員番号七十七")
    with pytest.raises(RecordError) as raised:
        sweep(used, BLOG, make_finding(page))
    error: BaseException | None = raised.value
    while error is not None:
        assert "会員番号" not in str(error)
        error = error.__cause__ or error.__context__


def test_a_deleted_person_is_in_no_byte_of_the_file_even_sealed(
    state_dir: Path, used: Record
) -> None:
    with used._database.reading() as session:
        tokens = [
            token
            for statement in (
                "SELECT detail FROM person",
                "SELECT detail FROM finding WHERE subject = 'person:E012'",
            )
            for (token,) in session.connection().exec_driver_sql(statement)
        ]
    assert all(token in stored_bytes(state_dir) for token in tokens)
    used.people.delete("E012", actor="R01", reason="本人の請求", now=day(3))
    assert not any(token in stored_bytes(state_dir) for token in tokens)
