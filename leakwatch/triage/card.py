"""One finding as its alert showed it, with how it stands now and its buttons."""

from __future__ import annotations

from leakwatch.errors import N_
from leakwatch.models import (
    Alert,
    AlertFinding,
    AlertKind,
    HistoryEntry,
    LoggedFinding,
    Posting,
    Standing,
)
from leakwatch.notify import render
from leakwatch.record import Record
from leakwatch.triage.deciding import Asked, Reviewers, Seen, see
from leakwatch.triage.desk import Desk
from leakwatch.triage.moment import Clock
from leakwatch.triage.reply import Reply, saying


async def card(desk: Desk, number: int, *, user: str) -> Reply:
    """What `user` may see of the finding; the look stands in the audit trail.

    Raises PermissionDenied and RecordError.
    """
    asked = Asked(finding=number, user=user, act="view")
    posting = await desk.with_record(_looked_at, desk.backing.reviewers, asked, desk.clock())
    if posting is None:
        text = N_("There is no finding {finding}: /leakwatch findings lists all.")
        return saying(desk.catalogue.text(text, finding=asked.label))
    message = render(posting, desk.catalogue, zone=desk.zone)
    return Reply(text=asked.label, blocks=message.blocks)


def _looked_at(record: Record, reviewers: Reviewers, asked: Asked, clock: Clock) -> Posting | None:
    seen = see(record, reviewers, asked, clock)
    if seen is None:
        return None
    record.audit.append(
        "finding.view", actor=seen.actor.id, subject=asked.label, reason=None, now=clock.now
    )
    told = record.findings.last_told(asked.finding) or _bare(seen.finding)
    alert = Alert(
        key=f"card/{asked.label}",
        kind=AlertKind.FINDINGS,
        source=seen.finding.source,
        channel=None,
        created_at=seen.finding.last_seen,
        findings=(told,),
        url=None if seen.finding.confidential else seen.finding.url,
    )
    standings = {asked.finding: _standing(seen, seen.line)}
    return Posting(key=alert.key, alert=alert, channel="", standings=standings)


def _bare(finding: LoggedFinding) -> AlertFinding:
    """A finding that no alert told of: without an excerpt, for that would have to be redacted."""
    return AlertFinding(
        number=finding.number,
        kind=finding.kind,
        severity=finding.severity,
        score=finding.score,
        subject=finding.subject,
        reasons=finding.reasons,
    )


def _standing(seen: Seen, line: HistoryEntry | None) -> Standing:
    finding = seen.finding
    return Standing(
        number=finding.number,
        status=finding.status,
        verdict=finding.verdict,
        actor=line.actor if line else None,
        at=line.at if line else None,
        until=finding.snoozed_until,
    )
