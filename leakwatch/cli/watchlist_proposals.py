"""`leakwatch watchlist proposals`: what to leave out, as the dismissals suggest; it changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from leakwatch.cli.options import Format, FormatOption, ReasonOption
from leakwatch.cli.reasons import to_reveal
from leakwatch.cli.session import now, session_of
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _
from leakwatch.errors import N_

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.models import LoggedFinding, Reviewer
    from leakwatch.review import Proposal


def proposals(
    context: typer.Context,
    reason: ReasonOption = None,
    output: FormatOption = Format.TABLE,
    *,
    reveal: Annotated[
        bool,
        typer.Option(
            "--reveal", help=_("Look into sealed findings too; needs --reason, is logged.")
        ),
    ] = False,
) -> None:
    from leakwatch.review import JUDGEMENTS, not_about, propose

    session = session_of(context)
    with session.watch() as watch:
        actor = session.reader(watch.settings)
        found = not_about(actor, _findings(watch, actor, reason if reveal else None, reveal=reveal))
        acts = watch.record.findings.last_acts(JUDGEMENTS)
        proposed = propose(found, acts, watch.watchlist)
    sealed = sum(one.confidential for one in found) if not reveal else 0
    if output is Format.JSONL:
        for one in proposed:
            session.terminal.jsonl(_as_record(one))
    else:
        _print(session.terminal, proposed)
    if sealed:
        session.terminal.warn(
            N_("{count} sealed findings were left out: --reveal --reason TEXT looks into them"),
            count=sealed,
        )


def _findings(
    watch: Watch, actor: Reviewer, reason: str | None, *, reveal: bool
) -> tuple[LoggedFinding, ...]:
    if not reveal:
        return watch.record.findings.list(explained=True)
    return watch.record.findings.reveal_all(actor=actor.id, reason=to_reveal(reason), now=now())


def _print(terminal: Terminal, proposed: tuple[Proposal, ...]) -> None:
    if not proposed:
        terminal.say(N_("the dismissals suggest nothing to leave out"))
    for one in proposed:
        for line in _comment(terminal, one):
            terminal.line(f"# {line}")
        terminal.line(_yaml(one))
        terminal.line()


_ABOUT: Mapping[str, str] = {
    "not_in": N_("{entry} was found inside a longer word: add to its not_in"),
    "weak": N_("{entry} is mistaken for others by this alias: move it to weak_aliases"),
    "namesake": N_("{entry} has a namesake who works elsewhere: add to namesakes"),
}


def _comment(terminal: Terminal, one: Proposal) -> Iterator[str]:
    yield terminal.text(_ABOUT[one.kind], entry=one.entry)
    yield terminal.text(
        N_(
            "suggested by {dismissed}; would have hidden {hides} findings, {confirmed} of them right"
        ),
        dismissed=_labels(one.dismissed),
        hides=len(one.hides),
        confirmed=len(one.confirmed),
    )
    if one.confirmed:
        yield terminal.text(
            N_("CAREFUL: it would hide what was rightly found: {findings}"),
            findings=_labels(one.confirmed),
        )
    if not one.word:
        yield terminal.text(N_("write the other employer in, as the pages state it"))


def _yaml(one: Proposal) -> str:
    """A piece of watchlist.yaml; JSON strings are YAML strings, whatever a page had in them."""
    word = json.dumps(one.word, ensure_ascii=False) if one.word else ""
    match one.kind:
        case "not_in":
            return f"terms:\n  - id: {one.entry}\n    not_in: [{word}]"
        case "weak":
            return f"companies:\n  - id: {one.entry}\n    weak_aliases: [{word}]"
        case _:
            return f"namesakes:\n  - person: {one.entry}\n    employer: {word}".rstrip()


def _labels(numbers: tuple[int, ...]) -> str:
    return ", ".join(f"F-{number}" for number in numbers)


def _as_record(one: Proposal) -> dict[str, object]:
    return {
        "kind": one.kind,
        "entry": one.entry,
        "word": one.word or None,
        "dismissed": [f"F-{number}" for number in one.dismissed],
        "hides": [f"F-{number}" for number in one.hides],
        "confirmed": [f"F-{number}" for number in one.confirmed],
        "yaml": _yaml(one),
    }
