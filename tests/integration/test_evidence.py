"""Pages captured on purpose: fetched with a sweep's manners, sealed, and handed out for a reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from leakwatch.models import Status
from tests.guild import Guild, founded, profile
from tests.installation import Installation, Result
from tests.servers.behaviours import Behaviour, Drop, Huge, Page, redirect

#: One fixture visits a site a dozen times, each in a process of its own.
pytestmark = pytest.mark.timeout(900)

QUOTED = "玄海ノヴァセラム株式会社"
PLAIN = profile("焼成の相談をお受けします。")
HTML = str(PLAIN.body)

#: member → what stands at his address when his page is captured
LATER: Mapping[str, Behaviour] = {
    "there": PLAIN,
    "sjis": Page(HTML.encode("cp932"), headers={"Content-Type": "text/html; charset=Shift_JIS"}),
    "changed": profile("翻訳の相談をお受けします。", organisation="株式会社別の会社"),
    "gone": Page("<p>見つかりません</p>", 404),
    "moved": redirect("/members/moved/profile"),
    "picture": Page(b"\x89PNG\r\n\x1a\n\0\0\1" * 50, headers={"Content-Type": "image/png"}),
    "forbidden": Page(HTML),
    "login": Page("<p>no</p>", 403),
    "elsewhere": redirect("http://elsewhere.example/members/elsewhere"),
    "broken": Drop(),
    "huge": Huge(20_000_000),
}


#: Those for whom the whole command is run.
WHOLE = ("there", "login")


def confirmed(guild: Guild, *members: str) -> dict[str, str]:
    """The label of each member's finding, all of them confirmed."""
    found = {member: one for member, one in guild.log().items() if member in members}
    with guild.place.record() as record:
        for one in found.values():
            record.findings.set_status(
                one.number,
                Status.CONFIRMED,
                "confirm",
                actor="reviewer-1",
                reason="登録を確認",
                until=None,
                now=datetime.now(UTC),
            )
    return {member: one.label for member, one in found.items()}


def captured(place: Installation, label: str, *arguments: str) -> Result:
    return place.run("evidence", "capture", label, "--reason", "証拠の保全", *arguments)


def visited(place: Installation, label: str) -> Result:
    """Only the child's side of a capture, which is all that a site sees of it."""
    with place.record() as record:
        now = datetime.now(UTC)
        asked = record.captures.ask(int(label[2:]), label, actor="demo", reason="保全", now=now)
    return place.run("evidence", "capture", asked.label, "--events")


def exported(place: Installation, label: str, to: Path) -> bytes:
    target = to / f"{label}.zip"
    done = place.run("evidence", "export", label, "--to", target, "--reason", "法務へ提出")
    assert done.code == 0, done.err
    assert target.stat().st_mode & 0o777 == 0o600
    return target.read_bytes()


def metadata_in(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        found: dict[str, Any] = json.loads(opened.read("metadata.json"))
        return found


def acts(place: Installation) -> list[str]:
    return [row[1] for row in place.rows("SELECT id, act FROM audit ORDER BY id")]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Every member's page captured once, each as `LATER` has it; also what the site was asked."""
    with founded(tmp_path_factory.mktemp("guild") / "place") as guild:
        guild.shows(**dict.fromkeys(LATER, PLAIN))
        assert guild.swept("--alert-all")["findings"] == len(LATER)
        labels = confirmed(guild, *LATER)
        guild.answers(**LATER)
        guild.site.routes["/members/moved/profile"] = PLAIN
        guild.site.routes["/robots.txt"] = Page(
            "User-agent: *\nDisallow: /members/forbidden\n", headers={"Content-Type": "text/plain"}
        )
        asked = len(guild.site.asked)
        ends = {
            member: captured(guild.place, label, "--format", "jsonl")
            if member in WHOLE
            else visited(guild.place, label)
            for member, label in labels.items()
        }
        yield {
            "guild": guild,
            "labels": labels,
            "ends": ends,
            "asked": guild.site.asked[asked:],
            "paths": guild.site.paths()[asked:],
        }


@pytest.mark.parametrize(
    ("member", "state", "shown", "status", "why"),
    [
        ("there", "kept", "present", 200, None),
        ("sjis", "kept", "present", 200, None),
        ("changed", "kept", "changed", 200, None),
        ("gone", "kept", "gone", 404, None),
        ("moved", "kept", "present", 200, None),
        ("picture", "kept", "unread", 200, None),
        ("forbidden", "failed", None, None, "robots_refused"),
        ("login", "failed", None, None, "http_403"),
        ("elsewhere", "failed", None, None, "offsite"),
        ("broken", "failed", None, None, "incomplete"),
        ("huge", "failed", None, None, "too_large"),
    ],
)
def test_every_answer_of_a_site_has_an_outcome_of_its_own(
    kept: dict[str, Any],
    member: str,
    *,
    state: str,
    shown: str | None,
    status: int | None,
    why: str | None,
) -> None:
    result: Result = kept["ends"][member]
    end = result.lines[-1]
    assert (end["state"], end["shown"], end["status"], end["why"]) == (state, shown, status, why)
    assert result.code == (0 if state == "kept" else 1), result.err
    assert QUOTED not in result.out + result.err
    assert "/members/" not in result.out + result.err


def test_a_capture_asks_politely_for_one_page_and_says_who_asks(kept: dict[str, Any]) -> None:
    paths = kept["paths"]
    assert paths.count("/members/there") == 1
    assert "/members/forbidden" not in paths
    assert "/members" not in paths
    assert "/guide" not in paths
    (asked,) = [one for one in kept["asked"] if one.path == "/members/there"]
    assert asked.headers["user-agent"].startswith("leakwatch/")


def test_the_archive_verifies_without_leakwatch_and_warcio_finds_its_digests_right(
    kept: dict[str, Any], tmp_path: Path
) -> None:
    place = kept["guild"].place
    for member in ("there", "gone", "picture"):
        label = kept["ends"][member].lines[-1]["evidence"]
        exported(place, label, tmp_path)
        archive = tmp_path / f"{label}.zip"
        folder = tmp_path / member
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        for arguments in ([archive], [folder / "verify.py"], [folder / "verify.py", archive]):
            verified = subprocess.run(
                [sys.executable, "-I", *arguments],
                cwd=tmp_path,
                env={"PATH": os.defpath},
                capture_output=True,
                text=True,
                check=False,
            )
            assert verified.returncode == 0, verified.stdout + verified.stderr
        checked = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", "-v", str(folder / "page.warc.gz")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout
        assert "digest pass" in checked.stdout
        ours = place.run("evidence", "verify", archive)
        assert ours.code == 0, ours.out
        assert label in ours.out


def test_the_archive_holds_what_went_over_the_wire_and_what_the_page_still_says(
    kept: dict[str, Any], tmp_path: Path
) -> None:
    place, labels = kept["guild"].place, kept["labels"]
    said, text = {}, ""
    for member in ("sjis", "changed", "moved"):
        label = kept["ends"][member].lines[-1]["evidence"]
        archive = exported(place, label, tmp_path)
        said[member] = metadata_in(archive)
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            heads = opened.read("headers.txt").decode("latin-1")
            text = opened.read("page.txt").decode()
        assert heads.startswith("GET /members/")
        assert "HTTP/1.1 200" in heads
    assert said["sjis"]["finding"] == labels["sjis"]
    assert said["sjis"]["shown"] == "present"
    assert all(quote["present"] for quote in said["sjis"]["quotes"])
    assert len(said["sjis"]["config_sha256"]) == 64
    assert said["sjis"]["captured_by"] == "demo"
    assert [quote["present"] for quote in said["changed"]["quotes"]].count(False) > 0
    assert said["moved"]["redirects"] == [{"url": said["moved"]["url"], "status": 302}]
    assert said["moved"]["final_url"].endswith("/members/moved/profile")
    assert QUOTED in text
