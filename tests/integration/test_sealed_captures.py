"""Pages sealed at finding time: only under the charter, unreadable, and gone when nobody confirms."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.duties_evidence import duties
from leakwatch.app.evidence_due import captures_due
from leakwatch.app.watch import open_watch
from leakwatch.models import Capture, CaptureState, Shown
from tests.guild import Guild, founded, profile
from tests.servers.behaviours import packed

OURS = profile("焼成の相談をお受けします。", "窒化ケイ素基板も見ます。")
INNOCENT = profile("翻訳の相談をお受けします。", name="別の方", organisation="株式会社別の会社")


@pytest.fixture
def guild(tmp_path: Path) -> Iterator[Guild]:
    """Two members of ours and one who is none; the charter says nothing of captures yet."""
    with founded(tmp_path / "place") as running:
        running.shows(ours=OURS, also=packed(str(OURS.body)), other=INNOCENT)
        yield running


def allow(guild: Guild) -> None:
    path = guild.place.config / "charter.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "seals_captures: true\n", encoding="utf-8")


def captures(guild: Guild) -> tuple[Capture, ...]:
    with guild.place.record() as record:
        return record.captures.list()


def held(guild: Guild) -> int:
    (row,) = guild.place.rows("SELECT 0, COUNT(*) FROM attachment")
    return int(row[1])


def test_without_the_charters_leave_nothing_is_kept_before_somebody_looks(guild: Guild) -> None:
    assert guild.swept("--alert-all")["findings"] == 2
    assert captures(guild) == ()
    assert held(guild) == 0


def test_what_the_sweep_fetched_is_sealed_without_another_request(guild: Guild) -> None:
    allow(guild)
    result = guild.sweep("--alert-all")
    (sealed,) = result.events("evidence.sealed")
    assert (sealed["count"], sealed["missed"]) == (2, {})
    assert guild.site.paths().count("/members/ours") == 1
    for one in captures(guild):
        assert (one.state, one.shown) == (CaptureState.SEALED, Shown.PRESENT)
        assert one.until is not None
        assert one.until - one.asked_at == timedelta(days=14)
        assert (one.asked_by, one.present > 0) == ("", True)
    for file in guild.place.state.rglob("*"):
        assert not file.is_file() or "窒化ケイ素基板".encode() not in file.read_bytes()
    guild.shows(ours=OURS, also=OURS, other=INNOCENT)
    assert guild.sweep().events("evidence.sealed")[0]["count"] == 0


def test_a_rehearsal_seals_nothing(guild: Guild) -> None:
    allow(guild)
    guild.sweep("--alert-all", "--dry-run")
    assert captures(guild) == ()


def test_it_stays_sealed_until_the_finding_is_confirmed_and_is_evidence_then(
    guild: Guild, tmp_path: Path
) -> None:
    allow(guild)
    guild.sweep("--alert-all")
    (one, _) = captures(guild)
    place, finding = guild.place, f"F-{one.finding}"
    out = tmp_path / "out.zip"
    arguments = ("evidence", "export", one.label, "--to", out, "--reason", "法務へ提出")
    early = place.run(*arguments)
    assert early.code == 2
    assert f"stays sealed until {finding} is confirmed" in early.err
    assert not out.exists()
    assert place.run("evidence", "verify", one.label).code == 0
    assert place.run("findings", "set", finding, "confirm", "--reason", "登録を確認").code == 0
    done = place.run(*arguments)
    assert done.code == 0, done.err
    with zipfile.ZipFile(out) as opened:
        assert "窒化ケイ素基板" in opened.read("page.txt").decode()
    acts = [row[1] for row in place.rows("SELECT id, act FROM audit ORDER BY id")]
    assert acts[-3:] == ["finding.confirm", "evidence.kept", "evidence.export"]
    again = place.run(*arguments)
    assert again.code == 2
    assert "never written over" in again.err
    changed = bytearray(out.read_bytes())
    changed[len(changed) // 2] ^= 1
    out.write_bytes(changed)
    verified = place.run("evidence", "verify", out)
    assert verified.code == 1
    assert "changed" in verified.out


def test_it_goes_at_once_when_the_finding_is_dismissed(guild: Guild) -> None:
    allow(guild)
    guild.sweep("--alert-all")
    (one, _) = captures(guild)
    assert held(guild) == 2
    label = f"F-{one.finding}"
    done = guild.place.run("findings", "set", label, "not_ours", "--reason", "別の会社")
    assert done.code == 0, done.err
    (gone, other) = captures(guild)
    assert (gone.state, gone.why, gone.sha256) == (CaptureState.DROPPED, "dismissed", "")
    assert other.state is CaptureState.SEALED
    assert held(guild) == 1
    listed = guild.place.run("evidence", "list")
    assert "dropped" in listed.out
    assert "dismissed" in listed.out


def test_it_goes_when_its_days_are_over_and_somebody_was_told_before(guild: Guild) -> None:
    allow(guild)
    path = guild.place.config / "casework.yaml"
    path.write_text("retention: {captures: 3}\n", encoding="utf-8")
    guild.sweep("--alert-all")
    with open_watch(guild.place.config, environ={}, now=datetime.now(UTC)) as watch:
        due = list(duties(watch, today=datetime.now(UTC).date()))
        assert [one.what for one in due] == ["capture.expiring"] * 2
        assert all(one.label.startswith("F-") and one.owner == "" for one in due)
        asyncio.run(captures_due(watch, now=datetime.now(UTC) + timedelta(days=2, hours=23)))
        assert held(guild) == 2
        asyncio.run(captures_due(watch, now=datetime.now(UTC) + timedelta(days=3, minutes=1)))
        assert held(guild) == 0
        assert list(duties(watch, today=datetime.now(UTC).date())) == []
    assert {(one.state, one.why) for one in captures(guild)} == {(CaptureState.DROPPED, "expired")}
