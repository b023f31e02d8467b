"""`leakwatch watchlist classify`: which technology deserves what, term by term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from leakwatch.cli.asking import agreed, ask
from leakwatch.cli.session import Session, now, session_of
from leakwatch.cli.texts import _
from leakwatch.errors import N_, UsageError
from leakwatch.models import Classification, Confidentiality, Listed, Military, Term

if TYPE_CHECKING:
    from leakwatch.app.watch import Watch
    from leakwatch.config import Rewriting
    from leakwatch.models import Reviewer

Choice = TypeVar("Choice", bound=StrEnum)

#: In the state directory: answers given so far, until they are written.
_DRAFT = "classify.yaml"
_STOP, _SKIP = "stop", "skip"

_LISTED = (
    N_(
        "Is it on a list of critical or controlled technology of a major country (export control,"
        " economic security)? none / listed / unsure"
    ),
    Listed,
)
_MILITARY = (N_("Could it serve military ends? none / possible / direct"), Military)
_CONFIDENTIALITY = (
    N_(
        "Ask those who work on it. Published (catalogue, patent, paper): public. Known inside only:"
        " internal. For named people only, or its loss would cost the company its lead: secret"
    ),
    Confidentiality,
)
_REASONS = N_("Why: which list, which use, who said so? (one line; may be left empty)")


class _Stopped(Exception):
    """No more questions today."""


def classify(
    context: typer.Context,
    terms: Annotated[
        list[str] | None,
        typer.Argument(metavar="TERM…", help=_("Ids; else all not classified yet.")),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help=_("Answers written ahead."))
    ] = None,
    *,
    again: Annotated[
        bool, typer.Option("--again", help=_("Ask of classified terms as well."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Write without asking."))] = False,
) -> int:
    from leakwatch.config import read_answers

    session = session_of(context)
    with session.watch() as watch:
        actor = _classifier(session, watch)
        if answers is not None:
            given = read_answers(answers, watch.settings.watchlist)
        else:
            chosen = _chosen(watch, terms or [], again=again)
            if not chosen:
                session.terminal.say(N_("every term is classified; --again asks anew"))
                return 0
            given = _interview(session, watch, chosen)
        if not given:
            session.terminal.say(N_("nothing is written"))
            return 0
        written = _write(session, watch, given, actor, asking=not yes)
        if written and answers is None:
            _draft(watch).unlink(missing_ok=True)
    return 0 if written else 1


def _classifier(session: Session, watch: Watch) -> Reviewer:
    from leakwatch.review import require_sweeper

    return require_sweeper(session.actor(watch.settings))


def _chosen(watch: Watch, wanted: list[str], *, again: bool) -> tuple[Term, ...]:
    """The terms to be asked of. Raises UsageError for an id that is none."""
    from leakwatch.config import classified_terms

    terms = watch.settings.watchlist.terms
    unknown = sorted(set(wanted) - {term.id for term in terms})
    if unknown:
        raise UsageError(N_("the watchlist has no entry {name}"), name=", ".join(unknown))
    if wanted:
        return tuple(term for term in terms if term.id in wanted)
    done = frozenset() if again else classified_terms(watch.settings.directory)
    return tuple(term for term in terms if term.id not in done)


def _draft(watch: Watch) -> Path:
    return watch.settings.state_dir / _DRAFT


def _interview(
    session: Session, watch: Watch, terms: tuple[Term, ...]
) -> tuple[Classification, ...]:
    """Answers by question, each kept at once, so that whoever stops goes on from there."""
    from leakwatch.config import read_answers, write_answers

    draft = _draft(watch)
    asked = {term.id for term in terms}
    given: dict[str, Classification] = {}
    if draft.is_file():
        kept = read_answers(draft, watch.settings.watchlist)
        given = {one.term: one for one in kept if one.term in asked}
        session.terminal.warn(N_("{count} answers of last time are taken up"), count=len(given))
    left = [term for term in terms if term.id not in given]
    try:
        for number, term in enumerate(left, start=1):
            answer = _ask(session, term, place=f"{number}/{len(left)}")
            if answer is not None:
                given[term.id] = answer
                write_answers(draft, given.values())
    except _Stopped:
        session.terminal.warn(N_("the rest is asked next time"))
    return tuple(given.values())


def _ask(session: Session, term: Term, *, place: str) -> Classification | None:
    """The answers about one term; None when it is skipped."""
    from leakwatch.casework.classifying import sensitivity_of

    terminal = session.terminal
    terminal.aside("")
    terminal.warn(
        N_(
            "{place}  {term} “{text}” ({kind}), sensitivity {level}; skip, or stop, is an answer too"
        ),
        place=place,
        term=term.id,
        text=term.text,
        kind=term.kind,
        level=term.sensitivity,
    )
    listed = _choice(session, *_LISTED)
    military = _choice(session, *_MILITARY) if listed else None
    confidentiality = _choice(session, *_CONFIDENTIALITY) if military else None
    if listed is None or military is None or confidentiality is None:
        return None
    answer = Classification(
        term=term.id,
        listed=listed,
        military=military,
        confidentiality=confidentiality,
        reasons=ask(terminal, _REASONS),
    )
    found = sensitivity_of(answer)
    if found >= term.sensitivity:
        return answer
    question = N_("That makes {term} {found}, below {level} as it stands: lower it? (yes/no)")
    lower = agreed(terminal, question, term=term.id, found=found, level=term.sensitivity)
    return replace(answer, lower=lower)


def _choice(session: Session, question: str, choices: type[Choice]) -> Choice | None:
    """One of `choices` by its word or its first letters; None: skip. Raises _Stopped."""
    words = {one.value: one for one in choices}

    def meant(text: str) -> str:
        typed = text.casefold()
        fits = [word for word in (*words, _SKIP, _STOP) if typed and word.startswith(typed)]
        if typed in fits:
            return typed
        if len(fits) != 1:
            raise UsageError(
                N_("answer one of {choices}"), choices=", ".join((*words, _SKIP, _STOP))
            )
        return fits[0]

    word = meant(ask(session.terminal, question, check=meant))
    if word == _STOP:
        raise _Stopped
    return None if word == _SKIP else words[word]


def _write(
    session: Session,
    watch: Watch,
    given: Iterable[Classification],
    actor: Reviewer,
    *,
    asking: bool,
) -> bool:
    """Show what would be written, and write it when that is agreed to."""
    from leakwatch.app.compiling import forget_compiled
    from leakwatch.casework.classifying import sensitivity_of
    from leakwatch.config import rewrite, rewriting

    levels: Mapping[Classification, int] = {one: sensitivity_of(one) for one in given}
    planned = rewriting(watch.settings.directory, levels, by=actor.id, on=watch.day(now()))
    _show(session, planned)
    if asking and not agreed(session.terminal, N_("Write {file}? (yes/no)"), file=planned.path):
        session.terminal.say(N_("nothing is written"))
        return False
    rewrite(planned)
    forget_compiled(watch.settings.state_dir)
    watch.record.audit.append(
        "watchlist.classify",
        actor=actor.id,
        subject=" ".join(planned.changed),
        reason=None,
        now=now(),
    )
    session.terminal.say(N_("{count} terms are classified"), count=len(planned.changed))
    return True


def _show(session: Session, planned: Rewriting) -> None:
    for line in planned.diff:
        session.terminal.line(line)
    for notice in planned.notices:
        session.terminal.warn(notice.message, **notice.values)
