"""What the command line makes of wrong names, refusing sites, a Slack that is down, and a full disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from leakwatch.demo import Fault, expected
from leakwatch.demo.slack import FaultKind
from leakwatch.models import AlertKind
from tests.installation import ARCHIVE, BLOG, BOARD, PLATFORM, Installation, Result, key_of


def outcome(result: Result) -> tuple[str, list[str]]:
    (done,) = result.events("sweep.done")
    return done["outcome"], done["reasons"]


def swept(place: Installation, source: str) -> Result:
    return place.run("sweep", source, "--no-send", "--format", "jsonl")


def test_a_source_that_does_not_exist_is_refused_with_the_known_ones(fresh: Installation) -> None:
    result = fresh.run("sweep", "expert-platfrom")
    assert (result.code, result.out) == (2, "")
    assert "there is no source expert-platfrom" in result.err
    for name in (PLATFORM, BOARD, BLOG, ARCHIVE):
        assert name in result.err


@pytest.mark.parametrize(
    "arguments",
    [["sweep"], ["sweep", BLOG, "--all"], ["sweep", "--everything"], ["swep", BLOG]],
    ids=["no name", "a name and all", "no such option", "no such command"],
)
def test_a_command_line_that_means_nothing_ends_with_two(
    day_one: Installation, arguments: list[str]
) -> None:
    result = day_one.run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.strip()


def test_a_kind_nobody_knows_is_named_with_file_and_line(fresh: Installation) -> None:
    fresh.edit(f"sources/{BLOG}.yaml", "kind: feed", "kind: feeed")
    result = fresh.run("sweep", BLOG)
    assert (result.code, result.out) == (2, "")
    assert f"{BLOG}.yaml:1" in result.err
    assert "feed" in result.err.replace("feeed", "")


def test_selectors_that_fit_nothing_are_a_changed_layout_and_not_an_empty_site(
    copy: Installation,
) -> None:
    copy.edit(f"sources/{BOARD}.yaml", "a.request::attr(href)", "a.gone::attr(href)")
    copy.edit(f"sources/{BOARD}.yaml", "contains: 募集の掲載は無料です", "contains: 無い文")
    result = swept(copy, BOARD)
    assert result.code == 1
    assert outcome(result)[0] == "changed"
    assert not [one for one in copy.findings() if one.missing_since]


def test_fields_that_fit_nothing_are_a_changed_layout(copy: Installation) -> None:
    copy.edit(f"sources/{BOARD}.yaml", ".request .", ".gone .")
    result = swept(copy, BOARD)
    assert result.code == 1
    assert outcome(result) == ("changed", ["layout_changed"])
    assert not [one for one in copy.findings() if one.missing_since]


def test_an_empty_listing_whose_canary_fails_is_no_empty_site(copy: Installation) -> None:
    copy.edit(f"sources/{ARCHIVE}.yaml", "/blog/archive/", "/blog/nothing/")
    copy.edit(f"sources/{ARCHIVE}.yaml", "仕事帰りの有志が書いているブログです", "無い文")
    result = swept(copy, ARCHIVE)
    assert result.code == 1
    assert outcome(result)[0] == "changed"
    assert "canary_failed" in outcome(result)[1]
    assert not [one for one in copy.findings() if one.missing_since]


@pytest.mark.parametrize(
    ("fault", "word", "reason"),
    [(Fault.FORBIDDEN, "blocked", "http_403"), (Fault.BROKEN, "failed", "http_500")],
    ids=["forbidden", "broken"],
)
def test_a_site_that_refuses_is_blind_and_nothing_goes_missing(
    copy: Installation, fault: Fault, word: str, reason: str
) -> None:
    copy.world.fault = fault
    waiting = len(copy.alerts())
    result = swept(copy, ARCHIVE)
    assert result.code == 1
    assert outcome(result)[0] == word
    assert reason in outcome(result)[1]
    assert not [one for one in copy.findings() if one.missing_since]
    assert [alert.kind for alert in copy.alerts()[waiting:]] == [AlertKind.HEALTH]
    assert "BAD    source tech-blog-archive" in copy.run("doctor", "--offline").out
    copy.world.fault = Fault.NONE
    assert outcome(swept(copy, ARCHIVE))[0] == "ok"


@pytest.fixture
def quiet(fresh: Installation) -> Installation:
    """One small source without people, never swept."""
    fresh.only(BLOG)
    return fresh


def test_alerts_wait_while_slack_is_down_and_arrive_once(quiet: Installation) -> None:
    quiet.slack.stop()
    down = quiet.run("sweep", "--all", "--alert-all")
    assert down.code == 1
    assert "2 alerts could not be delivered now; they stay in the outbox" in down.err
    assert [line["state"] for line in outbox(quiet)] == ["retry", "waiting"]
    due_at(quiet, datetime.now(UTC) + timedelta(hours=1))  # a slow machine lets the wait pass
    still = quiet.run("notify", "--once")
    assert still.err == "0 delivered, 1 to be tried again, 0 refused, 0 undecided\n"
    assert quiet.messages() == ()  # the one behind does not overtake
    quiet.slack.start()
    due_at(quiet, None)
    up = quiet.run("notify", "--once")
    assert (up.code, up.err) == (0, "2 delivered, 0 to be tried again, 0 refused, 0 undecided\n")
    again = quiet.run("notify", "--once")
    assert again.err.startswith("0 delivered")
    assert sorted(map(key_of, quiet.messages())) == sorted(one.key for one in quiet.alerts())


def outbox(place: Installation) -> list[dict[str, object]]:
    return place.run("notify", "list", "--format", "jsonl").lines


def due_at(place: Installation, moment: datetime | None) -> None:
    """Set the time from which what failed is tried again; None: at once."""
    with closing(sqlite3.connect(place.database)) as connection, connection:
        stored = moment and moment.strftime("%Y-%m-%d %H:%M:%S.%f")
        connection.execute("UPDATE outbox SET next_at = ? WHERE state = 'retry'", [stored])


def test_a_channel_that_does_not_exist_says_what_to_do_and_a_person_sends_again(
    quiet: Installation,
) -> None:
    quiet.slack.fail_next(FaultKind.REFUSED, code="channel_not_found", times=2)
    refused = quiet.run("sweep", "--all", "--alert-all")
    assert refused.code == 1
    assert "channel_not_found" in refused.err
    entries = [one for one in outbox(quiet) if one["kind"] == "findings"]
    assert [(one["state"], one["error"]) for one in entries] == [("dead", "channel_not_found")] * 2
    doctor = quiet.run("doctor")
    assert doctor.code == 1
    assert "2 alerts refused" in doctor.out
    assert quiet.run("notify", "--once").err.startswith("0 delivered")
    number = str(entries[0]["id"])
    assert quiet.run("notify", "requeue", number).code == 0
    assert quiet.run("notify", "--once").err.startswith("1 delivered")
    twice = quiet.run("notify", "requeue", number)
    assert (twice.code, twice.out) == (2, "")
    assert "only what did not arrive can be sent again" in twice.err
    assert len(quiet.messages()) == 1
    assert quiet.rows("SELECT act, subject FROM audit WHERE act LIKE 'outbox.%'") == [
        ("outbox.requeue", f"outbox:{number}")
    ]


#: Starts a command whose files may not grow beyond so many bytes; some more than SQLite needs to open.
_SMALL_DISK = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
os.execv(sys.argv[1], sys.argv[1:])
"""
_FOUND = "SELECT f.*, h.* FROM finding f JOIN history h ON h.finding = f.number"


def test_a_full_disk_is_named_and_nothing_is_half_written(copy: Installation) -> None:
    before, waiting = copy.rows(_FOUND), copy.alerts()
    copy.world.day = 2
    full = copy.run("sweep", BLOG, "--no-send", prefix=[sys.executable, "-c", _SMALL_DISK])
    assert full.code == 3
    assert f"{copy.database}: the disk " in full.err
    assert "Traceback" not in full.err
    assert copy.rows(_FOUND) == before
    assert copy.alerts() == waiting
    goes_on(copy)


def goes_on(place: Installation) -> None:
    """The record is sound, and the next sweep finds and queues once what is new."""
    assert place.run("db", "verify").code == 0
    place.world.day = 2
    waiting = len(place.alerts())
    assert outcome(swept(place, BLOG))[0] == "ok"
    new = [one for one in expected(2).new if one.source == BLOG]
    assert len(place.alerts()) == waiting + len(new)
    assert place.run("db", "verify").code == 0


def test_a_database_that_cannot_be_written_is_named(copy: Installation) -> None:
    before = copy.stored()
    for path in copy.state.glob("leakwatch.db*"):
        path.chmod(0o400)
    locked = copy.run("sweep", BLOG, "--no-send", prefix=mortal())
    assert locked.code == 3
    assert f"{copy.database} cannot be written" in locked.err
    assert "Traceback" not in locked.err
    for path in copy.state.glob("leakwatch.db*"):
        path.chmod(0o600)
    assert copy.stored() == before
    goes_on(copy)


def mortal() -> list[str]:
    """What root's commands are started by so that file modes hold for them too."""
    if os.getuid():
        return []
    assert shutil.which("setpriv"), "run as root this test needs setpriv (util-linux)"
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]


@pytest.mark.parametrize("command", [["sweep", BLOG], ["findings", "list"]])
def test_a_damaged_database_is_named_and_left_as_it_is(
    copy: Installation, command: list[str]
) -> None:
    copy.database.write_bytes(b"no database at all" * 500)
    for name in ("leakwatch.db-wal", "leakwatch.db-shm"):
        (copy.state / name).unlink(missing_ok=True)
    result = copy.run(*command)
    assert (result.code, result.out) == (3, "")
    assert f"{copy.database} is not a leakwatch database" in result.err
    assert "Traceback" not in result.err
    assert copy.database.read_bytes().startswith(b"no database at all")
