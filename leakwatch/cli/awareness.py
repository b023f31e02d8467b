"""`leakwatch awareness`: announcements to all staff, and who read them, in numbers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.awareness_asked import (
    announcement_number,
    letter_fields,
    letter_kind,
    own_text,
)
from leakwatch.cli.awareness_show import in_words, print_announcement, print_counts, record_of
from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import given
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, OutputError, UsageError
from leakwatch.locale import Language
from leakwatch.models import AnnouncementState, LetterKind

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import Reviewer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=_("Make the rules known, and count who read them."),
)

AnnouncementArgument = Annotated[str, typer.Argument(metavar="A-NUMBER", help=_("As in A-1."))]
LanguageOption = Annotated[
    Language | None,
    typer.Option("--language", help=_("Of the letter; else that of the installation.")),
]
TextOption = Annotated[
    Path | None,
    typer.Option(
        "--text", metavar="FILE", help=_("Your own text (UTF-8), in place of the template.")
    ),
]
FieldsOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help=_("A field of the letter; may be repeated.")),
]


@app.command("list", help=_("All announcements, with their readers."))
def list_all(
    context: typer.Context,
    state: Annotated[
        AnnouncementState | None, typer.Option("--state", help=_("Only in this state."))
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    session = session_of(context)
    with session.watch() as watch:
        session.reader(watch.settings)
        records = [record_of(watch, one) for one in watch.record.announcements.list(state=state)]
    headings = (
        N_("announcement"),
        N_("state"),
        N_("letter"),
        N_("occasion"),
        N_("due"),
        N_("published"),
        N_("readers"),
        N_("staff"),
        N_("reach"),
    )
    lines = output is Format.JSONL
    if not lines:
        records = [in_words(session.terminal, one) for one in records]
    session.terminal.records(headings, records, lines=lines)


@app.command(help=_("One announcement: who stands behind it, what it says, how far it got."))
def show(
    context: typer.Context, label: AnnouncementArgument, output: FormatOption = Format.TABLE
) -> None:
    session, number = session_of(context), announcement_number(label)
    with session.watch() as watch:
        session.reader(watch.settings)
        one = watch.record.announcements.get(number)
        if output is Format.JSONL:
            session.terminal.jsonl(record_of(watch, one))
        else:
            print_announcement(session.terminal, watch, one)


@app.command(
    help=_("Draft an announcement with its letter, on its own or after a case or campaign.")
)
def announce(
    context: typer.Context,
    about: Annotated[
        str, typer.Option("--about", metavar="K-1|C-3", help=_("What led to it."))
    ] = "",
    kind: Annotated[
        str,
        typer.Option("--letter", help=_("Its text: guideline, staff_notice or leaver_reminder.")),
    ] = LetterKind.GUIDELINE.value,
    title: Annotated[
        str,
        typer.Option("--title", help=_("What it is called; the first line of a text of your own.")),
    ] = "",
    language: LanguageOption = None,
    text: TextOption = None,
    given: FieldsOption = None,
    due: Annotated[
        datetime | None,
        typer.Option("--due", formats=["%Y-%m-%d"], help=_("Day by which it is to go out.")),
    ] = None,
) -> None:
    from leakwatch.app.announcing_staff import Wanted, announce as propose

    session = session_of(context)
    with session.watch() as watch:
        wanted = Wanted(
            kind=letter_kind(kind),
            occasion=about,
            title=title,
            language=language,
            given=letter_fields(given),
            own=own_text(title, text),
            due=due.date() if due else None,
        )
        one = propose(watch, wanted, actor=session.reader(watch.settings), now=now())
    session.terminal.say(
        N_("{label} is drafted: somebody else reads and approves it (leakwatch awareness show)"),
        label=one.label,
    )


@app.command(help=_("Write the letter of a draft that has none, or one in another language."))
def write(
    context: typer.Context,
    label: AnnouncementArgument,
    title: Annotated[
        str, typer.Option("--title", help=_("Its first line, for a text of your own."))
    ] = "",
    language: LanguageOption = None,
    text: TextOption = None,
    given: FieldsOption = None,
) -> None:
    from leakwatch.app.announcing_staff import write as write_it

    session, number = session_of(context), announcement_number(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        own = own_text(title, text)
        letter = write_it(
            watch,
            number,
            actor=actor,
            now=now(),
            language=language,
            given=letter_fields(given),
            own=own,
        )
    session.terminal.say(
        N_("{letter} is written: leakwatch letters edit {letter} changes it"), letter=letter.label
    )


@app.command(help=_("Approve somebody else's announcement and its letters."))
def approve(context: typer.Context, label: AnnouncementArgument) -> None:
    from leakwatch.app.announcing_staff import approve as approve_it

    session, number = session_of(context), announcement_number(label)
    with session.watch() as watch:
        one = approve_it(watch, number, actor=session.reader(watch.settings), now=now())
    session.terminal.say(N_("{label} is approved"), label=one.label)


@app.command(help=_("Send it to the channel and the addresses of all staff."))
def publish(context: typer.Context, label: AnnouncementArgument) -> None:
    from leakwatch.app.announcing_staff import publish as publish_it

    session, number = session_of(context), announcement_number(label)
    with session.watch() as watch:
        one = publish_it(watch, number, actor=session.reader(watch.settings), now=now())
        awareness = watch.settings.casework.awareness
    places = [*filter(None, [awareness.channel]), *awareness.mail]
    if places:
        session.terminal.say(
            N_("{label} is published: it goes to {places}"),
            label=one.label,
            places=", ".join(places),
        )
    else:
        session.terminal.say(
            N_(
                "{label} is published, and nothing is sent: neither awareness.channel nor"
                " awareness.mail is set. Hand it out: leakwatch awareness print {label}"
            ),
            label=one.label,
        )


@app.command(help=_("Count for the last time, and forget who read it."))
def close(context: typer.Context, label: AnnouncementArgument, reason: ReasonOption = None) -> None:
    from leakwatch.app.announcing_staff import close as close_it

    session, number = session_of(context), announcement_number(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        one = close_it(watch, number, actor=actor, now=now(), reason=reason)
    session.terminal.say(N_("{label} is closed"), label=one.label)


@app.command("print", help=_("The announcement as one HTML page, to print and put up."))
def print_page(
    context: typer.Context,
    label: AnnouncementArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=_("Write it there instead of printing it.")),
    ] = None,
) -> None:
    from leakwatch.app.staff_letters import page_of
    from leakwatch.notify import write_whole

    session, number = session_of(context), announcement_number(label)
    with session.watch() as watch:
        session.reader(watch.settings)
        page = page_of(watch, watch.record.announcements.get(number))
    if out is None:
        session.terminal.line(page.rstrip("\n"))
        return
    try:
        write_whole(out, page)
    except OSError as error:
        message = N_("{file} cannot be written ({reason}): choose another place")
        reason = error.strerror or type(error).__name__
        raise OutputError(message, file=out, reason=reason) from error
    session.terminal.say(N_("written: {file}"), file=out)


@app.command(help=_("Readers by division; small divisions are counted together."))
def counts(
    context: typer.Context,
    label: AnnouncementArgument,
    *,
    reveal: Annotated[
        bool, typer.Option("--reveal", help=_("Slack ids of the readers, where they are kept."))
    ] = False,
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
) -> None:
    session, number = session_of(context), announcement_number(label)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        one = watch.record.announcements.get(number)
        if reveal:
            _reveal(session, watch, number, actor=actor, reason=reason, output=output)
        else:
            print_counts(session.terminal, watch, one, lines=output is Format.JSONL)


def _reveal(
    session: Session,
    watch: Watch,
    number: int,
    *,
    actor: Reviewer,
    reason: str | None,
    output: Format,
) -> None:
    one = watch.record.announcements.get(number)
    charter = watch.settings.charter.charter
    if not one.named or charter is None or not charter.names_readers:
        raise UsageError(
            N_("who read {label} is not kept by name: the charter has to say so beforehand"),
            label=one.label,
        )
    why = given(reason)
    readers = watch.record.announcements.readings.reveal(
        number, actor=actor.id, reason=why, now=now()
    )
    records = [{"reader": reader, "division": division} for reader, division in readers]
    session.terminal.records((N_("reader"), N_("division")), records, lines=output is Format.JSONL)
