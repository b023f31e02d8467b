"""Letters as they are looked at: kinds, list, text, files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.labels import letter_number
from leakwatch.cli.letters_text import write_private
from leakwatch.cli.named import worded
from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_
from leakwatch.models import LetterKind, LetterState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leakwatch.app.letters import Prepared
    from leakwatch.casework.letter_rules import Fault
    from leakwatch.models import Letter, LetterText

WHAT = {
    LetterKind.PLATFORM_INQUIRY: N_("asks a platform, by company, who is registered there"),
    LetterKind.DEREGISTRATION_RELAY: N_("asks a platform to relay the request to deregister"),
    LetterKind.EMPLOYER_BLOCK: N_("asks a platform to take and contact nobody of ours"),
    LetterKind.REMINDER: N_("reminds of a request that was not answered"),
    LetterKind.CLOSING: N_("thanks, and ends an inquiry"),
    LetterKind.HR_CONTACT: N_("first contact with a person: asks for facts"),
    LetterKind.OUTCOME: N_("tells a person how it ended"),
    LetterKind.TAKEDOWN: N_("asks a host to take something down"),
    LetterKind.STAFF_NOTICE: N_("tells all staff the purpose of watching"),
    LetterKind.UNION_NOTICE: N_("explains it to the union"),
    LetterKind.LEAVER_REMINDER: N_("reminds former employees of confidentiality"),
    LetterKind.GUIDELINE: N_("makes the guideline known again"),
}


class As(StrEnum):
    EML = "eml"
    TEXT = "text"
    HTML = "html"


def kinds(
    context: typer.Context,
    *,
    fields: Annotated[
        bool, typer.Option("--fields", help=_("List what templates may show instead."))
    ] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.casework.letter_fields import FIELDS

    session = session_of(context)
    if fields:
        known = [{"field": one, "what": session.terminal.text(FIELDS[one])} for one in FIELDS]
        headings = [N_("field"), N_("what it holds")]
        session.terminal.records(headings, known, lines=output is Format.JSONL)
        return
    rows = _kinds(session.settings().directory, session.terminal, output)
    if output is Format.JSONL:
        for row in rows:
            session.terminal.jsonl(row)
        return
    headings = [N_("kind"), N_("language"), N_("template"), N_("what for")]
    session.terminal.table(
        headings, [(LetterKind(str(row["kind"])), *tuple(row.values())[1:4]) for row in rows]
    )


def _kinds(directory: Path, terminal: Terminal, output: Format) -> list[dict[str, object]]:
    from leakwatch.casework.letter_files import LANGUAGES, find_template
    from leakwatch.config import ConfigMistakes

    rows: list[dict[str, object]] = []
    for kind in LetterKind:
        for language in LANGUAGES:
            try:
                found = find_template(directory, kind, language)
                where = N_("packaged") if found.packaged else N_("company's")
                fields = sorted(found.template.fields)
            except ConfigMistakes:
                where, fields = N_("wrong: leakwatch config check"), []
            rows.append(
                {
                    "kind": kind.value,
                    "language": language,
                    "template": where if output is Format.JSONL else terminal.text(where),
                    "what": terminal.text(WHAT[kind]),
                    "fields": fields,
                }
            )
    return rows


def list_letters(
    context: typer.Context,
    about: Annotated[
        str | None, typer.Option("--about", help=_("Only of this case or platform."))
    ] = None,
    state: Annotated[
        LetterState | None, typer.Option("--state", help=_("Only in this state."))
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.app.letters_reading import visible

    session = session_of(context)
    with session.watch() as watch:
        found = visible(watch, actor=session.actor(watch.settings), about=about, state=state)
    if output is Format.JSONL:
        for letter in found:
            session.terminal.jsonl(as_record(letter))
        return
    headings = ["L-", N_("kind"), N_("belongs to"), N_("state"), N_("version"), N_("author")]
    headings += [N_("approved by"), N_("sent")]
    session.terminal.table(
        headings,
        [
            (
                one.label,
                worded(session.terminal, one.kind),
                one.about,
                worded(session.terminal, one.state),
                one.version,
                one.author,
                one.approver or "-",
                session.terminal.moment(one.sent_at),
            )
            for one in found
        ],
    )
    session.terminal.warn(N_("{count} letters"), count=len(found))


def show(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="L-NUMBER", help=_("As in L-7."))],
    version: Annotated[
        int | None, typer.Option("--version", min=1, help=_("An older version; else the newest."))
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    from leakwatch.app.letters_reading import read_letter

    session = session_of(context)
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        seen = read_letter(
            watch, letter_number(number), version, act="view", actor=actor, now=now()
        )
    if output is Format.JSONL:
        said = {"subject": seen.text.subject, "to": seen.text.recipient, "text": seen.text.body}
        session.terminal.jsonl({**as_record(seen.letter), **said})
        return
    terminal = session.terminal
    kind = worded(terminal, seen.letter.kind)
    terminal.line(f"{seen.letter.label}  {kind}  {seen.letter.about}")
    for one in seen.versions:
        terminal.say(
            N_("  version {version}, {at}, by {author}"),
            version=one.version,
            at=terminal.moment(one.at),
            author=one.author,
        )
    _print_state(terminal, seen.letter)
    print_text(terminal, seen.text)
    _print_faults(terminal, seen.faults)


def export(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="L-NUMBER", help=_("As in L-7."))],
    form: Annotated[As, typer.Option("--as", help=_("eml, text or html (to print)."))],
    out: Annotated[
        Path | None, typer.Option("--out", help=_("File to write; else standard output."))
    ] = None,
) -> None:
    from leakwatch.app.letters_leaving import exported

    session = session_of(context)
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        content = exported(watch, letter_number(number), form.value, actor=actor, now=now())
    if out is None:
        session.terminal.line(content.decode().replace("\r\n", "\n").rstrip("\n"))
        return
    write_private(out, content)
    session.terminal.line(str(out))


def as_record(letter: Letter) -> dict[str, object]:
    """The documented shape of a letter in JSON lines."""
    return {
        "letter": letter.label,
        "kind": letter.kind.value,
        "language": letter.language,
        "about": letter.about,
        "state": letter.state.value,
        "version": letter.version,
        "author": letter.author,
        "approver": letter.approver,
        "created_at": letter.created_at.isoformat(),
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
        "by_hand": letter.by_hand,
    }


def print_prepared(terminal: Terminal, made: Prepared) -> None:
    print_text(terminal, made.text)
    if made.template.packaged:
        terminal.warn(N_("the company has no template of its own: the packaged one is used"))
    _print_faults(terminal, made.faults)


def print_text(terminal: Terminal, text: LetterText) -> None:
    terminal.say(N_("To: {recipient}"), recipient=text.recipient or "-")
    terminal.say(N_("Subject: {subject}"), subject=text.subject)
    terminal.line()
    terminal.line(text.body.rstrip("\n"))


def _print_state(terminal: Terminal, letter: Letter) -> None:
    terminal.say(N_("  state: {state}"), state=worded(terminal, letter.state))
    if letter.approver:
        terminal.say(N_("  approved by {approver}"), approver=letter.approver)
    if letter.sent_at:
        message = N_("  sent by hand, {at}") if letter.by_hand else N_("  sent by mail, {at}")
        terminal.say(message, at=terminal.moment(letter.sent_at))
    if letter.state is LetterState.SENDING:
        terminal.warn(N_("nobody knows whether it left: look before it is sent again"))


def _print_faults(terminal: Terminal, found: Sequence[Fault]) -> None:
    for fault in found:
        terminal.warn(N_("it cannot leave: {fault}"), fault=fault.phrase.text(terminal.catalogue))
