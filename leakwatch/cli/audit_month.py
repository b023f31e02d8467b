"""The self-audit of one month in words: ids, acts and counts, no name and no reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from leakwatch.cli.audit_words import act_in_words
from leakwatch.cli.named import beside, of_subject, worded
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.models import Cause, Outcome

if TYPE_CHECKING:
    from leakwatch.models import AuditMonth
    from leakwatch.record import AuditCheck

_REVEALS = (".reveal", ".view", ".export")
_RULES = {"watchlist": N_("watchlist"), "rules": N_("rules")}
_UNENDED = N_("not ended")
_APPROVALS = (".approve", ".approved")


#: Title, headings, rows.
Table = tuple[str, list[str], list[Sequence[object]]]


def group_of(act: str) -> str:
    """The part of the report in which an act of the audit trail stands."""
    if act.endswith(_REVEALS):
        return "reveals"
    if act.endswith(_APPROVALS) or act == "hold.release":
        return "approvals"
    if act.startswith(("finding.", "case.", "campaign.", "letter.", "side_job.", "side-job.")):
        return "decisions"
    return "rest"


def as_lines(month: AuditMonth, check: AuditCheck) -> Iterator[dict[str, object]]:
    """The documented JSON lines, each with its `sort`."""
    yield {
        "sort": "month",
        "since": month.since.isoformat(),
        "until": month.until.isoformat(),
        "entries": month.rows,
        "head": month.head,
        "problems": len(check.problems),
    }
    for (source, outcome), count in sorted(month.runs.items()):
        yield {"sort": "run", "source": source, "outcome": outcome, "count": count}
    for (actor, act), count in sorted(month.acts.items()):
        yield {"sort": group_of(act), "actor": actor, "act": act, "count": count}
    for one in month.deletions:
        yield {
            "sort": "deletion",
            "at": one.at.isoformat(),
            "cause": one.cause.value,
            "class": one.what,
            "about": one.about,
            "count": one.count,
            "actor": one.actor,
            "backups": list(one.backups),
        }
    yield from _law_and_rules(month)


def _law_and_rules(month: AuditMonth) -> Iterator[dict[str, object]]:
    for hold in month.holds:
        yield {
            "sort": "hold",
            "hold": hold.label,
            "about": hold.about,
            "state": hold.state.value,
            "until": hold.until.isoformat(),
            "asked_by": hold.asked_by,
            "approved_by": hold.approved_by,
        }
    for request in month.requests:
        yield {
            "sort": "request",
            "request": request.label,
            "wish": request.wish.value,
            "about": request.about,
            "actor": request.actor,
        }
    for at, what, digest in month.changes:
        yield {"sort": "rule_change", "at": at.isoformat(), "what": what, "digest": digest}
    for version in month.charters:
        yield {"sort": "charter", "version": version}


def as_markdown(
    month: AuditMonth, check: AuditCheck, terminal: Terminal, *, compared: int
) -> Iterator[str]:
    """The same for people to read; `compared` says how many heads it was held against."""
    text = terminal.text
    yield f"# {text(N_('Self-audit'))} {month.since.astimezone(terminal.zone):%Y-%m}"
    yield ""
    yield text(N_("{rows} entries in the audit trail, ending in {head}.")).format(
        rows=month.rows, head=month.head
    )
    verdict = N_("The trail agrees with every head that was sent.")
    if not compared:
        verdict = N_(
            "The chain holds together; no head was ever sent, so a cut end or a rewritten trail"
            " would not show."
        )
    if check.problems:
        verdict = N_("The trail does not hold: {count} problems, see leakwatch audit verify.")
    yield text(verdict).format(count=len(check.problems))
    for title, heads, rows in _tables(month, terminal):
        yield ""
        yield f"## {text(title)}"
        yield ""
        yield from _table([text(one) for one in heads], rows, nothing=text(N_("none")))


def _tables(month: AuditMonth, terminal: Terminal) -> Iterator[Table]:
    runs = [
        (source, _outcome(terminal, outcome), count)
        for (source, outcome), count in sorted(month.runs.items())
    ]
    yield N_("Sweeps"), [N_("source"), N_("outcome"), N_("count")], list(runs)
    for group, title in (
        ("reveals", N_("Reveals and exports")),
        ("decisions", N_("Decisions")),
        ("approvals", N_("Approvals")),
        ("rest", N_("Everything else")),
    ):
        yield (
            title,
            [N_("by"), N_("act"), N_("count")],
            _acts(month, group, terminal),
        )
    yield from _kept(month, terminal)


def _kept(month: AuditMonth, terminal: Terminal) -> Iterator[Table]:
    """What was deleted, what stays, and by which rules was judged."""
    yield (
        N_("Deletions"),
        [N_("why"), N_("class"), N_("count"), N_("backups")],
        _deletions(month, terminal),
    )
    holds = [
        (
            one.label,
            one.about,
            worded(terminal, one.state),
            one.until,
            one.asked_by,
            one.approved_by or "-",
        )
        for one in month.holds
    ]
    heads = ["H-", N_("on"), N_("state"), N_("until"), N_("asked by"), N_("approved by")]
    yield N_("Legal holds"), heads, list(holds)
    requests = [
        (one.label, worded(terminal, one.wish), of_subject(terminal, one.about), one.actor)
        for one in month.requests
    ]
    yield N_("Requests"), ["R-", N_("wish"), N_("person"), N_("by")], list(requests)
    changes = [
        (terminal.moment(at), beside(terminal, what, _RULES.get(what)), digest[:12])
        for at, what, digest in month.changes
    ]
    yield N_("Changes of watchlist and rules"), [N_("at"), N_("what"), N_("digest")], list(changes)
    yield N_("Charters"), [N_("version")], [(one,) for one in month.charters]


def _outcome(terminal: Terminal, outcome: str) -> str | None:
    """How a sweep ended; the state of one that never did."""
    known = outcome in set(Outcome)
    return worded(terminal, Outcome(outcome)) if known else beside(terminal, outcome, _UNENDED)


def _acts(month: AuditMonth, group: str, terminal: Terminal) -> list[Sequence[object]]:
    return [
        (actor, act_in_words(terminal, act), count)
        for (actor, act), count in sorted(month.acts.items())
        if group_of(act) == group
    ]


def _deletions(month: AuditMonth, terminal: Terminal) -> list[Sequence[object]]:
    from leakwatch.app.report_words import CLASSES

    counts: Counter[tuple[Cause, str]] = Counter()
    backups: dict[tuple[Cause, str], set[str]] = {}
    for one in month.deletions:
        key = (one.cause, one.what)
        counts[key] += one.count
        backups.setdefault(key, set()).update(one.backups)
    return [
        (
            worded(terminal, cause),
            beside(terminal, what, CLASSES.get(what)),
            count,
            ", ".join(sorted(backups[cause, what])) or "-",
        )
        for (cause, what), count in sorted(counts.items())
    ]


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], *, nothing: str
) -> Iterator[str]:
    lines = [" | ".join(_cell(one) for one in row) for row in rows]
    if not lines:
        yield nothing
        return
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for line in lines:
        yield f"| {line} |"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")
