"""An explanation in print: every reason, what was set aside, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leakwatch.cli.named import of_subject
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_
from leakwatch.models import APPROVALS, Approval, LoggedReason, Suppressed, Taken

if TYPE_CHECKING:
    from leakwatch.models import Finding, Kind, LoggedFinding, Severity
    from leakwatch.review import Outcome

#: state → what is said of it
STATES = {
    "alert": N_("an alert"),
    "below": N_("below the alert"),
    "covered": N_("not reported: another finding on this page says more"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement, of the log or of a text just typed."""

    label: str | None  #: F-1042; None outside the log
    kind: Kind
    subject: str
    score: float
    severity: Severity
    state: str  #: a key of `STATES`
    reasons: tuple[LoggedReason, ...]
    suppressed: tuple[Suppressed, ...] = ()
    taken: Taken | None = None
    fits: tuple[int, int] | None = None
    cuts: int = 0
    approval: Approval | None = None


def judged_now(finding: Finding, *, reported: bool) -> Judged:
    """What was made of a text; `reported` when it is among the findings."""
    from leakwatch.score import ALERT_FROM

    below = "below" if finding.score < ALERT_FROM else "covered"
    return Judged(
        label=None,
        kind=finding.kind,
        subject=finding.subject,
        score=finding.score,
        severity=finding.severity,
        state="alert" if reported else below,
        reasons=tuple(
            LoggedReason(
                rule=reason.rule,
                weight=reason.weight,
                entry=reason.hit.entry if reason.hit else "",
                matched=reason.hit.rule if reason.hit else "",
                field=reason.hit.field if reason.hit else "",
                quote=reason.hit.quote if reason.hit else "",
            )
            for reason in finding.reasons
        ),
        taken=finding.taken,
        fits=finding.fits,
    )


def judged_then(finding: LoggedFinding) -> Judged:
    """A finding of the log; without its explanation only rules and weights are left."""
    told = finding.explanation
    bare = tuple(LoggedReason(rule=rule, weight=weight) for rule, weight in finding.reasons)
    return Judged(
        label=finding.label,
        kind=finding.kind,
        subject=finding.subject,
        score=finding.score,
        severity=finding.severity,
        state="alert",
        reasons=told.reasons if told else bare,
        suppressed=told.suppressed if told else (),
        taken=told.taken if told else None,
        fits=told.fits if told else None,
        cuts=told.cuts if told else 0,
        approval=told.approval if told else None,
    )


def print_judged(terminal: Terminal, judged: Judged) -> None:
    terminal.say(
        N_("{label}{kind} of {subject}: score {score}, severity {severity}, {state}"),
        label=f"{judged.label}: " if judged.label else "",
        kind=judged.kind,
        subject=of_subject(terminal, judged.subject),
        score=f"{judged.score:.2f}",
        severity=judged.severity,
        state=terminal.text(STATES[judged.state]),
    )
    print_reasons(terminal, judged)


def print_reasons(terminal: Terminal, judged: Judged) -> None:
    """What the page was taken for, the sum, the outcomes it might have had, and what was set aside."""
    from leakwatch.score import PRIOR

    print_taken(terminal, judged.taken)
    if judged.approval:
        said = terminal.text(APPROVALS[judged.approval.why])
        terminal.line(f"{said} ({judged.approval.label})")
    if judged.fits:
        count, of = judged.fits
        terminal.say(
            N_("what is said of the post fits {count} of {of} on the roster"), count=count, of=of
        )
    rows: list[tuple[object, ...]] = [(f"{PRIOR:+.2f}", terminal.text(N_("prior")), "", "", "")]
    rows += [_row(terminal, reason, judged) for reason in judged.reasons]
    rows.append((f"= {judged.score:.2f}", "", "", "", ""))
    headings = [N_("weight"), N_("reason"), N_("quote"), N_("entry"), N_("score without it")]
    terminal.table(headings, rows)
    for line in _turns(terminal, judged):
        terminal.line(line)
    if judged.cuts:
        terminal.say(N_("cut at a protected topic: {count} places"), count=judged.cuts)
    if judged.suppressed:
        print_suppressed(terminal, judged.suppressed)


def print_taken(terminal: Terminal, taken: Taken | None) -> None:
    """What a page was taken for of which nobody said what it is."""
    from leakwatch.score import KINDS, SIGNS

    if taken is None:
        return
    kind = terminal.text(KINDS[taken.shows])
    if not taken.signs:
        terminal.say(N_("read as {kind}: the page itself does not say what it is"), kind=kind)
    for sign in taken.signs:
        why = terminal.text(SIGNS[sign]) if sign in SIGNS else sign
        terminal.say(N_("taken for {kind}: {why}"), kind=kind, why=why)


def print_suppressed(terminal: Terminal, suppressed: tuple[Suppressed, ...]) -> None:
    terminal.say(N_("set aside on the same page:"))
    terminal.table(
        [N_("suppressed by"), N_("rule"), N_("entry"), N_("count")],
        [(one.rule, one.matched, one.entry, one.count) for one in suppressed],
    )
    print_objections(terminal, (one.rule for one in suppressed))


def print_objections(terminal: Terminal, rules: Iterable[str]) -> None:
    """What the names of `rules` that set hits aside mean, each once."""
    for rule in dict.fromkeys(rules):
        words = terminal.text(objection_in_words(rule))
        if words != rule:
            terminal.line(f"{rule}: {words}")


def _row(terminal: Terminal, reason: LoggedReason, judged: Judged) -> tuple[object, ...]:
    from leakwatch.review import outcome_without

    without = outcome_without(reason, judged.reasons)
    return (
        f"{reason.weight:+.2f}",
        terminal.text(rule_in_words(reason.rule)),
        f"{reason.field}: {reason.quote}" if reason.quote else reason.field,
        reason.entry,
        f"{without.score:.2f}",
    )


def rule_in_words(rule: str) -> str:
    """The msgid of a rule's words; its name where an older version left one that is no more."""
    from leakwatch.score import WEIGHTS

    return WEIGHTS[rule].words if rule in WEIGHTS else rule


def objection_in_words(rule: str) -> str:
    """The msgid for what set a hit aside, be it a guard, a topic or a doubt; else its name."""
    from leakwatch.match import OBJECTIONS
    from leakwatch.redact import PROTECTED, PROTECTED_WORDS

    return PROTECTED_WORDS if rule == PROTECTED else OBJECTIONS.get(rule) or rule_in_words(rule)


def _turns(terminal: Terminal, judged: Judged) -> Iterator[str]:
    from leakwatch.review import outcome_without, turning

    was = judged.state != "below"
    for reason in judged.reasons:
        without = outcome_without(reason, judged.reasons)
        if without.alerts != was:
            yield _turn(terminal, N_("without “{words}” ({change}): {score}, {outcome}"), without)
    for outcome in turning(judged.kind, judged.subject, judged.reasons):
        yield _turn(terminal, N_("with “{words}” ({change}): {score}, {outcome}"), outcome)


def _turn(terminal: Terminal, message: str, outcome: Outcome) -> str:
    return terminal.text(
        message,
        words=terminal.text(rule_in_words(outcome.rule)),
        change=f"{outcome.change:+.2f}",
        score=f"{outcome.score:.2f}",
        outcome=terminal.text(N_("an alert") if outcome.alerts else N_("no alert")),
    )


def as_lines(judged: Judged) -> Iterator[dict[str, object]]:
    """The documented JSON lines of a judgement."""
    from leakwatch.review import turning

    yield {
        "record": "finding",
        "finding": judged.label,
        "state": judged.state,
        "kind": judged.kind.value,
        "subject": judged.subject,
        "score": round(judged.score, 4),
        "severity": judged.severity.value,
        "reasons": [_as_reason(reason, judged) for reason in judged.reasons],
        "turning": [
            {"rule": one.rule, "change": round(one.change, 3), "score": one.score}
            for one in turning(judged.kind, judged.subject, judged.reasons)
        ],
        "cuts": judged.cuts,
        "taken": as_taken(judged.taken),
        "fits": list(judged.fits) if judged.fits else None,
        "approval": _as_approval(judged.approval),
    }
    for one in judged.suppressed:
        yield {
            "record": "suppressed",
            "finding": judged.label,
            "rule": one.rule,
            "entry": one.entry,
            "matched": one.matched,
            "count": one.count,
        }


def as_taken(taken: Taken | None) -> dict[str, object] | None:
    """Null where the source, or whoever asked, said what the page is."""
    return None if taken is None else {"shows": taken.shows.value, "signs": list(taken.signs)}


def _as_approval(approval: Approval | None) -> dict[str, object] | None:
    """Null where the register of side jobs had nothing to say."""
    return None if approval is None else {"side_job": approval.label, "why": approval.why}


def _as_reason(reason: LoggedReason, judged: Judged) -> dict[str, object]:
    from leakwatch.review import outcome_without

    without = outcome_without(reason, judged.reasons)
    return {
        "rule": reason.rule,
        "weight": round(reason.weight, 3),
        "entry": reason.entry or None,
        "matched": reason.matched or None,
        "field": reason.field or None,
        "quote": reason.quote or None,
        "score_without": without.score,
        "alert_without": without.alerts,
    }
