"""Commands where a shell, a container or a neighbour makes it hard: nothing of it may be guessed at."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installation import BLOG, LOGIN, Installation


def test_a_reader_that_goes_away_ends_a_command_quietly(day_one: Installation) -> None:
    command = (
        f"{sys.executable} -m leakwatch --config {day_one.config} findings list --format jsonl"
    )
    done = subprocess.run(
        ["sh", "-c", f"( {command}; echo rc $? >&2 ) | :"],
        env={"PATH": os.defpath, "HOME": str(day_one.home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr.splitlines()[-1:] in (["rc 141"], ["rc 0"])
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only on systems with /dev/full")
def test_a_full_disk_under_the_results_is_named(day_one: Installation) -> None:
    command = f"{sys.executable} -m leakwatch --config {day_one.config} sources list > /dev/full"
    done = subprocess.run(
        ["sh", "-c", command],
        env={"PATH": os.defpath, "HOME": str(day_one.home), "LEAKWATCH_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "the results cannot be written (No space left on device): make room, or send them elsewhere"
    ]


@pytest.mark.parametrize("encoding", ["ascii", "euc_jp", "cp932"])
def test_a_terminal_that_lacks_letters_shows_the_rest(day_one: Installation, encoding: str) -> None:
    command = [sys.executable, "-m", "leakwatch", "--config", str(day_one.config), "notify", "test"]
    done = subprocess.run(
        command,
        env={
            "PATH": os.defpath,
            "HOME": str(day_one.home),
            "LEAKWATCH_LANG": "ja",
            "PYTHONIOENCODING": encoding,
        },
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


def test_modules_in_the_current_directory_are_not_run(fresh: Installation) -> None:
    fresh.only(BLOG)
    (fresh.home / "random.py").write_text("raise SystemExit('run')", encoding="utf-8")
    script = Path(sys.executable).with_name("leakwatch")
    done = subprocess.run(
        [script, "--config", str(fresh.config), "sweep", BLOG, "--no-send"],
        env={"PATH": os.defpath, "HOME": str(fresh.home), "LEAKWATCH_LANG": "en"},
        cwd=fresh.home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_start_through_sudo_that_names_nobody_still_starts(fresh: Installation) -> None:
    result = fresh.run("init", fresh.home / "own", environ={"SUDO_UID": "nobody"})
    assert result.code == 0, result.err
    assert f'os_user: "{LOGIN}"' in (fresh.home / "own" / "reviewers.yaml").read_text("utf-8")


def test_a_charter_gate_that_is_closed_is_said_by_commands_without_a_record(
    copy: Installation,
) -> None:
    (copy.config / "charter.yaml").unlink()
    for command in (["notify", "test"], ["db", "restore", "absent"], ["config", "check"]):
        assert "nobody is watched by name" in copy.run(*command).err, command


def test_the_doctor_sees_patients_whose_record_does_not_open(copy: Installation) -> None:
    copy.database.write_bytes(b"no database" * 1000)
    result = copy.run("doctor", "--offline")
    assert result.code == 1
    assert "BAD    database" in result.out
    assert "not a leakwatch database" in result.out
    assert "disk" in result.out


def test_a_clock_that_went_back_is_noticed(copy: Installation) -> None:
    copy.rows("SELECT 1")
    with copy.record() as record:
        newest = record.newest()
        assert newest is not None
        later = newest.replace(year=newest.year + 1)
        record.audit.append("x", actor="demo", subject="y", reason=None, now=later)
    result = copy.run("doctor", "--offline")
    assert result.code == 1
    assert "BAD    clock" in result.out
