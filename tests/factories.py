"""Nouns of an invented watch, for tests; each takes what a test wants different."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from leakwatch.models import Alert, AlertFinding, AlertKind, Kind, Posting, Severity

SEEN_AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def make_alert_finding(number: int = 1042, **changes: Any) -> AlertFinding:
    given: dict[str, Any] = {
        "number": number,
        "kind": Kind.REGISTRATION,
        "severity": Severity.HIGH,
        "score": 0.87,
        "subject": "person:E012",
        "excerpt": "大手素材メーカー 研究職10年 ［氏名］",
    }
    return AlertFinding(**(given | changes))


def make_alert(key: str = "findings/platform/17", **changes: Any) -> Alert:
    given: dict[str, Any] = {
        "key": key,
        "kind": AlertKind.FINDINGS,
        "source": "platform",
        "channel": None,
        "created_at": SEEN_AT,
        "findings": (make_alert_finding(),),
    }
    return Alert(**(given | changes))


def make_posting(alert: Alert | None = None, **changes: Any) -> Posting:
    """`alert` on its way, under its own key and into its own channel unless told otherwise."""
    alert = alert or make_alert()
    given: dict[str, Any] = {"key": alert.key, "alert": alert, "channel": alert.channel or ""}
    return Posting(**(given | changes))


def make_summary(kind: AlertKind, **counts: int) -> Alert:
    return make_alert(f"{kind}/platform/1", kind=kind, findings=(), counts=counts)
