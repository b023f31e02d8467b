"""`leakwatch watchlist`: what is looked for, before it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from leakwatch.cli.session import session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("Look at what is looked for.")
)


@app.command(help=_("Name entries that would be noisy, double or contradictory."))
def check(context: typer.Context) -> int:
    from leakwatch.match import check_watchlist

    session = session_of(context)
    with session.watch() as watch:
        advice = check_watchlist(session.judged_by(watch))
    for one in advice:
        session.terminal.say(one.message, **one.values)
    if not advice:
        session.terminal.say(N_("nothing to say against it"))
    return 1 if advice else 0


@app.command(help=_("Show every form an entry is looked for in."))
def variants(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=_("An entry's id or its text."))],
) -> None:
    from leakwatch.match import variants as forms_of
    from leakwatch.models import EntryKind
    from leakwatch.review import require_reader

    session = session_of(context)
    with session.watch() as watch:
        forms = forms_of(watch.watchlist, name)
        if any(form.entry_kind is EntryKind.PERSON for form in forms):
            require_reader(session.actor(watch.settings))
    if not forms:
        raise UsageError(N_("the watchlist has no entry {name}"), name=name)
    guessed = _("guessed")
    session.terminal.table(
        [N_("form"), N_("entry"), N_("rule"), N_("strength"), N_("reading")],
        [
            (
                form.form,
                form.entry,
                form.rule,
                f"{form.strength:.2f}",
                guessed if form.guessed else "",
            )
            for form in forms
        ],
    )
