"""An alert as the JSON that webhooks get: documented in docs/channels.md, and stable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import tzinfo
from hashlib import sha256
from typing import Any

from leakwatch.locale import Catalogue
from leakwatch.models import AlertFinding, Digest, Posting, Reminder, Standing
from leakwatch.notify.inert import address, inert
from leakwatch.notify.plain import plain

#: Raised when a field changes its meaning or goes; new ones may come at any time.
VERSION = 1
_MOST_FINDINGS = 100
_EXCERPT_LIMIT, _NAME_LIMIT = 300, 120
_PERSON = "person:"


def webhook_id(key: str) -> str:
    """The id that stays the same however often a message is repeated; no dot may be in it."""
    return "msg_" + sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def payload_of(posting: Posting, texts: Catalogue, *, zone: tzinfo) -> bytes:
    """The body of the request, as UTF-8 without any character outside ASCII."""
    alert = posting.alert
    title, lines = plain(posting, texts, zone=zone)
    reference = (posting.thread or "").rpartition("/")[2]
    body = {
        "type": f"leakwatch.{alert.kind.value}",
        "version": VERSION,
        "id": webhook_id(posting.key),
        "timestamp": alert.created_at.isoformat(),
        "form": posting.form.value,
        "follows": reference or None,
        "title": title,
        "text": "\n".join(lines),
        "data": {
            "source": inert(alert.source, _NAME_LIMIT),
            "sweep": alert.sweep,
            "url": None if alert.url is None else address(alert.url),
            "counts": {inert(key, _NAME_LIMIT): count for key, count in alert.counts.items()},
            "reasons": [inert(reason, _NAME_LIMIT) for reason in alert.reasons],
            "findings": [_finding(one) for one in alert.findings[:_MOST_FINDINGS]],
            "findings_left_out": max(0, len(alert.findings) - _MOST_FINDINGS),
            "standing": _standing(alert.standing),
            "standings": [_standing(one) for _, one in sorted(posting.standings.items())],
            "reminders": [_reminder(one) for one in alert.reminders[:_MOST_FINDINGS]],
            "digest": _digest(alert.digest),
        },
    }
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _finding(finding: AlertFinding) -> Mapping[str, Any]:
    own = finding.subject.removeprefix(_PERSON) if finding.subject.startswith(_PERSON) else None
    return {
        "finding": finding.label,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "score": finding.score,
        # roster ids may be staff numbers
        "subject": "person" if own is not None else inert(finding.subject, _NAME_LIMIT),
        "sensitivity": finding.sensitivity,
        "reasons": [
            {"rule": inert(rule, _NAME_LIMIT), "weight": weight} for rule, weight in finding.reasons
        ],
        "approval": finding.approval.why if finding.approval else None,
        "reopened": finding.reopened,
        "returned": finding.returned,
        "new_entries": [
            "person" if entry == own else inert(entry, _NAME_LIMIT) for entry in finding.new_entries
        ],
        "excerpt": inert(" ".join(finding.excerpt.split()), _EXCERPT_LIMIT),
    }


def _standing(standing: Standing | None) -> Mapping[str, Any] | None:
    if standing is None:
        return None
    return {
        "finding": f"F-{standing.number}",
        "status": standing.status.value,
        "verdict": standing.verdict,
        "actor": standing.actor,
        "at": standing.at.isoformat() if standing.at else None,
        "until": standing.until.isoformat() if standing.until else None,
    }


def _reminder(one: Reminder) -> Mapping[str, Any]:
    return {
        "label": inert(one.duty.label, _NAME_LIMIT),
        "what": one.duty.what,
        "due": one.duty.due.isoformat(),
        "stage": one.stage.value,
        "times": one.times,
        "called": one.called,
        "instead_of": one.instead_of,
    }


def _digest(digest: Digest | None) -> Mapping[str, Any] | None:
    if digest is None:
        return None
    return {
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "new": {"severities": dict(digest.severities), "kinds": dict(digest.kinds)},
        "open": dict(digest.open),
        "verdicts": dict(digest.verdicts),
        "judged": digest.judged,
        "dismissed": digest.dismissed,
        "sweeps": dict(digest.sweeps),
        "blind": [
            {
                "source": inert(one.source, _NAME_LIMIT),
                "sight": one.sight.value,
                "reasons": [inert(reason, _NAME_LIMIT) for reason in one.reasons],
                "since": one.since.isoformat() if one.since else None,
            }
            for one in digest.blind
        ],
        "never_swept": [inert(source, _NAME_LIMIT) for source in digest.never_swept],
        "undelivered": dict(digest.undelivered),
        "expiring": [
            {"what": one.what, "id": inert(one.id, _NAME_LIMIT), "on": one.on.isoformat()}
            for one in digest.expiring
        ],
        "overdue": dict(digest.overdue),
        "suppressed": dict(digest.suppressed),
        "audit": {"head": digest.audit_head, "rows": digest.audit_rows},
        "heartbeat": {
            "minutes": digest.minutes,
            "lived": digest.lived,
            "healthy": digest.healthy,
        },
        "gathered": digest.gathered,
    }
