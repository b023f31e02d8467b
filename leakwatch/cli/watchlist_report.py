"""`leakwatch watchlist report`: how right each rule and each entry was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import typer

from leakwatch.cli.explaining import rule_in_words
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Reviewer
    from leakwatch.review import Precision, Tally


def report(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    session = session_of(context)
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        told, suppressed = _precision(watch, actor), _suppressed(watch)
    if actor is None:
        session.terminal.warn(N_("you are not entered in reviewers.yaml: counts only"))
        told.entries.clear()
    if output is Format.JSONL:
        for line in _lines(told, suppressed):
            session.terminal.jsonl(line)
        return
    _print(session.terminal, told, suppressed)


def _precision(watch: Watch, actor: Reviewer | None) -> Precision:
    from leakwatch.review import JUDGEMENTS, not_about, precision_of

    found = watch.record.findings.list(explained=True)
    if actor is not None:
        found = not_about(actor, found)
    return precision_of(found, watch.record.findings.last_acts(JUDGEMENTS))


def _suppressed(watch: Watch) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for one in watch.record.suppressed.list():
        counts[one.suppressed.rule] += one.suppressed.count
    return dict(counts.most_common())


def _print(terminal: Terminal, told: Precision, suppressed: Mapping[str, int]) -> None:
    headings = [N_("rule or entry"), N_("findings"), N_("confirmed"), N_("approved")]
    headings += [N_("dismissed"), N_("open"), N_("never judged"), N_("precision"), N_("reason")]
    rows = [_row(N_("all"), told.all, terminal.text(N_("the whole log")))]
    rows += [
        _row(rule, tally, terminal.text(rule_in_words(rule))) for rule, tally in _most(told.rules)
    ]
    rows += [_row(entry, tally, "") for entry, tally in _most(told.entries)]
    terminal.table(headings, rows)
    if suppressed:
        terminal.say(N_("set aside in the last sweep of each source:"))
        terminal.table([N_("suppressed by"), N_("count")], list(suppressed.items()))
    terminal.say(
        N_("protected topics cut {findings} findings, in {cuts} places"),
        findings=told.cut,
        cuts=told.cuts,
    )
    if told.unexplained:
        terminal.say(
            N_("{count} findings without a readable explanation: not counted by entry"),
            count=told.unexplained,
        )


def _row(name: str, tally: Tally, words: str) -> tuple[object, ...]:
    return (
        name,
        tally.findings,
        tally.confirmed,
        tally.approved,
        ", ".join(f"{reason} {count}" for reason, count in tally.dismissed.most_common()) or 0,
        tally.open,
        tally.unjudged,
        _share(tally),
        words,
    )


def _share(tally: Tally) -> str:
    if tally.precision is None or tally.interval is None:
        return "-"
    low, high = tally.interval
    return f"{tally.precision:.2f} ({low:.2f}-{high:.2f})"


def _most(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(tallies.items(), key=lambda one: (-one[1].findings, one[0]))


def _lines(told: Precision, suppressed: Mapping[str, int]) -> Iterator[dict[str, object]]:
    yield _line("all", "all", told.all)
    for rule, tally in _most(told.rules):
        yield _line("rule", rule, tally)
    for entry, tally in _most(told.entries):
        yield _line("entry", entry, tally)
    for rule, count in suppressed.items():
        yield {"record": "suppressed", "rule": rule, "count": count}
    yield {
        "record": "protected",
        "findings": told.cut,
        "cuts": told.cuts,
        "unexplained": told.unexplained,
    }


def _line(record: str, name: str, tally: Tally) -> dict[str, object]:
    low, high = tally.interval or (None, None)
    return {
        "record": record,
        "id": name,
        "findings": tally.findings,
        "confirmed": tally.confirmed,
        "approved": tally.approved,
        "dismissed": dict(tally.dismissed),
        "open": tally.open,
        "unjudged": tally.unjudged,
        "precision": _rounded(tally.precision),
        "low": _rounded(low),
        "high": _rounded(high),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
