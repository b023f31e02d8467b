"""`leakwatch sources`: where we look, and how well we see there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Source

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("See where we look and how well.")
)


@app.command("list", help=_("List sources: last outcome, last clean sweep, next sweep."))
def list_sources(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    session = session_of(context)
    with session.watch() as watch:
        records = [_record(watch, source) for source in watch.settings.sources.values()]
    headings = [N_("source"), N_("kind"), N_("enabled"), N_("last sweep"), N_("outcome")]
    headings += [N_("last clean"), N_("next sweep")]
    session.terminal.records(headings, records, lines=output is Format.JSONL)


def _record(watch: Watch, source: Source) -> dict[str, object]:
    from leakwatch.schedule import next_run

    history = watch.record.sweeps.history(source.name)
    last = history[0] if history else None
    clean = next((report for report in history if report.outcome.clean), None)
    upcoming = None
    if source.enabled:
        upcoming = next_run(source, last=last.ended_at if last else None, now=now())
    return {
        "source": source.name,
        "kind": source.kind,
        "enabled": source.enabled,
        "last_sweep": last.ended_at if last else None,
        "outcome": last.outcome.value if last else None,
        "last_clean": clean.ended_at if clean else None,
        "next_sweep": upcoming,
    }
