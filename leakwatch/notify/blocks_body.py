"""What a message says between its header and its findings: whom it calls, counts, causes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, AlertKind, Posting
from leakwatch.notify import kit, phrases, reasons, remedies
from leakwatch.notify.calling import call_of

_MAX_CAUSES = 3
_OF_A_SOURCE = frozenset({AlertKind.HEALTH, AlertKind.QUARANTINE})
_NOTES = {
    AlertKind.BASELINE: N_("They wait in the review queue; none goes out one by one."),
    AlertKind.REVIEW: N_("They wait in the review queue; none goes out one by one."),
    AlertKind.QUARANTINE: N_("It is tried about once a day until a sweep is clean."),
    AlertKind.STORM: N_("Each follows in this thread; none is left out."),
    AlertKind.ALARM: N_(
        "Nothing is lost: it waits in the outbox. More of the same today is shown in the list only."
    ),
}


def body_of(posting: Posting, catalogue: Catalogue, *, zone: tzinfo) -> list[kit.Block]:
    alert = posting.alert
    return [*call_of(posting), *_counts(alert, catalogue), *_causes(alert, catalogue, zone=zone)]


def _counts(alert: Alert, catalogue: Catalogue) -> list[kit.Block]:
    texts = [_counted(key, count, alert, catalogue) for key, count in alert.counts.items()]
    if len(texts) > kit.MAX_FIELDS:
        kept = kit.MAX_FIELDS - 1
        texts = [*texts[:kept], phrases.more(len(texts) - kept, catalogue)]
    return [kit.fields(texts)] if texts else []


def _counted(key: str, count: int, alert: Alert, catalogue: Catalogue) -> str:
    """A count in words; the one outcome that made a source blind needs no number."""
    if alert.kind is AlertKind.ALARM:
        return f"{remedies.in_channel(key, catalogue)}: {count}"
    words = phrases.of_key(key, catalogue)
    alone = alert.kind in _OF_A_SOURCE and count == 1 and words
    return words if alone else f"{words}: {count}"


def _causes(alert: Alert, catalogue: Catalogue, *, zone: tzinfo) -> list[kit.Block]:
    """Why it came to this, and what to do about it."""
    lines: list[str] = []
    for name in alert.reasons[:_MAX_CAUSES]:
        lines += _cause(name, alert, catalogue)
    left = len(alert.reasons) - _MAX_CAUSES
    lines += [phrases.more(left, catalogue)] if left > 0 else []
    lines += _notes(alert, catalogue, zone=zone)
    text = "\n".join(filter(None, dict.fromkeys(lines)))
    return [kit.rich_text(kit.section(kit.words(text)))] if text else []


def _cause(name: str, alert: Alert, catalogue: Catalogue) -> Iterator[str]:
    known = reasons.of_reason(name, catalogue)
    if alert.kind is AlertKind.ALARM:
        channel = next(iter(alert.counts), "")
        known = remedies.of_code(name, catalogue, channel=channel)
    yield known.words
    if known.remedy:
        yield f"→ {known.remedy}"


def _notes(alert: Alert, catalogue: Catalogue, *, zone: tzinfo) -> Iterator[str]:
    if alert.kind is AlertKind.ESCALATION:
        text = N_("It has waited since {since}: the deputy is called, or who stands in for him.")
        if not alert.mention:
            text = N_(
                "It has waited since {since}, and nobody can be called: no deputy and no lead on"
                " duty has a Slack id. Look at reviewers.yaml."
            )
        since = alert.since or alert.created_at
        yield catalogue.text(text, since=f"{since.astimezone(zone):%Y-%m-%d %H:%M %Z}")
    elif alert.kind in _NOTES:
        yield catalogue.text(_NOTES[alert.kind])
