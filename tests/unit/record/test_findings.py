from __future__ import annotations

from typing import Any

import pytest

from leakwatch.errors import SealError, UsageError, VerdictError
from leakwatch.models import Kind, Severity, Status
from leakwatch.record import Record, open_record
from leakwatch.record.rows import AuditRow
from tests.logged import (
    NOW,
    RULES,
    WATCHLIST,
    day,
    make_finding,
    make_public_source,
    make_sighting,
    make_source,
    sweep,
)

SOURCE, BLOG = make_source(), make_public_source()
PAGE = make_sighting(SOURCE)


@pytest.fixture
def three(record: Record) -> Record:
    """F-1001 on the platform, F-1002 and F-1003 on the blog, a day later."""
    sweep(record, SOURCE, make_finding(PAGE, charter_version="charter-1"))
    post, other = make_sighting(BLOG, "a_b"), make_sighting(BLOG, "axb", title="窯の話")
    sweep(
        record,
        BLOG,
        make_finding(post, kind=Kind.LEAK, subject="term:T08"),
        make_finding(other, kind=Kind.MENTION, severity=Severity.LOW),
        at=day(1),
    )
    return record


def test_a_finding_comes_back_as_it_was_judged(three: Record) -> None:
    finding = three.findings.get(1001, reveal=True)
    assert (finding.source, finding.kind, finding.subject) == (
        "platform",
        Kind.REGISTRATION,
        "unknown",
    )
    assert (finding.score, finding.severity, finding.status) == (0.8, Severity.HIGH, Status.NEW)
    assert (finding.first_seen, finding.last_seen, finding.missing_since) == (NOW, NOW, None)
    assert finding.reasons == (("employer_named", 2.0),)
    assert (finding.watchlist_digest, finding.rules_digest) == (WATCHLIST.digest, RULES)
    assert finding.charter_version == "charter-1"
    assert (finding.url, finding.title) == (PAGE.url, PAGE.title)
    (excerpt,) = finding.excerpts
    assert (excerpt.quote, excerpt.entry) == ("蒼海マテリアル", "C01")
    assert excerpt.before.endswith("。")


def test_a_confidential_finding_shows_nothing_until_revealed(three: Record) -> None:
    finding = three.findings.get(1001)
    assert (finding.confidential, finding.url, finding.title, finding.excerpts) == (
        True,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [1001, 1002, 1003]),
        ({"kind": Kind.LEAK}, [1002]),
        ({"source": "blog"}, [1002, 1003]),
        ({"severity": Severity.LOW}, [1003]),
        ({"status": Status.CLOSED}, []),
        ({"status": Status.NEW, "source": "platform"}, [1001]),
        ({"since": day(1)}, [1002, 1003]),
        ({"text": "窯"}, [1003]),
        ({"text": "T08"}, [1002]),
        ({"text": "a_b"}, [1002]),
        ({"text": "%"}, []),
        ({"text": "登録者 17"}, []),
    ],
    ids=str,
)
def test_findings_are_listed_by_what_they_are(
    three: Record, wanted: dict[str, Any], numbers: list[int]
) -> None:
    assert [finding.number for finding in three.findings.list(**wanted)] == numbers


@pytest.mark.parametrize("call", ["get", "history"])
def test_a_number_that_is_not_there_is_a_usage_error(record: Record, call: str) -> None:
    with pytest.raises(UsageError, match="F-9999"):
        getattr(record.findings, call)(9999)


def test_a_reveal_is_entered_in_the_audit_trail(three: Record) -> None:
    finding = three.findings.reveal(1001, actor="R01", reason="本人確認", now=day(2))
    assert finding.url == PAGE.url
    with three._database.reading() as session:
        (row,) = session.query(AuditRow).all()
    assert (row.act, row.actor, row.subject, row.at) == ("finding.reveal", "R01", "F-1001", day(2))
    assert "本人確認" not in repr(row)


def test_a_reveal_of_nothing_enters_nothing(three: Record) -> None:
    with pytest.raises(UsageError):
        three.findings.reveal(9999, actor="R01", reason="本人確認", now=day(2))
    assert three.audit.verify().rows == 0


def test_a_decision_is_in_finding_history_and_audit_trail(three: Record) -> None:
    given = three.findings.set_status(
        1001,
        Status.DISMISSED,
        "namesake",
        expected=Status.NEW,
        actor="R01",
        reason="別人",
        until=None,
        now=day(2),
    )
    assert given == three.findings.get(1001)
    assert (given.status, given.verdict) == (Status.DISMISSED, "namesake")
    last = three.findings.history(1001)[-1]
    assert (last.act, last.actor, last.at, last.status) == (
        "namesake",
        "R01",
        day(2),
        Status.DISMISSED,
    )
    assert last.detail == "dismissed"
    assert three.audit.verify().rows == 1


def test_a_decision_on_a_stale_view_is_refused_whole(three: Record) -> None:
    take(three, expected=Status.NEW)
    with pytest.raises(VerdictError, match="F-1001 is taken by now, not new"):
        take(three, expected=Status.NEW)
    assert len(three.findings.history(1001)) == 2
    assert three.audit.verify().rows == 1


def test_a_reason_that_cannot_be_sealed_refuses_the_decision_whole(three: Record) -> None:
    state_dir = three._database.path.parent
    (state_dir / "key").unlink()
    with open_record(state_dir, sealing_key=None, now=NOW) as closed:
        with pytest.raises(SealError):
            take(closed, reason="調べる")
        assert closed.findings.get(1001).status is Status.NEW
        assert take(closed, reason=None) is Status.TAKEN


def test_only_a_snooze_keeps_its_day(three: Record) -> None:
    take(three, status=Status.SNOOZED, until=day(9))
    assert three.findings.get(1001).snoozed_until == day(9)
    take(three, status=Status.TAKEN, until=day(9))
    assert three.findings.get(1001).snoozed_until is None


def take(record: Record, status: Status = Status.TAKEN, **changes: Any) -> Status:
    given: dict[str, Any] = {"actor": "R01", "reason": None, "until": None, "now": day(2)}
    return record.findings.set_status(1001, status, "take", **(given | changes)).status
