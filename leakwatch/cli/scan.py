"""`leakwatch scan`: match local files or JSON lines; nothing is stored."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.named import of_subject
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.models import Shows

if TYPE_CHECKING:
    from leakwatch.app.scan import Page, Scanned


ShowsOption = Annotated[
    Shows | None,
    typer.Option(
        "--as", help=_("What the pages are, if not for them to say: decides what a hit means.")
    ),
]


def scan(
    context: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(help=_("Files or folders; - reads JSON lines from the input."))
    ],
    output: FormatOption = Format.TABLE,
    shows: ShowsOption = None,
) -> int:
    from leakwatch.app.scan import Scanner

    session = session_of(context)
    if "-" in paths and len(paths) > 1:
        raise UsageError(N_("- cannot stand beside paths"))
    tally = Counter(read=0, broken=0, found=0)
    rows: list[tuple[object, ...]] = []
    with session.watch() as watch:
        scanner = Scanner(
            session.judged_by(watch),
            charter_version=watch.charter_version,
            otherwise=shows or Shows.PROFILE,
        )
        for page in _pages(paths, shows or Shows.PAGE):
            scanned = scanner.judge(page)
            tally["read" if page.error is None else "broken"] += 1
            tally["found"] += len(scanned.findings)
            _complain(session, page)
            if output is Format.JSONL:
                for line in _lines(scanned):
                    session.terminal.jsonl(line)
            else:
                rows += _rows(session.terminal, scanned)
    if output is Format.TABLE:
        headings = [N_("page"), N_("kind"), N_("subject"), N_("score"), N_("severity")]
        session.terminal.table(headings, rows)
    session.terminal.warn(N_("{read} pages read, {broken} not readable, {found} findings"), **tally)
    return 1 if tally["broken"] else 0


def _complain(session: Session, page: Page) -> None:
    if page.error is not None:
        why = session.terminal.catalogue.error(page.error)
        session.terminal.warn(N_("{where}: {error}"), where=page.where, error=why)


def _pages(paths: list[str], shows: Shows) -> Iterator[Page]:
    from leakwatch.app.scan import pages_at, pages_in

    if paths == ["-"]:
        yield from pages_in(sys.stdin.buffer, name="-", shows=shows, now=now(), base=Path())
        return
    for path in paths:
        yield from pages_at(Path(path), shows=shows, now=now())


def _rows(terminal: Terminal, scanned: Scanned) -> list[tuple[object, ...]]:
    return [
        (
            scanned.page.where,
            finding.kind,
            of_subject(terminal, finding.subject),
            f"{finding.score:.2f}",
            finding.severity,
        )
        for finding in scanned.findings
    ]


def _lines(scanned: Scanned) -> Iterator[dict[str, object]]:
    """One object per finding; quotes are the page's own, so that a script can find them again."""
    for finding in scanned.findings:
        yield {
            "page": scanned.page.where,
            **({} if scanned.page.id is None else {"id": scanned.page.id}),
            "kind": finding.kind.value,
            "subject": finding.subject,
            "score": round(finding.score, 4),
            "severity": finding.severity.value,
            "reasons": [[reason.rule, round(reason.weight, 3)] for reason in finding.reasons],
            "hits": [
                {
                    "entry": hit.entry,
                    "rule": hit.rule,
                    "field": hit.field,
                    "start": hit.start,
                    "end": hit.end,
                    "quote": hit.quote,
                }
                for hit in finding.hits
            ],
        }
