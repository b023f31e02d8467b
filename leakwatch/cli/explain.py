"""`leakwatch explain`: why something is (not) a finding."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.findings import not_about, read_number
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.models import Shows

if TYPE_CHECKING:
    from leakwatch.app.scan import Scanned
    from leakwatch.app.watch import Watch
    from leakwatch.models import Finding, LoggedFinding, Reviewer


def explain(
    context: typer.Context,
    finding: Annotated[
        str | None, typer.Argument(metavar="[F-NUMBER]", help=_("A finding of the log."))
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help=_("The findings at this address."))
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help=_("Any text."))] = None,
    shows: Annotated[
        Shows, typer.Option("--as", help=_("What the text is: decides what a hit means."))
    ] = Shows.PROFILE,
) -> int:
    """Print hits, weights and suppressions."""
    session = session_of(context)
    if sum(value is not None for value in (finding, url, text)) != 1:
        raise UsageError(N_("say one of: F-NUMBER, --url URL, --text TEXT"))
    if text is not None:
        return _explain_text(session, text, shows)
    return _explain_logged(session, finding, url)


def _explain_text(session: Session, text: str, shows: Shows) -> int:
    from leakwatch.app.scan import Scanner, text_page

    with session.watch() as watch:
        scanner = Scanner(session.judged_by(watch), charter_version=watch.charter_version)
        scanned = scanner.judge(text_page(text, shows=shows, now=now()))
    if not scanned.findings:
        session.terminal.say(N_("no finding"))
    for one in scanned.findings:
        _print_finding(session, one)
    _print_rest(session, scanned)
    return 0


def _print_finding(session: Session, finding: Finding) -> None:
    from leakwatch.score import PRIOR, words

    terminal = session.terminal
    terminal.say(
        N_("{kind} of {subject}: score {score}, severity {severity}"),
        kind=finding.kind.value,
        subject=finding.subject,
        score=f"{finding.score:.2f}",
        severity=finding.severity.value,
    )
    rows: list[tuple[object, ...]] = [(f"{PRIOR:+.2f}", "prior", "", "")]
    rows += [
        (
            f"{reason.weight:+.2f}",
            terminal.text(words(reason.rule)),
            f"{reason.hit.field}: {reason.hit.quote}" if reason.hit else "",
            reason.hit.entry if reason.hit else "",
        )
        for reason in finding.reasons
    ]
    terminal.table([N_("weight"), N_("reason"), N_("quote"), N_("entry")], rows)


def _print_rest(session: Session, scanned: Scanned) -> None:
    """Hits behind no finding, and what was set aside, so that a silence can be understood too."""
    used = {hit for finding in scanned.findings for hit in finding.hits}
    rest = [hit for hit in scanned.matches.hits if hit not in used]
    rows = [(hit.rule, hit.entry, f"{hit.field}: {hit.quote}", "") for hit in rest]
    rows += [
        (one.hit.rule, one.hit.entry, f"{one.hit.field}: {one.hit.quote}", one.rule)
        for one in scanned.matches.suppressions
    ]
    if rows:
        session.terminal.say(N_("hits that made no finding:"))
        headings = [N_("rule"), N_("entry"), N_("quote"), N_("suppressed by")]
        session.terminal.table(headings, rows)


def _explain_logged(session: Session, finding: str | None, url: str | None) -> int:
    from leakwatch.review import require_reader

    with session.watch() as watch:
        actor = require_reader(session.actor(watch.settings))
        found = _logged(watch, actor, finding, url)
        for one in found:
            watch.record.audit.append(
                "finding.view", actor=actor.id, subject=one.label, reason=None, now=now()
            )
            _print_logged(session, one)
    if not found:
        session.terminal.say(N_("no finding at that address (sealed addresses are not compared)"))
    return 0


def _logged(
    watch: Watch, actor: Reviewer, finding: str | None, url: str | None
) -> tuple[LoggedFinding, ...]:
    """The finding asked for, or those at `url` that the actor may see."""
    from leakwatch.review import require_reader

    if finding is None:
        return tuple(
            one for one in not_about(actor, watch.record.findings.list()) if one.url == url
        )
    one = watch.record.findings.get(read_number(finding))
    require_reader(actor, subject=one.subject)
    return (one,)


def _print_logged(session: Session, finding: LoggedFinding) -> None:
    from leakwatch.score import PRIOR, words

    terminal = session.terminal
    total = PRIOR + sum(weight for _rule, weight in finding.reasons)
    terminal.say(
        N_("{label}: {kind} of {subject}, score {score}, severity {severity}"),
        label=finding.label,
        kind=finding.kind.value,
        subject=finding.subject,
        score=f"{finding.score:.2f}",
        severity=finding.severity.value,
    )
    rows = [(f"{PRIOR:+.2f}", "prior")]
    rows += [(f"{weight:+.2f}", terminal.text(words(rule))) for rule, weight in finding.reasons]
    rows.append((f"{total:+.2f}", f"= {1 / (1 + math.exp(-total)):.2f}"))
    terminal.table([N_("weight"), N_("reason")], rows)
