"""Announcements of a small company: its files, its people, a draft."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from leakwatch.app.announcing_staff import Wanted, announce
from leakwatch.app.staff_letters import OwnText
from leakwatch.app.watch import Watch
from leakwatch.config import load_settings
from leakwatch.models import AlertKind, OutboxEntry, Reviewer
from leakwatch.record import Record, open_record
from tests.logged import WATCHLIST
from tests.unit.config.right import write as write_config

NOW = datetime(2026, 4, 1, 3, tzinfo=UTC)
SENDER = """\
sender:
  address: 愛知県豊川市1-1
  department: 情報管理室
  name: 見本 花子
  mail: rules@example.com
  phone: 0533-00-0000
"""
CASEWORK = """\
awareness:
  channel: "#all-staff"
  mail: [all-staff@example.com]
  smallest_group: 2
  headcount: {KILN: 12, COATING: 9}
  calendar:
    - {month: 4, day: 10, title: 年次の周知}
"""
MAIN = """\
language: ja
contact: watch@example.com
mail: {host: mail.example.com, sender: leakwatch@example.com}
"""
REVIEWERS = """\
reviewers:
  - {id: taro, role: reviewer, os_user: taro, roster_id: E001}
  - {id: taro-slack, role: lead, slack: U000TARO, roster_id: E001}
  - {id: hanako, role: lead, os_user: hanako}
  - {id: aki, role: auditor, os_user: aki}
"""
OWN = OwnText(
    subject="兼業と秘密保持", body="藍川マテリアル株式会社の皆さまへ\n\n兼業には届出が必要です。"
)


@contextmanager
def announcing(directory: Path) -> Iterator[Watch]:
    """Its watch, on a record of its own."""
    files = {
        "leakwatch.yaml": MAIN,
        "casework.yaml": SENDER + CASEWORK,
        "reviewers.yaml": REVIEWERS,
    }
    write_config(directory / "config", files)
    settings = load_settings(
        directory / "config", environ={}, today=date(2026, 4, 1), channels=True
    )
    with open_record(directory / "var", sealing_key=None, now=NOW) as record:
        yield Watch(settings=settings, record=record, watchlist=WATCHLIST, notices=())


def who(watch: Watch, name: str) -> Reviewer:
    return next(one for one in watch.settings.reviewers if one.id == name)


def drafted(watch: Watch, **changes: object) -> int:
    wanted = replace(Wanted(own=OWN, title="周知"), **changes)  # type: ignore[arg-type]
    return announce(watch, wanted, actor=who(watch, "taro"), now=NOW).number


def queued(record: Record) -> list[OutboxEntry]:
    return [one for one in record.outbox.list() if one.alert.kind is AlertKind.ANNOUNCEMENT]
