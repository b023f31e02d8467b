"""Charter and sealing key: without them nobody is watched by name, and everything else runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from leakwatch.record.sealing import new_key
from tests.installation import ARCHIVE, BLOG, BOARD, PLATFORM, Installation

YESTERDAY = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()


def missing(place: Installation) -> None:
    (place.config / "charter.yaml").unlink()


def incomplete(place: Installation) -> None:
    place.edit("charter.yaml", "deputy: 法務部長", "deputy:")


def expired(place: Installation) -> None:
    text = (place.config / "charter.yaml").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("valid_until")]
    place.edit("charter.yaml", line, f"valid_until: {YESTERDAY}")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(missing, "there is no charter", id="missing"),
        pytest.param(incomplete, "is incomplete (empty: deputy)", id="incomplete"),
        pytest.param(expired, f"expired on {YESTERDAY}", id="expired"),
    ],
)
def test_without_a_charter_every_command_says_so_and_nobody_is_asked_for(
    copy: Installation, spoil: Callable[[Installation], None], said: str
) -> None:
    spoil(copy)
    asked = copy.run("explain", "--text", "玄海ノヴァセラム 焼成技術部の高崎直澄です")
    checked = copy.run("config", "check")
    doctor = copy.run("doctor", "--offline")
    assert [asked.code, checked.code, doctor.code] == [0, 0, 1]
    for result in (asked, checked, doctor):
        assert said in result.err
        assert "nobody is watched by name" in result.err
    assert "P001" not in asked.out
    assert "BAD    charter" in doctor.out
    assert doctor.out.count("BAD ") == 1
    refused = copy.import_people()
    assert refused.code == 2
    assert said in refused.err


def test_without_a_charter_companies_terms_and_demand_are_watched_all_the_same(
    fresh: Installation,
) -> None:
    expired(fresh)
    fresh.only(PLATFORM, BOARD)
    swept = fresh.run("sweep", "--all", "--alert-all", "--no-send")
    assert swept.code == 0, swept.err
    assert "nobody is watched by name" in swept.err
    found = fresh.findings()
    assert {one.kind.value for one in found} >= {"registration", "solicitation"}
    assert not [one for one in found if one.subject.startswith("person:")]
    assert {one.charter_version for one in found} == {None}


def without_key(place: Installation) -> None:
    (place.state / "key").unlink()


def with_another_key(place: Installation) -> None:
    (place.state / "key").write_text(new_key() + "\n", encoding="ascii")


def with_no_key_at_all(place: Installation) -> None:
    (place.state / "key").write_text("not a key\n", encoding="ascii")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(without_key, "the sealing key is missing", id="deleted"),
        pytest.param(with_another_key, "is not the one this record was sealed with", id="another"),
        pytest.param(with_no_key_at_all, "is not the one this record", id="garbage"),
    ],
)
def test_without_the_right_key_people_and_reveals_are_off_and_the_rest_runs(
    copy: Installation, spoil: Callable[[Installation], None], said: str
) -> None:
    spoil(copy)
    files = {path.name: path.read_bytes() for path in copy.state.iterdir() if "key" in path.name}
    findings = copy.rows("SELECT count(*) FROM finding")
    asked = copy.run("explain", "--text", "玄海ノヴァセラム 焼成技術部の高崎直澄です")
    assert (asked.code, "P001" in asked.out) == (0, False)
    listed = copy.run("findings", "list", "--format", "jsonl")
    assert (listed.code, len(listed.lines)) == (0, findings[0][0])
    reveal = copy.run("findings", "show", "F-1001", "--reveal", "--reason", "check")
    doctor = copy.run("doctor", "--offline")
    assert [reveal.code, reveal.out, doctor.code] == [1, "", 1]
    imported = copy.import_people()
    assert imported.code == 1
    for result in (asked, listed, reveal, doctor, imported):
        assert said in result.err
    assert "BAD    key" in doctor.out
    assert copy.rows("SELECT act FROM audit WHERE act = 'finding.reveal'") == []
    kept = {path.name: path.read_bytes() for path in copy.state.iterdir() if "key" in path.name}
    assert kept == files


def test_without_the_key_personal_sources_are_refused_by_name_and_the_others_alert(
    copy: Installation,
) -> None:
    without_key(copy)
    copy.only(PLATFORM, BOARD, BLOG)
    copy.world.day = 2
    waiting, seen = len(copy.alerts()), len(copy.world.seen)
    swept = copy.run("sweep", "--all", "--no-send", "--format", "jsonl")
    assert swept.code == 1
    assert f"{PLATFORM}: the sealing key is missing" in swept.err
    assert {event["source"] for event in swept.events("sweep.done")} == {BOARD, BLOG}
    assert all(event["outcome"] == "ok" for event in swept.events("sweep.done"))
    with copy.record() as record:
        sources = [entry.alert.source for entry in record.outbox.list()][waiting:]
    assert set(sources) == {BOARD, BLOG}
    assert not (copy.state / "key").exists()
    assert not [one for one in copy.world.seen[seen:] if "/experts" in one.path]


def test_the_key_given_back_opens_everything_again(copy: Installation) -> None:
    key = (copy.state / "key").read_text(encoding="ascii")
    without_key(copy)
    environ = {"LEAKWATCH_KEY": key.strip()}
    shown = copy.run("findings", "show", "F-1001", "--reveal", "--reason", "x", environ=environ)
    assert shown.code == 0, shown.err
    assert "«" in shown.out
    swept = copy.run("sweep", ARCHIVE, "--no-send", environ=environ)
    assert (swept.code, swept.err) == (0, "")
    assert not (copy.state / "key").exists()
