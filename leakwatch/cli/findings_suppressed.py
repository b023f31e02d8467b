"""`leakwatch findings suppressed`: what sweeps set aside, as ids and counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.findings import SourceOption
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.models import Reviewer, SweepSuppressed


def suppressed(
    context: typer.Context,
    rule: Annotated[str | None, typer.Option("--rule", help=_("Only by this rule."))] = None,
    source: SourceOption = None,
    output: FormatOption = Format.TABLE,
    *,
    every_sweep: Annotated[
        bool, typer.Option("--every-sweep", help=_("Not only the last sweep of each source."))
    ] = False,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        found = watch.record.suppressed.list(rule=rule, source=source, every_sweep=every_sweep)
        actor = session.actor(watch.settings)
    if actor is None:
        _counts(session, found)
        return
    found = tuple(one for one in found if not _own(actor, one))
    if output is Format.JSONL:
        for one in found:
            session.terminal.jsonl(_as_record(one))
        return
    headings = [
        N_("source"),
        N_("sweep"),
        N_("suppressed by"),
        N_("rule"),
        N_("entry"),
        N_("count"),
    ]
    session.terminal.table(headings, [tuple(_as_record(one).values()) for one in found])
    total = sum(one.suppressed.count for one in found)
    session.terminal.warn(N_("{count} hits set aside"), count=total)


def _own(actor: Reviewer, one: SweepSuppressed) -> bool:
    return actor.roster_id is not None and one.suppressed.entry == actor.roster_id


def _as_record(one: SweepSuppressed) -> dict[str, object]:
    return {
        "source": one.source,
        "sweep": one.sweep,
        "rule": one.suppressed.rule,
        "matched": one.suppressed.matched,
        "entry": one.suppressed.entry,
        "count": one.suppressed.count,
    }


def _counts(session: Session, found: tuple[SweepSuppressed, ...]) -> None:
    """All that somebody who is not entered as a reviewer may read."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        counts[one.source, one.suppressed.rule] += one.suppressed.count
    session.terminal.table(
        [N_("source"), N_("suppressed by"), N_("count")],
        [(*key, count) for key, count in sorted(counts.items())],
    )
    session.terminal.warn(N_("you are not entered in reviewers.yaml: counts only"))
