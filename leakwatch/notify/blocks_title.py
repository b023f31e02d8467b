"""What a message is called: its header, and the text of its notification."""

from __future__ import annotations

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, AlertKind, Outcome, Posting, Severity
from leakwatch.notify import phrases, remedies
from leakwatch.notify.inert import inert
from leakwatch.notify.standings import mark_of

_SOURCE_LIMIT = 60
#: Findings named in a notification, and shown in a message: nobody reads an eleventh.
MAX_FINDINGS = 10

_SUMMARIES = {
    AlertKind.BASELINE: N_("First sweep of {source}: {count} findings to review"),
    AlertKind.REVIEW: N_("{source}: a changed watchlist brings {count} findings to review"),
    AlertKind.STORM: N_("🌊 {source}: {count} more alerts from one sweep"),
    AlertKind.QUARANTINE: N_("⏸ {source} rests: {count} sweeps in a row were not clean"),
    AlertKind.DIGEST: N_("Digest: {count} findings"),
}


def source_of(alert: Alert) -> str:
    return inert(alert.source, _SOURCE_LIMIT)


def title_of(posting: Posting, catalogue: Catalogue) -> str:
    alert, source = posting.alert, source_of(posting.alert)
    if alert.kind in _SUMMARIES:
        return catalogue.text(_SUMMARIES[alert.kind], source=source, count=_total(alert))
    if alert.kind is AlertKind.HEALTH:
        blind = any(not outcome.clean for outcome in Outcome if outcome in alert.counts)
        text = N_("⚠ {source} is blind") if blind else N_("{source} can be seen again")
        return catalogue.text(text, source=source)
    if alert.kind is AlertKind.ALARM:
        return catalogue.text(_alarm(alert), count=sum(alert.counts.values()))
    if not alert.findings:
        return catalogue.text(N_("Alert from {source}"), source=source)
    text = N_("{mark} {severity}: {kind} ({source})")
    if alert.kind is AlertKind.ESCALATION:
        text = N_("⏰ Nobody has touched this: {severity}, {kind} ({source})")
    gravest = alert.findings[0]
    return catalogue.text(
        text,
        mark=mark_of(alert, posting.standings) or phrases.MARKS[gravest.severity],
        severity=catalogue.text(phrases.SEVERITIES[gravest.severity]),
        kind=catalogue.text(phrases.KINDS[gravest.kind]),
        source=source,
    )


def _alarm(alert: Alert) -> str:
    if remedies.is_undecided(alert.reasons):
        return N_("🚨 Nobody can say whether an alert arrived")
    if sum(alert.counts.values()) > 1:
        return N_("🚨 {count} alerts were not delivered")
    return N_("🚨 An alert was not delivered")


def fallback_of(title: str, alert: Alert, catalogue: Catalogue) -> str:
    """The text of a notification: the title and which findings, nothing of the page."""
    labels = [finding.label for finding in alert.findings[:MAX_FINDINGS]]
    if not labels:
        return title
    return f"{title}: {phrases.listed(labels, len(alert.findings), catalogue)}"


def _total(alert: Alert) -> int:
    by_severity = [count for key, count in alert.counts.items() if key in set(Severity)]
    return sum(by_severity or alert.counts.values()) or len(alert.findings)
