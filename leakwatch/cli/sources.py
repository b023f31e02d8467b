"""`leakwatch sources`: where we look, and how well we see there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from leakwatch.cli.named import worded
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import Outcome, Sight

if TYPE_CHECKING:
    from datetime import datetime

    from leakwatch.app.watch import Watch
    from leakwatch.models import Source

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("See where we look and how well.")
)


@app.command("list", help=_("List sources: how well each is seen, last clean and next sweep."))
def list_sources(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    session = session_of(context)
    with session.watch() as watch:
        records = [source_record(watch, source) for source in watch.settings.sources.values()]
        why = {name: _why(session.terminal, watch, name) for name in watch.settings.sources}
    if output is Format.JSONL:
        session.terminal.records((), records, lines=True)
        return
    terminal = session.terminal
    headings = [N_("source"), N_("sight"), N_("last outcome"), N_("last clean"), N_("next sweep")]
    rows = [
        (
            record["source"],
            Sight(str(record["health"])),
            _outcome(terminal, record),
            terminal.moment(_at(record["last_clean"])),
            why[str(record["source"])] or terminal.moment(_at(record["next_sweep"])),
        )
        for record in records
    ]
    terminal.table(headings, rows)


def source_record(watch: Watch, source: Source) -> dict[str, object]:
    """The documented shape of a source in JSON lines."""
    from leakwatch.app.outlook import hindrances, next_sweep
    from leakwatch.models import health

    history = watch.record.sweeps.history(source.name)
    last = history[0] if history else None
    clean = next((report for report in history if report.outcome.clean), None)
    terms = source.terms
    return {
        "source": source.name,
        "kind": source.kind,
        "enabled": source.enabled,
        "health": health(history, source).sight.value,
        "last_sweep": last.ended_at if last else None,
        "outcome": last.outcome.value if last else None,
        "reasons": list(last.reasons) if last else [],
        "last_clean": clean.ended_at if clean else None,
        "next_sweep": next_sweep(watch, source, now=now()),
        "not_swept": [one.reason for one in hindrances(watch, source, now=now())],
        "discloses": source.about.discloses or None,
        "queried_entries": queried_entries(source),
        "terms": terms.crawling.value,
        "terms_checked": terms.checked.isoformat() if terms.checked else None,
        "terms_confirmed": terms.confirmed.isoformat() if terms.confirmed else None,
        "personal_data": source.personal_data,
    }


def queried_entries(source: Source) -> list[str]:
    """Ids of the watchlist's entries that the place learns from being asked."""
    return sorted({entry for query in source.queries for entry in query.entries})


def _why(terminal: Terminal, watch: Watch, name: str) -> str:
    """Why it does not sweep, instead of when it will."""
    from leakwatch.app.outlook import hindrances, short_reason

    source = watch.settings.sources[name]
    found = hindrances(watch, source, now=now())
    if found:
        message, values = short_reason(found[0])
        return terminal.text(message, **values)
    by_hand = source.timing.cron is None and source.timing.every is None
    return terminal.text(N_("by hand")) if by_hand else ""


def _outcome(terminal: Terminal, record: dict[str, object]) -> str:
    reasons = record["reasons"]
    words = ", ".join(map(str, reasons)) if isinstance(reasons, list) else ""
    last = record["outcome"]
    outcome = worded(terminal, Outcome(str(last)) if last else None) or "-"
    return f"{outcome}: {words}" if words else outcome


def _at(value: object) -> datetime | None:
    from datetime import datetime

    return value if isinstance(value, datetime) else None
