"""`leakwatch people groups`: who is watched for what, until when, and who is not any more."""

from __future__ import annotations

from collections import Counter

import typer

from leakwatch.cli.options import Format, FormatOption
from leakwatch.cli.session import now, session_of
from leakwatch.errors import N_, CharterError


def groups(context: typer.Context, output: FormatOption = Format.TABLE) -> None:
    from leakwatch.casework.watch_groups import standing_on

    session = session_of(context)
    with session.watch() as watch:
        session.reader(watch.settings)
        state = watch.settings.charter
        if state.charter is None:
            raise CharterError(state.problem or "", **state.values)
        roster, today = watch.record.people.load(), watch.day(now())
    standing = standing_on(roster, state.charter, today)
    watched = Counter(person.group for person in standing.people)
    entered = Counter(person.group for person in roster)
    known = {group.id: group for group in state.charter.groups}
    strange = sorted(name for name in entered if name and name not in known)
    names: list[str | None] = [*known, *strange, *([None] if entered[None] else [])]
    lines = output is Format.JSONL
    nothing = None if lines else "-"
    records = [
        {
            "group": name if lines else name or "-",
            "until": known[name].until.isoformat() if name in known else nothing,
            "approved_by": known[name].approved_by if name in known else nothing,
            "entered": entered[name],
            "watched": watched[name],
            "reason": known[name].reason if name in known else "",
        }
        for name in names
    ]
    headings = [N_("group"), N_("until"), N_("approved by"), N_("entered"), N_("watched")]
    session.terminal.records([*headings, N_("reason")], records, lines=lines)
    if standing.left_out:
        session.terminal.warn(
            N_("not watched: {ids}"), ids=", ".join((*standing.over, *standing.nowhere))
        )
