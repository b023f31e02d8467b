"""`leakwatch findings`: the findings log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.explaining import judged_then, print_reasons
from leakwatch.cli.findings_history import (
    one_line,
    print_absence,
    print_excerpts,
    print_history,
)
from leakwatch.cli.labels import read_label
from leakwatch.cli.named import of_subject, worded
from leakwatch.cli.options import FindingArgument, Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import to_reveal
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import Kind, Severity, Status, person_subject

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import LoggedFinding, Reviewer
    from leakwatch.review import Verdict

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("Review the log of what was found.")
)


KindOption = Annotated[Kind | None, typer.Option("--kind", help=_("Only this kind."))]
StatusOption = Annotated[Status | None, typer.Option("--status", help=_("Only this status."))]
SourceOption = Annotated[str | None, typer.Option("--source", help=_("Only of this source."))]
SeverityOption = Annotated[
    Severity | None, typer.Option("--severity", help=_("Only of this severity."))
]
SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help=_("Only first seen on or after that day.")),
]


def read_number(label: str) -> int:
    """1042 of `F-1042`, `f1042` or `1042`. Raises UsageError."""
    return read_label(label, sort="F", message=N_("{label} is no finding: write it as F-1042"))


@app.command("list", help=_("List findings; people are pseudonyms."))
def list_findings(
    context: typer.Context,
    kind: KindOption = None,
    status: StatusOption = None,
    source: SourceOption = None,
    severity: SeverityOption = None,
    since: SinceOption = None,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.review import not_about

    session = session_of(context)
    with session.watch() as watch:
        found = watch.record.findings.list(
            kind=kind,
            status=status,
            source=source,
            severity=severity,
            since=day(since, session.terminal.zone),
        )
        actor = session.actor(watch.settings)
    if actor is None:
        _counts(session, found)
        return
    found = not_about(actor, found)
    if output is Format.JSONL:
        for finding in found:
            session.terminal.jsonl(as_record(finding))
        return
    print_findings(session.terminal, found)
    session.terminal.warn(N_("{count} findings"), count=len(found))


def print_findings(terminal: Terminal, found: tuple[LoggedFinding, ...]) -> None:
    headings = ["F-", N_("kind"), N_("subject"), N_("score"), N_("severity"), N_("status")]
    headings += [N_("source"), N_("first seen")]
    terminal.table(headings, [_row(terminal, finding) for finding in found])


def day(since: datetime | None, zone: tzinfo) -> datetime | None:
    """Where that day begins in `zone`."""
    return datetime.combine(since.date(), time.min, zone) if since else None


def _counts(session: Session, found: tuple[LoggedFinding, ...]) -> None:
    """All that somebody who is not entered as a reviewer may read."""
    counts = Counter((one.kind, one.status) for one in found)
    session.terminal.table(
        [N_("kind"), N_("status"), N_("count")],
        [(*key, count) for key, count in sorted(counts.items())],
    )
    session.terminal.warn(N_("you are not entered in reviewers.yaml: counts only"))


def _row(terminal: Terminal, finding: LoggedFinding) -> tuple[object, ...]:
    missing = "*" if finding.missing_since else ""
    return (
        finding.label,
        finding.kind,
        of_subject(terminal, finding.subject),
        f"{finding.score:.2f}",
        finding.severity,
        f"{worded(terminal, finding.status)}{missing}",
        finding.source,
        terminal.moment(finding.first_seen),
    )


def as_record(finding: LoggedFinding) -> dict[str, object]:
    """The documented shape of a finding in JSON lines and exports."""
    return {
        "finding": finding.label,
        "source": finding.source,
        "kind": finding.kind.value,
        "subject": finding.subject,
        "score": round(finding.score, 2),
        "severity": finding.severity.value,
        "status": finding.status.value,
        "verdict": finding.verdict,
        "first_seen": finding.first_seen.isoformat(),
        "last_seen": finding.last_seen.isoformat(),
        "missing_since": finding.missing_since.isoformat() if finding.missing_since else None,
        "url": finding.url,
        "title": finding.title,
        "reasons": [[rule, round(weight, 3)] for rule, weight in finding.reasons],
        "watchlist": finding.watchlist_digest,
        "rules": finding.rules_digest,
        "charter": finding.charter_version,
    }


@app.command(help=_("Show one finding; a name, quote or link only with --reveal."))
def show(
    context: typer.Context,
    number: FindingArgument,
    reason: ReasonOption = None,
    *,
    reveal: Annotated[
        bool, typer.Option("--reveal", help=_("Unseal it; needs --reason and is logged."))
    ] = False,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        finding = watch.record.findings.get(read_number(number))
        actor = session.reader(watch.settings, subject=finding.subject)
        finding = _reveal(watch, finding, actor, reason) if reveal else _view(watch, finding, actor)
        history = watch.record.findings.history(finding.number)
        absence = watch.record.findings.absence(finding.number)
        name = _name(watch, finding) if reveal else None
    _print(session, finding, name)
    print_reasons(session.terminal, judged_then(finding))
    print_history(session.terminal, history)
    print_absence(session.terminal, absence)


def _view(watch: Watch, finding: LoggedFinding, actor: Reviewer) -> LoggedFinding:
    watch.record.audit.append(
        "finding.view", actor=actor.id, subject=finding.label, reason=None, now=now()
    )
    return replace(finding, excerpts=())


def _reveal(
    watch: Watch, finding: LoggedFinding, actor: Reviewer, reason: str | None
) -> LoggedFinding:
    return watch.record.findings.reveal(
        finding.number, actor=actor.id, reason=to_reveal(reason), now=now()
    )


def _name(watch: Watch, finding: LoggedFinding) -> str | None:
    for person in watch.watchlist.people:
        if finding.subject == person_subject(person.id):
            return f"{person.surname} {person.given}"
    return None


def _print(session: Session, finding: LoggedFinding, name: str | None) -> None:
    terminal = session.terminal
    subject = of_subject(terminal, finding.subject)
    facts: Mapping[str, object] = {
        N_("kind"): worded(terminal, finding.kind),
        N_("subject"): f"{subject} {name}" if name else subject,
        N_("score"): f"{finding.score:.2f}",
        N_("severity"): worded(terminal, finding.severity),
        N_("status"): worded(terminal, finding.status),
        N_("source"): finding.source,
        N_("address"): finding.url or terminal.text(N_("sealed")),
        N_("title"): finding.title or terminal.text(N_("sealed")),
        N_("first seen"): terminal.moment(finding.first_seen),
        N_("last seen"): terminal.moment(finding.last_seen),
    }
    terminal.line(finding.label)
    for what, value in facts.items():
        terminal.line(f"  {terminal.text(what)}: {one_line(value)}")
    print_excerpts(terminal, finding.excerpts)


@app.command("set", help=_("Decide on a finding."))
def set_verdict(
    context: typer.Context,
    number: FindingArgument,
    verdict: Annotated[str, typer.Argument(help=_("take, confirm, not_ours, namesake, …"))],
    reason: ReasonOption = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help=_("Snooze until that day.")),
    ] = None,
) -> None:
    from leakwatch.review import verdict_named

    session = session_of(context)
    decision = verdict_named(verdict)
    with session.watch() as watch:
        finding = watch.record.findings.get(read_number(number))
        _decide(
            watch,
            finding,
            decision,
            actor=session.actor(watch.settings),
            reason=reason,
            until=day(until, session.terminal.zone),
        )
    session.terminal.say(N_("{finding}: {status}"), finding=finding.label, status=decision.status)
    if decision.status is Status.CONFIRMED:
        session.terminal.warn(
            N_("to follow it to its end: leakwatch cases open {finding}"), finding=finding.label
        )


def _decide(
    watch: Watch,
    finding: LoggedFinding,
    decision: Verdict,
    *,
    actor: Reviewer | None,
    reason: str | None,
    until: datetime | None,
) -> None:
    from leakwatch.review import require_judge, require_transition

    judge = require_judge(actor, decision, subject=finding.subject)
    require_transition(
        decision,
        finding=finding.label,
        status=finding.status,
        reason=reason,
        until=until,
        now=now(),
    )
    watch.record.findings.set_status(
        finding.number,
        decision.status,
        decision.name,
        expected=finding.status,
        actor=judge.id,
        reason=reason,
        until=until,
        now=now(),
    )
