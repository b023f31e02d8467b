"""`leakwatch evidence`: pages captured on purpose, sealed, and handed out for a reason."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.evidence_list import HEADINGS, as_record, print_capture, print_counts
from leakwatch.cli.evidence_words import ended_in_words, why_in_words
from leakwatch.cli.labels import read_label
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import given
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, LeakwatchError

if TYPE_CHECKING:
    from leakwatch.app.evidence_asking import CaptureEnd
    from leakwatch.app.watch import Watch
    from leakwatch.config.mistakes import Phrase
    from leakwatch.models import Capture, LoggedFinding, Reviewer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("Capture pages on purpose, and verify what was captured."),
)

EvidenceArgument = Annotated[str, typer.Argument(metavar="E-NUMBER", help=_("As in E-7."))]


@app.command(help=_("Visit the page of a confirmed finding, and keep it sealed as evidence."))
def capture(
    context: typer.Context,
    label: Annotated[
        str, typer.Argument(metavar="LABEL", help=_("A finding or a case: F-1042, C-3."))
    ],
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
    *,
    in_quiet: Annotated[
        bool, typer.Option("--now", help=_("In the quiet hours of a source too."))
    ] = False,
    events: Annotated[
        bool, typer.Option("--events", help=_("Do it in this process and print its events."))
    ] = False,
) -> int:
    session = session_of(context)
    if events:
        return _child(session, label, in_quiet=in_quiet)
    with session.watch() as watch:
        ends = _capture(session, watch, label, reason, in_quiet=in_quiet)
    for end in ends:
        if output is Format.JSONL:
            session.terminal.jsonl(as_record(end.capture))
        else:
            _say_end(session, end)
    return 0 if all(end.kept for end in ends) else 1


def _capture(
    session: Session, watch: Watch, label: str, reason: str | None, *, in_quiet: bool
) -> list[CaptureEnd]:
    from leakwatch.app.evidence_asking import capture, findings_behind, require_capturable

    actor = session.actor(watch.settings)
    about, numbers = findings_behind(watch, label)
    asked = [require_capturable(watch, number, actor) for number in numbers]
    why = given(reason)
    ends = []
    for reviewer, finding in asked:
        coming = capture(
            watch,
            finding,
            about=about,
            actor=reviewer,
            reason=why,
            in_quiet=in_quiet,
            clock=now,
        )
        ends.append(asyncio.run(coming))
    return ends


def _child(session: Session, label: str, *, in_quiet: bool) -> int:
    """The child's side: events on stdout, and an end when nobody holds stdin any more."""
    from leakwatch.app.evidence import capture_here
    from leakwatch.app.watch import open_watch
    from leakwatch.cli.sweep import refused_event
    from leakwatch.dispatch import limit_self, watch_stdin

    watch_stdin()
    emit = session.terminal.jsonl
    try:
        with open_watch(session.directory, environ=os.environ, now=now(), channels=False) as watch:
            number = read_evidence(label)
            asked = watch.record.captures.get(number)
            source = watch.source(watch.record.findings.get(asked.finding).source)
            limit_self(None if source.browser else source.limits.memory_mb)
            ended = capture_here(watch, number, in_quiet=in_quiet, emit=emit, clock=now)
    except LeakwatchError as error:
        emit(refused_event(error))
        return error.exit_code
    return 1 if ended.why else 0


def _say_end(session: Session, end: CaptureEnd) -> None:
    terminal = session.terminal
    if end.message:
        terminal.warn(end.message, **end.values)
    for message, values in ended_in_words(end.capture, terminal.catalogue):
        terminal.say(message, **values)


@app.command("list", help=_("List evidence; labels, states and counts only."))
def list_evidence(
    context: typer.Context,
    about: Annotated[
        str | None, typer.Option("--about", help=_("Only of this finding or case."))
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        counts = watch.record.captures.counts()
        actor = session.actor(watch.settings)
        found = _readable(watch, actor, about) if actor is not None else ()
    if actor is None:
        session.terminal.warn(N_("you are not entered in reviewers.yaml: counts only"))
        print_counts(session.terminal, counts)
        return
    if output is Format.JSONL:
        for one in found:
            session.terminal.jsonl(as_record(one))
        return
    session.terminal.records(HEADINGS, [_row(session, one) for one in found], lines=False)
    print_counts(session.terminal, counts)


def _readable(watch: Watch, actor: Reviewer, about: str | None) -> tuple[Capture, ...]:
    """What is not about the actor himself."""
    from leakwatch.review import not_about

    findings = {one.number for one in not_about(actor, watch.record.findings.list())}
    wanted = about.strip().upper() if about else None
    return tuple(
        one
        for one in watch.record.captures.list()
        if one.finding in findings and wanted in {None, one.about, f"F-{one.finding}"}
    )


def _row(session: Session, one: Capture) -> Mapping[str, object]:
    terminal = session.terminal
    return {
        "evidence": one.label,
        "finding": f"F-{one.finding}",
        "about": one.about,
        "state": one.state,
        "shown": one.shown,
        "quotes": f"{one.present}/{one.quotes}",
        "asked_at": one.asked_at,
        "until": one.until,
        "why": why_in_words(terminal, one.state, one.why),
    }


@app.command(help=_("Show what is known of a piece of evidence without unsealing it."))
def show(
    context: typer.Context, label: EvidenceArgument, output: FormatOption = Format.TABLE
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        found, _finding, _actor = _reach(session, watch, label)
    if output is Format.JSONL:
        session.terminal.jsonl(as_record(found))
    else:
        print_capture(session.terminal, found)


def _reach(session: Session, watch: Watch, label: str) -> tuple[Capture, LoggedFinding, Reviewer]:
    from leakwatch.review import require_reader

    actor = session.reader(watch.settings)
    found = watch.record.captures.get(read_evidence(label))
    finding = watch.record.findings.get(found.finding)
    for subject in watch.record.captures.subjects(found.number):
        require_reader(actor, subject=subject)
    return found, finding, actor


@app.command(help=_("Unseal the archive into a file; entered in the audit trail."))
def export(
    context: typer.Context,
    label: EvidenceArgument,
    target: Annotated[
        Path | None, typer.Option("--to", help=_("A new file, or a folder; else here."))
    ] = None,
    reason: ReasonOption = None,
) -> None:
    from leakwatch.app.evidence_handing import hand_out

    session = session_of(context)
    with session.watch() as watch:
        found, _finding, actor = _reach(session, watch, label)
        place = hand_out(
            watch.record, found, target or Path(), actor=actor, reason=given(reason), now=now()
        )
    session.terminal.say(
        N_("{evidence} is unsealed in {file} (SHA-256 {sha256}): delete it when it is not needed"),
        evidence=found.label,
        file=place,
        sha256=found.sha256,
    )


@app.command(help=_("Verify archives, or what is sealed: all of it, or some by label."))
def verify(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[E-NUMBER|FILE]…", help=_("Labels or files; else all evidence.")),
    ] = None,
) -> int:
    from leakwatch.app.evidence_handing import verified, verified_file

    session, sound = session_of(context), True
    with session.watch() as watch:
        captures = watch.record.captures
        wanted = what or [one.label for one in captures.list() if one.sha256]
        for one in wanted:
            problems, known = (
                verified_file(watch.record, Path(one))
                if Path(one).is_file()
                else verified(watch.record, captures.get(read_evidence(one)))
            )
            # a whole archive that was never sealed here may be one that was made anew
            sound = sound and not problems and known is not None
            _say_verdict(session, one, problems, known)
    if not wanted:
        session.terminal.warn(N_("no evidence is sealed: there is nothing to verify"))
    return 0 if sound else 1


def _say_verdict(
    session: Session, name: str, problems: tuple[Phrase, ...], known: Capture | None
) -> None:
    terminal = session.terminal
    for problem in problems:
        terminal.say(N_("{evidence}: changed: {problem}"), evidence=name, problem=problem)
    if not problems and known is None:
        terminal.say(
            N_("{evidence}: whole, but not the archive of any evidence in this record"),
            evidence=name,
        )
    elif not problems and known is not None:
        terminal.say(
            N_("{evidence}: whole, and the archive that was sealed as {label}"),
            evidence=name,
            label=known.label,
        )


def read_evidence(label: str) -> int:
    """7 of `E-7`, `e7` or `7`. Raises UsageError."""
    message = N_("{label} is no evidence and no file: write evidence as E-7")
    return read_label(label, sort="E", message=message)
