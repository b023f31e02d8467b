"""Digests by the clock: each once, none lost, and only counts and names of sources in them."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leakwatch.app.digesting import digest_due, digest_of
from leakwatch.app.placing import placed_by
from leakwatch.app.watch import Watch
from leakwatch.models import (
    AlertKind,
    Delivery,
    Digest,
    Form,
    OutboxEntry,
    Outcome,
    Severity,
    Sight,
    Status,
)
from leakwatch.record.alert_json import dump_alert, load_alert
from leakwatch.record.audit import ORIGIN
from tests.factories import make_alert, make_alert_finding
from tests.logged import (
    NOW,
    day,
    give_verdict,
    make_finding,
    make_secret,
    make_sighting,
    make_source,
    sweep,
)
from tests.watching import watching

TOKYO = ZoneInfo("Asia/Tokyo")
DAILY = 'digests:\n  - {every: day, at: "09:00"}\n'
#: 09:00 in Tokyo.
MORNING = datetime(2026, 4, 2, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def due(watch: Watch, now: datetime) -> int:
    return asyncio.run(digest_due(watch, now=now))


def digests(watch: Watch) -> list[OutboxEntry]:
    entries = watch.record.outbox.list()
    return [entry for entry in entries if entry.alert.kind is AlertKind.DIGEST]


def told(watch: Watch) -> Digest:
    digest = digests(watch)[-1].alert.digest
    assert digest is not None
    return digest


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with watching(tmp_path, {"routing.yaml": DAILY}) as opened:
        due(opened, MORNING - DAY + timedelta(hours=1))  # the plan is known since yesterday
        yield opened


def test_a_digest_is_queued_when_its_time_comes_and_once_only(watch: Watch) -> None:
    assert due(watch, MORNING - timedelta(seconds=1)) == 0
    assert [due(watch, MORNING + timedelta(seconds=5 * n)) for n in range(4)] == [1, 0, 0, 0]
    (entry,) = digests(watch)
    assert entry.key == "digest:daily:2026-04-02:default"
    assert entry.channel == "terminal"
    assert (told(watch).since, told(watch).until) == (MORNING - DAY, MORNING)


def test_two_services_on_one_record_tell_it_once(tmp_path: Path, watch: Watch) -> None:
    with watching(tmp_path, {"routing.yaml": DAILY}) as other:
        assert sorted((due(watch, MORNING), due(other, MORNING))) == [0, 1]
    assert len(digests(watch)) == 1


def test_after_a_stop_one_digest_makes_up_for_all_that_were_missed(watch: Watch) -> None:
    due(watch, MORNING)
    late = MORNING + 3 * DAY + timedelta(hours=5)
    assert [due(watch, late), due(watch, late + timedelta(minutes=1))] == [1, 0]
    assert [entry.key[13:23] for entry in digests(watch)] == ["2026-04-02", "2026-04-05"]
    assert (told(watch).since, told(watch).until) == (MORNING, MORNING + 3 * DAY)


def test_a_new_plan_waits_for_its_first_time(tmp_path: Path) -> None:
    with watching(tmp_path, {"routing.yaml": DAILY}) as watch:
        assert due(watch, MORNING + timedelta(hours=6)) == 0
        assert due(watch, MORNING + DAY) == 1
        assert told(watch).since == MORNING


def test_another_time_of_the_same_day_makes_no_second_digest(watch: Watch) -> None:
    due(watch, MORNING)
    (plan,) = watch.settings.routing.digests
    routing = replace(watch.settings.routing, digests=(replace(plan, minute=15 * 60),))
    later = replace(watch, settings=replace(watch.settings, routing=routing))
    assert due(later, MORNING + timedelta(hours=7)) == 0
    assert due(later, MORNING + timedelta(hours=30)) == 1
    assert told(watch).since == MORNING, "nothing falls between two digests"


def test_it_counts_what_is_new_open_decided_and_set_aside(watch: Watch) -> None:
    source = make_source("experts")
    first, second, third = (make_sighting(source, str(n)) for n in range(3))
    sweep(watch.record, source, make_finding(first), make_finding(second), make_secret(third))
    give_verdict(watch.record, Status.DISMISSED, "not_ours", now=NOW + timedelta(hours=2))
    digest = digest_of(watch, since=NOW - DAY, until=NOW + DAY, now=NOW + DAY)
    assert digest.severities == {"high": 2, "critical": 1}
    assert digest.kinds == {"registration": 2, "leak": 1}
    assert digest.open == {"week": 2}
    assert digest.verdicts == {"not_ours": 1}
    assert (digest.judged, digest.dismissed, digest.false_alarms) == (1, 1, 1.0)
    assert digest.sweeps == {"ok": 1}
    assert digest_of(watch, since=NOW + DAY, until=NOW + 2 * DAY, now=NOW).severities == {}


def test_a_finding_decided_twice_counts_once_by_its_last_word(watch: Watch) -> None:
    source = make_source("experts")
    sweep(watch.record, source, make_finding(make_sighting(source)))
    give_verdict(watch.record, Status.DISMISSED, "not_ours", now=NOW + timedelta(hours=1))
    give_verdict(watch.record, Status.NEW, "reopen", now=NOW + timedelta(hours=2))
    give_verdict(watch.record, Status.CONFIRMED, "confirm", now=NOW + timedelta(hours=3))
    digest = digest_of(watch, since=NOW, until=NOW + DAY, now=NOW + DAY)
    assert (digest.judged, digest.dismissed) == (1, 0)
    assert digest.verdicts == {"not_ours": 1, "reopen": 1, "confirm": 1}


@pytest.mark.parametrize(
    ("age", "bucket"),
    [(0, "day"), (1, "week"), (6, "week"), (7, "month"), (29, "month"), (30, "older")],
)
def test_what_is_open_is_told_by_its_age(watch: Watch, age: int, bucket: str) -> None:
    source = make_source("experts")
    sweep(watch.record, source, make_finding(make_sighting(source)))
    until = day(age) + timedelta(minutes=1)
    assert digest_of(watch, since=NOW, until=until, now=until).open == {bucket: 1}


def test_sources_that_are_blind_or_were_never_swept_are_told(watch: Watch) -> None:
    fresh = digest_of(watch, since=NOW, until=NOW + DAY, now=NOW)
    assert (fresh.never_swept, fresh.blind) == (("experts",), ())
    source = watch.settings.sources["experts"]
    blocked = {"outcome": Outcome.BLOCKED, "reasons": ("http_403",)}
    sweep(watch.record, source, report=blocked)
    digest = digest_of(watch, since=NOW, until=NOW + DAY, now=NOW)
    assert digest.never_swept == ()
    (blind,) = digest.blind
    assert (blind.source, blind.sight, blind.reasons) == ("experts", Sight.BLIND, ("http_403",))


def test_what_ends_within_a_month_is_told(tmp_path: Path) -> None:
    reviewers = (
        "reviewers:\n"
        "  - {id: hanako, role: lead, until: 2027-03-20}\n"
        "  - {id: jiro, role: reviewer, until: 2026-12-01}\n"
        "  - {id: rika, role: reviewer, until: 2028-03-20}\n"
    )
    now = datetime(2027, 3, 10, tzinfo=UTC)
    with watching(tmp_path, {"reviewers.yaml": reviewers}, now=now) as watch:
        digest = digest_of(watch, since=now - DAY, until=now, now=now)
    assert [(one.what, one.id) for one in digest.expiring] == [
        ("reviewer", "hanako"),
        ("charter", ""),
    ]


def test_the_audit_chain_s_head_goes_out_whole(watch: Watch) -> None:
    assert digest_of(watch, since=NOW, until=NOW + DAY, now=NOW).audit_head == ORIGIN
    watch.record.audit.append("db.backup", actor="hanako", subject="x", reason=None, now=NOW)
    digest = digest_of(watch, since=NOW, until=NOW + DAY, now=NOW)
    assert (digest.audit_head, digest.audit_rows) == (watch.record.audit.head(), 1)
    assert len(digest.audit_head) == 64


def test_what_was_not_delivered_and_how_the_service_ran_is_told(watch: Watch) -> None:
    watch.record.outbox.put(make_alert("a"))
    (entry,) = watch.record.outbox.claim(NOW, 1)
    watch.record.outbox.unknown(entry.id, "unclear")
    for minute in range(30):
        watch.record.heartbeats.beat(NOW + timedelta(minutes=minute), ["blind"] * (minute < 3))
    digest = digest_of(watch, since=NOW, until=NOW + timedelta(hours=1), now=NOW)
    assert digest.undelivered == {"unknown": 1}
    assert (digest.minutes, digest.lived, digest.healthy) == (60, 30, 27)


GATHERING = """\
routes:
  - {name: later, when: {severity: high}, channel: "#leads", deliver: digest}
  - {name: elsewhere, when: {severity: low}, channel: "#quiet", deliver: digest}
digests:
  - {every: day, at: "09:00", channel: "#leads"}
  - {every: day, at: "23:00", channel: "#quiet"}
"""


def test_what_was_gathered_follows_in_its_thread_and_a_stray_goes_out_alone(
    tmp_path: Path,
) -> None:
    low = make_alert("stray", findings=(make_alert_finding(1, severity=Severity.LOW),))
    with watching(tmp_path, {"routing.yaml": GATHERING}) as watch:
        due(watch, MORNING - timedelta(hours=1))
        for alert in (make_alert("one"), make_alert("two"), low):
            watch.record.outbox.put(alert)
        watch.record.outbox.route(placed_by(watch.settings), MORNING - timedelta(hours=1))
        assert {entry.gather for entry in watch.record.outbox.list()} == {"digest"}
        # by now no digest goes to #quiet any more
        routing = watch.settings.routing
        routing = replace(routing, digests=routing.digests[:1])
        watch = replace(watch, settings=replace(watch.settings, routing=routing))  # noqa: PLW2901
        assert due(watch, MORNING) == 1
        entries = {entry.key: entry for entry in watch.record.outbox.list()}
    key = "digest:daily:2026-04-02:#leads"
    digest = entries[key].alert.digest
    assert digest is not None
    assert digest.gathered == 2
    for name in ("one", "two"):
        assert (entries[name].parent, entries[name].form) == (key, Form.REPLY)
    assert (entries["stray"].parent, entries["stray"].form) == (None, Form.POST)
    assert {entry.gather for entry in entries.values()} == {None}
    assert {entry.state for entry in entries.values()} == {Delivery.WAITING}


def test_files_are_written_whole_for_their_owner_only(tmp_path: Path) -> None:
    routing = DAILY.replace("}", ", folder: ../digests, language: ja}")
    with watching(tmp_path, {"routing.yaml": routing}) as watch:
        due(watch, MORNING - timedelta(hours=1))
        assert not (tmp_path / "digests").exists()
        due(watch, MORNING)
        folder = tmp_path / "digests"
        names = sorted(path.name for path in folder.iterdir())
        assert names == ["digest-daily-2026-04-02.html", "digest-daily-2026-04-02.md"]
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        (folder / names[0]).unlink()
        due(watch, MORNING + timedelta(seconds=5))
    assert sorted(path.name for path in folder.iterdir()) == names, "made up for"


def test_a_folder_that_cannot_be_written_does_not_keep_the_digest_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "digests").write_text("a file", encoding="utf-8")
    routing = DAILY.replace("}", ", folder: ../digests}")
    with watching(tmp_path, {"routing.yaml": routing}) as watch:
        due(watch, MORNING - timedelta(hours=1))
        due(watch, MORNING)
        assert len(digests(watch)) == 1
    assert "cannot be written" in caplog.text


def test_no_name_and_no_quote_is_in_a_digest(watch: Watch) -> None:
    source = make_source("experts")
    secret = make_secret(make_sighting(source, "1"))
    person = make_finding(make_sighting(source, "2"), subject="person:E012")
    sweep(watch.record, source, secret, person)
    give_verdict(watch.record, Status.DISMISSED, "namesake", now=NOW + timedelta(hours=1))
    digest = digest_of(watch, since=NOW - DAY, until=NOW + DAY, now=NOW + DAY)
    stored = json.dumps(dump_alert(make_alert(digest=digest, findings=())), ensure_ascii=False)
    for word in ("紅蓮計画", "東雲", "E012", "調べた", "大手素材", "experts.example"):
        assert word not in stored


def test_a_digest_survives_json(watch: Watch) -> None:
    source = watch.settings.sources["experts"]
    sweep(watch.record, source, report={"outcome": Outcome.BLOCKED, "reasons": ("http_403",)})
    alert = make_alert(digest=digest_of(watch, since=NOW, until=NOW + DAY, now=NOW))
    assert load_alert(json.loads(json.dumps(dump_alert(alert)))) == alert
