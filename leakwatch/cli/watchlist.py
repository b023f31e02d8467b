"""`leakwatch watchlist`: what is looked for, before it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import ReasonOption
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.models import EntryKind, person_subject

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.match import Advice

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=_("Look at what is looked for.")
)


@app.command(help=_("Name entries that would be noisy, double or contradictory."))
def check(context: typer.Context) -> int:
    from leakwatch.config import entry_places
    from leakwatch.match import check_watchlist

    session = session_of(context)
    with session.watch() as watch:
        advice = check_watchlist(session.judged_by(watch))
        places = entry_places(watch.settings.directory)
    for one in advice:
        where = places.get((one.entry_kind, one.entry))
        said = session.terminal.text(one.message, **_filled(one, places))
        session.terminal.line(": ".join(filter(None, (where, one.entry, said))))
    if not advice:
        session.terminal.say(N_("nothing to say against it"))
    return 1 if advice else 0


def _filled(advice: Advice, places: Mapping[tuple[EntryKind, str], str]) -> Mapping[str, object]:
    """What fills the advice's message, with the place of the other entry it speaks of."""
    other = advice.values.get("other")
    where = places.get((advice.entry_kind, str(other)))
    return {**advice.values, "other": f"{other} ({where})"} if where else advice.values


@app.command(help=_("Show every form an entry is looked for in; a person's only with --reveal."))
def variants(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=_("An entry's id or its text."))],
    reason: ReasonOption = None,
    *,
    reveal: Annotated[
        bool, typer.Option("--reveal", help=_("Unseal it; needs --reason and is logged."))
    ] = False,
) -> None:
    from leakwatch.match import variants as forms_of

    session = session_of(context)
    with session.watch() as watch:
        forms = forms_of(session.judged_by(watch), name)
        people = sorted({form.entry for form in forms if form.entry_kind is EntryKind.PERSON})
        if people:
            _reveal(session, watch, people, reason=reason if reveal else None)
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


def _reveal(session: Session, watch: Watch, people: list[str], *, reason: str | None) -> None:
    """Enter in the audit trail that the spellings of these people's names are looked at."""
    for person in people:
        subject = person_subject(person)
        actor = session.reader(watch.settings, subject=subject)
        if not (reason or "").strip():
            raise UsageError(
                N_("a person's name is shown with --reveal --reason TEXT: that enters the audit")
            )
        watch.record.vault.require()
        watch.record.audit.append(
            "people.reveal", actor=actor.id, subject=subject, reason=reason, now=now()
        )
