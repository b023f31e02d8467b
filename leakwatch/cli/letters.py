"""`leakwatch letters`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.labels import letter_number
from leakwatch.cli.letters_show import export, kinds, list_letters, print_prepared, show
from leakwatch.cli.named import worded
from leakwatch.cli.next_steps import after_letter
from leakwatch.cli.options import ReasonOption
from leakwatch.cli.reasons import given
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.locale import Language
from leakwatch.models import LetterKind

if TYPE_CHECKING:
    from leakwatch.app.letters import Wanted
    from leakwatch.models import Letter

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("Letters to platforms, hosts and staff: preview, approve, send."),
)

KindArgument = Annotated[LetterKind, typer.Argument(help=_("See leakwatch letters kinds."))]
LetterArgument = Annotated[str, typer.Argument(metavar="L-NUMBER", help=_("As in L-7."))]
AboutOption = Annotated[
    str, typer.Option("--about", help=_("What it belongs to: C-3, K-1/NAME, A-2 or charter."))
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", help=_("Mail address, or words that say who gets it by hand.")),
]
LanguageOption = Annotated[
    Language | None,
    typer.Option("--language", help=_("ja or en; else the platform's, else the installation's.")),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help=_("A field, typed by hand; may be repeated.")),
]

app.command("kinds", help=_("List the kinds of letters and where their templates lie."))(kinds)
app.command("list", help=_("List letters; what they say is sealed."))(list_letters)
app.command("show", help=_("Show one letter: its text, and what keeps it from leaving."))(show)
app.command("export", help=_("Write a letter as mail, text or a page to print."))(export)


@app.command(help=_("Show what a letter would say, and which fields are missing; stores nothing."))
def preview(
    context: typer.Context,
    kind: KindArgument,
    about: AboutOption,
    to: ToOption = None,
    language: LanguageOption = None,
    fields: SetOption = None,
) -> None:
    from leakwatch.app.letters import prepare

    session = session_of(context)
    with session.watch() as watch:
        wanted = _wanted(kind, about, to, language, fields)
        made = prepare(watch, wanted, actor=session.actor(watch.settings), now=now())
    print_prepared(session.terminal, made)
    if made.faults:
        raise typer.Exit(1)


@app.command(help=_("Keep a letter as a draft, also one that lacks fields."))
def draft(
    context: typer.Context,
    kind: KindArgument,
    about: AboutOption,
    to: ToOption = None,
    language: LanguageOption = None,
    fields: SetOption = None,
) -> None:
    from leakwatch.app.letters import draft_letter

    session = session_of(context)
    with session.watch() as watch:
        wanted = _wanted(kind, about, to, language, fields)
        letter = draft_letter(watch, wanted, actor=session.actor(watch.settings), now=now())
    _say(session, letter)


@app.command(help=_("Change a letter: a new version, which has to be approved anew."))
def edit(
    context: typer.Context,
    number: LetterArgument,
    to: ToOption = None,
    subject: Annotated[str | None, typer.Option("--subject", help=_("Its subject."))] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="FILE", help=_("File with its whole text; - for stdin.")),
    ] = None,
    fields: SetOption = None,
    *,
    renew: Annotated[
        bool, typer.Option("--renew", help=_("Fill in the template anew, with --set if given."))
    ] = False,
) -> None:
    from leakwatch.app.letters import Edit, edit_letter
    from leakwatch.casework.letter_fields import read_fields

    session = session_of(context)
    anew = read_fields(fields or ()) if renew or fields else None
    if anew is not None and text is not None:
        raise UsageError(N_("--text and the template exclude each other: leave out one"))
    change = Edit(subject=subject, to=to, body=_read(text), given=anew)
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        letter = edit_letter(watch, letter_number(number), change, actor=actor, now=now())
    _say(session, letter)


@app.command(help=_("Approve a letter as it stands; its author cannot."))
def approve(context: typer.Context, number: LetterArgument) -> None:
    from leakwatch.app.letters import approve_letter

    session = session_of(context)
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        letter = approve_letter(watch, letter_number(number), actor=actor, now=now())
    _say(session, letter)


@app.command(help=_("Send an approved letter through the mail server of the alerts."))
def send(
    context: typer.Context,
    number: LetterArgument,
    reason: ReasonOption = None,
    *,
    again: Annotated[
        bool,
        typer.Option("--again", help=_("Though it may have left already; needs --reason.")),
    ] = False,
) -> None:
    import asyncio

    from leakwatch.app.letters_leaving import post_of, send_letter

    session = session_of(context)
    if again:
        reason = given(reason)
    with session.watch() as watch:
        letter = asyncio.run(
            send_letter(
                watch,
                letter_number(number),
                actor=session.actor(watch.settings),
                post=post_of(watch),
                now=now(),
                again=reason if again else None,
            )
        )
    _say(session, letter)


@app.command(help=_("Record that a letter left by hand, or that an unclear mail did arrive."))
def sent(
    context: typer.Context,
    number: LetterArgument,
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help=_("The day; else today."))
    ] = None,
) -> None:
    from leakwatch.app.letters_leaving import mark_sent
    from leakwatch.casework.letter_days import read_day

    session = session_of(context)
    day = read_day(on) if on is not None else None
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        letter = mark_sent(watch, letter_number(number), on=day, actor=actor, now=now())
    _say(session, letter)


@app.command(help=_("Give a letter up; it stays on record."))
def withdraw(context: typer.Context, number: LetterArgument, reason: ReasonOption = None) -> None:
    from leakwatch.app.letters import withdraw_letter

    session = session_of(context)
    why = given(reason)
    with session.watch() as watch:
        actor = session.actor(watch.settings)
        letter = withdraw_letter(watch, letter_number(number), actor=actor, reason=why, now=now())
    _say(session, letter)


def _wanted(
    kind: LetterKind,
    about: str,
    to: str | None,
    language: Language | None,
    fields: list[str] | None,
) -> Wanted:
    from leakwatch.app.letters import Wanted
    from leakwatch.casework.letter_fields import read_fields

    return Wanted(
        kind=kind, about=about, language=language, to=to or "", given=read_fields(fields or ())
    )


def _read(name: str | None) -> str | None:
    from leakwatch.cli.letters_text import read_body

    return None if name is None else read_body(Path(name))


def _say(session: Session, letter: Letter) -> None:
    session.terminal.say(
        N_("{letter}: {state}, version {version}"),
        letter=letter.label,
        state=worded(session.terminal, letter.state),
        version=letter.version,
    )
    after_letter(session.terminal, letter)
