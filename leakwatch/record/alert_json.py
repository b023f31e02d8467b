"""An alert as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from leakwatch.models import (
    Alert,
    AlertFinding,
    AlertKind,
    Bulletin,
    Duty,
    Kind,
    Reminder,
    Severity,
    Stage,
    Standing,
    Status,
)
from leakwatch.record.digest_json import dump_digest, load_digest
from leakwatch.record.explanation import load_approval

#: Stands for the text of a bulletin among the excerpts, which go by the number of a finding.
BULLETIN = 0


def dump_alert(alert: Alert) -> dict[str, Any]:
    """`alert` as JSON holds it."""
    values = {**asdict(alert), "counts": dict(alert.counts)}
    values["reminders"] = [_dump_reminder(one) for one in alert.reminders]
    values["digest"] = dump_digest(alert.digest)
    values["created_at"] = alert.created_at.isoformat()
    values["since"] = alert.since.isoformat() if alert.since else None
    if alert.standing is not None:
        values["standing"] = _dump_standing(alert.standing)
    return values


def load_alert(values: Mapping[str, Any]) -> Alert:
    """What `dump_alert` wrote."""
    return Alert(
        key=values["key"],
        kind=AlertKind(values["kind"]),
        source=values["source"],
        channel=values["channel"],
        created_at=datetime.fromisoformat(values["created_at"]),
        findings=tuple(load_finding(finding) for finding in values["findings"]),
        url=values["url"],
        counts=values["counts"],
        # alerts queued by an older version have none of these
        reasons=tuple(values.get("reasons", ())),
        sweep=values.get("sweep"),
        standing=_load_standing(values.get("standing")),
        mention=tuple(values.get("mention", ())),
        digest=load_digest(values.get("digest")),
        since=_moment(values.get("since")),
        bulletin=_load_bulletin(values.get("bulletin")),
        reminders=tuple(_load_reminder(one) for one in values.get("reminders", ())),
    )


def _dump_reminder(one: Reminder) -> dict[str, Any]:
    duty = {**asdict(one.duty), "due": one.duty.due.isoformat()}
    return {**asdict(one), "duty": duty}


def _load_reminder(values: Mapping[str, Any]) -> Reminder:
    duty = values["duty"]
    return Reminder(
        duty=Duty(
            what=duty["what"],
            label=duty["label"],
            due=date.fromisoformat(duty["due"]),
            owner=duty["owner"],
        ),
        stage=Stage(values["stage"]),
        times=values["times"],
        called=values["called"],
        instead_of=values["instead_of"],
    )


def _dump_standing(standing: Standing) -> dict[str, Any]:
    moments = {"at": standing.at, "until": standing.until}
    texts = {name: at.isoformat() if at else None for name, at in moments.items()}
    return {**asdict(standing), **texts}


def _load_standing(values: Mapping[str, Any] | None) -> Standing | None:
    if values is None:
        return None
    moments = {name: values[name] for name in ("at", "until")}
    return Standing(
        number=values["number"],
        status=Status(values["status"]),
        verdict=values["verdict"],
        actor=values["actor"],
        **{name: _moment(at) for name, at in moments.items()},
    )


def _load_bulletin(values: Mapping[str, Any] | None) -> Bulletin | None:
    return None if values is None else Bulletin(**values)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def load_finding(values: Mapping[str, Any]) -> AlertFinding:
    return AlertFinding(
        number=values["number"],
        kind=Kind(values["kind"]),
        severity=Severity(values["severity"]),
        score=values["score"],
        subject=values["subject"],
        reasons=tuple((rule, weight) for rule, weight in values["reasons"]),
        sensitivity=values.get("sensitivity", 0),
        excerpt=values["excerpt"],
        reopened=values["reopened"],
        returned=values.get("returned", False),  # older ones do not say
        new_entries=tuple(values["new_entries"]),
        fits=(values["fits"][0], values["fits"][1]) if values.get("fits") else None,
        approval=load_approval(values.get("approval")),
    )


def with_excerpts(alert: Alert, excerpts: Mapping[int, str]) -> Alert:
    """`alert` with the excerpts of the findings numbered in `excerpts` put in their place.

    The text of a bulletin goes by the number 0, which no finding has.
    """
    findings = tuple(
        replace(finding, excerpt=excerpts.get(finding.number, finding.excerpt))
        for finding in alert.findings
    )
    bulletin = alert.bulletin
    if bulletin is not None:
        bulletin = replace(bulletin, text=excerpts.get(BULLETIN, bulletin.text))
    return replace(alert, findings=findings, bulletin=bulletin)
