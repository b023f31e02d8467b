"""`leakwatch findings export`: the log for other programs."""

from __future__ import annotations

import csv
from enum import StrEnum
from typing import Annotated

import typer

from leakwatch.cli.findings import (
    KindOption,
    SinceOption,
    SourceOption,
    StatusOption,
    as_record,
    day,
)
from leakwatch.cli.options import ReasonOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.terminal import inert
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError

#: Full-width forms too: a Japanese spreadsheet begins a formula with them.
_FORMULA = tuple("=+-@＝＋－＠")


class ExportFormat(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


def export(
    context: typer.Context,
    reason: ReasonOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    source: SourceOption = None,
    since: SinceOption = None,
    output: Annotated[
        ExportFormat, typer.Option("--format", help=_("JSON lines or a spreadsheet's CSV."))
    ] = ExportFormat.JSONL,
) -> None:
    from leakwatch.review import not_about

    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        if not (reason or "").strip():
            raise UsageError(N_("an export needs --reason TEXT: it is entered in the audit trail"))
        found = watch.record.findings.list(
            kind=kind, status=status, source=source, since=day(since, session.terminal.zone)
        )
        watch.record.audit.append(
            "findings.export",
            actor=actor.id,
            subject=f"{len(found)} findings",
            reason=reason,
            now=now(),
        )
    records = [as_record(finding) for finding in not_about(actor, found)]
    if output is ExportFormat.JSONL:
        for record in records:
            session.terminal.jsonl(record)
    else:
        _csv(session, records)


def _csv(session: Session, records: list[dict[str, object]]) -> None:
    if not records:
        return
    writer = csv.writer(session.terminal.out)
    writer.writerow(records[0])
    for record in records:
        writer.writerow([harmless(value) for value in record.values()])


def harmless(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = inert("" if value is None else str(value))
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1].isspace() else text
