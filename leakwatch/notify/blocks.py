"""An alert as one Slack message, for a reader who has ten seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from leakwatch.errors import N_
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, AlertFinding, AlertKind, Outcome, Posting, Severity
from leakwatch.notify import kit, phrases, reasons
from leakwatch.notify.inert import address, cut, escaped, inert

EVENT_TYPE = "leakwatch_alert"

#: Findings shown before "and N more": nobody reads an eleventh in ten seconds.
_MAX_FINDINGS = 10
_MAX_REASONS = 3
_MAX_AGAINST = 2
_MAX_ENTRIES = 5
_MAX_NUMBERS = 50
_MAX_BLINDNESS = 3
_OF_A_SOURCE = frozenset({AlertKind.HEALTH, AlertKind.QUARANTINE})
_EXCERPT_LIMIT = 300
_SOURCE_LIMIT = 60
_KEY_LIMIT = 200
#: Slack shows about this much of the text in a notification.
_FALLBACK_LIMIT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What `chat.postMessage` takes."""

    text: str  #: for notifications and screen readers; escaped, nothing of a page in it
    blocks: tuple[kit.Block, ...]
    metadata: Mapping[str, Any]


def render(posting: Posting, catalogue: Catalogue, *, zone: tzinfo = UTC) -> Message:
    """`posting` within Slack's limits whatever it holds; what does not fit is counted.

    Times are those of `zone`, and say so.
    """
    alert = posting.alert
    title = _title(alert, catalogue)
    head = [kit.header(title), *_counts(alert, catalogue), *_blindness(alert, catalogue)]
    foot = _foot(alert, catalogue, zone)
    shown = _fitting(
        (_finding(finding, catalogue) for finding in alert.findings),
        room=kit.WEIGHT_LIMIT - kit.weight([*head, *foot]),
    )
    left = len(alert.findings) - len(shown)
    rest = [kit.context(_more(left, catalogue))] if left else []
    return Message(
        text=cut(escaped(_fallback(title, alert, catalogue)), _FALLBACK_LIMIT),
        blocks=(*head, *shown, *rest, *foot),
        metadata={"event_type": EVENT_TYPE, "event_payload": _payload(posting)},
    )


def delivery_key(posting: Posting) -> str:
    """What the message's metadata is found again by."""
    if len(posting.key) <= _KEY_LIMIT and posting.key.isascii():
        return posting.key
    return sha256(posting.key.encode("utf-8", "surrogatepass")).hexdigest()


def _payload(posting: Posting) -> dict[str, str]:
    numbers = " ".join(str(one.number) for one in posting.alert.findings[:_MAX_NUMBERS])
    return {"key": delivery_key(posting), "findings": numbers}


def _fitting(blocks: Iterable[kit.Block], *, room: int) -> list[kit.Block]:
    shown: list[kit.Block] = []
    for block in blocks:
        room -= kit.weight([block])
        if room < 0 or len(shown) == _MAX_FINDINGS:
            break
        shown.append(block)
    return shown


def _title(alert: Alert, catalogue: Catalogue) -> str:
    source = inert(alert.source, _SOURCE_LIMIT)
    if alert.kind is AlertKind.FINDINGS:
        return _findings_title(alert, source, catalogue)
    if alert.kind is AlertKind.HEALTH:
        blind = any(not outcome.clean for outcome in Outcome if outcome in alert.counts)
        text = N_("⚠ {source} is blind") if blind else N_("{source} can be seen again")
        return catalogue.text(text, source=source)
    if alert.kind is AlertKind.QUARANTINE:
        text = N_("⏸ {source} rests: {count} sweeps in a row were not clean")
        return catalogue.text(text, source=source, count=sum(alert.counts.values()))
    text = N_("First sweep of {source}: {count} findings to review")
    if alert.kind is AlertKind.REVIEW:
        text = N_("{source}: a changed watchlist brings {count} findings to review")
    return catalogue.text(text, source=source, count=_total(alert))


def _findings_title(alert: Alert, source: str, catalogue: Catalogue) -> str:
    if not alert.findings:
        return catalogue.text(N_("Alert from {source}"), source=source)
    gravest = alert.findings[0]
    return catalogue.text(
        N_("{mark} {severity}: {kind} ({source})"),
        mark=phrases.MARKS[gravest.severity],
        severity=catalogue.text(phrases.SEVERITIES[gravest.severity]),
        kind=catalogue.text(phrases.KINDS[gravest.kind]),
        source=source,
    )


def _total(alert: Alert) -> int:
    by_severity = [count for key, count in alert.counts.items() if key in set(Severity)]
    return sum(by_severity or alert.counts.values()) or len(alert.findings)


def _counts(alert: Alert, catalogue: Catalogue) -> list[kit.Block]:
    texts = [_counted(key, count, alert, catalogue) for key, count in alert.counts.items()]
    if len(texts) > kit.MAX_FIELDS:
        kept = kit.MAX_FIELDS - 1
        texts = [*texts[:kept], _more(len(texts) - kept, catalogue)]
    return [kit.fields(texts)] if texts else []


def _counted(key: str, count: int, alert: Alert, catalogue: Catalogue) -> str:
    """A count in words; the one outcome that made a source blind needs no number."""
    words = phrases.of_key(key, catalogue)
    alone = alert.kind in _OF_A_SOURCE and count == 1 and words
    return words if alone else f"{words}: {count}"


def _blindness(alert: Alert, catalogue: Catalogue) -> list[kit.Block]:
    """Why we do not see, and what to do about it."""
    lines: list[str] = []
    for name in alert.reasons[:_MAX_BLINDNESS]:
        reason = reasons.of_reason(name, catalogue)
        lines += [reason.words, *([f"→ {reason.remedy}"] if reason.remedy else [])]
    left = len(alert.reasons) - _MAX_BLINDNESS
    lines += [_more(left, catalogue)] if left > 0 else []
    if alert.kind is AlertKind.QUARANTINE:
        lines.append(catalogue.text(N_("It is tried about once a day until a sweep is clean.")))
    text = "\n".join(filter(None, dict.fromkeys(lines)))
    return [kit.rich_text(kit.section(kit.words(text)))] if text else []


def _finding(finding: AlertFinding, catalogue: Catalogue) -> kit.Block:
    facts = [
        catalogue.text(phrases.SEVERITIES[finding.severity]),
        catalogue.text(N_("{percent} % sure"), percent=min(99, round(finding.score * 100))),
        catalogue.text(phrases.KINDS[finding.kind]),
        phrases.of_subject(finding.subject, catalogue),
    ]
    lines = "".join(f"\n{line}" for line in _reasons(finding, catalogue))
    block = kit.rich_text(
        kit.section(
            kit.words(finding.label, bold=True),
            kit.words(" · " + " · ".join(facts)),
            *([kit.words(lines)] if lines else []),
        )
    )
    if excerpt := inert(" ".join(finding.excerpt.split()), _EXCERPT_LIMIT):
        block["elements"].append(kit.quotation(excerpt))
    return block


def _reasons(finding: AlertFinding, catalogue: Catalogue) -> Iterator[str]:
    """Why, what speaks against it, and what is new, a line each."""
    speaking = [*dict.fromkeys(rule for rule, weight in finding.reasons if weight >= 0)]
    against = [*dict.fromkeys(rule for rule, weight in finding.reasons if weight < 0)]
    for text, rules, most in (
        (N_("Why: {reasons}"), speaking, _MAX_REASONS),
        (N_("Against it: {reasons}"), against, _MAX_AGAINST),
    ):
        if rules:
            known = [phrases.of_rule(rule, catalogue) for rule in rules[:most]]
            yield catalogue.text(text, reasons=_listed(known, len(rules), catalogue))
    if finding.reopened or finding.returned or finding.new_entries:
        yield _news(finding, catalogue)


def _news(finding: AlertFinding, catalogue: Catalogue) -> str:
    if not finding.new_entries:
        text = N_("Set aside until now, and still there")
        if finding.returned:
            text = N_("Back again after it was gone")
        return catalogue.text(text)
    first = finding.new_entries[:_MAX_ENTRIES]
    names = [phrases.of_entry(entry, finding.subject, catalogue) for entry in first]
    listed = _listed(names, len(finding.new_entries), catalogue)
    text = N_("New since last time: {entries}")
    if finding.reopened:
        text = N_("Judged before, back with something new: {entries}")
    if finding.returned:
        text = N_("Back again after it was away, with something new: {entries}")
    return catalogue.text(text, entries=listed)


def _listed(names: list[str], count: int, catalogue: Catalogue) -> str:
    left = count - len(names)
    return "; ".join([*names, *([_more(left, catalogue)] if left else [])])


def _more(count: int, catalogue: Catalogue) -> str:
    return catalogue.text(N_("and {count} more"), count=count)


def _foot(alert: Alert, catalogue: Catalogue, zone: tzinfo) -> list[kit.Block]:
    """Where to look next, and when it was seen."""
    source = inert(alert.source, _SOURCE_LIMIT)
    where = [*_link(alert, catalogue), *_command(alert, source, catalogue)]
    at = f"{alert.created_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
    return [
        *([kit.rich_text(kit.section(*where))] if where else []),
        kit.context(catalogue.text(N_("Source {source}, {at}"), source=source, at=at)),
    ]


def _link(alert: Alert, catalogue: Catalogue) -> list[kit.Block]:
    if alert.url is None:
        return []
    url = address(alert.url)
    if url is None:
        return [kit.words(catalogue.text(N_("The address cannot be linked to.")) + "\n")]
    text = catalogue.text(N_("Open {host}"), host=urlsplit(url).netloc)
    return [kit.link(url, text), kit.words("\n")]


def _command(alert: Alert, source: str, catalogue: Catalogue) -> list[kit.Block]:
    if alert.kind is AlertKind.QUARANTINE:
        command = f"leakwatch sources check {source}"
    elif alert.kind is AlertKind.HEALTH:
        command = "leakwatch sources list"
    elif alert.kind is AlertKind.FINDINGS and alert.findings:
        command = f"leakwatch findings show {alert.findings[0].label}"
    else:
        command = f"leakwatch findings list --source {source}"
    return [kit.words(catalogue.text(N_("More: "))), kit.words(command, code=True)]


def _fallback(title: str, alert: Alert, catalogue: Catalogue) -> str:
    labels = [finding.label for finding in alert.findings[:_MAX_FINDINGS]]
    if not labels:
        return title
    return f"{title}: {_listed(labels, len(alert.findings), catalogue)}"
